"""``shipment dossier`` and ``dossier verify``: evidence in a folder that any machine can check."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.kit import Machine, revision


@pytest.fixture
def written(sampled: Machine, tmp_path: Path) -> Path:
    """The dossier of a shipment with an issued paper and a hostile attachment."""
    sampled("shipment", "print", "S26-001", "--kind", "invoice", "--lang", "ru").done()
    sampled("document", "add", "bill_of_lading", "--shipment", "S26-001", "number==cmd|<b>").done()
    found = sampled("document", "list", "--kind", "bill_of_lading", "--format", "json").done().json["documents"]
    scan = tmp_path / "evil <script>=1.pdf"
    scan.write_bytes(b"%PDF-1.4\nproof\n%%EOF\n")
    sampled("document", "attach", str(found[0]["id"]), scan).done()
    folder = tmp_path / "out"
    assert sampled("shipment", "dossier", "S26-001", "-o", folder).done().out.strip() == str(folder)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_dossier_holds_the_evidence_and_any_machine_checks_it(sampled: Machine, written: Path) -> None:
    there = names(written)
    assert {"papers/invoice-r1.json", "papers/invoice-r1-ru.pdf", "verdicts/verdicts.html", "index.html"} <= set(there)
    (scan,) = (name for name in there if "evil" in name)
    assert "<" not in scan
    assert (written / scan).read_bytes().startswith(b"%PDF-1.4\nproof")
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=written, check=True, capture_output=True)
    index = json.loads((written / "index.json").read_text("utf-8"))
    assert index["schema"] == "nearnew/dossier/1"
    assert index["keep_until"][:4] == "2036"
    assert index["keep_rule"]["rule"] == "cn-vat-filing-papers-10y"
    assert {one["path"] for one in index["files"]} == set(there) - {"index.json", "index.html", "SHA256SUMS"}
    verdicts = json.loads((written / "verdicts/verdicts.json").read_text("utf-8"))
    assert verdicts["rules"]["cn-export-licence-required"]["source"]["date"]
    assert "<b>" not in (written / "history/history.html").read_text("utf-8")
    assert "The dossier is whole" in sampled("dossier", "verify", written).done().out
    assert "Dossier written: S26-001" in sampled("book", "history").done().out
    kept = sampled("due", "--days", "4000", "--format", "json").done().json["due"]
    assert ("dossier_kept", "S26-001") in {(one["code"], one["for"]) for one in kept}


def test_what_was_tampered_with_is_named(sampled: Machine, written: Path) -> None:
    (written / "papers/invoice-r1.json").write_text("{}")
    (written / "index.html").unlink()
    (written / "extra.txt").write_text("x")
    (written / "link").symlink_to("/etc")
    with (written / "SHA256SUMS").open("a") as file:
        file.write(f"{'0' * 64}  ../../etc/passwd\n")
    ran = sampled("dossier", "verify", written).done(1)
    assert ran.out.splitlines()[:4] == [
        "missing: index.html",
        "changed: papers/invoice-r1.json",
        "not on the list: extra.txt",
        "not on the list: link",
    ]
    assert "etc/passwd" in ran.out
    found = sampled("dossier", "verify", written, "--format", "json").done(1).json
    assert (found["schema"], found["whole"], found["missing"]) == ("nearnew/dossier-check/1", False, ["index.html"])
    assert "no list" in sampled("dossier", "verify", written / "papers").refused(1)


def test_costs_stay_in_the_house_unless_asked_for(sampled: Machine, written: Path, tmp_path: Path) -> None:
    car = sampled("shipment", "show", "S26-001", "--format", "json").done().json["shipment"]["cars"][0]
    bought = sampled("car", "show", car, "--format", "json").done().json["car"]
    price = f"{float(bought['price']['amount']):,.0f}"[:7]
    closed = "".join(path.read_text("utf-8") for path in written.rglob("*") if path.suffix in {".json", ".html"})
    assert price not in closed
    assert bought["dealer"] not in closed
    opened = tmp_path / "open"
    sampled("shipment", "dossier", "S26-001", "-o", opened, "--with-costs").done()
    assert price in (opened / "history/history.html").read_text("utf-8")


def test_nothing_is_written_over_and_nothing_half(sampled: Machine, written: Path, tmp_path: Path) -> None:
    before, there = revision(sampled), names(tmp_path)
    assert "is there already" in sampled("shipment", "dossier", "S26-001", "-o", written).refused(1)
    sampled("shipment", "dossier", "S26-001", "-o", tmp_path / "no" / "where").refused(1)
    (frozen,) = [path for path in (sampled.book / "files").iterdir() if b"issued-paper" in path.read_bytes()]
    frozen.write_bytes(b"spoilt")
    sampled("shipment", "dossier", "S26-001", "-o", tmp_path / "new").refused(1)
    assert (revision(sampled), names(tmp_path)) == (before, there)
