"""An inspection by keyboard alone, from the car's page to the printed report; requests to makers and their answers."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len
from textual.pilot import Pilot

from tests.app.kit import SMALL, WIDE, desk_of, lines_of, paste, said, sample_cars, sample_desk, settle, shown
from tests.app.kit import stock_screen as in_front
from tests.app.shipping_kit import opened
from tui.app.app import DeskApp
from tui.app.screens.forms.inspection import InspectionForm
from tui.app.screens.inspection import InspectionScreen
from tui.app.screens.inspections import InspectionsScreen
from tui.app.screens.letters import LettersScreen
from tui.app.widgets.lines import Lines, Page
from tui.desk.checking import Checker, Question
from tui.desk.kinds import CARS, DOCUMENTS, INSPECTIONS, LETTERS
from tui.domain.letters import LetterStep
from tui.domain.readiness import State

SECONDS_A_KEY = 0.4
"""An unhurried typist with a gauge in the other hand types slower; two minutes are 120 seconds."""


class Counted:
    """Presses keys and counts them."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.keys = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.pilot.press(*keys)
        await settle(self.pilot)


async def test_a_whole_car_in_under_two_minutes_and_printed(tmp_path: Path) -> None:
    desk = sample_desk("zh_CN")
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        hand = Counted(pilot)
        await hand.press("enter", "i")
        assert isinstance(app.screen, InspectionsScreen)
        await hand.press("a")
        form = app.screen
        assert isinstance(form, InspectionForm)
        form.drafts = None
        # round the car: the first panel that a gauge reads has the cursor, enter goes on; bumpers are passed over
        order = list(desk.library.panels.kinds)[1:]
        for panel in order:
            kind = desk.library.panels.kinds[panel]
            text = "" if kind.material == "plastic" else {"door_lf": "185r", "roof": "420o"}.get(panel, "112")
            await hand.press(*text, "enter")
            if panel == "door_lf":
                drawn = lines_of(app)
                assert all(cell_len(line) == SMALL[0] for line in drawn)
                assert "185 R r" in shown(app)
        # past the last panel the report begins: the day stands there, what is known of the instrument is typed once
        await hand.press("enter", "enter", "enter", "enter", *"wang", "enter", *"GL8", "enter", *"2026-06-01", "enter")
        await hand.press(*"97.5", "enter", "enter", *"OBD", "enter", *"12")
        assert "B" in "".join(form.query_one("#form-notes", Lines).texts)
        await hand.press("ctrl+s")
        (made,) = desk.store.all(INSPECTIONS)
        assert (len(made.panels), made.inspector, str(made.battery_soh), made.odometer_km) == (19, "wang", "97.5", 12)
        assert hand.keys * SECONDS_A_KEY < 120, hand.keys
        assert isinstance(app.screen, InspectionsScreen)
        # the next car begins with the same hand and the same instrument
        await opened(pilot, "a")
        again = app.screen
        assert isinstance(again, InspectionForm)
        assert (again.texts["inspector"], again.texts["instrument"], again.texts["bonnet"]) == ("wang", "GL8", "")
        await opened(pilot, "escape")
        # opened: map, grade, what to look at; out of force and back; printed in Russian
        await opened(pilot, "enter")
        assert isinstance(app.screen, InspectionScreen)
        assert "420 F o!" in shown(app)
        assert "GL8" in "\n".join(app.screen.query_one(Page).texts)
        await opened(pilot, "v", "y")
        assert desk.store.all(INSPECTIONS)[0].void
        await opened(pilot, "v")
        await opened(pilot, "p", "down", "down", "enter")
        app.focused.value = ""
        await paste(pilot, str(tmp_path / "report.txt"))
        await opened(pilot, "enter")
        report = (tmp_path / "report.txt").read_text("utf-8")
        assert "ОТЧЁТ ОБ ОСМОТРЕ" in report
        assert "|Дверь передняя" in report
        assert "420 F o!" in report
        await opened(pilot, "escape", "escape")
        page = "\n".join(app.screen.query_one(Page).texts)
        assert "97.5" in page
        assert "2026-11-22, 等级 B" in page.replace("，", ", ")


