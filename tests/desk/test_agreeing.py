"""Do the papers of a car agree? What they print, compared; and what a difference does to the car."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tests.desk.kit import TODAY, again, answer, codes, edited, new_car, new_desk, paper, ready_for_kazakhstan
from tui.desk import agreements, claiming, documents, overriding, partners, prints, sheets, shipping
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.prints import Saying
from tui.desk.rebating import Rebates
from tui.domain.agreement import PrintField, marked
from tui.domain.cars import Car
from tui.domain.documents import LICENCE, Document
from tui.domain.money import Money
from tui.domain.readiness import State, Verdict
from tui.domain.rules import Gate
from tui.errors import DraftRefused
from tui.packs.library import Library

CERTIFICATE = "registration_certificate"
LIKE = {"make": "比亚迪牌", "model": "BYD7008BEVA1", "first_registration": "2026-04-10", "pending_export": "2026-05-02"}
"""What certificate and licence of the kit's car print."""


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def say(desk: Desk, document: Document, car: Car | None, **texts: str) -> Document:
    return prints.say(desk, document, [Saying(car, list(texts.items()))])


def licence_of(desk: Desk, car: Car) -> Document:
    return [one for one in documents.listed(desk, kind=LICENCE, car=car) if not one.void][-1]


def pair(desk: Desk, car: Car, **differs: str) -> Document:
    """Certificate and licence that print the same but for what is given; the licence comes back."""
    say(desk, paper(desk, CERTIFICATE, car), car, vin=car.vin or "", **LIKE)
    return say(desk, licence_of(desk, car), car, **{"vin": car.vin or "", **LIKE, **differs})


def fields(desk: Desk, car: Car) -> list[str]:
    return [one.field for one in agreements.of_car(desk, car).differences]


