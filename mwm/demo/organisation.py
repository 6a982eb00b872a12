"""Teams, and who works in them when, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mwm.demo.planted import PLANTED
from mwm.scope import Month

NOBODY = -1
CASE_HOLDERS = 157
"""Posts of case holders. Islington had 157.5 full-time equivalents in 2025 (published workforce census)."""

_LEAVE, _MOVE, _SUPERVISOR_LEAVES = 0.012, 0.006, 0.007  # chance in a month
_FIRST_VACANT = 0.04
_LONGEST_VACANCY = 3  # months


@dataclass(frozen=True)
class Team:
    """One team. posts: how many case holders; supervisors: how many practice supervisors; role: of its case holders."""

    service_area: str
    name: str
    posts: int
    supervisors: int
    role: str

    @property
    def is_new(self) -> bool:
        """Whether it opens only at the restructure."""
        return self.name in PLANTED.new_teams


TEAMS = (
    *(Team("Children in Need", f"CIN Team {letter}", 9, 2, "social worker") for letter in "ABCDEF"),
    *(Team("Children Looked After", f"CLA Team {letter}", 8, 2, "social worker") for letter in "ABCDE"),
    *(
        Team("Disabled Children's Service", f"Disabled Children's Team {letter}", 7, 1, "social worker")
        for letter in "ABC"
    ),
    *(Team("Independent Futures", f"Independent Futures Team {letter}", 7, 1, "personal adviser") for letter in "ABC"),
    *(Team("Youth Justice", f"Youth Justice Team {letter}", 7, 1, "youth justice worker") for letter in "ABC"),
)
PATCH = ("North patch", ("CIN Team A", "CIN Team B", "CLA Team A"))
"""A group of teams, whole from the beginning."""
SERVICE_AREAS = tuple(dict.fromkeys(team.service_area for team in TEAMS))
AREA_OF_TEAM = np.array([SERVICE_AREAS.index(team.service_area) for team in TEAMS])


@dataclass(frozen=True)
class Staff:
    """Who holds which post. worker_at and team_at: month × post; NOBODY where a post is vacant. workers: how many."""

    worker_at: NDArray[np.int32]
    team_at: NDArray[np.int16]
    workers: int

    def memberships(self) -> Iterator[tuple[int, int, int, int]]:
        """(worker, team, first month, last month) of each unbroken time in one team, in order of beginning."""
        found = []
        for post in range(self.worker_at.shape[1]):
            holder, team = self.worker_at[:, post], self.team_at[:, post]
            breaks = np.flatnonzero((holder[1:] != holder[:-1]) | (team[1:] != team[:-1])) + 1
            starts = [0, *breaks.tolist()]
            ends = [*(breaks - 1).tolist(), len(holder) - 1]
            found += [
                (int(holder[start]), int(team[start]), start, end)
                for start, end in zip(starts, ends, strict=True)
                if holder[start] != NOBODY
            ]
        return iter(sorted(found, key=lambda entry: (entry[2], entry[0])))


@dataclass(frozen=True)
class Organisation:
    """The case holders and their supervisors. Workers are numbered from 1, case holders first."""

    until: Month
    case_holders: Staff
    supervisors: Staff

    @property
    def first_month(self) -> Month:
        """The first month of data."""
        return PLANTED.first_month(self.until)

    def table(self) -> pa.Table:
        """The organisation as a file of the kind `organisation`: first the teams, then who was in them."""
        month = [self.first_month.plus(step) for step in range(PLANTED.months)]
        opening = PLANTED.new_team_month(self.until)
        rows: list[tuple[str | None, ...]] = [
            (team.service_area, team.name, None, None, str((opening if team.is_new else month[0]).first_day), None)
            for team in TEAMS
        ]
        for staff, shift, role in ((self.case_holders, 0, None), (self.supervisors, self.case_holders.workers, "")):
            for worker, team_no, first, last in staff.memberships():
                team = TEAMS[team_no]
                rows.append(
                    (
                        team.service_area,
                        team.name,
                        worker_name(worker + shift),
                        team.role if role is None else "practice supervisor",
                        str(month[first].first_day),
                        None if last == PLANTED.months - 1 else str(month[last].last_day),
                    )
                )
        keys = ("service_area", "team", "worker_id", "role", "from", "to")
        columns = zip(*rows, strict=True)
        return pa.table({key: pa.array(column, pa.string()) for key, column in zip(keys, columns, strict=True)})

    def groups(self) -> pa.Table:
        """A file of the kind `groups`: a patch of teams, and the case holders there when the training began."""
        patch, teams = PATCH
        month = PLANTED.training_month(self.until)
        step = month.minus(self.first_month)
        here = [TEAMS[team].service_area == PLANTED.training_service_area for team in self.case_holders.team_at[step]]
        trained = [int(worker) for worker in self.case_holders.worker_at[step][here] if worker != NOBODY]
        rows: list[tuple[str | None, ...]] = [(patch, team, None, None) for team in teams]
        rows += [
            (f"Trained in {month.long}", None, worker_name(worker), str(month.first_day)) for worker in sorted(trained)
        ]
        keys = ("group", "team", "worker_id", "from")
        columns = zip(*rows, strict=True)
        return pa.table({key: pa.array(column, pa.string()) for key, column in zip(keys, columns, strict=True)})


def worker_name(number: int) -> str:
    """The pseudonym of a worker, from a number counted from 0."""
    return f"W-{number + 1:04d}"


def make_organisation(until: Month, rng: np.random.Generator, *, times: float = 1.0) -> Organisation:
    """People join, move and leave. times: how many times as many posts as in the authority's own size."""
    return Organisation(
        until,
        _staff([round(team.posts * times) for team in TEAMS], rng, leave=_LEAVE, move=_MOVE),
        _staff([round(team.supervisors * times) for team in TEAMS], rng, leave=_SUPERVISOR_LEAVES, move=0),
    )


