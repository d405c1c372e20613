"""What explanations say in the user's language: shared by commands and screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.desk.context import Desk
from tui.desk.explaining import Explanation, Line, Seen
from tui.desk.field_texts import fact_text
from tui.desk.kit_words import item_texts
from tui.desk.paper_words import paper_title
from tui.domain.comparing import Comparison, Count, Relation, Unit
from tui.domain.pricing import Price, Pricing
from tui.i18n import formats
from tui.i18n.labels import in_own_words, word
from tui.i18n.translator import N_, _, ngettext

_SIGNS = {Relation.GT: ">", Relation.GE: "≥", Relation.LT: "<", Relation.LE: "≤", Relation.BEFORE: "<"}
_COUNTRIES = frozenset({"origin_country", "export_country", "final_destination", "route_via"})
_NAMED = frozenset({"make", "make_home", "software_languages", "cn_letter_fields", "cn_aftersales_letter_issuer"})
"""Facts whose values have names of their own."""
_UNITS = {
    "odometer_km": N_("%(figure)s km"),
    "engine_cc": N_("%(figure)s cc"),
    "power_hp": N_("%(figure)s hp"),
    "power_30min_hp": N_("%(figure)s hp"),
    "battery_soh": N_("%(figure)s %%"),
}


def line_text(desk: Desk, line: Line) -> str:
    """One comparison: ``first registration 2026-08-03 (typed) → 111 days ≤ 180``."""
    one = line.comparison
    if one.relation is Relation.ALWAYS:
        return _("for every car")
    if one.relation is Relation.HELD:
        return _("held: one of %(papers)s") % {"papers": _list(desk.library.documents, one.line)}
    facts = _("; ").join(_seen(desk, seen) for seen in line.seen)
    if one.count is not None:
        text = _("%(facts)s → %(count)s") % {"facts": facts, "count": _counted(one)}
    else:
        text = _("%(facts)s %(line)s") % {"facts": facts, "line": _measured(desk, one, line.seen)}
    if one.holds is None and all(seen.value is not None for seen in line.seen):
        return _("%(text)s: lies across the line") % {"text": text}
    return text


def price_text(desk: Desk, told: Explanation) -> str:
    """What the rule costs this car: an amount, a percentage as the source words it, or why there is no amount."""
    price = told.price
    if price is None:
        return _(told.rule.amount) if told.rule.amount else ""
    return amount_text(desk, price)


def amount_text(desk: Desk, price: Price) -> str:
    """An amount with its band, or why there is none."""
    if price.amount is not None and price.band is not None:
        return _("%(amount)s (%(band)s; %(source)s, confidence %(confidence)s)") % {
            "amount": formats.amount(price.amount),
            "band": _(price.band.title),
            "source": price.band.source.title,
            "confidence": word(desk.library.words, "confidence", price.band.confidence),
        }
    if price.code is Pricing.MISSING:
        return _("not priced: %(facts)s missing") % {"facts": _(", ").join(fact_title(desk, n) for n in price.missing)}
    return _("not priced: the fee table has no band for this car on this day")


def remedy_texts(desk: Desk, told: Explanation) -> list[str]:
    """What would clear the flag, a line each."""
    remedy, lines = told.remedy, []
    if told.flag.lapses_on is not None:
        lines.append(_("renew: what proves it ends before %(day)s") % {"day": told.flag.lapses_on})
    for name in remedy.facts:
        known = desk.library.facts.get(name)
        lines.append(_("tell: %(fact)s") % {"fact": _(known.ask) if known else fact_title(desk, name)})
    if remedy.papers:
        joint = _(" or ") if remedy.any_of else _("; ")
        lines.append(_("get: %(papers)s") % {"papers": joint.join(paper_title(desk, kind) for kind in remedy.papers)})
    lines += [_("do: %(step)s") % {"step": _(step)} for step in remedy.steps]
    if remedy.clears_on is not None:
        lines.append(_("wait: it no longer applies from %(day)s") % {"day": remedy.clears_on})
    return lines


def source_texts(desk: Desk, told: Explanation) -> list[str]:
    """How sure the rule is: source, days since it was checked, what others say, what it assumes, old cases."""
    rule, words = told.rule, desk.library.words
    age = ngettext("checked %(day)s, %(n)d day ago", "checked %(day)s, %(n)d days ago", told.days_since_check)
    lines = [
        _("%(title)s, %(day)s, %(status)s, confidence %(confidence)s, %(age)s; %(url)s")
        % {
            "title": rule.source.title,
            "day": rule.source.day or "–",
            "status": word(words, "source_status", rule.source.status),
            "confidence": word(words, "confidence", rule.source.confidence),
            "age": age % {"day": rule.checked, "n": told.days_since_check},
            "url": rule.source.url or "–",
        }
    ]
    if rule.second_look is not None:
        lines.append(
            _("second look (%(result)s): %(note)s")
            % {
                "result": word(words, "second_look", rule.second_look.result),
                "note": in_own_words(rule.second_look.note),
            }
        )
    if rule.assumption:
        lines.append(_("working assumption: %(text)s") % {"text": _(rule.assumption)})
    if rule.grandfather:
        lines.append(_("old cases, to be looked at by hand: %(text)s") % {"text": _(rule.grandfather)})
    return lines


def kit_texts(desk: Desk, told: Explanation) -> list[str]:
    """What an item of a kit was worked out from and what proves it, a line each; nothing for a rule."""
    return list(item_texts(desk, told.kit)) if told.kit is not None else []


def fact_title(desk: Desk, name: str) -> str:
    """The name of a fact in words."""
    known = desk.library.facts.get(name)
    return _(known.title) if known else name


def value_text(desk: Desk, name: str, value: Any) -> str:
    """The value of a fact in words."""
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple | frozenset):
        return _(", ").join(value_text(desk, name, one) for one in value) or _("none")
    if name in _NAMED:
        return fact_text(desk, name, value)
    if name in _COUNTRIES and isinstance(value, str):
        return formats.country(value)
    if name in _UNITS:
        return _(_UNITS[name]) % {"figure": value}
    if isinstance(value, str):
        return _(desk.library.words.get(name, {}).get(value, value))
    return str(value)


def _seen(desk: Desk, seen: Seen) -> str:
    label, value = fact_title(desk, seen.name), value_text(desk, seen.name, seen.value)
    if not seen.origin:
        return _("%(fact)s: %(value)s") % {"fact": label, "value": value}
    source = word(desk.library.words, "origin", seen.origin)
    return _("%(fact)s %(value)s (%(origin)s)") % {"fact": label, "value": value, "origin": source}


def _counted(one: Comparison) -> str:
    count = one.count
    if count is None:
        return ""
    told = {"count": _figure(count), "sign": _SIGNS[one.relation], "line": count.line}
    match count.unit:
        case Unit.DAYS:
            return _("%(count)s days %(sign)s %(line)s") % told
        case Unit.MONTHS:
            return _("%(count)s full months %(sign)s %(line)s") % told
        case Unit.BUILD_YEARS:
            return _("counts %(count)s build years %(sign)s %(line)s") % told
        case _:
            return _("%(count)s model years back %(sign)s %(line)s") % told


def _figure(count: Count) -> str:
    least, most = sorted((count.least, count.most))
    return str(least) if least == most else f"{least}–{most}"


def _measured(desk: Desk, one: Comparison, seen: tuple[Seen, ...]) -> str:
    name = seen[0].name if seen else one.key
    line = value_text(desk, name, one.line)
    if one.relation in _SIGNS:
        return f"{_SIGNS[one.relation]} {line}"
    match one.relation:
        case Relation.NOT_AMONG:
            return _("(the rule is for none of: %(line)s)") % {"line": line}
        case Relation.LACKS:
            return _("lacks: %(line)s") % {"line": line}
        case _:
            return _("(the rule is for: %(line)s)") % {"line": line}


def _list(kinds: Mapping[str, Any], codes: Any) -> str:
    listed = [codes] if isinstance(codes, str) else codes
    return _(", ").join(_(kinds[code].title) if code in kinds else code for code in listed)
