"""Each rule is broken by one made-up return and by no sound one; severe rules stop, the others are counted."""

from __future__ import annotations

from datetime import date

import pytest

from mwm.errors import IntakeError
from mwm.intake.returns import Counted, count_returns, notes
from mwm.intake.returns.findings import RULES
from tests.intake.returns.made import TODAY, birth, count, episode, figure, files

NAME = "2019-episodes.csv"
SOUND = [
    episode("C1", "10/05/2019", "01/08/2019", REC="X1"),
    episode("C1", "01/08/2019", RNE="P", PLACE="K2"),
    episode("C2", "02/06/2019", "12/06/2019", LS="V3"),
    episode("C3", "01/04/2018", RNE="L"),
]
E = episode

# rule → the rows that break it, and which of them (from 1) are to be named.
STOPPING: dict[str, tuple[list[dict[str, str]], list[int]]] = {
    "blank_child": ([E("")], [1]),
    "blank_start": ([E(start="")], [1]),
    "start_not_a_date": ([E(start="31/02/2019"), E("C2", "2019")], [1, 2]),
    "end_not_a_date": ([E(end="soon")], [1]),
    "end_before_start": ([E(start="10/05/2019", end="09/05/2019")], [1]),
    "start_before_birth": ([E("B1", "19/06/2010"), E("B1", "20/06/2010", RNE="P")], [1]),
    "start_in_future": ([E(start="02/10/2026")], [1]),
    "end_in_future": ([E(end="02/10/2026")], [1]),
    "start_before_1990": ([E(start="10/05/1919")], [1]),
    "unknown_start_code": ([E(RNE="Q"), E("C2", RNE="")], [1, 2]),
    "unknown_legal_status": ([E(LS="X9"), E("C2", LS="")], [1, 2]),
    "unknown_end_code": ([E(end="01/08/2019", REC="E99")], [1]),
}
TELLING: dict[str, tuple[list[dict[str, str]], list[int]]] = {
    "two_open_episodes": ([E(), E(start="01/08/2019", RNE="P")], [1, 2]),
    "open_then_new": ([E(), E(start="01/08/2019", end="01/09/2019", RNE="P")], [1]),
    "overlap": ([E(end="01/09/2019", REC="X1"), E(start="01/08/2019", RNE="P")], [2]),
    "duplicate": ([E(), E()], [2]),
    "reason_without_end": ([E(REC="E4A")], [1]),
    "end_without_reason": ([E(end="01/08/2019", REC="")], [1]),
    "continues_without_next": ([E(end="01/08/2019", REC="X1")], [1]),
    "ceased_but_continues": ([E(end="01/08/2019"), E(start="01/08/2019", RNE="P")], [1]),
    "starts_while_looked_after": ([E(end="01/08/2019", REC="X1"), E(start="01/08/2019")], [2]),
    "no_start_after_ceasing": ([E(end="01/08/2019"), E(start="05/08/2019", RNE="P")], [2]),
    "continues_after_gap": ([E(end="01/08/2019", REC="X1"), E(start="05/08/2019", RNE="L")], [2]),
    "first_without_start": ([E(RNE="P")], [1]),
    "shorter_than_a_day": ([E(end="10/05/2019")], [1]),
    "long_short_break": ([E(end="28/05/2019", LS="V3"), E("C2", "10/05/2019", "27/05/2019", LS="V3")], [1]),
    "two_kinds_of_short_break": (
        [E(end="12/05/2019", LS="V3"), E(start="01/06/2019", end="03/06/2019", LS="V4"), E("C2", LS="V4")],
        [1, 2],
    ),
    "placement_not_known": ([E(PLACE="K3"), E("C2", PLACE="??"), E("C3", PLACE="")], [1, 2, 3]),
    "need_not_known": ([E(CIN="N9"), E("C2", CIN="")], [1, 2]),
    "end_code_of_other_year": ([E(end="01/08/2019", REC="E43")], [1]),
}
NEVER_BROKEN_BY_CODES_SO_FAR = {"start_code_of_other_year", "legal_status_of_other_year"}  # these sets never changed
OF_HEADERS = {"birth_not_a_date", "birth_in_future", "birth_blank", "two_births"}


def places(counted: Counted, code: str) -> list[int]:
    return sorted(row - 1 for name, row in counted.findings.places.get(code, []) if name == NAME)


