"""What the screens say of shipments: heads, columns and causes in words. Pure functions of a desk and records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tui.app import wording
from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.widgets.lines import Paragraph, Piece
from tui.app.widgets.table import Column
from tui.desk import agreements
from tui.desk.context import Desk
from tui.desk.journey_words import stage_text
from tui.desk.kinds import FIRMS, PARTIES
from tui.desk.rows import StockRow
from tui.desk.shipments import Cause, ShipmentRow, Standing
from tui.domain.money import Money, total
from tui.domain.readiness import Verdict
from tui.domain.routes import leg_problems
from tui.domain.rules import Gate
from tui.domain.shipments import Shipment
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _, ngettext

NOT_YET = "…"
"""What a cell says that is still being worked out."""


def verdict_word(desk: Desk, verdict: Verdict) -> str:
    """A verdict in words."""
    return word(desk.library.words, "verdict", verdict.value)


def standing_text(desk: Desk, glyphs: Glyphs, standing: Standing) -> str:
    """Mark and word of a shipment's verdict, with a sign of its own where it is READY only by override."""
    mark, said = glyphs.mark(standing.verdict), verdict_word(desk, standing.verdict)
    if standing.by_override:
        return f"{mark}{wording.OVERRIDDEN} " + _("%(verdict)s by override") % {"verdict": said}
    return f"{mark} {said}"


def shipment_columns(
    desk: Desk, glyphs: Glyphs, standing_of: Callable[[int], Standing | None]
) -> list[Column[ShipmentRow]]:
    """The columns of the list of shipments."""

    def verdict(row: ShipmentRow) -> str:
        if row.shipment.cancelled:
            return _("cancelled")
        found = standing_of(row.shipment.id)
        return standing_text(desk, glyphs, found) if found else NOT_YET

    def tone(row: ShipmentRow) -> str:
        found = standing_of(row.shipment.id)
        return TONE_OF[found.verdict] if found and not row.shipment.cancelled else "faint"

    def mode(row: ShipmentRow) -> str:
        return word(desk.library.words, "mode", row.shipment.mode.value)

    return [
        Column("number", _("Number"), lambda row: row.shipment.number, 8, most=12),
        Column("to", _("To"), lambda row: wording.destination_name(row.shipment.deal.country), 13, most=24),
        Column("mode", _("Mode"), mode, 6, rank=2, most=10),
        Column("cars", _("Cars"), lambda row: str(len(row.shipment.lines)), 4, right=True),
        Column("etd", _("Departs"), lambda row: formats.day(row.shipment.departs), 10, rank=1),
        Column("eta", _("Arrives"), lambda row: formats.day(row.shipment.arrives), 10, rank=3),
        Column("consignee", _("Consignee"), lambda row: row.consignee or formats.NONE, 12, rank=4, most=40),
        Column("verdict", _("Verdict"), verdict, 10, tone=tone),
    ]


def line_columns(glyphs: Glyphs, price_of: Callable[[int], Money | None]) -> list[Column[StockRow]]:
    """The columns of the cars on a shipment."""
    return [
        Column("stock", _("No."), lambda row: row.car.stock_number or formats.NONE, 7, rank=1),
        Column("vin", _("VIN"), lambda row: row.car.vin or _("no VIN"), 17),
        Column("car", _("Car"), wording.car_name, 14, most=36),
        Column("age", _("Reg."), lambda row: wording.days(row.age), 5, right=True, rank=2),
        Column("price", _("Invoice price"), lambda row: formats.amount(price_of(row.id)), 13, right=True),
        Column("verdict", _("Check"), _marked_verdict(glyphs), 5, tone=lambda row: TONE_OF[row.verdict]),
    ]


def loading_columns(glyphs: Glyphs) -> list[Column[StockRow]]:
    """The columns of the cars that may be taken on a shipment."""
    return [
        Column("stock", _("No."), lambda row: row.car.stock_number or formats.NONE, 7, rank=2),
        Column("vin", _("VIN"), lambda row: row.car.vin or _("no VIN"), 17),
        Column("car", _("Car"), wording.car_name, 14, most=36),
        Column("dealer", _("Dealer"), lambda row: row.dealer_name or formats.NONE, 10, rank=4, most=20),
        Column("tied", _("Tied"), lambda row: wording.days(row.tied), 5, right=True, rank=3),
        Column("age", _("Reg."), lambda row: wording.days(row.age), 5, right=True, rank=1),
        Column("price", _("Price"), lambda row: formats.amount(row.price, places=0), 9, right=True, rank=1),
        Column("verdict", _("Check"), _marked_verdict(glyphs), 5, tone=lambda row: TONE_OF[row.verdict]),
    ]


def _marked_verdict(glyphs: Glyphs) -> Callable[[StockRow], str]:
    def cell(row: StockRow) -> str:
        count = len(row.answer.assessment.open_flags)
        mark = glyphs.mark(row.verdict)
        return f"{mark} {count}" if count else mark

    return cell


def route_text(shipment: Shipment, glyphs: Glyphs) -> str:
    """Origin, countries on the way, destination."""
    deal, via = shipment.deal, shipment.via
    stops = ("CN", *(via or ()), deal.country)
    text = f" {glyphs.arrow} ".join(wording.destination_name(code) for code in stops)
    return text if via is not None else _("%(route)s (route not said)") % {"route": text}


