"""How are looked after children divided: by placement, age, legal status, and where leavers went?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mwm.answer import Answer, Column, Method, percent
from mwm.errors import ScopeError
from mwm.questions.looked_after_counts import without_small
from mwm.questions.question import Argument, listed_words, nothing, offer, question
from mwm.questions.readings import within
from mwm.scope import Month, Scope
from mwm.store import Store
from mwm.viewer import Viewer


@dataclass(frozen=True)
class Breakdown:
    """One way to divide the children. key: as stored. name: on screen. counts: the column that it divides.

    order: categories in their own order, those that are not named come after; without one, the largest comes first.
    """

    key: str
    name: str
    counts: str = "looked_after"
    order: tuple[str, ...] = ()
    caveat: str = ""


BREAKDOWNS: dict[str, Breakdown] = {
    "placement": Breakdown(
        "placement", "Where children live", order=("fostering", "residential", "supported", "other")
    ),
    "age": Breakdown("age_band", "Age", order=("under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over")),
    "legal-status": Breakdown("legal_status", "Legal status"),
    "reason": Breakdown("category_of_need", "Main need when they came"),
    "location": Breakdown("location", "Inside or outside the authority", order=("inside", "outside")),
    "destination": Breakdown(
        "destination", "Where children went who ceased to be looked after", counts="ceased",
        order=("home", "special guardianship", "adoption", "independence", "other"),
        caveat="Single months hold few children; look at a year at a time.",
    ),
    "moves": Breakdown("placements_in_year", "Placements in the last twelve months", order=("one", "two")),
    "length": Breakdown(
        "time_looked_after", "Time looked after without a gap",
        order=("under 6 months", "6 months to 1 year", "1 to 2 years", "2 to 5 years", "5 years and over"),
    ),
}  # fmt: skip
_NOT_KNOWN = "not known"
_COLUMNS = (
    Column("month", "Month", "month"),
    Column("category", "Category"),
    Column("looked_after", "Looked after", "count"),
    Column("share", "Share of the month", "percent"),
    Column("started", "Started", "count"),
    Column("ceased", "Ceased", "count"),
)
_METHOD = Method(
    definition="Children looked after on the last day of each month, and those who started or ceased in it, divided by "
    "one property as the council’s SSDA903 returns give it.",
    formula="share = children in the category / all children of that month × 100; for destinations, of those who "
    "ceased in the month",
    exclusions="Short breaks, unless they were counted in at the import. “Not known” is where the return does not say.",
    sql=("questions/looked_after/category_by_month",),
)


@question(
    "looked-after-breakdown",
    "Looked after children divided by placement, age, legal status, need, location, moves or length of time.",
    kinds=("looked_after", "ssda903"),
    arguments=(Argument("by", "what divides the children", kind="choice", choices=tuple(BREAKDOWNS)),),
)
def looked_after_breakdown(store: Store, viewer: Viewer, scope: Scope, *, by: str = "placement") -> Answer:
    """Looked after children by month and category.

    by: one of BREAKDOWNS. Rows: month, category, looked_after (on the month's last day), share (percent of the month's
    children; for destinations of those who ceased), started, ceased (missing where the property does not divide them).
    extra: names (category in the order of the picture), breakdown. Raises ScopeError for an unknown `by`.
    """
    if by not in BREAKDOWNS:
        raise ScopeError(f"Children cannot be divided by “{by[:40]}”.", mend=offer(by, BREAKDOWNS, "Ways"))
    breakdown = BREAKDOWNS[by]
    every = store.read("questions/looked_after/category_by_month", authority=scope.authority, breakdown=breakdown.key)
    every["counted"] = every[breakdown.counts].astype("float64")  # whatever of it will be hidden
    every = without_small(every, scope.gate.thresholds if scope.gate else None, divided=True)
    rows = within(every, scope.period).reset_index(drop=True)
    if not rows["counted"].sum():
        headline = "No such breakdown is recorded yet. It comes from SSDA903 returns; import some to see it."
        return nothing(
            "looked-after-breakdown", scope, _COLUMNS, _METHOD, headline=headline, counts=("months",), better="neutral"
        )
    order = _order(rows, breakdown)
    totals = rows.groupby("month")["counted"].sum()
    of_all = rows.groupby("month")["counted"].transform("sum")
    rows["share"] = rows[breakdown.counts].astype("float64") / of_all * 100
    rows = rows[rows["category"].isin(order)]
    place = {category: number for number, category in enumerate(order)}
    rows = rows.assign(place=rows["category"].map(place)).sort_values(["month", "place"], ignore_index=True)
    return Answer(
        question="looked-after-breakdown",
        status="ok",
        headline=_headline(rows, breakdown, order, totals),
        scope=scope,
        rows=rows[[column.key for column in _COLUMNS]],
        columns=_COLUMNS,
        counts={"months": rows["month"].nunique(), "categories": len(order)},
        method=_METHOD,
        caveats=(
            "Counts are for the whole authority; service area, team and setting do not narrow them.",
            *((breakdown.caveat,) if breakdown.caveat else ()),
        ),
        extra={"order": order, "breakdown": breakdown},
        suppressed=tuple(rows["hidden"]),
    )


def _order(rows: pd.DataFrame, breakdown: Breakdown) -> list[str]:
    """Categories that ever hold a child, in their own order or the largest first; what is not known comes last."""
    totals = rows.groupby("category")["counted"].sum()
    held = [str(category) for category in totals[totals > 0].sort_values(ascending=False, kind="stable").index]
    own = [category for category in breakdown.order if category in held]
    rest = [category for category in held if category not in own and category != _NOT_KNOWN]
    return [*own, *rest, *([_NOT_KNOWN] if _NOT_KNOWN in held else [])]


def _headline(rows: pd.DataFrame, breakdown: Breakdown, order: list[str], totals: pd.Series) -> str:
    """totals: children by month, whatever of them is hidden. A category with a hidden count is left out."""
    last = Month.of(rows["month"].max())
    if breakdown.counts == "ceased":
        since = last.plus(-11)
        year = rows[rows["month"] >= pd.Timestamp(since.first_day)]
        counts = year.groupby("category")["ceased"].sum(min_count=0)
        unknown = set(year.loc[year["ceased"].isna() & year["hidden"], "category"])
        total = int(totals[totals.index >= pd.Timestamp(since.first_day)].sum())
        about = f"ceased to be looked after from {since.long} to {last.long}"
    else:
        newest = rows[rows["month"] == rows["month"].max()].set_index("category")
        counts = newest["looked_after"].fillna(0)
        unknown = set(newest.index[newest["looked_after"].isna()])
        total = int(totals.iloc[-1])
        about = f"were looked after at the end of {last.long}"
    if not total:
        return f"No children {about}."
    named = [category for category in order if counts.get(category, 0) and category not in unknown]
    shown = sorted(named, key=lambda category: -counts[category])[:3] if not breakdown.order else named
    parts = [f"{category} {int(counts[category]):,} ({percent(counts[category] / total * 100)})" for category in shown]
    if not parts:
        return f"{total:,} children {about}; how they are divided is hidden, because the numbers are small."
    rest = "; smaller numbers are hidden" if unknown else ""
    return f"Of {total:,} children who {about}: {listed_words(parts)}{rest}."
