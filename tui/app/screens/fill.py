"""One fact for many cars: a field, the cars to write it to, and what each would say then; one commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

import msgspec
from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.labels import problem_text
from tui.app.pages import fact_text
from tui.app.pages.gathered import ask_text, car_text
from tui.app.screens.previewing import PreviewScreen
from tui.app.widgets.field import Field
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.app.widgets.prompts import Prompt
from tui.app.widgets.table import Column, RowTable
from tui.desk import filling
from tui.desk.context import Desk
from tui.desk.editing import CarEdit
from tui.desk.filling import Filling, Target
from tui.desk.missing import Want
from tui.domain.cars import Car
from tui.domain.fields import FIELDS, read_day, read_partial, read_yes_no, value_of
from tui.domain.problems import Problem, Severity
from tui.i18n import formats
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _

_LISTS = frozenset({"damage_history", "former_use", "cn_barred_group", "make_status", "sub_region", "cn_sale_target"})
"""Fields of several words, which may be none."""
_TARGETS = {Target.MODEL: N_("for the model, all its cars"), Target.CARS: N_("for these cars alone")}


class Filled(msgspec.Struct, frozen=True):
    """What filling does to the marked cars, and to those of them that can take the value."""

    every: Filling
    able: Filling | None
    """None where no car can take it."""


class FillScreen(PreviewScreen[Filled]):
    """The small form; dismisses with the count of cars written, or None."""

    NAME = "fill"
    SUM = "#about"
    AGAIN = N_("%(doubt)s: enter once more writes it all the same")
    CSS_PATH = "../styles/car.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("fill")

    def __init__(self, desk: Desk, glyphs: Glyphs, want: Want) -> None:
        super().__init__(desk, glyphs, want.cars, "fill-cars")
        self._want = want
        self._fact = want.codes[0]
        self._field = filling.field_of(self._fact) or self._fact
        self._targets = filling.targets(self._fact)
        self._target = self._targets[0]
        self._marked = {car.id for car in want.cars}
        self._sum = ""

    def compose(self) -> ComposeResult:
        """Lay out title, field, what may be typed, the cars, and footer."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Prompt(self.glyphs, field="fill-value", id="fill-field")
        yield Lines(self.glyphs, id="fill-help")
        yield Lines(self.glyphs, id="fill-target")
        yield Rule(self.glyphs)
        yield self.table
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="about")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Fill in the texts and the cars."""
        self.table.set_rows(self.cars)
        self.retranslate()
        self.query_one(Field).focus()

    def retranslate(self) -> None:
        """Set every text; value, marks and cursor stay."""
        title = wording.fact_title(self.desk, self._fact)
        self.query_one("#headline", Lines).show([
            Piece(" nearnew  ", "accent"), Piece(f"{title}  ", "strong"), Piece(self._count_text()),
        ])  # fmt: skip
        self.query_one(Prompt).ask(_("%(label)s: ") % {"label": title}, _("type the value; enter writes it"))
        self.table.set_columns(self._columns())
        self._show_target()
        self._show_state()

    def _count_text(self) -> str:
        counts = {"n": len(self._marked), "all": len(self.cars)}
        return _("%(n)d of %(all)d cars marked") % counts

    def _columns(self) -> Sequence[Column[Car]]:
        return [
            Column("mark", "", lambda car: "*" if car.id in self._marked else " ", 1, tone=lambda _car: "accent"),
            Column("stock", _("No."), lambda car: car.stock_number, 8, rank=2),
            Column("car", _("Car"), lambda car: car_text(self.desk, car), 26, most=50),
            Column("now", _("Now"), self._now, 10, most=20),
            Column("then", _("Then"), self._then_text, 14, most=40, tone=self._then_tone),
        ]

    def _now(self, car: Car) -> str:
        edit = self.edits.get(car.id)
        change = edit.changes[-1] if edit and edit.changes else None
        value = change.before if change else self._value(car)
        return _("not known") if value is None else fact_text(self.desk, self._field, value)

    def _value(self, car: Car) -> object:
        value = value_of(car, self._field)
        return getattr(self.desk.specs_of(car), self._field, None) if value is None else value

    def _then_text(self, car: Car) -> str:
        if car.id not in self._marked:
            return _("stays")
        edit = self.edits.get(car.id)
        if edit is None:
            return formats.NONE
        if edit.problems:
            return problem_text(self.desk, edit.problems[0])
        if not edit.changes:
            return _("stays")
        return fact_text(self.desk, edit.changes[-1].field, edit.changes[-1].after)

    def _then_tone(self, car: Car) -> str:
        edit = self.edits.get(car.id)
        if car.id not in self._marked or edit is None:
            return "faint"
        return "blocked" if edit.problems else ("ready" if edit.changes else "faint")

    def _show_target(self) -> None:
        pieces = [Piece(" " + _("Write it") + "  ", "faint")]
        for target in self._targets:
            chosen = target is self._target
            text = f"[{_(_TARGETS[target])}]" if chosen else f" {_(_TARGETS[target])} "
            pieces.append(Piece(text, "accent" if chosen else ""))
        self.query_one("#fill-target", Lines).show(pieces if len(self._targets) > 1 else [])
        self.query_one("#fill-target").display = len(self._targets) > 1

    def _show_state(self) -> None:
        """What may be typed, what is wrong with what was typed, and what saving would do."""
        wrong = [Piece(f" {problem_text(self.desk, self.problems[0])}", "blocked")] if self.problems else []
        self.query_one("#fill-help", Lines).show(
            wrong or [Piece(f" {self._choices_text()}", "faint")],
            [Piece(f" {ask_text(self.desk, self._want)}", "faint")],
        )
        changed = sum(bool(edit.changes) for edit in self.edits.values())
        refused = sum(map(_is_refused, self.edits.values()))
        texts = [_("enter writes it to %(cars)s") % {"cars": count_of_cars(changed)}] if changed else []
        if refused:
            texts.append(_("%(n)d cannot take it and stay as they are") % {"n": refused})
        self._sum = " " + _("; ").join(texts)
        self.explain()
        self.query_one("#headline", Lines).refresh()
        self.table.redraw()

    @on(RowTable.Moved)
    def explain(self) -> None:
        """What saving would do, and in full what is wrong with the car under the cursor."""
        self.query_one("#about", Lines).show([Piece(self._sum)], self.why_pieces())

    def _choices_text(self) -> str:
        """The words the field takes, in the user's language where they are understood in it."""
        known = self.desk.library.words.get(self._field, {})
        accepted = self.desk.library.vocabulary.choices.get(self._field, {})
        if self._field == "first_registration":
            return _("a date such as 2026-08 or 2026-08-03, or: never")
        words = [
            _(label) if _(label).casefold() in accepted else code
            for code, label in known.items()
            if code.casefold() in accepted
        ]
        read = FIELDS[self._field].read
        if read is read_yes_no:
            words = [_("yes"), _("no")]
        elif self._field in _LISTS:
            words.append(_("none"))
        elif read in {read_day, read_partial}:
            return _("a date such as 2026-08-03")
        return _("one of: %(words)s") % {"words": wording.joined(words)} if words else ""

    # what the value does

    def work_out(self, text: str, tell: Callable[[int], None]) -> Filled:
        """Fill it in on the marked cars; then on those of them that can take it, where some cannot."""
        every = self._filling([car for car in self.cars if car.id in self._marked], text, tell)
        able = [edit.before for edit in every.edits if not _is_refused(edit)]
        if len(able) == len(every.edits):
            return Filled(every, every if able else None)
        return Filled(every, self._filling(able, text, tell) if able else None)

    def _filling(self, cars: Sequence[Car], text: str, tell: Callable[[int], None]) -> Filling:
        return filling.preview(self.desk, self._fact, cars, text, self._target, self._want.destination, tell)

    def edits_of(self, found: Filled) -> Iterable[CarEdit]:
        """All marked cars."""
        return found.every.edits

    def changes(self, found: Filled) -> int:
        """The cars that would say something else."""
        return sum(bool(edit.changes) for edit in found.able.edits) if found.able is not None else 0

    def doubts(self, found: Filled) -> Sequence[Problem]:
        """What is doubtful about those that can take it."""
        problems = found.able.problems if found.able is not None else ()
        return [one for one in problems if one.severity is Severity.CONFIRM]

    def write(self, found: Filled) -> None:
        """Write it where it can be taken."""
        if found.able is not None:
            filling.apply(self.desk, found.able, confirm=True)

    def say_nothing_to_write(self, found: Filled) -> None:
        """Say whether no car can take it, or all say so already."""
        if found.able is None:
            self.say(_("No marked car can take this value"), wrong=True)
        else:
            super().say_nothing_to_write(found)

    def written(self, count: int) -> str:
        """Which fact was written, for how many cars."""
        title = wording.fact_title(self.desk, self._fact)
        return _("%(fact)s written for %(cars)s") % {"fact": title, "cars": count_of_cars(count)}

    def take_cars(self, cars: tuple[Car, ...]) -> None:
        """Take the cars as the book has them now; the marks stay."""
        super().take_cars(cars)
        self._marked &= {car.id for car in cars}
        want = self._want
        self._want = Want(want.what, want.codes, want.giver, want.destination, cars, (), want.rules)

    # marking

    def action_mark(self) -> None:
        """Mark the car under the cursor, or take its mark away."""
        if self.table.row is not None:
            self._marked ^= {self.table.row.id}
            self.preview()
            self.table.move_to(self.table.cursor + 1)

    def action_mark_all(self) -> None:
        """Mark all cars, or none when all are marked."""
        everything = {car.id for car in self.cars}
        self._marked = set() if self._marked == everything else everything
        self.preview()

    def action_where(self) -> None:
        """Write to the model sheet, or to these cars alone."""
        place = self._targets.index(self._target) + 1
        self._target = self._targets[place % len(self._targets)]
        self.preview()

    @on(events.Click, "#fill-target")
    def _target_clicked(self, event: events.Click) -> None:
        event.stop()
        label = cell_len(" " + _("Write it") + "  ")
        end = label + cell_len(_(_TARGETS[self._targets[0]])) + 2
        if event.x >= label and (event.x >= end) is (self._target is self._targets[0]):
            self.action_where()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer marks where the cars are walked along, and the model only where it has the fact."""
        if action in {"mark", "mark_all"}:
            return self.focused is self.table
        return len(self._targets) > 1 if action == "where" else True

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_save()

    def action_cancel(self) -> None:
        """Stop what is going on, else return without writing."""
        self.stop_or_leave()


def _is_refused(edit: CarEdit) -> bool:
    return any(one.severity is Severity.ERROR for one in edit.problems)
