"""One field of many cars: choose the field, type the value, see every car before and after, write it as one step."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.labels import problem_text
from tui.app.messages import BookChanged
from tui.app.pages import fact_text
from tui.app.screens.base import DeskScreen
from tui.app.screens.forms.car import CHOICES
from tui.app.screens.forms.choices import Choice, ChoiceScreen
from tui.app.screens.picking import PickScreen
from tui.app.widgets.field import Field
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.app.widgets.prompts import Prompt
from tui.app.widgets.table import Column, RowTable
from tui.desk import bulk
from tui.desk.bulk import BulkEdit
from tui.desk.context import Desk
from tui.desk.editing import CarEdit
from tui.desk.kinds import CARS
from tui.desk.landing import clash_lines
from tui.domain.cars import Car
from tui.domain.fields import Place
from tui.domain.problems import Problem
from tui.errors import Conflict, DraftRefused, NearnewError
from tui.i18n.field_labels import label_of
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _, ngettext

_REST = 0.12
"""Seconds without a key before every car's change is worked out."""
_GROUPS: Mapping[Place, str] = {
    Place.CAR: N_("The car"),
    Place.OFFER: N_("Price and voucher"),
    Place.DEAL: N_("Destination and deal"),
    Place.SPECS: N_("Technical facts"),
    Place.MILESTONE: N_("Steps taken"),
}


@dataclass(frozen=True)
class Target:
    """A field to choose, and the group it stands in."""

    name: str
    place: Place


class FieldScreen(PickScreen[Target]):
    """All fields of a car, group by group."""

    def __init__(self, desk: Desk, glyphs: Glyphs, chosen: str = "") -> None:
        super().__init__(desk, glyphs)
        self._chosen = chosen
        self._all = [Target(name, place) for place, names in bulk.fields() for name in names]

    def on_mount(self) -> None:
        """Start on the field in force."""
        super().on_mount()
        if self._chosen:
            self.refill(at=self._chosen)

    def title_text(self) -> str:
        """The title."""
        return _("Field to change")

    def columns(self) -> Sequence[Column[Target]]:
        """Label, group, and the name that commands take."""
        return [
            Column("label", _("Field"), lambda one: label_of(one.name), 24, most=36),
            Column("group", _("Group"), lambda one: _(_GROUPS[one.place]), 20, rank=1, most=30),
            Column("name", _("Name"), lambda one: one.name, 20, rank=2, most=34, tone=lambda _one: "faint"),
        ]

    def choices(self, text: str) -> Sequence[Target]:
        """Fields whose label, group or name has every typed word in it."""
        words = text.casefold().split()
        return [one for one in self._all if all(word in self._haystack(one) for word in words)]

    @staticmethod
    def _haystack(one: Target) -> str:
        return f"{label_of(one.name)}\n{_(_GROUPS[one.place])}\n{one.name}".casefold()

    def key(self, row: Target) -> Hashable:
        """The name."""
        return row.name

    def help_lines(self, row: Target | None) -> tuple[Sequence[Piece], ...]:
        """Where the value is written."""
        if row is None:
            return ([Piece(_("No field is called that"), "faint")],)
        if row.place is Place.SPECS:
            return ([Piece(_("Written on the cars themselves; their model sheet stays as it is"))],)
        if row.name == "destination":
            return ([Piece(_("A new destination begins a new deal: what was agreed for another country goes"))],)
        return ([],)


