"""Where do we stand? Every element in every part of the service, on one page."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.framework import Framework
from mwm.questions.periods import chosen_grain, parts_of
from mwm.questions.question import Argument, listed_words, nothing, question
from mwm.questions.signals import METHOD, VARIATION_WORDS, judge, means
from mwm.questions.skills import arriving_since
from mwm.scope import Month, Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.viewer import Viewer

_COLUMNS = (
    Column("element", "Element"),
    Column("unit", "Part of the service"),
    Column("status", "Status"),
    Column("average", "Average grade", "average"),
    Column("observations", "Observations", "count"),
    Column("workers", "Workers", "count"),
    Column("previous_average", "Average before", "average"),
    Column("previous_observations", "Observations before", "count"),
    Column("change", "Change", "average_change"),
    Column("variation", "What it means", words=VARIATION_WORDS),
)
_METHOD = Method(
    definition="Average grade in the last twelve months of the period (its later half, where it is under two years), "
    "beside the average of the same length of time before.",
    formula=f"mean = Σ grade / n; change = average − average before. Whether it is real: {METHOD}",
    exclusions="A cell with fewer observations than the minimum is called too few and shows no average.",
    sql=(
        "questions/overview/element_by_unit",
        "questions/overview/element_by_unit_and_month",
        "questions/skills/total",
    ),
)


@question(
    "overview-matrix",
    "Every element in every service area (or team): latest average, the number behind it, and the average before.",
    kinds=("observations",),
    arguments=(Argument("by", "what a column is", kind="choice", choices=("service_area", "team")),),
)
def overview_matrix(
    store: Store, viewer: Viewer, scope: Scope, *, by: Literal["service_area", "team"] = "service_area"
) -> Answer:
    """The matrix of elements and parts of the service.

    Rows: element (key), unit (service area or team), status (ok, thin, empty), average, observations, workers,
    previous_average, previous_observations, change, variation (icon of the latest point, None where not judged); every
    pair is a row. extra: names (key → name), dimensions (name, colour, element keys), units, parts, grain, series
    (element, unit, month, average, observations, variation of each point).
    """
    if scope.authority is None:
        return nothing("overview-matrix", scope, _COLUMNS, _METHOD, counts=("observations", "workers", "double_graded"))
    framework = store.framework(scope.authority)
    total = store.read("questions/skills/total", **scope.parameters()).iloc[0]
    observations = int(total["observations"])
    if observations == 0:
        return nothing("overview-matrix", scope, _COLUMNS, _METHOD, counts=("observations", "workers", "double_graded"))
    first, last = Month.of(total["first_month"]), Month.of(total["last_month"])
    parts = parts_of(first, last)
    enough = settings().minimum_observations
    units = units_of(store, scope, by)
    keys = list(framework.element_keys)
    asked = {
        "authority": scope.authority,
        "service_areas": list(scope.service_areas),
        "teams": list(scope.teams),
        "settings": list(scope.settings),
        "elements": keys,
        "unit": by,
    }
    found = store.read("questions/overview/element_by_unit", **asked, **parts.parameters())
    rows = _cells(found, keys, units, enough)
    months = last.minus(first) + 1
    grain = chosen_grain("auto", observations / max(len(units), 1), months, enough)
    series = store.read(
        "questions/overview/element_by_unit_and_month",
        **asked,
        first_month=first.first_day,
        last_month=last.first_day,
        grain=grain,
    )
    series["average"] = series["grade_sum"] / series["observations"]
    series, results = judge(
        series, "average", by=("element", "unit"), better="higher", arriving_since=arriving_since(total)
    )
    rows["variation"] = [
        results[(element, unit)].variation if status == "ok" else None
        for element, unit, status in zip(rows["element"], rows["unit"], rows["status"], strict=True)
    ]
    return Answer(
        question="overview-matrix",
        status="ok" if observations >= enough else "thin",
        headline=_headline(rows, framework, observations, enough),
        scope=scope,
        rows=rows[[column.key for column in _COLUMNS]],
        columns=_COLUMNS,
        counts={
            "observations": observations,
            "workers": int(total["workers"]),
            "double_graded": int(total["double_graded"]),
        },
        method=_METHOD,
        caveats=(
            "A signal says that a change is unlikely to be chance, not what caused it. Among many cells, a few show a "
            "signal by chance alone.",
            "Parts of the service work with different families; this is not a ranking.",
        ),
        better="higher",
        extra={
            "names": {element.key: element.name for element in framework.elements},
            "dimensions": [
                (dimension.name, dimension.colour, [element.key for element in framework.of_dimension(dimension.key)])
                for dimension in framework.dimensions
            ],
            "units": units,
            "parts": {"later": parts.later.words, "earlier": parts.earlier.words if parts.earlier else ""},
            "scale": (framework.scale.lowest, framework.scale.highest),
            "minimum": enough,
            "grain": grain,
            "series": series[["element", "unit", "month", "average", "observations", "variation"]],
        },
    )


def units_of(store: Store, scope: Scope, by: str) -> list[str]:
    """Names of the service areas or teams in the scope, in their order."""
    teams = store.read("questions/scope/team", authority=scope.authority)
    if scope.service_areas:
        teams = teams[teams["service_area"].isin(scope.service_areas)]
    if scope.teams:
        teams = teams[teams["team"].isin(scope.teams)]
    if by == "team":
        return list(dict.fromkeys(teams["team"]))
    areas = list(store.read("questions/scope/service_area", authority=scope.authority)["service_area"])
    return (
        [area for area in areas if area in set(teams["service_area"])] if scope.teams or scope.service_areas else areas
    )


def _cells(found: pd.DataFrame, keys: list[str], units: list[str], enough: int) -> pd.DataFrame:
    every = pd.MultiIndex.from_product([keys, units], names=["element", "unit"])
    later = found[found["part"] == "later"].set_index(["element", "unit"]).reindex(every)
    earlier = found[found["part"] == "earlier"].set_index(["element", "unit"]).reindex(every)
    rows: Any = pd.DataFrame(index=every)
    rows["observations"] = later["observations"].fillna(0).astype(int)
    rows["workers"] = later["workers"].fillna(0).astype(int)
    rows["previous_observations"] = earlier["observations"].fillna(0).astype(int)
    rows["average"] = (later["grade_sum"] / later["observations"]).where(rows["observations"] >= enough)
    rows["previous_average"] = (earlier["grade_sum"] / earlier["observations"]).where(
        rows["previous_observations"] >= enough
    )
    rows["change"] = rows["average"] - rows["previous_average"]
    rows["status"] = "ok"
    rows.loc[rows["observations"] < enough, "status"] = "thin"
    rows.loc[rows["observations"] == 0, "status"] = "empty"
    return pd.DataFrame(rows.reset_index())


def _headline(rows: pd.DataFrame, framework: Framework, observations: int, enough: int) -> str:
    if observations < enough:
        return f"Too few observations to say: {observations} of {enough} needed."
    said = []
    for word, ending in (("improvement", "has really improved"), ("concern", "needs a look")):
        found = rows[means(rows["variation"], word)]
        for unit, cells in found.groupby("unit", sort=False):
            names = [framework.element(key).name.lower() for key in cells["element"]]
            many = ending.replace("has ", "have ").replace("needs", "need") if len(names) > 1 else ending
            listed = listed_words(names) if len(names) <= 3 else f"{len(names)} of {len(framework.elements)} elements"
            told = f"{listed} {many} in {unit}." if word == "improvement" else f"{listed} in {unit} {many}."
            said.append(told[0].upper() + told[1:])
    judged = rows["variation"].notna().any()
    if not said:
        said = [
            "No real change in any element or part of the service." if judged else "Too few months to tell a change."
        ]
    thin = sorted(set(rows["unit"]) - set(rows.loc[rows["variation"].notna(), "unit"]))
    if thin and judged:
        who = listed_words(thin) if len(thin) <= 2 else f"{len(thin)} parts of the service"
        said.append(f"{who} {'has' if len(thin) == 1 else 'have'} too few observations to say.")
    return " ".join(said[:3]) + (f" And {len(said) - 3} more." if len(said) > 3 else "")
