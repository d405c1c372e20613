"""Compile the message catalogues while the wheel is built and put them inside the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):  # type: ignore[misc]
    """Write a .mo beside every .po; a real wheel carries them under ``tui/_data/locales``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile each catalogue; an editable install reads the checkout and needs no copy."""
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        root = Path(self.root)
        for po in sorted((root / "locales").glob("*/LC_MESSAGES/*.po")):
            mo = po.with_suffix(".mo")
            with po.open("rb") as source, mo.open("wb") as target:
                write_mo(target, read_po(source, locale=po.parts[-3]))
            if self.target_name == "wheel" and version != "editable":
                build_data["force_include"][str(mo)] = f"tui/_data/{mo.relative_to(root)}"
