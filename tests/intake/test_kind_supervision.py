"""Supervision and coaching taken in: who is graded by whom on what, corrections, refusals, undoing, beside a twin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mwm.framework import load_framework, parse_framework
from mwm.intake import run_checks, undo
from mwm.store import Store
from tests.conftest import Fill
from tests.intake.made import file_of, found, look, observation, send
from tests.intake.test_undo import contents as _contents
from tests.questions.supervision_rows import coaching, supervision

FRAMEWORK = load_framework("msw")
ITEMS = ("clarity_about_risk_and_need", "child_focus", "support_for_practice")
COUNTED = """
    select grader_id, item, grade from supervision_grade where is_counted and superseded_by is null order by item
"""


def with_teams(store: Store) -> Store:
    area = "Children in Need"
    send(
        store,
        {"service_area": area, "team": "North 1", "from": "2020-01-01", "to": None},
        {"service_area": area, "team": "South", "from": "2025-01-01", "to": None},
    )
    return store


@pytest.fixture
def teams(store_with: Callable[[Fill], Store]) -> Store:
    """A store that knows two teams."""
    return store_with(with_teams)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for tests whose files are refused: two teams, an observation, a supervision, a session."""
    with Store.open(tmp_path_factory.mktemp("filled") / "store.duckdb", create=True) as store:
        with_teams(store)
        send(store, observation(1))
        send(store, supervision(1))
        send(store, coaching(9))
        yield store


def sound(store: Store) -> None:
    assert [check for check in run_checks(store) if check.faults] == []


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    tables = ("supervision", "supervision_grade")
    return _contents(store) | {table: sorted(look(store, f"select * from {table}"), key=repr) for table in tables}


# --- what a row becomes -----------------------------------------------------------------------------------------------


def test_a_row_becomes_a_supervision_its_grades_and_its_coaching(teams: Store) -> None:
    report = send(
        teams, supervision(1, supervised_on="10/03/2025", supervisee_ids=" W2;W1 ;; W2", coached_on="2025-03-12")
    )
    assert (report.status, report.kind, report.rows_new) == ("imported", "supervision", 1)
    assert (report.first_date, report.last_date) == (date(2025, 3, 10), date(2025, 3, 10))
    assert look(teams, "select * exclude (supervision_key, batch_id) from supervision") == [
        (
            "Our authority",
            "SUP-1",
            date(2025, 3, 10),
            date(2025, 3, 1),
            "Children in Need",
            "North 1",
            "SUPERVISOR-1",
            ["W1", "W2"],
            "OBSERVER-1",
            "group",
            "observed",
            "msw_supervision",
            "1",
            "FAMILY-1",
            None,
        )
    ]
    assert look(teams, COUNTED) == [
        ("OBSERVER-1", "child_focus", 4.0),
        ("OBSERVER-1", "clarity_about_risk_and_need", 3.0),
    ]
    key = look(teams, "select supervision_key from supervision")[0][0]
    coached = "select coaching_id, coached_on, kind, person_id, supervision_key from coaching_session"
    assert look(teams, coached) == [("SUP-1", date(2025, 3, 12), "after supervision", "SUPERVISOR-1", key)]
    sound(teams)


def test_words_on_screen_are_known_too(teams: Store) -> None:
    row = supervision(1, method="Observed", rubric="Supervision (illustrative rubric)", format="one to one")
    report = send(teams, row | {"supervisee_ids": "W1"})
    assert report.status == "imported", report.problems
    assert look(teams, "select method, rubric_key, format from supervision") == [
        ("observed", "msw_supervision", "individual")
    ]


def test_who_reports_their_own_supervision_is_the_supervisor_unless_somebody_is_named(teams: Store) -> None:
    reported = {"method": "self-reported", "observer_id": None}
    send(teams, supervision(1, **reported), supervision(2, **reported | {"observer_id": "W9"}))
    assert look(teams, "select supervision_id, observer_id from supervision order by 1") == [
        ("SUP-1", "SUPERVISOR-1"),
        ("SUP-2", "W9"),
    ]
    assert {row[0] for row in look(teams, COUNTED)} == {"SUPERVISOR-1", "W9"}


