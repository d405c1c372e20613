"""One search over everything: the actions of the screen below, cars, shipments, destinations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from tui.app import wording
from tui.app.commands import Action, key_text, of_screen
from tui.app.glyphs import Glyphs
from tui.app.places import make
from tui.app.screens.base import DeskScreen
from tui.app.screens.picking import PickScreen
from tui.app.widgets.lines import Piece
from tui.app.widgets.table import Column
from tui.desk.context import Desk
from tui.desk.lookup import Lookup
from tui.domain.cars import Car, stage
from tui.domain.shipments import Shipment
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import LANGUAGES, _

if TYPE_CHECKING:
    from tui.app.app import DeskApp

_MOST_CARS = 40
_MOST_OTHERS = 12
_TAIL = 8


@dataclass(frozen=True)
class Entry:
    """Something the palette finds: what it is, what is called so, and what enter does."""

    key: Hashable
    sort: str
    label: str
    detail: str
    help: str
    follow: Callable[[], Awaitable[None] | None]


class PaletteScreen(PickScreen[Entry]):
    """The palette behind ``ctrl+p``."""

    def __init__(self, desk: Desk, glyphs: Glyphs, below: DeskScreen[Any], keys: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(desk, glyphs)
        self._below = below
        self._keys = keys
        self._lookup = Lookup(desk)
        self._more = 0
        known = set(desk.library.destinations) | desk.library.profiles.keys()
        self._places = sorted(known)

    @staticmethod
    async def follow(entry: Entry | None) -> None:
        """Do what was picked."""
        if entry is not None:
            going = entry.follow()
            if isawaitable(going):
                await going

    def title_text(self) -> str:
        """The title."""
        return _("Find all: actions, cars, shipments, destinations")

    def columns(self) -> Sequence[Column[Entry]]:
        """What it is, its name, and more about it."""
        return [
            Column("sort", "", lambda entry: entry.sort, 8),
            Column("label", _("Name"), lambda entry: entry.label, 24, most=36),
            Column("detail", _("More"), lambda entry: entry.detail, 24, most=64),
        ]

    def choices(self, text: str) -> Sequence[Entry]:
        """Actions for an empty text; for a typed one everything that has all its words, the surest first."""
        found = [self._action(action) for action in self._actions(text)]
        self._more = 0
        if not text:
            return found
        cars, count = self._lookup.cars(text, _MOST_CARS)
        self._more = count - len(cars)
        shipments = self._lookup.shipments(text, _MOST_OTHERS)
        places = [code for code in self._places if self._is_called(code, text)][:_MOST_OTHERS]
        others = [*map(self._shipment, shipments), *map(self._place, places)]
        return [*found[:_MOST_OTHERS], *others, *map(self._car, cars)]

    def key(self, row: Entry) -> Hashable:
        """What the entry is of, and which."""
        return row.key

    def help_lines(self, row: Entry | None) -> tuple[Sequence[Piece], ...]:
        """What enter does, and how many cars are left out."""
        if row is None:
            return ([Piece(_("Nothing here is called that"), "faint")],)
        more = _("%(cars)s more; type on") % {"cars": count_of_cars(self._more)} if self._more else ""
        return ([Piece(row.help)], [Piece(more, "faint")])

    # actions

    def _actions(self, text: str) -> list[Action]:
        words = text.casefold().split()
        offered = (one for one in of_screen(self._below.NAME) if one.id != "app.palette" and self._can(one))
        return [action for action in offered if all(one in self._haystack(action) for one in words)]

    def _can(self, action: Action) -> bool:
        target = self._below.action_target(action.method)
        return target is not None and target.check_action(action.method, ()) is not False

    def _haystack(self, action: Action) -> str:
        texts = (*self._keys[action.id], _(action.label), _(action.help), action.label, action.help, action.command)
        return "\n".join(texts).casefold()

    def _action(self, action: Action) -> Entry:
        keys = " ".join(key_text(key) for key in self._keys[action.id])
        run = partial(self._desk_app_of_below.run_on, self._below, action)
        return Entry(("action", action.id), _("action"), _(action.label), keys, _(action.help), run)

    # records

    def _car(self, car: Car) -> Entry:
        make_of = self.desk.library.makes.get(car.make)
        name = make_of.name(self.desk.language) if make_of else car.make
        label = " ".join(part for part in (name, car.model, car.trim) if part)
        vin = car.vin[-_TAIL:] if car.vin else _("no VIN")
        kept = _("archived") if car.archived else word(self.desk.library.words, "stage", stage(car).value)
        detail = " · ".join(part for part in (vin, car.stock_number, kept) if part)
        return Entry(("car", car.id), _("car"), label, detail, _("Open the car"), partial(self._app_open_car, car.id))

    def _app_open_car(self, car_id: int) -> None:
        self._desk_app_of_below.open_car(car_id)

    def _shipment(self, shipment: Shipment) -> Entry:
        detail = f"{wording.destination_name(shipment.deal.country)} · {count_of_cars(len(shipment.lines))}"
        return Entry(
            ("shipment", shipment.id),
            _("shipment"),
            shipment.number,
            detail,
            _("Open the shipment"),
            partial(self._open_shipment, shipment.id),
        )

    def _open_shipment(self, shipment_id: int) -> None:
        app = self._desk_app_of_below
        app.push_screen(make("shipment", "ShipmentScreen", self.desk, self.glyphs, shipment_id))

    def _place(self, code: str) -> Entry:
        library = self.desk.library
        detail = (
            _("rules") if code in {*library.destinations, *library.covered} else _("no rules for this country here")
        )
        return Entry(
            ("place", code),
            _("country"),
            wording.destination_name(code),
            detail,
            _("Check the stock for this country"),
            partial(self._check_for, code),
        )

    def _check_for(self, code: str) -> None:
        self._desk_app_of_below.open_stock("", code)

    @staticmethod
    def _is_called(code: str, text: str) -> bool:
        name = text.casefold()
        return code.casefold() == name or any(name in formats.country(code, tag).casefold() for tag in LANGUAGES)

    @property
    def _desk_app_of_below(self) -> DeskApp:
        return self._below.desk_app
