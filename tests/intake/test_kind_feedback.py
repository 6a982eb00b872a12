"""Feedback from families: what is refused, what replaces what, comments kept or not, reading and taking back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mwm.errors import FrameworkError
from mwm.framework import load_framework, parse_framework
from mwm.intake import Report, run_checks, take_in, undo
from mwm.intake.kinds import KINDS, recognise
from mwm.store import Store
from tests.intake.made import Row, file_of, found, look, observation, send

FORMS = load_framework("tests/data/forms.toml")
BLANK = dict.fromkeys(("kind", "clear", "future"))
SECRET = "Ms Example came on my birthday"


def request(number: int | str = 1, **changes: str | None) -> dict[str, str | None]:
    """One answered request without fault, with the newest version of the form."""
    row: dict[str, str | None] = {
        "feedback_id": f"FB-{number}",
        "asked_on": "2025-03-12",
        "service_area": "Children in Need",
        "team": "North 1",
        "respondent": "parent",
        "outcome": "answered",
        "form": "talk",
        "form_version": None,
        "kind": "7",
        "clear": "4",
        "future": None,
        "mode": "interview",
        "time_point": "at once",
        "worker_id": "WORKER-1",
        "observation_id": "OBS-1",
        "family_ref": "FAMILY-1",
        "comment": None,
    }
    return row | changes


def keep_comments(store: Store, value: str = "kept") -> None:
    send(store, {"policy": "free_text", "value": value, "reason": "Because"})


def current(store: Store) -> dict[str, dict[str, Any]]:
    """feedback_id → outcome, and each answer; the comment as (text, is safe)."""
    stored = {
        row[0]: {"outcome": row[1]}
        for row in look(store, "select feedback_id, outcome from feedback_request where superseded_by is null")
    }
    for name, item, value, words, safe in look(
        store,
        "select feedback_id, item, value, free_text, is_safe_to_show from feedback_response as response "
        "join feedback_request as request using (feedback_key) "
        "where response.superseded_by is null and request.superseded_by is null",
    ):
        stored[name][item] = (words, safe) if item == "comment" else value
    return stored


def sound(store: Store) -> None:
    assert [check for check in run_checks(store) if check.faults] == []


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one team and one observation, to be copied."""
    path = tmp_path_factory.mktemp("template") / "store.duckdb"
    with Store.open(path, create=True) as store:
        send(store, observation(1, evocation=None, empathy=None, warmth="3"), framework=FORMS)
        send(store, {"service_area": "Children in Need", "team": "North 1", "worker_id": None, "from": "2024-01-01"})
    return path


@pytest.fixture
def north(template: Path, tmp_path: Path) -> Iterator[Store]:
    with Store.open(shutil.copyfile(template, tmp_path / "north.duckdb")) as opened:
        yield opened


@pytest.fixture(scope="module")
def untouched(template: Path) -> Iterator[Store]:
    """The same, for tests that leave it as it is."""
    with Store.open(shutil.copyfile(template, template.with_name("untouched.duckdb"))) as opened:
        yield opened


TOMORROW = f"{date.today() + timedelta(days=1)}"
FAULTS = {
    "a date that is none": ({"asked_on": "soon"}, {("asked_on", "not_a_date")}),
    "a day to come": ({"asked_on": TOMORROW}, {("asked_on", "date_in_future")}),
    "a year too early": ({"asked_on": "1925-03-12"}, {("asked_on", "date_before_1990"), ("team", "team_not_valid")}),
    "before the team": ({"asked_on": "2023-03-12"}, {("team", "team_not_valid")}),
    "a team not known": ({"team": "South 9"}, {("team", "unknown_team")}),
    "no team": ({"team": None}, {("team", "blank_cell")}),
    "a respondent not known": ({"respondent": "neighbour"}, {("respondent", "unknown_choice")}),
    "a respondent of another form": ({"respondent": "young person"}, {("respondent", "not_of_this_form")}),
    "a mode not known": ({"mode": "pigeon"}, {("mode", "unknown_choice")}),
    "an outcome not known": ({"outcome": "maybe", **BLANK}, {("outcome", "unknown_choice")}),
    "a form not known": ({"form": "walk"}, {("form", "unknown_choice")}),
    "a version not known": ({"form_version": "7"}, {("form_version", "unknown_version")}),
    "off the scale": ({"kind": "11"}, {("kind", "off_the_items_scale")}),
    "between two points": ({"kind": "7.5"}, {("kind", "off_the_items_scale")}),
    "no number": ({"kind": "good"}, {("kind", "off_the_items_scale")}),
    "on the scale of an earlier version": ({"clear": "9"}, {("clear", "off_the_items_scale")}),
    "on the scale of the newest version": ({"form_version": "1", "clear": "11"}, {("clear", "off_the_items_scale")}),
    "an item of another form": ({"future": "1"}, {("future", "item_of_another_form")}),
    "declined with answers": (
        {"outcome": "declined"},
        {("kind", "answer_without_answering"), ("clear", "answer_without_answering")},
    ),
    "only asked, with a comment": (
        {"outcome": "asked", **BLANK, "comment": SECRET},
        {("comment", "answer_without_answering")},
    ),
    "answered without an answer": (BLANK, {(None, "no_answer")}),
    "a comment is no answer to an item": ({**BLANK, "comment": SECRET}, {(None, "no_answer")}),
    "an observation of another worker": (
        {"worker_id": "WORKER-2"},
        {("observation_id", "observation_of_another_worker")},
    ),
}


