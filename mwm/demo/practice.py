"""Observations and their grades: who was seen when, and how well it went, as whole columns of numbers.

A grade is a level rounded to a whole number. The level adds up from the element, the service area and team, the worker,
the family, the visit and the grader. In every team and month the workers' own parts are shifted so that they average
to nothing: who happens to work there then makes no trend, and the planted truths are the only changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mwm.demo.organisation import AREA_OF_TEAM, NOBODY, SERVICE_AREAS, TEAMS, Organisation, worker_name
from mwm.demo.planted import PLANTED
from mwm.demo.texts import chosen, day_names, numbered

OBSERVATIONS = 6_800
"""Over six years: each worker is seen every six to eight weeks."""
OBSERVATIONS_AT_ONCE = 500_000
"""More are made up, and taken in, in parts of whole months: a month that comes in one piece is quicker to sum up."""
OBSERVERS = 14
_OBSERVERS_AT_MOST = 60

# Averages before training lie near the 2.49 of the control group of Forrester et al. (2018), and after near its 2.91.
_LEVEL = {
    "evocation": 2.40,
    "collaboration": 2.45,
    "autonomy": 2.42,
    "empathy": 2.43,
    "purposefulness": 2.66,
    "clarity_about_concerns": 2.62,
    "child_focus": 2.58,
}
ELEMENTS = tuple(_LEVEL)
# Spread of one grader's grades around what was there: some elements are harder to grade alike than others.
_GRADER_NOISE = np.array([0.40, 0.24, 0.34, 0.22, 0.28, 0.26, 0.16], dtype=np.float32)
_GRADER_LENIENCY = 0.06
_AREA_LEVEL = {
    "Children in Need": 0.0,
    "Children Looked After": 0.04,
    "Disabled Children's Service": 0.02,
    "Independent Futures": 0.06,
    "Youth Justice": -0.04,
}
_TEAM_SPREAD = 0.08
_WORKER_SPREAD, _WORKER_ELEMENT_SPREAD = 0.32, 0.15  # together 0.35
_FAMILY_SPREAD = 0.28
_VISIT_SPREAD, _VISIT_ELEMENT_SPREAD = 0.30, 0.42
_NOT_GRADED = 0.01  # share of single elements left blank

_HOW_OFTEN = {"Children in Need": 1.1, "Independent Futures": 0.22}
_MONTH_OF_YEAR = {7: 0.9, 8: 0.28, 12: 0.72}
_WORKER_UNEVENNESS, _MONTH_UNEVENNESS = 0.35, 0.12
_TEAM_MONTH_MISSING = 0.03
_FIRST_YEAR = 0.6  # how often in the first month, compared with a year later

SETTINGS = ("home visit", "office meeting", "school visit", "contact visit", "group meeting", "online")
_SETTING_SHARES = {
    "Children in Need": (0.66, 0.10, 0.10, 0.04, 0.05, 0.05),
    "Children Looked After": (0.46, 0.10, 0.14, 0.20, 0.04, 0.06),
    "Disabled Children's Service": (0.68, 0.08, 0.16, 0.02, 0.02, 0.04),
    "Independent Futures": (0.40, 0.38, 0.02, 0.02, 0.06, 0.12),
    "Youth Justice": (0.30, 0.50, 0.06, 0.02, 0.08, 0.04),
}
MEDIA = ("live", "recorded", "simulated")
_MEDIA_SHARES = (0.62, 0.33, 0.05)
# What a family's case is about; a cell of the column markers.
MARKERS = ("", "edge of care", "domestic abuse", "domestic abuse; edge of care", "youth justice", "disability")
_MARKER_SHARES = {
    "Children in Need": (0.56, 0.12, 0.20, 0.07, 0.02, 0.03),
    "Children Looked After": (0.83, 0.00, 0.06, 0.00, 0.07, 0.04),
    "Disabled Children's Service": (0.08, 0.03, 0.02, 0.00, 0.00, 0.87),
    "Independent Futures": (0.88, 0.00, 0.04, 0.00, 0.06, 0.02),
    "Youth Justice": (0.05, 0.06, 0.04, 0.02, 0.80, 0.03),
}
_MARKER_SEED = 1_000_000  # apart from the seeds of the parts of a table, which count from 0
_COACHED = 0.72
_COACHED_WITHIN = 28  # days


@dataclass(frozen=True)
class Practice:
    """Every observation, in order of its day, without its grades. One entry of each array is one observation.

    cell: which worker in which month (a row of the cell arrays). day: days since the first month's first day.
    marker: the same for all observations of a family in one service area, as a number into MARKERS.
    quality: how well it went, the same on average for all elements; filled in as the grades are made.
    """

    organisation: Organisation
    cell: NDArray[np.int32]
    day: NDArray[np.int32]
    family: NDArray[np.int64]
    visit: NDArray[np.int64]
    marker: NDArray[np.int8]
    quality: NDArray[np.float32]
    cell_month: NDArray[np.int64]
    cell_team: NDArray[np.int16]
    cell_worker: NDArray[np.int32]
    cell_level: NDArray[np.float32]
    family_level: NDArray[np.float32]
    leniency: NDArray[np.float32]
    seed: np.random.SeedSequence

    def __len__(self) -> int:
        return len(self.cell)

    @property
    def team(self) -> NDArray[np.int16]:
        """The team of each observation, as a number into TEAMS."""
        return self.cell_team[self.cell]

    @property
    def month(self) -> NDArray[np.int64]:
        """The month of each observation, counted from 0."""
        return self.cell_month[self.cell]

    def tables(self) -> Iterator[pa.Table]:
        """The observations as files of the kind `observations`, each of whole months.

        A file has at most OBSERVATIONS_AT_ONCE observations, unless a single month has more.
        """
        ends = np.flatnonzero(np.diff(self.month, append=PLANTED.months)) + 1
        cuts = [0]
        for number, end in enumerate(ends):
            following = ends[number + 1] if number + 1 < len(ends) else None
            if following is None or following - cuts[-1] > OBSERVATIONS_AT_ONCE:
                cuts.append(int(end))
        for part, (start, stop) in enumerate(pairwise(cuts)):
            seed = np.random.SeedSequence(self.seed.entropy, spawn_key=(*self.seed.spawn_key, part))
            yield _table(self, start, stop, np.random.default_rng(seed))


def observer_name(number: int) -> str:
    """The pseudonym of an observer, from a number counted from 0."""
    return f"G-{number + 1:02d}"


def make_practice(organisation: Organisation, seed: np.random.SeedSequence, *, observations: int) -> Practice:
    """Who is observed when: exactly so many observations, unevenly spread."""
    rng = np.random.default_rng(seed)
    holders = organisation.case_holders
    month, post = np.nonzero(holders.worker_at != NOBODY)
    worker, team = holders.worker_at[month, post], holders.team_at[month, post]
    weight = _how_often(organisation, month, team, worker, rng)
    counts = rng.multinomial(observations, weight / weight.sum())
    cell = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    day = _working_days(organisation, month[cell], rng)
    order = np.argsort(day, kind="stable")
    cell, day = cell[order], day[order]
    family, families = _families(month[cell], worker[cell], holders.workers, len(month), rng)
    level = _levels(organisation, month, team, worker, weight, rng)
    family_level = rng.normal(0, _FAMILY_SPREAD, families).astype(np.float32)
    observers = min(max(OBSERVERS, OBSERVERS * observations // (20 * OBSERVATIONS)), _OBSERVERS_AT_MOST)
    leniency = rng.normal(0, _GRADER_LENIENCY, observers)
    leniency -= leniency.mean()
    leniency[[observer_name(number) == PLANTED.lenient_grader for number in range(observers)]] = PLANTED.lenient_level
    return Practice(
        organisation=organisation,
        cell=cell,
        day=day,
        family=family,
        visit=_visit_numbers(family),
        marker=_markers(team[cell], family, families, seed),
        quality=np.zeros(len(cell), dtype=np.float32),
        cell_month=month,
        cell_team=team,
        cell_worker=worker,
        cell_level=level,
        family_level=family_level,
        leniency=leniency.astype(np.float32),
        seed=seed,
    )


def _how_often(
    organisation: Organisation,
    month: NDArray[np.int64],
    team: NDArray[np.int16],
    worker: NDArray[np.int32],
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """How likely an observation falls on each worker and month, as a weight."""
    first = organisation.first_month.first_day.month
    of_area = np.array([_HOW_OFTEN.get(area, 1.0) for area in SERVICE_AREAS])
    of_month = np.array(
        [
            _MONTH_OF_YEAR.get((first + step - 1) % 12 + 1, 1.0) * min(1.0, _FIRST_YEAR + (1 - _FIRST_YEAR) * step / 12)
            for step in range(PLANTED.months)
        ]
    ) * rng.lognormal(0, _MONTH_UNEVENNESS, PLANTED.months)
    of_worker = rng.lognormal(0, _WORKER_UNEVENNESS, organisation.case_holders.workers)
    has_any = rng.random((len(TEAMS), PLANTED.months)) >= _TEAM_MONTH_MISSING
    silent = [number for number, entry in enumerate(TEAMS) if entry.name == PLANTED.silent_team]
    has_any[np.ix_(silent, PLANTED.silent_months)] = False
    weight: NDArray[np.float64] = (
        of_area[AREA_OF_TEAM[team]] * of_month[month] * of_worker[worker] * has_any[team, month]
    )
    return weight


def _working_days(organisation: Organisation, month: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int32]:
    """A Monday to Friday in each given month, in days since the first day of data."""
    origin = np.datetime64(organisation.first_month.first_day)
    starts = origin.astype("datetime64[M]") + np.arange(PLANTED.months + 1)
    days = np.arange(starts[0].astype("datetime64[D]"), starts[-1].astype("datetime64[D]"))
    working = days[np.is_busday(days)]
    edges = np.searchsorted(working, starts.astype("datetime64[D]"))
    low, high = edges[month], edges[month + 1]
    picked = working[low + (rng.random(len(month)) * (high - low)).astype(np.int64)]
    day: NDArray[np.int32] = (picked - origin).astype(np.int32)
    return day


def _families(
    month: NDArray[np.int64], worker: NDArray[np.int32], workers: int, cells: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], int]:
    """Each worker's families change slowly: every quarter two new ones come, and five are visited. Returns how many."""
    times = int(min(20, max(1, round(len(month) / cells / 0.65))))
    new, at_once = 2 * times, 5 * times
    each = (PLANTED.months - 1) // 3 * new + at_once
    number = month // 3 * new + rng.integers(0, at_once, len(month))
    return worker.astype(np.int64) * each + number, workers * each


