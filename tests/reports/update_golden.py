"""Write the golden files anew: ``python -m tests.reports.update_golden``; look at the difference before you commit."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from tui.i18n.translator import PAPER_LANGUAGES
from tui.reports.as_csv import as_csv
from tui.reports.as_html import as_html
from tui.reports.as_json import summary_json
from tui.reports.as_text import as_text
from tui.reports.kinds.face import Stamp
from tui.reports.kinds.registry import BUILDERS, SUMMARY
from tui.reports.paper import Paper, document, fingerprint
from tui.reports.set_paper import SetPaper
from tui.reports.setting import typeset

from .kit import summary, translator

FOLDER = Path(__file__).parent / "golden"
STAMP = Stamp("李雷", datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
RENDERERS: dict[str, Callable[[SetPaper], str]] = {"txt": as_text, "csv": as_csv, "html": as_html}
GOLDEN = (
    *(f"{kind}.{tag}.{ending}" for kind in BUILDERS for tag in PAPER_LANGUAGES for ending in RENDERERS),
    *(f"{kind}.json" for kind in BUILDERS if kind != SUMMARY),
    *(f"{SUMMARY}.{tag}.json" for tag in PAPER_LANGUAGES),
)


@cache
def paper(kind: str) -> Paper:
    """The paper of a kind about the hand-made shipment."""
    return BUILDERS[kind](summary(), STAMP)


@cache
def setting(kind: str, tag: str, beside: str = "") -> SetPaper:
    """The same, in a language."""
    return typeset(paper(kind), translator(tag), translator(beside) if beside else None)


def rendered(name: str) -> bytes:
    """What the golden file of that name ought to hold."""
    kind, *tags, ending = name.split(".")
    if ending != "json":
        return RENDERERS[ending](setting(kind, tags[0])).encode()
    made = summary_json(summary(), translator(tags[0]), fingerprint(paper(kind))) if tags else document(paper(kind))
    return (json.dumps(made, ensure_ascii=True, indent=1) + "\n").encode()


def main() -> None:
    """Write every golden file, and take away those that are none any more."""
    FOLDER.mkdir(exist_ok=True)
    for stale in {path.name for path in FOLDER.iterdir()} - set(GOLDEN):
        (FOLDER / stale).unlink()
    for name in GOLDEN:
        (FOLDER / name).write_bytes(rendered(name))


if __name__ == "__main__":
    main()
