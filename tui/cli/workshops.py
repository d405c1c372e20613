"""``nearnew partner`` and ``nearnew distributor``: who repairs a make abroad, and who would rather not."""

from __future__ import annotations

import click

from tui.cli import output
from tui.cli.session import Session, day, only_assignments
from tui.desk import kit_views, kit_words, repair_partners
from tui.desk.checking import countries_named
from tui.desk.context import Desk
from tui.desk.editing import reading_of
from tui.domain.distributors import Distributor
from tui.domain.fields import read_make
from tui.domain.kit_fields import DISTRIBUTOR, REPAIR_PARTNER, certificates_text
from tui.domain.repair_partners import EVERY_MAKE
from tui.i18n import formats
from tui.i18n.field_labels import label_of
from tui.i18n.translator import _

_FORM = click.Choice(["table", "csv", "json"])
_TEXT = click.Choice(["text", "json"])


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""
    _register_partners(root)
    _register_distributors(root)


def _register_partners(root: click.Group) -> None:
    fields = ", ".join(REPAIR_PARTNER)

    @root.group("partner", help=_("Repair partners: workshops abroad that look after your cars."))
    def partner() -> None:
        pass

    @partner.command("list", help=_("List them by country and city, with what keeps one from counting."))
    @click.option("--to", help=_("Only those in this country."))
    @click.option("--make", help=_("Only those that repair this make."))
    @click.option("--on", "on_text", help=_("The day to look at; today when left out."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, to: str | None, make: str | None, on_text: str | None, form: str) -> None:
        desk = session.desk()
        country = countries_named(desk, to)[0] if to else None
        wanted = read_make(make, reading_of(desk)) if make else None
        found = repair_partners.partners(desk, day(on_text), country=country, make=wanted)
        titles = [
            _("Country"), _("City"), _("Name"), _("Makes"), _("High voltage until"), _("Tools read"), _(">A week"),
            _("Contract until"), _("Confirmed"), _("Counts"),
        ]  # fmt: skip
        body = [
            (
                one.partner.country,
                one.partner.city,
                one.partner.name,
                makes_text(desk, one.partner.makes),
                one.hv_until,
                makes_text(desk, one.partner.diagnostic_makes),
                one.partner.cars_a_week,
                one.partner.contract_until,
                one.partner.last_confirmed,
                _("yes") if one.counts else _("; ").join(kit_words.texts(desk, one.shortcomings)),
            )
            for one in found
        ]
        document = {"schema": "nearnew/partners/1", "partners": [kit_views.partner_json(one) for one in found]}
        output.emit(form, titles, body, document, None)

    @partner.command("show", help=_("Show one, by name."))
    @click.argument("name")
    @click.option("--format", "form", type=_TEXT, default="text", help=_("Form of the output."))
    @click.pass_obj
    def show(session: Session, name: str, form: str) -> None:
        desk = session.desk()
        _tell(desk, repair_partners.find_partner(desk, name).id, form)

    @partner.command("add", help=_("Add one from field=value words. Fields: %(known)s") % {"known": fields})
    @click.argument("words", nargs=-1, required=True)
    @click.option("--yes", is_flag=True, help=_("Keep what needs a word of confirmation."))
    @click.pass_obj
    def add(session: Session, words: tuple[str, ...], yes: bool) -> None:
        desk = session.desk(writes=True)
        _tell(desk, repair_partners.save_partner(desk, only_assignments(words), confirm=yes).id, "json")

    @partner.command(
        "edit", help=_("Change one: its name, then field=value words. Fields: %(known)s") % {"known": fields}
    )
    @click.argument("name")
    @click.argument("words", nargs=-1, required=True)
    @click.option("--yes", is_flag=True, help=_("Keep what needs a word of confirmation."))
    @click.pass_obj
    def edit(session: Session, name: str, words: tuple[str, ...], yes: bool) -> None:
        desk = session.desk(writes=True)
        found = repair_partners.find_partner(desk, name)
        _tell(desk, repair_partners.save_partner(desk, only_assignments(words), found, confirm=yes).id, "json")

    @partner.command("remove", help=_("Remove one; kits that count it stand without it from then on."))
    @click.argument("name")
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def remove(session: Session, name: str, yes: bool) -> None:
        desk = session.desk(writes=True)
        found = repair_partners.find_partner(desk, name)
        if session.confirm(_("Remove %(name)s?") % {"name": found.name}, 1, yes=yes):
            repair_partners.remove_partner(desk, found)


def _tell(desk: Desk, partner_id: int, form: str) -> None:
    line = next(one for one in repair_partners.partners(desk) if one.partner.id == partner_id)
    if form == "json":
        output.data(output.as_json({"schema": "nearnew/partner/1", "partner": kit_views.partner_json(line)}))
        return
    partner = line.partner
    told = {
        "country": formats.country(partner.country),
        "makes": makes_text(desk, partner.makes),
        "diagnostic_makes": makes_text(desk, partner.diagnostic_makes),
        "hv_certificates": certificates_text(partner.hv_certificates),
        "languages": ", ".join(partner.languages),
    }
    body = [(label_of(name), told.get(name, getattr(partner, name)) or None) for name in REPAIR_PARTNER]
    counts = _("yes") if line.counts else _("; ").join(kit_words.texts(desk, line.shortcomings))
    output.data(output.table([_("Field"), _("Value")], [*body, (_("Counts"), counts)]))


def makes_text(desk: Desk, makes: tuple[str, ...]) -> str:
    """Makes by their names."""
    if EVERY_MAKE in makes:
        return _("every make")
    known = desk.library.makes
    return ", ".join(known[one].name(desk.language) if one in known else one for one in makes)


def _register_distributors(root: click.Group) -> None:
    fields = ", ".join(DISTRIBUTOR)

    @root.group("distributor", help=_("Official distributors abroad, and what they do to cars that came past them."))
    def distributor() -> None:
        pass

    @distributor.command("list", help=_("List them by make and country."))
    @click.option("--to", help=_("Only those in this country."))
    @click.option("--make", help=_("Only those of this make."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, to: str | None, make: str | None, form: str) -> None:
        desk = session.desk()
        country = countries_named(desk, to)[0] if to else None
        wanted = read_make(make, reading_of(desk)) if make else None
        found = repair_partners.distributors(desk, make=wanted, country=country)
        titles = [_("No."), _("Make"), _("Country"), _("What is known"), _("Source"), _("Said on")]
        body = [
            (
                one.id,
                makes_text(desk, (one.make,)),
                one.country,
                kit_words.distributor_text(one),
                one.source,
                one.told_on,
            )
            for one in found
        ]
        data = {"schema": "nearnew/distributors/1", "distributors": [kit_views.distributor_json(one) for one in found]}
        output.emit(form, titles, body, data, None)

    @distributor.command("add", help=_("Add one from field=value words. Fields: %(known)s") % {"known": fields})
    @click.argument("words", nargs=-1, required=True)
    @click.option("--yes", is_flag=True, help=_("Keep what needs a word of confirmation."))
    @click.pass_obj
    def add(session: Session, words: tuple[str, ...], yes: bool) -> None:
        made = repair_partners.save_distributor(session.desk(writes=True), only_assignments(words), confirm=yes)
        _tell_distributor(made)

    @distributor.command(
        "edit", help=_("Change one: its number, then field=value words. Fields: %(known)s") % {"known": fields}
    )
    @click.argument("number", type=int)
    @click.argument("words", nargs=-1, required=True)
    @click.option("--yes", is_flag=True, help=_("Keep what needs a word of confirmation."))
    @click.pass_obj
    def edit(session: Session, number: int, words: tuple[str, ...], yes: bool) -> None:
        desk = session.desk(writes=True)
        found = repair_partners.find_distributor(desk, number)
        _tell_distributor(repair_partners.save_distributor(desk, only_assignments(words), found, confirm=yes))

    @distributor.command("remove", help=_("Remove one, by number."))
    @click.argument("number", type=int)
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def remove(session: Session, number: int, yes: bool) -> None:
        desk = session.desk(writes=True)
        found = repair_partners.find_distributor(desk, number)
        name = f"{found.make} {found.country} {found.name}".strip()
        if session.confirm(_("Remove %(name)s?") % {"name": name}, 1, yes=yes):
            repair_partners.remove_distributor(desk, found)


def _tell_distributor(one: Distributor) -> None:
    document = {"schema": "nearnew/distributor/1", "distributor": kit_views.distributor_json(one)}
    output.data(output.as_json(document))
