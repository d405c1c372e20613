"""One country's rules, each with its source; and a rule whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.worker import get_current_worker

from tui.app import wording
from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.ruling import TONES, rule_page
from tui.app.screens.base import DeskScreen
from tui.app.screens.dated import ask_day
from tui.app.widgets.cells import wrap
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Piece
from tui.app.widgets.lines import Rule as Line
from tui.app.widgets.table import Column, RowTable
from tui.desk import destinations
from tui.desk.context import Desk
from tui.desk.rule_views import standing
from tui.domain.readiness import ORIGIN, Verdict
from tui.domain.rules import Rule, RuleSeverity
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.pack_notices import pack_notices
from tui.i18n.translator import N_, _, ngettext

if TYPE_CHECKING:
    from tui.domain.rules import Profile

_MOST_LINES = 3
_HEAD_LINES = 5
_LANGUAGES = {
    "en": N_("English"),
    "ar": N_("Arabic"),
    "ru": N_("Russian"),
    "es": N_("Spanish"),
    "fr": N_("French"),
    "sw": N_("Swahili"),
    "pt": N_("Portuguese"),
    "zh": N_("Chinese"),
    "vi": N_("Vietnamese"),
    "uz": N_("Uzbek"),
    "tr": N_("Turkish"),
    "tk": N_("Turkmen"),
    "th": N_("Thai"),
    "tg": N_("Tajik"),
    "pl": N_("Polish"),
    "nl": N_("Dutch"),
    "ms": N_("Malay"),
    "mn": N_("Mongolian"),
    "ky": N_("Kyrgyz"),
    "ku": N_("Kurdish"),
    "km": N_("Khmer"),
    "kk": N_("Kazakh"),
    "ka": N_("Georgian"),
    "it": N_("Italian"),
    "hy": N_("Armenian"),
    "he": N_("Hebrew"),
    "de": N_("German"),
    "az": N_("Azerbaijani"),
    "am": N_("Amharic"),
}
"""Languages of destinations; others are shown by their code."""


_STANDINGS = {
    "in_force": N_("in force"), "ending": N_("has an end"), "coming": N_("to come"), "ended": N_("ended"),
}  # fmt: skip
"""Where a rule stands on a day."""


class CountryScreen(DeskScreen[None]):
    """The rules of a country and of the groups it belongs to, the gravest first."""

    NAME = "country"
    CSS_PATH = "../styles/shipping.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("country")

    def __init__(self, desk: Desk, glyphs: Glyphs, code: str) -> None:
        super().__init__(desk, glyphs)
        self.code = code
        self.day = desk.today
        self._counts: Mapping[Verdict, int] | None = None
        self.table: RowTable[Rule] = RowTable(glyphs, lambda rule: rule.id, id="rules")
        self.table.when_moved = self._explain

    def compose(self) -> ComposeResult:
        """Lay out head, list and note."""
        yield Lines(self.glyphs, id="headline")
        yield Line(self.glyphs)
        yield Lines(self.glyphs, id="country-head")
        yield Line(self.glyphs)
        yield self.table
        yield Line(self.glyphs)
        yield Lines(self.glyphs, id="country-note")
        yield Line(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the rules."""
        self._ask()
        self.table.focus()

    def _ask(self) -> None:
        """Show the rules as they stand on the day, and judge the stock for it in the background."""
        self._counts = None
        self.table.set_rows(destinations.rules_on(self.desk, self.code, self.day))
        self.retranslate()
        if self.code != ORIGIN:
            self._count(self.day)

    @work(thread=True, exclusive=True, group="country", description="count")
    def _count(self, day: date) -> None:
        worker = get_current_worker()
        try:
            for _code, counts in destinations.counted(self.desk, [self.code], lambda: worker.is_cancelled, on=day):
                self.app.call_from_thread(self._counted, day, counts)
        except NearnewError as error:
            self.app.call_from_thread(self.say_error, error)

    def _counted(self, day: date, counts: Mapping[Verdict, int]) -> None:
        if day == self.day and self.is_mounted:
            self._counts = counts
            self.retranslate()

    def on_resize(self) -> None:
        """Wrap the note, and what is wrong with the rules, to the width."""
        self.retranslate()

    def on_book_changed(self, event: BookChanged) -> None:
        """Judge the stock again; rules are no part of the book."""
        event.stop()
        self._ask()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.table.set_columns(self._columns())
        row = destinations.row(self.desk, self.code)
        title = [
            Piece(" nearnew  ", "accent"),
            Piece(wording.destination_name(self.code), "strong"),
            Piece("  " + ngettext("%(n)d rule", "%(n)d rules", row.rules) % {"n": row.rules}),
        ]
        if row.checked and row.fault is None:
            title.append(Piece("  " + _("checked %(day)s") % {"day": row.checked.isoformat()}))
        day = _("on %(day)s") % {"day": self.day.isoformat()}
        title.append(Piece(f"  {day}", "accent" if self.day != self.desk.today else ""))
        if row.fault is not None:
            title.append(Piece(f"  {self.glyphs.unknown} " + _("rules not used"), "unknown"))
        elif not row.has_pack:
            title.append(
                Piece(f"  {self.glyphs.unknown} " + _("no rules of its own here: every car is unknown"), "unknown")
            )
        elif row.stale:
            title.append(Piece(f"  {self.glyphs.unknown} " + _("too old to be relied on"), "unknown"))
        self.query_one("#headline", Lines).show(title)
        above = self._profile_lines(self.desk.library.profiles.get(self.code))
        if row.fault is not None:
            (told,) = pack_notices([row.fault])
            above = [[Piece(f" {line}", "unknown")] for line in wrap(told, max(self.size.width - 2, 20))]
        head = self.query_one("#country-head", Lines)
        head.styles.height = max(_HEAD_LINES, len(above) + 1)
        head.show(*above, *self._own_stock())
        self._explain()

    def _profile_lines(self, profile: Profile | None) -> list[list[Piece]]:
        """The default deal, languages and currency."""
        if profile is None and self.code == "CN":
            return [[Piece(" " + _("Export rules of China: they count for every destination"), "faint")]]
        if profile is None:
            return [[Piece(" " + _("Nothing is known of what is usual there: say it in each deal"), "faint")]]
        words = self.desk.library.words
        deal = [
            word(words, "importer_type", profile.importer_type),
            _("with the maker's mandate") if profile.importer_is_authorised else _("no mandate of the maker"),
            word(words, "entry_mode", profile.entry_mode),
            word(words, "purpose", profile.purpose),
        ]
        rest = [
            (
                _("Official languages"),
                wording.joined(_(_LANGUAGES.get(one, one)) for one in profile.official_languages),
            ),
            (_("of business"), wording.joined(_(_LANGUAGES.get(one, one)) for one in profile.business_languages)),
            (_("Currency"), profile.currency),
        ]
        days = profile.horizon_days or self.desk.settings.readiness.horizon_days
        ahead = ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
        last = _pair(_("Counts bans ahead"), ahead)
        if profile.imports_this_year is not None:
            last += _pair(_("Imports by the same person so far"), str(profile.imports_this_year))
        if profile.steering:
            last += _pair(_("Drives"), profile.steering)
        plugs = [
            (_("Fast charging"), wording.joined(one.upper() for one in profile.dc_charging)),
            (_("slow"), wording.joined(one.upper() for one in profile.ac_charging)),
            (_("Mains"), profile.mains),
        ]
        return [
            [Piece(" " + _("%(label)s: ") % {"label": _("Usual deal")}, "faint"), Piece(wording.joined(deal))],
            [piece for label, text in rest for piece in _pair(label, text)],
            [piece for label, text in plugs if text for piece in _pair(label, text)],
            last,
        ]

    def _own_stock(self) -> list[list[Piece]]:
        """How the trader's own cars stand with it on the day, and what the rules come to."""
        rules = self.table.rows
        standings = Counter(standing(rule, self.day) for rule in rules)
        force = standings["in_force"] + standings["ending"]
        told = {"force": force, "coming": standings["coming"], "ended": standings["ended"]}
        line = [Piece(" " + _("%(force)d in force, %(coming)d to come, %(ended)d ended") % told)]
        if self._counts is not None:
            line.append(Piece("   " + _("%(label)s: ") % {"label": _("Own stock")}, "faint"))
            line += [
                Piece(f"{self.glyphs.mark(one)} {self._counts.get(one, 0)}  ", TONE_OF[one])
                for one in (Verdict.READY, Verdict.ACTION, Verdict.BLOCKED, Verdict.UNKNOWN)
            ]
        return [line]

    def _columns(self) -> list[Column[Rule]]:
        words = self.desk.library.words

        def severity(rule: Rule) -> str:
            return f"{self._mark(rule)} {word(words, 'severity', rule.severity.value)}"

        def of(rule: Rule) -> str:
            status = word(words, "source_status", rule.source.status)
            return f"{status}/{word(words, 'confidence', rule.source.confidence)}"

        return [
            Column("severity", _("Weight"), severity, 9, tone=lambda rule: TONES[rule.severity]),
            Column("title", _("Rule"), lambda rule: _(rule.title), 30, most=76),
            Column("of", _("Of"), lambda rule: rule.jurisdiction, 4, rank=3),
            Column("standing", _("Standing"), self._standing, 9, rank=1, tone=self._standing_tone),
            Column("kind", _("Kind"), lambda rule: word(words, "rule_kind", rule.kind), 10, rank=4, most=14),
            Column("from", _("From"), lambda rule: formats.day(rule.effective_from), 10, rank=2),
            Column("until", _("Until"), lambda rule: formats.day(rule.effective_to), 10, rank=5),
            Column("source", _("Source"), of, 13, rank=3, most=18),
        ]

    def _standing(self, rule: Rule) -> str:
        return _(_STANDINGS[standing(rule, self.day)])

    def _standing_tone(self, rule: Rule) -> str:
        return {"coming": "action", "ending": "accent", "ended": "faint"}.get(standing(rule, self.day), "")

    def _mark(self, rule: Rule) -> str:
        signs = {RuleSeverity.BLOCK: self.glyphs.blocked, RuleSeverity.REQUIRE: self.glyphs.action}
        return signs.get(rule.severity, "¥" if rule.severity is RuleSeverity.COST else "-")

    def _explain(self) -> None:
        """The beginning of what the rule under the cursor says, and where it was read."""
        rule, lines = self.table.row, self.query_one("#country-note", Lines)
        if rule is None:
            lines.show([Piece(" " + _("No rule is kept here for this country"), "faint")])
            return
        wrapped = list(wrap(_(rule.summary), max(self.size.width - 2, 20)))
        told = wrapped[: _MOST_LINES - 1]
        if len(wrapped) > len(told):
            told[-1] += self.glyphs.ellipsis
        source = f" {rule.source.title} {rule.source.day}  {rule.source.url}"
        lines.show(*([Piece(f" {line}")] for line in told), [Piece(source, "faint")])

    @on(RowTable.Chosen, "#rules")
    def action_open(self) -> None:
        """Read the rule under the cursor whole."""
        if self.table.row is not None:
            self.app.push_screen(RuleScreen(self.desk, self.glyphs, self.table.row))

    def action_day(self) -> None:
        """Show the rules and the stock as they stand on another day."""
        ask_day(self, self.day, self._day_given)

    def _day_given(self, day: date) -> None:
        self.day = day
        self._ask()

    def action_check(self) -> None:
        """Show the stock checked for this country."""
        self.desk_app.open_stock("", None if self.code == "CN" else self.code)

    def action_copy_address(self) -> None:
        """Copy the address of the source under the cursor."""
        if self.table.row is not None:
            copy_address(self, self.table.row)

    def action_back(self) -> None:
        """Return to the list of destinations."""
        self.dismiss(None)


