"""How long papers take: text and PDF of 10 and of 1,000 cars, and the PDF beside weasyprint's of the same table.

Run ``python -m bench.papers``. Times are medians of runs in turn, in milliseconds, from the gathered records to the
bytes; the targets are those of the design. The peer sets the same cells from a plain HTML table.
"""

from __future__ import annotations

import html
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import msgspec

from tests.reports.kit import SHIPMENT, cars, summary
from tui.i18n.translator import paper_translator
from tui.reports import fonts
from tui.reports.as_html import as_html
from tui.reports.as_pdf import as_pdf
from tui.reports.as_text import as_text
from tui.reports.as_xlsx import as_xlsx
from tui.reports.kinds.registry import BUILDERS
from tui.reports.set_paper import SetPaper
from tui.reports.setting import typeset
from tui.reports.summary import ShipmentSummary

RUNS = 5
TARGETS = {("pdf", 10): 500, ("pdf", 1000): 3000, ("text", 1000): 200}


def gathered(count: int) -> ShipmentSummary:
    """A shipment of so many cars, alike but for their VIN."""
    one, line = cars()[0], SHIPMENT.lines[0]
    loaded = tuple(
        msgspec.structs.replace(one, car=msgspec.structs.replace(one.car, id=place, vin=f"LC0CE4CB7V4{place:06d}"))
        for place in range(count)
    )
    lines = tuple(msgspec.structs.replace(line, car_id=place) for place in range(count))
    return summary(msgspec.structs.replace(SHIPMENT, lines=lines), loaded)


def main() -> int:
    """Measure, print, and fail where a target is missed."""
    missed = 0
    for count in (10, 1000):
        drawn = gathered(count)
        for kind in ("summary", "invoice"):
            for form, render in FORMS.items():
                took = median(lambda kind=kind, render=render, drawn=drawn: render(set_(kind, drawn)))
                target = TARGETS.get((form, count))
                late = target is not None and took > target
                missed += late
                said = f"  target {target} ms{'  MISSED' if late else ''}" if target else ""
                print(f"{kind:10} {count:5} cars  {form:5} {took:8.1f} ms{said}")
        beside(count, drawn)
    return 1 if missed else 0


def set_(kind: str, drawn: ShipmentSummary) -> SetPaper:
    """The paper in Russian, beside which the book's Chinese stands."""
    return typeset(BUILDERS[kind](drawn, None), paper_translator("ru"))


FORMS: dict[str, Callable[[SetPaper], Any]] = {"text": as_text, "html": as_html, "xlsx": as_xlsx, "pdf": as_pdf}


def median(work: Callable[[], Any]) -> float:
    """Milliseconds of the middle run."""
    took = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


def beside(count: int, drawn: ShipmentSummary) -> None:
    """The same table by weasyprint, in turn with ours."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        print(f"invoice    {count:5} cars  weasyprint cannot be imported here ({error}); no ratio")
        return
    page = plain_table(set_("invoice", drawn))
    ours, theirs = [], []
    for _ in range(3 if count < 100 else 1):
        ours.append(median_once(lambda: as_pdf(set_("invoice", drawn))))
        theirs.append(median_once(lambda: weasyprint.HTML(string=page).write_pdf()))
    mine, peer = statistics.median(ours), statistics.median(theirs)
    print(f"invoice    {count:5} cars  pdf {mine:.0f} ms, weasyprint {peer:.0f} ms: {peer / mine:.1f} times as long")


def median_once(work: Callable[[], Any]) -> float:
    """Milliseconds of one run."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def plain_table(paper: SetPaper) -> str:
    """The cells of the main table in the fonts of papers, with nothing around them."""
    faces = "".join(
        f"@font-face {{ font-family: P{place}; src: url('{path.as_uri()}'); }}"
        for place, path in enumerate(fonts.files())
    )
    table = paper.main
    rows = [[column.heading for column in table.columns], *([cell.text for cell in row] for row in table.rows)]
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in row)}</tr>" for row in rows)
    style = f"{faces} @page {{ size: A4 landscape; }} td {{ font: 7pt P0, P1, P2; }}"
    return f"<style>{style}</style><table>{body}</table>"


if __name__ == "__main__":
    sys.exit(main())
