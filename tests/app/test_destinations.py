"""The destinations, with the stock counted for each and their rules."""

from __future__ import annotations

import msgspec
import pytest

from tests.app.kit import (
    SMALL,
    TODAY,
    desk_of,
    sample_desk,
    settle,
    shown,
)
from tests.app.shipping_kit import STORIES, opened
from tui.app.app import DeskApp
from tui.app.ruling import rule_page
from tui.app.screens.country import CountryScreen, RuleScreen
from tui.app.screens.destinations import DestinationsScreen
from tui.app.screens.stock import StockScreen
from tui.app.widgets.lines import Page
from tui.desk.destinations import rules_on
from tui.desk.kinds import CARS
from tui.domain.deals import Deal
from tui.i18n.translator import TRANSLATOR, _
from tui.store.contract import Put


@STORIES
async def test_destinations_count_the_stock_and_show_their_rules(language: str, size: tuple[int, int]) -> None:
    desk = sample_desk(language)
    app = DeskApp(desk, start="destinations")
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        screen = app.screen
        assert isinstance(screen, DestinationsScreen)
        codes = [row.code for row in screen.table.rows]
        assert codes[-1] == "CN"
        assert set(screen._counts) == set(codes[:-1])
        assert {sum(counts.values()) for counts in screen._counts.values()} == {10}
        assert "2026-11-22" in shown(app)
        screen.table.move_to(codes.index("JO"))
        await opened(pilot, "enter")
        country = app.screen
        assert isinstance(country, CountryScreen)
        rules = rules_on(desk, "JO", TODAY)
        assert list(country.table.rows) == rules
        await opened(pilot, "enter")
        assert isinstance(app.screen, RuleScreen)
        page = "\n".join(app.screen.query_one(Page).texts)
        assert _(rules[0].summary) in page
        assert rules[0].source.url in page
        await opened(pilot, "y")
        assert app.clipboard == rules[0].source.url
        await opened(pilot, "escape", "L", "c")
        assert isinstance(app.screen, StockScreen)
        assert app.screen.destination == "JO"


@pytest.mark.parametrize("language", ["en", "zh_CN", "qps"])
def test_every_rule_can_be_read_whole(language: str) -> None:
    desk = sample_desk(language)
    TRANSLATOR.use(language)
    for pack in desk.library.packs.values():
        for rule in pack.rules:
            texts = [one.text for one in rule_page(desk, rule, TODAY)]
            assert _(rule.summary) in texts
            look = rule.second_look
            quoted = {rule.id, rule.source.title, rule.source.url, *((look.title, look.url) if look else ())}
            assert quoted <= set(texts)
            assert not [text for text in texts if "_" in text and text not in quoted]


async def test_a_country_without_rules_says_that_every_car_is_unknown() -> None:
    desk = sample_desk()
    car = desk.store.all(CARS)[0]
    desk.store.commit([Put(CARS, msgspec.structs.replace(car, deal=Deal("UA")))], why="test")
    app = DeskApp(desk, start="destinations")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot)
        screen = app.screen
        assert isinstance(screen, DestinationsScreen)
        screen.table.move_to([row.code for row in screen.table.rows].index("UA"))
        await settle(pilot)
        assert "There are no rules for Ukraine here" in shown(app)
        assert "? no rules" in shown(app)
        await opened(pilot, "enter", "enter", "y")
        assert isinstance(app.screen, CountryScreen)
        assert "No rule is kept here for this country" in shown(app)


async def test_destinations_of_an_empty_book() -> None:
    app = DeskApp(desk_of([]), start="destinations")
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, "j", "enter", "escape", "L", "L")
        assert "0 cars of the stock" in shown(app)
