"""A table of grades as people bring it: read, or refused in a sentence that says where and never what."""

import math
from pathlib import Path

import openpyxl
import pytest

from mwm.errors import IntakeError
from mwm.intake.agreement_table import MAX_GRADERS, AgreementTable, read_agreement_table
from mwm.intake.reading import read_bytes, read_file


def table(text: str, *, words_allowed: bool = False) -> AgreementTable:
    return read_agreement_table(read_bytes(text.encode(), name="grades.csv"), words_allowed=words_allowed)


def numbers(found: AgreementTable) -> list[list[float | None]]:
    return [[None if math.isnan(value) else value for value in row] for row in found.rows]


def test_units_in_rows_and_graders_in_columns() -> None:
    found = table("A,B,C\n1,2,3\n4,,5\n,,\n2,2,2\n")
    assert found.graders == ("A", "B", "C")
    assert numbers(found) == [[1, 2, 3], [4, None, 5], [2, 2, 2]]
    assert (found.words, found.notes) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffA;B\r\n3,5;4\r\n\r\n2;−1,25\r\n",
        "A\tB\n3.5\t4\n2\t-1.25\n",
        '"A","B"\n"3,5","4"\n2,"-1,25"\n',
        "A;B\n3,50;+4,0\n2.0;-1,25\n",
    ],
)
def test_commas_semicolons_tabs_and_minus_signs(text: str) -> None:
    assert numbers(table(text)) == [[3.5, 4], [2, -1.25]]


def test_a_comma_before_three_digits_is_one_of_thousands_unless_another_is_not() -> None:
    assert numbers(table("A;B\n1,284;2\n")) == [[1284, 2]]
    assert numbers(table("A;B\n1,284;2,5\n")) == [[1.284, 2.5]]
    assert numbers(table("A;B\n0,125;2\n")) == [[0.125, 2]]


@pytest.mark.parametrize("mark", ["NA", "n/a", "NaN", "null", ".", "*", "-", "–"])
def test_marks_of_a_missing_grade_are_blank_and_said(mark: str) -> None:
    found = table(f"A,B\n1,{mark}\n2,2\n")
    assert numbers(found) == [[1, None], [2, 2]]
    assert "1 cell holds a mark" in found.notes[0]


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("unit", "1,2,3"),
        ("Observation ID", "7,7,9"),
        ("obs_no", "1,2,3"),
        ("Subject", "1,2,3"),
        ("Unnamed: 0", "0,1,2"),
        ("whatever", "S1,S2,S3"),
        ("Tape", "a,b,3"),
    ],
)
def test_a_first_column_that_names_the_units_is_left_out_and_said(heading: str, names: str) -> None:
    rows = [f"{name},{grade},{grade}" for name, grade in zip(names.split(","), (1, 2, 3), strict=True)]
    found = table("\n".join([f"{heading},A,B", *rows]))
    assert found.graders == ("A", "B")
    assert heading in found.notes[0]
    assert ("more than once" in " ".join(found.notes)) == (names == "7,7,9")


def test_a_first_column_of_numbers_stays_unless_its_heading_says_otherwise() -> None:
    found = table("A,B\n1,1\n2,3\n3,3\n4,3\n5,2\n")
    assert found.graders == ("A", "B")
    assert "counts 1, 2, 3" in found.notes[0]
    assert table("Judge 1,Judge 2\n1,1\n5,3\n").graders == ("Judge 1", "Judge 2")
    assert table("rater1_score,rater2_score\n1,1\n5,3\n").graders == ("rater1_score", "rater2_score")


def test_words_are_coded_where_they_are_allowed() -> None:
    found = table("A,B\nyes,No\nYes ,no\n,partly\nyes,no\n", words_allowed=True)
    assert found.words == ("No", "partly", "yes")
    assert numbers(found) == [[2, 0], [2, 0], [None, 1], [2, 0]]
    assert "2 spellings" in found.notes[0]
    mixed = table("A,B\n1,none\n1.0,2\n", words_allowed=True)
    assert mixed.words == ("1", "2", "none")
    assert table("A,B\n1,2\n1,2\n", words_allowed=True).words == ()


def test_a_first_column_of_different_words_that_stand_nowhere_else_names_the_units() -> None:
    assert table("tape,A,B\nx,yes,no\ny,no,no\nz,yes,yes\n", words_allowed=True).graders == ("A", "B")
    assert table("A,B,C\nno,yes,no\nyes,no,no\n", words_allowed=True).graders == ("A", "B", "C")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A,B\n1,2\n2,Jane Roe\n", ["row 3", "column B", "text of 8 characters", "--level nominal"]),
        ("A,B\n1,2\nx,y\nz,3\n2,q\n", ["row 3", "row 4", "and 1 more cell"]),
        ("A,B\n1,2025-04-01\n", ["row 2", "a date"]),
        ("A,B\n1,1e400\n", ["row 2", "column B"]),
        ("A,B\n1,inf\n", ["row 2", "column B"]),
        ("unit,A\nu1,\nu2,\n", ["no grade in this file"]),
        ("A,B\n,\n,\n", ["no rows"]),
        ("9,2,5,8\n6,1,3,2\n", ["first row holds numbers", "headings"]),
        ("unit,grader,grade\nu1,7,3\nu1,8,4\n", ["one row for each grade"]),
        ("A,B\n1,2,3\n1,2\n", ["row 2", "3 cells"]),
        ("A,A\n1,2\n", ["both have"]),
        (",".join(f"G{n}" for n in range(200)) + "\n" + ",".join("1" * 200) + "\n", ["turn the table"]),
        ("", ["empty"]),
    ],
)
def test_what_is_no_such_table_is_refused_in_a_sentence(text: str, words: list[str]) -> None:
    with pytest.raises(IntakeError) as caught:
        table(text)
    for word in words:
        assert word in str(caught.value)
    assert "Roe" not in str(caught.value)
    assert caught.value.mend


def test_words_without_headings_are_refused() -> None:
    with pytest.raises(IntakeError, match="grades and not headings"):
        table("no,yes\nyes,yes\nno,no\n", words_allowed=True)


def test_headings_that_are_numbers_are_taken_and_said() -> None:
    found = table("1,2,3\n4,5,4\n3,3,2\n")
    assert found.graders == ("1", "2", "3")
    assert "though they are numbers" in found.notes[0]


def test_what_is_left_out_or_looks_odd_is_said() -> None:
    found = table("unit,A,B,C\nu1,1,,2\nu2,,,\nu3,2,,2\n")
    assert "1 column has no grade" in " ".join(found.notes)
    assert "1 row has no grade" in " ".join(found.notes)
    wide = table(",".join(f"G{n}" for n in range(MAX_GRADERS)) + "\n" + ",".join("2" * MAX_GRADERS) + "\n")
    assert "more graders than units" in wide.notes[-1]


def test_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["unit", "A", "B"], ["u1", 3, 3.5], ["u2", None, 2], ["u3", 1, 1]):
        book.active.append(row)
    book.save(tmp_path / "grades.xlsx")
    found = read_agreement_table(read_file(tmp_path / "grades.xlsx"))
    assert found.graders == ("A", "B")
    assert numbers(found) == [[3, 3.5], [None, 2], [1, 1]]
