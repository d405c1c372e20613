"""Rules and packs as the domain sees them: sourced, dated data, read and checked by ``packs``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from tui.domain.fees import FeeBand
from tui.domain.sources import CONFIDENCES, STATUSES, Source

__all__ = [
    "CONFIDENCES", "KINDS", "SECOND_LOOKS", "STATUSES", "DocumentKind", "FactKind", "Gate", "GoldenCase", "Make",
    "Member", "Pack", "Profile", "Rule", "RuleSeverity", "SecondLook", "Source",
]  # fmt: skip


class RuleSeverity(StrEnum):
    """What a flagged rule does to a verdict: block and require decide, cost prices, note informs."""

    BLOCK = "block"
    REQUIRE = "require"
    COST = "cost"
    NOTE = "note"


class Gate(StrEnum):
    """A group of flags."""

    EXPORT = "export"
    IMPORT = "import"
    LOCALISATION = "localisation"
    PAPERS = "papers"


KINDS = frozenset({
    "fee", "age_limit", "certification", "ban", "steering", "licence", "transit", "powertrain", "inspection",
    "document", "emission", "after_sales", "ev_port", "labelling", "deadline", "red_line",
})  # fmt: skip
KIT_KIND = "kit"
"""The kind of a rule that stands for an item of a localisation kit; no pack may use it."""
AGREEMENT_KIND = "agreement"
"""The kind of a rule that stands for a difference between papers; no pack may use it."""
_LOCALISATION_KINDS = frozenset({"labelling", "after_sales", "ev_port", KIT_KIND})
SECOND_LOOKS = ("confirmed", "updated", "corrected", "unconfirmed")


class GoldenCase(msgspec.Struct, frozen=True):
    """A car, a day, and what a pack must say of it: it lives in the pack's file and is judged by ``domain.golden``.

    ``facts`` are typed, by the names of ``domain.facts.FACTS``; a fact that is not there is missing. ``documents`` are
    the kinds held. Of the pack's own rules those named are all that speak: ``flagged``, ``satisfied``, ``cannot_tell``,
    and ``turns`` with the day from which they block. ``silent`` names rules that must keep still; a rule of another
    pack is looked at only where it is named.
    """

    name: str
    to: str
    on: date
    via: tuple[str, ...] = ()
    facts: dict[str, Any] = {}
    documents: tuple[str, ...] = ()
    flagged: tuple[str, ...] = ()
    satisfied: tuple[str, ...] = ()
    cannot_tell: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    turns: dict[str, date] = {}


class SecondLook(msgspec.Struct, frozen=True):
    """What an independent second search found for a rule, and which text was followed.

    ``result`` is one of ``SECOND_LOOKS``; ``note`` tells what other sources say. Kept whole: it is the ledger of the
    rule's doubts.
    """

    result: str
    note: str
    title: str = ""
    url: str = ""
    day: str = ""
    status: str = ""


class Rule(msgspec.Struct, frozen=True):
    """One condition of a jurisdiction. Texts are in English here and are translated where they are shown.

    ``fee`` names the fee table of the same pack that gives the amount for a car, ``percent_of_value`` says that it is
    so many percent of the customs value and of nothing else. ``assumption`` says which value of
    the rule is a working assumption and no text of law. ``letter_must_show`` are the facts a letter has to carry,
    ``retention_years`` how long its papers are kept, ``deadline`` the period as the source words it.
    """

    id: str
    jurisdiction: str
    kind: str
    severity: RuleSeverity
    condition: dict[str, Any]
    title: str
    summary: str
    source: Source
    checked: date
    needs_all: tuple[str, ...] = ()
    needs_any: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    date_basis: str = "clearance"
    effective_from: date | None = None
    effective_to: date | None = None
    grandfather: str = ""
    amount: str | None = None
    replaces: tuple[str, ...] = ()
    second_look: SecondLook | None = None
    export: bool = False
    count_from: str = ""
    period: str = ""
    until: str = ""
    next_april_30: bool = False
    deadline_text: str = ""
    deadline: str = ""
    fee: str = ""
    assumption: str = ""
    letter_must_show: tuple[str, ...] = ()
    retention_years: int | None = None
    percent_of_value: Decimal | None = None

    @property
    def gate(self) -> Gate:
        """The gate the rule belongs to, by side and kind."""
        if self.export:
            return Gate.EXPORT
        if self.kind == AGREEMENT_KIND:
            return Gate.PAPERS
        return Gate.LOCALISATION if self.kind in _LOCALISATION_KINDS else Gate.IMPORT

    def in_effect(self, on: date) -> bool:
        """Whether the rule is in force on a day."""
        if self.effective_from is not None and on < self.effective_from:
            return False
        return self.effective_to is None or on <= self.effective_to

    @property
    def counts(self) -> bool:
        """Whether the rule makes flags: deadlines feed what is due, red lines are only stated."""
        return self.kind not in {"deadline", "red_line"}

    @property
    def decides(self) -> bool:
        """Whether the rule can stop a car or ask for something."""
        return self.counts and self.severity in {RuleSeverity.BLOCK, RuleSeverity.REQUIRE}


class Member(msgspec.Struct, frozen=True):
    """A country of a group, from a day and until a day, both included; None is without end."""

    country: str
    since: date | None = None
    until: date | None = None

    def on(self, day: date) -> bool:
        """Whether the country belongs to the group on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Pack(msgspec.Struct, frozen=True):
    """What one jurisdiction's file holds: rules, fee tables, and the golden cases that prove them.

    ``members`` are the countries of a group such as EAEU; with ``covers_members`` its rules are all that count for a
    member that has no pack of its own, as in the EU. ``origin`` is ``shipped`` or the path of the user's own file.

    ``used_when`` are conditions of which one is enough to make a car used there (none: used once registered anywhere).
    ``additions`` are the paths of the user's files whose single rules, ``own_rules``, are laid over it; ``own_cases``
    are the names of their golden cases.
    ``treaty_partners`` are countries or groups known to be treaty partners, ``no_treaty`` those known not to be.
    ``lacks`` are jurisdictions whose rules belong to these and are not sound: a group it is a member of, or a member.
    """

    jurisdiction: str
    version: str
    checked: date
    rules: tuple[Rule, ...]
    members: tuple[Member, ...] = ()
    defaults: dict[str, Any] = {}
    origin: str = ""
    fees: tuple[FeeBand, ...] = ()
    cases: tuple[GoldenCase, ...] = ()
    covers_members: bool = False
    used_when: tuple[dict[str, Any], ...] = ()
    treaty_partners: tuple[str, ...] = ()
    no_treaty: tuple[str, ...] = ()
    additions: tuple[str, ...] = ()
    own_rules: frozenset[str] = frozenset()
    own_cases: frozenset[str] = frozenset()
    lacks: tuple[str, ...] = ()

    @property
    def is_shipped(self) -> bool:
        """Whether all of it came with the program."""
        return self.origin == "shipped" and not self.additions

    def has_member(self, country: str, on: date) -> bool:
        """Whether a country belongs to the group on a day."""
        return any(member.country == country and member.on(on) for member in self.members)


