"""Checking the whole book: the files on the disk, the history, every record, every reference, every attachment."""

from __future__ import annotations

from dataclasses import dataclass

from tui.desk.attaching import INSPECTION, named_by_records
from tui.desk.context import Desk
from tui.desk.kinds import (
    ALL,
    BATCHES,
    CAR_ITEMS,
    CARS,
    CLAIMS,
    COSTS,
    DEALERS,
    DOCUMENTS,
    DOSSIERS,
    FIRMS,
    HELD_ROWS,
    INSPECTIONS,
    ISSUED,
    KITS,
    LETTERS,
    OVERRIDES,
    PARTIES,
    RECEIPTS,
    REPAIR_PARTNERS,
    SALES,
    SHEETS,
    SHIPMENTS,
)
from tui.domain.invariants import Records, faults
from tui.errors import BookDamaged, NearnewError
from tui.store.contract import Finding

_LOST = "check_issued_lost"
_DIFFERS, _EVIDENCE_DIFFERS = "check_attachment_differs", "check_evidence_differs"
_INSPECTION_DIFFERS = "check_inspection_file_differs"


@dataclass(frozen=True)
class Checked:
    """What was found: what makes the book unsound, and what is only worth a look."""

    faults: tuple[Finding, ...]
    remarks: tuple[Finding, ...]


def verify(desk: Desk) -> Checked:
    """Read everything again and check it; the hash of every attachment too, so it takes as long as reading them all."""
    found = list(desk.store.verify(ALL))
    try:
        book = records(desk)
    except BookDamaged:
        return Checked(tuple(found), ())  # the rows that cannot be read are named already
    checked = faults(book, desk.store.files.sizes())
    found += [Finding(one.code, one.params) for one in checked if not one.is_remark]
    differs = {_DIFFERS, _EVIDENCE_DIFFERS, _INSPECTION_DIFFERS, _LOST}
    found += _spoilt(desk, {str(one.params.get("sha256")) for one in checked if one.code in differs})
    return Checked(tuple(found), tuple(Finding(one.code, one.params) for one in checked if one.is_remark))


def records(desk: Desk) -> Records:
    """All records of the book."""
    store = desk.store
    return Records(
        store.all(CARS),
        store.all(SHEETS),
        store.all(DEALERS),
        store.all(FIRMS),
        store.all(PARTIES),
        store.all(DOCUMENTS),
        store.all(SHIPMENTS),
        store.all(BATCHES),
        store.all(HELD_ROWS),
        store.all(SALES),
        store.all(RECEIPTS),
        store.all(COSTS),
        store.all(CLAIMS),
        kits=store.all(KITS),
        car_items=store.all(CAR_ITEMS),
        repair_partners=store.all(REPAIR_PARTNERS),
        overrides=store.all(OVERRIDES),
        inspections=store.all(INSPECTIONS),
        letters=store.all(LETTERS),
        issued=store.all(ISSUED),
        dossiers=store.all(DOSSIERS),
    )


def _spoilt(desk: Desk, told: set[str]) -> list[Finding]:
    """The attachments whose bytes are not what their name says."""
    sizes = desk.store.files.sizes()
    frozen = {paper.frozen.sha256 for paper in desk.store.all(ISSUED)}
    found = []
    for name, one in named_by_records(desk):
        if one.sha256[:12] in told or one.sha256 not in sizes:
            continue
        try:
            desk.store.files.read(one.sha256)
        except NearnewError:
            code, record = _DIFFERS if name.isdecimal() else _EVIDENCE_DIFFERS, name
            if name.startswith(INSPECTION):
                code, record = _INSPECTION_DIFFERS, name.removeprefix(INSPECTION)
            code = _LOST if one.sha256 in frozen else code
            found.append(Finding(code, {"record": record, "name": one.name, "sha256": one.sha256[:12]}))
    return found
