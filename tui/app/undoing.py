"""Undo and redo with one key: what was written here at once, what others wrote only after a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tui.app.labels import error_text
from tui.app.places import make
from tui.app.taking_back import Reversed
from tui.app.widgets.cells import clean, cut
from tui.desk import history, own_writes
from tui.desk.context import Desk
from tui.desk.history import Undone
from tui.desk.history_words import record_text, what_text, when_text
from tui.desk.reversal_words import back_lines, left_lines
from tui.desk.reversing import Reversal, plan
from tui.errors import NearnewError
from tui.i18n.translator import _, ngettext
from tui.store.contract import Commit

if TYPE_CHECKING:
    from tui.app.app import DeskApp

_WIDEST = 48
_MOST_LINES = 200


def undo(app: DeskApp) -> None:
    """Take back the newest change made here; if there is none, ask about the newest of the book."""
    if app.undo_turn.waits(partial(undo, app)):
        return
    app.look_at_book()
    try:
        commit = own_writes.undoable(app.desk, app.own)
    except NearnewError as error:
        app.say(error_text(error), wrong=True)
        return
    if commit is None:
        app.say(_("There is nothing to undo"))
        return
    number = commit.sequence
    question = _("This change was not made here since the desk was opened. Undo it all the same?")
    _do(app, commit, commit, lambda: history.undo(app.desk, number), question, _("Undone: %(what)s"))


def redo(app: DeskApp) -> None:
    """Take back the last undo; ask first when another window undid, or an earlier session."""
    if app.undo_turn.waits(partial(redo, app)):
        return
    app.look_at_book()
    try:
        undoing = history.redoable(app.desk)
        undone = history.named(app.desk, int(undoing.why.removeprefix(history.UNDO))) if undoing else None
    except NearnewError as error:
        app.say(error_text(error), wrong=True)
        return
    if undoing is None or undone is None:
        app.say(_("There is nothing to redo"))
        return
    question = _("This undo was not made here. Redo all the same?")
    _do(app, undoing, undone, lambda: history.redo(app.desk), question, _("Redone: %(what)s"))


def undo_entry(app: DeskApp, number: int) -> None:
    """Ask about one entry of the history, showing what would go back and what would stay; then take it back."""
    app.look_at_book()
    try:
        commit = history.named(app.desk, number)
        found = plan(app.desk, commit)
    except NearnewError as error:
        app.say(error_text(error), wrong=True)
        return
    what = what_of(app.desk, commit)
    if not found.changes:
        text = _("Entry %(number)s (%(what)s): nothing of it can be undone") % {"number": number, "what": what}
        app.say(text, details=details_of(app.desk, found), wrong=True)
        return
    question = _("Undo entry %(number)s (%(what)s)?") % {"number": number, "what": what}
    _ask(app, question, found, lambda: history.undo(app.desk, number), _("Undone: %(what)s"), commit)


def _do(app: DeskApp, whose: Commit, commit: Commit, write: Callable[[], Undone], question: str, text: str) -> None:
    if app.own.made(whose):
        _write(app, write, text, commit)
        return
    try:
        found = plan(app.desk, whose)
    except NearnewError as error:
        app.say(error_text(error), wrong=True)
        return
    _ask(app, question, found, write, text, commit)


def _ask(app: DeskApp, question: str, found: Reversal, write: Callable[[], Undone], text: str, commit: Commit) -> None:
    def answered(agreed: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
        if agreed:
            _write(app, write, text, commit)

    head = _("No. %(number)s, %(when)s") % {"number": commit.sequence, "when": when_text(app.desk, commit.at)}
    lines = [head, who_did_what(app.desk, commit), "", *details_of(app.desk, found)]
    shown = [clean(line) for line in lines]
    app.push_screen(make("confirm", "ConfirmScreen", app.desk, app.glyphs, question, shown), answered)


def _write(app: DeskApp, write: Callable[[], Undone], text: str, commit: Commit) -> None:
    """Write in a thread, for a commit may be big and the disk slow."""
    if app.undo_turn.waits(partial(_write, app, write, text, commit)):
        return
    app.undo_turn.busy = True

    def work() -> None:
        try:
            done = write()
        except NearnewError as error:
            app.post_message(Reversed(error=error))
        else:
            app.post_message(Reversed(done, text % {"what": what_of(app.desk, commit)}, details_of(app.desk, done)))

    app.run_worker(work, thread=True, group="undo", description="undo")


def tell(app: DeskApp, message: Reversed) -> None:
    """Say what became of an undo or a redo, and show the book as it is now."""
    app.undo_turn.busy = False
    if message.error is not None:
        app.say(error_text(message.error), wrong=True)
    elif message.done is not None:
        app.tell_book_changed()
        _say_done(app, message.done, message)
    if app.undo_turn.waiting:
        app.undo_turn.waiting.popleft()()


def _say_done(app: DeskApp, done: Undone, message: Reversed) -> None:
    parts = [message.text]
    if count := len(done.left):
        parts.append(
            ngettext(
                "%(n)d value kept, for it was changed again since",
                "%(n)d values kept, for they were changed again since",
                count,
            )
            % {"n": count}
        )
    app.say(_("; ").join(parts), details=message.details)


def what_of(desk: Desk, commit: Commit) -> str:
    """What a commit was, cut short."""
    return cut(clean(what_text(desk, commit.why)), _WIDEST)


def who_did_what(desk: Desk, commit: Commit) -> str:
    """Who made a commit, what it was, and of which records."""
    names = [record_text(desk, row.kind, row.id, row.after or row.before) for row in commit.changes[:1]]
    more = len(commit.changes) - len(names)
    records = _("%(record)s and %(n)d more") % {"record": names[0], "n": more} if more > 0 else "".join(names)
    return _("%(who)s: %(what)s (%(records)s)") % {
        "who": cut(clean(commit.who), 20),
        "what": what_of(desk, commit),
        "records": cut(clean(records), _WIDEST),
    }


def told_of_others(desk: Desk, commits: Sequence[Commit]) -> tuple[str, list[str]]:
    """One sentence of what other windows wrote, and one line a commit where they are several."""
    lines = [who_did_what(desk, commit) for commit in commits]
    if len(lines) == 1:
        return lines[0], []
    text = _("%(n)d changes from other windows, the last one by %(what)s")
    return text % {"n": len(lines), "what": lines[-1]}, lines[-_MOST_LINES:]


def details_of(desk: Desk, found: Reversal) -> list[str]:
    """What goes back and what stays, value by value."""
    left, back = left_lines(desk, found)[:_MOST_LINES], back_lines(desk, found)[:_MOST_LINES]
    return [
        *((_("Stays as it is:"), *(f"  {line}" for line in left)) if left else ()),
        *((_("Goes back:"), *(f"  {line}" for line in back)) if back else ()),
    ]
