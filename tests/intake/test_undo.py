"""Taking an import back, alone and among others, against a plain-Python twin of the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mwm.errors import IntakeError
from mwm.framework import load_framework
from mwm.intake import run_checks, undo
from mwm.store import Store
from tests.conftest import Fill
from tests.intake.made import look, observation, send

FRAMEWORK = load_framework("tests/data/four.toml")
TABLES = [
    "authority",
    "framework",
    "service_area",
    "team",
    "team_membership",
    "observation",
    "grade",
    "coaching_session",
    "feedback_request",
    "feedback_response",
    "observation_marker",
    "looked_after_month",
    "published_figure",
    "area_region",
    "statistical_neighbour",
    "event",
    "next_step",
    "indicator_month",
    "target",
    "baseline",
    "policy",
    "rejected_row",
    "heading_mapping",
    "element_month",
    "worker_month",
    "observation_month",
    "team_group_member",
    "group_element_month",
    "group_worker_month",
    "group_observation_month",
    "marker_element_month",
    "marker_worker_month",
    "marker_observation_month",
]


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the tables of data, without when it was added."""
    found = {}
    for table in TABLES:
        without = {"authority": "exclude (created_at)", "framework": "exclude (added_at)"}.get(table, "")
        found[table] = sorted(look(store, f"select * {without} from {table}"), key=repr)
    return found


def sound(store: Store) -> None:
    assert [check for check in run_checks(store) if check.faults] == []


def test_the_only_import_leaves_nothing_behind_but_the_ledger(store: Store) -> None:
    empty = contents(store)
    report = send(store, observation(1), observation(2, evocation="9"), accept_good_rows=True, mapping={"x": "medium"})
    undone = undo(store, str(report.batch_id), user="A. Nother")
    assert contents(store) == empty
    assert (undone.batch_no, undone.rows_removed, undone.restored) == (1, 1, 0)
    assert undone.headline == "Batch 1 was undone: 1 row was taken back."
    assert look(store, "select batch_no, undone_by, undone_at is not null from import_batch") == [
        (1, "A. Nother", True)
    ]
    assert look(store, "select action, who from audit_entry order by action") == [
        ("import", "tester"),
        ("undo", "A. Nother"),
    ]
    assert send(store, observation(1)).batch_no == 2, "it may be imported again, under a new number"


def test_a_correction_taken_back_leaves_the_store_as_before(store: Store) -> None:
    send(store, observation(1, coached_on="2025-03-11"), observation(2), observation(2, grader_id="SECOND"))
    before = contents(store)
    report = send(
        store,
        observation(1, evocation="1", observed_on="2025-05-05", coached_on="2025-06-01"),
        observation(2, grader_id="SECOND", empathy=None),
        observation(3),
    )
    assert contents(store) != before
    undone = undo(store, str(report.batch_no))
    assert undone.restored == 2
    assert contents(store) == before
    sound(store)


def corrected_twice(store: Store) -> None:
    for grade in "345":
        send(store, observation(1, evocation=grade), {**observation("keep"), "evocation": "2"})


@pytest.mark.parametrize("order", [(1, 2), (2, 1), (2, 3), (3, 2), (1, 3), (3, 1), (2, 1, 3), (3, 1, 2)])
def test_a_chain_of_corrections_undone_in_any_order(
    store_with: Callable[[Fill], Store], order: tuple[int, ...]
) -> None:
    store = store_with(corrected_twice)
    left = {1, 2, 3}
    for number in order:
        undo(store, str(number))
        left.remove(number)
        current = "select grade from grade where element = 'evocation' and superseded_by is null and grade <> 2"
        assert look(store, current) == ([(float("_345"[max(left)]),)] if left else [])
        sound(store)


def test_other_kinds_go_back_too(store: Store) -> None:
    send(store, observation(1))
    member = {"service_area": "Children in Need", "team": "North 1", "worker_id": "W", "from": "2024-01-01", "to": None}
    figure = {
        "area_code": "E1", "area": "A", "area_level": "region", "year": "2020", "measure": "m", "value": "1",
        "symbol": None, "release": "2020", "source": "s",
    }  # fmt: skip
    team = {"service_area": "Children in Need", "team": "North 1", "from": "2024-01-01", "to": None}
    for first, second in (
        ({"month": "2024-01", "looked_after": "5"}, {"looked_after": "6"}),
        ({"date": "2024-01-01", "title": "T", "note": "n"}, {"note": "o"}),
        (figure, {"value": "2"}),
        (member, {"to": "2024-12-31"}),
        (team, {"from": "2023-01-01"}),
        ({"group": "Patch", "team": "North 1", "from": None, "to": None}, {"to": "2025-01-31"}),
    ):
        before = contents(store)
        one = send(store, first)
        between = contents(store)
        two = send(store, first | second)
        assert (two.status, two.rows_replaced) == ("imported", 1)
        undo(store, str(two.batch_no))
        assert contents(store) == between
        undo(store, str(one.batch_no))
        assert contents(store) == before
    sound(store)