def head_lines(desk: Desk, shipment: Shipment, standing: Standing, glyphs: Glyphs) -> list[list[Piece]]:
    """Five lines on a shipment: route, people, terms and ports, dates and money, and how far it has come."""
    store = desk.store
    consignee = store.get(PARTIES, shipment.consignee_id) if shipment.consignee_id else None
    firm = store.get(FIRMS, shipment.firm_id) if shipment.firm_id else None
    mode = word(desk.library.words, "mode", shipment.mode.value)
    terms = " ".join(part for part in (shipment.incoterm, shipment.incoterm_place) if part)
    ports = f" {glyphs.arrow} ".join(part for part in (shipment.port_of_loading, shipment.port_of_discharge) if part)
    prices = [line.price for line in shipment.lines if line.price is not None]
    without = len(shipment.lines) - len(prices)
    money = formats.amounts(total(prices))
    if without and prices:
        money = _("%(sum)s, %(n)d without a price") % {"sum": money, "n": without}
    return [
        _pairs((_("Route"), route_text(shipment, glyphs)), (_("Mode"), mode)),
        _pairs((_("Consignee"), consignee.name if consignee else ""), (_("Firm"), firm.name if firm else "")),
        _pairs((_("Incoterm"), terms), (_("Ports"), ports)),
        _pairs(
            (_("Departs"), formats.day(shipment.departs)),
            (_("Arrives"), formats.day(shipment.arrives)),
            (_("Goods value"), money),
        ),
        _pairs(
            (_("Stage"), stage_text(desk, shipment)),
            (_("Legs"), _legs_text(shipment, glyphs)),
            (_("Containers"), str(len(shipment.containers) or "")),
            (_("Papers"), _papers_text(standing, glyphs)),
        ),
    ]


def _legs_text(shipment: Shipment, glyphs: Glyphs) -> str:
    """How many legs there are, with a mark when something is wrong with the route."""
    wrong = any(leg_problems(shipment.legs, shipment.deal.country))
    return f"{len(shipment.legs)} {glyphs.action}" if wrong else str(len(shipment.legs) or "")


def _papers_text(standing: Standing, glyphs: Glyphs) -> str:
    """Whether the papers of the cars agree, in a few words."""
    said = [answer.assessment.gates.get(Gate.PAPERS) for answer in standing.answers]
    if differing := said.count(Verdict.BLOCKED):
        return f"{glyphs.blocked} " + _("those of %(cars)s differ") % {"cars": count_of_cars(differing)}
    if said and None not in said:
        return f"{glyphs.ready} " + agreements.state_text("agree")
    return f"{glyphs.unknown} " + (_("not assessed for all cars") if any(said) else _("not assessed"))


def _pairs(*pairs: tuple[str, str]) -> list[Piece]:
    pieces: list[Piece] = []
    for label, text in pairs:
        head = _("%(label)s: ") % {"label": label}
        pieces += [Piece(f"{'   ' if pieces else ' '}{head}", "faint"), Piece(text or formats.NONE)]
    return pieces


def verdict_pieces(desk: Desk, standing: Standing, glyphs: Glyphs) -> list[Piece]:
    """The worst verdict, and how many cars there are of each."""
    pieces = [Piece(standing_text(desk, glyphs, standing), TONE_OF[standing.verdict])]
    for verdict in sorted(Verdict, key=wording.weight):
        count = sum(1 for answer in standing.answers if answer.assessment.verdict is verdict)
        if count and count < len(standing.answers):
            pieces.append(Piece(f"  {glyphs.mark(verdict)} {count}", TONE_OF[verdict]))
    return pieces


def cause_page(desk: Desk, standing: Standing, glyphs: Glyphs) -> list[Paragraph]:
    """Why a shipment stands as it does: every cause with the number of cars it holds up."""
    if not standing.answers:
        return [Paragraph(_("No car is on this shipment yet; a adds some"), TONE_OF[Verdict.UNKNOWN])]
    return list(_causes(desk, standing, glyphs)) or [
        Paragraph(_("Nothing stands in the way of any car"), TONE_OF[Verdict.READY], head=f"{glyphs.ready} ")
    ]


def _causes(desk: Desk, standing: Standing, glyphs: Glyphs) -> Iterator[Paragraph]:
    cars = len(standing.answers)
    for cause in standing.causes:
        how_many = _("all %(cars)s") if cause.cars == cars and cars > 1 else "%(cars)s"
        text = _("%(cause)s: %(cars)s") % {
            "cause": _cause_title(cause),
            "cars": how_many % {"cars": count_of_cars(cause.cars)},
        }
        tone = TONE_OF[cause.verdict]
        yield Paragraph(text, tone, head=f"{glyphs.mark(cause.verdict)} ")
        for clause in wording.flag_clauses(desk, cause.flag, desk.today) if cause.flag else ():
            yield Paragraph(clause, "faint", indent=2)
    if standing.waiting:
        text = ngettext(
            "%(n)d car waits for its VIN: the paper stays a draft",
            "%(n)d cars wait for their VIN: the paper stays a draft",
            standing.waiting,
        )
        yield Paragraph(text % {"n": standing.waiting}, TONE_OF[Verdict.ACTION], head=f"{glyphs.action} ")


def _cause_title(cause: Cause) -> str:
    if cause.doubt is not None:
        return wording.doubt_sentence(cause.doubt)
    return _(cause.flag.rule.title) if cause.flag else ""


def not_final_page(desk: Desk, standing: Standing, glyphs: Glyphs) -> Sequence[Paragraph]:
    """What is missing for a final paper."""
    return [
        Paragraph(_("No final paper can be printed yet. What is missing:"), "strong"),
        Paragraph(""),
        *cause_page(desk, standing, glyphs),
    ]