def _visit_numbers(family: NDArray[np.int64]) -> NDArray[np.int64]:
    """1, 2, 3 … within a family, in order of the day; some families were visited before anybody observed it."""
    order = np.argsort(family, kind="stable")
    own = family[order]
    starts = np.flatnonzero(np.r_[True, own[1:] != own[:-1]])
    lengths = np.diff(np.r_[starts, len(own)])
    visit = np.empty(len(own), dtype=np.int64)
    visit[order] = np.arange(len(own)) - np.repeat(starts, lengths) + 1
    return visit + family % 3


def _markers(
    team: NDArray[np.int16], family: NDArray[np.int64], families: int, seed: np.random.SeedSequence
) -> NDArray[np.int8]:
    """What each observation's family is about, as a number into MARKERS."""
    own = np.random.SeedSequence(seed.entropy, spawn_key=(*seed.spawn_key, _MARKER_SEED))
    luck = np.random.default_rng(own).random(families)[family]
    shares = np.cumsum([_MARKER_SHARES[area] for area in SERVICE_AREAS], axis=1)[AREA_OF_TEAM[team]]
    found: NDArray[np.int8] = np.minimum((luck[:, None] > shares).sum(axis=1), len(MARKERS) - 1).astype(np.int8)
    return found


def _levels(
    organisation: Organisation,
    month: NDArray[np.int64],
    team: NDArray[np.int16],
    worker: NDArray[np.int32],
    weight: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.float32]:
    """The level of each worker, month and element before family, visit and grader come in."""
    workers = organisation.case_holders.workers
    own = rng.normal(0, _WORKER_SPREAD, (workers, 1)) + rng.normal(0, _WORKER_ELEMENT_SPREAD, (workers, len(ELEMENTS)))
    of_team = rng.normal(0, _TEAM_SPREAD, len(TEAMS))
    for area in range(len(SERVICE_AREAS)):
        of_team[area == AREA_OF_TEAM] -= of_team[area == AREA_OF_TEAM].mean()
    group = team.astype(np.int64) * PLANTED.months + month
    groups = len(TEAMS) * PLANTED.months
    total = np.maximum(np.bincount(group, weight, groups), 1e-12)
    area_of = AREA_OF_TEAM[team]
    base = np.array(list(_AREA_LEVEL.values()))[[list(_AREA_LEVEL).index(area) for area in SERVICE_AREAS]]
    level = np.empty((len(month), len(ELEMENTS)), dtype=np.float32)
    for number, element in enumerate(ELEMENTS):
        part = own[worker, number]
        shared = np.bincount(group, weight * part, groups) / total
        level[:, number] = _LEVEL[element] + base[area_of] + of_team[team] + part - shared[group]
    trained = (area_of == SERVICE_AREAS.index(PLANTED.training_service_area)) & (
        month >= PLANTED.months - PLANTED.training_months
    )
    for element in PLANTED.training_elements:
        level[trained, ELEMENTS.index(element)] += PLANTED.training_level
    dipped = np.array([entry.name == PLANTED.dip_team for entry in TEAMS])[team] & (
        month >= PLANTED.months - PLANTED.dip_months
    )
    level[dipped, ELEMENTS.index(PLANTED.dip_element)] += PLANTED.dip_level
    return level