class BulkScreen(DeskScreen[int | None]):
    """The value, and what it makes of every car; dismisses with the count of cars written, or None."""

    NAME = "bulk"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("bulk")

    class Ended(Message):
        """The cars are written, so many; or nothing is, and why."""

        def __init__(self, count: int, error: NearnewError | None = None) -> None:
            super().__init__()
            self.count = count
            self.error = error

    def __init__(self, desk: Desk, glyphs: Glyphs, cars: Sequence[Car]) -> None:
        super().__init__(desk, glyphs)
        self._writing = False
        self._cars = tuple(cars)
        self._field = ""
        self._bulk: BulkEdit | None = None
        self._edits: dict[int, CarEdit] = {}
        self._problems: Sequence[Problem] = ()
        self._confirmed = ""
        self._timer: Timer | None = None
        self.table: RowTable[Car] = RowTable(glyphs, lambda car: car.id, id="bulk-cars")

    def compose(self) -> ComposeResult:
        """Lay out title, field, what it was understood as, the cars, what would be written, and footer."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Prompt(self.glyphs, field="bulk-value", id="bulk-field")
        yield Lines(self.glyphs, id="bulk-echo")
        yield Rule(self.glyphs)
        yield self.table
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="bulk-sum")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Ask for the field first."""
        self.table.set_rows(self._cars)
        self.retranslate()
        self.query_one(Field).focus()
        self.action_field()

    def retranslate(self) -> None:
        """Set every text; the value and the cursor stay."""
        title = label_of(self._field) if self._field else _("Change a field")
        self.query_one("#headline", Lines).show([
            Piece(" nearnew  ", "accent"), Piece(f"{title}  ", "strong"), Piece(count_of_cars(len(self._cars))),
        ])  # fmt: skip
        words = _("type the value; %(nothing)s takes it away") % {"nothing": bulk.NOTHING}
        self.query_one(Prompt).ask(_("%(label)s: ") % {"label": title}, words)
        self.table.set_columns(self._columns())
        self._show_state()

    def _columns(self) -> Sequence[Column[Car]]:
        return [
            Column("stock", _("No."), lambda car: car.stock_number, 8, rank=2),
            Column("vin", _("VIN"), lambda car: car.vin[-8:] if car.vin else _("no VIN"), 8, rank=1),
            Column("car", _("Car"), self._car_name, 14, rank=1, most=30),
            Column("now", _("Now"), self._now, 14, most=26),
            Column("then", _("Then"), self._then, 18, most=60, tone=self._tone),
        ]

    def _car_name(self, car: Car) -> str:
        make = self.desk.library.makes.get(car.make)
        return f"{make.name(self.desk.language) if make else car.make} {car.model}"

    def _shown(self, value: object) -> str:
        return _("not known") if value is None or value == "" else fact_text(self.desk, self._field, value)

    def _now(self, car: Car) -> str:
        return self._shown(bulk.value_now(self.desk, car, self._field)) if self._field else ""

    def _then(self, car: Car) -> str:
        edit = self._edits.get(car.id)
        if edit is None:
            return ""
        if edit.problems:
            return problem_text(self.desk, edit.problems[0])
        return self._shown(edit.changes[-1].after) if edit.changes else _("stays")

    def _tone(self, car: Car) -> str:
        edit = self._edits.get(car.id)
        if edit is None or self._bulk is None:
            return ""
        if edit in self._bulk.refused:
            return "blocked"
        return ("action" if edit.problems else "ready") if edit.changes else "faint"

    def _show_state(self) -> None:
        found = self._bulk
        echo: list[Piece] = []
        if self._problems:
            echo = [Piece(f" {problem_text(self.desk, self._problems[0])}", "blocked")]
        elif found is not None and (known := next(iter((*found.changed, *found.refused)), None)) and known.changes:
            words = _("understood as %(value)s") % {"value": self._shown(known.changes[-1].after)}
            echo = [Piece(f" {words}", "faint")]
        self.query_one("#bulk-echo", Lines).show(echo)
        texts = []
        if found is not None:
            if found.changed:
                texts.append(_("ctrl+s writes it to %(cars)s") % {"cars": count_of_cars(len(found.changed))})
            if found.same:
                texts.append(_("%(n)d say so already") % {"n": len(found.same)})
            if found.refused:
                texts.append(_("%(n)d cannot take it and stay as they are") % {"n": len(found.refused)})
        self.query_one("#bulk-sum", Lines).show([Piece(f" {wording.joined(texts)}")])
        self.table.redraw()

    # field and value

    def action_field(self) -> None:
        """Choose the field."""
        self.app.push_screen(FieldScreen(self.desk, self.glyphs, self._field), self._field_chosen)

    def _field_chosen(self, target: Target | None) -> None:
        if target is None:
            if not self._field:
                self.dismiss(None)
            return
        if target.name != self._field:
            self._field = target.name
            field = self.query_one(Field)
            with field.prevent(Input.Changed):
                field.value = ""
        self._preview()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer the list where the field has one."""
        return self._field in CHOICES if action == "list" else True

    def action_list(self) -> None:
        """Pick the value from a list."""
        if what := CHOICES.get(self._field):
            typed = self.query_one(Field).value
            screen = ChoiceScreen(self.desk, self.glyphs, title=label_of(self._field), what=what, typed=typed)
            self.app.push_screen(screen, self._value_chosen)

    def _value_chosen(self, choice: Choice | None) -> None:
        if choice is not None:
            self.query_one(Field).value = choice.text

    @on(Input.Changed, "#bulk-value")
    def _typed(self) -> None:
        self._confirmed = ""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_REST, self._preview)

    def _preview(self) -> None:
        """Work out what every car would say."""
        if self._timer is not None:
            self._timer.stop()
        self._bulk, self._edits, self._problems = None, {}, ()
        text = self.query_one(Field).value
        if self._field and text.strip():
            try:
                self._bulk = bulk.preview(self.desk, self._cars, self._field, text)
            except DraftRefused as refused:
                self._problems = [one for one in refused.problems if isinstance(one, Problem)]
            except NearnewError as error:
                self.say_error(error)
        if self._bulk is not None:
            found = (*self._bulk.changed, *self._bulk.same, *self._bulk.refused)
            self._edits = {edit.before.id: edit for edit in found}
        self.retranslate()

    def on_key(self, event: events.Key) -> None:
        """Go from the field down to the cars, and from the first car up to the field."""
        if event.key == "down" and isinstance(self.focused, Field):
            event.stop()
            self.table.focus()
        elif event.key == "up" and self.focused is self.table and not self.table.cursor:
            event.stop()
            event.prevent_default()
            self.query_one(Field).focus()

    def on_book_changed(self, event: BookChanged) -> None:
        """Take the cars as the book has them now; the value stays."""
        event.stop()
        self._cars = tuple(car for old in self._cars if (car := self.desk.store.get(CARS, old.id)) is not None)
        self.table.set_rows(self._cars)
        self._preview()

    # writing

    @on(Input.Submitted, "#bulk-value")
    def _submitted(self) -> None:
        self._preview()
        if self._bulk is not None:
            self.table.focus()

    def action_save(self) -> None:
        """Write the value to the cars that can take it; what is doubtful asks for the key once more."""
        self._preview()
        found, text = self._bulk, self.query_one(Field).value
        if found is None or not found.changed:
            if not self._problems:
                self.say(_("Type a value first") if found is None else _("Nothing changes"), wrong=found is None)
            return
        if found.doubts and self._confirmed != text:
            self._confirmed = text
            doubt = problem_text(self.desk, found.doubts[0])
            self.say(_("%(doubt)s: ctrl+s once more writes it all the same") % {"doubt": doubt})
            return
        if not self._writing:
            self._writing = True
            self._write(found)

    @work(thread=True, group="write")
    def _write(self, found: BulkEdit) -> None:
        try:
            bulk.apply(self.desk, found, confirm=True)
        except NearnewError as error:
            self.post_message(self.Ended(0, error))
        else:
            self.post_message(self.Ended(len(found.changed)))

    def on_bulk_screen_ended(self, message: Ended) -> None:
        """Leave; or tell what stands in the way, with the cars as they are now: nothing was written then."""
        message.stop()
        self._writing = False
        error, count = message.error, message.count
        if error is None:
            self.dismiss(count)
            self.desk_app.tell_book_changed()
            self.say(ngettext("%(n)d car changed, u undoes", "%(n)d cars changed, u undoes", count) % {"n": count})
        elif isinstance(error, Conflict) and error.clashes:
            self.desk_app.look_at_book()
            lines = clash_lines(self.desk, error.clashes)
            text = ngettext(
                "Nothing written: %(n)d car was changed meanwhile; ctrl+s again writes yours over it",
                "Nothing written: %(n)d cars were changed meanwhile; ctrl+s again writes yours over them",
                len(lines),
            ) % {"n": len(lines)}
            self.desk_app.say(text, details=lines, wrong=True)
            self.on_book_changed(BookChanged())
        else:
            self.say_error(error)

    def action_back(self) -> None:
        """Return without writing."""
        self.dismiss(None)
