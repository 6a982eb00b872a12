"""Observed supervision as a row of the Overview."""

from __future__ import annotations

from mwm.framework import Framework
from mwm.matrix import Cell, Group, Row
from mwm.measures import supervision_measure
from mwm.questions.aims import By
from mwm.questions.feedback_overview import Aims, UnitLine, in_parts
from mwm.questions.feedback_reading import arriving_since
from mwm.questions.periods import parts_of
from mwm.questions.supervision_reading import ALL_ITEMS, grades_over_time, what_is_measured, without_settings
from mwm.scope import Month, Scope
from mwm.store import Store

NAME = "Supervision"
PAGE = "supervision"


def supervision_group(
    store: Store, scope: Scope, framework: Framework, by: By, units: list[str], first: Month, last: Month
) -> Group | None:
    """One row: the average of all items of observed supervision, on the rubric that most were graded on.

    units: service areas or teams, by their names. first, last: the months of the Overview. None where no supervision
    was observed in these units. Self-reported supervision is never counted here.
    """
    measured = what_is_measured(store, without_settings(scope), None, "observed") if framework.rubrics else None
    if measured is None:
        return None
    (together,) = measured.wanted(ALL_ITEMS)
    rows = grades_over_time(store, measured, [together], "month", share=False, unit=by)
    inside = (rows["month"] >= str(first.first_day)) & (rows["month"] <= str(last.first_day))
    found = rows[inside & rows["unit"].isin(units)].rename(columns={"observations": "n", "grade_sum": "total"})
    scale = (together.scale.lowest, together.scale.highest)
    name = "Observed supervision"
    asks = {"method": "observed", "rubric": measured.rubric.key, "item": together.key}
    parts = parts_of(first, last)
    hidden = measured.scope.hidden_units(units, measured.fact, by=by, windows=(parts.later,))
    cells: tuple[Cell, ...] = tuple(Cell(unit, "hidden" if unit in hidden else "empty", None) for unit in units)
    if not found["n"].sum() and not hidden:
        return None
    arriving = arriving_since(measured.total.newest_import, last, "average")
    aims = Aims.of(store, measured.scope, supervision_measure(measured.rubric.key, together.key), by)
    if found["n"].sum():
        spans = in_parts(found, parts)
        cells = UnitLine(found, spans, 1.0, "xmr", first, last, units, arriving, aims, hidden).cells()
    row = Row("supervision", name, cells, "average", scale, "average grade", "supervisions", PAGE, asks)
    return Group(NAME, (row,))
