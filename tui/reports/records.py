"""What a shipment summary is drawn from: the book's records as the desk hands them over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tui.domain.cars import Car
from tui.domain.documents import EVIDENCE, Document
from tui.domain.models import Specs
from tui.domain.overrides import Override
from tui.domain.parties import Firm, Party
from tui.domain.readiness import Assessment
from tui.domain.rules import DocumentKind, FactKind, Make
from tui.i18n.translator import N_
from tui.reports.summary import Named, UnNumber
from tui.reports.summary import Override as Printed

RECORDED_EVIDENCE = N_("recorded evidence for this rule")


class Loaded(msgspec.Struct, frozen=True):
    """One car on board with everything the paper draws on.

    ``specs`` are the car's own over its sheet's. ``papers`` are the documents that reach the car, with their
    validity worked out. ``hs_code`` is what the table of codes said, ``hs_assumes`` the facts it took for granted.
    ``elements`` are what the declaration asks for. ``overrides`` are those that the assessment rests on,
    ``waivers`` the items of the localisation kit that were let pass.
    """

    car: Car
    specs: Specs
    make: Make
    assessment: Assessment | None = None
    papers: tuple[Document, ...] = ()
    hs_code: str | None = None
    hs_assumes: tuple[str, ...] = ()
    un_number: UnNumber | None = None
    elements: tuple[Named, ...] = ()
    overrides: tuple[Override, ...] = ()
    waivers: tuple[Printed, ...] = ()


class People(msgspec.Struct, frozen=True):
    """Who takes part; ``producing_unit`` is the principal where an agent declares, else the exporter itself."""

    firm: Firm | None = None
    consignee: Party | None = None
    notify: Party | None = None
    broker: Party | None = None
    agent: Party | None = None
    producing_unit: str | None = None


class Titles(msgspec.Struct, frozen=True):
    """The English titles of facts, kinds of papers and fixed words, as the library has them."""

    facts: Mapping[str, FactKind]
    documents: Mapping[str, DocumentKind]
    words: Mapping[str, Mapping[str, str]]

    def fact(self, code: str) -> Named:
        """A fact with its title."""
        kind = self.facts.get(code)
        return Named(code, kind.title if kind else code)

    def paper(self, code: str) -> Named:
        """A kind of paper with its title; evidence for a rule has no kind of its own."""
        kind = self.documents.get(code)
        if kind is not None:
            return Named(code, kind.title)
        return Named(code, RECORDED_EVIDENCE if code.startswith(EVIDENCE) else code)

    def word(self, what: str, code: str | None) -> Named | None:
        """A fixed word with its label; a word that is none stands for itself."""
        return Named(code, self.words.get(what, {}).get(code, code)) if code else None


def overrides_on(items: Sequence[Loaded]) -> tuple[Printed, ...]:
    """The overrides that the cars' answers rest on, with the places of those cars, in the order they were made."""
    found: dict[int, Override] = {}
    titles: dict[int, str] = {}
    places: dict[int, list[int]] = {}
    for place, one in enumerate(items, start=1):
        for override in one.overrides:
            found[override.id] = override
            places.setdefault(override.id, []).append(place)
            flags = one.assessment.flags if one.assessment else ()
            titles.update((override.id, flag.rule.title) for flag in flags if flag.rule.id == override.rule_id)
    return tuple(
        Printed(one.rule_id, titles[key], one.by, one.reason, one.made_on, one.until, tuple(places[key]))
        for key, one in sorted(found.items())
    )


def waivers_on(items: Sequence[Loaded]) -> tuple[Printed, ...]:
    """The items of the localisation kit that were let pass, each once with the places of its cars."""
    places: dict[Printed, list[int]] = {}
    for place, one in enumerate(items, start=1):
        for waiver in one.waivers:
            places.setdefault(waiver, []).append(place)
    return tuple(msgspec.structs.replace(one, items=tuple(found)) for one, found in places.items())
