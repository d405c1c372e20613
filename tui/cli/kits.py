"""``nearnew kit``: what buyers abroad have to be given with a model, how far it is, and what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from tui.cli import output
from tui.cli.session import Session, chosen_cars, day, only_assignments, split_assignments
from tui.desk import attaching, kit_photos, kit_rules, kit_text, kit_views, kit_words, localising
from tui.desk.checking import Checker, Question, countries_named
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kit_book import ModelAt, kit_book
from tui.desk.stock import find_car
from tui.domain.attachments import GRADES
from tui.domain.cars import Car
from tui.domain.kit_fields import EVIDENCE, ITEM
from tui.domain.kit_standing import Counts, Standing
from tui.domain.words import Powertrain
from tui.errors import UsageError
from tui.i18n.labels import word
from tui.i18n.translator import _

_FIELDS = (*ITEM, *EVIDENCE)
_FORM = click.Choice(["table", "csv", "json"])
_TEXT = click.Choice(["text", "json"])
_DRIVE = click.Choice([one.value for one in Powertrain])


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @root.group("kit", help=_("Localisation kits: what a model needs before a buyer abroad can live with it."))
    def kit() -> None:
        pass

    _register_reading(kit)
    _register_writing(kit)


def _register_reading(kit: click.Group) -> None:
    @kit.command("list", help=_("Models against destinations: done of what applies, and the open blockers."))
    @click.option("--to", help=_("Destinations, parted by commas; else those that cars and kits are for."))
    @click.option("--on", "on_text", help=_("The day to look at; today when left out."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, to: str | None, on_text: str | None, form: str) -> None:
        desk = session.desk()
        board = localising.board(desk, day(on_text), countries_named(desk, to) if to else None)
        marks = kit_text.ASCII_MARKS if session.settings.ui.glyphs == "ascii" else kit_text.MARKS
        body = [
            [
                kit_words.model_text(desk, model),
                *(_cell(board.cells[place, code], marks[Standing.OPEN]) for code in board.countries),
            ]
            for place, model in enumerate(board.models)
        ]
        output.emit(form, [_("Model"), *board.countries], body, kit_views.board_document(board), None)

    @kit.command("show", help=_("Show the kit of MAKE MODEL for a destination, or of one car."))
    @click.argument("words", nargs=-1)
    @click.option("--to", help=_("The destination; for a car its own when left out."))
    @click.option("--car", "car_name", help=_("A car instead of a model."))
    @click.option("--powertrain", type=_DRIVE, help=_("Which one, where a model has several."))
    @click.option("--on", "on_text", help=_("The day to look at; today when left out."))
    @click.option("--open", "only_open", is_flag=True, help=_("Only what is left to do."))
    @click.option("--format", "form", type=_TEXT, default="text", help=_("Form of the output."))
    @click.pass_obj
    def show(
        session: Session,
        words: tuple[str, ...],
        to: str | None,
        car_name: str | None,
        powertrain: str | None,
        on_text: str | None,
        only_open: bool,
        form: str,
    ) -> None:
        desk = session.desk()
        on = day(on_text)
        if car_name is not None:
            car = find_car(desk, car_name)
            page = localising.kit_of_car(desk, car, _country(desk, to, [car]), on)
        else:
            page = localising.kit_of(desk, _model(desk, words, to, powertrain), on)
        page = kit_rules.with_rules(desk, page)
        if form == "json":
            output.data(output.as_json(kit_views.kit_document(page)))
            return
        output.data(kit_text.page_text(desk, page, session.settings.ui.glyphs, only_open=only_open))

    @kit.command("template", help=_("The items that count for a destination, and which file says so."))
    @click.argument("words", nargs=-1)
    @click.option("--to", required=True, help=_("The destination."))
    @click.option("--powertrain", type=_DRIVE, help=_("Which one, where a model has several."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def template(session: Session, words: tuple[str, ...], to: str, powertrain: str | None, form: str) -> None:
        desk = session.desk()
        at = _model(desk, words, to, powertrain) if words else ModelAt("", "", _code(desk, to), powertrain or "")
        found = kit_book(desk).template(at)
        labels = desk.library.words
        body = [
            (
                word(labels, "kit_area", item.area),
                item.id,
                _(item.title),
                word(labels, "kit_weight", item.weight.value),
                word(labels, "kit_scope", item.scope.value),
                kit_words.proof_text(desk, item) or (_("worked out") if item.computed else _("rules")),
                word(labels, "giver", item.giver),
                item.origin if item.origin != "shipped" else "",
            )
            for item in found.items
        ]
        titles = [_("Area"), _("Item"), _("Title"), _("Weight"), _("For"), _("Proof"), _("From whom"), _("File")]
        output.emit(form, titles, body, kit_views.template_document(found), None)
        for gone in found.retired:
            output.talk(_("Retired: %(item)s (%(why)s)") % {"item": gone.id, "why": gone.why})


def _register_writing(kit: click.Group) -> None:
    @kit.command(
        "set",
        help=_("Set items of MAKE MODEL, or of cars: --item ID, then field=value. Fields: %(known)s")
        % {"known": ", ".join(_FIELDS)},
    )
    @click.argument("words", nargs=-1, required=True)
    @click.option("--item", "items", multiple=True, required=True, help=_("An item of the kit; may be given again."))
    @click.option("--to", help=_("The destination; for cars their own when left out."))
    @click.option("--car", "car_names", multiple=True, help=_("A car instead of a model; may be given again."))
    @click.option("--powertrain", type=_DRIVE, help=_("Which one, where a model has several."))
    @click.option("--file", "files", multiple=True, type=click.Path(path_type=Path), help=_("A file that proves it."))
    @click.option("--grade", type=click.Choice(GRADES), default=None, help=_("Grade of the files as evidence."))
    @click.option("--drop", type=int, help=_("Take off the evidence of this number instead."))
    @click.pass_obj
    def set_(
        session: Session,
        words: tuple[str, ...],
        items: tuple[str, ...],
        to: str | None,
        car_names: tuple[str, ...],
        powertrain: str | None,
        files: tuple[Path, ...],
        grade: str | None,
        drop: int | None,
    ) -> None:
        desk = session.desk(writes=True)
        names, texts = split_assignments(words)
        cars = chosen_cars(desk, car_names) if car_names else []
        if cars:
            at = localising.model_of(desk, cars[0], _country(desk, to, cars))
        else:
            at = _model(desk, names, to, powertrain)
        if drop is not None:
            localising.drop_evidence(desk, at, items[0], drop, car=cars[0] if cars else None)
            output.talk(_("Evidence %(n)s of %(item)s taken off.") % {"n": drop, "item": items[0]})
            return
        if not texts and not files:
            raise UsageError("field_without_value", value=items[0][:60])
        attached = [attaching.kept(desk, path, grade or "") for path in files]
        found = localising.set_items(desk, at, items, texts, cars=cars, attachments=attached)
        for one in found:
            output.talk(kit_text.item_text(desk, one, session.settings.ui.glyphs))
        document = {"schema": "nearnew/kit-items/1", "items": [kit_views.item_json(one) for one in found]}
        output.data(output.as_json(document))

    @kit.command("copy", help=_("Copy the kit of MAKE MODEL to another country or model, with what still holds there."))
    @click.argument("words", nargs=-1, required=True)
    @click.option("--from", "source", required=True, help=_("The country whose kit is copied."))
    @click.option("--to", help=_("The country it is copied to; the same when left out."))
    @click.option("--to-model", help=_("Make and model it is copied to, as one word in quotes."))
    @click.option("--powertrain", type=_DRIVE, help=_("Which one, where a model has several."))
    @click.option("--dry-run", is_flag=True, help=_("Show what would be done, and write nothing."))
    @click.pass_obj
    def copy(
        session: Session,
        words: tuple[str, ...],
        source: str,
        to: str | None,
        to_model: str | None,
        powertrain: str | None,
        dry_run: bool,
    ) -> None:
        desk = session.desk(writes=not dry_run)
        first = _model(desk, words, source, powertrain)
        country = _code(desk, to) if to else first.country
        target = localising.model_named(desk, to_model.split() if to_model else words, country, powertrain)
        plan = localising.plan_copy(desk, first, target)
        for one in plan.carried:
            text = _("%(item)s: holds there") if one.holds else _("%(item)s: only who does it, and what it takes")
            output.talk(text % {"item": one.entry.item})
        for item in plan.kept:
            output.talk(_("%(item)s: stays as it is there") % {"item": item})
        if not dry_run and plan.carried:
            localising.copy(desk, plan)
        output.data(output.as_json({"schema": "nearnew/kit-copy/1", **kit_views.copy_json(plan)}))

    @kit.command("photos", help=_("Add the files of FOLDER whose names carry VINs as evidence, car by car."))
    @click.argument("folder", type=click.Path(path_type=Path))
    @click.argument("words", nargs=-1)
    @click.option("--to", required=True, help=_("The destination."))
    @click.option("--item", default="", help=_("The item they prove; else each name carries it too."))
    @click.option("--dry-run", is_flag=True, help=_("Show what would be done, and write nothing."))
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def photos(
        session: Session, folder: Path, words: tuple[str, ...], to: str, item: str, dry_run: bool, yes: bool
    ) -> None:
        desk = session.desk(writes=not dry_run)
        found = kit_photos.propose(desk, folder, item, _code(desk, to))
        body = [(one.path.name, name_of(one.car), one.item) for one in found.matches]
        body += [(path.name, "", "") for path in found.unmatched]
        output.data(output.table([_("File"), _("Car"), _("Item")], body))
        if dry_run:
            return
        cars = len({one.car.id for one in found.matches})
        question = _("Add %(files)s files to %(cars)s cars?") % {"files": len(found.matches), "cars": cars}
        if session.confirm(question, len(found.matches), yes=yes):
            kit_photos.add(desk, found, only_assignments(words))


def _model(desk: Desk, words: Sequence[str], to: str | None, powertrain: str | None) -> ModelAt:
    if to is None:
        raise UsageError("destination_needed")
    if len(words) < 2:
        raise UsageError("kit_model_needed")
    return localising.model_named(desk, words, _code(desk, to), powertrain)


def _code(desk: Desk, text: str) -> str:
    return countries_named(desk, text)[0]


def _country(desk: Desk, to: str | None, cars: Sequence[Car]) -> str:
    """The destination named, else the one that all of the cars go to."""
    if to is not None:
        return _code(desk, to)
    checker = Checker(desk, Question(desk.today))
    found = {checker.own_destination(car) for car in cars}
    if len(found) != 1 or None in found:
        raise UsageError("destination_needed")
    return str(found.pop())


def _cell(counts: Counts, mark: str) -> str:
    blockers = f" {mark}{counts.blockers}" if counts.blockers else ""
    return f"{counts.done}/{counts.applicable}{blockers}"
