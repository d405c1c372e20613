from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from tests.desk.kit import TODAY, edited, new_car, new_desk, paper, put_shipment, ready_for_kazakhstan
from tui.desk import documents
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.missing import Want, Wanted, as_json, gather, of_giver, title
from tui.domain.cars import Car
from tui.domain.deals import Deal
from tui.domain.documents import LETTER, LICENCE
from tui.domain.money import Money
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode

FACT, PAPER = "fact", "paper"
BLOCKS = ("eaeu-under3-company-official-only-2026-01", "kz-under3-otts-holder-2025-12")
"""What stops a young car that a firm without mandate brings to Kazakhstan."""


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def wanted(desk: Desk, cars: Sequence[Car], *to: str, via: tuple[str, ...] | None = None) -> Wanted:
    return gather(desk, Checker(desk, Question(TODAY, via)).answers(cars, to or ("KZ",)))


def want(found: Wanted, *codes: str, to: str | None = None) -> Want:
    (one,) = [one for one in found.wants if one.codes == codes and to in {None, one.destination}]
    return one


def void(desk: Desk, kind: str, *cars: Car) -> None:
    for car in cars:
        for held in documents.listed(desk, kind=kind, car=car):
            documents.edit(desk, held, [("void", "yes")])


def test_a_ready_car_lacks_nothing(desk: Desk) -> None:
    found = wanted(desk, [ready_for_kazakhstan(desk)])
    assert (found.wants, found.blocks) == ((), ())


def test_the_last_paper_frees_the_car(desk: Desk) -> None:
    one, two, three = (ready_for_kazakhstan(desk, number) for number in (1, 2, 3))
    void(desk, LICENCE, one, two)
    void(desk, "cn_inspection_report_wmt8", two)
    found = wanted(desk, [one, two, three])
    licence = want(found, LICENCE)
    assert (licence.what, licence.giver, licence.destination) == (PAPER, "licence_office", "KZ")
    assert licence.cars == (one, two)
    assert licence.frees == (one,)
    assert licence.rules == ("cn-export-licence-required",)
    report = want(found, "cn_inspection_report_wmt8")
    assert (report.giver, report.cars, report.frees) == ("inspector", (two,), ())
    paper(desk, LICENCE, one)
    assert want(wanted(desk, [one, two, three]), LICENCE).cars == (two,)


def test_a_missing_fact_is_asked_for_once_and_of_the_one_who_knows_it(desk: Desk) -> None:
    cars = [new_car(desk, number, first_registration="") for number in (1, 2)]
    found = wanted(desk, cars, "KZ", "JO", "SA")
    registration = want(found, "first_registration")
    assert (registration.what, registration.giver, registration.destination) == (FACT, "dealer", "")
    assert registration.cars == tuple(cars)
    assert "cn-export-licence-required" in registration.rules
    assert not [one for one in found.wants if one.codes in {("customs_condition",), ("cn_never_registered",)}]
    assert title(desk, registration) == ("First registration",)


def test_a_fact_of_the_deal_is_asked_for_by_destination(desk: Desk) -> None:
    (car,) = edited(desk, new_car(desk), damage_history="")
    found = wanted(desk, [car], "JO", "SA", "AE")
    damage = want(found, "damage_history")
    assert (damage.destination, damage.giver) == ("", "inspector")
    assert {"jo-salvage-2025-11", "sa-damaged-used", "ae-damaged-2017"} <= set(damage.rules)
    assert want(found, "steering_converted").destination == "SA"


def test_one_of_several_papers_is_one_want(desk: Desk) -> None:
    found = wanted(desk, [new_car(desk)], "JO")
    either = want(found, "eu_wvta_coc", "eu_small_series_coc", "gcc_coc", "saudi_type_approval", "us_fmvss_statement")
    assert either.rules == ("jo-conformity-2025-11",)
    assert len(title(desk, either)) == 5
    assert all(text != code for text, code in zip(title(desk, either), either.codes, strict=True))


def test_both_of_two_papers_are_two_wants(desk: Desk) -> None:
    found = wanted(desk, [new_car(desk)], "RU")
    assert want(found, "sbkts").rules == want(found, "epts").rules == ("ru-sbkts-epts-required",)


def test_a_letter_for_one_country_is_wanted_for_the_other(desk: Desk) -> None:
    (car,) = edited(desk, new_car(desk), first_registration="2026-08-01")
    paper(desk, LETTER, car)
    found = wanted(desk, [car], "KZ", "JO")
    letters = [one for one in found.wants if one.codes == (LETTER,)]
    assert [(one.destination, one.giver) for one in letters] == [("JO", "maker")]


