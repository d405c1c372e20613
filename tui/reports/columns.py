"""The VIN table: its columns, and the text of every cell, the same in every format.

Figures are written without grouping marks, dates in ISO form, so that a cell can be compared with the book.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from tui.i18n.translator import N_, Translator
from tui.reports.cells import clean
from tui.reports.summary import CarLine, Named

_SALOON = "saloon"
_PASSENGER = frozenset({"hatchback", "estate", "suv", "mpv", "coupe", "two_door", "convertible"})
_PASSENGER_SEATS = 9
_DRIVES = {
    "bev": N_("battery electric"),
    "hev": N_("hybrid"),
    "phev": N_("plug-in hybrid"),
    "erev": N_("range-extender electric"),
}
_FUELS = {
    "petrol": N_("petrol"),
    "diesel": N_("diesel"),
    "lpg": N_("liquefied petroleum gas"),
    "cng": N_("compressed natural gas"),
}


class Column(NamedTuple):
    """One column: its ASCII key, its heading, and how a car's cell reads; None is a cell not known.

    ``figure`` cells hold numbers: they stand flush right and need no guarding in a spreadsheet.
    """

    key: str
    heading: str
    cell: Callable[[CarLine, Translator], str | None]
    figure: bool = False


def goods_name(car: CarLine, translator: Translator) -> str:
    """The goods as a declaration names them: used or new, make, model, drive with displacement, body."""
    _ = translator.gettext
    words = {
        "make": make_name(car, translator),
        "model": clean(car.model),
        "drive": _drive(car, translator),
        "body": _body(car, translator),
    }
    if words["drive"] and words["body"]:
        goods = _("{make} {model}, {drive} {body}")
    elif words["drive"]:
        goods = _("{make} {model}, {drive}")
    elif words["body"]:
        goods = _("{make} {model}, {body}")
    else:
        goods = _("{make} {model}")
    goods = goods.format(**words)
    match car.condition:
        case "used":
            return _("Used {goods}").format(goods=goods)
        case "new":
            return _("New {goods}").format(goods=goods)
        case _:
            return goods


def make_name(car: CarLine, translator: Translator) -> str:
    """The make's name in the paper's language, else in English, else its id."""
    language = translator.tag.split("_", maxsplit=1)[0]
    return clean(car.make_names.get(language) or car.make_names.get("en") or car.make)


def _drive(car: CarLine, translator: Translator) -> str:
    _ = translator.gettext
    powertrain = car.powertrain.code if car.powertrain else None
    if powertrain is None:
        return ""
    fuel = _(_FUELS.get(car.fuel.code, "")) if car.fuel else ""
    drive = _(_DRIVES.get(powertrain, ""))
    if powertrain == "bev":
        return drive
    if powertrain == "ice":
        drive = fuel or _("combustion engine")
    elif fuel:
        drive = _("{fuel} {drive}").format(fuel=fuel, drive=drive)
    return _("{drive} {cc} cc").format(drive=drive, cc=car.engine_cc) if car.engine_cc else drive


def _body(car: CarLine, translator: Translator) -> str:
    _ = translator.gettext
    body = car.body.code if car.body else None
    if body == _SALOON:
        return _("saloon car")
    if body == "pickup":
        return _("pickup truck")
    if body == "van":
        return _("van-bodied vehicle")
    few_seats = body is None and car.seats is not None and car.seats <= _PASSENGER_SEATS
    return _("passenger car") if body in _PASSENGER or few_seats else ""


def _text(name: str) -> Callable[[CarLine, Translator], str | None]:
    def cell(car: CarLine, _translator: Translator) -> str | None:
        value = getattr(car, name)
        return None if value is None else clean(str(value)) or None

    return cell


def _figure(name: str) -> Callable[[CarLine, Translator], str | None]:
    def cell(car: CarLine, _translator: Translator) -> str | None:
        value: Decimal | int | None = getattr(car, name)
        return None if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)

    return cell


def _word(name: str) -> Callable[[CarLine, Translator], str | None]:
    def cell(car: CarLine, translator: Translator) -> str | None:
        value: Named | None = getattr(car, name)
        return clean(translator.gettext(value.title)) if value else None

    return cell


def _yes_no(name: str) -> Callable[[CarLine, Translator], str | None]:
    def cell(car: CarLine, translator: Translator) -> str | None:
        value: bool | None = getattr(car, name)
        if value is None:
            return None
        return translator.gettext("yes") if value else translator.gettext("no")

    return cell


def _condition(car: CarLine, translator: Translator) -> str | None:
    match car.condition:
        case "used":
            return translator.gettext("used")
        case "new":
            return translator.gettext("new")
        case _:
            return None


def _price(car: CarLine, _translator: Translator) -> str | None:
    return f"{car.unit_price.amount:f}" if car.unit_price else None


def _currency(car: CarLine, _translator: Translator) -> str | None:
    return car.unit_price.currency if car.unit_price else None


COLUMNS = (
    Column("item", N_("Item no."), _figure("item"), figure=True),
    Column("vin", N_("VIN"), _text("vin")),
    Column("stock_number", N_("Stock no."), _text("stock_number")),
    Column("hs_code", N_("HS code"), _text("hs_code")),
    Column("hs_complete", N_("HS code whole"), _yes_no("hs_complete")),
    Column("goods", N_("Goods name"), goods_name),
    Column("make", N_("Make"), make_name),
    Column("model", N_("Model"), _text("model")),
    Column("trim", N_("Trim"), _text("trim")),
    Column("model_year", N_("Model year"), _figure("model_year"), figure=True),
    Column("condition", N_("Used or new"), _condition),
    Column("powertrain", N_("Powertrain"), _word("powertrain")),
    Column("fuel", N_("Fuel"), _word("fuel")),
    Column("body", N_("Body style"), _word("body")),
    Column("engine_cc", N_("Displacement, cc"), _figure("engine_cc"), figure=True),
    Column("power_hp", N_("Power, metric hp"), _figure("power_hp"), figure=True),
    Column("battery_kwh", N_("Battery, kWh"), _figure("battery_kwh"), figure=True),
    Column("seats", N_("Seats"), _figure("seats"), figure=True),
    Column("engine_number", N_("Engine or motor no."), _text("engine_number")),
    Column("colour", N_("Colour"), _word("colour")),
    Column("manufacture_date", N_("Manufactured"), _text("manufacture_date")),
    Column("first_registration", N_("First registration"), _text("first_registration")),
    Column("pending_export", N_("Pending export"), _text("pending_export")),
    Column("age_days", N_("Days registered"), _figure("age_days"), figure=True),
    Column("letter", N_("Maker's letter"), _yes_no("letter")),
    Column("inspection_report", N_("Inspection report no."), _text("inspection_report")),
    Column("licence_number", N_("Export licence no."), _text("licence_number")),
    Column("licence_expires", N_("Licence expires"), _text("licence_expires")),
    Column("odometer_km", N_("Odometer, km"), _figure("odometer_km"), figure=True),
    Column("quantity", N_("Quantity, units"), _figure("quantity"), figure=True),
    Column("unit_price", N_("Unit price"), _price, figure=True),
    Column("currency", N_("Currency"), _currency),
    Column("kerb_kg", N_("Net (kerb), kg"), _figure("kerb_kg"), figure=True),
    Column("gross_kg", N_("Gross, kg"), _figure("gross_kg"), figure=True),
    Column("length_mm", N_("Length, mm"), _figure("length_mm"), figure=True),
    Column("width_mm", N_("Width, mm"), _figure("width_mm"), figure=True),
    Column("height_mm", N_("Height, mm"), _figure("height_mm"), figure=True),
    Column("cbm", N_("Volume, CBM"), _figure("cbm"), figure=True),
    Column("un_number", N_("UN number"), _text("un_number")),
)


def cells(car: CarLine, translator: Translator) -> dict[str, str | None]:
    """A car's cells by column key."""
    return {column.key: column.cell(car, translator) for column in COLUMNS}
