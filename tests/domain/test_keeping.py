"""Which backups are kept."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tui.domain.keeping import Keep, Made, superfluous

LAST = date(2026, 11, 22)


def series(days: int) -> list[Made]:
    return [Made(str(LAST - timedelta(days=n)), LAST - timedelta(days=n), is_daily=True) for n in range(days)]


def kept(made: list[Made], keep: Keep) -> list[str]:
    gone = set(superfluous(made, keep))
    return [one.name for one in made if one.name not in gone]


def test_a_year_of_days_is_thinned_out() -> None:
    found = kept(series(400), Keep(7, 4, 12))
    assert found[:7] == [str(LAST - timedelta(days=n)) for n in range(7)]
    assert found[7:9] == ["2026-11-15", "2026-11-08"]
    assert found[-3:] == ["2026-02-28", "2026-01-31", "2025-12-31"]
    assert len(found) == 7 + 3 + 11


def test_days_without_a_backup_do_not_count() -> None:
    far_apart = [Made(str(n), LAST - timedelta(days=100 * n), is_daily=True) for n in range(20)]
    assert kept(far_apart, Keep(7, 4, 12)) == [str(n) for n in range(12)]


def test_those_made_for_a_reason_are_a_series_of_their_own() -> None:
    made = [Made(f"r{n}", LAST, is_daily=False) for n in range(9)] + series(3)
    assert kept(made, Keep(2, 0, 0)) == ["r0", "r1", str(LAST), str(LAST - timedelta(days=1))]


@given(
    st.lists(st.tuples(st.integers(0, 800), st.booleans()), max_size=60),
    st.builds(Keep, st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)),
)
def test_the_newest_is_never_let_go_and_the_rule_is_stable(days: list[tuple[int, bool]], keep: Keep) -> None:
    made = [Made(str(n), LAST - timedelta(days=day), daily) for n, (day, daily) in enumerate(sorted(days))]
    gone = superfluous(made, keep)
    left = [one for one in made if one.name not in gone]
    assert bool(left) == bool(made)
    assert not made or made[0] in left
    assert len(left) <= keep.daily * 2 + keep.weekly + keep.monthly + 1
    assert superfluous(left, keep) == []
