"""How do single graders differ from one another, on the same observations and on comparable work, and over time?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from mwm.answer import Answer, Column, Method, half_up, percent
from mwm.errors import ScopeError
from mwm.framework import Framework
from mwm.questions.grading.agreement import LABELS, Labels
from mwm.questions.grading.reading import (
    DoubleGraded,
    double_graded,
    grader_labels,
    grader_order,
    sampled_words,
)
from mwm.questions.judging import Judged
from mwm.questions.question import Argument, listed_words, nothing, offer, question, where
from mwm.questions.readings import total_of
from mwm.questions.signals import TRIAL_CAVEAT, is_trial, judge, signal_columns
from mwm.scope import Scope
from mwm.settings import settings
from mwm.stats.leniency import FEWEST_SHARED, MARGIN, Leniency, comparable_work, leniency, spread
from mwm.store import Store
from mwm.viewer import Viewer

OVERALL = "overall"
NEWEST = 3000
"""Observations, the newest ones, that the model of comparable work is worked out from: more would take too long."""
_ONE_GRADE = 0.9  # share of a grader's grades at one point, from which it is said (our own judgement)
Compare = Literal["same", "comparable"]

ELEMENT = Argument("element", "one element by its key or name; the mean of all of them where left out")
_COLUMNS = (
    Column("grader", "Grader"),
    Column("observations", "Observations", "count"),
    Column("difference", "Difference", "coefficient"),
    Column("lower", "From", "coefficient"),
    Column("upper", "To", "coefficient"),
    Column("stands_out", "Stands out"),
    Column("elements", "Elements", "count"),
    Column("points_used", "Grades used", "count"),
    Column("deviation", "Spread", "coefficient"),
    Column("others_deviation", "Others’ spread", "coefficient"),
)
_SAME = (
    "Own grade less the mean of the others’ grades of the same observation, averaged, with a 95% t interval. Called "
    "lenient or severe only where that is surely more than a quarter of a grade after Holm’s correction for all "
    "graders (and elements), on ten observations or more; whoever is, is set aside, and the others are compared anew."
)
_COMPARABLE = (
    "grade = grader + worker + rest, random intercept of the worker, by REML; each grader against the average of all, "
    "± 1.96 standard errors. Nobody is named from it."
)
_SQL = ("questions/grading/double_grade", "questions/grading/grader")
_DRIFT_COLUMNS = (
    Column("grader", "Grader"),
    Column("month", "Quarter", "month"),
    Column("difference", "Difference", "coefficient"),
    Column("observations", "Observations", "count"),
    *signal_columns("coefficient"),
)
_DRIFT_METHOD = Method(
    definition="Own grade less the mean of the others’ grades of the same observation, averaged over a quarter.",
    formula="XmR chart of each grader’s quarters: mean ± 2.66 × average moving range, with the rules of NHS England’s "
    "Making Data Count.",
    exclusions="Quarters with fewer than five observations are drawn and not judged. No limits below eight quarters.",
    sql=_SQL,
)


@question(
    "grader-leniency",
    "How each grader differs from the others: on the same observations, or on comparable work.",
    kinds=("observations",),
    of_single_people=True,
    arguments=(
        ELEMENT,
        Argument(
            "compare",
            "with the others on the same observations, or by a model on comparable work",
            kind="choice",
            choices=("same", "comparable"),
        ),
        LABELS,
    ),
)
def grader_leniency(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    element: str | None = None,
    compare: Compare = "same",
    labels: Labels = "identifiers",
) -> Answer:
    """Each grader against the others, by label, never by value.

    element: None for the mean of all. Rows: grader, observations (shared with others, or all of the newest in the model
    of comparable work), difference in grades with its 95% interval, stands_out (lenient, severe or nothing), elements
    (on how many elements alone this grader stands out), points_used (of the scale), deviation and others_deviation of
    the grades of shared observations. extra: names, element, use (grader → share of the grades at each point, 0 to
    1), points, scale. Nothing is shown below the minimum of double-graded observations.
    """
    method = _method(compare)
    if scope.authority is None:
        return nothing("grader-leniency", scope, _COLUMNS, method, counts=("observations", "graders"))
    framework = store.framework(scope.authority)
    names = {element.key: element.name for element in framework.elements}
    key = _element(framework, element)
    found, total = double_graded(store, scope), total_of(store, scope)
    if not total.observations:
        return nothing("grader-leniency", scope, _COLUMNS, method, counts=("observations", "graders"))
    minimum = settings().minimum_double_graded
    known = grader_labels(store, viewer, scope, labels)
    enough = found.observations >= minimum
    judged = _Judged.of(found, found.graded(tuple(names)), key) if enough else None
    rows, use = _same_rows(judged, found, framework, key, known) if judged else ([], {})
    why = ""
    if judged and compare == "comparable":
        rows, why = _comparable_rows(store, scope, rows, list(names) if key == OVERALL else [key], known)
    rows = sorted(rows, key=lambda row: grader_order(row["grader"]))
    return Answer(
        question="grader-leniency",
        status="ok" if rows else "thin" if found.observations else "empty",
        headline=why or _headline(rows, compare, found, scope, minimum, names.get(key, "")),
        scope=scope,
        rows=pd.DataFrame(rows, columns=[column.key for column in _COLUMNS]),
        columns=_COLUMNS,
        counts={**total.counts, "double_graded": found.observations, "graders": found.graders},
        method=method,
        caveats=(*sampled_words(found), *(_caveats(compare, rows, use) if rows else ())),
        better="neutral",
        extra={
            "names": names,
            "element": key,
            "compare": compare,
            "use": use,
            "points": list(framework.scale.points),
            "scale": (framework.scale.lowest, framework.scale.highest),
        },
    )


@question(
    "grader-drift",
    "How each grader differs from the others on the same observations, quarter by quarter, with signals.",
    kinds=("observations",),
    of_single_people=True,
    arguments=(ELEMENT, LABELS),
)
def grader_drift(
    store: Store, viewer: Viewer, scope: Scope, *, element: str | None = None, labels: Labels = "identifiers"
) -> Answer:
    """Each grader's difference from co-graders by quarter, judged against the grader's own average.

    Rows: grader, month (first day of the quarter), difference, observations (shared with others), and the columns of
    signals.signal_columns; every grader has every quarter. extra: names, element, variation (grader → icon of the
    latest quarter).
    """
    if scope.authority is None:
        return nothing("grader-drift", scope, _DRIFT_COLUMNS, _DRIFT_METHOD, counts=("observations",))
    framework = store.framework(scope.authority)
    names = {element.key: element.name for element in framework.elements}
    key = _element(framework, element)
    found = double_graded(store, scope)
    minimum = settings().minimum_double_graded
    if found.observations < minimum:
        headline = (
            f"Too few to say {where(scope)}: {found.observations} of {minimum} double-graded observations needed."
        )
        return nothing(
            "grader-drift", scope, _DRIFT_COLUMNS, _DRIFT_METHOD, headline=headline, counts=("observations",)
        )
    elements = found.graded(tuple(names)) if key == OVERALL else (key,)
    rows = _quarters(found, elements, grader_labels(store, viewer, scope, labels))
    if rows.empty:
        headline = f"Too few to say {where(scope)}: nobody’s grades can be set beside another’s for all of this."
        return nothing(
            "grader-drift", scope, _DRIFT_COLUMNS, _DRIFT_METHOD, headline=headline, counts=("observations",)
        )
    rows, results = judge(
        rows,
        "difference",
        by=("grader",),
        better="neutral",
        months=3,
        arriving_since=total_of(store, scope).arriving_since("quarter"),
    )
    variation = {grader: result.variation for (grader,), result in results.items()}
    return Answer(
        question="grader-drift",
        status="ok" if any(variation.values()) else "thin",
        headline=_drift_headline(results),
        scope=scope,
        rows=rows[[column.key for column in _DRIFT_COLUMNS]],
        columns=_DRIFT_COLUMNS,
        counts={"observations": found.observations, "graders": len(variation)},
        method=_DRIFT_METHOD,
        caveats=(
            *sampled_words(found),
            "A signal says that a grader has moved against the others, or the others against this one. Among many "
            "graders one shows now and then by chance alone (about 2 in 100 at a grader’s latest quarter), so that "
            f"only who has moved by more than {MARGIN:g} of a grade is named.",
            *((TRIAL_CAVEAT,) if is_trial(list(results.values())) else ()),
        ),
        extra={"names": names, "element": key, "variation": variation, "grain": "quarter"},
    )


@dataclass(frozen=True)
class _Judged:
    """Leniency on what was asked about, and who stands out on each element alone."""

    asked: tuple[Leniency, ...]
    by_element: dict[str, tuple[Leniency, ...]]

    @classmethod
    def of(cls, found: DoubleGraded, elements: tuple[str, ...], asked: str) -> _Judged:
        """All elements alone are judged together; their mean is one judgement of its own."""
        alone = {key: leniency(found.of(key), families=len(elements)) for key in elements}
        return cls(leniency(found.overall(elements)) if asked == OVERALL else alone.get(asked, ()), alone)

    def elements_of(self, grader: str) -> int:
        """On how many elements alone this grader stands out."""
        return sum(one.grader == grader and one.flag is not None for each in self.by_element.values() for one in each)


def _method(compare: Compare) -> Method:
    return Method(
        definition="How many grades higher (or, with a minus, lower) a grader’s grades are than the others’.",
        formula=_SAME if compare == "same" else _COMPARABLE,
        exclusions="Observations graded by one person, and agreed grades."
        if compare == "same"
        else f"All but the newest {NEWEST:,} observations, and agreed grades. Graders without a shared observation.",
        sql=_SQL if compare == "same" else (*_SQL, "questions/grading/comparable_grade"),
    )


def _element(framework: Framework, asked: str | None) -> str:
    """The key of one element, or OVERALL. Raises ScopeError for an unknown one."""
    if asked is None or asked == OVERALL:
        return OVERALL
    for element in framework.elements:
        if asked.casefold() in (element.key.casefold(), element.name.casefold()):
            return element.key
    known = [element.name for element in framework.elements]
    raise ScopeError(f"There is no element called “{asked[:60]}”.", mend=offer(asked, known, "Elements"))


def _same_rows(
    judged: _Judged, found: DoubleGraded, framework: Framework, key: str, labels: dict[str, str]
) -> tuple[list[dict[str, Any]], dict[str, dict[float, float]]]:
    """A row for each grader with shared observations, and how each uses the scale."""
    used = found.pooled(framework.element_keys) if key == OVERALL else found.of(key)
    spreads = {one.grader: one for one in spread(used, framework.scale.points)}
    rows, use = [], {}
    for one in judged.asked:
        if one.difference is None or one.n < 2:
            continue
        own = spreads[one.grader]
        use[labels[one.grader]] = dict(own.shares)
        rows.append(
            {
                "grader": labels[one.grader],
                "observations": one.n,
                "difference": one.difference,
                "lower": one.lower,
                "upper": one.upper,
                "stands_out": one.flag or "",
                "elements": judged.elements_of(one.grader),
                "points_used": own.points_used,
                "deviation": own.deviation,
                "others_deviation": own.others_deviation,
            }
        )
    return rows, use


def _comparable_rows(
    store: Store, scope: Scope, rows: list[dict[str, Any]], elements: list[str], labels: dict[str, str]
) -> tuple[list[dict[str, Any]], str]:
    """The same graders with their differences on comparable work; and why not, where there is no model."""
    given = store.read("questions/grading/comparable_grade", **scope.parameters(), elements=elements, at_most=NEWEST)
    model = comparable_work(given["grade"].tolist(), given["grader_id"].tolist(), given["worker_id"].tolist())
    if not model.graders:
        return [], f"Graders cannot be compared on comparable work: {model.why[:1].lower()}{model.why[1:]}"
    on = {labels[one.grader]: one for one in model.graders}
    return [
        {
            **row,
            "observations": on[row["grader"]].n,
            "difference": on[row["grader"]].difference,
            "lower": on[row["grader"]].lower,
            "upper": on[row["grader"]].upper,
            "stands_out": "",
        }
        for row in rows
        if row["grader"] in on
    ], ""


def _headline(
    rows: list[dict[str, Any]], compare: Compare, found: DoubleGraded, scope: Scope, minimum: int, element: str
) -> str:
    if not rows:
        if found.observations >= minimum:
            return f"Too few to say {where(scope)}: no two people graded all of this in the same observation."
        needed = f"{found.observations} of {minimum} observations graded by more than one person"
        return f"Too few to say {where(scope)}: {needed}; {minimum - found.observations} more are needed."
    about = f" for {element.lower()}" if element else ""
    if compare == "comparable":
        least, most = min(row["difference"] for row in rows), max(row["difference"] for row in rows)
        return (
            f"On comparable work, graders lie from {_apart(least)} below to {_apart(most)} above the average of all"
            f"{about}. Nobody is named from this: who observes whom is no accident."
        )
    named = [row for row in rows if row["stands_out"]]
    if not named:
        return f"No grader stands out{about}: nobody surely differs from the others by more than {MARGIN:g} of a grade."
    said = [
        f"{row['grader']} gives {_apart(row['difference'])} of a grade {'more' if row['difference'] > 0 else 'less'} "
        f"than others for the same {row['observations']:,} observations (95% range {_signed(row['lower'])} to "
        f"{_signed(row['upper'])})"
        for row in named[:3]
    ]
    more = f", and {len(named) - 3} more stand out" if len(named) > 3 else ""
    return f"{len(named)} of {len(rows)} graders {'stands' if len(named) == 1 else 'stand'} out{about}: " + (
        f"{'; '.join(said)}{more}. Talk about it before anything is concluded."
    )


def _apart(difference: float) -> str:
    return f"{half_up(abs(difference), 2):g}"


def _signed(value: float) -> str:
    return f"{half_up(value, 2):g}".replace("-", "−")


def _caveats(compare: Compare, rows: list[dict[str, Any]], use: dict[str, dict[float, float]]) -> tuple[str, ...]:
    said = ["A grader who differs from the others is not wrong by that: all the others may be. It is a reason to talk."]
    if compare == "same":
        said.append(
            f"Fewer than {FEWEST_SHARED} shared observations are not judged, and small differences are not named: many "
            "real ones stay unfound so that nobody is accused by chance. Where nobody differs, this names somebody in "
            "fewer than 1 in 100 services."
        )
    for grader, shares in use.items():
        point, share = max(shares.items(), key=lambda one: one[1])
        if share >= _ONE_GRADE:
            said.append(f"{grader} hardly uses the scale: {percent(share * 100)} of the grades are a {point:g}.")
    return tuple(said)


def _quarters(found: DoubleGraded, elements: tuple[str, ...], labels: dict[str, str]) -> pd.DataFrame:
    """grader, month, difference, observations: every grader in every quarter, by label."""
    rows = found.rows[found.rows["element"].isin(elements)]
    means = rows.groupby(["unit", "month", "grader_id"], as_index=False).agg(
        grade=("grade", "mean"), graded=("element", "nunique")
    )
    means = means[means["graded"] == len(elements)]
    by_unit = means.groupby("unit")["grade"]
    others = by_unit.transform("size") - 1
    means = means.assign(apart=means["grade"] - (by_unit.transform("sum") - means["grade"]) / others.where(others > 0))
    means = means.dropna(subset="apart")
    if means.empty:
        return pd.DataFrame(columns=["grader", "month", "difference", "observations"])
    quarter = pd.to_datetime(means["month"]).dt.to_period("Q")
    months = pd.period_range(quarter.min(), quarter.max(), freq="Q")
    counted = means.assign(quarter=quarter).groupby(["grader_id", "quarter"])["apart"].agg(["mean", "size"])
    known = {key: (mean, n) for key, mean, n in zip(counted.index, counted["mean"], counted["size"], strict=True)}
    records = []
    for grader in sorted(means["grader_id"].unique(), key=lambda one: grader_order(labels[one])):
        for month in months:
            difference, n = known.get((grader, month), (math.nan, 0))
            records.append((labels[grader], month.to_timestamp(), float(difference), int(n)))
    return pd.DataFrame(records, columns=["grader", "month", "difference", "observations"])


def _drift_headline(results: dict[Any, Judged]) -> str:
    """Names only who has moved by more than a quarter of a grade: among many graders chance alone gives a signal now
    and then, and to be named is an accusation.
    """
    variation = {grader: result.variation for (grader,), result in results.items()}
    apart = {
        grader: abs(result.latest[-1].value - result.latest[-1].mean)
        for (grader,), result in results.items()
        if result.latest
    }
    judged = [grader for grader, icon in variation.items() if icon]
    moved = [grader for grader in judged if variation[grader] != "common_cause" and apart[grader] > MARGIN]
    if not judged:
        return "Too few quarters to say: eight with five shared observations each are needed to judge a grader."
    if not moved:
        return (
            f"No grader has surely moved against the others lately by more than {MARGIN:g} of a grade "
            f"({len(judged)} of {len(variation)} can be judged)."
        )
    ways = [f"{grader} (now {'higher' if str(variation[grader]).endswith('high') else 'lower'})" for grader in moved]
    have = "has" if len(moved) == 1 else "have"
    return f"{len(moved)} of {len(judged)} graders {have} moved against the others lately: {listed_words(ways)}."
