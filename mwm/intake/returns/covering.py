"""Which months a set of returns covers whole, and the population that goes with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from mwm.errors import IntakeError, UsageError
from mwm.intake.kinds.matching import plain_heading
from mwm.intake.reading import FileRows, read_file
from mwm.intake.returns.days import (
    Ints,
    as_day,
    first_day,
    first_of_month,
    last_day,
    last_of_month,
    month_of,
    year_name,
)
from mwm.intake.returns.joining import Joined

_BUSY = 10  # starts and ends a month from which on a month without any shows that the return ended before it
_LAST_DAYS = 7


@dataclass(frozen=True)
class Coverage:
    """months: numbered months that are covered whole, in order. notes: what is not, in words."""

    months: tuple[int, ...]
    notes: tuple[str, ...]


def coverage(joined: Joined, good: Ints, today: date) -> Coverage:
    """The months of the financial years given. good: the days on which something happened, in good rows.

    The newest return may end before its year does: where the year is not over yet, and where it has ten or more starts
    and ends a month and then none. Its last month counts where something happened in that month's last week.
    """
    years = joined.years
    months = [month for year in years for month in _months_of(year)]
    notes = [
        f"There is no return for {year_name(year)}: its twelve months are not counted."
        for year in range(years[0], years[-1])
        if year not in years
    ]
    happened = good[(good >= first_day(years[-1])) & (good <= min(last_day(years[-1]), as_day(today)))]
    newest = int(happened.max()) if len(happened) else first_day(years[-1]) - 1
    at = int(month_of(np.array([newest]))[0])
    silent = len(happened) >= _BUSY * max(at - months[-12] + 1, 1) and at < months[-1]
    if as_day(today) <= last_day(years[-1]) or silent:
        whole = newest > last_of_month(at) - _LAST_DAYS and as_day(today) > last_of_month(at)
        months = [month for month in months if month < at or (month == at and whole)]
        ends = first_of_month(months[-1]) if months else None
        until = f"counted up to {ends:%B %Y}" if ends else "not counted"
        notes.append(f"The return for {year_name(years[-1])} ends before its year does, so it is {until}.")
    return Coverage(tuple(months), tuple(notes))


def _months_of(year: int) -> range:
    april = int(month_of(np.array([first_day(year)]))[0])
    return range(april, april + 12)


def population_of(months: Ints | list[int], given: int | Mapping[int, int] | None) -> list[int | None]:
    """The population of each month: the one number, or the newest known at that month."""
    if given is None or isinstance(given, int):
        return [given for _ in months]
    known = sorted(given)
    return [given[max(held)] if (held := [month for month in known if month <= at]) else None for at in months]


def read_population(text: str) -> int | dict[int, int]:
    """A number of children, or a file with a column for the month (2024-04) or the year and one for the population.

    A year's estimate, made for its middle, holds from that year's April. Raises UsageError or IntakeError.
    """
    digits = text.replace(",", "")
    if digits.isdigit():
        if not 0 < int(digits) < 10**8:
            raise UsageError("The population is a number of children from 1.", mend="For example --population 35624.")
        return int(digits)
    path = Path(text)
    if not path.exists():
        raise UsageError(
            "The population is a number of children aged 0 to 17, or a file of them.",
            mend="For example --population 35624, or --population population.csv with the columns year and population.",
        )
    return population_in(read_file(path))


def population_in(rows: FileRows) -> dict[int, int]:
    """Numbered month → population, from a file's columns. Raises IntakeError that names the row."""
    plain = {plain_heading(heading): place for place, heading in enumerate(rows.headings)}
    time = next((name for name in ("month", "year", "timeperiod") if name in plain), None)
    count = next((name for name in ("population017", "population", "populationestimate") if name in plain), None)
    if time is None or count is None:
        raise IntakeError(
            "This file needs a column month or year, and a column population.",
            where=rows.name,
            mend="Write months as 2024-04 and years as 2024.",
        )
    found: dict[int, int] = {}
    times, counts = (rows.rows[f"c{plain[name]}"].to_pylist() for name in (time, count))
    for number, when, size in zip(rows.rows["row_number"].to_pylist(), times, counts, strict=True):
        month, people = _month(when or ""), (size or "").replace(",", "")
        if month is None or not people.isdigit():
            raise IntakeError(
                "This is not a month or year with a population.",
                where=f"{rows.name}, row {number}",
                mend="Write months as 2024-04, years as 2024 and the population in digits.",
            )
        found[month] = int(people)
    return found


def _month(text: str) -> int | None:
    try:
        first = date.fromisoformat(text if len(text) > 7 else f"{text}-04-01" if len(text) == 4 else f"{text}-01")
    except ValueError:
        return None
    return (first.year - 1970) * 12 + first.month - 1