class Make(msgspec.Struct, frozen=True):
    """A make: canonical id, display names by language, and the home country of the brand as rules name it."""

    id: str
    names: dict[str, str]
    home: str
    aliases: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """The make's name for a language tag such as ``zh_CN``; English where there is no other."""
        return self.names.get(language.split("_", maxsplit=1)[0]) or self.names.get("en", self.id)


class Profile(msgspec.Struct, frozen=True):
    """What is usual at a destination: the default deal, and what a buyer there reads, plugs in and tanks.

    Languages are ISO 639-1 codes; ``dc_charging`` and ``ac_charging`` the connectors of public chargers, usual ones
    first; ``mains`` voltage, frequency and plugs of a house; ``fm_band`` in MHz. ``source`` stands behind the
    charging, mains and radio; where it has no address, nobody looked further than general knowledge.
    """

    country: str
    importer_type: str
    importer_is_authorised: bool
    entry_mode: str
    purpose: str
    currency: str
    official_languages: tuple[str, ...] = ()
    business_languages: tuple[str, ...] = ()
    imports_this_year: int | None = None
    horizon_days: int | None = None
    steering: str = ""
    dc_charging: tuple[str, ...] = ()
    ac_charging: tuple[str, ...] = ()
    mains: str = ""
    fm_band: str = ""
    fuel_note: str = ""
    note: str = ""
    source: Source | None = None


class DocumentKind(msgspec.Struct, frozen=True):
    """A kind of paper: who gives it, how far it reaches, whether it binds to one destination, how long it lives."""

    kind: str
    title: str
    giver: str
    scope: str
    per_country: bool = False
    aliases: tuple[str, ...] = ()
    period: str = ""
    until: str = ""


class FactKind(msgspec.Struct, frozen=True):
    """A fact that rules ask for: its label, who can tell it, and what to ask."""

    name: str
    title: str
    giver: str
    of: str
    ask: str
