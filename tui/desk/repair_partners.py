"""Repair partners, parts and distributors: the same few writes, and what of them falls due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from tui.desk.context import Desk
from tui.desk.editing import reading_of, refuse
from tui.desk.kinds import DISTRIBUTORS, PARTS, REPAIR_PARTNERS
from tui.desk.strange_makes import make_doubts
from tui.domain.computing import Limits, Situation, shortcomings
from tui.domain.distributors import Distributor, distributor_problems
from tui.domain.fields import read_make
from tui.domain.kit_fields import DISTRIBUTOR, PART, REPAIR_PARTNER
from tui.domain.localisation import Said
from tui.domain.parts import Part, part_problems
from tui.domain.problems import Problem
from tui.domain.record_fields import fill, read_record_fields
from tui.domain.repair_partners import RepairPartner, partner_problems
from tui.errors import NotFound
from tui.store.contract import Put, Remove


@dataclass(frozen=True)
class PartnerLine:
    """A repair partner on a day: why it does not count (nothing: it does), and who of it may work on high voltage."""

    partner: RepairPartner
    shortcomings: tuple[Said, ...]
    hv_until: date | None
    makes: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether its contract holds and it was confirmed lately."""
        return not self.shortcomings


def partners(
    desk: Desk, on: date | None = None, *, country: str | None = None, make: str | None = None
) -> list[PartnerLine]:
    """The repair partners by country, city and name; only those of a country, or that cover a make."""
    day = on or desk.today
    found = [
        one
        for one in desk.store.all(REPAIR_PARTNERS)
        if (country is None or one.country == country) and (make is None or one.covers(make))
    ]
    found.sort(key=lambda one: (one.country, one.city.casefold(), one.name.casefold()))
    return [partner_line(desk, one, day) for one in found]


def partner_line(desk: Desk, partner: RepairPartner, on: date) -> PartnerLine:
    """How a partner stands on a day."""
    limit = desk.settings.localisation.partner_confirmed_days
    countries = frozenset({partner.country})
    at = Situation("", "", partner.country, countries, on, limits=Limits(partner_confirmed_days=limit))
    return PartnerLine(partner, shortcomings(partner, at), partner.hv_until(on), partner.makes)


def find_partner(desk: Desk, name: str) -> RepairPartner:
    """The partner of a name (in any case), a number, or whose name alone holds that text. Raises NotFound."""
    wanted = name.strip().casefold()
    everyone = desk.store.all(REPAIR_PARTNERS)
    found = [one for one in everyone if one.name.casefold() == wanted]
    found = found or [one for one in everyone if wanted.isdecimal() and one.id == int(wanted)]
    found = found or [one for one in everyone if wanted and wanted in one.name.casefold()]
    if len(found) != 1:
        raise NotFound("partner_not_found" if not found else "partner_ambiguous", what="partner", name=name[:40])
    return found[0]


def save_partner(
    desk: Desk, texts: Sequence[tuple[str, str]], partner: RepairPartner | None = None, *, confirm: bool = True
) -> RepairPartner:
    """Add a repair partner, or change one. Raises DraftRefused with every problem."""
    values, problems = read_record_fields(texts, REPAIR_PARTNER, reading_of(desk))
    before = partner and (desk.store.get(REPAIR_PARTNERS, partner.id) or partner)
    record = fill(before or RepairPartner(""), values, RepairPartner(""))
    more = list(partner_problems(record))
    for name in ("makes", "diagnostic_makes"):
        more += make_doubts(desk, name, getattr(record, name), getattr(before, name, ()))
    if any(
        one.name.casefold() == record.name.casefold() and one.id != record.id for one in desk.store.all(REPAIR_PARTNERS)
    ):
        more.append(Problem("name_known", "name", {"value": record.name[:40]}))
    refuse((*problems, *_once(problems, more)), confirm=confirm)
    why = f"partner {'edit' if before else 'add'} {record.name}"
    commit = desk.store.commit([Put(REPAIR_PARTNERS, record)], why=why, expect=desk.store.revision)
    return desk.store.get(REPAIR_PARTNERS, commit.ids[0]) or record


def remove_partner(desk: Desk, partner: RepairPartner) -> None:
    """Take a partner out of the book; kits that count it stand without it from then on."""
    desk.store.commit([Remove(REPAIR_PARTNERS, partner.id)], why=f"partner remove {partner.name}")


def parts(desk: Desk, *, make: str | None = None, model: str | None = None) -> list[Part]:
    """The parts by model, use and name."""
    found = [
        one
        for one in desk.store.all(PARTS)
        if (make is None or one.make == make) and (model is None or one.model.casefold() == model.casefold())
    ]
    return sorted(found, key=lambda one: (one.make, one.model.casefold(), one.use.value, one.name.casefold()))


def find_part(desk: Desk, name: str) -> Part:
    """The part of a number (the maker's or the book's), or of a name. Raises NotFound."""
    wanted = name.strip().casefold()
    everyone = desk.store.all(PARTS)
    found = [one for one in everyone if one.number and one.number.casefold() == wanted]
    found = found or [one for one in everyone if wanted.isdecimal() and one.id == int(wanted)]
    found = found or [one for one in everyone if one.name.casefold() == wanted]
    if len(found) != 1:
        raise NotFound("part_not_found" if not found else "part_ambiguous", name=name[:40])
    return found[0]


