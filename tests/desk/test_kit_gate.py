"""The localisation gate: what a kit makes of a car's verdict, from evidence, partners and the user's own files."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.desk.kit import TODAY, again, answer, codes, edited, new_car, new_desk, noon, ready_for_kazakhstan
from tests.localised import WORKSHOP, blockers, settle_kit
from tui.config import Settings
from tui.desk import documents, explained, localising, repair_partners
from tui.desk.attaching import kept
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.explaining import explain
from tui.desk.gates import gate_sources
from tui.desk.kinds import CAR_ITEMS, KITS, REPAIR_PARTNERS
from tui.desk.kit_book import ModelAt
from tui.desk.missing import gather
from tui.desk.whens import first_lawful
from tui.domain.assessing import Own
from tui.domain.cars import Car
from tui.domain.kit_standing import Standing
from tui.domain.readiness import Flag, State, Verdict
from tui.domain.rules import KIT_KIND, Gate
from tui.errors import DraftRefused, UsageError
from tui.packs.library import Library
from tui.store.memory import MemoryStore

LAST = date(2028, 12, 31)


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def kit_flags(desk: Desk, car: Car, to: str = "KZ", on: date = TODAY) -> dict[str, Flag]:
    return {flag.rule.id: flag for flag in answer(desk, car, to, on=on).flags if flag.rule.kind == KIT_KIND}


def workshop(desk: Desk, **changes: str) -> None:
    repair_partners.save_partner(desk, list((WORKSHOP | changes).items()))


def photo(desk: Desk, folder: Path, name: str = "cluster.png") -> Path:
    path = folder / name
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
    return path


def prove(desk: Desk, car: Car, item: str, folder: Path, **texts: str) -> None:
    at = localising.model_of(desk, car, "KZ")
    found = kept(desk, photo(desk, folder, f"{item}.png"))
    localising.set_items(desk, at, [item], list(texts.items()), attachments=[found])


def test_a_kit_that_nobody_touched_keeps_a_car_from_ready(desk: Desk) -> None:
    car = new_car(desk)
    found = answer(desk, car)
    assert found.gates[Gate.LOCALISATION] is Verdict.ACTION
    assert {f"kit:{item}" for item in blockers(desk, car)} == {
        flag.rule.id for flag in found.open_flags if flag.rule.kind == KIT_KIND
    }
    assert len(blockers(desk, car)) > 15
    settle_kit(desk, car)
    assert answer(desk, car).gates[Gate.LOCALISATION] is Verdict.READY


def test_flags_tell_who_sees_to_it_and_what_is_wanted(desk: Desk) -> None:
    car = new_car(desk)
    flags = kit_flags(desk, car)
    one = flags["kit:repair-hv-cert"]
    assert (one.rule.gate, one.rule.jurisdiction, one.verdict) == (Gate.LOCALISATION, "KZ", Verdict.ACTION)
    assert documents.title_of(desk, "kit:repair-hv-cert") == one.rule.title
    assert documents.giver_of(desk, "kit:repair-hv-cert") == "repair_partner"
    wanted = gather(desk, [Checker(desk, Question(TODAY)).answer(car, "KZ")])
    givers = {want.codes[0]: want.giver for want in wanted.wants if want.what == "kit"}
    assert givers["kit:repair-hv-cert"] == "repair_partner"
    assert givers["kit:ui-keys"] == "dealer"
    minor = flags["kit:ui-voice"]
    assert (minor.state, minor.verdict) == (State.FLAGGED, Verdict.READY)
    assert "kit:doc-licence" not in flags, "a rule says it already"


def test_what_is_not_known_is_asked_for(desk: Desk) -> None:
    car = new_car(desk, software_languages="", charge_port="")
    flags = kit_flags(desk, car)
    assert flags["kit:ui-language-centre"].missing == ("software_languages",)
    assert flags["kit:charge-port-type"].missing == ("charge_port",)
    assert flags["kit:ui-language-centre"].verdict is Verdict.ACTION
    wanted = gather(desk, [Checker(desk, Question(TODAY)).answer(car, "KZ")])
    assert {"software_languages", "charge_port"} <= {want.codes[0] for want in wanted.wants if want.what == "fact"}


def test_a_partner_passes_every_car_of_the_make_until_its_contract_ends(desk: Desk) -> None:
    cars = [new_car(desk, 1), new_car(desk, 2), new_car(desk, 3, model="海豚", trim="")]
    partner_items = {"repair-partner-named", "repair-hv-cert", "repair-diagnostics"}
    assert all(partner_items <= blockers(desk, car) for car in cars)
    workshop(desk)
    assert not any(partner_items & blockers(desk, car) for car in cars)
    for day, states in (
        (TODAY, {State.SATISFIED}),
        (LAST - timedelta(60), {State.SATISFIED}),
        (LAST - timedelta(59), {State.FLAGGED}),
        (LAST, {State.FLAGGED}),
        (LAST + timedelta(1), {State.FLAGGED}),
    ):
        desk_then = desk
        repair_partners.save_partner(
            desk_then, [("last_confirmed", str(min(day, LAST)))], repair_partners.find_partner(desk, "Almaty EV")
        )
        flags = kit_flags(desk, cars[0], on=day)
        assert {flags["kit:repair-partner-named"].state} == states, day
        if TODAY < day <= LAST and states == {State.FLAGGED}:
            assert flags["kit:repair-partner-named"].lapses_on == LAST + timedelta(1)
    assert (
        kit_flags(desk, new_car(desk, 4, make="geely", model="银河"))["kit:repair-partner-named"].state is State.FLAGGED
    )
    assert kit_flags(desk, cars[0], "UZ")["kit:repair-partner-named"].state is State.FLAGGED


def test_another_models_or_countrys_kit_never_counts(desk: Desk) -> None:
    one, other = new_car(desk, 1), new_car(desk, 2, model="海豚", trim="")
    before, elsewhere = blockers(desk, other), blockers(desk, one, "RU")
    settle_kit(desk, one)
    assert not blockers(desk, one)
    assert blockers(desk, other) == before
    assert blockers(desk, one, "RU") == elsewhere - {"ui-flash-record", "ui-account-transfer", "ui-keys"}, (
        "what is proper to the car and travels with it counts everywhere"
    )


def test_evidence_whose_file_is_gone_or_changed_is_said_held_and_no_proof(tmp_path: Path) -> None:
    from tui.store.book import BookStore

    store = BookStore.open(tmp_path / "book", now=noon, who="tester", create=True)
    desk = Desk(store, Library(), Settings(), TODAY, noon)
    car = new_car(desk)
    prove(desk, car, "ui-language-cluster", tmp_path, vin_visible="yes", evidence_on="2026-11-20")
    assert "ui-language-cluster" not in blockers(desk, car)
    (kit,) = store.all(KITS)
    (attachment,) = kit.entries[0].evidence[0].attachments
    path = tmp_path / "book" / "files" / attachment.sha256
    content = path.read_bytes()
    for damage, code in (
        (content[:-1] + b"x", "evidence_file_changed"),
        (content + b"x", "evidence_file_changed"),
        (None, "evidence_file_missing"),
    ):
        path.unlink(missing_ok=True)
        if damage is not None:
            path.write_bytes(damage)
        item = localising.kit_of_car(desk, car, "KZ").item("ui-language-cluster")
        assert item is not None
        assert (item.standing, item.faults[0].code) == (Standing.OPEN, code)
        assert item.entry == kit.entries[0], "it is held all the same"
        assert kit_flags(desk, car)["kit:ui-language-cluster"].state is State.FLAGGED
    store.close()


def test_set_refuses_what_proves_nothing(desk: Desk) -> None:
    car = new_car(desk)
    at = localising.model_of(desk, car, "KZ")
    for items, texts, cars, code in (
        (["ui-language-cluster"], [("state", "proven")], (), "evidence_missing"),
        (["repair-hv-cert"], [("evidence_note", "they are trained")], (), "kit_item_computed"),
        (["doc-licence"], [("evidence_note", "have it")], (), "kit_item_is_view"),
        (["ui-keys"], [("state", "in_work")], (), "kit_item_of_car"),
        (["ui-radio"], [("state", "in_work")], (car,), "kit_item_of_model"),
        (["ui-radio"], [("state", "waived"), ("until", "2027-01-01")], (), "kit_unsaid"),
        (["ui-radio"], [("document", "99")], (), "document_unknown"),
        (["ui-radio"], [("state", "finished")], (), "word_unknown"),
        (["ui-radio"], [("cost", "three")], (), "number_unreadable"),
    ):
        with pytest.raises(DraftRefused) as refused:
            localising.set_items(desk, at, items, texts, cars=cars)
        assert code in codes(refused.value), items
    with pytest.raises(UsageError):
        localising.set_items(desk, at, ["ui-nothing"], [("state", "in_work")])
    assert not desk.store.all(KITS)
    assert not desk.store.all(CAR_ITEMS)


def test_the_flag_explained_says_from_what_it_was_worked_out(desk: Desk) -> None:
    car = new_car(desk)
    workshop(desk, hv_certificates="")
    found = Checker(desk, Question(TODAY)).answer(car, "KZ")
    flag = next(one for one in found.assessment.flags if one.rule.id == "kit:repair-hv-cert")
    told = explain(desk, found, flag)
    text = "\n".join(explained.kit_texts(desk, told))
    assert "BYD" in text
    assert "Kazakhstan" in text
    assert told.remedy.steps == (flag.rule.requires[0],)


def test_open_items_are_still_to_be_done_on_the_first_lawful_day(desk: Desk) -> None:
    car = ready_for_kazakhstan(desk)
    assert not first_lawful(desk, car, "KZ", TODAY).found.with_letter.steps
    for kit in desk.store.all(KITS):
        at = ModelAt(kit.make, kit.model, kit.country, kit.powertrain)
        localising.set_items(desk, at, ["ui-language-cluster"], [("state", "open")])
    way = first_lawful(desk, again(desk, car), "KZ", TODAY).found.with_letter
    assert way.day == TODAY
    assert way.steps == ("kit:ui-language-cluster",)


def test_a_faulty_file_of_kits_makes_nothing_ready(tmp_path: Path) -> None:
    desk = new_desk()
    car = ready_for_kazakhstan(desk)
    assert answer(desk, car).verdict is Verdict.READY
    (tmp_path / "bad.toml").write_text("[meta]\nschema = 9\n", encoding="utf-8")
    desk.library = Library(own_kits=tmp_path)
    found = answer(desk, car)
    assert found.verdict is Verdict.UNKNOWN
    assert [flag.rule.id for flag in found.open_flags] == ["kit:bad.toml"]


def test_an_item_of_ones_own_counts(tmp_path: Path) -> None:
    desk = new_desk()
    car = ready_for_kazakhstan(desk)
    (tmp_path / "mine.toml").write_text(
        '[meta]\nschema = 1\nid = "mine"\ntitle = "Ours"\nversion = "1"\nchecked = 2026-12-01\nmodels = ["海豹"]\n'
        '[[item]]\nid = "tow-hook"\narea = "documents"\ntitle = "Tow hook"\nwhy = "x"\nevidence = "Photo"\n'
        'weight = "blocker"\nproof = ["note"]\n',
        encoding="utf-8",
    )
    desk.library = Library(own_kits=tmp_path)
    assert [flag.rule.id for flag in answer(desk, car).open_flags] == ["kit:tow-hook"]
    other = new_car(desk, 2, model="海豚", trim="")
    assert "kit:tow-hook" not in kit_flags(desk, other)
    localising.set_items(desk, localising.model_of(desk, car, "KZ"), ["tow-hook"], [("evidence_note", "there")])
    assert answer(desk, car).verdict is Verdict.READY


def test_cars_that_nothing_tells_apart_share_one_answer(desk: Desk) -> None:
    cars = [new_car(desk, number, destination="") for number in range(1, 5)]
    cars.append(new_car(desk, 9, make="geely", model="银河", destination=""))
    found = Checker(desk, Question(TODAY)).answers(cars, ["KZ"])
    assert len({id(one.assessment.flags) for one in found[:4]}) == 1
    tuples = {id(tuple_) for tuple_ in _kit_tuples(desk, cars)}
    assert len(tuples) == 1, "models nobody touched share one answer"
    workshop(desk)
    assert len({id(tuple_) for tuple_ in _kit_tuples(desk, cars)}) == 2


def _kit_tuples(desk: Desk, cars: list[Car]) -> list[tuple[Flag, ...]]:
    (source,) = gate_sources(desk)
    checker = Checker(desk, Question(TODAY))
    kept_answers = [checker.answer(car, "KZ") for car in cars]
    frame = kept_answers[0].frame
    assert frame is not None
    found = []
    for one in kept_answers:
        own = one.own
        assert isinstance(own, Own)
        flags = source.flags(one.car, own, frame, None)
        assert flags is not None
        found.append(flags)
    return found


def test_a_distributor_tells_what_the_deal_does_not(desk: Desk) -> None:
    car = new_car(desk, destination="MY")
    fact = "make_status"
    assert fact_of(desk, car, fact) is None
    repair_partners.save_distributor(
        desk,
        [("make", "byd"), ("country", "MY"), ("source", "press"), ("told_on", "2026-10-01"), ("until", "2027-06-30")],
    )
    assert fact_of(desk, car, fact) == ("official_distributor_present",)
    assert fact_of(desk, car, fact, on=date(2027, 7, 1)) is None
    (car,) = edited(desk, car, make_status="new_to_market")
    assert fact_of(desk, car, fact) == ("new_to_market",), "what the deal says decides"
    with pytest.raises(DraftRefused) as refused:
        repair_partners.save_distributor(desk, [("make", "byd"), ("country", "KZ")])
    assert codes(refused.value) == ["distributor_unsourced", "distributor_undated"]
    ahead = [("make", "byd"), ("country", "AE"), ("source", "letter"), ("told_on", str(TODAY + timedelta(1)))]
    with pytest.raises(DraftRefused) as refused:
        repair_partners.save_distributor(desk, ahead)
    assert codes(refused.value) == ["said_ahead"]


def fact_of(desk: Desk, car: Car, name: str, on: date = TODAY) -> object:
    from tui.domain.facts import PLACE

    (found,) = Checker(desk, Question(on)).answers([car], ["MY"])
    assert found.case is not None
    value: object = found.case.facts[PLACE[name]]
    return value


def test_a_partner_without_country_is_refused_and_nothing_is_written(desk: Desk) -> None:
    for texts, code in (
        (WORKSHOP | {"country": ""}, "partner_country_missing"),
        (WORKSHOP | {"country": "XX"}, "country_unknown"),
        (WORKSHOP | {"hv_certificates": "A, 1, 2027-01-01, 2026-01-01"}, "certificate_expires_before"),
        (WORKSHOP | {"hv_certificates": "A, 1"}, "certificate_shape"),
        (WORKSHOP | {"contract_until": "2025-01-01"}, "contract_ends_before"),
    ):
        with pytest.raises(DraftRefused) as refused:
            repair_partners.save_partner(desk, list(texts.items()))
        assert codes(refused.value) == [code]
    assert not desk.store.all(REPAIR_PARTNERS)
    assert isinstance(desk.store, MemoryStore)
