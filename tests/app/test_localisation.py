"""The localisation kits on the screens: the board, a kit, a car's own items, partners, parts, what to send along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.form_kit import check, fill, told
from tests.app.kit import HOSTILE, SMALL, WIDE, desk_of, lines_of, paste, said, sample_desk, settle, shown
from tests.app.one_screen import OneScreen
from tests.localised import WORKSHOP
from tui.app.app import DeskApp
from tui.app.screens.car import CarScreen, Tab
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.flag import FlagScreen
from tui.app.screens.forms.asking import QuestionScreen
from tui.app.screens.forms.kit_item import KitItemForm
from tui.app.screens.forms.kit_record import KitRecordForm
from tui.app.screens.forms.sheet import SheetForm
from tui.app.screens.inspection import InspectionScreen
from tui.app.screens.kit import KitScreen
from tui.app.screens.kit_records import KitRecordsScreen
from tui.app.screens.localisation import LocalisationScreen
from tui.app.screens.parts import PartsScreen
from tui.app.screens.parts_gap import PartsGapScreen
from tui.app.screens.repair_partners import RepairPartnersScreen
from tui.app.screens.shipment import ShipmentScreen
from tui.config import Settings
from tui.desk import demo, inspecting, localising, repair_partners, shipping, stock
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.kinds import CAR_ITEMS, CARS, DISTRIBUTORS, KITS, PARTS, REPAIR_PARTNERS
from tui.desk.kit_book import ModelAt
from tui.domain.cars import Car
from tui.domain.kit_standing import Standing
from tui.domain.parts import Part
from tui.domain.readiness import Verdict
from tui.domain.repair_partners import RepairPartner
from tui.domain.rules import Gate
from tui.store.contract import Put

AION = ("aion", "AION V")
PNG = b"\x89PNG\r\n\x1a\n" + b"a photo"


@pytest.fixture
def sampled() -> Iterator[Desk]:
    with demo.throw_away(Settings(), "en") as desk:
        yield desk


def glyphs(desk: Desk):  # type: ignore[no-untyped-def]  # noqa: ANN201 - what screens take
    return DeskApp(desk).glyphs


def aions(desk: Desk) -> list[Car]:
    return [car for car in desk.store.all(CARS) if (car.make, car.model) == AION]


def in_front(app: DeskApp, screen: object) -> bool:
    return app.screen is screen


def gates(desk: Desk, cars: list[Car]) -> set[Verdict | None]:
    answers = Checker(desk, Question(desk.today)).answers(cars, ["KZ"])
    return {one.assessment.gates.get(Gate.LOCALISATION) for one in answers}


def kit_screen(app: DeskApp) -> KitScreen:
    assert isinstance(app.screen, KitScreen)
    return app.screen


def standing(desk: Desk, at: ModelAt, item: str) -> Standing:
    one = localising.kit_of(desk, at).item(item)
    assert one is not None
    return one.standing


def at_kz(desk: Desk, *model: str) -> ModelAt:
    return localising.model_named(desk, model or AION, "KZ")


async def put(screen: KitScreen, item: str) -> None:
    screen.table.move_to(next(place for place, line in enumerate(screen.table.rows) if line.key == item))


async def test_one_partner_added_on_screen_lets_every_car_of_the_make_pass(sampled: Desk) -> None:
    cars = aions(sampled)
    assert len(cars) > 1
    assert gates(sampled, cars) == {Verdict.ACTION}
    app = DeskApp(sampled)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("5")
        await settle(pilot)
        board = app.screen
        assert isinstance(board, LocalisationScreen)
        row = next(line for line in lines_of(app) if "AION V" in line)
        assert "15/31 ✗1" in row
        assert ">KZ" in shown(app)
        assert "open blockers: 1" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        page = kit_screen(app)
        assert page.one is not None
        assert page.one.item.id == "repair-hv-cert", "the cursor begins on what blocks"
        assert "none that counts" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        partners = app.screen
        assert isinstance(partners, RepairPartnersScreen)
        assert "Tau Motors" in shown(app)
        assert "! none" in shown(app)
        await pilot.press("a")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, KitRecordForm)
        assert (form.texts["country"], form.texts["last_confirmed"]) == ("KZ", "2026-11-22")
        row_here = form.row_here()
        assert row_here is not None
        assert row_here.what.name == "name"
        texts = {
            "name": "Aion [Center]",
            "city": "Алматы",
            "diagnostic_makes": "埃安",
            "hv_certificates": "Айдар, KZ-HV-77, 2026-03-01, 2025-02-28",
            "contract_from": "2026-11-01",
            "contract_until": "2028-03-31",
        }
        await fill(pilot, **texts)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert in_front(app, form), "a certificate that ends before it was issued is refused"
        assert gates(sampled, cars) == {Verdict.ACTION}
        await fill(pilot, hv_certificates="Айдар, KZ-HV-77, 2026-03-01, 2028-02-29")
        assert "Айдар 2028-02-29" in told(form, "hv_certificates")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert in_front(app, partners)
        assert "Aion [Center]" in shown(app)
        assert gates(sampled, cars) == {Verdict.READY}
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert in_front(app, board)
        assert "16/31 !" in next(line for line in lines_of(app) if "AION V" in line)
        await pilot.press("u")
        await settle(pilot)
        assert gates(sampled, cars) == {Verdict.ACTION}
        assert "15/31 ✗1" in next(line for line in lines_of(app) if "AION V" in line)


async def test_an_item_is_proven_with_a_file_waived_planned_and_set_open_again(sampled: Desk, tmp_path: Path) -> None:
    photo = tmp_path / "cable.png"
    photo.write_bytes(PNG)
    at = at_kz(sampled)
    app = OneScreen(sampled, KitScreen(sampled, glyphs(sampled), at, item="charge-home-cable"))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        page = kit_screen(app)
        await pilot.press("enter")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, KitItemForm)
        assert "wanted: Photo of plug" in shown(app)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert in_front(app, form)
        assert "nothing proves it yet" in shown(app)
        await fill(pilot, file=str(tmp_path / "none.png"))
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert in_front(app, form)
        await fill(pilot, file=str(photo), vin_visible="yes", evidence_note="[/x]")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert in_front(app, page)
        assert standing(sampled, at, "charge-home-cable") is Standing.PROVEN
        assert "2026-11-22, cable" in next(line for line in lines_of(app) if line.startswith("> ✓"))
        assert "Proven; u takes it back" in said(app)
        await pilot.press("u")
        await settle(pilot)
        assert standing(sampled, at, "charge-home-cable") is Standing.OPEN

        await pilot.press("o")
        await settle(pilot)
        assert app.screen.texts["state"] == "in_work"  # type: ignore[attr-defined]
        await fill(pilot, owner="王伟", due="2027-01-15", cost="300")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert standing(sampled, at, "charge-home-cable") is Standing.IN_WORK
        assert "王伟" in next(line for line in lines_of(app) if line.startswith("> !"))

        await put(page, "repair-hv-cert")
        await pilot.press("v")
        await settle(pilot)
        await fill(pilot, by="王伟", reason="buyer agreed", until="2020-01-01")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, KitItemForm), "a waiver that ended is none"
        await fill(pilot, until="2027-03-01")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert standing(sampled, at, "repair-hv-cert") is Standing.WAIVED
        assert "~" in next(line for line in lines_of(app) if line.startswith(">"))
        assert "16/31 !" in lines_of(app)[0]
        await pilot.press("r")
        await settle(pilot)
        assert standing(sampled, at, "repair-hv-cert") is Standing.OPEN

        await put(page, "doc-rescue-card")
        await pilot.press("n")
        await settle(pilot)
        await fill(pilot, by="王", reason="none is asked for")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert standing(sampled, at, "doc-rescue-card") is Standing.NOT_APPLICABLE

        await put(page, "ui-language-cluster")
        await pilot.press("x")
        await settle(pilot)
        assert standing(sampled, at, "ui-language-cluster") is Standing.IN_WORK

        await pilot.press("l")
        await settle(pilot)
        assert page.table.rows
        assert all(line.one is None or not line.one.is_done for line in page.table.rows)
        await pilot.press("p")
        await settle(pilot)
        await pilot.press("ctrl+u")
        await paste(pilot, str(tmp_path / "left.txt"))
        await pilot.press("enter")
        await settle(pilot)
        assert "ui-language-cluster" in (tmp_path / "left.txt").read_text(encoding="utf-8")


async def test_a_kit_is_copied_after_a_look_at_what_holds(sampled: Desk) -> None:
    at = at_kz(sampled)
    app = OneScreen(sampled, KitScreen(sampled, glyphs(sampled), at))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("c")
        await paste(pilot, "kg")
        assert "holds there: 1" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ConfirmScreen)
        assert "only who does it" in shown(app)
        await pilot.press("y")
        await settle(pilot)
        target = localising.model_named(sampled, AION, "KG")
        assert standing(sampled, target, "parts-catalogue") is Standing.PROVEN
        assert standing(sampled, target, "ui-language-cluster") is Standing.OPEN
        await pilot.press("u")
        await settle(pilot)
        assert not [kit for kit in sampled.store.all(KITS) if kit.country == "KG"]


async def test_a_car_shows_its_own_items_and_a_flag_leads_to_its_item(sampled: Desk, tmp_path: Path) -> None:
    car = next(car for car in sampled.store.all(CARS) if car.stock_number == "26-0001")
    assert car.vin is not None
    (tmp_path / f"{car.vin}.png").write_bytes(PNG)
    (tmp_path / "elsewhere.png").write_bytes(PNG)
    app = DeskApp(sampled)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        app.open_car(car.id)
        await settle(pilot)
        await pilot.press("tab", "tab", "tab")
        await settle(pilot)
        assert "[Localisation]" in lines_of(app)[1]
        assert "Proper to this car" in shown(app)
        await pilot.press("shift+tab")
        await settle(pilot)
        screen = app.screen
        flags = screen.flags  # type: ignore[attr-defined]
        flags.move_to(next(place for place, line in enumerate(flags.rows) if line.key == "kit:ui-keys"))
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, FlagScreen)
        await pilot.press("enter")
        await settle(pilot)
        page = kit_screen(app)
        assert page.one is not None
        assert page.one.item.id == "ui-keys"
        await pilot.press("f")
        await settle(pilot)
        await paste(pilot, str(tmp_path / "nowhere"))
        await pilot.press("enter")
        await settle(pilot)
        assert "no such folder" in shown(app)
        await pilot.press("ctrl+u")
        await paste(pilot, str(tmp_path))
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        assert f"{car.vin}.png" in shown(app)
        assert "fits no car: elsewhere.png" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert page.one is not None
        assert page.one.standing is Standing.PROVEN
        assert any(one.car_id == car.id for one in sampled.store.all(CAR_ITEMS))
        await pilot.press("escape")
        await settle(pilot)
        assert "Satisfied" in shown(app)
        await pilot.press("escape", "escape", "escape")


async def test_partners_are_confirmed_with_one_key_and_removed_and_brought_back() -> None:
    desk = sample_desk("zh_CN")
    stale = WORKSHOP | {"last_confirmed": "2025-01-05", "contract_until": "2026-12-05"}
    repair_partners.save_partner(desk, list(stale.items()))
    app = OneScreen(desk, RepairPartnersScreen(desk, glyphs(desk)))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "! 2025-01-05" in shown(app)
        assert "! 2026-12-05" in shown(app), "a contract about to end is marked before it ends"
        await pilot.press("t")
        await settle(pilot)
        assert desk.store.all(REPAIR_PARTNERS)[0].last_confirmed == desk.today
        assert "! 2025-01-05" not in shown(app)
        await pilot.press("u")
        await settle(pilot)
        assert "! 2025-01-05" in shown(app)
        await pilot.press("delete", "down", "enter")
        await settle(pilot)
        assert not desk.store.all(REPAIR_PARTNERS)
        assert "这里还没有维修网点" in shown(app)
        await pilot.press("u")
        await settle(pilot)
        assert desk.store.all(REPAIR_PARTNERS)


async def test_parts_are_added_taken_in_and_what_lacks_is_saved(tmp_path: Path) -> None:
    desk = sample_desk()
    cars = desk.store.all(CARS)[:2]
    shipment = shipping.create(desk, cars, "KZ", [("mode", "rail")])
    table = tmp_path / "parts.csv"
    table.write_text("名称,编号,用途,单价\n前保险杠,SA-1,关键件,620\n刹车片,SA-2,易损件,148\n", encoding="utf-8")
    bad = tmp_path / "bad.csv"
    bad.write_text("名称,编号,用途,单价\n前保险杠,SA-1,nonsense,620\n", encoding="utf-8")
    app = OneScreen(desk, ShipmentScreen(desk, glyphs(desk), shipment.id))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("o")
        await settle(pilot)
        gap = app.screen
        assert isinstance(gap, PartsGapScreen)
        assert "No part of these models is listed yet" in shown(app)
        at = localising.model_of(desk, cars[0], "KZ")
        app.push_screen(PartsScreen(desk, app.glyphs, at))
        await settle(pilot)
        for path, keys in ((bad, ["enter"]), (table, ["enter", "y"])):
            await pilot.press("i")
            await settle(pilot)
            await paste(pilot, str(path))
            for key in keys:
                await pilot.press(key)
                await settle(pilot)
            assert bool(desk.store.all(PARTS)) is (path is table)
        assert "row" in said(app)
        await pilot.press("a")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, KitRecordForm)
        assert form.texts["model"] == "元UP"
        await fill(pilot, name="[b]雨刮", number="SA-2", stock="KZ, 1, Алматы, 2026-11-01")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert in_front(app, form), "the number is known"
        await fill(pilot, number="SA-3", use="wear")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert len(desk.store.all(PARTS)) == 3
        await pilot.press("escape")
        await settle(pilot)
        assert in_front(app, gap)
        assert [(one.part.number, one.pieces) for one in gap.table.rows] == [("SA-1", 2), ("SA-2", 2), ("SA-3", 1)]
        assert "¥1,536" in shown(app)
        await pilot.press("s")
        await settle(pilot)
        await pilot.press("ctrl+u")
        await paste(pilot, str(tmp_path / "send.csv"))
        await pilot.press("enter")
        await settle(pilot)
        assert "SA-3" in (tmp_path / "send.csv").read_text(encoding="utf-8-sig")


async def test_distributors_are_kept_with_their_source() -> None:
    desk = sample_desk()
    app = DeskApp(desk, "localisation")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("b")
        await settle(pilot)
        assert "No official distributor is recorded yet" in shown(app)
        await pilot.press("a")
        await settle(pilot)
        await fill(pilot, make="byd", country="UZ", exclusive="yes")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert not desk.store.all(DISTRIBUTORS), "without a source it is hearsay"
        await fill(pilot, source="maker's page")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert desk.store.all(DISTRIBUTORS)[0].exclusive
        assert "UZ" in shown(app)


async def test_what_is_computed_leads_to_where_it_is_typed(sampled: Desk) -> None:
    app = OneScreen(sampled, KitScreen(sampled, glyphs(sampled), at_kz(sampled), item="ui-language-centre"))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, SheetForm)
        row = form.row_here()
        assert row is not None
        assert row.what.name == "software_languages"


@pytest.mark.parametrize(
    ("language", "size", "signs"),
    [("zh_CN", SMALL, "ascii"), ("en", WIDE, "unicode"), ("en", SMALL, "unicode")],
    ids=["zh-80-ascii", "en-140", "en-80"],
)
async def test_every_screen_holds_hostile_words_and_keeps_what_is_typed(
    language: str, size: tuple[int, int], signs: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    desk = sample_desk(language, glyphs=signs)
    partners = [RepairPartner(text, "KZ", text, contact=text, makes=("byd",)) for text in HOSTILE[:-1]]
    parts = [Part("byd", "元UP", text, f"N{place}", note=text) for place, text in enumerate(HOSTILE[:-1])]
    kept: list[Put[Any]] = [*(Put(REPAIR_PARTNERS, one) for one in partners), *(Put(PARTS, one) for one in parts)]
    desk.store.commit(kept, why="test")
    app = DeskApp(desk, "localisation")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        check(app, size[0])
        for keys in (("w",), ("escape", "t"), ("escape", "enter"), ("l",)):
            await pilot.press(*keys)
            await settle(pilot)
            check(app, size[0])
            if signs == "ascii":
                assert not set("✓✗…→–─") & set(shown(app))
        await put(kit_screen(app), "ui-radio")
        await pilot.press("e")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, KitItemForm)
        await fill(pilot, evidence_note="FM 87")
        await pilot.press("f12")
        form.language_changed()
        await settle(pilot)
        assert form.texts["evidence_note"] == "FM 87"
        check(app, size[0])


async def test_an_empty_book_says_what_to_do_first() -> None:
    desk = desk_of([], language="zh_CN")
    app = DeskApp(desk, "localisation")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "账本里还没有车型" in shown(app)
        for key in ("w", "t"):
            await pilot.press(key)
            await settle(pilot)
            assert isinstance(app.screen, KitRecordsScreen)
            assert "按 a" in shown(app) or "a 添加" in shown(app)
            await pilot.press("escape")


async def test_the_board_sorts_filters_and_scrolls(sampled: Desk) -> None:
    app = DeskApp(sampled, "localisation")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        board = app.screen
        assert isinstance(board, LocalisationScreen)
        assert board.codes[0] == "KZ", "where most of the stock goes stands first"
        assert "CN" not in board.codes
        await pilot.press("s")
        await settle(pilot)
        assert board.table.rows[0][1].model == "元UP"
        await pilot.press("greater_than_sign", "greater_than_sign")
        await settle(pilot)
        assert f">{board.code}" in shown(app)
        assert board.at >= 8
        await pilot.press("less_than_sign", "less_than_sign", "slash")
        await paste(pilot, "aion")
        await settle(pilot)
        assert [row[1].model for row in board.table.rows] == ["AION V"]
        assert len(board.table.rows) == 1


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_what_a_rule_says_stands_on_the_kit_and_leads_to_its_flag(sampled: Desk, size: tuple[int, int]) -> None:
    car = sampled.store.get(CARS, 1)
    assert car is not None
    at = localising.model_of(sampled, car, "KZ")
    app = OneScreen(sampled, KitScreen(sampled, glyphs(sampled), at, car=car, item="doc-licence"))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        page = kit_screen(app)
        assert page.one is not None
        row = next(line for line in lines_of(app) if "Export licence for this VIN"[:20] in line)
        assert "!" in row
        assert "Something" in row
        assert "missing: Export licence" in shown(app)
        await pilot.press("v")
        await settle(pilot)
        assert in_front(app, page), "a view is waived by nobody"
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, FlagScreen)
        assert "used cars leave only with an export licence" in shown(app)


async def test_the_documents_of_a_car_name_its_inspections_and_lead_there(sampled: Desk) -> None:
    rows = stock.rows(sampled)
    place = next(n for n, row in enumerate(rows) if row.id == 22)
    screen = CarScreen(sampled, glyphs(sampled), rows[place], None, rows, tab=Tab.DOCUMENTS)
    app = OneScreen(sampled, screen)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        row = next(line for line in lines_of(app) if "Inspection of 2026-10-20" in line)
        assert "grade B" in row
        assert "GL-8S" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, InspectionScreen)
        assert "GL-8S" in shown(app)
        await pilot.press("escape")
        await settle(pilot)
        inspecting.set_void(sampled, inspecting.find(sampled, 1), void=True)
        app.tell_book_changed()
        await settle(pilot)
        assert "void" in next(line for line in lines_of(app) if "Inspection of" in line)


async def test_a_make_that_nobody_knows_is_asked_about_on_the_form() -> None:
    """The nearest make that is known is on offer with one key; without it a second answer keeps what was typed."""
    desk = sample_desk("zh_CN")
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        form = KitRecordForm(desk, app.glyphs, "repair_partner")
        await app.push_screen(form)
        await settle(pilot)
        await fill(pilot, name="Tau", country="KZ", makes="比亚, 埃安")
        assert "没有已知品牌叫“比亚”" in shown(app)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        assert not desk.store.all(REPAIR_PARTNERS)
        await pilot.press("escape")
        await settle(pilot)
        form.go_to("makes")
        await pilot.press("ctrl+y")
        await settle(pilot)
        assert form.texts["makes"] == "比亚迪, 埃安"
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert [one.makes for one in desk.store.all(REPAIR_PARTNERS)] == [("byd", "aion")]
