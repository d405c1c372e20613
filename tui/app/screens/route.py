"""The route of a shipment, leg by leg, and its containers with what is loaded in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.app.glyphs import Glyphs
from tui.app.manifest import route_text
from tui.app.messages import BookChanged
from tui.app.screens.base import DeskScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.forms.journey import JourneyForm
from tui.app.widgets.cells import wrap
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Lines, Piece, Rule
from tui.app.widgets.table import Column, RowTable
from tui.desk import journeying
from tui.desk.context import Desk
from tui.desk.journey_words import container_text, leg_text, stage_text
from tui.desk.kinds import SHIPMENTS
from tui.domain.routes import leg_problems
from tui.domain.shipments import Shipment
from tui.errors import NearnewError
from tui.i18n.on_screen import screen_problem
from tui.i18n.translator import _


@dataclass(frozen=True)
class Part:
    """A leg, by its place, or a container, by its number, in words."""

    form: str
    key: str
    text: str


class RouteScreen(DeskScreen[None]):
    """Legs and containers of one shipment."""

    NAME = "route"
    CSS_PATH = "../styles/shipping.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("route")

    def __init__(self, desk: Desk, glyphs: Glyphs, shipment_id: int) -> None:
        super().__init__(desk, glyphs)
        self.table: RowTable[Part] = RowTable(glyphs, lambda one: (one.form, one.key), id="parts")
        self.table.when_moved = self._explain
        self._shipment_id = shipment_id

    @property
    def _shipment(self) -> Shipment | None:
        return self.desk.store.get(SHIPMENTS, self._shipment_id)

    def compose(self) -> ComposeResult:
        """Lay out head, legs and containers, and what is wrong with the route."""
        yield Lines(self.glyphs, id="headline")
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="route-head")
        yield Rule(self.glyphs)
        yield self.table
        yield Rule(self.glyphs)
        yield Lines(self.glyphs, id="route-note")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Show the journey."""
        self.retranslate()
        self.table.focus()

    def retranslate(self) -> None:
        """Set every text in the language of the moment."""
        shipment = self._shipment
        if shipment is None:
            self.leave_for(_("This shipment is no longer in the book"))
            return
        kinds = {"leg": _("Leg"), "container": _("Container")}
        self.table.set_columns(
            [
                Column("part", _("Part"), lambda one: kinds[one.form], 9),
                Column("key", "#", lambda one: one.key if one.form == "leg" else "", 2, right=True),
                Column("text", _("Journey and load"), lambda one: one.text, 40, most=200),
            ]
        )
        self.table.set_rows(self._parts(shipment))
        title = _("Route and load of %(number)s") % {"number": shipment.number}
        self.query_one("#headline", Lines).show([Piece(" nearnew  ", "accent"), Piece(title, "strong")])
        stage = _("Stage: %(stage)s") % {"stage": stage_text(self.desk, shipment)}
        self.query_one("#route-head", Lines).show(
            [Piece(f" {route_text(shipment, self.glyphs)}")], [Piece(f" {stage}", "faint")]
        )
        self._explain()

    def _parts(self, shipment: Shipment) -> list[Part]:
        arrow = self.glyphs.arrow
        legs = [Part("leg", str(n), leg_text(self.desk, leg, arrow)) for n, leg in enumerate(shipment.legs, start=1)]
        return [*legs, *(Part("container", box.number, container_text(self.desk, box)) for box in shipment.containers)]

    def _explain(self) -> None:
        """The part under the cursor whole, and what is still to be done about route and load."""
        shipment, part = self._shipment, self.table.row
        if shipment is None:
            return
        width = max(self.size.width - 2, 20)
        told = wrap(part.text, width)[:2] if part is not None else []
        wrong = [screen_problem(one) for one in leg_problems(shipment.legs, shipment.deal.country)]
        loaded = {car_id for box in shipment.containers for car_id in box.car_ids}
        loose = [car_id for car_id in shipment.car_ids if car_id not in loaded]
        if shipment.containers and loose:
            wrong.append(_("%(n)d of %(all)d cars are in no container") % {"n": len(loose), "all": len(shipment.lines)})
        if not shipment.legs:
            wrong.append(_("No leg yet; a adds the first one"))
        lines = [[Piece(f" {line}")] for line in told]
        lines += [[Piece(f" {self.glyphs.action} {text}", "action")] for text in wrong[: 4 - len(told)]]
        self.query_one("#route-note", Lines).show(*lines)

    def on_book_changed(self, event: BookChanged) -> None:
        """Show the journey as the book has it now."""
        event.stop()
        self.retranslate()

    def _form(self, form: str, key: str = "") -> None:
        shipment = self._shipment
        if shipment is not None:
            self.app.push_screen(
                JourneyForm(self.desk, self.glyphs, form, shipment, key), lambda _done: self.retranslate()
            )

    @on(RowTable.Chosen, "#parts")
    def action_edit(self) -> None:
        """Change the part under the cursor."""
        if self.table.row is not None:
            self._form(self.table.row.form, self.table.row.key)

    def action_add_leg(self) -> None:
        """Add a leg."""
        self._form("leg")

    def action_add_container(self) -> None:
        """Add a container."""
        self._form("container")

    def action_remove(self) -> None:
        """Take the part under the cursor away, after a question."""
        part = self.table.row
        if part is None:
            return

        def agreed(yes: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            shipment = self._shipment
            if not yes or shipment is None:
                return
            try:
                if part.form == "leg":
                    journeying.remove_leg(self.desk, shipment, int(part.key))
                else:
                    box = journeying.container_named(shipment, part.key)
                    journeying.remove_container(self.desk, shipment, box)
            except NearnewError as error:
                self.say_error(error)
                return
            self.desk_app.tell_book_changed()

        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, _("Take this away?"), [part.text]), agreed)

    def action_back(self) -> None:
        """Return to the shipment."""
        self.dismiss(None)