def test_a_block_is_not_something_to_get(desk: Desk) -> None:
    (blocked,) = edited(desk, ready_for_kazakhstan(desk), importer_type="company", importer_is_authorised="no")
    void(desk, LICENCE, blocked)
    found = wanted(desk, [blocked])
    assert [(block.rule, block.destination, block.cars) for block in found.blocks] == [
        (rule, "KZ", (blocked,)) for rule in BLOCKS
    ]
    licence = want(found, LICENCE)
    assert licence.cars == (blocked,)
    assert licence.frees == (), "the licence alone does not free a car that is blocked"


def test_on_a_route_without_rules_nothing_frees(desk: Desk) -> None:
    car = ready_for_kazakhstan(desk)
    void(desk, "cn_inspection_report_wmt8", car)
    assert want(wanted(desk, [car]), "cn_inspection_report_wmt8").frees == (car,)
    unknown = want(wanted(desk, [car], via=("XX",)), "cn_inspection_report_wmt8")
    assert (unknown.cars, unknown.frees) == ((car,), ())


def test_the_giver_who_frees_most_comes_first_and_his_wants_together(desk: Desk) -> None:
    cars = [ready_for_kazakhstan(desk, number) for number in (1, 2, 3)]
    void(desk, "cn_inspection_report_wmt8", cars[0], cars[1])
    void(desk, LICENCE, cars[2])
    void(desk, "cn_used_car_export_filing", cars[2])
    paper(desk, "cn_used_car_export_filing")
    void(desk, "cn_destination_standard_declaration", cars[2])
    found = wanted(desk, cars)
    givers = [one.giver for one in found.wants]
    assert givers == sorted(givers, key=givers.index)
    assert [(one.giver, one.frees) for one in found.givers] == [
        ("inspector", (cars[0], cars[1])),
        ("licence_office", ()),
        ("self", ()),
    ]
    assert [one.giver for one in of_giver(found, "self").wants] == ["self"]


def test_what_one_giver_alone_frees_counts_all_his_papers(desk: Desk) -> None:
    car = ready_for_kazakhstan(desk)
    void(desk, "cn_destination_standard_declaration", car)
    void(desk, "cn_barred_groups_check", car)
    found = wanted(desk, [car])
    assert [one.frees for one in found.wants] == [(), ()]
    (giver,) = found.givers
    assert (giver.giver, giver.wants, giver.cars, giver.frees) == ("self", 2, 1, (car,))


def test_the_margin_behind_what_is_freed(desk: Desk) -> None:
    one, two = (ready_for_kazakhstan(desk, number) for number in (1, 2))
    void(desk, "cn_inspection_report_wmt8", one, two)
    unpriced = want(wanted(desk, [one, two]), "cn_inspection_report_wmt8")
    assert (unpriced.margin, unpriced.unpriced) == ((), 2)
    price = Money.of(130_000, "CNY")
    put_shipment(desk, Shipment("S26-001", Deal("KZ", importer_type="individual"), Mode.ROAD, (Line(one.id, price),)))
    priced = want(wanted(desk, [one, two]), "cn_inspection_report_wmt8")
    refund = Decimal(120000) / Decimal("1.13") * Decimal("0.13")
    assert priced.margin == (Money.of(Decimal(10000) + refund.quantize(Decimal("0.01")), "CNY"),)
    assert priced.unpriced == 1
    dollars = Line(two.id, Money.of(20_000, "USD"))
    put_shipment(desk, Shipment("S26-002", Deal("KZ", importer_type="individual"), Mode.ROAD, (dollars,)))
    assert want(wanted(desk, [one, two]), "cn_inspection_report_wmt8").unpriced == 1, "nothing is converted"


def test_as_json(desk: Desk) -> None:
    (blocked,) = edited(desk, new_car(desk), importer_type="company", importer_is_authorised="no")
    document = as_json(desk, wanted(desk, [blocked]), "2026-11-22")
    assert document["schema"] == "nearnew/missing/1"
    assert document["blocked"] == [{"rule": rule, "to": "KZ", "cars": [blocked.vin]} for rule in BLOCKS]
    first = document["missing"][0]
    assert set(first) == {"what", "codes", "giver", "to", "cars", "frees", "rules", "margin", "margin_unknown"}
    assert first["cars"] == [blocked.vin]
    assert first["frees"] == []
