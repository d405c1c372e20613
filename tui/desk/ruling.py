"""Rule packs as a living thing: verifying, comparing, installing, taking away, and screening the cars anew.

A pack is installed whole or not at all: it must be sound, its golden cases must hold, and what was in use before goes
to the archive. The book remembers each change and what it did to the cars on hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tui.desk import rescreening, rule_files
from tui.desk.context import Desk
from tui.desk.kinds import RULE_CHANGES
from tui.desk.opening import rules_folder
from tui.desk.rescreening import Screening
from tui.domain.golden import Court, Difference
from tui.domain.pack_diff import PackDiff, difference
from tui.domain.rule_changes import RuleAction, RuleChange
from tui.domain.rules import GoldenCase, Pack
from tui.errors import BookReadOnly, NearnewError, NotFound, PackError
from tui.packs.library import Library
from tui.packs.proofs import faults, proven, rules_named
from tui.packs.rules import Loaded, slot_of
from tui.store.contract import Put


class Failure(msgspec.Struct, frozen=True):
    """A golden case that does not hold."""

    jurisdiction: str
    case: GoldenCase
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Verified:
    """What a verification found: the packs that are sound, what is wrong with the others, and cases that fail."""

    packs: tuple[Pack, ...]
    errors: tuple[PackError, ...]
    failures: tuple[Failure, ...]

    @property
    def odd_ids(self) -> tuple[tuple[str, str], ...]:
        """Rules whose id does not begin with their jurisdiction, each with it: another pack may take the same id."""
        of = ((pack.jurisdiction, rule.id) for pack in self.packs for rule in pack.rules)
        return tuple((code, name) for code, name in of if not name.casefold().startswith(f"{code.casefold()}-"))

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.errors or self.failures)


@dataclass(frozen=True)
class Change:
    """A change of rules, worked out and not made yet. ``file`` is what will be installed; None: an own file goes.

    ``slot`` is what the file fills: a jurisdiction, or ``KZ+name`` when it only adds rules.
    """

    action: RuleAction
    slot: str
    file: Path | None
    content: bytes
    diff: PackDiff
    screening: Screening


@dataclass(frozen=True)
class Made:
    """A change of rules as it was made: the record, and where the own pack lies now (None: there is none)."""

    record: RuleChange
    path: Path | None


def verify(desk: Desk, files: Sequence[Path] = ()) -> Verified:
    """Check all packs in use, or only ``files``, each as if it stood in its place; run their golden cases.

    Cases of other packs count where they name a rule of a file's jurisdiction. Raises PackError for a file that is
    not there.
    """
    if not files:
        packs = {**desk.library.packs, **desk.library.failing_packs}
        errors = tuple(error for error in desk.library.pack_errors if error.code != "pack_case_fails")
        return Verified(tuple(packs.values()), errors, _failures(packs, packs, packs))
    loaded = rule_files.loaded_with(desk, files)
    named = {_jurisdiction(path) for path in files}
    return _verified(loaded, named, {str(path) for path in files}, desk.library.packs)


def compare(desk: Desk, file: Path) -> PackDiff:
    """What a file would change about the pack in use. Raises PackError for the first thing wrong with it."""
    jurisdiction = _jurisdiction(file)
    loaded = rule_files.loaded_with(desk, [file])
    for error in loaded.errors:
        if error.params.get("file") == str(file) or error.params.get("jurisdiction") == jurisdiction:
            raise error
    return difference(desk.library.packs.get(jurisdiction), loaded.packs[jurisdiction])


def plan_install(desk: Desk, file: Path) -> Change:
    """Work out what installing a file does; ``verify`` it first. Raises PackError for the first thing wrong with it."""
    compare(desk, file)
    return _plan(desk, RuleAction.INSTALL, slot_of(file), file, rule_files.loaded_with(desk, [file]))


def plan_remove(desk: Desk, name: str) -> Change:
    """Work out what going back to the shipped pack of ``KZ`` does, or doing without the addition ``KZ+name``.

    Raises NotFound where there is no own file of that name.
    """
    slot = next((one for one in rule_files.own_files(desk.settings) if one.casefold() == name.casefold()), None)
    if slot is None:
        raise NotFound("rule_pack_not_own", value=name[:40])
    return _plan(desk, RuleAction.REMOVE, slot, None, rule_files.loaded_with(desk, (), without={slot}))


def make(desk: Desk, change: Change) -> Made:
    """Make a change: archive what was in use, put the file in its place, remember it in the book, use it from now on.

    Raises BookReadOnly before anything was touched, BadFile when the folder refuses, and what the book raises, such as
    BookLocked: then the files are as they were.
    """
    _must_write(desk)
    settings = desk.settings
    rule_files.archive(settings, desk.library.packs)
    before = desk.library
    with rule_files.put_back_on_failure(settings, change.slot):
        path = rule_files.put(settings, change.slot, change.content) if change.file else None
        if path is None:
            rule_files.take_away(settings, change.slot)
        desk.library = desk.library.reread(rules_folder(settings))
        try:
            return Made(_made(desk, change), path)
        except NearnewError:
            desk.library = before
            raise


def _made(desk: Desk, change: Change) -> RuleChange:
    """Remember a change whose file is in its place."""
    diff = change.diff
    record = RuleChange(
        change.action,
        (change.slot,),
        desk.today,
        diff.before_version,
        diff.after_version,
        tuple(rule.id for rule in diff.added),
        tuple(rule.id for rule in diff.removed),
        tuple(one.rule.id for one in diff.edited),
        packs=rule_files.archive(desk.settings, desk.library.packs),
    )
    why = f"rule {change.action} {change.slot} {diff.after_version}".rstrip()
    return _remember(desk, record, change.screening, why)


def rescreen(desk: Desk) -> RuleChange:
    """Screen the cars under the rules the book knew last and under those of today, and remember today's.

    The first time there is nothing to compare with: the rules in use are remembered. Where nothing changed the record
    has the id 0 and is not kept. Raises BookReadOnly.
    """
    _must_write(desk)
    before = known_packs(desk)
    now = rule_files.archive(desk.settings, desk.library.packs)
    changed = _changed(last_known(desk), now)
    record = RuleChange(RuleAction.RESCREEN, changed, desk.today, after_version=desk.library.packs_version, packs=now)
    if before is not None and not changed:
        return record
    if before is None:
        return _remember(desk, record, Screening(0, (), 0, ()), "rule rescreen")
    diffs = [
        difference(before.packs.get(code), desk.library.packs.get(code))
        for code in changed
        if code in before.packs or code in desk.library.packs
    ]
    old = desk.library.with_packs(before)
    record = msgspec.structs.replace(
        record,
        before_version=old.packs_version,
        added=tuple(rule.id for diff in diffs for rule in diff.added),
        removed=tuple(rule.id for diff in diffs for rule in diff.removed),
        edited=tuple(one.rule.id for diff in diffs for one in diff.edited),
    )
    screening = rescreening.compare(desk, old, desk.library, changed)
    return _remember(desk, record, screening, "rule rescreen")


def changes(desk: Desk) -> list[RuleChange]:
    """The changes of rules the book remembers, the newest first."""
    return sorted(desk.store.all(RULE_CHANGES), key=lambda one: -one.id)


def last_known(desk: Desk) -> Mapping[str, str]:
    """The archived files of the packs that the book knew last, by jurisdiction; empty when it knows none."""
    return next((one.packs for one in changes(desk)), {})


def known_packs(desk: Desk) -> Loaded | None:
    """The packs that the book knew last, from the archive; None when it knows none or the archive is gone."""
    folder = rule_files.archive_folder(desk.settings)
    paths = [folder / name for name in last_known(desk).values()]
    if not paths or not all(path.is_file() for path in paths):
        return None
    return rule_files.loaded_with(desk, paths, alone=True)


def unscreened(desk: Desk) -> tuple[str, ...]:
    """The jurisdictions whose rules changed since the cars were screened last; none for a book that never was."""
    known = last_known(desk)
    if not known:
        return ()
    now = {}
    for pack in desk.library.packs.values():
        for slot, path in rule_files.files_of(pack).items():
            same = known.get(slot, "").endswith(f"-{rule_files.sum_of(path.read_bytes())}.toml")
            now[slot] = known[slot] if same else ""
    return _changed(known, now)


def _changed(known: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    changed = {rule_files.jurisdiction_in(slot) for slot in {*known, *now} if known.get(slot) != now.get(slot)}
    return tuple(sorted(changed)) if known else ()


def _jurisdiction(path: Path) -> str:
    return rule_files.jurisdiction_in(slot_of(path))


def _plan(desk: Desk, action: RuleAction, slot: str, file: Path | None, loaded: Loaded) -> Change:
    jurisdiction = rule_files.jurisdiction_in(slot)
    loaded = proven(loaded)
    after = desk.library.with_packs(loaded)
    diff = difference(desk.library.packs.get(jurisdiction), loaded.packs.get(jurisdiction))
    screening = rescreening.compare(desk, desk.library, after, _affected(jurisdiction, desk.library, after))
    content = file.read_bytes() if file is not None else b""
    return Change(action, slot, file, content, diff, screening)


def _affected(jurisdiction: str, *libraries: Library) -> set[str]:
    """The jurisdiction itself and, for a group, its members."""
    found = {jurisdiction}
    for library in libraries:
        pack = library.packs.get(jurisdiction)
        found.update(member.country for member in pack.members) if pack else None
    return found


def _remember(desk: Desk, record: RuleChange, screening: Screening, why: str) -> RuleChange:
    full = msgspec.structs.replace(
        record,
        screened=screening.screened,
        touched=screening.touched,
        moved=screening.moved,
        lapsed=screening.lapsed,
    )
    commit = desk.store.commit([Put(RULE_CHANGES, full)], why=why)
    return msgspec.structs.replace(full, id=commit.ids[0])


def _must_write(desk: Desk) -> None:
    if desk.store.read_only:
        raise BookReadOnly("book_read_only")


def _verified(loaded: Loaded, named: set[str], files: set[str], before: Mapping[str, Pack]) -> Verified:
    errors = tuple(
        error
        for error in loaded.errors
        if error.params.get("jurisdiction") in named or str(error.params.get("file")) in files
    )
    packs = {code: pack for code, pack in loaded.packs.items() if code in named}
    return Verified(tuple(packs.values()), errors, _failures(packs, loaded.packs, before))


def _failures(
    subject: Mapping[str, Pack], packs: Mapping[str, Pack], before: Mapping[str, Pack]
) -> tuple[Failure, ...]:
    """The cases that fail: those of the packs in question, and of others where they name a rule of theirs."""
    were = [before[code] for code in subject if code in before]
    rules = {rule.id for pack in (*subject.values(), *were) for rule in pack.rules}
    found = []
    court = Court(packs)
    for code, pack in packs.items():
        for case in pack.cases:
            if code in subject or rules.intersection(rules_named(case)):
                differences = tuple(one for _, one in faults(court, pack, [case]))
                if differences:
                    found.append(Failure(code, case, differences))
    return tuple(found)


def cases_of(desk: Desk, rule_id: str) -> list[tuple[str, GoldenCase]]:
    """The golden cases that name a rule, with the jurisdiction of their pack."""
    return [
        (code, case) for code, pack in desk.library.packs.items() for case in pack.cases if rule_id in rules_named(case)
    ]
