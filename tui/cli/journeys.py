"""``nearnew shipment move|split|cancel|order|milestone|leg|container``: what happens to a shipment on its way."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tui.cli import output
from tui.cli.session import Session, chosen_cars, day, only_assignments, refuse_unknown_fields, split_assignments
from tui.cli.terms import QueryCommand
from tui.desk import journeying, moving, shipment_views, shipping
from tui.desk.context import Desk
from tui.domain.cars import Car
from tui.domain.documents import Document
from tui.domain.record_fields import CONTAINER, LEG
from tui.domain.shipments import Shipment
from tui.errors import UsageError
from tui.i18n import formats, labels
from tui.i18n.sentences import count_of_cars, problem_line
from tui.i18n.translator import _, ngettext


def register(shipment: click.Group) -> None:
    """Add the commands to the shipment group, with their help in the language of the run."""
    _register_moving(shipment)
    _register_steps(shipment)
    _register_legs(shipment)
    _register_containers(shipment)


def _register_moving(shipment: click.Group) -> None:
    @shipment.command(
        "move", cls=QueryCommand, help=_("Move cars to another shipment: from NUMBER, to NUMBER, QUERY or names.")
    )
    @click.argument("number")
    @click.argument("target")
    @click.argument("words", nargs=-1, required=True)
    @click.pass_obj
    def move(session: Session, number: str, target: str, words: tuple[str, ...]) -> None:
        desk = session.desk(writes=True)
        found, other = shipping.find(desk, number), shipping.find(desk, target)
        cars = chosen_cars(desk, words)
        left, joined = moving.move(desk, found, other, cars)
        told = {"cars": count_of_cars(len(cars)), "number": left.number, "target": joined.number}
        output.talk(_("Moved %(cars)s from %(number)s to %(target)s.") % told)
        _say_unfit(desk, found, cars, to=joined.deal.country)
        show(desk, joined)

    @shipment.command(
        "split",
        cls=QueryCommand,
        help=_("Put some cars on a new shipment of the same route and partners: NUMBER, QUERY or names."),
    )
    @click.argument("number")
    @click.argument("words", nargs=-1, required=True)
    @click.option("--number", "new_number", default="", help=_("The number of the new shipment; the next free one."))
    @click.pass_obj
    def split(session: Session, number: str, words: tuple[str, ...], new_number: str) -> None:
        desk = session.desk(writes=True)
        found, cars = shipping.find(desk, number), chosen_cars(desk, words)
        _left, new = moving.split(desk, found, cars, new_number)
        told = {"cars": count_of_cars(len(new.lines)), "number": new.number}
        output.talk(_("Made shipment %(number)s with %(cars)s.") % told)
        _say_unfit(desk, found, cars, to=new.deal.country)
        show(desk, new)

    @shipment.command("cancel", help=_("Cancel a shipment: its cars are free again and it keeps everything."))
    @click.argument("number")
    @click.option("--back", is_flag=True, help=_("Take a cancelled shipment back."))
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def cancel(session: Session, number: str, back: bool, yes: bool) -> None:
        desk = session.desk(writes=True)
        found = shipping.find(desk, number)
        cars = shipping.cars_of(desk, found)
        question = _("Cancel shipment %(number)s?") % {"number": found.number}
        if not back and not session.confirm(question, len(cars), yes=yes):
            return
        changed = moving.cancel(desk, found, back=back)
        if not back:
            _say_unfit(desk, found, cars)
        show(desk, changed)

    @shipment.command("order", cls=QueryCommand, help=_("Load these cars first, in this order: NUMBER, then names."))
    @click.argument("number")
    @click.argument("words", nargs=-1, required=True)
    @click.pass_obj
    def order(session: Session, number: str, words: tuple[str, ...]) -> None:
        desk = session.desk(writes=True)
        show(desk, moving.reorder(desk, shipping.find(desk, number), chosen_cars(desk, words)))


def _register_steps(shipment: click.Group) -> None:
    @shipment.command(
        "milestone",
        cls=QueryCommand,
        help=_(
            "Record a step of all cars at once: NUMBER, STEP (loaded, departed, arrived …), then cars for only some."
        ),
    )
    @click.argument("number")
    @click.argument("step")
    @click.argument("words", nargs=-1)
    @click.option("--on", "on_text", help=_("The day of the step; today when not named."))
    @click.option("--dry-run", is_flag=True, help=_("Show what would happen and write nothing."))
    @click.pass_obj
    def milestone(
        session: Session, number: str, step: str, words: tuple[str, ...], on_text: str | None, dry_run: bool
    ) -> None:
        desk = session.desk(writes=not dry_run)
        found, stage = shipping.find(desk, number), journeying.step_named(step)
        on = day(on_text) or desk.today
        cars = chosen_cars(desk, words) if words else None
        if cars is not None:
            shipping.refuse_strangers(found, cars)
        preview = journeying.preview_step(desk, found, stage, on, cars)
        for problem in dict.fromkeys(problem_line(one) for one in preview.problems):
            output.talk(problem)
        count = len(preview.changed) if dry_run else journeying.record_step(desk, found, stage, preview, confirm=True)
        word = labels.word(desk.library.words, "stage", stage.value)
        told = {"number": found.number, "step": word, "day": formats.day(on), "cars": count_of_cars(count)}
        output.talk(_("%(number)s: %(step)s on %(day)s, %(cars)s.") % told)
        if not dry_run:
            show(desk, shipping.latest(desk, found))


def _register_legs(shipment: click.Group) -> None:
    @shipment.group("leg", help=_("The legs of a route: from where to where, by what, and when."))
    def leg() -> None:
        pass

    fields = {"known": ", ".join(LEG)}

    @leg.command("add", help=_("Add a leg behind the others: NUMBER, then field=value. Fields: %(known)s") % fields)
    @click.argument("number")
    @click.argument("words", nargs=-1, required=True)
    @click.pass_obj
    def add(session: Session, number: str, words: tuple[str, ...]) -> None:
        desk = session.desk(writes=True)
        show(desk, journeying.put_leg(desk, shipping.find(desk, number), only_assignments(words)))

    @leg.command("edit", help=_("Change a leg: NUMBER, its place (1 is the first), then field=value."))
    @click.argument("number")
    @click.argument("place")
    @click.argument("words", nargs=-1, required=True)
    @click.pass_obj
    def edit(session: Session, number: str, place: str, words: tuple[str, ...]) -> None:
        desk = session.desk(writes=True)
        show(desk, journeying.put_leg(desk, shipping.find(desk, number), only_assignments(words), _place(place)))

    @leg.command("remove", help=_("Take a leg away: NUMBER and its place."))
    @click.argument("number")
    @click.argument("place")
    @click.pass_obj
    def remove(session: Session, number: str, place: str) -> None:
        desk = session.desk(writes=True)
        show(desk, journeying.remove_leg(desk, shipping.find(desk, number), _place(place)))


def _register_containers(shipment: click.Group) -> None:
    @shipment.group(
        "container", help=_("The containers of a shipment: number, type, seals, and what is loaded in them.")
    )
    def container() -> None:
        pass

    fields = {"known": ", ".join(CONTAINER)}

    @container.command(
        "add",
        cls=QueryCommand,
        help=_(
            "Add a container: NUMBER, its own number, field=value, the cars in it, the deepest first. Fields: %(known)s"
        )
        % fields,
    )
    @click.argument("number")
    @click.argument("box")
    @click.argument("words", nargs=-1)
    @click.option("--yes", is_flag=True, help=_("Take a number whose check digit does not fit."))
    @click.pass_obj
    def add(session: Session, number: str, box: str, words: tuple[str, ...], yes: bool) -> None:
        desk = session.desk(writes=True)
        names, texts = _container_words(words)
        cars = chosen_cars(desk, names) if names else []
        found = shipping.find(desk, number)
        show(desk, journeying.put_container(desk, found, [("number", box), *texts], cars=cars, confirm=yes))

    @container.command(
        "edit",
        cls=QueryCommand,
        help=_(
            "Change a container: NUMBER, its own number or the end of it, field=value, and the cars that are in it now."
        ),
    )
    @click.argument("number")
    @click.argument("box")
    @click.argument("words", nargs=-1)
    @click.option("--empty", is_flag=True, help=_("Nothing is in it."))
    @click.option("--yes", is_flag=True, help=_("Take a number whose check digit does not fit."))
    @click.pass_obj
    def edit(session: Session, number: str, box: str, words: tuple[str, ...], empty: bool, yes: bool) -> None:
        desk = session.desk(writes=True)
        names, texts = _container_words(words)
        cars: Sequence[Car] | None = chosen_cars(desk, names) if names else [] if empty else None
        found = shipping.find(desk, number)
        old = journeying.container_named(found, box)
        show(desk, journeying.put_container(desk, found, texts, old, cars=cars, confirm=yes))

    @container.command("remove", help=_("Take a container off a shipment: NUMBER and its own number."))
    @click.argument("number")
    @click.argument("box")
    @click.pass_obj
    def remove(session: Session, number: str, box: str) -> None:
        desk = session.desk(writes=True)
        found = shipping.find(desk, number)
        show(desk, journeying.remove_container(desk, found, journeying.container_named(found, box)))


def show(desk: Desk, shipment: Shipment) -> None:
    """A shipment as JSON."""
    output.data(output.as_json({"schema": "nearnew/shipment/1", "shipment": shipment_views.whole(desk, shipment)}))


def _container_words(words: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    names, texts = split_assignments(words, (*CONTAINER,))
    refuse_unknown_fields(names, (*CONTAINER,))
    return names, texts


def _place(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise UsageError("leg_place", value=text[:40])
    return int(text)


def _say_unfit(desk: Desk, shipment: Shipment, cars: Sequence[Car], *, to: str | None = None) -> None:
    """Say which papers no longer fit."""
    papers: tuple[Document, ...] = moving.unfit(desk, shipment, [car.id for car in cars], to=to)
    if not papers:
        return
    names = _(", ").join(f"{_(title)} {number}".strip() for title, number in moving.named(desk, papers))
    text = ngettext("%(n)d paper no longer fits: %(papers)s", "%(n)d papers no longer fit: %(papers)s", len(papers))
    output.talk(text % {"n": len(papers), "papers": names})
