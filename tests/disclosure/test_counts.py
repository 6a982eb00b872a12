"""Small counts of people: hidden, with those from which they could be worked out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwm.answer import Answer
from mwm.disclosure import Thresholds, hidden_categories, hidden_flows, hidden_shares, in_levels, together
from mwm.intake import import_file
from mwm.questions import indicator_trend, looked_after_breakdown, looked_after_trend
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import AUDIENCE, LOCAL_VIEWER
from tests.disclosure.attacker import Attacker

FEW = Thresholds()
COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=6)


@given(COUNTS)
def test_every_small_count_is_hidden_and_nothing_is_hidden_without_one(counts: list[int]) -> None:
    hidden = together([[count] for count in counts], FEW)
    small = [1 <= count <= 5 for count in counts]
    assert all(is_hidden for is_hidden, is_small in zip(hidden, small, strict=True) if is_small)
    assert any(hidden) == any(small)


@given(COUNTS)
def test_a_hidden_count_could_be_more_than_five(counts: list[int]) -> None:
    """Whoever knows the total and that nought is never hidden finds for every hidden one a table where it is large."""
    hidden = together([[count] for count in counts], FEW)
    if not any(hidden) or all(hidden):
        return
    left = sum(count for count, is_hidden in zip(counts, hidden, strict=True) if is_hidden)
    assert sum(hidden) >= 2
    assert left - (sum(hidden) - 1) > FEW.hidden_up_to


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=5))
def test_several_totals_are_kept_at_once(rows: list[tuple[int, int]]) -> None:
    hidden = together(rows, FEW)
    if not any(hidden) or all(hidden):
        return
    for column in (0, 1):
        there = [row[column] for row, is_hidden in zip(rows, hidden, strict=True) if is_hidden and row[column]]
        assert not there or (len(there) >= 2 and sum(there) - (len(there) - 1) > FEW.hidden_up_to)


GROUPS = st.lists(st.lists(st.integers(0, 9) | st.integers(6, 40), min_size=1, max_size=4), min_size=1, max_size=4)


@given(GROUPS, st.data())
def test_no_sum_of_groups_and_parts_gives_a_small_count_away(groups: list[list[int]], data: st.DataObject) -> None:
    """Whoever asks for the whole, every group and every part, and knows that nought is never hidden."""
    also = [data.draw(st.lists(st.booleans(), min_size=len(own), max_size=len(own))) for own in groups]
    levels = in_levels([[[count] for count in own] for own in groups], FEW, also)
    atoms = [(str(group), str(part), 0) for group, own in enumerate(groups) for part in range(len(own))]
    of_group = [[atom for atom in atoms if atom[0] == str(group)] for group in range(len(groups))]
    attacker = Attacker(atoms)
    nodes = [(atoms, levels.whole), *zip(of_group, levels.groups, strict=True)]
    nodes += [([atom], levels.parts[int(atom[0])][int(atom[1])]) for atom in atoms]
    size = {atom: groups[int(atom[0])][int(atom[1])] for atom in atoms}
    for node, is_hidden in nodes:
        total = sum(size[atom] for atom in node)
        assert is_hidden or not FEW.count_is_small(total)
        if not is_hidden:
            attacker.learn(node, float(total))
    for node, is_hidden in nodes:
        total = sum(size[atom] for atom in node)
        if is_hidden and FEW.count_is_small(total):
            least, most = attacker.between(node)
            assert most - least > 0.5, (node, total, levels)


def test_noughts_are_shown_beside_a_small_count_whose_sum_is_small_too() -> None:
    """All of 20 and of 9 workers were observed, and all but two of 13: their sum says no more than that."""
    levels = in_levels([[[8, 0], [12, 0]], [[9, 0]], [[5, 2], [6, 0]]], FEW)
    assert levels.whole
    assert levels.groups == (False, False, True)
    assert levels.parts == ((False, False), (False,), (True, False))


def months(stock: list[float], started: list[float], ceased: list[float]) -> pd.DataFrame:
    days = pd.to_datetime([date(2024, 4 + number, 1) for number in range(len(stock))])
    return pd.DataFrame({"month": days, "looked_after": stock, "started": started, "ceased": ceased})


def test_started_and_ceased_are_hidden_together_and_never_in_one_month_of_a_year() -> None:
    """The stock gives their difference, and a year's sum what is left of it."""
    stock, flows = hidden_flows(months([100, 102, 95, 99], [9, 4, 8, 12], [9, 2, 15, 8]), FEW)
    assert stock == [False] * 4
    assert flows == [True, True, False, False]  # 4 started; April has the fewest of the others


def test_what_a_hidden_stock_would_follow_from_is_hidden() -> None:
    stock, flows = hidden_flows(months([20, 4, 20, 20], [0, 0, 16, 6], [0, 16, 0, 6]), FEW)
    assert stock == [False, True, False, False]
    assert flows[1:3] == [True, True]


def test_categories_keep_the_flows_of_a_hidden_stock_hidden_in_the_next_month_too() -> None:
    rows = pd.DataFrame(
        [
            (pd.Timestamp(month), category, stock, 0, 0)
            for month, category, stock in (
                ("2024-04-01", "fostering", 60), ("2024-04-01", "residential", 3), ("2024-04-01", "other", 20),
                ("2024-05-01", "fostering", 60), ("2024-05-01", "residential", 9), ("2024-05-01", "other", 20),
            )
        ],
        columns=["month", "category", "looked_after", "started", "ceased"],
    )  # fmt: skip
    stock, flows = hidden_categories(rows, FEW)
    assert stock == [False, True, True, False, False, False]
    assert flows[1:3] == [True, True]
    assert flows[4:] == [True, True]


