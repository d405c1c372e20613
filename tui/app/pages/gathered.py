"""What is missing, line by line: the list of the screen, two lines about each, and the list as a text to send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.widgets.table import Column
from tui.desk.context import Desk
from tui.desk.documents import rule_named, title_of_rule
from tui.desk.editing import name_of
from tui.desk.missing import Giver, Hopeless, Want, Wanted, title
from tui.domain.cars import Car
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _, ngettext

_MOST_NAMED = 12
_LEAST_GIVER, _WIDEST_GIVER = 8, 21
BLOCKS = "blocks"


@dataclass(frozen=True)
class Line:
    """One line of the list: something to get, or a block; ``first`` of its giver."""

    giver: str
    want: Want | None = None
    block: Hopeless | None = None
    first: bool = False

    @property
    def key(self) -> tuple[str, tuple[str, ...], str]:
        """What the line is known by."""
        if self.want is not None:
            return self.want.what, self.want.codes, self.want.destination
        return BLOCKS, (self.block.rule,) if self.block else (), self.block.destination if self.block else ""

    @property
    def cars(self) -> tuple[Car, ...]:
        """The cars that need it, or that are stopped."""
        if self.want is not None:
            return self.want.cars
        return self.block.cars if self.block else ()


def lines_of(wanted: Wanted) -> list[Line]:
    """The wants giver by giver, the blocks at the end."""
    found: list[Line] = []
    for giver, wants in groupby(wanted.wants, key=lambda want: want.giver):
        found += [Line(giver, want, first=not place) for place, want in enumerate(wants)]
    return found + [Line(BLOCKS, block=block, first=not place) for place, block in enumerate(wanted.blocks)]


def giver_text(desk: Desk, giver: str) -> str:
    """Who gives it; the heading of the blocks."""
    return _("No way round") if giver == BLOCKS else word(desk.library.words, "giver", giver)


def what_text(desk: Desk, line: Line) -> str:
    """What to get, or what blocks."""
    if line.block is not None:
        return _(title_of_rule(desk, line.block.rule))
    return _(" or ").join(_(text) for text in title(desk, line.want)) if line.want else ""


def columns(desk: Desk, glyphs: Glyphs, lines: Sequence[Line]) -> Sequence[Column[Line]]:
    """Giver, what, where to, cars, and those it frees; the first column is as wide as these lines' givers."""
    givers = (cell_len(giver_text(desk, line.giver)) for line in lines)
    width = max(min(max(givers, default=0), _WIDEST_GIVER), _LEAST_GIVER)

    def sign(line: Line) -> str:
        if line.block is not None:
            return glyphs.blocked
        return glyphs.unknown if line.want and line.want.what == "fact" else glyphs.action

    def tone(line: Line) -> str:
        if line.block is not None:
            return "blocked"
        return "unknown" if line.want and line.want.what == "fact" else "action"

    def frees(line: Line) -> str:
        return str(len(line.want.frees) or "") if line.want else ""

    def margin(line: Line) -> str:
        return margin_text(line.want) if line.want else ""

    def place(line: Line) -> str:
        return line.key[2] or formats.NONE

    return [
        Column(
            "giver",
            _("Given by"),
            lambda one: giver_text(desk, one.giver) if one.first else "",
            width,
            tone=lambda _line: "strong",
        ),
        Column("sign", "", sign, 1, tone=tone),
        Column("what", _("What to get"), lambda one: what_text(desk, one), 30, most=100),
        Column("to", _("To"), place, 4),
        Column("cars", _("Cars"), lambda one: str(len(one.cars)), 4, right=True),
        Column("frees", _("Frees"), frees, 4, right=True),
        Column("margin", _("Margin behind"), margin, 14, right=True, rank=1),
    ]  # fmt: skip


def margin_text(want: Want | Giver) -> str:
    """The margin of the cars that would be freed; n/a where no price is known, empty where nothing is freed."""
    if want.margin:
        unknown = _("n/a")
        return formats.amounts(want.margin) + (f" +{want.unpriced}×{unknown}" if want.unpriced else "")
    return _("n/a") if want.unpriced else ""


def giver_line(desk: Desk, one: Giver) -> str:
    """What one giver alone could free."""
    return _("%(giver)s: %(cars)s wait; alone frees %(frees)s answers; margin behind: %(margin)s") % {
        "giver": giver_text(desk, one.giver),
        "cars": count_of_cars(one.cars),
        "frees": len(one.frees),
        "margin": margin_text(one) or formats.NONE,
    }


def explained(desk: Desk, line: Line) -> list[str]:
    """What to ask, and which rules it serves; of a block, its rule and the cars."""
    names = _names(desk, line.cars)
    if line.block is not None:
        rule = rule_named(desk, line.block.rule)
        return [_(rule.summary if rule else title_of_rule(desk, line.block.rule)), names]
    if line.want is None:
        return []
    return [ask_text(desk, line.want), f"{rules_text(desk, line.want)} · {names}"]


def ask_text(desk: Desk, want: Want) -> str:
    """How to come by it."""
    if want.what == "fact":
        known = desk.library.facts.get(want.codes[0])
        return _(known.ask) if known else wording.fact_title(desk, want.codes[0])
    giver = giver_text(desk, want.giver)
    if want.what == "kit":
        rule = rule_named(desk, want.codes[0])
        return _("; ").join(_(step) for step in rule.requires) if rule is not None else giver
    if len(want.codes) > 1:
        return _("one of these documents, from: %(giver)s") % {"giver": giver}
    text = _("document from: %(giver)s") % {"giver": giver}
    if want.destination:
        text += _("; for %(country)s") % {"country": wording.country_name(want.destination)}
    return text


def rules_text(desk: Desk, want: Want) -> str:
    """The rules that ask for it."""
    titles = [_(rule.title) for rule in (rule_named(desk, rule_id) for rule_id in want.rules) if rule is not None]
    text = ngettext("asked by %(n)d rule: %(rules)s", "asked by %(n)d rules: %(rules)s", len(titles))
    return text % {"n": len(titles), "rules": _("; ").join(titles)}


def _names(desk: Desk, cars: Sequence[Car]) -> str:
    shown = wording.joined(car_text(desk, car) for car in cars[:_MOST_NAMED])
    return f"{shown} +{len(cars) - _MOST_NAMED}" if len(cars) > _MOST_NAMED else shown


def car_text(desk: Desk, car: Car) -> str:
    """A car as somebody outside knows it: make, model and VIN; never a price."""
    make = desk.library.makes.get(car.make)
    parts = (make.name(desk.language) if make else car.make, car.model, name_of(car))
    return " ".join(part for part in parts if part)


def message(desk: Desk, lines: Iterable[Line], giver: str | None = None) -> str:
    """The list as a text to send, giver by giver; with ``giver`` only what he has to give."""
    chosen = [line for line in lines if line.want is not None and giver in {None, line.giver}]
    parts = [_section(desk, name, list(group)) for name, group in groupby(chosen, key=lambda line: line.giver)]
    return "\n\n".join("\n".join(part) for part in parts)


def _section(desk: Desk, giver: str, lines: Sequence[Line]) -> Iterator[str]:
    yield giver_text(desk, giver)
    for line in lines:
        if line.want is None:
            continue
        place = f" ({wording.country_name(line.want.destination)})" if line.want.destination else ""
        yield f"- {what_text(desk, line)}{place}: {count_of_cars(len(line.cars))}"
        if line.want.what == "fact":
            yield f"  {ask_text(desk, line.want)}"
        yield from (f"  {car_text(desk, car)}" for car in line.cars)
