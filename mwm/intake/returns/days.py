"""Days of a return as whole numbers, read strictly, and the financial years that returns are for.

A day is the number of days since 1 January 1970; a month the number of months since January 1970. A financial year
is named by the year in which it starts: 2019 is April 2019 to March 2020.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NEVER = 10**8
"""A day later than every other: the end of an episode that is open."""
UNREADABLE = -(10**8)
"""Stands for a cell that is no date. It is never counted with: such rows are refused first."""

_EPOCH = date(1970, 1, 1)
_MIDNIGHT = r"(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?"  # as some programs add to every date
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})" + _MIDNIGHT)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})" + _MIDNIGHT)
_TWO_YEARS = re.compile(r"(?<!\d)(20\d\d)[-_/ ]?(?:to)?[-_/ ]?((?:20)?\d\d)(?!\d)")
_ONE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_ENOUGH = 10  # dates in the year before a file's named year that show it to be named by the year's end


@dataclass(frozen=True)
class Days:
    """A column of dates. days: NEVER where blank, UNREADABLE where no date. month_first, day_first: cells that make
    sense only with the month first, and only with the day first."""

    days: Ints
    month_first: int
    day_first: int


def read_days(cells: pd.Series) -> Days:
    """Read dd/mm/yyyy or yyyy-mm-dd. A date with the month first is unreadable, never turned round."""
    codes, texts = pd.factorize(cells)  # a return has few different days, however many rows
    known = np.array([_day(text) for text in texts] + [NEVER], dtype=np.int64)
    seen = np.bincount(codes[codes >= 0], minlength=len(texts))
    turned = np.array([_only_month_first(text) for text in texts], dtype=bool)
    straight = np.array([_only_day_first(text) for text in texts], dtype=bool)
    return Days(known[codes], int(seen[turned].sum()), int(seen[straight].sum()))


def _day(text: str) -> int:
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        return UNREADABLE
    try:
        return (date(year, month, day) - _EPOCH).days
    except ValueError:
        return UNREADABLE


def _only_month_first(text: str) -> bool:
    first, second = _pair(text)
    return 1 <= first <= 12 < second <= 31


def _only_day_first(text: str) -> bool:
    first, second = _pair(text)
    return 1 <= second <= 12 < first <= 31


def _pair(text: str) -> tuple[int, int]:
    found = _DAY_FIRST.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def as_day(day: date) -> int:
    """A date as a number."""
    return (day - _EPOCH).days


def as_date(day: int) -> date:
    """A number as a date."""
    return _EPOCH + timedelta(days=int(day))


def month_of(days: Ints) -> Ints:
    """The month of each day. NEVER stays far ahead."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def months_later(days: Ints, months: int) -> Ints:
    """The same day of the month so many months on; where that month is shorter, as many days into the next one."""
    starts = days.astype("datetime64[D]").astype("datetime64[M]")
    into = days - starts.astype("datetime64[D]").astype(np.int64)
    later: Ints = (starts + np.timedelta64(months, "M")).astype("datetime64[D]").astype(np.int64) + into
    return later


def first_of_month(month: int) -> date:
    """The first day of a numbered month."""
    return date(1970 + month // 12, month % 12 + 1, 1)


def last_of_month(month: int) -> int:
    """The last day of a numbered month."""
    return as_day(first_of_month(month + 1)) - 1


def first_day(year: int) -> int:
    """1 April of a financial year."""
    return as_day(date(year, 4, 1))


def last_day(year: int) -> int:
    """31 March at the end of a financial year."""
    return as_day(date(year + 1, 3, 31))


def year_of(day: int) -> int:
    """The financial year of a day."""
    on = as_date(day)
    return on.year - (on.month < 4)


def year_name(year: int) -> str:
    """2019 → 2019/20."""
    return f"{year}/{(year + 1) % 100:02d}"


def year_in_name(name: str) -> int | None:
    """The financial year that a file's name carries: 2019-episodes.csv, 2019-20, 2019_2020, 201920 → 2019."""
    two = {int(first) for first, second in _TWO_YEARS.findall(name) if (int(first) + 1) % 100 == int(second[-2:])}
    found = two or {int(year) for year in _ONE_YEAR.findall(name)}
    return found.pop() if len(found) == 1 else None


def years_of_return(name: str, starts: Ints, ends: Ints) -> tuple[list[int], str]:
    """The financial years that a file of episodes covers, in order, and where that was taken from, in words.

    The last of them is the year that the file's name carries, unless the dates show that it names the year by its
    end: none lies in that year and ten or more in the year before. Without a year in the name it is the year of the
    newest start or end (an episode that ends on 1 April ended with the year before). A return for one year holds no
    episode that had ended before that year, so earlier years with ends of their own are covered too.
    """
    dated = np.concatenate([starts, ends - 1])
    dated = dated[(dated > UNREADABLE) & (dated < NEVER - 1)]
    last, how = year_in_name(name), "from the file's name"
    if last is None:
        last, how = year_of(int(dated.max()) if len(dated) else as_day(date.today())), "from the dates inside"
    elif not _within(dated, last) and not (dated > last_day(last)).any() and _within(dated, last - 1) >= _ENOUGH:
        last, how = last - 1, f"from the dates inside: the name's {last} is the year's end"
    gone = ends[(ends > UNREADABLE) & (ends >= starts)] - 1
    years, usual = [last], _within(gone, last)
    while _within(gone, years[0] - 1) >= max(3, usual / 10):
        years.insert(0, years[0] - 1)
    if len(years) > 1:
        how += ", and from the ends of episodes for the years before"
    return years, how


def _within(days: Ints, year: int) -> int:
    return int(((days >= first_day(year)) & (days <= last_day(year))).sum())


def years_in_words(years: Sequence[int]) -> str:
    """2017/18 to 2019/20, or with a gap 2017/18 and 2019/20."""
    names = [year_name(year) for year in years]
    if len(names) > 2 and list(years) == list(range(years[0], years[-1] + 1)):
        return f"{names[0]} to {names[-1]}"
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"
