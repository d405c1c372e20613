"""Issuing papers: a final paper that is printed is remembered for good, with the data it was made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from tui.desk.context import Desk
from tui.desk.issued import latest
from tui.desk.kinds import ISSUED
from tui.desk.papers import Printout
from tui.domain.documents import Attachment
from tui.domain.issued import Copy, IssuedPaper
from tui.errors import BookError
from tui.reports.frozen import freeze
from tui.reports.paper import fingerprint
from tui.store.contract import Change, GiveId, Put


@dataclass(frozen=True)
class Going:
    """A final paper that is about to go out, in a format and language."""

    out: Printout
    form: str
    language: str
    bilingual: bool = False


def issue(desk: Desk, going: Sequence[Going]) -> None:
    """Remember that papers go out, in one commit: a new revision, or one more copy of the one they are of.

    To be called when they are rendered and before they are handed over: no final paper leaves without being known.
    Drafts are left out. Raises BookError ``issued_meanwhile`` where another window printed the same first, and what a
    commit raises.
    """
    final = [one for one in going if not one.out.draft]
    if not final:
        return
    kept = {id(one): _kept(desk, one.out) for one in final if one.out.record is None}

    def build(_give_id: GiveId) -> Sequence[Change]:
        return [Put(ISSUED, _record(desk, one, kept.get(id(one)))) for one in final]

    names = ", ".join(f"{one.out.number} {one.out.kind} {one.out.paper.face.revision}" for one in final)
    desk.store.commit(build, why=f"shipment print {names}")


def _kept(desk: Desk, out: Printout) -> Attachment:
    """The frozen data, on the disk before anybody speaks of them."""
    content = freeze(out.paper, out.summary)
    name = f"{out.number} {out.kind} {out.paper.face.revision}.json"
    return Attachment(desk.store.files.put(content), name, len(content), "json")


def _record(desk: Desk, going: Going, kept: Attachment | None) -> IssuedPaper:
    """The record with this copy in it, made under the lock from what the book holds now."""
    out, face = going.out, going.out.paper.face
    copy = Copy(face.printed_at or desk.now(), face.printed_by, going.form, going.language, going.bilingual)
    if out.record is not None:
        now = desk.store.get(ISSUED, out.record.id)
        if now is None or len(now.copies) != len(out.record.copies):
            raise BookError("issued_meanwhile", name=out.record.name)
        return msgspec.structs.replace(now, copies=(*now.copies, copy))
    last = latest(desk, out.shipment_id, out.kind)
    record = IssuedPaper(
        out.shipment_id,
        out.number,
        out.kind,
        face.revision,
        face.as_of,
        fingerprint(out.paper),
        out.likeness,
        kept or _kept(desk, out),
        (copy,),
        face.packs,
        len(face.overrides),
    )
    if last is not None and last.revision >= face.revision:
        raise BookError("issued_meanwhile", name=record.name)
    return record
