"""``nearnew model``, ``document``, ``dealer``, ``firm`` and ``party``: everything that hangs on cars."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from tui.cli import output, prints
from tui.cli.session import Session, chosen_cars, only_assignments, refuse_unknown_fields, split_assignments
from tui.cli.terms import QueryCommand
from tui.desk import attaching, documents, partners, sheets, views
from tui.desk.context import Desk
from tui.desk.offering import Scorecard, scorecard
from tui.desk.shipping import find as find_shipment
from tui.desk.stock import find_car
from tui.domain.attachments import GRADES
from tui.domain.documents import Document
from tui.domain.fields import SHEET_FACTS
from tui.domain.models import ModelSheet
from tui.domain.parties import Dealer
from tui.domain.record_fields import DOCUMENT
from tui.errors import UsageError
from tui.i18n import formats, labels
from tui.i18n.field_labels import label_of
from tui.i18n.translator import N_, _

_FORM = ["table", "csv", "json"]
_PARTNER_TITLES = {
    "name": N_("Name"),
    "name_en": N_("Name in English"),
    "code": N_("Unified code"),
    "city": N_("City"),
    "makes": N_("Makes"),
    "roles": N_("Roles"),
    "country": N_("Country"),
    "contact": N_("Contact"),
    "province": N_("Province"),
    "tax_class": N_("Tax class"),
    "tax_number": N_("Tax number"),
    "language": N_("Language"),
}
_NOT_LISTED = frozenset({"note", "address", "terms", "bank", "bank_account", "swift"})
"""Fields too long for a table; ``show`` and JSON have them."""


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""
    _register_models(root)
    _register_documents(root)
    for word, text in (
        ("dealer", N_("The dealers you buy from.")),
        ("firm", N_("Your own firms: the exporter on every paper.")),
        ("party", N_("Buyers, consignees, notify parties, brokers and forwarders.")),
    ):
        _register_partner(root, word, _(text))


def _register_models(root: click.Group) -> None:
    @root.group("model", help=_("Model sheets: what all cars of a make, model, trim and year share."))
    def model() -> None:
        pass

    @model.command("list", help=_("List the model sheets."))
    @click.option("--format", "form", type=click.Choice(_FORM), default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, form: str) -> None:
        desk = session.desk()
        found = sheets.listed(desk)
        columns = [_("Make"), _("Model"), _("Trim"), _(">Year"), _("Powertrain"), _(">Cars"), _("HS code")]
        body = [
            (
                _make(desk, sheet),
                sheet.model,
                sheet.trim,
                sheet.model_year,
                labels.word(desk.library.words, "powertrain", sheet.specs.powertrain),
                count,
                sheet.specs.hs_code,
            )
            for sheet, count in found
        ]
        document = {"schema": "nearnew/models/1", "models": [views.sheet(sheet, count) for sheet, count in found]}
        output.emit(form, columns, body, document, None)

    @model.command("show", help=_("Show the sheets of MAKE [MODEL [TRIM [YEAR]]]."))
    @click.argument("words", nargs=-1, required=True)
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the output.")
    )
    @click.pass_obj
    def show(session: Session, words: tuple[str, ...], form: str) -> None:
        desk = session.desk()
        counts = {sheet.id: count for sheet, count in sheets.listed(desk)}
        found = sheets.find(desk, words)
        if form == "json":
            data = [views.sheet(sheet, counts[sheet.id]) for sheet in found]
            output.data(output.as_json({"schema": "nearnew/models/1", "models": data}))
            return
        for sheet in found:
            output.data(f"{_make(desk, sheet)} {sheet.model} {sheet.trim} {sheet.model_year or ''}".rstrip())
            facts = [(name, views.plain(getattr(sheet.specs, name))) for name in sheet.specs.__struct_fields__]
            body = [(name, _flat(value)) for name, value in facts if value is not None]
            output.data(output.table([_("Field"), _("Value")], body))

    @model.command("set", help=_("Set facts of MAKE MODEL [TRIM [YEAR]]: field=value words, such as charge_port=GBT"))
    @click.argument("words", nargs=-1, required=True)
    @click.pass_obj
    def set_(session: Session, words: tuple[str, ...]) -> None:
        desk = session.desk(writes=True)
        names, texts = split_assignments(words, (*SHEET_FACTS,))
        refuse_unknown_fields(names, (*SHEET_FACTS,), filters=False)
        if not texts or not names:
            raise UsageError("field_without_value", value=words[0][:60])
        changed = sheets.set_facts(desk, names, texts)
        for sheet in changed:
            output.talk(_("Set on %(model)s.") % {"model": f"{_make(desk, sheet)} {sheet.model} {sheet.trim}".rstrip()})


def _make(desk: Desk, sheet: ModelSheet) -> str:
    make = desk.library.makes.get(sheet.make)
    return make.name(desk.language) if make else sheet.make


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value) or _("none")
    return str(value)


def _register_documents(root: click.Group) -> None:
    @root.group("document", help=_("Papers and evidence, with what they cover."))
    def document() -> None:
        pass

    @document.command("kinds", help=_("List the kinds of documents and the short words for them."))
    @click.pass_obj
    def kinds(session: Session) -> None:
        desk = session.desk()
        words = desk.library.words
        body = [
            (kind.kind, _(kind.title), labels.word(words, "giver", kind.giver), kind.scope, ", ".join(kind.aliases))
            for kind in desk.library.documents.values()
        ]
        output.data(output.table([_("Kind"), _("Document"), _("From whom"), _("Covers"), _("Words")], body))

    @document.command(
        "add",
        cls=QueryCommand,
        help=_("Record a paper: KIND, then the cars it covers, then field=value. Fields: %(known)s")
        % {"known": ", ".join(DOCUMENT)},
    )
    @click.argument("kind")
    @click.argument("words", nargs=-1)
    @click.option("--shipment", help=_("The shipment it covers, with all its cars."))
    @click.option("--firm", help=_("The firm whose paper it is, where the book has several."))
    @click.option("--file", "files", multiple=True, type=click.Path(path_type=Path), help=_("A file to attach."))
    @click.option(
        "--grade",
        type=click.Choice(GRADES),
        default=None,
        help=_("A accredited report, B own report with an instrument, C video or chat."),
    )
    @click.pass_obj
    def add(
        session: Session,
        kind: str,
        words: tuple[str, ...],
        shipment: str | None,
        firm: str | None,
        files: tuple[Path, ...],
        grade: str | None,
    ) -> None:
        desk = session.desk(writes=True)
        code = documents.kind_named(desk, kind)
        names, texts = split_assignments(words, (*DOCUMENT,))
        refuse_unknown_fields(names, (*DOCUMENT,))
        cars = chosen_cars(desk, names) if names else []
        of = find_shipment(desk, shipment) if shipment else None
        firm_id = named_partner(desk, "firm", firm)
        attached = [attaching.kept(desk, path, grade or "") for path in files]
        added = documents.add(desk, code, texts, cars=cars, shipment=of, firm_id=firm_id, attachments=attached)
        output.talk(
            _("Recorded %(title)s as document %(id)s.") % {"title": _(documents.title_of(desk, code)), "id": added.id}
        )
        output.data(output.as_json({"schema": "nearnew/document/1", "document": views.document(desk, added)}))

    @document.command(
        "edit", help=_("Change a document: its number, then field=value; void=yes takes it out of force.")
    )
    @click.argument("document_id", type=int)
    @click.argument("words", nargs=-1, required=True)
    @click.pass_obj
    def edit(session: Session, document_id: int, words: tuple[str, ...]) -> None:
        desk = session.desk(writes=True)
        changed = documents.edit(desk, documents.get(desk, document_id), only_assignments(words))
        output.data(output.as_json({"schema": "nearnew/document/1", "document": views.document(desk, changed)}))

    @document.command("list", help=_("List papers, all or of one kind or car."))
    @click.option("--kind", help=_("Only this kind."))
    @click.option("--car", "car_name", help=_("Only papers that reach this car."))
    @click.option("--format", "form", type=click.Choice(_FORM), default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, kind: str | None, car_name: str | None, form: str) -> None:
        desk = session.desk()
        found = documents.listed(
            desk,
            kind=documents.kind_named(desk, kind) if kind else None,
            car=find_car(desk, car_name) if car_name else None,
        )
        columns = [
            _(">No."),
            _("Document"),
            _("Number"),
            _("Country"),
            _("Issued"),
            _("Ends"),
            _("Standing"),
            _(">Cars"),
            _(">Files"),
        ]
        sizes = desk.store.files.sizes()
        body = [_document_row(desk, record, sizes) for record in found]
        data = {"schema": "nearnew/documents/1", "documents": [views.document(desk, record) for record in found]}
        output.emit(form, columns, body, data, None)

    @document.command("show", help=_("Show one document."))
    @click.argument("document_id", type=int)
    @click.pass_obj
    def show(session: Session, document_id: int) -> None:
        desk = session.desk()
        record = documents.get(desk, document_id)
        output.data(output.as_json({"schema": "nearnew/document/1", "document": views.document(desk, record)}))

    prints.register(document)


def _document_row(desk: Desk, record: Document, sizes: Mapping[str, int]) -> tuple[str | int | None, ...]:
    return (
        record.id,
        _(documents.title_of(desk, record.kind)),
        record.number,
        record.country,
        formats.day(record.issued),
        formats.day(record.expires),
        labels.word(desk.library.words, "standing", documents.standing(record, desk.today, sizes)),
        len(record.scope.car_ids) or None,
        len(record.attachments) or None,
    )


def _register_partner(root: click.Group, word: str, text: str) -> None:
    fields = ", ".join(partners.PARTNERS[word].fields)

    @root.group(word, help=text)
    def group() -> None:
        pass

    @group.command("list", help=_("List them."))
    @click.option("--format", "form", type=click.Choice(_FORM), default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(session: Session, form: str) -> None:
        desk = session.desk()
        found = desk.store.all(partners.PARTNERS[word].kind)
        names = [name for name in partners.PARTNERS[word].fields if name not in _NOT_LISTED]
        body = [[_told(desk, name, getattr(one, name)) for name in names] for one in found]
        plural = "parties" if word == "party" else f"{word}s"
        data = {"schema": f"nearnew/{plural}/1", plural: [partners.as_document(one) for one in found]}
        output.emit(form, [_(_PARTNER_TITLES[name]) for name in names], body, data, None)

    @group.command("show", help=_("Show one, by name."))
    @click.argument("name")
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="json", help=_("Form of the output.")
    )
    @click.pass_obj
    def show(session: Session, name: str, form: str) -> None:
        desk = session.desk()
        found = partners.find(desk, word, name)
        card = scorecard(desk, found) if isinstance(found, Dealer) else None
        if form == "text":
            output.data(output.table([_("Field"), _("Value")], _card(desk, word, found, card)))
            return
        data = {"schema": f"nearnew/{word}/1", word: partners.as_document(found)}
        output.data(output.as_json(data if card is None else {**data, "scorecard": views.plain(card)}))

    @group.command("add", help=_("Add one from field=value words. Fields: %(known)s") % {"known": fields})
    @click.argument("words", nargs=-1, required=True)
    @click.pass_obj
    def add(session: Session, words: tuple[str, ...]) -> None:
        added = partners.save(session.desk(writes=True), word, only_assignments(words))
        output.data(output.as_json({"schema": f"nearnew/{word}/1", word: partners.as_document(added)}))

    @group.command(
        "edit", help=_("Change one: its name, then field=value words. Fields: %(known)s") % {"known": fields}
    )
    @click.argument("name")
    @click.argument("words", nargs=-1, required=True)
    @click.pass_obj
    def edit(session: Session, name: str, words: tuple[str, ...]) -> None:
        desk = session.desk(writes=True)
        changed = partners.save(desk, word, only_assignments(words), partners.find(desk, word, name))
        output.data(output.as_json({"schema": f"nearnew/{word}/1", word: partners.as_document(changed)}))

    @group.command("remove", help=_("Remove one that nothing points at."))
    @click.argument("name")
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.pass_obj
    def remove(session: Session, name: str, yes: bool) -> None:
        desk = session.desk(writes=True)
        found = partners.find(desk, word, name)
        if session.confirm(_("Remove %(name)s?") % {"name": found.name}, 1, yes=yes):
            partners.remove(desk, word, found)


def _card(desk: Desk, word: str, found: partners.Partner, card: Scorecard | None) -> list[tuple[str, str | None]]:
    """Everything about a partner, label by label; of a dealer with what the book says of his deals."""
    rows = [(label_of(name), _told(desk, name, getattr(found, name))) for name in partners.PARTNERS[word].fields]
    if card is None:
        return rows
    discount, days = card.average_discount, card.days_to_papers
    return [
        *rows,
        (_("Offers"), str(card.offers)),
        (_("Cars bought"), str(card.bought)),
        (_("Average discount"), None if discount is None else f"{discount}%"),
        (_("Days to the invoice"), None if days is None else str(days)),
        (_("Invoice defects"), str(card.defects)),
    ]


def _told(desk: Desk, name: str, value: object) -> str | None:
    """A field of a partner in words: makes, roles and classes by their labels."""
    if not value:
        return None
    words, makes = desk.library.words, desk.library.makes
    if name == "makes" and isinstance(value, tuple):
        return ", ".join(makes[one].name(desk.language) if one in makes else str(one) for one in value)
    plain = views.plain(value)
    if name == "roles" and isinstance(plain, list | tuple):
        return ", ".join(labels.word(words, "role", str(one)) for one in plain)
    return labels.word(words, name, plain) if name == "tax_class" else _flat(plain)


def named_partner(desk: Desk, word: str, name: str | None) -> int | None:
    """The id of a partner by name, None when no name was given; raises NotFound."""
    if name is None:
        return None
    return int(partners.find(desk, word, name).id)
