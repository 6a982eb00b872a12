"""Returns counted in memory: what they gave, and what a person should know about it."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mwm.errors import IntakeError, MwmError
from mwm.intake.returns.checking import check_rows, count_oddities
from mwm.intake.returns.counting import FLOWS_ONLY, Breakdown, breakdowns, by_month, on_day, stock_before
from mwm.intake.returns.covering import Coverage, coverage, population_of
from mwm.intake.returns.days import NEVER, UNREADABLE, Flags, Ints, as_day, first_of_month, last_day, year_name
from mwm.intake.returns.findings import RULES, Findings
from mwm.intake.returns.joining import NO_BIRTH, Joined, join
from mwm.intake.returns.layout import ReturnFile
from mwm.intake.returns.merging import care_of, merge


@dataclass(frozen=True)
class Choices:
    """What a person chooses about counting.

    with_short_breaks: count children in short breaks (V3, V4). close_lost: end what an old return left open for a
    child whom no later return has, on the last day of that return's year. population: children aged 0 to 17, one
    number or numbered month → number.
    """

    with_short_breaks: bool = False
    close_lost: bool = False
    population: int | Mapping[int, int] | None = None


@dataclass(frozen=True)
class Difference:
    """A month whose count is not the count before plus started minus ceased: by how much, and why."""

    month: date
    difference: int
    why: dict[str, int]


@dataclass
class Counted:
    """What counting gave. Holds numbers only, and the files and rows to look at.

    rows_read, rows_left_out: of episodes. joined, deduplicated: episodes counted with, before and after the returns
    were merged. lost: children left open in an old return. months: see counting.by_month, with population_0_17; empty
    where a row stops the import. differences: of months; checked: how many months were looked at.
    """

    choices: Choices
    findings: Findings
    joined_table: Joined
    rows_read: int
    rows_left_out: int
    is_stopped: bool
    joined: int = 0
    deduplicated: int = 0
    children: int = 0
    without_header: int = 0
    lost: int = 0
    coverage: Coverage = field(default_factory=lambda: Coverage((), ()))
    months: pd.DataFrame = field(default_factory=pd.DataFrame)
    differences: list[Difference] = field(default_factory=list)
    by_choice: dict[bool, list[Breakdown]] = field(default_factory=dict, repr=False)

    @property
    def years(self) -> list[int]:
        """The financial years covered."""
        return self.joined_table.years


def count_returns(
    files: Sequence[ReturnFile],
    choices: Choices | None = None,
    *,
    accept_good_rows: bool = False,
    today: date | None = None,
) -> Counted:
    """Join, check, merge and count. Raises IntakeError for files that cannot be taken at all; see joining.join.

    accept_good_rows: leave out rows that cannot be right, instead of stopping at them.
    """
    try:
        return _count(files, choices or Choices(), accept_good_rows, today or date.today())
    except MwmError:
        raise
    except Exception as error:
        # The texts of errors of pandas and Python may hold a cell, so only their kind and place in this code are told.
        place = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
    raise IntakeError(
        "These returns could not be counted, through a fault of this program.",
        where=fault,
        mend="Nothing was kept of them. Please report the words in brackets.",
    )


def _count(files: Sequence[ReturnFile], choices: Choices, accept_good_rows: bool, today: date) -> Counted:
    joined = join(files)
    findings = Findings(unread=list(joined.unread))
    good = check_rows(joined, findings, today) & _read_whole(joined)
    left_out = int((~good).sum())
    stopped = (bool(findings.stopping) and not accept_good_rows) or not good.any()
    counted = Counted(choices, findings, joined, len(good), left_out, stopped)
    if not good.any():
        return counted
    count_oddities(joined, good, findings)
    rows = joined.rows[good]
    merged = merge(rows, close_lost=choices.close_lost)
    counted.joined, counted.deduplicated = len(rows), len(merged)
    counted.children = len(np.unique(merged.child))
    counted.without_header = len(np.unique(merged.child[merged.birth == NO_BIRTH]))
    counted.lost = int(merged.lost.sum())
    counted.by_choice = {
        short: breakdowns(merged, care_of(merged, with_short_breaks=short), joined.years) for short in (False, True)
    }
    counted.coverage = coverage(joined, _happened(rows), today)
    if counted.coverage.months:
        _add_months(counted)
    return counted


def _read_whole(joined: Joined) -> Flags:
    """Which rows of episodes were read whole."""
    if not joined.broken:
        return np.ones(len(joined.rows), dtype=bool)
    index = pd.MultiIndex.from_frame(joined.rows[["file", "row"]])
    return np.asarray(~index.isin(list(joined.broken)))


def _happened(rows: pd.DataFrame) -> Ints:
    ends = rows["end"].to_numpy()
    return np.concatenate([rows["start"].to_numpy(), ends[(ends != NEVER) & (ends != UNREADABLE)] - 1])


def _add_months(counted: Counted) -> None:
    months = list(counted.coverage.months)
    chosen = counted.by_choice[counted.choices.with_short_breaks]
    table = by_month(chosen, months)
    people = pd.array(population_of(months, counted.choices.population), dtype="Int64")
    everyone = (table["breakdown"] == "all").to_numpy()
    table["population_0_17"] = pd.array([pd.NA] * len(table), dtype="Int64")
    table.loc[everyone, "population_0_17"] = people
    counted.months = table
    whole = table[everyone]
    change = table[table["breakdown"] == "reconciliation"]
    before = stock_before(chosen[0], months)
    moved = whole["looked_after"].to_numpy() - before - whole["started"].to_numpy(int) + whole["ceased"].to_numpy(int)
    for month, difference in zip(months, moved.tolist(), strict=True):
        here = change[change["month"] == first_of_month(month)]
        sizes = here["started"].to_numpy(int) - here["ceased"].to_numpy(int)
        why = {str(name): int(size) for name, size in zip(here["category"], sizes, strict=True) if size}
        if difference or why:
            counted.differences.append(Difference(first_of_month(month), difference, why))


def day_in_numbers(counted: Counted, day: date) -> dict[str, Any]:
    """The children looked after on a day, for JSON: with and without short breaks, and by every breakdown."""
    number, choices = as_day(day), counted.choices
    both: dict[bool, dict[str, Any]] = {}
    for short, chosen in counted.by_choice.items():
        divided = {each.name: on_day(each, number) for each in chosen if each.name not in FLOWS_ONLY}
        total = divided.pop("all")["all"]
        both[short] = {"total": total, **{f"by_{name}": shares for name, shares in divided.items()}}
    (population,) = population_of([(day.year - 1970) * 12 + day.month - 1], choices.population)
    return {
        "on": day.isoformat(),
        "short_breaks_included": choices.with_short_breaks,
        **both[choices.with_short_breaks],
        "total_without_short_breaks": both[False]["total"],
        "total_with_short_breaks": both[True]["total"],
        "population_0_17": population,
        "rate_per_10000": rate(both[choices.with_short_breaks]["total"], population),
        "is_covered": any(as_day(date(year, 4, 1)) <= number <= last_day(year) for year in counted.years),
        "without_short_breaks": both[False],
        "with_short_breaks": both[True],
        **in_numbers(counted),
    }


def rate(children: int, population: int | None) -> float | None:
    """Children per 10,000, to one decimal, half up."""
    if not population:
        return None
    return float((Decimal(children * 10_000) / population).quantize(Decimal("0.1"), ROUND_HALF_UP))


def in_numbers(counted: Counted) -> dict[str, Any]:
    """What was read, for JSON."""
    months = [first_of_month(month).isoformat()[:7] for month in counted.coverage.months]
    return {
        "years": [
            {"year": year_name(source.year), "file": source.name, "taken": source.how}
            for source in counted.joined_table.sources
        ],
        "episodes_read": counted.rows_read,
        "rows_left_out": counted.rows_left_out,
        "joined_records": counted.joined,
        "records_after_deduplication": counted.deduplicated,
        "children": counted.children,
        "children_without_header": counted.without_header,
        "children_left_open": counted.lost,
        "left_open_were_ended": counted.choices.close_lost,
        "first_month": months[0] if months else None,
        "last_month": months[-1] if months else None,
        "months": len(months),
        "months_that_do_not_reconcile": [
            {"month": each.month.isoformat()[:7], "difference": each.difference, "why": each.why}
            for each in counted.differences
        ],
        "findings": [
            {"code": code, "rule": rule.number, "column": rule.column, "rows": len(found), "stops": rule.stops}
            for code, rule in RULES.items()
            if (found := counted.findings.places.get(code))
        ],
    }