def test_a_three_point_rubric_stands_beside_in_the_same_file(teams: Store) -> None:
    group = dict.fromkeys(ITEMS) | {"rubric": "systemic_group_supervision", "overall": "3"}
    report = send(teams, supervision(1) | {"overall": None}, supervision(2) | group)
    assert report.status == "imported", report.problems
    assert ("OBSERVER-1", "overall", 3.0) in look(teams, COUNTED)
    sound(teams)


# --- several graders, corrections ------------------------------------------------------------------------------------


def test_the_observers_own_grade_counts_and_a_second_graders_where_there_is_none(teams: Store) -> None:
    second = {"grader_id": "SECOND", "child_focus": "1", "support_for_practice": "2"}
    send(teams, supervision(1, **second), supervision(1))
    assert look(teams, COUNTED) == [
        ("OBSERVER-1", "child_focus", 4.0),
        ("OBSERVER-1", "clarity_about_risk_and_need", 3.0),
        ("SECOND", "support_for_practice", 2.0),
    ]
    sound(teams)


def test_a_correction_replaces_what_it_names_and_leaves_the_rest(teams: Store) -> None:
    send(teams, supervision(1, coached_on="2025-03-12", support_for_practice="5"))
    correction = supervision(1, child_focus="2", family_ref=None, format=None, supervisee_ids=None)
    report = send(teams, {key: value for key, value in correction.items() if key != "support_for_practice"})
    assert (report.rows_new, report.rows_replaced) == (0, 1)
    assert look(teams, COUNTED) == [
        ("OBSERVER-1", "child_focus", 2.0),
        ("OBSERVER-1", "clarity_about_risk_and_need", 3.0),
        ("OBSERVER-1", "support_for_practice", 5.0),
    ]
    kept = "select family_ref, format, supervisee_ids from supervision where superseded_by is null"
    assert look(teams, kept) == [("FAMILY-1", "group", ["W1", "W2"])]
    assert look(teams, "select count(*) from coaching_session where superseded_by is null") == [(1,)]
    sound(teams)


def test_the_same_again_changes_nothing_whatever_the_order_of_supervisees(teams: Store) -> None:
    send(teams, supervision(1))
    report = send(teams, supervision(1, supervisee_ids="W2; W1"))
    assert (report.status, report.rows_unchanged) == ("unchanged", 1)


def test_a_dry_run_writes_nothing(teams: Store) -> None:
    before = contents(teams)
    report = send(teams, supervision(1), dry_run=True)
    assert (report.status, report.headline) == ("dry run", "1 row would be imported (1 new).")
    assert contents(teams) == before


