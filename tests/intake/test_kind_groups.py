"""Groups of teams and of workers: what a file does to those that are there, what follows from it, what is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mwm.intake import Report, run_checks, undo
from mwm.store import Store
from tests.conftest import Fill
from tests.intake.made import Row, found, look, observation, send

HERE = "Children in Need"
BEGINS = {"from": "2025-02-02"}


def member(group: str = "North patch", **cells: str | None) -> dict[str, str | None]:
    return {"group": group, "team": None, "worker_id": None, "from": None, "to": None} | cells


def members(store: Store) -> list[tuple[Any, ...]]:
    days = "strftime(valid_from, '%Y-%m-%d'), strftime(valid_to, '%Y-%m-%d')"
    return look(
        store,
        f"select team_group, coalesce(team, worker_id), {days} from team_group_member where superseded_by is null "
        "order by all",
    )


def counts(store: Store) -> dict[tuple[str, str], int]:
    """(group, month) → observations."""
    rows = look(
        store,
        "select team, strftime(month, '%Y-%m'), sum(observations) from group_observation_month group by all",
    )
    return {(group, month): int(observations) for group, month, observations in rows}


def sound(store: Store) -> None:
    assert [check for check in run_checks(store) if check.faults] == []


def fill(store: Store) -> None:
    """Each of three teams has one observation a month, in the middle of it, from January to April 2025."""
    rows = [
        observation(f"{team}-{month}", team=team, observed_on=f"2025-0{month}-15", worker_id=f"W-{team}-{month % 2}")
        for team in ("North 1", "North 2", "South")
        for month in (1, 2, 3, 4)
    ]
    assert send(store, *rows).status == "imported"


@pytest.fixture
def store(store_with: Callable[[Fill], Store]) -> Store:
    return store_with(fill)


@pytest.fixture(scope="module")
def unchanged(filled_file: Callable[[Fill], Path]) -> Iterator[Store]:
    """The same for files that are refused, and so leave it as it is."""
    with Store.open(shutil.copyfile(filled_file(fill), filled_file(fill).with_name("unchanged.duckdb"))) as opened:
        yield opened
        assert not members(opened)


def test_a_file_of_groups_is_recognised_and_counted(store: Store) -> None:
    report = send(store, member(team="North 1"), member(team="North 2", **{"from": "2025-03-01"}))
    assert (report.kind, report.status, report.rows_new) == ("groups", "imported", 2)
    assert counts(store) == {
        ("North patch", "2025-01"): 1,
        ("North patch", "2025-02"): 1,
        ("North patch", "2025-03"): 2,
        ("North patch", "2025-04"): 2,
    }
    sound(store)


def test_a_team_counts_by_the_first_of_the_month_and_a_worker_by_the_day(store: Store) -> None:
    inside = {"from": "2025-02-10", "to": "2025-04-14"}
    send(store, member("Teams", team="South", **inside), member("Workers", worker_id="W-South-0", **inside))
    send(store, member("Other workers", worker_id="W-South-1", **inside))
    assert counts(store) == {
        ("Teams", "2025-03"): 1,
        ("Teams", "2025-04"): 1,
        ("Workers", "2025-02"): 1,
        ("Other workers", "2025-03"): 1,
    }
    sound(store)


@pytest.mark.parametrize(
    ("first", "last", "counted"),
    [("2025-02-15", None, 2), ("2025-02-16", None, 1), (None, "2025-02-15", 1), (None, "2025-02-14", 0)],
)
def test_both_ends_of_a_time_are_included(store: Store, first: str | None, last: str | None, counted: int) -> None:
    send(store, member("Trained", worker_id="W-North 1-0", **{"from": first, "to": last}))
    assert sum(counts(store).values()) == counted


def test_names_are_fitted_to_those_that_are_there(store: Store) -> None:
    send(store, member("North patch", team="NORTH-1"), member("north  PATCH", team="north 2"))
    send(store, member("North-Patch", team="South"))
    assert [row[:2] for row in members(store)] == [
        ("North patch", "North 1"),
        ("North patch", "North 2"),
        ("North patch", "South"),
    ]


def test_the_row_sent_again_with_a_last_day_ends_it_and_rows_not_named_stay(store: Store) -> None:
    begins = {"from": "2025-01-01"}
    send(store, member(team="North 1", **begins), member(team="North 2", **begins))
    report = send(store, member(team="North 1", **begins, to="2025-02-28"))
    assert (report.rows_new, report.rows_replaced, report.rows_unchanged) == (0, 1, 0)
    assert members(store) == [
        ("North patch", "North 1", "2025-01-01", "2025-02-28"),
        ("North patch", "North 2", "2025-01-01", None),
    ]
    assert counts(store)["North patch", "2025-03"] == 1
    again = send(store, member(team="North 1", **begins, to="2025-02-28"), member(team="North 2", **begins))
    assert (again.status, again.rows_unchanged) == ("unchanged", 2)
    later = send(store, member(team="North 1", **{"from": "2025-04-01"}))
    assert later.status == "imported", "somebody may come back"
    assert counts(store)["North patch", "2025-04"] == 2
    sound(store)


def test_a_dry_run_changes_nothing(store: Store) -> None:
    report = send(store, member(team="North 1"), dry_run=True)
    assert (report.status, report.rows_new, report.first_date) == ("dry run", 1, None)
    assert not members(store)
    assert not counts(store)


def test_undoing_brings_back_what_was_before(store: Store) -> None:
    send(store, member(team="North 1"))
    before = (members(store), counts(store))
    send(store, member(team="North 1", to="2025-01-31"), member(team="South"), member("Trained", worker_id="W-South-0"))
    assert (members(store), counts(store)) != before
    undone = undo(store, "3")
    assert (undone.rows_removed, undone.restored) == (3, 1)
    assert (members(store), counts(store)) == before
    sound(store)
    undo(store, "2")
    assert (members(store), counts(store)) == ([], {})
    for table in ("group_element_month", "group_worker_month"):
        assert look(store, f"select count(*) from {table}") == [(0,)]


def test_times_that_an_undo_lets_overlap_count_once(store: Store) -> None:
    send(store, member(team="South"), member("Trained", worker_id="W-South-0"))
    send(store, member(team="South", to="2025-02-28"), member("Trained", worker_id="W-South-0", to="2025-02-28"))
    again = {"from": "2025-03-01"}
    send(store, member(team="South", **again), member("Trained", worker_id="W-South-0", **again))
    undo(store, "3")
    assert {key: value for key, value in counts(store).items() if key[0] == "North patch"} == {
        ("North patch", f"2025-0{month}"): 1 for month in (1, 2, 3, 4)
    }
    assert counts(store)["Trained", "2025-04"] == 1
    sound(store)


def test_later_observations_and_corrections_reach_the_groups(store: Store) -> None:
    send(store, member(team="South"), member("Trained", worker_id="NEW"))
    send(store, observation("x", team="South", observed_on="2025-06-02", worker_id="NEW"))
    assert counts(store)["North patch", "2025-06"] == 1
    assert counts(store)["Trained", "2025-06"] == 1
    send(store, observation("x", team="North 1", observed_on="2025-05-02", worker_id="NEW"))
    assert ("North patch", "2025-06") not in counts(store)
    assert ("North patch", "2025-05") not in counts(store)
    assert counts(store)["Trained", "2025-05"] == 1
    sound(store)
    undo(store, "4")
    assert counts(store)["North patch", "2025-06"] == 1
    undo(store, "1")
    sound(store)
    assert counts(store) == {("North patch", "2025-06"): 1, ("Trained", "2025-06"): 1}
    assert look(store, "select team from team") == [("South",)], "the group still has it"


def test_a_team_of_a_group_stays_when_its_import_is_undone(store: Store) -> None:
    organisation = {"service_area": HERE, "from": "2024-01-01"}
    send(store, organisation | {"team": "West"}, organisation | {"team": "East"})
    send(store, member(team="West"))
    undo(store, "2")
    assert ("West",) in look(store, "select team from team")
    assert ("East",) not in look(store, "select team from team")
    sound(store)


def test_workers_not_known_yet_are_counted_and_not_named(store: Store) -> None:
    report = send(store, member("Trained", worker_id="W-South-0"), member("Trained", worker_id="SECRET-9"))
    (note,) = report.notes
    assert note.startswith("1 of 2 workers have no observation")
    assert "SECRET" not in repr(report.to_dict())
    assert send(store, member("Trained", worker_id="W-South-1")).notes == []
    role = {"service_area": HERE, "team": "South", "worker_id": "NEW-2", "from": "2024-01-01"}
    send(store, role)
    assert send(store, member("Trained", worker_id="NEW-2")).notes == []


# --- refusals ---------------------------------------------------------------------------------------------------------

REFUSED: list[tuple[str, list[Row], set[tuple[int, str | None, str]]]] = [
    ("no group", [member(" ", team="North 1"), member(team="North 2")], {(2, "group", "blank_cell")}),
    ("both", [member(team="North 1", worker_id="W")], {(2, None, "team_or_worker")}),
    ("neither", [member(), member(team="North 2")], {(2, None, "team_or_worker")}),
    ("unknown team", [member(team="Norht 1"), member(team="South")], {(2, "team", "unknown_team")}),
    ("called as a team", [member("NORTH 1", team="South")], {(2, "group", "group_named_as_team")}),
    (
        "both sorts",
        [member(team="South"), member(worker_id="W"), member(team="North 1")],
        {(3, "worker_id", "group_of_another_sort")},
    ),
    (
        "twice",
        [member(team="South"), member(team="SOUTH", to="2025-01-01")],
        {(2, None, "duplicate_entry"), (3, None, "duplicate_entry")},
    ),
    (
        "overlap",
        [member(team="South", to="2025-03-01"), member(team="South", **{"from": "2025-03-01"})],
        {(2, "from", "overlapping_members"), (3, "from", "overlapping_members")},
    ),
    ("ends early", [member(team="South", to="2025-02-01", **BEGINS)], {(2, "to", "ends_before_begins")}),
    ("no day", [member(team="South", **{"from": "soon"})], {(2, "from", "not_a_date")}),
    ("long ago", [member(team="South", **{"from": "1950-01-01"})], {(2, "from", "date_before_1990")}),
    ("far ahead", [member(team="South", to="2099-01-01")], {(2, "to", "date_too_far")}),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_faults_are_refused(unchanged: Store, rows: list[Row], expected: set[tuple[int, str | None, str]]) -> None:
    rows = [{key: (cell or "").strip() or None for key, cell in row.items()} for row in rows]
    report = send(unchanged, *rows, kind="groups")
    assert report.status == "refused"
    assert found(report) == expected
    assert all(problem.mend for problem in report.problems)


def test_good_rows_can_be_taken_without_the_others(store: Store) -> None:
    report = send(
        store, member(team="South"), member(worker_id="W-South-0"), member(team="East"), accept_good_rows=True
    )
    assert (report.rows_new, report.rows_refused) == (1, 2)
    assert [row[1] for row in members(store)] == ["South"]
    sound(store)


def message(report: Report) -> str:
    (problem,) = report.problems
    return f"{problem.message} {problem.mend}"


def test_the_nearest_team_is_offered(unchanged: Store) -> None:
    assert "“North 1”" in message(send(unchanged, member(team="Nroth 1")))
    assert "(" not in message(send(unchanged, member(team="Zzzzzz"))).partition("dashboard knows")[2]


def test_a_group_stays_of_its_sort(store: Store) -> None:
    send(store, member(team="South"))
    report = send(store, member(worker_id="W-South-0"))
    assert found(report) == {(2, "worker_id", "group_of_another_sort")}
    assert "one of teams" in message(report)


def test_a_time_that_overlaps_one_in_the_store_is_refused(store: Store) -> None:
    send(store, member(team="South", **{"from": "2025-01-01"}))
    report = send(store, member(team="South", **{"from": "2025-03-01"}))
    assert found(report) == {(2, "from", "overlapping_members")}
    assert "the store has it" in message(report)
    assert send(store, member("Another", team="South")).status == "imported", "a team may be in several groups"


def test_a_new_team_may_not_be_called_as_a_group_is(store: Store) -> None:
    send(store, member(team="South"))
    report = send(store, {"service_area": HERE, "team": "North-Patch", "from": "2024-01-01"})
    assert found(report) == {(2, "team", "team_named_as_group")}
    assert "North" not in message(report)


def test_teams_that_come_with_observations_may_not_either(store: Store) -> None:
    send(store, member("East", worker_id="W-South-0"))
    undo(store, "1")
    assert look(store, "select count(*) from team") == [(0,)]
    report = send(store, observation(1, team="EAST"), observation(2, team="West"))
    assert found(report) == {(2, "team", "team_named_as_group")}


def test_no_identifier_of_a_worker_is_in_any_message(unchanged: Store) -> None:
    rows = [
        member("Trained", worker_id="SECRET-1"),
        member("Trained", worker_id="SECRET-1", to="2025-01-01"),
        member("Trained", worker_id="SECRET-2", **{"from": "never"}),
        member("Trained", worker_id="SECRET-2", team="South"),
    ]
    report = send(unchanged, *rows)
    assert report.status == "refused"
    assert "SECRET" not in repr(report.to_dict())