class TestTheGate:
    def test_without_prints_it_is_not_assessed_and_costs_no_flag(self, desk: Desk) -> None:
        car = ready_for_kazakhstan(desk)
        found = answer(desk, car)
        assert (found.verdict, found.gates[Gate.PAPERS]) == (Verdict.READY, None)

    def test_agreement_leaves_the_car_ready_and_says_what_is_lacking(self, desk: Desk) -> None:
        car = ready_for_kazakhstan(desk)
        pair(
            desk,
            car,
            make="BYD",
            first_registration="2026年4月10日",
            pending_export="20260502",
            model="ＢＹＤ7008 beva1",
        )
        found = answer(desk, car)
        assert (found.verdict, found.gates[Gate.PAPERS]) == (Verdict.READY, Verdict.READY)
        (note,) = [flag for flag in found.flags if flag.rule.gate is Gate.PAPERS]
        assert note.rule.id == "papers:lacking"
        assert "export_declaration" in note.needs
        assert CERTIFICATE not in note.needs

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("vin", "LC0CE4CB4V4000O01"),
            ("model", "BYD7008BEVAl"),
            ("make", "比亚迫"),
            ("first_registration", "2026-04-11"),
            ("pending_export", "2026-05-03"),
        ],
    )
    def test_one_character_between_licence_and_certificate_blocks(self, desk: Desk, field: str, value: str) -> None:
        car = ready_for_kazakhstan(desk)
        pair(desk, car, **{field: value})
        found = answer(desk, car)
        assert found.verdict is Verdict.BLOCKED
        assert found.gates[Gate.PAPERS] is Verdict.BLOCKED
        ids = [flag.rule.id for flag in found.open_flags if flag.rule.gate is Gate.PAPERS]
        assert f"papers:{field}:{LICENCE}:{CERTIFICATE}" in ids

    def test_the_comparison_decides_in_place_of_a_persons_word(self, desk: Desk) -> None:
        car = ready_for_kazakhstan(desk)

        def licence_rule() -> set[State]:
            return {flag.state for flag in answer(desk, car).flags if flag.rule.id == "cn-licence-fields-match"}

        licence = pair(desk, car, model="BYD7008BEVAl")
        assert licence.fields_match is True
        assert licence_rule() == {State.FLAGGED}
        documents.edit(desk, licence, [("fields_match", "no")])
        assert licence_rule() == {State.FLAGGED}
        say(desk, licence, car, model="BYD7008BEVA1")
        assert State.FLAGGED not in licence_rule()
        say(desk, licence, car, model="")
        assert licence_rule() == {State.FLAGGED}

    def test_a_trade_name_and_the_type_code_of_its_model_sheet_are_the_same_car(self, desk: Desk) -> None:
        car = ready_for_kazakhstan(desk)
        pair(desk, car, model="海豹")
        assert fields(desk, car) == ["model"], "nobody said that these are one model"
        assert answer(desk, car).verdict is Verdict.BLOCKED
        (sheet,) = sheets.set_facts(desk, [car.make, car.model], [("type_code", "byd7008 BEVA1")])
        assert sheet.specs.type_code == "byd7008 BEVA1"
        assert fields(desk, car) == []
        found = answer(desk, car)
        assert found.gates[Gate.PAPERS] is Verdict.READY
        assert not [flag for flag in found.open_flags if flag.rule.id == "cn-licence-fields-match"]

    @pytest.mark.parametrize(("printed", "known"), [("海豚", "BYD7008BEVA1"), ("海豹", "BYD7008BEVA2"), ("海豹", "")])
    def test_any_other_name_of_the_model_stays_a_difference(self, desk: Desk, printed: str, known: str) -> None:
        car = ready_for_kazakhstan(desk)
        sheets.set_facts(desk, [car.make, car.model], [("type_code", known or "-")])
        pair(desk, car, model=printed)
        assert fields(desk, car) == ["model"]
        assert answer(desk, car).verdict is Verdict.BLOCKED

    def test_a_paper_is_compared_with_the_book_where_no_other_paper_speaks(self, desk: Desk) -> None:
        car = ready_for_kazakhstan(desk)
        say(desk, licence_of(desk, car), car, vin=(car.vin or "").replace("1", "7", 1))
        found = answer(desk, car)
        assert [flag.rule.id for flag in found.open_flags] == [f"papers:vin:record:{LICENCE}"]
        say(desk, licence_of(desk, car), car, vin=car.vin or "")
        assert answer(desk, car).gates[Gate.PAPERS] is None

    def test_it_cannot_be_overridden(self, desk: Desk) -> None:
        car = ready_for_kazakhstan(desk)
        pair(desk, car, model="BYD7008BEVAl")
        (flag,) = [one for one in answer(desk, car).open_flags if one.rule.gate is Gate.PAPERS]
        with pytest.raises(DraftRefused) as caught:
            overriding.add(desk, [car], flag.rule, "KZ", by="王", reason="ok", confirm=True)
        assert codes(caught.value) == ["override_nothing"]
        assert answer(desk, car).verdict is Verdict.BLOCKED

    def test_a_void_paper_and_one_for_another_country_say_nothing(self, desk: Desk) -> None:
        car = ready_for_kazakhstan(desk)
        licence = pair(desk, car, model="BYD7008BEVAl")
        documents.edit(desk, licence, [("country", "UZ")])
        assert fields(desk, car) == []
        documents.edit(desk, licence, [("country", "KZ"), ("void", "yes")])
        assert fields(desk, car) == []


