"""Where is practice strong, and where does it need support?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from mwm.answer import Answer, Column, Method, written_as
from mwm.framework import Framework
from mwm.questions.aims import baselines_for, earlier_months, targets_for
from mwm.questions.judging import Judged
from mwm.questions.overview import units_of
from mwm.questions.periods import GRAIN_CHOICES, MONTHS_IN, Grain, chosen_grain
from mwm.questions.question import ALL_EVENTS, COUNTING, EVENTS, Argument, events_in, listed_words, nothing, question
from mwm.questions.readings import total_of
from mwm.questions.signals import METHODS, TRIAL_CAVEAT, is_trial, judge, signal_columns, verdict
from mwm.questions.skills import Measure, grade_words, measure_key, measures
from mwm.scope import Month, Period, Scope
from mwm.settings import settings
from mwm.stats.funnel import Z_95, Z_998, mean_funnel, share_funnel
from mwm.store import Store
from mwm.viewer import Viewer

_ELEMENT = Argument("element", "one element, dimension or composite; the first of the framework where left out")
_MEASURE = Argument("measure", "average grade, or share at the threshold", kind="choice", choices=("average", "share"))
_NAMED = 4  # teams that a sentence lists by name

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
        _ELEMENT,
        _MEASURE,
        Argument(
            "overdispersion",
            "shares only: whether limits allow for what teams differ by as a whole, beyond chance",
            kind="choice",
            choices=("on", "off"),
        ),
    ),
)
def team_comparison(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    element: str | None = None,
    measure: Measure = "average",
    overdispersion: Literal["on", "off"] = "on",
) -> Answer:
    """Teams in a funnel, in the order of their names: this is no ranking.

    overdispersion: whether the limits of shares are widened by what teams vary beyond chance. Rows: team, service_area,
    element, value (average, or share in percent), observations, workers, lower_95, upper_95, lower_998, upper_998,
    status: above or below the 99.8% limits, within, thin (fewer observations than the minimum; not judged) or empty.
    Limits are around all teams of the scope together. extra: curve (observations and the four limits, for drawing) and
    spread (team, grade, observations, share in percent).
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
        definition=(
            "Average grade of each team's observations in the period, beside that of all teams together."
            if measure == "average"
            else "Share of each team's observations at or above the threshold, beside that of all teams together."
        )
        + f" {COUNTING}",
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
        "questions/teams/element_by_team", **scope.parameters(by="team"), elements=[key], threshold=framework.threshold
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
        funnel = share_funnel(known["at_threshold"], known["observations"], overdispersion=overdispersion == "on")
        rows["value"] = rows["at_threshold"] / rows["observations"].where(rows["observations"] > 0) * 100
        unit = 100.0
    for limit, z in _LIMITS.items():
        rows.loc[known.index, limit] = funnel.limit(known["observations"], z) * unit
    sizes = np.linspace(max(known["observations"].min() * 0.8, 1), known["observations"].max() * 1.05, 80)
    curve = pd.DataFrame(
        {"observations": sizes} | {limit: funnel.limit(sizes, z) * unit for limit, z in _LIMITS.items()}
    )
    spread = store.read("questions/teams/grade_by_team", **scope.parameters(by="team"), element=key)
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
        headline=_headline(judged, name, "average" if measure == "average" else "share", centre, enough),
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
            *(_allowed_for(funnel.tau_squared, overdispersion) if measure == "share" else ()),
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


def _allowed_for(tau_squared: float, overdispersion: str) -> tuple[str, ...]:
    """What the limits of shares allow for."""
    if overdispersion == "off":
        return (
            "The limits allow for chance alone. Where teams as a whole differ by more than that, many lie outside.",
        )
    if tau_squared == 0:
        return ()
    return ("Teams as a whole differ by more than chance explains, and the limits are widened by as much.",)


