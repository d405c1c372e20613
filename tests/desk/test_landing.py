"""Two desks on one book: an edit lands beside what the other wrote, or is refused value by value."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.desk.kit import again, edited, new_car, noon
from tui.config import Settings
from tui.desk import bulk, landing, partners
from tui.desk.context import Desk
from tui.desk.editing import preview_edit, remove
from tui.desk.opening import Opening, open_desk
from tui.domain.cars import Car
from tui.errors import Conflict, DraftRefused


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[tuple[Desk, Desk, Car, Car]]:
    """Our desk, that of 王伟, and two cars."""
    firm = msgspec.structs.replace(Settings().firm, user="王伟")
    settings = (Settings(), msgspec.structs.replace(Settings(), firm=firm))
    ours, theirs = (open_desk(one, Opening(book=tmp_path / "book"), now=noon) for one in settings)
    cars = new_car(ours, 1), new_car(ours, 2)
    theirs.store.refresh()
    yield ours, theirs, *cars
    ours.store.close()
    theirs.store.close()


def test_other_fields_of_the_same_car_both_land_and_are_told(windows: tuple[Desk, Desk, Car, Car]) -> None:
    ours, theirs, car, _other = windows
    preview = preview_edit(ours, [car], [("colour", "red"), ("battery_kwh", "60")])
    edited(theirs, car, remark="theirs", battery_soh="97", contract="2026-12-01", inspected="2026-11-20")
    commit = landing.land(ours, preview)
    now = again(ours, car)
    assert (now.colour, now.remark, str(now.battery_soh)) == ("red", "theirs", "97")
    assert str(now.specs.battery_kwh) == "60"
    assert {"colour", "remark", "battery_soh"} <= set(now.typed)
    found = landing.beside_lines(ours, landing.beside_commit(ours, preview, commit))
    assert any("Remark: – → theirs" in line and "王伟" in line for line in found)
    assert not any("Colour" in line for line in found)


def test_the_same_value_is_no_conflict_and_a_lone_user_never_has_one(windows: tuple[Desk, Desk, Car, Car]) -> None:
    ours, theirs, car, _other = windows
    preview = preview_edit(ours, [car], [("colour", "red")])
    edited(theirs, car, colour="red")
    landing.land(ours, preview)
    assert again(ours, car).colour == "red"
    preview = preview_edit(ours, [car], [("colour", "blue")])
    assert landing.beside_commit(ours, preview, landing.land(ours, preview)) == []


def test_the_same_field_is_a_conflict_and_nothing_is_written(windows: tuple[Desk, Desk, Car, Car]) -> None:
    ours, theirs, car, other = windows
    edit = bulk.preview(ours, [car, other], "colour", "red")
    edited(theirs, car, colour="blue", remark="x")
    revision = theirs.store.revision
    with pytest.raises(Conflict) as caught:
        bulk.apply(ours, edit)
    (clash,) = caught.value.clashes
    assert isinstance(clash, landing.RowClash)
    assert (clash.path, clash.base, clash.mine, clash.theirs, clash.who) == (
        ("colour",), "white", "red", "blue", "王伟",
    )  # fmt: skip
    (line,) = landing.clash_lines(ours, caught.value.clashes)
    assert "yours" in line
    assert "王伟" in line
    assert ours.store.revision == revision
    assert again(ours, other).colour == "white"
    bulk.apply(ours, bulk.preview(ours, [car, other], "colour", "red"))
    assert (again(ours, car).colour, again(ours, car).remark, again(ours, other).colour) == ("red", "x", "red")


def test_deals_for_two_countries_conflict(windows: tuple[Desk, Desk, Car, Car]) -> None:
    ours, theirs, car, _other = windows
    preview = preview_edit(ours, [car], [("importer_type", "company")])
    edited(theirs, car, destination="UZ")
    with pytest.raises(Conflict):
        landing.land(ours, preview)


def test_a_car_that_is_gone_is_said(windows: tuple[Desk, Desk, Car, Car]) -> None:
    ours, theirs, car, _other = windows
    preview = preview_edit(ours, [car], [("colour", "red")])
    remove(theirs, [car])
    with pytest.raises(Conflict) as caught:
        landing.land(ours, preview)
    assert "took it out of the book" in landing.clash_lines(ours, caught.value.clashes)[0]


def test_what_both_make_together_is_checked(windows: tuple[Desk, Desk, Car, Car]) -> None:
    ours, theirs, car, _other = windows
    preview = preview_edit(ours, [car], [("first_registration", "2026-04-01")])
    edited(theirs, car, manufacture_date="2026-04-09")
    with pytest.raises(DraftRefused):
        landing.land(ours, preview)


def test_a_dealer_in_use_is_named_beside(windows: tuple[Desk, Desk, Car, Car]) -> None:
    ours, theirs, *_cars = windows
    dealer = partners.save(ours, "dealer", [("name", "杭州")])
    theirs.store.refresh()
    since = ours.store.revision
    partners.save(theirs, "dealer", [("city", "宁波")], dealer)
    ours.store.refresh()
    (found,) = landing.beside(ours, partners.PARTNERS["dealer"].kind, dealer.id, since)
    assert (found.path, found.after, found.who) == (("city",), "宁波", "王伟")
