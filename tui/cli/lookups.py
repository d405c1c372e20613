"""``nearnew vin lookup``: what a public decoder makes of a VIN; off by default, and it shows what it sends."""

from __future__ import annotations

import click

from tui.cli import output
from tui.cli.session import Session, names_from
from tui.desk import updating
from tui.desk.stock import find_car
from tui.domain.vin import normalise
from tui.errors import UsageError
from tui.i18n.translator import _

_FORM = click.Choice(["table", "csv", "json"])


def register(root: click.Group) -> None:
    """Add the command, with its help in the language of the run."""

    @root.group("vin", help=_("VINs: what others read out of them."))
    def vin() -> None:
        pass

    @vin.command(
        "lookup",
        help=_(
            "Ask the US road safety agency what it reads out of VINs or of the cars you name: a hint, nothing is "
            "written. Sends those VINs and nothing else; off unless network.vin_lookup is true."
        ),
    )
    @click.argument("names", nargs=-1, required=True)
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def lookup(session: Session, names: tuple[str, ...], form: str) -> None:
        desk = session.desk()
        numbers = [_number(session, name) for name in names_from(names)]
        found = updating.look_up_vins(
            desk, numbers, told=lambda address: output.talk(_("Sent: GET %(address)s") % {"address": address})
        )
        columns = [_("VIN"), _("Make"), _("Model"), _("Model year"), _("Maker"), _("Remark")]
        body = [(one.vin, one.make, one.model, one.model_year, one.maker, one.remark) for one in found]
        hints = [
            {
                "vin": one.vin,
                "make": one.make or None,
                "model": one.model or None,
                "model_year": one.model_year or None,
                "maker": one.maker or None,
                "remark": one.remark or None,
            }
            for one in found
        ]
        output.emit(form, columns, body, {"schema": "nearnew/vin-hints/1", "hints": hints}, None)


def _number(session: Session, name: str) -> str:
    """A whole VIN as it stands; else the VIN of the car that is named."""
    text = normalise(name)
    if len(text) == 17 and text.isascii() and text.isalnum():
        return text
    car = find_car(session.desk(), name)
    if not car.vin:
        raise UsageError("vin_lookup_without", value=name[:40])
    return car.vin
