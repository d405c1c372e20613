"""The part of a paper that says what is missing, what was assumed, and who overrode what."""

from __future__ import annotations

from collections.abc import Sequence

from tui.domain.readiness import State
from tui.domain.rules import Gate
from tui.i18n.translator import N_, Translator
from tui.reports.layout import Block, hanging, value
from tui.reports.phrases import doubt, items, titles
from tui.reports.summary import OpenPoint, Override, ShipmentSummary

_INDENT = 10
_MOST_NAMED = 8
"""Up to so many cars are named by VIN; more are told by their places on the paper."""
_GATES = {
    Gate.EXPORT: N_("Export"),
    Gate.IMPORT: N_("Import"),
    Gate.LOCALISATION: N_("Localisation"),
    Gate.PAPERS: N_("Papers"),
}


def open_point_blocks(summary: ShipmentSummary, translator: Translator) -> list[Block]:
    """Every doubt and open point, worst first."""
    _ = translator.gettext
    bodies = [
        hanging(_("UNKNOWN"), f"{doubt(one, translator)}: {_concerned(one.items, (), summary, translator)}", _INDENT)
        for one in summary.doubts
    ]
    bodies += [_point(point, summary, translator) for point in summary.open_points]
    if not bodies:
        bodies = [hanging("", _("Nothing."), 2)]
    first, *others = bodies
    return [Block(["", _("WHAT IS MISSING"), *first]), *(Block(body) for body in others)]


def assumption_blocks(summary: ShipmentSummary, translator: Translator) -> list[Block]:
    """What the verdict takes for granted, which gates were not looked at, and the overrides in full."""
    _ = translator.gettext
    lines = ["", _("ASSUMED")]
    lines += hanging("", titles(summary.assumptions, translator) or _("Nothing."), 2)
    if summary.not_assessed:
        gates = _(", ").join(_(_GATES[gate]) for gate in summary.not_assessed)
        lines += hanging("", _("Not assessed: {gates}").format(gates=gates), 2)
    blocks = [Block(lines)]
    if summary.overrides:
        blocks.append(Block(["", _("OVERRIDES")]))
        blocks += [Block(_override(override, summary, translator)) for override in summary.overrides]
    return blocks


def _point(point: OpenPoint, summary: ShipmentSummary, translator: Translator) -> list[str]:
    _ = translator.gettext
    lines = hanging(_(point.verdict.value), _(point.title), _INDENT)
    details = [_concerned(point.items, point.cars, summary, translator)]
    if point.missing and point.state is State.CANNOT_TELL:
        details.append(_("Cannot tell without: {facts}").format(facts=titles(point.missing, translator)))
    if point.needs and point.any_of:
        details.append(_("Needs one of: {papers}").format(papers=titles(point.needs, translator, any_of=True)))
    elif point.needs:
        details.append(_("Needs: {papers}").format(papers=titles(point.needs, translator)))
    if point.turns_blocked_on is not None:
        details.append(_("Turns BLOCKED on {day}").format(day=point.turns_blocked_on.isoformat()))
    if point.clears_on is not None:
        details.append(_("No longer applies from {day}").format(day=point.clears_on.isoformat()))
    if point.lapses_on is not None:
        details.append(_("What proves it ends before {day}").format(day=point.lapses_on.isoformat()))
    for detail in details:
        lines += hanging("", detail, _INDENT)
    return lines


def _concerned(found: Sequence[int], names: Sequence[str], summary: ShipmentSummary, translator: Translator) -> str:
    _ = translator.gettext
    if len(found) == len(summary.cars) > 1:
        return _("all {n} cars").format(n=len(found))
    said = items(found, translator)
    if names and len(names) <= _MOST_NAMED:
        return _("{items}: {vins}").format(items=said, vins=", ".join(value(name, 24) for name in names))
    return said


def _override(override: Override, summary: ShipmentSummary, translator: Translator) -> list[str]:
    _ = translator.gettext
    said = _("Overridden by {who} on {day}: {rule}. {reason}").format(
        who=value(override.who), day=override.on.isoformat(), rule=_(override.title), reason=value(override.reason)
    )
    parts = []
    if override.expires is not None:
        parts.append(_("Until {day}.").format(day=override.expires.isoformat()))
    if override.items:
        parts.append(_("For: {cars}.").format(cars=_concerned(override.items, (), summary, translator)))
    return [*hanging("", said, 2), *(hanging("", " ".join(parts), 4) if parts else ())]
