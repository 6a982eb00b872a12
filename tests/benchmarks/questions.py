"""Every question at two sizes, beside the bare aggregate over the raw grades and beside pandas."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from mwm.questions import ask
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER
from tests.benchmarks.alone import SQL
from tests.benchmarks.measuring import Line, seconds_of, side_by_side

BARE = "bare aggregate over raw grades"
# Asked without any filter: six years of the whole authority, which is the most that a page can ask for.
ASKED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("skill-trend", "skill-trend", {}),
    ("skill-trend of one element", "skill-trend", {"element": "empathy"}),
    ("skill-distribution", "skill-distribution", {}),
    ("overview-matrix by service area", "overview-matrix", {"by": "service_area"}),
    ("overview-matrix by team", "overview-matrix", {"by": "team"}),
    ("team-comparison", "team-comparison", {}),
    ("skill-signal", "skill-signal", {}),
    ("looked-after-trend", "looked-after-trend", {}),
    ("looked-after-change", "looked-after-change", {}),
    ("published-looked-after", "published-looked-after", {}),
    ("import-batches", "import-batches", {}),
)


def measure_questions(small: Path, large: Path, *, sizes: tuple[str, str], repeats: int) -> list[Line]:
    """small, large: stores. sizes: how many grades they hold, in words."""
    at_small, _ = _measure(small, repeats, with_pandas=False)
    at_large, pandas = _measure(large, repeats, with_pandas=True)
    lines = [
        Line(f"{name}, {sizes[0]} grades", at_small[name], "ms", BARE, at_small[BARE]) for name, *_ in ASKED
    ]  # without a goal: so few rows are counted in no time, whoever counts them
    for name, *_ in ASKED:
        lines.append(
            Line(
                f"{name}, {sizes[1]} grades", at_large[name], "ms", BARE, at_large[BARE], at_most=80, at_most_times=0.3
            )
        )
    lines.append(Line(f"pandas, {sizes[1]} grades (once)", pandas, "ms", BARE, at_large[BARE]))
    for name, *_ in ASKED:
        lines.append(
            Line(f"{name}, {sizes[1]} grades", at_large[name], "ms", f"{sizes[0]} grades", at_small[name], math.nan, 3)
        )
    return lines


def _measure(path: Path, repeats: int, *, with_pandas: bool) -> tuple[dict[str, float], float]:
    with Store.open(path) as store, store._engine.connect() as connection:
        native: Any = connection.connection.driver_connection
        actions: dict[str, Callable[[], Any]] = {BARE: lambda: native.execute(_sql("average_by_month")).df()}
        for label, name, arguments in ASKED:
            actions[label] = partial(_answered, name, store, arguments)
        taken = side_by_side(actions, repeats)
        if not with_pandas:
            return taken, math.nan
        frame = native.execute(_sql("raw_grade")).df()
        for column in ("element", "service_area"):
            frame[column] = frame[column].astype("category")
        by = ["month", "element", "service_area"]
        return taken, 1000 * seconds_of(lambda: frame.groupby(by, observed=True)["grade"].agg(["mean", "count"]))


def _answered(name: str, store: Store, arguments: dict[str, Any]) -> None:
    answer = ask(name, store, LOCAL_VIEWER, Scope(), **arguments)
    if answer.status == "empty" or answer.rows.empty:
        raise RuntimeError(f"{name} had nothing to answer")


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
