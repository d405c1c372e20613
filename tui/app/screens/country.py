"""One country's rules, each with its source; and a rule whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.ruling import TONES, rule_page
from tui.app.screens.base import DeskScreen
from tui.app.widgets.cells import wrap
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Piece
from tui.app.widgets.lines import Rule as Line
from tui.app.widgets.table import Column, RowTable
from tui.desk import destinations
from tui.desk.context import Desk
from tui.domain.rules import Rule, RuleSeverity
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.translator import N_, _, ngettext

if TYPE_CHECKING:
    from tui.domain.rules import Profile

_MOST_LINES = 3
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


class CountryScreen(DeskScreen[None]):
    """The rules of a country and of the groups it belongs to, the gravest first."""

    NAME = "country"
    CSS_PATH = "../styles/shipping.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("country")

    def __init__(self, desk: Desk, glyphs: Glyphs, code: str) -> None:
        super().__init__(desk, glyphs)
        self.code = code
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
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show the rules."""
        self.table.set_rows(destinations.rules_of(self.desk, self.code))
        self.retranslate()
        self.table.focus()

    def on_resize(self) -> None:
        """Wrap the note to the width."""
        self._explain()

    def on_book_changed(self, event: BookChanged) -> None:
        """Rules are no part of the book."""
        event.stop()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.table.set_columns(self._columns())
        row = destinations.row(self.desk, self.code)
        title = [
            Piece(" nearnew  ", "accent"),
            Piece(wording.destination_name(self.code), "strong"),
            Piece("  " + ngettext("%(n)d rule", "%(n)d rules", row.rules) % {"n": row.rules}),
        ]
        if row.checked:
            title.append(Piece("  " + _("checked %(day)s") % {"day": row.checked.isoformat()}))
        if not row.has_pack:
            title.append(
                Piece(f"  {self.glyphs.unknown} " + _("no rules of its own here: every car is unknown"), "unknown")
            )
        elif row.stale:
            title.append(Piece(f"  {self.glyphs.unknown} " + _("too old to be relied on"), "unknown"))
        self.query_one("#headline", Lines).show(title)
        profile = self.desk.library.profiles.get(self.code)
        self.query_one("#country-head", Lines).show(*self._profile_lines(profile))
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
        return [
            [Piece(" " + _("%(label)s: ") % {"label": _("Usual deal")}, "faint"), Piece(wording.joined(deal))],
            [piece for label, text in rest for piece in _pair(label, text)],
            last,
        ]

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
            Column("kind", _("Kind"), lambda rule: word(words, "rule_kind", rule.kind), 10, rank=4, most=14),
            Column("from", _("From"), lambda rule: formats.day(rule.effective_from), 10, rank=1),
            Column("until", _("Until"), lambda rule: formats.day(rule.effective_to), 10, rank=5),
            Column("source", _("Source"), of, 13, rank=2, most=18),
        ]

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
        yield Footer(show_command_palette=False, compact=True)

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
