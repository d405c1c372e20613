"""Write the golden files anew: ``python -m tests.reports.update_golden``; look at the difference before you commit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tui.i18n.translator import Translator
from tui.reports.as_json import as_json
from tui.reports.summary import ShipmentSummary
from tui.reports.table_csv import table_csv
from tui.reports.text import text

from .kit import summary, translator

FOLDER = Path(__file__).parent / "golden"


def _json(paper: ShipmentSummary, language: Translator) -> str:
    return json.dumps(as_json(paper, language), ensure_ascii=True, indent=1) + "\n"


RENDERERS: dict[str, Callable[[ShipmentSummary, Translator], str]] = {"txt": text, "csv": table_csv, "json": _json}
GOLDEN = tuple(f"summary.{tag}.{ending}" for tag in ("en", "zh_CN") for ending in RENDERERS)


def rendered(name: str) -> bytes:
    """What the golden file of that name ought to hold."""
    _, tag, ending = name.split(".")
    return RENDERERS[ending](summary(), translator(tag)).encode()


def main() -> None:
    """Write every golden file."""
    FOLDER.mkdir(exist_ok=True)
    for name in GOLDEN:
        (FOLDER / name).write_bytes(rendered(name))


if __name__ == "__main__":
    main()
