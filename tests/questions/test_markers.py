"""Work with a case marker is a scope of its own, whatever is imported and undone; unasked, it changes nothing."""

from __future__ import annotations

import re
import statistics
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.errors import ScopeError
from mwm.intake import run_checks, undo
from mwm.questions import (
    looked_after_trend,
    observations,
    overview_matrix,
    scope_choices,
    skill_distribution,
    skill_trend,
    team_comparison,
    team_trend,
    worker_comparison,
)
from mwm.questions.question import where
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.store.named_sql import all_names, named_sql
from mwm.viewer import LOCAL_VIEWER
from tests.questions.conftest import made_up_rows
from tests.questions.test_groups import BOTH, READERS, memberships, of_group, plan, send, without_groups
from tests.questions.test_skills import counted
from tests.sql.test_contracts import GIVEN

Row = dict[str, str]
EDGE, ABUSE, DISABILITY = "edge of care", "domestic abuse", "disability"
WRITTEN = ("", "", "Edge of care", "edge of care; Domestic Abuse", "disability, EDGE OF CARE", "domestic abuse", "none")


def marked_rows(seed: int, count: int, *, months: int = 8) -> list[Row]:
    """Made-up rows, of which about half of the observations have one case marker or two."""
    return [row | {"markers": written(row)} for row in made_up_rows(seed, count, months=months)]


def written(row: Row) -> str:
    """What the file says of an observation; a second grader's row may leave it blank."""
    number = int(row["observation_id"][1:])
    return "" if row["grader_id"] and number % 2 else WRITTEN[number % len(WRITTEN)]


def with_marker(rows: list[Row], marker: str) -> list[Row]:
    """The rows of observations that have the marker in any row."""
    marked = {row["observation_id"] for row in rows if marker in row["markers"].casefold()}
    return [row for row in rows if row["observation_id"] in marked]


def equals_its_twin(store: Store, rows: list[Row], scope: Scope) -> None:
    """The trend of the scope, and what is behind it, are those of its plain rows alone."""
    twin = counted(rows, Scope(service_areas=scope.service_areas, settings=scope.settings, period=scope.period))
    answer = skill_trend(store, LOCAL_VIEWER, scope, element="empathy")
    assert answer.counts["observations"] == len(twin)
    assert answer.counts["workers"] == (len({one["worker"] for one in twin}) if twin else 0)
    graded = [one for one in twin if "empathy" in one["grades"]]
    assert sum(row["observations"] for row in answer.records()) == len(graded)
    for row in answer.records():
        here = [one for one in graded if str(one["month"]) == row["month"]]
        assert (row["observations"], row["workers"]) == (len(here), len({one["worker"] for one in here}))
        if here:
            assert row["average"] == pytest.approx(statistics.mean(one["grades"]["empathy"] for one in here))
    behind = observations(store, LOCAL_VIEWER, scope, element="empathy")
    assert behind.counts["observations"] == len(behind.rows) == len(graded)


# --- whole generated stores -------------------------------------------------------------------------------------------


