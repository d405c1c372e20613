"""One field of many cars: choose the field, type the value, see every car before and after, write it as one step."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.labels import problem_text
from tui.app.pages import fact_text
from tui.app.screens.forms.car import CHOICES
from tui.app.screens.forms.choices import Choice, ChoiceScreen
from tui.app.screens.picking import PickScreen
from tui.app.screens.previewing import PreviewScreen
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
from tui.domain.cars import Car
from tui.domain.fields import Place
from tui.domain.problems import Problem
from tui.i18n.field_labels import label_of
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _, ngettext

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


class BulkScreen(PreviewScreen[BulkEdit]):
    """The value, and what it makes of every car; dismisses with the count of cars written, or None."""

    NAME = "bulk"
    SUM = "#bulk-sum"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("bulk")

    def __init__(self, desk: Desk, glyphs: Glyphs, cars: Sequence[Car]) -> None:
        super().__init__(desk, glyphs, cars, "bulk-cars")
        self._field = ""

    def compose(self) -> ComposeResult:
        """Lay out title, field, what it was understood as, the cars, what would be written, and footer."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Prompt(self.glyphs, field="bulk-value", id="bulk-field")
        yield Lines(self.glyphs, id="bulk-echo")
        yield Rule(self.glyphs)
        yield self.table
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="bulk-why")
        yield Lines(self.glyphs, id="bulk-sum")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Ask for the field first."""
        self.table.set_rows(self.cars)
        self.retranslate()
        self.query_one(Field).focus()
        self.action_field()

    def retranslate(self) -> None:
        """Set every text; the value and the cursor stay."""
        title = label_of(self._field) if self._field else _("Change a field")
        self.query_one("#headline", Lines).show([
            Piece(" nearnew  ", "accent"), Piece(f"{title}  ", "strong"), Piece(count_of_cars(len(self.cars))),
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
            Column("then", _("Then"), self._then_text, 18, most=60, tone=self._tone),
        ]

    def _car_name(self, car: Car) -> str:
        make = self.desk.library.makes.get(car.make)
        return f"{make.name(self.desk.language) if make else car.make} {car.model}"

    def _shown(self, value: object) -> str:
        return _("not known") if value is None or value == "" else fact_text(self.desk, self._field, value)

    def _now(self, car: Car) -> str:
        return self._shown(bulk.value_now(self.desk, car, self._field)) if self._field else ""

    def _then_text(self, car: Car) -> str:
        edit = self.edits.get(car.id)
        if edit is None:
            return ""
        if edit.problems:
            return problem_text(self.desk, edit.problems[0])
        return self._shown(edit.changes[-1].after) if edit.changes else _("stays")

    def _tone(self, car: Car) -> str:
        edit = self.edits.get(car.id)
        if edit is None or self.found is None:
            return ""
        if edit in self.found.refused:
            return "blocked"
        return ("action" if edit.problems else "ready") if edit.changes else "faint"

    def _show_state(self) -> None:
        found = self.found
        echo: list[Piece] = []
        if self.problems:
            echo = [Piece(f" {problem_text(self.desk, self.problems[0])}", "blocked")]
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
        self.explain()
        self.table.redraw()

    @on(RowTable.Moved, "#bulk-cars")
    def explain(self) -> None:
        """Say in full what is wrong with the car under the cursor."""
        self.query_one("#bulk-why", Lines).show(self.why_pieces())

    # what the value does

    def asks(self, text: str) -> bool:
        """Whether a field is chosen and something typed."""
        return bool(self._field and text.strip())

    def work_out(self, text: str, tell: Callable[[int], None]) -> BulkEdit:
        """Set the field on every car."""
        return bulk.preview(self.desk, self.cars, self._field, text, tell)

    def edits_of(self, found: BulkEdit) -> Iterable[CarEdit]:
        """All cars, whether they change or not."""
        return (*found.changed, *found.same, *found.refused)

    def changes(self, found: BulkEdit) -> int:
        """The cars that change."""
        return len(found.changed)

    def doubts(self, found: BulkEdit) -> Sequence[Problem]:
        """What is doubtful about those that change."""
        return found.doubts

    def write(self, found: BulkEdit) -> None:
        """Write those that change."""
        bulk.apply(self.desk, found, confirm=True)

    def written(self, count: int) -> str:
        """How many changed, and how to take it back."""
        return ngettext("%(n)d car changed, u undoes", "%(n)d cars changed, u undoes", count) % {"n": count}

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
        self.preview()
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

    @on(Input.Submitted, "#bulk-value")
    def _submitted(self) -> None:
        self.preview(self._go_to_cars)

    def _go_to_cars(self) -> None:
        if self.found is not None:
            self.table.focus()

    def action_back(self) -> None:
        """Stop what is going on, else return without writing."""
        self.stop_or_leave()
