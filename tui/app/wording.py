"""What the screens say of a car: short words for cells, and the reasons behind a verdict as sentences.

Pure functions of a desk and a row; the language is the one of the moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from tui.app.glyphs import Glyphs
from tui.desk.context import Desk
from tui.domain.verdicts import State, Verdict, worst
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import N_, TRANSLATOR, _, ngettext

if TYPE_CHECKING:
    from tui.desk.stock import StockRow
    from tui.domain.offers import OfferLine
    from tui.domain.readiness import Assessment, Doubt, Flag

DRIVES = {
    "ice": N_("ICE"),
    "hev": N_("HEV"),
    "phev": N_("PHEV"),
    "erev": N_("EREV"),
    "bev": N_("BEV"),
}
"""Powertrains in four cells."""
_TITLES = {"owned_since": N_("Owned since"), "arrival": N_("Arrival")}
"""Labels of facts that no rule asks for by name."""
_ORDER = {Verdict.BLOCKED: 0, Verdict.UNKNOWN: 1, Verdict.ACTION: 2, Verdict.READY: 3}
_VIN_TAIL = 8
OVERRIDDEN = "v"
"""Stands beside the mark of a verdict that is READY only because somebody decided so, and for the flag itself."""


class Reason(msgspec.Struct, frozen=True):
    """One line of why: the verdict it alone would give, and the sentence."""

    verdict: Verdict
    text: str


def vin_tail(row: StockRow) -> str:
    """The last eight characters of the VIN."""
    return row.car.vin[-_VIN_TAIL:] if row.car.vin else _("no VIN")


def car_name(row: StockRow, *, whole: bool = False) -> str:
    """Make and model, with trim and model year when the whole name is asked for."""
    parts = [row.make_name, row.car.model]
    if whole:
        parts += [row.car.trim, str(row.car.model_year or "")]
    return " ".join(part for part in parts if part)


def drive(row: StockRow) -> str:
    """The powertrain in four cells."""
    kind = row.specs.powertrain
    return _(DRIVES.get(kind, kind)) if kind else formats.NONE


def days(count: int | None) -> str:
    """A count of days in a cell."""
    return formats.NONE if count is None else _("%(days)sd") % {"days": count}


def rebate(row: StockRow) -> str:
    """The rebate to expect: a question mark while a bought car's voucher or price is not known."""
    if row.rebate is None:
        return "?" if row.car.purchase is not None else formats.NONE
    return formats.amount(row.rebate, places=0)


def destination_name(code: str | None) -> str:
    """Code and name of a destination; each car's own for None."""
    return f"{code} {country_name(code)}" if code else _("each its own")


def country_name(code: str) -> str:
    """The country's name in the language of the moment."""
    return formats.country(code, TRANSLATOR.tag)


def joined(texts: Iterable[str]) -> str:
    """Several names in a row."""
    return _(", ").join(texts)


def noted(text: str, note: str) -> str:
    """A text with a remark in the brackets of the language; the text alone without one."""
    return _("%(text)s (%(note)s)") % {"text": text, "note": note} if note else text


def fact_title(desk: Desk, name: str) -> str:
    """The label of a fact."""
    known = desk.library.facts.get(name)
    return _(known.title if known else _TITLES.get(name, name))


def fact_titles(desk: Desk, names: Iterable[str]) -> str:
    """The labels of facts."""
    return joined(fact_title(desk, name) for name in names)


def paper_titles(desk: Desk, kinds: Iterable[str]) -> str:
    """The titles of papers or evidence."""
    from tui.desk.paper_words import paper_title  # not needed for the first rows

    return joined(paper_title(desk, kind) for kind in kinds)


def only_by_override(assessment: Assessment) -> bool:
    """Whether a car is READY only because somebody decided to go on in spite of a flag."""
    return assessment.verdict is Verdict.READY and any(flag.state is State.OVERRIDDEN for flag in assessment.flags)


def verdict_mark(glyphs: Glyphs, assessment: Assessment) -> str:
    """The mark of a verdict, with a sign of its own where it is READY only by override."""
    mark = glyphs.mark(assessment.verdict)
    return f"{mark}{OVERRIDDEN}" if only_by_override(assessment) else mark


def verdict_word(desk: Desk, assessment: Assessment) -> str:
    """The verdict in words, and that it stands only by override."""
    said = word(desk.library.words, "verdict", assessment.verdict.value)
    return _("%(verdict)s by override") % {"verdict": said} if only_by_override(assessment) else said


def weight(verdict: Verdict) -> int:
    """The place of a verdict among others, the worst first."""
    return _ORDER[verdict]


def by_weight(flags: Iterable[Flag]) -> list[Flag]:
    """Flags, the worst first."""
    return sorted(flags, key=lambda flag: weight(flag.verdict))


