"""Monthly counts of looked after children."""

from __future__ import annotations

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
_SHARE_DRIFT = 0.012  # of the logarithm of a share, in a month
_SHARES = {
    "placement": {"fostering": 0.64, "residential": 0.14, "supported": 0.14, "other": 0.08},
    "age_band": {"under 1": 0.05, "1 to 4": 0.11, "5 to 9": 0.16, "10 to 15": 0.36, "16 and over": 0.32},
    "legal_status": {"care order": 0.62, "section 20": 0.28, "placement order": 0.05, "youth justice": 0.05},
    "location": {"inside": 0.33, "outside": 0.67},
    "destination": {
        "home": 0.32, "special guardianship": 0.12, "adoption": 0.06, "independence": 0.24, "other": 0.26
    },
}  # fmt: skip


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


def divided_table(months: pa.Table, rng: np.random.Generator) -> pa.Table:
    """The same children divided as returns divide them, as rows of the kind `ssda903`.

    months: what looked_after_table made. Shares drift a little; in every month the parts add up to the whole.
    """
    rows: dict[str, list[str]] = {key: [] for key in ("month", "breakdown", "category", "looked_after", "ceased")}
    for breakdown, usual in _SHARES.items():
        is_flow = breakdown == "destination"
        whole = np.array(months["ceased" if is_flow else "looked_after"].to_pylist(), dtype=np.int64)
        drift = np.cumsum(rng.normal(0, _SHARE_DRIFT, (len(whole), len(usual))), axis=0)
        shares = np.array(list(usual.values())) * np.exp(drift)
        shares /= shares.sum(axis=1, keepdims=True)
        counts = rng.multinomial(whole, shares) if is_flow else _whole_children(whole, shares)
        for place, category in enumerate(usual):
            rows["month"] += months["month"].to_pylist()
            rows["breakdown"] += [breakdown] * len(whole)
            rows["category"] += [category] * len(whole)
            rows["looked_after"] += ["0"] * len(whole) if is_flow else [str(each) for each in counts[:, place]]
            rows["ceased"] += [str(each) for each in counts[:, place]] if is_flow else [""] * len(whole)
    return pa.table({key: pa.array([each or None for each in column], pa.string()) for key, column in rows.items()})


def _whole_children(whole: NDArray[np.int64], shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole numbers close to these shares that add up: cut points along the line of all children."""
    ends = np.rint(np.cumsum(shares, axis=1) * whole[:, None]).astype(np.int64)
    return np.diff(ends, axis=1, prepend=0)


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


def _texts(numbers: NDArray[np.int64]) -> pa.Array:
    return pa.array(numbers).cast(pa.string())
