"""Leaving and saving forms: drafts, refusals, and a record that was changed elsewhere meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from tests.app.form_kit import add_form, car_of, check, fill, glyphs_of, over, told
from tests.app.kit import SMALL, now, said, sample_desk, settle, shown
from tests.app.one_screen import OneScreen
from tui.app.screens.forms.buy import BuyForm
from tui.app.screens.forms.car import CarForm
from tui.app.screens.forms.conflict import ConflictScreen
from tui.app.screens.forms.partner import PartnerForm
from tui.config import Settings
from tui.desk import partners
from tui.desk.draft_store import DraftStore
from tui.desk.kinds import CARS, DEALERS
from tui.desk.opening import Opening, open_desk
from tui.domain.cars import Car
from tui.store.contract import Put


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class TestLeaving:
    async def test_an_untouched_form_closes_at_once(self) -> None:
        app = over(add_form(sample_desk()))
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press("escape")
            await settle(pilot)
            assert app.answers == [None]

    async def test_the_question(self, tmp_path: Path) -> None:
        desk = sample_desk()
        form = add_form(desk)
        app = over(form, tmp_path)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, make="比亚迪")
            await pilot.press("escape")
            await settle(pilot)
            assert "Keep it as a draft" in shown(app)
            await pilot.press("escape")
            await settle(pilot)
            assert app.screen is form
            await pilot.press("escape", "enter")
            await settle(pilot)
            assert app.answers == [None]
            assert files(tmp_path)
        again = add_form(desk)
        app = over(again, tmp_path)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            assert "2026-11-22 16:00" in shown(app)
            assert "Make: 比亚迪" in shown(app)
            await pilot.press("enter")
            await settle(pilot)
            assert again.texts["make"] == "比亚迪"
            await pilot.press("escape", "down", "down", "enter")
            await settle(pilot)
        assert not files(tmp_path)

    async def test_a_crash_loses_nothing(self, tmp_path: Path) -> None:
        desk = sample_desk()
        form = add_form(desk)
        async with over(form, tmp_path).run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, make="比亚迪", model="海豹", price="1,2")
            await pilot.pause(0.7)
            kept = files(tmp_path)
            form._done = True  # the process dies here: nothing is tidied up
        for name, content in kept.items():
            (tmp_path / name).write_bytes(content)
        again = add_form(desk)
        async with over(again, tmp_path).run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press("enter")
            await settle(pilot)
            assert (again.texts["make"], again.texts["model"], again.texts["price"]) == ("比亚迪", "海豹", "1,2")
            assert "is no number" in told(again, "price")
            await fill(pilot, price="120000")
            await pilot.press("ctrl+s")
            await settle(pilot)
        assert desk.store.all(CARS)[-1].model == "海豹"
        assert not files(tmp_path)

    async def test_a_draft_thrown_away_is_gone(self, tmp_path: Path) -> None:
        desk = sample_desk()
        DraftStore(tmp_path, "book").save("car-new", {"make": "x", "gone": "y"}, now())
        app = over(add_form(desk), tmp_path)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press("down", "enter")
            await settle(pilot)
            assert isinstance(app.screen, CarForm)
        assert not files(tmp_path)


class TestSaving:
    async def test_only_what_was_changed_is_written(self) -> None:
        desk = sample_desk()
        car = car_of(desk)
        app = over(CarForm(desk, glyphs_of(desk), car))
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, colour="red", transferred="2026-11-20")
            await pilot.press("ctrl+s")
            await settle(pilot)
        new = car_of(desk)
        assert new.typed == ("colour", "transferred")
        assert new.colour == "red"
        assert (
            msgspec.structs.replace(
                new, colour=car.colour, typed=(), milestones=car.milestones, vin_confirmed=car.vin_confirmed
            )
            == car
        )

    async def test_nothing_changed_writes_nothing(self) -> None:
        desk = sample_desk()
        before = desk.store.revision
        app = over(CarForm(desk, glyphs_of(desk), car_of(desk)))
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "Nothing has changed" in said(app)
        assert desk.store.revision == before

    async def test_a_doubt_is_asked_once(self) -> None:
        desk = sample_desk()
        form = BuyForm(desk, glyphs_of(desk), [msgspec.structs.replace(car_of(desk, 4), offer=None)])
        desk.store.commit([Put(CARS, form.about.cars[0])], why="test")
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "the price is not known" in shown(app)
            await pilot.press("enter")
            await settle(pilot)
            assert app.screen is form
            await pilot.press("ctrl+s", "down", "enter")
            await settle(pilot)
        assert car_of(desk, 4).purchase is not None

    async def test_another_destination_begins_a_deal_with_what_is_shown(self) -> None:
        desk = sample_desk()
        app = over(CarForm(desk, glyphs_of(desk), car_of(desk)))
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, importer_type="company")
            await pilot.press("ctrl+s")
            await settle(pilot)
        app = over(CarForm(desk, glyphs_of(desk), car_of(desk)))
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, destination="UZ")
            await pilot.press("ctrl+s")
            await settle(pilot)
        deal = car_of(desk).deal
        assert deal is not None
        assert (deal.country, deal.importer_type) == ("UZ", "company")


class TestTwoVersions:
    async def run(self, keys: Sequence[str]) -> tuple[Car, OneScreen]:
        desk = sample_desk()
        car = car_of(desk)
        form = CarForm(desk, glyphs_of(desk), car)
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, colour="red", remark="mine")
            theirs = msgspec.structs.replace(car, remark="theirs", keys=2)
            desk.store.commit([Put(CARS, theirs)], why="other window")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert isinstance(app.screen, ConflictScreen)
            text = shown(app)
            assert "[mine]" in text
            assert "theirs" in text
            check(app, SMALL[0])
            assert car_of(desk).colour == "white"
            await pilot.press(*keys)
            await settle(pilot)
            if not isinstance(app.screen, ConflictScreen):
                await pilot.press("ctrl+s")
                await settle(pilot)
        return car_of(desk), app

    async def test_mine_where_i_typed_theirs_where_they_did(self) -> None:
        car, app = await self.run(["ctrl+s"])
        assert (car.colour, car.remark, car.keys) == ("red", "mine", 2)
        assert app.answers == [car.id]

    async def test_one_field_the_other_way(self) -> None:
        car, _app = await self.run(["down", "space", "ctrl+s"])
        assert (car.colour, car.remark, car.keys) == ("red", "theirs", 2)

    async def test_all_theirs(self) -> None:
        car, _app = await self.run(["t", "ctrl+s"])
        assert (car.colour, car.remark, car.keys) == ("red", "theirs", 2)

    async def test_all_mine(self) -> None:
        car, _app = await self.run(["m", "ctrl+s"])
        assert (car.colour, car.remark, car.keys) == ("red", "mine", 2)

    async def test_a_record_that_is_gone_keeps_the_draft(self) -> None:
        desk = sample_desk()
        dealer = partners.save(desk, "dealer", [("name", "宁波")])
        form = PartnerForm(desk, glyphs_of(desk), "dealer", dealer)
        app = over(form)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await fill(pilot, city="宁波")
            partners.remove(desk, "dealer", dealer)
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "no longer in the book" in said(app)
            assert form.texts["city"] == "宁波"


async def test_two_windows_on_one_book_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    desk, other = (open_desk(Settings(), Opening(book=tmp_path / "book"), now=now) for _window in range(2))
    dealer = partners.save(desk, "dealer", [("name", "杭州")])
    other.store.refresh()
    form = PartnerForm(desk, glyphs_of(desk), "dealer", dealer)
    app = over(form)
    app.look_at_book = lambda: None  # type: ignore[method-assign]  # the other window was quicker than the second
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await fill(pilot, contact="mine")
        await pilot.pause(0.7)
        (draft,) = (tmp_path / "state" / "nearnew" / "drafts").iterdir()
        assert b"mine" in draft.read_bytes()
        partners.save(
            other, "dealer", [("city", "宁波"), ("contact", "theirs")], partners.find(other, "dealer", "杭州")
        )
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, ConflictScreen)
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
    saved = desk.store.all(DEALERS)[0]
    assert (saved.city, saved.contact) == ("宁波", "mine")
    assert not files(tmp_path / "state" / "nearnew" / "drafts")
    desk.store.close()
    other.store.close()
