"""The two lines above the stock: what there is, and what the filter shows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len

from tui.app import wording
from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.widgets.lines import Piece
from tui.desk.context import Desk
from tui.domain.money import Money
from tui.domain.readiness import Verdict
from tui.i18n import formats
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _

_MARKS = (Verdict.READY, Verdict.ACTION, Verdict.BLOCKED, Verdict.UNKNOWN)
_SORT_TITLES = {
    "stock": N_("No."),
    "vin": N_("VIN"),
    "make": N_("Car"),
    "year": N_("Year"),
    "tied": N_("Tied"),
    "age": N_("Reg."),
    "price": N_("Price"),
    "rebate": N_("Rebate"),
    "km": N_("km"),
    "stage": N_("Stage"),
    "dest": N_("To"),
    "dealer": N_("Dealer"),
    "due": N_("Due"),
    "verdict": N_("Check"),
}


def headline(
    desk: Desk,
    glyphs: Glyphs,
    *,
    width: int,
    cars: int | None,
    money: tuple[Money, ...],
    verdicts: Mapping[Verdict, int] | None,
    destination: str | None,
) -> list[Piece]:
    """Name, counts, money tied up, destination, demo mark; the less needed parts go when there is no room."""
    name = [Piece(" nearnew", "accent")]
    title = [Piece(_("Stock"), "strong")]
    count = [Piece(count_of_cars(cars))] if cars is not None else []
    tied = [Piece(_("%(amount)s tied up") % {"amount": formats.amounts(money)})] if money else []
    marks = _marks(glyphs, verdicts)
    place = [Piece(f"{glyphs.arrow} "), Piece(wording.destination_name(destination), "strong")]
    brief = [Piece(f"{glyphs.arrow} "), Piece(destination or _("each its own"), "strong")]
    demo = [Piece(_("demo %(day)s") % {"day": desk.today.isoformat()}, "accent")] if desk.demo else []
    trials = (
        ([name, title, count, tied, marks], [place, demo]),
        ([name, count, tied, marks], [place, demo]),
        ([name, count, tied, marks], [brief, demo]),
        ([name, count, tied], [brief, demo]),
        ([name, count], [brief, demo]),
    )
    line: list[Piece] = []
    for left, right in trials:
        front, back = _spaced(left), _spaced(right)
        room = width - 1 - sum(cell_len(glyphs.plain(piece.text)) for piece in (*front, *back))
        line = [*front, Piece(" " * max(room, 2)), *back]
        if room >= 2:
            break
    return line


def _marks(glyphs: Glyphs, verdicts: Mapping[Verdict, int] | None) -> list[Piece]:
    if not verdicts:
        return []
    pieces = []
    for verdict in _MARKS:
        if count := verdicts.get(verdict, 0):
            pieces += [Piece(glyphs.mark(verdict), TONE_OF[verdict]), Piece(f" {count} ")]
    return pieces


def _spaced(groups: Sequence[Sequence[Piece]]) -> list[Piece]:
    pieces: list[Piece] = []
    for group in groups:
        if group:
            pieces += [Piece("  "), *group] if pieces else group
    return pieces


def tally(
    glyphs: Glyphs,
    *,
    shown: int,
    cars: int,
    money: tuple[Money, ...],
    filtered: bool,
    sort: str,
    marked: int,
    hidden: int,
    most: int,
) -> list[Piece]:
    """Marks, how many cars the filter shows, what they cost, and by what they are sorted if no title says so.

    Takes ``most`` cells: the money goes first when there is no room, then the order.
    """
    order, marks, count, sums = [], [], [], []
    if sort:
        sign = glyphs.falling if sort.startswith("-") else glyphs.rising
        order = [Piece(f"{sign}{_(_SORT_TITLES.get(sort.removeprefix('-'), sort))}  ", "faint")]
    if marked:
        marks = [Piece(f"{marks_text(marked, hidden)}  ", "accent")]
    if filtered:
        told = _("%(shown)d / %(all)d cars") % {"shown": shown, "all": cars}
        count = [Piece(f"{told} ")]
        sums = [Piece(f" {formats.amounts(money)} ")] if money else []
    for pieces in ([*order, *marks, *count, *sums], [*order, *marks, *count], [*marks, *count]):
        if sum(cell_len(glyphs.plain(piece.text)) for piece in pieces) <= most:
            return pieces
    return [*marks, *count]


def marks_text(marked: int, hidden: int) -> str:
    """How many cars are marked, and how many of them the filter hides."""
    counts = {"marked": marked, "hidden": hidden}
    return (_("%(marked)d marked, %(hidden)d hidden") if hidden else _("%(marked)d marked")) % counts
