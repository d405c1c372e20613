"""What papers count for, and where facts come from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from tests.domain.readiness_kit import MAKER, SEAL, TODAY, assess, case, changed, every_paper, state_of
from tui.domain.cars import Car, Milestone
from tui.domain.deals import Deal
from tui.domain.documents import LETTER, LICENCE, Document, Reach, Scope
from tui.domain.facts import (
    PLACE,
    Origin,
    origin_of,
    shipment_deal,
)
from tui.domain.models import Specs
from tui.domain.partialdate import PartialDate
from tui.domain.readiness import State, Verdict
from tui.domain.record_fields import LETTER_FIELDS
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode, Stage


class TestPapers:
    @staticmethod
    def _letter(**changes: Any) -> Document:
        sound = Document(LETTER, Scope(car_ids=(1,)), country="KZ", signer=MAKER, shows=LETTER_FIELDS)
        return msgspec.structs.replace(sound, **changes)

    @staticmethod
    def _young() -> Car:
        return changed(SEAL, first_registration=PartialDate(2026, 8, 1))

    def test_a_letter_for_kazakhstan_does_not_serve_jordan(self) -> None:
        young = self._young()
        assert state_of(assess(young, "KZ", papers=[self._letter()]), "cn-180d-letter") is State.SATISFIED
        answer = assess(young, "JO", papers=[self._letter()])
        assert state_of(answer, "cn-180d-letter") is State.FLAGGED
        assert state_of(answer, "cn-180d-letter-country-bound") is State.FLAGGED
        both = [self._letter(), self._letter(country="JO")]
        answer = assess(young, "JO", papers=both)
        assert state_of(answer, "cn-180d-letter") is State.SATISFIED
        assert state_of(answer, "cn-180d-letter-country-bound") is None

    def test_equal_cars_with_papers_for_different_countries_differ(self) -> None:
        """One assessor judges both: what it remembers of the one must not serve the other."""
        for country, state in (("KZ", State.SATISFIED), ("JO", State.FLAGGED), ("KZ", State.SATISFIED)):
            contract = Document("cn_export_contract_aftersales", Scope(car_ids=(1,)), country=country)
            assert state_of(assess(SEAL, "KZ", papers=[contract]), "cn-contract-aftersales") is state

    @pytest.mark.parametrize(
        ("changes", "held"),
        [
            ({}, True),
            ({"void": True}, False),
            ({"expires": TODAY}, True),
            ({"expires": TODAY - timedelta(days=1)}, False),
            ({"issued": TODAY}, True),
            ({"issued": TODAY + timedelta(days=1)}, False),
        ],
    )
    def test_only_a_paper_in_force_is_held(self, changes: dict[str, Any], held: bool) -> None:
        answer = assess(self._young(), "KZ", papers=[self._letter(**changes)])
        assert state_of(answer, "cn-180d-letter") is (State.SATISFIED if held else State.FLAGGED)

    def test_a_paper_is_held_on_the_day_the_rule_is_read_at(self) -> None:
        late = self._letter(issued=date(2026, 11, 10))
        applied = Deal("KZ", licence_application=date(2026, 11, 9))
        assert state_of(assess(self._young(), "KZ", applied, papers=[late]), "cn-180d-letter") is State.FLAGGED
        applied = Deal("KZ", licence_application=date(2026, 11, 10))
        assert state_of(assess(self._young(), "KZ", applied, papers=[late]), "cn-180d-letter") is State.SATISFIED

    def test_who_signed_the_letter_and_what_it_shows(self) -> None:
        young = self._young()
        sound = assess(young, "KZ", papers=[self._letter()])
        assert (state_of(sound, "cn-180d-letter-issuer"), state_of(sound, "cn-180d-letter-content")) == (None, None)
        wrong = assess(young, "KZ", papers=[self._letter(signer="dealer", shows=LETTER_FIELDS[:-1])])
        assert state_of(wrong, "cn-180d-letter-issuer") is State.FLAGGED
        assert state_of(wrong, "cn-180d-letter-content") is State.FLAGGED
        unread = assess(young, "KZ", papers=[self._letter(signer=None, shows=None)])
        assert state_of(unread, "cn-180d-letter-issuer") is State.CANNOT_TELL
        assert state_of(unread, "cn-180d-letter-content") is State.CANNOT_TELL
        assert assess(young, "KZ").verdict is Verdict.ACTION
        assert unread.verdict is Verdict.UNKNOWN

    def _licensed(self, **changes: Any) -> list[Document]:
        papers = every_paper(1, but=(LICENCE, "export_declaration"))
        licence = Document(LICENCE, Scope(Reach.LICENCE, (1, 2)), fields_match=True, owner_is_applicant=True)
        return [*papers, msgspec.structs.replace(licence, **changes)]

    def test_a_licence_clears_in_one_batch(self) -> None:
        batch = "cn-licence-one-batch"
        papers = self._licensed()
        deal = Deal("KZ")
        assert state_of(assess(SEAL, "KZ", deal, papers=papers), batch) is State.CANNOT_TELL
        two = Shipment("S", deal, Mode.ROAD, (Line(1), Line(2)), id=7)
        three = msgspec.structs.replace(two, lines=(*two.lines, Line(3)))
        assert state_of(assess(SEAL, "KZ", deal, papers=papers, shipment=two), batch) is None
        assert state_of(assess(SEAL, "KZ", deal, papers=papers, shipment=three), batch) is State.FLAGGED
        for cars, state in (((1, 2), None), ((1,), State.FLAGGED)):
            declared = [*papers, Document("export_declaration", Scope(car_ids=cars))]
            assert state_of(assess(SEAL, "KZ", deal, papers=declared, shipment=three), batch) is state

    def test_a_declaration_of_the_whole_shipment_declares_its_cars(self) -> None:
        declared = [*self._licensed(), Document("export_declaration", Scope(Reach.SHIPMENT, shipment_id=7))]
        deal = Deal("KZ")
        two = Shipment("S", deal, Mode.ROAD, (Line(1), Line(2)), id=7)
        assert state_of(assess(SEAL, "KZ", deal, papers=declared, shipment=two), "cn-licence-one-batch") is None
        one = msgspec.structs.replace(two, lines=(Line(1),))
        assert (
            state_of(assess(SEAL, "KZ", deal, papers=declared, shipment=one), "cn-licence-one-batch") is State.FLAGGED
        )

    def test_a_licence_that_differs_from_the_certificate_blocks(self) -> None:
        answer = assess(SEAL, "KZ", papers=self._licensed(fields_match=False, owner_is_applicant=False))
        assert state_of(answer, "cn-licence-fields-match") is State.FLAGGED
        assert state_of(answer, "cn-licence-owner-match") is State.FLAGGED
        assert answer.verdict is Verdict.BLOCKED

    @pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
    def test_a_licence_counts_on_its_last_day(self, days: int, late: bool) -> None:
        licence = Document(LICENCE, Scope(car_ids=(1,)), country="KZ", issued=TODAY, expires=TODAY + timedelta(9))
        declared = Deal("KZ", declaration=TODAY + timedelta(9 - days))
        found = case(SEAL, "KZ", declared, papers=[licence])
        assert found.facts[PLACE["cn_licence_expired_at_declaration"]] is late

    @pytest.mark.parametrize("how", ["alone", "aboard", "licensed"])
    def test_only_a_car_by_itself_is_taken_to_be_the_only_one_of_its_line(self, how: str) -> None:
        aboard = Shipment("S", Deal("KZ"), Mode.ROAD, (Line(1),), id=1) if how == "aboard" else None
        papers = [Document(LICENCE, Scope(car_ids=(1,)), country="KZ", issued=TODAY)] if how == "licensed" else []
        found = case(SEAL, "KZ", papers=papers, shipment=aboard)
        assert ("cn_cars_per_licence_line" in found.assumed) is (how == "alone")

    def test_at_most_twenty_cars_a_line(self) -> None:
        for count, state in ((20, None), (21, State.FLAGGED)):
            shipment = Shipment("S", Deal("KZ"), Mode.ROAD, tuple(Line(place + 1) for place in range(count)), id=7)
            assert state_of(assess(SEAL, "KZ", shipment=shipment), "cn-licence-max-20") is state


class TestFacts:
    def test_what_follows_from_registration(self) -> None:
        bare = Car("byd", "x", specs=Specs(powertrain="bev"))

        def fact(car: Car, name: str) -> Any:
            return case(car, "KZ").facts[PLACE[name]]

        assert fact(bare, "customs_condition") is None
        assert fact(changed(bare, never_registered=True), "customs_condition") == "new"
        assert fact(changed(bare, never_registered=False), "customs_condition") == "used"
        registered = changed(bare, never_registered=True, first_registration=PartialDate(2026))
        assert fact(registered, "customs_condition") == "used"
        assert fact(registered, "cn_never_registered") is False
        step = changed(bare, milestones=(Milestone(Stage.REGISTERED, date(2026, 8, 1)),))
        assert fact(step, "first_registration") == PartialDate(2026, 8, 1)
        assert fact(step, "customs_condition") == "used"
        assert (fact(bare, "fuel"), fact(bare, "engine_cc")) == ("none", 0)
        assert fact(changed(bare, powertrain="ice"), "fuel") is None
        assert fact(bare, "make_home") == "CN"
        assert fact(changed(bare, make="nobody"), "make_home") is None

    @pytest.mark.parametrize(
        ("colour", "state"),
        [("white", None), ("black", State.FLAGGED), ("极光黑", State.CANNOT_TELL), ("", State.CANNOT_TELL)],
    )
    def test_a_makers_own_name_of_a_colour_passes_no_ban_on_colours(self, colour: str, state: State | None) -> None:
        answer = assess(changed(SEAL, colour=colour, tinted_glass=False), "TM")
        assert state_of(answer, "tm-dark-colour-2015") is state

    def test_nothing_is_not_missing(self) -> None:
        unknown = changed(SEAL, damage_history=None)
        assert state_of(assess(unknown, "JO"), "jo-salvage-2025-11") is State.CANNOT_TELL
        assert state_of(assess(SEAL, "JO"), "jo-salvage-2025-11") is None
        assert state_of(assess(changed(SEAL, damage_history=("flood",)), "JO"), "jo-salvage-2025-11") is State.FLAGGED

    def test_assumptions_are_listed_and_strictly_missing(self) -> None:
        papers = every_paper(1)
        answer = assess(SEAL, "KZ", papers=papers)
        assert answer.verdict is Verdict.READY
        assert {"importer_type", "imports_this_year", "cn_barred_group"} <= set(answer.assumed)
        assert "purpose" not in answer.assumed
        strict = assess(SEAL, "KZ", papers=papers, strict=True)
        assert strict.verdict is Verdict.UNKNOWN
        assert strict.assumed == ()
        missing = {name for flag in strict.open_flags for name in flag.missing}
        assert {"importer_type", "cn_barred_group"} <= missing
        known = changed(SEAL, cn_barred_group=())
        assert "cn_barred_group" not in assess(known, "KZ", papers=papers).assumed

    def test_the_order_of_deals(self) -> None:
        def importer(*deals: Deal) -> Any:
            return case(SEAL, "KZ", *deals).facts[PLACE["importer_type"]]

        assert importer() == "individual"
        assert importer(Deal("KZ", importer_type="company")) == "company"
        assert importer(Deal("KZ"), Deal("KZ", importer_type="company")) == "company"
        assert importer(Deal("KZ", importer_type="family"), Deal("KZ", importer_type="company")) == "family"
        assert importer(Deal("RU", importer_type="company")) == "individual"
        assert (
            case(SEAL, "KZ", Deal("KZ", importer_is_authorised=False)).facts[PLACE["importer_is_authorised"]] is False
        )

    def test_several_cars_for_one_person_are_not_each_the_first_of_the_year(self) -> None:
        one_a_year = "kz-personal-one-per-year-2025-10"
        for count, state in ((1, None), (2, State.FLAGGED)):
            shipment = Shipment("S", Deal("KZ"), Mode.ROAD, tuple(Line(place + 1) for place in range(count)), id=7)
            answer = assess(SEAL, "KZ", shipment=shipment, papers=every_paper(1, but=(f"ev:{one_a_year}",)))
            assert state_of(answer, one_a_year) is state
        company = Deal("KZ", importer_type="company", importer_is_authorised=True)
        answer = assess(SEAL, "KZ", company, shipment=shipment)
        assert state_of(answer, one_a_year) is None

    def test_what_a_shipment_says_of_the_way(self) -> None:
        ship = Shipment("S", Deal("JO"), Mode.CONTAINER, etd=date(2026, 12, 1), eta=date(2026, 12, 30))
        deal = shipment_deal(ship)
        assert (deal.entry_mode, deal.container_or_enclosed) == ("sea", True)
        assert (deal.loading, deal.arrival) == (date(2026, 12, 1), date(2026, 12, 30))
        assert shipment_deal(msgspec.structs.replace(ship, mode=Mode.RO_RO)).container_or_enclosed is False
        assert shipment_deal(msgspec.structs.replace(ship, mode=Mode.RAIL)).container_or_enclosed is None
        said = msgspec.structs.replace(ship, deal=Deal("JO", entry_mode="air", loading=date(2027, 1, 1)))
        assert shipment_deal(said).entry_mode == "air"
        assert shipment_deal(said).loading == date(2027, 1, 1)

    def test_origins(self) -> None:
        letter = Document(LETTER, Scope(car_ids=(1,)), country="KZ", signer=MAKER)
        one = case(SEAL, "KZ", papers=[letter])
        assert origin_of("importer_type", one, SEAL) is Origin.DEFAULT
        assert origin_of("odometer_km", one, SEAL) is Origin.TYPED
        assert origin_of("tinted_glass", one, SEAL) is None
        assert origin_of("cn_aftersales_letter_issuer", one, SEAL) is Origin.DOCUMENT
        assert origin_of("powertrain", one, changed(SEAL, powertrain=None)) is Origin.SHEET