@pytest.mark.parametrize("code", STOPPING)
def test_a_row_that_cannot_be_right_stops_everything(code: str) -> None:
    rows, wrong = STOPPING[code]
    counted = count((NAME, [*rows, *SOUND]), ("2019-header.csv", [birth("B1", "20/06/2010")]))
    assert places(counted, code) == wrong
    assert counted.is_stopped
    problems = counted.findings.problems(10)
    assert [problem.row_number - 1 for problem in problems if problem.code == code] == wrong
    rule = RULES[code]
    assert all(problem.column == rule.column and problem.message.startswith(NAME) for problem in problems)
    assert all(f"[DfE rule {rule.number}]" in problem.message for problem in problems if rule.number)


@pytest.mark.parametrize("code", STOPPING)
def test_or_is_left_out_by_choice_with_a_count(code: str) -> None:
    rows, wrong = STOPPING[code]
    counted = count((NAME, [*rows, *SOUND]), ("h.csv", [birth("B1", "20/06/2010")]), accept_good_rows=True)
    assert not counted.is_stopped
    assert counted.rows_left_out == len(wrong)
    assert counted.joined == len(rows) + len(SOUND) - len(wrong)
    assert any(f"{len(wrong)} row" in note and "left out" in note for note in notes(counted))


@pytest.mark.parametrize("code", TELLING)
def test_what_is_odd_is_counted_and_told(code: str) -> None:
    rows, odd = TELLING[code]
    counted = count((NAME, rows))
    assert places(counted, code) == odd
    assert not counted.is_stopped
    (note,) = [note for note in counted.findings.warnings() if _says(note, code)]
    assert note.startswith(f"{len(odd)} row")
    assert NAME in note
    if RULES[code].number:
        assert f"[DfE rule {RULES[code].number}]" in note


def _says(note: str, code: str) -> bool:
    return RULES[code].many.split(" ", 1)[1] in note


def test_a_sound_return_breaks_no_rule() -> None:
    counted = count((NAME, SOUND), ("2019-header.csv", [birth(f"C{number}") for number in (1, 2, 3)]))
    assert counted.findings.places == {}
    assert not counted.differences


def test_every_rule_is_tried_here() -> None:
    assert set(RULES) == STOPPING.keys() | TELLING.keys() | NEVER_BROKEN_BY_CODES_SO_FAR | OF_HEADERS


@pytest.mark.parametrize(
    ("rows", "code", "stops"),
    [
        ([birth(day="31/02/2010")], "birth_not_a_date", True),
        ([birth(day="02/10/2026")], "birth_in_future", True),
        ([birth(day="")], "birth_blank", False),
        ([birth(day="01/02/2009"), birth(day="01/02/2010")], "two_births", False),
    ],
)
def test_headers(rows: list[dict[str, str]], code: str, stops: bool) -> None:
    counted = count((NAME, [episode()]), ("2019-header.csv", rows))
    assert counted.findings.places[code] == [("2019-header.csv", 2)]
    assert counted.is_stopped == stops


def test_the_newest_date_of_birth_counts() -> None:
    old, new = [birth(day="01/02/2001")], [birth(day="01/02/2010")]
    parts = ((NAME, [episode()]), ("2019-header.csv", new), ("2018-header.csv", old))
    counted = count(*parts)
    assert figure(counted, "2020-03", "age_band", "10 to 15")[0] == 1


def test_a_row_that_could_not_be_read_whole_stops_too() -> None:
    text = b"CHILD,DECOM,RNE,LS,CIN,PLACE,DEC,REC\nC1,10/05/2019,S,C2,N1,U4,,\nC2,10/05/2019,S,C2\n"
    counted = count((NAME, text))
    assert counted.is_stopped
    assert [(problem.row_number, problem.code) for problem in counted.findings.problems(9)] == [(3, "ragged_row")]
    accepted = count((NAME, text), accept_good_rows=True)
    assert (accepted.joined, accepted.rows_left_out) == (1, 1)


def test_two_open_episodes_count_as_one_child_and_the_newer_placement() -> None:
    counted = count((NAME, [E(), E(start="01/08/2019", RNE="P", PLACE="K2")]))
    assert figure(counted, "2019-07", "placement", "fostering")[0] == 1
    assert figure(counted, "2019-08")[0] == figure(counted, "2019-08", "placement", "residential")[0] == 1
    assert any("two or more open episodes" in note for note in notes(counted))


