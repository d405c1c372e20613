"""``nearnew shipment``: cars that travel together, and the paper about them."""

from __future__ import annotations

from pathlib import Path

import click

from tui.cli import dossiers, issued, journeys, output, papers, prints, templates
from tui.cli.cars import via_named
from tui.cli.checks import overridden_text, verdict_text
from tui.cli.explained import doubt_text
from tui.cli.records import named_partner
from tui.cli.session import Session, chosen_cars, only_assignments, refuse_unknown_fields, split_assignments
from tui.cli.terms import QueryCommand
from tui.desk import shipment_views, shipping
from tui.desk.checking import countries_named
from tui.desk.context import Desk
from tui.desk.editing import name_of, reading_of
from tui.desk.journey_words import journey_lines, stage_text
from tui.desk.kinds import SHIPMENTS
from tui.domain.fields import read_money
from tui.domain.record_fields import SHIPMENT, SHIPMENT_DEAL
from tui.domain.shipments import Shipment
from tui.domain.values import Unreadable
from tui.errors import UsageError
from tui.i18n import labels
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _

_FIELDS = (*SHIPMENT, *SHIPMENT_DEAL)


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @root.group("shipment", help=_("Shipments: make one of cars, change it, follow it on its way, print its papers."))
    def shipment() -> None:
        pass

    _register_writing(shipment)
    _register_reading(shipment)
    papers.register(shipment)
    issued.register(shipment)
    templates.register(shipment)
    dossiers.register_writing(shipment)
    journeys.register(shipment)
    prints.register_agreement(shipment)


def _register_writing(shipment: click.Group) -> None:
    known = {"known": ", ".join(_FIELDS)}

    @shipment.command(
        "new",
        cls=QueryCommand,
        help=_("Make a shipment of cars (QUERY or names); then field=value. Fields: %(known)s") % known,
    )
    @click.argument("words", nargs=-1)
    @click.option("--to", required=True, help=_("The destination country."))
    @click.option("--via", help=_("Countries the route passes through, parted by commas."))
    @click.option("--consignee", help=_("The consignee, by name (party add makes one)."))
    @click.option("--firm", help=_("The exporting firm, by name; the only one when there is one."))
    @click.pass_obj
    def new(
        session: Session, words: tuple[str, ...], to: str, via: str | None, consignee: str | None, firm: str | None
    ) -> None:
        desk = session.desk(writes=True)
        names, texts = split_assignments(words, _FIELDS)
        refuse_unknown_fields(names, _FIELDS)
        made = shipping.create(
            desk,
            chosen_cars(desk, names, needed=False) if names else [],
            _one_country(desk, to),
            texts,
            via=via_named(desk, via),
            consignee_id=named_partner(desk, "party", consignee),
            firm_id=named_partner(desk, "firm", firm),
        )
        output.talk(
            _("Made shipment %(number)s with %(cars)s.")
            % {"number": made.number, "cars": count_of_cars(len(made.lines))}
        )
        journeys.show(desk, made)

    @shipment.command("edit", help=_("Change a shipment: its number, then field=value. Fields: %(known)s") % known)
    @click.argument("number")
    @click.argument("words", nargs=-1)
    @click.option("--consignee", help=_("The consignee, by name."))
    @click.option("--notify", help=_("The notify party, by name."))
    @click.option("--broker", help=_("The customs broker, by name."))
    @click.option("--agent", help=_("The agent or forwarder, by name."))
    @click.option("--firm", help=_("The exporting firm, by name."))
    @click.option("--via", help=_("Countries the route passes through, parted by commas."))
    @click.pass_obj
    def edit(
        session: Session,
        number: str,
        words: tuple[str, ...],
        consignee: str | None,
        notify: str | None,
        broker: str | None,
        agent: str | None,
        firm: str | None,
        via: str | None,
    ) -> None:
        desk = session.desk(writes=True)
        changed = shipping.edit(
            desk,
            shipping.find(desk, number),
            only_assignments(words),
            via=via_named(desk, via),
            consignee_id=named_partner(desk, "party", consignee),
            notify_id=named_partner(desk, "party", notify),
            broker_id=named_partner(desk, "party", broker),
            agent_id=named_partner(desk, "party", agent),
            firm_id=named_partner(desk, "firm", firm),
        )
        journeys.show(desk, changed)

    @shipment.command("add", cls=QueryCommand, help=_("Put cars on a shipment: its number, then QUERY or names."))
    @click.argument("number")
    @click.argument("words", nargs=-1, required=True)
    @click.pass_obj
    def add(session: Session, number: str, words: tuple[str, ...]) -> None:
        desk = session.desk(writes=True)
        changed = shipping.add(desk, shipping.find(desk, number), chosen_cars(desk, words))
        _say(changed)

    @shipment.command("remove", cls=QueryCommand, help=_("Take cars off a shipment: its number, then QUERY or names."))
    @click.argument("number")
    @click.argument("words", nargs=-1, required=True)
    @click.pass_obj
    def remove(session: Session, number: str, words: tuple[str, ...]) -> None:
        desk = session.desk(writes=True)
        changed = shipping.remove(desk, shipping.find(desk, number), chosen_cars(desk, words))
        _say(changed)

    @shipment.command(
        "price",
        cls=QueryCommand,
        help=_("Set the invoice price of cars: number, AMOUNT such as 15500USD, QUERY or names."),
    )
    @click.argument("number")
    @click.argument("amount")
    @click.argument("words", nargs=-1, required=True)
    @click.pass_obj
    def price(session: Session, number: str, amount: str, words: tuple[str, ...]) -> None:
        desk = session.desk(writes=True)
        found = shipping.find(desk, number)
        try:
            money = read_money(amount, reading_of(desk))
        except Unreadable as error:
            raise UsageError(error.code, **error.params) from error
        _say(shipping.price(desk, found, chosen_cars(desk, words), money))


