from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.desk.kit import TODAY, codes, edited, new_car, new_desk, put_shipment
from tui.desk import documents
from tui.desk.context import Desk
from tui.domain.deals import Deal
from tui.domain.documents import LETTER, LICENCE, Document, Reach, Scope
from tui.domain.record_fields import LETTER_FIELDS
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode
from tui.errors import DraftRefused, NotFound, UsageError


@pytest.fixture
def desk() -> Desk:
    return new_desk()


class TestKinds:
    @pytest.mark.parametrize(
        ("word", "kind"),
        [
            ("letter", LETTER),
            ("Letter ", LETTER),
            ("确认书", LETTER),
            (LETTER, LETTER),
            ("许可证", LICENCE),
            ("专票", "special_vat_invoice"),
            ("ev:ae-vin-screen", "ev:ae-vin-screen"),
        ],
    )
    def test_by_code_word_or_rule(self, desk: Desk, word: str, kind: str) -> None:
        assert documents.kind_named(desk, word) == kind

    @pytest.mark.parametrize(
        ("word", "code"),
        [("", "document_kind_unknown"), ("lettre", "document_kind_unknown"), ("ev:no", "rule_unknown")],
    )
    def test_unknown(self, desk: Desk, word: str, code: str) -> None:
        with pytest.raises(UsageError) as caught:
            documents.kind_named(desk, word)
        assert caught.value.code == code

    def test_titles_and_givers(self, desk: Desk) -> None:
        assert documents.title_of(desk, LETTER) == "Maker's after-sales letter"
        assert documents.giver_of(desk, LETTER) == "maker"
        rule = documents.rule_named(desk, "ae-vin-screen")
        assert rule is not None
        assert documents.title_of(desk, "ev:ae-vin-screen") == rule.title
        assert documents.giver_of(desk, "ev:ae-vin-screen") == "self"
        assert documents.title_of(desk, "something") == "something"


class TestScopes:
    def test_cars(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2)
        added = documents.add(desk, LETTER, [], cars=[one, two, one])
        assert added.scope == Scope(Reach.CARS, car_ids=(one.id, two.id))
        assert added.country == "KZ"

    def test_a_licence_reaches_its_cars(self, desk: Desk) -> None:
        car = new_car(desk)
        assert documents.add(desk, LICENCE, [], cars=[car]).scope == Scope(Reach.LICENCE, car_ids=(car.id,))

    def test_the_firm_needs_no_car(self, desk: Desk) -> None:
        assert documents.add(desk, "cn_used_car_export_filing", []).scope == Scope(Reach.FIRM)

    def test_a_model(self, desk: Desk) -> None:
        one, two, other = new_car(desk, 1), new_car(desk, 2), new_car(desk, 3, trim="性能")
        added = documents.add(desk, "cn_new_car_export_qualification", [], cars=[one, two])
        sheet, foreign = desk.sheet_of(one), desk.sheet_of(other)
        assert sheet is not None
        assert foreign is not None
        assert added.scope == Scope(Reach.MODEL, sheet_ids=(sheet.id,))
        assert documents.listed(desk, car=two) == [added]
        assert documents.listed(desk, car=other) == []

    def test_a_shipment(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2)
        ship = put_shipment(desk, Shipment("S1", Deal("JO"), Mode.RO_RO, (Line(one.id), Line(two.id))))
        bill = documents.add(desk, "bill_of_lading", [], shipment=ship)
        assert bill.scope == Scope(Reach.SHIPMENT, shipment_id=ship.id)
        assert bill.country == "JO"
        licence = documents.add(desk, LICENCE, [], shipment=ship)
        assert licence.scope == Scope(Reach.LICENCE, car_ids=(one.id, two.id))

    def test_without_a_car(self, desk: Desk) -> None:
        with pytest.raises(DraftRefused) as caught:
            documents.add(desk, "cn_inspection_report_wmt8", [])
        assert codes(caught.value) == ["document_without_cars"]
        with pytest.raises(DraftRefused) as caught:
            documents.add(desk, LETTER, [("country", "KZ")])
        assert codes(caught.value) == ["document_without_cars"]
        assert desk.store.revision == 0

    def test_the_country_a_paper_is_bound_to(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2, destination="JO")
        assert documents.add(desk, LETTER, [("country", "UZ")], cars=[one]).country == "UZ"
        for cars in ([one, two], [new_car(desk, 3, destination="")]):
            with pytest.raises(DraftRefused) as caught:
                documents.add(desk, LETTER, [], cars=cars)
            assert codes(caught.value) == ["document_country_missing"]
        assert documents.add(desk, "cn_inspection_report_wmt8", [], cars=[two]).country is None

    def test_evidence_of_a_rule_is_bound_to_a_country(self, desk: Desk) -> None:
        assert documents.add(desk, "ev:ae-vin-screen", [("country", "AE")], cars=[new_car(desk)]).country == "AE"


