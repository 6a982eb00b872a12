"""Where is practice strong, and where does it need support?"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from mwm.answer import Answer, Column, Method, written_as
from mwm.questions.question import Argument, listed_words, nothing, question
from mwm.questions.skills import grade_words, measures
from mwm.scope import Scope
from mwm.settings import settings
from mwm.stats.funnel import Z_95, Z_998, mean_funnel, share_funnel
from mwm.store import Store
from mwm.viewer import Viewer

Measure = Literal["average", "share"]

_LIMITS = {"lower_95": -Z_95, "upper_95": Z_95, "lower_998": -Z_998, "upper_998": Z_998}

_STATUS_WORDS = {
    "above": "Above what chance explains",
    "below": "Below what chance explains",
    "within": "Within what chance explains",
    "thin": "Too few to say",
    "empty": "Nothing recorded",
}


@question(
    "team-comparison",
    "Each team beside all teams together: which lie further away than their number of observations explains.",
    kinds=("observations",),
    arguments=(
        Argument("element", "one element, dimension or composite; the first of the framework where left out"),
        Argument("measure", "average grade, or share at the threshold", kind="choice", choices=("average", "share")),
    ),
)
def team_comparison(
    store: Store, viewer: Viewer, scope: Scope, *, element: str | None = None, measure: Measure = "average"
) -> Answer:
    """Teams in a funnel, in the order of their names: this is no ranking.

    Rows: team, service_area, element, value (average, or share in percent), observations, workers, lower_95,
    upper_95, lower_998, upper_998, status: above or below the 99.8% limits, within, thin (fewer observations than the
    minimum; not judged) or empty. Limits are around all teams of the scope together. extra: curve (observations and
    the four limits, for drawing) and spread (team, grade, observations, share in percent).
    """
    kind = "average" if measure == "average" else "percent"
    columns = (
        Column("team", "Team"),
        Column("service_area", "Service area"),
        Column("element", "Element"),
        Column("value", "Average grade" if measure == "average" else "Share at the threshold", kind),
        Column("observations", "Observations", "count"),
        Column("workers", "Workers", "count"),
        Column("lower_95", "Lower 95%", kind),
        Column("upper_95", "Upper 95%", kind),
        Column("lower_998", "Lower 99.8%", kind),
        Column("upper_998", "Upper 99.8%", kind),
        Column("status", "What it means", words=_STATUS_WORDS),
    )
    method = Method(
        definition="Average grade of each team's observations in the period, beside that of all teams together."
        if measure == "average"
        else "Share of each team's observations at or above the threshold, beside that of all teams together.",
        formula="funnel: grand mean ± z · s / √n, z = 1.96 (95%) and 3.09 (99.8%)"
        if measure == "average"
        else "funnel: sin²(asin √p ± z √(1 / (4 n) + τ²)), z = 1.96 and 3.09, τ² from z-scores winsorised at 10% "
        "(Spiegelhalter 2005)",
        exclusions="Teams with fewer observations than the minimum are shown pale and are not judged.",
        sql=("questions/teams/element_by_team", "questions/teams/grade_by_team"),
    )
    empty = nothing("team-comparison", scope, columns, method, counts=("teams", "observations"))
    if scope.authority is None:
        return empty
    framework = store.framework(scope.authority)
    ((key, name),) = measures(framework, "element", element or framework.elements[0].key).items()
    rows = store.read(
        "questions/teams/element_by_team", **scope.parameters(), elements=[key], threshold=framework.threshold
    )
    if rows["observations"].sum() == 0:
        return empty
    enough = settings().minimum_observations
    known = rows[rows["observations"] > 0]
    if measure == "average":
        funnel = mean_funnel(
            known["observations"],
            known["grade_sum"],
            known["grade_square_sum"],
            lowest=framework.scale.lowest,
            highest=framework.scale.highest,
        )
        rows["value"] = rows["grade_sum"] / rows["observations"].where(rows["observations"] > 0)
        unit = 1.0
    else:
        funnel = share_funnel(known["at_threshold"], known["observations"])
        rows["value"] = rows["at_threshold"] / rows["observations"].where(rows["observations"] > 0) * 100
        unit = 100.0
    for limit, z in _LIMITS.items():
        rows.loc[known.index, limit] = funnel.limit(known["observations"], z) * unit
    sizes = np.linspace(max(known["observations"].min() * 0.8, 1), known["observations"].max() * 1.05, 80)
    curve = pd.DataFrame(
        {"observations": sizes} | {limit: funnel.limit(sizes, z) * unit for limit, z in _LIMITS.items()}
    )
    spread = store.read("questions/teams/grade_by_team", **scope.parameters(), element=key)
    spread["share"] = spread["observations"] / spread.groupby("team")["observations"].transform("sum") * 100
    rows["status"] = "within"
    rows.loc[rows["value"] > rows["upper_998"], "status"] = "above"
    rows.loc[rows["value"] < rows["lower_998"], "status"] = "below"
    rows.loc[rows["observations"] < enough, "status"] = "thin"
    rows.loc[rows["observations"] == 0, "status"] = "empty"
    judged = rows[~rows["status"].isin(["thin", "empty"])]
    centre = grade_words(funnel.centre) if measure == "average" else written_as(funnel.centre * 100, "percent")
    return Answer(
        question="team-comparison",
        status="ok" if len(judged) > 1 else "thin",
        headline=_headline(judged, name, centre, enough),
        scope=scope,
        rows=rows[[column.key for column in columns]],
        columns=columns,
        counts={"teams": len(rows), "judged_teams": len(judged), "observations": int(rows["observations"].sum())},
        method=method,
        caveats=(
            "Teams work with different families. A team outside the limits is a reason to look and to ask, not a "
            "verdict, and the order of teams means nothing.",
            "Observations are taken as independent; those of one worker are more alike, so some teams may lie outside "
            "the limits for that reason.",
        ),
        better="higher",
        extra={
            "names": {key: name},
            "centre": funnel.centre * unit,
            "curve": curve,
            "spread": spread,
            "measure": measure,
            "scale": (framework.scale.lowest, framework.scale.highest),
            "threshold": framework.threshold,
            "minimum": enough,
        },
    )


def _headline(judged: pd.DataFrame, name: str, centre: str, enough: int) -> str:
    if len(judged) < 2:
        return f"Too few observations to compare teams: at least two teams need {enough} each."
    said = []
    for status, words in (("above", "above"), ("below", "below")):
        teams = list(judged.loc[judged["status"] == status, "team"])
        if teams:
            listed = listed_words(teams) if len(teams) <= 3 else f"{len(teams)} teams"
            verb = "lies" if len(teams) == 1 else "lie"
            said.append(f"{listed} {verb} {words} what chance explains")
    whole = f"from the average of {centre} than its number of observations explains"
    if not said:
        return f"No real difference: for {name.lower()}, no team of {len(judged)} lies further {whole}."
    return (
        f"{name}: {'; '.join(said)}. The other {(judged['status'] == 'within').sum()} are as near {centre} as expected."
    )
