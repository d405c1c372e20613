"""The front desk: the figures that matter; each is a line, and enter opens the list behind it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.worker import get_current_worker

from tui.app.columns import TONE_OF
from tui.app.commands import key_text
from tui.app.front_lines import (
    AGES,
    CAR,
    DUE,
    HELD,
    KINDS,
    RATES,
    REBATES,
    RULES,
    SHIPMENTS,
    STOCK,
    SUMS,
    FrontLine,
    Kind,
)
from tui.app.glyphs import Glyphs
from tui.app.messages import BookChanged
from tui.app.places import make
from tui.app.screens.base import DeskScreen
from tui.app.screens.due import days_left, title_of, tone_of
from tui.app.widgets.cells import clean, cut
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Page, Paragraph, Piece, Rule
from tui.app.widgets.main_tabs import MainTabs
from tui.app.widgets.table import Column, RowTable
from tui.desk import dues, overview
from tui.desk.context import Desk
from tui.desk.dues import DueLine
from tui.desk.overview import Figure
from tui.desk.totals import money_totals, verdict_totals
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _

_BREATH = 64
"""Cars assessed between two pauses, so that keys stay quick."""
_LEAST_DUE = 6
"""Lines of what is due that are listed on the smallest screen; a taller one lists as many as it has room for."""
_FRAME = 7
"""Lines of the screen that hold no figure: tabs, rules, help, keys, and the heading of what is due."""
_WHOSE = 20
"""Cells that the name of a car or paper may take of a line."""


class _Stopped(Exception):
    """The figures are not wanted any more."""


class FrontScreen(DeskScreen[None]):
    """The figures that matter, counted away from the screen."""

    NAME = "front"
    CSS_PATH = "../styles/nav.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("front")

    class Counted(Message):
        """Some figures were counted."""

        def __init__(self, figures: Sequence[Figure]) -> None:
            super().__init__()
            self.figures = figures

    class DueRead(Message):
        """What falls due was read."""

        def __init__(self, lines: Sequence[DueLine]) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, desk: Desk, glyphs: Glyphs) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[FrontLine] = RowTable(glyphs, lambda line: line.key, id="front-figures")
        self.table.when_moved = self._explain
        self._figures: dict[str, Figure] = {}
        self._due: Sequence[DueLine] | None = None
        self._money, self._verdicts = money_totals(desk), verdict_totals(desk)
        self._turn = Lock()

    def compose(self) -> ComposeResult:
        """Lay out the screen from top to bottom."""
        yield MainTabs(self.glyphs, "front")
        yield Rule(self.glyphs)
        yield self.table
        yield Page(self.glyphs, id="front-empty")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="front-help")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the lines; the figures follow."""
        self.retranslate()
        self.call_after_refresh(self.load)

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        self.query_one(MainTabs).retranslate()
        self.table.set_columns([
            Column("section", "", lambda line: line.section, 12),
            Column("figure", "", lambda line: line.figure, 14, right=True, tone=lambda line: line.tone),
            Column("text", "", lambda line: line.text, 30, most=100, tone=lambda line: line.tone),
        ])  # fmt: skip
        self._show()

    # reading

    def load(self) -> None:
        """Count again, away from the screen."""
        if self._is_empty:
            self._show()
        else:
            self._count()

    @property
    def _is_empty(self) -> bool:
        return overview.is_empty(self.desk)

    @work(thread=True, exclusive=True, group="front", description="front")
    def _count(self) -> None:
        """Count what is quick first, then assess every car; a later count puts an end to this one."""
        worker = get_current_worker()
        seen = 0

        def pause() -> None:
            nonlocal seen
            seen += 1
            if not seen % _BREATH:
                time.sleep(0.001)
                if worker.is_cancelled:
                    raise _Stopped

        try:
            with self._turn:
                self._money.refresh(pause)
                money = overview.money_figures(self._money)
            self.post_message(self.Counted([*money, *overview.counts(self.desk)]))
            items = dues.due_items(self.desk, self.desk.today)
            self.post_message(self.DueRead(dues.due_lines(self.desk, items)))
            with self._turn:
                self._verdicts.refresh(pause)
                verdicts = overview.verdict_figures(self._verdicts)
            self.post_message(self.Counted([*verdicts, *overview.ages(self.desk)]))
        except _Stopped:
            return
        except NearnewError as error:
            self.app.call_from_thread(self.say_error, error)

    def on_front_screen_counted(self, event: Counted) -> None:
        """Show the figures."""
        self._figures.update({figure.name: figure for figure in event.figures})
        self._show()

    def on_front_screen_due_read(self, event: DueRead) -> None:
        """Show what falls due."""
        self._due = event.lines
        self._show()

    def on_book_changed(self, event: BookChanged) -> None:
        """Count again; what is shown stays until then."""
        event.stop()
        self.load()

    # showing

    def on_resize(self) -> None:
        """List as much of what is due as there is room for."""
        self._show()

    def _show(self) -> None:
        empty = self._is_empty
        page = self.query_one("#front-empty", Page)
        if page.display is not empty:
            self.refresh_bindings()
        page.display, self.table.display = empty, not empty
        if empty:
            page.show(self._first_steps())
            page.focus()
            self.query_one("#front-help", Lines).show()
            return
        if self.focused is not self.table and self.is_current:
            self.table.focus()
        self.table.set_rows(self.lines())
        self._explain()

    def lines(self) -> list[FrontLine]:
        """The lines to show; a figure that is not counted yet is an ellipsis."""
        found: list[FrontLine] = []
        for kind in KINDS:
            figure = self._figures.get(kind.name)
            if kind.only_if_any and (figure is None or not figure.count):
                continue
            found.append(self._line(kind, figure))
        found += self._due_lines(max(_LEAST_DUE, self.size.height - _FRAME - len(found)))
        shown: list[FrontLine] = []
        heading = ""
        for line in found:
            section = "" if line.section == heading else line.section
            heading = line.section
            shown.append(replace(line, section=section))
        return shown

    def _line(self, kind: Kind, figure: Figure | None) -> FrontLine:
        text = _(kind.text)
        if "%(" in text:
            text %= {"cars": count_of_cars(figure.count) if figure else self.glyphs.ellipsis, **self._fetching}
        shown = self.glyphs.ellipsis
        if figure is not None:
            shown = formats.amounts(figure.money) if kind.name in SUMS else formats.number(figure.count)
        if kind.name in AGES:
            text = f"{self.glyphs.mark(AGES[kind.name])} {text}"
            return FrontLine(kind.name, _(kind.section), shown, text, TONE_OF[AGES[kind.name]], kind.leads)
        if kind.verdict is not None:
            text = f"{self.glyphs.mark(kind.verdict)} {text}"
        tone = TONE_OF[kind.verdict] if kind.verdict and figure and figure.count else ""
        return FrontLine(kind.name, _(kind.section), shown, text, tone, kind.leads, figure.query if figure else "")

    @property
    def _fetching(self) -> dict[str, str]:
        """The keys that fetch what is old, on the screens that enter leads to."""
        keys: Mapping[str, tuple[str, ...]] = self.desk_app.keys
        return {
            "fetch_rates": key_text(keys["rates.fetch"][0]),
            "fetch_rules": key_text(keys["destinations.fetch_rules"][0]),
        }

    def _due_lines(self, most: int) -> list[FrontLine]:
        if self._due is None:
            return [FrontLine("due", _("Due"), self.glyphs.ellipsis, "", "", DUE)]
        if not self._due:
            days = self.desk.settings.deadlines.days
            return [FrontLine("due", _("Due"), "0", _("nothing within %(days)s days") % {"days": days}, "", DUE)]
        today = self.desk.today
        late = sum(1 for line in self._due if line.on < today)
        head = _("due within %(days)s days; %(late)d overdue") % {
            "days": self.desk.settings.deadlines.days,
            "late": late,
        }
        found = [FrontLine("due", _("Due"), formats.number(len(self._due)), head, "blocked" if late else "", DUE)]
        grouped: dict[tuple[object, str, bool], list[DueLine]] = {}
        for line in self._due:
            grouped.setdefault((line.on, line.title, line.is_paper), []).append(line)
        for lines in list(grouped.values())[:most]:
            first = lines[0]
            whose = first.name if len(lines) == 1 else count_of_cars(len(lines))
            title = title_of(first)
            parts = (days_left(first, today), cut(clean(whose), _WHOSE, self.glyphs.ellipsis), title)
            single = first.car_id if len(lines) == 1 else None
            found.append(
                FrontLine(
                    key=f"due {first.on} {first.title}",
                    section=_("Due"),
                    figure=first.on.isoformat(),
                    text="  ".join(part for part in parts if part),
                    tone=tone_of(first, today),
                    leads=CAR if single else DUE,
                    car_id=single or 0,
                    about=f"{title} · {whose}" if whose else title,
                    due=first,
                )
            )
        return found

    def _first_steps(self) -> list[Paragraph]:
        keys: Mapping[str, tuple[str, ...]] = self.desk_app.keys
        steps = [
            ("front.import_list", _("take in a dealer's list: CSV, XLSX, XLS, ODS or a paste")),
            ("front.add", _("add one car by hand")),
            ("app.menu", _("search all actions")),
            ("app.language", _("switch between English and Chinese")),
        ]
        return [
            Paragraph(""),
            Paragraph(_("This book is empty. What to do first:"), "strong", indent=2),
            Paragraph(""),
            *(Paragraph(text, head=f"{key_text(keys[name][0]):<4}", indent=4) for name, text in steps),
            Paragraph(""),
            Paragraph(_("To look around first, leave and start the sample book: nearnew demo"), indent=2),
        ]

    def _explain(self) -> None:
        line = self.table.row
        if line is None or not self.is_mounted:
            return
        leads = {
            STOCK: _("enter: the stock, filtered: %(query)s") if line.query else _("enter: the stock"),
            DUE: _("enter: all that is due"),
            SHIPMENTS: _("enter: the shipments"),
            HELD: _("enter: the rows that wait"),
            RATES: _("enter: the rates"),
            RULES: _("enter: the destinations and their rules"),
            REBATES: _("enter: the rebates, filtered: %(query)s"),
            CAR: _("enter: the car"),
        }[line.leads]
        about = line.about or (leads % {"query": line.query} if line.query else leads)
        self.query_one("#front-help", Lines).show([Piece(about, "faint")])

    # doing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer to open only what is there."""
        return action not in {"open", "cash", "owed"} or not self._is_empty

    @on(RowTable.Chosen)
    def action_open(self) -> None:
        """Open the list behind the figure."""
        line = self.table.row if not self._is_empty else None
        if line is None:
            return
        match line.leads:
            case "car":
                self.desk_app.open_car(line.car_id)
            case "held":
                self.app.push_screen(make("held", "HeldScreen", self.desk, self.glyphs))
            case "stock":
                self.desk_app.open_stock(line.query)
            case "rebates":
                self.desk_app.open_rebates(line.query)
            case "due":
                self.desk_app.open_due(line.due)
            case place:
                self.desk_app.go(place)

    def action_cash(self) -> None:
        """Show where money is to come from."""
        self.app.push_screen(make("cash", "CashScreen", self.desk, self.glyphs))

    def action_owed(self) -> None:
        """Show what is owed, by whom, by when."""
        self.app.push_screen(make("owed", "OwedScreen", self.desk, self.glyphs))

    def action_import_list(self) -> None:
        """Take in a dealer's list."""
        self.app.push_screen(make("importing", "ImportScreen", self.desk, self.glyphs))

    def action_add(self) -> None:
        """Add one car."""
        self.app.push_screen(make("forms.car", "CarForm", self.desk, self.glyphs, None))
