"""What stands in a car's way: gate by gate, flag by flag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tui.app import wording
from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.pages.facts import BLANK, fact_text, verdict_word
from tui.app.widgets.lines import Paragraph
from tui.desk.context import Desk
from tui.desk.stock import StockRow
from tui.domain.facts import PLACE, Case
from tui.domain.readiness import Assessment, Flag, State, Verdict
from tui.domain.rules import Gate, RuleSeverity
from tui.i18n.labels import word
from tui.i18n.translator import _

OVERRIDDEN = wording.OVERRIDDEN


@dataclass(frozen=True)
class FlagLine:
    """One line of the list of flags: a gate, or a flag under it."""

    gate: Gate
    flag: Flag | None = None

    @property
    def key(self) -> str:
        """What the line is known by."""
        return self.flag.rule.id if self.flag else self.gate.value


def verdict_lines(desk: Desk, row: StockRow, glyphs: Glyphs) -> Iterator[Paragraph]:
    """The verdict, for where and when, and why nothing can be said if that is so."""
    assessment = row.answer.assessment
    tone = TONE_OF[assessment.verdict]
    place = wording.destination_name(row.destination) if row.destination else _("no destination")
    text = _("%(place)s on %(day)s: %(verdict)s") % {
        "place": place,
        "day": row.on.isoformat(),
        "verdict": wording.verdict_word(desk, assessment),
    }
    yield Paragraph(text, tone, head=f"{wording.verdict_mark(glyphs, assessment)} ")
    for doubt in assessment.doubts:
        yield Paragraph(wording.doubt_sentence(doubt), head="  ")


def gate_text(desk: Desk, assessment: Assessment, gate: Gate) -> str:
    """A gate with its verdict and the count of its open flags."""
    title = word(desk.library.words, "gate", gate.value)
    text = _("%(gate)s: %(verdict)s") % {"gate": title, "verdict": verdict_word(desk, assessment.gates.get(gate))}
    count = sum(flag.rule.gate is gate for flag in assessment.open_flags)
    return wording.noted(text, str(count) if count else "")


def _in_order(assessment: Assessment) -> list[Gate]:
    """The gates, the one in the worst state first."""
    return sorted(Gate, key=lambda one: wording.weight(assessment.gates.get(one) or Verdict.READY))


def flag_lines(assessment: Assessment) -> list[FlagLine]:
    """Every gate with its flags under it, the worst first; those that decide nothing at the end."""
    found = []
    for gate in _in_order(assessment):
        flags = [flag for flag in assessment.flags if flag.rule.gate is gate]
        found.append(FlagLine(gate))
        found += [FlagLine(gate, flag) for flag in sorted(flags, key=_weight)]
    return found


def _weight(flag: Flag) -> tuple[int, bool]:
    return wording.weight(flag.verdict), flag.state is not State.SATISFIED


def sign(flag: Flag, glyphs: Glyphs) -> str:
    """The mark in front of a flag: its verdict's, or that of what costs or only informs."""
    if flag.state is State.OVERRIDDEN:
        return OVERRIDDEN
    if flag.verdict is not Verdict.READY or flag.state is State.SATISFIED:
        return glyphs.mark(flag.verdict)
    return "¥" if flag.rule.severity is RuleSeverity.COST else "-"


def tone(flag: Flag) -> str:
    """The tone of a flag: its verdict's, faint for what decides nothing."""
    if flag.state is State.OVERRIDDEN:
        return "accent"
    if flag.verdict is Verdict.READY and flag.state is not State.SATISFIED:
        return "faint"
    return TONE_OF[flag.verdict]


def state_text(desk: Desk, flag: Flag) -> str:
    """What state a flag is in, in one word."""
    if flag.rule.severity in {RuleSeverity.COST, RuleSeverity.NOTE} and flag.state is State.FLAGGED:
        return word(desk.library.words, "severity", flag.rule.severity.value)
    return word(desk.library.words, "state", flag.state.value)


def gates(desk: Desk, row: StockRow, glyphs: Glyphs) -> Iterator[Paragraph]:
    """Every gate with its flags in full."""
    assessment = row.answer.assessment
    for gate in _in_order(assessment):
        flags = [flag for flag in assessment.flags if flag.rule.gate is gate]
        title = word(desk.library.words, "gate", gate.value)
        told = {"gate": title, "verdict": verdict_word(desk, assessment.gates.get(gate))}
        yield BLANK
        yield Paragraph(_("%(gate)s: %(verdict)s") % told, "accent")
        for flag in wording.by_weight(flag for flag in flags if flag.verdict is not Verdict.READY):
            yield from _open_flag(desk, row, flag, glyphs)
        for flag in flags:
            if flag.verdict is Verdict.READY:
                yield from _quiet_flag(desk, flag, glyphs, row.on)


def _open_flag(desk: Desk, row: StockRow, flag: Flag, glyphs: Glyphs) -> Iterator[Paragraph]:
    yield Paragraph(_(flag.rule.title), TONE_OF[flag.verdict], head=f"{glyphs.mark(flag.verdict)} ")
    compared = _compared(desk, row.answer.case, flag)
    clauses = wording.flag_clauses(desk, flag, row.on)
    for clause in [*([compared] if compared else []), *clauses]:
        yield Paragraph(clause, indent=2, head=f"{glyphs.arrow} ")
    yield Paragraph(_(flag.rule.summary), indent=2)
    yield from _source(desk, flag)


def _compared(desk: Desk, case: Case | None, flag: Flag) -> str:
    """The facts that a rule looked at, those that are known."""
    told = [(name, flag.granted.get(name, case.facts[PLACE[name]] if case else None)) for name in flag.reads]
    known = [(name, value) for name, value in told if value is not None]
    facts = wording.joined(
        _("%(fact)s %(value)s") % {"fact": wording.fact_title(desk, name), "value": fact_text(desk, name, value)}
        for name, value in known
    )
    return _("compared: %(facts)s") % {"facts": facts} if facts else ""


def _source(desk: Desk, flag: Flag) -> Iterator[Paragraph]:
    source, words = flag.rule.source, desk.library.words
    text = _("%(title)s (%(status)s, %(day)s); confidence: %(confidence)s; checked %(checked)s") % {
        "title": source.title,
        "status": word(words, "source_status", source.status),
        "day": source.day or _("undated"),
        "confidence": word(words, "confidence", source.confidence),
        "checked": flag.rule.checked.isoformat(),
    }
    yield Paragraph(text, "faint", indent=2)
    if source.url:
        yield Paragraph(source.url, "faint", indent=2)


def _quiet_flag(desk: Desk, flag: Flag, glyphs: Glyphs, today: date) -> Iterator[Paragraph]:
    if flag.state is State.SATISFIED:
        yield Paragraph(_("%(title)s: held") % {"title": _(flag.rule.title)}, head=f"{glyphs.ready} ")
        return
    if flag.state is State.OVERRIDDEN:
        yield Paragraph(_("%(title)s: overridden") % {"title": _(flag.rule.title)}, "accent", head=f"{OVERRIDDEN} ")
        return
    head = "¥ " if flag.rule.severity is RuleSeverity.COST else "- "
    yield Paragraph(wording.flag_sentence(desk, flag, today), "faint", head=head)