class TestInvoiceAndMoney:
    @pytest.fixture
    def cars(self, desk: Desk) -> list[Car]:
        partners.save(desk, "firm", [("name", "宁波近新"), ("name_en", "Ningbo Jinxin Co., Ltd.")])
        partners.save(desk, "party", [("name", "Aral Motors"), ("roles", "buyer")])
        cars = [ready_for_kazakhstan(desk, 1), ready_for_kazakhstan(desk, 2)]
        ship = shipping.create(desk, cars, "KZ", [("invoice_number", "INV-1")], consignee_id=1)
        shipping.price(desk, ship, cars, Money.of(15800, "USD"))
        return cars

    def ship_paper(self, desk: Desk, kind: str) -> Document:
        return paper(desk, kind, shipment=shipping.find(desk, "S26-001"))

    def test_the_declaration_against_our_own_invoice(self, desk: Desk, cars: list[Car]) -> None:
        declared = self.ship_paper(desk, "export_declaration")
        one = {
            "amount": "15,800.00美元",
            "quantity": "1辆",
            "exporter": "NINGBO JINXIN CO.,LTD.",
            "consignee": "ARAL MOTORS",
        }
        for car in cars:
            say(desk, declared, car, vin=car.vin or "", **one)
        assert fields(desk, cars[0]) == []
        assert agreements.of_car(desk, cars[0]).state() == "agree"
        say(desk, declared, cars[1], amount="15800 EUR", consignee="Aral Motor")
        assert fields(desk, cars[0]) == []
        assert fields(desk, cars[1]) == ["currency", "consignee"]
        say(desk, declared, cars[1], amount="1580", currency="USD", consignee="Aral Motors")
        assert fields(desk, cars[0]) == ["amount"]
        (total,) = agreements.of_car(desk, cars[0]).differences
        assert (total.ours, total.theirs, total.total) == ("17380", "31600.00", True)

    def test_a_whole_quantity_is_compared_over_all_cars(self, desk: Desk, cars: list[Car]) -> None:
        declared = self.ship_paper(desk, "export_declaration")
        say(desk, declared, None, quantity="2", currency="USD")
        assert fields(desk, cars[0]) == []
        say(desk, declared, None, quantity="3")
        assert [fields(desk, car) for car in cars] == [["quantity"], ["quantity"]]

    def test_a_deposit_is_no_difference_and_more_than_the_invoice_is(self, desk: Desk, cars: list[Car]) -> None:
        deposit = self.ship_paper(desk, "bank_receipt")
        say(desk, deposit, None, amount="9000 USD", exporter="宁波近新")
        assert agreements.of_car(desk, cars[0]).state() == "agree"
        balance = self.ship_paper(desk, "bank_receipt")
        say(desk, balance, None, amount="22600 USD")
        assert fields(desk, cars[0]) == []
        say(desk, balance, None, amount="22600.01 USD")
        assert fields(desk, cars[0]) == ["amount"]
        say(desk, balance, None, amount="22600 EUR")
        assert fields(desk, cars[0]) == ["currency"]

    def test_a_mismatch_blocks_the_whole_shipment(self, desk: Desk, cars: list[Car]) -> None:
        ship = shipping.find(desk, "S26-001")
        assert shipping.judge(desk, ship, TODAY)[0] is Verdict.ACTION
        pair(desk, cars[1], vin="LC0CE4CB4V4000O02")
        verdict, answers = shipping.judge(desk, ship, TODAY)
        assert (verdict, answers[0].assessment.verdict) == (Verdict.BLOCKED, Verdict.ACTION)


