"""Groups behave like a team everywhere, whatever is imported, corrected and undone; unasked, they change nothing."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from mwm.errors import ScopeError, UsageError
from mwm.intake import import_file, run_checks, undo
from mwm.questions import (
    groups,
    observations,
    overview_matrix,
    scope_choices,
    skill_distribution,
    skill_signal,
    skill_trend,
    team_comparison,
)
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.store.named_sql import named_sql
from mwm.viewer import LOCAL_VIEWER, Role, Viewer
from tests.questions.conftest import TEAMS, as_csv, made_up_rows
from tests.questions.test_skills import counted
from tests.sql.test_contracts import GIVEN

Row = dict[str, str]
EVERYTHING, PATCH, TRAINED = Scope(), Scope(teams=("North patch",)), Scope(teams=("Trained",))
BOTH = [
    {"group": "North patch", "team": "CIN Team A", "worker_id": "", "from": "", "to": "2024-05-31"},
    {"group": "North patch", "team": "YJ Team A", "worker_id": "", "from": "2024-02-02", "to": ""},
    {"group": "Trained", "team": "", "worker_id": "W1-CIN Team A", "from": "2024-03-10", "to": ""},
    {"group": "Trained", "team": "", "worker_id": "W2-YJ Team A", "from": "", "to": "2024-06-20"},
]


ORGANISATION = [{"service_area": area, "team": team, "from": "2020-01-01"} for team, area in TEAMS.items()]


def of_group(rows: list[Row], members: list[Row], group: str) -> list[Row]:
    """The plain rows that count for a group: a team's whole months by their first day, a worker's days."""

    def counts(row: Row) -> bool:
        day = row["observed_on"]
        return any(
            (member["team"] == row["team"] and lies(day[:8] + "01", member))
            or (member["worker_id"] == row["worker_id"] and lies(day, member))
            for member in members
            if member["group"] == group
        )

    def lies(day: str, member: Row) -> bool:
        return (member["from"] or "0000") <= day <= (member["to"] or "9999")

    return [row for row in rows if counts(row)]


def equals_its_twin(store: Store, rows: list[Row], members: list[Row], group: str, scope: Scope = EVERYTHING) -> None:
    """The trend of a group, and what is behind it, are those of the plain rows that count for it."""
    twin = counted(of_group(rows, members, group), scope)
    asked = Scope(scope.authority, scope.service_areas, (group,), scope.settings, scope.period)
    answer = skill_trend(store, LOCAL_VIEWER, asked, element="empathy")
    assert answer.counts["observations"] == len(twin)
    assert answer.counts["workers"] == (len({one["worker"] for one in twin}) if twin else 0)
    graded = [one for one in twin if "empathy" in one["grades"]]
    assert sum(row["observations"] for row in answer.records()) == len(graded)
    for row in answer.records():
        here = [one for one in graded if str(one["month"]) == row["month"]]
        assert (row["observations"], row["workers"]) == (len(here), len({one["worker"] for one in here}))
        if here:
            assert row["average"] == pytest.approx(statistics.mean(one["grades"]["empathy"] for one in here))
    behind = observations(store, LOCAL_VIEWER, asked, element="empathy")
    assert behind.counts["observations"] == len(behind.rows) == len(graded)
    assert sorted(behind.rows["team"]) == sorted(one["team"] for one in graded)


def without_groups(store: Store) -> list[Any]:
    """Everything that is asked without naming a group, but for when the rows came in: two stores may differ in that."""
    scopes = [Scope(), Scope(teams=("CIN Team A",)), Scope(service_areas=("Youth Justice",))]
    found: list[Any] = [scope_choices(store, LOCAL_VIEWER, scope).teams for scope in scopes]
    for scope in scopes:
        for question, more in (
            (skill_trend, {}),
            (skill_distribution, {}),
            (overview_matrix, {"by": "team"}),
            (overview_matrix, {"by": "service_area"}),
            (skill_signal, {"by": "team"}),
            (team_comparison, {}),
            (observations, {}),
        ):
            answer = question(store, LOCAL_VIEWER, scope, **more)
            found.append((answer.headline, answer.records(), {**answer.counts, "last_import": None}))
    return found


def send(store: Store, folder: Path, rows: list[Row], name: str) -> int:
    path = folder / f"{name}.csv"
    path.write_text(as_csv(rows), encoding="utf-8")
    report = import_file(store, path, create_teams=True)
    assert report.status == "imported", (report.headline, report.problems[:3])
    return int(report.batch_no or 0)


# --- whole generated stores -------------------------------------------------------------------------------------------

DAYS = st.one_of(st.just(""), st.integers(0, 270).map(lambda days: f"{date(2024, 1, 1) + timedelta(days=days)}"))


@st.composite
def memberships(draw: st.DrawFn) -> list[Row]:
    """A group of teams and one of workers, each member once or in two times that do not overlap."""
    rows = []
    everybody = [f"W{number}-{team}" for number in range(5) for team in TEAMS]
    for group, column, names in (("North patch", "team", list(TEAMS)), ("Trained", "worker_id", everybody)):
        for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True)):
            first, last = draw(DAYS), draw(DAYS)
            if first and last and first > last:
                first, last = last, first
            row = {"group": group, "team": "", "worker_id": "", "from": first, "to": last}
            rows.append(row | {column: name})
            if last and draw(st.booleans()):
                after = date.fromisoformat(last) + timedelta(days=draw(st.integers(1, 60)))
                rows.append(row | {column: name, "from": f"{after}", "to": ""})
    return rows


@given(seed=st.integers(0, 10_000), count=st.integers(2, 40), members=memberships())
@settings(max_examples=4, deadline=None, derandomize=True)
def test_groups_of_any_store_equal_the_same_computed_from_plain_rows(seed: int, count: int, members: list[Row]) -> None:
    rows = made_up_rows(seed, count)
    ids = sorted({row["observation_id"] for row in rows})
    first = [row for row in rows if row["observation_id"] in ids[: len(ids) // 2 + 1]]
    later = [row for row in rows if row not in first]
    moved = [{**row, "observed_on": "2024-04-17", "empathy": "1"} for row in first if row["observation_id"] in ids[:2]]
    corrected = [row for row in rows if row["observation_id"] not in ids[:2]] + moved
    with tempfile.TemporaryDirectory() as here:
        folder = Path(here)
        with Store.open(folder / "store.duckdb", create=True) as store:

            def all_equal(now: list[Row]) -> None:
                equals_its_twin(store, now, members, "North patch")
                equals_its_twin(store, now, members, "Trained")

            send(store, folder, ORGANISATION, "teams")
            send(store, folder, first, "first")
            grouped = send(store, folder, members, "groups")
            all_equal(first)
            if later:
                send(store, folder, later, "later")
            all_equal(rows)
            correction = send(store, folder, moved, "moved")
            all_equal(corrected)
            assert not [check for check in run_checks(store) if check.faults]
            undo(store, str(correction))
            all_equal(rows)
            undo(store, str(grouped))
            assert not [check for check in run_checks(store) if check.faults]
            assert not scope_choices(store, LOCAL_VIEWER, Scope()).groups
            with pytest.raises(ScopeError, match="no team called"):
                skill_trend(store, LOCAL_VIEWER, PATCH)


# --- one store --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return made_up_rows(seed=11, count=150)


@pytest.fixture(scope="module")
def store(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("groups")
    with Store.open(folder / "store.duckdb", create=True) as opened:
        send(opened, folder, rows, "rows")
        alone = without_groups(opened)
        send(opened, folder, BOTH, "groups")
        assert without_groups(opened) == alone, "adding groups changes nothing where none is asked for"
        yield opened


@pytest.mark.parametrize("group", ["North patch", "Trained"])
@pytest.mark.parametrize(
    "scope",
    [
        Scope(),
        Scope(service_areas=("Children in Need",)),
        Scope(settings=("home visit",), period=Period(Month.parse("2024-02"), Month.parse("2024-06"))),
    ],
    ids=["all", "one service area", "one setting and some months"],
)
def test_a_group_is_narrowed_as_a_team_is(store: Store, rows: list[Row], group: str, scope: Scope) -> None:
    equals_its_twin(store, rows, BOTH, group, scope)


def test_a_group_is_one_among_the_teams_beside_one_another(store: Store, rows: list[Row]) -> None:
    twin = counted(of_group(rows, BOTH, "North patch"), Scope())
    answer = team_comparison(store, LOCAL_VIEWER, PATCH, element="empathy")
    assert list(answer.rows["team"]) == ["North patch"]
    assert answer.rows["observations"].sum() == sum("empathy" in one["grades"] for one in twin)


def test_its_name_may_be_written_in_any_case(store: Store) -> None:
    answer = skill_trend(store, LOCAL_VIEWER, Scope(teams=("north PATCH",)))
    assert answer.scope.teams == ("North patch",)
    assert "in North patch" in answer.headline


@pytest.mark.parametrize("question", [overview_matrix, skill_signal])
def test_a_group_is_the_unit_where_it_is_chosen_and_else_none(store: Store, question: Callable[..., Any]) -> None:
    def units(scope: Scope, by: str) -> set[str]:
        return set(question(store, LOCAL_VIEWER, scope, by=by).rows["unit"])

    assert units(Scope(), "team") == set(TEAMS)
    assert units(PATCH, "team") == {"North patch"}
    assert units(PATCH, "service_area") == {"Children in Need", "Youth Justice"}
    assert units(Scope(teams=("CIN Team A",)), "team") == {"CIN Team A"}


def test_the_overview_of_a_group_holds_its_observations(store: Store, rows: list[Row]) -> None:
    twin = counted(of_group(rows, BOTH, "North patch"), Scope())
    answer = overview_matrix(store, LOCAL_VIEWER, PATCH, by="team")
    cell = answer.rows.set_index("element").loc["empathy"]
    assert cell["observations"] + cell["previous_observations"] == sum("empathy" in one["grades"] for one in twin)


@pytest.mark.parametrize(
    "names", [("North patch", "CIN Team A"), ("CIN Team B", "Trained"), ("North patch", "Trained")]
)
def test_a_group_beside_another_name_is_refused(store: Store, names: tuple[str, ...]) -> None:
    with pytest.raises(ScopeError, match="counted twice") as refused:
        skill_trend(store, LOCAL_VIEWER, Scope(teams=names))
    assert "alone" in refused.value.mend


def test_a_misspelt_group_is_offered(store: Store) -> None:
    with pytest.raises(ScopeError, match="no team called") as refused:
        skill_trend(store, LOCAL_VIEWER, Scope(teams=("North pach",)))
    assert "“North patch”" in refused.value.mend


def test_the_list_of_groups(store: Store, rows: list[Row]) -> None:
    answer = groups(store, LOCAL_VIEWER, Scope())
    assert answer.headline == "2 groups: 1 of teams and 1 of workers."
    of = {row["team_group"]: row for row in answer.records()}
    for name, row in of.items():
        assert row["observations"] == len(counted(of_group(rows, BOTH, name), Scope()))
        assert row["members"] == 2
        assert (row["first_day"], row["last_day"]) == (None, None)
    assert [of[name]["sort"] for name in ("North patch", "Trained")] == ["teams", "workers"]
    assert "W1" not in answer.to_json()
    assert len(answer.batches) == 2


def test_the_list_of_groups_keeps_to_the_scope(store: Store, rows: list[Row]) -> None:
    may = Period(Month.parse("2024-05"), Month.parse("2024-05"))
    (row,) = groups(store, LOCAL_VIEWER, Scope(teams=PATCH.teams, period=may)).records()
    assert row["observations"] == len(counted(of_group(rows, BOTH, "North patch"), Scope(period=may)))


def test_without_groups_the_list_says_how_to_make_one(filled: Callable[..., Store], rows: list[Row]) -> None:
    answer = groups(filled(as_csv(rows[:3])), LOCAL_VIEWER, Scope())
    assert (answer.status, len(answer.rows)) == ("empty", 0)
    assert "Import a file of groups" in answer.headline


def test_groups_are_offered_apart_from_teams(store: Store) -> None:
    choices = scope_choices(store, LOCAL_VIEWER, Scope())
    assert (set(choices.teams), choices.groups) == (set(TEAMS), ("North patch", "Trained"))
    justice = scope_choices(store, LOCAL_VIEWER, Scope(service_areas=("Youth Justice",)))
    assert justice.teams == ("YJ Team A",)
    assert justice.groups == ("North patch", "Trained")


# --- viewers who may not see everything -------------------------------------------------------------------------------


def viewer(*teams: str, service_areas: tuple[str, ...] = ()) -> Viewer:
    return Viewer("somebody", Role.LOCAL_USER, teams=teams, service_areas=service_areas, sees_small_numbers=True)


def test_who_may_see_certain_teams_sees_no_group(store: Store) -> None:
    somebody = viewer("CIN Team A", "CIN Team B")
    assert scope_choices(store, somebody, Scope()).groups == ()
    assert groups(store, somebody, Scope()).rows.empty
    for question in (skill_trend, observations, overview_matrix, groups):
        with pytest.raises(UsageError, match="may not see"):
            question(store, somebody, PATCH)
        with pytest.raises(UsageError, match="may not see"):
            question(store, somebody, Scope(teams=("north patch",)))
    both = skill_trend(store, somebody, Scope(teams=("North patch", "CIN Team A")))
    assert both.scope.teams == ("CIN Team A",)


def test_a_group_that_is_named_among_a_viewers_teams_is_seen(store: Store, rows: list[Row]) -> None:
    somebody = viewer("CIN Team B", "North patch")
    assert scope_choices(store, somebody, Scope()).groups == ("North patch",)
    assert list(groups(store, somebody, Scope()).rows["team_group"]) == ["North patch"]
    twin = counted(of_group(rows, BOTH, "North patch"), Scope())
    assert skill_trend(store, somebody, PATCH).counts["observations"] == len(twin)
    everything = skill_trend(store, somebody, Scope())
    assert everything.scope.teams == ("CIN Team B",), "a group beside a team would count twice"
    assert everything.counts["observations"] == len(counted(rows, Scope(teams=("CIN Team B",))))
    with pytest.raises(UsageError, match="may not see"):
        skill_trend(store, somebody, TRAINED)


def test_who_may_see_one_group_only_sees_it_without_asking(store: Store) -> None:
    somebody = viewer("Trained")
    assert skill_trend(store, somebody, Scope()).scope.teams == ("Trained",)
    assert scope_choices(store, somebody, Scope()).teams == ()
    with pytest.raises(ScopeError, match="counted twice"):
        skill_trend(store, viewer("Trained", "North patch"), Scope())


def test_a_group_shows_no_other_service_area_than_the_viewers(store: Store, rows: list[Row]) -> None:
    somebody = viewer(service_areas=("Youth Justice",))
    twin = counted(of_group(rows, BOTH, "North patch"), Scope(service_areas=("Youth Justice",)))
    assert skill_trend(store, somebody, PATCH).counts["observations"] == len(twin) > 0
    assert set(observations(store, somebody, PATCH).rows["service_area"]) == {"Youth Justice"}
    assert set(overview_matrix(store, somebody, PATCH).rows["unit"]) == {"Youth Justice"}
    (row,) = [row for row in groups(store, somebody, Scope()).records() if row["team_group"] == "North patch"]
    assert row["observations"] == len(twin)


# --- the plans of the queries -----------------------------------------------------------------------------------------

READERS = (
    "questions/skills/total",
    "questions/skills/element_by_month",
    "questions/skills/grade_by_part",
    "questions/skills/observation",
    "questions/overview/element_by_unit",
    "questions/overview/element_by_unit_and_month",
    "questions/teams/element_by_team",
    "questions/teams/grade_by_team",
)


def plan(store: Store, name: str, **changes: Any) -> str:
    query, given = named_sql(name), GIVEN | {"authority": "Our authority"} | changes
    with store._engine.connect() as connection:
        rows = connection.execute(text(f"explain {query.body}"), {key: given[key] for key in query.parameters})
        return "\n".join(str(row[1]) for row in rows)


@pytest.mark.parametrize("name", READERS)
def test_totals_over_all_teams_never_touch_the_rows_of_groups(store: Store, name: str) -> None:
    """Where no team is named, the plan has no scan of a table of groups at all: the view's other half is cut off."""
    assert "group_" not in plan(store, name, teams=[])
    assert "group_" in plan(store, name, teams=["North patch"])
