"""What a public decoder reads out of the VINs of cars, beside what the book has; nothing of it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType

from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.fetching import FetchScreen
from tui.app.screens.reading import ReadScreen
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Paragraph, Piece
from tui.desk import updating
from tui.desk.context import Desk
from tui.domain.cars import Car
from tui.errors import NearnewError, UsageError
from tui.feeds.addresses import host_of
from tui.feeds.vins import VinHint, address_of
from tui.i18n.translator import _, ngettext


def ask_vins(screen: DeskScreen[Any], cars: Sequence[Car]) -> None:
    """Look up the VINs of cars, after showing what would be sent; says why not where it is off or there is none."""
    desk, asked = screen.desk, {car.vin: car for car in cars if car.vin}
    try:
        updating.check_look_up(desk, list(asked))
        if not asked:
            raise UsageError("vin_lookup_without", value=cars[0].stock_number if cars else "")
    except NearnewError as error:
        screen.say_error(error)
        return
    url = desk.settings.network.vin_url
    place = {"n": len(asked), "host": host_of(url)}
    question = ngettext("Send this VIN to %(host)s?", "Send these %(n)d VINs to %(host)s?", len(asked)) % place
    details = [
        *(f"GET {address_of(url, vin)}" for vin in asked),
        "",
        _("Nothing else is sent, and nothing is written."),
    ]

    def agreed(yes: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
        if yes:
            heading = _("Looking up what %(host)s reads out of VINs") % place
            fetch = FetchScreen(
                desk,
                screen.glyphs,
                heading,
                lambda client: updating.look_up_vins(desk, list(asked), told=lambda _address: None, client=client),
            )
            screen.app.push_screen(fetch, found)

    def found(hints: list[VinHint] | None) -> None:
        if hints is not None:
            screen.app.push_screen(VinHintsScreen(desk, screen.glyphs, [(asked[one.vin], one) for one in hints]))

    screen.app.push_screen(ConfirmScreen(desk, screen.glyphs, question, details), agreed)


class VinHintsScreen(ReadScreen):
    """The hints, car by car."""

    NAME = "vin_hints"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("vin_hints")

    def __init__(self, desk: Desk, glyphs: Glyphs, hints: Sequence[tuple[Car, VinHint]]) -> None:
        super().__init__(desk, glyphs)
        self._hints = hints

    def title_pieces(self) -> Sequence[Piece]:
        """Who said so."""
        host = host_of(self.desk.settings.network.vin_url)
        return [Piece(_("VINs as %(host)s reads them") % {"host": host} + "  ", "strong")]

    def paragraphs(self) -> Sequence[Paragraph]:
        """Each VIN with what was sent, what came back and what the book has."""
        page = [Paragraph(_("A hint only: few Chinese makers are known there. Nothing was written."), "faint")]
        for car, hint in self._hints:
            page += [Paragraph(""), *self._of(car, hint)]
        return page

    def _of(self, car: Car, hint: VinHint) -> Iterator[Paragraph]:
        yield Paragraph(f"{hint.vin}  {car.stock_number}", "strong")
        sent = address_of(self.desk.settings.network.vin_url, hint.vin)
        yield Paragraph(f"GET {sent}", "faint", head=_("Sent: "), indent=2)
        make = self.desk.library.makes.get(car.make)
        names = {car.make, *make.names.values(), *make.aliases} if make else {car.make}
        year = str(car.model_year or "")
        lines = (
            (_("Make"), hint.make, make.name(self.desk.language) if make else car.make, names),
            (_("Model"), hint.model, car.model, {car.model}),
            (_("Model year"), hint.model_year, year, {year}),
        )
        for label, theirs, ours, known in lines:
            differs = bool(theirs and ours) and theirs.casefold() not in {one.casefold() for one in known}
            text = _("%(theirs)s; in the book %(ours)s") % {"theirs": theirs or "–", "ours": ours or "–"}
            head = (f"{self.glyphs.action} " if differs else "  ") + _("%(label)s: ") % {"label": label}
            yield Paragraph(text, "action" if differs else "", head=head, indent=2)
        for label, text in ((_("Maker"), hint.maker), (_("Remark"), hint.remark)):
            if text:
                yield Paragraph(text, head="  " + _("%(label)s: ") % {"label": label}, indent=2)
