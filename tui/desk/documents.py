"""Papers: adding them with a scope, and listing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import name_of, reading_of, refuse
from tui.desk.kinds import CARS, DOCUMENTS, FIRMS
from tui.desk.papers_index import with_validity
from tui.domain.agreement import RULE_PREFIX
from tui.domain.cars import Car
from tui.domain.documents import EVIDENCE, Attachment, Document, Reach, Scope, is_held, is_whole
from tui.domain.kit_standing import rule_of
from tui.domain.kits import ITEM, named
from tui.domain.problems import Problem
from tui.domain.record_fields import DOCUMENT, check_dates, fill, read_record_fields
from tui.domain.rules import Rule
from tui.domain.shipments import Shipment
from tui.errors import NotFound, UsageError
from tui.store.contract import Put


def kind_named(desk: Desk, word: str) -> str:
    """The kind of document a word stands for: a code, a short name, or ``ev:`` and a rule's id.

    Raises UsageError for a word that is none.
    """
    text = word.strip()
    if text.startswith(EVIDENCE):
        if rule_named(desk, text.removeprefix(EVIDENCE)) is None:
            raise UsageError("rule_unknown", value=text[:60])
        return text
    kind = desk.library.document_aliases.get(text.casefold())
    if kind is None:
        raise UsageError("document_kind_unknown", value=text[:40])
    return kind


def rule_named(desk: Desk, rule_id: str) -> Rule | None:
    """The rule of an id, or None; an item of a kit has one of its own making."""
    if rule_id.startswith(ITEM):
        item = named(desk.library.kits, rule_id.removeprefix(ITEM))
        return rule_of(item, "") if item is not None else None
    return next((rule for pack in desk.library.packs.values() for rule in pack.rules if rule.id == rule_id), None)


def title_of_rule(desk: Desk, rule_id: str) -> str:
    """The English title of a rule, of an item of a kit, or of a comparison of papers; the id where there is none."""
    rule = rule_named(desk, rule_id)
    if rule is None and rule_id.startswith(RULE_PREFIX):
        compared = (one for pair in desk.library.agreement.pairs for one in pair.rules.values())
        rule = next((one for one in compared if one.id == rule_id), None)
    return rule.title if rule else rule_id


def title_of(desk: Desk, kind: str) -> str:
    """The English title of a kind of document (to be translated where it is shown); evidence has its rule's title."""
    known = desk.library.documents.get(kind)
    if known is not None:
        return known.title
    rule = rule_named(desk, kind.removeprefix(EVIDENCE)) if kind.startswith((EVIDENCE, ITEM)) else None
    return rule.title if rule else kind


def giver_of(desk: Desk, kind: str) -> str:
    """Who gives a kind of document, or sees to an item of a kit; evidence is gathered by ourselves."""
    if kind.startswith(ITEM):
        item = named(desk.library.kits, kind.removeprefix(ITEM))
        return item.giver if item is not None else "self"
    known = desk.library.documents.get(kind)
    return known.giver if known else "self"


def add(
    desk: Desk,
    kind: str,
    texts: Sequence[tuple[str, str]],
    *,
    cars: Sequence[Car] = (),
    shipment: Shipment | None = None,
    firm_id: int | None = None,
    attachments: Sequence[Attachment] = (),
) -> Document:
    """Record a document. Its scope is that of its kind: the firm, the cars' model sheets, the cars, or a shipment.

    A paper bound to one destination takes the cars' own when none is given; a firm's paper belongs to the book's only
    firm unless ``firm_id`` names one. Raises DraftRefused with all problems.
    """
    document, problems = draft(desk, kind, texts, cars=cars, shipment=shipment, firm_id=firm_id)
    refuse(problems, confirm=True)
    document = msgspec.structs.replace(document, attachments=tuple(attachments))
    commit = desk.store.commit([Put(DOCUMENTS, document)], why=f"document add {kind}", expect=desk.store.revision)
    return get(desk, commit.ids[0])


