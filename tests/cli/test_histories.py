"""The history of a record, undo with a dry run, an import taken back, and a conflict at the question."""

from __future__ import annotations

import csv
import io
import sys
from unittest import mock

import pytest

from tests.cli.kit import Machine, revision
from tui.cli.session import Session


def test_an_import_goes_back_whole_and_what_was_edited_stays_and_is_said(stocked: Machine) -> None:
    stocked("car", "edit", "V4016852", "remark=mine").done()
    dry = stocked("book", "undo", "1", "--dry-run").done()
    assert dry.out.count("would go back") >= 16 + 7
    assert "LC0CE4CB7V4016852 stays: it was changed after it was added" in dry.out
    assert "dealer 杭州 stays" in dry.out
    assert revision(stocked) == 2
    done = stocked("book", "undo", "1").done()
    assert "李雷" in done.err
    counts = stocked("book", "info", "--format", "json").done().json["book"]["records"]
    assert (counts["cars"], counts["held_rows"], counts["dealers"], counts["model_sheets"]) == (1, 0, 1, 1)
    stocked("book", "verify").done()
    stocked("book", "redo").done()
    counts = stocked("book", "info", "--format", "json").done().json["book"]["records"]
    assert (counts["cars"], counts["held_rows"], counts["dealers"]) == (17, 7, 1)
    stocked("book", "verify").done()


def test_the_history_of_a_car_in_each_form(stocked: Machine) -> None:
    stocked("car", "edit", "V4016852", "colour=red", "price=99000").done()
    out = stocked("book", "history", "V4016852").done().out
    assert "\n      Colour: White → Red\n" in out
    assert "¥99,000.00" in out
    assert "{" not in out
    rows = list(csv.DictReader(io.StringIO(stocked("book", "history", "V4016852", "--format", "csv").done().out)))
    assert {"Field", "Before", "After"} < set(rows[0])
    found = stocked("book", "history", "V4016852", "--format", "json").done().json["commits"]
    assert [commit["sequence"] for commit in found] == [2, 1]
    assert {field["field"] for field in found[0]["changes"][0]["fields"]} == {"colour", "price"}
    chinese = stocked.speaks("zh_CN")("book", "history", "dealer:杭州").done().out
    assert "经销商" in chinese
    assert "nowhere" in stocked("book", "history", "dealer:nowhere").refused(1)
    assert "S26-999" in stocked("book", "history", "shipment:S26-999").refused(1)


@pytest.mark.parametrize(("theirs", "code"), [("keys=2", 0), ("colour=blue", 6)])
def test_what_another_window_writes_at_the_question(stocked: Machine, theirs: str, code: int) -> None:
    def confirm(_session: Session, _question: str, _count: int, *, yes: bool) -> bool:
        with mock.patch.object(Session, "confirm", return_value=True):
            out, err = sys.stdout, sys.stderr
            stocked.speaks("en", NEARNEW_FIRM_USER="Wang Wei")("car", "edit", "V4016852", theirs, "--yes").done()
            sys.stdout, sys.stderr = out, err
        return True

    with mock.patch.object(Session, "confirm", confirm):
        ran = stocked("car", "edit", "V4016852", "colour=red").done(code)
    assert "Wang Wei" in ran.err
    car = stocked("car", "show", "V4016852", "--format", "json").done().json["car"]
    if code:
        assert "yours Red, Wang Wei wrote Blue, before it was White" in ran.err
        assert "Nothing was written" in ran.err
        assert car["colour"] == "blue"
    else:
        assert "Changed meanwhile, and kept" in ran.err
        assert (car["colour"], car["keys"]) == ("red", 2)