def _register_reading(shipment: click.Group) -> None:
    @shipment.command("list", help=_("List the shipments with their verdicts."))
    @click.option(
        "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", help=_("Form of the output.")
    )
    @click.pass_obj
    def list_(session: Session, form: str) -> None:
        desk = session.desk()
        found = [(one, shipping.judge(desk, one, desk.today)[0]) for one in desk.store.all(SHIPMENTS)]
        columns = [_("Number"), _("To"), _("Mode"), _(">Cars"), _("Departs"), _("Arrives"), _("Stage"), _("Verdict")]
        body = [
            (
                one.number,
                one.deal.country,
                labels.word(desk.library.words, "mode", one.mode.value),
                len(one.lines),
                one.departs,
                one.arrives,
                stage_text(desk, one),
                _("cancelled") if one.cancelled else verdict_text(desk, verdict, session.settings.ui.glyphs),
            )
            for one, verdict in found
        ]
        data = {
            "schema": "nearnew/shipments/1",
            "shipments": [shipment_views.whole(desk, one, verdict.value) for one, verdict in found],
        }
        output.emit(form, columns, body, data, None)

    @shipment.command("show", help=_("Show one shipment: its route, its load, its cars and what each of them lacks."))
    @click.argument("number")
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the output.")
    )
    @click.pass_obj
    def show(session: Session, number: str, form: str) -> None:
        desk = session.desk()
        found = shipping.find(desk, number)
        verdict, answers = shipping.judge(desk, found, desk.today)
        if form == "json":
            data = shipment_views.whole(desk, found, verdict.value)
            output.data(output.as_json({"schema": "nearnew/shipment/1", "shipment": data}))
            return
        glyphs = session.settings.ui.glyphs
        told = {"label": f"{found.number} → {found.deal.country}", "text": verdict_text(desk, verdict, glyphs)}
        lines = [_("%(label)s: %(text)s") % told]
        lines += journey_lines(desk, found)
        for answer in answers:
            lines.append(f"  {name_of(answer.car)}  {verdict_text(desk, answer.assessment.verdict, glyphs)}")
            lines += [f"      ? {doubt_text(d.code, d.jurisdiction)}" for d in answer.assessment.doubts]
            lines += [f"      {_(flag.rule.title)}" for flag in answer.assessment.open_flags]
            if answer.overrides:
                lines.append(f"      {overridden_text(answer)}")
        output.data("\n".join(lines))

    @shipment.command("export", help=_("The cars of a shipment in loading order, with price, container and stage."))
    @click.argument("number")
    @click.option(
        "--format",
        "form",
        type=click.Choice(["table", "csv", "json", "xlsx"]),
        default="csv",
        help=_("Form of the output."),
    )
    @click.option(
        "-o", "--output", "to", type=click.Path(path_type=Path), metavar="FILE", help=_("Write to this file.")
    )
    @click.option("--yes", is_flag=True, help=_("Write over an existing file."))
    @click.pass_obj
    def export(session: Session, number: str, form: str, to: Path | None, yes: bool) -> None:
        desk = session.desk()
        found = shipping.find(desk, number)
        data = {"schema": "nearnew/shipment/1", "shipment": shipment_views.whole(desk, found)}
        output.emit(form, shipment_views.COLUMNS, shipment_views.rows(desk, found), data, to, overwrite=yes)


def _say(shipment: Shipment) -> None:
    output.talk(_("%(label)s: %(text)s") % {"label": shipment.number, "text": count_of_cars(len(shipment.lines))})


def _one_country(desk: Desk, text: str) -> str:
    codes = countries_named(desk, text)
    if len(codes) != 1:
        raise UsageError("country_unknown", value=text[:40])
    return codes[0]
