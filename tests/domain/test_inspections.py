"""What readings of paint come to, what an inspection can prove, and how its readings become facts of the car."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tui.domain.cars import Car, Listed
from tui.domain.documents import Attachment
from tui.domain.inspections import (
    Basis,
    Finding,
    Inspection,
    Judged,
    Limits,
    Overall,
    PanelReading,
    Yardstick,
    inspection_problems,
    judge,
)
from tui.domain.panel_texts import panel_text, panels_text, read_panel, read_panels
from tui.domain.partialdate import PartialDate
from tui.domain.problems import Severity
from tui.domain.readings import as_measured, disagreements, latest_readings
from tui.domain.values import Unreadable
from tui.packs.library import Library

PANELS = Library().panels
BY = Yardstick({"steel": Limits(70, 180, 400), "aluminium": Limits(70, 200, 400)}, 365)
DAY = date(2026, 11, 1)
TODAY = date(2026, 11, 22)
CAR = Car("byd", "海豹", manufacture_date=PartialDate.parse("2026-03"), id=1)
REPORT = Attachment("a" * 64, "report.pdf", 9, "pdf", "A")
VIDEO = Attachment("b" * 64, "walk.mp4", 7, "mp4", "C")
SIZES = {REPORT.sha256: 9, VIDEO.sha256: 7}
OWN = Inspection(
    1, DAY, inspector="王", instrument="GL-8S", calibrated_on=date(2026, 6, 1), panels=(PanelReading("bonnet", (112,)),)
)


def judged(inspection: Inspection = OWN, **changes: Any) -> Judged:
    return judge(msgspec.structs.replace(inspection, **changes), PANELS, BY, SIZES)


def finding(text: str, panel: str = "bonnet") -> tuple[Finding, bool]:
    found = judged(panels=(read_panel(panel, text, PANELS),))
    one = next(one for one in found.panels if one.panel == panel)
    return one.finding, one.contradicts


@pytest.mark.parametrize(
    ("text", "found", "contradicts"),
    [
        ("70", Finding.WITHIN, False),
        ("69", Finding.THIN, False),
        ("180 112", Finding.WITHIN, False),
        ("112, 181", Finding.REPAINTED, False),
        ("400", Finding.REPAINTED, False),
        ("401", Finding.FILLED, False),
        ("60/401", Finding.FILLED, False),
        ("aluminium 200", Finding.WITHIN, False),
        ("铝 201", Finding.REPAINTED, False),
        ("o", Finding.NOT_MEASURED, False),
        ("plastic", Finding.NOT_MEASURABLE, False),
        ("112 o", Finding.WITHIN, False),
        ("181o", Finding.REPAINTED, True),
        ("60 原厂漆", Finding.THIN, True),
        ("112r", Finding.WITHIN, True),
        ("250r", Finding.REPAINTED, False),
        ("250f", Finding.REPAINTED, True),
        ("112x", Finding.WITHIN, False),
        ("112ds", Finding.WITHIN, False),
    ],
)
def test_a_panel(text: str, found: Finding, contradicts: bool) -> None:
    assert finding(text) == (found, contradicts)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12000", "thickness_out_of_bounds"),
        ("0", "thickness_out_of_bounds"),
        ("9" * 40, "thickness_out_of_bounds"),
        ("112q", "panel_text_unreadable"),
        ("112.5", "panel_text_unreadable"),
        ("[red]", "panel_text_unreadable"),
        ("1 " * 21, "panel_too_many"),
    ],
)
def test_what_says_nothing_of_a_panel_is_refused(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_panel("bonnet", text, PANELS)
    assert caught.value.code == code


def test_texts_read_as_the_same_again() -> None:
    text = "bonnet=112,118µm 车顶:185r；d 左前门=aluminium,90"
    found = read_panels(text, PANELS)
    assert [one.panel for one in found] == ["bonnet", "roof", "door_lf"]
    assert read_panels(panels_text(found, PANELS), PANELS) == found
    assert [read_panel(one.panel, panel_text(one, PANELS), PANELS) for one in found] == list(found)
    for wrong in ("112", "bonnet", "wheel=112"):
        with pytest.raises(Unreadable):
            read_panels(wrong, PANELS)


def test_the_whole_car() -> None:
    every = tuple(PanelReading(one, (110,)) for one in PANELS.measurable)
    assert len(every) == 19
    assert judged(panels=every).overall is Overall.WITHIN
    assert judged(panels=every[1:]).overall is Overall.PARTLY
    assert judged(panels=(*every[1:], PanelReading("bonnet", (60,)))).overall is Overall.THIN
    assert judged(panels=(*every[1:], PanelReading("bonnet", codes=("replaced",)))).overall is Overall.REPAINTED
    assert judged(panels=(*every[1:], PanelReading("bonnet", (110,), ("filler",)))).overall is Overall.FILLED
    assert judged(panels=()).overall is Overall.NOT_MEASURED


class TestGrade:
    """What an inspection can prove."""

    @pytest.mark.parametrize(
        ("changes", "grade"),
        [
            ({}, "B"),
            ({"attachments": (REPORT,), "issuer": "CATARC", "number": "7"}, "A"),
            ({"attachments": (REPORT,), "issuer": "CATARC"}, "B"),
            ({"basis": Basis.ACCREDITED}, "B"),
            ({"basis": Basis.OWN, "attachments": (REPORT,), "issuer": "CATARC", "number": "7"}, "B"),
            ({"basis": Basis.CHAT, "attachments": (REPORT,), "issuer": "CATARC", "number": "7"}, "C"),
            ({"instrument": ""}, "C"),
            ({"inspector": ""}, "C"),
            ({"calibrated_on": None}, "C"),
            ({"calibrated_on": date(2025, 11, 1)}, "B"),
            ({"calibrated_on": date(2025, 10, 31)}, "C"),
            ({"calibrated_on": date(2026, 11, 2)}, "C"),
            ({"battery_soh": Decimal(98)}, "C"),
            ({"battery_soh": Decimal(98), "battery_tool": "OBD"}, "B"),
            ({"panels": ()}, "C"),
            ({"panels": (), "attachments": (VIDEO,), "odometer_km": 9}, "C"),
        ],
    )
    def test_follows_from_what_is_there(self, changes: dict[str, Any], grade: str) -> None:
        found = judged(**changes)
        assert found.grade == grade
        assert found.why

    def test_a_video_never_raises_it(self) -> None:
        for basis in (None, *Basis):
            for instrument in ("", "GL-8S"):
                bare = judged(basis=basis, instrument=instrument)
                filmed = judged(basis=basis, instrument=instrument, attachments=(VIDEO,), issuer="X", number="1")
                assert filmed.grade >= bare.grade

    @pytest.mark.parametrize("sizes", [{}, {REPORT.sha256: 8}])
    def test_a_file_that_is_lost_or_changed_proves_nothing(self, sizes: dict[str, int]) -> None:
        record = msgspec.structs.replace(OWN, attachments=(REPORT,), issuer="CATARC", number="7", odometer_km=9)
        found = judge(record, PANELS, BY, sizes)
        assert (found.grade, found.lost, found.is_proof) == ("C", ("report.pdf",), False)
        assert not latest_readings([found])


class TestProblems:
    """What cannot be kept."""

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"on": date(2026, 11, 23)}, "date_in_future"),
            ({"battery_on": date(2026, 12, 1)}, "date_in_future"),
            ({"calibrated_on": date(2026, 11, 2)}, "calibrated_after_inspection"),
            ({"on": date(2026, 2, 28)}, "inspected_before_built"),
            ({"panels": ()}, "inspection_missing"),
            ({"panels": (PanelReading("wheel", (112,)),)}, "panel_unknown"),
            ({"panels": (PanelReading("bonnet", (12000,)),)}, "thickness_out_of_bounds"),
            ({"panels": (PanelReading("bumper_front", (112,)),)}, "panel_plastic"),
            ({"panels": (PanelReading("roof", (1,)), PanelReading("roof", (2,)))}, "panel_twice"),
            ({"panels": (PanelReading("roof", (1,), ("original", "filler")),)}, "panel_codes_contradict"),
        ],
    )
    def test_is_said(self, changes: dict[str, Any], code: str) -> None:
        found = inspection_problems(msgspec.structs.replace(OWN, **changes), CAR, PANELS, TODAY)
        assert code in [one.code for one in found]
        assert not inspection_problems(OWN, CAR, PANELS, TODAY)

    def test_an_odometer_that_runs_backwards_wants_a_word(self) -> None:
        earlier = Inspection(1, date(2026, 10, 1), odometer_km=50, id=4)
        for km, is_odd in ((49, True), (50, False), (51, False)):
            found = inspection_problems(msgspec.structs.replace(OWN, odometer_km=km), CAR, PANELS, TODAY, [earlier])
            assert [one.severity for one in found] == [Severity.CONFIRM] * is_odd


class TestFacts:
    """Readings as facts of the car."""

    def test_the_latest_proof_counts(self) -> None:
        old = judged(odometer_km=40, id=1)
        new = judged(on=date(2026, 11, 5), odometer_km=41, id=2)
        chat = judged(on=date(2026, 11, 9), odometer_km=3, basis=Basis.CHAT, id=3)
        void = judged(on=date(2026, 11, 9), odometer_km=4, void=True, id=4)
        assert latest_readings([chat, old, void, new])["odometer_km"].inspection_id == 2
        late = judged(battery_soh=Decimal(97), battery_tool="OBD", battery_on=date(2026, 11, 8), id=5)
        assert latest_readings([old, late])["battery_soh"].on == date(2026, 11, 8)

    def test_a_typed_value_stays_and_is_contradicted(self) -> None:
        readings = latest_readings([judged(odometer_km=41, id=1)])
        typed = msgspec.structs.replace(CAR, odometer_km=12)
        listed = msgspec.structs.replace(typed, listed=Listed(1, 2))
        assert as_measured(CAR, readings).odometer_km == 41
        assert as_measured(typed, readings).odometer_km == 12
        assert as_measured(listed, readings).odometer_km == 41
        assert [one.typed for one in disagreements(typed, readings)] == [12]
        assert not disagreements(listed, readings)
        assert not disagreements(msgspec.structs.replace(CAR, odometer_km=41), readings)

    def test_a_battery_typed_later_stands(self) -> None:
        readings = latest_readings([judged(battery_soh=Decimal(97), battery_tool="OBD", id=1)])
        car = msgspec.structs.replace(CAR, battery_soh=Decimal(95), battery_soh_on=date(2026, 11, 20))
        assert as_measured(car, readings).battery_soh == 95
        assert not disagreements(car, readings)
        assert as_measured(CAR, readings).battery_soh_on == DAY
