"""Teams beside one another and over time: the same numbers as each team's own, judged, in the organisation's order."""

from __future__ import annotations

import re
from math import isnan

import pytest

from mwm.demo import PLANTED
from mwm.questions import skill_trend, team_comparison, team_trend
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER
from tests.questions.conftest import TEAMS, as_csv, made_up_rows

UNTIL = Month.parse("2026-10")
THREE_YEARS = Scope(period=Period(UNTIL.plus(-35), UNTIL))


@pytest.fixture(scope="module")
def store(filled_once) -> Store:
    return filled_once(as_csv(made_up_rows(21, 200)))


@pytest.mark.parametrize("measure", ["average", "share"])
@pytest.mark.parametrize("grain", ["month", "quarter"])
def test_each_teams_line_is_the_one_on_its_own_page(store: Store, measure: str, grain: str) -> None:
    rows = team_trend(store, LOCAL_VIEWER, Scope(), element="empathy", measure=measure, grain=grain).rows
    assert set(rows["team"]) == set(TEAMS)
    for team in TEAMS:
        own = skill_trend(store, LOCAL_VIEWER, Scope(teams=(team,)), element="empathy", measure=measure, grain=grain)
        here = rows[rows["team"] == team].set_index("month")
        assert here["observations"].sum() == own.rows["observations"].sum()
        for one in own.rows.to_dict("records"):
            assert here.loc[one["month"], "observations"] == one["observations"]
            assert here.loc[one["month"], "value"] == pytest.approx(one[measure], nan_ok=True)


def test_teams_come_as_the_organisation_lists_them_and_never_by_value(store: Store) -> None:
    answer = team_trend(store, LOCAL_VIEWER, Scope(), element="empathy")
    assert list(dict.fromkeys(answer.rows["team"])) == list(answer.extra["variation"]) == sorted(TEAMS)
    named = team_comparison(store, LOCAL_VIEWER, Scope(), element="empathy").rows["team"]
    assert list(named) == sorted(TEAMS)


def test_a_group_has_a_line_of_its_own(filled_once, store: Store) -> None:
    filled_once("group,team,worker_id,from,to\nBoth,CIN Team A,,,\nBoth,CIN Team B,,,\n", store)
    answer = team_trend(store, LOCAL_VIEWER, Scope(teams=("Both",)), element="empathy", grain="year")
    own = team_trend(store, LOCAL_VIEWER, Scope(), element="empathy", grain="year").rows.set_index("team")
    assert list(answer.rows["team"]) == ["Both"]
    assert answer.rows["observations"].sum() == own.loc[["CIN Team A", "CIN Team B"], "observations"].sum()
    assert "Both" not in set(own.index)


def test_a_month_without_observations_is_a_gap_in_that_teams_line(filled) -> None:
    rows = made_up_rows(5, 90)
    rows = [row for row in rows if not (row["team"] == "CIN Team A" and row["observed_on"].startswith("2024-03"))]
    answer = team_trend(filled(as_csv(rows)), LOCAL_VIEWER, Scope(), element="empathy", grain="month")
    march = answer.rows[(answer.rows["team"] == "CIN Team A") & (answer.rows["month"] == "2024-03-01")].iloc[0]
    assert march["observations"] == 0
    assert isnan(march["value"])
    assert answer.rows.groupby("team").size().nunique() == 1


def test_a_team_with_few_observations_is_drawn_and_not_judged(filled) -> None:
    few = [row for row in made_up_rows(2, 400, months=12) if row["team"] == "YJ Team A"][:8]
    many = [row for row in made_up_rows(2, 400, months=12) if row["team"] != "YJ Team A"]
    answer = team_trend(filled(as_csv(many + few)), LOCAL_VIEWER, Scope(), element="empathy", grain="month")
    assert answer.extra["variation"]["YJ Team A"] is None
    own = answer.rows[answer.rows["team"] == "YJ Team A"]
    assert own["value"].notna().any()
    assert not own["variation"].notna().any()
    assert own["mean"].isna().all()
    assert "YJ Team A has too few observations in a month to judge" in answer.headline
    assert answer.counts["judged_teams"] == 2


def test_the_planted_truths_are_found_team_by_team(demo: Store) -> None:
    dip = team_trend(demo, LOCAL_VIEWER, THREE_YEARS, element=PLANTED.dip_element)
    assert dip.extra["variation"][PLANTED.dip_team] == "concern_low"
    assert re.search(f"real concern in .*{PLANTED.dip_team}", dip.headline)
    trained = team_trend(demo, LOCAL_VIEWER, THREE_YEARS, element="empathy")
    up = {team for team, icon in trained.extra["variation"].items() if icon == "improvement_high"}
    assert up
    assert all(team.startswith("CIN") for team in up)
    assert "concern" not in trained.headline
    assert trained.headline.startswith("Empathy: real improvement in CIN Team")
    assert any(caveat.startswith("Dotted lines: ") for caveat in trained.caveats)


def test_events_can_be_switched_off_without_changing_a_number(demo: Store) -> None:
    marked = team_trend(demo, LOCAL_VIEWER, THREE_YEARS, element="empathy")
    bare = team_trend(demo, LOCAL_VIEWER, THREE_YEARS, element="empathy", events="none")
    assert len(marked.events) > 0
    assert bare.events.empty
    assert bare.rows.equals(marked.rows)


def test_the_limits_of_shares_can_allow_for_chance_alone(demo: Store) -> None:
    wide, narrow = (
        team_comparison(demo, LOCAL_VIEWER, THREE_YEARS, element="empathy", measure="share", overdispersion=switch)
        for switch in ("on", "off")
    )
    assert list(wide.rows["value"]) == list(narrow.rows["value"])
    assert (wide.rows["upper_998"] > narrow.rows["upper_998"]).all()
    assert (wide.rows["lower_998"] <= narrow.rows["lower_998"]).all()
    assert (
        "Teams as a whole differ by more than chance explains, and the limits are widened by as much." in wide.caveats
    )
    assert any("allow for chance alone" in caveat for caveat in narrow.caveats)
    assert not any("allow for chance alone" in caveat for caveat in wide.caveats)
    assert "from the share of" in wide.headline


def test_averages_know_no_such_switch(demo: Store) -> None:
    on, off = (
        team_comparison(demo, LOCAL_VIEWER, THREE_YEARS, element="empathy", overdispersion=switch)
        for switch in ("on", "off")
    )
    assert on.rows.equals(off.rows)
    assert on.caveats == off.caveats


def test_without_observations_there_is_a_sentence(store: Store) -> None:
    nowhere = Scope(period=Period(Month.parse("2020-01"), Month.parse("2020-06")))
    answer = team_trend(store, LOCAL_VIEWER, nowhere)
    assert answer.status == "empty"
    assert answer.headline == "Nothing is recorded yet across the service in Jan 2020 – Jun 2020."


def test_too_few_months_in_every_team_is_said(filled) -> None:
    answer = team_trend(filled(as_csv(made_up_rows(4, 30, months=2))), LOCAL_VIEWER, Scope(), element="empathy")
    assert answer.status == "thin"
    assert answer.headline == ("Empathy: no team has enough observations over time to tell a real change from chance.")
