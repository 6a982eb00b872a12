"""Neutral names: no team's own name is left, the order tells nothing, and a link finds its way back."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import plotly.io
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.answer import Answer, Column, Method
from mwm.charts.inks import LIGHT
from mwm.charts.matrix import overview_matrix_table
from mwm.charts.skills import skill_trend_chart
from mwm.charts.teams import team_funnel_chart, team_links, team_multiples_chart, team_spread_chart
from mwm.neutral_names import NeutralNames
from mwm.questions import (
    coverage,
    overview_matrix,
    practice_report,
    scope_choices,
    skill_trend,
    supervision_trend,
    team_comparison,
    team_trend,
)
from mwm.scope import Scope
from mwm.viewer import AUDIENCE, LOCAL_VIEWER

words = st.text(alphabet="abcdeÄß TA1-'.(", min_size=1, max_size=12).map(str.strip).filter(bool)
teams = st.lists(words, min_size=1, max_size=12, unique_by=str.casefold)


@pytest.fixture(scope="module")
def names(demo):
    found = demo.read("questions/scope/name", authority=None)
    return NeutralNames(found.loc[found["kind"] == "team", "name"], "a seed")


def left_over(names: NeutralNames, text: str) -> list[str]:
    return [own for _, own in names.pairs() if own.casefold() in text.casefold()]


@settings(deadline=None)
@given(teams, st.text(max_size=5))
def test_every_team_has_one_name_of_its_own_that_is_no_team_s(own, seed):
    names = NeutralNames(own, seed)
    neutral = [name for name, _ in names.pairs()]
    assert len(set(neutral)) == len(own)
    assert sorted(team for _, team in names.pairs()) == sorted(own)
    used = {team.casefold() for team in own}
    assert not used & {name.casefold() for name in neutral}
    assert names.pairs() == NeutralNames(list(reversed(own)), seed).pairs()


@settings(deadline=None)
@given(teams, st.data())
def test_what_is_hidden_can_be_asked_for_again(own, data):
    names = NeutralNames(own, "seed")
    team = data.draw(st.sampled_from(own))
    scope = Scope(teams=(team,))
    hidden = names.hidden(scope)
    assert hidden.teams[0].startswith("Team ")
    assert names.shown(hidden) == scope


def test_the_order_of_the_letters_is_not_the_order_of_the_names():
    own = [f"Team {number}" for number in range(10)]
    orders = {tuple(team for _, team in NeutralNames(own, f"seed {number}").pairs()) for number in range(5)}
    assert len(orders) == 5
    assert tuple(own) not in orders


def test_rows_stand_in_the_order_of_the_letters_and_months_in_theirs():
    own = ["North", "South", "West"]
    rows = pd.DataFrame({"team": sorted(own * 2), "month": [1, 2] * 3, "value": range(6)})
    names = NeutralNames(own, "seed")
    hidden = names.hidden(rows)
    assert list(hidden["team"]) == [name for name, _ in names.pairs() for _ in range(2)]
    assert list(hidden["month"]) == [1, 2] * 3
    back = names.shown({"team": list(hidden["team"])})["team"]
    assert dict(zip(zip(back, hidden["month"], strict=True), hidden["value"], strict=True)) == dict(
        zip(zip(rows["team"], rows["month"], strict=True), rows["value"], strict=True)
    )


def test_what_is_hidden_row_by_row_moves_with_its_row():
    own = ["North", "South", "West"]
    rows = pd.DataFrame({"team": own, "value": [1.0, None, 3.0]})
    columns = (Column("team", "Team"), Column("value", "Value", "average"))
    answer = Answer("q", "ok", "West leads", Scope(), rows, columns, {}, Method(""), suppressed=(False, True, False))
    names = NeutralNames(own, "another seed")
    hidden = names.hidden(answer)
    assert [bool(value != value) for value in hidden.rows["value"]] == list(hidden.suppressed)
    assert not left_over(names, hidden.to_json())


@pytest.mark.parametrize(
    ("question", "draw"),
    [
        (lambda store: team_comparison(store, LOCAL_VIEWER, Scope()), (team_funnel_chart, team_spread_chart)),
        (lambda store: team_trend(store, LOCAL_VIEWER, Scope()), (team_multiples_chart,)),
        (lambda store: skill_trend(store, LOCAL_VIEWER, Scope(teams=("CIN Team A",))), (skill_trend_chart,)),
        (lambda store: coverage(store, LOCAL_VIEWER, Scope()), ()),
        (lambda store: supervision_trend(store, LOCAL_VIEWER, Scope(teams=("CIN Team B",))), ()),
    ],
)
def test_no_own_name_is_in_an_answer_nor_in_its_pictures(demo, names, question, draw):
    answer = question(demo)
    assert left_over(names, repr(answer.extra) + answer.to_json())  # else nothing is shown by what follows
    hidden = names.hidden(answer)
    told = hidden.to_json() + hidden.scope.words + json.dumps(hidden.table().to_dict("list"), default=str)
    assert not left_over(names, told + repr(hidden.extra) + repr(hidden.events.to_dict("list")))
    for chart in draw:
        assert not left_over(names, plotly.io.to_json(chart(hidden, LIGHT)))
    assert hidden.counts == answer.counts
    assert len(hidden.rows) == len(answer.rows)


def test_links_and_the_matrix_have_neutral_names_over_the_right_numbers(demo, names):
    trend = names.hidden(team_trend(demo, LOCAL_VIEWER, Scope()))
    assert not left_over(names, team_links(trend, link=lambda team: f"skills?team={team}"))
    answer = overview_matrix(demo, LOCAL_VIEWER, Scope(), by="team")
    hidden = names.hidden(answer)
    html = overview_matrix_table(hidden, LIGHT, link=lambda row, unit: f"{row.page}?team={unit}")
    assert not left_over(names, html)

    def cells(found: Answer, shown: bool) -> dict[tuple[str, str], float | None]:
        matrix = found.extra["matrix"]
        told = names.shown if shown else (lambda unit: unit)
        return {(row.key, told(cell.unit)): cell.value for row in matrix.rows for cell in row.cells}

    assert cells(hidden, shown=True) == cells(answer, shown=False)
    matrix = hidden.extra["matrix"]
    assert all(
        [cell.unit for cell in row.cells] == list(matrix.units)
        for row in matrix.rows
        if len(row.cells) == len(matrix.units)
    )


def test_choices_and_reports_are_renamed_too(demo, names):
    choices = names.hidden(scope_choices(demo, AUDIENCE, Scope()))
    assert not left_over(names, repr(choices.teams))
    assert choices.teams == tuple(name for name, _ in names.pairs())
    report = practice_report(demo, LOCAL_VIEWER, Scope(teams=("CIN Team A",)))
    hidden = names.hidden(report)
    assert not left_over(names, repr(hidden.extra) + hidden.to_json())


def test_without_teams_nothing_changes():
    scope = replace(Scope(), service_areas=("Children in Need",))
    assert NeutralNames([], "seed").hidden(scope) is scope
