"""Agreement between graders in a table of one's own: every coefficient, with nothing stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from mwm.answer import Answer, Column, Method, half_up, minus, percent
from mwm.scope import Scope
from mwm.stats.agreement import (
    AgreementShare,
    GradeCounts,
    Grades,
    Level,
    agreement_share,
    agreement_word,
    grade_counts,
)
from mwm.stats.agreement_alpha import Alpha, krippendorff_alpha
from mwm.stats.agreement_icc import (
    FORMS,
    AbsoluteAgreement,
    Intraclass,
    IntraclassForms,
    absolute_agreement,
    intraclass,
)
from mwm.stats.agreement_kappa import FleissKappa, Kappa, PairKappas, fleiss_kappa, pair_kappas

FEW_UNITS = 10  # fewer say little (our own judgement)
_STANDARD_ERRORS = {
    "weighted_kappa": "large-sample standard error of Fleiss, Cohen and Everitt (1969)",
    "fleiss_kappa": "standard error of Gwet (2021); standard_error_of_none, z and p of Fleiss, Nee and Landis (1979)",
}
_METHOD = Method(
    definition="How far graders who graded the same units gave the same grades, beyond what chance would give.",
    formula="ICC: Shrout and Fleiss (1979). Alpha: Krippendorff (2011), with a bootstrap interval. Kappa: Cohen (1960, "
    "1968), with weights that grow with the distance of the numbers, or its square; Fleiss (1971). Words: Cicchetti "
    "(1994).",
    exclusions="Blank cells are no grade. The six ICC leave out units that not every grader graded; alpha leaves out "
    "those with one grade.",
)


@dataclass(frozen=True)
class _Found:
    """All coefficients of one table; None for those that need numbers where grades are words."""

    words: tuple[str, ...]
    level: Level
    counts: GradeCounts
    forms: IntraclassForms | None
    whole: AbsoluteAgreement | None
    alpha: Alpha
    pairs: tuple[PairKappas, ...]
    fleiss: FleissKappa
    exact: AgreementShare
    near: AgreementShare | None

    @property
    def is_thin(self) -> bool:
        """Whether there are too few units to call agreement anything."""
        return self.counts.pairable < FEW_UNITS

    @property
    def single(self) -> Intraclass | AbsoluteAgreement | None:
        """ICC(2,1), from the complete units where there are enough; None where it has no value."""
        if self.forms and self.forms["ICC2"].value is not None:
            return self.forms["ICC2"]
        return self.whole if self.whole and self.whole.value is not None else None


def own_agreement(
    graders: Sequence[str],
    rows: Sequence[Sequence[float]],
    *,
    words: Sequence[str] = (),
    level: Level = "ordinal",
    notes: Sequence[str] = (),
) -> Answer:
    """Agreement in a table that somebody brought along: a row of numbers for each unit, NaN where blank.

    words: where grades are words, what 0, 1, 2 … stand for; then level is nominal. notes: of reading the table. Rows:
    one for each coefficient and pair of graders, with value, 95% interval, standard error, n and, where there is no
    value, why. extra: what the command line's JSON has.
    """
    given = np.array(rows, dtype=float).reshape(len(rows), len(graders))
    grades = Grades(given, tuple(graders), tuple(words))
    found = _Found(
        words=grades.words,
        level=level,
        counts=grade_counts(grades),
        forms=None if words else intraclass(grades),
        whole=None if words else absolute_agreement(grades),
        alpha=krippendorff_alpha(grades, level),
        pairs=pair_kappas(grades),
        fleiss=fleiss_kappa(grades),
        exact=agreement_share(grades),
        near=None if words else agreement_share(grades, within=1.0),
    )
    return Answer(
        question="own-agreement",
        status="empty" if found.exact.value is None else "thin" if found.is_thin else "ok",
        headline=_headline(found),
        scope=Scope(),
        rows=pd.DataFrame(_rows(found), columns=[column.key for column in _COLUMNS]),
        columns=_COLUMNS,
        counts=asdict(found.counts),
        method=_METHOD,
        caveats=(*notes, *_caveats(found)),
        extra=_extra(found),
    )


_COLUMNS = (
    Column("coefficient", "Coefficient"),
    Column("of", "Of"),
    Column("value", "Value", "number"),
    Column("lower", "From", "number"),
    Column("upper", "To", "number"),
    Column("standard_error", "Standard error", "number"),
    Column("n", "Units", "count"),
    Column("why", "Why not"),
)


def to_json_shape(answer: Answer) -> dict[str, Any]:
    """The answer as the command line promises it."""
    return {
        "headline": answer.headline,
        "status": answer.status,
        **answer.extra,
        "notes": list(answer.caveats),
        "method": answer.method.to_dict(),
    }


def _headline(found: _Found) -> str:
    if found.counts.graders < 2:
        return "Agreement cannot be worked out: there is one grader only, and it needs two or more."
    single, alpha = found.single, found.alpha
    if single is None and alpha.value is None:
        return f"Agreement cannot be worked out: {alpha.why[:1].lower()}{alpha.why[1:]}"
    said = [f"{found.counts.graders} graders, {found.counts.pairable:,} units with two or more grades."]
    if found.exact.value is not None:
        near = f", and {_percent(found.near)} are within one point" if found.near else ""
        said.append(f"Of any two grades of a unit, {_percent(found.exact)} are the same{near}.")
    if single is not None and single.value is not None:
        word = f"Agreement of single grades is {agreement_word(single.value).word} (Cicchetti 1994): "
        said.append(f"{'' if found.is_thin else word}ICC(2,1) is {_ends(single)}.")
    if alpha.value is not None:
        said.append(f"Krippendorff's alpha ({alpha.level}) is {_ends(alpha)}.")
    return " ".join(said)


def _percent(share: AgreementShare) -> str:
    return percent((share.value or 0.0) * 100)


def _ends(found: Intraclass | AbsoluteAgreement | Alpha) -> str:
    told = _two(found.value or 0.0)
    if found.lower is None or found.upper is None:
        return told
    return f"{told} (95% interval {_two(found.lower)} to {_two(found.upper)})"


def _two(value: float) -> str:
    return minus(f"{half_up(value, 2) + 0.0:.2f}")


def _caveats(found: _Found) -> list[str]:
    counts, forms = found.counts, found.forms
    said = []
    if counts.pairable and found.is_thin:
        said.append(f"Fewer than {FEW_UNITS} units have two or more grades: coefficients of so few say little.")
    if forms and forms.left_out and counts.graders > 1:
        which = "unit was" if forms.left_out == 1 else "units were"
        said.append(f"{forms.left_out:,} {which} left out of the six ICC, because not every grader graded them.")
    if found.level == "nominal" and not found.words:
        said.append("At the nominal level numbers are names; ICC and weighted kappa take them as numbers all the same.")
    return said


def _rows(found: _Found) -> list[dict[str, Any]]:
    forms, whole, alpha, fleiss = found.forms, found.whole, found.alpha, found.fleiss
    rows = []
    if forms and whole:
        rows += [_row(one.name, one.meaning, one, forms.units) for one in forms.forms]
        rows.append(_row("ICC(2,1) with blanks", "all units with two or more grades", whole, whole.units))
    rows.append(_row("Krippendorff's alpha", f"all graders, {alpha.level}", alpha, alpha.units))
    rows.append(_row("Exact agreement", "two grades of a unit", found.exact, found.exact.units))
    if found.near:
        rows.append(_row("Agreement within one point", "two grades of a unit", found.near, found.near.units))
    rows.append(_row("Fleiss's kappa", "all graders", fleiss, fleiss.units))
    for pair in found.pairs:
        both = f"{pair.first} and {pair.second}"
        rows.append(_row("Kappa", both, pair.unweighted, pair.n))
        rows.append(_row("Kappa, linear weights", both, pair.linear, pair.n))
        rows.append(_row("Kappa, quadratic weights", both, pair.quadratic, pair.n))
    return rows


def _row(
    name: str, of: str, found: Intraclass | AbsoluteAgreement | Alpha | AgreementShare | FleissKappa | Kappa, n: int
) -> dict[str, Any]:
    return {
        "coefficient": name,
        "of": of,
        "value": found.value,
        "lower": found.lower,
        "upper": found.upper,
        "standard_error": getattr(found, "standard_error", None),
        "n": n,
        "why": found.why,
    }


def _extra(found: _Found) -> dict[str, Any]:
    counts, fleiss = found.counts, _plain(found.fleiss)
    if found.words:
        for category in fleiss["categories"]:
            category["category"] = found.words[int(category["category"])]
    return {
        "level": found.level,
        "n": {
            "units": counts.units,
            "graders": counts.graders,
            "grades": counts.grades,
            "units_complete": counts.complete,
            "units_with_two_or_more_grades": counts.pairable,
        },
        "icc": {form: _icc(found.forms, form) for form in FORMS},
        "icc_with_blanks": _plain(found.whole),
        "krippendorff_alpha": _plain(found.alpha),
        "weighted_kappa": [
            {
                "graders": [pair.first, pair.second],
                "n": pair.n,
                "unweighted": _plain(pair.unweighted),
                "linear": _plain(pair.linear),
                "quadratic": _plain(pair.quadratic),
            }
            for pair in found.pairs
        ],
        "fleiss_kappa": fleiss,
        "exact_agreement": _plain(found.exact),
        "within_one_agreement": _plain(found.near),
        "standard_errors": _STANDARD_ERRORS,
    }


def _icc(forms: IntraclassForms | None, form: str) -> dict[str, Any]:
    if forms is None:
        return {**_plain(None), "F": None, "df1": None, "df2": None, "p": None}
    one = forms[form]
    return {
        "name": one.name,
        "meaning": one.meaning,
        "value": one.value,
        "F": one.f,
        "df1": one.df1,
        "df2": one.df2,
        "p": one.p,
        "lower": one.lower,
        "upper": one.upper,
        "word": None if one.value is None else agreement_word(one.value).word,
        "band_set": "cicchetti_1994",
        "n": forms.units,
        "why": one.why or None,
    }


def _plain(found: Any) -> dict[str, Any]:
    """A result as JSON has it: why is null where there is nothing to explain."""
    if found is None:
        return {"value": None, "lower": None, "upper": None, "why": "Grades are words, and this needs numbers."}
    return {**asdict(found), "why": found.why or None}
