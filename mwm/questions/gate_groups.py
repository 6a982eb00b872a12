"""What counts of a group of teams with small numbers hidden: whole released cells of its teams, so nothing new is told.

A group that has workers as members shares people with teams that are shown by themselves; nothing of it counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mwm.disclosure import Span

Ends = list[tuple[float, float]]  # first and last month of windows, as numbers of months


@dataclass(frozen=True)
class Group:
    """teams: name → when it is in the group. has_workers: whether anybody is in it by himself."""

    teams: dict[str, Ends]
    has_workers: bool

    def within(self, team: str, ends: Ends) -> Ends:
        """Those parts of windows in which a team is in the group."""
        both = [(max(first, begin), min(last, end)) for first, last in ends for begin, end in self.teams.get(team, [])]
        return [(first, last) for first, last in both if first <= last]


def groups_of(members: pd.DataFrame) -> dict[str, Group]:
    """Groups by name. members: rows of questions/disclosure/group_member."""
    found: dict[str, Group] = {}
    for name, team, first, last in members.itertuples(index=False):
        group = found.setdefault(name, Group({}, has_workers=False))
        if pd.isna(team):
            found[name] = Group(group.teams, has_workers=True)
        else:
            group.teams.setdefault(team, []).append((_first_month(first), _last_month(last)))
    return found


def months_together(teams: Sequence[tuple[Iterable[Span], set[int]]], step: int | None) -> set[int]:
    """The months that count for several teams as one.

    teams: the released cells of each, and the months in which it has anything. A month counts where it is released of
    every team that has anything in it, and with it all the months of every cell that it lies in: a part of a cell is
    never shown. step: months that are shown as one, which count all or not at all.
    """
    cells = [set(span.months()) for spans, _ in teams for span in spans]
    missing: set[int] = set()
    for spans, there in teams:
        missing |= there - {month for span in spans for month in span.months()}
    grown = True
    while grown:
        before = len(missing)
        for cell in cells:
            if cell & missing:
                missing |= cell
        if step:
            pieces = {month // step for month in missing}
            missing |= {month for cell in cells for month in cell if month // step in pieces}
        grown = len(missing) > before
    return set().union(*cells) - missing


def _first_month(day: Any) -> float:
    """The first month that begins on the day or later: a month counts for a group by its first day."""
    return -math.inf if pd.isna(day) else day.year * 12 + day.month - 1 + (day.day > 1)


def _last_month(day: Any) -> float:
    return math.inf if pd.isna(day) else day.year * 12 + day.month - 1
