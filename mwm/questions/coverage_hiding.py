"""Which counts of workers coverage shows: settled for all teams of the council at once, whatever part is asked for.

Were it settled for the teams that are asked for, counts of all teams but one would give the one that is hidden.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mwm.answer import written_as
from mwm.disclosure import Levels, Thresholds, in_levels
from mwm.questions.present import Present
from mwm.symbols import CONFIDENTIAL

Team = tuple[str, str]  # service area and team

# What is hidden together: a count of workers, with what else would tell it.
MEASURES = {
    "workers": ("workers",),
    "observed_12": ("observed_12", "share_12"),
    "observed_6": ("observed_6", "share_6"),
    "never": ("never", "months_since"),
    "new_workers": ("new_workers",),
}


@dataclass(frozen=True)
class WorkerCounts:
    """Workers of every team of a council on a day.

    teams: those of each service area. levels: what is hidden of each measure.
    """

    teams: dict[str, tuple[Team, ...]]
    levels: dict[str, Levels]

    @classmethod
    def of(cls, present: Present, few: Thresholds) -> WorkerCounts:
        """present: of the whole council."""
        rows = present.rows.assign(
            observed_12=present.observed_within(12),
            observed_6=present.observed_within(6),
            never=present.rows["last_observed"].isna(),
        )
        counted = (
            rows[~rows["is_new"]]
            .groupby(["service_area", "team"])
            .agg(
                workers=("worker_id", "nunique"),
                observed_12=("observed_12", "sum"),
                observed_6=("observed_6", "sum"),
                never=("never", "sum"),
            )
        )
        new = rows[rows["is_new"]].groupby(["service_area", "team"])["worker_id"].nunique().rename("new_workers")
        table = counted.join(new, how="outer").fillna(0.0)
        teams: dict[str, tuple[Team, ...]] = {}
        for area, team in table.index:
            teams[area] = (*teams.get(area, ()), (area, team))

        def tables(measure: str) -> list[list[list[float]]]:
            values = table[[measure]]
            if measure in ("observed_12", "observed_6", "never"):
                values = values.assign(others=table["workers"] - table[measure])
            return [values.loc[list(own)].to_numpy(dtype=float).tolist() for own in teams.values()]

        workers = in_levels(tables("workers"), few)
        levels = {
            measure: in_levels(tables(measure), few, workers.parts) for measure in MEASURES if measure != "workers"
        }
        return cls(teams, {"workers": workers, **levels})

    def hides(self, measure: str, of: Collection[Team]) -> bool:
        """Whether the count of these teams together is hidden: it shows where that of each of them does.

        A whole service area counts as one, and so does the whole council.
        """
        level, chosen = self.levels[measure], set(of)
        if measure != "workers" and self.hides("workers", of):
            return True
        if chosen >= self.every:
            return level.whole
        for (_, own), of_area, of_parts in zip(self.teams.items(), level.groups, level.parts, strict=True):
            if chosen >= set(own):
                if of_area:
                    return True
            elif any(hidden and team in chosen for team, hidden in zip(own, of_parts, strict=True)):
                return True
        return False

    def is_one(self, of: Collection[Team]) -> bool:
        """Whether these teams are one team, one service area or the whole council."""
        chosen = set(of)
        return len(chosen) == 1 or chosen in [set(own) for own in self.teams.values()] or chosen == self.every

    def share_in_words(self, whole: dict[str, Any], months: int, of: Collection[Team], few: Thresholds) -> str:
        """The share of all these teams together that was observed; where it is hidden, what may be said of it."""
        count, seen = int(whole["workers"]), int(whole[f"observed_{months}"])
        if not self.hides(f"observed_{months}", of):
            return written_as(whole[f"share_{months}"], "percent")
        if self.is_one(of) and few.count_is_small(count - seen):
            return f"at least {(count - few.hidden_up_to) * 100 // count}%"
        if self.is_one(of) and few.count_is_small(seen):
            return f"at most {math.ceil(few.hidden_up_to / count * 100)}%"
        return f"a hidden share ({CONFIDENTIAL})"

    @property
    def every(self) -> set[Team]:
        """All teams."""
        return {team for own in self.teams.values() for team in own}

    def blanked(self, rows: pd.DataFrame, of: Sequence[Collection[Team]]) -> tuple[pd.DataFrame, list[bool]]:
        """Rows without the counts that are hidden, and in which rows any is. of: the teams of each row."""
        marks = [False] * len(rows)
        found = rows.copy()
        for measure, columns in MEASURES.items():
            hidden = [self.hides(measure, teams) for teams in of]
            marks = [before or here for before, here in zip(marks, hidden, strict=True)]
            for column in columns:
                found[column] = rows[column].astype("float64").where(~pd.Series(hidden, index=rows.index))
        return found, marks

    def blanked_whole(self, whole: dict[str, Any], of: Collection[Team]) -> dict[str, Any]:
        """The same for the numbers of all these teams together."""
        gone = {
            column: math.nan for measure, columns in MEASURES.items() if self.hides(measure, of) for column in columns
        }
        return whole | gone
