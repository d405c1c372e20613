from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tui.domain.money import Money
from tui.domain.offers import OfferLine, OfferState, Watch, history, offer_problems
from tui.domain.sales import Sale, SaleState, sale_problems, standing_sale
from tui.domain.words import InvoiceKind

DAY, NEXT = date(2026, 11, 22), date(2026, 11, 23)


def yuan(amount: str | int) -> Money:
    return Money.of(amount, "CNY")


def offer(**known: object) -> OfferLine:
    usual: dict[str, Any] = {"trim": "领先型", "guide_price": yuan(129_800), "price": yuan(103_800)}
    return OfferLine(1, DAY, "byd", "元UP", **{**usual, **known})


class TestFigures:
    def test_discount_off_the_guide_price(self) -> None:
        assert offer().discount == Decimal("20.0")
        assert offer(price=yuan(140_000)).discount == Decimal("-7.9")
        assert offer(guide_price=None).discount is None

    def test_the_floor_is_the_price_less_the_rebate(self) -> None:
        assert offer(price=yuan(200_000), invoice_kind=InvoiceKind.SPECIAL_VAT).floor() == yuan("176991.15")
        assert offer(price=yuan(200_000), invoice_kind=InvoiceKind.OTHER).floor() == yuan(200_000)
        assert offer().floor() is None


class TestState:
    @pytest.mark.parametrize(
        ("known", "state"),
        [
            ({}, OfferState.OPEN),
            ({"valid_until": DAY}, OfferState.EXPIRED),
            ({"valid_until": NEXT}, OfferState.OPEN),
            ({"declined_on": DAY, "bought_ids": (1,)}, OfferState.DECLINED),
            ({"quantity": 2, "bought_ids": (1,)}, OfferState.OPEN),
            ({"quantity": 2, "bought_ids": (1, 2), "valid_until": DAY}, OfferState.TAKEN),
            ({"bought_ids": (1,)}, OfferState.TAKEN),
        ],
    )
    def test_what_became_of_it(self, known: dict[str, Any], state: OfferState) -> None:
        assert offer(**known).state(NEXT) is state

    def test_what_is_left(self) -> None:
        assert offer(quantity=3, bought_ids=(1,)).left == 2
        assert offer().left is None


class TestWatches:
    def test_it_is_met_at_the_threshold(self) -> None:
        assert Watch("byd", "元up", yuan(103_800)).met_by(offer())
        assert not Watch("byd", "元UP", yuan("103799.99")).met_by(offer())

    def test_only_by_its_model_trim_and_currency(self) -> None:
        assert not Watch("byd", "海豚", yuan(200_000)).met_by(offer())
        assert not Watch("byd", "元UP", yuan(200_000), "活力型").met_by(offer())
        assert not Watch("byd", "元UP", Money.of(200_000, "USD")).met_by(offer())


class TestHistory:
    def test_it_is_in_order_and_keeps_what_was_declined(self) -> None:
        first = OfferLine(1, date(2026, 9, 1), "byd", "元UP", "领先型", price=yuan(110_000), declined_on=DAY, id=4)
        second = offer(id=5)
        other = OfferLine(1, DAY, "byd", "海豚", price=yuan(91_000), id=6)
        found = history([second, other, first], "byd", "元up", "领先型")
        assert [(point.on, point.price) for point in found] == [
            (date(2026, 9, 1), yuan(110_000)),
            (DAY, yuan(103_800)),
        ]


class TestProblems:
    @pytest.mark.parametrize(
        ("known", "code"),
        [
            ({"price": yuan(0)}, "offer_not_positive"),
            ({"quantity": 1, "colours": ("white", "grey")}, "offer_colours"),
            ({"price": yuan(60_000)}, "offer_discount_odd"),
            ({"price": yuan(130_000)}, "offer_discount_odd"),
            ({"invoice_kind": InvoiceKind.OTHER}, "offer_no_rebate"),
        ],
    )
    def test_each_of_them(self, known: dict[str, Any], code: str) -> None:
        assert code in {problem.code for problem in offer_problems(offer(**known))}

    def test_a_sound_one_has_none(self) -> None:
        assert offer_problems(offer(invoice_kind=InvoiceKind.SPECIAL_VAT)) == ()

    def test_the_same_line_of_the_same_day_is_known(self) -> None:
        again = [problem.code for problem in offer_problems(offer(), [offer(id=7)])]
        assert again == ["offer_known"]
        assert offer_problems(offer(colours=("white",)), [offer(id=7)]) == ()


class TestSales:
    def sale(self, party: int = 1, **known: Any) -> Sale:
        return Sale(5, party, yuan(120_000), **{"offered_on": DAY, **known})

    @pytest.mark.parametrize(
        ("known", "state"),
        [
            ({}, SaleState.OFFERED),
            ({"reserved_on": DAY}, SaleState.RESERVED),
            ({"reserved_on": DAY, "valid_until": DAY}, SaleState.LAPSED),
            ({"agreed_on": DAY, "valid_until": DAY}, SaleState.AGREED),
            ({"agreed_on": DAY, "cancelled_on": NEXT}, SaleState.CANCELLED),
        ],
    )
    def test_states(self, known: dict[str, Any], state: SaleState) -> None:
        assert self.sale(**known).state(NEXT) is state

    def test_the_firmest_counts(self) -> None:
        offered, reserved = self.sale(id=9), self.sale(2, reserved_on=DAY, id=3)
        assert standing_sale([offered, reserved], 5, DAY) == reserved
        assert standing_sale([offered], 6, DAY) is None

    def test_two_buyers_of_one_car(self) -> None:
        offered, reserved = self.sale(2, id=2), self.sale(2, reserved_on=DAY, id=2)
        mine = self.sale(1, reserved_on=DAY)
        warned = sale_problems(mine, [offered], DAY)
        assert [(one.code, one.severity.value) for one in warned] == [("sale_car_promised", "warning")]
        refused = sale_problems(mine, [reserved], DAY)
        assert [(one.code, one.severity.value) for one in refused] == [("sale_car_promised", "error")]
        assert sale_problems(mine, [self.sale(2, reserved_on=DAY, valid_until=DAY, id=2)], NEXT) == ()

    @pytest.mark.parametrize(
        ("known", "code"),
        [
            ({"deposit": yuan(-1)}, "sale_not_positive"),
            ({"deposit": yuan(120_001)}, "sale_deposit_over_price"),
            ({"deposit": Money.of(1, "USD")}, "sale_currency"),
        ],
    )
    def test_figures_that_cannot_be(self, known: dict[str, Any], code: str) -> None:
        assert [one.code for one in sale_problems(self.sale(**known), [], DAY)] == [code]
