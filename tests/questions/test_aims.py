"""Which targets and which months for limits hold where, and when."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mwm.intake import import_file
from mwm.questions.aims import (
    HERE,
    Baseline,
    Baselines,
    Target,
    Targets,
    baselines_for,
    earlier_months,
    may_be_set,
    targets_for,
)
from mwm.questions.question import settle
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from tests.questions.conftest import as_csv, made_up_rows

TARGETS = """measure,service_area,team,from,to,value,value_at_end
empathy,,,2024-01,,3,
empathy,Children in Need,,2024-01,2024-12,2,3.1
empathy,Children in Need,,2025-01,,3.2,
empathy,,CIN Team A,2024-01,,3.3,
share_empathy,Youth Justice,,2024-01,,40,
"""
BASELINES = """measure,kind,service_area,team,from,to,reason
empathy,fixed,,,2024-01,2024-08,Before the programme
empathy,rebase,Children in Need,,2024-06,,New way of working
empathy,rebase,Children in Need,,2024-03,,A new form.
autonomy,fixed,Children in Need,,2024-01,2024-04,First try
"""
IN_NEED, JUSTICE = Scope(service_areas=("Children in Need",)), Scope(service_areas=("Youth Justice",))
TEAM_A = Scope(teams=("CIN Team A",))


def take_in(store: Store, folder: Path, **files: str) -> None:
    for kind, text in files.items():
        path = folder / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        report = import_file(store, path, kind=kind, create_teams=True)
        assert report.status == "imported", report.problems[:3]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("aims")
    with Store.open(folder / "store.duckdb", create=True) as made:
        rows = as_csv(made_up_rows(seed=3, count=40))
        take_in(made, folder, observations=rows, targets=TARGETS, baselines=BASELINES)
        yield made


def value(store: Store, scope: Scope, month: str = "2024-01", measure: str = "empathy") -> float | None:
    found = targets_for(store, settle(store, scope), [measure])
    return found[measure, HERE].value_at(Month.parse(month).first_day) if found else None


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(), 3.0),
        (IN_NEED, 2.0),
        (TEAM_A, 3.3),
        (Scope(service_areas=("Children in Need",), teams=("CIN Team A",)), 3.3),
        (JUSTICE, None),  # nothing is handed down from the whole
        (Scope(teams=("CIN Team B",)), None),  # nor from a service area to its teams
        (Scope(service_areas=("Children in Need", "Youth Justice")), None),  # nor up to a sum of parts
        (Scope(teams=("CIN Team A", "CIN Team B")), None),
        (Scope(settings=("home visit",)), None),
        (Scope(service_areas=("Children in Need",), settings=("home visit",)), None),
    ],
    ids=lambda value: value.words if isinstance(value, Scope) else str(value),
)
def test_a_target_holds_for_exactly_its_place(store: Store, scope: Scope, expected: float | None) -> None:
    assert value(store, scope) == expected


@pytest.mark.parametrize(
    ("month", "expected"),
    [("2023-12", None), ("2024-01", 2.0), ("2024-06", 2.5), ("2024-12", 3.1), ("2025-01", 3.2), ("2031-05", 3.2)],
)
def test_a_target_lies_on_a_straight_line_within_its_months(store: Store, month: str, expected: float | None) -> None:
    assert value(store, IN_NEED, month) == pytest.approx(expected)


def test_a_point_of_several_months_has_the_mean_of_those_with_a_target() -> None:
    rising = Targets((Target(date(2024, 2, 1), date(2024, 5, 1), 2.0, 3.5),))
    assert rising.value_at(date(2024, 1, 1), 3) == pytest.approx((2.0 + 2.5) / 2)
    assert rising.value_at(date(2024, 7, 1), 3) is None
    one_month = Targets((Target(date(2024, 2, 1), date(2024, 2, 1), 2.0, None),))
    assert one_month.value_at(date(2024, 2, 1)) == 2.0


def test_the_later_of_two_targets_takes_over() -> None:
    both = Targets((Target(date(2024, 1, 1), None, 2.0, None), Target(date(2024, 4, 1), None, 3.0, None)))
    assert [both.value_at(date(2024, month, 1)) for month in (3, 4)] == [2.0, 3.0]


def test_parts_of_the_service_have_their_own(store: Store) -> None:
    scope = settle(store, Scope())
    by_area = targets_for(store, scope, ["empathy", "share_empathy"], by="service_area")
    assert set(by_area) == {("empathy", "Children in Need"), ("share_empathy", "Youth Justice")}
    assert set(targets_for(store, scope, ["empathy"], by="team")) == {("empathy", "CIN Team A")}
    assert set(targets_for(store, settle(store, JUSTICE), ["empathy"], by="team")) == set()
    # A column of the overview is not a whole service area where only some teams or settings are chosen.
    assert targets_for(store, settle(store, TEAM_A), ["empathy"], by="service_area") == {}
    assert targets_for(store, settle(store, Scope(settings=("home visit",))), ["empathy"], by="service_area") == {}


def test_decisions_on_limits_are_in_the_order_of_their_months(store: Store) -> None:
    found = baselines_for(store, settle(store, IN_NEED), ["empathy", "autonomy"])
    assert [one.first_month for one in found["empathy", HERE].rebases] == [date(2024, 3, 1), date(2024, 6, 1)]
    assert found["empathy", HERE].fixed is None  # that of the whole is not handed down
    assert found["autonomy", HERE].fixed is not None
    whole = baselines_for(store, settle(store, Scope()), ["empathy"])["empathy", HERE]
    assert whole.fixed is not None
    assert whole.fixed.period == Period(Month.parse("2024-01"), Month.parse("2024-08"))


def test_only_the_version_that_holds_now_counts(store: Store, tmp_path: Path) -> None:
    later = "measure,kind,service_area,team,from,to,reason\nautonomy,fixed,Children in Need,,2024-02,2024-07,Better\n"
    with Store.open(store.backup(tmp_path / "copy.duckdb")) as copy:
        take_in(copy, tmp_path, baselines=later)
        fixed = baselines_for(copy, settle(copy, IN_NEED), ["autonomy"])["autonomy", HERE].fixed
    assert fixed is not None
    assert (fixed.first_month, fixed.last_month, fixed.reason) == (date(2024, 2, 1), date(2024, 7, 1), "Better")


def test_what_was_set_is_read_once_for_each_version_of_the_store(store: Store, monkeypatch) -> None:
    scope = settle(store, Scope())
    targets_for(store, scope, ["empathy"])
    baselines_for(store, scope, ["empathy"])
    monkeypatch.setattr(store, "read", lambda *_, **__: pytest.fail("read again"))
    assert targets_for(store, scope, ["autonomy"], by="team") == {}
    assert baselines_for(store, scope, ["empathy"])


def test_a_decision_says_its_months_reason_name_and_day() -> None:
    fixed = Baseline("fixed", date(2023, 1, 1), date(2023, 12, 1), "The year before.", "A. Lead", date(2024, 3, 9))
    assert fixed.words == "Limits worked out from Jan 2023 – Dec 2023 (The year before; set by A. Lead, 9 Mar 2024)."
    rebase = Baseline("rebase", date(2024, 5, 1), None, "New form", "A. Lead", date(2024, 6, 1))
    assert rebase.words == "Limits worked out anew from May 2024 on (New form; set by A. Lead, 1 Jun 2024)."


def test_fixed_months_end_where_limits_begin_anew() -> None:
    fixed = Baseline("fixed", date(2023, 1, 1), date(2023, 12, 1), "x", "y", date(2024, 3, 9))
    anew = Baseline("rebase", date(2024, 5, 1), None, "x", "y", date(2024, 6, 1))
    both = Baselines(fixed, (anew,))
    assert both.fixed_for(date(2024, 4, 1)) == fixed
    assert both.fixed_for(date(2024, 5, 1)) is None
    assert earlier_months([both], Month.parse("2024-02")) == Period(Month.parse("2023-01"), Month.parse("2024-01"))
    assert earlier_months([both], Month.parse("2024-06")) is None
    assert earlier_months([Baselines(None, (anew,))], Month.parse("2024-02")) is None


@pytest.mark.parametrize(("scope", "expected"), [(Scope(), True), (IN_NEED, True), (Scope(settings=("x",)), False)])
def test_limits_can_be_set_for_one_place_only(scope: Scope, expected: bool) -> None:
    assert may_be_set(scope) is expected
    assert not may_be_set(Scope(teams=("a", "b")))
