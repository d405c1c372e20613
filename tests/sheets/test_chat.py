from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.values import Unreadable
from tui.domain.words import InvoiceKind
from tui.packs.vocabulary import load_vocabulary
from tui.sheets.chat import ChatList, Proposal, read_chat

DAY = date(2026, 11, 22)
MODELS = {"元up": "byd", "海豚": "byd", "海豹06": "byd"}
SAMPLE = """杭州店 今日现车
元UP 领先型 27款 白2 灰1 指导12.98 批发10.38 专票
元UP 活力型 27款 灰3 指导11.98 批发9.58 专票 9月上牌
海豚 自由版 26款 粉1 11.68→9.1 可开专票
领克01 EMF 22款 8600km 13.8 一口价
海豹06 DM-i 插混 120km 白黑各2 12.98/10.2 普票
"""


def read(text: str, models: dict[str, str] | None = None) -> ChatList:
    return read_chat(text, load_vocabulary(), MODELS if models is None else models, DAY)


def one(text: str) -> Proposal:
    (proposal,) = read(text).proposals
    return proposal


def codes(proposal: Proposal) -> list[str]:
    return [problem.code for problem in proposal.problems]


def yuan(amount: int) -> Money:
    return Money.of(amount, "CNY")


def test_the_sample_list() -> None:
    found = read(SAMPLE)
    assert (found.heading, found.unread, found.problems) == ("杭州店 今日现车", (), ())
    first, second, third, fourth, fifth = found.proposals
    assert (first.make, first.model, first.trim, first.model_year) == ("byd", "元UP", "领先型", 2027)
    assert (first.quantity, first.colours) == (3, ("white", "white", "grey"))
    assert (first.guide_price, first.price) == (yuan(129_800), yuan(103_800))
    assert first.invoice_kind is InvoiceKind.SPECIAL_VAT
    assert second.first_registration == PartialDate(2026, 9)
    assert (third.guide_price, third.price, third.quantity) == (yuan(116_800), yuan(91_000), 1)
    assert (fourth.make, fourth.model, fourth.trim) == ("lynk-co", "01", "EMF")
    assert (fourth.odometer_km, fourth.price, fourth.fixed_price) == (8600, yuan(138_000), True)
    assert (fourth.invoice_kind, fourth.quantity) == (None, None)
    assert (fifth.trim, fifth.powertrain, fifth.odometer_km) == ("DM-i", "phev", 120)
    assert fifth.colours == ("white", "white", "black", "black")
    assert fifth.invoice_kind is InvoiceKind.OTHER


def test_whatever_is_only_likely_waits_for_a_word() -> None:
    first, second, _third, fourth, _fifth = read(SAMPLE).proposals
    assert codes(first) == ["chat_make_supplied"]
    assert codes(second) == ["chat_year_supplied", "chat_make_supplied"]
    assert codes(fourth) == ["chat_no_invoice", "chat_no_quantity"]


def test_an_unknown_model_has_no_make() -> None:
    (proposal,) = read("海豹06 白1 10.2 专票", {}).proposals
    assert (proposal.make, codes(proposal)) == ("", ["chat_make_unknown"])


def test_a_month_to_come_was_last_year() -> None:
    assert one("元UP 白1 9.5 专票 12月上牌").first_registration == PartialDate(2025, 12)
    assert "chat_year_supplied" not in codes(one("元UP 白1 9.5 专票 2026年8月上牌"))
    assert one("元UP 白1 9.5 专票 25年8月上牌").first_registration == PartialDate(2025, 8)
    assert "date_unreadable" in codes(one("元UP 白1 9.5 专票 13月上牌"))


@pytest.mark.parametrize("text", ["1,5", "9,58", "1.2.3", "12,34"])
def test_a_figure_in_doubt_is_never_a_price(text: str) -> None:
    proposal = one(f"元UP 白1 批发{text} 专票")
    assert proposal.price is None
    assert "number_unreadable" in codes(proposal)


def test_prices_are_in_ten_thousands_below_a_thousand() -> None:
    assert one("元UP 白1 批发103800 专票").price == yuan(103_800)
    assert one("元UP 白1 批发103,800 专票").price == yuan(103_800)
    assert one("元UP 白1 批发9.58万 专票").price == yuan(95_800)


def test_two_bare_figures_are_not_chosen_between() -> None:
    assert "chat_prices_unclear" in codes(one("元UP 白1 9.5 9.8 专票"))


def test_a_total_that_differs_is_asked_about() -> None:
    assert read(SAMPLE + "合计12台").problems == ()
    (problem,) = read(SAMPLE + "total 20").problems
    assert (problem.code, problem.params) == ("chat_total_differs", {"stated": "20", "counted": "12"})


def test_lines_that_are_no_offers_are_shown_and_not_lost() -> None:
    found = read("今日现车\n欢迎咨询\n元UP 白1 9.58 专票")
    assert found.unread == ((2, "欢迎咨询"),)
    assert len(found.proposals) == 1


def test_text_is_data() -> None:
    proposal = one("元UP\x1b[31m [red]x[/] \u202e白1 9.58 专票")
    assert "\x1b" not in proposal.text
    assert "\u202e" not in proposal.text
    assert proposal.trim == "[31m [red]x[/]"


def test_a_message_has_its_bounds() -> None:
    with pytest.raises(Unreadable) as caught:
        read("x" * 20_001)
    assert caught.value.code == "chat_too_long"


@given(st.text(max_size=120))
def test_any_text_is_read_and_prices_are_positive(text: str) -> None:
    found = read(text)
    for proposal in found.proposals:
        assert proposal.price is None or proposal.price.amount > Decimal(0)
        assert proposal.quantity is None or proposal.quantity == len(proposal.colours)


@given(st.permutations(["27款", "白2", "指导12.98", "批发10.38", "专票", "120km", "插混"]))
def test_the_order_of_the_words_does_not_matter(words: list[str]) -> None:
    proposal = one("元UP " + " ".join(words))
    assert (proposal.model_year, proposal.quantity, proposal.odometer_km) == (2027, 2, 120)
    assert (proposal.guide_price, proposal.price, proposal.powertrain) == (yuan(129_800), yuan(103_800), "phev")
