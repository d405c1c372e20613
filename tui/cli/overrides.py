"""``nearnew override``: a named person's decision to go on in spite of a flag."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli import output
from tui.cli.session import Session, chosen_cars, day
from tui.cli.terms import QueryCommand
from tui.desk import overriding
from tui.desk.checking import countries_named
from tui.desk.context import Desk
from tui.desk.documents import rule_named
from tui.desk.editing import name_of
from tui.domain.cars import Car
from tui.domain.overrides import Override
from tui.errors import NotFound, UsageError
from tui.i18n import formats, labels
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _

_MOST_NAMED = 3


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @root.group("override", help=_("Decisions of a named person to go on in spite of a flag; printed on every paper."))
    def override() -> None:
        pass

    _register_add(override)
    _register_list(override)
    _register_withdraw(override)


def _register_add(group: click.Group) -> None:
    @group.command(
        "add",
        cls=QueryCommand,
        help=_("Record who decided to go on with cars in spite of a rule, and why. It lapses when the rule changes."),
    )
    @click.argument("words", nargs=-1, required=True)
    @click.option("--rule", "rule_id", required=True, help=_("The rule's id, as `check --explain` names it."))
    @click.option("--to", help=_("The destination; else the cars' own."))
    @click.option("--by", required=True, help=_("The name of the person who decided."))
    @click.option("--reason", required=True, help=_("Why; printed on the paper."))
    @click.option("--note", default="", help=_("A note for the book, not printed."))
    @click.option("--until", help=_("The last day it counts."))
    @click.option("--file", type=click.Path(path_type=Path), help=_("A file that goes with it, kept in the book."))
    @click.option("--yes", is_flag=True, help=_("Go on even where facts are missing."))
    @click.pass_obj
    def add(
        session: Session,
        words: tuple[str, ...],
        rule_id: str,
        to: str | None,
        by: str,
        reason: str,
        note: str,
        until: str | None,
        file: Path | None,
        yes: bool,
    ) -> None:
        desk = session.desk(writes=True)
        rule = rule_named(desk, rule_id)
        if rule is None:
            raise NotFound("rule_unknown", value=rule_id[:60])
        cars = chosen_cars(desk, words)
        made = overriding.add(
            desk,
            cars,
            rule,
            _destination(desk, cars, to),
            by=by,
            reason=reason,
            note=note,
            until=day(until),
            file=file,
            confirm=yes,
        )
        output.talk(
            _("Override %(id)s: %(by)s goes on with %(cars)s to %(country)s in spite of: %(title)s")
            % {
                "id": made.id,
                "by": made.by,
                "cars": count_of_cars(len(made.cars)),
                "country": made.country,
                "title": _(rule.title),
            }
        )
        _show(desk, made)


def _register_list(group: click.Group) -> None:
    @group.command("list", cls=QueryCommand, help=_("List overrides, all or those about some cars."))
    @click.argument("words", nargs=-1)
    @click.option("--in-force", is_flag=True, help=_("Only those that count today."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", help=_("Form of the output.")
    )
    @click.pass_obj
    def list_(session: Session, words: tuple[str, ...], in_force: bool, form: str) -> None:
        desk = session.desk()
        cars = chosen_cars(desk, words) if words else None
        found = overriding.listed(desk, cars=cars, in_force=in_force)
        columns = [
            _(">No."),
            _("Standing"),
            _("Rule"),
            _("To"),
            _("Cars"),
            _("Decided by"),
            _("Made"),
            _("Until"),
            _("Reason"),
        ]
        body = [
            (
                one.id,
                labels.word(desk.library.words, "override_standing", overriding.standing_of(desk, one).value),
                one.rule_id,
                one.country,
                _named(overriding.cars_of(desk, one), short=form == "table"),
                one.by,
                formats.day(one.made_on),
                formats.day(one.until),
                one.reason,
            )
            for one in found
        ]
        document = {
            "schema": "nearnew/overrides/1",
            "overrides": [overriding.as_json(desk, one) for one in found],
        }
        output.emit(form, columns, body, document, None)


def _register_withdraw(group: click.Group) -> None:
    @group.command("withdraw", help=_("Take an override back from today on; the record stays."))
    @click.argument("number", type=int)
    @click.pass_obj
    def withdraw(session: Session, number: int) -> None:
        desk = session.desk(writes=True)
        changed = overriding.withdraw(desk, overriding.get(desk, number))
        output.talk(_("Override %(id)s no longer counts.") % {"id": changed.id})
        _show(desk, changed)


def _show(desk: Desk, one: Override) -> None:
    output.data(output.as_json({"schema": "nearnew/override/1", "override": overriding.as_json(desk, one)}))


def _named(cars: list[Car], *, short: bool) -> str:
    names = [name_of(car) for car in cars]
    if not short:
        return " ".join(names)
    rest = len(names) - _MOST_NAMED
    return " ".join(name[-8:] for name in names[:_MOST_NAMED]) + (f" +{rest}" if rest > 0 else "")


def _destination(desk: Desk, cars: list[Car], text: str | None) -> str:
    """The one country of ``--to``, else the one that all the cars go to; raises UsageError."""
    named = countries_named(desk, text) if text is not None else ()
    if len(named) > 1:
        raise UsageError("override_destination")
    return overriding.one_destination(desk, cars, named[0] if named else None)
