"""The map of the car: every panel in its place, whatever the language, and no meaning by colour alone."""

from __future__ import annotations

from datetime import date

import pytest

from tui.domain.inspections import Finding, Inspection, Limits, PanelReading, Yardstick, judge
from tui.i18n.translator import Translator
from tui.packs.library import Library
from tui.reports.car_map import NARROW, WIDE, car_map, mark, plain
from tui.reports.cells import width

PANELS = Library().panels
BY = Yardstick({"steel": Limits(70, 180, 400)}, 365)
SEEN = (
    PanelReading("bonnet", (112, 118)), PanelReading("door_lf", (185, 240), ("repainted", "dent")),
    PanelReading("roof", (420,), ("original",)), PanelReading("wing_rr", (98,)), PanelReading("pillar_a_r", (60,)),
)  # fmt: skip


def drawn(language: str = "en", *, ascii_only: bool = False, column: int = NARROW, at: str = "") -> list[str]:
    translator = Translator()
    translator.use(language)
    labels = {one.id: translator.gettext(one.label) for one in PANELS.kinds.values()}
    found = judge(Inspection(1, date(2026, 11, 1), panels=SEEN), PANELS, BY, {})
    lines = car_map(found.panels, PANELS, labels, ascii_only=ascii_only, column=column, at=at)
    assert {width("".join(span.text for span in line)) for line in lines} == {3 * column + 4}
    return plain(lines)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("column", [NARROW, WIDE])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_it_keeps_its_shape(language: str, column: int, ascii_only: bool) -> None:
    lines = drawn(language, ascii_only=ascii_only, column=column)
    assert len(lines) == 18
    assert (3 * column + 4 <= 38) or (3 * column + 4 <= 80)
    text = "\n".join(lines)
    for reading in ("420 F o!", "98 ", "60 <", "240 R rd"):
        assert reading in text
    if ascii_only and language == "en":
        assert text.isascii()
    assert ("112/118" in text) is (column == WIDE)


def test_left_is_left() -> None:
    lines = drawn(at="door_lf")
    here = next(line for line in lines if ">" in line)
    assert here.index(">") < len(here) // 3
    assert any(line.rstrip("│").endswith("60 <") for line in lines)


def test_every_finding_has_a_mark_of_its_own() -> None:
    for ascii_only in (False, True):
        assert len({mark(one, ascii_only=ascii_only) for one in Finding}) == len(Finding)