def _staff(posts: list[int], rng: np.random.Generator, *, leave: float, move: float) -> Staff:
    """Each month some leave and some move to a vacant post in another team; vacant posts are filled after a while."""
    opening = PLANTED.months - PLANTED.new_team_months
    later_team = np.repeat(np.arange(len(TEAMS)), posts)
    # Until it opens, a new team's posts are spread over the other teams of its service area.
    first_team = later_team.copy()
    for number, team in enumerate(TEAMS):
        if team.is_new:
            older = [
                other
                for other, candidate in enumerate(TEAMS)
                if candidate.service_area == team.service_area and not candidate.is_new
            ]
            own = np.flatnonzero(later_team == number)
            first_team[own] = np.resize(older, len(own))
    count = len(later_team)
    holder = np.arange(count, dtype=np.int32)
    vacant_until = np.zeros(count, dtype=np.int64)
    holder[rng.random(count) < _FIRST_VACANT] = NOBODY
    workers = count
    worker_at = np.empty((PLANTED.months, count), dtype=np.int32)
    team_at = np.empty((PLANTED.months, count), dtype=np.int16)
    for month in range(PLANTED.months):
        team_of: NDArray[Any] = first_team if month < opening else later_team
        if month:
            luck = rng.random(count)
            waits = rng.integers(0, _LONGEST_VACANCY + 1, count)
            leaving = (holder != NOBODY) & (luck < leave)
            holder[leaving] = NOBODY
            vacant_until[leaving] = month + waits[leaving]
            movers = list(np.flatnonzero((holder != NOBODY) & (luck >= leave) & (luck < leave + move)))
            for post in np.flatnonzero((holder == NOBODY) & (vacant_until <= month)):
                if movers and team_of[movers[-1]] != team_of[post]:
                    old = movers.pop()
                    holder[post], holder[old] = holder[old], NOBODY
                    vacant_until[old] = month + 1
                else:
                    holder[post] = workers
                    workers += 1
        worker_at[month], team_at[month] = holder, team_of
    return Staff(worker_at, team_at, workers)