async def test_what_is_wrong_is_said_beside_the_panel_and_nothing_is_lost() -> None:
    desk = sample_desk()
    car = desk.store.all(CARS)[0]
    app = DeskApp(desk)
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        form = InspectionForm(desk, app.glyphs, car)
        form.drafts = None
        app.push_screen(form)
        await settle(pilot)
        await pilot.press(*"12000", "enter", *"60q", "enter")
        await settle(pilot)
        assert "12000 µm is no thickness" in shown(app)
        assert "says nothing of a panel" in shown(app)
        form.put("bumper_front", "99")
        form.put("battery_soh", "130")
        form.put("on", "2026-12-24")
        form.put("files", "nowhere.pdf")
        await opened(pilot, "ctrl+s")
        assert app.screen is form
        assert {one.field for one in form.examined.problems} >= {
            "bonnet", "wing_lf", "bumper_front", "battery_soh", "on", "files",
        }  # fmt: skip
        assert form.texts["bonnet"] == "12000"
        assert desk.store.all(INSPECTIONS) == ()


def state_of(desk_car: int, desk: object, to: str) -> State:
    from tui.desk.context import Desk

    assert isinstance(desk, Desk)
    car = desk.store.get(CARS, desk_car)
    assert car is not None
    found = Checker(desk, Question(desk.today)).answer(car, to).assessment.flags
    return next(one.state for one in found if one.rule.id == "cn-180d-letter")


async def test_a_request_from_marked_cars_to_the_letter_that_frees_them() -> None:
    desk = desk_of(sample_cars(), glyphs="ascii")
    app = DeskApp(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        in_front(app)
        await opened(pilot, "l")
        assert isinstance(app.screen, LettersScreen)
        assert "a asks for" in shown(app)
        await opened(pilot, "escape", "*", "l", "a")
        form = app.screen
        form.drafts = None  # type: ignore[attr-defined]
        assert form.texts["country"] == ""  # type: ignore[attr-defined]
        form.put("country", "KZ")  # type: ignore[attr-defined]
        await settle(pilot)
        assert all(cell_len(line) == SMALL[0] for line in lines_of(app))
        await opened(pilot, "ctrl+s")
        assert isinstance(app.screen, LettersScreen), said(app)
        requests = desk.store.all(LETTERS)
        assert {one.make for one in requests} >= {"byd"}
        asked = next(one for one in requests if one.make == "byd")
        screen = app.screen
        screen.table.move_to(next(place for place, row in enumerate(screen.table.rows) if row.id == asked.id))
        await opened(pilot, "r")
        form = app.screen
        form.drafts = None  # type: ignore[attr-defined]
        for name, text in {"number": "BYD-7", "issued": "2026-11-20", "signer": "maker", "shows": "all"}.items():
            form.put(name, text)  # type: ignore[attr-defined]
        await opened(pilot, "ctrl+s")
        answered = desk.store.get(LETTERS, asked.id)
        assert answered is not None
        assert answered.step is LetterStep.RECEIVED
        letter = desk.store.all(DOCUMENTS)[-1]
        assert letter.scope.car_ids == asked.car_ids
        assert state_of(asked.car_ids[0], desk, "KZ") is State.SATISFIED
        assert state_of(asked.car_ids[0], desk, "JO") is State.FLAGGED
        assert "BYD" in shown(app)
        # what was answered can be answered no more; undo takes letter and answer back together
        assert screen.check_action("refuse", ()) is False
        await opened(pilot, "u")
        assert desk.store.all(DOCUMENTS) == ()
        assert screen.check_action("refuse", ()) is True
        await opened(pilot, "f")
        app.screen.put("reason", "no")  # type: ignore[attr-defined]
        app.screen.drafts = None  # type: ignore[attr-defined]
        await opened(pilot, "ctrl+s")
        refused = desk.store.get(LETTERS, asked.id)
        assert refused is not None
        assert refused.step is LetterStep.REFUSED
