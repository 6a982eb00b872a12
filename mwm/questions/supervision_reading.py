"""What every question about supervision reads: which supervisions, on which rubric, observed or self-reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import fmean
from typing import Any, Literal

import pandas as pd

from mwm.errors import ScopeError, UsageError
from mwm.framework import Framework, Rubric
from mwm.measures import EVERY_ITEM, supervision_measure
from mwm.questions.aims import Baselines, By, Targets, baselines_for, targets_for
from mwm.questions.feedback_items import FormItem, item_called, items_of_versions, version_words
from mwm.questions.periods import Grain, Parts
from mwm.questions.question import SUPERVISION_COUNTING, Argument, offer, where
from mwm.questions.readings import Total, within
from mwm.scope import By as ScopeBy
from mwm.scope import Fact, Month, Over, Period, Scope
from mwm.stats.interval import mean_interval, share_interval
from mwm.store import Store

METHODS = {"observed": "Observed", "self-reported": "Self-reported"}
COUNTED = ("supervisions", "supervisors", "double_graded")
ALL_ITEMS = EVERY_ITEM
RUBRIC = Argument("rubric", "the rubric by its key or name; the one most were graded on where left out")
METHOD = Argument("method", "observed, or self-reported; the two are never counted together", "choice", tuple(METHODS))
ITEM = Argument("item", f"one item of the rubric by its key or name, or {ALL_ITEMS}; each item where left out")
COUNTING = f"{SUPERVISION_COUNTING} The grade for all items is their mean, where all of them were graded."
CAVEAT_SETTINGS = "Settings belong to observations; supervision is not narrowed by them."
CAVEAT_REPORTED = (
    "These grades are self-reported. In research, self-reports on supervision were much higher than what observers saw "
    "(Wilkins and colleagues 2018), so they stand apart from observed ones."
)


@dataclass(frozen=True)
class Measured:
    """Supervisions graded on one rubric, in one way, in one part of the service.

    items: of all versions, current ones first. method: observed or self-reported. total: its observations are
    supervisions, and its workers are supervisors.
    """

    scope: Scope
    framework: Framework
    rubric: Rubric
    items: tuple[FormItem, ...]
    method: str
    total: Total

    @property
    def together(self) -> FormItem:
        """All current items as one; the item itself where there is only one, or where one is called so."""
        current = [item for item in self.items if item.is_current]
        for item in current:
            if len(current) == 1 or item.key == ALL_ITEMS:
                return item
        versions = tuple(dict.fromkeys(version for item in current for version in item.versions))
        threshold = fmean(item.threshold for item in current)
        scale = current[0].scale
        return FormItem(ALL_ITEMS, "All items", self.rubric.key, "", versions, scale, threshold, "", True)

    def wanted(self, item: str | None) -> list[FormItem]:
        """One item by its key or name, or all_items; every current one where none is named. Raises ScopeError."""
        if item is None:
            return [each for each in self.items if each.is_current]
        if item.casefold() in (ALL_ITEMS, self.together.name.casefold()):
            return [self.together]
        return [item_called(list(self.items), item)]

    @property
    def fact(self) -> Fact:
        """What disclosure control knows it as."""
        return Fact("supervision", self.rubric.key, self.method)

    def parameters(
        self, *, by: ScopeBy = "scope", over: Over = "period", windows: tuple[Period, ...] = ()
    ) -> dict[str, Any]:
        """The bound parameters that the SQL about one rubric and method shares. by, over, windows: what it shows."""
        return scoped(self.scope, self.fact, by=by, over=over, windows=windows) | {
            "rubric": self.rubric.key,
            "method": self.method,
        }

    def bound(self, measures: Sequence[FormItem], *, thresholds: bool = False) -> dict[str, list[Any]]:
        """Lists of the same length for SQL, with one entry for each measure, item that it has, and version of it."""
        current = [item for item in self.items if item.is_current]
        each = []
        for measure in measures:
            parts = [measure] if measure.item else current
            each += [(measure, part.item, version, len(parts)) for part in parts for version in part.versions]
        found: dict[str, list[Any]] = {
            "measures": [measure.key for measure, *_ in each],
            "versions": [version for _, _, version, _ in each],
            "items": [item for _, item, _, _ in each],
            "needed": [needed for *_, needed in each],
        }
        return found | ({"thresholds": [measure.threshold for measure, *_ in each]} if thresholds else {})

    def aims(
        self, store: Store, items: Sequence[FormItem], *, share: bool, by: By | None
    ) -> tuple[dict[Any, Targets], dict[Any, Baselines]]:
        """Targets and baselines by (unit, item), the unit aims.HERE for the whole; none for self-reported grades."""
        if self.method != "observed":
            return {}, {}
        keys = {supervision_measure(self.rubric.key, each.key, share=share): each.key for each in items}
        targets = targets_for(store, self.scope, keys, by=by)
        baselines = baselines_for(store, self.scope, keys, by=by)
        return (
            {(unit, keys[key]): each for (key, unit), each in targets.items()},
            {(unit, keys[key]): each for (key, unit), each in baselines.items()},
        )

    @property
    def counts(self) -> dict[str, int | float | str | None]:
        """For Answer.counts."""
        total = self.total
        values = (total.observations, total.workers, total.double_graded)
        return {**dict(zip(COUNTED, values, strict=True)), "method": self.method}

    @property
    def what(self) -> str:
        """observed supervision"""
        return f"{self.method} supervision"

    @property
    def behind(self) -> str:
        """212 observed supervisions of 31 supervisors."""
        n, people = self.total.observations, self.total.workers
        ends = ("" if n == 1 else "s", "" if people == 1 else "s")
        return f"{n:,} {self.method} supervision{ends[0]} of {people:,} supervisor{ends[1]}"

    @property
    def measured(self) -> str:
        """What was measured with what, for the method: rubric, versions, how."""
        versions = version_words(dict.fromkeys(version for item in reversed(self.items) for version in item.versions))
        apart = any(not item.is_current for item in self.items)
        return (
            f"Graded on the rubric “{self.rubric.name}” ({versions}, scale {self.items[0].scale.words}), "
            f"{'by somebody who watched' if self.method == 'observed' else 'by those who took part'}. "
            + ("Versions with other words or another scale are shown apart, never mixed. " if apart else "")
        )

    @property
    def caveats(self) -> tuple[str, ...]:
        """What holds for every answer about these supervisions."""
        note = (self.rubric.note,) if self.rubric.illustrative and self.rubric.note else ()
        return (*((CAVEAT_REPORTED,) if self.method == "self-reported" else ()), *note)


def what_is_measured(store: Store, scope: Scope, rubric: str | None, method: str) -> Measured | None:
    """Which supervisions a scope asks about; None where there are none.

    scope: without settings. rubric: its key or name; None for the one that most were graded on. method: a key of
    METHODS. Raises ScopeError for an unknown rubric and UsageError for an unknown method.
    """
    found = not_yet_counted(store, scope, rubric, method)
    if found is None:
        return None
    row = store.read("questions/supervision/total", **found.parameters()).iloc[0]
    if not row["supervisions"]:
        return None
    total = Total(
        observations=int(row["supervisions"]),
        double_graded=int(row["double_graded"]),
        workers=int(row["supervisors"]),
        first=Month.of(row["first_month"]),
        last=Month.of(row["last_month"]),
        newest_import=None if pd.isna(row["newest_import"]) else row["newest_import"].to_pydatetime(),
    )
    return replace(found, total=total)


def not_yet_counted(store: Store, scope: Scope, rubric: str | None, method: str) -> Measured | None:
    """As what_is_measured, with a total of nothing, for who counts by month: there may turn out to be none."""
    if method not in METHODS:
        raise UsageError(f"“{method[:20]}” is not a method.", mend=f"Choose one of {', '.join(METHODS)}.")
    if scope.authority is None:
        return None
    framework = store.framework(scope.authority)
    chosen = rubric_called(framework, rubric) if rubric else _most_used(store, scope, framework, method)
    if chosen is None:
        return None
    versions = [each for each in framework.rubrics if each.key == chosen.key]
    nothing_yet = Total(0, 0, 0, Month(date.min), Month(date.min), None)
    return Measured(scope, framework, chosen, tuple(items_of_versions(versions)), method, nothing_yet)


def rubrics_of(framework: Framework) -> dict[str, Rubric]:
    """The newest version of each rubric by its key, in the order of the framework."""
    return {rubric.key: rubric for rubric in framework.rubrics}


def rubric_called(framework: Framework, wanted: str) -> Rubric:
    """The newest version of the rubric with this key or name. Raises ScopeError for an unknown one."""
    rubrics = rubrics_of(framework)
    for key, rubric in rubrics.items():
        if wanted.casefold() in (key, rubric.name.casefold(), rubric.short_name.casefold()):
            return rubric
    raise ScopeError(f"There is no rubric called “{wanted[:60]}”.", mend=offer(wanted, rubrics, "Known rubrics"))


def without_settings(scope: Scope) -> Scope:
    """The scope as supervision can be narrowed by it."""
    return replace(scope, settings=())


def scoped(
    scope: Scope, fact: Fact, *, by: ScopeBy = "scope", over: Over = "period", windows: tuple[Period, ...] = ()
) -> dict[str, Any]:
    """The bound parameters of every statement about supervision, which has no setting."""
    asked = scope.parameters(fact=fact, by=by, over=over, windows=windows)
    return {key: value for key, value in asked.items() if key != "settings"}


def rubrics_used(store: Store, scope: Scope) -> dict[str, list[str]]:
    """Keys of the rubrics that supervisions of a scope were graded on, by method, the most used first.

    Counted without disclosure control: names of rubrics say nothing of anybody. Their numbers must not be shown.
    """
    asked = scoped(replace(scope, gate=None), Fact("supervision"), over="month")
    months = {key: value for key, value in asked.items() if key not in ("first_month", "last_month")}
    rows = within(store.read_once("questions/supervision/rubric_by_month", **months), scope.period)
    counted: Counter[tuple[str, str]] = Counter()
    for rubric, method, supervisions in zip(rows["rubric_key"], rows["method"], rows["supervisions"], strict=True):
        counted[rubric, method] += supervisions
    used: dict[str, list[str]] = {}
    for rubric, method in sorted(counted, key=lambda each: (-counted[each], each)):
        used.setdefault(method, []).append(rubric)
    return used


def none_recorded(scope: Scope, method: str) -> str:
    """The sentence where nothing is recorded."""
    what = f"{METHODS.get(method, method).lower()} supervision"
    if scope.authority is None:
        return f"No {what} is recorded yet. Import a file of supervision to begin."
    return f"No {what} is recorded yet {where(scope)} in {scope.period.words}."


def grades_over_time(
    store: Store,
    measured: Measured,
    measures: Sequence[FormItem],
    grain: Grain,
    *,
    share: bool,
    unit: By | Literal["none"] = "none",
) -> pd.DataFrame:
    """One row for each point, part of the service and measure, without supervisions too.

    Columns: month, unit ("" for the whole), item (key), observations (supervisions), workers (supervisors), grade_sum,
    at_threshold, average or share (percent), lower, upper. unit: service_area, team or none.
    """
    rows = store.read(
        "questions/supervision/item_by_month",
        **measured.parameters(by="scope" if unit == "none" else unit, over=grain),
        **measured.bound(measures, thresholds=True),
        grain=grain,
        unit=unit,
    ).rename(columns={"measure": "item", "supervisions": "observations", "supervisors": "workers"})
    if share:
        found = share_interval(rows["at_threshold"], rows["observations"])
        rows["share"], rows["lower"], rows["upper"] = (each * 100 for each in found)
        return rows
    scale = measures[0].scale  # all items of a rubric have one; old versions with another are measured alone
    rows["average"], rows["lower"], rows["upper"] = mean_interval(
        rows["observations"],
        rows["grade_sum"],
        rows["grade_square_sum"],
        lowest=scale.lowest,
        highest=scale.highest,
    )
    return rows


def grades_by_part(store: Store, measured: Measured, parts: Parts, measures: Sequence[FormItem]) -> pd.DataFrame:
    """How often each grade was given: part (earlier or later), element (the item's key), grade, observations."""
    asked = {
        key: value
        for key, value in measured.parameters(windows=parts.windows).items()
        if key not in ("first_month", "last_month")
    }
    return store.read(
        "questions/supervision/grade_by_part", **asked, **parts.parameters(), **measured.bound(measures)
    ).rename(columns={"measure": "element", "supervisions": "observations"})


def _most_used(store: Store, scope: Scope, framework: Framework, method: str) -> Rubric | None:
    """The rubric that most supervisions of this method were graded on."""
    rubrics = rubrics_of(framework)
    for key in rubrics_used(store, scope).get(method, []):
        if key in rubrics:
            return rubrics[key]
    return None
