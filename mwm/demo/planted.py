"""What is true of the made-up authority: tests know it, and the questions must find it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mwm.scope import Month


@dataclass(frozen=True)
class Planted:
    """The truths of the made-up authority. Months are counted back from the last month, which is included.

    levels: how much higher (or lower) a grade is on average, in points of the 1–5 scale. Everything that is not named
    here stays the same over the whole time, apart from chance.
    """

    authority: str = "Sampleton (synthetic)"
    months: int = 72

    training_service_area: str = "Children in Need"
    training_elements: tuple[str, ...] = ("collaboration", "autonomy", "empathy", "evocation")
    training_months: int = 13
    training_level: float = 0.42

    unchanged_service_area: str = "Youth Justice"
    thin_service_area: str = "Independent Futures"

    dip_team: str = "Disabled Children's Team B"
    dip_element: str = "child_focus"
    dip_months: int = 10
    dip_level: float = -0.6

    supervision_service_area: str = "Children in Need"
    supervision_item: str = "support_for_practice"
    supervision_months: int = 15
    supervision_level: float = 0.5

    lenient_grader: str = "G-07"
    lenient_level: float = 0.6

    new_teams: tuple[str, ...] = ("CIN Team F", "CLA Team E")
    new_team_months: int = 38

    silent_team: str = "CLA Team C"
    silent_months: tuple[int, ...] = (31, 32, 33)

    double_graded: float = 0.21

    peer_researcher_area: str = "Independent Futures"
    peer_researcher_months: int = 15
    peer_researcher_answers: float = 0.74
    answers_before: float = 0.44

    change_months: int = 8
    baseline_looked_after: int = 352
    latest_looked_after: int = 325

    def first_month(self, until: Month) -> Month:
        """The first month of data."""
        return until.plus(1 - self.months)

    def training_month(self, until: Month) -> Month:
        """The first month in which the training shows."""
        return until.plus(1 - self.training_months)

    def supervision_month(self, until: Month) -> Month:
        """The first month in which supervision is better in one item."""
        return until.plus(1 - self.supervision_months)

    def dip_month(self, until: Month) -> Month:
        """The first month of the dip."""
        return until.plus(1 - self.dip_months)

    def new_team_month(self, until: Month) -> Month:
        """The month on whose first day the new teams open."""
        return until.plus(1 - self.new_team_months)

    def peer_researcher_month(self, until: Month) -> Month:
        """The first month in which peer researchers ask care leavers, who then answer more often."""
        return until.plus(1 - self.peer_researcher_months)

    def baseline_month(self, until: Month) -> Month:
        """The month from which the fall in looked after children is counted."""
        return until.plus(-self.change_months)


PLANTED = Planted()

DEFAULT_SEED = 2028
"""Chosen from some dozens because every planted truth, and nothing else, is a signal at the latest point. With another
seed chance hides one now and then, or adds one: docs/method.md says how often."""


def last_complete_month(today: date) -> Month:
    """The month before the one that a day lies in."""
    return Month.of(today).plus(-1)