def doubt_sentence(doubt: Doubt) -> str:
    """Why nothing can be said at all."""
    match doubt.code:
        case "no_destination":
            return _("No destination is known for this car; d chooses one for the whole list")
        case "no_vin":
            return _("The VIN is missing; no paper can be got without it")
        case "no_pack":
            place = country_name(doubt.jurisdiction)
            return _("There are no rules for %(country)s here, so nothing can be said") % {"country": place}
        case "pack_ahead":
            place = country_name(doubt.jurisdiction)
            return _("The rules for %(country)s say they were checked on a day to come") % {"country": place}
        case _:
            place = country_name(doubt.jurisdiction)
            return _("The rules for %(country)s were not checked for too long to be relied on") % {"country": place}


def flag_clauses(desk: Desk, flag: Flag, today: date) -> list[str]:
    """What a flag says besides its title: what is missing, and when it begins or ends."""
    clauses = []
    if flag.state is State.CANNOT_TELL and flag.missing:
        clauses.append(_("not known: %(facts)s") % {"facts": fact_titles(desk, flag.missing)})
    if flag.needs:
        papers = paper_titles(desk, flag.needs)
        one_of = flag.any_of and len(flag.needs) > 1
        clauses.append((_("one of these is missing: %(papers)s") if one_of else _("missing: %(papers)s"))
                       % {"papers": papers})  # fmt: skip
    if flag.turns_blocked_on is not None:
        count = (flag.turns_blocked_on - today).days
        text = ngettext("blocked from %(day)s (in %(n)d day)", "blocked from %(day)s (in %(n)d days)", count)
        clauses.append(text % {"day": flag.turns_blocked_on.isoformat(), "n": count})
    if flag.clears_on is not None:
        count = (flag.clears_on - today).days
        text = ngettext("no longer from %(day)s (in %(n)d day)", "no longer from %(day)s (in %(n)d days)", count)
        clauses.append(text % {"day": flag.clears_on.isoformat(), "n": count})
    return clauses


def flag_sentence(desk: Desk, flag: Flag, today: date) -> str:
    """One flag as one line: what to get before why, for a line may be cut."""
    title, clauses = _(flag.rule.title), flag_clauses(desk, flag, today)
    return _("; ").join([*clauses, title] if flag.needs or flag.missing else [title, *clauses])


def reasons(desk: Desk, assessment: Assessment, today: date) -> list[Reason]:
    """Two lines at most: the worst reason whole, and what else stands between the car and READY."""
    found = [Reason(Verdict.UNKNOWN, doubt_sentence(doubt)) for doubt in assessment.doubts]
    flags = by_weight(assessment.open_flags)
    if not found and not flags:
        return [_ready(desk, assessment)]
    if not found:
        found.append(Reason(flags[0].verdict, flag_sentence(desk, flags[0], today)))
        flags = flags[1:]
    if len(found) == 1 and flags:
        found.append(_rest(desk, flags, today))
    return found[:2]


def _ready(desk: Desk, assessment: Assessment) -> Reason:
    decided = [_(flag.rule.title) for flag in assessment.flags if flag.state is State.OVERRIDDEN]
    if decided:
        told = {"rules": _("; ").join(decided)}
        return Reason(Verdict.READY, _("READY only because somebody went on in spite of: %(rules)s") % told)
    if not assessment.assumed:
        return Reason(Verdict.READY, _("Nothing stands in the way"))
    facts = fact_titles(desk, assessment.assumed)
    return Reason(Verdict.READY, _("Nothing stands in the way, assuming the usual: %(facts)s") % {"facts": facts})


def _rest(desk: Desk, flags: list[Flag], today: date) -> Reason:
    if len(flags) == 1:
        return Reason(flags[0].verdict, flag_sentence(desk, flags[0], today))
    plain = [flag for flag in flags if not flag.needs and not flag.missing]
    papers = dict.fromkeys(kind for flag in flags for kind in flag.needs)
    facts = dict.fromkeys(name for flag in flags for name in flag.missing)
    parts = [_(flag.rule.title) for flag in plain if flag.verdict is Verdict.BLOCKED]
    if papers:
        parts.append(_("missing: %(papers)s") % {"papers": paper_titles(desk, papers)})
    if facts:
        parts.append(_("not known: %(facts)s") % {"facts": fact_titles(desk, facts)})
    parts += [_(flag.rule.title) for flag in plain if flag.verdict is not Verdict.BLOCKED]
    text = _("%(n)d more: %(list)s") % {"n": len(flags), "list": _("; ").join(parts)}
    return Reason(worst(flag.verdict for flag in flags), text)


def offer_name(desk: Desk, offer: OfferLine) -> str:
    """Make, model, trim and model year of an offer."""
    make = desk.library.makes.get(offer.make)
    parts = (make.name(desk.language) if make else offer.make, offer.model, offer.trim, offer.model_year or "")
    return " ".join(str(part) for part in parts if part)
