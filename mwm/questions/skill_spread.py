"""How are grades spread over the scale?"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.framework import Framework
from mwm.questions.periods import Parts, parts_of
from mwm.questions.question import COUNTING, Argument, none_that, nothing, question, where
from mwm.questions.readings import grades_by_part, total_of
from mwm.questions.skills import BY, COMPOSITE, COUNTED, ELEMENT, MEASURE, By, Measure, measures
from mwm.scope import Period, Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.viewer import Viewer

_COLUMNS = (
    Column("part", "Months"),
    Column("element", "Element"),
    Column("grade", "Grade", "grade"),
    Column("observations", "Observations", "count"),
    Column("share", "Share", "percent"),
)
_PARTS = Argument("parts", "the earlier and the later part of the period, or the whole", "choice", ("two", "one"))
_METHOD = Method(
    definition=f"Share of observations at each grade. {COUNTING} {COMPOSITE}",
    formula="share = observations at the grade / all observations of that part × 100",
    exclusions="Observations without a grade for the element.",
    sql=("questions/skills/grade_by_part", "questions/skills/total"),
)


@question(
    "skill-distribution",
    "How the grades of each element are spread over the scale, in the earlier and the later part of the period.",
    kinds=("observations",),
    arguments=(ELEMENT, BY, MEASURE, _PARTS),
)
def skill_distribution(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    element: str | None = None,
    by: By = "element",
    measure: Measure = "average",
    parts: Literal["two", "one"] = "two",
) -> Answer:
    """How grades are spread.

    parts: two for the earlier and the later part of the period, one for the whole of it.
    measure: what is looked at beside it; the rows are the same, and a picture of shares parts the grades at the
    threshold. Rows: part ("Nov 2024 – Oct 2025"), element (key), grade, observations, share (percent of that part's
    observations). Every point of an element's scale is a row, with 0 observations where none; composites have the
    values that occur.
    """
    if scope.authority is None:
        return nothing("skill-distribution", scope, _COLUMNS, _METHOD, counts=COUNTED)
    framework = store.framework(scope.authority)
    names = measures(framework, by, element)
    total = total_of(store, scope)
    if total.observations == 0:
        return nothing("skill-distribution", scope, _COLUMNS, _METHOD, counts=COUNTED)
    cut = parts_of(total.first, total.last) if parts == "two" else Parts(None, Period(total.first, total.last))
    rows = _spread(grades_by_part(store, scope, cut, names), cut, names, framework)
    enough = settings().minimum_observations
    return Answer(
        question="skill-distribution",
        status="ok" if total.observations >= enough else "thin",
        headline=_headline(rows, names, framework, scope, total.observations, enough, cut),
        scope=scope,
        rows=rows[[column.key for column in _COLUMNS]],
        columns=_COLUMNS,
        counts=total.counts,
        method=_METHOD,
        better="higher",
        extra={
            "names": names,
            "measure": measure,
            "scale": (framework.scale.lowest, framework.scale.highest),
            "points": framework.scale.points,
            "threshold": framework.threshold,
            "threshold_name": framework.threshold_name,
        },
    )


def _spread(found: pd.DataFrame, parts: Parts, names: dict[str, str], framework: Framework) -> pd.DataFrame:
    whole = [key for key in names if key in framework.element_keys]
    here = ["earlier", "later"] if parts.earlier else ["later"]
    points = pd.MultiIndex.from_product([here, whole, framework.scale.points], names=["part", "element", "grade"])
    given = found.set_index(["part", "element", "grade"])["observations"]
    every = sorted({*points, *given.index})
    full = given.reindex(pd.MultiIndex.from_tuples(every, names=points.names), fill_value=0).reset_index()
    full["share"] = full["observations"] / full.groupby(["part", "element"])["observations"].transform("sum") * 100
    order = {key: place for place, key in enumerate(names)}
    full = full.sort_values(["element", "part", "grade"], key=lambda s: s.map(order) if s.name == "element" else s)
    full["part"] = full["part"].map(_part_words(parts))
    return full.reset_index(drop=True)


def _part_words(parts: Parts) -> dict[str, str]:
    words = {"later": parts.later.words}
    return {"earlier": parts.earlier.words, **words} if parts.earlier else words


def _headline(
    rows: pd.DataFrame,
    names: dict[str, str],
    framework: Framework,
    scope: Scope,
    n: int,
    enough: int,
    parts: Parts,
) -> str:
    if n < enough:
        return f"Too few observations to say {where(scope)}: {n} of {enough} needed."
    later = rows[rows["part"] == parts.later.words]
    total = later.groupby("element")["observations"].sum()
    skilled = later[later["grade"] >= framework.threshold].groupby("element")["observations"].sum()
    shares = (skilled.reindex(total.index).fillna(0) / total * 100).dropna()
    if shares.empty:
        return f"No grades{none_that(scope)} in {parts.later.words} {where(scope)}."
    line = f"{framework.threshold_name} ({framework.threshold:g} or more)"
    if len(names) == 1:
        return f"{shares.iloc[0]:.0f}% of grades for {next(iter(names.values())).lower()} {where(scope)} were {line}."
    return (
        f"Between {shares.min():.0f}% ({names[str(shares.idxmin())].lower()}) and {shares.max():.0f}% "
        f"({names[str(shares.idxmax())].lower()}) of grades {where(scope)} were {line} in {parts.later.words}."
    )
