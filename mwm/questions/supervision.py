"""Is supervision changing, item by item?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.errors import UsageError
from mwm.questions.aims import earlier_months
from mwm.questions.feedback import high_words
from mwm.questions.feedback_items import FormItem
from mwm.questions.judging import Chart, Judged
from mwm.questions.periods import GRAIN_CHOICES, MONTHS_IN, Grain, chosen_grain, parts_of
from mwm.questions.question import ALL_EVENTS, EVENTS, Argument, events_in, listed_words, nothing, question, where
from mwm.questions.readings import ended_before
from mwm.questions.signals import METHODS as CHART_METHODS
from mwm.questions.signals import TRIAL_CAVEAT, decisions_said, is_trial, judge, signal_columns, verdict
from mwm.questions.skill_sentences import Trend
from mwm.questions.skills import compared_parts
from mwm.questions.supervision_reading import (
    CAVEAT_SETTINGS,
    COUNTED,
    COUNTING,
    ITEM,
    METHOD,
    METHODS,
    RUBRIC,
    Measured,
    grades_by_part,
    grades_over_time,
    none_recorded,
    what_is_measured,
    without_settings,
)
from mwm.scope import Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.viewer import Viewer

Measure = Literal["average", "share"]
By = Literal["none", "service_area", "team"]

UNITS: dict[str, str] = {"none": "", "service_area": "Service area", "team": "Team"}
METHOD_COLUMN = Column("method", "How it was measured", words=METHODS)
INTERVALS = {
    "average": "mean = Σ grade / n; 95% interval: mean ± t(0.975, n − 1) · s / √n, cut at the ends of the scale "
    "(Student's t; supervisions taken as independent).",
    "share": "share = supervisions with a grade at or above the item's threshold / n × 100; 95% interval: Wilson's "
    "score interval (supervisions taken as independent).",
}
_CAVEAT_CHANCE = (
    "A signal says that a change is unlikely to be chance. It does not say what caused it. Months with few "
    "supervisions move more than months with many."
)
_CAVEAT_SUPERVISORS = (
    "Several supervisions by one supervisor are more alike than those of different supervisors, so the true range is "
    "somewhat wider than the one shown."
)


@question(
    "supervision-trend",
    "The average grade of each item of supervision, or the share of high grades, over time, with signals of change.",
    kinds=("supervision",),
    arguments=(
        ITEM,
        RUBRIC,
        METHOD,
        Argument("by", "what supervisions are divided by", "choice", tuple(UNITS)),
        Argument("measure", "the average grade, or the share of high grades", "choice", ("average", "share")),
        Argument("grain", "how fine; auto takes the finest with enough supervisions", "choice", GRAIN_CHOICES),
        Argument(
            "chart", "xmr (averages), p (shares; what they have where left out) or run", "choice", ("xmr", "p", "run")
        ),
        EVENTS,
    ),
)
def supervision_trend(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    item: str | None = None,
    rubric: str | None = None,
    method: str = "observed",
    by: By = "none",
    measure: Measure = "average",
    grain: str = "auto",
    chart: Chart | None = None,
    events: str = ALL_EVENTS,
) -> Answer:
    """Grades of supervision over time, on one rubric, observed or self-reported, never both.

    item: key or name; all_items for the mean of all; None for each current item. rubric: None for the one that most
    were graded on. by: none, service_area or team. grain: month, quarter, year or auto. chart: None for p where the
    measure is a share, else xmr. Rows: month (first day), unit (where divided), item (key), average (or share in
    percent, and at_threshold), supervisions, supervisors, the ends of the 95% interval, the columns of
    signals.signal_columns, and method. A month without supervisions is a row with 0 of them. extra: as
    skill-trend, by item; variation: item → icon, or (unit, item) → icon where divided.
    """
    asked_scope, scope = scope, without_settings(scope)
    judged_by = _chart_for(measure, chart)
    columns = _columns(measure, judged_by, by)
    measured = what_is_measured(store, scope, rubric, method)
    if measured is None:
        return nothing(
            "supervision-trend",
            scope,
            columns,
            _method(None, measure, judged_by),
            headline=none_recorded(scope, method),
            counts=COUNTED,
        )
    items = measured.wanted(item)
    names = {each.key: each.name for each in items}
    enough, total = settings().minimum_observations, measured.total
    rows, results, fine = _judged(store, measured, items, measure, judged_by, grain, by)
    if rows.empty:  # disclosure control leaves no point of this length
        method_of = _method(measured, measure, judged_by)
        return nothing("supervision-trend", scope, columns, method_of, counts=COUNTED)
    aimed: tuple[str, ...] = ()
    if by == "none":
        whole = {key: result for (_, key), result in results.items()}
        said = _said(store, measured, items, measure, judged_by, fine, whole, enough)
        headline, aimed = said.headline(), said.target_words()
        aimed = (*(decisions_said(list(whole.values())) if len(items) == 1 else ()), *aimed)
    else:
        headline = _by_unit(measured, names, results, by, enough)
    return Answer(
        question="supervision-trend",
        status="ok" if total.observations >= enough else "thin",
        headline=headline,
        scope=scope,
        rows=rows[[column.key for column in columns]],
        columns=tuple(Column("item", "Item", words=names) if each.key == "item" else each for each in columns),
        counts=measured.counts,
        method=_method(measured, measure, judged_by),
        caveats=(
            *aimed,
            _CAVEAT_CHANCE,
            _CAVEAT_SUPERVISORS,
            *measured.caveats,
            *((TRIAL_CAVEAT,) if judged_by != "run" and is_trial(list(results.values())) else ()),
            *((CAVEAT_SETTINGS,) if asked_scope.settings else ()),
        ),
        better="higher",
        events=events_in(store, scope, total.first.first_day, total.last.first_day, categories=events),
        extra={
            "grain": fine,
            "names": names,
            "measure": measure,
            "chart": judged_by,
            "scale": (0.0, 100.0) if measure == "share" else (items[0].scale.lowest, items[0].scale.highest),
            "arriving_since": total.arriving_since(fine),
            "variation": {key if by != "none" else key[1]: result.variation for key, result in results.items()},
            "rubric": measured.rubric.key,
            "method": method,
        },
    )


def _judged(
    store: Store, measured: Measured, items: list[FormItem], measure: Measure, chart: Chart, grain: str, by: By
) -> tuple[pd.DataFrame, dict[Any, Judged], Grain]:
    """Rows of _columns, each series' judgement by (unit, item), and the grain that was chosen."""
    share, units = measure == "share", 1
    if by != "none":
        units = max(1, grades_over_time(store, measured, items, "year", share=share, unit=by)["unit"].nunique())
    enough, total = settings().minimum_observations, measured.total
    finest = measured.scope.finest(measured.fact, by="scope" if by == "none" else by)
    fine = chosen_grain(grain, total.observations / units, total.months, enough, finest)
    targets, baselines = measured.aims(store, items, share=share, by=None if by == "none" else by)
    before = None
    if period := earlier_months(baselines.values(), total.first):
        earlier = replace(measured, scope=replace(measured.scope, period=period))
        before = grades_over_time(store, earlier, items, fine, share=share, unit=by)
        before = ended_before(before, total.first, fine)
    rows, results = judge(
        grades_over_time(store, measured, items, fine, share=share, unit=by),
        measure,
        by=("unit", "item"),
        better="higher",
        arriving_since=total.arriving_since(fine),
        chart=chart,
        counted="at_threshold",
        months=MONTHS_IN[fine],
        targets=targets,
        baselines=baselines,
        before=before,
    )
    named = {"observations": "supervisions", "workers": "supervisors"}
    return rows.rename(columns=named).assign(method=measured.method), results, fine


