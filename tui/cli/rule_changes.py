"""``nearnew rule diff``, ``install``, ``remove``, ``rescreen``: rules that change, and what that does to the cars."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tui.cli import output
from tui.cli.session import Session
from tui.desk import rule_views, ruling
from tui.desk.context import Desk
from tui.desk.pack_words import diff_lines, fault_lines, place_of
from tui.desk.rescreening import Screening
from tui.desk.rule_change_words import car_named, record_lines, screening_lines, some_codes
from tui.desk.rule_files import jurisdiction_in
from tui.domain.rule_changes import Moved, RuleChange
from tui.errors import UsageError
from tui.i18n import formats, labels
from tui.i18n.translator import _

_FORM = click.Choice(["text", "json"])


def register_changes(group: click.Group) -> None:
    """Add the commands that change rules to the group."""
    _register_diff(group)
    _register_install(group)
    _register_remove(group)
    _register_rescreen(group)


def _register_diff(group: click.Group) -> None:
    @group.command("diff", help=_("What a pack's file would change about the rules in use."))
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--format", "form", type=_FORM, default="text", help=_("Form of the output."))
    @click.pass_obj
    def diff(session: Session, file: Path, form: str) -> None:
        desk = session.desk()
        found = ruling.compare(desk, file)
        if form == "json":
            output.data(output.as_json({"schema": "nearnew/rule-diff/1", "diff": rule_views.diff(found)}))
        else:
            output.data("\n".join(diff_lines(desk, found)))


def _register_install(group: click.Group) -> None:
    @group.command(
        "install",
        help=_("Use a pack's file from now on: it is verified, compared and kept, and your cars are screened anew."),
    )
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.option("--dry-run", is_flag=True, help=_("Only show what would change."))
    @click.option("--format", "form", type=_FORM, default="text", help=_("Form of the output."))
    @click.pass_obj
    def install(session: Session, file: Path, yes: bool, dry_run: bool, form: str) -> int:
        desk = session.desk(writes=True)
        checked = ruling.verify(desk, [file])
        if not checked.sound:
            refuse(checked)
            return 1
        change = ruling.plan_install(desk, file)
        if change.diff.empty and change.diff.before_version == change.diff.after_version:
            output.talk(_("These rules are in use already."))
        question = _("Install the rules of %(country)s?") % {"country": change.slot}
        return _carry_out(session, desk, change, question, form, yes=yes, dry_run=dry_run)


def _register_remove(group: click.Group) -> None:
    @group.command("remove", help=_("Take your own pack of a country (KZ), or your own rules (KZ+name), out of use."))
    @click.argument("name")
    @click.option("--yes", is_flag=True, help=_("Do not ask."))
    @click.option("--dry-run", is_flag=True, help=_("Only show what would change."))
    @click.option("--format", "form", type=_FORM, default="text", help=_("Form of the output."))
    @click.pass_obj
    def remove(session: Session, name: str, yes: bool, dry_run: bool, form: str) -> int:
        desk = session.desk(writes=True)
        change = ruling.plan_remove(desk, name)
        question = _("Remove your own rules of %(country)s?") % {"country": change.slot}
        return _carry_out(session, desk, change, question, form, yes=yes, dry_run=dry_run)


def _carry_out(
    session: Session, desk: Desk, change: ruling.Change, question: str, form: str, *, yes: bool, dry_run: bool
) -> int:
    """Show what a change does, ask, make it, and give it as data."""
    if form == "text":
        output.data("\n".join([*diff_lines(desk, change.diff), "", *screening_lines(desk, change.screening)]))
    made = None
    if not dry_run:
        unanswered = UsageError("confirm_rules", name=change.slot, count=change.screening.screened)
        if not session.confirm(question, change.screening.screened, yes=yes, unanswered=unanswered):
            return 1
        made = ruling.make(desk, change)
        place = str(made.path) if made.path else _in_use(desk, change.slot)
        output.talk(
            _("In use now: %(place)s; rules %(packs)s.") % {"place": place, "packs": desk.library.packs_version}
        )
    if form == "json":
        document = {
            "schema": "nearnew/rule-change/1",
            "made": made is not None,
            "diff": rule_views.diff(change.diff),
            **screening(desk, change.screening),
        }
        output.data(output.as_json(document))
    return 0


def _in_use(desk: Desk, slot: str) -> str:
    """What is in use of a jurisdiction after an own file went."""
    code = jurisdiction_in(slot)
    pack = desk.library.packs.get(code)
    if pack is None:
        return _("no rules for %(country)s, so every car for it is UNKNOWN") % {"country": code}
    return _("the shipped rules") if pack.is_shipped else place_of(pack)


def refuse(checked: ruling.Verified) -> None:
    """Say what is wrong with packs that were to be installed."""
    for line in fault_lines(checked):
        output.talk(line)
    output.talk(_("Nothing was installed."))


def _register_rescreen(group: click.Group) -> None:
    @group.command(
        "rescreen",
        help=_(
            "Screen your cars under the rules of last time and those of today, say what changed, and remember today's."
        ),
    )
    @click.option("--format", "form", type=_FORM, default="text", help=_("Form of the output."))
    @click.pass_obj
    def rescreen(session: Session, form: str) -> None:
        desk = session.desk(writes=True)
        first = not ruling.last_known(desk)
        record = ruling.rescreen(desk)
        if form == "json":
            output.data(output.as_json({"schema": "nearnew/rule-screening/1", "change": _record(desk, record)}))
            return
        if first:
            output.data(_("The rules in use were remembered; from now on changes of rules can be screened."))
            return
        output.data("\n".join(record_lines(desk, record)))


def told_changes(desk: Desk, form: str) -> None:
    """The changes of rules the book remembers, as a list."""
    found = ruling.changes(desk)
    words = desk.library.words
    columns = [
        _(">No."),
        _("Made"),
        _("What"),
        _("Country"),
        _("Before"),
        _("After"),
        _(">Blocked"),
        _(">Freed"),
        _(">Other"),
    ]
    body = [
        (
            one.id,
            formats.day(one.made_on),
            labels.word(words, "rule_action", one.action.value),
            some_codes(one.jurisdictions),
            one.before_version,
            one.after_version,
            sum(each.newly_blocked for each in one.moved),
            sum(each.freed for each in one.moved),
            sum(not (each.newly_blocked or each.freed) for each in one.moved),
        )
        for one in found
    ]
    document = {"schema": "nearnew/rule-changes/1", "changes": [_record(desk, one) for one in found]}
    output.emit(form, columns, body, document, None)


def screening(desk: Desk, found: Screening) -> dict[str, Any]:
    """What other rules do to the cars, as data."""
    return {
        "screened": found.screened,
        "newly_blocked": found.newly_blocked,
        "freed": found.freed,
        "touched": found.touched,
        "moved": _moved(desk, found.moved),
        "lapsed": list(found.lapsed),
    }


def _moved(desk: Desk, moved: Sequence[Moved]) -> list[dict[str, str]]:
    return [
        {
            "car": car_named(desk, one.car_id),
            "to": one.country,
            "before": one.before.value,
            "after": one.after.value,
        }
        for one in moved
    ]


def _record(desk: Desk, record: RuleChange) -> dict[str, Any]:
    return {
        "id": record.id,
        "action": record.action.value,
        "made_on": record.made_on.isoformat(),
        "jurisdictions": list(record.jurisdictions),
        "before": record.before_version or None,
        "after": record.after_version or None,
        "added": list(record.added),
        "removed": list(record.removed),
        "edited": list(record.edited),
        "screened": record.screened,
        "newly_blocked": sum(one.newly_blocked for one in record.moved),
        "freed": sum(one.freed for one in record.moved),
        "touched": record.touched,
        "moved": _moved(desk, record.moved),
        "lapsed": list(record.lapsed),
        "packs": record.packs,
    }
