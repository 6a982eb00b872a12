"""Where could the number of looked after children go, if months stay as they have been? A range, never a line."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.errors import UsageError
from mwm.questions.looked_after_counts import KINDS, by_month
from mwm.questions.question import Argument, nothing, question
from mwm.scope import Month, Period, Scope
from mwm.stats.projection import projection
from mwm.store import Store
from mwm.viewer import Viewer

MOST_MONTHS = 24
_COLUMNS = (
    Column("month", "Month", "month"),
    Column("lower_90", "9 in 10: from", "count"),
    Column("lower_50", "1 in 2: from", "count"),
    Column("upper_50", "1 in 2: to", "count"),
    Column("upper_90", "9 in 10: to", "count"),
)
_METHOD = Method(
    definition="The range of the count in simulated futures that go on like the last months: one half of them, and "
    "nine in ten, lie within it.",
    formula="Each simulated month: starts drawn at the recent rate, leavers as a share of those there (negative "
    "binomial and beta-binomial, with what few months cannot tell drawn anew each time); where starts and ends are not "
    "known, recent changes of the count drawn again in blocks (Politis and Romano 1992).",
    exclusions="Nothing that has not happened in the months learnt from: no new policy, no new need, no season.",
    sql=("questions/looked_after/count_by_month",),
)


@question(
    "looked-after-projection",
    "The range in which looked after children could be in the months to come, if things go on as they have.",
    kinds=KINDS,
    arguments=(Argument("months", f"how many months ahead, 1 to {MOST_MONTHS}; 12 where left out"),),
)
def looked_after_projection(store: Store, viewer: Viewer, scope: Scope, *, months: int | str = 12) -> Answer:
    """Ranges of the count month by month after the last one of the scope's period.

    months: ahead. Rows: month (the last with a count first), lower_90, lower_50, upper_50, upper_90. extra: history
    (month, looked_after), assumptions. Raises UsageError for months that cannot be.
    """
    ahead = int(months) if str(months).strip().isdigit() else 0
    if not 1 <= ahead <= MOST_MONTHS:
        raise UsageError("That is not a number of months ahead.", mend=f"Give 1 to {MOST_MONTHS} months.")
    rows = by_month(store, replace(scope, period=Period(None, scope.period.last)))
    known = rows.dropna(subset=["looked_after"])
    try:
        found = projection(
            rows["looked_after"].astype("float64").tolist(),
            rows["started"].astype("float64").tolist(),
            rows["ceased"].astype("float64").tolist(),
            ahead=ahead,
        )
    except UsageError:
        headline = "There are too few monthly counts to say where the number could go: twelve changes are needed."
        return nothing(
            "looked-after-projection", scope, _COLUMNS, _METHOD, headline=headline, counts=("months",), better="neutral"
        )
    last = Month.of(known["month"].iloc[-1])
    steps = pd.DataFrame([step._asdict() for step in found.steps])
    steps["month"] = [pd.Timestamp(last.plus(int(step)).first_day) for step in steps["ahead"]]
    end = found.steps[-1]
    return Answer(
        question="looked-after-projection",
        status="ok",
        headline=f"If months go on as the last {found.months} did, between {end.lower_90:,} and {end.upper_90:,} "
        f"children could be looked after (LAC) at the end of {last.plus(ahead).long} in nine of ten simulated futures; "
        f"{known['looked_after'].iloc[-1]:,.0f} were at the end of {last.long}. This is a range, not a forecast.",
        scope=scope,
        rows=steps[[column.key for column in _COLUMNS]],
        columns=_COLUMNS,
        counts={"months": found.months},
        method=_METHOD,
        caveats=found.assumptions,
        extra={"history": known[["month", "looked_after"]].tail(36), "assumptions": found.assumptions},
    )
