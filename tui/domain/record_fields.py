"""The fields of the other records that people fill: dealers, firms, parties, documents, shipments, purchases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

import msgspec

from tui.domain import values
from tui.domain.containers import CONTAINER_TYPES, read_number
from tui.domain.currencies import is_known
from tui.domain.fields import (
    FieldValue,
    Reading,
    read_choice,
    read_countries,
    read_country,
    read_day,
    read_free_words,
    read_invoice_kind,
    read_make,
    read_money,
    read_rate,
    read_text,
    read_yes_no,
)
from tui.domain.problems import Problem, Severity
from tui.domain.shipments import INCOTERMS
from tui.domain.values import Unreadable
from tui.domain.words import Mode, Role, TaxClass

S = TypeVar("S", bound=msgspec.Struct)
Reader = Callable[[str, Reading], object]
LETTER_FIELDS = ("destination_country", "vin", "outlet_address", "outlet_provider", "maker_seal")
"""What the maker's after-sales letter must show (working guidelines of 2025-12-11)."""
LETTER_SIGNERS = ("vehicle_maker_in_miit_list", "sales_company", "dealer", "modifier", "other")
_CODE_LENGTH = 18


def _one_of(what: str, known: Iterable[str], shorter: Mapping[str, str] | None = None) -> Reader:
    aliases = {word.casefold(): word for word in known} | dict(shorter or {})

    def read(text: str, _: Reading) -> str:
        return values.word(text, aliases, what)

    return read


def _makes(text: str, reading: Reading) -> tuple[str, ...]:
    return tuple(read_make(part, reading) for part in values.words(text, None, "make"))


def _roles(text: str, _: Reading) -> tuple[Role, ...]:
    return tuple(Role(word) for word in values.words(text, {role.value: role.value for role in Role}, "role"))


def _tax_class(text: str, _: Reading) -> TaxClass:
    aliases = {"general": "general", "一般纳税人": "general", "small_scale": "small_scale", "小规模": "small_scale"}
    return TaxClass(values.word(text, aliases, "tax_class"))


def _mode(text: str, _: Reading) -> Mode:
    aliases = {mode.value: mode.value for mode in Mode} | {"ro-ro": "ro_ro", "roro": "ro_ro", "滚装": "ro_ro"}
    aliases |= {"集装箱": "container", "铁路": "rail", "公路": "road"}
    return Mode(values.word(text, aliases, "mode"))


def _incoterm(text: str, _: Reading) -> str:
    code = values.folded(text).upper()
    if code not in INCOTERMS:
        raise Unreadable("word_unknown", value=text[:40], what="incoterm", known=", ".join(INCOTERMS))
    return code


def _currency(text: str, _: Reading) -> str:
    code = values.folded(text).upper()
    if not is_known(code):
        raise Unreadable("currency_unknown", value=text[:40])
    return code


def _code(text: str, _: Reading) -> str:
    code = values.folded(text).upper()
    if len(code) != _CODE_LENGTH or not code.isalnum() or not code.isascii():
        raise Unreadable("firm_code_length", value=text[:40])
    return code


