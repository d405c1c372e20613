"""``shipment print --revision`` and ``shipment issued``: what went out, and printing it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.kit import DAY, Machine, revision


def test_what_went_out_prints_again_as_it_was(sampled: Machine, tmp_path: Path) -> None:
    words = ("shipment", "print", "S26-001", "--kind", "invoice", "--lang", "en")
    first = sampled(*words, "--format", "csv").done().out
    sampled("shipment", "edit", "S26-001", "invoice_number=NEW-7", "freight=999USD").done()
    assert "Revision 2;" in sampled(*words).done().out
    assert sampled(*words, "--revision", "1", "--format", "csv").done().out == first
    again = sampled(*words, "--revision", "1").done().out
    assert "COPY 3, printed by" in again
    assert "NEW-7" not in again
    listed = sampled("shipment", "issued", "S26-001", "--format", "json").done().json
    assert listed["schema"] == "nearnew/issued-papers/1"
    assert [(one["revision"], len(one["copies"])) for one in listed["papers"]] == [(1, 3), (2, 1)]
    assert listed["papers"][0]["sha256"] in again.replace("\n", "").replace(" ", "")
    assert "issued are: 1, 2" in sampled(*words, "--revision", "5").refused(1)
    assert "--revision" in sampled(*words, "--revision", "1", "--draft").refused(2)
    assert "Commercial invoice" in sampled("shipment", "issued").done().out
    to = tmp_path / "a.pdf"
    sampled(*words, "--revision", "2", "--format", "pdf", "-o", to).done()
    assert to.read_bytes().startswith(b"%PDF")
    before = revision(sampled)
    assert "a.pdf" in sampled(*words, "--format", "pdf", "-o", to).refused(1)
    assert revision(sampled) == before  # what could not be handed over was not printed


@pytest.mark.parametrize("how", [("--draft",), ()])
def test_a_book_open_for_reading_only_prints_drafts_alone(sampled: Machine, how: tuple[str, ...]) -> None:
    ran = sampled("--read-only", "shipment", "print", "S26-001", "--on", DAY, *how)
    if how:
        ran.done()
    else:
        ran.refused(1)