def _chart_for(measure: Measure, chart: Chart | None) -> Chart:
    if chart is None:
        return "p" if measure == "share" else "xmr"
    if chart == "p" and measure != "share":
        raise UsageError("A p chart is for shares.", mend="Ask for the measure share, or for the chart xmr or run.")
    return chart


def _columns(measure: Measure, chart: Chart, by: By) -> tuple[Column, ...]:
    kind = "percent" if measure == "share" else "average"
    value = (
        (Column("share", "Share of high grades", kind), Column("at_threshold", "High grades", "count"))
        if measure == "share"
        else (Column("average", "Average grade", kind),)
    )
    return (
        Column("month", "Month", "month"),
        *((Column("unit", UNITS[by]),) if by != "none" else ()),
        Column("item", "Item"),
        *value,
        Column("supervisions", "Supervisions", "count"),
        Column("supervisors", "Supervisors", "count"),
        Column("lower", "Lower end", kind),
        Column("upper", "Upper end", kind),
        *signal_columns(kind, chart),
        METHOD_COLUMN,
    )


def _method(measured: Measured | None, measure: Measure, chart: Chart) -> Method:
    what = "Share of grades at or above the item's threshold" if measure == "share" else "Average grade"
    return Method(
        definition=f"{measured.measured if measured else ''}{what} of the supervisions of each month. {COUNTING}",
        formula=f"{INTERVALS[measure]} {CHART_METHODS[chart]}",
        exclusions="Observed and self-reported supervision are never counted together, nor are two rubrics. Months "
        "without supervisions are gaps. No interval below two supervisions, no limits below eight points. Points with "
        "fewer than five, and months still arriving, are drawn and not judged.",
        sql=("questions/supervision/item_by_month", "questions/supervision/total"),
    )