def test_codes_of_another_years_list_are_told_and_still_counted() -> None:
    counted = count((NAME, [E(PLACE="K3")]))
    assert figure(counted, "2019-06", "placement", "supported")[0] == 1
    assert any("placement" in note and "not used that year" in note for note in counted.findings.warnings())
    assert not count(("2025-episodes.csv", [E(start="10/05/2025", PLACE="K3")])).findings.places


# --- whole files ---


def test_dates_in_american_order_are_refused_in_one_sentence() -> None:
    rows = [E(start="05/13/2019"), E("C2", "06/01/2019", "07/14/2019"), E("C3", "02/03/2019")]
    with pytest.raises(IntakeError, match="month first") as refused:
        count((NAME, rows))
    assert refused.value.where == NAME
    with pytest.raises(IntakeError, match="month first"):
        count((NAME, SOUND), ("2019-header.csv", [birth(day="05/13/2010")]))


def test_one_date_with_the_month_first_among_others_is_a_fault_of_its_row() -> None:
    counted = count((NAME, [*SOUND, E("C8", "28/05/2019"), E("C9", "05/13/2019")]))
    assert places(counted, "start_not_a_date") == [len(SOUND) + 2]


def test_two_files_for_the_same_year_are_refused() -> None:
    with pytest.raises(IntakeError, match="same year, 2019/20"):
        count((NAME, SOUND), ("2019-20 episodes corrected.csv", SOUND[:2]))


def test_the_same_file_given_twice_counts_once() -> None:
    counted = count((NAME, SOUND), ("copy of 2019-episodes.csv", SOUND))
    assert counted.joined == len(SOUND)
    assert any("given twice" in note for note in notes(counted))


def test_a_child_is_the_same_in_capitals_and_as_a_spreadsheets_number() -> None:
    parts = ((NAME, [E("ab4711"), E("5")]), ("2019-header.csv", [birth("AB4711"), birth("5.0")]))
    counted = count(*parts)
    assert (counted.children, counted.without_header) == (2, 0)


def test_nothing_good_left() -> None:
    counted = count((NAME, [E(start="?")]), accept_good_rows=True)
    assert counted.is_stopped


def test_a_fault_of_the_program_tells_its_kind_and_place_but_no_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("CHILD-SECRET-4711")

    monkeypatch.setattr("mwm.intake.returns.counted.merge", broken)
    with pytest.raises(IntakeError, match="KeyError") as refused:
        count_returns(files((NAME, SOUND)), today=TODAY)
    assert "SECRET" not in str(refused.value)
    assert refused.value.__context__ is None
    assert refused.value.__cause__ is None


# --- coverage ---


def test_a_missing_year_between_two_is_told_and_not_counted() -> None:
    later = [E("C1", "10/05/2019", "01/06/2021")]
    counted = count((NAME, SOUND), ("2021-episodes.csv", later))
    assert len(counted.coverage.months) == 24
    assert counted.coverage.notes == ("There is no return for 2020/21: its twelve months are not counted.",)


def test_a_year_that_is_not_over_is_counted_up_to_its_last_whole_month() -> None:
    rows = [E("C1", "10/04/2026"), E("C2", "28/06/2026"), E("C3", "20/08/2026")]
    counted = count(("2026-episodes.csv", rows), today=date(2026, 9, 3))
    assert [figure(counted, month)[0] for month in ("2026-04", "2026-06", "2026-07")] == [1, 2, 2]
    assert len(counted.coverage.months) == 4
    assert "counted up to July 2026" in counted.coverage.notes[0]
    whole = count(("2026-episodes.csv", [*rows, E("C4", "30/08/2026")]), today=date(2026, 9, 3))
    assert len(whole.coverage.months) == 5


def test_a_busy_return_that_falls_silent_ended_before_its_year() -> None:
    busy = [E(f"C{month}{day}", f"{day:02d}/{month:02d}/2019") for month in range(4, 10) for day in range(5, 23)]
    assert len(count((NAME, busy)).coverage.months) == 5
    assert len(count((NAME, SOUND)).coverage.months) == 12


def test_a_file_without_a_year_in_its_name_takes_it_from_the_dates() -> None:
    counted = count(("episodes.csv", SOUND))
    assert counted.years == [2019]
    assert any("from the dates inside: 2019/20 (episodes.csv)" in note for note in notes(counted))
