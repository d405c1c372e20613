"""What the licence planner says in the user's language: shared by command and screen."""

from __future__ import annotations

from tui.desk.context import Desk
from tui.desk.documents import rule_named, title_of
from tui.domain.licences import Application
from tui.i18n import formats
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _, ngettext


def told_of(number: int, one: Application) -> str:
    """One application: its number, cars, first day and end."""
    first = formats.day(one.first_day) if one.first_day else _("cannot tell")
    told = _("Application %(number)s: %(cars)s, from %(day)s") % {
        "number": number,
        "cars": count_of_cars(len(one.cars)),
        "day": first,
    }
    if one.letters:
        letters = ngettext("; today with %(n)d maker's letter", "; today with %(n)d maker's letters", one.letters)
        told += letters % {"n": one.letters}
    if one.ends:
        told += _("; a licence of that day ends on %(day)s") % {"day": one.ends}
    if one.too_late:
        told += _("; it ends before the declaration planned")
    return told


def lack_text(desk: Desk, what: str) -> str:
    """A fact, a paper or a rule that an application lacks, in words."""
    if what in desk.library.facts:
        return _(desk.library.facts[what].title)
    if what == "hs_code":
        return _("HS code")
    if what == "vin":
        return _("VIN")
    rule = rule_named(desk, what)
    return _(rule.title) if rule else _(title_of(desk, what))
