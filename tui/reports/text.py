"""A shipment summary as text: 80 columns, pages of 66 lines with form feeds between them.

Page one is what an operator reads aloud: number, route, consignee, the cars, totals, what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tui.domain.money import Money
from tui.domain.words import Powertrain
from tui.i18n.formats import amount_iso, country, number
from tui.i18n.translator import N_, Translator
from tui.reports.cells import width
from tui.reports.columns import COLUMNS, Column, goods_name, make_name
from tui.reports.layout import (
    DASH,
    FORM_FEED,
    PAGE_LINES,
    WIDTH,
    Block,
    Head,
    hanging,
    label_width,
    paginate,
    pairs_in_two,
    table,
    value,
)
from tui.reports.masthead import masthead
from tui.reports.open_points import assumption_blocks, open_point_blocks
from tui.reports.phrases import items
from tui.reports.summary import CarLine, Exporter, Partner, ShipmentSummary, Sum

_MOST_LABEL = 30
_SHORT_TEXT = 40
_PARTY_LIMIT = 400
_CELL_LIMIT = 120
_MAY_BE_BLANK = frozenset({"stock_number", "trim", "hs_complete", "licence_expires", "un_number"})
"""Cells that are rightly empty, or whose lack another cell tells."""
_IN_BLOCK_TITLE = frozenset({"item", "vin", "goods"})
_TRADE_MODES = {"0110": N_("general trade")}
_DUTIES = {"101": N_("general duty")}
_PACKAGES = {"01": N_("bare")}
_Field = tuple[str, str | None]


def text(summary: ShipmentSummary, translator: Translator) -> str:
    """The whole paper in the translator's language; every line ends with a line feed and fits 80 cells."""
    blocks = list(_blocks(summary, translator))
    room = PAGE_LINES - len(masthead(summary, translator, 999, 999))
    pages = paginate(blocks, room)
    sheets = []
    for page, lines in enumerate(pages, start=1):
        head = masthead(summary, translator, page, len(pages))
        sheets.append("".join(f"{line.rstrip()}\n" for line in (*head, *lines)))
    return FORM_FEED.join(sheets)


def _blocks(summary: ShipmentSummary, translator: Translator) -> Iterable[Block]:
    _ = translator.gettext
    spoken, written = _spoken(summary, translator), _written(summary, translator)
    yield from _labelled("", spoken)
    yield from _vin_table(summary, translator)
    yield _totals(summary, translator)
    yield from open_point_blocks(summary, translator)
    yield from assumption_blocks(summary, translator)
    yield from _labelled(_("FOR THE DECLARATION"), written)
    yield from _papers(summary, translator)
    yield _dangerous_goods(summary, translator)
    for car in summary.cars:
        yield _particulars(car, translator)
    yield _not_filled_in(summary, [*spoken, *written], translator)
    line = "_" * 24
    yield Block(["", "", *pairs_in_two(((_("Signature"), line), (_("Date"), line)), 0)])


def _labelled(title: str, fields: Sequence[_Field]) -> Iterable[Block]:
    indent = label_width((label for label, _ in fields), _MOST_LABEL)
    heads = ["", title] if title else [""]
    for label, said in fields:
        yield Block([*heads, *hanging(label, value(said, _PARTY_LIMIT), indent)])
        heads = []


def _land(code: str | None, translator: Translator) -> str | None:
    return f"{country(code, translator.tag)} ({code})" if code else None


def _spoken(summary: ShipmentSummary, translator: Translator) -> list[_Field]:
    """What is read out first."""
    _ = translator.gettext
    stops = (summary.origin_country, *(summary.via or ()), summary.destination_country)
    via = [_land(code, translator) or "" for code in summary.via or ()]
    return [
        (_("Shipment no."), summary.number),
        (_("Verdict"), _(summary.verdict.value)),
        (_("Route"), " > ".join(_land(code, translator) or "" for code in stops)),
        (_("Via"), None if summary.via is None else _(", ").join(via) or _("direct")),
        (_("Mode of transport"), _(summary.mode_title)),
        (_("Departure (ETD)"), summary.etd.isoformat() if summary.etd else None),
        (_("Arrival (ETA)"), summary.eta.isoformat() if summary.eta else None),
        (_("Overseas consignee"), _partner(summary.consignee, translator)),
        (_("Notify party"), _partner(summary.notify, translator)),
    ]


