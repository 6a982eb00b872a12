"""Every question at two sizes, beside the bare aggregate over the raw grades and beside pandas."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from mwm.demo.planted import last_complete_month
from mwm.questions import ask
from mwm.scope import Period, Scope
from mwm.store import Store
from mwm.viewer import CAREFUL_VIEWER, LOCAL_VIEWER, Viewer
from tests.benchmarks.alone import SQL
from tests.benchmarks.measuring import Line, seconds_of, side_by_side

BARE = "bare aggregate over raw grades"
EVERYTHING = Scope()
LAST_MONTH = last_complete_month(date.today())  # the last month of the made-up authority


@dataclass(frozen=True)
class Asked:
    """A question with its arguments, and its goals at the large size. Unfiltered: the most that a page can ask for."""

    label: str
    name: str
    arguments: dict[str, Any] = field(default_factory=dict)
    scope: Scope = EVERYTHING
    at_most: float = 80  # ms
    at_most_times: float = 0.3
    viewer: Viewer = LOCAL_VIEWER
    is_new: bool = False  # each time over a period that was not asked for before, so that nothing of it is remembered


ASKED = (
    Asked("skill-trend", "skill-trend"),
    Asked("skill-trend of one element", "skill-trend", {"element": "empathy"}),
    Asked("skill-distribution", "skill-distribution"),
    *(
        Asked(
            f"overview-matrix by {by.replace('_', ' ')}{more}",
            "overview-matrix",
            {"by": by},
            at_most=150 if more else 80,
            at_most_times=math.nan if more else 0.3,
            viewer=viewer,
            is_new=is_new,
        )
        for by in ("service_area", "team")
        for more, viewer, is_new in (
            ("", LOCAL_VIEWER, False),
            (", small numbers hidden", CAREFUL_VIEWER, False),
            (", a period not asked for before", LOCAL_VIEWER, True),
            (", the same with small numbers hidden", CAREFUL_VIEWER, True),
        )
    ),
    Asked("team-comparison", "team-comparison"),
    Asked("skill-signal", "skill-signal"),
    Asked("looked-after-trend", "looked-after-trend"),
    Asked("looked-after-change", "looked-after-change"),
    Asked("published-looked-after", "published-looked-after"),
    Asked("import-batches", "import-batches"),
    Asked("observations of all months", "observations", at_most=math.nan, at_most_times=1.3),
    Asked(
        "observations of one month",
        "observations",
        scope=Scope(period=Period(LAST_MONTH, LAST_MONTH)),
        at_most=math.nan,
        at_most_times=1.3,
    ),
)


def measure_questions(small: Path, large: Path, *, sizes: tuple[str, str], repeats: int) -> list[Line]:
    """small, large: stores. sizes: how many grades they hold, in words."""
    at_small, _ = _measure(small, repeats, with_pandas=False)
    at_large, pandas = _measure(large, repeats, with_pandas=True)
    few, many = (f"{size} grades" for size in sizes)
    lines = [Line(f"{one.label}, {few}", at_small[one.label], "ms", BARE, at_small[BARE]) for one in ASKED]
    # No goal there: so few rows are counted in no time, whoever counts them.
    lines += [
        Line(f"{one.label}, {many}", at_large[one.label], "ms", BARE, at_large[BARE], one.at_most, one.at_most_times)
        for one in ASKED
    ]
    lines.append(Line(f"pandas, {many} (once)", pandas, "ms", BARE, at_large[BARE]))
    lines += [
        Line(f"{one.label}, growth to {sizes[1]}", at_large[one.label], "ms", few, at_small[one.label], at_most_times=3)
        for one in ASKED
    ]
    return lines


def _measure(path: Path, repeats: int, *, with_pandas: bool) -> tuple[dict[str, float], float]:
    with Store.open(path) as store, store._engine.connect() as connection:
        native: Any = connection.connection.driver_connection
        actions: dict[str, Callable[[], Any]] = {BARE: lambda: native.execute(_sql("average_by_month")).df()}
        for one in ASKED:
            actions[one.label] = partial(_answer, store, one, count())
        taken = side_by_side(actions, repeats)
        if not with_pandas:
            return taken, math.nan
        frame = native.execute(_sql("raw_grade")).df()
        for column in ("element", "service_area"):
            frame[column] = frame[column].astype("category")
        by = ["month", "element", "service_area"]
        return taken, 1000 * seconds_of(lambda: frame.groupby(by, observed=True)["grade"].agg(["mean", "count"]))


def _answer(store: Store, one: Asked, turn: Iterator[int]) -> None:
    scope = replace(one.scope, period=Period(None, LAST_MONTH.plus(-next(turn)))) if one.is_new else one.scope
    answer = ask(one.name, store, one.viewer, scope, **one.arguments)
    if answer.status == "empty" or answer.rows.empty:
        raise RuntimeError(f"{one.label}: nothing was found to measure with")


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