class TestEntering:
    def test_a_table_finds_its_cars_and_keeps_a_wrong_vin_as_printed(self, desk: Desk) -> None:
        cars = [new_car(desk, number) for number in (1, 2, 3)]
        document = paper(desk, CERTIFICATE, *cars)
        wrong = (cars[1].vin or "")[:-1] + "7"
        rows = [(2, [cars[0].vin or "", "BYD", "x"]), (3, [wrong.lower(), "比亚迪", ""])]
        told = prints.from_table(desk, document, ("车架号", "品牌", "备注"), rows)
        said = prints.say(desk, document, told)
        assert [(one.field, one.value, one.car_id) for one in said.prints] == [
            ("vin", cars[0].vin, cars[0].id),
            ("make", "BYD", cars[0].id),
            ("vin", wrong.lower(), cars[1].id),
            ("make", "比亚迪", cars[1].id),
        ]
        assert fields(desk, cars[1]) == ["vin"]
        with pytest.raises(DraftRefused) as caught:
            prints.from_table(desk, document, ("VIN",), [(2, ["LC0CE4CB4V4999999"])])
        assert codes(caught.value) == ["prints_vin_of_no_car"]
        with pytest.raises(DraftRefused) as caught:
            prints.from_table(desk, document, ("品牌",), [])
        assert codes(caught.value) == ["prints_no_vin_column"]

    def test_bad_words_are_all_told_and_nothing_is_written(self, desk: Desk) -> None:
        one, other = new_car(desk, 1), new_car(desk, 2)
        document = paper(desk, CERTIFICATE, one)
        before = desk.store.revision
        texts = [("first_registration", "soon"), ("quantity", "many"), ("nonsense", "1")]
        with pytest.raises(DraftRefused) as caught:
            prints.say(desk, document, [Saying(one, texts), Saying(other, [("vin", "x")])])
        assert len(codes(caught.value)) == 4
        assert {"field_unknown", "prints_other_car"} <= set(codes(caught.value))
        assert desk.store.revision == before

    def test_the_pre_check_of_a_claim_reads_the_same_words(self, desk: Desk) -> None:
        (car,) = edited(desk, ready_for_kazakhstan(desk), declared="2026-11-10")
        invoice = paper(desk, "special_vat_invoice", car)
        say(desk, invoice, car, vin=(car.vin or "").lower(), goods_name="旧轿车", unit="辆", quantity="1")
        (declared,) = documents.listed(desk, kind="export_declaration", car=car)
        say(desk, declared, car, goods_name="旧小轿车", unit="辆")
        found = claiming.candidate(Rebates(desk), desk, again(desk, car))
        assert (found.invoice_vin, found.invoice_name, found.declared_name) == (car.vin, "旧轿车", "旧小轿车")
        doubts = [(one.code, one.field) for _, one in claiming.doubts(desk, [again(desk, car)], date(2026, 12, 1))]
        assert ("claim_differs", "goods_name") in doubts
        assert fields(desk, car) == ["goods_name"]


class TestTheTable:
    def test_every_field_and_paper_has_its_place(self) -> None:
        table = Library().agreement
        kinds = Library().documents
        assert set(table.papers) - {"record"} <= kinds.keys()
        seen = [rule.id for one in table.pairs for rule in one.rules.values()]
        assert len(seen) == len(set(seen))
        for one in table.pairs:
            assert all(rule.gate is Gate.PAPERS and rule.source.title for rule in one.rules.values())
            assert set(one.rules) <= set(table.fields)
        licence = next(one for one in table.pairs if (one.first, one.second) == (LICENCE, CERTIFICATE))
        assert {"vin", "make", "model", "first_registration", "pending_export"} <= set(licence.rules)

    @pytest.mark.parametrize(
        ("one", "other", "pieces"),
        [
            ("V40A1", "V4OA1", [("V4", False), ("0", True), ("A1", False)]),
            ("ABC", "ABCD", [("ABC", False), ("", True)]),
            ("ABCD", "ABC", [("ABC", False), ("D", True)]),
            ("same", "same", [("same", False)]),
        ],
    )
    def test_what_differs_is_marked(self, one: str, other: str, pieces: Sequence[tuple[str, bool]]) -> None:
        assert list(marked(one, other)) == list(pieces)


def test_cars_whose_papers_agree_share_their_flags(desk: Desk) -> None:
    cars = [ready_for_kazakhstan(desk, number) for number in (1, 2)]
    for car in cars:
        pair(desk, car)
    checker = Checker(desk, Question(TODAY))
    first, second = (checker.answer(again(desk, car), None).assessment.flags[-1] for car in cars)
    assert first is second
    assert PrintField("vin", "VIN", "code").sums is False
