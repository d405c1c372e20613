"""Rebates and claims on the screen, from what is at risk to the money of a claim."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.app.kit import SMALL, desk_of, lines_of, paste, said, settle, shown, type_text
from tests.app.shipping_kit import opened
from tui.app.app import DeskApp
from tui.app.commands import of_screen
from tui.app.screens.cash import CashScreen
from tui.app.screens.claim import ClaimScreen
from tui.app.screens.claiming import ClaimingScreen
from tui.app.screens.claims import ClaimsScreen
from tui.app.screens.forms.claim import ClaimStepForm
from tui.app.screens.rebate import RebateScreen
from tui.app.screens.rebates import RebatesScreen
from tui.app.widgets.lines import Lines, Page
from tui.config import Settings, Ui
from tui.desk.demo import throw_away
from tui.desk.kinds import CLAIMS
from tui.desk.totals import age_names
from tui.domain.claims import ClaimStep
from tui.domain.rebating import RebateState
from tui.i18n.translator import _


def states(screen: RebatesScreen) -> list[RebateState]:
    return [row.rebate_row.state for row in screen.table.rows if row.rebate_row is not None]


async def test_from_what_is_at_risk_to_the_money_of_a_claim(tmp_path: Path) -> None:
    with throw_away(Settings(), "zh_CN") as desk:
        app = DeskApp(desk, "rebates")
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            screen = app.screen
            assert isinstance(screen, RebatesScreen)
            assert all(cell_len(line) == SMALL[0] for line in lines_of(app))
            assert len(screen.table.rows) == 39
            assert states(screen)[0] is RebateState.AT_RISK
            assert "433,421" in "".join(screen.query_one("#rebates-totals", Lines).texts)
            assert len(screen.query_one("#rebates-why", Lines).texts) == 2
            # the filter speaks the query language, and points at what it cannot read
            await opened(pilot, "/")
            await type_text(pilot, "is:at-risk")
            await settle(pilot)
            assert states(screen) == [RebateState.AT_RISK]
            await paste(pilot, " is:nothing")
            assert screen.query_one("#fault").display
            assert len(screen.table.rows) == 1
            await opened(pilot, "enter", "enter")
            assert isinstance(app.screen, RebateScreen)
            assert "11,274.34" in "\n".join(app.screen.query_one(Page).texts)
            await opened(pilot, "l")
            assert isinstance(app.screen, ClaimScreen)
            await opened(pilot, "escape", "escape", "escape")
            # marks: one car that is ready, one whose declaration is missing
            assert len(screen.table.rows) == 39
            place = states(screen).index(RebateState.READY_TO_FILE)
            other = next(n for n, row in enumerate(screen.table.rows) if row.car.stock_number == "26-0037")
            for one in (place, other):
                screen.table.move_to(one)
                await pilot.press("space")
            await opened(pilot, "c")
            checking = app.screen
            assert isinstance(checking, ClaimingScreen)
            assert checking.check_action("make", ()) is False
            await opened(pilot, "y")
            assert len(desk.store.all(CLAIMS)) == 2
            await opened(pilot, "escape")
            screen.table.move_to(other)
            await opened(pilot, "space", "c", "y")
            made = desk.store.all(CLAIMS)[-1]
            assert (made.number, len(made.lines), made.step) == ("R26-003", 1, ClaimStep.DRAFT)
            assert isinstance(app.screen, ClaimScreen)
            # filed, paid in part, and undone
            await opened(pilot, "n")
            assert isinstance(app.screen, ClaimStepForm)
            await opened(pilot, "ctrl+s")
            assert desk.store.all(CLAIMS)[-1].step is ClaimStep.FILED
            await opened(pilot, "m")
            form = app.screen
            assert isinstance(form, ClaimStepForm)
            form.put("amount", "99999")
            await opened(pilot, "ctrl+s")
            assert "11,216.81" in shown(app) or "11216.81" in shown(app)
            assert app.screen is form
            form.put("amount", "5000")
            await opened(pilot, "ctrl+s")
            assert str(desk.store.all(CLAIMS)[-1].outstanding.amount) == "6216.81"
            assert "6,216.81" in shown(app)
            await opened(pilot, "u")
            assert desk.store.all(CLAIMS)[-1].payments == ()
            # one of the lists, to a file
            target = tmp_path / "list.csv"
            await opened(pilot, "x", "down", "down", "enter")
            await paste(pilot, str(target))
            await opened(pilot, "enter")
            assert target.read_text("utf-8-sig").count("LS4ASE2E") == 1
            assert target.name in said(app)
            await opened(pilot, "escape", "l")
            assert isinstance(app.screen, ClaimsScreen)
            assert [one.number for one in app.screen.table.rows] == ["R26-003", "R26-002", "R26-001"]


async def test_the_money_is_read_without_colour_and_in_ascii() -> None:
    with throw_away(Settings(ui=Ui(glyphs="ascii")), "zh_CN") as desk:
        app = DeskApp(desk, "front")
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert "22,549" in shown(app)
            await opened(pilot, "f")
            screen = app.screen
            assert isinstance(screen, CashScreen)
            drawn = lines_of(app)
            assert all(cell_len(line) == SMALL[0] for line in drawn)
            assert not any(sign in line for line in drawn for sign in "█▌░")
            for line in screen.table.rows[:12]:
                assert any(line.amount in text and "#" in text for text in drawn) or not line.value
            spans = [line.key.split()[1] for line in screen.table.rows if line.key.startswith("ages")]
            assert spans == [name.removeprefix("tied ") for name in age_names() if name.removeprefix("tied ") in spans]
            await opened(pilot, "escape", "3")
            assert isinstance(app.screen, RebatesScreen)


async def test_an_empty_book_says_where_a_rebate_begins() -> None:
    app = DeskApp(desk_of([], language="zh_CN"), "rebates")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert _("No car is bought yet: a rebate begins with a purchase") in shown(app)
        await opened(pilot, "l")
        assert _("There is no claim yet") in shown(app)
        await opened(pilot, "escape")
        assert isinstance(app.screen, RebatesScreen)


@pytest.mark.parametrize("screen", ["rebates", "claim", "claiming"])
def test_a_book_for_reading_offers_nothing_that_writes(screen: str) -> None:
    offered = {action.id for action in of_screen(screen, read_only=True)}
    assert not offered & {"rebates.claim", "claim.step", "claim.pay", "claim.remove", "claiming.make"}
