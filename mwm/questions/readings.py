"""What the questions of one page read alike, read once for each version of the store."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import pandas as pd

from mwm.questions.periods import MONTHS_IN, Grain, Parts
from mwm.scope import Month, Period, Scope
from mwm.store import Store

_KEPT = 64  # readings; each is small


@dataclass(frozen=True)
class Total:
    """What a scope holds in all. first and last: the months with observations; any month where there are none.

    newest_import: when the newest observations of the authority came in.
    """

    observations: int
    double_graded: int
    workers: int
    first: Month
    last: Month
    newest_import: datetime | None

    @property
    def months(self) -> int:
        """How many months lie between the first and the last, both included."""
        return self.last.minus(self.first) + 1

    def arriving_since(self, grain: Grain) -> date | None:
        """First day of the newest point where it had not ended when the newest observations came in, else None."""
        start = self.last.plus(-((self.last.first_day.month - 1) % MONTHS_IN[grain]))
        ended = start.plus(MONTHS_IN[grain] - 1).last_day
        newest = self.newest_import
        return start.first_day if newest is not None and newest.date() <= ended else None

    @property
    def counts(self) -> dict[str, int | float | str | None]:
        """For Answer.counts."""
        return {"observations": self.observations, "workers": self.workers, "double_graded": self.double_graded}


def total_of(store: Store, scope: Scope) -> Total:
    """The total of a settled scope with an authority."""
    return _total(store, store.version, scope)


def grades_by_part(store: Store, scope: Scope, parts: Parts, elements: Collection[str]) -> pd.DataFrame:
    """Rows of questions/skills/grade_by_part about these elements, dimensions and composites."""
    rows = _grades_by_part(store, store.version, scope, parts)
    return rows[rows["element"].isin(elements)]


def newest_import(store: Store, scope: Scope, kind: str) -> datetime | None:
    """When the newest rows of one kind of import came in; None without any."""
    imports = store.read_once("questions/data/source_batch", authority=scope.authority, kinds=[kind])
    return None if imports.empty else imports["imported_at"].max().to_pydatetime()


def within(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Those rows of months (a month column) that lie in a period."""
    inside = pd.Series(True, index=rows.index)
    if period.first:
        inside &= rows["month"] >= pd.Timestamp(period.first.first_day)
    if period.last:
        inside &= rows["month"] <= pd.Timestamp(period.last.first_day)
    return rows[inside]


def ended_before(rows: pd.DataFrame, first: Month, grain: Grain) -> pd.DataFrame:
    """Those rows of points (a month column) whose months all lie before the first month."""
    ended = [Month.of(day).plus(MONTHS_IN[grain] - 1) < first for day in rows["month"]]
    return rows[pd.Series(ended, index=rows.index, dtype=bool)]


@lru_cache(maxsize=_KEPT)
def _total(store: Store, version: int, scope: Scope) -> Total:
    row = store.read("questions/skills/total", **scope.parameters()).iloc[0]
    some = bool(row["observations"])
    return Total(
        observations=int(row["observations"]),
        double_graded=int(row["double_graded"]),
        workers=int(row["workers"]),
        first=Month.of(row["first_month"] if some else date.min),
        last=Month.of(row["last_month"] if some else date.min),
        newest_import=None if pd.isna(row["newest_import"]) else row["newest_import"].to_pydatetime(),
    )


@lru_cache(maxsize=_KEPT)
def _grades_by_part(store: Store, version: int, scope: Scope, parts: Parts) -> pd.DataFrame:
    """Of all elements: to read them together costs little more than one, and the next that is looked at is here."""
    asked = scope.parameters(windows=parts.windows)
    framework = store.framework(str(scope.authority))
    keys = [element.key for element in framework.elements]
    keys += [group.key for groups in (framework.dimensions, framework.composites) for group in groups]
    return store.read(
        "questions/skills/grade_by_part",
        **{key: asked[key] for key in ("authority", "service_areas", "teams", "settings", "marker", "admitted")},
        **parts.parameters(),
        elements=keys,
    )
