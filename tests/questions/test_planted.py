"""What was planted in the made-up authority is found by the questions, and nothing else."""

import pytest

from mwm.demo import PLANTED
from mwm.questions import (
    looked_after_change,
    looked_after_trend,
    overview_matrix,
    skill_signal,
    skill_trend,
    supervision_and_practice,
    supervision_coaching,
    supervision_trend,
)
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER

UNTIL = Month.parse("2026-10")
THREE_YEARS = Period(UNTIL.plus(-35), UNTIL)


@pytest.mark.parametrize("period", [Period(), THREE_YEARS], ids=["six years", "three years"])
def test_the_training_shows_in_its_area_and_elements_and_nowhere_else(demo: Store, period: Period) -> None:
    rows = skill_signal(demo, LOCAL_VIEWER, Scope(period=period)).records()
    found = {(row["unit"], row["element"]) for row in rows if row["variation"] not in (None, "common_cause")}
    assert found == {(PLANTED.training_service_area, element) for element in PLANTED.training_elements}
    assert all(row["variation"] == "improvement_high" for row in rows if (row["unit"], row["element"]) in found)


def test_the_signal_begins_about_when_the_training_did(demo: Store) -> None:
    rows = skill_signal(demo, LOCAL_VIEWER, Scope(), element="empathy").records()
    row = next(row for row in rows if row["unit"] == PLANTED.training_service_area)
    assert abs(Month.parse(row["since"]).minus(PLANTED.training_month(UNTIL))) <= 3


def test_the_dip_of_one_team_is_a_concern(demo: Store) -> None:
    scope = Scope(teams=(PLANTED.dip_team,), period=THREE_YEARS)
    answer = skill_trend(demo, LOCAL_VIEWER, scope, element=PLANTED.dip_element, grain="auto")
    assert answer.extra["variation"] == {PLANTED.dip_element: "concern_low"}
    assert answer.headline.startswith("Real concern: Child focus in Disabled Children's Team B averaged")


def test_an_area_without_a_change_is_called_that(demo: Store) -> None:
    scope = Scope(service_areas=(PLANTED.unchanged_service_area,), period=THREE_YEARS)
    assert skill_trend(demo, LOCAL_VIEWER, scope).headline.startswith("No real change in any of the 7 in Youth Justice")


def test_the_overview_says_the_same_in_a_sentence(demo: Store) -> None:
    answer = overview_matrix(demo, LOCAL_VIEWER, Scope(period=THREE_YEARS))
    assert answer.headline.startswith("4 of 7 elements have really improved in Children in Need.")


@pytest.mark.parametrize("period", [Period(), THREE_YEARS], ids=["six years", "three years"])
def test_supervision_is_better_in_one_item_and_area_and_nowhere_else(demo: Store, period: Period) -> None:
    answer = supervision_trend(demo, LOCAL_VIEWER, Scope(period=period), by="service_area")
    found = {key: icon for key, icon in answer.extra["variation"].items() if icon not in (None, "common_cause")}
    assert found == {(PLANTED.supervision_service_area, PLANTED.supervision_item): "improvement_high"}


def test_supervision_goes_with_the_visit_to_the_same_family(demo: Store) -> None:
    answer = supervision_and_practice(demo, LOCAL_VIEWER, Scope(), paired="family")
    assert answer.extra["association"].lower > 0.1
    assert answer.extra["within_quarters"].lower > 0.1
    assert answer.headline.endswith("That is no proof of a cause.")


def test_coaching_of_supervisors_made_no_difference(demo: Store) -> None:
    rows = supervision_coaching(demo, LOCAL_VIEWER, Scope(), item="all_items").records()
    assert all(abs(row["change"]) < 0.12 for row in rows)


def test_looked_after_children_fell_by_as_much_as_the_programme_reported(demo: Store) -> None:
    answer = looked_after_change(demo, LOCAL_VIEWER, Scope())
    last = answer.records()[-1]
    assert Month.parse(last["month"]).minus(Month.parse(last["baseline_month"])) == PLANTED.change_months
    assert (last["baseline"], last["looked_after"]) == (352, 325)
    assert "−7.7%, in the 8 months" in answer.headline
    trend = looked_after_trend(demo, LOCAL_VIEWER, Scope())
    assert trend.extra["identity_breaks"] == 0
    assert trend.is_synthetic


def test_it_says_how_large_a_change_could_be_seen(demo: Store) -> None:
    scope = Scope(service_areas=(PLANTED.training_service_area,), period=THREE_YEARS)
    caveats = skill_trend(demo, LOCAL_VIEWER, scope, element="empathy").caveats
    said = next(caveat for caveat in caveats if "would be seen four times in five" in caveat)
    assert "With about 43 observations a month, a change of 0.1" in said
