"""What the rules behind an item of a kit say, in words: the state, and flag by flag what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kinds import CARS
from tui.desk.paper_words import paper_title
from tui.domain.kit_rules import Ruled, RuleSays
from tui.domain.readiness import Doubt, Flag, State
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import _, ngettext


def says_text(desk: Desk, found: Ruled) -> str:
    """What the rules come to, in a word or two."""
    return word(desk.library.words, "kit_ruled", found.says.value)


def ruled_lines(desk: Desk, found: Ruled) -> Iterator[str]:
    """What the rules say, a line each: why nobody can tell, every flag, the worst first, of which car of a model."""
    yield from (doubt_text(doubt) for doubt in found.doubts)
    if found.uncompared:
        yield _("no two papers of the car could be compared yet")
    if found.says is RuleSays.NOTHING_OPEN:
        yield _("these rules want nothing of the car as it is")
    yield from (_flag_text(desk, flag) for flag in found.flags)
    if found.cars > 1 and (car := desk.store.get(CARS, found.car_id)) is not None:
        told = {"n": found.alike, "all": found.cars, "car": name_of(car)}
        yield (
            ngettext(
                "%(n)d of %(all)d cars stands so: %(car)s",
                "%(n)d of %(all)d cars stand so, among them %(car)s",
                found.alike,
            )
            % told
        )


def _flag_text(desk: Desk, flag: Flag) -> str:
    """A flag with the title of its rule: what to get before why, for a line may be cut; else its state."""
    from tui.desk.explained import fact_title

    parts = []
    if flag.state is State.CANNOT_TELL and flag.missing:
        parts.append(_("not known: %(facts)s") % {"facts": _(", ").join(fact_title(desk, one) for one in flag.missing)})
    if flag.needs:
        one_of = flag.any_of and len(flag.needs) > 1
        told = {"papers": _(", ").join(paper_title(desk, kind) for kind in flag.needs)}
        parts.append((_("one of these is missing: %(papers)s") if one_of else _("missing: %(papers)s")) % told)
    elif flag.state is State.FLAGGED:
        parts += [_("do: %(step)s") % {"step": _(step)} for step in flag.rule.requires]
    if flag.turns_blocked_on is not None:
        parts.append(_("blocked from %(day)s") % {"day": flag.turns_blocked_on})
    if flag.needs or flag.missing:
        return _("; ").join([*parts, _(flag.rule.title)])
    state = parts or [word(desk.library.words, "state", flag.state.value)]
    return _("%(label)s: %(text)s") % {"label": _(flag.rule.title), "text": _("; ").join(state)}


def doubt_text(doubt: Doubt) -> str:
    """Why nothing can be said."""
    match doubt.code:
        case "no_vin":
            return _("The VIN is missing; no paper can be got without it")
        case "no_destination":
            return _("no destination")
        case "no_pack":
            told = {"country": formats.country(doubt.jurisdiction)}
            return _("There are no rules for %(country)s here, so nothing can be said") % told
        case "pack_ahead":
            told = {"country": formats.country(doubt.jurisdiction)}
            return _("The rules for %(country)s say they were checked on a day to come") % told
        case _:
            told = {"country": formats.country(doubt.jurisdiction)}
            return _("The rules for %(country)s were not checked for too long to be relied on") % told
