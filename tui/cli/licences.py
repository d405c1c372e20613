"""``nearnew licence plan``: which cars to apply for together, when, and what each lacks."""

from __future__ import annotations

import click

from tui.cli import output
from tui.cli.cars import question_cars
from tui.cli.session import Session, day
from tui.cli.terms import QueryCommand
from tui.desk import licences
from tui.desk.checking import Question, countries_named
from tui.desk.context import Desk
from tui.desk.documents import rule_named
from tui.desk.editing import name_of
from tui.desk.kinds import CARS
from tui.desk.licence_words import lack_text, told_of
from tui.domain.licences import Candidate
from tui.errors import UsageError
from tui.i18n import formats, labels
from tui.i18n.translator import _


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @root.group("licence", help=_("Export licences: planning the applications."))
    def licence() -> None:
        pass

    @licence.command(
        "plan",
        cls=QueryCommand,
        help=_("Group used cars into applications for export licences: one batch each, of a code as many as may be."),
    )
    @click.argument("words", nargs=-1)
    @click.option("--to", required=True, help=_("The destination."))
    @click.option("--on", "on_text", help=_("The day to plan from; today if not given."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=_("Form of the output.")
    )
    @click.pass_obj
    def plan(session: Session, words: tuple[str, ...], to: str, on_text: str | None, form: str) -> None:
        desk = session.desk()
        countries = countries_named(desk, to)
        if len(countries) != 1:
            raise UsageError("country_unknown", value=to[:40])
        on = day(on_text) or desk.today
        cars = [row.car for row in question_cars(desk, words, countries[0], Question(on))]
        if not words:
            cars = [car for car in cars if not car.archived]
        found = licences.plan(desk, cars, countries[0], on)
        columns = [
            _(">No."),
            _("HS code"),
            _("Shipment"),
            _("Car"),
            _("From day"),
            _("With letter"),
            _("Licence ends"),
            _("Lacks"),
        ]
        body = [
            (
                number,
                application.code,
                application.batch,
                _name(desk, car),
                formats.day(car.first_day) if car.first_day else _("cannot tell"),
                formats.day(on) if car.needs_letter else "",
                formats.day(application.ends),
                "; ".join(lack_text(desk, what) for what in car.lacks),
            )
            for number, application in enumerate(found.applications, start=1)
            for car in application.cars
        ]
        output.emit(form, columns, body, licences.as_json(desk, found), None)
        _tell(desk, found)


def _tell(desk: Desk, found: licences.Plan) -> None:
    """What the plan rests on, and the cars it leaves out."""
    for number, one in enumerate(found.applications, start=1):
        output.talk(told_of(number, one))
    rule = rule_named(desk, found.limit_rule)
    if rule is not None:
        output.talk(_("At most %(most)s cars of a code: %(title)s") % {"most": found.most, "title": _(rule.title)})
    elif found.applications:
        output.talk(_("No rule in use limits the cars of a code."))
    for left in found.left_out:
        why = labels.word(desk.library.words, "licence_left_out", left.reason)
        titles = "; ".join(_(known.title) for rule_id in left.rules if (known := rule_named(desk, rule_id)))
        output.talk(f"{name_of(left.car)}: {why}" + (f": {titles}" if titles else ""))


def _name(desk: Desk, one: Candidate) -> str:
    car = desk.store.get(CARS, one.car_id)
    return name_of(car) if car else str(one.car_id)
