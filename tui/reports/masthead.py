"""The head of every page: what it covers, as of when, by which rules, draft or final, and what is missing."""

from __future__ import annotations

from tui.domain.readiness import Verdict
from tui.i18n.formats import country
from tui.i18n.translator import N_, Translator
from tui.reports.cells import wrap
from tui.reports.layout import WIDTH, rule, split_line, value
from tui.reports.phrases import cars, doubt, lack
from tui.reports.summary import ShipmentSummary

DRAFT = N_("DRAFT")
FINAL = N_("FINAL")
_MOST_MISSING = 10
_MOST_OVERRIDES = 4


def masthead(summary: ShipmentSummary, translator: Translator, page: int, pages: int) -> list[str]:
    """The head of one page; its height is the same on all pages of a paper."""
    _ = translator.gettext
    covers = _("{cars} from {origin} to {destination}").format(
        cars=cars(len(summary.cars), translator),
        origin=country(summary.origin_country, translator.tag),
        destination=country(summary.destination_country, translator.tag),
    )
    title = " ".join((_("SHIPMENT SUMMARY"), value(summary.number, 32)))
    days = _("As of {as_of}, checked for {on}").format(as_of=summary.as_of.isoformat(), on=summary.on.isoformat())
    rules = _("Rules {packs}, book revision {revision}").format(
        packs=value(summary.packs, 32), revision=summary.revision
    )
    paging = _("Page {page} of {pages}").format(page=page, pages=pages)
    return [
        *split_line(title, mark(summary, translator)),
        *split_line(covers, days),
        *split_line(rules, paging),
        *_standing(summary, translator),
        *_overrides(summary, translator),
        rule(),
    ]


def mark(summary: ShipmentSummary, translator: Translator) -> str:
    """DRAFT or FINAL in the paper's language, with the English word beside it so that nobody misreads it."""
    word = DRAFT if summary.draft else FINAL
    said = translator.gettext(word)
    return said if word in said else f"{said} {word}"


def missing(summary: ShipmentSummary, translator: Translator) -> list[str]:
    """What stands between the shipment and READY, worst first, each with the number of cars it concerns."""
    found: dict[str, set[int]] = {}
    for doubtful in summary.doubts:
        found.setdefault(doubt(doubtful, translator), set()).update(doubtful.items)
    for point in summary.open_points:
        found.setdefault(lack(point, translator), set()).update(point.items)
    return [f"{value(name, 48)} ({len(items)})" for name, items in found.items()]


def _standing(summary: ShipmentSummary, translator: Translator) -> list[str]:
    _ = translator.gettext
    verdict = _(summary.verdict.value)
    if summary.cancelled:
        return wrap(_("This shipment is cancelled."), WIDTH)
    if not summary.cars:
        return wrap(_("{verdict}: no cars on this shipment").format(verdict=verdict), WIDTH)
    if summary.verdict is Verdict.READY and summary.overrides:
        return wrap(_("{verdict} through recorded overrides only").format(verdict=verdict), WIDTH)
    if summary.verdict is Verdict.READY:
        return wrap(_("{verdict}: nothing is missing").format(verdict=verdict), WIDTH)
    named = missing(summary, translator)
    more = len(named) - _MOST_MISSING
    listed = _("; ").join(named[:_MOST_MISSING])
    said = _("{verdict}. Missing (number of cars): {list}").format(verdict=verdict, list=listed)
    if more > 0:
        said += " " + _("and {n} more").format(n=more)
    return wrap(said, WIDTH)


def _overrides(summary: ShipmentSummary, translator: Translator) -> list[str]:
    _ = translator.gettext
    lines: list[str] = []
    for override in summary.overrides[:_MOST_OVERRIDES]:
        said = _("Overridden by {who} on {day}: {rule}. {reason}").format(
            who=value(override.who, 30),
            day=override.on.isoformat(),
            rule=_(override.title),
            reason=value(override.reason, 80),
        )
        lines += wrap(said, WIDTH)
    more = len(summary.overrides) - _MOST_OVERRIDES
    return [*lines, *wrap(_("and {n} more").format(n=more), WIDTH)] if more > 0 else lines