def _table(practice: Practice, start: int, stop: int, rng: np.random.Generator) -> pa.Table:
    """Observations start to stop (not included), each in one row for each of its graders."""
    count = stop - start
    part = slice(start, stop)
    cell, family, day = practice.cell[part], practice.family[part], practice.day[part]
    team, worker = practice.cell_team[cell], practice.cell_worker[cell]
    observers = len(practice.leniency)

    observer = rng.integers(0, observers, count)
    second = rng.integers(1, observers, count)
    third = rng.integers(1, observers - 1, count)
    third += third >= second
    several = rng.random(count) < PLANTED.double_graded
    rows_each = 1 + 2 * several
    row = np.repeat(np.arange(count), rows_each)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(rows_each) - rows_each, rows_each)
    grader = (observer[row] + np.where(turn == 1, second[row], 0) + np.where(turn == 2, third[row], 0)) % observers

    shared = practice.family_level[family] + rng.standard_normal(count, dtype=np.float32) * np.float32(_VISIT_SPREAD)
    practice.quality[part] = shared + practice.cell_level[cell].mean(axis=1)
    grade_names = pa.array([str(point) for point in range(1, 6)], pa.string())
    grades = {}
    for number, element in enumerate(ELEMENTS):
        there = practice.cell_level[cell, number] + shared
        there += rng.standard_normal(count, dtype=np.float32) * np.float32(_VISIT_ELEMENT_SPREAD)
        given = there[row] + practice.leniency[grader]
        given += rng.standard_normal(len(row), dtype=np.float32) * _GRADER_NOISE[number]
        points = np.clip(np.rint(given), 1, 5).astype(np.int8) - 1
        grades[element] = chosen(grade_names, points, rng.random(len(row), dtype=np.float32) < _NOT_GRADED)

    shares = np.cumsum([_SETTING_SHARES[area] for area in SERVICE_AREAS], axis=1)[AREA_OF_TEAM[team]]
    setting = np.minimum((rng.random((count, 1)) > shares).sum(axis=1), len(SETTINGS) - 1)
    medium = np.minimum(np.searchsorted(np.cumsum(_MEDIA_SHARES), rng.random(count)), len(MEDIA) - 1)
    first_day, last_day = practice.organisation.first_month.first_day, practice.organisation.until.last_day
    days = day_names(first_day, last_day + timedelta(days=1))
    coached = day + rng.integers(1, _COACHED_WITHIN + 1, count)
    not_coached = (rng.random(count) >= _COACHED) | (coached > (last_day - first_day).days)
    workers = pa.array([worker_name(number) for number in range(practice.organisation.case_holders.workers)])
    observer_names = pa.array([observer_name(number) for number in range(observers)])
    columns = {
        "observation_id": numbered("OBS-", np.arange(start + 1, stop + 1), 7),
        "observed_on": chosen(days, day),
        "service_area": chosen([entry.service_area for entry in TEAMS], team),
        "team": chosen([entry.name for entry in TEAMS], team),
        "worker_id": chosen(workers, worker),
        "observer_id": chosen(observer_names, observer),
        "setting": chosen(SETTINGS, setting),
        "medium": chosen(MEDIA, medium),
        "visit_number": pa.array(practice.visit[part]).cast(pa.string()),
        "family_ref": numbered("F-", family + 1, 5),
        "coached_on": chosen(days, np.minimum(coached, len(days) - 1), not_coached),
        "markers": chosen(MARKERS, practice.marker[part], practice.marker[part] == 0),
    }
    row_numbers = pa.array(row)
    wide = {key: column.take(row_numbers) for key, column in columns.items()}
    return pa.table(wide | {"grader_id": chosen(observer_names, grader, turn == 0)} | grades)
