"""Does better supervision go with better practice? Both side by side, by team and quarter or family by family."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from mwm.answer import Answer, Column, Method, minus
from mwm.errors import UsageError
from mwm.framework import Framework
from mwm.questions.feedback_items import FormItem
from mwm.questions.judging import FEWEST_AT_A_POINT
from mwm.questions.question import Argument, nothing, question, where
from mwm.questions.skills import measures
from mwm.questions.supervision import METHOD_COLUMN
from mwm.questions.supervision_reading import (
    ALL_ITEMS,
    CAVEAT_SETTINGS,
    COUNTING,
    METHOD,
    RUBRIC,
    Measured,
    none_recorded,
    what_is_measured,
    without_settings,
)
from mwm.scope import Scope
from mwm.settings import settings
from mwm.stats.association import Association, clustered_association
from mwm.store import Store
from mwm.viewer import Viewer

Paired = Literal["team_quarter", "family"]

PAIRED: dict[str, str] = {"team_quarter": "Same team and quarter", "family": "Same family"}
DAYS = ("14", "30", "60", "90")
_COUNTED = ("pairs", "clusters")
_VALUES = (
    Column("supervision", "Supervision: average grade", "average"),
    Column("practice", "Practice: average grade", "average"),
)
_COLUMNS = {
    "team_quarter": (
        Column("team", "Team"),
        Column("quarter", "Quarter from", "month"),
        Column("supervisions", "Supervisions", "count"),
        _VALUES[0],
        Column("observations", "Observations", "count"),
        _VALUES[1],
        METHOD_COLUMN,
    ),
    "family": (Column("pair", "Pair", "count"), *_VALUES, Column("days", "Days between", "count"), METHOD_COLUMN),
}
_SIZES = ((0.5, "strong"), (0.3, "moderate"), (0.1, "weak"), (0.0, "very weak"))  # Cohen 1988
_CAVEAT_CAUSE = (
    "A link does not say that one causes the other. Both may be better for a third reason, such as a settled team or "
    "fewer families."
)
_CAVEAT_FEW = "Averages of few supervisions and observations move by chance, so a link can look weaker than it is."


@question(
    "supervision-and-practice",
    "Whether teams (or families) whose supervision was graded higher also see better practice; never what causes what.",
    kinds=("supervision", "observations"),
    arguments=(
        Argument("paired", "by team and quarter, or by family", "choice", tuple(PAIRED)),
        Argument("element", "element, dimension or composite of practice; the average of all elements where left out"),
        Argument("item", f"item of supervision by its key or name; {ALL_ITEMS} where left out"),
        RUBRIC,
        METHOD,
        Argument("days", "for families: how many days after the supervision a visit may be (60)", "choice", DAYS),
    ),
)
def supervision_and_practice(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    paired: Paired = "team_quarter",
    element: str | None = None,
    item: str = ALL_ITEMS,
    rubric: str | None = None,
    method: str = "observed",
    days: str = "60",
) -> Answer:
    """Supervision beside practice.

    paired: team_quarter sets the average grades of one team's supervisions and observations of the same quarter side by
    side; family each supervision that names a family beside the first observed visit to it within so many days.
    element: None for the average of all elements. item, rubric, method: as in supervision-trend. Rows: team, quarter
    (first day), supervisions, supervision, observations, practice; or pair (a number), supervision, practice, days; and
    method. A quarter with fewer than five observations is left out. extra: association and
    within_quarters (stats.association.Association; the second of the differences from each quarter's own averages, so
    that what rises over the years makes no link), clusters (teams or supervisors), names and scales of both axes.
    """
    asked_scope, scope = scope, without_settings(scope)
    if paired not in PAIRED:
        raise UsageError(f"“{paired[:20]}” is no way to pair.", mend=f"Choose one of {', '.join(PAIRED)}.")
    if not str(days).isdecimal():
        raise UsageError("The number of days is not a whole number.", mend="Write it in digits, for example 60.")
    columns = _COLUMNS[paired]
    measured = what_is_measured(store, scope, rubric, method)
    if measured is None:
        headline = none_recorded(scope, method)
        return nothing(
            "supervision-and-practice", scope, columns, _method(None, paired), headline=headline, counts=_COUNTED
        )
    (chosen,) = measured.wanted(item)
    practice = _practice(measured.framework, element)
    rows = _read(store, measured, chosen, practice, paired, int(days))
    by = "team" if paired == "team_quarter" else "by"
    link, within = _links(rows, by)
    enough, clusters = settings().minimum_observations, int(rows[by].nunique())
    said = _Said(measured, chosen, practice.name, paired, int(days), link, within, clusters, enough)
    if rows.empty:
        return nothing(
            "supervision-and-practice", scope, columns, _method(measured, paired), headline=said.none(), counts=_COUNTED
        )
    return Answer(
        question="supervision-and-practice",
        status="ok" if link.n >= enough else "thin",
        headline=said.headline(),
        scope=scope,
        rows=rows.assign(method=method)[[column.key for column in columns]],
        columns=columns,
        counts={"pairs": link.n, "clusters": clusters, "method": method, **measured.counts},
        method=_method(measured, paired),
        caveats=(
            _CAVEAT_CAUSE,
            _CAVEAT_FEW,
            *measured.caveats,
            *((CAVEAT_SETTINGS,) if asked_scope.settings else ()),
        ),
        extra={
            "association": link,
            "within_quarters": within,
            "clusters": clusters,
            "paired": paired,
            "names": {"supervision": chosen.name, "practice": practice.name},
            "scales": {
                "supervision": (chosen.scale.lowest, chosen.scale.highest),
                "practice": (measured.framework.scale.lowest, measured.framework.scale.highest),
            },
            "is_thin": link.n < enough,
        },
    )


@dataclass(frozen=True)
class _Practice:
    """What of practice is looked at. keys: as in the monthly tables. members: the elements that it is made of.

    fewest: how many of them a visit must have grades for.
    """

    name: str
    keys: tuple[str, ...]
    members: tuple[str, ...]
    fewest: int


def _practice(framework: Framework, wanted: str | None) -> _Practice:
    if wanted is None:
        return _Practice("All elements of practice", framework.element_keys, framework.element_keys, 1)
    ((key, name),) = measures(framework, "element", wanted).items()
    members: tuple[str, ...] = (key,)
    if key not in framework.element_keys:
        members = tuple(element.key for element in framework.of_dimension(key)) or next(
            composite.elements for composite in framework.composites if composite.key == key
        )
    return _Practice(name, (key,), members, len(members))


def _read(
    store: Store, measured: Measured, item: FormItem, practice: _Practice, paired: Paired, days: int
) -> pd.DataFrame:
    if paired == "team_quarter":
        asked = {**measured.parameters(by="team", over="quarter"), **measured.bound([item])}
        rows = store.read("questions/supervision/practice_by_quarter", **asked, elements=list(practice.keys))
        return rows[rows["observations"] >= FEWEST_AT_A_POINT].reset_index(drop=True)
    rows = store.read(
        "questions/supervision/practice_of_family",
        **measured.parameters(by="row"),
        **measured.bound([item]),
        elements=list(practice.members),
        fewest=practice.fewest,
        days=days,
    ).rename(columns={"supervisor": "by"})
    return rows.assign(pair=range(1, len(rows) + 1))


def _links(rows: pd.DataFrame, by: str) -> tuple[Association, Association]:
    """The link over all pairs, and that of the differences from the averages of each quarter with two pairs or more."""
    values = rows[["supervision", "practice"]].astype(float).round(9)  # so that equal averages tie
    quarters = values.groupby(rows["quarter"])
    several = quarters["supervision"].transform("size") > 1
    apart = (values - quarters.transform("mean"))[several].round(9)
    return (
        clustered_association(values["supervision"], values["practice"], rows[by]),
        clustered_association(apart["supervision"], apart["practice"], rows.loc[several, by]),
    )


def _method(measured: Measured | None, paired: Paired) -> Method:
    pair = {
        "team_quarter": "One pair is one team and quarter with graded supervisions and at least "
        f"{FEWEST_AT_A_POINT} observations: the average grades of both.",
        "family": "One pair is one supervision about a family and the first observed visit to that family on the same "
        "day or within so many days. A visit belongs to the nearest supervision before it.",
    }[paired]
    whose = "teams" if paired == "team_quarter" else "supervisors"
    sql = "practice_by_quarter" if paired == "team_quarter" else "practice_of_family"
    return Method(
        definition=f"{measured.measured if measured else ''}{pair} {COUNTING}",
        formula="Spearman's rank correlation, from −1 to 1, which suits scales of few points. 95% interval: bootstrap "
        f"over whole {whose} (2,000 draws), on Fisher's z with Student's t. Weak from 0.1, moderate from 0.3, strong "
        "from 0.5 (Cohen 1988); no clear link where the interval holds 0. Within quarters: the same of the differences "
        "from each quarter's own averages.",
        exclusions="Supervision and practice without a partner. No interval below five "
        f"{whose}. Observed and self-reported supervision are never counted together.",
        sql=(f"questions/supervision/{sql}", "questions/supervision/total"),
    )


@dataclass(frozen=True)
class _Said:
    """What the sentence is made of."""

    measured: Measured
    item: FormItem
    practice: str
    paired: Paired
    days: int
    link: Association
    within: Association
    clusters: int
    enough: int

    def none(self) -> str:
        """The sentence where there is no pair."""
        here, what = where(self.measured.scope), self.measured.what
        if self.paired == "family":
            return f"No visit was observed {here} within {self.days} days of {what} about the same family."
        return f"No team {here} has graded {what} and enough observations of practice in the same quarter."

    def headline(self) -> str:
        """The answer in one sentence or two."""
        here, n = where(self.measured.scope), self.link.n
        things = "team-quarters" if self.paired == "team_quarter" else "pairs of a supervision and a visit"
        if n < self.enough:
            return f"Too few {things} to say {here}: {n} of {self.enough} needed."
        if math.isnan(self.link.value):
            return f"Nothing to compare {here}: all grades of one of the two are the same ({n:,} {things})."
        whose = "teams" if self.paired == "team_quarter" else "supervisors"
        if math.isnan(self.link.lower):
            return f"Too few {whose} to say {here}: the {n:,} {things} come from {self.clusters}, and 5 are needed."
        reach = f"{_number(self.link.lower)} to {_number(self.link.upper)}"
        behind = (
            f"{_number(self.link.value)} on a scale from −1 to 1, 95% range {reach}; {n:,} {things}"
            f"{f' of {self.clusters} {whose}' if self.paired == 'team_quarter' else ''}"
        )
        told = f"{self._item} and {self.practice.lower()} {here}"
        if self.link.lower <= 0 <= self.link.upper:
            return f"No clear link between {told} ({behind})."
        size = next(word for least, word in _SIZES if round(abs(self.link.value), 2) >= least)
        way = "higher" if self.link.value > 0 else "lower"
        when = {
            "team_quarter": f"in quarters with higher grades for supervision, practice was more often graded {way} too"
            if way == "higher"
            else "in quarters with higher grades for supervision, practice was more often graded lower",
            "family": f"after supervisions with higher grades, the visit to that family was more often graded {way}",
        }[self.paired]
        return f"A {size} link between {told}: {when} ({behind}).{self._over_time} That is no proof of a cause."

    @property
    def _over_time(self) -> str:
        """Whether the link is more than both changing over the same years."""
        within = self.within
        if math.isnan(within.lower):
            return ""
        reach = f"({_number(within.value)}, {_number(within.lower)} to {_number(within.upper)})"
        if within.lower <= 0 <= within.upper or (within.value > 0) != (self.link.value > 0):
            not_clear = f" Within the same quarter the link is not clear {reach}"
            return f"{not_clear}, so both may only have changed over the same years."
        return f" It holds within the same quarter too {reach}."

    @property
    def _item(self) -> str:
        return self.measured.what if self.item.key == ALL_ITEMS else f"{self.item.name.lower()} in {self.measured.what}"


def _number(value: float) -> str:
    return minus(f"{value:.2f}")
