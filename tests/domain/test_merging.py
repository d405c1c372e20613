from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui.domain.merging import ABSENT, Clash, differences, merge, value_at

Doc = dict[str, Any]

amounts = st.fixed_dictionaries({"amount": st.sampled_from("12"), "currency": st.sampled_from(["CNY", "USD"])})
words = st.lists(st.sampled_from("abcd"), unique=True, max_size=3)
steps = st.dictionaries(st.sampled_from(["bought", "loaded", "paid"]), st.sampled_from(["2026-01", "2026-02"])).map(
    lambda found: [{"stage": stage, "on": on} for stage, on in sorted(found.items(), key=lambda one: one[::-1])]
)
documents = st.fixed_dictionaries(
    {},
    optional={
        "remark": st.sampled_from(["", "x", "y"]),
        "keys": st.sampled_from([1, 2]),
        "typed": words,
        "milestones": steps,
        "offer": st.fixed_dictionaries({}, optional={"price": amounts, "kind": st.sampled_from("pq")}),
        "deal": st.fixed_dictionaries({"country": st.sampled_from(["KZ", "RU"])}, optional={"via": words}),
        "purchases": st.lists(st.fixed_dictionaries({"price": amounts}), max_size=2),
    },
)


def unordered(value: Any) -> Any:
    """A value in which the order of lists says nothing."""
    if isinstance(value, dict):
        return {name: unordered(one) for name, one in value.items()}
    if isinstance(value, list):
        return sorted((unordered(one) for one in value), key=repr)
    return value


@given(documents, documents)
def test_a_change_of_one_side_alone_is_taken_whole(base: Doc, changed: Doc) -> None:
    assert merge(base, changed, base).document == changed
    assert merge(base, base, changed).document == changed
    assert merge(base, changed, changed).document == changed
    assert not any(merge(base, *two).clashes for two in ((changed, base), (base, changed), (changed, changed)))


@given(documents, documents, documents)
def test_it_is_the_same_from_either_side(base: Doc, mine: Doc, theirs: Doc) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert {clash.path for clash in one.clashes} == {clash.path for clash in other.clashes}
    assert set(one.both) == set(other.both)
    if not one.clashes:
        assert unordered(one.document) == unordered(other.document)


@given(documents, documents, documents)
def test_what_nobody_touched_stays_and_every_change_is_accounted_for(base: Doc, mine: Doc, theirs: Doc) -> None:
    found = merge(base, mine, theirs)
    for name in base:
        if base[name] == mine.get(name, ABSENT) == theirs.get(name, ABSENT):
            assert found.document[name] == base[name]
    for clash in found.clashes:
        assert value_at(found.document, clash.path) == clash.theirs
        assert clash.mine not in (clash.base, clash.theirs)
    for path in found.theirs:
        assert value_at(found.document, path) == value_at(theirs, path)
        assert value_at(mine, path) == value_at(base, path)
    touched = {path[0] for path, _before, _after in (*differences(base, mine), *differences(base, theirs))}
    assert touched == {path[0] for path in (*found.mine, *found.theirs, *found.both, *(c.path for c in found.clashes))}


def test_fields_of_one_part_merge_and_an_amount_does_not() -> None:
    base = {"offer": {"price": {"amount": "1", "currency": "CNY"}, "kind": "a"}}
    mine = {"offer": {"price": {"amount": "2", "currency": "CNY"}, "kind": "a"}}
    theirs = {"offer": {"price": {"amount": "1", "currency": "USD"}, "kind": "b"}}
    found = merge(base, mine, theirs)
    assert [clash.path for clash in found.clashes] == [("offer", "price")]
    assert found.theirs == (("offer", "kind"),)


def test_milestones_of_two_windows_are_both_kept_by_date() -> None:
    base = {"milestones": [{"stage": "listed", "on": "2026-01-01"}]}
    mine = {"milestones": [*base["milestones"], {"stage": "loaded", "on": "2026-03-01"}]}
    theirs = {"milestones": [*base["milestones"], {"stage": "bought", "on": "2026-02-01"}]}
    found = merge(base, mine, theirs)
    assert [step["stage"] for step in found.document["milestones"]] == ["listed", "bought", "loaded"]
    assert (found.mine, found.theirs) == ((("milestones", "loaded"),), (("milestones", "bought"),))


def test_deals_for_two_countries_are_never_mixed() -> None:
    base = {"deal": {"country": "KZ"}}
    mine = {"deal": {"country": "KZ", "purpose": "resale"}}
    theirs = {"deal": {"country": "RU"}}
    assert merge(base, mine, theirs).clashes == (Clash(("deal",), base["deal"], mine["deal"], theirs["deal"]),)
    assert merge({}, {"deal": {"country": "KZ"}}, {"deal": {"country": "RU"}}).document == theirs


def test_words_are_merged_as_a_set() -> None:
    found = merge({"typed": ["a", "b"]}, {"typed": ["a", "b", "c"]}, {"typed": ["b", "d"]})
    assert found.document == {"typed": ["b", "d", "c"]}
    assert not found.clashes