def test_rows_with_a_fault_are_refused_with_where_what_and_how_to_mend(untouched: Store) -> None:
    rows = [request(number, **changes) for number, (changes, _) in enumerate(FAULTS.values())]
    report = send(untouched, *rows)
    expected = {
        fault: {(number, column, code) for column, code in codes}
        for number, (fault, (_, codes)) in enumerate(FAULTS.items(), start=2)
    }
    everything_found = found(report)
    assert {
        fault: {each for each in everything_found if each[0] == number} for number, fault in enumerate(FAULTS, start=2)
    } == expected
    for problem in report.problems:
        assert problem.message
        assert problem.mend
        for given_text in ("WORKER", "FB-", "OBS-1", "FAMILY", SECRET):
            assert given_text not in f"{problem}"
    assert look(untouched, "select count(*) from feedback_request") == [(0,)]


def test_rows_without_fault_in_every_way_they_may_be_written(north: Store) -> None:
    report = send(
        north,
        request(1),
        request(2, outcome="Declined", **BLANK),
        request(
            3, outcome="Asked, no answer yet", **BLANK, worker_id=None, observation_id=None, family_ref=None, mode=None
        ),
        request(
            4, form="young people", respondent="Young person", **BLANK | {"future": "0"}, mode=None, time_point=None
        ),
        request(5, form_version="1", clear="10"),
        request(6, kind=None),
    )
    assert report.status == "imported", report.problems
    assert current(north) == {
        "FB-1": {"outcome": "answered", "kind": 7, "clear": 4},
        "FB-2": {"outcome": "declined"},
        "FB-3": {"outcome": "asked"},
        "FB-4": {"outcome": "answered", "future": 0},
        "FB-5": {"outcome": "answered", "kind": 7, "clear": 10},
        "FB-6": {"outcome": "answered", "clear": 4},
    }
    assert look(
        north, "select form_version, count(*) from feedback_request where form_key = 'talk' group by all order by 1"
    ) == [("1", 1), ("3", 4)]
    assert (report.first_date, report.last_date) == (date(2025, 3, 12), date(2025, 3, 12))
    sound(north)


def test_the_same_request_twice_in_a_file_is_refused(untouched: Store) -> None:
    report = send(untouched, request(1), request(1, kind="8"), request(2))
    assert found(report) == {(2, None, "duplicate_entry"), (3, None, "duplicate_entry")}


def test_a_file_of_requests_without_any_answer_needs_no_columns_of_items(north: Store) -> None:
    plain = {key: value for key, value in request(1, outcome="asked").items() if key not in {*BLANK, "comment"}}
    assert send(north, plain).status == "imported"
    answer = {key: plain[key] for key in ("feedback_id", "asked_on", "service_area", "team", "respondent", "form")}
    report = send(north, answer | {"outcome": "answered", "kind": "9"})
    assert report.headline == "1 row was imported (1 corrected)."
    assert current(north) == {"FB-1": {"outcome": "answered", "kind": 9}}
    kept = look(
        north, "select worker_id, mode, time_point, family_ref from feedback_request where superseded_by is null"
    )
    assert kept == [("WORKER-1", "interview", "at once", "FAMILY-1")], "what a file leaves blank stays"


