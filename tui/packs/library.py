"""The world's data as one object: read when first asked for, checked, and kept.

The readers are imported with the data: a command that asks for no rules does not wait for what reads them.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tui.paths import data

if TYPE_CHECKING:
    from tui.domain.agreement import Agreement
    from tui.domain.attachments import FileType
    from tui.domain.facts import World
    from tui.domain.fields import Vocabulary
    from tui.domain.inspections import Panels
    from tui.domain.kits import KitFile
    from tui.domain.rebates import RefundRate
    from tui.domain.rules import DocumentKind, FactKind, Make, Pack, Profile
    from tui.domain.workdays import WorkCalendar
    from tui.errors import PackError
    from tui.packs.kits import LoadedKits
    from tui.packs.languages import TerritoryLanguages
    from tui.packs.rules import Loaded


class Library:
    """Rule packs, profiles, makes, kinds of documents and facts, and the words of the trade."""

    def __init__(
        self,
        own_rules: Path | None = None,
        own_kits: Path | None = None,
        today: date | None = None,
        lives_on: date | None = None,
    ) -> None:
        """With ``today`` by the clock no rule may have been checked later.

        ``lives_on`` is the day of a sample book, on which all that was checked since counts as checked.
        """
        self._own_rules = own_rules
        self._today = today
        self._lives_on = lives_on
        self._own_kits = own_kits

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that forms and lists may use."""
        from tui.packs.vocabulary import load_vocabulary

        return load_vocabulary()

    @cached_property
    def _loaded(self) -> Loaded:
        from tui.packs.rules import load_packs

        folders = [(data("rules"), "shipped")]
        if self._own_rules is not None:
            folders.append((self._own_rules, ""))
        found = load_packs(tuple(folders), self.vocabulary, self._today)
        if self._own_rules is None:
            return found
        from tui.packs.proofs import checked_by, proven

        return proven(found if self._lives_on is None else checked_by(found, self._lives_on))

    def with_packs(self, loaded: Loaded) -> Library:
        """The same library with other packs: to see what they would say."""
        other = Library(self._own_rules, self._own_kits, self._today, self._lives_on)
        other._loaded = loaded
        return other

    def reread(self, own_rules: Path | None) -> Library:
        """The same library with its rules read again."""
        return Library(own_rules, self._own_kits, self._today, self._lives_on)

    @property
    def packs(self) -> dict[str, Pack]:
        """Sound rule packs by jurisdiction; the user's own replace the shipped ones, and so do their faulty ones."""
        return self._loaded.packs

    @property
    def pack_errors(self) -> tuple[PackError, ...]:
        """What is wrong with the packs that are not there; each error names its ``jurisdiction``."""
        return self._loaded.errors

    @property
    def failing_packs(self) -> dict[str, Pack]:
        """The user's packs that are left out because golden cases of theirs do not hold."""
        return self._loaded.failing

    @property
    def known_pack_errors(self) -> tuple[PackError, ...]:
        """The errors of packs and kits as far as anybody has asked for them: asking alone must not read them all."""
        kits = self._kits.errors if "_kits" in vars(self) else ()
        return (*self._loaded.errors, *kits) if self.packs_read else kits

    @property
    def packs_read(self) -> bool:
        """Whether anybody has asked for packs yet."""
        return "_loaded" in vars(self)

    @cached_property
    def _kits(self) -> LoadedKits:
        from tui.packs.kits import Known, load_kits

        known = Known(self.vocabulary, self.words["giver"], self.documents, self.words["part_group"])
        return load_kits(data("kits") / "default.toml", self._own_kits, known)

    @property
    def kits(self) -> tuple[KitFile, ...]:
        """Sound files of localisation kits, the shipped one first."""
        return self._kits.files

    @property
    def kit_errors(self) -> tuple[PackError, ...]:
        """What is wrong with the user's files of kits that were left out."""
        return self._kits.errors

    @cached_property
    def languages(self) -> TerritoryLanguages:
        """What has to be corrected in the general tables of languages by country."""
        from tui.packs.languages import load_languages

        return load_languages(data("languages.toml"))

    @cached_property
    def packs_version(self) -> str:
        """The version of the rules in use: the newest of the packs, with a mark when the user's own are among them."""
        newest = max((pack.version for pack in self.packs.values()), default="")
        own = not all(pack.is_shipped for pack in self.packs.values())
        return f"{newest}+own" if own else newest

    @cached_property
    def makes(self) -> dict[str, Make]:
        """Makes by id."""
        from tui.packs.tables import read_makes

        return read_makes()

    @cached_property
    def makers(self) -> dict[str, tuple[str, ...]]:
        """World manufacturer codes to the makes they may stand for: a hint that ranks and never decides."""
        from tui.packs.tables import read_makers

        return read_makers()

    @cached_property
    def profiles(self) -> dict[str, Profile]:
        """Destination profiles by country or group; a member of a group whose rules cover it has the group's."""
        own = self._written_profiles
        covering = [(pack, own[code]) for code, pack in self.packs.items() if pack.covers_members and code in own]
        return {**{member.country: profile for pack, profile in covering for member in pack.members}, **own}

    @cached_property
    def _written_profiles(self) -> dict[str, Profile]:
        from tui.packs.tables import read_profiles

        return read_profiles()

    @cached_property
    def refund_rates(self) -> tuple[RefundRate, ...]:
        """The export VAT refund rates by commodity code and date."""
        from tui.packs.refund_rates import read_refund_rates

        return read_refund_rates(data("refund_rates.toml"))

    @cached_property
    def working_days(self) -> WorkCalendar:
        """The working days of Chinese offices, of the years that are known."""
        from tui.packs.working_days import read_working_days

        return read_working_days(data("working_days.toml"))

    @cached_property
    def documents(self) -> dict[str, DocumentKind]:
        """Kinds of documents by code."""
        from tui.packs.tables import read_document_kinds

        return read_document_kinds()

    @cached_property
    def document_aliases(self) -> dict[str, str]:
        """Every short word for a kind of document, casefolded, with its code."""
        return {alias.casefold(): kind.kind for kind in self.documents.values() for alias in (kind.kind, *kind.aliases)}

    @cached_property
    def file_types(self) -> tuple[FileType, ...]:
        """The kinds of files that may be attached to documents."""
        from tui.packs.attachments import load_file_types

        return load_file_types(data("attachments.toml"))

    @cached_property
    def panels(self) -> Panels:
        """The panels of a car that paint is measured on, and the codes stated of them."""
        from tui.packs.panels import load_panels

        return load_panels(data("panels.toml"))

    @cached_property
    def agreement(self) -> Agreement:
        """Which papers must agree with one another, and in which fields."""
        from tui.packs.agreement import load_agreement

        return load_agreement(data("agreement.toml"))

    @cached_property
    def facts(self) -> dict[str, FactKind]:
        """Facts that rules ask for, by name; a day that rules count from goes by the entry of its count too."""
        from tui.packs.tables import read_fact_kinds

        return read_fact_kinds()

    @cached_property
    def condition_keys(self) -> dict[str, str]:
        """The keys of conditions, with what each takes in English."""
        from tui.packs.tables import read_condition_keys

        return read_condition_keys()

    @cached_property
    def words(self) -> dict[str, dict[str, str]]:
        """English labels of fixed words, by kind of word."""
        from tui.packs.tables import read_words

        return read_words()

    @cached_property
    def world(self) -> World:
        """What facts are drawn from besides the car."""
        from tui.domain.facts import World

        origin = self.packs.get("CN")
        homes = {make.id: make.home for make in self.makes.values()}
        return World(origin.defaults if origin else {}, homes, self.documents)

    @cached_property
    def covered(self) -> frozenset[str]:
        """Countries without a column of their own for which there are rules all the same: a group's, as in the EU."""
        covering = (pack for pack in self.packs.values() if pack.covers_members)
        return frozenset(member.country for pack in covering for member in pack.members) - {*self.destinations}

    @cached_property
    def destinations(self) -> tuple[str, ...]:
        """Countries and groups a car may be checked for with ``--to all``: those with an import pack of their own.

        Those whose pack is not used because of a fault stay: cars are UNKNOWN for them.

        A group is one of them when its pack covers its members, as the EU's does.
        """
        named = {code for code, pack in self.packs.items() if not pack.members or pack.covers_members}
        return tuple(sorted((named | self.faulty_destinations) - {"CN"}))

    @cached_property
    def faulty_destinations(self) -> frozenset[str]:
        """Countries, and groups with a profile, whose rules are not used because something is wrong with a file."""
        places = self.vocabulary.countries | self._written_profiles.keys()
        return frozenset(str(error.params.get("jurisdiction", "")) for error in self.pack_errors) & places

    def faults_of(self, code: str) -> tuple[PackError, ...]:
        """Why the rules of a country are not used, or not all: its own file first, then those of its groups."""
        pack = self.packs.get(code)
        wanted = (code, *(pack.lacks if pack else ()))
        found = [error for one in wanted for error in self.pack_errors if error.params.get("jurisdiction") == one]
        return tuple(found)
