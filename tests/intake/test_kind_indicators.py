"""The evaluation's indicators: what is refused, what replaces what, and what the answers say."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

import pytest

from mwm.errors import ScopeError, UsageError
from mwm.indicators import INDICATORS
from mwm.intake import run_checks, undo
from mwm.questions import indicator_trend, recorded_indicators
from mwm.scope import Month, Scope
from mwm.settings import ROOT
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER
from tests.intake.made import Row, found, look, observation, send

ROW: Row = {"month": "2025-01", "indicator": "re_referral_12", "value": "9", "denominator": "52"}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for tests that leave it as it is."""
    with Store.open(tmp_path_factory.mktemp("untouched") / "store.duckdb", create=True) as opened:
        send(opened, observation(1))
        yield opened


def with_a_council(store: Store) -> None:
    """One observation, so that there is a council."""
    send(store, observation(1))


@pytest.fixture
def store(store_with: Callable[[Callable[[Store], None]], Store]) -> Store:
    """A store of the test's own with a council."""
    return store_with(with_a_council)


def months(indicator: str, values: list[int], denominator: int | None = None) -> list[Row]:
    start = Month.parse("2023-01")
    below = None if denominator is None else str(denominator)
    return [
        {"month": str(start.plus(step)), "indicator": indicator, "value": str(value), "denominator": below}
        for step, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"month": "soon"}, "month", "not_a_month"),
        ({"month": "2099-01"}, "month", "month_in_future"),
        ({"indicator": "happiness"}, "indicator", "unknown_choice"),
        ({"value": "-1"}, "value", "negative_number"),
        ({"value": "1.5"}, "value", "not_a_whole_number"),
        ({"value": "nine"}, "value", "not_a_number"),
        ({"value": None}, "value", "blank_cell"),
        ({"value": "53"}, "value", "more_than_the_whole"),
        ({"denominator": None}, "denominator", "denominator_needed"),
        ({"indicator": "placement_moves"}, "denominator", "denominator_not_used"),
    ],
)
def test_refusals(untouched: Store, change: dict[str, str | None], column: str, code: str) -> None:
    report = send(untouched, {**ROW, **change}, kind="indicators")
    assert report.status == "refused"
    assert found(report) == {(2, column, code)}


def test_a_month_twice_is_refused_and_a_name_is_as_good_as_a_key(untouched: Store) -> None:
    twice = send(untouched, ROW, {**ROW, "indicator": INDICATORS["re_referral_12"].name}, kind="indicators")
    assert {code for *_, code in found(twice)} == {"duplicate_entry"}


def test_a_correction_replaces_and_undo_brings_back(store: Store) -> None:
    send(store, ROW, kind="indicators")
    later = send(store, {**ROW, "value": "11"}, kind="indicators")
    assert (later.rows_new, later.rows_replaced) == (0, 1)
    current = "select value from indicator_month where superseded_by is null"
    assert look(store, current) == [(11.0,)]
    undo(store, str(later.batch_id), user="tester")
    assert look(store, current) == [(9.0,)]
    assert [check for check in run_checks(store) if check.faults] == []
    assert send(store, ROW, {**ROW, "month": "2025-02"}, kind="indicators").rows_unchanged == 1


def test_the_check_knows_the_same_plain_counts_as_the_program() -> None:
    text = (ROOT / "sql/intake/indicators/checks/04_denominators.sql").read_text(encoding="utf-8")
    listed = re.search(r"indicator in \((.*?)\)", text)
    assert listed
    assert set(re.findall(r"'(\w+)'", listed[1])) == {each.key for each in INDICATORS.values() if not each.is_share}


def test_a_share_is_judged_with_its_denominators(store: Store) -> None:
    made = random.Random(3)
    counted = [made.randint(8, 12) for _ in range(20)]
    rows = [*months("re_referral_12", counted, 50), *months("re_referral_12", [30], 50)[:0]]
    rows.append({"month": "2024-12", "indicator": "re_referral_12", "value": "32", "denominator": "50"})
    send(store, *rows, kind="indicators")
    answer = indicator_trend(store, LOCAL_VIEWER, Scope(), indicator="re_referral_12")
    shown = answer.rows.dropna(subset=["value"])
    assert list(shown["value"]) == pytest.approx([n / 50 * 100 for n in [*counted, 32]])
    assert len(answer.rows) == 24  # three months without a figure are rows without a value
    share = (sum(counted) + 32) / (21 * 50)
    assert shown["mean"].iloc[0] == pytest.approx(share * 100)
    assert shown["upper_process_limit"].iloc[0] == pytest.approx((share + 3 * (share * (1 - share) / 50) ** 0.5) * 100)
    assert answer.headline.startswith("Real concern: Re-referral within 12 months: 64% (32 of 50) in December 2024;")


def test_counts_are_judged_by_an_xmr_chart_and_no_direction_is_called_better(store: Store) -> None:
    made = random.Random(5)
    values = [made.randint(44, 52) for _ in range(18)] + [80]
    send(store, *months("residential_placements", values), kind="indicators")
    answer = indicator_trend(store, LOCAL_VIEWER, Scope())
    assert answer.extra["indicator"] == "residential_placements"
    assert list(answer.rows["value"]) == values
    assert answer.headline.startswith("Real rise: Residential placements: 80 in July 2024;")
    assert recorded_indicators(store, LOCAL_VIEWER, Scope()) == ("residential_placements",)


def test_what_is_not_there(store: Store) -> None:
    empty = indicator_trend(store, LOCAL_VIEWER, Scope(), indicator="escalation_12")
    assert empty.status == "empty"
    assert empty.headline == "Nothing is recorded yet about child protection or care within 12 months in all months."
    with pytest.raises(ScopeError, match="no indicator"):
        indicator_trend(store, LOCAL_VIEWER, Scope(), indicator="happiness")
    with pytest.raises(UsageError, match="for shares"):
        indicator_trend(store, LOCAL_VIEWER, Scope(), indicator="placement_moves", chart="p")
