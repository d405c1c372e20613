"""What the desk says where a country's rules are not used or there are none, and how rules are looked for and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.kit import TODAY, new_car
from tests.desk.test_ruling import ban, desk, pack
from tui.app.ruling import rule_page
from tui.desk import rule_views, when_words
from tui.desk.context import Desk
from tui.desk.documents import rule_named, title_of_rule
from tui.desk.pack_words import diff_lines
from tui.desk.paper_words import paper_title
from tui.desk.whens import first_lawful
from tui.domain.pack_diff import difference
from tui.packs.library import Library

__all__ = ["desk"]

FEES = """
[[fee]]
fee = "road"
title = "Road fee"
currency = "KZT"
source_title = "st"
source_url = "https://example.org"
source_date = "2026"
confidence = "low"
powertrain = ["ice"]
bands = [{ engine_cc_max = 1000, amount = 7 }, { engine_cc_min = 1001, effective_from = 2026-02-03, amount = 7 }]
"""


class TestFaults:
    def test_when_says_that_it_cannot_be_told_and_why(self, desk: Desk, tmp_path: Path) -> None:
        car = new_car(desk, 1)
        (tmp_path / "own").mkdir(exist_ok=True)
        pack(tmp_path / "own", ban().replace('"block"', '"blocks"'))
        desk.library = Library(tmp_path / "own")
        told = first_lawful(desk, car, "KZ", TODAY)
        said = dict(when_words.lines(desk, told))
        assert "none" not in said
        assert said["untold"].endswith("cannot be told")
        assert any("KZ.toml, kz-no-bev" in text for _, text in when_words.lines(desk, told))
        missing = list(when_words.lines(desk, first_lawful(desk, car, "UA", TODAY)))
        assert ("none" in dict(missing), "untold" in dict(missing)) == (False, True)
        assert any("no rules for Ukraine" in text for _, text in missing)

    def test_a_barred_car_is_still_told_no_day(self, desk: Desk) -> None:
        told = first_lawful(desk, new_car(desk, 1), "ZA", TODAY)
        assert "untold" not in dict(when_words.lines(desk, told))

    @pytest.mark.parametrize("code", ["GE", "AE", "ge", "KZ"])
    def test_a_code_stands_for_its_jurisdiction_alone(self, desk: Desk, code: str) -> None:
        found = rule_views.select(desk, [code], None, translate=str)
        assert {rule.jurisdiction for rule in found} == {code.upper()}
        assert len(found) == len(desk.library.packs[code.upper()].rules)

    def test_a_country_without_rules_has_none_and_words_are_looked_for(self, desk: Desk) -> None:
        assert rule_views.select(desk, ["RS"], None, translate=str) == []
        assert {one.jurisdiction for one in rule_views.select(desk, ["KZ", "GE"], None, translate=str)} == {"KZ", "GE"}
        assert any("letter" in one.id for one in rule_views.select(desk, ["CN", "letter"], None, translate=str))


class TestFees:
    def test_the_page_of_a_cost_has_its_bands_and_asks_for_no_paper(self, desk: Desk) -> None:
        rule = rule_named(desk, "kz-util-fee-2026-1")
        assert rule is not None
        page = [one.text for one in rule_page(desk, rule, TODAY)]
        assert "No paper does; the condition must not hold" not in page
        assert "What satisfies it" not in page
        bands = [text for text in page if "KZT  Scrappage fee: " in text]
        assert len(bands) == len(rule_views.fee_bands(desk, rule)) > 3
        assert any("756,875 KZT" in one and "1,001 or more, at most 2,000; 2026-01-01 to" in one for one in bands)

    def test_the_page_of_a_block_still_says_that_no_paper_helps(self, desk: Desk) -> None:
        rule = next(one for one in desk.library.packs["KZ"].rules if one.decides and not one.needs_all + one.needs_any)
        assert "No paper does; the condition must not hold" in [one.text for one in rule_page(desk, rule, TODAY)]

    def test_bands_of_a_difference_are_told_apart(self, desk: Desk, tmp_path: Path) -> None:
        pack(tmp_path, ban(), FEES)
        lines = diff_lines(desk, difference(None, Library(tmp_path).packs["KZ"]))
        told = [line for line in lines if "road" in line]
        assert len(set(told)) == 2
        assert "at most 1,000" in told[0]
        assert "1,001 or more" in told[1]
        assert "from 2026-02-03" in told[1]


def test_evidence_is_told_as_such(desk: Desk) -> None:
    rule = desk.library.packs["KZ"].rules[0]
    assert paper_title(desk, f"ev:{rule.id}") == f"evidence for: {rule.title}"
    assert not paper_title(desk, "sbkts").startswith("evidence")


def test_a_comparison_of_papers_has_a_title(desk: Desk) -> None:
    assert title_of_rule(desk, "papers:vin:cn_export_licence:registration_certificate").startswith("VIN: ")
    assert title_of_rule(desk, "papers:nothing") == "papers:nothing"
