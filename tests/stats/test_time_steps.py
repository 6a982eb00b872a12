"""How far apart the values of a series lie."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwm.stats.time_steps import Grain, grain_and_steps


def every(months: int, count: int, day: int = 1) -> list[date]:
    return [date(2018 + number * months // 12, number * months % 12 + 1, day) for number in range(count)]


@pytest.mark.parametrize(
    ("days", "name", "a_year"),
    [
        (every(1, 8), "month", 12),
        (every(1, 8, day=28), "month", 12),
        (every(3, 8), "quarter", 4),
        (every(6, 8), "6 months", 2),
        (every(12, 8, day=31), "year", 1),
        ([date(2024, 1, 1) + timedelta(7 * number) for number in range(8)], "week", 365.25 / 7),
        ([date(2024, 1, 1) + timedelta(28 * number) for number in range(8)], "28 days", 365.25 / 28),
        ([date(2024, 1, 1) + timedelta(number) for number in range(8)], "day", 365.25),
        # month-ends, and the last Friday of each month
        ([date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)], "month", 12),
        ([date(2024, 1, 26), date(2024, 2, 23), date(2024, 3, 29), date(2024, 4, 26)], "month", 12),
    ],
)
def test_the_grain_is_found_from_the_days(days: list[date], name: str, a_year: float) -> None:
    grain, steps = grain_and_steps(days)
    assert (grain.name, grain.steps_a_year) == (name, pytest.approx(a_year))
    assert steps.tolist() == list(range(len(days)))


@given(st.sampled_from([1, 3, 12]), st.sets(st.integers(3, 30)))
def test_gaps_leave_the_other_steps_where_they_were(months: int, left_out: set[int]) -> None:
    kept = [number for number in range(34) if number not in left_out]
    days = every(months, 34)
    grain, steps = grain_and_steps([days[number] for number in kept])
    assert grain == Grain("month", months)
    assert steps.tolist() == kept
