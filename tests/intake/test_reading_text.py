"""CSV and TSV files: characters, delimiters, rows and their numbers."""

from __future__ import annotations

import csv
import hashlib
import io
import string
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mwm.errors import IntakeError
from mwm.intake import text_files
from mwm.intake.problems import EXAMPLE_MARK
from mwm.intake.reading import FileRows, read_file

HEADINGS = "id,observed_on,note\n"


@pytest.fixture
def read(tmp_path: Path):
    def read_content(content: bytes | str, **options) -> FileRows:
        path = tmp_path / "made up.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_file(path, **options)

    return read_content


@pytest.fixture
def refusal(read):
    def refusal_of(content: bytes | str) -> IntakeError:
        with pytest.raises(IntakeError) as caught:
            read(content)
        assert "made up.csv" in str(caught.value)
        assert caught.value.mend
        return caught.value

    return refusal_of


def cells(rows: FileRows) -> list[tuple]:
    return [tuple(row.values()) for row in rows.rows.to_pylist()]


def test_headings_rows_numbers_and_digest(read):
    content = b"id , observed_on,note\na,2025-04-01, x \n\nb,,\n"
    rows = read(content)
    assert rows.headings == ("id", "observed_on", "note")
    assert rows.rows.column_names == ["row_number", "c0", "c1", "c2"]
    assert [str(field.type) for field in rows.rows.schema] == ["int64", "string", "string", "string"]
    assert cells(rows) == [(2, "a", "2025-04-01", "x"), (4, "b", None, None)]
    assert (rows.name, rows.size, rows.sha256) == ("made up.csv", len(content), hashlib.sha256(content).hexdigest())
    assert rows.notes == ()
    assert rows.problems == ()


def test_name_that_a_person_chose(read):
    assert read(HEADINGS + "a,b,c\n", name="April.csv").name == "April.csv"


TEXT = "id,observed_on,note\na,2025-04-01,Zoë – café “ok”\n"


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (TEXT.encode(), None),
        (TEXT.encode("utf-8-sig"), None),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        (TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (TEXT.replace("\n", "\r\n").encode(), None),
        (TEXT.replace("\n", "\r").encode(), None),
        (TEXT.rstrip("\n").encode(), None),
        (TEXT.encode() + b"\r\n\r\n\x1a", None),
    ],
    ids=["utf-8", "bom", "utf-16-le", "utf-16-be", "le-bare", "be-bare", "1252", "crlf", "cr", "no-end", "ctrl-z"],
)
def test_every_encoding_gives_the_same_rows(read, content, note):
    rows = read(content)
    assert rows.headings == ("id", "observed_on", "note")
    assert cells(rows) == [(2, "a", "2025-04-01", "Zoë – café “ok”")]
    assert [note in said for said in rows.notes] == ([True] if note else [])


def test_valid_utf8_is_never_taken_for_windows_1252(read):
    # Each of these bytes is a letter in Windows-1252 too.
    assert cells(read("id,note\na,Ã©Ã¨\n"))[0][2] == "Ã©Ã¨"


def test_encoding_of_a_character_that_straddles_two_pieces(read, monkeypatch):
    monkeypatch.setattr(text_files, "_PIECE", 10)
    content = "id,note\n" + "".join(f"{number},é€😀{'x' * (number % 7)}\n" for number in range(50))
    assert cells(read(content)) == cells(read(content.encode("utf-16")))


def test_bytes_that_no_encoding_has_are_refused_with_their_row(refusal):
    error = refusal(b"id,note\na,b\nc,caf\xe9 \x81\n")
    assert "Windows-1252" in error.what
    assert error.where.endswith("row 3")


def test_a_damaged_utf8_file_is_not_taken_for_windows_1252(refusal):
    content = "id,note\n" + "a,é ü\n" * 5
    error = refusal(content.encode() + b"b,\xe9\n")
    assert "UTF-8" in error.what
    assert error.where.endswith("row 7")


def test_utf16_cut_in_the_middle_of_a_character_is_refused(refusal):
    error = refusal(b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1])
    assert "damaged" in error.what


def test_nul_bytes_are_refused(refusal):
    error = refusal(HEADINGS + "a,b,c\nd,\0e,f\n")
    assert "NUL" in error.what
    assert error.where.endswith("row 3")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(read, delimiter):
    rows = read(f"id{delimiter}observed_on{delimiter}note\na{delimiter}3{delimiter}x\nb{delimiter}4{delimiter}y\n")
    assert rows.headings == ("id", "observed_on", "note")
    assert cells(rows) == [(2, "a", "3", "x"), (3, "b", "4", "y")]