def test_teams_stay_while_others_use_them(store: Store) -> None:
    first = send(store, observation(1), observation(2, team="South"))
    second = send(store, observation(3))
    undo(store, str(first.batch_no))
    assert look(store, "select team from team") == [("North 1",)]
    assert look(store, "select service_area from service_area") == [("Children in Need",)]
    sound(store)
    undo(store, str(second.batch_no))
    assert look(store, "select count(*) from team") == [(0,)]
    assert look(store, "select count(*) from authority") == [(0,)]


def test_an_observation_stays_with_the_grader_of_a_later_file(store: Store) -> None:
    first = send(store, observation(1, evocation="5"))
    send(store, observation(1, grader_id="SECOND", evocation="1"))
    undo(store, str(first.batch_no))
    counted = "select grader_id, grade from grade where is_counted and element = 'evocation' and superseded_by is null"
    assert look(store, counted) == [("SECOND", 1.0)]
    assert look(store, "select observations, double_graded from observation_month") == [(1, 0)]
    sound(store)


@pytest.mark.parametrize("batch", ["7", "nonsense", "", "1 or 1=1"])
def test_an_unknown_import_is_refused(store: Store, batch: str) -> None:
    send(store, observation(1))
    with pytest.raises(IntakeError, match="no import of this number"):
        undo(store, batch)


def test_an_import_cannot_be_undone_twice(store: Store) -> None:
    send(store, observation(1))
    undo(store, "1")
    with pytest.raises(IntakeError, match="undone already"):
        undo(store, "1")


# --- the twin ---------------------------------------------------------------------------------------------------------


class Twin:
    """What the store should hold, as lists of what each batch wrote; undoing a batch strikes its entries out."""

    def __init__(self) -> None:
        self.batch = 0
        self.live: list[int] = []
        self.particulars: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        self.grades: dict[tuple[str, str], list[tuple[int, dict[str, float], int]]] = {}

    def take(self, rows: list[dict[str, Any]]) -> Counter[str]:
        """rows: of a file without fault. Returns how many rows were new, replaced and unchanged."""
        told: Counter[str] = Counter()
        writes: list[Any] = []
        for key in dict.fromkeys(row["observation_id"] for row in rows):
            own = [row for row in rows if row["observation_id"] == key]
            told += self._take_observation(key, own, writes)
        if writes:
            self.batch += 1
            self.live.append(self.batch)
            for where, key, entry in writes:
                where.setdefault(key, []).append((self.batch, *entry))
        return told

    def _take_observation(self, key: str, own: list[dict[str, Any]], writes: list[Any]) -> Counter[str]:
        stored = self.particulars.get(key, [(0, None)])[-1][1]
        fixed = {name: own[0][name] for name in ("observed_on", "setting", "coached_on")}
        for name in ("setting", "coached_on"):
            in_file = next((row[name] for row in own if row[name]), None)
            fixed[name] = in_file or (stored or {}).get(name)
        known = {who: entries[-1] for (which, who), entries in self.grades.items() if which == key}
        top = max([1, *(order for _, _, order in known.values())])
        told: Counter[str] = Counter()
        is_written = False
        for row in own:
            who = row["grader_id"] or "OBSERVER"
            columns = [element for element in FRAMEWORK.element_keys if element in row]
            grades = {element: float(row[element]) for element in columns if row[element]}
            if who in known:
                kept = {element: grade for element, grade in known[who][1].items() if element not in columns}
                same = known[who][1] == grades | kept and fixed == stored
                status = "unchanged" if same else "replaced"
                grades |= kept
            else:
                status = "new"
            told[status] += 1
            if status == "unchanged":
                continue
            if who == "OBSERVER":
                order = 1
            elif who in known:
                order = known[who][2]
            else:
                top += 1
                order = top
            writes.append((self.grades, (key, who), (grades, order)))
            is_written = True
        if is_written:
            writes.append((self.particulars, key, (fixed,)))
        return told

    def undo(self, batch: int) -> None:
        self.live.remove(batch)
        for versions in (self.particulars, self.grades):
            for key in list(versions):
                versions[key] = [entry for entry in versions[key] if entry[0] != batch]
                if not versions[key]:
                    del versions[key]

    # --- what should be seen

    def current_grades(self) -> set[tuple[Any, ...]]:
        counted = self.counted()
        return {
            (key, who, element, grade, counted[key][element][1] == who)
            for (key, who), entries in self.grades.items()
            for element, grade in entries[-1][1].items()
        }

    def counted(self) -> dict[str, dict[str, tuple[float, str]]]:
        """Observation → element → grade and grader that count."""
        found: dict[str, dict[str, tuple[float, str]]] = {}
        for (key, who), entries in sorted(self.grades.items(), key=lambda item: item[1][-1][2], reverse=True):
            for element, grade in entries[-1][1].items():
                found.setdefault(key, {})[element] = (grade, who)
        return found

    def current_observations(self) -> set[tuple[Any, ...]]:
        return {
            (key, date.fromisoformat(now["observed_on"]), now["setting"], now["coached_on"])
            for key, entries in self.particulars.items()
            for now in [entries[-1][1]]
        }

    def element_month(self) -> Counter[tuple[Any, ...]]:
        members = {
            dimension.key: [e.key for e in FRAMEWORK.of_dimension(dimension.key)] for dimension in FRAMEWORK.dimensions
        }
        members |= {composite.key: list(composite.elements) for composite in FRAMEWORK.composites}
        told: Counter[tuple[Any, ...]] = Counter()
        for key, graded in self.counted().items():
            now = self.particulars[key][-1][1]
            place = (date.fromisoformat(now["observed_on"]).replace(day=1), now["setting"] or "not recorded")
            for element, (grade, _) in graded.items():
                told[*place, element, grade] += 1
            for composite, elements in members.items():
                if all(element in graded for element in elements):
                    told[*place, composite, sum(graded[element][0] for element in elements) / len(elements)] += 1
        return told

    def observation_month(self) -> dict[tuple[Any, ...], tuple[int, int]]:
        found: dict[tuple[Any, ...], tuple[int, int]] = {}
        for key, entries in self.particulars.items():
            now = entries[-1][1]
            place = (date.fromisoformat(now["observed_on"]).replace(day=1), now["setting"] or "not recorded")
            graders = sum(which == key for which, _ in self.grades)
            observations, double = found.get(place, (0, 0))
            found[place] = (observations + 1, double + (graders > 1))
        return found