def _headline(judged: pd.DataFrame, name: str, what: str, centre: str, enough: int) -> str:
    if len(judged) < 2:
        return f"Too few observations to compare teams: at least two teams need {enough} each."
    said = []
    for status, words in (("above", "above"), ("below", "below")):
        teams = list(judged.loc[judged["status"] == status, "team"])
        if teams:
            listed = listed_words(teams) if len(teams) <= 3 else f"{len(teams)} teams"
            verb = "lies" if len(teams) == 1 else "lie"
            said.append(f"{listed} {verb} {words} what chance explains")
    whole = f"from the {what} of {centre} than its number of observations explains"
    if not said:
        return f"No real difference: for {name.lower()}, no team of {len(judged)} lies further {whole}."
    return (
        f"{name}: {'; '.join(said)}. The other {(judged['status'] == 'within').sum()} are as near {centre} as expected."
    )


@question(
    "team-trend",
    "One element in every team over time, with process limits: in which teams is there a real change?",
    kinds=("observations",),
    arguments=(
        _ELEMENT,
        _MEASURE,
        Argument("grain", "how fine; auto suits a team of middling size", kind="choice", choices=GRAIN_CHOICES),
        EVENTS,
    ),
)
def team_trend(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    element: str | None = None,
    measure: Measure = "average",
    grain: str = "auto",
    events: str = ALL_EVENTS,
) -> Answer:
    """Every team's line, teams as the organisation lists them: by service area and name, never by value.

    events: which are marked, as in skill_trend. Rows: team, month (first day of the month, quarter or year), value
    (average, or share in percent), observations, and the columns of signals.signal_columns. A month without
    observations is a row without a value. A team with fewer observations than the minimum is not judged. extra:
    variation (team → icon of its latest point, None where not judged), grain.
    """
    kind, chart = ("percent", "p") if measure == "share" else ("average", "xmr")
    columns = (
        Column("team", "Team"),
        Column("month", "Month", "month"),
        Column("value", "Share at the threshold" if measure == "share" else "Average grade", kind),
        Column("observations", "Observations", "count"),
        *signal_columns(kind, "p" if measure == "share" else "xmr"),
    )
    method = Method(
        definition=(
            "Share of the observations at or above the threshold, team by team and month by month."
            if measure == "share"
            else "Average grade of the observations, team by team and month by month."
        )
        + f" {COUNTING}",
        formula=METHODS[chart],
        exclusions="Points of fewer than five observations, points still arriving, and teams with fewer observations "
        "than the minimum are drawn and not judged.",
        sql=("questions/teams/team_by_month", "questions/skills/total"),
    )
    empty = nothing("team-trend", scope, columns, method, counts=("teams", "observations"))
    total = total_of(store, scope) if scope.authority else None
    if total is None or total.observations == 0:
        return empty
    framework = store.framework(str(scope.authority))
    ((key, name),) = measures(framework, "element", element or framework.elements[0].key).items()
    teams = tuple(units_of(store, scope, "team"))
    cut = chosen_grain(
        grain,
        total.observations / max(len(teams), 1),
        total.months,
        settings().minimum_observations,
        scope.finest(by="team"),
    )
    series = _Series(store, scope, framework, key, teams, cut, measure)
    rows, judged = series.judged(total.first, total.last)
    variation = {team: judged[(team,)].variation for team in teams}
    marked = events_in(store, scope, total.first.first_day, total.last.first_day, categories=events)
    return Answer(
        question="team-trend",
        status="ok" if any(variation.values()) else "thin",
        headline=_trend_headline(name, variation, cut),
        scope=scope,
        rows=rows[[column.key for column in columns]],
        columns=columns,
        counts={
            "teams": len(teams),
            "judged_teams": sum(icon is not None for icon in variation.values()),
            "observations": int(rows["observations"].sum()),
        },
        method=method,
        caveats=(
            "A signal says that a change is unlikely to be chance. It does not say what caused it, and among many "
            "teams a few show one by chance alone. The order of teams is that of the organisation.",
            *((TRIAL_CAVEAT,) if is_trial(list(judged.values())) else ()),
            *_named_events(marked),
        ),
        better="higher",
        events=marked,
        extra={
            "names": {key: name},
            "element": key,
            "measure": measure,
            "grain": cut,
            "scale": (0.0, 100.0) if measure == "share" else (framework.scale.lowest, framework.scale.highest),
            "threshold": framework.threshold,
            "variation": variation,
        },
    )


