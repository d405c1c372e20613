from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from tests.desk.kit import (
    TODAY,
    again,
    answer,
    codes,
    edited,
    new_car,
    new_desk,
    paper,
    put_shipment,
    ready_for_kazakhstan,
)
from tests.desk.test_missing import void
from tui.desk import documents, editing, history, overriding, papers, views
from tui.desk.checking import Checker, Question
from tui.desk.context import Desk
from tui.desk.documents import rule_named
from tui.domain.cars import Car
from tui.domain.deals import Deal
from tui.domain.documents import LETTER
from tui.domain.overrides import Override, Seen, Standing, fingerprint, standing
from tui.domain.readiness import State, Verdict
from tui.domain.rules import Gate, Rule, RuleSeverity
from tui.domain.shipments import Line, Shipment
from tui.domain.words import Mode
from tui.errors import BadFile, DraftRefused, NotFound
from tui.packs.proofs import checked_by
from tui.packs.rules import Loaded

REPORT = "cn_inspection_report_wmt8"
INSPECTION = "cn-inspection-wmt8"
OTTS = "kz-under3-otts-holder-2025-12"


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def rule(desk: Desk, rule_id: str) -> Rule:
    found = rule_named(desk, rule_id)
    assert found is not None
    return found


def decide(
    desk: Desk, *cars: Car, rule_id: str = INSPECTION, until: date | None = None, confirm: bool = False
) -> Override:
    return overriding.add(
        desk, cars, rule(desk, rule_id), "KZ", by="王伟", reason="report in the post", until=until, confirm=confirm
    )


def refused(desk: Desk, *cars: Car, rule_id: str = INSPECTION) -> list[str]:
    with pytest.raises(DraftRefused) as caught:
        decide(desk, *cars, rule_id=rule_id)
    return codes(caught.value)


def lacking(desk: Desk, number: int = 1) -> Car:
    car = ready_for_kazakhstan(desk, number)
    void(desk, REPORT, car)
    return car


def with_rule(desk: Desk, rule_id: str, **changes: object) -> None:
    """Let the desk work with a changed rule."""
    packs = {
        code: msgspec.structs.replace(
            pack,
            rules=tuple(msgspec.structs.replace(one, **changes) if one.id == rule_id else one for one in pack.rules),
        )
        for code, pack in desk.library.packs.items()
    }
    desk.library = desk.library.with_packs(Loaded(packs, ()))


def test_a_flag_is_overridden_and_the_car_ready(desk: Desk) -> None:
    car = lacking(desk)
    assert answer(desk, car, "KZ").verdict is Verdict.ACTION
    made = decide(desk, car)
    assert made.cars[0].seen is Seen.FLAGGED
    told = Checker(desk, Question(TODAY)).answer(car, "KZ")
    assert told.assessment.verdict is Verdict.READY
    assert told.assessment.gates[Gate.EXPORT] is Verdict.READY
    assert told.overrides == (made,)
    states = {flag.rule.id: flag.state for flag in told.assessment.flags}
    assert states[INSPECTION] is State.OVERRIDDEN
    document = views.check(desk, [told], TODAY)["results"][0]
    assert document["overrides"] == [
        {
            "id": made.id,
            "rule": INSPECTION,
            "by": "王伟",
            "reason": "report in the post",
            "made_on": "2026-11-22",
            "until": None,
        }
    ]


def test_it_counts_for_its_car_and_its_destination_only(desk: Desk) -> None:
    one, two = lacking(desk, 1), lacking(desk, 2)
    decide(desk, one)
    assert answer(desk, two, "KZ").verdict is Verdict.ACTION
    assert INSPECTION in {flag.rule.id for flag in answer(desk, one, "UZ").open_flags}
    both = Checker(desk, Question(TODAY)).answers([one, two], ("KZ", "UZ"))
    assert [bool(told.overrides) for told in both] == [True, False, False, False]


def test_a_car_without_anything_of_its_own_but_an_override(desk: Desk) -> None:
    """Such cars are asked for together: an override must not be lost there."""
    car = new_car(desk, destination="")
    assert answer(desk, car, "KZ").verdict is Verdict.ACTION
    decide(desk, car)
    (told,) = Checker(desk, Question(TODAY)).answers([car], ("KZ",))
    assert [one.rule_id for one in told.overrides] == [INSPECTION]


def test_it_ends(desk: Desk) -> None:
    car = lacking(desk)
    made = decide(desk, car, until=TODAY + timedelta(3))
    assert answer(desk, car, "KZ", on=TODAY + timedelta(3)).verdict is Verdict.READY
    assert INSPECTION in {flag.rule.id for flag in answer(desk, car, "KZ", on=TODAY + timedelta(4)).open_flags}
    desk.today = TODAY + timedelta(4)
    assert overriding.standing_of(desk, made) is Standing.EXPIRED
    assert answer(desk, car, "KZ", on=TODAY).verdict is Verdict.ACTION, "an answer about the past is given today"


