"""The repair partners: by country and city, with what keeps one from counting."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from textual.binding import BindingType

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.screens.kit_records import KitRecordsScreen
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Paragraph
from tui.app.widgets.table import Column
from tui.desk import kit_words, repair_partners
from tui.desk.context import Desk
from tui.desk.repair_partners import PartnerLine
from tui.domain.repair_partners import EVERY_MAKE, RepairPartner
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.territories import language_name
from tui.i18n.translator import _

_CONTRACT = frozenset({"partner_without_contract", "partner_contract_not_valid"})
_STALE = frozenset({"partner_never_confirmed", "partner_stale"})


@dataclass(frozen=True)
class Branch:
    """One line of the tree: a country, a city in it, or a partner there."""

    country: str
    city: str | None = None
    line: PartnerLine | None = None


def branches(lines: Sequence[PartnerLine]) -> list[Branch]:
    """Countries, their cities, and the partners in each."""
    found: list[Branch] = []
    for line in lines:
        partner = line.partner
        country, city = Branch(partner.country), Branch(partner.country, partner.city)
        found += [one for one in (country, city) if one not in found]
        found.append(Branch(partner.country, partner.city, line))
    return found


class RepairPartnersScreen(KitRecordsScreen[Branch]):
    """The workshops abroad; only those of a country, or that cover a make, where it is opened from a kit."""

    NAME = "repair_partners"
    FORM = "repair_partner"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("repair_partners")

    def __init__(self, desk: Desk, glyphs: Glyphs, country: str = "", make: str = "") -> None:
        super().__init__(desk, glyphs)
        self._country = country
        self._make = make

    def title_text(self) -> str:
        """What is listed."""
        place = wording.country_name(self._country) if self._country else ""
        return wording.joined(part for part in (_("Repair partners"), place, self._make_name(self._make)) if part)

    def _make_name(self, make: str) -> str:
        if make == EVERY_MAKE:
            return _("every make")
        known = self.desk.library.makes.get(make)
        return known.name(self.desk.language) if known else make

    def _makes(self, makes: Sequence[str]) -> str:
        return wording.joined(self._make_name(one) for one in makes) or formats.NONE

    def read(self) -> Sequence[Branch]:
        """The partners, grouped."""
        found = repair_partners.partners(self.desk, country=self._country or None, make=self._make or None)
        return branches(found)

    def key(self, line: Branch) -> Hashable:
        """The partner's id, or the place."""
        return line.line.partner.id if line.line is not None else (line.country, line.city)

    def record_of(self, line: Branch) -> RepairPartner | None:
        """The partner."""
        return line.line.partner if line.line is not None else None

    def depth(self, line: Branch) -> int:
        """A city stands under its country."""
        return 0 if line.city is None else 1

    def haystack(self, line: Branch) -> str:
        """Name, place, makes and contact."""
        one = self.record_of(line)
        if one is None:
            return ""
        place = wording.country_name(one.country)
        parts = (one.name, one.country, place, one.city, one.contact, one.coverage, self._makes(one.makes), *one.makes)
        return "\n".join(parts).casefold()

    def columns(self) -> Sequence[Column[Branch]]:
        """Mark, the tree, makes, and how long contract, certificate and confirmation hold."""

        def told(text: Any) -> Any:
            return lambda branch: "" if branch.line is None else text(branch.line)

        return [
            Column("mark", "", told(self._mark), 1, tone=told(self._tone)),
            Column("name", _("Country, city, partner"), self._line_name, 24, most=46,
                tone=lambda one: "" if one.line is not None else "strong" if one.city is None else "accent",
            ),
            Column("makes", _("Makes"), told(lambda line: self._makes(line.partner.makes)), 8, rank=2, most=28),
            Column("hv", _("HV until"), told(self._hv), 12,
                tone=told(lambda line: "action" if line.hv_until is None else ""),
            ),
            Column("contract", _("Contract to"), told(self._contract), 12,
                tone=told(lambda line: "action" if _has(line, _CONTRACT) else ""),
            ),
            Column("confirmed", _("Confirmed"), told(self._confirmed), 12, rank=1,
                tone=told(lambda line: "action" if _has(line, _STALE) else ""),
            ),
            Column("read", _("Tools read"), told(lambda line: self._makes(line.partner.diagnostic_makes)), 10, rank=3,
                most=24,
            ),
            Column("cars", _("Cars a week"), told(self._cars), 4, right=True, rank=4),
        ]  # fmt: skip

    def _line_name(self, branch: Branch) -> str:
        if branch.line is not None:
            return f"    {branch.line.partner.name}"
        if branch.city is not None:
            return f"  {branch.city}" if branch.city else "  " + _("city not known")
        return f"{branch.country} {wording.country_name(branch.country)}"

    def _mark(self, line: PartnerLine) -> str:
        return self.glyphs.ready if line.counts else self.glyphs.action

    @staticmethod
    def _tone(line: PartnerLine) -> str:
        return "ready" if line.counts else "action"

    def _ends_soon(self, day: date | None) -> bool:
        """Whether something ends within the days the desk looks ahead."""
        today = self.desk.today
        return day is not None and today <= day <= today + timedelta(days=self.desk.settings.deadlines.days)

    def _hv(self, line: PartnerLine) -> str:
        if line.hv_until is not None:
            mark = f"{self.glyphs.action} " if self._ends_soon(line.hv_until) else ""
            return f"{mark}{line.hv_until}"
        text = _("%(mark)s expired") if line.partner.hv_certificates else _("%(mark)s none")
        return text % {"mark": self.glyphs.action}

    def _contract(self, line: PartnerLine) -> str:
        partner = line.partner
        if not partner.has_contract:
            return _("%(mark)s none") % {"mark": self.glyphs.action}
        day = partner.contract_until.isoformat() if partner.contract_until else _("runs on")
        warns = _has(line, _CONTRACT) or self._ends_soon(partner.contract_until)
        return f"{self.glyphs.action} {day}" if warns else day

    def _confirmed(self, line: PartnerLine) -> str:
        last = line.partner.last_confirmed
        if last is None:
            return _("%(mark)s never") % {"mark": self.glyphs.action}
        return f"{self.glyphs.action} {last}" if _has(line, _STALE) else last.isoformat()

    @staticmethod
    def _cars(line: PartnerLine) -> str:
        return formats.NONE if line.partner.cars_a_week is None else str(line.partner.cars_a_week)

    def about(self, line: Branch) -> Sequence[tuple[str, str]]:
        """Why it does not count, certificates, and how to reach it."""
        one = line.line
        if one is None:
            return []
        partner = one.partner
        told = [(text, "action") for text in kit_words.texts(self.desk, one.shortcomings)]
        ending = (
            (partner.contract_until, _("the contract ends on %(day)s")),
            (one.hv_until, _("the last high-voltage certificate ends on %(day)s")),
        )
        told += [(text % {"day": day}, "action") for day, text in ending if self._ends_soon(day)]
        if one.counts:
            told += [(_("counts for %(makes)s") % {"makes": self._makes(partner.makes)}, "ready")]
        held = [
            _("%(holder)s %(number)s until %(day)s")
            % {"holder": cert.holder, "number": cert.number, "day": formats.day(cert.expires)}
            for cert in partner.hv_certificates
        ]
        reads = _("tools read: %(makes)s") % {"makes": self._makes(partner.diagnostic_makes)}
        told.append((_("high voltage: %(held)s") % {"held": wording.joined(held) or _("nobody")} + _("; ") + reads, ""))
        languages = wording.joined(language_name(code) for code in partner.languages)
        parts = (partner.address, partner.contact, partner.hours, languages, partner.coverage, partner.note)
        told.append((wording.joined(part for part in parts if part), "faint"))
        return told

    def empty(self) -> Sequence[Paragraph]:
        """What to do first."""
        return [
            Paragraph(_("There is no repair partner here yet"), "strong"),
            Paragraph(""),
            Paragraph(_("a adds one: a workshop with its makes, contract and high-voltage certificates")),
            Paragraph(_("Every car of a make that it covers in its country passes those items of its kit at once")),
        ]

    def start(self) -> Mapping[str, str]:
        """Where and for which make it is wanted, and that it was asked today."""
        row = self.table.row
        country = self._country or (row.country if row is not None else "")
        make = self._make_name(self._make) if self._make else ""
        return {"country": country, "makes": make, "last_confirmed": self.desk.today.isoformat()}

    def take_out(self, record: RepairPartner) -> None:
        """Take it out of the book."""
        repair_partners.remove_partner(self.desk, record)

    def action_confirm(self) -> None:
        """Record that the partner was asked today and all is still so."""
        partner: RepairPartner | None = self.record
        if partner is None:
            return
        try:
            repair_partners.save_partner(self.desk, [("last_confirmed", self.desk.today.isoformat())], partner)
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(_("%(name)s: confirmed today; u takes it back") % {"name": partner.name})


def _has(line: PartnerLine, codes: frozenset[str]) -> bool:
    return any(one.code in codes for one in line.shortcomings)