def _written(summary: ShipmentSummary, translator: Translator) -> list[_Field]:
    """What the broker copies into the declaration."""
    _ = translator.gettext
    return [
        (_("Exporter"), _exporter(summary.exporter)),
        (_("Exporter's 18-character code"), summary.exporter.code if summary.exporter else None),
        (_("Producing or selling unit"), summary.producing_unit),
        (_("Customs broker"), _partner(summary.broker, translator)),
        (_("Contract no."), summary.contract_number),
        (_("Invoice no."), summary.invoice_number),
        (_("Packing list no."), summary.packing_list_number),
        (_("Incoterm"), " ".join(filter(None, (summary.incoterm, summary.incoterm_place))) or None),
        (_("Contract currency"), summary.currency),
        (_("Trade mode"), _coded(summary.trade_mode, _TRADE_MODES, _)),
        (_("Nature of duty"), _coded(summary.duty_nature, _DUTIES, _)),
        (_("Trading country"), _land(summary.trading_country, translator)),
        (_("Country of destination"), _land(summary.destination_country, translator)),
        (_("Exit customs"), summary.exit_customs),
        (_("Port of loading"), summary.port_of_loading),
        (_("Port of discharge"), summary.port_of_discharge),
        (_("Conveyance"), summary.conveyance),
        (_("Voyage"), summary.voyage),
        (_("Transport document no."), summary.transport_document),
        (_("Package kind"), _coded(summary.package_kind, _PACKAGES, _)),
    ]


def _coded(code: str, names: dict[str, str], translate: Callable[[str], str]) -> str:
    return " ".join(filter(None, (code, translate(names.get(code, "")))))


def _exporter(exporter: Exporter | None) -> str | None:
    if exporter is None:
        return None
    return _joined((exporter.name, exporter.name_en, exporter.address, exporter.contact))


def _partner(partner: Partner | None, translator: Translator) -> str | None:
    if partner is None:
        return None
    land = country(partner.country, translator.tag) if partner.country else None
    return _joined((partner.name, partner.address, land, partner.contact, partner.tax_number))


def _joined(parts: Iterable[str | None]) -> str:
    return ", ".join(value(part, WIDTH) for part in parts if part)


def _vin_table(summary: ShipmentSummary, translator: Translator) -> list[Block]:
    _ = translator.gettext
    cars = summary.cars
    prices = [amount_iso(car.unit_price, translator.tag) if car.unit_price else DASH for car in cars]
    item_cells = max(4, len(str(len(cars))))
    vin_cells = max([17, *(width(_vin(car)) for car in cars)])
    price_cells = max([10, *map(width, prices)])
    car_cells = max(4, WIDTH - item_cells - vin_cells - price_cells - 10 - 5 - 5)
    heads = (
        Head(_("No."), item_cells, right=True),
        Head(_("VIN"), vin_cells),
        Head(_("Car"), car_cells),
        Head(_("Registered on"), 10),
        Head(_("Age, days"), 5, right=True),
        Head(_("Unit price"), price_cells, right=True),
    )
    rows = [
        (
            str(car.item),
            _vin(car),
            value(f"{make_name(car, translator)} {car.model}", _SHORT_TEXT),
            str(car.first_registration or DASH),
            DASH if car.age_days is None else str(car.age_days),
            price,
        )
        for car, price in zip(cars, prices, strict=True)
    ]
    return table(_("CARS"), heads, rows)


def _vin(car: CarLine) -> str:
    return value(car.vin, 24)


def _totals(summary: ShipmentSummary, translator: Translator) -> Block:
    _, tag = translator.gettext, translator.tag

    def lacking(count: int) -> str:
        said = _("without {lacking} of {count} cars").format(lacking=count, count=len(summary.cars))
        return said if count else ""

    def weighed(total: Sum, places_: int | None) -> str:
        return DASH if total.value is None else number(total.value, places_, tag)

    unpriced = lacking(summary.lines_without_price)
    rows: list[tuple[str, str, str, str]] = [
        (_("Pieces"), str(summary.pieces), "", ""),
        *((_("Goods value"), *_money(money, tag), unpriced) for money in summary.goods_value or (None,)),
        (_("FOB value"), *_money(summary.fob_value, tag), ""),
        (_("Freight"), *_money(summary.freight, tag), ""),
        (_("Insurance"), *_money(summary.insurance, tag), ""),
        (_("Net weight (kerb)"), weighed(summary.net_kg, None), "kg", lacking(summary.net_kg.lacking)),
        (_("Gross weight"), weighed(summary.gross_kg, None), "kg", lacking(summary.gross_kg.lacking)),
        (_("Volume"), weighed(summary.cbm, 3), "CBM", lacking(summary.cbm.lacking)),
    ]
    heads = (Head("", 30), Head("", 20, right=True), Head("", 3), Head("", WIDTH - 56))
    lines = [line for block in table(_("TOTALS"), heads, rows) for line in block.lines]
    return Block([lines[0], lines[1], *lines[4:]])


