"""Request lists: what is asked of one dealer, maker, inspector or buyer, as a letter and as a table.

The model holds what may leave the house and nothing else: no price, no cost, no other addressee's name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

import msgspec

from tui.i18n.formats import country
from tui.i18n.translator import N_, Translator
from tui.reports import setting
from tui.reports.as_csv import guarded
from tui.reports.cells import clean, pad, width
from tui.reports.layout import FORM_FEED, hanging, rule, split_line, value
from tui.reports.phrases import cars as count_of_cars

_INDENT = 4
_VIN_WIDTH = 19
_OPENINGS = {
    "paper": N_("Please send us:"),
    "kit": N_("Please see to this, and send us what proves it:"),
    "fact": N_("Please tell us:"),
}


class AskedCar(msgspec.Struct, frozen=True):
    """A car as the addressee knows it; ``name`` is its VIN, else its stock number."""

    name: str
    make_names: dict[str, str]
    model: str
    trim: str = ""
    model_year: int | None = None


class Asked(msgspec.Struct, frozen=True):
    """One thing asked for some cars; titles are English, and one of several is enough.

    ``must_show`` tells what a paper has to say to be of use; ``destination`` is empty where it does not matter.
    """

    what: str
    titles: tuple[str, ...]
    cars: tuple[AskedCar, ...]
    destination: str = ""
    must_show: tuple[str, ...] = ()


class RequestList(msgspec.Struct, frozen=True):
    """What is asked of one addressee; ``giver`` is the English word for who it is, ``addressee`` their name if known.

    ``by`` is the last day of use, None for as soon as possible. ``sender_code`` is the firm's 18-character code, by
    which a maker and the licence office know the applicant.
    """

    giver: str
    addressee: str
    sender: str
    sender_en: str
    contact: str
    as_of: date
    by: date | None
    points: tuple[Asked, ...]
    sender_code: str = ""


def letters(lists: Sequence[RequestList], translator: Translator) -> str:
    """The letters, each on a page of its own."""
    return f"\n{FORM_FEED}".join(_letter(one, translator) for one in lists)


_WORDS = {"paper": N_("paper"), "fact": N_("fact"), "kit": N_("kit item")}
"""What is asked for, in a word."""


def table(lists: Sequence[RequestList], translator: Translator) -> str:
    """One line for each car of each point, of all addressees."""
    _ = translator.gettext
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([
        _("Addressee"), _("What"), _("Document or fact"), _("Destination"), _("VIN"), _("Make"), _("Model"), _("Trim"),
        _("Model year"), _("Due by"),
    ])  # fmt: skip
    for one in lists:
        to = one.addressee or _(one.giver)
        until = one.by.isoformat() if one.by else ""
        for point in one.points:
            what = _(_WORDS[point.what])
            place = country(point.destination, translator.tag) if point.destination else ""
            title = " / ".join(_(each) for each in point.titles)
            for car in point.cars:
                year = str(car.model_year or "")
                row = (to, what, title, place, car.name, _make(car, translator), car.model, car.trim, year, until)
                writer.writerow([guarded(clean(each)) for each in row])
    return text.getvalue()


def _letter(one: RequestList, translator: Translator) -> str:
    _ = translator.gettext
    giver = _(one.giver)
    to = f"{value(one.addressee)} ({giver})" if one.addressee else giver
    sender = one.sender if translator.tag == "zh_CN" else one.sender_en or one.sender
    lines = [
        *split_line(_("REQUEST"), one.as_of.isoformat()),
        rule(),
        *hanging(_("To:"), to, 8),
        *hanging(_("From:"), value(sender or None), 8),
    ]
    lines += [line for text in (one.sender_code, one.contact) if text for line in hanging("", value(text), 8)]
    due = _("By: {day}").format(day=one.by.isoformat()) if one.by else _("As soon as you can.")
    lines += ["", due]
    number = 0
    for what, opening in _OPENINGS.items():
        points = [point for point in one.points if point.what == what]
        if points:
            lines += ["", _(opening)]
        for point in points:
            number += 1
            lines += _point(number, point, translator)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _point(number: int, point: Asked, translator: Translator) -> list[str]:
    _ = translator.gettext
    title = _(" or ").join(_(each) for each in point.titles)
    if point.destination:
        title = _("{title}, for {country}").format(title=title, country=country(point.destination, translator.tag))
    count = setting.said(count_of_cars(len(point.cars)), translator)
    lines = ["", *hanging(f"{number}.", _("{title} ({cars})").format(title=title, cars=count), _INDENT)]
    if point.must_show:
        shown = _("; ").join(_(each) for each in point.must_show)
        lines += hanging("", _("It must show: {points}").format(points=shown), _INDENT)
    for car in point.cars:
        parts = (_make(car, translator), car.model, car.trim, str(car.model_year or ""))
        said = " ".join(value(part) for part in parts if part)
        name = value(car.name, _VIN_WIDTH * 2)
        lines += hanging(" " * _INDENT + pad(name, max(_VIN_WIDTH, width(name) + 1)), said, _INDENT + _VIN_WIDTH + 1)
    return lines


def _make(car: AskedCar, translator: Translator) -> str:
    names = car.make_names
    return names.get(translator.tag.split("_", maxsplit=1)[0]) or names.get("en", "")
