"""Is it a real change? Process behaviour of a question's series, and the sentence that says so."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from mwm.answer import Column
from mwm.stats.process_behaviour import (
    FEWEST_FOR_LIMITS,
    OUTSIDE,
    SHIFT,
    TREND,
    TWO_OF_THREE,
    Better,
    Point,
    ProcessBehaviour,
    process_behaviour,
)

RULE_WORDS = {
    OUTSIDE: "outside the limits",
    TREND: "seven or more rising or falling in a row",
    TWO_OF_THREE: "two of three close to a limit",
    SHIFT: "seven or more on one side of the average",
}
VARIATION_WORDS = {
    "common_cause": "No real change",
    "improvement_high": "Real improvement",
    "improvement_low": "Real improvement",
    "concern_high": "Real concern",
    "concern_low": "Real concern",
    "neutral_high": "Real rise",
    "neutral_low": "Real fall",
}
METHOD = (
    "Process-behaviour chart (XmR) as in NHS Making Data Count: mean ± 2.66 × average moving range, moving ranges of "
    "3.267 times the average or more left out once; a signal is a point outside the limits, seven in a row on one side "
    "of the mean, seven rising or falling in a row, or two of three beyond two thirds of the way to a limit."
)
FEWEST_AT_A_POINT = 5  # an average of fewer observations moves too much to be judged beside the others
_MISSING = Point(date.min, math.nan, 0, math.nan, math.nan, math.nan, (), None)
TRIAL_CAVEAT = "There are fewer than 13 points, so the limits are trial limits and may move when more months arrive."


def signal_columns(kind: str) -> tuple[Column, ...]:
    """The columns that judged rows gain. kind: how the values are written (average, count)."""
    return (
        Column("mean", "Average of the period", kind),
        Column("lower_process_limit", "Lower limit", kind),
        Column("upper_process_limit", "Upper limit", kind),
        Column("signal", "Signal", words=RULE_WORDS),
        Column("variation", "What it means", words=VARIATION_WORDS),
    )


def judge(
    rows: pd.DataFrame,
    value: str,
    *,
    by: Sequence[str] = (),
    better: Better,
    arriving_since: Any = None,
    limits_until: date | None = None,
) -> tuple[pd.DataFrame, dict[Any, ProcessBehaviour]]:
    """Rows with the columns of signal_columns added, and each series' judgement by its key.

    rows: a month column, each series in the order of its months. by: columns that tell series apart (none: one
    series, with the key ()). Points with fewer than five observations, where rows have an observations column, and
    points from arriving_since on are drawn and not judged. limits_until: work limits out from the months up to this
    one and carry them forward; left out of account where fewer than eight months would be left.
    """
    days = pd.to_datetime(rows["month"]).dt.date.tolist()
    values = rows[value].astype("float64").tolist()
    counts = rows["observations"].tolist() if "observations" in rows else None
    arriving = pd.Timestamp(arriving_since).date() if arriving_since is not None else None
    places: dict[Any, list[int]] = {}
    keys = zip(*(rows[column].tolist() for column in by), strict=True) if by else [()] * len(rows)
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)
    judged: list[Point | None] = [None] * len(rows)
    results = {}
    for key, here in places.items():
        known = [days[place] for place in here if not math.isnan(values[place])]
        thin = {days[place] for place in here if counts is not None and counts[place] < FEWEST_AT_A_POINT}
        if 2 * len(thin.intersection(known)) > len(known):
            thin = set(known)  # mostly thin: judging the few that are not would pick out chance
        late = {day for day in known if arriving is not None and day >= arriving}
        before = [day for day in known if limits_until and day <= limits_until]
        results[key] = process_behaviour(
            [days[place] for place in here],
            [values[place] for place in here],
            better=better,
            baseline=(before[0], before[-1]) if len(before) >= FEWEST_FOR_LIMITS else None,
            unjudged=thin | late,
        )
        by_day = {point.day: point for point in results[key].points}
        for place in here:
            judged[place] = by_day.get(days[place])
    points = [point or _MISSING for point in judged]
    return rows.assign(
        mean=[point.mean for point in points],
        lower_process_limit=[point.lower for point in points],
        upper_process_limit=[point.upper for point in points],
        signal=[", ".join(point.signals) for point in points],
        variation=pd.Series([point.icon for point in points], index=rows.index, dtype=object),
    ), results


def sentence(result: ProcessBehaviour, *, points: str, write: Any, thin: bool = False) -> str:
    """Whether the latest point is a signal, in one plain sentence without a full stop.

    points: what a point is, in the plural ("months"). write: turns a value into text. thin: whether points of few
    observations were left out.
    """
    judged = [point for point in result.points if point.icon is not None]
    if not judged:
        enough = max((phase.points for phase in result.phases), default=0)
        told = f"{enough} of the {FEWEST_FOR_LIMITS} {points} needed"
        least = f", counting those with {FEWEST_AT_A_POINT} or more observations" if thin else ""
        return f"too few to tell a real change from chance: {told}{least}"
    last = judged[-1]
    if not last.signals:
        return "no real change: the latest ups and downs are no more than chance explains"
    way = "above" if last.value > last.mean else "below"
    if SHIFT in last.signals:
        return (
            f"the last {result.shift_length} {points} are all {way} the average of {write(last.mean)}, so this is "
            "unlikely to be chance"
        )
    if last.signals[0] == OUTSIDE:
        return (
            f"the latest lies {way} the range that chance explains ({write(last.lower)} to {write(last.upper)}), so "
            "this is unlikely to be chance"
        )
    if last.signals[0] == TREND:
        moved = "risen" if str(last.icon).endswith("high") else "fallen"
        return f"seven or more {points} in a row have each {moved}, which is unlikely to be chance"
    limit = "upper" if way == "above" else "lower"
    return f"two of the last three {points} are close to the {limit} limit, which is unlikely to be chance"


def verdict(variation: str | None) -> str:
    """One word for a cell or the start of a sentence."""
    return "Too few to say" if variation is None else VARIATION_WORDS[variation]


def means(variation: pd.Series, word: str) -> pd.Series:
    """Which entries of a column of icons are an improvement, a concern, … (missing ones are not)."""
    return variation.map(lambda icon: isinstance(icon, str) and icon.startswith(word)).astype(bool)


def is_trial(results: Sequence[ProcessBehaviour]) -> bool:
    """Whether any judged series has trial limits."""
    return any(result.phases and result.phases[-1].is_trial and result.variation for result in results)
