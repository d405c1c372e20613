"""What a form asks of the desk: values as understood and problems while typing, then one write.

``examine`` reads texts with the readers of the write and runs the checks of the write, and writes nothing: a use
case without a preview is rehearsed on a book that refuses the commit at the last moment.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn, cast

import msgspec

from tui.desk import documents, editing, partners, sheets
from tui.desk.context import Desk
from tui.desk.form_texts import DEALER, RATES, fields_of, text_of
from tui.desk.kinds import CARS, DOCUMENTS, SHEETS
from tui.desk.landing import land
from tui.desk.papers_index import with_validity
from tui.desk.partners import PARTNERS
from tui.domain.cars import Car
from tui.domain.documents import Document, Scope
from tui.domain.drafts import check_car
from tui.domain.fields import FIELDS, IDENTITY, SHEET_FACTS, FieldValue, Place, Reading, with_specs
from tui.domain.models import EMPTY, ModelSheet
from tui.domain.money import Money, total
from tui.domain.problems import Problem, Severity
from tui.domain.purchases import Purchase
from tui.domain.rebates import Regime, quote
from tui.domain.shipments import Shipment
from tui.domain.values import PLAIN, Unreadable
from tui.errors import DraftRefused, NearnewError, NotFound, UsageError
from tui.i18n.formats import number_style
from tui.store.contract import Kind, Store

KIND = "kind"
"""The field that names the kind of a document."""
DEAL_FIELDS = tuple(name for name, one in FIELDS.items() if one.place is Place.DEAL and name != "destination")
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Examined:
    """The values as understood, by field (a text that cannot be read has none), and everything that is wrong."""

    values: Mapping[str, object]
    problems: tuple[Problem, ...] = ()

    def of(self, severity: Severity) -> tuple[Problem, ...]:
        """The problems of a severity."""
        return tuple(problem for problem in self.problems if problem.severity is severity)


@dataclass(frozen=True)
class About:
    """What a form is about besides its texts: the record it changes, the cars or the shipment it covers."""

    record: Any = None
    cars: tuple[Car, ...] = ()
    shipment: Shipment | None = None


def reading_for(desk: Desk) -> Reading:
    """How typed texts are read: numbers in the style of the language, and in no other."""
    return msgspec.structs.replace(editing.reading_of(desk), style=number_style(desk.language))


def read(desk: Desk, form: str, texts: Texts) -> tuple[dict[str, object], tuple[Problem, ...]]:
    """The values of the texts that are not empty and can be read, and the problems of those that cannot."""
    reading, table = reading_for(desk), fields_of(form)
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for name, text in texts.items():
        if not text.strip():
            continue
        try:
            values[name] = table[name](text, reading) if name in table else _record_named(desk, name, text)
        except Unreadable as error:
            problems.append(Problem(error.code, name, error.params))
        except (NotFound, UsageError) as error:
            problems.append(_as_problem(error, name))
    return values, tuple(problems)


def _record_named(desk: Desk, name: str, text: str) -> object:
    return documents.kind_named(desk, text) if name == KIND else partners.find(desk, DEALER, text)


def _as_problem(error: NearnewError, field: str) -> Problem:
    return Problem(error.code, field, {name: str(value) for name, value in error.params.items()})


def examine(desk: Desk, form: str, texts: Texts, about: About, changed: Texts) -> Examined:
    """What the texts of a form mean and all that is wrong with them; nothing is written.

    ``changed`` are the texts that would be written: all that are not empty for a new record.
    """
    values, problems = read(desk, form, texts)
    unreadable = {problem.field for problem in problems}
    given = {name: text for name, text in changed.items() if name not in unreadable}
    try:
        checked = _checks(desk, form, given, about, texts)
    except DraftRefused as refused:
        checked = [one for one in refused.problems if isinstance(one, Problem)]
    except NearnewError as error:
        checked = [_as_problem(error, "")]
    found = list(problems)
    for problem in checked:
        missing = problem.field in unreadable and problem.code.endswith("_missing")
        if problem not in found and not missing:
            found.append(problem)
    return Examined(values, tuple(found))


def _checks(desk: Desk, form: str, given: Texts, about: About, texts: Texts) -> list[Problem]:
    match form:
        case "car":
            return _car_problems(desk, given, about.record)
        case "sheet":
            return _sheet_problems(desk, texts, about.record)
        case "buy":
            return without_told(buy_preview(desk, given, about.cars).problems)
        case "document" if about.record is None and not given.get(KIND, "").strip():
            return [Problem("document_kind_missing", KIND)]
        case _:
            return _rehearsed(desk, form, given, about)


def without_told(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without the one that the notes of the form tell in full: that no rebate comes back."""
    return [one for one in problems if one.code != "offer_no_rebate"]