def test_semicolons_beside_decimal_commas_and_commas_in_notes(read):
    rows = read("id;hours;note\na;1,5;one, two, three\nb;2,5;four, five, six\n")
    assert cells(rows) == [(2, "a", "1,5", "one, two, three"), (3, "b", "2,5", "four, five, six")]


def test_commas_beside_semicolons_in_notes(read):
    assert cells(read("id,note\na,x; y; z\nb,u; v; w\n")) == [(2, "a", "x; y; z"), (3, "b", "u; v; w")]


def test_delimiter_announced_as_excel_does(read):
    assert cells(read("sep=;\r\nid;note\r\na;b,c\r\n")) == [(2, "a", "b,c")]


def test_one_column(read):
    assert cells(read("id\na\n\nb\n")) == [(2, "a"), (4, "b")]


def test_quoted_delimiters_quotation_marks_and_line_ends(read):
    rows = read('id,note\r\na,"one\r\ntwo"\r\n"b","say ""hi"", then go"\r\nc,5" nail\r\n')
    assert cells(rows) == [(2, "a", "one\ntwo"), (3, "b", 'say "hi", then go'), (4, "c", '5" nail')]


def test_blank_lines_and_empty_rows_are_left_out_and_counted(read):
    rows = read("\n\nid,note\n\na,b\n,\n \t \nc,d\n" + ",\n" * 1000)
    assert rows.headings == ("id", "note")
    assert cells(rows) == [(5, "a", "b"), (8, "c", "d")]
    assert rows.problems == ()


def test_cells_that_begin_like_formulas_stay_texts(read):
    texts = ["=1+1", "+44", "-1", "@me", '="007"']
    assert [row[1] for row in cells(read("id,n\n" + "".join(f"{text},x\n" for text in texts)))] == texts


def test_no_break_spaces_count_as_space(read):
    assert cells(read("id,note\n\u00a0a\u00a0,\u00a0\n")) == [(2, "a", None)]


def test_ragged_rows_are_problems_and_keep_their_cells_and_numbers(read):
    rows = read('id,note,end\na,b,c\nd,e\n\nf,"g\nh",i,j\nk,l,m\n')
    assert [(problem.row_number, problem.column, problem.code) for problem in rows.problems] == [
        (3, None, "ragged_row"),
        (5, None, "ragged_row"),
    ]
    assert [problem.value_shape for problem in rows.problems] == ["2 cells", "4 cells"]
    assert cells(rows) == [(2, "a", "b", "c"), (3, "d", "e", None), (5, "f", "g\nh", "i"), (6, "k", "l", "m")]


def test_empty_cells_at_the_end_of_rows_are_no_problem(read):
    rows = read("id,note\na,b,,\nc,d\ne,f,\n")
    assert rows.problems == ()
    assert cells(rows) == [(2, "a", "b"), (3, "c", "d"), (4, "e", "f")]
    assert rows.headings == ("id", "note")


def test_a_delimiter_at_the_end_of_every_row_hides_no_extra_cell(read):
    rows = read("id,note\n" + "a,b,\n" * 60 + "c,d,e\n" + "f,g,\n")
    assert [problem.row_number for problem in rows.problems] == [62]
    assert len(rows.rows) == 62
    assert rows.headings == ("id", "note")


def test_a_column_without_heading_is_left_out_with_a_note(read):
    rows = read(",id,,note,\n1,a,,b,x\n2,c,,d,\n")
    assert rows.headings == ("id", "note")
    assert cells(rows) == [(2, "a", "b"), (3, "c", "d")]
    assert [note.split(" has")[0] for note in rows.notes] == ["Column A", "Column E"]
    assert rows.problems == ()


def test_same_headings_are_refused_by_name_and_column(refusal):
    error = refusal("id,Team,note, team \na,b,c,d\n")
    assert "Columns B and D" in error.what
    assert "“team”" in error.what


def test_a_file_without_headings_does_not_show_its_data(refusal):
    error = refusal("W0001,2025-04-01,W0001\nW0002,2025-04-02,W0002\n")
    assert "W0001" not in str(error)
    assert "Columns A and C" in error.what


@pytest.mark.parametrize("content", ["", "\n\r\n", " \t ", "\ufeff", "\ufeff\n", ",,,\n,,\n"])
def test_empty_files_are_refused(refusal, content):
    assert "empty" in refusal(content).what


