"""``nearnew cost what-if``: what a car comes to in other destinations."""

from __future__ import annotations

import click

from tui.cli import output
from tui.cli.claims import money_of
from tui.cli.session import Session, day
from tui.desk.checking import destinations_named
from tui.desk.editing import name_of, reading_of
from tui.desk.elsewhere import what_if
from tui.desk.fee_words import fee_text
from tui.desk.kit_words import distributor_text
from tui.desk.stock import find_car
from tui.desk.views import plain
from tui.errors import UsageError
from tui.i18n import formats, labels
from tui.i18n.translator import _

_FORM = click.Choice(["table", "csv", "json"])


def register(cost: click.Group) -> None:
    """Add the command, with its help in the language of the run."""

    @cost.command("what-if", help=_("What a car comes to in other destinations, and whether it is ready for them."))
    @click.argument("name")
    @click.option("--to", "to", required=True, help=_("The destinations: KZ,RU,JO."))
    @click.option("--on", "on_text", help=_("The day to look at."))
    @click.option(
        "--value",
        "value_text",
        help=_("The customs value that percentages are of, such as USD 21000; else a selling price CIF or CIP."),
    )
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def what_if_(session: Session, name: str, to: str, on_text: str | None, value_text: str | None, form: str) -> None:
        desk = session.desk()
        car = find_car(desk, name)
        value = money_of(value_text, reading_of(desk)) if value_text is not None else None
        if value is not None and value.amount <= 0:
            raise UsageError("customs_value_not_positive", amount=value_text)
        countries = [code for code in destinations_named(desk, to) if code]
        found = what_if(desk, car, countries, day(on_text), value)
        columns = [
            _("To"), _("Verdict"), _(">Open"), _(">Landed cost"), _(">Margin"), _("Fees counted"), _("Not counted"),
            _("Official distributor"),
        ]  # fmt: skip
        body = [
            (
                one.destination,
                labels.word(desk.library.words, "verdict", one.verdict.value),
                one.open_flags,
                formats.amount_iso(one.landed),
                formats.amount_iso(one.margin) if one.margin is not None else None,
                "; ".join(fee_text(fee) for fee in one.fees if fee.amount is not None),
                "; ".join(fee_text(fee) for fee in one.fees if fee.amount is None),
                "; ".join(map(distributor_text, one.distributors)),
            )
            for one in found
        ]
        data = {"schema": "nearnew/what-if/1", "car": name_of(car), "destinations": [plain(one) for one in found]}
        output.emit(form, columns, body, data, None)
