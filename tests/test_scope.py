"""Months, periods, links, and the viewer's limits."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwm.errors import UsageError
from mwm.scope import Month, Period, Scope
from mwm.viewer import LOCAL_VIEWER, Role, Viewer

months = st.builds(lambda year, month: Month(date(year, month, 1)), st.integers(1991, 2090), st.integers(1, 12))
names = st.lists(st.text(min_size=1, max_size=12).filter(lambda text: text != "all"), max_size=3, unique=True).map(
    tuple
)


@given(months, st.integers(-400, 400))
def test_plus_and_minus_are_inverse(month: Month, step: int) -> None:
    assert month.plus(step).minus(month) == step
    assert Month.parse(str(month)) == month


@given(months)
def test_the_last_day_is_the_day_before_the_next_month(month: Month) -> None:
    assert month.last_day.month == month.first_day.month
    assert month.plus(1).first_day.toordinal() - month.last_day.toordinal() == 1


@pytest.mark.parametrize("text", ["2024-13", "2024-0", "24-01", "April", "", "0000-01", "2024-01-01"])
def test_a_text_that_is_no_month_is_refused_with_the_right_form(text: str) -> None:
    with pytest.raises(UsageError, match="YYYY-MM"):
        Month.parse(text)


def test_months_are_written_for_people() -> None:
    assert (Month.parse("2024-10").short, Month.parse("2024-10").long) == ("Oct 2024", "October 2024")


def test_a_period_has_both_ends_included_and_in_order() -> None:
    period = Period(Month.parse("2024-11"), Month.parse("2025-02"))
    assert [str(month) for month in period.months()] == ["2024-11", "2024-12", "2025-01", "2025-02"]
    with pytest.raises(UsageError, match="before it begins"):
        Period(Month.parse("2025-02"), Month.parse("2024-11"))


@given(
    names,
    names,
    names,
    st.none() | months,
    st.integers(0, 60),
    st.none() | st.text(min_size=1).filter(lambda t: t != "all"),
)
def test_a_link_carries_the_whole_scope(areas, teams, settings, first, length, authority) -> None:
    last = first.plus(length) if first else None
    scope = Scope(authority, areas, teams, settings, Period(first, last))
    query = {
        key: [value] if isinstance(value, str) else value for key, value in scope.to_query(element="empathy").items()
    }
    assert Scope.from_query(query) == scope
    assert set(query) >= {"v", "service_area", "team", "setting", "from", "to", "element"}


def test_a_link_of_another_version_is_refused() -> None:
    with pytest.raises(UsageError, match="another version"):
        Scope.from_query({"v": ["99"]})


def test_a_viewer_narrows_and_never_widens() -> None:
    viewer = Viewer("x", Role.AUDIENCE, service_areas=("Youth Justice",), teams=("YJ Team A", "YJ Team B"))
    assert Scope().narrowed_by(viewer).service_areas == ("Youth Justice",)
    assert Scope(teams=("YJ Team A", "CIN Team A")).narrowed_by(viewer).teams == ("YJ Team A",)
    with pytest.raises(UsageError, match="may not see"):
        Scope(teams=("CIN Team A",)).narrowed_by(viewer)
    assert Scope(teams=("CIN Team A",)).narrowed_by(LOCAL_VIEWER).teams == ("CIN Team A",)


def test_a_viewer_of_one_authority_cannot_leave_the_authority_open() -> None:
    viewer = Viewer("x", Role.AUDIENCE, authorities=("Here",))
    assert Scope().narrowed_by(viewer).authority == "Here"
    with pytest.raises(UsageError, match="may not see"):
        Scope(authority="There").narrowed_by(viewer)
    with pytest.raises(UsageError, match="Say which"):
        Scope().narrowed_by(Viewer("x", Role.AUDIENCE, authorities=("Here", "There")))