def _named_events(events: pd.DataFrame) -> tuple[str, ...]:
    """What the lines stand for that small charts have no room to name."""
    if events.empty:
        return ()
    told = [f"{row['title']} ({Month.of(row['starts_on']).short})" for row in events.to_dict("records")]
    more = f" and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
    return (f"Dotted lines: {'; '.join(told[:_NAMED])}{more}.",)


@dataclass(frozen=True)
class _Series:
    """The lines of one measure of one element in some teams."""

    store: Store
    scope: Scope
    framework: Framework
    element: str
    teams: tuple[str, ...]
    grain: Grain
    measure: Measure

    def rows(self, period: Period) -> pd.DataFrame:
        """One row for each team and point of a closed period."""
        rows = self.store.read(
            "questions/teams/team_by_month",
            **replace(self.scope, period=period).parameters(by="team", over=self.grain),
            units=list(self.teams),
            element=self.element,
            threshold=self.framework.threshold,
            grain=self.grain,
        )
        found = rows["at_threshold"] * 100 if self.measure == "share" else rows["grade_sum"]
        rows["value"] = found / rows["observations"].where(rows["observations"] > 0)
        return rows

    def judged(self, first: Month, last: Month) -> tuple[pd.DataFrame, dict[Any, Judged]]:
        """The rows of these months with their signals, and each team's judgement by (team,)."""
        rows = self.rows(Period(first, last))
        of_team = rows.groupby("team")["observations"].transform("sum")
        too_few = of_team < settings().minimum_observations
        keys = [measure_key(self.element, self.measure)]
        targets = targets_for(self.store, self.scope, keys, by="team")
        baselines = {
            (team,): each for (_, team), each in baselines_for(self.store, self.scope, keys, by="team").items()
        }
        earlier = earlier_months(baselines.values(), first)
        before = self.rows(earlier) if earlier else None
        if before is not None:
            months = MONTHS_IN[self.grain]
            before = before[before["month"].map(lambda day: Month.of(day).plus(months - 1) < first)]
        judged_rows, judged = judge(
            rows.assign(value=rows["value"].where(~too_few)),
            "value",
            by=("team",),
            better="higher",
            arriving_since=total_of(self.store, self.scope).arriving_since(self.grain),
            chart="p" if self.measure == "share" else "xmr",
            counted="at_threshold",
            months=MONTHS_IN[self.grain],
            targets={(team,): each for (_, team), each in targets.items()},
            baselines=baselines,
            before=before,
        )
        return judged_rows.assign(value=rows["value"]), judged


def _trend_headline(name: str, variation: dict[str, str | None], grain: Grain) -> str:
    """Empathy: real improvement in CIN Team A; no real change in the other 12 teams; 3 teams have too few …"""
    groups: dict[str, list[str]] = {}
    for team, icon in variation.items():
        groups.setdefault(verdict(icon), []).append(team)
    few = groups.pop("Too few to say", [])
    if not groups:
        return f"{name}: no team has enough observations over time to tell a real change from chance."
    same = groups.pop("No real change", [])
    said = [f"{word.lower()} in {_listed(teams)}" for word, teams in groups.items()]
    if len(same) > 1:
        said.append(f"no real change in {'the other' if said else 'any of'} {len(same)} teams")
    elif same:
        said.append(f"no real change in {same[0]}")
    if few:
        said.append(f"{_listed(few)} {'has' if len(few) == 1 else 'have'} too few observations in a {grain} to judge")
    return f"{name}: {'; '.join(said)}."


def _listed(teams: list[str]) -> str:
    return listed_words(teams) if len(teams) <= _NAMED else f"{len(teams)} teams"
