"""How often chance alone gives a signal in 24 months: the numbers of docs/method.md, simulated again with a seed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from mwm.stats.process_behaviour import ProcessBehaviour, process_behaviour
from mwm.stats.run_chart import crossings_limit, longest_run_limit, median_runs

MONTHS = 24
DAYS = [date(2023 + number // 12, number % 12 + 1, 1) for number in range(MONTHS)]
SERIES = 1000
Made = np.random.Generator


def grades(made: Made) -> dict[str, Any]:
    """Averages of 6 to 14 grades on the 1–5 scale."""
    sizes = made.integers(6, 15, size=MONTHS)
    return {"values": [made.choice(5, p=[0.05, 0.25, 0.4, 0.25, 0.05], size=size).mean() + 1 for size in sizes]}


def dependent(made: Made) -> dict[str, Any]:
    """Each month half of the month before, and half new."""
    values = [made.normal()]
    for _ in range(MONTHS - 1):
        values.append(0.5 * values[-1] + made.normal() * 0.75**0.5)
    return {"values": values}


def shares(made: Made) -> dict[str, Any]:
    sizes = made.integers(30, 61, size=MONTHS)
    return {"values": made.binomial(sizes, 0.3), "denominators": sizes, "chart": "p"}


def rates(made: Made) -> dict[str, Any]:
    sizes = made.uniform(3, 6, size=MONTHS)
    return {"values": made.poisson(4 * sizes), "denominators": sizes, "chart": "u"}


CHANCE: dict[str, tuple[Callable[[Made], dict[str, Any]], float, float]] = {
    "xmr": (lambda made: {"values": made.normal(size=MONTHS)}, 0.19, 0.017),
    "xmr of averages of grades": (grades, 0.21, 0.02),
    "xmr where months depend on one another": (dependent, 0.71, 0.12),
    "p": (shares, 0.14, 0.012),
    "u": (rates, 0.16, 0.012),
    "c": (lambda made: {"values": made.poisson(12, size=MONTHS), "chart": "c"}, 0.16, 0.011),
    "run": (lambda made: {"values": made.normal(size=MONTHS), "chart": "run"}, 0.004, 0.0004),
    "g": (lambda made: {"values": made.geometric(0.05, size=MONTHS) - 1, "chart": "g"}, 0.38, 0.02),
    "t": (lambda made: {"values": made.exponential(20, size=MONTHS), "chart": "t"}, 0.13, 0.012),
}


def judged(values: Any, **options: Any) -> ProcessBehaviour:
    return process_behaviour(DAYS, np.asarray(values, dtype=float).tolist(), **options)


def as_often_as(share: float, of: int) -> Any:
    """Equal, up to four standard errors of a simulated share."""
    return pytest.approx(share, abs=4 * (share * (1 - share) / of) ** 0.5 + 0.0005)


@pytest.mark.parametrize("chart", CHANCE)
def test_a_series_without_any_change_seldom_shows_a_signal(chart: str) -> None:
    make, anywhere, latest = CHANCE[chart]
    made = np.random.default_rng(2024)
    found = [judged(**make(made)) for _ in range(SERIES)]
    assert sum(any(p.signals for p in one.points) for one in found) / SERIES == as_often_as(anywhere, SERIES)
    assert sum(one.variation != "common_cause" for one in found) / SERIES == as_often_as(latest, SERIES)


def test_a_run_chart_seldom_has_a_long_run_or_few_crossings() -> None:
    made = np.random.default_rng(2024)
    few = 0
    for values in made.normal(size=(SERIES, MONTHS)):
        runs = median_runs(values, float(np.median(values)))
        few += runs.longest > longest_run_limit(runs.useful) or runs.crossings < crossings_limit(runs.useful)
    assert few / SERIES == as_often_as(0.03, SERIES)


def test_of_the_28_cells_of_an_overview_about_half_a_cell_shows_a_signal_by_chance() -> None:
    made = np.random.default_rng(2024)
    overviews = 150
    shown = np.array([_cells_with_a_signal(made) for _ in range(overviews)])
    assert shown.mean() == pytest.approx(0.5, abs=0.2)
    assert (shown > 0).mean() == as_often_as(0.38, overviews)
    assert (shown > 1).mean() == as_often_as(0.10, overviews)


def _cells_with_a_signal(made: Made, *, elements: int = 7, units: int = 4) -> int:
    """Cells whose latest month shows a signal. The grades of one observation have half of their variance in common."""
    shown = 0
    for _ in range(units):
        series = np.empty((elements, MONTHS))
        for month, size in enumerate(made.integers(6, 15, size=MONTHS)):
            skill = made.normal(size=(1, size)) + made.normal(size=(elements, size))
            series[:, month] = (1 + np.searchsorted([-2.1, -0.7, 0.7, 2.1], skill)).mean(axis=1)
        shown += sum(judged(values).variation != "common_cause" for values in series)
    return shown
