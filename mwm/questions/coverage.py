"""Whom have we observed, and whom not yet?"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd

from mwm.answer import Answer, Column, Method, written_as
from mwm.disclosure import Thresholds
from mwm.policies import COVERAGE_EXPECTATION
from mwm.questions.coverage_hiding import WorkerCounts
from mwm.questions.plans import Decision, days_in_words, decision
from mwm.questions.present import LEFT_OUT, SQL, WHOSE, Present, present_workers
from mwm.questions.question import listed_words, nothing, question, where
from mwm.scope import Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.viewer import Viewer

DOUBLE_GRADED = 20.0  # percent; 28 of 133 recordings (21%) in Whittaker and colleagues (2017) were graded three times
_COUNTED = ("eligible", "new_workers", "observations")
_COLUMNS = (
    Column("service_area", "Service area"),
    Column("team", "Team"),
    Column("workers", "Workers", "count"),
    Column("observed_12", "Observed in 12 months", "count"),
    Column("share_12", "Share in 12 months", "percent"),
    Column("observed_6", "Observed in 6 months", "count"),
    Column("share_6", "Share in 6 months", "percent"),
    Column("never", "Never observed", "count"),
    Column("new_workers", "New workers", "count"),
    Column("months_since", "Months since the last observation (median)", "average"),
    Column("observations", "Observations", "count"),
    Column("share_double_graded", "Graded by more than one", "percent"),
    Column("share_coached", "Followed by coaching", "percent"),
    Column("days_to_coaching", "Days to coaching (median)", "average"),
    Column("feedback_asked", "Families asked", "count"),
    Column("feedback_per_observation", "Families asked per observation", "average"),
)


@question(
    "coverage",
    "How many workers were observed in the last 6 and 12 months, team by team, and how the observing is done.",
    kinds=("observations", "organisation", "feedback"),
)
def coverage(store: Store, viewer: Viewer, scope: Scope) -> Answer:
    """Coverage of teams, in the order of the organisation: this is no ranking.

    Workers are counted on the last day of the period, or of the last month with observations, at the latest today; 6
    and 12 months are looked back upon from there. Observations, grading, coaching and feedback are those of the period.
    Rows: service_area, team (a group where one is asked for), workers, observed_12, share_12 (percent), observed_6,
    share_6, never (observed), new_workers, months_since (median of those ever observed), observations,
    share_double_graded, share_coached (percent of observations), days_to_coaching (median), feedback_asked,
    feedback_per_observation. extra: whole (the same for all of them together, as a mapping), expectation (percent; None
    where only some settings or one case marker are asked about, because it is of all work), double_graded_expectation,
    last_day.
    """
    method = Method(
        definition=f"{WHOSE} The share of a team is that of its workers who were observed at least once in the 12 (6) "
        "months up to that day.",
        formula="share = workers observed / workers × 100. Observations, coaching and feedback are those of the months "
        "chosen. Time to coaching: days from an observation to the first coaching on it.",
        exclusions=f"{LEFT_OUT} Roles that the framework lists as not observed are left out. The median of months "
        "leaves out who was never observed, that of days what was not followed by coaching.",
        sql=(*SQL, "questions/coverage/practice_by_team"),
    )
    empty = nothing("coverage", scope, _COLUMNS, method, counts=_COUNTED)
    if scope.authority is None or (scope.gate is not None and scope.gate.overlaps(scope)):
        return empty
    present = present_workers(store, scope)
    if present.rows.empty:
        words = f"No worker is known {where(scope)} on {present.day}."
        return nothing("coverage", scope, _COLUMNS, method, headline=words, counts=_COUNTED)
    asked = scope.parameters(by="team")
    done = store.read("questions/coverage/practice_by_team", **asked, last_day=present.last_day)
    is_group = set(done["service_area"].dropna()) == {"(group)"}
    rows = _by_team(present, done[done["team"].notna()], is_group)
    whole = _measures(present, present.rows, done[done["team"].isna()].iloc[0])
    shares, hidden = (_share_in_words(whole, 12), _share_in_words(whole, 6)), list[bool]()
    if scope.gate is not None:
        few = scope.gate.thresholds
        every = present_workers(store, replace(scope, service_areas=(), teams=())) if _is_a_part(scope) else present
        counts = WorkerCounts.of(every, few)
        own = [*zip(rows["service_area"], rows["team"], strict=True)]
        if is_group:
            own = [*zip(present.rows["service_area"], present.rows["team"], strict=True)]
        shares = (counts.share_in_words(whole, 12, own, few), counts.share_in_words(whole, 6, own, few))
        rows, hidden = counts.blanked(rows, [own] if is_group else [[team] for team in own])
        whole = counts.blanked_whole(whole, own)
        rows = _without_few_families(rows, few)
    decided = decision(store, scope, COVERAGE_EXPECTATION)
    of_all_work = not scope.settings and scope.marker is None
    expected = float(decided.value) if of_all_work else None
    return Answer(
        question="coverage",
        status="ok" if whole["workers"] > 0 else "thin",
        headline=_headline(scope, present, whole, rows, expected, shares),
        scope=scope,
        rows=rows,
        columns=_COLUMNS,
        counts={
            "eligible": _known(whole["workers"]),
            "new_workers": _known(whole["new_workers"]),
            "never_observed": _known(whole["never"]),
            "observations": whole["observations"],
            "double_graded": int(done.loc[done["team"].isna(), "double_graded"].iloc[0]),
        },
        method=method,
        caveats=(
            _expectation_words(decided) if of_all_work else "What is expected is expected of all work together.",
            *present.left_out(in_numbers=scope.gate is None),
            "Coaching on the newest observations may still come. The order of teams means nothing.",
            *(("Families who were asked are counted for all settings.",) if scope.settings else ()),
        ),
        better="higher",
        extra={
            "whole": whole,
            "expectation": expected,
            "double_graded_expectation": DOUBLE_GRADED,
            "last_day": present.last_day,
        },
        suppressed=tuple(hidden) if any(hidden) else (),
    )


def _is_a_part(scope: Scope) -> bool:
    return bool(scope.service_areas or scope.teams)


def _without_few_families(rows: pd.DataFrame, few: Thresholds) -> pd.DataFrame:
    asked = rows["feedback_asked"].astype("float64")
    known = ~asked.map(few.count_is_small)
    return rows.assign(
        feedback_asked=asked.where(known), feedback_per_observation=rows["feedback_per_observation"].where(known)
    )


def _known(count: float) -> int | None:
    return None if pd.isna(count) else int(count)


def _by_team(present: Present, done: pd.DataFrame, is_group: bool) -> pd.DataFrame:
    by = "scope_team" if is_group else ["service_area", "team"]
    groups = {key: part for key, part in present.rows.groupby(by, sort=False)}
    nobody = present.rows.iloc[:0]
    rows = [
        {"service_area": unit["service_area"], "team": unit["team"]}
        | _measures(
            present, groups.get(unit["team"] if is_group else (unit["service_area"], unit["team"]), nobody), unit
        )
        for unit in done.to_dict("records")
    ]
    shares = ("share_12", "share_6", "months_since", "share_double_graded", "share_coached", "days_to_coaching")
    frame = pd.DataFrame(rows, columns=[column.key for column in _COLUMNS])
    return frame.astype(dict.fromkeys((*shares, "feedback_per_observation"), "float64"))


def _measures(present: Present, rows: pd.DataFrame, done: Any) -> dict[str, Any]:
    """All numbers of one team, or of all of them. rows: its part of present.rows."""
    workers = rows[~rows["is_new"]].drop_duplicates("worker_id")
    count, observations = len(workers), int(done["observations"])
    observed = {months: int(present.observed_within(months).loc[workers.index].sum()) for months in (6, 12)}
    seen = workers[workers["last_observed"].notna()]

    def share(part: float, whole: int) -> float:
        return part / whole * 100 if whole else math.nan

    return {
        "workers": count,
        "observed_12": observed[12],
        "share_12": share(observed[12], count),
        "observed_6": observed[6],
        "share_6": share(observed[6], count),
        "never": count - len(seen),
        "new_workers": int(rows.loc[rows["is_new"], "worker_id"].nunique()),
        "months_since": float(seen["months_unobserved"].median()),
        "observations": observations,
        "share_double_graded": share(done["double_graded"], observations),
        "share_coached": share(done["coached"], observations),
        "days_to_coaching": float(done["days_to_coaching"]),
        "feedback_asked": int(done["feedback_asked"]),
        "feedback_per_observation": done["feedback_asked"] / observations if observations else math.nan,
    }


def _share_in_words(whole: dict[str, Any], months: int) -> str:
    """The share observed in so many months; of few workers their number."""
    if whole["workers"] < settings().minimum_observations:
        return f"{whole[f'observed_{months}']:,}"
    return written_as(whole[f"share_{months}"], "percent")


def _headline(
    scope: Scope,
    present: Present,
    whole: dict[str, Any],
    rows: pd.DataFrame,
    expected: float | None,
    words: tuple[str, str],
) -> str:
    count, day = whole["workers"], present.day
    if pd.isna(count):
        return f"Hidden: there are too few workers {where(scope)} to show a share without singling somebody out."
    if not count:
        return f"Only new workers are known {where(scope)} on {day}."
    first = f"{words[0][:1].upper()}{words[0][1:]}"
    said = (
        f"{first} of {count:,} workers {where(scope)} were observed in the 12 months up to {day}, {words[1]} in the "
        "last 6"
    )
    if expected is None:
        return f"{said}."
    said += f"; {written_as(expected, 'percent')} are expected."
    below = list(rows.loc[rows["share_12"] < expected, "team"])
    kept_back = rows["share_12"].isna() & ~(rows["workers"] == 0)
    shown = ", of those that are shown" if kept_back.any() else ""
    if len(rows) > 1 and below:
        which = listed_words(below) if len(below) <= 3 else f"{len(below)} of {len(rows)} teams"
        said += f" {which} {'is' if len(below) == 1 else 'are'} below that{shown}."
    elif len(rows) > 1 and not kept_back.all():
        said += f" No team is below that{shown}."
    return said


def _expectation_words(decided: Decision) -> str:
    if decided.set_on is None:
        return (
            f"That {decided.value}% of workers are observed within 12 months is a start, not a standard: the council "
            "can decide otherwise on the page Events and targets."
        )
    why = decided.reason.rstrip(".")
    return (
        f"{decided.value}% within 12 months is expected ({why}; set by {decided.set_by}, "
        f"{days_in_words(decided.set_on, None)})."
    )