def test_it_did_not_count_before_it_was_made(desk: Desk) -> None:
    car = lacking(desk)
    made = decide(desk, car)
    desk.today = TODAY - timedelta(1)
    desk.library = desk.library.with_packs(checked_by(Loaded(desk.library.packs, ()), desk.today))
    assert overriding.standing_of(desk, made) is Standing.NOT_YET
    assert answer(desk, car, "KZ").verdict is Verdict.ACTION


def test_withdrawn_it_stays_in_the_book(desk: Desk) -> None:
    car = lacking(desk)
    made = decide(desk, car)
    overriding.withdraw(desk, made)
    assert answer(desk, car, "KZ").verdict is Verdict.ACTION
    assert [overriding.standing_of(desk, one) for one in overriding.listed(desk)] == [Standing.WITHDRAWN]
    assert overriding.listed(desk, in_force=True) == []
    with pytest.raises(DraftRefused):
        overriding.withdraw(desk, overriding.get(desk, made.id))
    history.undo(desk)
    assert answer(desk, car, "KZ").verdict is Verdict.READY
    history.undo(desk, history.commits(desk)[2].sequence)
    assert overriding.listed(desk) == []
    assert answer(desk, car, "KZ").verdict is Verdict.ACTION


@pytest.mark.parametrize(
    ("changes", "lapses"),
    [
        ({"condition": {"customs_condition": ["used"], "powertrain": ["bev"]}}, True),
        ({"severity": RuleSeverity.BLOCK}, True),
        ({"needs_any": (REPORT,), "needs_all": ()}, True),
        ({"effective_to": date(2027, 12, 31)}, True),
        ({"date_basis": "declaration"}, True),
        ({"title": "said better", "summary": "said better", "checked": date(2026, 11, 21)}, False),
        ({"requires": ("Ask again",)}, False),
    ],
)
def test_it_lapses_when_what_the_rule_decides_by_changes(
    desk: Desk, changes: dict[str, object], *, lapses: bool
) -> None:
    car = lacking(desk)
    made = decide(desk, car)
    with_rule(desk, INSPECTION, **changes)
    assert (overriding.standing_of(desk, made) is Standing.LAPSED) is lapses
    assert (answer(desk, car, "KZ").verdict is not Verdict.READY) is lapses


def test_it_lapses_with_its_rule(desk: Desk) -> None:
    made = decide(desk, lacking(desk))
    with_rule(desk, INSPECTION, id="cn-other")
    assert overriding.standing_of(desk, made) is Standing.LAPSED
    assert overriding.as_json(desk, made)["title"] is None


def test_going_on_without_facts_needs_a_word_and_does_not_cover_a_certain_flag(desk: Desk) -> None:
    (car,) = edited(desk, ready_for_kazakhstan(desk), first_registration="")
    void(desk, LETTER, car)
    assert refused(desk, car, rule_id="cn-180d-letter") == ["override_blind"]
    made = decide(desk, car, rule_id="cn-180d-letter", confirm=True)
    assert made.cars[0].seen is Seen.CANNOT_TELL
    assert "cn-180d-letter" not in {flag.rule.id for flag in answer(desk, car, "KZ").open_flags}
    (known,) = edited(desk, car, first_registration="2026-08-01")
    assert "cn-180d-letter" in {flag.rule.id for flag in answer(desk, known, "KZ").open_flags}, "now it is certain"


def test_a_certain_flag_covers_the_doubt(desk: Desk) -> None:
    car = lacking(desk)
    decide(desk, car)
    (unknown,) = edited(desk, car, first_registration="")
    told = {flag.rule.id: flag.state for flag in answer(desk, unknown, "KZ").flags}
    assert told[INSPECTION] is State.OVERRIDDEN


def test_a_block_is_overridden_but_not_what_else_stands_against_the_car(desk: Desk) -> None:
    (car,) = edited(desk, ready_for_kazakhstan(desk), importer_type="company", importer_is_authorised="no")
    assert answer(desk, car, "KZ").verdict is Verdict.BLOCKED
    decide(desk, car, rule_id=OTTS)
    assert answer(desk, car, "KZ").verdict is Verdict.BLOCKED, "a second rule blocks it too"
    decide(desk, car, rule_id="eaeu-under3-company-official-only-2026-01")
    assert answer(desk, car, "KZ").verdict is Verdict.READY


