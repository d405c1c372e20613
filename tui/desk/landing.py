"""Writing an edit beside what other windows wrote since it was previewed.

Changes of other fields of the same car are brought together; the same field changed differently is a conflict, and
then nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tui.desk import editing
from tui.desk.context import Desk
from tui.desk.editing import CarEdit, EditPreview
from tui.desk.history_words import BOOKKEEPING, change_texts, label_text, record_text, value_text, when_text
from tui.desk.kinds import CARS
from tui.desk.reversing import plain, record_of
from tui.domain.drafts import check_car
from tui.domain.merging import Path, differences, merge, value_at
from tui.errors import Conflict
from tui.i18n.translator import _
from tui.store.contract import Commit, Kind

_TRIES = 5
"""How often an edit is brought together anew when others keep on writing."""


@dataclass(frozen=True)
class RowClash:
    """A value that was changed here and elsewhere since ``base``, each differently; an empty path: it was removed."""

    kind: str
    id: int
    path: Path
    base: Any
    mine: Any
    theirs: Any
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Beside:
    """A value that another window changed since a revision, and who did it."""

    kind: str
    id: int
    path: Path
    before: Any
    after: Any
    who: str
    at: datetime
    sequence: int


def land(desk: Desk, preview: EditPreview, *, confirm: bool = False, why: str = "car edit") -> Commit | None:
    """Write a preview as one commit, over what others changed meanwhile; None when nothing changes.

    Raises DraftRefused when the cars as they are now cannot take it, and Conflict with every clash when the same
    fields were changed: then nothing is written.
    """
    for _try in range(_TRIES):
        try:
            return editing.apply_edit(desk, preview, confirm=confirm, why=why)
        except Conflict:
            preview = rebased(desk, preview)
    return editing.apply_edit(desk, preview, confirm=confirm, why=why)


def rebased(desk: Desk, preview: EditPreview) -> EditPreview:
    """The same edit on the cars as they are now. Raises Conflict with every clash."""
    edits: list[CarEdit] = []
    clashes: list[RowClash] = []
    revision = desk.store.revision
    for edit in preview.edits:
        now = desk.store.get(CARS, edit.before.id)
        if now == edit.before or not edit.changes:
            edits.append(edit)
            continue
        if now is None:
            clashes.append(RowClash(CARS.name, edit.before.id, (), plain(edit.before), plain(edit.after), None))
            continue
        merged = merge(plain(edit.before), plain(edit.after), plain(now))
        clashes += [
            RowClash(CARS.name, now.id, one.path, one.base, one.mine, one.theirs)
            for one in merged.clashes
            if one.path[0] not in BOOKKEEPING
        ]
        after = record_of(CARS, merged.document, now.id)
        known = check_car(now, desk.specs_of(now), desk.today)
        found = tuple(one for one in check_car(after, desk.specs_of(after), desk.today) if one not in known)
        edits.append(CarEdit(now, after, edit.changes, (*edit.problems, *(p for p in found if p not in edit.problems))))
    if clashes:
        named = tuple(_with_names(desk, preview.revision, clashes))
        first = named[0]
        raise Conflict(first.kind, first.id, first.mine, first.theirs, named)
    return replace(preview, edits=tuple(edits), revision=revision)


def beside(desk: Desk, kind: Kind[Any], row_id: int, since: int, before: int | None = None) -> list[Beside]:
    """What was done to a record after a revision, and before the commit of a number; field by field, oldest first."""
    found = []
    for commit in desk.store.since(since):
        if before is not None and commit.sequence >= before:
            break
        for row in commit.changes:
            if (row.kind, row.id) == (kind.name, row_id) and row.before_json and row.after_json:
                found += [
                    Beside(row.kind, row.id, path, old, new, commit.who, commit.at, commit.sequence)
                    for path, old, new in differences(row.before or {}, row.after or {})
                    if path[0] not in BOOKKEEPING
                ]
    return found


def beside_commit(desk: Desk, preview: EditPreview, commit: Commit | None) -> list[Beside]:
    """What others did to the cars of an edit between its preview and its commit."""
    if commit is None or commit.sequence == preview.revision + 1:
        return []
    ids = [edit.before.id for edit in preview.changed]
    return [one for row_id in ids for one in beside(desk, CARS, row_id, preview.revision, commit.sequence)]


def clash_lines(desk: Desk, clashes: tuple[object, ...]) -> list[str]:
    """Each clash in words: the record, the field, what it was, and both values."""
    return [_clash_line(desk, one) for one in clashes if isinstance(one, RowClash)]


def _clash_line(desk: Desk, one: RowClash) -> str:
    record = _record(desk, one.kind, one.id)
    if not one.path:
        return _("%(record)s: %(who)s took it out of the book") % {"record": record, "who": one.who}
    base, mine, theirs = (value_text(desk, one.kind, one.path, value) for value in (one.base, one.mine, one.theirs))
    return _("%(record)s: %(label)s: yours %(mine)s, %(who)s wrote %(theirs)s, before it was %(base)s") % {
        "record": record,
        "label": label_text(desk, one.kind, one.path),
        "mine": mine,
        "theirs": theirs,
        "base": base,
        "who": one.who,
    }


def beside_lines(desk: Desk, found: list[Beside], arrow: str = "→") -> list[str]:
    """What others changed beside, in words."""
    return [
        _("%(record)s: %(label)s: %(change)s (%(who)s, %(when)s)")
        % {
            "record": _record(desk, one.kind, one.id),
            "label": label_text(desk, one.kind, one.path),
            "change": f" {arrow} ".join(change_texts(desk, one.kind, one.path, one.before, one.after)),
            "who": one.who,
            "when": when_text(desk, one.at),
        }
        for one in found
    ]


def _record(desk: Desk, kind: str, row_id: int) -> str:
    car = desk.store.get(CARS, row_id)
    return record_text(desk, kind, row_id, None if car is None else plain(car))


def _with_names(desk: Desk, since: int, clashes: list[RowClash]) -> Iterator[RowClash]:
    """Add to each clash who wrote the other value, and when."""
    rows = {(one.kind, one.id) for one in clashes}
    changes = [
        (commit, row) for commit in desk.store.since(since) for row in commit.changes if (row.kind, row.id) in rows
    ]
    for one in clashes:
        last = next(
            (
                commit
                for commit, row in reversed(changes)
                if (row.kind, row.id) == (one.kind, one.id)
                and (not one.path or value_at(row.before, one.path) != value_at(row.after, one.path))
            ),
            None,
        )
        yield one if last is None else replace(one, who=last.who, at=last.at)
