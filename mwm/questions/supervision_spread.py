"""How are the grades of supervision spread over the rubric's scale?"""

from __future__ import annotations

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.questions.feedback import high_words
from mwm.questions.feedback_items import FormItem
from mwm.questions.periods import Parts, parts_of
from mwm.questions.question import nothing, question, where
from mwm.questions.supervision import METHOD_COLUMN
from mwm.questions.supervision_reading import (
    CAVEAT_SETTINGS,
    COUNTED,
    COUNTING,
    ITEM,
    METHOD,
    RUBRIC,
    Measured,
    grades_by_part,
    none_recorded,
    what_is_measured,
    without_settings,
)
from mwm.scope import Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.viewer import Viewer

_COLUMNS = (
    Column("part", "Months"),
    Column("item", "Item"),
    Column("grade", "Grade", "grade"),
    Column("supervisions", "Supervisions", "count"),
    Column("share", "Share", "percent"),
    METHOD_COLUMN,
)


@question(
    "supervision-distribution",
    "How the grades of each item of supervision are spread over the scale, earlier and later in the period.",
    kinds=("supervision",),
    arguments=(ITEM, RUBRIC, METHOD),
)
def supervision_distribution(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    item: str | None = None,
    rubric: str | None = None,
    method: str = "observed",
) -> Answer:
    """How grades of supervision are spread; arguments as in supervision-trend.

    Rows: part ("Nov 2024 – Oct 2025"), item (key), grade, supervisions, share (percent of that part's supervisions),
    method. Every point of an item's scale is a row, with 0 where none; all items together have the values that occur.
    """
    asked_scope, scope = scope, without_settings(scope)
    measured = what_is_measured(store, scope, rubric, method)
    if measured is None:
        return nothing(
            "supervision-distribution",
            scope,
            _COLUMNS,
            _method(None),
            headline=none_recorded(scope, method),
            counts=COUNTED,
        )
    items, enough = measured.wanted(item), settings().minimum_observations
    parts = parts_of(measured.total.first, measured.total.last)
    rows = _spread(grades_by_part(store, measured, parts, items), parts, items)
    names = {each.key: each.name for each in items}
    return Answer(
        question="supervision-distribution",
        status="ok" if measured.total.observations >= enough else "thin",
        headline=_headline(rows, items, measured, parts, enough),
        scope=scope,
        rows=rows.assign(method=method)[[column.key for column in _COLUMNS]],
        columns=tuple(Column("item", "Item", words=names) if each.key == "item" else each for each in _COLUMNS),
        counts=measured.counts,
        method=_method(measured),
        caveats=(*measured.caveats, *((CAVEAT_SETTINGS,) if asked_scope.settings else ())),
        better="higher",
        extra={
            "names": names,
            "scale": (items[0].scale.lowest, items[0].scale.highest),
            "points": items[0].scale.points,
            "rubric": measured.rubric.key,
            "method": method,
        },
    )


def _method(measured: Measured | None) -> Method:
    return Method(
        definition=f"{measured.measured if measured else ''}Share of supervisions at each grade. {COUNTING}",
        formula="share = supervisions at the grade / all graded supervisions of that part × 100",
        exclusions="Supervisions without a grade for the item. Observed and self-reported supervision are never "
        "counted together.",
        sql=("questions/supervision/grade_by_part", "questions/supervision/total"),
    )


def _spread(found: pd.DataFrame, parts: Parts, items: list[FormItem]) -> pd.DataFrame:
    columns = (found[name].tolist() for name in ("part", "element", "grade", "observations"))
    given = {(part, key, grade): n for part, key, grade, n in zip(*columns, strict=True)}
    words = {"earlier": parts.earlier.words if parts.earlier else "", "later": parts.later.words}
    rows = []
    for item in items:
        for part in ("earlier", "later") if parts.earlier else ("later",):
            own = {grade: n for (in_part, key, grade), n in given.items() if (in_part, key) == (part, item.key)}
            points = item.scale.points if item.item else ()
            total = sum(own.values())
            for grade in sorted({*points, *own}):
                n = own.get(grade, 0)
                rows.append((words[part], item.key, grade, n, n / total * 100 if total else float("nan")))
    return pd.DataFrame(rows, columns=["part", "item", "grade", "supervisions", "share"])


def _headline(rows: pd.DataFrame, items: list[FormItem], measured: Measured, parts: Parts, enough: int) -> str:
    n, here = measured.total.observations, where(measured.scope)
    if n < enough:
        return f"Too few {measured.method} supervisions to say {here}: {n} of {enough} needed."
    later = rows[rows["part"] == parts.later.words]
    shares = {}
    for item in items:
        own = later[later["item"] == item.key]
        if own["supervisions"].sum():
            shares[item.name.lower()] = float(own.loc[own["grade"] >= item.threshold, "share"].sum())
    if not shares:
        return f"No grades in {parts.later.words} {here}."
    least, most = min(shares, key=lambda name: shares[name]), max(shares, key=lambda name: shares[name])
    told = f"{shares[most]:.0f}% of grades for {most}"
    if len(shares) > 1:
        told = f"Between {shares[least]:.0f}% ({least}) and {shares[most]:.0f}% ({most}) of grades"
    return f"{told} in {measured.what} {here} were {high_words(items)} in {parts.later.words}."
