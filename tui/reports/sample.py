"""A paper with one of everything, to try templates on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from tui.domain.money import Money
from tui.i18n.translator import N_
from tui.reports.paper import (
    Amount,
    Code,
    Column,
    Drawing,
    Entries,
    Entry,
    Face,
    Field,
    Fields,
    Figure,
    InWords,
    Issue,
    Kind,
    Land,
    Paper,
    Paragraphs,
    Signatures,
    Table,
    Text,
    day,
)

_DAY = date(2026, 11, 22)
_AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
_TEXT = Text("比亚迪 <b>&amp; #set \\ $x$ {{ x }} BYD")


def sample() -> Paper:
    """The paper: a draft and a copy at once, with texts that no template may take for its own."""
    face = Face(
        kind="sample",
        title=N_("COMMERCIAL INVOICE"),
        number="S26-001",
        revision=2,
        as_of=_DAY,
        draft=True,
        covers=_TEXT,
        on=date(2026, 12, 1),
        packs="2026.11.22",
        why=(_TEXT,),
        overrides=(_TEXT,),
        printed_by="李雷",
        printed_at=_AT,
        about="S26-001",
        book_revision=7,
        issued=Issue(2, "李雷", _AT, "0" * 64),
    )
    price = Amount(Money(Decimal("15800.00"), "USD"))
    columns = (
        Column("vin", N_("VIN"), Kind.CODE),
        Column("goods", N_("Goods name"), share=3),
        Column("price", N_("Unit price"), Kind.MONEY),
        Column("made", N_("Manufactured"), Kind.DAY, under=True),
    )
    row = (Code("LC0CE4CB3V4027900"), _TEXT, price, day(_DAY))
    return Paper(
        face,
        (
            Fields("", (Field(N_("Seller"), _TEXT, _TEXT), Field(N_("Country of origin"), Land("CN")))),
            Table("cars", N_("CARS"), columns, (row, row), (None, None, price, None), main=True),
            Table("none", N_("CARS"), columns, (), none=N_("No cars.")),
            Fields(N_("TOTALS"), (Field(N_("Total"), price), Field(N_("Pieces"), Figure(2))), totals=True),
            Fields("", (Field(N_("Total"), InWords(price.money)),)),
            Entries(N_("NOTE"), (Entry(_TEXT, Figure(1), (_TEXT,)),)),
            Paragraphs("", (_TEXT,)),
            Drawing("", ("+--+", "|  |")),
            Signatures((N_("Place and date"),)),
        ),
    )
