"""The grades that several people gave to the same observations, as the statistics take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from mwm.scope import Scope
from mwm.stats.agreement import Grades
from mwm.store import Store
from mwm.viewer import Viewer

AT_MOST = 4000
"""Double-graded observations that are read. With so many, intervals are narrow, and more would only cost time."""
_KEPT = 8  # scopes whose grades are kept, because several pictures of one page are made from the same


@dataclass(frozen=True)
class DoubleGraded:
    """Observations that two or more people graded.

    rows: unit, month, grader_id, element, grade: one for each person's grade of an element. observations: how many
    there are; `read`: how many of them are in rows, drawn by lot where there are more than AT_MOST.
    """

    rows: pd.DataFrame
    observations: int

    @property
    def read(self) -> int:
        """How many observations rows has."""
        return int(self.rows["unit"].nunique())

    @property
    def graders(self) -> int:
        """How many people gave these grades."""
        return int(self.rows["grader_id"].nunique())

    def graded(self, elements: Sequence[str]) -> tuple[str, ...]:
        """Those of these elements that anybody graded."""
        there = set(self.rows["element"].unique())
        return tuple(element for element in elements if element in there)

    def of(self, element: str) -> Grades:
        """The grades of one element: observations in rows, people in columns; only those with two or more grades."""
        return _table(self.rows[self.rows["element"] == element])

    def pooled(self, elements: Sequence[str]) -> Grades:
        """The grades of all these elements at once: each element of each observation is a row of its own."""
        rows = self.rows[self.rows["element"].isin(list(elements))]
        place = pd.Categorical(rows["element"], categories=list(elements)).codes.astype("int64")
        return _table(rows.assign(unit=rows["unit"] * len(elements) + place))

    def overall(self, elements: Sequence[str]) -> Grades:
        """Each person's mean of an observation's elements, where this person graded all of them."""
        kept = self.rows[self.rows["element"].isin(list(elements))]
        means = kept.groupby(["unit", "month", "grader_id"], as_index=False).agg(
            grade=("grade", "mean"), graded=("element", "nunique")
        )
        return _table(means[means["graded"] == len(elements)])


def double_graded(store: Store, scope: Scope) -> DoubleGraded:
    """Read them, or recall them. scope: settled, with an authority."""
    return _double_graded(store, store.version, scope)


@lru_cache(maxsize=_KEPT)
def _double_graded(store: Store, version: int, scope: Scope) -> DoubleGraded:
    rows = store.read("questions/grading/double_grade", **scope.parameters(), at_most=AT_MOST)
    in_all = int(rows["in_all"].iloc[0]) if len(rows) else 0
    return DoubleGraded(rows.assign(unit=pd.factorize(rows["observation"])[0]), in_all)


def sampled_words(found: DoubleGraded) -> tuple[str, ...]:
    """A caveat where not all observations were read."""
    if found.read >= found.observations:
        return ()
    return (
        f"There are {found.observations:,} observations graded by more than one person. {found.read:,} of them, drawn "
        "by lot, are used here.",
    )


def grader_labels(store: Store, viewer: Viewer, scope: Scope, labels: str) -> dict[str, str]:
    """grader_id → what the person is called: the identifier, or "Grader 3" where it may not show or is not wanted.

    Numbers stay the same in a store as long as no import is taken back.
    """
    found = store.read("questions/grading/grader", authority=scope.authority)
    if viewer.may_see_names and labels == "identifiers":
        return {grader: grader for grader in found["grader_id"]}
    return {grader: f"Grader {number}" for number, grader in enumerate(found["grader_id"], start=1)}


def grader_order(label: str) -> tuple[str, int]:
    """What labels are sorted by: Grader 2 before Grader 10."""
    word, _, number = label.rpartition(" ")
    return (word, int(number)) if number.isdigit() else (label, 0)


def _table(rows: pd.DataFrame) -> Grades:
    units, places = np.unique(rows["unit"].to_numpy(), return_inverse=True)
    names = sorted(rows["grader_id"].unique())
    columns = pd.Categorical(rows["grader_id"], categories=names).codes
    values = np.full((len(units), len(names)), np.nan)
    values[places, columns] = rows["grade"].to_numpy(dtype=float)
    whole = Grades(values, tuple(names))
    return Grades(whole.pairable, whole.graders)