class RuleScreen(DeskScreen[None]):
    """One rule whole."""

    NAME = "rule"
    CSS_PATH = "../styles/shipping.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("rule")

    def __init__(self, desk: Desk, glyphs: Glyphs, rule: Rule) -> None:
        super().__init__(desk, glyphs)
        self._rule = rule

    def compose(self) -> ComposeResult:
        """Lay out title, page and keys."""
        yield Lines(self.glyphs, id="headline")
        yield Line(self.glyphs)
        yield Page(self.glyphs, id="rule-page")
        yield Line(self.glyphs)
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the rule."""
        self.retranslate()
        self.query_one(Page).focus()

    def on_book_changed(self, event: BookChanged) -> None:
        """Rules are no part of the book."""
        event.stop()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        place = wording.destination_name(self._rule.jurisdiction)
        self.query_one("#headline", Lines).show([Piece(" nearnew  ", "accent"), Piece(place, "strong")])
        self.query_one(Page).show(rule_page(self.desk, self._rule, self.desk.today), top=False)

    def action_copy_address(self) -> None:
        """Copy the address of the source."""
        copy_address(self, self._rule)

    def action_back(self) -> None:
        """Return to the list."""
        self.dismiss(None)


def copy_address(screen: DeskScreen[None], rule: Rule) -> None:
    """Copy the address a rule was read at to the clipboard, through the terminal."""
    if not rule.source.url:
        screen.say(_("No address is known for this source"))
        return
    screen.app.copy_to_clipboard(rule.source.url)
    screen.say(_("Copied: %(vin)s") % {"vin": rule.source.url})


def _pair(label: str, text: str) -> list[Piece]:
    return [Piece(" " + _("%(label)s: ") % {"label": label}, "faint"), Piece(f"{text or formats.NONE}  ")]
