"""Counts of people that are too small to show, and those that must be hidden with them.

A count from 1 to the limit is hidden (primary). Where a total is known, hidden counts are what is left of it; so others
are hidden with them (secondary), until a hidden count could be anything from 1 to more than the limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mwm.disclosure.cells import Thresholds


def together(counts: Sequence[Sequence[float]], few: Thresholds, also: Sequence[bool] = ()) -> list[bool]:
    """Which of several parts of a total are hidden.

    counts: one row for each part, one column for each total that the parts add up to (missing counts as nought). also:
    parts that are hidden in any case. In every column, those hidden together are two or more and sum to at least their
    number plus the limit: then each of them could be more than the limit. Where the others do not suffice, all are
    hidden, those with nought too.
    """
    table = np.nan_to_num(np.asarray(counts, dtype=float).reshape(len(counts), -1))
    hidden = [
        (bool(also) and also[place]) or any(few.count_is_small(value) for value in row)
        for place, row in enumerate(table)
    ]
    if not any(hidden):
        return hidden
    order = sorted(range(len(table)), key=lambda place: (table[place].sum(), place))
    waiting = [place for place in order if not hidden[place] and table[place].any()]
    while not _is_enough(table[hidden], few):
        lacking = [number for number, column in enumerate(table[hidden].T) if not _suffices(column, few)]
        helps = {place: np.count_nonzero(table[place, lacking]) for place in waiting}
        if not helps or (lacking and not any(helps.values())):
            return [True] * len(table)
        best = max(helps, key=lambda place: helps[place])  # of those that help as much the one that comes first
        hidden[best] = True
        waiting.remove(best)
    return hidden


@dataclass(frozen=True)
class Levels:
    """What is hidden of a whole, of the groups that it falls into, and of the parts of each group."""

    whole: bool
    groups: tuple[bool, ...]
    parts: tuple[tuple[bool, ...], ...]


def in_levels(
    groups: Sequence[Sequence[Sequence[float]]], few: Thresholds, also: Sequence[Sequence[bool]] = ()
) -> Levels:
    """Which sums are hidden where the whole, groups and parts may each be asked for.

    groups: for each group one row for each of its parts, one column for each count (as in together). also: parts that
    are hidden in any case. What is small is hidden. Beside it others are hidden only where the sum is known: noughts
    next to a small count whose sum is small too give nothing away. A group that is hidden for the sake of another, or
    whose own hidden parts do not suffice, has no part that shows.
    """
    tables = [np.nan_to_num(np.asarray(rows, dtype=float).reshape(len(rows), -1)) for rows in groups]
    always = [list(flags) for flags in also] or [[False] * len(table) for table in tables]
    alone = [together(table.tolist(), few, flags) for table, flags in zip(tables, always, strict=True)]
    sums = np.array([table.sum(axis=0) for table in tables])
    small = [_has_small(row, few) for row in sums]
    weak = [
        not is_small and any(own) and not _is_enough(table[own], few)
        for table, own, is_small in zip(tables, alone, small, strict=True)
    ]
    whole_is_small = _has_small(sums.sum(axis=0), few)
    held = [one or other for one, other in zip(small, weak, strict=True)]
    hidden = held if whole_is_small else together(sums.tolist(), few, held)
    parts = [
        tuple(_has_small(row, few) or flag for row, flag in zip(table, flags, strict=True))
        if is_small
        else (True,) * len(table)
        if is_hidden
        else tuple(own)
        for table, flags, own, is_small, is_hidden in zip(tables, always, alone, small, hidden, strict=True)
    ]
    return Levels(
        whole=whole_is_small or (any(hidden) and not _is_enough(sums[hidden], few)),
        groups=tuple(hidden),
        parts=tuple(parts),
    )


def _has_small(counts: np.ndarray, few: Thresholds) -> bool:
    return any(few.count_is_small(count) for count in counts.tolist())


def _is_enough(table: np.ndarray, few: Thresholds) -> bool:
    return len(table) > 1 and all(_suffices(column, few) for column in table.T)


def _suffices(column: np.ndarray, few: Thresholds) -> bool:
    """Whether each of the counts that are hidden together could be more than the limit, for who knows their sum."""
    there = column[column > 0]
    return len(there) == 0 or (len(there) > 1 and there.sum() >= len(there) + few.hidden_up_to)


def hidden_flows(rows: pd.DataFrame, few: Thresholds) -> tuple[list[bool], list[bool]]:
    """Which months of a series of looked after children hide their stock, and which hide started and ceased.

    rows: month, looked_after, started, ceased, in order. Started and ceased are hidden together, because the stock
    gives their difference, and so are those of and after a hidden stock. A single month hidden in a year from April is
    hidden with the month of fewest starts and ends in it, because published years give the sum.
    """
    stock = [few.count_is_small(value) for value in rows["looked_after"].fillna(0)]
    flows = [
        few.count_is_small(started) or few.count_is_small(ceased)
        for started, ceased in zip(rows["started"].fillna(0), rows["ceased"].fillna(0), strict=True)
    ]
    flows = [small or stock[place] or (place > 0 and stock[place - 1]) for place, small in enumerate(flows)]
    years: dict[int, list[int]] = {}
    for place, day in enumerate(rows["month"]):
        years.setdefault(day.year if day.month >= 4 else day.year - 1, []).append(place)
    size = (rows["started"].fillna(0) + rows["ceased"].fillna(0)).tolist()
    for places in years.values():
        if sum(flows[place] for place in places) == 1:
            others = [place for place in places if not flows[place]]
            if others:
                flows[min(others, key=lambda place: (size[place], place))] = True
    return stock, flows


def hidden_categories(rows: pd.DataFrame, few: Thresholds) -> tuple[list[bool], list[bool]]:
    """The same for children divided into categories: rows month, category, looked_after, started, ceased.

    Within a month the categories add up to totals that are known, so others are hidden with them (together).
    """
    stock = pd.Series(False, index=rows.index)
    flows = pd.Series(False, index=rows.index)
    before: set[str] = set()
    for _, part in rows.groupby("month", sort=True):
        small = together(part[["looked_after"]].to_numpy(dtype=float).tolist(), few)
        stock.loc[part.index] = pd.Series(small, index=part.index)
        hidden_now = set(part.loc[stock.loc[part.index], "category"])
        also = part["category"].isin(hidden_now | before).tolist()
        counted = part[["started", "ceased"]].apply(pd.to_numeric).to_numpy(dtype=float)
        flows.loc[part.index] = pd.Series(together(counted.tolist(), few, also), index=part.index)
        before = hidden_now
    return stock.tolist(), flows.tolist()


def hidden_shares(counted: Sequence[float], of_all: Sequence[float], few: Thresholds) -> list[bool]:
    """Which shares are hidden: those of 1 to the limit, of all but 1 to the limit, and of so few in all."""
    return [
        few.count_is_small(part) or few.count_is_small(whole - part) or few.count_is_small(whole)
        for part, whole in zip(np.nan_to_num(counted), np.nan_to_num(of_all), strict=True)
    ]
