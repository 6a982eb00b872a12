"""Counts by month equal those of a slow twin, on generated returns; and the count always reconciles."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mwm.intake.returns import day_in_numbers, notes
from tests.intake.returns.made import birth, count, episode, figure
from tests.intake.returns.twin import Episode, Twin, as_rows, merged, month_end

FIRST, LATE = date(2016, 6, 1), date(2060, 1, 1)
BY_STOCK = ("all", "placement", "legal_status", "category_of_need", "age_band", "time_looked_after")
WITH_STARTED = ("all", "placement", "legal_status", "category_of_need", "age_band")
WITH_CEASED = (*WITH_STARTED, "time_looked_after", "destination")


@st.composite
def lines(draw: st.DrawFn) -> list[Episode]:
    """Episodes of a few children in up to three returns, with every disorder that does not stop an import."""
    rows = []
    for child in draw(st.lists(st.sampled_from("ABCD"), min_size=1, max_size=4, unique=True)):
        day = FIRST + timedelta(draw(st.integers(0, 900)))
        for _ in range(draw(st.integers(1, 6))):
            length = draw(st.sampled_from([0, 1, 5, 30, 59, 200, 365, 2200]))
            end = None if draw(st.integers(0, 4)) == 0 else day + timedelta(length)
            row = Episode(
                f"child-{child}",
                day,
                end,
                draw(st.sampled_from("SSPLTBU")),
                draw(st.sampled_from(["C2", "V2", "V3", "V4", "L1"])),
                draw(st.sampled_from(["U4", "K2", "H5", "T1", "P1"])),
                draw(st.sampled_from(["N1", "N8", ""])),
                draw(st.sampled_from(["X1", "X1", "E4A", "E11", "E47", "E5", ""])),
                draw(st.sampled_from([2017, 2018, 2019])),
            )
            rows.append(row)
            if draw(st.integers(0, 3)) == 0:  # the same start once more in another return, told otherwise
                end = draw(st.sampled_from([None, end, day + timedelta(length + 10)]))
                other = draw(st.sampled_from([year for year in (2017, 2018, 2019) if year != row.year]))
                rows.append(Episode(row.child, day, end, "P", "C2", "U4", "N1", "X1", other))
            day += timedelta(draw(st.sampled_from([length, length, length, length + 3, max(length - 4, 1)])))
    return rows


def parts(rows: list[Episode], births: dict[str, date]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [
        (f"{year}-episodes.csv", as_rows(row for row in rows if row.year == year))
        for year in sorted({row.year for row in rows}, reverse=True)
    ]
    if births:
        found.append(("2019-header.csv", [birth(child, f"{day:%d/%m/%Y}") for child, day in births.items()]))
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lines(),
    st.dictionaries(
        st.sampled_from([f"child-{letter}" for letter in "ABCD"]),
        st.one_of(st.just(date(2012, 2, 29)), st.dates(date(2000, 1, 1), date(2016, 5, 1))),
    ),
    st.booleans(),
    st.booleans(),
    st.integers(0, 4),
)
def test_every_count_is_that_of_the_twin(
    rows: list[Episode], births: dict[str, date], short_breaks: bool, close_lost: bool, offset: int
) -> None:
    counted = count(*parts(rows, births), today=LATE, with_short_breaks=short_breaks, close_lost=close_lost)
    own = merged(rows, close_lost=close_lost)
    twin = Twin(own, births, counted.years, short_breaks=short_breaks)
    assert counted.joined == len(rows)
    assert counted.deduplicated == sum(map(len, own.values()))
    assert counted.lost == sum(row.lost for line in own.values() for row in line)
    table = counted.months.fillna(0)
    shown: dict[tuple[Any, str], dict[str, tuple[int, int, int]]] = {}
    for row in table.itertuples():
        at = shown.setdefault((row.month, row.breakdown), {})
        at[row.category] = (row.looked_after, row.started, row.ceased)
    for month in sorted(set(table["month"]))[offset::5]:
        for breakdown in (*BY_STOCK, "placements_in_year"):
            assert _only(shown[month, breakdown], 0) == twin.stock(breakdown, month_end(month))
        for breakdown in WITH_STARTED:
            assert _only(shown[month, breakdown], 1) == twin.started(breakdown, month)
        for breakdown in WITH_CEASED:
            assert _only(shown[month, breakdown], 2) == twin.ceased(breakdown, month)
    _assert_reconciles(table)


def _only(counts: dict[str, tuple[int, int, int]], place: int) -> dict[str, int]:
    """The categories that have children."""
    return {category: sizes[place] for category, sizes in counts.items() if sizes[place]}


def _assert_reconciles(table: Any) -> None:
    """Count = count before + started − ceased, with the reconciliation, in every month that follows another."""
    both = table[table["breakdown"].isin(["all", "reconciliation"])].groupby("month")[["started", "ceased"]].sum()
    stock = table[table["breakdown"] == "all"].set_index("month")["looked_after"]
    months = sorted(stock.index)
    for earlier, month in pairwise(months):
        if (month - earlier).days <= 31:
            moved = both.loc[month, "started"] - both.loc[month, "ceased"]
            assert stock[month] == stock[earlier] + moved


@settings(max_examples=15, deadline=None)
@given(lines(), st.dates(date(2016, 1, 1), date(2024, 1, 1)))
def test_the_count_of_any_day_is_that_of_the_twin(rows: list[Episode], day: date) -> None:
    counted = count(*parts(rows, {}), today=LATE)
    numbers = day_in_numbers(counted, day)
    for short_breaks, shown in ((False, "without_short_breaks"), (True, "with_short_breaks")):
        twin = Twin(merged(rows, close_lost=False), {}, counted.years, short_breaks=short_breaks)
        assert numbers[shown]["total"] == numbers[f"total_{shown}"] == len(twin.here(day))
        for name in ("placement", "legal_status", "time_looked_after", "placements_in_year"):
            found = {category: size for category, size in numbers[shown][f"by_{name}"].items() if size}
            assert found == dict(twin.stock(name, day))


# --- examples that a person can follow ---

YEAR = "2019-episodes.csv"


def test_a_child_counts_on_the_first_day_and_no_longer_on_the_last() -> None:
    counted = count((YEAR, [episode("C1", "30/04/2019", "31/05/2019")]))
    assert figure(counted, "2019-04") == (1, 1, 0)
    assert figure(counted, "2019-05") == (0, 0, 1)


def test_a_change_of_placement_is_neither_start_nor_end() -> None:
    rows = [
        episode("C1", "10/04/2019", "10/06/2019", REC="X1"),
        episode("C1", "10/06/2019", "10/08/2019", RNE="P", PLACE="K2"),
    ]
    counted = count((YEAR, rows))
    assert figure(counted, "2019-06") == (1, 0, 0)
    assert figure(counted, "2019-06", "placement", "residential")[0] == 1
    assert figure(counted, "2019-08", "destination", "home")[2] == 1


def test_short_breaks_are_left_out_unless_wanted() -> None:
    rows = [episode("C1", "10/04/2019", LS="V4"), episode("C2", "10/04/2019")]
    assert figure(count((YEAR, rows)), "2019-04") == (1, 1, 0)
    assert figure(count((YEAR, rows), with_short_breaks=True), "2019-04") == (2, 2, 0)


def test_a_move_from_short_breaks_into_care_is_told_where_the_count_does_not_reconcile() -> None:
    rows = [
        episode("C1", "10/04/2019", "10/06/2019", LS="V4", REC="X1"),
        episode("C1", "10/06/2019", RNE="L"),
    ]
    counted = count((YEAR, rows))
    (odd,) = counted.differences
    assert (odd.month, odd.difference, odd.why) == (date(2019, 6, 1), 1, {"came from short breaks": 1})
    assert figure(counted, "2019-06", "reconciliation", "came from short breaks")[1] == 1
    told = " ".join(notes(counted))
    assert "In 11 of 12 months" in told
    assert "Jun 2019 (+1)" in told
    assert "+1 came from short breaks" in told
    assert "In every month" in " ".join(notes(count((YEAR, rows), with_short_breaks=True)))


def test_the_year_before_the_first_is_compared_with_too() -> None:
    rows = [episode("C1", "10/04/2015", "20/04/2019"), episode("C2", "01/04/2019")]
    counted = count((YEAR, rows))
    assert figure(counted, "2019-04") == (1, 1, 1)
    assert not counted.differences


def test_merging_takes_the_last_record_of_each_start() -> None:
    old = [episode("C1", "10/05/2018"), episode("C2", "01/06/2018", "01/02/2019")]
    new = [episode("C1", "10/05/2018", "10/09/2019", LS="V2"), episode("C1", "10/09/2019", RNE="P", PLACE="K2")]
    counted = count((YEAR, new), ("2018-episodes.csv", old))
    assert (counted.joined, counted.deduplicated, counted.children) == (4, 3, 2)
    assert figure(counted, "2018-12", "legal_status", "section 20")[0] == 1
    assert figure(counted, "2019-12", "placement", "residential")[0] == 1


def test_a_child_left_open_in_an_old_return_counts_until_it_is_ended() -> None:
    old = [episode("C1", "10/05/2018")]
    new = [episode("C2", "10/05/2019")]
    left = count((YEAR, new), ("2018-episodes.csv", old))
    ended = count((YEAR, new), ("2018-episodes.csv", old), close_lost=True)
    assert left.lost == ended.lost == 1
    assert figure(left, "2020-03")[0] == 2
    assert [figure(ended, month)[0] for month in ("2019-02", "2019-03", "2020-03")] == [1, 0, 1]
    assert ended.differences[0].why == {"not in later returns, ended by choice": -1}
    assert "1 child was left open" in " ".join(notes(left))


def test_three_placements_in_a_year() -> None:
    rows = [
        episode("C1", "10/04/2018", "10/06/2018", REC="X1"),
        episode("C1", "10/06/2018", "10/07/2018", RNE="P", PLACE="K2", REC="X1"),
        episode("C1", "10/07/2018", "10/08/2018", RNE="T", PLACE="A5", REC="X1"),
        episode("C1", "10/08/2018", RNE="B", PLACE="U5"),
    ]
    later = [episode("C1", "10/08/2018", RNE="B", PLACE="U5")]
    counted = count(("2018-episodes.csv", rows), (YEAR, later))

    names = ("one", "two", "three or more", "not known")

    def number(month: str) -> str:
        return next(name for name in names if figure(counted, month, "placements_in_year", name)[0])

    assert [number(month) for month in ("2019-02", "2019-03", "2019-06", "2019-07", "2019-08")] == [
        "not known",
        "three or more",
        "two",
        "two",
        "one",
    ]


def test_population_gives_a_rate() -> None:
    counted = count((YEAR, [episode("C1", "10/04/2019")]), population=3000)
    numbers = day_in_numbers(counted, date(2019, 5, 1))
    assert (numbers["population_0_17"], numbers["rate_per_10000"]) == (3000, 3.3)
    assert "3.3 per 10,000" in " ".join(notes(counted))
    by_month = count((YEAR, [episode()]), population={(2019 - 1970) * 12 + 9: 5000})
    known = by_month.months[by_month.months["breakdown"] == "all"].set_index("month")["population_0_17"]
    assert known.isna().sum() == 6
    assert known[date(2019, 10, 1)] == known[date(2020, 3, 1)] == 5000


def placements_on(day: date, *rows: dict[str, str]) -> str:
    numbers = day_in_numbers(count(("2018-episodes.csv", rows), (YEAR, rows[-1:])), day)
    (name,) = [name for name, size in numbers["by_placements_in_year"].items() if size]
    return name


def moved(on: str, to: str = "U5", **changes: str) -> list[dict[str, str]]:
    return [episode("C1", "10/04/2018", on, REC="X1"), episode("C1", on, RNE="P", PLACE=to, **changes)]


def test_a_placement_counts_for_twelve_months_after_its_last_day() -> None:
    assert placements_on(date(2020, 3, 31), *moved("02/04/2019")) == "two"  # its last day is 1 April 2019
    assert placements_on(date(2020, 3, 31), *moved("01/04/2019")) == "one"


def test_a_temporary_placement_and_the_return_from_it_are_no_moves() -> None:
    away = moved("10/02/2019", "T1", DEC="20/02/2019", REC="X1")
    assert placements_on(date(2019, 3, 31), *away, episode("C1", "20/02/2019", RNE="P", PLACE="U4")) == "one"
    assert placements_on(date(2019, 3, 31), *away, episode("C1", "20/02/2019", RNE="P", PLACE="U6")) == "two"
    left = moved("10/02/2019", "T1", DEC="20/02/2019", REC="E4A")
    assert placements_on(date(2019, 3, 31), *left, episode("C1", "22/02/2019", PLACE="U4")) == "two"


def test_how_long_those_who_left_were_looked_after() -> None:
    rows = [
        episode("C1", "10/05/2012", "01/08/2019", RNE="L"),
        episode("C2", "10/05/2018", "01/08/2019", RNE="L"),
        episode("C3", "01/02/2019", "01/08/2019"),
    ]
    counted = count((YEAR, rows))
    assert figure(counted, "2019-08", "time_looked_after", "5 years and over")[2] == 1
    assert figure(counted, "2019-08", "time_looked_after", "not known")[2] == 1
    assert figure(counted, "2019-08", "time_looked_after", "6 months to 1 year")[2] == 1
    assert figure(counted, "2019-07", "time_looked_after", "under 6 months")[0] == 1
