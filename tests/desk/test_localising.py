"""Kits in the book: kept whole, boards, copies, what falls due, history, and files that evidence holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.desk.kit import TODAY, codes, new_car, new_desk, noon
from tests.localised import WORKSHOP
from tui.config import Settings
from tui.desk import editing, history, localising, repair_partners
from tui.desk.attaching import kept, unreferenced
from tui.desk.context import Desk
from tui.desk.dues import due_items, due_lines
from tui.desk.history_words import what_text
from tui.desk.kinds import CAR_ITEMS, DISTRIBUTORS, KITS, PARTS, REPAIR_PARTNERS
from tui.desk.kit_book import ModelAt
from tui.desk.record_history import step_text, steps_of
from tui.desk.verifying import verify
from tui.domain.kit_standing import Standing
from tui.domain.localisation import ItemState
from tui.errors import DraftRefused, UsageError
from tui.packs.library import Library
from tui.store.book import BookStore

KINDS = (KITS, CAR_ITEMS, REPAIR_PARTNERS, PARTS, DISTRIBUTORS)
AT = ModelAt("byd", "海豹", "KZ", "bev")


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def filled(desk: Desk, folder: Path) -> None:
    """One record of every kind, with every kind of field."""
    car = new_car(desk)
    shown = folder / "cluster.png"
    shown.write_bytes(b"\x89PNG\r\n\x1a\ncluster")
    texts = [("vin_visible", "yes"), ("evidence_until", "2027-12-31"), ("cost", "300.50 CNY"), ("effort_hours", "2.5")]
    localising.set_items(desk, AT, ["ui-language-cluster"], texts, attachments=[kept(desk, shown)])
    waiver = [("state", "waived"), ("by", "王"), ("reason", "买方同意"), ("until", "2027-01-31")]
    localising.set_items(desk, AT, ["ui-ota-plan"], waiver)
    localising.set_items(desk, AT, ["ui-region-lock"], [("evidence_note", "none")], cars=[car])
    repair_partners.save_partner(desk, list(WORKSHOP.items()))
    part = {"make": "byd", "model": "海豹", "name": "灯", "number": "L-1", "group": "车灯", "use": "关键件"}
    more = {"price": "1480", "lead_days": "28", "stock": "KZ, 1, Алматы, 2026-10-20; UZ, 2", "supplier": "A"}
    with pytest.raises(DraftRefused) as refused:
        repair_partners.save_part(desk, list((part | more).items()))
    assert codes(refused.value) == ["part_group_unknown"], "the language of the moment is English"
    repair_partners.save_part(desk, list((part | more | {"group": "Lamp"}).items()))
    told = [("make", "byd"), ("country", "UZ"), ("exclusive", "yes"), ("source", "press"), ("told_on", "2026-10-01")]
    repair_partners.save_distributor(desk, told)


def test_what_is_kept_comes_back_as_it_was(tmp_path: Path) -> None:
    store = BookStore.open(tmp_path / "book", now=noon, who="tester", create=True)
    desk = Desk(store, Library(), Settings(), TODAY, noon)
    filled(desk, tmp_path)
    before = {kind.name: store.all(kind) for kind in KINDS}
    assert all(before.values())
    assert not verify(desk).faults
    store.close()
    again = BookStore.open(tmp_path / "book", now=noon, who="tester")
    assert {kind.name: again.all(kind) for kind in KINDS} == before
    again.close()


def test_the_board_and_the_page_say_the_same(desk: Desk) -> None:
    new_car(desk)
    repair_partners.save_partner(desk, list(WORKSHOP.items()))
    board = localising.board(desk)
    assert board.countries == ("KZ",)
    (model,) = board.models
    assert board.cells[0, "KZ"] == localising.kit_of(desk, AT).counts
    assert (model.make, model.model, model.powertrain) == ("byd", "海豹", "bev")
    new_car(desk, 2, trim="", powertrain="phev", fuel="petrol")
    with pytest.raises(UsageError):
        localising.model_named(desk, ["byd", "海豹"], "KZ")
    assert localising.model_named(desk, ["比亚迪", "海豹"], "KZ", "phev").powertrain == "phev"


def test_a_kit_promises_no_more_than_the_worst_of_its_cars(desk: Desk) -> None:
    new_car(desk, 1)
    page = localising.kit_of(desk, AT).item("ui-language-centre")
    assert page is not None
    assert page.is_done
    new_car(desk, 2, trim="", software_languages="zh")
    page = localising.kit_of(desk, AT).item("ui-language-centre")
    assert page is not None
    assert page.standing is Standing.OPEN


def test_a_copy_carries_what_still_holds(desk: Desk, tmp_path: Path) -> None:
    filled(desk, tmp_path)
    for item, texts in (
        ("parts-catalogue", [("evidence_on", "2026-11-01")]),
        ("repair-warranty-terms", [("evidence_on", "2026-11-01")]),
        ("doc-owner-manual", [("state", "in_work"), ("owner", "王"), ("due", "2027-01-01")]),
    ):
        files = [] if item == "doc-owner-manual" else [kept(desk, tmp_path / "cluster.png")]
        localising.set_items(desk, AT, [item], texts, attachments=files)
    elsewhere = ModelAt("byd", "海豹", "UZ", "bev")
    localising.set_items(desk, elsewhere, ["ui-ota-plan"], [("state", "in_work")])
    plan = localising.plan_copy(desk, AT, elsewhere)
    assert plan.kept == ("ui-ota-plan",)
    assert {one.entry.item for one in plan.carried if one.holds} == {"parts-catalogue"}
    page = localising.copy(desk, plan)
    manual, cluster = page.item("doc-owner-manual"), page.item("ui-language-cluster")
    assert manual is not None
    assert manual.entry is not None
    assert (manual.entry.state, manual.entry.owner, manual.entry.due) == (ItemState.OPEN, "王", None)
    assert cluster is not None
    assert cluster.entry is not None
    assert not cluster.entry.evidence
    other = ModelAt("byd", "海豚", "KZ", "bev")
    holds = {one.entry.item for one in localising.plan_copy(desk, AT, other).carried if one.holds}
    assert holds == {"ui-ota-plan", "repair-warranty-terms"}, "what is one for all models of a country"


def test_what_ends_falls_due(desk: Desk, tmp_path: Path) -> None:
    filled(desk, tmp_path)
    localising.set_items(desk, AT, ["doc-owner-manual"], [("state", "in_work"), ("due", "2026-12-24")])
    items = due_items(desk, TODAY, 3_650)
    own = {(one.code, one.on) for one in items if one.name}
    assert own == {
        ("partner_contract_ends", date(2028, 12, 31)),
        ("hv_certificate_ends", date(2029, 1, 9)),
        ("partner_to_confirm", date(2027, 11, 1)),
        ("kit_item_due", date(2026, 12, 24)),
        ("waiver_ends", date(2027, 1, 31)),
        ("proof_ends", date(2027, 12, 31)),
    }
    lines = {one.code: one.name for one in due_lines(desk, items)}
    assert "doc-owner-manual" in lines["kit_item_due"]
    assert lines["partner_contract_ends"] == "Almaty EV"


def test_history_undo_and_what_holds_a_car_and_a_file(desk: Desk, tmp_path: Path) -> None:
    filled(desk, tmp_path)
    assert not unreferenced(desk), "evidence holds its file"
    commits = [one for one in desk.store.since(0) if one.why.startswith("kit set")]
    assert what_text(desk, commits[0].why).startswith("Localisation items set")
    (row,) = commits[1].changes
    (step,) = steps_of(row).steps
    assert "Plan for over-the-air updates" in step_text(desk, step)
    assert "Waived" in step_text(desk, step)
    (car,) = (desk.car_by_stock_number("26-0001"),)
    assert car is not None
    with pytest.raises(DraftRefused) as refused:
        editing.remove(desk, [car])
    assert "car_referenced" in codes(refused.value)
    history.undo(desk, commits[1].sequence)
    page = localising.kit_of(desk, AT)
    plan, cluster = page.item("ui-ota-plan"), page.item("ui-language-cluster")
    assert plan is not None
    assert cluster is not None
    assert (plan.standing, cluster.standing) == (Standing.OPEN, Standing.PROVEN), "only that item goes back"
    localising.drop_evidence(desk, AT, "ui-language-cluster", 1)
    cluster = localising.kit_of(desk, AT).item("ui-language-cluster")
    assert cluster is not None
    assert cluster.standing is Standing.IN_WORK
