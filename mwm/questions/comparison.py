"""How far apart are two parts of the service, or two times, and is it more than chance?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from mwm.answer import Answer, Column, Method, half_up, minus
from mwm.errors import UsageError
from mwm.questions.question import COUNTING, Argument, listed_words, nothing, question, settle
from mwm.questions.skills import grade_words, measures
from mwm.questions.workers import graded_workers
from mwm.scope import Month, Period, Scope
from mwm.settings import settings
from mwm.stats.clustered import clustered_difference, clustered_mean
from mwm.stats.interval import share_interval
from mwm.store import Store
from mwm.viewer import Viewer

FEWEST_WORKERS = 5  # in each; with fewer it would be a comparison of persons
_ERROR = 0.05  # how often an interval misses
_NAMED = 3  # parts of the service that the name of a scope lists
_VERDICTS = {
    "higher": "The first is higher than chance explains",
    "lower": "The first is lower than chance explains",
    "alike": "No further apart than chance explains",
    "thin": "Too few to say",
}
_SIDES = (("", "first"), ("other_", "second"))
_COLUMNS = (
    Column("element", "Element"),
    *(
        Column(f"{prefix}{key}", f"{label} ({side})", kind)
        for prefix, side in _SIDES
        for key, label, kind in (
            ("observations", "Observations", "count"),
            ("workers", "Workers", "count"),
            ("average", "Average grade", "average"),
            ("lower", "Lower end", "average"),
            ("upper", "Upper end", "average"),
            ("share", "Share at the threshold", "percent"),
            ("share_lower", "Share: lower end", "percent"),
            ("share_upper", "Share: upper end", "percent"),
        )
    ),
    Column("difference", "Difference", "average_change"),
    Column("difference_lower", "Difference: lower end", "average_change"),
    Column("difference_upper", "Difference: upper end", "average_change"),
    Column("verdict", "What it means", words=_VERDICTS),
)
_METHOD = Method(
    definition="Average grade of each element's observations in two scopes, and the difference, the first minus the "
    "second. What is not said of the second is as in the first. "
    f"{COUNTING}",
    formula="95% intervals by worker, because observations of one worker are alike: mean ± t · √Σ(what each worker "
    "adds to its error)², with the CR2 correction and degrees of freedom of Bell and McCaffrey (2002); a worker who is "
    "in both is compared with themselves. Shares: Wilson's interval (observations taken as independent).",
    exclusions=f"Called too few where either has fewer observations than the minimum, or fewer than {FEWEST_WORKERS} "
    "workers. No interval below two workers.",
    sql=(
        "questions/workers/element_by_worker",
        "questions/workers/composite_by_worker",
        "questions/workers/shared_observation",
        "questions/skills/total",
    ),
)
_COUNTED = ("observations", "workers", "other_observations", "other_workers", "shared_observations")


@question(
    "scope-comparison",
    "Two parts of the service, or two times, side by side: averages, shares, and whether they lie further apart than "
    "chance explains.",
    kinds=("observations",),
    arguments=(
        Argument("element", "one element, dimension or composite; all elements where left out"),
        Argument("with_service_area", "the second scope; may be given more than once; “all” for all", many=True),
        Argument("with_team", "the second scope; may be given more than once; “all” for all", many=True),
        Argument("with_setting", "the second scope; may be given more than once; “all” for all", many=True),
        Argument("with_marker", "the second scope's case marker; “all” for all work"),
        Argument("with_from", "the second scope's first month", kind="month"),
        Argument("with_to", "the second scope's last month, included", kind="month"),
        Argument("called", "what to call the first scope; its own words where left out"),
        Argument("with_called", "what to call the second scope"),
    ),
)
def scope_comparison(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    element: str | None = None,
    with_service_area: tuple[str, ...] | None = None,
    with_team: tuple[str, ...] | None = None,
    with_setting: tuple[str, ...] | None = None,
    with_marker: str | None = None,
    with_from: Month | None = None,
    with_to: Month | None = None,
    called: str = "",
    with_called: str = "",
) -> Answer:
    """Two scopes, element by element.

    The second scope is as the first where nothing is said of it; a service area or team said replaces all of the
    first's. Rows: element (key); for the first scope and, with other_ before the name, for the second: observations,
    workers, average, lower, upper, share, share_lower, share_upper (percent at the threshold); difference (first minus
    second) with its 95% interval, verdict (higher, lower, alike, thin). extra: sides (the two names), apart (each row's
    difference in words), other (the second scope). Raises UsageError where no second scope is given.
    """
    given = (with_service_area, with_team, with_setting, with_marker, with_from, with_to)
    if all(part is None for part in given):
        raise UsageError(
            "Say what to compare with.",
            mend="Give at least one of with-service-area, with-team, with-setting, with-marker, with-from and with-to.",
        )
    if scope.authority is None:
        return nothing("scope-comparison", scope, _COLUMNS, _METHOD, counts=_COUNTED)
    asked = _second(scope, with_service_area, with_team, with_setting, with_marker, Period(with_from, with_to))
    other = settle(store, asked.narrowed_by(viewer), viewer)
    framework = store.framework(scope.authority)
    names = measures(framework, "element", element)
    totals = [store.read("questions/skills/total", **each.parameters()).iloc[0] for each in (scope, other)]
    for each, total in zip((scope, other), totals, strict=True):
        if not total["observations"]:
            empty = nothing("scope-comparison", each, _COLUMNS, _METHOD, counts=_COUNTED)
            return replace(empty, scope=scope)
    graded = [_by_worker(graded_workers(store, each, framework, names)) for each in (scope, other)]
    enough = settings().minimum_observations
    scale = (framework.scale.lowest, framework.scale.highest)
    rows = pd.DataFrame([_row(key, _of(graded[0], key), _of(graded[1], key), scale, enough) for key in names])
    sides = _sides(scope, other, called, with_called)
    shared = _shared(store, scope, other)
    sizes = [int(total["observations"]) for total in totals]
    said = _Said(sides, names, rows, is_other_place=_places(scope) != _places(other), enough=enough)
    return Answer(
        question="scope-comparison",
        status="ok" if (rows["verdict"] != "thin").any() else "thin",
        headline="Both are the same: choose another part of the service, or other months."
        if scope == other
        else said.headline(),
        scope=scope,
        rows=rows[[column.key for column in _COLUMNS]],
        columns=_COLUMNS,
        counts={
            "observations": sizes[0],
            "workers": int(totals[0]["workers"]),
            "other_observations": sizes[1],
            "other_workers": int(totals[1]["workers"]),
            "shared_observations": shared,
        },
        method=_METHOD,
        caveats=(
            *_overlap(sides, sizes, shared),
            *_by_chance(int((rows["verdict"] != "thin").sum())),
            "Workers are taken as what varies by chance: who works there, and whom of them was seen, could have been "
            "others.",
        ),
        better="higher",
        extra={
            "names": names,
            "sides": sides,
            "apart": [_apart(row) for row in rows.to_dict("records")],
            "other": other,
            "scale": scale,
            "threshold": framework.threshold,
            "threshold_name": framework.threshold_name,
        },
    )


def _second(
    scope: Scope,
    service_areas: tuple[str, ...] | None,
    teams: tuple[str, ...] | None,
    places: tuple[str, ...] | None,
    marker: str | None,
    period: Period,
) -> Scope:
    """The second scope; "all" among names is everything."""

    def named(names: tuple[str, ...] | None) -> tuple[str, ...]:
        return () if not names or "all" in names else tuple(names)

    other = scope
    if service_areas is not None or teams is not None:
        other = replace(other, service_areas=named(service_areas), teams=named(teams))
    if places is not None:
        other = replace(other, settings=named(places))
    if marker is not None:
        other = replace(other, marker=None if marker == "all" else marker)
    return replace(other, period=period) if period != Period() else other


def _by_worker(graded: pd.DataFrame) -> pd.DataFrame:
    """Sums by element and worker, whichever teams the worker was in."""
    sums = ["observations", "grade_sum", "grade_square_sum", "at_threshold"]
    return graded.groupby(["element", "worker_id"], as_index=False)[sums].sum()


def _of(graded: pd.DataFrame, element: str) -> pd.DataFrame:
    return graded[graded["element"] == element].drop(columns="element").set_index("worker_id")


def _row(
    key: str, first: pd.DataFrame, second: pd.DataFrame, scale: tuple[float, float], enough: int
) -> dict[str, Any]:
    row: dict[str, Any] = {"element": key}
    for (prefix, _), workers in zip(_SIDES, (first, second), strict=True):
        n = int(workers["observations"].sum())
        mean = clustered_mean(workers["observations"], workers["grade_sum"])
        share, lower, upper = (float(end) * 100 for end in share_interval(workers["at_threshold"].sum(), n))
        row |= {
            f"{prefix}observations": n,
            f"{prefix}workers": len(workers),
            f"{prefix}average": mean.value,
            f"{prefix}lower": max(mean.lower, scale[0]),
            f"{prefix}upper": min(mean.upper, scale[1]),
            f"{prefix}share": share,
            f"{prefix}share_lower": lower,
            f"{prefix}share_upper": upper,
        }
    both = first.merge(second, how="outer", left_index=True, right_index=True, suffixes=("", "_other")).fillna(0)
    apart = clustered_difference(
        both["observations"], both["grade_sum"], both["observations_other"], both["grade_sum_other"]
    )
    row |= {"difference": apart.value, "difference_lower": apart.lower, "difference_upper": apart.upper}
    few = min(row["observations"], row["other_observations"]) < enough
    few = few or min(row["workers"], row["other_workers"]) < FEWEST_WORKERS
    row["verdict"] = "thin" if few else "higher" if apart.lower > 0 else "lower" if apart.upper < 0 else "alike"
    return row


def _places(scope: Scope) -> tuple[tuple[str, ...] | str | None, ...]:
    return scope.service_areas, scope.teams, scope.settings, scope.marker


def _sides(first: Scope, second: Scope, called: str, with_called: str) -> tuple[str, str]:
    """What the two are called: by their places, by their months where the places are the same, or by both."""

    def name(scope: Scope) -> str:
        parts = scope.teams or scope.service_areas
        kind = "teams" if scope.teams else "service areas"
        place = " + ".join(parts) if len(parts) <= _NAMED else f"{len(parts)} {kind}"
        place = place or "the whole service"
        more = []
        if first.settings != second.settings:
            more.append(" + ".join(scope.settings) or "all settings")
        if first.marker != second.marker:
            more.append(f"only {scope.marker}" if scope.marker else "all work")
        if first.period != second.period:
            more.append(scope.period.words)
        if _places(first) == _places(second) and more:
            return more[0]
        return f"{place} ({', '.join(more)})" if more else place

    one, two = called.strip() or name(first), with_called.strip() or name(second)
    return (one, two) if one != two else (f"{one} (first)", f"{two} (second)")


def _shared(store: Store, first: Scope, second: Scope) -> int | None:
    """How many observations are in both."""
    if first.gate is not None:
        return None  # what two scopes have in common is in no released cell
    other = {f"other_{key}": value for key, value in second.parameters().items() if key != "authority"}
    return int(store.read_value("questions/workers/shared_observation", **first.parameters(), **other))


def _overlap(sides: tuple[str, str], sizes: list[int], shared: int | None) -> tuple[str, ...]:
    if not shared:
        return ()
    for (name, whole), size in zip((sides, sides[::-1]), sizes, strict=True):
        if shared == size:
            return (
                f"{name} is a part of {whole}: its {shared:,} observations are in both, so it lies further from the "
                "rest than from the whole. The range of the difference allows for it.",
            )
    return (
        f"{shared:,} observations are in both, which draws the two together. The range of the difference allows for "
        "it.",
    )


def _by_chance(judged: int) -> tuple[str, ...]:
    if judged < 2:
        return ()
    chance = half_up((1 - (1 - _ERROR) ** judged) * 100, 0)
    return (
        f"{judged} elements are compared at once. Were there no difference at all, in up to {chance:.0f} of 100 such "
        "comparisons at least one element would seem to differ.",
    )


@dataclass(frozen=True)
class _Said:
    """What the sentence is made of."""

    sides: tuple[str, str]
    names: dict[str, str]
    rows: pd.DataFrame
    is_other_place: bool
    enough: int

    def headline(self) -> str:
        first, second = self.sides
        judged = self.rows[self.rows["verdict"] != "thin"].to_dict("records")
        if not judged:
            return (
                f"Too few to compare {first} and {second}: each needs {self.enough} observations of {FEWEST_WORKERS} "
                "workers."
            )
        apart = [row for row in judged if row["verdict"] != "alike"]
        if len(self.names) == 1:
            row = judged[0]
            chance = "larger than chance explains" if apart else "no larger than chance explains"
            return (
                f"{self.names[row['element']]} averages {grade_words(row['average'])} in {first} and "
                f"{grade_words(row['other_average'])} in {second}; the difference of {_range(row)} is {chance}. "
                f"{self._why()}"
            )
        if not apart:
            return (
                f"No real difference: in none of {len(judged)} elements do {first} and {second} lie further apart than "
                "chance explains."
            )
        verb = "lies" if len(apart) == 1 else "lie"
        return (
            f"Between {first} and {second}, {len(apart)} of {len(judged)} elements {verb} further apart than chance "
            f"explains. {self._apart(apart)} {self._why()}"
        )

    def _apart(self, apart: list[dict[Any, Any]]) -> str:
        """Higher in A: empathy by 0.3 (0.1 to 0.5) and autonomy by 0.2 (0.1 to 0.3); higher in B: …"""
        said = []
        for side, verdict in zip(self.sides, ("higher", "lower"), strict=True):
            told = [
                f"{self.names[row['element']].lower()} by {_range(row)}" for row in apart if row["verdict"] == verdict
            ]
            if told:
                said.append(f"higher in {side}: {listed_words(told)}")
        return f"{'; '.join(said)}.".replace("higher", "Higher", 1)

    def _why(self) -> str:
        if self.is_other_place:
            return "The two work with different families; this does not say why."
        return "Other families were seen, partly by other workers; this does not say why."


def _apart(row: dict[Any, Any]) -> str:
    """+0.3 (0.1 to 0.5), or too few to say."""
    if row["verdict"] == "thin":
        return "too few to say"
    value, rest = _range(row, as_larger=False).split(" ", 1)
    return f"+{value} {rest}" if row["difference"] > 0 and value.strip("0.") else f"{value} {rest}"


def _range(row: dict[Any, Any], *, as_larger: bool = True) -> str:
    """0.3 (0.1 to 0.5), with two decimals where an end that lies beyond 0 would be written as 0.0.

    as_larger: with the larger average first, so that the difference is above 0.
    """
    values = [row["difference"], row["difference_lower"], row["difference_upper"]]
    if as_larger and values[0] < 0:
        values = [-values[0], -values[2], -values[1]]
    is_apart = row["verdict"] in ("higher", "lower")
    digits = 2 if is_apart and any(half_up(each, 1) == 0 for each in values[1:]) else 1
    value, lower, upper = (_written(each, digits, is_apart) for each in values)
    return f"{value} ({lower} to {upper})"


def _written(value: float, digits: int, is_apart: bool) -> str:
    rounded = half_up(value, digits) + 0.0
    if is_apart and rounded == 0:
        return "just above 0" if value > 0 else "just below 0"
    return minus(f"{rounded:.{digits}f}")
