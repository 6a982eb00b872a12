"""Which series carry a signal, since when, and would a target be hit?"""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.questions.overview import units_of
from mwm.questions.periods import chosen_grain
from mwm.questions.question import Argument, listed_words, nothing, question
from mwm.questions.signals import METHOD, RULE_WORDS, VARIATION_WORDS, judge, means
from mwm.questions.skills import arriving_since, measures
from mwm.scope import Month, Scope
from mwm.settings import settings
from mwm.stats.process_behaviour import ProcessBehaviour, assurance_of
from mwm.store import Store
from mwm.viewer import Viewer

ASSURANCE_WORDS = {
    "consistently_hits": "Will be hit as long as nothing changes",
    "consistently_misses": "Will be missed as long as nothing changes",
    "hit_and_miss": "Hit or missed by chance",
}
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
    Column("assurance", "Threshold", words=ASSURANCE_WORDS),
)
_METHOD = Method(
    definition="The latest judged average of each element in each part of the service, and whether it is a signal. "
    "Assurance is against the framework's threshold.",
    formula=METHOD,
    exclusions="Series of fewer than eight points, and points still arriving, are not judged.",
    sql=("questions/overview/element_by_unit_and_month", "questions/skills/total"),
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
    by: Literal["service_area", "team"] = "service_area",
    grain: str = "auto",
) -> Answer:
    """Signals by unit and element.

    Rows: unit, element (key), month (of the latest judged point), latest, observations (of that point), mean,
    lower_process_limit, upper_process_limit, variation (None where not judged), signal (rule names), since (first month
    of the unbroken stretch of points with that meaning; None for common cause), assurance against the threshold.
    """
    total = None
    if scope.authority is not None:
        total = store.read("questions/skills/total", **scope.parameters()).iloc[0]
    if scope.authority is None or total is None or not total["observations"]:
        return nothing("skill-signal", scope, _COLUMNS, _METHOD, counts=("series",))
    framework = store.framework(scope.authority)
    names = measures(framework, "element", element)
    first, last = Month.of(total["first_month"]), Month.of(total["last_month"])
    units = units_of(store, scope, by)
    enough = settings().minimum_observations
    series = store.read(
        "questions/overview/element_by_unit_and_month",
        authority=scope.authority,
        service_areas=list(scope.service_areas),
        teams=list(scope.teams),
        settings=list(scope.settings),
        elements=list(names),
        unit=by,
        first_month=first.first_day,
        last_month=last.first_day,
        grain=chosen_grain(grain, int(total["observations"]) / max(len(units), 1), last.minus(first) + 1, enough),
    )
    series["average"] = series["grade_sum"] / series["observations"]
    series, results = judge(
        series, "average", by=("element", "unit"), better="higher", arriving_since=arriving_since(total)
    )
    counts = {(row.element, row.unit, row.month): row.observations for row in series.itertuples(index=False)}
    rows = pd.DataFrame(
        [_row(unit, key, results.get((key, unit)), counts, framework.threshold) for unit in units for key in names],
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
    unit: str, key: str, result: ProcessBehaviour | None, counts: dict[Any, Any], threshold: float
) -> dict[str, object]:
    row: dict[str, object] = {"unit": unit, "element": key}
    judged = [point for point in result.points if point.icon] if result else []
    if not judged:
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
        "observations": counts.get((key, unit, pd.Timestamp(last.day))),
        "mean": last.mean,
        "lower_process_limit": last.lower,
        "upper_process_limit": last.upper,
        "variation": last.icon,
        "signal": ", ".join(last.signals),
        "since": since,
        "assurance": assurance_of(last.lower, last.upper, threshold, "higher"),
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
