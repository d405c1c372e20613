"""Overrides: recording a person's decision to go on in spite of a flag, listing them, taking them back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from tui.desk.attaching import kept
from tui.desk.checking import Answer, Checker, Question
from tui.desk.context import Desk
from tui.desk.documents import rule_named
from tui.desk.editing import name_of, refuse
from tui.desk.kinds import CARS, OVERRIDES
from tui.domain.cars import Car
from tui.domain.kits import ITEM
from tui.domain.overrides import Covered, Override, Seen, Standing, fingerprint, overridable, seen_of, standing
from tui.domain.problems import Problem, Severity
from tui.domain.readiness import Flag
from tui.domain.rules import KIT_KIND, Rule, RuleSeverity
from tui.errors import NotFound, UsageError
from tui.store.contract import Put

_LONGEST = 500
"""Characters of a name, reason or note."""


def add(
    desk: Desk,
    cars: Sequence[Car],
    rule: Rule,
    country: str,
    *,
    by: str,
    reason: str,
    note: str = "",
    until: date | None = None,
    file: Path | None = None,
    confirm: bool = False,
) -> Override:
    """Record that ``by`` decided to go on with cars to a country in spite of what a rule says of them today.

    There must be something to override on every car, and the deciding person and the reason must be named; going on
    where facts are missing needs ``confirm``. Raises DraftRefused with all problems, BadFile for the attachment.
    """
    covered, problems = weigh(desk, cars, rule, country, by=by, reason=reason, note=note, until=until)
    refuse(problems, confirm=confirm)
    attachments = (kept(desk, file),) if file is not None else ()
    made = Override(
        rule.id,
        fingerprint(rule),
        tuple(covered),
        country,
        by.strip(),
        reason.strip(),
        desk.today,
        until,
        note.strip(),
        attachments,
    )
    commit = desk.store.commit([Put(OVERRIDES, made)], why=f"override add {rule.id}", expect=desk.store.revision)
    return get(desk, commit.ids[0])


def weigh(
    desk: Desk,
    cars: Sequence[Car],
    rule: Rule,
    country: str,
    *,
    by: str,
    reason: str,
    note: str = "",
    until: date | None = None,
) -> tuple[list[Covered], list[Problem]]:
    """What an override would cover of each car, and all that stands against it; writes nothing."""
    problems = _said("by", by) + _said("reason", reason)
    if len(note) > _LONGEST:
        problems.append(Problem("text_too_long", "note", {"most": str(_LONGEST)}))
    if until is not None and until < desk.today:
        problems.append(Problem("override_ends_before", "until", {"date": str(until), "today": str(desk.today)}))
    covered: list[Covered] = []
    if rule.kind == KIT_KIND:
        problems.append(Problem("override_of_kit", "rule", {"item": rule.id.removeprefix(ITEM), "country": country}))
    elif not rule.counts:
        problems.append(Problem("override_red_line", "rule", {"rule": rule.id}))
    else:
        checker = Checker(desk, Question(desk.today))
        for car in cars:
            seen, problem = _seen(checker.answer(car, country), rule)
            if seen is not None:
                covered.append(Covered(car.id, seen))
            if problem is not None:
                problems.append(problem)
    return covered, problems


class Opening(msgspec.Struct, frozen=True):
    """A rule that stands open on some cars, with what is seen of each of them."""

    rule: Rule
    cars: tuple[Car, ...]
    seen: tuple[Seen, ...]


def openings(desk: Desk, cars: Sequence[Car], country: str) -> list[Opening]:
    """What there is to override on cars for a country today, by rule: what blocks and what most cars share first."""
    checker = Checker(desk, Question(desk.today))
    found: dict[str, tuple[Rule, list[tuple[Car, Seen]]]] = {}
    for car in cars:
        for flag in checker.answer(car, country).assessment.flags:
            if overridable(flag):
                found.setdefault(flag.rule.id, (flag.rule, []))[1].append((car, seen_of(flag)))
    listed = [Opening(rule, tuple(car for car, _ in on), tuple(seen for _, seen in on)) for rule, on in found.values()]
    return sorted(listed, key=lambda one: (one.rule.severity is not RuleSeverity.BLOCK, -len(one.cars)))


def one_destination(desk: Desk, cars: Sequence[Car], country: str | None) -> str:
    """The country given, else the one that all the cars go to; raises UsageError where there is not just one."""
    if country is not None:
        return country
    checker = Checker(desk, Question(desk.today))
    found = {to for car in cars if (to := checker.own_destination(car))}
    if len(found) != 1:
        raise UsageError("override_destination")
    return found.pop()


def withdraw(desk: Desk, override: Override) -> Override:
    """Take an override back from today on; it stays in the book. Raises DraftRefused when it is withdrawn already."""
    if override.withdrawn_on is not None:
        refuse([Problem("override_withdrawn", "override", {"date": str(override.withdrawn_on)})], confirm=False)
    changed = msgspec.structs.replace(override, withdrawn_on=desk.today)
    why = f"override withdraw {override.id}"
    desk.store.commit([Put(OVERRIDES, changed)], why=why, expect=desk.store.revision)
    return get(desk, override.id)


def get(desk: Desk, override_id: int) -> Override:
    """The override of a number; raises NotFound."""
    found = desk.store.get(OVERRIDES, override_id)
    if found is None:
        raise NotFound("override_not_found", name=str(override_id))
    return found


def listed(desk: Desk, *, cars: Iterable[Car] | None = None, in_force: bool = False) -> list[Override]:
    """Overrides, the newest first; only those about some cars, or only those that count today."""
    found = sorted(desk.store.all(OVERRIDES), key=lambda one: -one.id)
    if cars is not None:
        ids = {car.id for car in cars}
        found = [one for one in found if ids.intersection(one.car_ids)]
    return [one for one in found if standing_of(desk, one) is Standing.IN_FORCE] if in_force else found


def standing_of(desk: Desk, override: Override) -> Standing:
    """Whether an override counts today."""
    return standing(override, rule_named(desk, override.rule_id), desk.today, desk.today)


def cars_of(desk: Desk, override: Override) -> list[Car]:
    """The cars an override is about that are in the book."""
    return [car for car_id in override.car_ids if (car := desk.store.get(CARS, car_id)) is not None]


def as_json(desk: Desk, override: Override) -> dict[str, Any]:
    """One override as scripts read it."""
    names = {car.id: name_of(car) for car in cars_of(desk, override)}
    rule = rule_named(desk, override.rule_id)
    return {
        "id": override.id,
        "rule": override.rule_id,
        "title": rule.title if rule else None,
        "to": override.country,
        "cars": [names.get(one.car_id, str(one.car_id)) for one in override.cars],
        "seen": {names.get(one.car_id, str(one.car_id)): one.seen.value for one in override.cars},
        "by": override.by,
        "reason": override.reason,
        "note": override.note,
        "files": [{"name": one.name, "sha256": one.sha256, "size": one.size} for one in override.attachments],
        "made_on": override.made_on.isoformat(),
        "until": override.until.isoformat() if override.until else None,
        "withdrawn_on": override.withdrawn_on.isoformat() if override.withdrawn_on else None,
        "fingerprint": override.fingerprint,
        "standing": standing_of(desk, override).value,
    }


def _said(field: str, text: str) -> list[Problem]:
    if not text.strip():
        return [Problem("override_unsaid", field)]
    return [Problem("text_too_long", field, {"most": str(_LONGEST)})] if len(text) > _LONGEST else []


def _seen(answer: Answer, rule: Rule) -> tuple[Seen | None, Problem | None]:
    """What there is to override on a car, and what stands against doing it."""
    flag: Flag | None = next((one for one in answer.assessment.flags if one.rule.id == rule.id), None)
    told = {"car": name_of(answer.car), "rule": rule.id, "country": answer.destination}
    if flag is None or not overridable(flag):
        return None, Problem("override_nothing", "rule", told)
    seen = seen_of(flag)
    if seen is Seen.CANNOT_TELL:
        told["facts"] = ", ".join(flag.missing)
        return seen, Problem("override_blind", "rule", told, Severity.CONFIRM)
    return seen, None
