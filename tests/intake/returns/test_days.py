"""Dates are read strictly, and the year of a return is found."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwm.intake.returns.days import (
    NEVER,
    UNREADABLE,
    as_date,
    as_day,
    first_of_month,
    month_of,
    months_later,
    read_days,
    year_in_name,
    year_name,
    year_of,
    years_in_words,
    years_of_return,
)

DAYS = st.dates(date(1991, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("17/04/2019", date(2019, 4, 17)),
        ("7/4/2019", date(2019, 4, 7)),
        ("17-04-2019", date(2019, 4, 17)),
        ("2019-04-17", date(2019, 4, 17)),
        ("2019-04-17 00:00:00", date(2019, 4, 17)),
        ("17/04/2019 00:00", date(2019, 4, 17)),
        ("17/04/2019 0:00:00", date(2019, 4, 17)),
    ],
)
def test_dates_day_first_or_year_first(text: str, day: date) -> None:
    assert as_date(read_days(pd.Series([text], dtype="str")).days[0]) == day


@pytest.mark.parametrize("text", ["04/17/2019", "31/02/2019", "17/04/19", "17 April 2019", "20190417", "?"])
def test_what_is_no_date_stays_unreadable(text: str) -> None:
    assert read_days(pd.Series([text], dtype="str")).days[0] == UNREADABLE


def test_blank_is_never_and_both_orders_are_counted() -> None:
    column = read_days(pd.Series([None, "04/17/2019", "04/17/2019", "17/04/2019", "01/02/2019"], dtype="str"))
    assert column.days[0] == NEVER
    assert (column.month_first, column.day_first) == (2, 1)


@given(DAYS, st.integers(0, 260))
def test_months_later_is_the_same_day_or_as_many_days_into_the_next_month(day: date, months: int) -> None:
    later = as_date(months_later(np.array([as_day(day)]), months)[0])
    number = day.year * 12 + day.month - 1 + months
    first = date(number // 12, number % 12 + 1, 1)
    assert (later - first).days == day.day - 1


@given(DAYS)
def test_months_and_years_of_days(day: date) -> None:
    (month,) = month_of(np.array([as_day(day)]))
    assert first_of_month(int(month)) == day.replace(day=1)
    year = year_of(as_day(day))
    assert date(year, 4, 1) <= day < date(year + 1, 4, 1)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2019-episodes.csv", 2019),
        ("episodes_2019-20.csv", 2019),
        ("SSDA903_2019_2020_Episodes.csv", 2019),
        ("903 201920 episodes (1).csv", 2019),
        ("2019 to 2020 episodes.csv", 2019),
        ("episodes 2019-04-30.csv", 2019),
        ("episodes.csv", None),
        ("episodes 12345678.csv", None),
        ("episodes 2018 and 2021.csv", None),
    ],
)
def test_the_year_in_a_file_name(name: str, year: int | None) -> None:
    assert year_in_name(name) == year


def days(*texts: str) -> np.ndarray:
    return np.array([as_day(date.fromisoformat(text)) for text in texts], dtype=np.int64)


def test_the_name_wins() -> None:
    years, how = years_of_return("2019-episodes.csv", days("2018-05-01"), days("2019-06-01"))
    assert years == [2019]
    assert "name" in how


def test_without_a_name_the_dates_tell_and_1_april_ends_the_year_before() -> None:
    years, how = years_of_return("episodes.csv", days("2018-05-01"), days("2020-04-01"))
    assert years == [2019]
    assert "dates" in how


def test_a_name_that_is_the_end_of_the_year_is_seen_through() -> None:
    inside = days(*(f"2019-{month:02d}-10" for month in range(4, 13)), "2020-02-01")
    years, how = years_of_return("episodes 2020.csv", inside, inside + 3)
    assert years == [2019]
    assert "year's end" in how


def test_a_file_of_several_years_covers_them() -> None:
    ends = days("2017-06-01", "2017-07-01", "2017-08-01", "2018-06-01", "2018-07-01", "2019-01-01", "2019-09-01")
    years, how = years_of_return("everything.csv", ends - 100, ends)
    assert years == [2017, 2018, 2019]
    assert "years before" in how


def test_an_odd_end_or_two_from_before_does_not_stretch_the_year() -> None:
    ends = days("2018-06-01", "2018-06-02", *(f"2019-{month:02d}-10" for month in range(4, 13)))
    assert years_of_return("2019-episodes.csv", ends - 100, ends)[0] == [2019]


def test_years_in_words() -> None:
    assert year_name(2019) == "2019/20"
    assert years_in_words([2019]) == "2019/20"
    assert years_in_words([2017, 2018, 2019]) == "2017/18 to 2019/20"
    assert years_in_words([2017, 2019]) == "2017/18 and 2019/20"
