"""Packs of rules in the user's language: what another pack would change, and what is wrong with one."""

from __future__ import annotations

from typing import Any

from tui.desk import views
from tui.desk.context import Desk
from tui.desk.rule_texts import band_text
from tui.desk.ruling import Verified
from tui.domain.fees import FeeBand
from tui.domain.pack_diff import FieldEdit, PackDiff
from tui.domain.rules import Pack
from tui.i18n import formats
from tui.i18n.sentences import sentence
from tui.i18n.translator import N_, _

_OUTCOMES = {
    "flagged": N_("flagged"),
    "satisfied": N_("satisfied"),
    "cannot_tell": N_("cannot tell"),
    "silent": N_("silent"),
    "no_such_rule": N_("no such rule"),
}
"""What a golden case may expect and find of a rule, by the words of the file."""


def fault_lines(checked: Verified) -> list[str]:
    """What is wrong with packs, a line each."""
    lines = [sentence(error) for error in checked.errors]
    for failure in checked.failures:
        for one in failure.differences:
            said = _("%(country)s, case “%(case)s”, rule %(rule)s: expected %(expected)s, found %(found)s.")
            lines.append(
                said
                % {
                    "country": failure.jurisdiction,
                    "case": failure.case.name,
                    "rule": one.rule,
                    "expected": _outcome(one.expected),
                    "found": _outcome(one.found),
                }
            )
    return lines


def _outcome(said: str) -> str:
    """What a golden case expects or found of a rule, in words; with ``turns`` stands the day."""
    state, _space, day = said.partition(" ")
    if day:
        return _("turns BLOCKED on %(day)s") % {"day": day}
    return _(_OUTCOMES[state]) if state in _OUTCOMES else state


def diff_lines(desk: Desk, found: PackDiff) -> list[str]:
    """What another pack would change, for people."""
    versions = {"before": found.before_version or "–", "after": found.after_version or "–"}
    lines = [f"{found.jurisdiction}: " + _("%(before)s → %(after)s") % versions]
    lines += [f"  {_edit(edit)}" for edit in found.pack]
    lines += [f"+ {rule.id}  {_(rule.title)}" for rule in found.added]
    lines += [f"- {rule.id}  {_(rule.title)}" for rule in found.removed]
    for one in found.edited:
        lines.append(f"~ {one.rule.id}  {_(one.rule.title)}")
        lines += [f"    {_edit(edit)}" for edit in one.edits]
    lines += [f"+ {_band(desk, band)}" for band in found.fees_added]
    lines += [f"- {_band(desk, band)}" for band in found.fees_removed]
    for each in found.fees_edited:
        lines.append(f"~ {_band(desk, each.band)}")
        lines += [f"    {_edit(edit)}" for edit in each.edits]
    if found.empty:
        lines.append(_("The rules say the same."))
    rules = {"added": len(found.added), "removed": len(found.removed), "edited": len(found.edited)}
    lines.append(_("Rules: %(added)s added, %(removed)s removed, %(edited)s changed.") % rules)
    if found.fees_added or found.fees_removed or found.fees_edited:
        fees = {
            "added": len(found.fees_added),
            "removed": len(found.fees_removed),
            "edited": len(found.fees_edited),
        }
        lines.append(_("Fees: %(added)s added, %(removed)s removed, %(edited)s changed.") % fees)
    return lines


def _edit(edit: FieldEdit) -> str:
    return f"{edit.field}: {_flat(edit.before)} → {_flat(edit.after)}"


def _flat(value: Any) -> str:
    plain = views.plain(value)
    if isinstance(plain, dict):
        return "{ " + ", ".join(f"{key} = {_flat(one)}" for key, one in plain.items()) + " }"
    if isinstance(plain, list | tuple):
        return "[" + ", ".join(_flat(one) for one in plain) + "]"
    if isinstance(plain, bool):
        return _("yes") if plain else _("no")
    return "–" if plain is None or plain == "" else str(plain)


def _band(desk: Desk, band: FeeBand) -> str:
    amount = f"{formats.number(band.amount)} {band.currency}"
    told = {"amount": amount, "title": _(band.title), "cars": band_text(desk, band)}
    return f"{band.fee}  " + _("%(amount)s  %(title)s: %(cars)s") % told


def place_of(pack: Pack) -> str:
    """Where a pack comes from: shipped, or the user's file; with the files that add to it."""
    first = _("built in") if pack.origin == "shipped" else pack.origin
    return " + ".join((first, *pack.additions))
