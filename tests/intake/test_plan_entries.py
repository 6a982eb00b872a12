"""Events, targets, baselines and decisions: what is refused, what replaces what, withdrawing and taking back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mwm.framework import load_framework
from mwm.intake import run_checks, undo
from mwm.policies import POLICIES
from mwm.store import Store
from tests.conftest import Fill
from tests.intake.made import found, look, observation, send

Row = dict[str, str | None]
EVENT: Row = {
    "date": "2025-01-13", "to": None, "title": "Training", "category": "training", "owner": "Practice lead",
    "service_area": None, "team": None, "note": None, "event_id": None, "withdrawn": None,
}  # fmt: skip
TARGET: Row = {
    "measure": "empathy", "service_area": None, "team": None, "from": "2025-01", "to": "2025-12", "value": "3",
    "value_at_end": None, "note": None, "target_id": None, "withdrawn": None,
}  # fmt: skip
BASELINE: Row = {
    "measure": "empathy", "kind": "fixed", "service_area": None, "team": None, "from": "2024-01", "to": "2024-12",
    "reason": "Before the programme", "baseline_id": None, "withdrawn": None,
}  # fmt: skip
DECISION: Row = {"policy": "looked_after_better", "value": "lower", "reason": "Council plan"}
KINDS = {"events": EVENT, "targets": TARGET, "baselines": BASELINE, "policies": DECISION}
TABLES = {"events": "event", "targets": "target", "baselines": "baseline", "policies": "policy"}
LATER = f"{date.today() + timedelta(days=3700):%Y-%m}"
NEXT_MONTH = f"{date.today() + timedelta(days=40):%Y-%m}"
NOBODY = "00000000-0000-0000-0000-000000000000"


def with_a_team(store: Store) -> None:
    send(store, observation(1))


@pytest.fixture
def placed(store_with: Callable[[Fill], Store]) -> Store:
    """A store with one team, North 1 of Children in Need."""
    return store_with(with_a_team)


@pytest.fixture(scope="module")
def untouched(filled_file: Callable[[Fill], Path]) -> Iterator[Store]:
    """The same, for tests that leave it as it is."""
    file = filled_file(with_a_team)
    with Store.open(shutil.copyfile(file, file.with_name("untouched.duckdb"))) as opened:
        yield opened


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {kind: sorted(look(store, f"select * from {table}"), key=repr) for kind, table in TABLES.items()}


def sound(store: Store) -> None:
    assert [check for check in run_checks(store) if check.faults] == []


def current(store: Store, kind: str, columns: str) -> list[tuple[Any, ...]]:
    return look(store, f"select {columns} from {TABLES[kind]} where superseded_by is null order by all")


@pytest.mark.parametrize(
    ("kind", "change", "column", "code"),
    [
        ("events", {"date": "31/02/2025"}, "date", "not_a_date"),
        ("events", {"date": "2099-01-01"}, "date", "date_too_far"),
        ("events", {"date": "1066-10-14"}, "date", "date_before_1990"),
        ("events", {"date": None}, "date", "blank_cell"),
        ("events", {"to": "soon"}, "to", "not_a_date"),
        ("events", {"to": "2025-01-12"}, "to", "ends_before_begins"),
        ("events", {"title": None}, "title", "blank_cell"),
        ("events", {"service_area": "Nowhere"}, "service_area", "unknown_service_area"),
        ("events", {"team": "Nroth 1"}, "team", "unknown_team"),
        ("events", {"withdrawn": "perhaps"}, "withdrawn", "unknown_choice"),
        ("events", {"withdrawn": "yes"}, "withdrawn", "nothing_to_withdraw"),
        ("events", {"event_id": "17"}, "event_id", "unknown_entry"),
        ("events", {"event_id": NOBODY}, "event_id", "unknown_entry"),
        ("targets", {"measure": "empahty"}, "measure", "measure_not_known"),
        ("targets", {"measure": None}, "measure", "blank_cell"),
        ("targets", {"from": "Spring"}, "from", "not_a_month"),
        ("targets", {"from": "1989-12", "to": None}, "from", "month_before_1990"),
        ("targets", {"from": LATER, "to": None}, "from", "month_too_far"),
        ("targets", {"to": "2024-12"}, "to", "month_ends_before_begins"),
        ("targets", {"to": "x"}, "to", "not_a_month"),
        ("targets", {"value": None}, "value", "blank_cell"),
        ("targets", {"value": "three"}, "value", "not_a_number"),
        ("targets", {"value": "0.9"}, "value", "off_the_measures_scale"),
        ("targets", {"value": "5.1"}, "value", "off_the_measures_scale"),
        ("targets", {"value_at_end": "6"}, "value_at_end", "off_the_measures_scale"),
        ("targets", {"value_at_end": "much"}, "value_at_end", "not_a_number"),
        ("targets", {"measure": "share_empathy", "value": "101"}, "value", "off_the_measures_scale"),
        ("targets", {"measure": "share_empathy", "value": "-1"}, "value", "off_the_measures_scale"),
        ("targets", {"measure": "looked_after", "value": "-1"}, "value", "negative_number"),
        ("targets", {"to": None, "value_at_end": "4"}, "value_at_end", "end_value_without_end"),
        ("targets", {"to": "2025-01", "value_at_end": "4"}, "value_at_end", "end_value_without_end"),
        ("targets", {"measure": "looked_after", "team": "North 1"}, "team", "whole_authority_only"),
        (
            "targets",
            {"measure": "looked_after_rate", "service_area": "Children in Need"},
            "service_area",
            "whole_authority_only",
        ),
        ("targets", {"service_area": "Nowhere"}, "service_area", "unknown_service_area"),
        ("targets", {"withdrawn": "perhaps"}, "withdrawn", "unknown_choice"),
        ("targets", {"withdrawn": "yes"}, "withdrawn", "nothing_to_withdraw"),
        ("targets", {"target_id": NOBODY}, "target_id", "unknown_entry"),
        ("baselines", {"measure": "kindness"}, "measure", "measure_not_known"),
        ("baselines", {"kind": "moving"}, "kind", "unknown_choice"),
        ("baselines", {"kind": None}, "kind", "blank_cell"),
        ("baselines", {"reason": None}, "reason", "blank_cell"),
        ("baselines", {"from": "13/2024"}, "from", "not_a_month"),
        ("baselines", {"from": "1989-01"}, "from", "month_before_1990"),
        ("baselines", {"from": NEXT_MONTH, "to": NEXT_MONTH}, "from", "month_in_future"),
        ("baselines", {"to": NEXT_MONTH}, "to", "month_in_future"),
        ("baselines", {"to": "2023-12"}, "to", "month_ends_before_begins"),
        ("baselines", {"to": None}, "to", "fixed_without_end"),
        ("baselines", {"kind": "rebase"}, "to", "last_month_not_used"),
        ("baselines", {"kind": "change", "to": None}, "kind", "change_is_not_measured"),
        ("baselines", {"measure": "looked_after", "team": "North 1"}, "team", "whole_authority_only"),
        ("baselines", {"team": "Nowhere"}, "team", "unknown_team"),
        ("baselines", {"withdrawn": "perhaps"}, "withdrawn", "unknown_choice"),
        ("baselines", {"withdrawn": "yes"}, "withdrawn", "nothing_to_withdraw"),
        ("baselines", {"baseline_id": NOBODY}, "baseline_id", "unknown_entry"),
        ("policies", {"policy": "weather"}, "policy", "unknown_choice"),
        ("policies", {"value": "sideways"}, "value", "unknown_choice"),
        ("policies", {"value": None}, "value", "blank_cell"),
        ("policies", {"reason": None}, "reason", "blank_cell"),
    ],
)
def test_a_fault_is_found_where_it_is_and_nothing_is_written(
    untouched: Store, kind: str, change: Row, column: str, code: str
) -> None:
    report = send(untouched, KINDS[kind] | change, kind=kind)
    assert report.status == "refused"
    assert (2, column, code) in found(report)
    assert len({row for row, _, _ in found(report)}) == 1
    for problem in report.problems:
        assert problem.message.endswith(".")
        assert problem.mend.endswith(".")
        assert "{" not in problem.message + problem.mend
    assert contents(untouched) == {kind: [] for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_entry_twice_in_a_file_is_refused(untouched: Store, kind: str) -> None:
    report = send(untouched, KINDS[kind], KINDS[kind], kind=kind)
    assert {(row, code) for row, _, code in found(report)} == {(2, "duplicate_entry"), (3, "duplicate_entry")}


def test_a_decision_has_choices_of_its_own(untouched: Store) -> None:
    (problem,) = send(untouched, DECISION | {"value": "sideways"}, kind="policies").problems
    assert all(f"“{choice}”" in problem.mend for choice in POLICIES["looked_after_better"].choices)


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        (("2025-01", "2025-12"), ("2025-12", None), True),
        (("2025-01", "2025-12"), ("2026-01", None), False),
        (("2025-01", None), ("2030-01", "2030-02"), True),
        (("2025-06", "2025-06"), ("2025-01", "2025-12"), True),
        (("2025-06", "2025-07"), ("2025-01", "2025-05"), False),
    ],
)
@pytest.mark.parametrize("apart", [False, True], ids=["one file", "two files"])
def test_targets_of_one_measure_and_place_do_not_overlap(
    placed: Store, first: tuple[str, str | None], second: tuple[str, str | None], overlap: bool, apart: bool
) -> None:
    rows = [TARGET | {"from": start, "to": end} for start, end in (first, second)]
    if apart:
        assert send(placed, rows[0], kind="targets").status == "imported"
    report = send(placed, *(rows[1:] if apart else rows), kind="targets")
    assert report.status == ("refused" if overlap else "imported")
    if overlap:
        assert {problem.code for problem in report.problems} == {"overlapping_targets"}
        words = "“Empathy: average grade” from" if apart else "row 3"
        assert words in report.problems[0].message
    elsewhere = TARGET | {"from": second[0], "to": second[1], "team": "North 1"}
    assert send(placed, elsewhere, kind="targets").status == "imported", "another place is another target"
    sound(placed)


def test_a_target_that_is_replaced_or_withdrawn_is_in_nobodys_way(placed: Store) -> None:
    send(placed, TARGET | {"to": None}, kind="targets")
    later = TARGET | {"from": "2026-01", "to": None, "value": "4"}
    assert send(placed, later, kind="targets").status == "refused"
    report = send(placed, TARGET, later, kind="targets")
    assert (report.rows_new, report.rows_replaced) == (1, 1)
    assert current(placed, "targets", "first_month, last_month, first_value") == [
        (date(2025, 1, 1), date(2025, 12, 1), 3.0),
        (date(2026, 1, 1), None, 4.0),
    ]
    widened = TARGET | {"to": "2026-03"}
    assert send(placed, widened, kind="targets").status == "refused"
    assert send(placed, widened, later | {"withdrawn": "yes"}, kind="targets").status == "imported"
    assert current(placed, "targets", "last_month") == [(date(2026, 3, 1),)]
    sound(placed)


def test_a_measures_name_says_the_same_as_its_key(placed: Store) -> None:
    named = {"measure": "Empathy: average grade", "value": "3.5", "value_at_end": "4"}
    assert send(placed, TARGET | named, kind="targets").status == "imported"
    assert current(placed, "targets", "measure, first_value, last_value") == [("empathy", 3.5, 4.0)]
    share = {"measure": "SHARE-EMPATHY", "value": "60"}
    assert send(placed, TARGET | share, kind="targets").status == "imported"
    assert current(placed, "targets", "measure")[1] == ("share_empathy",)
    assert send(placed, BASELINE | {"kind": "New limits from a month on", "to": None}).status == "imported"
    assert current(placed, "baselines", "kind") == [("rebase",)]


def test_a_measure_that_is_misspelt_is_offered_the_nearest(untouched: Store) -> None:
    (problem,) = send(untouched, TARGET | {"measure": "empahty"}, kind="targets").problems
    assert "“empathy”" in problem.mend
    assert "empahty" not in problem.message + problem.mend


def test_grades_of_another_framework_have_another_scale(store: Store) -> None:
    four = load_framework("tests/data/four.toml")
    element = four.element_keys[0]
    row = TARGET | {"measure": element, "value": "3.1"}
    (problem,) = send(store, row, kind="targets", framework=four).problems
    assert problem.code == "off_the_measures_scale"
    assert f"{four.scale.lowest:g} and {four.scale.highest:g}" in problem.message


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_there_already_changes_nothing(placed: Store, kind: str) -> None:
    assert send(placed, KINDS[kind], kind=kind).rows_new == 1
    before = contents(placed)
    again = send(placed, dict(reversed(KINDS[kind].items())), kind=kind)
    assert (again.status, again.rows_unchanged) == ("unchanged", 1)
    assert contents(placed) == before


CHANGES: list[tuple[str, Row]] = [
    ("events", {"to": "2025-01-17"}),
    ("events", {"note": "Four days"}),
    ("events", {"owner": "Principal social worker"}),
    ("events", {"category": None}),
    ("targets", {"value": "3.5"}),
    ("targets", {"value_at_end": "4"}),
    ("targets", {"to": None}),
    ("targets", {"note": "Agreed by the board"}),
    ("baselines", {"from": "2023-01"}),
    ("baselines", {"to": "2025-03"}),
    ("baselines", {"reason": "Before the restructure"}),
    ("policies", {"value": "neutral"}),
    ("policies", {"reason": "Another plan"}),
]


@pytest.mark.parametrize(("kind", "change"), CHANGES)
def test_a_correction_is_a_new_version_and_goes_back(placed: Store, kind: str, change: Row) -> None:
    send(placed, KINDS[kind], kind=kind, user="first")
    before = contents(placed)
    report = send(placed, KINDS[kind] | change, kind=kind, user="second")
    assert (report.rows_new, report.rows_replaced) == (0, 1)
    versions = look(placed, f"select batch_id, superseded_by from {TABLES[kind]} order by superseded_by nulls last")
    assert versions[0][1] == versions[1][0] == report.batch_id
    assert versions[1][1] is None
    sound(placed)
    assert undo(placed, str(report.batch_no)).restored == 1
    assert contents(placed) == before
    sound(placed)


ENTRIES = [kind for kind in KINDS if kind != "policies"]
OTHERWISE: dict[str, Row] = {
    "events": {"date": "2025-02-03", "title": "Training begins", "team": "North 1"},
    "targets": {"from": "2025-04", "measure": "child_focus", "team": "North 1"},
    "baselines": {"measure": "child_focus", "kind": "rebase", "to": None, "team": "North 1"},
}


@pytest.mark.parametrize("kind", ENTRIES)
def test_with_its_reference_anything_of_an_entry_can_be_changed(placed: Store, kind: str) -> None:
    reference = f"{TABLES[kind]}_id"
    send(placed, KINDS[kind], kind=kind)
    before = contents(placed)
    ((own,),) = current(placed, kind, f"cast({reference} as varchar)")
    report = send(placed, KINDS[kind] | OTHERWISE[kind] | {reference: own}, kind=kind)
    assert (report.status, report.rows_replaced) == ("imported", 1)
    assert current(placed, kind, f"cast({reference} as varchar), team") == [(own, "North 1")]
    again = send(placed, KINDS[kind] | OTHERWISE[kind], kind=kind)
    assert again.status == "unchanged", "what it says now is what it is known by"
    assert send(placed, KINDS[kind] | {"note": "anew"}, kind=kind).rows_new == 1
    sound(placed)
    undo(placed, str(report.batch_no))
    sound(placed)
    assert len(current(placed, kind, "1")) == 2
    undo(placed, "4")
    assert contents(placed) == before


@pytest.mark.parametrize("kind", ["events", "baselines"])
def test_an_entry_cannot_be_made_just_like_another(placed: Store, kind: str) -> None:
    reference = f"{TABLES[kind]}_id"
    send(placed, KINDS[kind], KINDS[kind] | OTHERWISE[kind], kind=kind)
    ((own,),) = look(placed, f"select cast({reference} as varchar) from {TABLES[kind]} where team is not null")
    report = send(placed, KINDS[kind] | {reference: own}, kind=kind)
    assert found(report) == {(2, None, "entry_there_already")}


@pytest.mark.parametrize("kind", ENTRIES)
def test_a_withdrawn_entry_holds_no_longer_and_can_come_back(placed: Store, kind: str) -> None:
    send(placed, KINDS[kind], kind=kind)
    before = contents(placed)
    report = send(placed, KINDS[kind] | {"withdrawn": "yes"}, kind=kind)
    assert (report.status, report.rows_replaced) == ("imported", 1)
    assert current(placed, kind, "1") == []
    assert len(look(placed, f"select 1 from {TABLES[kind]}")) == 2, "its history stays"
    sound(placed)
    again = send(placed, KINDS[kind] | {"withdrawn": "YES"}, kind=kind)
    assert found(again) == {(2, "withdrawn", "nothing_to_withdraw")}
    entered_anew = send(placed, KINDS[kind] | {"withdrawn": "no"}, kind=kind)
    assert entered_anew.rows_new == 1
    sound(placed)
    undo(placed, str(entered_anew.batch_no))
    undone = undo(placed, str(report.batch_no))
    assert undone.restored == 1
    assert contents(placed) == before
    sound(placed)


def test_a_withdrawn_baseline_says_when(placed: Store) -> None:
    send(placed, BASELINE, kind="baselines")
    send(placed, BASELINE | {"withdrawn": "yes", "reason": "Too few visits then"}, kind="baselines", user="second")
    rows = look(placed, "select reason, set_by, withdrawn_at = set_at from baseline order by set_at")
    assert rows == [("Before the programme", "tester", None), ("Too few visits then", "second", True)]


def test_one_fixed_baseline_and_any_number_of_new_limits(placed: Store) -> None:
    send(placed, BASELINE, kind="baselines")
    assert send(placed, BASELINE | {"from": "2023-01", "to": "2023-12"}, kind="baselines").rows_replaced == 1
    anew = BASELINE | {"kind": "rebase", "to": None}
    assert send(placed, anew | {"from": "2025-01"}, anew | {"from": "2025-06"}, kind="baselines").rows_new == 2
    change = BASELINE | {"kind": "change", "measure": "looked_after", "to": None}
    assert send(placed, change, kind="baselines").rows_new == 1
    assert send(placed, change | {"from": "2024-04"}, kind="baselines").rows_replaced == 1
    assert current(placed, "baselines", "kind, first_month") == [
        ("change", date(2024, 4, 1)),
        ("fixed", date(2023, 1, 1)),
        ("rebase", date(2025, 1, 1)),
        ("rebase", date(2025, 6, 1)),
    ]


def test_a_short_fixed_baseline_is_taken_in_with_a_note(placed: Store) -> None:
    short = send(placed, BASELINE | {"to": "2024-07"}, kind="baselines")
    assert short.status == "imported"
    assert short.notes == [
        "Row 2: limits need at least 8 months to be worked out from; this baseline has 7. It is kept, and not used "
        "until it is longer."
    ]
    assert send(placed, BASELINE | {"to": "2024-08"}, kind="baselines").notes == []


def test_who_and_when_are_recorded(placed: Store) -> None:
    send(placed, BASELINE, kind="baselines", user="A. Nalyst")
    send(placed, DECISION, kind="policies", user="D. Irector")
    recorded = "set_by, abs(date_diff('minute', set_at, current_timestamp at time zone 'UTC')) < 5"
    assert look(placed, f"select {recorded} from baseline") == [("A. Nalyst", True)]
    assert look(placed, f"select {recorded} from policy") == [("D. Irector", True)]


def test_a_trial_import_writes_nothing(untouched: Store) -> None:
    for kind, row in KINDS.items():
        assert send(untouched, row, kind=kind, dry_run=True).status == "dry run"
    assert contents(untouched) == {kind: [] for kind in KINDS}


def test_several_authorities_keep_to_their_own(store: Store) -> None:
    for authority in ("One", "Two"):
        for kind, row in KINDS.items():
            assert send(store, row, kind=kind, authority=authority).rows_new == 1
    ((own,),) = look(store, "select cast(event_id as varchar) from event where authority = 'One'")
    report = send(store, EVENT | {"event_id": own, "note": "n"}, kind="events", authority="Two")
    assert found(report) == {(2, "event_id", "unknown_entry")}
    sound(store)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 1)), min_size=2, max_size=6),
    order=st.randoms(use_true_random=False),
)
def test_whatever_was_sent_and_withdrawn_goes_back_step_by_step_or_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, int]], order: Any
) -> None:
    with Store.open(tmp_path_factory.mktemp("any") / "store.duckdb", create=True) as store:
        before = {}
        for number, (withdraws, title) in enumerate(steps):
            now = contents(store)
            row = {"title": f"T{title}", "note": f"{number}", "withdrawn": "yes" if withdraws else None}
            report = send(store, EVENT | row, kind="events")
            if report.batch_no is not None:
                before[report.batch_no] = now
            sound(store)
        if before:
            latest = max(before)
            undo(store, str(latest))
            assert contents(store) == before.pop(latest)
        for number in order.sample(sorted(before), len(before)):
            undo(store, str(number))
            sound(store)
        assert contents(store)["events"] == []
