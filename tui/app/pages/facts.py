"""The facts of a car in words, with where each comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tui.app import wording
from tui.app.widgets.lines import Paragraph
from tui.desk.context import Desk
from tui.desk.field_texts import fact_text, percent
from tui.desk.readings import measured
from tui.desk.stock import StockRow
from tui.domain.facts import CAR_FACTS, FACTS, Case, car_facts, origin_of, spec_facts, with_defaults
from tui.domain.readiness import Verdict
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import _

__all__ = ["BLANK", "fact_text", "facts", "pairs", "percent", "verdict_word"]
BLANK = Paragraph("")


def pairs(found: Iterable[tuple[str, str]], *, indent: int = 0) -> Iterator[Paragraph]:
    """Labels with texts, a line each; what has no text is left out."""
    for label, text in found:
        if text and text != formats.NONE:
            yield Paragraph(text, head=_("%(label)s: ") % {"label": label}, indent=indent)


def verdict_word(desk: Desk, verdict: Verdict | None) -> str:
    """A verdict in words; a gate that is not built yet has none."""
    return word(desk.library.words, "verdict", verdict.value if verdict else "NOT_ASSESSED")


def facts(desk: Desk, row: StockRow) -> Iterator[Paragraph]:
    """Every fact that is known with its origin, and which are not known."""
    case = row.answer.case
    if case is None:
        own = car_facts(measured(desk, row.car), spec_facts(row.specs), desk.library.world.make_homes)
        case = Case("", own + (None,) * (len(FACTS) - len(own)), frozenset(), {}, {}, {})
    known, granted = with_defaults(FACTS, case.facts, {} if case.strict else desk.library.world.defaults)
    yield Paragraph(_("Facts"), "accent")
    missing = []
    for name, value in zip(FACTS, known, strict=True):
        if value is None:
            missing += [name] if name in CAR_FACTS else []
            continue
        origin = origin_of(name, case, row.car, assumed=name in granted)
        label = wording.fact_title(desk, name)
        text = fact_text(desk, name, value)
        source = word(desk.library.words, "origin", origin.value if origin else None)
        yield Paragraph(wording.noted(text, source), head=_("%(label)s: ") % {"label": label})
    if missing:
        label = _("%(label)s: ") % {"label": _("Not known")}
        yield Paragraph(wording.fact_titles(desk, missing), "faint", head=label)
