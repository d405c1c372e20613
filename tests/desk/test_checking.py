from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from tests.desk.kit import (
    PAPERS,
    TODAY,
    again,
    answer,
    bought,
    edited,
    new_car,
    new_desk,
    paper,
    put_shipment,
    ready_for_kazakhstan,
)
from tui.desk import documents, sheets, shipping
from tui.desk.checking import NO_DESTINATION, Checker, Question, countries_named, destinations_named
from tui.desk.context import Desk
from tui.desk.documents import standing
from tui.desk.papers_index import PapersIndex, with_validity
from tui.domain.cars import Milestone
from tui.domain.deals import Deal
from tui.domain.documents import LETTER, LICENCE, Document, Reach, Scope
from tui.domain.readiness import Assessment, Doubt, State, Verdict
from tui.domain.rules import Gate
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode, Stage
from tui.errors import UsageError


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def state(found: Assessment, rule_id: str) -> State | None:
    return next((flag.state for flag in found.flags if flag.rule.id == rule_id), None)


class TestReady:
    def test_a_car_with_all_its_papers_is_ready_and_says_what_it_assumes(self, desk: Desk) -> None:
        car = ready_for_kazakhstan(desk)
        found = answer(desk, car)
        assert found.verdict is Verdict.READY
        assert found.gates[Gate.LOCALISATION] is Verdict.READY
        assert found.gates[Gate.PAPERS] is None
        assert "importer_type" in found.assumed
        assert answer(desk, car, strict=True).verdict is Verdict.UNKNOWN
        assert answer(desk, car, via=("XX",)).verdict is Verdict.UNKNOWN
        assert answer(desk, car, "XX").doubts == (Doubt("no_pack", "XX"),)

    @pytest.mark.parametrize("kind", [kind for kind in PAPERS if kind not in {LETTER, "export_declaration"}])
    def test_each_paper_is_needed(self, desk: Desk, kind: str) -> None:
        car = ready_for_kazakhstan(desk)
        (held,) = documents.listed(desk, kind=kind)
        documents.edit(desk, held, [("void", "yes")])
        assert answer(desk, car).verdict is Verdict.ACTION

    def test_rules_grow_stale_on_todays_clock_and_not_on_the_asked_day(self) -> None:
        for today, verdict in ((date(2027, 5, 21), Verdict.READY), (date(2027, 5, 22), Verdict.UNKNOWN)):
            desk = new_desk(today)
            car = ready_for_kazakhstan(desk)
            assert answer(desk, car, on=TODAY).verdict is verdict

    def test_a_listed_car_lacks_papers(self, desk: Desk) -> None:
        found = answer(desk, new_car(desk))
        assert found.verdict is Verdict.ACTION
        assert found.gates[Gate.EXPORT] is Verdict.ACTION

    def test_an_unregistered_car_cannot_be_told(self, desk: Desk) -> None:
        car = new_car(desk, first_registration="")
        assert answer(desk, car).verdict is Verdict.UNKNOWN


class TestLicence:
    def _expires(self, desk: Desk, issued: str, **texts: str) -> date | None:
        licence = documents.add(
            desk, LICENCE, [("country", "KZ"), ("issued", issued), *texts.items()], cars=[new_car(desk)]
        )
        return with_validity(licence, desk.library.documents).expires

    @pytest.mark.parametrize(
        ("issued", "printed", "last"),
        [
            ("2026-03-01", {}, "2026-09-01"),
            ("2026-06-30", {}, "2026-12-30"),
            ("2026-07-01", {}, "2026-12-31"),
            ("2026-11-01", {}, "2026-12-31"),
            ("2026-03-01", {"expires": "2026-05-01"}, "2026-05-01"),
        ],
    )
    def test_without_a_printed_end_it_lives_six_months_and_not_past_the_year(
        self, desk: Desk, issued: str, printed: dict[str, str], last: str
    ) -> None:
        assert self._expires(desk, issued, **printed) == date.fromisoformat(last)

    def test_after_its_end_it_is_not_held(self, desk: Desk) -> None:
        car = ready_for_kazakhstan(desk)
        assert answer(desk, car, on=date(2026, 12, 31)).verdict is Verdict.READY
        late = answer(desk, car, on=date(2027, 1, 1))
        assert state(late, "cn-export-licence-required") is State.FLAGGED

    def test_a_paper_without_a_life_or_a_day_stays(self, desk: Desk) -> None:
        kinds = desk.library.documents
        for one in (Document(LETTER, Scope(), issued=TODAY), Document(LICENCE, Scope()), Document("ev:x", Scope())):
            assert with_validity(one, kinds) == one
        filing = with_validity(Document("cn_used_car_export_filing", Scope(Reach.FIRM), issued=TODAY), kinds)
        assert filing.expires == date(2027, 11, 22)
        assert standing(filing, TODAY) == "held"
        assert standing(filing, date(2027, 11, 23)) == "expired"
        assert standing(filing, TODAY - timedelta(days=1)) == "not_yet"


