"""Released cells: each is enough, they lie apart, and nothing that is not enough can be worked out from them."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.disclosure import Plan, Sizes, Span, Thresholds, month_of, number_of, plan_of
from mwm.scope import Month
from tests.disclosure.attacker import Atom, Attacker

FEW = Thresholds()
LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
Seen = tuple[str, str, int, str, tuple[str, ...]]  # service area, team, month, worker, elements graded


def sizes_of(seen: list[Seen]) -> Sizes:
    """What SQL counts, counted one by one."""
    rows: dict[tuple[object, ...], int] = defaultdict(int)
    people: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for area, team, month, worker, elements in seen:
        starts = [(length, month - month % months) for length, months in LENGTHS.items()]
        starts += [("early", month - month % 3)] if month % 3 < 2 else []
        starts += [("late", month - month % 3 + 1)] if month % 3 > 0 else []
        for unit in ((area, team), (area, None), (None, None)):
            for (length, start), element in itertools.product(starts, (None, *elements)):
                key = (*unit, length, date(start // 12, start % 12 + 1, 1), element)
                rows[key] += 1
                people[key].add(worker)
    columns = ["service_area", "part", "length", "first_month", "element", "rows", "people"]
    table = [(*key, n, len(people[key])) for key, n in rows.items()]
    return Sizes(pd.DataFrame(table, columns=columns), FEW)


@st.composite
def seen(draw: st.DrawFn, *, busiest: int = 30) -> list[Seen]:
    """The observations of a small council, with busy and idle teams, months and graders who leave an element out."""
    first = draw(st.integers(2023 * 12, 2023 * 12 + 11))
    months = draw(st.integers(2, 14))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    found: list[Seen] = []
    for area in range(draw(st.integers(1, 3))):
        for team in range(draw(st.integers(1, 3))):
            workers, usual = draw(st.integers(1, 9)), draw(st.sampled_from([0.4, 2, 6, 14, busiest]))
            for month in range(months):
                for _ in range(chance.poisson(usual)):
                    worker = f"{area}{team}{chance.integers(workers)}"
                    graded = ("e1", "e2") if chance.random() < 0.95 else ("e1",)
                    found.append((f"A{area}", f"T{team}", first + month, worker, graded))
    return found


def nodes_of(plan: Plan, sizes: Sizes) -> list[tuple[set[tuple[str, str]], tuple[Span, ...]]]:
    """Every released node: its teams and its cells. The council is one where its cells are its own."""
    inside: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for part in sizes.parts:
        inside[part[0]].add(part)
    nodes = [(inside[area], cells) for area, cells in plan.areas.items()]
    nodes += [({part}, cells) for part, cells in plan.parts.items()]
    if plan.is_of_council and plan.council:
        nodes.append((set(sizes.parts), next(iter(plan.council.values()))))
    return nodes


def is_safe(here: list[Seen]) -> bool:
    for element in (None, "e1", "e2"):
        graded = [one for one in here if element is None or element in one[4]]
        if graded and (len(graded) < FEW.fewest_rows or len({one[3] for one in graded}) < FEW.fewest_people):
            return False
    return bool(here)


@settings(max_examples=60, deadline=None)
@given(seen())
def test_every_released_cell_is_enough_and_cells_of_one_node_lie_apart(found: list[Seen]) -> None:
    sizes = sizes_of(found)
    for teams, cells in nodes_of(plan_of(sizes), sizes):
        for cell in cells:
            assert is_safe([one for one in found if (one[0], one[1]) in teams and one[2] in set(cell.months())])
        for first, second in itertools.pairwise(sorted(cells)):
            assert first.last < second.first


@settings(max_examples=40, deadline=None)
@given(seen(busiest=20))
def test_no_team_or_area_that_is_not_enough_is_worked_out(found: list[Seen]) -> None:
    """Not in any stretch of months: neither by adding and subtracting nor by what must lie between what."""
    sizes = sizes_of(found)
    if not found:
        return
    plan = plan_of(sizes)
    span = sizes.span
    assert span is not None
    months = list(span.months())
    atoms = [(area, team, month) for area, team in sizes.parts for month in months]
    attacker = Attacker(atoms)
    there: dict[Atom, int] = defaultdict(int)
    for area, team, month, *_ in found:
        there[area, team, month] += 1
    for teams, cells in nodes_of(plan, sizes):
        for cell in cells:
            inside = [(*part, month) for part in teams for month in cell.months() if month in months]
            attacker.learn(inside, sum(there[atom] for atom in inside))
    units = [{part} for part in sizes.parts]
    units += [{part for part in sizes.parts if part[0] == area} for area in sizes.areas]
    stretches = [(start, stop) for start in months for stop in months if start <= stop < start + 4]
    for unit, (start, stop) in itertools.product(units, stretches):
        here = [one for one in found if (one[0], one[1]) in unit and start <= one[2] <= stop]
        if not here or is_safe(here):
            continue
        wanted = [(*part, month) for part in unit for month in range(start, stop + 1)]
        assert not attacker.by_subtraction(wanted)
        if stop == start:
            least, most = attacker.between(wanted)
            assert most - least >= 1, (unit, month_of(start), least, most)


def test_a_quiet_month_is_taken_together_with_its_neighbour() -> None:
    busy = [("A", "T", 24300 + month, f"w{n % 7}", ("e1",)) for month in (0, 1, 2) for n in range(12)]
    quiet = [one for one in busy if one[2] != 24301] + [("A", "T", 24301, "w1", ("e1",))]
    assert plan_of(sizes_of(busy)).areas["A"] == (Span(24300, 24300), Span(24301, 24301), Span(24302, 24302))
    assert plan_of(sizes_of(quiet)).areas["A"] == (Span(24300, 24300), Span(24301, 24302))


def test_the_newest_months_of_an_unfinished_quarter_wait() -> None:
    first = 24300  # January
    rows = [("A", "T", first + month, f"w{n % 7}", ("e1",)) for month in range(4) for n in range(12)]
    rows += [("A", "T", first + 4, "w1", ("e1",))]
    assert [cell.last for cell in plan_of(sizes_of(rows)).areas["A"]] == [first, first + 1, first + 2, first + 3]


def test_one_small_team_is_never_hidden_alone() -> None:
    """Else it would be what is left of the service area."""
    rows = [
        ("A", team, 24300 + month, f"{team}{n % 6}", ("e1",))
        for team in ("X", "Y")
        for month in range(3)
        for n in range(10)
    ]
    rows += [("A", "small", 24300, "s1", ("e1",))] * 3
    parts = plan_of(sizes_of(rows)).parts
    assert parts["A", "small"] == ()
    assert not any(parts["A", "X"]) or not any(parts["A", "Y"])


@pytest.mark.parametrize("text", ["0001-01", "1999-12", "2026-10"])
def test_months_and_their_numbers(text: str) -> None:
    month = Month.parse(text)
    assert month_of(number_of(month)) == month
