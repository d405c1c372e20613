"""The documents that reach a car, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tui.app import wording
from tui.app.pages.facts import BLANK, pairs
from tui.app.widgets.lines import Paragraph
from tui.desk import documents
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.domain.cars import Car
from tui.domain.documents import Document, Reach
from tui.i18n import formats
from tui.i18n.labels import word
from tui.i18n.sentences import count_of_cars
from tui.i18n.translator import N_, _

TONES = {"held": "ready", "expired": "blocked", "not_yet": "unknown", "void": "faint", "file_missing": "blocked"}
_ORDER = {"file_missing": 0, "expired": 0, "not_yet": 1, "held": 2, "void": 3}
_REACHES = {
    Reach.FIRM: N_("the firm"),
    Reach.MODEL: N_("all cars of the model"),
    Reach.CARS: N_("cars named on it"),
    Reach.LICENCE: N_("cars on the licence"),
    Reach.SHIPMENT: N_("the whole shipment"),
}


def papers_of(desk: Desk, car: Car) -> list[Document]:
    """The documents that reach a car: those that need a look first."""
    found = Checker(desk, Question(desk.today)).papers_of(car)
    return sorted(found, key=lambda paper: (_ORDER[standing(desk, paper)], paper.kind, paper.id))


def standing(desk: Desk, paper: Document) -> str:
    """The code of its standing today; a paper of which a file is missing is not held."""
    return documents.standing(paper, desk.today, desk.store.files.sizes() if paper.attachments else None)


def title(desk: Desk, paper: Document) -> str:
    """What kind of document it is."""
    return _(documents.title_of(desk, paper.kind))


def standing_text(desk: Desk, paper: Document) -> str:
    """Whether it counts today, in a word."""
    return word(desk.library.words, "standing", standing(desk, paper))


def tone(desk: Desk, paper: Document) -> str:
    """The tone of its standing."""
    return TONES[standing(desk, paper)]


def reach_text(paper: Document) -> str:
    """How far it reaches."""
    if paper.scope.reach in {Reach.CARS, Reach.LICENCE}:
        return count_of_cars(len(paper.scope.car_ids))
    return _(_REACHES[paper.scope.reach])


def brief(desk: Desk, paper: Document) -> list[str]:
    """Two lines about a document."""
    dates = [
        _("issued %(day)s") % {"day": paper.issued} if paper.issued else "",
        _("to %(day)s") % {"day": paper.expires} if paper.expires else "",
        _("for %(country)s") % {"country": wording.country_name(paper.country)} if paper.country else "",
        _("by %(who)s") % {"who": paper.issuer} if paper.issuer else "",
    ]
    first = wording.joined([f"{title(desk, paper)} {paper.number}".strip(), *(part for part in dates if part)])
    names = wording.joined(documents.covers(desk, paper)) or _(_REACHES[paper.scope.reach])
    return [first, _("covers: %(cars)s") % {"cars": names}]


def paper_page(desk: Desk, paper: Document) -> list[Paragraph]:
    """A document in full."""
    return [
        Paragraph(title(desk, paper), "strong"),
        Paragraph(standing_text(desk, paper), tone(desk, paper)),
        BLANK,
        *pairs(_details(desk, paper)),
        *_covered(desk, paper),
    ]


def _details(desk: Desk, paper: Document) -> Iterator[tuple[str, str]]:
    words = desk.library.words
    yield _("Number"), paper.number
    yield _("Issued by"), paper.issuer
    yield _("Issued on"), formats.day(paper.issued)
    yield _("Valid to"), formats.day(paper.expires)
    yield _("For"), wording.country_name(paper.country) if paper.country else ""
    yield _("Given by"), word(words, "giver", documents.giver_of(desk, paper.kind))
    yield _("Signed by"), word(words, "cn_letter_issuer", paper.signer)
    if paper.shows is not None:
        yield _("Shows"), wording.joined(word(words, "cn_letter_field", one) for one in paper.shows) or _("none")
    for label, value in (
        (_("Fields agree with the car"), paper.fields_match),
        (_("Owner is the applicant"), paper.owner_is_applicant),
    ):
        if value is not None:
            yield label, _("yes") if value else _("no")
    yield _("Service outlets"), wording.joined(outlet.name for outlet in paper.outlets)
    yield _("Looked at by"), paper.checked_by
    yield _("Files"), wording.joined(one.name for one in paper.attachments)
    yield _("Note"), paper.note


def _covered(desk: Desk, paper: Document) -> Iterator[Paragraph]:
    names = documents.covers(desk, paper)
    yield BLANK
    yield Paragraph(_("What it covers"), "accent")
    yield Paragraph(_(_REACHES[paper.scope.reach]), indent=2)
    for name in names:
        yield Paragraph(name, indent=2)
