"""One line of the table, and how a time is taken."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Line:
    """Something measured, beside something else measured in the same run.

    value and beside_value are in `unit`: "ms", "s" or "MiB". at_most: the goal for the value; at_most_times: the goal
    for the ratio.
    """

    what: str
    value: float
    unit: str
    beside: str = ""
    beside_value: float = math.nan
    at_most: float = math.nan
    at_most_times: float = math.nan

    @property
    def ratio(self) -> float:
        return self.value / self.beside_value

    @property
    def met(self) -> bool | None:
        """Whether every goal of this line is met; None where there is none."""
        goals = [(self.value, self.at_most), (self.ratio, self.at_most_times)]
        judged = [measured <= goal for measured, goal in goals if not math.isnan(goal)]
        return all(judged) if judged else None

    def cells(self) -> tuple[str, ...]:
        """The line in words."""
        goals = [f"≤ {self.at_most_times:g}×"] if not math.isnan(self.at_most_times) else []
        goals += [f"≤ {quantity(self.at_most, self.unit)}"] if not math.isnan(self.at_most) else []
        return (
            self.what,
            quantity(self.value, self.unit),
            self.beside,
            "" if math.isnan(self.beside_value) else quantity(self.beside_value, self.unit),
            "" if math.isnan(self.beside_value) else f"{self.ratio:.2f}×",
            " and ".join(goals),
            {True: "yes", False: "NO", None: ""}[self.met],
        )


HEADINGS = ("Measured", "Value", "Beside", "Its value", "Ratio", "Goal", "Met")


def quantity(value: float, unit: str) -> str:
    """12.3 ms, 1,234 MiB."""
    places = 0 if value >= 100 or value == int(value) else 1 if value >= 10 else 2
    return f"{value:,.{places}f} {unit}"


def seconds_of(action: Callable[[], Any]) -> float:
    """How long it takes once. Earlier rubbish is collected before and not during."""
    gc.collect()
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def side_by_side(actions: dict[str, Callable[[], Any]], repeats: int) -> dict[str, float]:
    """The median time of each, in milliseconds, after a warm-up. They take turns, so that a busy moment meets all."""
    taken: dict[str, list[float]] = {name: [] for name in actions}
    for turn in range(repeats + 1):
        for name, action in actions.items():
            spent = seconds_of(action)
            if turn:
                taken[name].append(spent * 1000)
    return {name: median(times) for name, times in taken.items()}
