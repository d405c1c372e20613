"""Issuing papers: revisions, copies, and printing again what went out."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.desk.kit import LIBRARY, TODAY, new_desk, noon, paper, ready_for_kazakhstan
from tui.config import Settings
from tui.desk import history, issued, papers, shipping
from tui.desk.context import Desk
from tui.desk.issuing import Going, issue
from tui.desk.kinds import ISSUED, SHIPMENTS
from tui.desk.papers import Printout
from tui.desk.verifying import verify
from tui.domain.shipments import Shipment
from tui.errors import BookError, NotFound
from tui.store.book import BookStore


def shipped(desk: Desk) -> Shipment:
    """One car on a shipment, READY."""
    return shipping.create(desk, [ready_for_kazakhstan(desk)], "KZ", [("port_of_loading", "霍尔果斯")])


def drawn(desk: Desk, kind: str = "vin-list") -> Printout:
    return papers.printout(desk, desk.store.all(SHIPMENTS)[0], kind, desk.today, draft=False)


def printed(desk: Desk, kind: str = "vin-list") -> Printout:
    """Print a final paper as commands and screens do."""
    out = drawn(desk, kind)
    assert not out.draft
    issue(desk, [Going(out, "text", "en")])
    return out


def text(out: Printout, form: str = "text") -> str:
    return papers.rendered(out, form, "en").decode()


def test_a_printed_paper_is_a_fact_and_printing_it_again_is_a_copy() -> None:
    desk = new_desk()
    shipped(desk)
    first = text(printed(desk))
    assert "Revision 1;" in first
    assert "COPY" not in first
    desk.today = TODAY.replace(day=24)  # another day is no change of the paper
    second = drawn(desk)
    issue(desk, [Going(second, "pdf", "ru")])
    said = text(second)
    assert "COPY 2, printed by" in said
    assert "the original was issued by" in said
    assert "As of 2026-11-22" in said
    assert said.split("-" * 80)[1] == first.split("-" * 80)[1]
    (record,) = desk.store.all(ISSUED)
    assert (record.revision, [one.form for one in record.copies]) == (1, ["text", "pdf"])
    assert record.sha256 in said.replace("\n", "").replace(" ", "")


def test_a_change_makes_a_revision_and_the_old_one_prints_as_it_was() -> None:
    desk = new_desk()
    shipment = shipped(desk)
    first = text(printed(desk), "csv")
    shipping.edit(desk, shipment, [("port_of_loading", "阿拉山口"), ("etd", "2026-12-05")])
    second = printed(desk)
    assert second.paper.face.revision == 2
    assert [one.revision for one in issued.of_shipment(desk, shipment.id)] == [1, 2]
    shipping.edit(desk, shipment, [("cancelled", "yes")])
    old = papers.again(desk, issued.revision_of(desk, shipment, "vin-list", 1))
    assert text(old, "csv") == first
    assert not old.draft
    with pytest.raises(NotFound) as refused:
        issued.revision_of(desk, shipment, "vin-list", 7)
    assert refused.value.params["known"] == "1, 2"


def test_kinds_count_by_themselves_and_a_draft_is_no_paper() -> None:
    desk = new_desk()
    shipment = shipped(desk)
    printed(desk)
    assert printed(desk, "packing-list").paper.face.revision == 1
    out = papers.printout(desk, shipment, "vin-list", desk.today, draft=True)
    issue(desk, [Going(out, "text", "en")])
    assert out.paper.face.revision == 1  # it says what revision 1 says
    assert len(desk.store.all(ISSUED)) == 2
    shipping.edit(desk, shipment, [("etd", "2026-12-05")])
    changed = shipping.find(desk, shipment.number)
    assert papers.printout(desk, changed, "vin-list", desk.today, draft=True).paper.face.revision == 2


def test_undo_does_not_unprint_and_keeps_the_shipment_of_a_paper() -> None:
    desk = new_desk()
    shipment = shipped(desk)
    made = desk.store.revision
    printed(desk)
    with pytest.raises(BookError, match="undo_issued"):
        history.undo(desk, desk.store.revision)
    with pytest.raises(BookError, match="undo_all_changed_since"):
        history.undo(desk, made)
    shipping.edit(desk, shipment, [("etd", "2026-12-05")])
    printed(desk)
    history.undo(desk)  # the change of the day, not the print
    assert shipping.find(desk, shipment.number).etd is None
    printed(desk)
    assert [one.revision for one in desk.store.all(ISSUED)] == [1, 2, 3]
    history.redo(desk)
    assert shipping.find(desk, shipment.number).etd is not None


def test_two_windows_print_the_same_paper_once(tmp_path: Path) -> None:
    def window() -> Desk:
        store = BookStore.open(tmp_path, now=noon, who="tester", create=True)
        return Desk(store, LIBRARY, Settings(), TODAY, noon)

    one = window()
    shipped(one)
    two = window()
    first, second = drawn(one), drawn(two)
    issue(one, [Going(first, "text", "en")])
    with pytest.raises(BookError, match="issued_meanwhile"):
        issue(two, [Going(second, "text", "en")])
    assert drawn(two).record is not None
    first, second = drawn(one), drawn(two)
    issue(two, [Going(second, "text", "en")])
    with pytest.raises(BookError, match="issued_meanwhile"):
        issue(one, [Going(first, "text", "en")])
    assert len(one.store.all(ISSUED)[0].copies) == 2
    for desk in (one, two):
        desk.store.close()


def test_lost_data_are_found_and_said() -> None:
    desk = new_desk()
    shipped(desk)
    printed(desk)
    assert verify(desk).faults == ()
    desk.store.files.remove(desk.store.all(ISSUED)[0].frozen.sha256)
    assert [one.code for one in verify(desk).faults] == ["check_issued_lost"]
    with pytest.raises(NotFound, match="attachment_missing"):
        drawn(desk)


def test_the_face_names_who_let_kit_items_pass() -> None:
    desk = new_desk()
    shipped(desk)
    said = " ".join(text(drawn(desk)).split())
    assert "Waived by 王 on" in said
    assert "not what this story is about" in said


def test_hostile_names_print_as_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = new_desk()
    hostile = "=cmd|x <script> #set \u202e\x1b[31m長"
    desk.settings = msgspec.structs.replace(
        desk.settings, firm=msgspec.structs.replace(desk.settings.firm, user=hostile)
    )
    shipment = shipped(desk)
    paper(desk, "cn_barred_groups_check", shipment=shipment, number=hostile)
    printed(desk)
    html = text(drawn(desk), "html")
    assert "<script>" not in html
    assert "\u202e" not in html
    assert "\x1b" not in text(drawn(desk))
