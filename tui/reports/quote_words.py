"""The words of a quote for a buyer, in the domain of papers: every language of papers has them."""

from __future__ import annotations

from tui.i18n.translator import N_

COLUMNS = (
    N_("Stock no."),
    N_("VIN"),
    N_("Make"),
    N_("Model"),
    N_("Trim"),
    N_("Model year"),
    N_("Colour"),
    N_("First registration"),
    N_("Odometer, km"),
    N_("Powertrain"),
    N_("Displacement, cc"),
    N_("Power, hp"),
    N_("Battery, kWh"),
    N_("Seats"),
    N_("Steering side"),
    N_("Selling price"),
)
"""What is said of each car, in this order."""
BUYER, DAY = N_("Quote for %(buyer)s"), N_("Date: %(day)s")
VALID, TOTAL = N_("Valid until: %(day)s"), N_("Total: %(amount)s")
LINE = N_("{name}: {value}")