class TestDestinations:
    def test_a_cars_own_destination(self, desk: Desk) -> None:
        car = new_car(desk)
        checker = Checker(desk, Question(TODAY))
        assert checker.own_destination(car) == "KZ"
        assert checker.answer(car, None).destination == "KZ"
        assert checker.answer(car, "JO").destination == "JO"
        nowhere = new_car(desk, 2, destination="")
        assert checker.answer(nowhere, None).assessment == NO_DESTINATION
        assert NO_DESTINATION.verdict is Verdict.UNKNOWN

    def test_the_shipments_destination_comes_first(self, desk: Desk) -> None:
        car = bought(desk, new_car(desk))
        ship = put_shipment(desk, Shipment("S1", Deal("JO"), Mode.RO_RO, (Line(car.id),)))
        assert Checker(desk, Question(TODAY)).own_destination(car) == "JO"
        shipping.edit(desk, ship, [("cancelled", "yes")])
        assert Checker(desk, Question(TODAY)).own_destination(car) == "KZ"

    def test_the_words_of_to(self, desk: Desk) -> None:
        assert destinations_named(desk, None) == (None,)
        assert destinations_named(desk, "kz, jo，KZ") == ("KZ", "JO")
        assert destinations_named(desk, "ALL") == desk.library.destinations
        for text in ("XX", "KZ,XX", "", " , "):
            with pytest.raises(UsageError) as caught:
                countries_named(desk, text)
            assert caught.value.code == "country_unknown"

    def test_cars_by_destinations(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2)
        found = Checker(desk, Question(TODAY)).answers([one, two], ["KZ", "JO"])
        assert [(item.car.id, item.destination) for item in found] == [
            (one.id, "KZ"), (one.id, "JO"), (two.id, "KZ"), (two.id, "JO"),
        ]  # fmt: skip


class TestDeals:
    def test_the_shipments_deal_stands_over_the_cars_and_the_cars_over_the_default(self, desk: Desk) -> None:
        rule = "kz-under3-otts-holder-2025-12"
        car = ready_for_kazakhstan(desk)
        assert state(answer(desk, car), rule) is None
        (car,) = edited(desk, car, importer_type="company", importer_is_authorised="no")
        assert state(answer(desk, car), rule) is State.FLAGGED
        assert answer(desk, car).verdict is Verdict.BLOCKED
        put_shipment(desk, Shipment("S1", Deal("KZ", importer_type="individual"), Mode.ROAD, (Line(car.id),)))
        assert state(answer(desk, car), rule) is None

    def test_a_shipment_to_another_country_says_nothing(self, desk: Desk) -> None:
        car = new_car(desk, first_registration="2026-06-01")
        deal = Deal("KZ", licence_application=date(2026, 11, 29))
        others = [new_car(desk, number) for number in range(2, 22)]
        lines = tuple(Line(one.id) for one in (car, *others))
        put_shipment(desk, Shipment("S1", deal, Mode.ROAD, lines))
        assert state(answer(desk, car), "cn-licence-max-20") is State.FLAGGED
        assert state(answer(desk, car), "cn-180d-letter") is None
        assert state(answer(desk, car, "JO"), "cn-licence-max-20") is None
        assert state(answer(desk, car, "JO"), "cn-180d-letter") is State.FLAGGED

    def test_a_deal_for_another_country_says_nothing(self, desk: Desk) -> None:
        (car,) = edited(desk, new_car(desk), importer_type="company")
        rule = "ru-util-fee-index-2026-01"
        assert state(answer(desk, car, "RU"), rule) is None

    def test_the_route_of_the_deal_and_of_the_question(self, desk: Desk) -> None:
        (car,) = edited(desk, new_car(desk, destination="RU"), via="KZ")
        rule = "ru-eaeu-duty-gap-2024-04"
        assert answer(desk, car).via == ("KZ",)
        assert state(answer(desk, car), rule) is State.FLAGGED
        assert state(answer(desk, car), "kz-national-tariff-lock") is State.FLAGGED
        direct = answer(desk, car, via=())
        assert (direct.via, state(direct, rule)) == ((), None)

    def test_several_cars_to_one_person(self, desk: Desk) -> None:
        rule = "kz-personal-one-per-year-2025-10"
        one, two = bought(desk, new_car(desk, 1)), bought(desk, new_car(desk, 2))
        ship = put_shipment(desk, Shipment("S1", Deal("KZ"), Mode.ROAD, (Line(one.id),)))
        assert state(answer(desk, one), rule) is None
        shipping.add(desk, ship, [two])
        assert state(answer(desk, one), rule) is State.FLAGGED
        assert state(answer(desk, one, strict=True), rule) is State.CANNOT_TELL

    def test_dates_of_the_deal(self, desk: Desk) -> None:
        (car,) = edited(desk, new_car(desk, first_registration="2026-06-01"), licence_application="2026-11-29")
        assert state(answer(desk, car), "cn-180d-letter") is None
        assert state(answer(desk, car, "JO"), "cn-180d-letter") is State.FLAGGED


