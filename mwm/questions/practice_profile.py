"""The profile of a team, a service area, a group or one worker: each element beside the wider service, never ranked."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pandas as pd

from mwm.answer import Column, written_as
from mwm.errors import ScopeError
from mwm.framework import Framework
from mwm.questions.question import listed_words
from mwm.questions.signals import VARIATION_WORDS
from mwm.scope import Scope
from mwm.stats.funnel import Z_998, mean_funnel
from mwm.stats.interval import mean_interval
from mwm.store import Store
from mwm.viewer import Viewer

FEWEST_OF_A_WORKER = 3
"""Observations of one person before an average or a line of that person is shown."""

_PLACE_WORDS = {
    "above": "Further above",
    "below": "Further below",
    "within": "As expected",
    "thin": "Too few to say",
    "none": "–",
}
COLUMNS = (
    Column("element", "Element"),
    Column("observations", "Observations", "count"),
    Column("average", "Average", "average"),
    Column("lower", "Lower end", "average"),
    Column("upper", "Upper end", "average"),
    Column("service_average", "Wider service", "average"),
    Column("service_lower", "By chance from", "average"),
    Column("service_upper", "By chance to", "average"),
    Column("place", "Beside it", words=_PLACE_WORDS),
    Column("variation", "Over time", words=VARIATION_WORDS),
)
AVERAGES = (
    "mean = Σ grade / n; 95% interval: mean ± t(0.975, n − 1) · s / √n, cut at the ends of the scale. Elements are "
    "called strongest and weakest only where the intervals of the highest and the lowest mean do not overlap."
)
BESIDE = (
    "What chance explains: m ± 3.09 · s / √n with m and s the mean and the standard deviation of all observations of "
    "the wider service and n the observations here (99.8% limits of a funnel, as on Teams)."
)


@dataclass(frozen=True)
class Wider:
    """What a report's numbers are set beside. name: in words, empty where there is nothing wider."""

    scope: Scope | None = None
    name: str = ""


def wider_than(store: Store, viewer: Viewer, scope: Scope, area: str | None = None) -> Wider:
    """The service area of a team, and the whole council for a service area or for teams of several.

    area: the one service area of what is looked at, where that is known already. A group of teams of one area has that
    area. Nothing for the whole council, and nothing wider than the viewer may see.
    """
    areas = {area} if area else set(scope.service_areas)
    if scope.teams:
        listed = pd.concat([store.read(f"questions/scope/{kind}", authority=scope.authority) for kind in _UNITS])
        areas = {name for name in listed.loc[listed["team"].isin(scope.teams), "service_area"] if isinstance(name, str)}
    elif not area and not areas:
        return Wider()
    inside = scope.teams or area
    wide = replace(scope, service_areas=tuple(areas) if inside and len(areas) == 1 else (), teams=())
    seen = wide.narrowed_by(viewer)
    if seen == scope and not area:
        return Wider()
    return Wider(seen, listed_words(list(seen.service_areas)) if seen.service_areas else "the whole council")


_UNITS = ("team", "group")


def profile(
    own: pd.DataFrame,
    wide: pd.DataFrame | None,
    framework: Framework,
    variation: dict[str, str | None],
    enough: int,
    *,
    judged: bool = True,
) -> pd.DataFrame:
    """The columns of COLUMNS, one row for each element in the framework's order.

    own, wide: sums by element (element, observations, grade_sum, grade_square_sum), wide with a row for each team.
    variation: each element's latest judgement. An element with fewer than enough observations has no average, and one
    whose wider service is no larger than itself is not set beside it. judged: whether it is said what lies further from
    the wider service than chance explains; not for one worker, whose observations are more alike than chance.
    """
    scale = framework.scale
    sums = ["observations", "grade_sum", "grade_square_sum"]
    rows = own.groupby("element")[sums].sum().reindex(framework.element_keys, fill_value=0).reset_index()
    ends = {"lowest": scale.lowest, "highest": scale.highest}
    found = mean_interval(*(rows[name] for name in sums), **ends)
    shown = rows["observations"] >= enough
    for name, values in zip(("average", "lower", "upper"), found, strict=True):
        rows[name] = pd.Series(values, index=rows.index).where(shown)
    beside = [
        _beside(None if wide is None else wide[wide["element"] == key], int(n), float(level), enough, judged, ends)
        for key, n, level in zip(rows["element"], rows["observations"], rows["average"], strict=True)
    ]
    for place, name in enumerate(("service_average", "service_lower", "service_upper", "place")):
        rows[name] = [each[place] for each in beside]
    rows["variation"] = pd.Series([variation.get(key) for key in rows["element"]], dtype=object)
    return rows[[column.key for column in COLUMNS]]


