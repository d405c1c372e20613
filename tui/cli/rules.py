"""``nearnew rule list``, ``show`` and ``verify``: the rules, their packs and their proofs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from tui.cli import output
from tui.cli.checks import source_line
from tui.cli.rule_changes import register_changes, told_changes
from tui.cli.rule_updates import register_updates
from tui.cli.session import Session, day
from tui.desk import rule_keys, rule_views, ruling
from tui.desk.context import Desk
from tui.desk.documents import rule_named
from tui.desk.pack_words import fault_lines, place_of
from tui.desk.paper_words import paper_title
from tui.desk.rule_change_words import some_codes
from tui.desk.rule_texts import band_text, condition_clauses, force_text, look_source
from tui.domain.rules import GoldenCase, Rule
from tui.errors import NotFound
from tui.i18n import formats, labels
from tui.i18n.labels import in_own_words
from tui.i18n.sentences import sentence
from tui.i18n.translator import _

_FORM = click.Choice(["table", "json", "csv"])


def register(root: click.Group) -> None:
    """Add the commands, with their help in the language of the run."""

    @root.group("rule", help=_("The rules: sourced, dated, and yours to read."))
    def rule() -> None:
        pass

    _register_list(rule)
    _register_show(rule)
    _register_verify(rule)
    _register_keys(rule)
    register_changes(rule)
    register_updates(rule)


def _register_list(group: click.Group) -> None:
    @group.command("list", help=_("List rules, all or of some countries (KZ) or words."))
    @click.argument("words", nargs=-1)
    @click.option("--on", "on_text", help=_("Only the rules in force on a day, and those that come or go soon after."))
    @click.option("--packs", is_flag=True, help=_("The packs instead of their rules: version, age, whose they are."))
    @click.option("--changes", is_flag=True, help=_("What changed in the rules, and what it did to your cars."))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def list_(
        session: Session, words: tuple[str, ...], on_text: str | None, packs: bool, changes: bool, form: str
    ) -> None:
        desk = session.desk()
        if changes:
            told_changes(desk, form)
            return
        if packs:
            _show_packs(desk, words, form)
            return
        on = day(on_text)
        found = rule_views.select(desk, words, on, translate=_)
        word = desk.library.words
        columns = [
            _("Country"),
            _("Rule"),
            _("Kind"),
            _("Weight"),
            _("Standing"),
            _("From"),
            _("Until"),
            _("Checked"),
            _("Origin"),
            _("Title"),
        ]
        body = [
            (
                one.jurisdiction,
                one.id,
                labels.word(word, "rule_kind", one.kind),
                labels.word(word, "severity", one.severity.value),
                labels.word(word, "rule_standing", rule_views.standing(one, on or desk.today)),
                formats.day(one.effective_from),
                formats.day(one.effective_to),
                formats.day(one.checked),
                labels.word(word, "rule_origin", rule_views.origin(desk, one)),
                _(one.title),
            )
            for one in found
        ]
        output.emit(form, columns, body, rule_views.rules(desk, found, on or desk.today), None)
        _offer_rescreening(desk)


def _show_packs(desk: Desk, words: Sequence[str], form: str) -> None:
    wanted = {word.upper() for word in words}
    found = [one for code, one in sorted(desk.library.packs.items()) if not wanted or code in wanted]
    columns = [_("Country"), _(">Rules"), _("Version"), _("Checked"), _(">Days ago"), _("Standing"), _("Origin")]
    body = [
        (
            one.jurisdiction,
            len(one.rules),
            one.version,
            one.checked,
            (desk.today - one.checked).days,
            _("too old") if rule_views.is_stale(desk, one) else _("fresh"),
            place_of(one),
        )
        for one in found
    ]
    document = {"schema": "nearnew/rule-packs/1", "packs": [rule_views.pack(desk, one) for one in found]}
    output.emit(form, columns, body, document, None)


def _offer_rescreening(desk: Desk) -> None:
    """Say that the rules are not those under which the cars were screened last."""
    if changed := ruling.unscreened(desk):
        output.talk(
            _("Rules have changed since your cars were screened (%(countries)s); see `nearnew rule rescreen`.")
            % {"countries": some_codes(changed)}
        )


def _register_show(group: click.Group) -> None:
    @group.command("show", help=_("Show one rule with everything known of it: condition, source, doubts, proofs."))
    @click.argument("rule_id")
    @click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Form of the output.")
    )
    @click.pass_obj
    def show(session: Session, rule_id: str, form: str) -> None:
        desk = session.desk()
        one = rule_named(desk, rule_id)
        if one is None:
            raise NotFound("rule_unknown", value=rule_id[:60])
        if form == "json":
            output.data(output.as_json({"schema": "nearnew/rule/1", "rule": rule_views.whole(desk, one)}))
            return
        output.data("\n".join(_lines(desk, one)))


def _lines(desk: Desk, one: Rule) -> list[str]:
    words = desk.library.words
    kind, severity = labels.word(words, "rule_kind", one.kind), labels.word(words, "severity", one.severity.value)
    standing = labels.word(words, "rule_standing", rule_views.standing(one, desk.today))
    lines = [
        f"{one.id}  ({one.jurisdiction}, {kind}, {severity}, {standing})",
        _(one.title),
        "",
        _(one.summary),
        "",
        _("Applies when:"),
        *_clauses(desk, one),
        _("Read at: %(basis)s") % {"basis": labels.word(words, "date_basis", one.date_basis)},
        _("In force: %(days)s") % {"days": force_text(one.effective_from, one.effective_to)},
    ]
    for text, kinds in ((_("Needs: %(papers)s"), one.needs_all), (_("Needs one of: %(papers)s"), one.needs_any)):
        if kinds:
            lines.append(text % {"papers": _("; ").join(paper_title(desk, kind) for kind in kinds)})
    if one.requires:
        lines.append(_("What to do: %(steps)s") % {"steps": _("; ").join(_(step) for step in one.requires)})
    if one.amount:
        lines.append(_("Amount: %(amount)s") % {"amount": _(one.amount)})
    if one.percent_of_value is not None:
        lines.append(_("Counted: %(percent)s%% of the customs value") % {"percent": one.percent_of_value})
    lines += _fee_lines(desk, one)
    if one.deadline_text:
        lines.append(_("Deadline: %(text)s") % {"text": _(one.deadline_text)})
    if one.assumption:
        lines.append(_("Assumed, not law: %(text)s") % {"text": _(one.assumption)})
    if one.grandfather:
        lines.append(_("Old cases: %(text)s") % {"text": _(one.grandfather)})
    if one.replaces:
        lines.append(_("Replaces: %(rules)s") % {"rules": ", ".join(one.replaces)})
    lines += ["", source_line(desk, one), *_doubt_lines(desk, one), _pack_line(desk, one), *_case_lines(desk, one)]
    return lines


def _clauses(desk: Desk, one: Rule) -> Iterator[str]:
    """The condition in words; the key stands behind, for whoever writes packs."""
    for key, text in condition_clauses(desk, one.condition).items():
        yield f"  {text}  [{key}]"


def _fee_lines(desk: Desk, one: Rule) -> list[str]:
    bands = rule_views.fee_bands(desk, one)
    if not bands:
        return []
    lines = [_("Amounts by band:") + f"  [{one.fee}]"]
    for band in bands:
        told = {"amount": f"{formats.number(band.amount)} {band.currency}", "title": _(band.title)}
        lines.append("  " + _("%(amount)s  %(title)s: %(cars)s") % {**told, "cars": band_text(desk, band)})
    return lines


def _doubt_lines(desk: Desk, one: Rule) -> list[str]:
    look = one.second_look
    if look is None:
        return [_("Second look: none yet")]
    result = labels.word(desk.library.words, "second_look", look.result)
    lines = [_("Second look: %(result)s. %(note)s") % {"result": result, "note": in_own_words(look.note)}]
    if told := " · ".join(part for part in (look_source(desk, look), look.url) if part):
        lines.append(f"  {told}")
    return lines


def _pack_line(desk: Desk, one: Rule) -> str:
    pack = desk.library.packs[one.jurisdiction]
    origin_is_own = rule_views.origin(desk, one) == "own"
    origin = labels.word(desk.library.words, "rule_origin", rule_views.origin(desk, one))
    return _("Pack: %(code)s %(version)s, %(origin)s, checked %(checked)s, fingerprint %(fingerprint)s") % {
        "code": pack.jurisdiction,
        "version": pack.version,
        "origin": f"{origin} ({place_of(pack)})" if origin_is_own else origin,
        "checked": pack.checked,
        "fingerprint": rule_views.fingerprint(one),
    }


def _case_lines(desk: Desk, one: Rule) -> list[str]:
    found = ruling.cases_of(desk, one.id)
    if not found:
        return [_("Golden cases: none names this rule")]
    lines = [_("Golden cases:")]
    for code, case in found:
        lines.append(f"  {code}: {case.name}, {case.to}, {case.on}: {_expected(desk, case, one)}")
    return lines


def _expected(desk: Desk, case: GoldenCase, one: Rule) -> str:
    """What a golden case expects of a rule, in words."""
    if day := case.turns.get(one.id):
        return _("turns BLOCKED on %(day)s") % {"day": day}
    found = rule_views.expected(case, one.id)
    return _("keeps still") if found == "silent" else labels.word(desk.library.words, "state", found)


def _register_verify(group: click.Group) -> None:
    @group.command(
        "verify", help=_("Check every pack, or some files, and run their golden cases. Exit code 1 on a fault.")
    )
    @click.argument("files", nargs=-1, type=click.Path(path_type=Path))
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def verify(session: Session, files: tuple[Path, ...], form: str) -> int:
        desk = session.desk()
        found = ruling.verify(desk, files)
        show_verified(desk, found, form)
        return 0 if found.sound else 1


def _register_keys(group: click.Group) -> None:
    @group.command(
        "keys", help=_("What a rule may say: the keys of conditions, facts, words and kinds of documents, or some.")
    )
    @click.argument("words", nargs=-1)
    @click.option("--format", "form", type=_FORM, default="table", help=_("Form of the output."))
    @click.pass_obj
    def keys(session: Session, words: tuple[str, ...], form: str) -> None:
        found = rule_keys.keys(session.desk(), words)
        body = [(_(rule_keys.SORTS[one.sort]), one.name, one.of, _(one.text)) for one in found]
        columns = [_("What"), _("Written"), _("Of"), _("Means")]
        output.emit(form, columns, body, rule_keys.as_json(found), None)


def show_verified(desk: Desk, found: ruling.Verified, form: str) -> None:
    """The packs with their counts as data; what is wrong as sentences."""
    failed = {pack.jurisdiction: 0 for pack in found.packs}
    for failure in found.failures:
        failed[failure.jurisdiction] = failed.get(failure.jurisdiction, 0) + 1
    columns = [
        _("Country"),
        _(">Rules"),
        _(">Fees"),
        _(">Cases"),
        _(">Failed"),
        _("Version"),
        _("Checked"),
        _(">Days ago"),
        _("From"),
    ]
    body = [
        (
            pack.jurisdiction,
            len(pack.rules),
            len(pack.fees),
            len(pack.cases),
            failed[pack.jurisdiction],
            pack.version,
            pack.checked,
            (desk.today - pack.checked).days,
            place_of(pack),
        )
        for pack in sorted(found.packs, key=lambda pack: pack.jurisdiction)
    ]
    output.emit(form, columns, body, rule_views.verified(desk, found, tell=sentence), None)
    for line in fault_lines(found):
        output.talk(line)
    for code, name in found.odd_ids:
        told = {"rule": name, "start": f"{code.lower()}-"}
        output.talk(_("Remark: the id %(rule)s does not begin with %(start)s, so another pack may have it too.") % told)
    rules, cases = sum(len(pack.rules) for pack in found.packs), sum(len(pack.cases) for pack in found.packs)
    output.talk(
        _("%(packs)s packs, %(rules)s rules, %(cases)s golden cases: %(errors)s errors, %(failures)s cases fail.")
        % {
            "packs": len(found.packs),
            "rules": rules,
            "cases": cases,
            "errors": len(found.errors),
            "failures": len(found.failures),
        }
    )
