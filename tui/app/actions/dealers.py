"""Actions of the list of dealers, firms and parties."""

from __future__ import annotations

from tui.app.actions.action import Action
from tui.i18n.translator import N_

_DEALERS = ("dealers",)

ACTIONS: tuple[Action, ...] = (
    Action("dealers.edit", "enter,e", N_("Edit"), N_("Change the dealer, firm or party under the cursor"),
        "nearnew dealer edit NAME field=value", _DEALERS, footer=True,
    ),
    Action("dealers.offers", "o", N_("Offers"), N_("The offers of the dealer under the cursor"),
        "nearnew offer list --dealer NAME", _DEALERS, footer=True,
    ),
    Action("dealers.all_offers", "l", N_("All offers"), N_("The offers of all dealers"), "nearnew offer list",
        _DEALERS,
    ),
    Action("dealers.paste", "p", N_("Paste list"), N_("Read a price list of the dealer from a chat message"),
        "nearnew offer read - --dealer NAME --keep", _DEALERS, footer=True,
    ),
    Action("dealers.import", "i", N_("Import list"), N_("Read a price list of the dealer from a file"),
        "nearnew offer import FILE --dealer NAME", _DEALERS,
    ),
    Action("dealers.card", "v", N_("Card"), N_("The dealer's card: terms, invoices, and how his deals went"),
        "nearnew dealer show NAME", _DEALERS,
    ),
    Action("dealers.add", "a", N_("Add"), N_("Add a dealer, a firm of your own, or a party"),
        "nearnew dealer add NAME field=value", _DEALERS, footer=True,
    ),
    Action("dealers.remove", "delete", N_("Remove"), N_("Take one that nothing names out of the book"),
        "nearnew dealer remove NAME", _DEALERS,
    ),
    Action("dealers.filter", "/", N_("Filter"), N_("Show only names, cities or contacts that fit"), "", _DEALERS),
    Action("dealers.clear", "escape", N_("Clear"), N_("Show all again"), "", _DEALERS),
)  # fmt: skip