def _beside(
    units: pd.DataFrame | None, n: int, level: float, enough: int, judged: bool, ends: dict[str, float]
) -> tuple[float, float, float, str]:
    """The wider service's average, what chance explains around it for n observations, and where level lies."""
    nothing = math.nan, math.nan, math.nan
    if units is None or units["observations"].sum() <= n:
        return *nothing, "none"
    if n < max(enough, 1):
        return *nothing, "thin" if judged else "none"
    known = units[units["observations"] > 0]
    funnel = mean_funnel(known["observations"], known["grade_sum"], known["grade_square_sum"], **ends)
    if not judged:
        return funnel.centre, math.nan, math.nan, "none"
    low, high = (float(funnel.limit([n], z)[0]) for z in (-Z_998, Z_998))
    return funnel.centre, low, high, "above" if level > high else "below" if level < low else "within"


def standing_out(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """Strongest and weakest element in one sentence, or that none stands out."""
    known = rows.dropna(subset=["average", "lower", "upper"])
    if len(known) < 2:
        return "There are too few observations to say which element is strongest."
    levels = [
        _Level(*each)
        for each in zip(*(known[name].tolist() for name in ("element", "average", "lower", "upper")), strict=True)
    ]
    best, least = max(levels, key=lambda each: each.average), min(levels, key=lambda each: each.average)
    if best.lower <= least.upper:
        return (
            "No element stands out: the ranges of the highest and the lowest average overlap, so which one comes first "
            "may be chance."
        )
    tops = [each for each in levels if each.upper >= best.lower]
    ends = [each for each in levels if each.lower <= least.upper]
    if set(tops) & set(ends):
        return (
            f"{names[best.element]} ({written_as(best.average, 'average')}) stands above "
            f"{names[least.element].lower()} ({written_as(least.average, 'average')}); the others lie between and "
            "cannot all be told apart from these two."
        )
    return f"Strongest: {_listed(tops, names)}. Weakest: {_listed(ends, names)}."


@dataclass(frozen=True)
class _Level:
    """An element's average with its interval."""

    element: str
    average: float
    lower: float
    upper: float


def _listed(levels: list[_Level], names: dict[str, str]) -> str:
    """empathy (2.4); empathy and autonomy (2.4 to 2.5, too near to tell apart)."""
    averages = [each.average for each in levels]
    least, most = written_as(min(averages), "average"), written_as(max(averages), "average")
    reach = least if least == most else f"{least} to {most}"
    alike = ", too near to tell apart" if len(levels) > 1 else ""
    return f"{listed_words([names[each.element].lower() for each in levels])} ({reach}{alike})"


def worker_grades(store: Store, viewer: Viewer, scope: Scope, worker: str) -> pd.DataFrame:
    """Rows of questions/report/worker_grade. Raises ScopeError for a viewer who may not see names, and for a worker
    without observations in the scope; never with the identifier.
    """
    if not viewer.may_see_names:
        raise ScopeError("The report on one worker is not shown here.", mend="Choose a team instead.")
    rows = store.read("questions/report/worker_grade", **scope.parameters(), worker_id=worker)
    if rows.empty:
        raise ScopeError(
            f"There is no observation of this worker (text of {len(worker)} characters) in what was chosen.",
            mend="Check the code, or choose more months.",
        )
    return rows


def sums_of(grades: pd.DataFrame) -> pd.DataFrame:
    """Single grades as the sums by element that profile() takes."""
    squared = grades.assign(square=grades["grade"] ** 2)
    return squared.groupby("element", as_index=False).agg(
        observations=("grade", "size"), grade_sum=("grade", "sum"), grade_square_sum=("square", "sum")
    )
