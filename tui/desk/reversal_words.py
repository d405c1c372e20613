"""What an undo reverses and what it keeps, a line each, in the language of the moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.desk.context import Desk
from tui.desk.history_words import change_texts, label_text, record_text, value_text, what_text, when_text
from tui.desk.kinds import ALL
from tui.desk.reversing import Back, Left, Reason, Reversal, Row, plain
from tui.i18n import formats
from tui.i18n.translator import N_, _

_REASONS = {
    Reason.CHANGED: N_("%(record)s: %(label)s stays %(value)s"),
    Reason.EDITED: N_("%(record)s stays: it was changed after it was added"),
    Reason.REMOVED: N_("%(record)s is no longer in the book"),
    Reason.BACK: N_("%(record)s is in the book again already"),
    Reason.NEEDED: N_("%(record)s stays: %(other)s relies on it"),
    Reason.TAKEN: N_("%(record)s stays as it is: its number or VIN, or a car on it, belongs to %(other)s now"),
}


def back_lines(desk: Desk, found: Reversal, arrow: str = "→") -> list[str]:
    """What goes back, field by field."""
    names = _Names(desk, found)
    return [_back_line(desk, names, one, arrow) for one in found.back]


def left_lines(desk: Desk, found: Reversal) -> list[str]:
    """What stays as it is, why, and who changed it when."""
    names = _Names(desk, found)
    return [_left_line(desk, names, one) for one in found.left]


def _back_line(desk: Desk, names: _Names, one: Back, arrow: str) -> str:
    record = names.of((one.kind, one.id))
    if not one.path:
        text = _("%(record)s: removed") if one.then is None else _("%(record)s: restored")
        return text % {"record": record}
    now, then = change_texts(desk, one.kind, one.path, one.now, one.then)
    return _("%(record)s: %(label)s: %(change)s") % {
        "record": record,
        "label": label_text(desk, one.kind, one.path),
        "change": f"{now} {arrow} {then}",
    }


def _left_line(desk: Desk, names: _Names, one: Left) -> str:
    text = _(_REASONS[one.reason]) % {
        "record": names.of((one.kind, one.id)),
        "label": label_text(desk, one.kind, one.path) if one.path else "",
        "value": value_text(desk, one.kind, one.path, one.now) if one.path else formats.NONE,
        "other": names.of(one.by) if one.by else "",
    }
    if one.at is None:
        return text
    return _("%(text)s (%(who)s, %(when)s: %(what)s)") % {
        "text": text,
        "who": one.who,
        "when": when_text(desk, one.at),
        "what": what_text(desk, one.why),
    }


class _Names:
    """What the records of a reversal are called: as the book has them, else as the commit left them."""

    def __init__(self, desk: Desk, found: Reversal) -> None:
        self._desk = desk
        self._kinds = {kind.name: kind for kind in ALL}
        self._stored = {(row.kind, row.id): row for row in found.of.changes}

    def of(self, row: Row) -> str:
        """A record by its kind and name."""
        return record_text(self._desk, *row, self._document(row))

    def _document(self, row: Row) -> Mapping[str, Any] | None:
        kind = self._kinds.get(row[0])
        record = self._desk.store.get(kind, row[1]) if kind is not None else None
        if record is not None:
            return plain(record)
        stored = self._stored.get(row)
        return None if stored is None else stored.after or stored.before