IDS = ["O1", "O2"]
one_grade = st.sampled_from(["", "0", "1", "3"])


@st.composite
def files(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows without fault: rows of one observation agree, nobody grades it twice, every row has a grade."""
    columns = draw(
        st.sampled_from([("warmth", "listening", "planning", "candour"), ("warmth", "candour"), ("planning",)])
    )
    rows = []
    for key in draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True)):
        fixed = {
            "observed_on": draw(st.sampled_from(["2024-01-05", "2024-01-20", "2024-02-01"])),
            "setting": draw(st.sampled_from([None, "clinic", "home"])),
            "coached_on": draw(st.sampled_from([None, None, "2024-03-01", "2024-03-02"])),
        }
        for grader in draw(st.lists(st.sampled_from([None, "A", "B"]), min_size=1, max_size=3, unique=True)):
            grades = draw(st.tuples(*(one_grade for _ in columns)).filter(any))
            rows.append(
                {"observation_id": key, **fixed, "grader_id": grader, **dict(zip(columns, grades, strict=True))}
            )
    return rows


def as_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"service_area": "Area", "team": "Team", "worker_id": f"W{row['observation_id']}", "observer_id": "OBSERVER"}
        | row
        for row in rows
    ]


def compare(store: Store, twin: Twin) -> None:
    observations = """
        select observation.observation_id, observed_on, setting, strftime(coached_on, '%Y-%m-%d')
        from observation
        left join coaching_session on coaching_session.observation_key = observation.observation_key
            and coaching_session.superseded_by is null
        where observation.superseded_by is null
    """
    grades = """
        select observation_id, grader_id, element, grade, is_counted
        from grade join observation using (observation_key)
        where grade.superseded_by is null and observation.superseded_by is null
    """
    rows = look(store, observations)
    assert len(rows) == len(set(rows))
    assert set(rows) == twin.current_observations()
    rows = look(store, grades)
    assert len(rows) == len(set(rows))
    assert set(rows) == twin.current_grades()
    months = look(store, "select month, setting, element, grade, observations from element_month")
    assert {row[:4]: row[4] for row in months} == dict(twin.element_month())
    assert len(months) == len(twin.element_month())
    rows = look(store, "select month, setting, observations, double_graded from observation_month")
    assert {row[:2]: row[2:] for row in rows} == twin.observation_month()


@pytest.mark.timeout(900)  # some seventy imports and undos, which a busy machine may need minutes for
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.one_of(files(), st.integers(0, 5)), min_size=4, max_size=9))
def test_any_order_of_imports_corrections_and_undos(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[dict[str, Any]] | int]
) -> None:
    """A number undoes the import that is so many before the newest one."""
    folder: Path = tmp_path_factory.mktemp("twin")
    with Store.open(folder / "store.duckdb", create=True) as store:
        twin, ids = Twin(), {}
        for number, step in enumerate(steps):
            if isinstance(step, int):
                if not twin.live:
                    continue
                batch = twin.live[-1 - step % len(twin.live)]
                undo(store, ids[batch])
                twin.undo(batch)
            else:
                # A first column that differs makes every file another one.
                rows = [{"Remark": f"file {number}", **row} for row in as_rows(step)]
                report = send(store, *rows, framework=FRAMEWORK)
                told = twin.take(step)
                assert report.status == ("imported" if told["new"] + told["replaced"] else "unchanged"), report.problems
                counts = (report.rows_new, report.rows_replaced, report.rows_unchanged)
                assert counts == (told["new"], told["replaced"], told["unchanged"])
                if report.batch_id:
                    ids[twin.batch] = report.batch_id
            compare(store, twin)
        sound(store)
