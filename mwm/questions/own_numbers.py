"""Your own numbers: any dated series, judged by the same rules, with nothing stored."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from mwm.answer import Answer, Column, Method, half_up, minus
from mwm.errors import UsageError
from mwm.questions.signals import METHOD, RULE_WORDS, TRIAL_CAVEAT, VARIATION_WORDS, is_trial, sentence, verdict
from mwm.scope import Scope
from mwm.stats.process_behaviour import Better, ProcessBehaviour, process_behaviour
from mwm.stats.process_limits import Chart
from mwm.stats.run_chart import crossings_limit, median_runs

_FORMULAS: dict[str, str] = {
    "xmr": METHOD,
    "p": "p chart: share ± 3 √(p̄ (1 − p̄) / n), which varies with n, cut at 0 and 1; the same rules as the XmR chart.",
    "u": "u chart: events per unit ± 3 √(ū / n), cut at 0; the same rules as the XmR chart.",
    "c": "c chart: count ± 3 √c̄, cut at 0; the same rules as the XmR chart.",
    "run": "Run chart around the median: a signal is a run longer than log2(n) + 3 (Anhøj and Olesen 2014).",
    "g": "g chart of the cases or days between rare events: ḡ ± 3 √(ḡ (ḡ + 1)), cut at 0, around the median; the same "
    "rules as the XmR chart (Benneyan 2001).",
    "t": "t chart of the time between rare events: an XmR chart of time^(1/3.6), raised to 3.6 again; the same rules "
    "(Nelson 1994).",
}
_ASSURANCE_WORDS = {
    "consistently_hits": "The target will be hit as long as nothing changes.",
    "consistently_misses": "The target will be missed as long as nothing changes.",
    "hit_and_miss": "The target will sometimes be hit and sometimes missed, by chance alone.",
}


def own_numbers(
    days: Sequence[date],
    values: Sequence[float],
    *,
    denominators: Sequence[float] | None = None,
    chart: Chart = "xmr",
    better: Better = "neutral",
    target: float | None = None,
    screen: bool = True,
    rebase_at: Sequence[date] = (),
    name: str = "This series",
) -> Answer:
    """Judge a series that somebody brought along.

    days in order, each once; values with NaN for gaps; denominators for p and u charts. Rows: date, value, phase
    (from 1), mean, lower_process_limit, upper_process_limit, signal (list of rule names, strongest first), icon.
    extra: mean and limits of the latest phase, variation, assurance, phases. Raises UsageError for options that do
    not fit together.
    """
    _refuse_what_does_not_fit(days, values, denominators, chart, target)
    result = process_behaviour(
        days,
        values,
        chart=chart,
        denominators=denominators,
        better=better,
        target=target,
        screen=screen,
        rebase_at=rebase_at,
    )
    rows = pd.DataFrame(
        [
            {
                "date": point.day,
                "value": point.value,
                "phase": point.phase + 1,
                "mean": point.mean,
                "lower_process_limit": point.lower,
                "upper_process_limit": point.upper,
                "signal": list(point.signals),
                "icon": point.icon,
            }
            for point in result.points
        ]
    )
    latest = result.phases[-1]
    return Answer(
        question="own-numbers",
        status="ok" if result.variation else "thin",
        headline=_headline(result, name, target),
        scope=Scope(),
        rows=rows,
        columns=(
            Column("date", "Date", "date"),
            Column("value", "Value", "number"),
            Column("phase", "Phase", "count"),
            Column("mean", "Median" if chart in ("run", "g") else "Average", "number"),
            Column("lower_process_limit", "Lower limit", "number"),
            Column("upper_process_limit", "Upper limit", "number"),
            Column("signal", "Signal", "list", words=RULE_WORDS),
            Column("icon", "What it means", words=VARIATION_WORDS),
        ),
        counts={"points": len(result.points), "phases": len(result.phases), **_crossings(result, chart)},
        method=Method(
            definition="Each value, judged by limits worked out from the series itself.",
            formula=_FORMULAS[chart],
            exclusions="Blank values are gaps. Below 8 points there are no limits; below 13 they are trial limits.",
        ),
        caveats=_caveats(result, chart, rebase_at),
        better=better,
        extra={
            "mean": _plain(latest.mean),
            "lower_process_limit": _plain(latest.lower),
            "upper_process_limit": _plain(latest.upper),
            "variation": result.variation,
            "assurance": result.assurance,
            "target": target,
            "chart": chart,
            "phases": [
                {
                    "phase": number,
                    "from": f"{phase.first:%Y-%m-%d}",
                    "to": f"{phase.last:%Y-%m-%d}",
                    "points": phase.points,
                    "mean": _plain(phase.mean),
                    "lower_process_limit": _plain(phase.lower),
                    "upper_process_limit": _plain(phase.upper),
                    "trial": phase.is_trial,
                }
                for number, phase in enumerate(result.phases, start=1)
            ],
        },
    )


def _refuse_what_does_not_fit(
    days: Sequence[date],
    values: Sequence[float],
    denominators: Sequence[float] | None,
    chart: Chart,
    target: float | None,
) -> None:
    if chart in ("p", "u") and denominators is None:
        raise UsageError(f"A {chart} chart needs a denominator.", mend="Name its column with --denominator.")
    if chart not in ("p", "u") and denominators is not None:
        mend = "Choose the p chart (shares) or the u chart (rates), or leave the denominator out."
        raise UsageError(f"The {chart} chart takes no denominator.", mend=mend)
    if target is not None and not math.isfinite(target):
        raise UsageError("The target is not a number.", mend="Write it in digits.")
    sizes = denominators if denominators is not None else [math.inf] * len(days)
    for day, value, size in zip(days, values, sizes, strict=True):
        if chart == "p" and (value > size or value < 0):
            raise UsageError(
                f"On {day:%Y-%m-%d} the value does not lie between 0 and its denominator.",
                mend="In a p chart the value counts those, out of the denominator, that have something.",
            )
        if chart in ("c", "u", "g") and value < 0:
            raise UsageError(
                f"A {chart} chart counts, and the value on {day:%Y-%m-%d} is below zero.", mend="Use the xmr chart."
            )
        if chart == "t" and value <= 0:
            raise UsageError(
                f"A t chart takes times between events, and the one on {day:%Y-%m-%d} is not above zero.",
                mend="Where two events fell on one day, use the g chart.",
            )


def _caveats(result: ProcessBehaviour, chart: Chart, rebase_at: Sequence[date]) -> tuple[str, ...]:
    said = [TRIAL_CAVEAT] if chart != "run" and is_trial([result]) else []
    first, last = result.points[0].day, result.points[-1].day
    for day in sorted(set(rebase_at)):
        if not first < day <= last:
            said.append(
                f"New limits from {day:%d/%m/%Y} change nothing: the values run from {first:%d/%m/%Y} to "
                f"{last:%d/%m/%Y}."
            )
    found = _crossings(result, chart)
    if found and found["crossings"] < found["fewest_crossings_by_chance"]:
        least = found["fewest_crossings_by_chance"]
        said.append(
            f"The line crosses the median {found['crossings']} times, fewer than the {least} that chance alone would "
            "give at least: the values drift."
        )
    return tuple(said)


def _crossings(result: ProcessBehaviour, chart: Chart) -> dict[str, int]:
    """How often a run chart's latest phase crosses its median, and the fewest times that chance explains."""
    if chart != "run" or result.variation is None:
        return {}
    phase = result.points[-1].phase
    values = np.array([point.value for point in result.points if point.phase == phase and point.icon])
    runs = median_runs(values, result.phases[-1].mean)
    if runs.useful < 2:
        return {}
    return {
        "longest_run": runs.longest,
        "crossings": runs.crossings,
        "fewest_crossings_by_chance": crossings_limit(runs.useful),
    }


def to_json_shape(answer: Answer) -> dict[str, Any]:
    """The answer as the command line promises it: the usual keys, and mean, limits, variation, assurance and phases."""
    return {**answer.to_dict(), **answer.extra}


def _headline(result: ProcessBehaviour, name: str, target: float | None) -> str:
    last = result.points[-1]
    why = sentence(result, points="points", write=number_words)
    told = f"{name}: {number_words(last.value)} on {last.day:%d/%m/%Y}, {why}."
    if result.variation and result.variation != "common_cause":
        told = f"{verdict(result.variation)}. {told}"
    if result.assurance and target is not None:
        told += f" {_ASSURANCE_WORDS[result.assurance]}"
    return told


def number_words(value: float) -> str:
    """A number of unknown kind, to three significant digits or whole."""
    if math.isnan(value):
        return "–"
    if abs(value) >= 100:
        return minus(f"{half_up(value, 0):,.0f}")
    return minus(f"{value:.3g}")


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value
