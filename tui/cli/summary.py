"""The desk summary as text: what the desk says where there is no terminal."""

from __future__ import annotations

from datetime import date

from tui.desk import dues, overview
from tui.desk.context import Desk
from tui.desk.rule_change_words import some_codes
from tui.domain.money import Money
from tui.domain.readiness import Verdict
from tui.i18n import formats, labels
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _

_DUE_LINES = 12


def summary_text(desk: Desk, view: overview.Overview) -> str:
    """The desk summary as text: stock, money, readiness, what is due."""
    words = desk.library.words
    head = _("nearnew desk on %(day)s") % {"day": view.on}
    if view.demo:
        head += "  " + _("(sample book)")
    verdicts = "   ".join(f"{labels.word(words, 'verdict', v.value)} {view.verdicts[v.value]}" for v in Verdict)
    lines = [
        head,
        "",
        _("Stock:      %(cars)s, %(listed)s listed, %(bought)s bought, %(shipped)s on shipments")
        % {"cars": count_of_cars(view.cars), "listed": view.listed, "bought": view.bought, "shipped": view.shipped},
        _("Money:      %(sum)s tied up, %(rebate)s rebate expected")
        % {"sum": _sums(view.tied_up), "rebate": _sums(view.rebates_expected)},
        _("Readiness:  %(verdicts)s   no destination %(none)s")
        % {"verdicts": verdicts, "none": view.without_destination},
        _("Waiting:    %(held)s held rows, %(shipments)s shipments")
        % {"held": view.held_rows, "shipments": view.shipments},
        *_old(view),
        "",
        _("Due:        %(count)s, of these overdue: %(overdue)s") % {"count": len(view.due), "overdue": view.overdue},
    ]
    told: dict[tuple[date, str], list[str]] = {}
    for line in dues.due_lines(desk, view.due):
        told.setdefault((line.on, line.title), []).append(line.name)
    for (on, title), names in list(told.items())[:_DUE_LINES]:
        late = "!" if on < view.on else " "
        which = names[0] if len(names) == 1 else count_of_cars(len(names))
        lines.append(f"  {late} {on}  {_(title)}  {which}".rstrip())
    if len(told) > _DUE_LINES:
        lines.append(_("    and %(n)s more") % {"n": len(told) - _DUE_LINES})
    if not view.cars:
        lines += ["", _("The book is empty. Begin with a dealer's list: nearnew car import FILE --dealer NAME")]
    return "\n".join(lines) + "\n"


def _old(view: overview.Overview) -> list[str]:
    """What grew old, and the command that fetches it."""
    found = (
        (_("Rates:      old or missing: %(which)s; nearnew rates update"), view.rates_old),
        (_("Rules:      too old: %(which)s; nearnew rule update"), view.rules_old),
        (_("Rules:      too old soon: %(which)s; nearnew rule update"), view.rules_ageing),
    )
    return [text % {"which": some_codes(codes)} for text, codes in found if codes]


def _sums(money: tuple[Money, ...]) -> str:
    return " + ".join(formats.amount_iso(one) for one in money) or "0"