@pytest.mark.parametrize(
    ("part", "whole", "is_hidden"), [(0, 40, False), (3, 40, True), (36, 40, True), (20, 40, False), (4, 4, True)]
)
def test_a_share_of_few_or_of_all_but_few_is_hidden(part: int, whole: int, is_hidden: bool) -> None:
    assert hidden_shares([part], [whole], FEW) == [is_hidden]


# --- through the store -----------------------------------------------------------------------------------------------


@pytest.fixture
def counted(store: Store, tmp_path: Path) -> Store:
    whole, parts = [], []
    for number, month in enumerate(f"2025-{month:02}" for month in range(1, 13)):
        small = 3 if number == 4 else 8
        whole.append(f"{month},{60 + small},{small + 6},{small + 6}")
        for category, stock in (("fostering", 45), ("residential", small), ("supported", 15)):
            parts.append(f"{month},placement,{category},{stock},,")
    for kind, head, lines in (
        ("looked_after", "month,looked_after,started,ceased", whole),
        ("ssda903", "month,breakdown,category,looked_after,started,ceased", parts),
    ):
        file = tmp_path / f"{kind}.csv"
        file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        report = import_file(store, file, kind=kind, authority="Our authority")
        assert report.status == "imported", (report.headline, report.problems[:3])
    return store


def test_a_breakdown_hides_a_small_category_and_the_next_smallest(counted: Store) -> None:
    answer = looked_after_breakdown(counted, AUDIENCE, Scope(), by="placement")
    may = [record for record in answer.to_dict()["rows"] if record["month"] == "2025-05"]
    assert {record["category"]: record["status"] for record in may} == {
        "fostering": "", "residential": "c", "supported": "c"
    }  # fmt: skip
    assert all(record["looked_after"] is None and record["share"] is None for record in may if record["status"] == "c")
    assert "3" not in [str(value) for record in answer.to_dict()["rows"] for value in record.values()]
    shown = looked_after_breakdown(counted, LOCAL_VIEWER, Scope(), by="placement").records()
    assert 3 in [record["looked_after"] for record in shown]


def test_the_trend_keeps_the_stock_and_says_that_nothing_small_is_in_it(counted: Store) -> None:
    answer = looked_after_trend(counted, AUDIENCE, Scope())
    assert not answer.is_bare
    assert [record["looked_after"] for record in answer.records()][4] == 63


def shown_in(question: Callable[..., Answer], store: Store, scope: Scope, **arguments: str) -> set[tuple[str, ...]]:
    """Every count that an answer shows: month, category where there is one, what is counted, how many."""
    answer = question(store, AUDIENCE, scope, **arguments)
    return {
        (row["month"], row.get("category", ""), name, str(row[name]))
        for row in answer.to_dict()["rows"]
        for name in ("looked_after", "started", "ceased")
        if row.get(name) is not None
    }


def test_no_choice_of_months_shows_a_count_that_all_months_keep_hidden(store: Store, tmp_path: Path) -> None:
    """In a part of a year another month might be the one that is hidden beside the small one; together they tell it."""
    whole = ["month,looked_after,started,ceased"]
    whole += [f"2025-{month:02},{60 + month},{4 if month == 8 else 20 - month},{19 - month}" for month in range(1, 13)]
    parts = ["month,breakdown,category,looked_after,started,ceased"]
    for number, month in enumerate(f"2025-{month:02}" for month in range(1, 13)):
        small = 3 if number in (4, 8) else 8 + number
        for category, stock in (("fostering", 45 + number), ("residential", small), ("supported", 15)):
            parts.append(f"{month},placement,{category},{stock},9,9")
    for kind, lines in (("looked_after", whole), ("ssda903", parts)):
        file = tmp_path / f"{kind}.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        assert import_file(store, file, kind=kind, authority="Our authority").status == "imported"
    months = [Month.parse(f"2025-{month:02}") for month in range(1, 13)]
    for question, arguments in ((looked_after_trend, {}), (looked_after_breakdown, {"by": "placement"})):
        everything = shown_in(question, store, Scope(), **arguments)
        assert everything
        for first, last in combinations(months, 2):
            part = shown_in(question, store, Scope(period=Period(first, last)), **arguments)
            assert part == {each for each in everything if str(first) <= each[0] <= str(last)}


def test_an_indicator_hides_months_of_few(store: Store, tmp_path: Path) -> None:
    lines = [f"2025-{month:02},re_referral_12,{value},60" for month, value in enumerate((12, 3, 9, 57, 0, 30), start=1)]
    file = tmp_path / "indicators.csv"
    file.write_text("month,indicator,value,denominator\n" + "\n".join(lines), encoding="utf-8")
    assert import_file(store, file, kind="indicators").status == "imported"
    answer = indicator_trend(store, AUDIENCE, Scope())
    assert [symbol == "c" for symbol in answer.statuses()] == [False, True, False, True, False, False]
    assert [value is None for value in (record["value"] for record in answer.records())] == [
        symbol == "c" for symbol in answer.statuses()
    ]