def test_an_item_without_a_column_stays_and_a_blank_cell_takes_an_answer_back(north: Store) -> None:
    send(north, request(1))
    without = {key: value for key, value in request(1, kind="2").items() if key != "clear"}
    send(north, without)
    assert current(north)["FB-1"] == {"outcome": "answered", "kind": 2, "clear": 4}
    send(north, request(1, kind="2", clear=None))
    assert current(north)["FB-1"] == {"outcome": "answered", "kind": 2}


def test_answers_do_not_move_to_another_form_or_version(north: Store) -> None:
    send(north, request(1, form_version="1", clear="9"))
    without = {key: value for key, value in request(1, form_version="3").items() if key != "clear"}
    send(north, without)
    assert current(north)["FB-1"] == {"outcome": "answered", "kind": 7}
    sound(north)


def test_a_correction_stays_with_the_version_of_the_form_that_was_answered(north: Store) -> None:
    send(north, request(1, form_version="1", clear="9"))
    report = send(north, request(1, clear="10"))
    assert report.status == "imported", "blank means the version that is there, not the newest"
    assert current(north)["FB-1"]["clear"] == 10


def test_sending_the_same_again_changes_nothing(north: Store) -> None:
    send(north, request(1), request(2, outcome="declined", **BLANK))
    report = send(north, request(2, outcome="declined", **BLANK), request(1))
    assert report.headline == "Nothing to do: all 2 rows are in the store already."


def test_an_answer_that_becomes_none_is_told(north: Store) -> None:
    send(north, request(1))
    report = send(north, request(1, outcome="asked", **BLANK))
    assert report.notes == ["Requests that had an answer and have none now: 1. Please check that this is meant."]
    undo(north, str(report.batch_id))
    assert current(north)["FB-1"] == {"outcome": "answered", "kind": 7, "clear": 4}
    sound(north)


def test_observations_that_are_not_there_yet_are_told(north: Store) -> None:
    report = send(north, request(1, observation_id="OBS-77"), request(2, observation_id="OBS-78"), request(3))
    assert report.notes == ["Observations that are named and not there (yet): 2. Please check how they are written."]


def test_a_dry_run_writes_nothing(untouched: Store) -> None:
    report = send(untouched, request(1), dry_run=True)
    assert report.headline == "1 row would be imported (1 new)."
    assert look(untouched, "select count(*) from feedback_request") == [(0,)]


# Comments


def test_comments_are_left_out_unless_the_council_keeps_them(north: Store) -> None:
    report = send(north, request(1, comment=SECRET), request(2))
    assert report.status == "imported"
    assert report.notes == [
        "Comments that were not kept: 1. The council decides on the page Events and targets whether comments are kept."
    ]
    assert SECRET not in everything(north)
    keep_comments(north)
    report = send(north, request(1, comment=SECRET))
    assert (report.status, report.notes) == ("imported", [])
    assert current(north)["FB-1"]["comment"] == (SECRET, False)


def test_a_refused_row_is_kept_without_its_comment_and_without_columns_that_are_not_known(north: Store) -> None:
    keep_comments(north)
    row = request(1, kind="11", comment=SECRET) | {"What else they said": SECRET}
    report = send(north, row, request(2), accept_good_rows=True)
    assert (report.status, report.rows_refused) == ("imported", 1)
    (cells,) = look(north, "select row_values from rejected_row")
    assert json.loads(cells[0])["kind"] == "11"
    assert SECRET not in everything(north)


def test_a_person_marks_a_comment_as_safe_and_back_with_history(north: Store) -> None:
    keep_comments(north)
    send(north, request(1, comment="They listened."))
    report = send(north, {"feedback_id": "FB-1", "safe_to_show": "yes"}, user="A. Reader")
    assert report.headline == "1 row was imported (1 corrected)."
    assert current(north)["FB-1"] == {"outcome": "answered", "kind": 7, "clear": 4, "comment": ("They listened.", True)}
    assert "already" in send(north, {"feedback_id": "FB-1", "safe_to_show": "yes"}, mapping={"x": ""}).headline
    send(north, request(1, kind="8"))
    assert current(north)["FB-1"]["comment"] == ("They listened.", True), (
        "a correction of something else keeps the mark"
    )
    send(north, request(1, kind="8", comment="They listened to Ms Example."))
    assert current(north)["FB-1"]["comment"] == ("They listened to Ms Example.", False), "new words have to be read"
    undo(north, str(report.batch_id))
    sound(north)
    held = send(north, {"feedback_id": "FB-1", "safe_to_show": "no"}, user="A. Reader")
    assert held.status == "imported", "held back is a decision too"
    assert look(north, "select imported_by from import_batch where batch_no = " + str(held.batch_no)) == [
        ("A. Reader",)
    ]
    sound(north)


