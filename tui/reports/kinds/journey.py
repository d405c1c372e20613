"""By what and in what the cars travel: stretches of the route, containers and seals."""

from __future__ import annotations

from tui.i18n.translator import N_
from tui.reports.paper import Cell, Code, Column, Figure, Kind, Land, Section, Table, code, day, listing, phrase, text
from tui.reports.phrases import SEMICOLON, places, word
from tui.reports.summary import LegLine, ShipmentSummary


def legs_sections(summary: ShipmentSummary) -> tuple[Section, ...]:
    """The stretches of the journey, where somebody entered them."""
    if not summary.legs:
        return ()
    columns = (
        Column("from", N_("From"), share=2),
        Column("to", N_("To"), share=2),
        Column("mode", N_("Mode of transport")),
        Column("conveyance", N_("Conveyance"), share=2),
        Column("departs", N_("Departs"), Kind.DAY),
        Column("arrives", N_("Arrives"), Kind.DAY),
    )
    return (Table("legs", N_("ROUTE"), columns, tuple(map(_leg, summary.legs))),)


def _leg(leg: LegLine) -> tuple[Cell, ...]:
    return (
        _stop(leg.start, leg.start_country),
        _stop(leg.end, leg.end_country),
        word(leg.mode),
        listing((text(leg.conveyance), code(leg.voyage))),
        day(leg.departed or leg.etd),
        day(leg.arrived or leg.eta),
    )


def _stop(place: str, country: str) -> Cell:
    return phrase("{place}, {country}", place=text(place), country=Land(country, coded=False))


def container_sections(summary: ShipmentSummary) -> tuple[Section, ...]:
    """The containers with type, seals and the cars in them, where there are any."""
    if not summary.containers:
        return ()
    columns = (
        Column("container", N_("Container no."), Kind.CODE),
        Column("type", N_("Container type"), Kind.CODE),
        Column("seals", N_("Seals")),
        Column("cars", N_("Cars"), Kind.FIGURE),
        Column("items", N_("Items")),
    )
    rows = tuple(
        (
            Code(one.number),
            code(one.type),
            listing((Code(seal) for seal in one.seals), SEMICOLON),
            Figure(len(one.items)),
            code(places(sorted(one.items))),
        )
        for one in summary.containers
    )
    return (Table("containers", N_("CONTAINERS"), columns, rows),)
