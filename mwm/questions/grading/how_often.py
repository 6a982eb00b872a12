"""How many observations should be graded twice, so that agreement is known well enough?"""

from __future__ import annotations

import pandas as pd

from mwm.answer import Answer, Column, Method, percent
from mwm.questions.grading.agreement import element_agreement
from mwm.questions.grading.reading import double_graded
from mwm.questions.question import nothing, question, where
from mwm.questions.readings import total_of
from mwm.scope import Scope
from mwm.settings import settings
from mwm.stats.agreement_icc import double_grading_width
from mwm.store import Store
from mwm.viewer import Viewer

SHARES = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
WIDE = 0.2
"""Width of the range that is narrow enough: about as wide as one band of words (our own judgement)."""
_GRADER_PART = 0.05
_COLUMNS = (
    Column("share", "Share graded twice", "percent"),
    Column("double_graded", "Observations graded twice", "count"),
    Column("width", "Width of the range", "coefficient"),
    Column("narrow", "One in ten is narrower than", "coefficient"),
    Column("wide", "One in ten is wider than", "coefficient"),
)
_METHOD = Method(
    definition="How wide the 95% range around the agreement of an element (ICC) would be, if so many of the "
    "observations were graded by two people.",
    formula="Mean squares of the two-way random model drawn 2,000 times, at the agreement of the element that agrees "
    f"least now; {_GRADER_PART:.0%} of what is not the work’s own variance taken as strict and lenient graders. Width: "
    "the median of Shrout and Fleiss’s interval for ICC(2,1).",
    exclusions="More than two graders of one observation would make the range a little narrower.",
    sql=("questions/grading/double_grade", "questions/skills/total"),
)


@question(
    "double-grading",
    "How wide the range around agreement would be, if more or fewer observations were graded twice.",
    kinds=("observations",),
)
def double_grading(store: Store, viewer: Viewer, scope: Scope) -> Answer:
    """The simulated width of the interval of ICC(2,1) against the share of observations that are graded twice.

    Rows: share (percent), double_graded, width (median), narrow and wide (a tenth are narrower, wider). Assumes the
    lowest ICC of the elements, or 0.7 where none is known. extra: present (percent graded twice now), icc.
    """
    if scope.authority is None:
        return nothing("double-grading", scope, _COLUMNS, _METHOD, counts=("observations",))
    total, found = total_of(store, scope), double_graded(store, scope)
    if not total.observations:
        return nothing("double-grading", scope, _COLUMNS, _METHOD, counts=("observations",))
    minimum = settings().minimum_double_graded
    parts = [
        element_agreement(found.of(element.key), minimum, intervals=False)
        for element in store.framework(scope.authority).elements
    ]
    known = [part.icc for part in parts if part.icc is not None]
    icc = min(max(min(known), 0.05), 0.95) if known else 0.7
    present = found.observations / total.observations
    widths = double_grading_width(total.observations, SHARES, icc=icc, grader_part=_GRADER_PART)
    rows = pd.DataFrame(
        [
            {
                "share": one.share * 100,
                "double_graded": one.units,
                "width": one.width,
                "narrow": one.narrow,
                "wide": one.wide,
            }
            for one in widths
        ]
    ).astype({"width": "float64", "narrow": "float64", "wide": "float64"})
    enough = next((one for one in widths if one.width is not None and one.width <= WIDE and one.units >= minimum), None)
    if enough is None:
        said = f"even {percent(SHARES[-1] * 100)} graded twice would leave a range wider than {WIDE:g}"
    else:
        said = (
            f"{enough.share:.0%} graded twice ({enough.units:,} observations) is enough for a range around "
            f"agreement no wider than {WIDE:g}"
        )
    now = percent(present * 100) if present else "none"
    return Answer(
        question="double-grading",
        status="ok" if rows["width"].notna().any() else "thin",
        headline=f"Of {total.observations:,} observations {where(scope)}, {said}. Now it is {now}.",
        scope=scope,
        rows=rows,
        columns=_COLUMNS,
        counts={"observations": total.observations, "double_graded": found.observations},
        method=_METHOD,
        caveats=(
            "A made-up reckoning with grades that are spread evenly about the average: whole grades from 1 to 5 can "
            "do a little better or worse.",
        ),
        extra={"present": present * 100, "icc": icc, "enough": WIDE},
    )