class TestFacts:
    def test_a_car_inherits_its_sheet_and_may_differ(self, desk: Desk) -> None:
        one, two = new_car(desk, 1), new_car(desk, 2)
        rule = "jo-rhd-2025-11"
        sheets.set_facts(desk, ["byd", "海豹", "长续航", "2026"], [("steering", "RHD")])
        assert state(answer(desk, one, "JO"), rule) is State.FLAGGED
        (two,) = edited(desk, two, steering="LHD")
        assert state(answer(desk, two, "JO"), rule) is None
        assert state(answer(desk, again(desk, one), "JO"), rule) is State.FLAGGED

    def test_papers_of_the_firm_the_model_and_the_shipment(self, desk: Desk) -> None:
        car = bought(desk, new_car(desk))
        sheet = desk.sheet_of(car)
        assert sheet is not None
        ship = put_shipment(desk, Shipment("S1", Deal("KZ"), Mode.ROAD, (Line(car.id),)))
        scopes = [
            Scope(Reach.FIRM),
            Scope(Reach.MODEL, sheet_ids=(sheet.id,)),
            Scope(Reach.CARS, car_ids=(car.id,)),
            Scope(Reach.SHIPMENT, shipment_id=ship.id),
            Scope(Reach.LICENCE, car_ids=(car.id + 1,)),
        ]
        papers = [Document("sbkts", scope, id=place) for place, scope in enumerate(scopes, start=1)]
        index = PapersIndex(papers, {})
        assert [one.id for one in index.of(car.id, sheet.id, ship.id)] == [1, 2, 3, 4]
        assert [one.id for one in index.of(car.id, None, None)] == [1, 3]
        assert [one.id for one in PapersIndex(papers[1:], {}).of(99, 98, 97)] == []

    def test_a_declaration_of_the_shipment(self, desk: Desk) -> None:
        car = bought(desk, new_car(desk))
        ship = put_shipment(desk, Shipment("S1", Deal("KZ"), Mode.ROAD, (Line(car.id),)))
        paper(desk, LICENCE, car)
        paper(desk, "export_declaration", shipment=ship)
        assert state(answer(desk, car), "cn-licence-one-batch") is None


def test_a_car_that_has_not_left_has_not_landed(desk: Desk) -> None:
    """Days since arrival keep still before the voyage, and cannot be told after it as long as no arrival is known."""

    one = new_car(desk)

    def said(*steps: Milestone, strict: bool = False, **deal: Any) -> State | None:
        changed = msgspec.structs.replace(one, milestones=steps, deal=Deal("GB", **deal) if deal else None)
        flags = Checker(desk, Question(TODAY, strict=strict)).answers([changed], ["GB"])[0].assessment.flags
        return next((flag.state for flag in flags if flag.rule.id == "gb-nova-14d"), None)

    long_ago = TODAY - timedelta(days=15)
    assert said() is None
    assert said(strict=True) is State.CANNOT_TELL
    assert said(Milestone(Stage.DEPARTED, long_ago)) is State.CANNOT_TELL
    assert said(Milestone(Stage.DEPARTED, long_ago), Milestone(Stage.ARRIVED, long_ago)) is State.FLAGGED
    assert said(Milestone(Stage.DEPARTED, long_ago), Milestone(Stage.ARRIVED, TODAY), arrival=long_ago) is None
    assert said(arrival=long_ago) is State.FLAGGED
