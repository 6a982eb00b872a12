"""Monthly counts of looked after children, and the dated events that charts are marked with."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mwm.demo.planted import PLANTED
from mwm.scope import Month

_USUAL = 350
_MONTHLY_SPREAD, _CARRIED_OVER = 5.0, 0.6  # what is left of a month's distance from the usual a month later
_FALL_SPREAD = 2.5
_STARTED_A_MONTH = 13.0  # Islington: 124 to 220 in a year
_CEASED_AT_LEAST = 3
_POPULATION, _POPULATION_FALLS = 35_600, 180  # in the last year; a year


def looked_after_table(until: Month, rng: np.random.Generator) -> pa.Table:
    """One row a month, as a file of the kind `looked_after`.

    In every month looked_after = the month before + started − ceased. From the baseline month on it falls to the
    planted count of the last month.
    """
    count = _counts(rng)
    net = np.diff(count, prepend=_USUAL)
    started = np.maximum(rng.poisson(_STARTED_A_MONTH, len(net)), net + _CEASED_AT_LEAST)
    months = [PLANTED.first_month(until).plus(step) for step in range(PLANTED.months)]
    population = [_POPULATION + _POPULATION_FALLS * (until.first_day.year - month.first_day.year) for month in months]
    return pa.table(
        {
            "month": [str(month) for month in months],
            "looked_after": _texts(count),
            "started": _texts(started),
            "ceased": _texts(started - net),
            "population_0_17": [str(number) for number in population],
        }
    )


def _counts(rng: np.random.Generator) -> NDArray[np.int64]:
    """Ordinary variation around the usual number up to the baseline month, then the fall."""
    before = PLANTED.months - PLANTED.change_months
    away = np.zeros(before)
    for month in range(1, before):
        away[month] = _CARRIED_OVER * away[month - 1] + rng.normal(0, _MONTHLY_SPREAD)
    # The last months are bent so that the baseline month has its planted count.
    missing = PLANTED.baseline_looked_after - _USUAL - away[-1]
    away += missing * _CARRIED_OVER ** np.arange(before - 1, -1, -1.0)
    steps = PLANTED.change_months
    walk = np.cumsum(rng.normal(0, _FALL_SPREAD, steps))
    walk -= walk[-1] * np.arange(1, steps + 1) / steps
    fall = PLANTED.latest_looked_after - PLANTED.baseline_looked_after
    after = PLANTED.baseline_looked_after + fall * np.arange(1, steps + 1) / steps + walk
    count: NDArray[np.int64] = np.rint(np.r_[_USUAL + away, after]).astype(np.int64)
    return count


def events_table(until: Month) -> pa.Table:
    """Trainings, a restructure and an inspection, as a file of the kind `events`."""
    training = PLANTED.training_month(until)

    def day(month: Month, number: int) -> date:
        """The number-th day of a month, or the Monday after where that is a weekend."""
        given = month.first_day + timedelta(days=number - 1)
        return given + timedelta(days=(7 - given.weekday()) if given.weekday() > 4 else 0)

    area = PLANTED.training_service_area
    rows = [
        (
            PLANTED.new_team_month(until).first_day,
            "Restructure: two teams open",
            None,
            "organisation",
            f"{' and '.join(PLANTED.new_teams)} open with workers of the other teams.",
        ),
        (day(training.plus(-2), 9), "Training, first group", area, "training", "Four days, half of the teams."),
        (day(training.plus(-1), 9), "Training, second group", area, "training", "Four days, the other teams."),
        (day(until.plus(-20), 12), "Inspection", None, "inspection", "A week on site."),
    ]
    keys = ("date", "title", "service_area", "category", "note")
    texts = [(str(row[0]), *row[1:]) for row in rows]
    return pa.table(
        {key: pa.array(column, pa.string()) for key, column in zip(keys, zip(*texts, strict=True), strict=True)}
    )


def _texts(numbers: NDArray[np.int64]) -> pa.Array:
    return pa.array(numbers).cast(pa.string())