def test_good_rows_go_in_beside_a_bad_one_that_is_kept(teams: Store) -> None:
    report = send(teams, supervision(1), supervision(2, child_focus="7"), accept_good_rows=True)
    assert (report.rows_new, report.rows_refused) == (1, 1)
    assert look(teams, "select row_number, column_name, problem from rejected_row") == [
        (3, "child_focus", "off_the_rubrics_scale")
    ]


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"supervised_on": "sometime"}, "supervised_on", "not_a_date"),
        ({"supervised_on": "2999-01-01"}, "supervised_on", "date_in_future"),
        ({"supervised_on": "1925-03-01"}, "supervised_on", "date_before_1990"),
        ({"coached_on": "2025-03-01"}, "coached_on", "coached_before_supervised"),
        ({"coached_on": "soon"}, "coached_on", "not_a_date"),
        ({"coached_on": "2999-01-01"}, "coached_on", "date_in_future"),
        ({"team": "Nowhere"}, "team", "unknown_team"),
        ({"service_area": "Elsewhere"}, "service_area", "unknown_service_area"),
        ({"team": "South", "supervised_on": "2024-12-31"}, "team", "team_not_valid"),
        ({"method": "heard of"}, "method", "unknown_choice"),
        ({"method": None}, "method", "blank_cell"),
        ({"rubric": "the other one"}, "rubric", "unknown_choice"),
        ({"format": "by letter"}, "format", "unknown_choice"),
        ({"rubric_version": "9"}, "rubric_version", "unknown_rubric_version"),
        ({"child_focus": "6"}, "child_focus", "off_the_rubrics_scale"),
        ({"child_focus": "3.5"}, "child_focus", "off_the_rubrics_scale"),
        ({"child_focus": "good"}, "child_focus", "off_the_rubrics_scale"),
        ({"overall": "2"}, "overall", "item_of_another_rubric"),
        ({"child_focus": None, "clarity_about_risk_and_need": None}, None, "no_item_graded"),
        ({"observer_id": None}, "observer_id", "blank_cell"),
        ({"observer_id": "SUPERVISOR-1"}, "observer_id", "observer_is_supervisor"),
        ({"supervisee_ids": "W1; SUPERVISOR-1"}, "supervisee_ids", "supervises_themselves"),
        ({"format": "individual"}, "supervisee_ids", "several_in_one_to_one"),
    ],
)
def test_a_fault_is_refused_with_row_column_and_no_identifier(
    filled: Store, changes: dict[str, str | None], column: str | None, code: str
) -> None:
    extra = {"overall": None, "rubric_version": None, "coached_on": None}
    report = send(filled, supervision(5) | extra | changes, supervision(6) | extra)
    assert report.status == "refused"
    no_team_yet = {(2, "team", "team_not_valid")} if code == "date_before_1990" else set()
    assert found(report) == {(2, column, code), *no_team_yet}
    assert all(problem.message and problem.mend for problem in report.problems)
    assert not any(word in repr(report.problems) for word in ("SUPERVISOR-1", "OBSERVER-1", "FAMILY-1", "W1", "SUP-5"))


def test_rows_of_one_supervision_must_agree_and_have_different_graders(filled: Store) -> None:
    report = send(filled, supervision(1), supervision(1, grader_id="OBSERVER-1"))
    assert {code for _, _, code in found(report)} == {"duplicate_row"}
    assert report.problems[0].message.startswith("The same supervision by the same grader stands in more than one row")
    report = send(filled, supervision(1), supervision(1, grader_id="S", method="self-reported", family_ref="F2"))
    assert found(report) == {(3, "method", "rows_disagree"), (3, "family_ref", "rows_disagree")}


def test_the_rubric_of_a_supervision_stays(filled: Store) -> None:
    other = dict.fromkeys(ITEMS) | {"rubric": "systemic_group_supervision", "overall": "3"}
    assert found(send(filled, supervision(1) | other)) == {(2, "rubric", "graded_on_another_rubric")}


def test_a_column_that_is_nearly_an_item_is_asked_about(filled: Store) -> None:
    row = {
        "suport_for_practice" if key == "support_for_practice" else key: cell for key, cell in supervision(5).items()
    }
    report = send(filled, row | {"suport_for_practice": "3"})
    assert found(report) == {(1, "suport_for_practice", "unknown_item")}
    assert "no rubric has an item of this name" in report.problems[0].message


def test_versions_of_a_rubric(tmp_path: Path) -> None:
    second = '\n[[rubrics]]\nkey = "systemic_group_supervision"\nversion = "2"\nname = "Three points, newer"\n'
    second += 'lowest = 1\nhighest = 3\n[[rubrics.items]]\nkey = "curiosity"\nname = "Curiosity"\n'
    framework = parse_framework(FRAMEWORK.source + second, where="test")
    with Store.open(tmp_path / "store.duckdb", create=True) as store:
        team = {"service_area": "Children in Need", "team": "North 1", "from": "2020-01-01"}
        send(store, team, framework=framework)
        base = supervision(1, rubric="systemic_group_supervision", **dict.fromkeys(ITEMS))
        assert send(store, base | {"curiosity": "2"}).status == "imported"
        older = {"supervision_id": "SUP-2", "rubric_version": "1", "overall": "2"}
        assert send(store, base | older).status == "imported"
        assert found(send(store, base | {"supervision_id": "SUP-3", "overall": "2"})) == {
            (2, "overall", "item_of_another_rubric")
        }
        assert send(store, base | older | {"rubric_version": None, "overall": "3"}).rows_replaced == 1
        now = "select supervision_id, rubric_version from supervision where superseded_by is null order by 1"
        assert look(store, now) == [("SUP-1", "2"), ("SUP-2", "1")]
        sound(store)


