"""Rules and packs as the domain sees them: sourced, dated data, read and checked by ``packs``."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import msgspec


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


_LOCALISATION_KINDS = frozenset({"labelling", "after_sales", "ev_port"})
KINDS = frozenset({
    "fee", "age_limit", "certification", "ban", "steering", "licence", "transit", "powertrain", "inspection",
    "document", "emission", "after_sales", "ev_port", "labelling", "deadline", "red_line",
})  # fmt: skip
STATUSES = ("official", "press", "secondary")
CONFIDENCES = ("high", "medium", "low")


class Source(msgspec.Struct, frozen=True):
    """Where a rule was read; ``day`` is a year, month or day as the page gave it, or empty."""

    title: str
    url: str
    day: str
    status: str
    confidence: str


class Rule(msgspec.Struct, frozen=True):
    """One condition of a jurisdiction. Texts are in English here and are translated where they are shown."""

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
    second_look: str = ""
    export: bool = False
    count_from: str = ""
    period: str = ""
    until: str = ""
    next_april_30: bool = False
    deadline_text: str = ""

    @property
    def gate(self) -> Gate:
        """The gate the rule belongs to, by side and kind."""
        if self.export:
            return Gate.EXPORT
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


class Pack(msgspec.Struct, frozen=True):
    """The rules of one jurisdiction; ``members`` are the countries of a group such as EAEU."""

    jurisdiction: str
    version: str
    checked: date
    rules: tuple[Rule, ...]
    members: tuple[str, ...] = ()
    defaults: dict[str, Any] = {}
    origin: str = ""
    """``shipped`` or the path of the user's own file."""


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
    """What is usual at a destination: the default deal and the languages and currency."""

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