@pytest.mark.parametrize("content", ["id,note\n", "id,note", "id,note\n,\n\n", "id,note\nEXAMPLE-1,x\n"])
def test_headings_without_rows_are_refused(refusal, content):
    assert "no rows" in refusal(content).what


def test_example_rows_are_left_out_with_a_note(read):
    rows = read("id,note\nEXAMPLE-1,x\na,EXAMPLE\n")
    assert cells(rows) == [(3, "a", "EXAMPLE")]
    assert rows.notes == ("Row 2 is the template's example and was left out.",)


def test_too_many_columns_are_refused(refusal, read):
    def wide(count: int) -> str:
        return ",".join(f"h{number}" for number in range(count)) + "\n" + ",".join("x" * count) + "\n"

    assert len(read(wide(500)).headings) == 500
    assert "501 columns" in refusal(wide(501)).what


@pytest.mark.parametrize("rows_after", [0, 1, 3, 200_000])
def test_a_quotation_mark_that_is_never_closed_is_refused(refusal, rows_after):
    error = refusal('id,note,end\na,b,c\nd,"e,f\n' + "g,h,some more text here\n" * rows_after)
    assert "never closed" in error.what
    assert "row 3" in error.where or "after row 2" in error.where


def test_a_quotation_mark_in_the_headings_that_is_never_closed(refusal):
    assert "never closed" in refusal('id,"note\n' + "a,b\n" * 2_000_000).what


@pytest.mark.parametrize("usual", [0, 60], ids=["most rows are ragged", "few rows are ragged"])
def test_too_many_ragged_rows_refuse_the_file(refusal, monkeypatch, usual):
    monkeypatch.setattr(text_files, "MAX_RAGGED", 10)
    error = refusal("id,note\na,b\n" + "c,d,e\n" * 9 + "f,g\n" * usual + "h,i,j\n" * 2)
    assert "another number of cells" in error.what
    assert error.where.endswith("row 3")


def test_numbers_stay_right_over_many_blocks(read, monkeypatch):
    monkeypatch.setattr(text_files, "MAX_RECORD", 300)
    lines = ["id,note"]
    expected = []
    for number in range(2, 3000):
        if number % 97 == 0:
            lines.append("")
        elif number % 31 == 0:
            lines.append(f'{number},"one\ntwo"')
            expected.append((number, str(number), "one\ntwo"))
        elif number % 53 == 0:
            lines.append(f"{number},x,y")
            expected.append((number, str(number), "x"))
        else:
            lines.append(f"{number},")
            expected.append((number, str(number), None))
    rows = read("\n".join(lines) + "\n")
    assert cells(rows) == expected
    assert [problem.row_number for problem in rows.problems] == [
        number for number in range(2, 3000) if number % 53 == 0 and number % 97 and number % 31
    ]


def test_progress_ends_at_one_and_never_goes_beyond(read):
    said: list[tuple[str, float]] = []
    read(HEADINGS + "a,b,c\n" * 10, progress=lambda doing, share: said.append((doing, share)))
    assert said
    assert all(0 <= share <= 1 for _, share in said)
    assert said[-1][1] == 1


_text = st.text(st.sampled_from(string.ascii_letters + "0123456789 ,;\t\"'\n=é€😀-"), max_size=8)


@settings(max_examples=150, deadline=None)
@given(
    table=st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(_text, min_size=width, max_size=width), min_size=1, max_size=8)
    ),
    delimiter=st.sampled_from([",", ";", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
@example(table=[["", "0"], [EXAMPLE_MARK, ""]], delimiter=",", encoding="utf-8", line_end="\n")
def test_what_pythons_own_writer_writes_is_read_back(tmp_path_factory, table, delimiter, encoding, line_end):
    path = tmp_path_factory.mktemp("written") / "made up.csv"
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=line_end)
    writer.writerow([f"heading {number}" for number in range(len(table[0]))])
    writer.writerows(table)
    path.write_bytes(stream.getvalue().encode(encoding))
    expected = [
        (number, *(cell.strip() or None for cell in row))
        for number, row in enumerate(table, start=2)
        if any(cell.strip() for cell in row) and not row[0].strip().startswith(EXAMPLE_MARK)
    ]
    if not expected:
        with pytest.raises(IntakeError, match="no rows"):
            read_file(path)
        return
    assert cells(read_file(path)) == expected