def _swift(text: str, _: Reading) -> str:
    code = re.sub(r"\s", "", values.folded(text)).upper()
    if not re.fullmatch(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?", code, re.ASCII):
        raise Unreadable("swift_shape", value=text[:40])
    return code


_LETTER_WORDS = {
    "destination country": "destination_country",
    "目的国": "destination_country",
    "车架号": "vin",
    "service outlet: address": "outlet_address",
    "服务网点地址": "outlet_address",
    "service outlet: provider": "outlet_provider",
    "服务网点服务方": "outlet_provider",
    "maker's seal": "maker_seal",
    "车企公章": "maker_seal",
}
"""What people call the five facts; the labels of ``data/words.toml`` are among them."""


def _shows(text: str, _: Reading) -> tuple[str, ...]:
    if values.folded(text).casefold() in {"all", "全部", "齐全"}:
        return LETTER_FIELDS
    aliases = {name: name for name in LETTER_FIELDS} | _LETTER_WORDS
    return values.words(text, aliases, "letter_field")


DEALER: dict[str, Reader] = {
    "name": read_text,
    "city": read_text,
    "makes": _makes,
    "contact": read_text,
    "terms": read_text,
    "tax_class": _tax_class,
    "note": read_text,
}
FIRM: dict[str, Reader] = {
    "name": read_text,
    "name_en": read_text,
    "code": _code,
    "address": read_text,
    "contact": read_text,
    "province": read_text,
    "tax_class": _tax_class,
    "bank": read_text,
    "bank_account": read_text,
    "swift": _swift,
}
PARTY: dict[str, Reader] = {
    "name": read_text,
    "roles": _roles,
    "country": read_country,
    "address": read_text,
    "contact": read_text,
    "tax_number": read_text,
    "language": read_text,
    "note": read_text,
}
DOCUMENT: dict[str, Reader] = {
    "number": read_text,
    "issuer": read_text,
    "issued": read_day,
    "expires": read_day,
    "country": read_country,
    "signer": _one_of(
        "letter_signer", LETTER_SIGNERS, {"maker": LETTER_SIGNERS[0], "厂家": LETTER_SIGNERS[0], "经销商": "dealer"}
    ),
    "shows": _shows,
    "checked_by": read_text,
    "fields_match": read_yes_no,
    "owner_is_applicant": read_yes_no,
    "note": read_text,
    "void": read_yes_no,
}
SHIPMENT: dict[str, Reader] = {
    "number": read_text,
    "mode": _mode,
    "incoterm": _incoterm,
    "incoterm_place": read_text,
    "port_of_loading": read_text,
    "port_of_discharge": read_text,
    "exit_customs": read_text,
    "conveyance": read_text,
    "voyage": read_text,
    "transport_document": read_text,
    "contract_number": read_text,
    "invoice_number": read_text,
    "packing_list_number": read_text,
    "carrier": read_text,
    "booking_number": read_text,
    "currency": _currency,
    "freight": read_money,
    "insurance": read_money,
    "payment_terms": read_text,
    "shipping_marks": read_text,
    "etd": read_day,
    "eta": read_day,
    "note": read_text,
    "cancelled": read_yes_no,
}
SHIPMENT_DEAL: dict[str, Reader] = {
    "importer_type": read_choice("importer_type"),
    "importer_is_authorised": read_yes_no,
    "importer_has_service_centre": read_yes_no,
    "purpose": read_choice("purpose"),
    "entry_mode": read_choice("entry_mode"),
    "sub_region": read_free_words,
    "imports_this_year": lambda text, reading: values.whole(text, reading.style),
    "licence_application": read_day,
    "contract": read_day,
    "declaration": read_day,
    "loading": read_day,
    "arrival": read_day,
    "clearance": read_day,
}
LEG: dict[str, Reader] = {
    "start": read_text,
    "start_country": read_country,
    "end": read_text,
    "end_country": read_country,
    "mode": _mode,
    "via": read_countries,
    "conveyance": read_text,
    "voyage": read_text,
    "carrier": read_text,
    "etd": read_day,
    "eta": read_day,
    "departed": read_day,
    "arrived": read_day,
}
CONTAINER: dict[str, Reader] = {
    "number": lambda text, _: read_number(text),
    "type": _one_of("container_type", CONTAINER_TYPES, {"40hc": "40HQ", "45hc": "45HQ"}),
    "seals": read_free_words,
    "note": read_text,
}
PURCHASE: dict[str, Reader] = {
    "bought_on": read_day,
    "price": read_money,
    "invoice_kind": read_invoice_kind,
    "invoice_rate": read_rate,
    "invoice_number": read_text,
    "invoice_date": read_day,
    "red_letter_of": read_text,
    "pay_by": read_day,
    "note": read_text,
}


def read_record_fields(
    texts: Iterable[tuple[str, str]], readers: Mapping[str, Reader], reading: Reading
) -> tuple[tuple[FieldValue, ...], tuple[Problem, ...]]:
    """Read ``(field, text)`` pairs by a table of readers; an empty text takes the value away."""
    found: list[FieldValue] = []
    problems: list[Problem] = []
    for name, text in texts:
        reader = readers.get(name)
        if reader is None:
            problems.append(Problem("field_unknown", name, {"known": ", ".join(readers)}))
            continue
        try:
            found.append(FieldValue(name, reader(text, reading) if text.strip() else None))
        except Unreadable as error:
            problems.append(Problem(error.code, name, error.params))
    return tuple(found), tuple(problems)


def fill(record: S, changes: Iterable[FieldValue], blank: S) -> S:
    """The record with the values set; None puts back what ``blank`` has."""
    new = {change.field: getattr(blank, change.field) if change.value is None else change.value for change in changes}
    return msgspec.structs.replace(record, **new)


def check_dates(issued: date | None, expires: date | None) -> tuple[Problem, ...]:
    """A paper that ends before it was issued."""
    if issued and expires and expires < issued:
        params = {"issued": str(issued), "expires": str(expires)}
        return (Problem("expires_before_issued", "expires", params, Severity.ERROR),)
    return ()
