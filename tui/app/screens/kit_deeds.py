"""What is done from a kit beyond its items: what they are worked out from, photos of a folder, a copy elsewhere."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from tui.app.glyphs import Glyphs
from tui.app.screens.asking import EntryScreen
from tui.app.screens.base import DeskScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.forms.asking import Answer, QuestionScreen
from tui.app.screens.forms.car import CarForm
from tui.app.screens.forms.sheet import SheetForm
from tui.app.screens.inspections import InspectionsScreen
from tui.app.screens.picking import PickScreen
from tui.app.screens.repair_partners import RepairPartnersScreen
from tui.app.widgets.lines import Piece
from tui.app.widgets.table import Column
from tui.app.wording import country_name
from tui.desk import kit_board, kit_photos, kit_words, localising
from tui.desk.context import Desk
from tui.desk.editing import name_of
from tui.desk.kit_book import ModelAt, kit_book
from tui.desk.kit_photos import Photos
from tui.desk.localising import CopyPlan, KitPage
from tui.domain.cars import Car
from tui.domain.kit_standing import ItemStanding
from tui.domain.kits import Computed, ItemScope
from tui.errors import NearnewError
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import _, ngettext

_MOST_TOLD = 9
_BY_PARTNERS = frozenset({Computed.REPAIR_PARTNER, Computed.HIGH_VOLTAGE, Computed.DIAGNOSTICS})
_BY_PARTS = frozenset({Computed.CRITICAL_PARTS, Computed.LEAD_TIME, Computed.WEAR_STOCK, Computed.PARTS_ALONG})
_FIELDS = {
    Computed.MENU_LANGUAGE: "software_languages", Computed.CHARGING_PORT: "charge_port",
    Computed.CHARGING_FITS: "charge_port",
}  # fmt: skip
"""Where a fact that an item is worked out from is typed in."""


@dataclass(frozen=True)
class Target:
    """A kit that another may be copied to."""

    at: ModelAt
    model: str
    country: str


class TargetScreen(PickScreen[Target]):
    """The kits to copy to: the same model in other countries, then other models in the same country."""

    def __init__(self, desk: Desk, glyphs: Glyphs, source: ModelAt) -> None:
        super().__init__(desk, glyphs)
        self._source = source

    def title_text(self) -> str:
        """The title."""
        told = {"model": kit_words.model_text(self.desk, self._source), "country": country_name(self._source.country)}
        return _("Copy the kit of %(model)s for %(country)s where?") % told

    def columns(self) -> Sequence[Column[Target]]:
        """Country and model."""
        return [
            Column("country", _("Country"), lambda one: f"{one.at.country} {one.country}", 18, most=34),
            Column("model", _("Model"), lambda one: one.model, 24, most=60),
        ]

    def choices(self, text: str) -> Sequence[Target]:
        """The kits whose model or country holds the text."""
        source = self._source
        elsewhere = [msgspec.structs.replace(source, country=code) for code in kit_board.columns(self.desk)]
        others = [msgspec.structs.replace(one, country=source.country) for one in localising.models(self.desk)]
        found = [
            Target(at, kit_words.model_text(self.desk, at), country_name(at.country))
            for at in (*elsewhere, *others)
            if at.key != source.key
        ]
        typed = text.casefold()
        return [one for one in found if typed in f"{one.at.country} {one.country} {one.model}".casefold()]

    def key(self, row: Target) -> Hashable:
        """The key of the kit."""
        return row.at.key

    def help_lines(self, row: Target | None) -> tuple[Sequence[Piece], ...]:
        """What of it would hold there."""
        if row is None:
            return ([Piece(_("No kit is called that"), "faint")],)
        plan = localising.plan_copy(self.desk, self._source, row.at)
        holds = sum(one.holds for one in plan.carried)
        text = _("holds there: %(holds)s; only who does it: %(plans)s; stays as it is there: %(kept)s")
        return ([Piece(text % {"holds": holds, "plans": len(plan.carried) - holds, "kept": len(plan.kept)})],)


class KitDeeds(DeskScreen[None]):
    """The base of a kit's screen."""

    at: ModelAt
    car: Car | None
    page: KitPage | None = None
    one: Any

    # what an item is worked out from

    def open_source(self, one: ItemStanding) -> None:
        """Go to the records that a computed item is worked out from."""
        computed = one.item.computed
        if computed in _BY_PARTNERS:
            self.action_partners()
        elif computed in _BY_PARTS:
            self.action_parts()
        elif computed is Computed.BATTERY_HEALTH and self.car is not None:
            self.app.push_screen(InspectionsScreen(self.desk, self.glyphs, self.car))
        elif computed in _FIELDS and (car := self._any_car()) is not None:
            sheet = self.desk.sheet_of(car) if self.car is None else None
            if sheet is not None:
                self.app.push_screen(SheetForm(self.desk, self.glyphs, sheet, at=_FIELDS[computed]))
            else:
                self.app.push_screen(CarForm(self.desk, self.glyphs, car, at=_FIELDS[computed]))
        else:
            text = _("It is worked out from the model sheet; no car of this model is in stock to type it in at")
            self.say(text)

    def _any_car(self) -> Car | None:
        """The car of the page, else one of the model that goes there; what all share goes to the model sheet."""
        if self.car is not None:
            return self.car
        fits = (
            car
            for car, country in localising.bound(self.desk)
            if localising.model_of(self.desk, car, country).key == self.at.key
        )
        return next(fits, None)

    def action_partners(self) -> None:
        """The repair partners in the country that cover the make."""
        self.app.push_screen(RepairPartnersScreen(self.desk, self.glyphs, self.at.country, self.at.make))

    def action_parts(self) -> None:
        """The parts of the model."""
        from tui.app.screens.parts import PartsScreen

        self.app.push_screen(PartsScreen(self.desk, self.glyphs, self.at))

    # photos

    def action_photos(self) -> None:
        """Add the photos of a folder whose names carry VINs."""
        one: ItemStanding | None = self.one
        own = one is not None and one.item.scope is ItemScope.CAR and self.car is not None
        item = one.item.id if one is not None and own else ""
        title = (
            _("Photos of: %(item)s. Folder of files whose names carry VINs, or their last six or more characters")
            % {"item": _(one.item.title)}
            if one is not None and own
            else _("Folder of files whose names carry a VIN and an item, such as VIN ui-keys.jpg")
        )
        screen = EntryScreen(self.desk, self.glyphs, title=title, prompt=_("Folder"), value="", read=_folder_read)
        self.app.push_screen(screen, lambda text: self._propose(text, item) if text else None)

    def _propose(self, text: str, item: str) -> None:
        try:
            found = kit_photos.propose(self.desk, Path(text.strip()).expanduser(), item, self.at.country)
        except NearnewError as error:
            self.say_error(error)
            return
        if not found.matches:
            files = len(found.unmatched)
            told = ngettext("%(n)d file, none fits a car", "%(n)d files, none fits a car", files) % {"n": files}
            self.say(told, wrong=True)
            return
        titles = {one.id: _(one.title) for one in kit_book(self.desk).template(self.at).items}
        details = [
            f"{one.path.name} {self.glyphs.arrow} {name_of(one.car)}, {titles.get(one.item, one.item)}"
            for one in found.matches
        ]
        details += [_("fits no car: %(file)s") % {"file": path.name} for path in found.unmatched]
        if len(details) > _MOST_TOLD:
            rest = len(details) - _MOST_TOLD
            details = [*details[:_MOST_TOLD], _("and %(n)d more") % {"n": rest}]
        cars, count = count_of_cars(len({one.car.id for one in found.matches})), len(found.matches)
        fitting = ngettext("%(n)d file", "%(n)d files", count) % {"n": count}
        question = _("Add %(files)s to %(cars)s?") % {"files": fitting, "cars": cars}
        answers = [
            Answer("yes", _("Add them; the VIN can be seen on each")),
            Answer("no", _("Add them; the VIN cannot be seen")),
            Answer("", _("Add nothing")),
        ]
        screen = QuestionScreen(self.desk, self.glyphs, question, details, answers)
        self.app.push_screen(screen, lambda word: self._add_photos(found, word) if word else None)

    def _add_photos(self, photos: Photos, seen: str) -> None:
        try:
            cars = kit_photos.add(self.desk, photos, [("vin_visible", seen)])
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        self.say(_("Photos added to %(cars)s; u takes them back") % {"cars": count_of_cars(cars)})

    # copying

    def action_copy(self) -> None:
        """Copy the kit of the model to another country or model, after a look at what still holds."""
        self.app.push_screen(TargetScreen(self.desk, self.glyphs, self.at), self._plan)

    def _plan(self, target: Target | None) -> None:
        if target is None:
            return
        plan = localising.plan_copy(self.desk, self.at, target.at)
        if not plan.carried:
            self.say(_("Nothing to copy: nobody said anything of this kit yet, or all of it is said there"))
            return
        items = {one.id: _(one.title) for one in kit_book(self.desk).template(plan.target).items}
        details = [_("Languages, charging, partners and parts are worked out anew there"), ""]
        for one in plan.carried:
            mark = self.glyphs.ready if one.holds else self.glyphs.action
            said = _("%(item)s: holds there") if one.holds else _("%(item)s: only who does it, and what it takes")
            details.append(f"{mark} " + said % {"item": items.get(one.entry.item, one.entry.item)})
        for name in plan.kept:
            told = _("%(item)s: stays as it is there") % {"item": items.get(name, name)}
            details.append(f"{self.glyphs.dash} {told}")
        question = _("Copy to %(model)s, %(country)s?") % {"model": target.model, "country": target.country}
        screen = ConfirmScreen(self.desk, self.glyphs, question, details)
        self.app.push_screen(screen, lambda yes: self._copy(plan) if yes else None)

    def _copy(self, plan: CopyPlan) -> None:
        try:
            localising.copy(self.desk, localising.plan_copy(self.desk, plan.source, plan.target))
        except NearnewError as error:
            self.say_error(error)
            return
        self.desk_app.tell_book_changed()
        told = {"model": kit_words.model_text(self.desk, plan.target), "country": country_name(plan.target.country)}
        self.say(_("Copied to %(model)s, %(country)s; u takes it back") % told)


def _folder_read(text: str) -> tuple[str, bool]:
    path = Path(text.strip()).expanduser()
    return (str(path.absolute()), True) if path.is_dir() else (_("There is no such folder"), False)
