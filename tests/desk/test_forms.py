"""What forms ask of the desk: values and problems while typing, drafts on disk, writes."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.desk.kit import SEAL, TODAY, again, codes, new_car, new_desk, noon, vin
from tui.desk import partners, sheets
from tui.desk.context import Desk
from tui.desk.draft_store import DraftStore, drafts_of
from tui.desk.form_texts import offered_texts, text_of, texts_of
from tui.desk.forms import About, Examined, buy_preview, examine, expected, record_now, write
from tui.desk.kinds import CARS, DEALERS, DOCUMENTS
from tui.desk.partner_rows import partner_rows
from tui.domain.money import Money
from tui.domain.partialdate import PartialDate
from tui.domain.purchases import Purchase
from tui.domain.values import NumberStyle
from tui.domain.words import InvoiceKind
from tui.errors import DraftRefused
from tui.store.contract import Put


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def look(desk: Desk, form: str, about: About | None = None, **texts: str) -> Examined:
    return examine(desk, form, texts, about or About(), {name: text for name, text in texts.items() if text.strip()})


def found(examined: Examined) -> dict[str, list[str]]:
    by_field: dict[str, list[str]] = {}
    for problem in examined.problems:
        by_field.setdefault(problem.field, []).append(problem.code)
    return by_field


class TestExamine:
    def test_values_as_they_are_understood(self, desk: Desk) -> None:
        values = look(
            desk, "car", make="比亚迪", model="海豹", price="11.98万", manufacture_date="2026年3月", invoice_rate="13",
            first_registration="22.11.2026", destination="kz", odometer_km="1,200 km", damage_history="无",
        ).values  # fmt: skip
        assert values["make"] == "byd"
        assert values["price"] == Money.of(119_800, "CNY")
        assert values["manufacture_date"] == PartialDate(2026, 3)
        assert values["first_registration"] == PartialDate(2026, 11, 22)
        assert values["invoice_rate"] == Decimal("0.13")
        assert values["odometer_km"] == 1200
        assert values["destination"] == "KZ"
        assert values["damage_history"] == ()

    @pytest.mark.parametrize("text", ["1.234,50", "1,23", "12,34,567", "1 234.50", "1234,5", "1,2345.00"])
    def test_a_comma_in_the_wrong_place_is_refused(self, desk: Desk, text: str) -> None:
        examined = look(desk, "car", make="byd", model="海豹", price=text)
        assert found(examined) == {"price": ["number_unreadable"]}
        assert "price" not in examined.values

    def test_numbers_go_by_the_language(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        german = NumberStyle(",", ".")
        monkeypatch.setattr("tui.desk.forms.number_style", lambda _tag: german)
        monkeypatch.setattr("tui.desk.form_texts.number_style", lambda _tag: german)
        assert look(desk, "car", price="1.234,50").values["price"] == Money.of("1234.50", "CNY")
        assert found(look(desk, "car", make="byd", model="M", price="1,234.50")) == {"price": ["number_unreadable"]}
        texts = {"make": "byd", "model": "M", "price": "95.800,00", "battery_kwh": "45,12"}
        car = desk.store.get(CARS, write(desk, "car", texts, About()))
        assert car is not None
        assert car.offer is not None
        assert car.offer.price == Money.of(95_800, "CNY")
        assert desk.specs_of(car).battery_kwh == Decimal("45.12")
        assert texts_of(desk, "car", car)["price"] == "95800,00"

    def test_a_new_car_lacks_make_and_model(self, desk: Desk) -> None:
        assert found(look(desk, "car")) == {"make": ["make_missing"], "model": ["model_missing"]}

    def test_the_checks_of_the_desk(self, desk: Desk) -> None:
        new_car(desk)
        examined = look(
            desk,
            "car",
            None,
            **SEAL | {"vin": vin(1), "manufacture_date": "2026-06", "first_registration": "2026-04-10"},
        )
        assert found(examined) == {"vin": ["vin_known"], "manufacture_date": ["manufactured_after_registered"]}

    def test_the_letter_o_comes_with_an_offer(self, desk: Desk) -> None:
        wrong = vin(1)[:-1] + "O"
        (problem,) = look(desk, "car", make="byd", model="M", vin=wrong).problems
        assert problem.offer == wrong.replace("O", "0")

    def test_nothing_is_written(self, desk: Desk) -> None:
        car = new_car(desk)
        before = desk.store.revision
        look(desk, "car", None, **SEAL)
        look(desk, "dealer", name="杭州")
        look(desk, "document", About(cars=(car,)), kind="letter", signer="maker")
        look(desk, "buy", About(cars=(car,)), price="1")
        look(desk, "sheet", make="byd", model="X", seats="5")
        assert desk.store.revision == before

    def test_only_new_problems_of_an_edit_are_told(self, desk: Desk) -> None:
        car = new_car(desk)
        examined = look(desk, "car", About(car), first_registration="2030-01-01")
        assert found(examined) == {"first_registration": ["date_in_future"]}

    def test_an_unknown_dealer(self, desk: Desk) -> None:
        assert found(look(desk, "car", make="byd", model="M", dealer="谁")) == {"dealer": ["partner_not_found"]}

    def test_a_document(self, desk: Desk) -> None:
        car = new_car(desk, destination="")
        about = About(cars=(car,))
        assert found(look(desk, "document", about)) == {"kind": ["document_kind_missing"]}
        assert found(look(desk, "document", about, kind="xyz")) == {"kind": ["document_kind_unknown"]}
        assert found(look(desk, "document", about, kind="确认书")) == {"country": ["document_country_missing"]}
        assert found(look(desk, "document", about, kind="letter", country="KZ")) == {}
        assert found(look(desk, "document", kind="letter", country="KZ")) == {"cars": ["document_without_cars"]}
        examined = look(desk, "document", about, kind="检测报告", issued="2026-05-02", expires="2026-05-01")
        assert found(examined) == {"expires": ["expires_before_issued"]}

    def test_partners(self, desk: Desk) -> None:
        partners.save(desk, "dealer", [("name", "杭州")])
        assert found(look(desk, "dealer")) == {"name": ["name_missing"]}
        assert found(look(desk, "dealer", name="杭州")) == {"name": ["name_known"]}
        assert found(look(desk, "firm", name="A", code="12")) == {"code": ["firm_code_length"]}
        assert found(look(desk, "firm", name="A", swift="ABCD-1")) == {"swift": ["swift_shape"]}
        assert look(desk, "firm", name="A", swift="abcd cn bj").values["swift"] == "ABCDCNBJ"
        assert found(look(desk, "party", name="A", country="XX")) == {"country": ["country_unknown"]}

    def test_a_sheet(self, desk: Desk) -> None:
        examined = look(desk, "sheet", make="byd", model="X", kerb_kg="2000", gross_kg="1500")
        assert found(examined) == {"gross_kg": ["gross_below_kerb"]}


class TestWrite:
    def test_a_car_and_its_dealer(self, desk: Desk) -> None:
        dealer = partners.save(desk, "dealer", [("name", "杭州")])
        car = desk.store.get(CARS, write(desk, "car", SEAL | {"vin": vin(3), "dealer": "杭州"}, About()))
        assert car is not None
        assert (car.vin, car.dealer_id) == (vin(3), dealer.id)
        other = partners.save(desk, "dealer", [("name", "宁波")])
        before = desk.store.revision
        write(desk, "car", {"dealer": "宁波", "colour": "红"}, About(car))
        assert desk.store.revision == before + 1
        assert (again(desk, car).dealer_id, again(desk, car).colour) == (other.id, "red")

    def test_a_refusal_has_all_problems(self, desk: Desk) -> None:
        with pytest.raises(DraftRefused) as caught:
            write(desk, "car", {"model_year": "abc", "price": "x"}, About())
        assert {"number_unreadable", "make_missing"} <= set(codes(caught.value))

    def test_a_sheet_is_found_by_its_words_or_made(self, desk: Desk) -> None:
        car = new_car(desk)
        sheet = desk.sheet_of(car)
        assert sheet is not None
        write(desk, "sheet", {"seats": "5"}, About(sheet))
        assert desk.specs_of(car).seats == 5
        write(desk, "sheet", {"make": "比亚迪", "model": "元UP", "seats": "4"}, About())
        (found_sheet,) = sheets.find(desk, ("byd", "元UP"))
        assert found_sheet.specs.seats == 4

    def test_a_purchase_takes_the_cars_as_they_are_now(self, desk: Desk) -> None:
        car = new_car(desk)
        write(desk, "car", {"remark": "later"}, About(car))
        write(desk, "buy", {"price": "118,000"}, About(cars=(car,)))
        now = again(desk, car)
        assert now.remark == "later"
        assert now.purchase is not None
        assert now.purchase.price == Money.of(118_000, "CNY")

    def test_a_document(self, desk: Desk) -> None:
        car = new_car(desk)
        document = desk.store.get(DOCUMENTS, write(desk, "document", {"kind": "letter"}, About(cars=(car,))))
        assert document is not None
        assert (document.country, document.scope.car_ids) == ("KZ", (car.id,))

    def test_a_partner(self, desk: Desk) -> None:
        dealer = desk.store.get(DEALERS, write(desk, "dealer", {"name": "杭州", "makes": "比亚迪, 领克"}, About()))
        assert dealer is not None
        assert dealer.makes == ("byd", "lynk-co")
        write(desk, "dealer", {"city": "杭州"}, About(dealer))
        assert desk.store.all(DEALERS)[0].city == "杭州"


def test_texts_read_as_the_same_values_again(desk: Desk) -> None:
    car = new_car(desk, damage_history="none", via="UZ, KG", destination="KZ", price="USD 12,000.50", tinted_glass="no")
    texts = texts_of(desk, "car", car)
    assert texts["make"] == "BYD"
    assert texts["price"] == "12000.50 USD"
    examined = examine(desk, "car", texts, About(car), {})
    assert examined.problems == ()
    again_car = write(desk, "car", {k: v for k, v in texts.items() if v}, About(car))
    assert msgspec.structs.replace(again(desk, car), typed=()) == msgspec.structs.replace(car, typed=())
    assert again_car == car.id


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (True, "yes"), (False, "no"), (12, "12"), (Decimal("45.10"), "45.1"), (Decimal(1000), "1000"),
        (Money.of(95_800, "CNY"), "95800.00"), (Money.of("1.5", "USD"), "1.50 USD"), (date(2026, 1, 2), "2026-01-02"),
        (PartialDate(2026, 7), "2026-07"), ((), "none"), (("a", "b"), "a, b"), (InvoiceKind.OTHER, "other"), ("x", "x"),
    ],
)  # fmt: skip
def test_text_of(value: object, text: str) -> None:
    assert text_of(value, home="CNY") == text


def test_a_rate_is_a_percentage() -> None:
    assert text_of(Decimal("0.13"), rate=True) == "13%"


def test_what_offers_agree_on(desk: Desk) -> None:
    one, two = new_car(desk, 1), new_car(desk, 2, price="130000")
    assert offered_texts(desk, [one])["price"] == "120000.00"
    texts = offered_texts(desk, [one, two])
    assert (texts["price"], texts["invoice_kind"], texts["bought_on"]) == ("", "special_vat", TODAY.isoformat())


def test_the_rebate_that_follows(desk: Desk) -> None:
    def bring(**texts: str) -> Any:
        preview = buy_preview(desk, texts, [car])
        return expected(c.after for edit in preview.edits for c in edit.changes if isinstance(c.after, Purchase))

    car = new_car(desk, price="200000")
    assert bring().refunds == (Money.of("23008.85", "CNY"),)
    assert bring(invoice_kind="used_car_uniform").without == {"exempt": 1}
    assert bring(invoice_kind="none").without == {"taxed": 1}
    bare = new_car(desk, 2, price="", invoice_kind="")
    car = bare
    assert bring().without == {"price_unknown": 1}
    assert bring(price="1").without == {"voucher_unknown": 1}


def test_a_record_that_somebody_changed(desk: Desk) -> None:
    car = new_car(desk)
    assert record_now(desk, "car", car) is car
    desk.store.commit([Put(CARS, msgspec.structs.replace(car, remark="theirs"))], why="test")
    assert record_now(desk, "car", car).remark == "theirs"
    assert record_now(desk, "document", None) is None


def test_partner_rows(desk: Desk) -> None:
    dealer = partners.save(desk, "dealer", [("name", "杭州"), ("city", "杭州")])
    partners.save(desk, "party", [("name", "Aral"), ("country", "KZ")])
    partners.save(desk, "firm", [("name", "Own")])
    car = desk.store.get(CARS, write(desk, "car", SEAL | {"vin": vin(3), "dealer": dealer.name}, About()))
    assert car is not None
    write(desk, "buy", {}, About(cars=(car,)))
    rows = partner_rows(desk)
    assert [(row.word, row.listed, row.cars) for row in rows] == [("dealer", 1, 1), ("firm", 0, 0), ("party", 0, 0)]


class TestDrafts:
    def test_come_back(self, tmp_path: Path) -> None:
        store = DraftStore(tmp_path / "drafts", "/book")
        assert store.load("car-new") is None
        assert store.save("car-new", {"make": "比亚迪"}, noon())
        draft = DraftStore(tmp_path / "drafts", "/book").load("car-new")
        assert draft is not None
        assert (draft.texts, draft.at) == ({"make": "比亚迪"}, noon())
        store.drop("car-new")
        store.drop("car-new")
        assert store.load("car-new") is None

    def test_are_for_the_owner_alone(self, tmp_path: Path) -> None:
        store = DraftStore(tmp_path / "drafts", "/book")
        store.save("car-new", {"make": "x"}, noon())
        assert store.path("car-new").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "drafts").stat().st_mode & 0o777 == 0o700
        assert [path.name for path in (tmp_path / "drafts").iterdir()] == [store.path("car-new").name]

    def test_one_for_each_form_and_book(self, tmp_path: Path) -> None:
        DraftStore(tmp_path, "/one").save("car-new", {"make": "x"}, noon())
        assert DraftStore(tmp_path, "/two").load("car-new") is None
        assert DraftStore(tmp_path, "/one").load("car-1") is None

    def test_nothing_typed_is_no_draft(self, tmp_path: Path) -> None:
        store = DraftStore(tmp_path, "/book")
        store.save("car-new", {"make": "x"}, noon())
        store.save("car-new", {}, noon())
        assert not any(tmp_path.iterdir())

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"form":"other","texts":{"a":"b"},"at":"x"}', b"\xff" * 9])
    def test_damage_is_no_draft(self, tmp_path: Path, content: bytes) -> None:
        store = DraftStore(tmp_path, "/book")
        store.path("car-new").write_bytes(content)
        assert store.load("car-new") is None

    def test_a_folder_that_cannot_be_written_is_no_crash(self, tmp_path: Path) -> None:
        blocked = tmp_path / "file"
        blocked.write_text("x")
        store = DraftStore(blocked, "/book")
        assert not store.save("car-new", {"make": "x"}, noon())
        store.drop("car-new")
        assert store.load("car-new") is None

    def test_the_old_draft_stays_when_the_new_one_fails(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        store = DraftStore(tmp_path, "/book")
        store.save("car-new", {"make": "old"}, noon())

        def fail(_handle: int) -> None:
            raise OSError(28, "full")

        monkeypatch.setattr(os, "fsync", fail)
        assert not store.save("car-new", {"make": "new"}, noon())
        draft = store.load("car-new")
        assert draft is not None
        assert draft.texts == {"make": "old"}
        assert len(list(tmp_path.iterdir())) == 1

    def test_a_book_in_memory_has_none(self, desk: Desk) -> None:
        assert drafts_of(desk) is None
