"""The last step of disclosure control: say of an answer's rows which are hidden, and blank what they would show.

What may not count was never counted: the gate kept it from the statistics. Here its rows, which would read as empty,
are marked as hidden instead, and small counts of people are taken out of what is said beside the rows.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import pandas as pd

from mwm.answer import Answer
from mwm.disclosure import Thresholds
from mwm.questions.gate import StoreGate
from mwm.scope import PRACTICE, By, Fact, Month, Over, Period, Scope
from mwm.symbols import CONFIDENTIAL

_WHOLE: By = "scope"
_UNITS = ("team", "unit", "service_area", "part")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_SEEN = ("workers", "supervisors", "other_workers")  # people behind a row
_ROWS = ("visits", "other_observations")  # and what of them stands behind it
_NEVER = {"declined"}  # months and parts have few, and sums over more of them would give those away
_KEPT = ("mean", "lower_process_limit", "upper_process_limit", "target", "phase")  # lines that belong to many points
_NUMBERS = (
    "average",
    "average_change",
    "coefficient",
    "count",
    "percent",
    "rate",
    "change",
    "percent_change",
    "number",
)
PEOPLE = (
    "workers",
    "supervisors",
    "answered",
    "declined",
    "asked",
    "eligible",
    "never_observed",
    "new_workers",
    "graders",
)
"""Counts of people, by their names in Answer.counts and Answer.rows."""


_Shape = tuple[Scope, By, Over, tuple[Period, ...]]


def how(few: Thresholds) -> str:
    """What disclosure control does, for under the numbers."""
    return (
        f"Shown only with at least {few.fewest_rows} observations of at least {few.fewest_people} people; counts of "
        f"people from 1 to {few.hidden_up_to} are hidden. What is too small enters no sum, and other numbers are "
        "hidden with it where it could be worked out from them."
    )


def hidden(answer: Answer, gate: StoreGate, kinds: tuple[str, ...]) -> Answer:
    """The answer with its hidden rows marked. kinds: of import, that it comes from."""
    fact = _fact_of(kinds, answer)
    few = gate.thresholds
    answer = replace(answer, gate=how(few), counts=_without_small(answer.counts, few))
    if answer.status == "empty" and gate.facts(kinds) and gate.overlaps(answer.scope):
        return _all_hidden(answer, few, OF_A_GROUP)
    if answer.status == "empty" and any(
        gate.there(answer.scope, each, (answer.scope.period,)) for each in gate.facts(kinds)
    ):
        return _all_hidden(answer, few)
    if fact is None:
        return answer
    windows = (answer.scope.period,)
    there = gate.there(answer.scope, fact, windows)
    if not there:
        return answer
    shown = gate.released(answer.scope, fact, _WHOLE, "period", windows)
    if not shown:
        return _all_hidden(answer, few)
    answer = _without_what_never_shows(answer)
    rows = answer.rows.reset_index(drop=True)
    of_shapes: dict[Any, bool] = {}
    marks = []
    for row in rows.to_dict("records"):
        shape = _shape(row, answer, gate, fact)
        if shape not in of_shapes:  # many rows are about the same part of the service and the same months
            of_shapes[shape] = shape is not None and gate.hides(shape[0], fact, *shape[1:])
        marks.append(of_shapes[shape] or _is_of_few(row, few))
    said = [bool(mark) for mark in answer.suppressed] or [False] * len(marks)
    suppressed = tuple(here or before for here, before in zip(marks, said, strict=True))
    return replace(
        answer,
        rows=_blanked(rows, answer, marks),
        suppressed=suppressed if any(suppressed) else (),
        caveats=answer.caveats + ((LEFT_OUT,) if there - shown or any(suppressed) else ()),
    )


LEFT_OUT = (
    "Months, teams or service areas with few observations or few people are hidden, and left out of every sum, so that "
    "nobody can be singled out."
)


OF_A_GROUP = (
    "Hidden: this group has people of teams that are shown by themselves, so its numbers beside theirs could single "
    "somebody out. Choose teams, a group of teams or a whole service area instead."
)


def _all_hidden(answer: Answer, few: Thresholds, why: str = "") -> Answer:
    too_few = (
        f"Hidden: what was chosen never has {few.fewest_rows} observations of {few.fewest_people} people that could be "
        "shown without singling somebody out. Choose more teams, a whole service area, more months, or a coarser cut "
        "of them."
    )
    return replace(
        answer,
        status="suppressed",
        headline=why or too_few,
        rows=answer.rows.iloc[:0],
        counts={name: value for name, value in answer.counts.items() if name == "last_import"},
        caveats=(),
        suppressed=(),
        extra={},
        events=answer.events.iloc[:0],
    )


def _is_of_few(row: dict[Hashable, Any], few: Thresholds) -> bool:
    """Whether a row that is a further part of what is released (what followed coaching, say) has few of its own."""

    def is_fewer(names: tuple[str, ...], fewest: int) -> bool:
        return any(isinstance(row.get(name), (int, float)) and 0 < row[name] < fewest for name in names)

    return is_fewer(_SEEN, few.fewest_people) or is_fewer(_ROWS, few.fewest_rows)


def _shape(row: dict[Hashable, Any], answer: Answer, gate: StoreGate, fact: Fact) -> _Shape | None:
    """What a row's numbers are made of, as the gate is asked for it; None where the gate says nothing of them."""
    if row.get("about", "practice") != "practice":
        return None
    scope, by = answer.scope, _WHOLE
    name = next((row[key] for key in _UNITS if isinstance(row.get(key), str)), None)
    if name is not None:
        if name in gate.service_areas(fact):
            scope, by = replace(scope, service_areas=(name,)), "service_area"
        elif name in gate.teams(fact):
            scope, by = replace(scope, teams=(name,)), "team"
    over, windows = _when(row, answer)
    return scope, by, over, windows


