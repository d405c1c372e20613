"""Model sheets: what all cars of a make, model, trim and model year share.

``Specs`` is the same struct on a sheet and on a car; a car stores only what differs from its sheet. None means
missing; an empty tuple means that there is none.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from tui.domain.money import Money


class Specs(msgspec.Struct, frozen=True, omit_defaults=True):
    """Technical facts, in the units their names give; powers in metric horsepower, as the rules read them.

    ``type_code`` is the maker's designation of the type (车辆型号), which certificates print for the trade name.
    """

    powertrain: str | None = None
    fuel: str | None = None
    steering: str | None = None
    body: str | None = None
    seats: int | None = None
    engine_cc: int | None = None
    power_hp: Decimal | None = None
    power_30min_hp: Decimal | None = None
    battery_kwh: Decimal | None = None
    charge_port: str | None = None
    software_languages: tuple[str, ...] | None = None
    has_connectivity: bool | None = None
    lab_tested_in_eaeu: bool | None = None
    origin_country: str | None = None
    hs_code: str | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    kerb_kg: int | None = None
    gross_kg: int | None = None
    guide_price: Money | None = None
    type_code: str | None = None


SPEC_FIELDS = Specs.__struct_fields__


def inherit(own: Specs, sheet: Specs | None) -> Specs:
    """The car's own facts over its sheet's."""
    if sheet is None or own is EMPTY or own == EMPTY:
        return own if sheet is None else sheet
    return Specs(*(mine if (mine := getattr(own, name)) is not None else getattr(sheet, name) for name in SPEC_FIELDS))


def difference(full: Specs, sheet: Specs | None) -> Specs:
    """What of ``full`` a car must keep itself because its sheet says otherwise or nothing."""
    if sheet is None:
        return full
    return Specs(
        *(None if getattr(full, name) == getattr(sheet, name) else getattr(full, name) for name in SPEC_FIELDS)
    )


EMPTY = Specs()


class ModelSheet(msgspec.Struct, frozen=True, omit_defaults=True):
    """One make, model, trim and model year; ``typed`` names the facts a person entered or changed."""

    make: str
    model: str
    trim: str = ""
    model_year: int | None = None
    specs: Specs = EMPTY
    typed: tuple[str, ...] = ()
    note: str = ""
    id: int = 0

    @property
    def key(self) -> tuple[str, str, str, int | None]:
        """What makes a sheet unique: make, model and trim without regard to case, and the model year."""
        return sheet_key(self.make, self.model, self.trim, self.model_year)


def sheet_key(make: str, model: str, trim: str, year: int | None) -> tuple[str, str, str, int | None]:
    """The key under which a car finds its sheet."""
    return make, model.casefold(), trim.casefold(), year