def find_known(desk: Desk, make: str, model: str, number: str) -> Part | None:
    """The part that a model has under a number already, or None."""
    wanted = read_make(make, reading_of(desk)) if make else ""
    for one in desk.store.all(PARTS):
        if one.number and (one.make, one.model.casefold(), one.number.casefold()) == (
            wanted, model.casefold(), number.casefold(),
        ):  # fmt: skip
            return one
    return None


def save_part(desk: Desk, texts: Sequence[tuple[str, str]], part: Part | None = None, *, confirm: bool = True) -> Part:
    """Add a part, or change one. Raises DraftRefused with every problem."""
    before = part and (desk.store.get(PARTS, part.id) or part)
    record, problems = draft_part(desk, texts, before)
    refuse(problems, confirm=confirm)
    why = f"part {'edit' if before else 'add'} {record.number or record.name}"
    commit = desk.store.commit([Put(PARTS, record)], why=why, expect=desk.store.revision)
    return desk.store.get(PARTS, commit.ids[0]) or record


def draft_part(
    desk: Desk, texts: Sequence[tuple[str, str]], before: Part | None = None, others: Iterable[Part] = ()
) -> tuple[Part, tuple[Problem, ...]]:
    """A part as texts make it, and everything that is wrong with it; ``others`` are written together with it."""
    values, problems = read_record_fields(texts, PART, reading_of(desk))
    record = fill(before or Part("", "", ""), values, Part("", "", ""))
    more = list(part_problems(record, (*desk.store.all(PARTS), *others)))
    more += make_doubts(desk, "make", [record.make], [before.make] if before else ())
    if not record.make or not record.model:
        more.append(Problem("part_model_missing", "model"))
    if record.group:
        group = group_named(desk, record.group)
        if group is None:
            known = ", ".join(desk.library.words["part_group"])
            more.append(Problem("part_group_unknown", "group", {"value": record.group[:40], "known": known}))
        else:
            record = msgspec.structs.replace(record, group=group)
    return record, (*problems, *_once(problems, more))


def group_named(desk: Desk, text: str) -> str | None:
    """The group of parts that a word stands for: its code, or its name in English or in the language of the moment."""
    from tui.i18n.translator import _

    wanted = text.strip().casefold()
    for code, label in desk.library.words["part_group"].items():
        if wanted in {code, label.casefold(), _(label).casefold()}:
            return code
    return None


def remove_part(desk: Desk, part: Part) -> None:
    """Take a part out of the book."""
    desk.store.commit([Remove(PARTS, part.id)], why=f"part remove {part.number or part.name}")


def distributors(desk: Desk, *, make: str | None = None, country: str | None = None) -> list[Distributor]:
    """The distributors by make and country."""
    found = [
        one
        for one in desk.store.all(DISTRIBUTORS)
        if (make is None or one.make == make) and (country is None or one.country == country)
    ]
    return sorted(found, key=lambda one: (one.make, one.country, one.name.casefold()))


def find_distributor(desk: Desk, number: int) -> Distributor:
    """The distributor of a number. Raises NotFound."""
    found = desk.store.get(DISTRIBUTORS, number)
    if found is None:
        raise NotFound("distributor_not_found", name=str(number))
    return found


def save_distributor(
    desk: Desk, texts: Sequence[tuple[str, str]], one: Distributor | None = None, *, confirm: bool = True
) -> Distributor:
    """Add a distributor, or change one. Raises DraftRefused with every problem."""
    values, problems = read_record_fields(texts, DISTRIBUTOR, reading_of(desk))
    before = one and (desk.store.get(DISTRIBUTORS, one.id) or one)
    record = fill(before or Distributor("", ""), values, Distributor("", ""))
    more = list(distributor_problems(record, desk.store.all(DISTRIBUTORS)))
    more += make_doubts(desk, "make", [record.make], [before.make] if before else ())
    more += [Problem("field_missing", name) for name in ("make", "country") if not getattr(record, name)]
    if record.told_on is not None and record.told_on > desk.today:
        more.append(Problem("said_ahead", "told_on", {"day": str(record.told_on)}))
    refuse((*problems, *_once(problems, more)), confirm=confirm)
    why = f"distributor {'edit' if before else 'add'} {record.make} {record.country}"
    commit = desk.store.commit([Put(DISTRIBUTORS, record)], why=why, expect=desk.store.revision)
    return desk.store.get(DISTRIBUTORS, commit.ids[0]) or record


def remove_distributor(desk: Desk, one: Distributor) -> None:
    """Take a distributor out of the book."""
    desk.store.commit([Remove(DISTRIBUTORS, one.id)], why=f"distributor remove {one.make} {one.country}")


def _once(read: Sequence[Problem], more: Sequence[Problem]) -> list[Problem]:
    """What is wrong besides: a field that could not be read is not told to be missing too."""
    unread = {problem.field for problem in read}
    return [problem for problem in more if problem.field not in unread]
