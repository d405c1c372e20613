from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.desk.kit import TODAY, answer, edited, new_car, new_desk, ready_for_kazakhstan
from tests.desk.test_missing import void
from tui.config import Rules
from tui.desk import as_of, history, overriding, rescreening, rule_files, rule_views, ruling
from tui.desk.context import Desk
from tui.desk.documents import rule_named
from tui.domain.pack_diff import difference
from tui.domain.readiness import Verdict
from tui.domain.rule_changes import RuleAction
from tui.domain.words import Stage
from tui.errors import BookError, BookLocked, BookReadOnly, NotFound, PackError
from tui.packs.library import Library
from tui.paths import data

LETTER_RULE = "cn-180d-letter"
INSPECTION = "cn-inspection-wmt8"
META = """
[meta]
schema = 1
jurisdiction = "{code}"
checked = 2026-11-20
version = "{version}"
side = "import"
{more}
"""
BAN = """
[[rule]]
id = "{id}"
kind = "ban"
severity = "{severity}"
condition = {{ powertrain = ["bev"] }}
title = "No battery cars"
summary = "None."
source_title = "Gazette"
source_url = "https://example.org"
source_date = "2026"
status = "official"
confidence = "high"
checked = 2026-11-20
"""
CASE = """
[[case]]
name = "a battery car"
on = 2026-11-20
facts = {{ powertrain = "bev" }}
{expected} = ["{id}"]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = new_desk()
    made.settings = msgspec.structs.replace(made.settings, rules=Rules(str(tmp_path / "own")))
    yield made
    made.store.close()


def pack(
    folder: Path, *parts: str, code: str = "KZ", version: str = "2026.12.1", more: str = "", name: str = ""
) -> Path:
    path = folder / f"{name or code}.toml"
    path.write_text(META.format(code=code, version=version, more=more) + "".join(parts), encoding="utf-8")
    return path


def ban(rule_id: str = "kz-no-bev", severity: str = "block") -> str:
    return BAN.format(id=rule_id, severity=severity)


def case(expected: str = "flagged", rule_id: str = "kz-no-bev") -> str:
    return CASE.format(expected=expected, id=rule_id)


def install(desk: Desk, path: Path) -> ruling.Made:
    assert ruling.verify(desk, [path]).sound
    return ruling.make(desk, ruling.plan_install(desk, path))


class TestVerify:
    def test_all_packs_in_use_are_sound_and_their_cases_hold(self, desk: Desk) -> None:
        found = ruling.verify(desk)
        assert found.sound, (found.errors, found.failures)
        assert {one.jurisdiction for one in found.packs} == set(desk.library.packs)

    def test_a_file_with_a_case_that_holds(self, desk: Desk, tmp_path: Path) -> None:
        found = ruling.verify(desk, [pack(tmp_path, ban(), case())])
        assert found.sound
        assert [(one.jurisdiction, len(one.rules), len(one.cases)) for one in found.packs] == [("KZ", 1, 1)]

    def test_a_case_that_fails_says_what_was_expected(self, desk: Desk, tmp_path: Path) -> None:
        found = ruling.verify(desk, [pack(tmp_path, ban(), case("silent"))])
        assert not found.sound
        (failure,) = found.failures
        (one,) = failure.differences
        assert (failure.jurisdiction, failure.case.name) == ("KZ", "a battery car")
        assert (one.rule, one.expected, one.found) == ("kz-no-bev", "silent", "flagged")

    def test_every_fault_of_a_file_is_named_with_its_real_path(self, desk: Desk, tmp_path: Path) -> None:
        broken = ban().replace("title =", "titel =")
        path = pack(tmp_path, broken, ban("kz-two").replace("2026-11-20", "2026-13-40"))
        (fault,) = ruling.verify(desk, [path]).errors
        assert (fault.code, fault.params["file"]) == ("pack_not_toml", str(path))
        path = pack(tmp_path, broken, ban("kz-two").replace('"ban"', '"bann"'))
        faults = ruling.verify(desk, [path]).errors
        assert {(one.params["file"], one.params["entry"], one.params["key"]) for one in faults} == {
            (str(path), "kz-no-bev", "titel"),
            (str(path), "kz-two", "kind"),
        }
        with pytest.raises(PackError):
            ruling.compare(desk, path)
        with pytest.raises(PackError):
            ruling.plan_install(desk, path)
        with pytest.raises(PackError) as caught:
            ruling.verify(desk, [tmp_path / "none.toml"])
        assert caught.value.code == "pack_unreadable"

    def test_a_rule_of_another_country_may_not_be_taken(self, desk: Desk, tmp_path: Path) -> None:
        found = ruling.verify(desk, [pack(tmp_path, ban("ru-sbkts-epts-required"))])
        assert [one.code for one in found.errors] == ["pack_rule_twice"]


class TestDifference:
    def test_the_same_pack_is_no_difference(self, desk: Desk) -> None:
        same = ruling.compare(desk, data("rules") / "KZ.toml")
        assert same.empty
        assert same.before_version == same.after_version

    def test_rules_are_told_field_by_field(self, desk: Desk, tmp_path: Path) -> None:
        text = (data("rules") / "CN.toml").read_text(encoding="utf-8")
        path = tmp_path / "CN.toml"
        changed = text.replace("registered_days_le = 180 }\nneeds_all", "registered_days_le = 200 }\nneeds_all", 1)
        path.write_text(changed, encoding="utf-8")
        found = ruling.compare(desk, path)
        (one,) = found.edited
        assert one.rule.id == LETTER_RULE
        assert [(edit.field, edit.before, edit.after) for edit in one.edits] == [
            ("condition.registered_days_le", 180, 200)
        ]
        assert (found.added, found.removed, found.fees_added, found.fees_edited) == ((), (), (), ())

    def test_a_whole_pack_comes_and_goes(self, desk: Desk) -> None:
        kazakh = desk.library.packs["KZ"]
        gone = difference(kazakh, None)
        assert (len(gone.removed), gone.after_version) == (len(kazakh.rules), "")
        assert difference(None, kazakh).added == kazakh.rules

    def test_fees_are_compared_band_by_band(self, desk: Desk) -> None:
        kazakh = next(one for one in desk.library.packs.values() if len(one.fees) > 2)
        first, second, *rest = kazakh.fees
        dearer = msgspec.structs.replace(first, amount=first.amount + 1)
        changed = msgspec.structs.replace(kazakh, fees=(dearer, *rest))
        found = difference(kazakh, changed)
        assert [(one.band, [edit.field for edit in one.edits]) for one in found.fees_edited] == [(dearer, ["amount"])]
        assert (found.fees_added, found.fees_removed) == ((), (second,))
        assert difference(changed, kazakh).fees_added == (second,)


class TestInstall:
    def test_cars_are_screened_and_the_book_remembers(self, desk: Desk, tmp_path: Path) -> None:
        ready = ready_for_kazakhstan(desk)
        elsewhere = new_car(desk, 2, destination="UZ")
        (gone,) = edited(desk, new_car(desk, 3), departed="2026-10-01")
        path = pack(tmp_path, ban(), case())
        planned = ruling.plan_install(desk, path)
        assert answer(desk, ready, "KZ").verdict is Verdict.READY, "nothing happens before it is made"
        made = ruling.make(desk, planned)
        assert made.path == tmp_path / "own" / "KZ.toml"
        assert made.path.read_bytes() == path.read_bytes()
        assert answer(desk, ready, "KZ").verdict is Verdict.BLOCKED
        (record,) = ruling.changes(desk)
        assert record == made.record
        assert (record.action, record.jurisdictions, record.after_version) == (RuleAction.INSTALL, ("KZ",), "2026.12.1")
        assert [(one.car_id, one.country, one.before, one.after) for one in record.moved] == [
            (ready.id, "KZ", Verdict.READY, Verdict.BLOCKED)
        ]
        assert record.added == ("kz-no-bev",)
        assert OTTS in record.removed
        assert gone.milestone(Stage.DEPARTED)
        assert record.screened == 2, "the car that left does not count, the one for elsewhere does"
        assert elsewhere.id not in {one.car_id for one in record.moved}
        assert desk.library.packs_version.endswith("+own")
        assert history.commits(desk)[0].why == "rule install KZ 2026.12.1"

    def test_what_was_in_use_is_archived(self, desk: Desk, tmp_path: Path) -> None:
        shipped = (data("rules") / "KZ.toml").read_bytes()
        install(desk, pack(tmp_path, ban()))
        kept = {path.name: path.read_bytes() for path in rule_files.archive_folder(desk.settings).iterdir()}
        assert [content for name, content in kept.items() if name.startswith("KZ-2026.11.22-")] == [shipped]
        assert set(ruling.changes(desk)[0].packs.values()) <= set(kept)
        known = ruling.known_packs(desk)
        assert known is not None
        assert known.packs.keys() == desk.library.packs.keys()
        assert not known.errors

    def test_an_earlier_day_is_judged_by_the_archive_as_long_as_it_is_whole(self, desk: Desk, tmp_path: Path) -> None:
        ready = ready_for_kazakhstan(desk)
        install(desk, pack(tmp_path, ban()))
        folder = rule_files.archive_folder(desk.settings)
        desk.library = Library()
        then = as_of.go_back(desk, TODAY, TODAY)
        assert (then.recorded_on, then.left_out, then.lost) == (TODAY, (), ())
        assert answer(desk, ready, "KZ").verdict is Verdict.BLOCKED
        gone = next(folder.glob("JO-*"))
        gone.unlink()
        then = as_of.go_back(desk, TODAY, TODAY)
        assert (then.recorded_on, then.lost) == (None, (gone.name,))
        assert then.checked is not None

    def test_a_second_file_takes_the_place_of_the_first(self, desk: Desk, tmp_path: Path) -> None:
        own = tmp_path / "own"
        own.mkdir()
        pack(own, ban(), name="mine")
        desk.library = Library(own)
        install(desk, pack(tmp_path, ban(severity="require"), version="2"))
        assert [path.name for path in own.glob("*.toml")] == ["KZ.toml"]
        assert desk.library.packs["KZ"].version == "2"

    def test_remove_goes_back_to_the_shipped_pack(self, desk: Desk, tmp_path: Path) -> None:
        ready = ready_for_kazakhstan(desk)
        install(desk, pack(tmp_path, ban()))
        made = ruling.make(desk, ruling.plan_remove(desk, "kz"))
        assert (made.path, made.record.action) == (None, RuleAction.REMOVE)
        assert [(one.before, one.after, one.freed) for one in made.record.moved] == [
            (Verdict.BLOCKED, Verdict.READY, True)
        ]
        assert answer(desk, ready, "KZ").verdict is Verdict.READY
        assert not desk.library.packs_version.endswith("+own")
        with pytest.raises(NotFound):
            ruling.plan_remove(desk, "KZ")

    def test_overrides_lapse_and_are_named(self, desk: Desk, tmp_path: Path) -> None:
        car = ready_for_kazakhstan(desk)
        void(desk, "cn_inspection_report_wmt8", car)
        rule = rule_named(desk, INSPECTION)
        assert rule is not None
        made = overriding.add(desk, [car], rule, "KZ", by="王伟", reason="x")
        text, _, _ = (data("rules") / "CN.toml").read_text(encoding="utf-8").partition("[case_defaults]")
        start = text.index(f'id = "{INSPECTION}"')
        path = tmp_path / "CN.toml"
        path.write_text(text[:start] + text[start:].replace('"require"', '"block"', 1), encoding="utf-8")
        record = install(desk, path).record
        assert record.lapsed == (made.id,)
        assert [(one.before, one.after) for one in record.moved] == [(Verdict.READY, Verdict.BLOCKED)]

    def test_a_change_of_rules_is_not_undone_with_the_book(self, desk: Desk, tmp_path: Path) -> None:
        new_car(desk)
        install(desk, pack(tmp_path, ban()))
        last = history.commits(desk)[0]
        with pytest.raises(BookError) as caught:
            history.undo(desk, last.sequence)
        assert caught.value.code == "undo_rules"
        undoable = history.undoable(desk)
        assert undoable is not None
        assert undoable.sequence == last.sequence - 1

    def test_a_book_for_reading_only_installs_nothing(
        self, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        planned = ruling.plan_install(desk, pack(tmp_path, ban()))
        monkeypatch.setattr(type(desk.store), "read_only", property(lambda _: True))
        with pytest.raises(BookReadOnly):
            ruling.make(desk, planned)
        assert not (tmp_path / "own").exists()


def test_a_book_that_refuses_leaves_the_rules_as_they_were(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(desk, pack(tmp_path, ban(), version="1"))
    planned = ruling.plan_install(desk, pack(tmp_path, ban(severity="require"), version="2"))

    def locked(*_: object, **__: object) -> None:
        raise BookLocked("book_locked")

    monkeypatch.setattr(desk.store, "commit", locked)
    with pytest.raises(BookLocked):
        ruling.make(desk, planned)
    assert desk.library.packs["KZ"].version == "1"
    assert Library(tmp_path / "own").packs["KZ"].version == "1"


OTTS = "kz-under3-otts-holder-2025-12"


class TestRescreen:
    def test_the_first_time_the_rules_are_remembered(self, desk: Desk) -> None:
        assert ruling.unscreened(desk) == ()
        record = ruling.rescreen(desk)
        assert (record.screened, record.moved) == (0, ())
        assert set(record.packs) == set(desk.library.packs)
        assert ruling.unscreened(desk) == ()
        again = ruling.rescreen(desk)
        assert again.id == 0
        assert len(ruling.changes(desk)) == 1, "nothing changed: nothing is kept"

    def test_rules_that_changed_behind_the_desks_back(self, desk: Desk, tmp_path: Path) -> None:
        ready = ready_for_kazakhstan(desk)
        ruling.rescreen(desk)
        own = tmp_path / "own"
        pack(own, ban())
        desk.library = Library(own)
        assert ruling.unscreened(desk) == ("KZ",)
        record = ruling.rescreen(desk)
        assert record.jurisdictions == ("KZ",)
        assert [(one.car_id, one.newly_blocked) for one in record.moved] == [(ready.id, True)]
        assert ruling.unscreened(desk) == ()

    def test_only_the_rules_count_not_what_else_changed_since(self, desk: Desk, tmp_path: Path) -> None:
        ready = ready_for_kazakhstan(desk)
        ruling.rescreen(desk)
        void(desk, "cn_inspection_report_wmt8", ready)
        own = tmp_path / "own"
        pack(own, ban(severity="note"), ban("kz-no-petrol").replace('"bev"', '"ice"'))
        desk.library = Library(own)
        assert ruling.rescreen(desk).moved == ()

    def test_cars_on_hand(self, desk: Desk) -> None:
        here = new_car(desk, 1)
        edited(desk, new_car(desk, 2), sold_at_home="2026-11-01")
        assert rescreening.on_hand(desk) == [here]


class TestAdditions:
    def test_a_single_rule_joins_the_pack_and_shows(self, desk: Desk, tmp_path: Path) -> None:
        shipped = desk.library.packs["KZ"]
        wrong = pack(tmp_path, ban(), case("silent"), more="adds = true", name="mine")
        assert [one.case.name for one in ruling.verify(desk, [wrong]).failures] == ["a battery car"]
        made = install(desk, pack(tmp_path, ban(), case(), more="adds = true", name="mine"))
        assert made.path is not None
        assert made.path.name == "KZ+mine.toml"
        joined = desk.library.packs["KZ"]
        assert len(joined.rules) == len(shipped.rules) + 1
        assert desk.library.packs_version.endswith("+own")
        origins = {rule.id: rule_views.origin(desk, rule) for rule in joined.rules}
        assert (origins["kz-no-bev"], origins[OTTS]) == ("own", "shipped")
        assert made.record.added == ("kz-no-bev",)
        assert str(joined.checked) == "2026-11-20", "as old as the older of the two"
        assert ruling.unscreened(desk) == ()
        assert not [one for one in ruling.verify(desk).failures if one.jurisdiction == "KZ"]
        back = ruling.make(desk, ruling.plan_remove(desk, "KZ+mine"))
        assert back.record.removed == ("kz-no-bev",)
        assert desk.library.packs["KZ"] == shipped

    def test_a_rule_of_the_same_id_wins(self, desk: Desk, tmp_path: Path) -> None:
        install(desk, pack(tmp_path, ban(OTTS, "note"), more="adds = true"))
        (one,) = [rule for rule in desk.library.packs["KZ"].rules if rule.id == OTTS]
        assert (one.title, one.severity.value) == ("No battery cars", "note")

    def test_an_addition_to_nothing_and_a_faulty_one(self, desk: Desk, tmp_path: Path) -> None:
        nothing = pack(tmp_path, ban("aq-one"), code="AQ", more="adds = true")
        assert [one.code for one in ruling.verify(desk, [nothing]).errors] == ["pack_adds_to_nothing"]
        own = tmp_path / "own"
        own.mkdir()
        pack(own, ban(severity="blok"), more="adds = true", name="mine")
        library = Library(own)
        assert "KZ" not in library.packs, "the shipped rules must not stand in for what the user meant"
        assert [one.params["jurisdiction"] for one in library.pack_errors] == ["KZ"]


def test_rules_in_force_and_soon(desk: Desk, tmp_path: Path) -> None:
    soon = ban("kz-soon").replace("checked =", "effective_from = 2026-12-15\nchecked =")
    far = ban("kz-far").replace("checked =", "effective_from = 2027-12-15\nchecked =")
    over = ban("kz-over").replace("checked =", "effective_to = 2026-01-01\nchecked =")
    ends = ban("kz-ends").replace("checked =", "effective_to = 2026-12-31\nchecked =")
    install(desk, pack(tmp_path, ban(), soon, far, over, ends))
    found = rule_views.select(desk, ["KZ"], TODAY, translate=str)
    assert {rule.id: rule_views.standing(rule, TODAY) for rule in found if rule.jurisdiction == "KZ"} == {
        "kz-no-bev": "in_force",
        "kz-soon": "coming",
        "kz-ends": "ending",
    }
    everything = rule_views.select(desk, ["KZ"], None, translate=str)
    assert sum(rule.jurisdiction == "KZ" for rule in everything) == 5
    assert rule_views.select(desk, ["KZ", "no battery"], None, translate=str)
    assert not rule_views.select(desk, ["KZ", "diesel"], None, translate=str)