# --- coaching ---------------------------------------------------------------------------------------------------------


def test_a_coaching_session_names_who_was_coached_or_after_what(teams: Store) -> None:
    send(teams, supervision(1))
    send(teams, observation(1))
    practice = {"kind": "Practice", "supervision_id": None, "observation_id": "OBS-1", "person_id": None}
    report = send(teams, coaching(1, person_id=None), coaching(2) | practice, coaching(3, supervision_id=None))
    assert (report.status, report.kind, report.rows_new) == ("imported", "coaching", 3)
    rows = look(teams, "select coaching_id, kind, person_id, coach_id from coaching_session order by 1")
    assert rows == [
        ("COA-1", "supervision", None, "COACH-1"),
        ("COA-2", "practice", None, "COACH-1"),
        ("COA-3", "supervision", "SUPERVISOR-1", "COACH-1"),
    ]
    sound(teams)


def test_a_reference_that_is_not_there_yet_is_noted(teams: Store) -> None:
    report = send(teams, coaching(1, supervision_id="SUP-9"))
    assert report.status == "imported"
    assert report.notes == [
        "Supervisions that are named and not there (yet): 1. Please check how they are written.",
    ]


def test_a_session_is_corrected_and_taken_back(teams: Store) -> None:
    send(teams, supervision(1), supervision(2))
    first = send(teams, coaching(1))
    before = contents(teams)
    report = send(teams, coaching(1, coached_on="2025-03-21", coach_id=None))
    assert (report.rows_new, report.rows_replaced) == (0, 1)
    now = "select coached_on, coach_id from coaching_session where superseded_by is null"
    assert look(teams, now) == [(date(2025, 3, 21), "COACH-1")]
    assert send(teams, coaching(1, coached_on="21/03/2025")).status == "unchanged"
    assert undo(teams, str(report.batch_no)).restored == 1
    assert contents(teams) == before
    undo(teams, str(first.batch_no))
    assert look(teams, "select count(*) from coaching_session") == [(0,)]
    sound(teams)


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"coached_on": "sometime"}, "coached_on", "not_a_date"),
        ({"coached_on": "2999-01-01"}, "coached_on", "date_in_future"),
        ({"coached_on": "2025-03-01"}, "coached_on", "coached_before_supervised"),
        ({"kind": "rest"}, "kind", "unknown_choice"),
        ({"observation_id": "OBS-1"}, "observation_id", "reference_of_another_kind"),
        ({"kind": "practice"}, "supervision_id", "reference_of_another_kind"),
        ({"person_id": None, "supervision_id": None}, None, "nobody_coached"),
        ({"person_id": "SOMEBODY"}, "supervision_id", "supervision_of_another_person"),
        (
            {"coaching_id": "COA-9", "kind": "practice", "supervision_id": None, "person_id": "SOMEBODY"},
            "kind",
            "coaching_of_another_kind",
        ),
    ],
)
def test_a_fault_of_a_session_is_refused(
    filled: Store, changes: dict[str, str | None], column: str | None, code: str
) -> None:
    report = send(filled, coaching(1) | changes)
    assert found(report) == {(2, column, code)}
    assert not any(word in repr(report.problems) for word in ("SUPERVISOR-1", "SOMEBODY", "COACH-1", "COA-9"))


def test_practice_coaching_of_somebody_else_or_before_the_visit_is_refused(filled: Store) -> None:
    row = coaching(1, kind="practice", supervision_id=None, observation_id="OBS-1", coached_on="2025-03-09")
    assert found(send(filled, row)) == {
        (2, "coached_on", "coached_before_observed"),
        (2, "observation_id", "observation_of_another_worker"),
    }