def test_reviews_of_what_is_not_there_are_refused(north: Store) -> None:
    keep_comments(north)
    send(north, request(1, comment="They listened."), request(2))
    report = send(
        north,
        {"feedback_id": "FB-2", "safe_to_show": "yes"},
        {"feedback_id": "FB-9", "safe_to_show": "no"},
        {"feedback_id": "FB-1", "safe_to_show": "perhaps"},
    )
    assert found(report) == {
        (2, "feedback_id", "comment_not_there"),
        (3, "feedback_id", "comment_not_there"),
        (4, "safe_to_show", "unknown_choice"),
    }
    assert "FB-" not in f"{report.problems}"


def test_where_comments_are_no_longer_kept_a_correction_drops_them(north: Store) -> None:
    keep_comments(north)
    send(north, request(1, comment="They listened."))
    keep_comments(north, "not_kept")
    report = send(north, request(1, kind="8"))
    assert "comment" not in current(north)["FB-1"]
    assert report.notes == []


def everything(store: Store) -> str:
    tables = ("feedback_request", "feedback_response", "rejected_row", "import_batch", "audit_entry", "heading_mapping")
    return "\n".join(f"{look(store, f'select * from {table}')}" for table in tables)


# Headings


def test_a_column_that_is_all_but_an_item_is_refused_and_other_columns_are_left_out(untouched: Store) -> None:
    row = {("cleer" if key == "clear" else key): value for key, value in request(1).items()} | {"age": "7"}
    report = send(untouched, row)
    assert [(problem.column, problem.code) for problem in report.problems] == [("cleer", "unknown_item")]
    assert "“clear”" in report.problems[0].mend
    assert send(untouched, row, mapping={"cleer": ""}, dry_run=True).notes == [
        "These columns were left out: “cleer”, “age”."
    ]


def test_items_can_be_headed_by_what_they_ask(north: Store) -> None:
    row = {("They were kind" if key == "kind" else key): value for key, value in request(1).items()}
    send(north, row)
    assert current(north)["FB-1"]["kind"] == 7


def test_a_framework_without_forms_refuses_feedback_calmly(store: Store) -> None:
    four = load_framework("tests/data/four.toml")
    send(store, observation(1, evocation=None, empathy=None, warmth="3", setting=None, medium=None), framework=four)
    row = {key: value for key, value in request(1).items() if key not in BLANK} | {"mode": None}
    report = send(store, row)
    assert ("form", "unknown_form") in {(problem.column, problem.code) for problem in report.problems}


def test_an_item_with_the_name_of_a_column_is_a_fault_of_the_framework() -> None:
    text = FORMS.source.replace('key = "future"', 'key = "comment"')
    with pytest.raises(FrameworkError, match="“comment” is the name of a column of every file of feedback"):
        KINDS["feedback"].columns(parse_framework(text, where="x"))


def test_the_kind_is_recognised_with_and_without_items() -> None:
    row = request(1)
    assert recognise(list(row), FORMS).key == "feedback"
    assert recognise([key for key in row if key not in {*BLANK, "comment", "mode"}], FORMS).key == "feedback"
    assert recognise(["feedback_id", "safe_to_show"], FORMS).key == "comment_reviews"


# Any order of imports, readings and undoing, beside a plain twin

TEXTS = ("They listened.", "They were late.")
ANSWERS = st.fixed_dictionaries(
    {"kind": st.none() | st.sampled_from(["0", "7"]), "clear": st.none() | st.sampled_from(["2", "5"])}
)
LINE = st.tuples(
    st.integers(1, 3), st.sampled_from(["asked", "answered", "declined"]), ANSWERS, st.none() | st.sampled_from(TEXTS)
)
STEP = st.one_of(
    st.tuples(st.just("file"), st.lists(LINE, min_size=1, max_size=3, unique_by=lambda line: line[0]), st.booleans()),
    st.tuples(st.just("read"), st.integers(1, 3), st.sampled_from(["yes", "no"])),
    st.tuples(st.just("undo"), st.integers(0, 9)),
)


