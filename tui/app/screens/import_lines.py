"""The lines of the import screen around its list: title, what it was read with, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.app.commands import key_text
from tui.app.screens import import_words
from tui.app.screens.import_reading import Stage
from tui.app.screens.import_work import ListRead
from tui.app.widgets.cells import wrap
from tui.app.widgets.lines import Piece
from tui.desk.context import Desk
from tui.desk.import_plan import RowPlan
from tui.desk.import_views import Setup, recognised_as
from tui.desk.importing import Preview
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.on_screen import screen_sentence
from tui.i18n.translator import _, ngettext


def headline(stage: Stage, read: ListRead | None, shown: Preview | None) -> list[Piece]:
    """Name of the screen and of the list, and the counts."""
    name = Piece(" nearnew  ", "accent")
    source = [Piece(f"  {read.source.name}")] if read is not None and stage is not Stage.FILE else []
    if shown is not None and stage is Stage.ROWS:
        return [name, *import_words.count_pieces(import_words.counts(shown)), *source]
    return [name, Piece(_("Take in a list"), "strong"), *source]


def options(read: ListRead, setup: Setup, keys: Mapping[str, Sequence[str]]) -> list[Piece]:
    """What the list was read with, each with the key that changes it."""
    meanings = recognised_as(read.table, setup)
    known, count = len(meanings), len(read.table.columns) - len(setup.left_out)
    dealer = setup.dealer or (_("from the list") if "dealer" in meanings.values() else formats.NONE)
    parts = [("dealer", _("Dealer"), dealer), ("columns", _("Columns"), f"{known}/{count}")]
    if read.table.encoding:
        parts.append(("encoding", _("Encoding"), read.table.encoding))
    if len(read.table.sheets) > 1:
        parts.append(("sheet", _("Sheet"), read.table.sheet))
    parts.append(("bought", _("Bought"), formats.day(setup.bought)))
    pieces = []
    for name, label, value in parts:
        wanting = (name == "dealer" and value == formats.NONE) or (name == "columns" and known < count)
        pieces += [
            Piece(f" {key_text(keys[f'import.{name}'][0])} ", "accent"),
            Piece(f"{label} "),
            Piece(f"{value}  ", "action" if wanting else "strong"),
        ]
    return pieces


def work_text(stage: Stage, read: ListRead | None, done: int) -> str:
    """What is going on, and how far it is."""
    if stage is Stage.WRITING:
        return _("Writing to the book…")
    if not done or read is None:
        return _("Reading the list; esc stops")
    blanks = {"done": formats.number(done), "all": formats.number(len(read.table.rows))}
    return _("Comparing with the book: %(done)s / %(all)s rows; esc stops") % blanks


def row_lines(desk: Desk, row: RowPlan | None) -> tuple[Sequence[Piece], ...]:
    """The row under the cursor in two lines."""
    if row is None:
        return ([Piece(" "), Piece(_("The list has no rows under its column names"), "action")],)
    return import_words.two_lines(import_words.lines_of(desk, row))


def help_lines(stage: Stage) -> tuple[Sequence[Piece], ...]:
    """What to do before there is a preview."""
    if stage is Stage.DEALER:
        return (
            [
                Piece(" "),
                Piece(_("Enter takes the line under the cursor; a name that is not there yet makes a new dealer")),
            ],
            [Piece(" "), Piece(_("esc goes back to the file"), "faint")],
        )
    return (
        [Piece(" "), Piece(_("Type the path: tab completes, up and down choose. CSV, XLSX, XLS and ODS are read"))],
        [
            Piece(" "),
            Piece(_("Or paste rows copied from a chat or a spreadsheet, with their line of column names"), "faint"),
        ],
    )


def fault_lines(fault: NearnewError, width: int, keys: Mapping[str, Sequence[str]]) -> tuple[Sequence[Piece], ...]:
    """Why the list cannot be read."""
    if fault.code == "header_missing":
        away = {"dealers": key_text(keys["app.go_dealers"][0]), "paste": key_text(keys["dealers.paste"][0])}
        return (
            [Piece(" "), Piece(_("No line of column names was found: take it along with the rows"), "blocked")],
            [
                Piece(" "),
                Piece(_("A price list without VINs, as in a chat: %(dealers)s, then %(paste)s") % away, "faint"),
            ],
        )
    return tuple([Piece(f" {line}", "blocked")] for line in wrap(screen_sentence(fault), max(width, 40) - 2)[:2])


def held_question(held: int) -> tuple[str, list[str]]:
    """Whether to mend the rows that wait: question and details."""
    text = ngettext("%(n)d row waits to be mended. Mend it now?", "%(n)d rows wait to be mended. Mend them now?", held)
    return text % {"n": held}, [
        _("The others are in the book. What waits can be mended or dismissed now or later, row by row."),
        _("Later: the front desk says how many rows wait, and opens them."),
    ]