def _money(money: Money | None, tag: str) -> tuple[str, str]:
    if money is None:
        return DASH, ""
    figure = amount_iso(money, tag)
    return figure.removesuffix(money.currency).rstrip(), money.currency


def _papers(summary: ShipmentSummary, translator: Translator) -> list[Block]:
    _ = translator.gettext
    if not summary.papers:
        return [Block(["", _("PAPERS ATTACHED"), *hanging("", _("None held."), 2)])]
    heads = (
        Head(_("Paper"), 28),
        Head(_("Number"), 23),
        Head(_("Issued"), 10),
        Head(_("Expires"), 10),
        Head(_("Cars"), 5, right=True),
    )
    rows = [
        (
            value(_(paper.kind.title), _SHORT_TEXT),
            value(paper.number, _SHORT_TEXT),
            paper.issued.isoformat() if paper.issued else DASH,
            paper.expires.isoformat() if paper.expires else DASH,
            str(paper.covers),
        )
        for paper in summary.papers
    ]
    return table(_("PAPERS ATTACHED"), heads, rows)


def _dangerous_goods(summary: ShipmentSummary, translator: Translator) -> Block:
    _ = translator.gettext
    lines = ["", _("DANGEROUS GOODS")]
    if not summary.sea:
        lines += hanging("", _("Not looked up: not by sea."), 2)
    for goods in summary.dangerous_goods:
        said = _("UN {un}, class {hazard_class}, {name}: {items}")
        said = said.format(
            un=goods.number.un,
            hazard_class=goods.number.hazard_class,
            name=goods.number.name,
            items=items(goods.items, translator),
        )
        if goods.batteries:
            held = _("UN 38.3 test summary held for {tested} of {count}")
            said = _("; ").join((said, held.format(tested=goods.tested, count=goods.batteries)))
        lines += hanging("", said, 2)
    if summary.dangerous_goods_unknown:
        said = _("Cannot tell without the powertrain: {items}")
        lines += hanging("", said.format(items=items(summary.dangerous_goods_unknown, translator)), 2)
    if summary.sea and not summary.dangerous_goods and not summary.dangerous_goods_unknown:
        lines += hanging("", _("No UN number in the table for these cars and this mode."), 2)
    return Block(lines)


def _particulars(car: CarLine, translator: Translator) -> Block:
    pairs = [
        (translator.gettext(column.heading), value(column.cell(car, translator), _CELL_LIMIT))
        for column in COLUMNS
        if column.key not in _IN_BLOCK_TITLE
    ]
    title = hanging(str(car.item), f"{_vin(car)}  {value(goods_name(car, translator), _CELL_LIMIT)}", 4)
    return Block(["", *title, *pairs_in_two(pairs, 4)])


def _not_filled_in(summary: ShipmentSummary, fields: Sequence[_Field], translator: Translator) -> Block:
    """Which fields of the paper are still blank: of the shipment, and of how many cars."""
    _ = translator.gettext
    blanks = [label for label, said in fields if said is None]
    for column in COLUMNS:
        found = [car.item for car in summary.cars if _is_blank(column, car, translator)]
        if found:
            named = items(found, translator)
            blanks.append(_("{field} ({items})").format(field=_(column.heading), items=named))
    short = [car.item for car in summary.cars if car.hs_complete is False]
    if short:
        blanks.append(_("last digits of the HS code ({items})").format(items=items(short, translator)))
    said = _("; ").join(blanks) or _("Nothing.")
    return Block(["", _("NOT FILLED IN"), *hanging("", said, 2)])


def _is_blank(column: Column, car: CarLine, translator: Translator) -> bool:
    if column.key in _MAY_BE_BLANK or column.cell(car, translator) is not None:
        return False
    return not (column.key == "battery_kwh" and car.powertrain and car.powertrain.code == Powertrain.ICE)