class TestFields:
    def test_the_letter(self, desk: Desk) -> None:
        texts = [("signer", "厂家"), ("shows", "all"), ("issued", "2026-11-01"), ("number", "A-1")]
        letter = documents.add(desk, LETTER, texts, cars=[new_car(desk)])
        assert (letter.signer, letter.shows) == ("vehicle_maker_in_miit_list", LETTER_FIELDS)
        assert (letter.issued, letter.number) == (date(2026, 11, 1), "A-1")
        less = documents.edit(desk, letter, [("shows", "vin,maker_seal"), ("signer", "经销商"), ("number", "")])
        assert (less.signer, less.shows, less.number) == ("dealer", ("vin", "maker_seal"), "")
        assert documents.edit(desk, less, [("shows", "none")]).shows == ()
        assert documents.edit(desk, less, [("shows", "")]).shows is None

    def test_all_problems_at_once(self, desk: Desk) -> None:
        texts = [("issued", "2026-02-30"), ("colour", "red"), ("country", "XX"), ("shows", "stamp")]
        with pytest.raises(DraftRefused) as caught:
            documents.add(desk, LETTER, texts, cars=[new_car(desk)])
        assert sorted(codes(caught.value)) == ["country_unknown", "date_unreal", "field_unknown", "word_unknown"]

    def test_an_end_before_the_beginning(self, desk: Desk) -> None:
        with pytest.raises(DraftRefused) as caught:
            documents.add(desk, LETTER, [("issued", "2026-11-02"), ("expires", "2026-11-01")], cars=[new_car(desk)])
        assert codes(caught.value) == ["expires_before_issued"]

    def test_who_looked_must_be_named(self, desk: Desk) -> None:
        car = new_car(desk)
        for kind, texts in (
            ("cn_barred_groups_check", []),
            (LICENCE, [("fields_match", "yes")]),
            (LICENCE, [("owner_is_applicant", "no")]),
        ):
            with pytest.raises(DraftRefused) as caught:
                documents.add(desk, kind, texts, cars=[car])
            assert codes(caught.value) == ["checker_missing"]
            assert documents.add(desk, kind, [*texts, ("checked_by", "王")], cars=[car]).checked_by == "王"


class TestList:
    def test_by_kind_and_by_car(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2)
        letter = documents.add(desk, LETTER, [], cars=[one])
        report = documents.add(desk, "cn_inspection_report_wmt8", [], cars=[one, two])
        filing = documents.add(desk, "cn_used_car_export_filing", [])
        assert set(map(id_of, documents.listed(desk))) == {letter.id, report.id, filing.id}
        assert list(map(id_of, documents.listed(desk, kind=LETTER))) == [letter.id]
        assert set(map(id_of, documents.listed(desk, car=two))) == {report.id, filing.id}
        assert documents.covers(desk, report) == (one.vin, two.vin)
        assert documents.covers(desk, filing) == ()

    def test_not_found(self, desk: Desk) -> None:
        with pytest.raises(NotFound):
            documents.get(desk, 9)

    def test_standing(self) -> None:
        paper = Document(LETTER, Scope(), issued=TODAY, expires=TODAY + timedelta(days=2))
        days = (-1, 0, 2, 3)
        standings = [documents.standing(paper, TODAY + timedelta(days=day)) for day in days]
        assert standings == ["not_yet", "held", "held", "expired"]


def test_a_paper_follows_its_car_through_a_correction_of_the_vin(desk: Desk) -> None:
    car = new_car(desk)
    letter = documents.add(desk, LETTER, [], cars=[car])
    (car,) = edited(desk, car, vin="LC0CE4CB7V4016852")
    assert documents.covers(desk, letter) == ("LC0CE4CB7V4016852",)


def id_of(document: Document) -> int:
    return document.id
