"""Do people who grade the same observation give the same grades?"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from mwm.answer import Answer, Column, Method, half_up, percent
from mwm.questions.grading.reading import (
    DoubleGraded,
    double_graded,
    grader_labels,
    grader_order,
    sampled_words,
)
from mwm.questions.question import Argument, about_single_people, listed_words, nothing, question, where
from mwm.questions.readings import total_of
from mwm.scope import Scope
from mwm.settings import REFERENCE_FOLDER, settings
from mwm.stats.agreement import Grades, agreement_share, agreement_word
from mwm.stats.agreement_alpha import RESAMPLES, krippendorff_alpha
from mwm.stats.agreement_icc import absolute_agreement
from mwm.stats.agreement_kappa import PairKappas, pair_kappas
from mwm.store import Store
from mwm.viewer import Viewer

BAND_SET = "Cicchetti 1994"
GOOD = ("good", "excellent")
COUNTED = ("observations", "workers", "double_graded", "graders")
LABELS = Argument(
    "labels", "how graders are called: numbers hide who they are", kind="choice", choices=("identifiers", "numbers")
)
Labels = Literal["identifiers", "numbers"]

_COLUMNS = (
    Column("element", "Element"),
    Column("observations", "Observations", "count"),
    Column("graders", "Graders", "count"),
    Column("icc", "ICC(2,1)", "coefficient"),
    Column("icc_lower", "ICC from", "coefficient"),
    Column("icc_upper", "ICC to", "coefficient"),
    Column("word", f"In words ({BAND_SET})"),
    Column("alpha", "Krippendorff’s alpha", "coefficient"),
    Column("alpha_lower", "Alpha from", "coefficient"),
    Column("alpha_upper", "Alpha to", "coefficient"),
    Column("kappa", "Mean weighted kappa", "coefficient"),
    Column("pairs", "Pairs of graders", "count"),
    Column("exact", "Same grade", "percent"),
    Column("within_one", "At most one point apart", "percent"),
    Column("needed", "More needed", "count"),
)
_PAIR_COLUMNS = (
    Column("element", "Element"),
    Column("first", "One grader"),
    Column("second", "The other"),
    Column("observations", "Observations", "count"),
    Column("kappa", "Weighted kappa", "coefficient"),
    Column("kappa_lower", "From", "coefficient"),
    Column("kappa_upper", "To", "coefficient"),
    Column("exact", "Same grade", "percent"),
)
_METHOD = Method(
    definition="How far people who graded the same observation gave the same grade, beyond what chance would give. 1 "
    "is full agreement, 0 is chance. Same grade: the share of any two people’s grades of one observation.",
    formula="ICC(2,1) for graders who differ from observation to observation: 1 − mean squared difference within "
    "observations / mean squared difference between observations by different graders, exactly Shrout and Fleiss "
    "(1979) on a complete table; jackknife interval. Alpha: Krippendorff (2011), ordinal, bootstrap interval. Kappa: "
    "Cohen (1968), quadratic weights, for every two graders with enough observations in common; their mean weighs "
    f"pairs by these. Words: {BAND_SET}.",
    exclusions="Observations graded by one person, and agreed grades. Elements and pairs of graders with fewer "
    "observations than the minimum (MWM_MINIMUM_DOUBLE_GRADED).",
    sql=("questions/grading/double_grade", "questions/grading/grader", "questions/skills/total"),
)


@dataclass(frozen=True)
class Published:
    """What a study with this framework found, over its elements."""

    measure: str
    lowest: float
    highest: float
    recordings: int
    double_graded: int
    source: str


@dataclass(frozen=True)
class ElementAgreement:
    """The agreement on one element. What cannot be worked out, or rests on too few observations, is None."""

    observations: int
    graders: int
    icc: float | None = None
    icc_lower: float | None = None
    icc_upper: float | None = None
    alpha: float | None = None
    alpha_lower: float | None = None
    alpha_upper: float | None = None
    exact: float | None = None
    within_one: float | None = None

    @property
    def word(self) -> str | None:
        """What the ICC is called."""
        return None if self.icc is None else agreement_word(self.icc).word


@question(
    "grading-agreement",
    "How far people who graded the same observation agree, element by element, with intervals.",
    kinds=("observations", "agreed_grades"),
    arguments=(
        Argument("by", "a row for each element, or for each two graders", kind="choice", choices=("element", "pair")),
        LABELS,
    ),
)
def grading_agreement(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    by: Literal["element", "pair"] = "element",
    labels: Labels = "identifiers",
) -> Answer:
    """Agreement between graders on the observations that several people graded.

    Rows by element: element, observations (graded by two or more for it), graders, icc with its interval, word, alpha
    with its interval, kappa (mean of pairs), pairs, exact and within_one (percent), needed (how many more observations
    until something is shown; 0 where enough). Rows by pair: element, first, second, observations, kappa with its
    interval, exact; pairs with enough observations. extra: names, published (a study's ranges), minimum, band_set.
    """
    if by == "pair" and scope.gate is not None:
        return about_single_people("grading-agreement", scope)
    columns = _COLUMNS if by == "element" else _PAIR_COLUMNS
    if scope.authority is None:
        return nothing("grading-agreement", scope, columns, _METHOD, counts=COUNTED)
    framework = store.framework(scope.authority)
    names = {element.key: element.name for element in framework.elements}
    total = total_of(store, scope)
    if not total.observations:
        return nothing("grading-agreement", scope, columns, _METHOD, counts=COUNTED)
    found = double_graded(store, scope)
    minimum = settings().minimum_double_graded
    tables = {key: found.of(key) for key in names}
    parts = {key: element_agreement(grades, minimum) for key, grades in tables.items()}
    known = grader_labels(store, viewer, scope, labels)
    pairs = [row for key, grades in tables.items() for row in _pair_rows(key, grades, minimum, known)]
    rows = [_row(key, parts[key], minimum, pairs) for key in names] if by == "element" else pairs
    is_shown = any(part.icc is not None or part.exact is not None for part in parts.values())
    return Answer(
        question="grading-agreement",
        status="ok" if is_shown else "thin" if found.observations else "empty",
        headline=_headline(parts, names, found, scope, minimum),
        scope=scope,
        rows=pd.DataFrame(rows, columns=[column.key for column in columns]),
        columns=columns,
        counts={**total.counts, "double_graded": found.observations, "graders": found.graders},
        method=_METHOD,
        caveats=(*sampled_words(found), *(_caveats(framework.key) if is_shown else ())),
        better="higher",
        extra={
            "names": names,
            "published": {one.measure: one for one in published(framework.key)},
            "minimum": minimum,
            "band_set": BAND_SET,
        },
    )


def element_agreement(grades: Grades, minimum: int, *, intervals: bool = True) -> ElementAgreement:
    """Agreement on one element, where at least `minimum` observations have two or more grades.

    grades: observations with two or more. intervals: whether alpha gets its interval, which takes most of the time.
    """
    n, graders = len(grades.values), len(grades.graders)
    if n < minimum:
        return ElementAgreement(n, graders)
    icc = absolute_agreement(grades)
    alpha = krippendorff_alpha(grades, resamples=RESAMPLES if intervals else 0)
    exact, near = agreement_share(grades), agreement_share(grades, within=1.0)
    return ElementAgreement(
        observations=n,
        graders=graders,
        icc=icc.value,
        icc_lower=icc.lower,
        icc_upper=icc.upper,
        alpha=alpha.value,
        alpha_lower=alpha.lower,
        alpha_upper=alpha.upper,
        exact=_in_percent(exact.value),
        within_one=_in_percent(near.value),
    )


@cache
def published(framework: str) -> tuple[Published, ...]:
    """What studies with this framework found (data/reference/agreement_published.csv); none for other frameworks."""
    with (REFERENCE_FOLDER / "agreement_published.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Published(
                row["measure"],
                float(row["lowest"]),
                float(row["highest"]),
                int(row["recordings"]),
                int(row["double_graded"]),
                row["source"],
            )
            for row in csv.DictReader(file)
            if row["framework"] == framework
        )


def _row(key: str, part: ElementAgreement, minimum: int, pairs: list[dict[str, Any]]) -> dict[str, Any]:
    own = [pair for pair in pairs if pair["element"] == key and pair["kappa"] is not None]
    shared = sum(pair["observations"] for pair in own)
    kappa = sum(pair["kappa"] * pair["observations"] for pair in own) / shared if own else None
    row = {**vars(part), "element": key, "word": part.word, "kappa": kappa, "pairs": len(own)}
    return {**row, "needed": max(0, minimum - part.observations)}


def _pair_rows(key: str, grades: Grades, minimum: int, labels: dict[str, str]) -> list[dict[str, Any]]:
    """Every two graders with enough observations in common, by their labels."""
    there = ~np.isnan(grades.values)
    shared = there.T.astype(int) @ there.astype(int)
    rows = []
    for one, other in np.argwhere(np.triu(shared >= minimum, 1)).tolist():
        both = Grades(grades.values[:, [one, other]], (grades.graders[one], grades.graders[other]))
        for pair in pair_kappas(both):
            rows.append(_pair_row(key, pair, both, labels))
    return sorted(rows, key=lambda row: (grader_order(row["first"]), grader_order(row["second"])))


def _pair_row(key: str, pair: PairKappas, both: Grades, labels: dict[str, str]) -> dict[str, Any]:
    first, second = sorted((labels[pair.first], labels[pair.second]), key=grader_order)
    return {
        "element": key,
        "first": first,
        "second": second,
        "observations": pair.n,
        "kappa": pair.quadratic.value,
        "kappa_lower": pair.quadratic.lower,
        "kappa_upper": pair.quadratic.upper,
        "exact": _in_percent(agreement_share(both).value),
    }


def _in_percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _headline(
    parts: dict[str, ElementAgreement], names: dict[str, str], found: DoubleGraded, scope: Scope, minimum: int
) -> str:
    if not found.observations:
        return (
            f"Too few to say {where(scope)}: no observation was graded by more than one person, and {minimum} are "
            "needed."
        )
    judged = {key: part for key, part in parts.items() if part.exact is not None}
    if not judged:
        most = max(part.observations for part in parts.values())
        return (
            f"Too few to say {where(scope)}: {most} of {minimum} observations graded by more than one person; "
            f"{minimum - most} more are needed."
        )
    poor = {key: part.word for key, part in judged.items() if part.word not in GOOD}
    if not poor:
        said = f"Yes: agreement between graders is good or excellent for {_all_of(len(judged), len(parts))}"
    elif len(poor) == len(judged):
        said = f"No: agreement between graders is below good for {_all_of(len(judged), len(parts))}"
    else:
        weak = listed_words([names[key] for key in poor])
        said = (
            f"For {len(judged) - len(poor)} of {len(parts)} elements: agreement between graders is good or "
            f"excellent, but not for {weak}"
        )
    share = f"{found.observations:,} observations graded by more than one person"
    exact = [part.exact for part in judged.values() if part.exact is not None]
    near = [part.within_one for part in judged.values() if part.within_one is not None]
    return (
        f"{said} ({share}). Two people give the same grade {percent(sum(exact) / len(exact))} of the time, and at most "
        f"one point apart {percent(sum(near) / len(near))} of the time."
    )


def _all_of(judged: int, elements: int) -> str:
    if judged < elements:
        return f"the {judged} of {elements} elements that can be judged"
    return f"all {elements} elements"


def _caveats(framework: str) -> tuple[str, ...]:
    said = [
        "Who grades with whom is no accident, and other graders could agree more or less. The range is for the people "
        "who graded here.",
    ]
    by_measure = {one.measure: one for one in published(framework)}
    if {"icc", "alpha"} <= by_measure.keys():
        icc, alpha = by_measure["icc"], by_measure["alpha"]
        said.append(
            f"Published for this scale: {icc.double_graded} of {icc.recordings} recordings "
            f"({half_up(icc.double_graded / icc.recordings * 100, 0):.0f}%) graded by three people; ICC "
            f"{_short(icc.lowest)} to {_short(icc.highest)} and alpha {_short(alpha.lowest)} to "
            f"{_short(alpha.highest)} over the elements ({icc.source})."
        )
    return tuple(said)


def _short(value: float) -> str:
    return f"{value:.3f}".lstrip("0")
