"""What a kit says in the user's language: how an item stands, from what that was worked out, what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from tui.desk.context import Desk
from tui.desk.kit_book import ModelAt
from tui.desk.kit_rule_words import ruled_lines, says_text
from tui.domain.distributors import Distributor
from tui.domain.kit_standing import ItemStanding, Standing
from tui.domain.kits import KitItem
from tui.domain.localisation import Evidence, Said
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.territories import language_name
from tui.i18n.translator import N_, _

SENTENCES: Mapping[str, str] = {
    "languages_unknown": N_("it is not known what people in %(country)s read"),
    "languages_read": N_("in %(country)s people read: %(read)s; the menus of this model are not known"),
    "languages_compared": N_("menus: %(offered)s; in %(country)s people read: %(read)s"),
    "languages_none": N_("no menu languages; in %(country)s people read: %(read)s"),
    "languages_not_offered": N_("not offered: %(languages)s"),
    "port_known": N_("charging port: %(port)s"),
    "nothing_to_charge": N_("nothing to charge"),
    "chargers_unknown": N_("it is not known what chargers in %(country)s have"),
    "port_fits": N_("charging port %(port)s; chargers in %(country)s have: %(plugs)s"),
    "port_differs": N_("charging port %(port)s does not fit; chargers in %(country)s have: %(plugs)s"),
    "battery_not_measured": N_("battery health was not measured"),
    "battery_undated": N_("battery health %(soh)s %%, without a day"),
    "battery_measured_later": N_("battery health %(soh)s %%, measured only on %(on)s"),
    "battery_old": N_("battery health %(soh)s %%, measured on %(on)s, more than %(limit)s days ago"),
    "battery_measured": N_("battery health %(soh)s %%, measured on %(on)s"),
    "partners_covering": N_("partners for %(make)s in %(country)s: %(covering)s; these count: %(names)s%(lasting)s"),
    "partners_covering_none": N_("partners for %(make)s in %(country)s: %(covering)s, none counts"),
    "partners_high_voltage": N_(
        "partners for %(make)s in %(country)s: %(covering)s; certified for high voltage: %(names)s%(lasting)s"
    ),
    "partners_high_voltage_none": N_(
        "partners for %(make)s in %(country)s: %(covering)s, none that counts is certified for high voltage"
    ),
    "partners_diagnostics": N_(
        "partners for %(make)s in %(country)s: %(covering)s; their tools read it: %(names)s%(lasting)s"
    ),
    "partners_diagnostics_none": N_(
        "partners for %(make)s in %(country)s: %(covering)s, none that counts has a tool that reads it"
    ),
    "no_high_voltage": N_("no high voltage in this powertrain"),
    "partner_without_contract": N_("%(partner)s: no contract"),
    "partner_contract_not_valid": N_("%(partner)s: the contract holds from %(from)s to %(until)s"),
    "partner_never_confirmed": N_("%(partner)s: never confirmed"),
    "partner_stale": N_("%(partner)s: last confirmed on %(on)s, more than %(limit)s days ago or later than that day"),
    "parts_none": N_("no critical part of this model has a number"),
    "parts_lacking": N_("critical parts with numbers: %(count)s; lacking: %(lacking)s"),
    "parts_listed": N_("critical parts with numbers: %(count)s"),
    "parts_unquoted": N_("of %(count)s critical parts these have no quote of the last %(limit)s days: %(names)s"),
    "parts_quoted": N_("critical parts quoted: %(count)s; the longest wait: %(days)s days"),
    "wear_none": N_("no wear parts lie in %(country)s"),
    "wear_lacking": N_("wear parts lacking in %(country)s: %(lacking)s"),
    "wear_there": N_("critical and wear parts that lie in %(country)s: %(count)s"),
    "parts_to_send": N_("to be sent along: %(names)s"),
    "parts_all_there": N_("enough for one car lies in %(country)s"),
    "waiver_incomplete": N_("the waiver lacks a name, a reason or its end"),
    "waiver_over": N_("the waiver ended on %(until)s"),
    "evidence_none": N_("there is no evidence"),
    "evidence_later": N_("the evidence is of %(on)s, later than the day asked about"),
    "evidence_over": N_("the evidence counted until %(until)s"),
    "evidence_without_vin": N_("%(name)s: not noted that the VIN is visible"),
    "evidence_of_another_kind": N_("what was given is none of: %(asked)s"),
    "evidence_file_missing": N_("%(name)s: the file is missing from the book"),
    "evidence_file_changed": N_("%(name)s: the file is not what was attached"),
    "evidence_paper_gone": N_("document %(id)s is not in the book"),
    "evidence_paper_of_another_kind": N_("document %(id)s is of another kind"),
    "evidence_paper_elsewhere": N_("document %(id)s is for %(country)s"),
    "evidence_paper_spoilt": N_("a file of document %(id)s is missing or changed"),
    "evidence_paper_not_held": N_("document %(id)s does not count on that day"),
}
"""The sentence of each code that a kit says."""
_COUNTRIES = frozenset({"country"})
_LANGUAGES = frozenset({"read", "offered", "languages"})
_GROUPS = frozenset({"lacking"})


def said_text(desk: Desk, said: Said) -> str:
    """One thing that a kit says."""
    return _(SENTENCES[said.code]) % {name: _value(desk, name, value) for name, value in said.params.items()}


def _value(desk: Desk, name: str, value: Any) -> str:
    words = desk.library.words
    if name == "lasting":
        return _(" until %(day)s") % {"day": value} if value else ""
    if name == "make":
        make = desk.library.makes.get(value)
        return make.name(desk.language) if make else str(value)
    if name in _COUNTRIES:
        return formats.country(value)
    if name in _LANGUAGES:
        return _(", ").join(language_name(code) for code in value) or _("none")
    if name in _GROUPS:
        return _(", ").join(word(words, "part_group", code) for code in value)
    if name == "asked":
        return _(", ").join(word(words, "kit_proof", code) for code in value)
    if name in {"port", "plugs"}:
        codes = (value,) if isinstance(value, str) else value
        return _(", ").join(word(words, "connector", code) for code in codes)
    if isinstance(value, tuple):
        return _(", ").join(str(one) for one in value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return formats.NONE if value is None else str(value)


def standing_text(desk: Desk, one: ItemStanding) -> str:
    """How an item stands, in a word or two; for a view what the rules say, where they were asked."""
    if one.ruled is not None:
        return says_text(desk, one.ruled)
    return word(desk.library.words, "kit_standing", one.standing.value)


def model_text(desk: Desk, at: ModelAt) -> str:
    """A model by its make, name and powertrain."""
    make = desk.library.makes.get(at.make)
    parts = (make.name(desk.language) if make else at.make, at.model)
    drive = word(desk.library.words, "powertrain", at.powertrain) if at.powertrain else ""
    name = " ".join(part for part in parts if part)
    return _("%(text)s (%(note)s)") % {"text": name, "note": drive} if drive else name


def proof_text(desk: Desk, item: KitItem) -> str:
    """What kinds of evidence an item takes; empty for one that is only worked out or said by rules."""
    kinds = _(" or ").join(word(desk.library.words, "kit_proof", kind.value) for kind in item.proof)
    if kinds and item.vin:
        return _("%(kinds)s, with the VIN visible") % {"kinds": kinds}
    return kinds


def item_texts(desk: Desk, one: ItemStanding) -> Iterator[str]:
    """Everything behind how an item stands, a line each: what it was worked out from, evidence, who does it by when."""
    from tui.desk.explained import fact_title

    if one.ruled is not None:
        yield from ruled_lines(desk, one.ruled)
    yield from (_("worked out: %(text)s") % {"text": said_text(desk, said)} for said in one.said)
    if one.missing:
        yield _("not known: %(facts)s") % {"facts": _(", ").join(fact_title(desk, name) for name in one.missing)}
    entry = one.entry
    if entry is not None:
        if one.standing in {Standing.WAIVED, Standing.NOT_APPLICABLE}:
            yield _("%(by)s: %(reason)s") % {"by": entry.by, "reason": entry.reason}
        for number, evidence in enumerate(entry.evidence, 1):
            yield _("evidence %(n)s: %(text)s") % {"n": number, "text": evidence_text(evidence)}
        if entry.owner or entry.due:
            due = _(", due %(day)s") % {"day": entry.due} if entry.due else ""
            yield _("sees to it: %(owner)s%(due)s") % {"owner": entry.owner or formats.NONE, "due": due}
        if entry.effort_hours is not None or entry.cost is not None:
            hours = f"{entry.effort_hours.normalize():f} h" if entry.effort_hours is not None else ""
            cost = formats.amount(entry.cost) if entry.cost is not None else ""
            yield _("takes: %(what)s") % {"what": _(", ").join(part for part in (hours, cost) if part)}
        if entry.note:
            yield entry.note
    yield from (_("does not count: %(text)s") % {"text": said_text(desk, fault)} for fault in one.faults)
    if one.is_done and one.ends is not None:
        yield _("holds until %(day)s") % {"day": one.ends}


def evidence_text(one: Evidence) -> str:
    """A piece of evidence in one line."""
    parts: list[str] = [one.on.isoformat()]
    parts += [attachment.name for attachment in one.attachments]
    if one.vin_visible is not None:
        parts.append(_("VIN visible") if one.vin_visible else _("VIN not visible"))
    if one.document_id is not None:
        parts.append(_("document %(id)s") % {"id": one.document_id})
    parts += [text for text in (one.measurement, one.note, one.by) if text]
    if one.until is not None:
        parts.append(_("until %(day)s") % {"day": one.until})
    return _(", ").join(parts)


def distributor_text(one: Distributor) -> str:
    """What is known of a distributor, in one line."""
    parts = [one.name] if one.name else []
    for value, said in (
        (one.exclusive, _("exclusive")),
        (one.refuses_parallel, _("refuses service to parallel imports")),
        (one.locks_cars, _("locks cars remotely")),
    ):
        if value:
            parts.append(said)
    if one.until is not None:
        parts.append(_("until %(day)s") % {"day": one.until})
    if one.note:
        parts.append(one.note)
    return _(", ").join(parts) or _("official distributor")


def texts(desk: Desk, items: Iterable[Said]) -> list[str]:
    """Several things that a kit says, a line each."""
    return [said_text(desk, one) for one in items]
