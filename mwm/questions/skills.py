"""Is practice changing, element by element?"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from mwm.answer import Answer, Column, Method, half_up, minus
from mwm.errors import ScopeError, UsageError
from mwm.framework import Framework
from mwm.questions.aims import Baselines, Targets, baselines_for, earlier_months, may_be_set, targets_for
from mwm.questions.judging import Chart, Judged
from mwm.questions.periods import GRAIN_CHOICES, MONTHS_IN, Grain, chosen_grain, parts_of
from mwm.questions.question import ALL_EVENTS, COUNTING, EVENTS, Argument, events_in, nothing, offer, question
from mwm.questions.readings import ended_before, grades_by_part, total_of
from mwm.questions.signals import METHODS, TRIAL_CAVEAT, decisions_said, is_trial, judge, lasting_shift, signal_columns
from mwm.questions.skill_leniency import remove_leniency, with_leniency_removed
from mwm.questions.skill_sentences import Compared, Trend
from mwm.scope import Month, Scope
from mwm.settings import settings
from mwm.stats.detectable import detectable_change
from mwm.stats.interval import mean_interval, share_interval
from mwm.store import Store
from mwm.viewer import Viewer

By = Literal["element", "dimension", "composite"]
Measure = Literal["average", "share"]

ELEMENT = Argument("element", "one element, dimension or composite by its key or name; all where left out")
BY = Argument("by", "what a row is about", kind="choice", choices=("element", "dimension", "composite"))
_GRAIN = Argument(
    "grain", "how fine; auto takes the finest with enough observations", kind="choice", choices=GRAIN_CHOICES
)
MEASURE = Argument(
    "measure", "the average grade, or the share of observations at the threshold", "choice", ("average", "share")
)
_CHART = Argument(
    "chart",
    "how it is judged: xmr (averages), p (shares, with limits that vary with their number; what a share has where left "
    "out) or run (around the median)",
    kind="choice",
    choices=("xmr", "p", "run"),
)
_WITHOUT_LENIENCY = Argument(
    "without_leniency", "show averages as an average grader would have given them too, beside those as graded", "flag"
)

COMPOSITE = "A dimension's grade for one observation is the mean of its elements, where all of them were graded."
COUNTED = ("observations", "workers", "double_graded")
_CAVEAT_WORKERS = (
    "Several observations of one worker are more alike than those of different workers, so the true range is somewhat "
    "wider than the one shown."
)
_CAVEAT_CHANCE = (
    "A signal says that a change is unlikely to be chance. It does not say what caused it. Months with few "
    "observations move more than months with many."
)
_INTERVALS = {
    "average": "mean = Σ grade / n; 95% interval: mean ± t(0.975, n − 1) · s / √n, cut at the ends of the scale "
    "(Student's t; observations taken as independent).",
    "share": "share = observations with a grade at or above the threshold / n × 100; 95% interval: Wilson's score "
    "interval (observations taken as independent).",
}


@question(
    "skill-trend",
    "The average grade of each element, or the share at the threshold, month by month, with its 95% interval.",
    kinds=("observations",),
    arguments=(ELEMENT, BY, _GRAIN, MEASURE, _CHART, _WITHOUT_LENIENCY, EVENTS),
)
def skill_trend(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    element: str | None = None,
    by: By = "element",
    grain: str = "month",
    measure: Measure = "average",
    chart: Chart | None = None,
    without_leniency: bool = False,
    events: str = ALL_EVENTS,
) -> Answer:
    """The average grade, or the share of observations at the threshold, over time.

    element: key or name of one element, dimension or composite; None for all of `by`. grain: month, quarter, year or
    auto. chart: xmr, p (shares only) or run; None for p where the measure is a share, else xmr. without_leniency: see
    skill_leniency; for averages only. events: which are marked. Rows: month (first day of the month, quarter or year),
    element (key), average (or share, in percent, and at_threshold, the observations at or above it), observations,
    workers, lower and upper end of the 95% interval, and the columns of signals.signal_columns; without leniency those
    of skill_leniency.COLUMNS too. A month without observations is a row with 0 observations and no average. extra:
    suggested_rebase, the first month of a shift that has lasted, where new limits could be set from there.
    """
    judged_by = _chart_for(measure, chart)
    if without_leniency and measure != "average":
        raise UsageError("Leniency is taken out of averages, not of shares.", mend="Ask for the measure average.")
    columns = _columns(measure, judged_by)
    method = Method(
        definition=f"{_what(measure)} of the observations of each month. {COUNTING} {COMPOSITE}",
        formula=f"{_INTERVALS[measure]} {METHODS[judged_by]}",
        exclusions="Months without observations are gaps, without an average. No interval below two observations, no "
        "limits below eight months. Months still arriving are drawn and not judged.",
        sql=("questions/skills/element_by_month", "questions/skills/total"),
    )
    if scope.authority is None:
        return nothing("skill-trend", scope, columns, method, counts=COUNTED)
    framework = store.framework(scope.authority)
    names = measures(framework, by, element)
    total = total_of(store, scope)
    if total.observations == 0:
        return nothing("skill-trend", scope, columns, method, counts=COUNTED)
    enough = settings().minimum_observations
    cut = chosen_grain(grain, total.observations, total.months, enough, scope.finest())
    reading = _Reading(store, scope, framework, tuple(names), cut, measure)
    targets, baselines = reading.aims()
    before = reading.before(total.first, baselines.values())
    shown = reading.rows(scope)
    if shown.empty:  # disclosure control leaves no point of this length
        return nothing("skill-trend", scope, columns, method, counts=COUNTED)
    rows, results = judge(
        shown,
        measure,
        by=("element",),
        better="higher",
        arriving_since=total.arriving_since(cut),
        chart=judged_by,
        counted="at_threshold",
        months=MONTHS_IN[cut],
        targets=targets,
        baselines=baselines,
        before=before,
    )
    judged: dict[str, Judged] = {key: result for (key,), result in results.items()}
    parts = parts_of(total.first, total.last)
    found = grades_by_part(store, scope, parts, names)
    compared = compared_parts(found, names, framework.threshold if measure == "share" else None)
    threshold = framework.threshold_name if measure == "share" else ""
    said = Trend(scope, names, compared, parts, judged, cut, total, enough, judged_by, threshold)
    one = next(iter(names)) if len(names) == 1 else None
    answer = Answer(
        question="skill-trend",
        status="ok" if total.observations >= enough else "thin",
        headline=said.headline(),
        scope=scope,
        rows=rows[[column.key for column in columns]],
        columns=columns,
        counts={**total.counts, **said.counted()},
        method=method,
        caveats=(
            *(decisions_said([judged[one]]) if one else ()),
            *said.target_words(),
            _CAVEAT_CHANCE,
            _CAVEAT_WORKERS,
            *((TRIAL_CAVEAT,) if judged_by != "run" and is_trial(list(judged.values())) else ()),
            *(_could_be_seen(rows, total.months, framework, measure) if one else ()),
        ),
        better="higher",
        events=events_in(store, scope, total.first.first_day, total.last.first_day, categories=events),
        extra={
            "grain": cut,
            "names": names,
            "colours": _colours(framework),
            "measure": measure,
            "chart": judged_by,
            "scale": (0.0, 100.0) if measure == "share" else (framework.scale.lowest, framework.scale.highest),
            "threshold": framework.threshold,
            "threshold_name": framework.threshold_name,
            "arriving_since": total.arriving_since(cut),
            "variation": {key: result.variation for key, result in judged.items()},
            "measure_key": measure_key(one, measure) if one else None,
            "suggested_rebase": _suggested(judged[one], measure_key(one, measure), framework, scope) if one else None,
        },
    )
    if not without_leniency:
        return answer
    removed = remove_leniency(
        store,
        scope,
        framework,
        rows,
        grain=cut,
        chart=judged_by,
        arriving_since=total.arriving_since(cut),
        targets=targets,
        baselines=baselines,
        before=before,
    )
    return with_leniency_removed(answer, removed, said)


def measures(framework: Framework, by: str, wanted: str | None) -> dict[str, str]:
    """Key → name of what a question is about: one thing wanted, by key or name, or all of a kind.

    Raises ScopeError for an unknown one, offering the nearest.
    """
    kinds: dict[str, dict[str, str]] = {
        "element": {element.key: element.name for element in framework.elements},
        "dimension": {dimension.key: dimension.name for dimension in framework.dimensions},
        "composite": {composite.key: composite.name for composite in framework.composites},
    }
    if wanted is None:
        return kinds.get(by, kinds["element"])
    for kind in dict.fromkeys((by, *kinds)):
        for key, name in kinds.get(kind, {}).items():
            if wanted.casefold() in (key, name.casefold()):
                return {key: name}
    known = [key for kind in kinds.values() for key in kind]
    raise ScopeError(f"There is no element called “{wanted[:60]}”.", mend=offer(wanted, known, "Known"))


def measure_key(element: str, measure: Measure) -> str:
    """What a target or a baseline of this measure of an element is kept under (a key of Framework.measures)."""
    return f"share_{element}" if measure == "share" else element


def at_threshold_words(answer: Answer, first_day: str) -> str:
    """How many observations of one point of skill-trend are at the threshold; nothing where averages are looked at."""
    here = answer.rows[answer.rows["month"] == pd.Timestamp(first_day)]
    if answer.extra.get("measure") != "share" or here.empty:
        return ""
    at_threshold, n = int(here["at_threshold"].iloc[0]), int(here["observations"].iloc[0])
    return f", {at_threshold:,} of {n:,} at {answer.extra['threshold']:g} or more"


def grade_words(value: float) -> str:
    """A grade to one decimal."""
    return minus(f"{half_up(float(value), 1):.1f}")


def _chart_for(measure: Measure, chart: Chart | None) -> Chart:
    if chart is None:
        return "p" if measure == "share" else "xmr"
    if chart == "p" and measure != "share":
        raise UsageError("A p chart is for shares.", mend="Ask for the measure share, or for the chart xmr or run.")
    return chart


def _what(measure: Measure) -> str:
    return "Share at or above the threshold" if measure == "share" else "Average grade"


def _columns(measure: Measure, chart: Chart) -> tuple[Column, ...]:
    kind = "percent" if measure == "share" else "average"
    value = (
        (Column("share", "Share at the threshold", kind), Column("at_threshold", "At the threshold", "count"))
        if measure == "share"
        else (Column("average", "Average grade", kind),)
    )
    return (
        Column("month", "Month", "month"),
        Column("element", "Element"),
        *value,
        Column("observations", "Observations", "count"),
        Column("workers", "Workers", "count"),
        Column("lower", "Lower end", kind),
        Column("upper", "Upper end", kind),
        *signal_columns(kind, chart),
    )


@dataclass(frozen=True)
class _Reading:
    """The monthly rows of some elements, and what was set for them."""

    store: Store
    scope: Scope
    framework: Framework
    elements: tuple[str, ...]
    grain: Grain
    measure: Measure

    def rows(self, scope: Scope) -> pd.DataFrame:
        """One row for each point and element of the scope, with the value and its interval."""
        rows = self.store.read(
            "questions/skills/element_by_month",
            **scope.parameters(over=self.grain),
            elements=list(self.elements),
            grain=self.grain,
            threshold=self.framework.threshold,
        )
        if self.measure == "share":
            found = share_interval(rows["at_threshold"], rows["observations"])
            rows["share"], rows["lower"], rows["upper"] = (each * 100 for each in found)
        else:
            scale = self.framework.scale
            rows["average"], rows["lower"], rows["upper"] = mean_interval(
                rows["observations"],
                rows["grade_sum"],
                rows["grade_square_sum"],
                lowest=scale.lowest,
                highest=scale.highest,
            )
        return rows

    def aims(self) -> tuple[dict[Any, Targets], dict[Any, Baselines]]:
        """Targets and baselines by the key that judge() has for an element."""
        keys = {measure_key(element, self.measure): (element,) for element in self.elements}
        targets = targets_for(self.store, self.scope, keys)
        baselines = baselines_for(self.store, self.scope, keys)
        return (
            {keys[measure]: each for (measure, _), each in targets.items()},
            {keys[measure]: each for (measure, _), each in baselines.items()},
        )

    def before(self, first: Month, decisions: Iterable[Baselines]) -> pd.DataFrame | None:
        """The points that end before the first month, where limits were fixed on some of them."""
        period = earlier_months(decisions, first)
        if period is None:
            return None
        return ended_before(self.rows(replace(self.scope, period=period)), first, self.grain)


def _suggested(result: Judged, measure: str, framework: Framework, scope: Scope) -> Month | None:
    """From when new limits could be set: a shift that has lasted, of a measure and a place that may have limits."""
    return lasting_shift(result) if measure in framework.measures and may_be_set(scope) else None


def compared_parts(found: pd.DataFrame, names: dict[str, str], threshold: float | None) -> dict[str, Compared]:
    """For each element its two parts: averages, or with a threshold the shares in percent."""
    sums = {(element, part): [0.0, 0.0] for element in names for part in ("earlier", "later")}
    columns = (found[name].tolist() for name in ("element", "part", "grade", "observations"))
    for element, part, grade, n in zip(*columns, strict=True):
        sums[element, part][0] += n
        sums[element, part][1] += n * (grade if threshold is None else 100.0 * (grade >= threshold))

    def mean(n: float, total: float) -> float:
        return total / n if n else math.nan

    return {
        element: Compared(
            int(sums[element, "earlier"][0]),
            mean(*sums[element, "earlier"]),
            int(sums[element, "later"][0]),
            mean(*sums[element, "later"]),
        )
        for element in names
    }


def _could_be_seen(rows: pd.DataFrame, months: int, framework: Framework, measure: Measure) -> tuple[str, ...]:
    """How large a change of one element from one year to the next would show, with as many observations as now."""
    n = float(rows["observations"].sum())
    if n < 2:
        return ()
    if measure == "share":
        share = float(rows["at_threshold"].sum()) / n
        spread, width, digits = 100 * math.sqrt(share * (1 - share)), 100.0, 0
    else:
        total, squares = float(rows["grade_sum"].sum()), float(rows["grade_square_sum"].sum())
        spread, digits = math.sqrt(max(squares - total**2 / n, 0.0) / (n - 1)), 1
        width = framework.scale.highest - framework.scale.lowest
    change = half_up(detectable_change(n / months, spread, 12), digits)
    if not 0 < change < width:
        return ()
    points = " percentage points" if measure == "share" else ""
    return (
        f"With about {n / months:,.0f} observations a month, a change of {change:g}{points} from one year to the next "
        "would be seen four times in five. To see half of it takes four times as many.",
    )


def _colours(framework: Framework) -> dict[str, str]:
    colours = {dimension.key: dimension.colour for dimension in framework.dimensions}
    return {**colours, **{element.key: colours[element.dimension] for element in framework.elements}}
