"""Skill, supervision and looked after children on one time axis: do they move together, and with what delay?"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.errors import ScopeError, UsageError
from mwm.framework import Framework
from mwm.questions.looked_after_counts import by_month
from mwm.questions.looked_after_interruption import CAVEAT_EVALUATIONS
from mwm.questions.question import COUNTING, Argument, nothing, question
from mwm.questions.skills import measures
from mwm.scope import PRACTICE, Fact, Month, Period, Scope
from mwm.stats.association import Association, rank_association
from mwm.store import Store
from mwm.viewer import Viewer

LONGEST_LAG = 24  # months
FEWEST_QUARTERS = 8  # pairs of changes, below which no association is told
_FEWEST_OBSERVATIONS = 5  # a quarter's average of fewer moves too much
_SUPERVISION = "supervision"
_COLUMNS = (
    Column("quarter", "Quarter from", "month"),
    Column("practice", "Average grade", "average"),
    Column("observations", "Observations", "count"),
    Column("practice_change", "Change of the average", "average_change"),
    Column("looked_after_quarter", "Looked after, quarter from", "month"),
    Column("looked_after", "Looked after at its end", "count"),
    Column("looked_after_change", "Change in children", "change"),
)
_METHOD = Method(
    definition="The average grade of each quarter over the whole authority, beside the number of looked after children "
    f"at the end of the quarter that lies the chosen delay later. {COUNTING}",
    formula="Spearman’s rank correlation of the changes from quarter to quarter with its 95% interval (Fisher’s z, "
    "Bonett and Wright 2000). Changes are compared, not levels, because two series that merely drift seem to go "
    "together.",
    exclusions=f"Quarters with fewer than {_FEWEST_OBSERVATIONS} observations, and quarters whose last month has no "
    "count. Self-reported supervision.",
    sql=(
        "questions/looked_after/practice_by_quarter",
        "questions/looked_after/supervision_by_quarter",
        "questions/looked_after/count_by_month",
    ),
)


@question(
    "looked-after-beside-practice",
    "Practice or supervision and looked after children on one time axis, with a delay; association, not cause.",
    kinds=("observations", "supervision", "looked_after", "ssda903"),
    arguments=(
        Argument("element", "an element, dimension or composite by its key or name, or supervision"),
        Argument("lag", f"months between practice and the count, 0 to {LONGEST_LAG}, in steps of 3"),
    ),
)
def looked_after_beside_practice(
    store: Store, viewer: Viewer, scope: Scope, *, element: str | None = None, lag: int | str = 0
) -> Answer:
    """Two series of quarters, and how far their changes go together.

    element: what is graded, or "supervision"; None for the framework's first element. lag: months by which the count
    lies later than the grades, a multiple of 3. The scope's period bounds the quarters of the grades. Rows: quarter,
    practice (its average grade), observations, practice_change (from the quarter before), looked_after_quarter,
    looked_after (at that quarter's end), looked_after_change. extra: name, lag, scale, association (n, value, lower,
    upper). Raises ScopeError for an unknown element and UsageError for a lag that cannot be.
    """
    months = _lag(lag)
    if scope.authority is None:
        return _nothing(scope)
    framework = store.framework(scope.authority)
    name, scale, graded = _graded(store, scope, framework, element)
    graded = graded[graded["observations"] >= _FEWEST_OBSERVATIONS]
    graded = _within(graded, scope)
    counted = by_month(store, replace(scope, period=Period())).dropna(subset=["looked_after"])
    stock = {Month.of(month): int(count) for month, count in counted[["month", "looked_after"]].to_numpy()}
    rows = _rows(graded, stock, months)
    if rows.empty or rows["looked_after"].isna().all():
        return _nothing(scope)
    pairs = rows.dropna(subset=["practice_change", "looked_after_change"])
    association = rank_association(pairs["practice_change"], pairs["looked_after_change"])
    return Answer(
        question="looked-after-beside-practice",
        status="ok" if association.n >= FEWEST_QUARTERS else "thin",
        headline=_headline(name, months, association),
        scope=scope,
        rows=rows,
        columns=_COLUMNS,
        counts={"quarters": len(rows), "pairs_of_changes": association.n},
        method=_METHOD,
        caveats=(
            "Association, not cause: many things move both, and the number of children moves slowly.",
            "Trying several delays until one looks strong finds one by chance.",
            CAVEAT_EVALUATIONS,
            "Both series are for the whole authority; service area, team and setting do not narrow them.",
        ),
        better="neutral",
        extra={"name": name, "lag": months, "scale": scale, "association": association},
    )


def _lag(lag: int | str) -> int:
    try:
        months = int(lag)
    except ValueError:
        months = -1
    if not 0 <= months <= LONGEST_LAG or months % 3:
        raise UsageError(
            "The delay is not a whole number of quarters.", mend=f"Give months: 0, 3, 6 … up to {LONGEST_LAG}."
        )
    return months


def _graded(
    store: Store, scope: Scope, framework: Framework, element: str | None
) -> tuple[str, tuple[float, float], pd.DataFrame]:
    """Name, ends of the scale, and the quarters: quarter, observations, average."""
    if element is not None and element.casefold() == _SUPERVISION:
        if not framework.rubrics:
            raise ScopeError("This framework grades no supervision.")
        rubric = framework.rubrics[0]
        rows = store.read(
            "questions/looked_after/supervision_by_quarter",
            authority=scope.authority,
            rubric=rubric.key,
            admitted=_admitted(scope, Fact("supervision", rubric.key, "observed")),
        )
        return rubric.name, (rubric.items[0].scale.lowest, rubric.items[0].scale.highest), rows
    wanted = element or framework.element_keys[0]
    ((key, name),) = measures(framework, "element", wanted).items()
    rows = store.read(
        "questions/looked_after/practice_by_quarter",
        authority=scope.authority,
        element=key,
        admitted=_admitted(scope, PRACTICE),
    )
    return name, (framework.scale.lowest, framework.scale.highest), rows


def _admitted(scope: Scope, fact: Fact) -> Any:
    """What disclosure control lets count of the whole council by quarter."""
    whole = Scope(authority=scope.authority, gate=scope.gate)
    return whole.parameters(fact=fact, over="quarter")["admitted"]


def _within(graded: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    quarters = pd.to_datetime(graded["quarter"])
    first, last = scope.period.first, scope.period.last
    inside = pd.Series(True, index=graded.index)
    if first:
        inside &= quarters >= pd.Timestamp(first.plus(-2).first_day)
    if last:
        inside &= quarters <= pd.Timestamp(last.first_day)
    return graded[inside]


def _rows(graded: pd.DataFrame, stock: dict[Month, int], lag: int) -> pd.DataFrame:
    averages = {Month.of(quarter): (float(average), int(n)) for quarter, n, average in graded.to_numpy()}
    rows = []
    for quarter in sorted(averages):
        average, n = averages[quarter]
        before = averages.get(quarter.plus(-3))
        later = quarter.plus(lag)
        end, earlier = stock.get(later.plus(2)), stock.get(later.plus(-1))
        rows.append(
            {
                "quarter": pd.Timestamp(quarter.first_day),
                "practice": average,
                "observations": n,
                "practice_change": average - before[0] if before else math.nan,
                "looked_after_quarter": pd.Timestamp(later.first_day),
                "looked_after": math.nan if end is None else float(end),
                "looked_after_change": math.nan if end is None or earlier is None else float(end - earlier),
            }
        )
    return pd.DataFrame(rows, columns=[column.key for column in _COLUMNS])


def _headline(name: str, lag: int, found: Association) -> str:
    later = f", {lag} months later," if lag else ""
    about = f"quarterly changes in {name.lower()} and{later} in looked after children (LAC)"
    if found.n < FEWEST_QUARTERS or math.isnan(found.value):
        return f"Too few quarters to say whether {about} go together: {found.n} of {FEWEST_QUARTERS} pairs needed."
    numbers = (
        f"rank correlation {_signed(found.value)} ({_signed(found.lower)} to {_signed(found.upper)}), n = {found.n}"
    )
    if found.lower <= 0 <= found.upper:
        return f"No association to be seen: {about} do not clearly go together ({numbers})."
    way = "tend to move the same way" if found.value > 0 else "tend to move opposite ways"
    return f"An association, not a cause: {about} {way} ({numbers})."


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _nothing(scope: Scope) -> Answer:
    headline = "There are no quarters yet with both grades and counts of looked after children."
    return nothing(
        "looked-after-beside-practice",
        scope,
        _COLUMNS,
        _METHOD,
        headline=headline,
        counts=("quarters",),
        better="neutral",
    )