def _said(
    store: Store,
    measured: Measured,
    items: list[FormItem],
    measure: Measure,
    chart: Chart,
    grain: Grain,
    results: dict[str, Judged],
    enough: int,
) -> Trend:
    parts = parts_of(measured.total.first, measured.total.last)
    found = grades_by_part(store, measured, parts, items)
    names, at_threshold = {each.key: each.name for each in items}, ""
    compared = compared_parts(found, names, None)
    if measure == "share":
        at_threshold, compared = high_words(items), {}
        for each in items:
            own = found[found["element"] == each.key]
            compared |= compared_parts(own, {each.key: each.name}, each.threshold)
    return Trend(
        measured.scope,
        names,
        compared,
        parts,
        results,
        grain,
        measured.total,
        enough,
        chart,
        at_threshold,
        things=(f"{measured.method} supervisions", "supervisors"),
        about=f" in {measured.what}",
    )


def _by_unit(measured: Measured, names: dict[str, str], results: dict[Any, Judged], by: By, enough: int) -> str:
    """Which series have really changed: Real improvement in child focus in CIN Team A; …"""
    n, what = measured.total.observations, f"{measured.method} supervisions"
    if n < enough:
        return f"Too few {what} to say {where(measured.scope)}: {n} of {enough} needed."
    said = []
    for word in ("Real improvement", "Real concern"):
        found = [
            f"{names[key].lower()} in {unit}" if len(names) > 1 else unit
            for (unit, key), result in results.items()
            if verdict(result.variation) == word
        ]
        if found:
            said.append(f"{word} in {listed_words(found) if len(found) <= 4 else f'{len(found)} series'}")
    judged = sum(result.variation is not None for result in results.values())
    one = f" ({next(iter(names.values())).lower()})" if len(names) == 1 else ""
    parts = "service area" if by == "service_area" else "team"
    if not judged:
        return f"Too few {what} in each {parts} to tell a real change from chance{one}."
    told = "; ".join(said) or f"No real change in any {parts}"
    return f"{told}{one}: {judged} of {len(results)} series of {measured.what} could be judged ({measured.behind})."
