"""A paper of a shipment as it will be printed, and saving it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from tui.app.columns import TONE_OF
from tui.app.glyphs import Glyphs
from tui.app.manifest import cause_page, not_final_page
from tui.app.messages import BookChanged
from tui.app.screens.asking import EntryScreen
from tui.app.screens.base import DeskScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.dated import ask_day
from tui.app.screens.giving import TONGUES
from tui.app.screens.layouts import LayoutScreen
from tui.app.screens.saving import file_named, read_name
from tui.app.widgets.footer import Footer
from tui.app.widgets.keys import screen_bindings
from tui.app.widgets.leaf import Leaf
from tui.app.widgets.lines import Lines, Page, Piece
from tui.desk import papers, printing, shipments, system_printer, templates
from tui.desk.context import Desk
from tui.desk.issuing import Going, issue
from tui.desk.kinds import ISSUED, SHIPMENTS
from tui.desk.papers import Printout
from tui.desk.rendering import CHINESE, language_of
from tui.desk.shipments import Standing
from tui.domain.shipments import Shipment
from tui.errors import NearnewError
from tui.i18n import formats
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, PAPER_LANGUAGES, _

_FORMS = {"text": N_("text"), "html": "HTML", "pdf": "PDF", "csv": "CSV", "xlsx": "XLSX", "json": "JSON"}


class PaperScreen(DeskScreen[None]):
    """A print preview: final when every car is READY, else a draft that says what is missing."""

    NAME = "paper"
    CSS_PATH = "../styles/shipping.tcss"
    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("paper")

    class Sent(Message):
        """The printer's program has ended: what it answered, or why it did not print."""

        def __init__(self, text: str, error: NearnewError | None = None) -> None:
            super().__init__()
            self.text, self.error = text, error

    def __init__(self, desk: Desk, glyphs: Glyphs, shipment_id: int, issued_id: int | None = None) -> None:
        super().__init__(desk, glyphs)
        self._issued_id = issued_id
        self.kind = papers.KINDS[0]
        self.form = papers.FORMATS[0]
        self.tongue = ""
        self.template = ""
        self.bilingual = False
        self._shipment_id = shipment_id
        self.on = desk.today
        self._wants_draft = False
        self._paper: Printout | None = None
        self._standing: Standing | None = None
        self._text = ""

    def compose(self) -> ComposeResult:
        """Lay out title, paper and keys; nothing stands beside the paper."""
        yield Lines(self.glyphs, id="headline")
        yield Leaf(self.glyphs, id="leaf")
        yield Page(self.glyphs, id="missing-page")
        yield Lines(self.glyphs, id="paper-note")
        yield Footer(self.glyphs)

    def on_mount(self) -> None:
        """Print it on the screen."""
        self.query_one("#missing-page").display = False
        leaf = self.query_one(Leaf)
        self.watch(leaf, "scroll_y", self._show_head, init=False)
        if self.load():
            leaf.focus()

    def retranslate(self) -> None:
        """Set the words around the paper; the paper has a language of its own."""
        self._show_head()
        self._show_note()
        if self._standing is not None:
            self.query_one("#missing-page", Page).show(
                not_final_page(self.desk, self._standing, self.glyphs), top=False
            )

    def load(self, *, top: bool = True) -> bool:
        """Read the shipment from the book and set the paper anew; leave when it is gone."""
        try:
            shipment = self.desk.store.get(SHIPMENTS, self._shipment_id)
            if shipment is None:
                self.leave_for(_("This shipment is no longer in the book"))
                return False
            self.stay()
            self._paper = self._printout(shipment)
            self.kind = self._paper.kind
            self.tongue = self.tongue or language_of(None, self._paper.language, self.desk.language)
            self._text = papers.shown(self._paper, self.form, self.tongue, bilingual=self._beside)
        except NearnewError as error:
            self.say_error(error)
            return False
        self.query_one(Leaf).show(self._text, top=top)
        self.retranslate()
        return True

    def _printout(self, shipment: Shipment) -> Printout:
        """The paper of the shipment as it stands, or the issued one that was asked for as it went out."""
        record = self.desk.store.get(ISSUED, self._issued_id) if self._issued_id is not None else None
        if record is not None:
            return papers.again(self.desk, record)
        self._standing = shipments.standing(self.desk, shipment, self.on)
        draft = self._wants_draft or not self._standing.may_be_final
        return papers.printout(self.desk, shipment, self.kind, self.on, draft=draft)

    def on_book_changed(self, event: BookChanged) -> None:
        """Set the paper as the book is now, where it was scrolled to."""
        event.stop()
        self.load(top=False)

    def _show_head(self) -> None:
        if self._paper is None:
            return
        leaf = self.query_one(Leaf)
        status = Piece(_("DRAFT"), "action") if self._paper.draft else Piece(_("FINAL"), "ready")
        tongue = _(TONGUES[self.tongue]) + (" + " + _(TONGUES[CHINESE]) if self._beside else "")
        checked = "" if self.on == self.desk.today else _("checked for %(day)s") % {"day": self.on} + " · "
        own = f" ({self.template})" if self.template and self.form in templates.FORMS else ""
        pages = _("page %(page)d of %(pages)d") % {"page": leaf.page, "pages": leaf.pages}
        named = f"{self._paper.number} {_(papers.TITLES[self.kind])}  "
        self.query_one("#headline", Lines).show([
            Piece(" nearnew  ", "accent"), Piece(named, "strong"), status,
            Piece(f"  {checked}{_(_FORMS[self.form])}{own} · {tongue} · {pages}"),
        ])  # fmt: skip

    def _show_note(self) -> None:
        """Why it is a draft, in one line."""
        standing, note = self._standing, self.query_one("#paper-note", Lines)
        if self._paper is None:
            return
        face, record = self._paper.paper.face, self._paper.record
        if record is not None:
            told = {"copy": len(record.copies) + 1, "revision": face.revision, "day": formats.day(record.as_of)}
            text = _("Copy %(copy)d of revision %(revision)d, which went out as of %(day)s") % told
            note.show([Piece(f" {self.glyphs.ready} ", "ready"), Piece(text)])
        elif standing is None:
            return
        elif not self._paper.draft:
            text = _("Every car is ready: saved or printed, this is final revision %(revision)d")
            note.show([Piece(f" {self.glyphs.ready} ", "ready"), Piece(text % {"revision": face.revision})])
        elif standing.may_be_final:
            note.show([Piece(" " + _("Every car is ready; f makes it the final paper"))])
        else:
            causes = cause_page(self.desk, standing, self.glyphs)
            mark = Piece(f" {self.glyphs.mark(standing.verdict)} ", TONE_OF[standing.verdict])
            text = _("Not final: %(cause)s") % {"cause": causes[0].text}
            note.show([mark, Piece(text)])

    # what can be done

    def action_final(self) -> None:
        """Make it final, or a draft again; or show what is missing, or the paper again."""
        if self._is_fixed() or self._standing is None:
            return
        if self._standing.may_be_final:
            self._wants_draft = not self._wants_draft
            self.load()
            return
        self._show_missing(not self.query_one("#missing-page").display)

    def _is_fixed(self) -> bool:
        """Whether this is a paper that went out, of which nothing can be chosen any more; says so."""
        if self._issued_id is not None:
            self.say(_("This paper is shown as it went out; p on the shipment prints it as it is now"))
        return self._issued_id is not None

    def _show_missing(self, shown: bool) -> None:  # noqa: FBT001 - a state, not an option
        page, leaf = self.query_one("#missing-page", Page), self.query_one(Leaf)
        page.display, leaf.display = shown, not shown
        (page if shown else leaf).focus()

    def action_kind(self) -> None:
        """Print the next kind of paper."""
        if not self._is_fixed():
            self.kind = _next(papers.KINDS, self.kind)
            self._print_anew()

    def action_tongue(self) -> None:
        """Print in the next language."""
        self.tongue = _next(PAPER_LANGUAGES, self.tongue)
        self._print_anew()

    def action_beside(self) -> None:
        """Print labels and titles in Chinese too, or in one language again."""
        self.bilingual = not self.bilingual
        self._print_anew()

    @property
    def _beside(self) -> bool:
        """Whether Chinese stands beside the paper's language."""
        return self.bilingual and self.tongue != CHINESE

    def action_copy_vins(self) -> None:
        """Copy every VIN of the shipment, one a line, as they stand on the paper."""
        if self._paper is None:
            return
        vins = [car.vin for car in self._paper.summary.cars if car.vin]
        self.app.copy_to_clipboard("\n".join(vins))
        self.say(_("Copied the VINs of %(cars)s") % {"cars": count_of_cars(len(vins))})

    def action_form(self) -> None:
        """Print in the next format; what no terminal shows is shown as the text of the same paper."""
        self.form = _next(papers.FORMATS, self.form)
        self._print_anew()

    def action_layout(self) -> None:
        """Choose among the user's own layouts, the usual one first."""
        found = templates.layouts(self.desk.settings)
        if len(found) == 1:
            self.say(_("No layouts of your own yet: `nearnew shipment template NAME` makes one"))
            return
        self.app.push_screen(LayoutScreen(self.desk, self.glyphs, found, self.template), self._layout_given)

    def _layout_given(self, layout: templates.Layout | None) -> None:
        if layout is not None:
            self.template = layout.name
            if layout.name and self.form not in layout.forms:
                self.form = layout.forms[-1]
            self._print_anew()

    def _template_of(self, form: str) -> Path | None:
        layout = self.template if form in templates.FORMS else ""
        return templates.chosen(self.desk.settings, layout or None, form)

    def action_day(self) -> None:
        """Type the day the paper is checked for."""
        if self._is_fixed():
            return
        title = _("Check the shipment for another day than today, %(day)s") % {"day": self.desk.today}
        ask_day(self, self.on, self._day_given, title)

    def _day_given(self, on: date) -> None:
        self.on = on
        self._print_anew()

    def _print_anew(self) -> None:
        self._show_missing(False)  # noqa: FBT003 - the paper is what was asked for
        self.load()

    def action_next_page(self) -> None:
        """Go to the next page."""
        self.query_one(Leaf).turn(1)

    def action_previous_page(self) -> None:
        """Go to the page before."""
        self.query_one(Leaf).turn(-1)

    def action_back(self) -> None:
        """Back from what is missing to the paper; else to the shipment."""
        if self.query_one("#missing-page").display:
            self._show_missing(False)  # noqa: FBT003 - back to the paper
        else:
            self.dismiss(None)

    # saving

    def action_save(self) -> None:
        """Type the name of a file and write the paper to it."""
        if self._paper is not None:
            self._ask_name(printing.file_name(self._paper, self.form))

    def action_send(self) -> None:
        """Send the paper to the system's printer, after a question that names the program."""
        if self._paper is None:
            return
        was_draft, program = self._paper.draft, " ".join(self.desk.settings.print.command)
        status = _("DRAFT") if was_draft else _("FINAL")

        def answered(agreed: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            if agreed:
                self._send(was_draft=was_draft)

        question = _("Send the paper, %(status)s, to the printer?") % {"status": status}
        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, question, [program]), answered)

    def _send(self, *, was_draft: bool) -> None:
        form = self.form if self.form in system_printer.FORMS else "pdf"
        content = self._rendered(form, was_draft=was_draft)
        if content is None or self._paper is None:
            return
        name = printing.file_name(self._paper, form)
        try:
            issue(self.desk, [Going(self._paper, form, self.tongue, self._beside)])
        except NearnewError as error:
            self.say_error(error)
            return
        if not was_draft:
            self.desk_app.tell_book_changed()
        self.say(_("Sending %(name)s to the printer…") % {"name": name})
        self._print(content, name)

    @work(thread=True, group="print", description="print a paper")
    def _print(self, content: bytes, name: str) -> None:
        try:
            answer = system_printer.send(self.desk.settings.print, content, name)
        except NearnewError as error:
            self.post_message(self.Sent("", error))
            return
        self.post_message(self.Sent(_("%(name)s: sent to the printer. %(answer)s") % {"name": name, "answer": answer}))

    def on_paper_screen_sent(self, event: Sent) -> None:
        """Say what the printer answered."""
        event.stop()
        if event.error is not None:
            self.say_error(event.error)
        else:
            self.say(event.text)

    def _rendered(self, form: str, *, was_draft: bool) -> bytes | None:
        """The paper as the book is now; None, and a word about it, where it cannot be or is another one."""
        self.desk_app.look_at_book()
        if not self.load(top=False) or self._paper is None:
            return None
        if self._paper.draft is not was_draft:
            self.say(_("The book has changed meanwhile: look at the paper again, then save it"), wrong=True)
            return None
        try:
            own = self._template_of(form)
            return papers.rendered(self._paper, form, self.tongue, bilingual=self._beside, template=own)
        except NearnewError as error:
            self.say_error(error)
            return None

    def _ask_name(self, name: str) -> None:
        status = _("DRAFT") if self._paper is None or self._paper.draft else _("FINAL")
        screen = EntryScreen(
            self.desk,
            self.glyphs,
            title=_("Save the paper, %(status)s, to a file") % {"status": status},
            prompt=_("File"),
            value=name,
            read=read_name,
        )
        self.app.push_screen(screen, self._name_given)

    def _name_given(self, name: str | None) -> None:
        if name is None:
            return
        path = file_named(name)
        if not path.exists():
            self._save(path, name, overwrite=False)
            return

        def answered(agreed: bool | None) -> None:  # noqa: FBT001 - what a screen is dismissed with
            if agreed:
                self._save(path, name, overwrite=True)
            else:
                self._ask_name(name)

        question = _("Write over %(path)s?") % {"path": path}
        self.app.push_screen(ConfirmScreen(self.desk, self.glyphs, question), answered)

    def _save(self, path: Path, name: str, *, overwrite: bool) -> None:
        was_draft = self._paper is None or self._paper.draft
        content = self._rendered(self.form, was_draft=was_draft)
        if content is None or self._paper is None:
            return
        try:
            printing.may_write(path, overwrite=overwrite)
            issue(self.desk, [Going(self._paper, self.form, self.tongue, self._beside)])
            printing.save_bytes(path, content, overwrite=overwrite)
        except NearnewError as error:
            self.say_error(error)
            self._ask_name(name)
            return
        if not was_draft:
            self.desk_app.tell_book_changed()
        self.say(_("Saved: %(path)s") % {"path": path})


def _next(words: Sequence[str], word: str) -> str:
    """The word after one, round and round."""
    return words[(words.index(word) + 1) % len(words)]
