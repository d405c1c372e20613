"""An offer, its prices over time, and a dealer's card, in words."""

from __future__ import annotations

from collections import Counter

from tui.app import wording
from tui.app.glyphs import Glyphs
from tui.app.pages.facts import BLANK, pairs
from tui.app.widgets.lines import Paragraph
from tui.desk import offering
from tui.desk.context import Desk
from tui.desk.kinds import DEALERS, WATCHES
from tui.domain.offers import OfferLine, history
from tui.domain.parties import Dealer
from tui.domain.words import TaxClass
from tui.i18n import formats, labels
from tui.i18n.translator import N_, _, ngettext

_MOST_POINTS = 4
_INVOICES = {
    TaxClass.GENERAL: N_("a special VAT invoice at 13%: the rebate is whole"),
    TaxClass.SMALL_SCALE: N_("a special VAT invoice at 1% or 3% at most: the rebate is as small"),
}


def about_lines(desk: Desk, glyphs: Glyphs, offer: OfferLine) -> list[str]:
    """Two lines about an offer: what else is known of the cars, and its price over time or why it was declined."""
    colours = Counter(offer.colours)
    shown = wording.joined(
        f"{labels.word(desk.library.words, 'colour', one)} {count}" for one, count in colours.items()
    )
    registered = _("registered %(day)s") % {"day": offer.first_registration} if offer.first_registration else ""
    km = f"{formats.number(offer.odometer_km)} km" if offer.odometer_km is not None else ""
    until = _("valid until %(day)s") % {"day": offer.valid_until} if offer.valid_until else ""
    first = [wording.offer_name(desk, offer), shown, registered, km, until, offer.note]
    second = [_trend(desk, glyphs, offer)]
    second += [
        _("alert: at most %(amount)s") % {"amount": formats.amount(one.at_most)}
        for one in desk.store.all(WATCHES)
        if one.met_by(offer)
    ]
    if offer.declined_because:
        second.insert(0, _("declined: %(why)s") % {"why": offer.declined_because})
    return [_("; ").join(part for part in parts if part) for parts in (first, second)]


def _trend(desk: Desk, glyphs: Glyphs, offer: OfferLine) -> str:
    found = history(offering.listed(desk), offer.make, offer.model, offer.trim)
    if len(found) < 2:
        return offer.text
    points = [f"{one.on:%m-%d} {formats.amount(one.price, places=0)}" for one in found[-_MOST_POINTS:]]
    return f" {glyphs.arrow} ".join(points)


def price_page(desk: Desk, glyphs: Glyphs, offer: OfferLine) -> list[Paragraph]:
    """The prices of the offer's model and trim, the newest first, each with the step from the one before."""
    names = {one.id: one.name for one in desk.store.all(DEALERS)}
    found = history(offering.listed(desk), offer.make, offer.model, offer.trim)
    lines = []
    before = None
    for one in found:
        step = ""
        if before is not None and before.currency == one.price.currency:
            change = one.price - before
            sign = "+" if change.amount > 0 else ""
            step = f"   {sign}{formats.amount(change, places=0)}" if change.amount else f"   {glyphs.dash}"
        before = one.price
        price = formats.amount(one.price, places=0)
        lines.append(Paragraph(f"{one.on}  {price:>12}{step}   {names.get(one.dealer_id, '')}", indent=1))
    guide = [(_("Guide price"), formats.amount(offer.guide_price))]
    return [*pairs(guide, indent=1), BLANK, *reversed(lines)]


def dealer_page(desk: Desk, dealer: Dealer) -> list[Paragraph]:
    """A dealer's card: who he is, which invoice he can give, and what the book's facts say of him."""
    makes = desk.library.makes
    names = [makes[one].name(desk.language) if one in makes else one for one in dealer.makes]
    can = _(_INVOICES[dealer.tax_class]) if dealer.tax_class else _("not known which invoice he can give; ask first")
    tax = labels.word(desk.library.words, "tax_class", dealer.tax_class.value) if dealer.tax_class else ""
    own = [
        (_("Makes"), wording.joined(names)),
        (_("City"), dealer.city),
        (_("Contact"), dealer.contact),
        (_("Terms"), dealer.terms),
        (_("Tax class"), tax),
        (_("VAT invoice"), can),
        (_("Remark"), dealer.note),
    ]
    card = offering.scorecard(desk, dealer)
    days = card.days_to_papers
    facts = [
        (_("Offers"), formats.number(card.offers)),
        (_("Cars bought"), formats.number(card.bought)),
        (
            _("Average discount"),
            _("not known") if card.average_discount is None else f"{formats.number(card.average_discount)}%",
        ),
        (
            _("Invoice after"),
            _("not known") if days is None else _("%(days)s days on average") % {"days": formats.number(days)},
        ),
        (
            _("Invoice defects"),
            ngettext("%(n)d invoice", "%(n)d invoices", card.defects) % {"n": card.defects},
        ),
    ]
    return [
        Paragraph(_("Dealer"), "accent"),
        *pairs(own, indent=2),
        BLANK,
        Paragraph(_("What the book says of this dealer"), "accent"),
        *pairs(facts, indent=2),
    ]
