"""Documents: records of their own, with a scope, and what it takes for one to be held."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from enum import StrEnum

import msgspec

EVIDENCE = "ev:"
"""Prefix of the kind of a document that is evidence for one rule, such as ``ev:ae-vin-screen``."""
LETTER = "cn_aftersales_confirmation_letter"
LICENCE = "cn_export_licence"


class Reach(StrEnum):
    """How far a document reaches."""

    FIRM = "firm"
    MODEL = "model"
    CARS = "cars"
    LICENCE = "licence"
    SHIPMENT = "shipment"


class Scope(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a document is about; ids are the book's. A licence covers its cars under one commodity code."""

    reach: Reach = Reach.CARS
    car_ids: tuple[int, ...] = ()
    sheet_ids: tuple[int, ...] = ()
    firm_id: int | None = None
    importer_id: int | None = None
    shipment_id: int | None = None
    hs_code: str = ""


class Attachment(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file kept in the book under its sha256 (hexadecimal), with the name it came with and its size in bytes.

    ``type`` is what the file was found to be; ``grade`` is its grade as evidence, A to C, empty where nobody gave one.
    """

    sha256: str
    name: str
    size: int
    type: str = ""
    grade: str = ""


class Printed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a paper prints in one of its boxes, as read off it: of one car, or of the whole when ``car_id`` is None."""

    field: str
    value: str
    car_id: int | None = None


class Outlet(msgspec.Struct, frozen=True, omit_defaults=True):
    """A workshop abroad that a maker's letter names: the firm, where it is, and its number.

    ``partner_id`` is the repair partner of the book it was taken from.
    """

    name: str
    address: str = ""
    phone: str = ""
    partner_id: int | None = None


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """One paper or piece of evidence.

    ``prints`` is what the paper says, to be compared with what other papers say. ``signer`` and ``shows`` serve the
    maker's letter: who signed it, and which of the five facts it shows (None: not looked at yet); ``outlets`` are the
    workshops it names. ``checked_by`` names the person behind evidence that nobody issues.
    """

    kind: str
    scope: Scope
    number: str = ""
    issuer: str = ""
    issued: date | None = None
    expires: date | None = None
    country: str | None = None
    signer: str | None = None
    shows: tuple[str, ...] | None = None
    checked_by: str = ""
    fields_match: bool | None = None
    owner_is_applicant: bool | None = None
    attachments: tuple[Attachment, ...] = ()
    prints: tuple[Printed, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    note: str = ""
    void: bool = False
    id: int = 0


def is_held(document: Document, on: date, files: Container[str] | None = None) -> bool:
    """Whether the document counts on a day: not void, issued by then, not expired, every attachment present.

    ``files`` are the sha256 sums present in the book; None means that files were not looked at.
    """
    if document.void:
        return False
    if document.issued is not None and document.issued > on:
        return False
    if document.expires is not None and document.expires < on:
        return False
    return files is None or all(attachment.sha256 in files for attachment in document.attachments)


def is_whole(document: Document, sizes: Mapping[str, int]) -> bool:
    """Whether every file of a document is in the book, by sha256, in its size in bytes."""
    return all(sizes.get(one.sha256) == one.size for one in document.attachments)


def reaches(document: Document, car_id: int, sheet_id: int | None, shipment_id: int | None) -> bool:
    """Whether the document is about this car: by itself, by its model sheet, by its shipment, or by the firm."""
    scope = document.scope
    match scope.reach:
        case Reach.FIRM:
            return True
        case Reach.MODEL:
            return sheet_id is not None and sheet_id in scope.sheet_ids
        case Reach.SHIPMENT:
            return shipment_id is not None and shipment_id == scope.shipment_id
        case _:
            return car_id in scope.car_ids