def draft(
    desk: Desk,
    kind: str,
    texts: Sequence[tuple[str, str]],
    *,
    cars: Sequence[Car] = (),
    shipment: Shipment | None = None,
    firm_id: int | None = None,
) -> tuple[Document, tuple[Problem, ...]]:
    """A document as ``add`` would record it, and all that is wrong with it; nothing is written."""
    known = desk.library.documents.get(kind)
    values, problems = read_record_fields(texts, DOCUMENT, reading_of(desk))
    scope, more = _scope(desk, known.scope if known else Reach.CARS.value, cars, shipment)
    if scope.reach is Reach.FIRM:
        firms = desk.store.all(FIRMS)
        if firm_id is None and len(firms) > 1:
            more = (*more, Problem("document_firm_missing", "firm"))
        scope = msgspec.structs.replace(scope, firm_id=firm_id or (firms[0].id if len(firms) == 1 else None))
    document = fill(Document(kind, scope), values, Document(kind, scope))
    bound = known is None or known.per_country
    if bound and document.country is None:
        countries = {car.deal.country for car in cars if car.deal} or ({shipment.deal.country} if shipment else set())
        if len(countries) == 1:
            document = msgspec.structs.replace(document, country=countries.pop())
        else:
            more = (*more, Problem("document_country_missing", "country", {"kind": kind}))
    if kind == "cn_barred_groups_check" and not document.checked_by:
        more = (*more, Problem("checker_missing", "checked_by"))
    if (document.fields_match is not None or document.owner_is_applicant is not None) and not document.checked_by:
        more = (*more, Problem("checker_missing", "checked_by"))
    return document, (*problems, *more, *check_dates(document.issued, document.expires))


def edit(desk: Desk, document: Document, texts: Sequence[tuple[str, str]]) -> Document:
    """Change a document's own fields. Raises DraftRefused with all problems."""
    document = desk.store.get(DOCUMENTS, document.id) or document
    values, problems = read_record_fields(texts, DOCUMENT, reading_of(desk))
    changed = fill(document, values, Document(document.kind, document.scope))
    refuse((*problems, *check_dates(changed.issued, changed.expires)), confirm=True)
    desk.store.commit([Put(DOCUMENTS, changed)], why=f"document edit {document.id}", expect=desk.store.revision)
    return get(desk, document.id)


def get(desk: Desk, document_id: int) -> Document:
    """The document of an id; raises NotFound."""
    document = desk.store.get(DOCUMENTS, document_id)
    if document is None:
        raise NotFound("document_not_found", name=str(document_id))
    return document


def listed(desk: Desk, *, kind: str | None = None, car: Car | None = None) -> list[Document]:
    """Documents in the book with the end of their validity worked out, by kind and car when given."""
    found = [with_validity(document, desk.library.documents) for document in desk.store.all(DOCUMENTS)]
    if kind is not None:
        found = [document for document in found if document.kind == kind]
    if car is not None:
        sheet = desk.sheet_of(car)
        found = [
            document
            for document in found
            if car.id in document.scope.car_ids
            or document.scope.reach is Reach.FIRM
            or (sheet is not None and sheet.id in document.scope.sheet_ids)
        ]
    return found


def standing(document: Document, on: date, sizes: Mapping[str, int] | None = None) -> str:
    """Whether a document counts on a day: ``void``, ``file_missing``, ``held``, ``expired`` or ``not_yet``.

    ``sizes`` are the files of the book; None means that they were not looked at.
    """
    if document.void:
        return "void"
    if sizes is not None and not is_whole(document, sizes):
        return "file_missing"
    if is_held(document, on):
        return "held"
    return "expired" if document.expires is not None and document.expires < on else "not_yet"


def covers(desk: Desk, document: Document) -> tuple[str, ...]:
    """What a document covers, by name: cars, model sheets, or nothing for firm and shipment papers."""
    cars = (desk.store.get(CARS, car_id) for car_id in document.scope.car_ids)
    return tuple(name_of(car) for car in cars if car is not None)


def _scope(desk: Desk, reach: str, cars: Sequence[Car], shipment: Shipment | None) -> tuple[Scope, tuple[Problem, ...]]:
    if shipment is not None and not cars:
        if reach in {Reach.CARS, Reach.LICENCE}:
            return Scope(Reach(reach), car_ids=shipment.car_ids), ()
        return Scope(Reach.SHIPMENT, shipment_id=shipment.id), ()
    match Reach(reach):
        case Reach.FIRM:
            return Scope(Reach.FIRM), ()
        case Reach.MODEL if cars:
            sheets = {sheet.id for car in cars if (sheet := desk.sheet_of(car)) is not None}
            return Scope(Reach.MODEL, sheet_ids=tuple(sorted(sheets))), ()
        case _ if cars:
            reached = Reach.LICENCE if reach == Reach.LICENCE else Reach.CARS
            return Scope(reached, car_ids=tuple(dict.fromkeys(car.id for car in cars))), ()
        case _:
            return Scope(Reach(reach)), (Problem("document_without_cars", "cars"),)