def _car_problems(desk: Desk, given: Texts, record: Car | None) -> list[Problem]:
    preview = _edit_preview(desk, given, record or Car("", ""))
    found = list(preview.problems)
    if record is None:
        new = preview.edits[0].after
        found += [Problem(f"{name}_missing", name) for name in ("make", "model") if not getattr(new, name)]
    return found


def _sheet_problems(desk: Desk, texts: Texts, record: ModelSheet | None) -> list[Problem]:
    """The checks of a car that has nothing but its sheet."""
    values, _problems = read(desk, "sheet", texts)
    own = {name: values.get(name) for name in IDENTITY} if record is None else {}
    make, model = (record.make, record.model) if record else (str(own["make"] or ""), str(own["model"] or ""))
    specs = with_specs(EMPTY, [FieldValue(name, value) for name, value in values.items() if name in SHEET_FACTS])
    return list(check_car(Car(make, model), specs, desk.today))


class _WouldWriteError(Exception):
    """A rehearsal came as far as the commit."""


class _Rehearsal:
    """A book to read that refuses every commit."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, *_changes: object, **_how: object) -> NoReturn:
        """Refuse."""
        raise _WouldWriteError


def _rehearsed(desk: Desk, form: str, given: Texts, about: About) -> list[Problem]:
    rehearse(desk, lambda book: write(book, form, given, about))
    return []


def rehearse(desk: Desk, use: Callable[[Desk], object]) -> None:
    """Do a use case up to its commit, and write nothing; raises what it raises, such as DraftRefused."""
    try:
        use(dataclasses.replace(desk, store=cast("Store", _Rehearsal(desk.store))))
    except _WouldWriteError:
        return
    raise AssertionError  # pragma: no cover - every use case ends in a commit or in an error


# writing


def write(desk: Desk, form: str, changed: Texts, about: About, *, confirm: bool = True) -> int:
    """Write a form as one commit and return the id of the record (the first car's for a purchase).

    Raises DraftRefused with all problems, Conflict, and whatever the book says.
    """
    match form:
        case "car":
            return save_car(desk, changed, about.record, confirm=confirm)
        case "sheet":
            return _save_sheet(desk, changed, about.record)
        case "buy":
            preview = buy_preview(desk, changed, about.cars)
            land(desk, preview, confirm=confirm, why="car buy")
            return preview.edits[0].before.id
        case "document":
            texts = list(plain_texts(desk, form, changed).items())
            if about.record is not None:
                return documents.edit(desk, about.record, texts).id
            kind = documents.kind_named(desk, changed.get(KIND, ""))
            cars = fresh(desk, about.cars)
            return documents.add(desk, kind, texts, cars=cars, shipment=about.shipment).id
        case _:
            saved = partners.save(desk, form, list(plain_texts(desk, form, changed).items()), about.record)
            return int(saved.id)


def save_car(desk: Desk, changed: Texts, record: Car | None, *, confirm: bool) -> int:
    """Add a car, or change one together with who it is bought from."""
    if record is None:
        dealer = _dealer_id(desk, changed)
        texts = list(plain_texts(desk, "car", changed).items())
        return editing.add_car(desk, texts, dealer_id=dealer, confirm=confirm).id
    land(desk, _edit_preview(desk, changed, record), confirm=confirm)
    return record.id


def _edit_preview(desk: Desk, changed: Texts, record: Car) -> editing.EditPreview:
    preview = editing.preview_edit(desk, [record], list(plain_texts(desk, "car", changed).items()))
    dealer = _dealer_id(desk, changed)
    if DEALER not in changed or dealer == record.dealer_id:
        return preview
    edit = preview.edits[0]
    after = msgspec.structs.replace(edit.after, dealer_id=dealer)
    change = editing.FieldChange(DEALER, record.dealer_id, dealer)
    edit = dataclasses.replace(edit, after=after, changes=(*edit.changes, change))
    return dataclasses.replace(preview, edits=(edit,))


def _dealer_id(desk: Desk, changed: Texts) -> int | None:
    text = changed.get(DEALER, "")
    return int(partners.find(desk, DEALER, text).id) if text.strip() else None


def _save_sheet(desk: Desk, changed: Texts, record: ModelSheet | None) -> int:
    if record is not None:
        words = [record.make, record.model, record.trim, str(record.model_year or "")]
    else:
        values, _problems = read(desk, "sheet", {name: changed.get(name, "") for name in IDENTITY})
        words = [str(values.get(name) or "") for name in IDENTITY]
    facts = [(name, text) for name, text in plain_texts(desk, "sheet", changed).items() if name in SHEET_FACTS]
    return sheets.set_facts(desk, words, facts)[0].id


def buy_preview(desk: Desk, changed: Texts, cars: Sequence[Car]) -> editing.EditPreview:
    """What buying the cars, as the book has them now, would record."""
    texts = list(plain_texts(desk, "buy", changed).items())
    return editing.preview_buy(desk, fresh(desk, cars), texts, dealer_id=_dealer_id(desk, changed))


def fresh(desk: Desk, cars: Iterable[Car]) -> list[Car]:
    """The cars as the book has them now; those that are no longer in it are left out."""
    return [now for car in cars if (now := desk.store.get(CARS, car.id)) is not None]


@dataclass(frozen=True)
class Expected:
    """What a purchase costs and brings back: sums per currency, and how many cars bring nothing, by reason.

    Reasons are ``exempt``, ``taxed``, ``voucher_unknown`` and ``price_unknown``.
    """

    prices: tuple[Money, ...]
    refunds: tuple[Money, ...]
    without: Mapping[str, int]


def expected(purchases: Iterable[Purchase]) -> Expected:
    """The rebate that follows from purchases, or why there is none."""
    prices: list[Money] = []
    refunds: list[Money] = []
    without: dict[str, int] = {}
    for one in purchases:
        reason = ""
        if one.price is None:
            reason = "price_unknown"
        else:
            prices.append(one.price)
            if one.invoice_kind is None:
                reason = "voucher_unknown"
            else:
                found = quote(one.price, one.invoice_kind, one.invoice_rate)
                refunds.append(found.refund)
                reason = "" if found.regime is Regime.REFUND else found.regime.value
        if reason:
            without[reason] = without.get(reason, 0) + 1
    return Expected(total(prices), total(refunds), without)


def last_day(desk: Desk, changed: Texts) -> date | None:
    """The last day of the document that would be recorded: as written, else worked out from its kind's life."""
    values, _problems = read(desk, "document", changed)
    known = {name: value for name, value in values.items() if name in {"issued", "expires"}}
    document = msgspec.structs.replace(Document(str(values.get(KIND, "")), Scope()), **known)
    return with_validity(document, desk.library.documents).expires


# the record behind a form


def kind_of(form: str) -> Kind[Any] | None:
    """The table that a form changes a record of; None for forms that only add."""
    if form in PARTNERS:
        return PARTNERS[form].kind
    return {"car": CARS, "sheet": SHEETS, "document": DOCUMENTS}.get(form)  # type: ignore[return-value]


def record_now(desk: Desk, form: str, record: Any) -> Any:
    """The record as the book has it now; None when it was removed, the record itself when nobody touched it."""
    kind = kind_of(form)
    now = record if kind is None or record is None else desk.store.get(kind, record.id)
    return record if now == record else now


def plain_texts(desk: Desk, form: str, texts: Texts) -> dict[str, str]:
    """The texts of a form's own table, with numbers in the plain style that the writes read."""
    own = {name: text for name, text in texts.items() if name in fields_of(form)}
    if number_style(desk.language) == PLAIN:
        return own
    values, _problems = read(desk, form, own)
    home = desk.settings.firm.home_currency
    return own | {
        name: text_of(value, PLAIN, home, rate=name in RATES)
        for name, value in values.items()
        if isinstance(value, int | Decimal | Money) and not isinstance(value, bool)
    }
