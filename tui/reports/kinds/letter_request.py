"""The request to a maker for its after-sales letter: for which cars and which country, with which service outlets."""

from __future__ import annotations

from datetime import date

import msgspec

from tui.domain.documents import Outlet
from tui.domain.partialdate import PartialDate
from tui.i18n.translator import N_
from tui.reports.kinds.face import Stamp
from tui.reports.kinds.parties import exporter
from tui.reports.paper import (
    Cell,
    Code,
    Column,
    Entries,
    Entry,
    Face,
    Field,
    Fields,
    Figure,
    Kind,
    Land,
    Names,
    Paper,
    Paragraphs,
    Signatures,
    Table,
    Text,
    Word,
    code,
    day,
    figure,
    phrase,
    text,
)
from tui.reports.phrases import cars as count_of_cars
from tui.reports.summary import Exporter

KIND = "letter-request"


class AskedFor(msgspec.Struct, frozen=True):
    """A car that the letter is to name."""

    vin: str | None
    make_id: str
    make_names: dict[str, str]
    model: str
    trim: str = ""
    model_year: int | None = None
    registered: PartialDate | None = None


class LetterSheet(msgspec.Struct, frozen=True):
    """What the request is made of. ``days`` is up to how many days after registration the letter is needed.

    ``must_show`` are the codes and English titles of what the letter has to show.
    """

    number: str
    maker: str
    country: str
    requested_on: date
    sender: Exporter | None
    cars: tuple[AskedFor, ...]
    outlets: tuple[Outlet, ...]
    must_show: tuple[tuple[str, str], ...]
    days: int | None
    note: str
    as_of: date
    revision: int


def letter_request(sheet: LetterSheet, stamp: Stamp | None = None) -> Paper:
    """The request, for the maker to answer with its letter."""
    country = Land(sheet.country, coded=False)
    body: list[Cell] = [
        phrase(
            "We are going to export the cars listed below to {country} as used cars, and ask you for the after-sales "
            "service confirmation letter for exactly these cars and this country.",
            country=country,
        )
    ]
    if sheet.days is not None:
        body.append(
            phrase(
                "Since 2026 China gives no export licence without the maker's letter for a car that was registered "
                "not more than {days} days before the application.",
                days=Figure(sheet.days),
            )
        )
    if sheet.note:
        body.append(Text(sheet.note))
    return Paper(
        Face(
            kind=KIND,
            title=N_("REQUEST FOR THE AFTER-SALES SERVICE CONFIRMATION LETTER"),
            number=sheet.number,
            revision=0,
            book_revision=sheet.revision,
            as_of=sheet.as_of,
            draft=False,
            covers=phrase("{cars} to {country}", cars=count_of_cars(len(sheet.cars)), country=country),
            printed_by=stamp.by if stamp else "",
            printed_at=stamp.at if stamp else None,
        ),
        (
            Fields(
                "",
                (
                    Field(N_("Addressee"), text(sheet.maker)),
                    Field(N_("Sender"), exporter(sheet.sender, with_code=True)),
                    Field(N_("Requested on"), day(sheet.requested_on)),
                    Field(N_("Country of destination"), Land(sheet.country)),
                ),
            ),
            Paragraphs("", tuple(body)),
            _cars(sheet),
            _outlets(sheet),
            Entries(N_("THE LETTER HAS TO SHOW"), tuple(Entry(Word(each, title)) for each, title in sheet.must_show)),
            Signatures((N_("For the exporter (seal)"), N_("Date"))),
        ),
    )


def _cars(sheet: LetterSheet) -> Table:
    columns = (
        Column("item", N_("No."), Kind.FIGURE),
        Column("vin", N_("VIN"), Kind.CODE),
        Column("make", N_("Make")),
        Column("model", N_("Model"), share=2),
        Column("model_year", N_("Model year"), Kind.FIGURE),
        Column("registered", N_("First registration"), Kind.DAY),
    )
    rows = tuple(
        (
            Figure(place),
            code(one.vin),
            Names(one.make_id, one.make_names),
            text(" ".join(part for part in (one.model, one.trim) if part)),
            figure(one.model_year, grouped=False),
            day(one.registered),
        )
        for place, one in enumerate(sheet.cars, start=1)
    )
    return Table("cars", N_("CARS"), columns, rows, main=True, none=N_("No cars."))


def _outlets(sheet: LetterSheet) -> Table:
    columns = (
        Column("name", N_("Service provider"), share=2),
        Column("address", N_("Address"), share=3),
        Column("phone", N_("Telephone"), Kind.CODE),
    )
    rows = tuple((text(one.name), text(one.address), Code(one.phone) if one.phone else None) for one in sheet.outlets)
    none = N_("We have no workshop of our own there; please name yours.")
    return Table("outlets", N_("SERVICE OUTLETS AT THE DESTINATION"), columns, rows, none=none)
