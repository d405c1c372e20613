"""The inspection report and the request to a maker, in the languages and formats of every paper."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.desk.kit import new_car, new_desk
from tui.desk import inspecting, letters
from tui.desk.context import Desk
from tui.desk.evidence_papers import FORMATS, inspection_bytes, letter_bytes
from tui.desk.kinds import FIRMS
from tui.domain.documents import Outlet
from tui.domain.inspections import Basis, Inspection, PanelReading
from tui.domain.letters import LetterRequest
from tui.domain.parties import Firm
from tui.errors import NotReady
from tui.reports.cells import width
from tui.store.contract import Put

DEALER = "杭州某车行"
LANGUAGES = pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("INSPECTION REPORT", "FINAL", "Front door, left", "filled !", "with a calibrated instrument")),
        ("zh_CN", ("车辆检测报告", "正式", "左前门", "腻子", "自检报告，仪器已校准")),
        ("ru", ("ОТЧЁТ ОБ ОСМОТРЕ", "Дверь передняя левая", "шпатлёвка !", "собственный отчёт, прибор поверен")),
    ],
)  # fmt: skip


def inspected(basis: Basis | None = None) -> tuple[Desk, Inspection]:
    desk = new_desk()
    car = new_car(desk, price="119800", remark=DEALER)
    panels = (PanelReading("bonnet", (112, 118)), PanelReading("door_lf", (185,), ("repainted", "dent")),
              PanelReading("roof", (420,), ("original",)))  # fmt: skip
    record = Inspection(
        car.id, desk.today, basis, inspector="王", instrument="GL-8S", calibrated_on=desk.today, panels=panels,
        battery_soh=Decimal("97.5"), battery_tool="OBD", odometer_km=88,
    )  # fmt: skip
    return desk, inspecting.save(desk, record)


@LANGUAGES
def test_a_report_in_the_buyers_language(language: str, words: tuple[str, ...]) -> None:
    desk, record = inspected()
    text = inspection_bytes(desk, record, "text", language).decode()
    for word in (*words, "112/118 +", "420 F o!", "185 R rd", "97", "GL-8S", "400"):
        assert word in text
    assert all(width(line) <= 80 for line in text.replace("\f", "").splitlines())
    assert DEALER not in text
    assert "119" not in text.replace("2026-11-9", "")


def test_every_format() -> None:
    desk, record = inspected()
    for form in FORMATS:
        assert inspection_bytes(desk, record, form, "ru")
        assert letter_bytes(desk, requested(desk), form, "zh_CN")
    csv = inspection_bytes(desk, record, "csv", "en").decode()
    assert "Roof" in csv


def test_what_proves_nothing_is_a_draft_only() -> None:
    desk, record = inspected(Basis.CHAT)
    with pytest.raises(NotReady) as caught:
        inspection_bytes(desk, record, "text", "en")
    assert (caught.value.code, caught.value.verdict_exit_code) == ("inspection_no_proof", 5)
    text = inspection_bytes(desk, record, "text", "en", draft=True).decode()
    assert "DRAFT" in text
    assert "A video or a chat" in text


def requested(desk: Desk) -> LetterRequest:
    if not desk.store.all(FIRMS):
        desk.store.commit([Put(FIRMS, Firm("宁波近新", code="91330206MA2NEAR26X"))], why="test")
    car = new_car(desk, 7 + len(desk.store.all(FIRMS)) + desk.store.revision, first_registration="2026-08-01")
    plan = letters.plan(desk, [car], "KZ")
    return letters.request(desk, plan, outlets=[Outlet("Алматы Авто", "ул. Абая 1", "+7 727")])[0]


def test_a_request_asks_a_maker_in_chinese() -> None:
    desk, _ = inspected()
    asked = requested(desk)
    text = letter_bytes(desk, asked, "text", "zh_CN").decode()
    for word in ("售后维修服务确认书", "哈萨克斯坦", "比亚迪", "宁波近新", "91330206MA2NEAR26X", "Алматы Авто",
                 "+7 727", "180", "车企公章", "2026-08-01"):  # fmt: skip
        assert word in text
    vin = letters.cars_of(desk, asked)[0].vin
    assert vin is not None
    assert vin in text
    assert DEALER not in text
