"""The monthly counts of looked after children as several questions need them: read, judged, explained."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from mwm.disclosure import Thresholds, hidden_categories, hidden_flows
from mwm.questions.aims import HERE, Baselines, baselines_for, earlier_months, targets_for
from mwm.questions.judging import Judged
from mwm.questions.plans import Decision, days_in_words, decision
from mwm.questions.question import listed_words
from mwm.questions.readings import within
from mwm.questions.signals import TRIAL_CAVEAT, decisions_said, is_trial, judge, sentence
from mwm.scope import Month, Scope
from mwm.stats.process_behaviour import Better
from mwm.store import Store

PER = 10_000
KINDS = ("looked_after", "ssda903")
MEASURE = "looked_after"
CAVEAT_CAUSE = (
    "A fall does not show why it fell: independent evaluations found too little evidence that better practice was the "
    "cause."
)
CAVEAT_STOCK = (
    "The number looked after at a month's end depends on the month before, so single months are not independent. "
    "Look at starts and ends too: a change begins there."
)
CAVEAT_WHOLE = "Counts are for the whole authority; service area, team and setting do not narrow them."
_DECIDED = {"lower": "Fewer", "higher": "More"}


@dataclass(frozen=True)
class Gap:
    """A month whose count is not the one before plus started less ceased. children: by how many it is more."""

    month: Month
    children: int


def by_month(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a month of the scope's period, with gaps: month, looked_after, started, ceased, population_0_17.

    With disclosure control small counts are missing, and hidden says in which rows any is.
    """
    every = _every_month(store, store.version, scope.authority, scope.gate.thresholds if scope.gate else None)
    return within(every, scope.period).reset_index(drop=True)


@lru_cache(maxsize=8)
def _every_month(store: Store, version: int, authority: str | None, few: Thresholds | None) -> pd.DataFrame:
    return without_small(store.read("questions/looked_after/count_by_month", authority=authority), few)


def without_small(rows: pd.DataFrame, few: Thresholds | None, *, divided: bool = False) -> pd.DataFrame:
    """Rows of counts of children with the column hidden, and without what disclosure control hides.

    rows: all months that there are. What is hidden in one follows from the months around it, so a choice of months that
    was looked at by itself would show what another keeps hidden. divided: whether there is a row for each category of a
    month.
    """
    if few is None or rows.empty:
        return rows.assign(hidden=False)
    hide = hidden_categories if divided else hidden_flows
    stock, flows = (pd.Series(each, index=rows.index) for each in hide(rows, few))
    rows["looked_after"] = rows["looked_after"].astype("float64").where(~stock)
    for name in ("started", "ceased"):
        rows[name] = rows[name].astype("float64").where(~flows)
    return rows.assign(hidden=stock | flows)


def own_baseline(store: Store, scope: Scope) -> tuple[Month, str] | None:
    """The month that the council chose to measure change from, with its reason."""
    chosen = store.read_once("questions/looked_after/baseline", authority=scope.authority)
    return (Month.of(chosen["first_month"].iloc[0]), str(chosen["reason"].iloc[0])) if len(chosen) else None


def judged_counts(
    store: Store, scope: Scope, rows: pd.DataFrame, start: Month | None, better: Better
) -> tuple[pd.DataFrame, Judged]:
    """Rows of by_month with the columns of signal_columns, and how they are judged.

    start: month up to which limits are worked out; months that the council fixed for limits, and months from which it
    let them begin anew, come before it.
    """
    whole = Scope(
        authority=scope.authority
    )  # what is set for the whole authority holds for its count, however narrowed
    key = (MEASURE, HERE)
    targets = targets_for(store, whole, {MEASURE})
    baselines = baselines_for(store, whole, {MEASURE})
    rows, results = judge(
        rows,
        MEASURE,
        better=better,
        limits_until=start.first_day if start else None,
        targets={(): targets[key]} if key in targets else None,
        baselines={(): baselines[key]} if key in baselines else None,
        before=_before(store, scope, rows, baselines.get(key)),
    )
    return rows, results[()]


def _before(store: Store, scope: Scope, rows: pd.DataFrame, decisions: Baselines | None) -> pd.DataFrame | None:
    if decisions is None or rows.empty:
        return None
    period = earlier_months([decisions], Month.of(rows["month"].iloc[0]))
    return by_month(store, replace(scope, period=period)) if period else None


def better_by(decided: Decision) -> Better:
    """The direction that the council decided on."""
    if decided.value == "lower":
        return "lower"
    return "higher" if decided.value == "higher" else "neutral"


