"""Single graders: who differs is found, nobody else is accused, a change over time is a signal, names stay inside."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from mwm.demo import PLANTED, build_demo
from mwm.questions import grader_drift, grader_leniency
from mwm.scope import Month, Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER

Fill = Callable[..., Store]
NAMES = [f"PERSON-{letter}" for letter in "ABCDEF"]


def graded_twice(count: int, *, shift: Callable[[str, float], float], seed: int = 3, start: int = 0) -> str:
    """An observations file over six years; shift: what a grader adds, by name and share of the time gone."""
    made = random.Random(seed)
    lines = ["observation_id,observed_on,service_area,team,worker_id,observer_id,grader_id,empathy"]
    for number in range(start, start + count):
        gone = (number - start) / count
        day = date(2020, 1, 1) + timedelta(days=int(gone * 6 * 365))
        true = made.gauss(3, 0.8)
        pair = made.sample(NAMES, 2)
        for place, name in enumerate(pair):
            grade = min(5, max(1, round(true + shift(name, gone) + made.gauss(0, 0.4))))
            grader = "" if place == 0 else name
            lines.append(f"O{number},{day},CIN,CIN A,W{number % 40},{pair[0]},{grader},{grade}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", [2028, 7, 11])
def test_the_demos_lenient_grader_is_found_and_nobody_else(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "demo.duckdb"
    build_demo(path, observations=1600, seed=seed, until=Month.parse("2026-10"))
    with Store.open(path) as store:
        answer = grader_leniency(store, LOCAL_VIEWER, Scope())
        rows = {row["grader"]: row for row in answer.records()}
        assert {name for name, row in rows.items() if row["stands_out"]} == {PLANTED.lenient_grader}
        lenient = rows[PLANTED.lenient_grader]
        assert lenient["stands_out"] == "lenient"
        assert lenient["difference"] == pytest.approx(PLANTED.lenient_level, abs=0.12)
        assert {name for name, row in rows.items() if row["elements"]} == {PLANTED.lenient_grader}
        assert answer.headline.startswith(f"1 of {len(rows)} graders stands out: {PLANTED.lenient_grader} gives 0.")
        work = grader_leniency(store, LOCAL_VIEWER, Scope(), compare="comparable").records()
        assert max(work, key=lambda row: row["difference"])["grader"] == PLANTED.lenient_grader
        assert not any(row["stands_out"] for row in work)


def test_a_plain_reckoning_gives_the_same_differences(filled: Fill) -> None:
    text = graded_twice(80, shift=lambda name, gone: 0.0)
    rows = {
        row["grader"]: row for row in grader_leniency(filled(text), LOCAL_VIEWER, Scope(), element="empathy").records()
    }
    units: dict[str, list[tuple[str, int]]] = {}
    for line in text.splitlines()[1:]:
        cells = line.split(",")
        units.setdefault(cells[0], []).append((cells[6] or cells[5], int(cells[7])))
    for name in NAMES:
        apart = [
            own - other
            for (one, own), (two, other) in (
                pair for both in units.values() for pair in (tuple(both), tuple(both[::-1]))
            )
            if one == name and two != name
        ]
        assert rows[name]["observations"] == len(apart)
        assert rows[name]["difference"] == pytest.approx(sum(apart) / len(apart))
    assert sum(row["points_used"] for row in rows.values()) > 18


def test_a_grader_who_moves_is_a_signal(filled: Fill) -> None:
    moved = graded_twice(1300, shift=lambda name, gone: 0.9 if name == "PERSON-C" and gone > 0.7 else 0.0)
    answer = grader_drift(filled(moved), LOCAL_VIEWER, Scope(), element="empathy")
    assert answer.extra["variation"]["PERSON-C"] == "neutral_high"
    assert "PERSON-C (now higher)" in answer.headline
    rows = [row for row in answer.records() if row["grader"] == "PERSON-A"]
    assert len(rows) == 24


def test_numbers_stay_when_more_comes_in_and_hide_who_it_is(filled: Fill) -> None:
    store = filled(graded_twice(60, shift=lambda name, gone: 0.0))
    names = {
        (row["observations"], row["difference"]): row["grader"]
        for row in grader_leniency(store, LOCAL_VIEWER, Scope(), element="empathy").records()
    }
    first = grader_leniency(store, LOCAL_VIEWER, Scope(), element="empathy", labels="numbers")
    before = {names[row["observations"], row["difference"]]: row["grader"] for row in first.records()}
    assert sorted(before.values()) == [f"Grader {number}" for number in range(1, 7)]
    assert "PERSON" not in json.dumps(first.to_dict())
    assert "PERSON" not in json.dumps(grader_drift(store, LOCAL_VIEWER, Scope(), labels="numbers").to_dict())
    NAMES.insert(0, "PERSON-0")
    try:
        filled(graded_twice(60, shift=lambda name, gone: 0.0, seed=9, start=60), store)
    finally:
        NAMES.remove("PERSON-0")
    names = {
        (row["observations"], row["difference"]): row["grader"]
        for row in grader_leniency(store, LOCAL_VIEWER, Scope(), element="empathy").records()
    }
    later = grader_leniency(store, LOCAL_VIEWER, Scope(), element="empathy", labels="numbers").records()
    after = {names[row["observations"], row["difference"]]: row["grader"] for row in later}
    assert {name: after[name] for name in before} == before
    assert after["PERSON-0"] == "Grader 7"


def test_one_who_only_gives_threes_is_told(filled: Fill) -> None:
    text = graded_twice(80, shift=lambda name, gone: 0.0)
    lines = [text.splitlines()[0]]
    for line in text.splitlines()[1:]:
        cells = line.split(",")
        cells[7] = "3" if (cells[6] or cells[5]) == "PERSON-D" else cells[7]
        lines.append(",".join(cells))
    answer = grader_leniency(filled("\n".join(lines) + "\n"), LOCAL_VIEWER, Scope(), element="empathy")
    assert "PERSON-D hardly uses the scale: 100% of the grades are a 3." in answer.caveats


def test_too_few_and_unknown_elements(filled: Fill) -> None:
    store = filled(graded_twice(6, shift=lambda name, gone: 0.0))
    answer = grader_leniency(store, LOCAL_VIEWER, Scope())
    assert answer.status == "thin"
    assert answer.rows.empty
    assert "6 of 10 observations graded by more than one person; 4 more are needed" in answer.headline
    assert grader_drift(store, LOCAL_VIEWER, Scope()).rows.empty
    other = filled(graded_twice(30, shift=lambda name, gone: 0.0))
    assert grader_leniency(other, LOCAL_VIEWER, Scope(), element="autonomy").rows.empty
    assert grader_drift(other, LOCAL_VIEWER, Scope(), element="autonomy").rows.empty
    with pytest.raises(Exception, match="no element called"):
        grader_leniency(store, LOCAL_VIEWER, Scope(), element="kindness")