@given(seed=st.integers(0, 10_000), count=st.integers(2, 40), members=memberships())
@settings(max_examples=2, deadline=None, derandomize=True)
def test_markers_of_any_store_equal_the_same_computed_from_plain_rows(
    seed: int, count: int, members: list[Row]
) -> None:
    rows = marked_rows(seed, count)
    ids = sorted({row["observation_id"] for row in rows})
    first = [row for row in rows if row["observation_id"] in ids[: len(ids) // 2 + 1]]
    later = [row for row in rows if row not in first]
    changed = [
        row | {"observed_on": "2024-04-17", "markers": ABUSE} for row in first if row["observation_id"] == ids[0]
    ]
    corrected = [row for row in rows if row["observation_id"] != ids[0]] + changed
    with tempfile.TemporaryDirectory() as here:
        folder = Path(here)
        with Store.open(folder / "store.duckdb", create=True) as store:

            def all_equal(now: list[Row]) -> None:
                known = scope_choices(store, LOCAL_VIEWER, Scope())
                assert set(known.markers) == {name for name in (EDGE, ABUSE, DISABILITY) if with_marker(now, name)}
                for marker in known.markers:
                    equals_its_twin(store, with_marker(now, marker), Scope(marker=marker))
                    for group in known.groups:
                        of_both = of_group(with_marker(now, marker), members, group)
                        equals_its_twin(store, of_both, Scope(teams=(group,), marker=marker))

            send(store, folder, first, "first")
            all_equal(first)
            if {member["team"] for member in members} - {""} <= set(scope_choices(store, LOCAL_VIEWER, Scope()).teams):
                send(store, folder, members, "groups")
            if later:
                send(store, folder, later, "later")
            all_equal(rows)
            correction = send(store, folder, changed, "changed")
            all_equal(corrected)
            assert not [check for check in run_checks(store) if check.faults]
            undo(store, str(correction))
            all_equal(rows)
            assert not [check for check in run_checks(store) if check.faults]


# --- one store --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return marked_rows(seed=11, count=150)


@pytest.fixture(scope="module")
def store(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("markers")
    with Store.open(folder / "plain.duckdb", create=True) as plain:
        send(plain, folder, [row | {"markers": ""} for row in rows], "plain")
        unmarked = without_groups(plain)
    with Store.open(folder / "store.duckdb", create=True) as opened:
        send(opened, folder, rows, "rows")
        assert without_groups(opened) == unmarked, "markers change nothing where none is asked for"
        send(opened, folder, BOTH, "groups")
        yield opened


@pytest.mark.parametrize("marker", [EDGE, ABUSE])
@pytest.mark.parametrize(
    "scope",
    [
        Scope(),
        Scope(service_areas=("Children in Need",)),
        Scope(settings=("home visit",), period=Period(Month.parse("2024-02"), Month.parse("2024-06"))),
        Scope(teams=("North patch",)),
        Scope(teams=("Trained",)),
    ],
    ids=["all", "one service area", "one setting and some months", "a group of teams", "a group of workers"],
)
def test_a_marker_narrows_every_scope(store: Store, rows: list[Row], scope: Scope, marker: str) -> None:
    here = with_marker(rows, marker)
    here = of_group(here, BOTH, scope.teams[0]) if scope.teams else here
    asked = Scope(None, scope.service_areas, scope.teams, scope.settings, scope.period, marker)
    equals_its_twin(store, here, asked)


def test_every_question_over_practice_is_narrowed(store: Store, rows: list[Row]) -> None:
    asked = Scope(marker=EDGE)
    twin = counted(with_marker(rows, EDGE), Scope())
    graded = sum("empathy" in one["grades"] for one in twin)
    teams = team_comparison(store, LOCAL_VIEWER, asked, element="empathy")
    assert teams.rows["observations"].sum() == graded
    assert team_trend(store, LOCAL_VIEWER, asked, element="empathy").counts["observations"] == graded
    spread = skill_distribution(store, LOCAL_VIEWER, asked, element="empathy").rows
    assert spread["observations"].sum() == graded
    cells = overview_matrix(store, LOCAL_VIEWER, asked).rows
    cells = cells[cells["element"] == "empathy"]
    assert cells["observations"].sum() + cells["previous_observations"].sum() == graded
    assert worker_comparison(store, LOCAL_VIEWER, asked, element="empathy").counts["observations"] == graded


def test_the_marker_is_said(store: Store) -> None:
    answer = skill_trend(store, LOCAL_VIEWER, Scope(marker="Edge of CARE"), element="empathy")
    assert answer.scope.marker == EDGE
    assert "(only edge of care)" in answer.headline
    assert "only edge of care" in answer.scope.words
    assert answer.to_dict()["scope"]["marker"] == EDGE
    assert any("Only work marked “edge of care” counts here" in caveat for caveat in answer.caveats)
    assert not any("marked" in caveat for caveat in skill_trend(store, LOCAL_VIEWER, Scope()).caveats)
    assert where(Scope(teams=("CIN Team A",), marker=EDGE)) == "in CIN Team A (only edge of care)"


def test_what_has_no_marker_says_that_it_is_about_everything(store: Store) -> None:
    answer = looked_after_trend(store, LOCAL_VIEWER, Scope(marker=EDGE))
    assert any("this is about everything, not only edge of care" in caveat for caveat in answer.caveats)


def test_a_misspelt_marker_is_offered(store: Store) -> None:
    with pytest.raises(ScopeError, match="no marker called") as refused:
        skill_trend(store, LOCAL_VIEWER, Scope(marker="edge of car"))
    assert "“edge of care”" in refused.value.mend


# --- the plans of the queries -----------------------------------------------------------------------------------------


ASKING = [name for name in all_names("questions") if {"marker"} <= set(named_sql(name).parameters) <= set(GIVEN)]


def test_the_queries_whose_plans_are_looked_at() -> None:
    assert set(READERS) <= set(ASKING)


@pytest.mark.parametrize("name", ASKING)
def test_all_work_never_touches_the_rows_of_markers(store: Store, name: str) -> None:
    """Where no marker is named, the plan has no scan of a table of markers at all: the view's other part is cut off."""
    for teams in ([], ["CIN Team A"]):
        unasked = plan(store, name, teams=teams)
        assert "marker_" not in unasked
        assert "_marker" not in unasked
    assert "marker" in plan(store, name, marker=EDGE)


@pytest.mark.parametrize("name", all_names("questions"))
def test_every_query_over_a_scoped_view_asks_for_the_marker(name: str) -> None:
    """Left out, observations with a marker would be counted twice; so would groups without is_team_within."""
    body = named_sql(name).body
    views = len(re.findall(r"\b(?:from|join)\s+scoped_\w+", body))
    for macro in ("has_marker(", "is_team_within("):
        assert body.count(macro) >= views, macro
