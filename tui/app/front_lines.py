"""The lines of the front desk: which figures there are, in what words, and where enter leads."""

from __future__ import annotations

from dataclasses import dataclass

from tui.desk.dues import DueLine
from tui.desk.totals import age_names
from tui.domain.readiness import Verdict
from tui.i18n.translator import N_

STOCK, DUE, SHIPMENTS, HELD, CAR, REBATES = "stock", "due", "shipments", "held", "car", "rebates"
RATES, RULES = "rates", "destinations"
OLDEST = age_names()[-1]
SUMS = frozenset({"tied_up", OLDEST, "rebates", "rebates_overdue", "exposed"})
"""Figures that show what they come to, not how many they are."""
AGES = {"rates_old": Verdict.ACTION, "rules_old": Verdict.UNKNOWN, "rules_ageing": Verdict.ACTION}
"""Figures of what grew old, by the mark they carry."""


@dataclass(frozen=True)
class Kind:
    """How a figure is shown: under what heading, with what words, and where enter leads."""

    name: str
    section: str
    text: str
    leads: str = STOCK
    verdict: Verdict | None = None
    only_if_any: bool = False


KINDS = (
    Kind("cars", N_("Stock"), N_("cars in stock")),
    Kind("tied_up", N_("Stock"), N_("tied up in %(cars)s")),
    Kind(OLDEST, N_("Stock"), N_("of it for more than 180 days in %(cars)s"), only_if_any=True),
    Kind("blocked", N_("Readiness"), N_("blocked for their destination"), verdict=Verdict.BLOCKED),
    Kind("unknown", N_("Readiness"), N_("unknown: facts or rules are missing"), verdict=Verdict.UNKNOWN),
    Kind("action", N_("Readiness"), N_("action needed before they can go"), verdict=Verdict.ACTION),
    Kind("ready", N_("Readiness"), N_("ready"), verdict=Verdict.READY),
    Kind("without_destination", N_("Readiness"), N_("without a destination"), only_if_any=True),
    Kind("shipments", N_("Shipments"), N_("shipments"), SHIPMENTS),
    Kind("rebates", N_("Rebates"), N_("expected back on %(cars)s"), REBATES),
    Kind("rebates_overdue", N_("Rebates"), N_("of it overdue on %(cars)s"), REBATES, only_if_any=True),
    Kind("exposed", N_("Rebates"), N_("paid, and may have to go back on %(cars)s"), REBATES, only_if_any=True),
    Kind("without_voucher", N_("Rebates"), N_("bought, but the invoice is not known yet"), only_if_any=True),
    Kind(
        "rates_old",
        N_("Rates"),
        N_("rates are old or missing; %(fetch_rates)s there fetches"),
        RATES,
        only_if_any=True,
    ),
    Kind(
        "rules_old",
        N_("Rules"),
        N_("packs of rules are too old; %(fetch_rules)s there fetches"),
        RULES,
        only_if_any=True,
    ),
    Kind(
        "rules_ageing",
        N_("Rules"),
        N_("packs will be too old soon; %(fetch_rules)s there fetches"),
        RULES,
        only_if_any=True,
    ),
    Kind("held", N_("Waiting"), N_("rows of lists wait to be mended"), HELD, only_if_any=True),
)


@dataclass(frozen=True)
class FrontLine:
    """One line of the front desk."""

    key: str
    section: str
    figure: str
    text: str
    tone: str
    leads: str
    query: str = ""
    car_id: int = 0
    about: str = ""
    """What the line under the list says of it, where that is more than where enter leads."""
    due: DueLine | None = None
    """The first of what falls due that the line stands for."""
