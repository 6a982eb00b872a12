"""Is practice changing, element by element?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from mwm.answer import Answer, Column, Method, half_up, minus
from mwm.errors import ScopeError
from mwm.framework import Framework
from mwm.questions.periods import GRAIN_CHOICES, Parts, chosen_grain, parts_of
from mwm.questions.question import Argument, events_in, listed_words, nothing, offer, question, where
from mwm.questions.signals import METHOD, TRIAL_CAVEAT, is_trial, judge, sentence, signal_columns, verdict
from mwm.scope import Month, Scope
from mwm.settings import settings
from mwm.stats.detectable import detectable_change
from mwm.stats.interval import mean_interval
from mwm.stats.process_behaviour import ProcessBehaviour
from mwm.store import Store
from mwm.viewer import Viewer

By = Literal["element", "dimension", "composite"]

_ELEMENT = Argument("element", "one element, dimension or composite by its key or name; all where left out")
_BY = Argument("by", "what a row is about", kind="choice", choices=("element", "dimension", "composite"))
_GRAIN = Argument(
    "grain", "how fine; auto takes the finest with enough observations", kind="choice", choices=GRAIN_CHOICES
)

_COUNTING = (
    "An observation counts once, whoever graded it: with the agreed grade where there is one, else the observer's own, "
    "else the first other grader's."
)
_COMPOSITE = "A dimension's grade for one observation is the mean of its elements, where all of them were graded."
_COUNTED = ("observations", "workers", "double_graded")
_CAVEAT_WORKERS = (
    "Several observations of one worker are more alike than those of different workers, so the true range is somewhat "
    "wider than the one shown."
)
_CAVEAT_CHANCE = (
    "A signal says that a change is unlikely to be chance. It does not say what caused it. Months with few "
    "observations move more than months with many."
)


@question(
    "skill-trend",
    "The average grade of each element, month by month, with its 95% interval.",
    kinds=("observations",),
    arguments=(_ELEMENT, _BY, _GRAIN),
)
def skill_trend(
    store: Store, viewer: Viewer, scope: Scope, *, element: str | None = None, by: By = "element", grain: str = "month"
) -> Answer:
    """The average grade over time.

    element: key or name of one element, dimension or composite; None for all of `by`. grain: month, quarter, year or
    auto. Rows: month (first day of the month, quarter or year), element (key), average, observations, workers, lower
    and upper end of the 95% interval. A month without observations is a row with 0 observations and no average.
    """
    columns = (
        Column("month", "Month", "month"),
        Column("element", "Element"),
        Column("average", "Average grade", "average"),
        Column("observations", "Observations", "count"),
        Column("workers", "Workers", "count"),
        Column("lower", "Lower end", "average"),
        Column("upper", "Upper end", "average"),
        *signal_columns("average"),
    )
    method = Method(
        definition=f"Average grade of the observations of each month. {_COUNTING} {_COMPOSITE}",
        formula="mean = Σ grade / n; 95% interval: mean ± t(0.975, n − 1) · s / √n, cut at the ends of the scale "
        f"(Student's t; observations taken as independent). {METHOD}",
        exclusions="Months without observations are gaps, without an average. No interval below two observations, no "
        "limits below eight months. Months still arriving are drawn and not judged.",
        sql=("questions/skills/element_by_month", "questions/skills/total"),
    )
    if scope.authority is None:
        return nothing("skill-trend", scope, columns, method, counts=_COUNTED)
    framework = store.framework(scope.authority)
    names = measures(framework, by, element)
    total = store.read("questions/skills/total", **scope.parameters()).iloc[0]
    observations = int(total["observations"])
    if observations == 0:
        return nothing("skill-trend", scope, columns, method, counts=_COUNTED)
    first, last = Month.of(total["first_month"]), Month.of(total["last_month"])
    enough = settings().minimum_observations
    cut = chosen_grain(grain, observations, last.minus(first) + 1, enough)
    rows = store.read("questions/skills/element_by_month", **scope.parameters(), elements=list(names), grain=cut)
    scale = framework.scale
    rows["average"], rows["lower"], rows["upper"] = mean_interval(
        rows["observations"], rows["grade_sum"], rows["grade_square_sum"], lowest=scale.lowest, highest=scale.highest
    )
    arriving = arriving_since(total)
    rows, judged = judge(rows, "average", by=("element",), better="higher", arriving_since=arriving)
    results = {key: result for (key,), result in judged.items()}
    parts = parts_of(first, last)
    compared = _compared(store, scope, parts, list(names))
    said = _Trend(scope, names, compared, parts, results, cut, observations, int(total["workers"]), enough)
    return Answer(
        question="skill-trend",
        status="ok" if observations >= enough else "thin",
        headline=said.headline(),
        scope=scope,
        rows=rows[[column.key for column in columns]],
        columns=columns,
        counts=_counts(total),
        method=method,
        caveats=(
            _CAVEAT_CHANCE,
            _CAVEAT_WORKERS,
            *((TRIAL_CAVEAT,) if is_trial(list(results.values())) else ()),
            *(_could_be_seen(rows, last.minus(first) + 1, scale.highest - scale.lowest) if len(names) == 1 else ()),
        ),
        better="higher",
        events=events_in(store, scope, first.first_day, last.first_day),
        extra={
            "grain": cut,
            "names": names,
            "colours": _colours(framework),
            "scale": (scale.lowest, scale.highest),
            "threshold": framework.threshold,
            "threshold_name": framework.threshold_name,
            "arriving_since": arriving,
            "variation": {key: result.variation for key, result in results.items()},
        },
    )


@question(
    "skill-distribution",
    "How the grades of each element are spread over the scale, in the earlier and the later part of the period.",
    kinds=("observations",),
    arguments=(_ELEMENT, _BY),
)
def skill_distribution(
    store: Store, viewer: Viewer, scope: Scope, *, element: str | None = None, by: By = "element"
) -> Answer:
    """How grades are spread.

    Rows: part ("Nov 2024 – Oct 2025"), element (key), grade, observations, share (percent of that part's observations).
    Every point of an element's scale is a row, with 0 observations where none; composites have the values that occur.
    """
    columns = (
        Column("part", "Months"),
        Column("element", "Element"),
        Column("grade", "Grade", "grade"),
        Column("observations", "Observations", "count"),
        Column("share", "Share", "percent"),
    )
    method = Method(
        definition=f"Share of observations at each grade. {_COUNTING} {_COMPOSITE}",
        formula="share = observations at the grade / all observations of that part × 100",
        exclusions="Observations without a grade for the element.",
        sql=("questions/skills/grade_by_part", "questions/skills/total"),
    )
    if scope.authority is None:
        return nothing("skill-distribution", scope, columns, method, counts=_COUNTED)
    framework = store.framework(scope.authority)
    names = measures(framework, by, element)
    total = store.read("questions/skills/total", **scope.parameters()).iloc[0]
    observations = int(total["observations"])
    if observations == 0:
        return nothing("skill-distribution", scope, columns, method, counts=_COUNTED)
    parts = parts_of(Month.of(total["first_month"]), Month.of(total["last_month"]))
    rows = _spread(store, scope, parts, names, framework)
    enough = settings().minimum_observations
    return Answer(
        question="skill-distribution",
        status="ok" if observations >= enough else "thin",
        headline=_spread_headline(rows, names, framework, scope, observations, enough, parts),
        scope=scope,
        rows=rows[[column.key for column in columns]],
        columns=columns,
        counts=_counts(total),
        method=method,
        better="higher",
        extra={
            "names": names,
            "scale": (framework.scale.lowest, framework.scale.highest),
            "points": framework.scale.points,
            "threshold": framework.threshold,
            "threshold_name": framework.threshold_name,
        },
    )


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


def _could_be_seen(rows: pd.DataFrame, months: int, width: float) -> tuple[str, ...]:
    """How large a change of one element from one year to the next would show, with as many observations as now."""
    n, total, squares = (float(rows[name].sum()) for name in ("observations", "grade_sum", "grade_square_sum"))
    if n < 2:
        return ()
    spread = math.sqrt(max(squares - total**2 / n, 0.0) / (n - 1))
    change = half_up(detectable_change(n / months, spread, 12), 1)
    if not 0 < change < width:
        return ()
    return (
        f"With about {n / months:,.0f} observations a month, a change of {change:g} from one year to the next would be "
        "seen four times in five. To see half of it takes four times as many.",
    )


@dataclass(frozen=True)
class _Compared:
    """Observations and average of the earlier and of the later part; the averages are NaN where there are none."""

    earlier_observations: int
    earlier: float
    later_observations: int
    later: float


def _compared(store: Store, scope: Scope, parts: Parts, elements: list[str]) -> dict[str, _Compared]:
    sums = {(element, part): [0.0, 0.0] for element in elements for part in ("earlier", "later")}
    found = _by_part(store, scope, parts, elements)
    columns = (found[name].tolist() for name in ("element", "part", "grade", "observations"))
    for element, part, grade, n in zip(*columns, strict=True):
        sums[(element, part)][0] += n
        sums[(element, part)][1] += n * grade

    def average(n: float, total: float) -> float:
        return total / n if n else math.nan

    return {
        element: _Compared(
            int(sums[(element, "earlier")][0]),
            average(*sums[(element, "earlier")]),
            int(sums[(element, "later")][0]),
            average(*sums[(element, "later")]),
        )
        for element in elements
    }


def _by_part(store: Store, scope: Scope, parts: Parts, elements: list[str]) -> pd.DataFrame:
    asked = scope.parameters()
    return store.read(
        "questions/skills/grade_by_part",
        **{key: asked[key] for key in ("authority", "service_areas", "teams", "settings")},
        **parts.parameters(),
        elements=elements,
    )


def _spread(store: Store, scope: Scope, parts: Parts, names: dict[str, str], framework: Framework) -> pd.DataFrame:
    found = _by_part(store, scope, parts, list(names))
    whole = [key for key in names if key in framework.element_keys]
    here = ["earlier", "later"] if parts.earlier else ["later"]
    points = pd.MultiIndex.from_product([here, whole, framework.scale.points], names=["part", "element", "grade"])
    given = found.set_index(["part", "element", "grade"])["observations"]
    every = sorted({*points, *given.index})
    full = given.reindex(pd.MultiIndex.from_tuples(every, names=points.names), fill_value=0).reset_index()
    full["share"] = full["observations"] / full.groupby(["part", "element"])["observations"].transform("sum") * 100
    order = {key: place for place, key in enumerate(names)}
    full = full.sort_values(["element", "part", "grade"], key=lambda s: s.map(order) if s.name == "element" else s)
    words = _part_words(parts)
    full["part"] = full["part"].map(words)
    return full.reset_index(drop=True)


def _part_words(parts: Parts) -> dict[str, str]:
    words = {"later": parts.later.words}
    return {"earlier": parts.earlier.words, **words} if parts.earlier else words


@dataclass(frozen=True)
class _Trend:
    """What the sentence about a trend is made of."""

    scope: Scope
    names: dict[str, str]
    compared: dict[str, _Compared]
    parts: Parts
    results: dict[str, ProcessBehaviour]
    grain: str
    observations: int
    workers: int
    enough: int

    def headline(self) -> str:
        if self.observations < self.enough:
            return f"Too few observations to say {where(self.scope)}: {self.observations} of {self.enough} needed."
        behind = f"({self.observations:,} observations of {self.workers:,} workers)"
        return self._of_one(behind) if len(self.names) == 1 else self._of_many(behind)

    def _of_one(self, behind: str) -> str:
        ((key, name),) = self.names.items()
        result, compared = self.results[key], self.compared[key]
        if not compared.later_observations:
            return f"No grades for {name.lower()} in {self.parts.later.words} {where(self.scope)} {behind}."
        later = grade_words(compared.later)
        told = f"{name} {where(self.scope)} averaged {later} in {self.parts.later.words}"
        if self.parts.earlier is not None and compared.earlier_observations:
            before = grade_words(compared.earlier)
            moved = "up from" if compared.later > compared.earlier else "down from"
            way = "the same as" if later == before else moved
            told += f", {way} {before} in {self.parts.earlier.words}"
        why = sentence(result, points=f"{self.grain}s", write=grade_words, thin=True)
        why = why.partition(": ")[2] or why  # the verdict at the beginning has said it
        return f"{verdict(result.variation)}: {told} {behind}; {why}."

    def _of_many(self, behind: str) -> str:
        groups: dict[str, list[str]] = {}
        for key, name in self.names.items():
            groups.setdefault(verdict(self.results[key].variation), []).append(name.lower())
        said = [
            f"{word} in {listed_words(groups[word])}" for word in ("Real improvement", "Real concern") if word in groups
        ]
        rest = groups.get("No real change", [])
        if rest:
            all_of = f"any of the {len(self.names)}" if len(rest) == len(self.names) else listed_words(rest)
            said.append(f"{'no' if said else 'No'} real change in {all_of}")
        if few := groups.get("Too few to say"):
            said.append(f"{'too' if said else 'Too'} few {self.grain}s to judge {listed_words(few)}")
        return f"{'; '.join(said)} {where(self.scope)} {behind}."


def _spread_headline(
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
        return f"No grades in {parts.later.words} {where(scope)}."
    line = f"{framework.threshold_name} ({framework.threshold:g} or more)"
    if len(names) == 1:
        return f"{shares.iloc[0]:.0f}% of grades for {next(iter(names.values())).lower()} {where(scope)} were {line}."
    return (
        f"Between {shares.min():.0f}% ({names[str(shares.idxmin())].lower()}) and {shares.max():.0f}% "
        f"({names[str(shares.idxmax())].lower()}) of grades {where(scope)} were {line} in {parts.later.words}."
    )


def grade_words(value: float) -> str:
    """A grade to one decimal."""
    return minus(f"{half_up(float(value), 1):.1f}")


def _counts(total: pd.Series) -> dict[str, int | float | str | None]:
    return {
        "observations": int(total["observations"]),
        "workers": int(total["workers"]),
        "double_graded": int(total["double_graded"]),
    }


def _colours(framework: Framework) -> dict[str, str]:
    colours = {dimension.key: dimension.colour for dimension in framework.dimensions}
    return {**colours, **{element.key: colours[element.dimension] for element in framework.elements}}


def arriving_since(total: pd.Series) -> Any:
    """First day of the newest month where it had not ended when the newest observations came in, else None.

    total: the row of questions/skills/total.
    """
    last = Month.of(total["last_month"])
    newest = total["newest_import"]
    return last.first_day if not pd.isna(newest) and newest.date() <= last.last_day else None