@dataclass
class Twin:
    """What each import said of each request: content by key, with the import that said it."""

    versions: dict[int, list[tuple[str, dict[str, Any]]]] = field(default_factory=dict)
    undone: set[str] = field(default_factory=set)
    readings: set[str] = field(default_factory=set)

    def now(self, number: int) -> tuple[str, dict[str, Any]] | None:
        kept = [version for version in self.versions.get(number, []) if version[0] not in self.undone]
        return kept[-1] if kept else None

    def say(self, batch: str, number: int, content: dict[str, Any]) -> None:
        self.versions.setdefault(number, []).append((batch, content))

    def merged(self, line: tuple[int, str, dict[str, str | None], str | None], has_clear: bool) -> dict[str, Any]:
        number, outcome, answers, comment = line
        before = self.now(number)
        earlier = before[1] if before else {}
        content: dict[str, Any] = {"outcome": outcome}
        if outcome != "answered":
            return content
        content |= {
            key: float(text) for key, text in answers.items() if text is not None and (has_clear or key == "kind")
        }
        if not has_clear and "clear" in earlier:
            content["clear"] = earlier["clear"]
        words, safe = earlier.get("comment", (None, False))
        if comment is not None:
            words, safe = comment, safe and comment == words
        return content | ({"comment": (words, safe)} if words else {})


def is_fine(line: tuple[int, str, dict[str, str | None], str | None], has_clear: bool) -> bool:
    """Whether the rules let this row in."""
    _, outcome, answers, comment = line
    given_any = answers["kind"] is not None or (has_clear and answers["clear"] is not None)
    return given_any if outcome == "answered" else not given_any and comment is None


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=1, max_size=9))
def test_any_order_of_imports_readings_and_undoing(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    copy = tmp_path_factory.mktemp("twin") / "store.duckdb"
    with Store.open(shutil.copyfile(template, copy)) as store:
        keep_comments(store)
        twin, batches = Twin(), list[str]()
        for number, step in enumerate(steps):
            if step[0] == "undo":
                if open_batches := [batch for batch in batches if batch not in twin.undone]:
                    batch = open_batches[step[1] % len(open_batches)]
                    undo(store, batch)
                    twin.undone.add(batch)
            elif step[0] == "read":
                _read(store, twin, batches, number, step[1], step[2])
            else:
                _file(store, twin, batches, number, step[1], step[2])
            expected = {f"FB-{key}": now[1] for key in twin.versions if (now := twin.now(key))}
            assert current(store) == expected
        sound(store)


def _file(store: Store, twin: Twin, batches: list[str], number: int, lines: list[Any], has_clear: bool) -> None:
    rows: list[Row] = []
    for key, outcome, answers, comment in lines:
        row = request(key, outcome=outcome, comment=comment, future=None, **answers)
        rows.append({name: cell for name, cell in row.items() if has_clear or name != "clear"})
    report = _sent(store, rows, number)
    good = [line for line in lines if is_fine(line, has_clear)]
    assert report.rows_refused == len(lines) - len(good)
    contents = {line[0]: twin.merged(line, has_clear) for line in good}
    changed = {key: content for key, content in contents.items() if (twin.now(key) or (0, None))[1] != content}
    assert (report.status == "imported") == bool(changed)
    if changed:
        batches.append(str(report.batch_id))
        for key, content in changed.items():
            twin.say(batches[-1], key, content)


def _read(store: Store, twin: Twin, batches: list[str], number: int, key: int, safe: str) -> None:
    report = _sent(store, [{"feedback_id": f"FB-{key}", "safe_to_show": safe}], number)
    before = twin.now(key)
    if before is None or "comment" not in before[1]:
        assert report.status == "refused"
    elif before[0] in twin.readings and before[1]["comment"][1] == (safe == "yes"):
        assert report.status == "unchanged"
    else:
        assert report.status == "imported"
        batches.append(str(report.batch_id))
        twin.readings.add(batches[-1])
        twin.say(batches[-1], key, before[1] | {"comment": (before[1]["comment"][0], safe == "yes")})


def _sent(store: Store, rows: list[Row], number: int) -> Report:
    return take_in(store, file_of(rows, name=f"{number}.csv"), accept_good_rows=True, user="tester")
