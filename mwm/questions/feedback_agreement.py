"""Do the family, the worker and the observer see the same visit alike?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mwm.answer import Answer, Column, Method, written_as
from mwm.framework import Framework
from mwm.questions.feedback_items import WORKER, FormItem, bound, items_of
from mwm.questions.feedback_reading import CAVEAT_SETTINGS, CAVEAT_WHO, scoped, without_settings
from mwm.questions.question import nothing, question, where
from mwm.scope import Scope
from mwm.settings import settings
from mwm.stats.association import Association, rank_association
from mwm.stats.interval import mean_interval
from mwm.store import Store
from mwm.viewer import Viewer

TOGETHER = "together"
_ALL = {TOGETHER: "All of these together"}
PAIRS = {
    "family_observer": "Family and observer",
    "family_worker": "Family and worker",
    "worker_observer": "Worker and observer",
}
_WHOSE = {"family": "families’ answers", "worker": "workers’ own views", "observer": "observers’ grades"}
_VERDICTS = {
    "together": "Go together",
    "apart": "Go opposite ways",
    "none": "No link that chance could not explain",
    "too_few": "Too few to say",
}
_COLUMNS = (
    Column("pair", "Who with whom", words=PAIRS),
    Column("element", "Element"),
    Column("visits", "Visits", "count"),
    Column("correlation", "How far they go together (−1 to 1)", "coefficient"),
    Column("lower", "Lower end", "coefficient"),
    Column("upper", "Upper end", "coefficient"),
    Column("difference", "First minus second (points of 100)", "change"),
    Column("difference_lower", "Lower end (difference)", "change"),
    Column("difference_upper", "Upper end (difference)", "change"),
    Column("verdict", "What it means", words=_VERDICTS),
)
_METHOD = Method(
    definition="The same visit as the family, the worker and the observer saw it, element by element. Items of forms "
    "are set beside the element that the framework says they are about. Each view is placed on its own scale, from 0 "
    "(lowest point) to 100 (highest). Several answers about one element in one visit are averaged.",
    formula="How far they go together: Spearman's rank correlation; 95% interval by Fisher's z with the standard error "
    "√((1 + ρ²/2) / (n − 3)) (Bonett and Wright 2000). Difference: mean of one view minus the other; 95% interval: "
    "mean ± t(0.975, n − 1) · s / √n. Visits are taken as independent.",
    exclusions="Feedback that names no observation, feedback later than right after the visit, and items about no "
    "element. Below the minimum number of visits nothing is said.",
    sql=("questions/feedback/view_of_visit",),
)


@dataclass(frozen=True)
class _Pair:
    """One pair of views on one element: the association, and the difference with its interval in points of 100."""

    pair: str
    element: str
    link: Association
    difference: tuple[float, float, float]

    def verdict(self, enough: int) -> str:
        if self.link.n < enough or math.isnan(self.link.lower):
            return "too_few"
        if self.link.lower > 0:
            return "together"
        return "apart" if self.link.upper < 0 else "none"


@question(
    "families-agreement",
    "Whether the family, the worker and the observer see the same visit alike, element by element.",
    kinds=("feedback", "observations"),
)
def families_agreement(store: Store, viewer: Viewer, scope: Scope) -> Answer:
    """Views of the same visit, two at a time.

    Rows: pair (family_observer, family_worker, worker_observer), element (key, or "together" for the average over the
    elements that both views have), visits, correlation with its 95% interval, difference of the first from the second
    in points of 100 with its interval, verdict (together, apart, none, too_few). Pairs without a single visit are left
    out, and the caveats say what is missing. Values are NaN below the minimum number of visits. extra: names.
    """
    asked_scope, scope = scope, without_settings(scope)
    framework = store.framework(scope.authority) if scope.authority else None
    items = _items_about_elements(framework) if framework else []
    if framework is None or not items:
        words = "No feedback form has an item that is about an element of practice." if framework else ""
        return nothing("families-agreement", scope, _COLUMNS, _METHOD, headline=words, counts=("visits",))
    found = _views(store, scope, framework, items)
    pairs = _pairs(found, [key for key in framework.element_keys if key in set(found["element"])])
    missing = _missing(framework, items, found)
    visits = int(found["visit"].nunique())
    if not pairs:
        words = f"No visit {where(scope)} has two views that could be set side by side."
        return nothing("families-agreement", scope, _COLUMNS, _METHOD, headline=words, counts=("visits",))
    enough = settings().minimum_observations
    names = {element.key: element.name for element in framework.elements} | _ALL
    return Answer(
        question="families-agreement",
        status="ok" if any(pair.link.n >= enough for pair in pairs) else "thin",
        headline=_headline(pairs, scope, enough),
        scope=scope,
        rows=pd.DataFrame([_row(pair, enough) for pair in pairs], columns=[column.key for column in _COLUMNS]),
        columns=_COLUMNS,
        counts={"visits": visits},
        method=_METHOD,
        caveats=(
            "Seeing a visit differently is not a mistake: each of them knows something that the others do not.",
            CAVEAT_WHO,
            *missing,
            *((CAVEAT_SETTINGS,) if asked_scope.settings else ()),
        ),
        extra={"names": names, "pairs": PAIRS, "minimum": enough},
    )


def _items_about_elements(framework: Framework) -> list[FormItem]:
    forms = dict.fromkeys(form.key for form in framework.forms)
    return [item for form in forms for item in items_of(framework, form) if item.element]


def _views(store: Store, scope: Scope, framework: Framework, items: list[FormItem]) -> pd.DataFrame:
    lists = bound(items)
    first_time = {(form.key, form.version): (*form.time_points, "")[0] for form in framework.forms}
    used = zip(lists["forms"], lists["versions"], strict=True)
    return store.read(
        "questions/feedback/view_of_visit",
        **scoped(scope),
        **{key: lists[key] for key in ("forms", "versions", "items", "elements", "lowests", "highests")},
        first_times=[first_time[form] for form in used],
        lowest=framework.scale.lowest,
        highest=framework.scale.highest,
    )


def _pairs(found: pd.DataFrame, elements: list[str]) -> list[_Pair]:
    pairs = []
    for pair in PAIRS:
        first, second = pair.split("_")
        both = found.dropna(subset=[first, second])
        whole = both.groupby("visit")[[first, second]].mean()
        used = [key for key in elements if key in set(both["element"])]
        parts = [(TOGETHER, whole)] if len(used) > 1 else []
        for key, rows in [*parts, *((key, both[both["element"] == key]) for key in used)]:
            pairs.append(_Pair(pair, key, _link(rows, first, second), _difference(rows, first, second)))
    return pairs


def _link(rows: pd.DataFrame, first: str, second: str) -> Association:
    # Thirds such as 1/3 and 2/6 are the same place on two scales and must tie.
    return rank_association(rows[first].round(9), rows[second].round(9))


def _difference(rows: pd.DataFrame, first: str, second: str) -> tuple[float, float, float]:
    apart = (rows[first] - rows[second]).to_numpy() * 100
    mean, lower, upper = mean_interval(
        [len(apart)], [apart.sum()], [np.square(apart).sum()], lowest=-100.0, highest=100.0
    )
    return float(mean[0]), float(lower[0]), float(upper[0])


def _row(pair: _Pair, enough: int) -> tuple[Any, ...]:
    values = (pair.link.value, pair.link.lower, pair.link.upper, *pair.difference)
    shown = values if pair.link.n >= enough else (math.nan,) * len(values)
    return (pair.pair, pair.element, pair.link.n, *shown, pair.verdict(enough))


def _missing(framework: Framework, items: list[FormItem], found: pd.DataFrame) -> tuple[str, ...]:
    """Which of the three views are not there, and why."""
    asks_workers = {form.key for form in framework.forms if WORKER in form.respondents}
    said = []
    if not asks_workers & {item.form for item in items}:
        said.append("No form asks workers for their own view, so theirs is missing.")
    elif found["worker"].notna().sum() == 0:
        said.append("No worker’s own view of these visits is recorded, so theirs is missing.")
    if found["observer"].notna().sum() == 0:
        said.append("None of these visits has an observer’s grade that counts, so the observers’ view is missing.")
    if found["family"].notna().sum() == 0:
        said.append("No family’s answer names one of these visits, so their view is missing.")
    return tuple(said)


def _headline(pairs: list[_Pair], scope: Scope, enough: int) -> str:
    """For each two views one part, from all elements together where there are several."""
    told = []
    for pair in PAIRS:
        first = next((each for each in pairs if each.pair == pair), None)
        if first and (verdict := first.verdict(enough)) != "too_few":
            one, other = (_WHOSE[each] for each in pair.split("_"))
            told.append(f"{one} and {other} {_words(verdict, first.link)} ({_numbers(first.link)})")
    if not told:
        most = max(pair.link.n for pair in pairs)
        return f"Too few visits {where(scope)} with two views to say: {most} of {enough} needed."
    return f"On the same visits {where(scope)}, {'; '.join(told)}. 1 would be always, 0 not at all."


def _words(verdict: str, link: Association) -> str:
    """Words for the size of a correlation after Cohen (1988): 0.1 small, 0.3 medium, 0.5 large."""
    if verdict == "none":
        return "show no link that chance could not explain"
    size = abs(link.value)
    strength = "closely" if size >= 0.5 else "somewhat" if size >= 0.3 else "a little"
    return f"{'go together' if verdict == 'together' else 'go opposite ways'} {strength}"


def _numbers(link: Association) -> str:
    return f"{written_as(link.value, 'coefficient')}, {link.n:,} visits"
