"""Made-up series judged like any other, or without a verdict, for people to judge themselves first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from mwm.answer import Answer
from mwm.questions.own_numbers import own_numbers

_CAVEAT = "These numbers are made up, to learn how such a chart is read."
_LIMITS = ("mean", "lower_process_limit", "upper_process_limit")


def made_up(
    days: Sequence[date],
    values: Sequence[float],
    *,
    measure: str,
    better: Literal["higher", "lower", "neutral"],
    has_verdict: bool = True,
) -> Answer:
    """The answer of a made-up series. has_verdict: else its rows have no limits and signals, and it only asks."""
    answer = own_numbers(days, values, better=better, name=measure)
    answer = replace(answer, is_synthetic=True, caveats=(_CAVEAT, *answer.caveats))
    if has_verdict:
        return answer
    rows = answer.rows.assign(**dict.fromkeys(_LIMITS, math.nan), icon=None)
    rows["signal"] = [[] for _ in range(len(rows))]
    return replace(
        answer,
        status="ok",
        headline=f"{measure}: {len(rows)} months. Is anything really changing?",
        rows=rows,
        columns=tuple(column for column in answer.columns if column.key in ("date", "value")),
        caveats=(_CAVEAT,),
        extra={**answer.extra, **dict.fromkeys((*_LIMITS, "variation", "assurance")), "phases": []},
    )
