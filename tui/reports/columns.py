"""The columns of cars: what each cell holds, the same on every paper that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from tui.domain.money import minor_units
from tui.domain.words import Powertrain
from tui.i18n.translator import N_
from tui.reports.paper import (
    Amount,
    Cell,
    Code,
    Column,
    Figure,
    Kind,
    Names,
    Phrase,
    Text,
    Word,
    YesNo,
    amount,
    code,
    day,
    figure,
    phrase,
    text,
)
from tui.reports.phrases import word
from tui.reports.summary import CarLine

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
_CONDITIONS = {"used": N_("used"), "new": N_("new")}


class CarColumn(NamedTuple):
    """A column of cars and how its cell is made; None is a cell not known."""

    key: str
    heading: str
    cell: Callable[[CarLine], Cell]
    kind: Kind = Kind.WORDS
    share: int = 1

    def column(self, *, under: bool = False, heading: str = "", share: int = 0) -> Column:
        """The column as a paper has it."""
        return Column(self.key, heading or self.heading, self.kind, under, share or self.share)


def goods(car: CarLine) -> Cell:
    """The goods as a declaration names them: used or new, make, model, drive with displacement, body."""
    words: dict[str, Cell] = {"make": make(car), "model": Text(car.model), "drive": _drive(car), "body": _body(car)}
    known: dict[str, Cell] = {name: cell for name, cell in words.items() if cell is not None}
    if "drive" in known and "body" in known:
        said = Phrase(N_("{make} {model}, {drive} {body}"), known)
    elif "drive" in known:
        said = Phrase(N_("{make} {model}, {drive}"), known)
    elif "body" in known:
        said = Phrase(N_("{make} {model}, {body}"), known)
    else:
        said = Phrase(N_("{make} {model}"), known)
    match car.condition:
        case "used":
            return phrase("Used {goods}", goods=said)
        case "new":
            return phrase("New {goods}", goods=said)
        case _:
            return said


def make(car: CarLine) -> Names:
    """The make by its names in the languages that have one."""
    return Names(car.make, car.make_names)


def short_name(car: CarLine) -> Cell:
    """Make and model, as the table on page one has them."""
    return phrase("{make} {model}", make=make(car), model=Text(car.model))


def vin(car: CarLine) -> Cell:
    """The VIN, a dash while the car waits for one."""
    return code(car.vin)


def _drive(car: CarLine) -> Cell:
    powertrain = car.powertrain.code if car.powertrain else None
    if powertrain is None:
        return None
    fuel: Cell = Word(car.fuel.code, _FUELS[car.fuel.code]) if car.fuel and car.fuel.code in _FUELS else None
    drive: Cell = Word(powertrain, _DRIVES[powertrain]) if powertrain in _DRIVES else None
    if powertrain == Powertrain.BEV:
        return drive
    if powertrain == Powertrain.ICE:
        drive = fuel or Word("ice", N_("combustion engine"))
    elif fuel:
        drive = phrase("{fuel} {drive}", fuel=fuel, drive=drive)
    if not car.engine_cc:
        return drive
    return phrase("{drive} {cc} cc", drive=drive, cc=Figure(car.engine_cc, grouped=False))


def _body(car: CarLine) -> Cell:
    body = car.body.code if car.body else None
    if body == _SALOON:
        return Word("saloon", N_("saloon car"))
    if body == "pickup":
        return Word("pickup", N_("pickup truck"))
    if body == "van":
        return Word("van", N_("van-bodied vehicle"))
    few_seats = body is None and car.seats is not None and car.seats <= _PASSENGER_SEATS
    return Word("passenger", N_("passenger car")) if body in _PASSENGER or few_seats else None


def _text(name: str) -> Callable[[CarLine], Cell]:
    return lambda car: text(getattr(car, name))


def _code(name: str) -> Callable[[CarLine], Cell]:
    return lambda car: code(getattr(car, name))


def _day(name: str) -> Callable[[CarLine], Cell]:
    return lambda car: day(getattr(car, name))


def _bare(name: str) -> Callable[[CarLine], Cell]:
    """A figure that is copied into forms: without grouping marks."""
    return lambda car: figure(getattr(car, name), grouped=False)


def _word(name: str) -> Callable[[CarLine], Cell]:
    return lambda car: word(getattr(car, name))


def _yes_no(name: str) -> Callable[[CarLine], Cell]:
    def cell(car: CarLine) -> Cell:
        value: bool | None = getattr(car, name)
        return None if value is None else YesNo(value)

    return cell


def _condition(car: CarLine) -> Cell:
    return Word(car.condition, _CONDITIONS[car.condition]) if car.condition in _CONDITIONS else None


def _price(car: CarLine) -> Cell:
    return Figure(car.unit_price.amount, minor_units(car.unit_price.currency)) if car.unit_price else None


def _currency(car: CarLine) -> Cell:
    return code(car.unit_price.currency) if car.unit_price else None


def _money(car: CarLine) -> Amount | None:
    return amount(car.unit_price)


def _size(car: CarLine) -> Cell:
    sides = (car.length_mm, car.width_mm, car.height_mm)
    return None if None in sides else Code(" x ".join(map(str, sides)))


_ALL = (
    CarColumn("item", N_("Item no."), _bare("item"), Kind.FIGURE),
    CarColumn("vin", N_("VIN"), vin, Kind.CODE),
    CarColumn("stock_number", N_("Stock no."), _text("stock_number")),
    CarColumn("hs_code", N_("HS code"), _code("hs_code"), Kind.CODE),
    CarColumn("hs_complete", N_("HS code whole"), _yes_no("hs_complete")),
    CarColumn("goods", N_("Goods name"), goods, share=3),
    CarColumn("make", N_("Make"), make),
    CarColumn("model", N_("Model"), _text("model")),
    CarColumn("car", N_("Car"), short_name, share=2),
    CarColumn("trim", N_("Trim"), _text("trim")),
    CarColumn("model_year", N_("Model year"), _bare("model_year"), Kind.FIGURE),
    CarColumn("condition", N_("Used or new"), _condition),
    CarColumn("powertrain", N_("Powertrain"), _word("powertrain")),
    CarColumn("fuel", N_("Fuel"), _word("fuel")),
    CarColumn("body", N_("Body style"), _word("body")),
    CarColumn("engine_cc", N_("Displacement, cc"), _bare("engine_cc"), Kind.FIGURE),
    CarColumn("power_hp", N_("Power, metric hp"), _bare("power_hp"), Kind.FIGURE),
    CarColumn("battery_kwh", N_("Battery, kWh"), _bare("battery_kwh"), Kind.FIGURE),
    CarColumn("seats", N_("Seats"), _bare("seats"), Kind.FIGURE),
    CarColumn("engine_number", N_("Engine or motor no."), _code("engine_number"), Kind.CODE),
    CarColumn("colour", N_("Colour"), _word("colour")),
    CarColumn("manufacture_date", N_("Manufactured"), _day("manufacture_date"), Kind.DAY),
    CarColumn("first_registration", N_("First registration"), _day("first_registration"), Kind.DAY),
    CarColumn("pending_export", N_("Pending export"), _day("pending_export"), Kind.DAY),
    CarColumn("age_days", N_("Days registered"), _bare("age_days"), Kind.FIGURE),
    CarColumn("letter", N_("Maker's letter"), _yes_no("letter")),
    CarColumn("inspection_report", N_("Inspection report no."), _code("inspection_report"), Kind.CODE),
    CarColumn("licence_number", N_("Export licence no."), _code("licence_number"), Kind.CODE),
    CarColumn("licence_expires", N_("Licence expires"), _day("licence_expires"), Kind.DAY),
    CarColumn("odometer_km", N_("Odometer, km"), _bare("odometer_km"), Kind.FIGURE),
    CarColumn("quantity", N_("Quantity, units"), _bare("quantity"), Kind.FIGURE),
    CarColumn("unit_price", N_("Unit price"), _price, Kind.FIGURE),
    CarColumn("currency", N_("Currency"), _currency),
    CarColumn("price", N_("Unit price"), _money, Kind.MONEY),
    CarColumn("kerb_kg", N_("Net (kerb), kg"), _bare("kerb_kg"), Kind.FIGURE),
    CarColumn("gross_kg", N_("Gross, kg"), _bare("gross_kg"), Kind.FIGURE),
    CarColumn("length_mm", N_("Length, mm"), _bare("length_mm"), Kind.FIGURE),
    CarColumn("width_mm", N_("Width, mm"), _bare("width_mm"), Kind.FIGURE),
    CarColumn("height_mm", N_("Height, mm"), _bare("height_mm"), Kind.FIGURE),
    CarColumn("size", N_("L x W x H, mm"), _size, Kind.CODE),
    CarColumn("cbm", N_("Volume, CBM"), _bare("cbm"), Kind.FIGURE),
    CarColumn("un_number", N_("UN number"), _code("un_number"), Kind.CODE),
    CarColumn("keys", N_("Keys"), _bare("keys"), Kind.FIGURE),
    CarColumn("accessories", N_("Accessories"), _text("accessories")),
)
BY_KEY = {column.key: column for column in _ALL}
BROKERS = tuple(column for column in _ALL if column.key not in {"car", "price", "size", "keys", "accessories"})
"""What the broker's table has, in its order."""


def chosen(keys: Iterable[str]) -> tuple[CarColumn, ...]:
    """Columns by their keys."""
    return tuple(BY_KEY[key] for key in keys)


def table_of(
    cars: Iterable[CarLine], columns: Iterable[CarColumn], under: frozenset[str] = frozenset()
) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """Columns and rows of a table of cars; ``under`` names those that are drawn below their row."""
    listed = tuple(columns)
    rows = tuple(tuple(column.cell(car) for column in listed) for car in cars)
    return tuple(column.column(under=column.key in under) for column in listed), rows