def test_sessions_given_twice_are_refused(filled: Store) -> None:
    assert found(send(filled, coaching(1), coaching(1, coach_id="OTHER"))) == {
        (2, None, "duplicate_entry"),
        (3, None, "duplicate_entry"),
    }


# --- undoing ----------------------------------------------------------------------------------------------------------


def test_undoing_leaves_the_store_as_before(teams: Store) -> None:
    empty = contents(teams)
    first = send(teams, supervision(1, coached_on="2025-03-11"), supervision(2))
    before = contents(teams)
    second = send(teams, supervision(1, child_focus="1", coached_on="2025-03-12"), supervision(3))
    undone = undo(teams, str(second.batch_no))
    assert undone.restored == 1
    assert contents(teams) == before
    undo(teams, str(first.batch_no))
    assert contents(teams) == empty
    sound(teams)


def test_a_supervision_stays_with_the_grader_of_a_later_file(teams: Store) -> None:
    first = send(teams, supervision(1))
    send(teams, supervision(1, grader_id="SECOND", child_focus="1"))
    undo(teams, str(first.batch_no))
    assert look(teams, COUNTED) == [
        ("SECOND", "child_focus", 1.0),
        ("SECOND", "clarity_about_risk_and_need", 3.0),
    ]
    sound(teams)


def test_a_team_stays_while_supervision_uses_it(store: Store) -> None:
    brought = send(store, observation(1))
    send(store, supervision(1))
    undo(store, str(brought.batch_no))
    assert look(store, "select team from team") == [("North 1",)]
    sound(store)


class Twin:
    """What the store should hold, as lists of what each batch wrote; undoing a batch strikes its entries out."""

    def __init__(self) -> None:
        self.batch = 0
        self.live: list[int] = []
        self.particulars: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        self.grades: dict[tuple[str, str], list[tuple[int, dict[str, float], int]]] = {}

    def take(self, rows: list[dict[str, Any]]) -> Counter[str]:
        told: Counter[str] = Counter()
        writes: list[Any] = []
        for key in dict.fromkeys(row["supervision_id"] for row in rows):
            told += self._take_one(key, [row for row in rows if row["supervision_id"] == key], writes)
        if writes:
            self.batch += 1
            self.live.append(self.batch)
            for where, key, entry in writes:
                where.setdefault(key, []).append((self.batch, *entry))
        return told

    def _take_one(self, key: str, own: list[dict[str, Any]], writes: list[Any]) -> Counter[str]:
        stored = self.particulars.get(key, [(0, None)])[-1][1]
        fixed = {"method": own[0]["method"]}
        for name in ("family_ref", "coached_on"):
            fixed[name] = next((row[name] for row in own if row[name]), None) or (stored or {}).get(name)
        known = {who: entries[-1] for (which, who), entries in self.grades.items() if which == key}
        top = max([1, *(order for _, _, order in known.values())])
        told: Counter[str] = Counter()
        for row in own:
            who = row["grader_id"] or "OBSERVER"
            columns = [item for item in ITEMS if item in row]
            grades = {item: float(row[item]) for item in columns if row[item]}
            status, order = "new", 1
            if who in known:
                kept = {item: grade for item, grade in known[who][1].items() if item not in columns}
                same = known[who][1] == grades | kept and fixed == stored
                status, order, grades = "unchanged" if same else "replaced", known[who][2], grades | kept
            elif who != "OBSERVER":
                top += 1
                order = top
            told[status] += 1
            if status != "unchanged":
                writes.append((self.grades, (key, who), (grades, order)))
        if told["new"] + told["replaced"]:
            writes.append((self.particulars, key, (fixed,)))
        return told

    def undo(self, batch: int) -> None:
        self.live.remove(batch)
        for versions in (self.particulars, self.grades):
            for key in list(versions):
                versions[key] = [entry for entry in versions[key] if entry[0] != batch]
                if not versions[key]:
                    del versions[key]

    def counted(self) -> set[tuple[Any, ...]]:
        found: dict[tuple[str, str], tuple[float, str]] = {}
        for (key, who), entries in sorted(self.grades.items(), key=lambda one: one[1][-1][2], reverse=True):
            for item, grade in entries[-1][1].items():
                found[key, item] = (grade, who)
        return {(*place, *what) for place, what in found.items()}

    def sessions(self) -> set[tuple[Any, ...]]:
        return {(key, *entries[-1][1].values()) for key, entries in self.particulars.items()}


