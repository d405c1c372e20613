"""Undo and redo with one key: what was written here at once, what others wrote only after a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tui.app import wording
from tui.app.places import make
from tui.app.widgets.cells import clean, cut
from tui.desk import history, own_writes
from tui.desk.context import Desk
from tui.desk.history import Undone
from tui.errors import NearnewError
from tui.i18n.sentences import sentence
from tui.i18n.translator import N_, _, ngettext
from tui.store.contract import Commit, RowChange

if TYPE_CHECKING:
    from tui.app.app import DeskApp

_KINDS = {
    "cars": N_("car"),
    "model_sheets": N_("model sheet"),
    "dealers": N_("dealer"),
    "firms": N_("firm"),
    "parties": N_("party"),
    "documents": N_("document"),
    "shipments": N_("shipment"),
    "import_batches": N_("import"),
    "held_rows": N_("held row"),
}
_NAMES = ("vin", "stock_number", "number", "name", "model", "kind", "source")
"""The fields of a stored document that people call it by, the best first."""
_WIDEST = 48
_MOST_LINES = 200


def undo(app: DeskApp) -> None:
    """Take back the newest change made here; if there is none, ask about the newest of the book."""
    app.look_at_book()
    try:
        commit = own_writes.undoable(app.desk, app.own)
    except NearnewError as error:
        app.say(sentence(error), wrong=True)
        return
    if commit is None:
        app.say(_("There is nothing to undo"))
        return
    number = commit.sequence
    _do(app, commit, commit, lambda: history.undo(app.desk, number), redoing=False)


def redo(app: DeskApp) -> None:
    """Take back the last undo; ask first when another window undid, or an earlier session."""
    app.look_at_book()
    try:
        undoing = history.redoable(app.desk)
        undone = _undone_by(app.desk, undoing)
    except NearnewError as error:
        app.say(sentence(error), wrong=True)
        return
    if undoing is None or undone is None:
        app.say(_("There is nothing to redo"))
        return
    _do(app, undoing, undone, lambda: history.redo(app.desk), redoing=True)


def _undone_by(desk: Desk, undoing: Commit | None) -> Commit | None:
    if undoing is None:
        return None
    number = int(undoing.why.removeprefix(history.UNDO))
    return next((commit for commit in desk.store.since(number - 1) if commit.sequence == number), None)


def _do(app: DeskApp, whose: Commit, commit: Commit, write: Callable[[], Undone], *, redoing: bool) -> None:
    def go_on(agreed: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
        if not agreed:
            return
        try:
            done = write()
        except NearnewError as error:
            app.say(sentence(error), wrong=True)
            return
        app.tell_book_changed()
        text = _("Redone: %(what)s") if redoing else _("Undone: %(what)s")
        parts = [text % {"what": what_of(commit)}]
        if done.kept:
            count = len(done.kept)
            parts.append(
                ngettext(
                    "%(n)d value kept, for it was changed again since",
                    "%(n)d values kept, for they were changed again since",
                    count,
                )
                % {"n": count}
            )
        app.say(_("; ").join(parts), details=details_of(app.desk, commit, done))

    if app.own.made(whose):
        go_on(True)  # noqa: FBT003 - nobody need be asked
        return
    question = (
        _("This undo was not made here. Redo all the same?")
        if redoing
        else _("This change was not made here since the desk was opened. Undo it all the same?")
    )
    app.push_screen(make("confirm", "ConfirmScreen", app.desk, app.glyphs, question, _told(commit)), go_on)


def what_of(commit: Commit) -> str:
    """What a commit was, cut short."""
    return cut(clean(commit.why), _WIDEST)


def who_did_what(commit: Commit) -> str:
    """Who made a commit, and what it was."""
    return _("%(who)s: %(what)s") % {"who": cut(clean(commit.who), 20), "what": what_of(commit)}


def told_of_others(commits: Sequence[Commit]) -> tuple[str, list[str]]:
    """One sentence of what other windows wrote, and one line a commit where they are several."""
    lines = [who_did_what(commit) for commit in commits]
    if len(lines) == 1:
        return lines[0], []
    text = _("%(n)d changes from other windows, the last one by %(what)s")
    return text % {"n": len(lines), "what": lines[-1]}, lines[-_MOST_LINES:]


def _told(commit: Commit) -> list[str]:
    when = commit.at.strftime("%Y-%m-%d %H:%M UTC")
    rows = [_row_words(change) for change in commit.changes[:_MOST_LINES]]
    return [_("No. %(number)s, %(when)s") % {"number": commit.sequence, "when": when}, who_did_what(commit), *rows]


def details_of(desk: Desk, commit: Commit, done: Undone) -> list[str]:
    """What was put back and what was kept, record by record."""
    names = {(change.kind, change.id): _row_words(change) for change in commit.changes}
    return [
        *_lines(desk, names, done.reversed, _("Put back: %(record)s"), _("Put back: %(record)s: %(fields)s")),
        *_lines(
            desk,
            names,
            done.kept,
            _("Kept, changed again since: %(record)s"),
            _("Kept, changed again since: %(record)s: %(fields)s"),
        ),
    ]


def _lines(
    desk: Desk, names: dict[tuple[str, int], str], found: Iterable[tuple[str, int, str]], whole: str, part: str
) -> list[str]:
    fields: dict[tuple[str, int], list[str]] = {}
    for kind, row_id, name in found:
        fields.setdefault((kind, row_id), []).extend([name] if name else [])
    lines = []
    for row, its_fields in fields.items():
        titles = wording.fact_titles(desk, its_fields)
        lines.append((part if titles else whole) % {"record": names.get(row, row[0]), "fields": titles})
    return lines[:_MOST_LINES]


def _row_words(change: RowChange) -> str:
    """A record by its kind and the name people call it by."""
    document: dict[str, Any] = change.after or change.before or {}
    name = next((str(document[one]) for one in _NAMES if document.get(one)), str(change.id))
    return f"{_(_KINDS.get(change.kind, change.kind))} {cut(clean(name), _WIDEST)}"
