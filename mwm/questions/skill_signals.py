"""Which series carry a signal, since when, and would a target be hit?"""

from __future__ import annotations

from datetime import date

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.questions.aims import By
from mwm.questions.judging import Judged
from mwm.questions.overview import units_of
from mwm.questions.question import COUNTING, Argument, listed_words, nothing, question
from mwm.questions.readings import total_of
from mwm.questions.signals import ASSURANCE_WORDS, METHOD, RULE_WORDS, VARIATION_WORDS, means
from mwm.questions.skills import measures
from mwm.questions.unit_series import unit_series
from mwm.scope import Scope
from mwm.settings import settings
from mwm.stats.process_behaviour import assurance_of
from mwm.store import Store
from mwm.viewer import Viewer

_COLUMNS = (
    Column("unit", "Part of the service"),
    Column("element", "Element"),
    Column("month", "Latest", "month"),
    Column("latest", "Average grade", "average"),
    Column("observations", "Observations", "count"),
    Column("mean", "Average of the period", "average"),
    Column("lower_process_limit", "Lower limit", "average"),
    Column("upper_process_limit", "Upper limit", "average"),
    Column("variation", "What it means", words=VARIATION_WORDS),
    Column("signal", "Signal", words=RULE_WORDS),
    Column("since", "Since", "month"),
    Column("target", "Target", "average"),
    Column("assurance", "Will the target be hit?", words=ASSURANCE_WORDS),
)
_METHOD = Method(
    definition="The latest judged average of each element in each part of the service, and whether it is a signal. "
    f"{COUNTING} "
    "Whether a target will be hit is told for the target where one was set, else for the framework's threshold.",
    formula=METHOD,
    exclusions="Series of fewer than eight points, and points still arriving, are not judged.",
    sql=(
        "questions/overview/element_by_unit_and_month",
        "questions/plans/baseline_in_scope",
        "questions/plans/target_in_scope",
        "questions/skills/total",
    ),
)


@question(
    "skill-signal",
    "For each element and part of the service: latest average, limits, whether it is a signal, and since when.",
    kinds=("observations",),
    arguments=(
        Argument("element", "one element, dimension or composite by its key or name; all where left out"),
        Argument("by", "what a unit is", kind="choice", choices=("service_area", "team")),
        Argument("grain", "how fine", kind="choice", choices=("month", "quarter", "year", "auto")),
    ),
)
def skill_signal(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    element: str | None = None,
    by: By = "service_area",
    grain: str = "auto",
) -> Answer:
    """Signals by unit and element.

    Rows: unit, element (key), month (of the latest judged point), latest, observations (of that point), mean,
    lower_process_limit, upper_process_limit, variation (None where not judged), signal (rule names), since (first month
    of the unbroken stretch of points with that meaning; None for common cause), target (None without one), assurance
    (against the target where there is one, else against the framework's threshold).
    """
    total = total_of(store, scope) if scope.authority is not None else None
    if scope.authority is None or total is None or total.observations == 0:
        return nothing("skill-signal", scope, _COLUMNS, _METHOD, counts=("series",))
    framework = store.framework(scope.authority)
    names = measures(framework, "element", element)
    units = units_of(store, scope, by)
    enough = settings().minimum_observations
    found = unit_series(store, scope, total, list(names), by, units, grain=grain, enough=enough)
    columns = (found.series[name].tolist() for name in ("element", "unit", "month", "observations"))
    counts = {(key, unit, day.date()): n for key, unit, day, n in zip(*columns, strict=True)}
    rows = pd.DataFrame(
        [
            _row(unit, key, found.results.get((key, unit)), counts, framework.threshold)
            for unit in units
            for key in names
        ],
        columns=[column.key for column in _COLUMNS],
    )
    judged = rows["variation"].notna()
    return Answer(
        question="skill-signal",
        status="ok" if judged.any() else "thin",
        headline=_headline(rows, names),
        scope=scope,
        rows=rows,
        columns=_COLUMNS,
        counts={
            "series": len(rows),
            "judged_series": int(judged.sum()),
            "signals": int((judged & (rows["variation"] != "common_cause")).sum()),
        },
        method=_METHOD,
        caveats=("Among many series, a few show a signal by chance alone; the method says how many to expect.",),
        better="higher",
        extra={"names": names},
    )


def _row(
    unit: str, key: str, result: Judged | None, counts: dict[tuple[str, str, date], int], threshold: float
) -> dict[str, object]:
    row: dict[str, object] = {"unit": unit, "element": key}
    judged = result.latest if result else []
    if not result or not judged:
        return row
    last = judged[-1]
    since = None
    if last.icon != "common_cause":
        for point in reversed(judged):
            if point.icon != last.icon:
                break
            since = point.day
    return row | {
        "month": last.day,
        "latest": last.value,
        "observations": counts.get((key, unit, last.day)),
        "mean": last.mean,
        "lower_process_limit": last.lower,
        "upper_process_limit": last.upper,
        "variation": last.icon,
        "signal": ", ".join(last.signals),
        "since": since,
        "target": result.target,
        "assurance": result.assurance
        if result.target is not None
        else assurance_of(last.lower, last.upper, threshold, "higher"),
    }


def _headline(rows: pd.DataFrame, names: dict[str, str]) -> str:
    said = []
    for word in ("improvement", "concern"):
        found = rows[means(rows["variation"], word)]
        if len(found):
            listed = [
                f"{names[key].lower()} in {unit}" for key, unit in zip(found["element"], found["unit"], strict=True)
            ]
            more = f"{listed_words(listed)}" if len(listed) <= 4 else f"{len(listed)} series"
            said.append(f"real {word} in {more}")
    judged = int(rows["variation"].notna().sum())
    if not judged:
        return "Too few months to tell a real change from chance."
    told = "; ".join(said) or "no real change in any series"
    return f"{told[0].upper()}{told[1:]} ({judged} of {len(rows)} series could be judged)."
