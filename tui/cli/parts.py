"""``nearnew part``: the spare parts of a model, and what of them to send along."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli import output
from tui.cli.session import Session, chosen_cars, only_assignments
from tui.desk import kit_text, kit_views, parts_along, repair_partners
from tui.desk.checking import countries_named
from tui.desk.context import Desk
from tui.desk.editing import reading_of
from tui.desk.shipping import find as find_shipment
from tui.domain.fields import read_make
from tui.domain.kit_fields import PART, stock_text
from tui.domain.parts import Part
from tui.i18n import formats
from tui.i18n.field_labels import label_of
from tui.i18n.labels import word
from tui.i18n.sentences import problem_line
from tui.i18n.translator import _

_FORM = click.Choice(["table", "csv", "json"])


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""
    fields = ", ".join(PART)

    @root.group("part", help=_("Spare parts of your models: numbers, prices, waits, and what lies abroad."))
    def part() -> None:
        pass

    @part.command("list", help=_("List them by model."))
    @click.option("--make", help=_("Only those of this make."))
    @click.option("--model", help=_("Only those of this model."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, make: str | None, model: str | None, form: str) -> None:
        desk = session.desk()
        wanted = read_make(make, reading_of(desk)) if make else None
        found = repair_partners.parts(desk, make=wanted, model=model)
        titles = [
            _("Make"), _("Model"), _("Part"), _("Number"), _("Group"), _("Use"), _(">Price"), _(">Days"),
            _("Quoted on"), _("Stock abroad"),
        ]  # fmt: skip
        labels = desk.library.words
        body = [
            (
                _make(desk, one),
                one.model,
                one.name,
                one.number,
                word(labels, "part_group", one.group),
                word(labels, "part_use", one.use.value),
                formats.amount(one.price),
                one.lead_days,
                one.quoted_on,
                ", ".join(f"{there.country} {there.pieces}" for there in one.stock),
            )
            for one in found
        ]
        document = {"schema": "nearnew/parts/1", "parts": [kit_views.part_json(one) for one in found]}
        output.emit(form, titles, body, document, None)

    @part.command("show", help=_("Show one, by its number or name."))
    @click.argument("name")
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the output.")
    )
    @click.pass_obj
    def show(session: Session, name: str, form: str) -> None:
        desk = session.desk()
        found = repair_partners.find_part(desk, name)
        if form == "json":
            _tell(found)
            return
        labels = desk.library.words
        told = {
            "make": _make(desk, found),
            "group": word(labels, "part_group", found.group),
            "use": word(labels, "part_use", found.use.value),
            "price": formats.amount(found.price),
            "stock": stock_text(found.stock),
        }
        body = [(label_of(name), told.get(name, getattr(found, name))) for name in PART]
        output.data(output.table([_("Field"), _("Value")], body))

    @part.command("add", help=_("Add one from field=value words. Fields: %(known)s") % {"known": fields})
    @click.argument("words", nargs=-1, required=True)
    @click.option("--yes", is_flag=True, help=_("Keep what needs a word of confirmation."))
    @click.pass_obj
    def add(session: Session, words: tuple[str, ...], yes: bool) -> None:
        _tell(repair_partners.save_part(session.desk(writes=True), only_assignments(words), confirm=yes))

    @part.command(
        "edit", help=_("Change one: its number, then field=value words. Fields: %(known)s") % {"known": fields}
    )
    @click.argument("name")
    @click.argument("words", nargs=-1, required=True)
    @click.option("--yes", is_flag=True, help=_("Keep what needs a word of confirmation."))
    @click.pass_obj
    def edit(session: Session, name: str, words: tuple[str, ...], yes: bool) -> None:
        desk = session.desk(writes=True)
        found = repair_partners.find_part(desk, name)
        _tell(repair_partners.save_part(desk, only_assignments(words), found, confirm=yes))

    @part.command("remove", help=_("Remove one."))
    @click.argument("name")
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def remove(session: Session, name: str, yes: bool) -> None:
        desk = session.desk(writes=True)
        found = repair_partners.find_part(desk, name)
        if session.confirm(_("Remove %(name)s?") % {"name": found.number or found.name}, 1, yes=yes):
            repair_partners.remove_part(desk, found)

    _register_lists(part)


def _register_lists(part: click.Group) -> None:
    @part.command("import", help=_("Take in a list of parts: its columns are called as the fields are."))
    @click.argument("path", type=click.Path(path_type=Path))
    @click.option("--make", default="", help=_("The make, where the list has no such column."))
    @click.option("--model", default="", help=_("The model, where the list has no such column."))
    @click.option("--dry-run", is_flag=True, help=_("Show what would be done, and write nothing."))
    @click.option("--yes", is_flag=True, help=_("Keep what needs a word of confirmation."))
    @click.pass_obj
    def import_(session: Session, path: Path, make: str, model: str, dry_run: bool, yes: bool) -> None:
        desk = session.desk(writes=not dry_run)
        found = parts_along.read_parts(desk, path, make, model, confirm=yes)
        for row, problem in found.problems:
            output.talk(_("Row %(row)s: %(problem)s") % {"row": row, "problem": problem_line(problem)})
        if not dry_run:
            parts_along.write_parts(desk, found)
        document = {
            "schema": "nearnew/part-import/1",
            "accepted": len(found.parts),
            "problems": [{"row": row, "field": one.field, "code": one.code} for row, one in found.problems],
        }
        output.data(output.as_json(document))

    @part.command("gap", help=_("The parts to send along with a shipment, or with cars: what does not lie there."))
    @click.argument("words", nargs=-1, required=True)
    @click.option("--to", help=_("The destination of the cars; words are cars then, not a shipment."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def gap(session: Session, words: tuple[str, ...], to: str | None, form: str) -> None:
        desk = session.desk()
        if to is not None:
            found = parts_along.shopping_list(desk, chosen_cars(desk, words), countries_named(desk, to)[0])
        else:
            found = parts_along.of_shipment(desk, find_shipment(desk, " ".join(words)))
        titles, body = [_(title) for title in kit_text.GAP_TITLES], kit_text.gap_rows(desk, found)
        document = {
            "schema": "nearnew/parts-gap/1",
            "to": found.country,
            "parts": [kit_views.gap_json(one) for one in found.gaps],
            "without_list": [f"{one.make} {one.model}" for one in found.models if not one.listed],
        }
        output.emit(form, titles, body, document, None)
        for one in found.models:
            if not one.listed:
                output.talk(
                    _("No part of %(model)s is listed; nobody knows what its cars lack.") % {"model": one.model}
                )
        told = formats.amounts(found.cost)
        output.talk(
            _("To send to %(country)s: %(n)s parts, %(cost)s; %(unpriced)s of them without a price")
            % {
                "country": formats.country(found.country),
                "n": len(found.gaps),
                "cost": told,
                "unpriced": found.unpriced,
            }
        )


def _make(desk: Desk, one: Part) -> str:
    make = desk.library.makes.get(one.make)
    return make.name(desk.language) if make else one.make


def _tell(one: Part) -> None:
    output.data(output.as_json({"schema": "nearnew/part/1", "part": kit_views.part_json(one)}))
