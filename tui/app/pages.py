"""A car on one page: what stands in its way, gate by gate, and what is known of it and from where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tui.app import wording
from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.widgets.lines import Paragraph
from tui.desk.context import Desk
from tui.desk.stock import StockRow
from tui.domain.facts import CAR_FACTS, DEAL_FACTS, DOCUMENT_FACTS, FACTS, PLACE, Case, car_facts, origin_of
from tui.domain.partialdate import PartialDate
from tui.domain.readiness import Flag, State, Verdict
from tui.domain.rules import Gate, RuleSeverity
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import N_, _

_COUNTRY_FACTS = frozenset({"origin_country", "export_country", "final_destination", "route_via", "make_home"})
_WORDS_OF = {"cn_letter_fields": "cn_letter_field", "cn_aftersales_letter_issuer": "cn_letter_issuer"}
_UNITS = {
    "odometer_km": N_("%(figure)s km"),
    "engine_cc": N_("%(figure)s cc"),
    "power_hp": N_("%(figure)s hp"),
    "power_30min_hp": N_("%(figure)s hp"),
    "battery_soh": N_("%(figure)s %%"),
}
_BLANK = Paragraph("")


def verdict_word(desk: Desk, verdict: Verdict | None) -> str:
    """A verdict in words; a gate that is not built yet has none."""
    return word(desk.library.words, "verdict", verdict.value if verdict else "NOT_ASSESSED")


def car_page(desk: Desk, row: StockRow, glyphs: Glyphs) -> list[Paragraph]:
    """The whole page of a car."""
    return [
        *_head(desk, row),
        _BLANK,
        *_verdict(desk, row, glyphs),
        *_gates(desk, row, glyphs),
        *_assumed(desk, row),
        _BLANK,
        *_facts(desk, row),
    ]


def _head(desk: Desk, row: StockRow) -> Iterator[Paragraph]:
    car, words = row.car, desk.library.words
    yield Paragraph(wording.car_name(row, whole=True), "strong")
    yield Paragraph(car.vin or _("waits for its VIN"))
    parts = [car.stock_number, word(words, "stage", row.stage), row.dealer_name]
    yield Paragraph(" · ".join(part for part in parts if part))
    voucher = word(words, "invoice_kind", row.invoice_kind.value if row.invoice_kind else "unknown")
    yield from _pairs([
        (_("Price paid") if car.purchase else _("Price asked"), f"{formats.amount(row.price)} · {voucher}"),
        (_("Rebate expected"), formats.amount(row.rebate) if row.rebate else wording.rebate(row)),
        (_("Capital tied up"), wording.days(row.tied)),
        (_("Since registration"), wording.days(row.age)),
        (_("Odometer"), "" if car.odometer_km is None else fact_text(desk, "odometer_km", car.odometer_km)),
        (_("Remark"), car.remark),
    ])  # fmt: skip


def _pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[Paragraph]:
    for label, text in pairs:
        if text and text != formats.NONE:
            yield Paragraph(text, head=_("%(label)s: ") % {"label": label})


def _verdict(desk: Desk, row: StockRow, glyphs: Glyphs) -> Iterator[Paragraph]:
    assessment = row.answer.assessment
    tone = TONE_OF[assessment.verdict]
    place = wording.destination_name(row.destination) if row.destination else _("no destination")
    text = _("%(place)s on %(day)s: %(verdict)s") % {
        "place": place,
        "day": row.on.isoformat(),
        "verdict": verdict_word(desk, assessment.verdict),
    }
    yield Paragraph(text, tone, head=f"{glyphs.mark(assessment.verdict)} ")
    for doubt in assessment.doubts:
        yield Paragraph(wording.doubt_sentence(doubt), head="  ")


def _gates(desk: Desk, row: StockRow, glyphs: Glyphs) -> Iterator[Paragraph]:
    """Every gate with its flags, the gate in the worst state first."""
    assessment = row.answer.assessment
    for gate in sorted(Gate, key=lambda one: wording.weight(assessment.gates.get(one) or Verdict.READY)):
        flags = [flag for flag in assessment.flags if flag.rule.gate is gate]
        verdict = assessment.gates.get(gate)
        title = word(desk.library.words, "gate", gate.value)
        yield _BLANK
        yield Paragraph(_("%(gate)s: %(verdict)s") % {"gate": title, "verdict": verdict_word(desk, verdict)}, "accent")
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
    known = [(name, value) for name in flag.reads if case and (value := case.facts[PLACE[name]]) is not None]
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
        "day": source.day or formats.NONE,
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
    head = "¥ " if flag.rule.severity is RuleSeverity.COST else "- "
    text = wording.flag_sentence(desk, flag, today)
    yield Paragraph(text, "faint", head=head)


def _assumed(desk: Desk, row: StockRow) -> Iterator[Paragraph]:
    assumed = row.answer.assessment.assumed
    if assumed:
        yield _BLANK
        yield Paragraph(wording.fact_titles(desk, assumed), head=_("%(label)s: ") % {"label": _("Assumed")})


def _facts(desk: Desk, row: StockRow) -> Iterator[Paragraph]:
    case = row.answer.case
    if case is None:
        own, assumed = car_facts(row.car, row.specs, desk.library.world)
        rest = (None,) * (len(DEAL_FACTS) + len(DOCUMENT_FACTS))
        case = Case("", own + rest, assumed, {}, {}, {})
    yield Paragraph(_("Facts"), "accent")
    missing = []
    for name, value in zip(FACTS, case.facts, strict=True):
        if value is None:
            missing += [name] if name in CAR_FACTS else []
            continue
        origin = origin_of(name, case, row.car)
        label = wording.fact_title(desk, name)
        text = fact_text(desk, name, value)
        source = word(desk.library.words, "origin", origin.value if origin else None)
        yield Paragraph(f"{text} ({source})", head=_("%(label)s: ") % {"label": label})
    if missing:
        label = _("%(label)s: ") % {"label": _("Not known")}
        yield Paragraph(wording.fact_titles(desk, missing), "faint", head=label)


def fact_text(desk: Desk, name: str, value: Any) -> str:
    """The value of a fact in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (tuple, frozenset, list)):
        return wording.joined(fact_text(desk, name, one) for one in value) or _("none")
    if name == "make":
        make = desk.library.makes.get(value)
        return make.name(desk.language) if make else str(value)
    if name in _COUNTRY_FACTS:
        return wording.country_name(str(value))
    if isinstance(value, (int, Decimal)) and name != "model_year":
        figure = formats.number(value)
        return _(_UNITS[name]) % {"figure": figure} if name in _UNITS else figure
    if isinstance(value, (date, PartialDate)):
        return formats.day(value)
    code = value.value if isinstance(value, StrEnum) else str(value)
    return word(desk.library.words, _WORDS_OF.get(name, name), code)
