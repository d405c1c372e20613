"""``nearnew owed|cash``: what is owed, by whom, by when; and the figures behind the charts of money."""

from __future__ import annotations

import click

from tui.cli import output
from tui.cli.session import Session
from tui.desk import cash as charts
from tui.desk import owing
from tui.desk.context import Desk
from tui.desk.money_words import cost_kinds
from tui.desk.owing import Owed, Owes
from tui.i18n import formats, labels
from tui.i18n.money_sentences import owed_about, owed_by
from tui.i18n.translator import N_, _
from tui.sheets.writer import Value

_FORM = click.Choice(["table", "csv", "json"])
TITLES = {
    "to_come": N_("To come, by week"),
    "to_pay": N_("To pay, by week"),
    "months": N_("Rebates by month"),
    "states": N_("Rebates by state"),
    "exposed": N_("May have to go back"),
    "ages": N_("Capital by days"),
    "by_model": N_("Margin by model"),
    "by_dealer": N_("Margin by dealer"),
    "by_destination": N_("Margin by destination"),
}
"""The charts, in words."""


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @root.command(
        "owed", help=_("What is owed, by whom, by when: the treasury, the buyers, what you owe dealers and for costs.")
    )
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def owed(session: Session, form: str) -> None:
        desk = session.desk()
        lines = owing.owed(desk)
        columns = [_("By"), _(">Days"), _("Payer"), _("For"), _(">Cars"), _(">Amount")]
        body = [_row(desk, one) for one in lines]
        output.emit(form, columns, body, owing.as_json(desk, lines), None)
        if form == "table":
            for ours, text in ((False, _("Coming in: %(sum)s")), (True, _("To pay: %(sum)s"))):
                found = owing.sums(lines, ours=ours)
                output.talk(text % {"sum": " + ".join(map(formats.amount_iso, found)) or "0"})

    @root.command("cash", help=_("The figures behind the charts of money: by week, month, state, age, and margins."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def cash(session: Session, form: str) -> None:
        desk = session.desk()
        found = charts.cash(desk)
        columns = [_("Chart"), _("What"), _(">Cars"), _(">Amount")]
        body = [
            (_(TITLES[name]), _label(desk, one.label), one.cars, formats.amount_iso(one.amount))
            for name, bars in charts.charts(found)
            for one in bars
        ]
        output.emit(form, columns, body, charts.as_json(desk, found), None)


def _row(desk: Desk, one: Owed) -> tuple[Value, ...]:
    days = (one.by - desk.today).days if one.by is not None else None
    amount = formats.amount_iso(one.amount)
    return (
        one.by,
        days,
        owed_by(one.owes.value, one.who, cost=bool(one.cost_ids)),
        owed_about(one.about, unclaimed=one.unclaimed, costs=cost_kinds(desk, one.kinds)),
        one.cars,
        (f"-{amount}" if one.owes is Owes.WE else amount),
    )


def _label(desk: Desk, label: str) -> str:
    """The label of a bar in words: a month with its state, a state, or what it is already."""
    day, _space, state = label.partition(" ")
    words = desk.library.words["rebate_state"]
    own = {charts.OVERDUE: _("overdue"), charts.NO_DAY: _("no day yet"), charts.REST: _("others")}
    if state in words:
        return f"{own.get(day, day)} {labels.word(desk.library.words, 'rebate_state', state)}"
    return labels.word(desk.library.words, "rebate_state", label) if label in words else own.get(label, label)
