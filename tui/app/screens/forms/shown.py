"""The value as it was understood, shown back: dates in ISO form, amounts grouped and with their ISO code."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.screens.forms.choices import PAPER_LANGUAGES, WORDS
from tui.app.widgets.lines import Piece
from tui.desk.context import Desk
from tui.desk.documents import title_of
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.parts import PartStock
from tui.domain.problems import Severity
from tui.domain.repair_partners import HvCertificate
from tui.domain.vin import LENGTH
from tui.i18n import formats, labels
from tui.i18n.territories import language_name
from tui.i18n.translator import _

_UNITS = {"odometer_km": "km", "length_mm": "mm", "width_mm": "mm", "height_mm": "mm", "kerb_kg": "kg",
          "gross_kg": "kg", "engine_cc": "cc", "battery_kwh": "kWh"}  # fmt: skip
_YEARS = frozenset({"model_year"})
_COUNTRIES = frozenset({"country", "destination", "export_country", "origin_country", "via"})
_PERCENT = frozenset({"battery_soh"})
_RATES = frozenset({"invoice_rate"})


def echo(desk: Desk, name: str, value: object, text: str) -> str:
    """What a typed text was understood as; empty for free text, which is what it says."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case Money():
            return formats.amount_iso(value)
        case date() | PartialDate():
            return _date(value)
        case int() if name in _YEARS:
            return str(value)
        case int() | Decimal():
            return _figure(name, value)
        case tuple():
            return wording.joined(_part(desk, name, part) for part in value) or _("none, and known to be none")
        case str():
            return _text(desk, name, value, text)
        case _:
            name = str(getattr(value, "name", ""))
            return name if name != text.strip() else ""


def marked(glyphs: Glyphs, severity: Severity, text: str) -> Piece:
    """What is wrong with a field, behind the mark of how much it matters."""
    match severity:
        case Severity.ERROR:
            return Piece(f"{glyphs.blocked} {text}", "blocked")
        case Severity.CONFIRM:
            return Piece(f"{glyphs.unknown} {text}", "unknown")
        case Severity.WARNING:
            return Piece(f"{glyphs.action} {text}", "action")


def _date(value: date | PartialDate) -> str:
    if isinstance(value, PartialDate) and value.exact is None:
        return _("%(date)s, day not known") % {"date": value}
    return str(value)


def _figure(name: str, value: int | Decimal) -> str:
    if name in _RATES:
        return f"{formats.number((Decimal(value) * 100).normalize() + 0)}%"
    shown = formats.number(value)
    return f"{shown}%" if name in _PERCENT else f"{shown} {_UNITS.get(name, '')}".rstrip()


def _text(desk: Desk, name: str, value: str, text: str) -> str:
    if name == "vin":
        return f"{value} {len(value)}/{LENGTH}" if value != text.strip() else f"{len(value)}/{LENGTH}"
    shown = _word(desk, name, value)
    return shown if shown != text.strip() else ""


def _part(desk: Desk, name: str, part: object) -> str:
    """One of several values."""
    match part:
        case HvCertificate():
            return " ".join(text for text in (part.holder, formats.day(part.expires)) if text)
        case PartStock():
            return f"{part.country} {part.pieces}"
        case _ if name in {"languages", "software_languages"}:
            return language_name(str(part))
        case _:
            return _word(desk, name, str(part))


def _word(desk: Desk, name: str, code: str) -> str:
    if name in {"make", "makes", "diagnostic_makes"}:
        make = desk.library.makes.get(code)
        return make.name(desk.language) if make else _("%(name)s, no make we know") % {"name": code}
    if name in _COUNTRIES:
        return f"{code} {wording.country_name(code)}"
    if name == "language" and code in PAPER_LANGUAGES:
        return _(PAPER_LANGUAGES[code])
    if name == "kind":
        return _(title_of(desk, code))
    kind = WORDS.get(name, name)
    return labels.word(desk.library.words, kind, str(code)) if code in desk.library.words.get(kind, {}) else str(code)
