"""The stock against every destination: marks, days, order, and the pair under the cursor."""

from __future__ import annotations

from pathlib import Path

from tests.app.kit import SMALL, TODAY, lines_of, sample_desk, settle, shown, type_text
from tui.app.app import DeskApp
from tui.app.screens.car import CarScreen, Tab
from tui.app.screens.decisions import DecisionsScreen
from tui.app.screens.flag import FlagScreen
from tui.app.screens.forms.car import CarForm
from tui.app.screens.forms.override import OverrideForm
from tui.app.screens.licences import LicencesScreen
from tui.app.screens.matrix import MatrixScreen
from tui.app.screens.missing import MissingScreen
from tui.app.screens.override_rules import OverrideRulesScreen
from tui.app.screens.when import WhenScreen
from tui.app.widgets.lines import Page
from tui.desk import overriding
from tui.desk.checking import Checker, Question
from tui.desk.kinds import CARS
from tui.domain.readiness import State


async def test_the_matrix_answers_for_every_destination_on_any_day() -> None:
    desk = sample_desk("zh_CN")
    app = DeskApp(desk, start="destinations")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("m")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, MatrixScreen)
        assert screen.codes == desk.library.destinations
        assert set(screen._cells) == {car.id for car in desk.store.all(CARS)}
        assert len(lines_of(app)) == SMALL[1]
        first = screen.codes[0]
        assert screen.code == first
        await pilot.press(">", "right", "<")
        assert screen.code == screen.codes[1]
        screen._move_to(screen.codes.index("KZ"))
        today = {key: cells[screen.at] for key, cells in screen._cells.items()}
        await pilot.press("s")
        await settle(pilot)
        ranks = [screen._rank(row, screen.at) for row in screen.table.rows]
        assert ranks == sorted(ranks)
        await pilot.press("d")
        await type_text(pilot, "2027-02-01")
        await pilot.press("enter")
        await settle(pilot)
        assert "2027-02-01" in shown(app)
        assert today != {key: cells[screen.at] for key, cells in screen._cells.items()}
        await pilot.press("slash")
        await type_text(pilot, "16623")
        await pilot.press("enter")
        await settle(pilot)
        (row,) = screen.table.rows
        await pilot.press("enter")
        await settle(pilot)
        car = app.screen
        assert isinstance(car, CarScreen)
        assert (car.tab, car._row.id, car._row.destination) == (Tab.READINESS, row.id, "KZ")
        assert car._row.on.isoformat() == "2027-02-01"


async def test_a_flag_is_overridden_and_what_is_missing_is_filled_in() -> None:
    desk = sample_desk("en")
    app = DeskApp(desk, start="stock")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("M")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, MatrixScreen)
        screen._move_to(screen.codes.index("KZ"))
        await pilot.press("enter")
        await settle(pilot)
        car = app.screen
        assert isinstance(car, CarScreen)
        flags = [line for line in car.flags.rows if line.flag is not None]
        needed = next(line for line in flags if line.flag and line.flag.needs and line.flag.state is State.FLAGGED)
        car.flags.move_to(list(car.flags.rows).index(needed))
        await pilot.press("enter")
        await settle(pilot)
        page = app.screen
        assert isinstance(page, FlagScreen)
        text = "\n".join(page.query_one(Page).texts)
        assert needed.flag is not None
        assert needed.flag.rule.source.url in text
        await pilot.press("v")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, OverrideForm)
        form.put("by", "王伟")
        form.put("reason", "letter is on its way")
        form.put("until", "2026-12-31")
        await pilot.press("ctrl+s")
        await settle(pilot)
        (made,) = overriding.listed(desk)
        assert (made.by, made.rule_id, made.country) == ("王伟", needed.flag.rule.id, "KZ")
        assert made.made_on == TODAY
        assert isinstance(app.screen, FlagScreen)
        assert "王伟" in "\n".join(page.query_one(Page).texts)
        answer = Checker(desk, Question(TODAY)).answer(desk.store.all(CARS)[7], "JO")
        untold = next(flag for flag in answer.assessment.flags if "battery_soh" in flag.missing)
        app.push_screen(FlagScreen(desk, app.glyphs, answer, untold))
        await settle(pilot)
        await pilot.press("f")
        await settle(pilot)
        filling = app.screen
        assert isinstance(filling, CarForm)
        row = filling.row_here()
        assert row is not None
        assert row.what.name == "battery_soh"


async def test_marked_cars_are_overridden_with_one_decision() -> None:
    desk = sample_desk("en")
    app = DeskApp(desk, start="stock")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("d")
        await type_text(pilot, "KZ")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("*", "o")
        await settle(pilot)
        picking = app.screen
        assert isinstance(picking, OverrideRulesScreen)
        assert len(lines_of(app)) == SMALL[1]
        letter = next(one for one in picking.table.rows if one.rule.id == "cn-180d-letter")
        others = len(desk.store.all(CARS)) - len(letter.cars)
        assert letter.cars
        assert others, "of some cars there is nothing to override: they stay out of it"
        await type_text(pilot, "cn-180d-letter")
        assert len(picking.table.rows) == 1
        assert str(len(letter.cars)) in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        form = app.screen
        assert isinstance(form, OverrideForm)
        assert str(len(letter.cars)) in lines_of(app)[0]
        before = desk.store.revision
        form.put("by", "王伟")
        form.put("reason", "letters are on their way")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("down", "enter")  # going on without knowing, of the cars whose registration is not known
        await settle(pilot)
        (made,) = overriding.listed(desk)
        assert set(made.car_ids) == {car.id for car in letter.cars}
        assert desk.store.revision == before + 1
        await pilot.press("u")
        await settle(pilot)
        assert not overriding.listed(desk)


async def test_the_day_the_missing_and_the_decisions_stand_in_the_language_of_the_trader(tmp_path: Path) -> None:
    desk = sample_desk("zh_CN")
    car = desk.store.all(CARS)[0]
    letter = next(rule for rule in desk.library.packs["CN"].rules if rule.id == "cn-180d-letter")
    overriding.add(desk, [car], letter, "KZ", by="王伟", reason="函已在途")
    app = DeskApp(desk, start="due")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        app.open_car(car.id, "KZ")
        await settle(pilot)
        await pilot.press("W")
        await settle(pilot)
        assert isinstance(app.screen, WhenScreen)
        text = "\n".join(app.screen.query_one(Page).texts)
        assert "2026-11-22" in text
        await pilot.press("escape", "O")
        await settle(pilot)
        decisions = app.screen
        assert isinstance(decisions, DecisionsScreen)
        assert "王伟" in shown(app) or "函已在途" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert "函已在途" in "\n".join(app.screen.query_one(Page).texts)
        await pilot.press("escape", "x", "y")
        await settle(pilot)
        (withdrawn,) = overriding.listed(desk)
        assert withdrawn.withdrawn_on == TODAY
        app.push_screen(MissingScreen(desk, app.glyphs, [], "KZ"))
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, MissingScreen)
        screen._several_given("KZ,RU")
        await settle(pilot)
        assert {"KZ", "RU"} <= {line.key[2] for line in screen.table.rows}
        screen.action_tongue()
        screen._save(str(tmp_path / "ask.csv"), None)
        screen._save(str(tmp_path / "ask.csv"), None)
        assert (tmp_path / "ask.csv").read_text("utf-8-sig").count("\n") > 3
        screen._several_given("KZ")
        await settle(pilot)
        await pilot.press("l")
        await settle(pilot)
        assert isinstance(app.screen, LicencesScreen)
        assert car.vin is not None
        assert car.vin in "\n".join(app.screen.query_one(Page).texts)
