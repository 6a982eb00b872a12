"""Who is in a team on a day, and how long ago they were last observed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from mwm.questions.question import listed_words
from mwm.scope import Month, Scope
from mwm.store import Store

NEW_FOR = 3  # months in which somebody who has just come counts as new
WHOSE = (
    "Workers are those who are in a team on the last day of the period, by the file of teams and workers. An "
    "observation counts for its worker in whatever team it was."
)
LEFT_OUT = f"People who came less than {NEW_FOR} months before are new and are shown apart."
SQL = ("questions/coverage/worker", "questions/plans/policy_version")
_DAYS_IN_A_MONTH = 365.25 / 12
_STANDS_IN = 24  # months in which somebody must have been seen who stands in for workers that nobody has listed


@dataclass(frozen=True)
class Present:
    """Who is in a team on a day. rows: of questions/coverage/worker, with is_new and months_unobserved (since the last
    observation, or since the first day); without people whose role is not observed, of whom other_roles says how many.
    stood_in: teams whose workers were never given.
    """

    last_day: date
    rows: pd.DataFrame
    other_roles: int
    stood_in: tuple[str, ...]

    @property
    def eligible(self) -> pd.DataFrame:
        """Those who are not new."""
        return self.rows[~self.rows["is_new"]]

    @property
    def new(self) -> int:
        """How many have just come."""
        return int(self.rows["is_new"].sum())

    def observed_within(self, months: int) -> pd.Series:
        """Whether each of the rows was observed in so many months up to the last day."""
        return self.rows["last_observed"] >= pd.Timestamp(months_before(self.last_day, months))

    @property
    def day(self) -> str:
        """The day in words: 31 October 2026."""
        return f"{self.last_day.day} {Month.of(self.last_day).long}"

    def left_out(self, *, in_numbers: bool = True) -> tuple[str, ...]:
        """Who is not counted, in sentences; without how many they are where numbers of people are kept back."""
        said = []
        if self.new:
            is_one = in_numbers and self.new == 1
            who = "1 new worker" if is_one else f"{self.new:,} new workers" if in_numbers else "New workers"
            said.append(f"{who} (under {NEW_FOR} months) {'is' if is_one else 'are'} not counted yet.")
        if self.other_roles:
            is_one = in_numbers and self.other_roles == 1
            who = "1 person" if is_one else f"{self.other_roles:,} people" if in_numbers else "People"
            said.append(f"{who} in roles that are not observed {'is' if is_one else 'are'} left out.")
        if self.stood_in:
            teams = listed_words(list(self.stood_in)) if len(self.stood_in) <= 3 else f"{len(self.stood_in)} teams"
            said.append(
                f"The file of teams and workers does not say who is in {teams}: whoever was last seen there in two "
                "years is counted, also people who have left. New workers and those never observed are not known there."
            )
        return tuple(said)


def present_workers(store: Store, scope: Scope) -> Present:
    """Who is in a team on the last day of a settled scope with an authority, and when they were last observed.

    Holds identifiers: they must not leave a question whose viewer may not see names.
    """
    last_day = _last_day(store, scope)
    asked = scope.parameters()
    del asked["first_month"], asked["last_month"]
    rows = store.read("questions/coverage/worker", **asked, last_day=last_day)
    unobserved = {role.casefold().strip() for role in store.framework(str(scope.authority)).unobserved_roles}
    is_other = rows["role"].map(lambda role: isinstance(role, str) and role.casefold().strip() in unobserved)
    others = int(rows.loc[is_other.astype(bool), "worker_id"].nunique())
    rows = rows[~is_other.astype(bool)].reset_index(drop=True)
    day = pd.Timestamp(last_day)
    rows["is_new"] = rows["since"] > pd.Timestamp(months_before(last_day, NEW_FOR))
    earlier = rows["last_observed"].fillna(rows["since"]).fillna(day - pd.DateOffset(months=_STANDS_IN))
    rows["months_unobserved"] = (day - earlier).dt.days / _DAYS_IN_A_MONTH
    stood_in = dict.fromkeys(rows.loc[rows["since"].isna(), "team"])
    return Present(last_day, rows, others, tuple(stood_in))


def months_before(last_day: date, months: int) -> date:
    """The first day of so many months that end with a day: 1 April for the six months that end on 30 September."""
    return (pd.Timestamp(last_day + timedelta(days=1)) - pd.DateOffset(months=months)).date()


def _last_day(store: Store, scope: Scope) -> date:
    """The last day of the period, or of the last month with observations where it is open; at the latest today."""
    last = scope.period.last
    if last is None:
        newest = store.read("questions/scope/span", authority=scope.authority)["last_month"].iloc[0]
        last = None if pd.isna(newest) else Month.of(newest)
    return min(last.last_day, date.today()) if last else date.today()
