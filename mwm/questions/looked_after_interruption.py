"""Did looked after children change after a month, such as the one in which the programme began?"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.errors import ScopeError, UsageError
from mwm.questions.interruption import interruption_answer, possible_dates
from mwm.questions.looked_after_counts import by_month
from mwm.questions.question import Argument, nothing, question
from mwm.scope import Month, Scope
from mwm.stats.interruption import FEWEST_TO_FIT, interruption
from mwm.store import Store
from mwm.viewer import Viewer

Of = Literal["looked_after", "started", "ceased"]

OF_WORDS: dict[str, str] = {
    "looked_after": "Children looked after at each month’s end",
    "started": "Children who started to be looked after",
    "ceased": "Children who ceased to be looked after",
}
CAVEAT_EVALUATIONS = (
    "The independent evaluation of 2017 found better practice, and too little evidence that it changed outcomes for "
    "children (Luckock and colleagues, University of Sussex, for the Department for Education)."
)
_CAVEAT_STOCK = (
    "The number at a month’s end carries over most children of the month before, so it drifts: of such series without "
    "any change, more than a third show one here. Look at who started and who ceased too."
)
_AT = Argument("at", "first month after the change; the council's baseline month's next where left out", kind="month")


@question(
    "looked-after-interruption",
    "Whether looked after children changed after a month: an interrupted time series, the earlier trend carried on.",
    kinds=("looked_after", "ssda903"),
    arguments=(_AT, Argument("of", "which series", kind="choice", choices=tuple(OF_WORDS))),
)
def looked_after_interruption(
    store: Store, viewer: Viewer, scope: Scope, *, at: Month | None = None, of: Of = "looked_after"
) -> Answer:
    """An interrupted time series of the monthly counts of the scope's period.

    at: the first month after the change; None for the month after the council's baseline, else the middle of the
    series. of: the count at each month's end (a linear model with Newey–West errors), or who started or ceased (Poisson
    with the population aged 0 to 17 as offset where every month has one, and Newey–West errors). Rows and
    extra["interruption"] as interruption_answer gives them; extra: at, choices (months that `at` can be). Raises
    ScopeError for a month without enough counts on both sides.
    """
    columns = (Column("date", "Date", "date"), Column("value", "Value", "number"))
    method = Method(
        definition="Monthly counts of looked after children.", sql=("questions/looked_after/count_by_month",)
    )
    rows = by_month(store, scope)
    days = [month.date() for month in rows["month"]]
    values = rows[of].astype("float64").tolist() if of in rows else []
    choices = [Month.of(day) for day in possible_dates(days, values)]
    if not choices:
        headline = (
            f"There are too few monthly counts to compare the time before and after a month: {FEWEST_TO_FIT} are "
            "needed on each side."
        )
        return nothing(
            "looked-after-interruption", scope, columns, method, headline=headline, counts=("months",), better="neutral"
        )
    chosen = at or _usual(store, scope, choices)
    if chosen not in choices:
        raise ScopeError(
            f"{chosen.long} has too few monthly counts before or after it.",
            mend=f"Choose a month from {choices[0]} to {choices[-1]}.",
        )
    population = rows["population_0_17"].astype("float64")
    is_flow = of != "looked_after"
    try:
        result = interruption(
            days,
            values,
            chosen.first_day,
            family="poisson" if is_flow else "linear",
            population=population.tolist() if is_flow and population.notna().all() else None,
        )
    except UsageError as refusal:
        raise ScopeError(refusal.what, mend=refusal.mend) from None
    told = interruption_answer(result, question="looked-after-interruption")
    return replace(
        told,
        headline=f"{OF_WORDS[of]}: {told.headline[0].lower()}{told.headline[1:]}",
        scope=scope,
        method=replace(told.method, sql=method.sql),
        caveats=(*told.caveats, *(() if is_flow else (_CAVEAT_STOCK,)), CAVEAT_EVALUATIONS),
        extra={**told.extra, "at": chosen, "choices": choices, "of": of},
    )


def _usual(store: Store, scope: Scope, choices: list[Month]) -> Month:
    baseline = store.read_once("questions/looked_after/baseline", authority=scope.authority)
    if len(baseline):
        after = Month.of(pd.Timestamp(baseline["first_month"].iloc[0])).plus(1)
        if after in choices:
            return after
    return choices[len(choices) // 2]
