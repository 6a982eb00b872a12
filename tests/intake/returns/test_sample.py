"""The five published sample returns give the figures that a correct reading of them gives."""

from __future__ import annotations

from datetime import date

import pytest

from mwm.intake.returns import Choices, Counted, count_returns, day_in_numbers, notes, read_return_file, title
from tests.intake.returns.made import SAMPLE, figure, needs_sample

pytestmark = needs_sample()
NEW_YEAR = date(2020, 1, 1)


def counted(pattern: str = "*.csv", *, backwards: bool = False, **choices: bool) -> Counted:
    paths = sorted(SAMPLE.glob(pattern), reverse=backwards)
    return count_returns([file for path in paths for file in read_return_file(path)], Choices(**choices))


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "in any order"])
def test_joined_and_deduplicated(backwards: bool) -> None:
    result = counted(backwards=backwards)
    assert (result.joined, result.deduplicated) == (3737, 2827)
    assert title(result).startswith("5 years of SSDA903 returns: 2,827 episodes")
    assert result.without_header == 0


def test_the_count_of_a_day_with_short_breaks() -> None:
    numbers = day_in_numbers(counted(with_short_breaks=True), NEW_YEAR)
    assert numbers["short_breaks_included"]
    assert numbers["total"] == 241
    assert numbers["by_placement"] == {
        "fostering": 162,
        "residential": 35,
        "supported": 14,
        "other": 30,
        "not known": 0,
    }


def test_the_count_of_a_day_as_published_figures_are() -> None:
    numbers = day_in_numbers(counted(), NEW_YEAR)
    assert not numbers["short_breaks_included"]
    assert numbers["total"] == numbers["total_without_short_breaks"] == 206
    assert numbers["total_with_short_breaks"] == 241
    assert sum(numbers["by_age_band"].values()) == 206
    assert numbers["by_legal_status"]["short breaks"] == 0
    assert numbers["with_short_breaks"]["by_legal_status"]["short breaks"] == 35


def test_month_ends() -> None:
    result = counted()
    assert [figure(result, month)[0] for month in ("2018-03", "2019-03", "2020-03")] == [459, 286, 181]
    assert len(result.coverage.months) == 60


def test_one_year_alone_and_without_a_header() -> None:
    result = counted("2019-episodes.csv")
    assert result.joined == result.deduplicated == 648
    assert len(result.coverage.months) == 12
    assert any("ages are not known" in note for note in notes(result))
    ages = day_in_numbers(result, NEW_YEAR)["by_age_band"]
    assert ages["not known"] == sum(ages.values()) > 0


def test_children_left_open_are_told_and_can_be_ended() -> None:
    left, ended = counted(), counted(close_lost=True)
    assert left.lost == ended.lost == 24
    assert any("24 children were left open" in note for note in notes(left))
    assert figure(ended, "2022-03")[0] < figure(left, "2022-03")[0]
    assert figure(ended, "2018-02") == figure(left, "2018-02")