def _when(row: dict[Hashable, Any], answer: Answer) -> tuple[Over, tuple[Period, ...]]:
    day = row.get("month", row.get("quarter"))
    if day is None or isinstance(day, str) or pd.isna(day):
        return "period", (answer.scope.period,)
    grain = "quarter" if "quarter" in row and "month" not in row else str(answer.extra.get("grain", "month"))
    first = Month.of(day)
    last = first.plus(_MONTHS.get(grain, 1) - 1)
    asked = answer.scope.period
    if asked.first and first < asked.first:
        first = asked.first
    if asked.last and asked.last < last:
        last = asked.last
    over: Over = "year" if grain == "year" else "quarter" if grain == "quarter" else "month"
    return (over, (Period(first, last),)) if first <= last else (over, (Period(first, first),))


def _without_what_never_shows(answer: Answer) -> Answer:
    columns = tuple(column for column in answer.columns if column.key not in _NEVER)
    return replace(answer, columns=columns, rows=answer.rows.drop(columns=list(_NEVER), errors="ignore"))


def _blanked(rows: pd.DataFrame, answer: Answer, marks: list[bool]) -> pd.DataFrame:
    if not any(marks):
        return rows
    place = pd.Series(marks, index=rows.index)
    for column in answer.columns:
        if column.kind in _NUMBERS and column.key not in _KEPT:
            rows[column.key] = pd.to_numeric(rows[column.key]).astype("float64").where(~place)
        elif column.key == "status":
            rows[column.key] = rows[column.key].where(~place, CONFIDENTIAL)
    return rows


def _without_small(counts: dict[str, Any], few: Thresholds) -> dict[str, Any]:
    return {
        name: None if name in PEOPLE and isinstance(value, (int, float)) and few.count_is_small(float(value)) else value
        for name, value in counts.items()
    }


def _fact_of(kinds: tuple[str, ...], answer: Answer) -> Fact | None:
    """What an answer's rows count, by the kinds of import that it comes from."""
    if kinds and kinds[0] == "observations":
        return PRACTICE
    if kinds and kinds[0] == "feedback" and answer.extra.get("form"):
        return Fact("feedback", str(answer.extra["form"]))
    if kinds and kinds[0] == "supervision" and answer.extra.get("rubric"):
        return Fact("supervision", str(answer.extra["rubric"]), str(answer.counts.get("method", "observed")))
    return None