def direction(store: Store, scope: Scope) -> Decision:
    """Which direction the council calls better, with its reason."""
    return decision(store, scope, "looked_after_better")


def direction_said(decided: Decision) -> str:
    """Why a direction counts as better, for the method and under the picture; why none does, where none does."""
    if decided.value in _DECIDED and decided.set_on:
        return (
            f"{_DECIDED[decided.value]} is shown as better, because the council decided so: "
            f"{decided.reason.rstrip('.')} ({decided.set_by}, {days_in_words(decided.set_on, None)})."
        )
    return (
        "No direction is shown as better: fewer children is good where families are safely together, and not by itself."
    )


def caveats(scope: Scope, decided: Decision, result: Judged | None = None) -> tuple[str, ...]:
    """What counts of this scope cannot say, whose decisions they follow, and whether their limits are firm."""
    narrowed = scope.service_areas or scope.teams or scope.settings
    said = [CAVEAT_CAUSE, CAVEAT_STOCK, *([CAVEAT_WHOLE] if narrowed else [])]
    if decided.value in _DECIDED and decided.set_on:
        said.append(direction_said(decided))
    if result:
        said += [*decisions_said([result]), *([TRIAL_CAVEAT] if is_trial([result]) else [])]
    return tuple(said)


def is_real(result: Judged, better: Better, *, points: str = "months") -> str:
    """Whether the change is real, and what would be, in one or two sentences. points: months or years."""
    said = sentence(result, points=points, write=lambda value: f"{value:,.0f}", limits_from=result.limits_from)
    return " ".join(part for part in (f"{said[0].upper()}{said[1:]}.", would_be_real(result, better, points)) if part)


def would_be_real(result: Judged, better: Better, points: str = "months") -> str:
    """What would count as a real reduction (as a real rise where more is better); nothing where it is one already."""
    judged = result.latest
    if not judged or math.isnan(judged[-1].lower):
        return ""
    last, point, rising = judged[-1], points.removesuffix("s"), better == "higher"
    way, name, side = ("above", "rise", "high") if rising else ("below", "reduction", "low")
    if str(last.icon).endswith(side):
        return ""
    limit, middle = (
        (math.floor(last.upper), math.floor(last.mean)) if rising else (math.ceil(last.lower), math.ceil(last.mean))
    )
    single = "" if limit <= 0 else f"A {point} {way} {limit:,}, or seven {points} in a row {way} {middle:,},"
    return f"{single or f'Seven {points} in a row {way} {middle:,}'} would be a real {name}."


def gaps(rows: pd.DataFrame) -> list[Gap]:
    """The months whose count is not the month before plus started less ceased, where all of these are known."""
    expected = rows["looked_after"].shift(1) + rows["started"] - rows["ceased"]
    more = rows.assign(more=rows["looked_after"] - expected).dropna(subset=["more"])
    return [Gap(Month.of(month), int(count)) for month, count in more[["month", "more"]].to_numpy() if count != 0]


def gaps_said(store: Store, scope: Scope, found: list[Gap]) -> tuple[str, ...]:
    """How far the months do not add up and why, as sentences; none where they all do."""
    if not found:
        return ()
    latest = found[-1]
    amount = f"{abs(latest.children):,} {'more' if latest.children > 0 else 'fewer'}"
    if scope.gate is not None and scope.gate.thresholds.count_is_small(abs(latest.children)):
        amount = f"a few {'more' if latest.children > 0 else 'fewer'}"
    months = "1 month" if len(found) == 1 else f"{len(found):,} months"
    said = (
        f"In {months} the count is not the month before plus started less ceased; the latest is {latest.month.long}, "
        f"with {amount}."
    )
    return (said + _reasons(store, scope, found), "Published tables do not add up either: they count only a child’s "
            "first start and last end in a year.")  # fmt: skip


def _reasons(store: Store, scope: Scope, found: list[Gap]) -> str:
    if scope.gate is not None:
        return ""  # few children each
    rows = store.read("questions/looked_after/category_by_month", authority=scope.authority, breakdown="reconciliation")
    rows = rows[rows["month"].map(Month.of).isin([gap.month for gap in found])]
    counts = rows.groupby("category")[["started", "ceased"]].sum().sum(axis=1).sort_values(ascending=False)
    named = [f"{category} ({int(count):,})" for category, count in counts.items() if count]
    return f" The returns say why: {listed_words(named[:4])}." if named else ""
