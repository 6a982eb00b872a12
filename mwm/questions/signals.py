"""Is it a real change? Process behaviour of a question's series, and the sentence that says so."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from mwm.answer import Column
from mwm.questions.aims import Baselines, Targets
from mwm.questions.judging import FEWEST_AT_A_POINT, Chart, Judged, Line, judged_lines, latest_judged
from mwm.scope import Month
from mwm.stats.process_behaviour import Better, Point, ProcessBehaviour
from mwm.stats.process_limits import FEWEST_FOR_LIMITS
from mwm.stats.process_rules import OUTSIDE, SHIFT, TREND, TWO_OF_THREE
from mwm.stats.run_chart import crossings_limit, longest_run_limit

RULE_WORDS = {
    OUTSIDE: "outside the limits",
    TREND: "seven or more rising or falling in a row",
    TWO_OF_THREE: "two of three close to a limit",
    SHIFT: "seven or more on one side of the average",
}
RUN_RULE_WORDS = {SHIFT: "a longer run on one side of the median than chance explains"}
VARIATION_WORDS = {
    "common_cause": "No real change",
    "improvement_high": "Real improvement",
    "improvement_low": "Real improvement",
    "concern_high": "Real concern",
    "concern_low": "Real concern",
    "neutral_high": "Real rise",
    "neutral_low": "Real fall",
}
ASSURANCE_WORDS = {
    "consistently_hits": "Will be hit as long as nothing changes",
    "consistently_misses": "Will be missed as long as nothing changes",
    "hit_and_miss": "Hit or missed by chance",
}
METHOD = (
    "Process-behaviour chart (XmR) as in NHS Making Data Count: mean ± 2.66 × average moving range, moving ranges of "
    "3.267 times the average or more left out once; a signal is a point outside the limits, seven in a row on one side "
    "of the mean, seven rising or falling in a row, or two of three beyond two thirds of the way to a limit."
)
P_METHOD = (
    "p chart: p̄ ± 3 √(p̄ (1 − p̄) / n) with p̄ the share of all observations together, so the limits of a month with few "
    "observations are wider; cut at 0% and 100%. Signals as in the process-behaviour chart (XmR) of NHS Making Data "
    "Count."
)
RUN_METHOD = (
    "Run chart around the median: a signal is a run of points on one side of it longer than log2(n) + 3, rounded, or "
    "fewer crossings of it than chance gives 95 times in 100 (Anhøj and Olesen 2014)."
)
METHODS: dict[str, str] = {"xmr": METHOD, "p": P_METHOD, "run": RUN_METHOD}
LASTING = 8  # points in a shift after which new limits are offered
_MISSING = Point(date.min, math.nan, -1, math.nan, math.nan, math.nan, (), None)
TRIAL_CAVEAT = "There are fewer than 13 points, so the limits are trial limits and may move when more months arrive."


def signal_columns(kind: str, chart: Chart = "xmr") -> tuple[Column, ...]:
    """The columns that judged rows gain. kind: how the values are written (average, count, percent)."""
    middle = "Median" if chart == "run" else "Average"
    return (
        Column("phase", "Phase", "count"),
        Column("mean", f"{middle} of the period", kind),
        Column("lower_process_limit", "Lower limit", kind),
        Column("upper_process_limit", "Upper limit", kind),
        Column("target", "Target", kind),
        Column("signal", "Signal", words=RUN_RULE_WORDS if chart == "run" else RULE_WORDS),
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
    chart: Chart = "xmr",
    counted: str = "",
    months: int = 1,
    targets: Mapping[Any, Targets] | None = None,
    baselines: Mapping[Any, Baselines] | None = None,
    before: pd.DataFrame | None = None,
    adds_columns: bool = True,
) -> tuple[pd.DataFrame, dict[Any, Judged]]:
    """Rows with the columns of signal_columns added, and each series' judgement by its key.

    rows: a month column, each series in the order of its months. by: columns that tell series apart (none: one
    series, with the key ()). Points with fewer than five observations, where rows have an observations column, and
    points from arriving_since on are drawn and not judged. chart: p where the value is the percentage of the
    observations that are counted (a column), with limits that vary with their number. months: in a point. targets and
    baselines: what the council set, by key. before: rows of the same form from before the first one, for limits that
    were fixed on earlier months. limits_until: work limits out from the months up to this one and carry them forward.
    Months for limits are left out of account where they have fewer than eight points. adds_columns: without them the
    rows come back as they are, for who needs the judgements only.
    """
    frame = rows if before is None or before.empty else pd.concat([before, rows], ignore_index=True)
    early = len(frame) - len(rows)
    codes, moments = pd.factorize(pd.to_datetime(frame["month"]))
    day_of = [moment.date() for moment in moments]
    days = [day_of[code] for code in codes.tolist()]
    values = frame[value].astype("float64").tolist()
    counts = frame["observations"].tolist() if "observations" in frame else None
    if chart == "p":
        values = [math.nan if math.isnan(share) else n for share, n in zip(values, frame[counted], strict=True)]
    every: dict[Any, list[int]] = {}
    keys = zip(*(frame[column].tolist() for column in by), strict=True) if by else [()] * len(frame)
    for place, key in enumerate(keys):
        every.setdefault(key, []).append(place)
    places = {key: each for key, each in every.items() if each[-1] >= early}
    lines = [
        Line(
            [days[place] for place in each],
            [values[place] for place in each],
            [counts[place] for place in each] if counts is not None else None,
            days[each[bisect_left(each, early)]],
            baselines.get(key) if baselines else None,
            targets.get(key) if targets else None,
        )
        for key, each in places.items()
    ]
    arriving = pd.Timestamp(arriving_since).date() if arriving_since is not None else None
    judged = judged_lines(
        lines, better=better, chart=chart, months=months, arriving_since=arriving, limits_until=limits_until
    )
    results = dict(zip(places, judged, strict=True))
    if not adds_columns:
        return rows, results
    points = [_MISSING] * len(frame)
    aims: list[float | None] = [None] * len(frame)
    for line, here, result in zip(lines, places.values(), judged, strict=True):
        at = {point.day: point for point in result.points}
        thin = line.used().thin() if chart == "p" else ()  # limits so wide would say nothing and dwarf the others
        for place in here:
            point = at.get(days[place], _MISSING)
            points[place] = point._replace(lower=math.nan, upper=math.nan) if days[place] in thin else point
            if line.targets:
                aims[place] = line.targets.value_at(days[place], months)
    del points[:early]
    return rows.assign(
        phase=[point.phase + 1 if point.phase >= 0 else math.nan for point in points],
        mean=[point.mean for point in points],
        lower_process_limit=[point.lower for point in points],
        upper_process_limit=[point.upper for point in points],
        target=pd.Series(aims[early:], index=rows.index, dtype="float64"),
        signal=[", ".join(point.signals) for point in points],
        variation=pd.Series([point.icon for point in points], index=rows.index, dtype=object),
    ), results


def decisions_said(results: Sequence[Judged]) -> tuple[str, ...]:
    """Whose decisions the limits of these series follow, as sentences for under the chart, each once."""
    said = []
    for result in results:
        said += [one.words for one in (result.fixed, *result.rebases) if one]
        if result.too_few:
            said.append(
                f"The months set for the limits ({result.too_few.period.words}) have fewer than {FEWEST_FOR_LIMITS} "
                "points that can be judged, so the limits come from all that are shown."
            )
    return tuple(dict.fromkeys(said))


def lasting_shift(result: ProcessBehaviour) -> Month | None:
    """The first month of a shift of eight points or more, the latest among them, since the limits began.

    None without such a shift, and where it is as old as its limits: new limits from there would be the same.
    """
    latest = latest_judged(result)
    if not latest or SHIFT not in latest[-1].signals or not LASTING <= result.shift_length < len(latest):
        return None
    return Month.of(latest[-result.shift_length].day)


def sentence(
    result: ProcessBehaviour,
    *,
    points: str,
    write: Any,
    thin: bool = False,
    limits_from: str = "",
    earlier: bool = True,
    counted: str = "observations",
) -> str:
    """Whether the latest point is a signal, in one plain sentence without a full stop.

    points: what a point is, in the plural ("months"). write: turns a value into text. thin: whether points of few
    observations were left out. limits_from: the months that a council chose for the limits, in words. earlier: whether
    a shift is set beside the average of the points before it, where it lies apart from that too. counted: what a point
    is made of, in the plural.
    """
    judged = latest_judged(result)
    chosen = f" (limits from {limits_from})" if limits_from else ""
    if not judged:
        enough = result.phases[-1].points if result.phases else 0
        told = f"{enough} of the {FEWEST_FOR_LIMITS} {points} needed"
        least = f", counting those with {FEWEST_AT_A_POINT} or more {counted}" if thin else ""
        return f"too few to tell a real change from chance: {told}{least}{chosen}"
    last = judged[-1]
    if not last.signals:
        return f"no real change: the latest ups and downs are no more than chance explains{chosen}"
    way = "above" if last.value > last.mean else "below"
    if SHIFT in last.signals:
        since = Month.of(judged[-result.shift_length].day).short
        level = _level_before(result, judged) if earlier else None
        beside = f"earlier average of {write(level)}" if level is not None else f"average of {write(last.mean)}"
        return (
            f"the last {result.shift_length} {points}, since {since}, are all {way} the {beside}{chosen}, so this is "
            "unlikely to be chance"
        )
    if last.signals[0] == OUTSIDE:
        reach = f"{write(last.lower)} to {write(last.upper)}"
        return (
            f"the latest lies {way} the range that chance explains ({reach}){chosen}, so this is unlikely to be chance"
        )
    if last.signals[0] == TREND:
        moved = "risen" if str(last.icon).endswith("high") else "fallen"
        return f"seven or more {points} in a row have each {moved}, which is unlikely to be chance"
    limit = "upper" if way == "above" else "lower"
    return f"two of the last three {points} are close to the {limit} limit{chosen}, which is unlikely to be chance"


def run_sentence(result: Judged, *, points: str, write: Any) -> str:
    """The same for a run chart: its latest and longest run, and how often it crosses the median."""
    judged, runs = result.latest, result.runs
    if not judged or runs is None:
        return sentence(result, points=points, write=write, thin=True)
    chosen = f" (median from {result.limits_from})" if result.limits_from else ""
    median = write(judged[-1].mean)
    fewest = crossings_limit(runs.useful) if runs.useful else 0
    if judged[-1].signals:
        way = "above" if judged[-1].value > judged[-1].mean else "below"
        run = _last_run(judged)
        since = Month.of(run[0].day).short
        some_on_it = " or on it" if any(point.value == point.mean for point in run) else ""
        return (
            f"the last {len(run)} {points}, since {since}, all lie {way} the median of {median}{some_on_it}{chosen}, "
            "so this is unlikely to be chance"
        )
    if runs.crossings < fewest:
        return (
            f"the line crosses the median of {median} only {_times(runs.crossings)}, and chance alone would give "
            f"{fewest} or more{chosen}, so the values drift"
        )
    most = longest_run_limit(runs.useful) if runs.useful else 0
    longest = f"1 {points.removesuffix('s')}" if runs.longest == 1 else f"{runs.longest} {points}"
    return (
        f"no real change: the longest run on one side of the median of {median} is {longest} (chance "
        f"explains {most}), and the line crosses it {_times(runs.crossings)} (chance gives {fewest} or more){chosen}"
    )


def drifts(result: Judged) -> bool:
    """Whether a run chart crosses its median less often than chance explains."""
    runs = result.runs
    return runs is not None and runs.useful > 0 and runs.crossings < crossings_limit(runs.useful)


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _last_run(judged: Sequence[Point]) -> Sequence[Point]:
    """The points since the line last crossed the median, from the first that lies off it."""
    sides = [(point.value > point.mean) - (point.value < point.mean) for point in judged]
    latest = next(side for side in reversed(sides) if side)
    crossed = max((place for place, side in enumerate(sides) if side == -latest), default=-1)
    return judged[sides.index(latest, crossed + 1) :]


def _level_before(result: ProcessBehaviour, judged: Sequence[Point]) -> float | None:
    """The average of the points before the latest shift; None where there is none, or the shift is not apart from it.

    Without it too where the limits come from other points than these: then their average is what they are judged by.
    """
    shifted, sooner = judged[-result.shift_length :], judged[: -result.shift_length]
    if not sooner or result.phases[-1].points != len(judged):
        return None
    level = math.fsum(point.value for point in sooner) / len(sooner)
    apart = all((point.value > level) == (shifted[-1].value > shifted[-1].mean) for point in shifted)
    return level if apart else None


def verdict(variation: str | None) -> str:
    """One word for a cell or the start of a sentence."""
    return "Too few to say" if variation is None else VARIATION_WORDS[variation]


def means(variation: pd.Series, word: str) -> pd.Series:
    """Which entries of a column of icons are an improvement, a concern, … (missing ones are not)."""
    return variation.map(lambda icon: isinstance(icon, str) and icon.startswith(word)).astype(bool)


def is_trial(results: Sequence[ProcessBehaviour]) -> bool:
    """Whether any judged series has trial limits."""
    return any(result.phases and result.phases[-1].is_trial and result.variation for result in results)