def test_doubts_about_the_rules_are_never_overridden(desk: Desk) -> None:
    car = lacking(desk)
    decide(desk, car)
    assert answer(desk, car, "KZ", via=("XX",)).verdict is Verdict.UNKNOWN
    desk.today = TODAY + timedelta(365)
    assert answer(desk, car, "KZ").verdict is Verdict.UNKNOWN


def test_what_is_refused(desk: Desk) -> None:
    car = ready_for_kazakhstan(desk)
    assert refused(desk, car) == ["override_nothing"], "the report is held"
    assert refused(desk, car, rule_id="cn-redline-false-papers") == ["override_red_line"]
    assert refused(desk, car, rule_id="cn-vat-claim-30apr") == ["override_red_line"]
    void(desk, REPORT, car)
    with pytest.raises(DraftRefused) as caught:
        overriding.add(desk, [car], rule(desk, INSPECTION), "KZ", by=" ", reason="", until=TODAY - timedelta(1))
    assert codes(caught.value) == ["override_unsaid", "override_unsaid", "override_ends_before"]
    decide(desk, car)
    assert refused(desk, car) == ["override_nothing"], "it is overridden already"
    with pytest.raises(NotFound):
        overriding.get(desk, 99)
    assert desk.store.revision == history.commits(desk)[0].sequence


def test_the_attachment_is_remembered_by_its_sum(desk: Desk, tmp_path: Path) -> None:
    car = lacking(desk)
    letter = tmp_path / "决定.txt"
    letter.write_text("go", encoding="utf-8")
    made = overriding.add(desk, [car], rule(desk, INSPECTION), "KZ", by="王伟", reason="x", file=letter)
    (kept,) = made.attachments
    assert (kept.name, kept.size, len(kept.sha256)) == ("决定.txt", 2, 64)
    (tmp_path / "empty").touch()
    other = lacking(desk, 2)
    for name, code in (("none", "file_missing"), ("empty", "file_empty"), (".", "file_unreadable")):
        with pytest.raises(BadFile) as caught:
            overriding.add(desk, [other], rule(desk, INSPECTION), "KZ", by="王", reason="x", file=tmp_path / name)
        assert caught.value.code == code


def test_a_car_with_an_override_is_not_removed(desk: Desk) -> None:
    (car,) = edited(desk, new_car(desk), destination="KZ")
    decide(desk, car)
    with pytest.raises(DraftRefused) as caught:
        editing.remove(desk, [car])
    assert codes(caught.value) == ["car_referenced"]


def test_the_paper_is_final_and_names_who_decided(desk: Desk) -> None:
    one, two = ready_for_kazakhstan(desk, 1), lacking(desk, 2)
    lines = (Line(one.id), Line(two.id))
    deal = Deal("KZ", importer_type="company", importer_is_authorised=True, importer_has_service_centre=True)
    shipment = put_shipment(desk, Shipment("S26-001", deal, Mode.ROAD, lines))
    for car in (one, two):
        for held in documents.listed(desk, car=again(desk, car)):
            if held.kind in {"cn_export_licence", "export_declaration"}:
                documents.edit(desk, held, [("void", "yes")])
    paper(desk, "cn_export_licence", one, two)
    paper(desk, "export_declaration", one, two)
    draft = papers.summary(desk, shipment, TODAY, draft=False)
    assert (draft.draft, draft.overrides) == (True, ())
    assert {point.rule for point in draft.open_points} == {INSPECTION}
    decide(desk, two)
    final = papers.summary(desk, shipment, TODAY, draft=False)
    assert (final.draft, final.verdict) == (False, Verdict.READY)
    (printed,) = final.overrides
    assert (printed.rule, printed.who, printed.on, printed.items) == (INSPECTION, "王伟", TODAY, (2,))
    out = papers.printout(desk, shipment, papers.SUMMARY, TODAY, draft=False)
    text = papers.rendered(out, "text", "en").decode()
    assert "FINAL" in text
    assert "nothing is missing" not in text
    assert "Overridden by 王伟 on 2026-11-22" in text
    assert "For: item 2." in " ".join(text.split())


def test_the_fingerprint_is_of_what_decides(desk: Desk) -> None:
    one = rule(desk, INSPECTION)
    assert fingerprint(one) == fingerprint(msgspec.structs.replace(one, title="x", checked=date(2020, 1, 1)))
    assert len({fingerprint(each) for pack in desk.library.packs.values() for each in pack.rules}) == sum(
        len(pack.rules) for pack in desk.library.packs.values()
    )
    never = Override(one.id, fingerprint(one), (), "KZ", "a", "b", TODAY)
    assert standing(never, one, TODAY, TODAY) is Standing.IN_FORCE
    assert standing(never, None, TODAY, TODAY) is Standing.LAPSED
