"""Papers that went out, as the book remembers them, and taking them out of the ice to be printed again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tui.desk.context import Desk
from tui.desk.kinds import ISSUED
from tui.desk.views import plain
from tui.domain.issued import IssuedPaper
from tui.domain.shipments import Shipment
from tui.errors import NotFound
from tui.i18n.translator import _
from tui.reports.frozen import Frozen, thaw
from tui.reports.kinds.registry import TITLES


def of_shipment(desk: Desk, shipment_id: int) -> list[IssuedPaper]:
    """The papers that were issued about a shipment, the first first."""
    index = desk.index("issued", desk.store.all(ISSUED), _by_shipment)
    return index.get(shipment_id, [])


def _by_shipment(papers: Sequence[IssuedPaper]) -> dict[int, list[IssuedPaper]]:
    found: dict[int, list[IssuedPaper]] = {}
    for paper in papers:
        found.setdefault(paper.shipment_id, []).append(paper)
    return found


def latest(desk: Desk, shipment_id: int, kind: str) -> IssuedPaper | None:
    """The last revision of a kind of paper that was issued, if any was."""
    found = [one for one in of_shipment(desk, shipment_id) if one.kind == kind]
    return max(found, key=lambda one: one.revision, default=None)


def revision_of(desk: Desk, shipment: Shipment, kind: str, revision: int) -> IssuedPaper:
    """One revision of a kind of paper; raises NotFound that names those there are."""
    there = [one for one in of_shipment(desk, shipment.id) if one.kind == kind]
    for one in there:
        if one.revision == revision:
            return one
    known = ", ".join(str(one.revision) for one in there) or "-"
    title = _(TITLES.get(kind, kind))
    raise NotFound("issued_not_found", number=shipment.number, kind=title, revision=revision, known=known)


def frozen(desk: Desk, paper: IssuedPaper) -> Frozen:
    """The data of a paper as it went out. Raises NotFound or BookError where they are lost or spoilt."""
    return thaw(desk.store.files.read(paper.frozen.sha256), paper.name)


def as_json(papers: Iterable[IssuedPaper]) -> dict[str, Any]:
    """The ``nearnew/issued-papers/1`` document."""
    return {"schema": "nearnew/issued-papers/1", "papers": [view(one) for one in papers]}


def view(paper: IssuedPaper) -> dict[str, Any]:
    """An issued paper as plain data; times are in UTC."""
    first = paper.copies[0]
    return {
        "shipment": paper.number,
        "kind": paper.kind,
        "revision": paper.revision,
        "as_of": plain(paper.as_of),
        "packs": paper.packs,
        "overrides": paper.overrides,
        "issued_at": first.at.isoformat(),
        "issued_by": first.by,
        "sha256": paper.sha256,
        "data_sha256": paper.frozen.sha256,
        "copies": [
            {
                "copy": number,
                "at": one.at.isoformat(),
                "by": one.by,
                "format": one.form,
                "language": one.language,
                "bilingual": one.bilingual,
            }
            for number, one in enumerate(paper.copies, start=1)
        ],
    }
