"""Next steps: what is refused, what replaces what, withdrawing and taking back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from mwm.intake import run_checks, undo
from mwm.questions import next_steps
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import AUDIENCE, LOCAL_VIEWER
from tests.intake.made import found, look, observation, send

STEP: dict[str, str | None] = {
    "agreed_on": "2025-02-03", "what": "Practise open questions", "service_area": None, "team": None,
    "worker_id": None, "owner": "Supervisor", "due_on": "2025-04-30", "done_on": None, "next_step_id": None,
    "withdrawn": None,
}  # fmt: skip
TOMORROW = f"{date.today() + timedelta(days=1)}"


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The same for tests that leave it as it is."""
    with Store.open(tmp_path_factory.mktemp("untouched") / "store.duckdb", create=True) as opened:
        send(opened, observation(1))
        yield opened


def with_a_team(store: Store) -> None:
    """North 1 of Children in Need."""
    send(store, observation(1))


@pytest.fixture
def placed(store_with: Callable[[Callable[[Store], None]], Store]) -> Store:
    """A store of the test's own with one team."""
    return store_with(with_a_team)


def current(store: Store, columns: str = "what, done_on, next_step_id") -> list[tuple[Any, ...]]:
    return look(store, f"select {columns} from next_step where superseded_by is null order by all")


def sound(store: Store) -> None:
    assert [check for check in run_checks(store) if check.faults] == []


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"agreed_on": "soon"}, "agreed_on", "not_a_date"),
        ({"agreed_on": TOMORROW, "due_on": None}, "agreed_on", "date_in_future"),
        ({"agreed_on": None}, "agreed_on", "blank_cell"),
        ({"agreed_on": "1066-10-14"}, "agreed_on", "date_before_1990"),
        ({"what": None}, "what", "blank_cell"),
        ({"due_on": "2025-02-02"}, "due_on", "before_agreed"),
        ({"due_on": "2099-01-01"}, "due_on", "date_too_far"),
        ({"done_on": TOMORROW}, "done_on", "date_in_future"),
        ({"done_on": "2025-01-01"}, "done_on", "before_agreed"),
        ({"team": "Nroth 1"}, "team", "unknown_team"),
        ({"service_area": "Nowhere"}, "service_area", "unknown_service_area"),
        ({"withdrawn": "yes"}, "withdrawn", "nothing_to_withdraw"),
        ({"next_step_id": "nobody"}, "next_step_id", "unknown_entry"),
    ],
)
def test_refusals(untouched: Store, change: dict[str, str | None], column: str, code: str) -> None:
    report = send(untouched, STEP | change, kind="next_steps")
    assert report.status == "refused"
    assert found(report) == {(2, column, code)}
    assert current(untouched) == []


def test_the_same_step_twice_is_refused(placed: Store) -> None:
    report = send(placed, STEP, STEP | {"owner": "Somebody else"}, kind="next_steps")
    assert {code for *_, code in found(report)} == {"duplicate_entry"}


def test_done_is_a_new_version_and_undo_opens_it_again(placed: Store) -> None:
    send(placed, STEP | {"team": "North 1"}, kind="next_steps")
    ((_, _, reference),) = current(placed)
    report = send(placed, STEP | {"team": "North 1", "done_on": "2025-03-03"}, kind="next_steps")
    assert (report.rows_new, report.rows_replaced) == (0, 1)
    assert current(placed) == [("Practise open questions", date(2025, 3, 3), reference)]
    sound(placed)
    undo(placed, str(report.batch_id), user="tester")
    assert current(placed) == [("Practise open questions", None, reference)]
    sound(placed)


def test_a_reference_changes_anything_and_withdrawing_takes_it_out(placed: Store) -> None:
    send(placed, STEP, kind="next_steps")
    ((_, _, reference),) = current(placed)
    send(placed, STEP | {"what": "Something else", "next_step_id": reference}, kind="next_steps")
    assert current(placed) == [("Something else", None, reference)]
    gone = send(placed, STEP | {"next_step_id": reference, "withdrawn": "yes"}, kind="next_steps")
    assert current(placed) == []
    sound(placed)
    earlier = next_steps(placed, LOCAL_VIEWER, Scope(), versions="earlier")
    assert [row["state"] for row in earlier.records()] == ["replaced", "withdrawn"]
    undo(placed, str(gone.batch_id), user="tester")
    assert current(placed) == [("Something else", None, reference)]


def test_the_same_again_changes_nothing(placed: Store) -> None:
    send(placed, STEP, kind="next_steps")
    again = send(placed, STEP | {"withdrawn": "no"}, kind="next_steps")
    assert again.status == "unchanged"


def test_steps_of_one_worker_are_kept_from_an_audience(placed: Store) -> None:
    send(placed, STEP | {"worker_id": "WORKER-1"}, kind="next_steps")
    assert next_steps(placed, LOCAL_VIEWER, Scope()).status == "empty"
    assert len(next_steps(placed, LOCAL_VIEWER, Scope(), worker="WORKER-1").rows) == 1
    with pytest.raises(Exception, match="not shown here") as refused:
        next_steps(placed, AUDIENCE, Scope(), worker="WORKER-1")
    assert "WORKER-1" not in str(refused.value)


def test_a_team_sees_its_own_steps_and_those_of_its_area(store: Store) -> None:
    send(store, observation(1), observation(2, service_area="Youth Justice", team="South 1"))
    rows = [
        STEP | {"what": "all"},
        STEP | {"what": "own area", "service_area": "Children in Need"},
        STEP | {"what": "own team", "service_area": "Children in Need", "team": "North 1"},
        STEP | {"what": "other area", "service_area": "Youth Justice"},
    ]
    report = send(store, *rows, kind="next_steps")
    assert report.status == "imported", report.problems
    seen = next_steps(store, LOCAL_VIEWER, Scope(teams=("North 1",)))
    assert sorted(seen.rows["what"]) == ["all", "own area", "own team"]
