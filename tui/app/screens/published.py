"""Published rules as they were fetched: who signed them, what they change, and for which cars."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any, ClassVar

from textual import work
from textual.binding import BindingType

from tui.app.glyphs import Glyphs
from tui.app.screens.base import DeskScreen
from tui.app.screens.fetching import FetchScreen
from tui.app.screens.reading import ReadScreen
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.lines import Paragraph, Piece
from tui.desk import rule_updating
from tui.desk.context import Desk
from tui.desk.pack_words import diff_lines, fault_lines
from tui.desk.rule_change_words import record_lines, screening_lines, signed_line
from tui.desk.rule_updating import Prepared
from tui.desk.ruling import Made
from tui.errors import NearnewError
from tui.feeds.addresses import host_of
from tui.feeds.client import Client
from tui.i18n.translator import _


def ask_rules(screen: DeskScreen[Any]) -> None:
    """Fetch the published rules and show what they would change; until then it lies in a scratch folder."""
    desk, scratch = screen.desk, ExitStack()

    def fetch(client: Client) -> Prepared:
        offered = scratch.enter_context(rule_updating.fetched(desk, client=client))
        return rule_updating.prepared(desk, offered, client.check_cancelled)

    def fetched(found: Prepared | None) -> None:
        if found is None:
            scratch.close()
        elif found.plans or not found.sound:
            shown = PublishedScreen(desk, screen.glyphs, found)
            screen.app.push_screen(shown, lambda _nothing: scratch.close())
        else:
            _nothing_new(screen, found)
            scratch.close()

    host = host_of(desk.settings.rules.index)
    heading = _("Fetching the published rules from %(host)s") % {"host": host} if host else _("Fetching rules")
    after = _("Checking the golden cases, and what the rules do to your cars")
    screen.app.push_screen(FetchScreen(desk, screen.glyphs, heading, fetch, after=after), fetched)


def _nothing_new(screen: DeskScreen[Any], found: Prepared) -> None:
    """Remember the index, so that no older one is believed after it, and say that there is nothing to install."""
    try:
        rule_updating.install(screen.desk, found.offered)
    except NearnewError as error:
        screen.say_error(error)
    else:
        screen.say(_("The published rules are in use already."))


class PublishedScreen(ReadScreen):
    """What is published; i installs it, escape leaves everything as it is."""

    NAME = "published"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("published")

    def __init__(self, desk: Desk, glyphs: Glyphs, found: Prepared) -> None:
        super().__init__(desk, glyphs)
        self._found = found
        self._installing = False

    def title_pieces(self) -> Sequence[Piece]:
        """What is read."""
        title = [Piece(_("Published rules") + "  ", "strong")]
        if not self._found.sound:
            title.append(Piece(f"{self.glyphs.blocked} " + _("faulty; they cannot be installed"), "blocked"))
        return title

    def paragraphs(self) -> Sequence[Paragraph]:
        """Signature, then each pack with its changes and what they do to the cars."""
        found = self._found
        page = [Paragraph(signed_line(found.offered))]
        if found.checked is not None and not found.sound:
            return [*page, Paragraph(""), *(Paragraph(line, "blocked") for line in fault_lines(found.checked))]
        for plan in found.plans:
            page.append(Paragraph(""))
            heading, *lines = diff_lines(self.desk, plan.diff)
            page.append(Paragraph(heading, "strong"))
            page += [_paragraph(line) for line in (*screening_lines(self.desk, plan.screening), "", *lines)]
        return page

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer to install only what is sound."""
        return action != "install" or self._found.sound

    def action_install(self) -> None:
        """Install what is shown."""
        if not self._installing:
            self._installing = True
            self.say(_("Installing the rules and screening your cars"))
            self._install()

    @work(thread=True, exclusive=True, group="install", description="install rules")
    def _install(self) -> None:
        try:
            made = rule_updating.install(self.desk, self._found.offered)
        except NearnewError as error:
            self.app.call_from_thread(self._failed, error)
        else:
            self.app.call_from_thread(self._installed, made)

    def _failed(self, error: NearnewError) -> None:
        self._installing = False
        self.say_error(error)
        self.desk_app.tell_book_changed()

    def _installed(self, made: Sequence[Made]) -> None:
        self._installing = False
        self.desk_app.tell_book_changed()
        details = [line for one in made for line in record_lines(self.desk, one.record)]
        self.desk_app.say(_("In use now: rules %(packs)s.") % {"packs": self.desk.library.packs_version}, details)
        self.dismiss(None)

    def action_back(self) -> None:
        """Leave the rules as they are, unless they are being installed this moment."""
        if not self._installing:
            self.dismiss(None)


def _paragraph(line: str) -> Paragraph:
    """A line as a paragraph that keeps its indent, and hangs behind the sign of a rule that comes, goes or changes."""
    head = line[:2] if line[:2] in {"+ ", "- ", "~ "} else ""
    text = line.removeprefix(head)
    return Paragraph(text.strip(), head=head, indent=len(text) - len(text.lstrip()))