one_grade = st.sampled_from(["", "1", "3", "5"])


@st.composite
def files(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows without fault: rows of one supervision agree, nobody grades it twice, every row has a grade."""
    columns = draw(st.sampled_from([ITEMS, ITEMS[:1], ITEMS[1:]]))
    rows = []
    for key in draw(st.lists(st.sampled_from(["S1", "S2"]), min_size=1, unique=True)):
        fixed = {
            "method": draw(st.sampled_from(["observed", "self-reported"])),
            "family_ref": draw(st.sampled_from([None, "F1", "F2"])),
            "coached_on": draw(st.sampled_from([None, None, "2025-03-11", "2025-03-12"])),
        }
        for grader in draw(st.lists(st.sampled_from([None, "A", "B"]), min_size=1, max_size=3, unique=True)):
            grades = draw(st.tuples(*(one_grade for _ in columns)).filter(any))
            row = {"supervision_id": key, **fixed, "grader_id": grader, **dict(zip(columns, grades, strict=True))}
            rows.append(row)
    return rows


@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.one_of(files(), st.integers(0, 5)), min_size=4, max_size=9))
def test_any_order_of_imports_corrections_and_undos(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[dict[str, Any]] | int]
) -> None:
    """A number undoes the import that is so many before the newest one."""
    folder: Path = tmp_path_factory.mktemp("twin")
    with Store.open(folder / "store.duckdb", create=True) as store:
        send(store, {"service_area": "Children in Need", "team": "North 1", "from": "2020-01-01"})
        twin, ids = Twin(), {}
        for number, step in enumerate(steps):
            if isinstance(step, int):
                if not twin.live:
                    continue
                batch = twin.live[-1 - step % len(twin.live)]
                undo(store, ids[batch])
                twin.undo(batch)
            else:
                plain = supervision(1, observer_id="OBSERVER", supervisee_ids=None, format=None)
                plain = {key: value for key, value in plain.items() if key not in ITEMS}
                rows = [{"Remark": f"file {number}", **plain, **row} for row in step]
                report = send(store, *rows)
                told = twin.take(step)
                assert report.status == ("imported" if told["new"] + told["replaced"] else "unchanged"), report.problems
                counts = (report.rows_new, report.rows_replaced, report.rows_unchanged)
                assert counts == (told["new"], told["replaced"], told["unchanged"])
                if report.batch_id:
                    ids[twin.batch] = report.batch_id
            compare(store, twin)
        sound(store)


def compare(store: Store, twin: Twin) -> None:
    grades = """
        select supervision_id, item, grade, grader_id
        from supervision_grade as grade join supervision using (supervision_key)
        where grade.superseded_by is null and grade.is_counted and supervision.superseded_by is null
    """
    sessions = """
        select supervision_id, method, family_ref, strftime(coached_on, '%Y-%m-%d')
        from supervision
        left join coaching_session on coaching_session.supervision_key = supervision.supervision_key
            and coaching_session.superseded_by is null
        where supervision.superseded_by is null
    """
    for sql, expected in ((grades, twin.counted()), (sessions, twin.sessions())):
        rows = look(store, sql)
        assert len(rows) == len(set(rows))
        assert set(rows) == expected


def test_a_file_of_supervision_is_recognised_beside_one_of_observations() -> None:
    from mwm.intake.kinds import recognise

    assert recognise(file_of([supervision(1)]).headings, FRAMEWORK).key == "supervision"
    assert recognise(file_of([coaching(1)]).headings, FRAMEWORK).key == "coaching"
    assert recognise(file_of([observation(1)]).headings, FRAMEWORK).key == "observations"
