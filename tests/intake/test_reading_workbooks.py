"""XLSX workbooks: sheets, values, formulas, and workbooks made to do harm."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import struct
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from mwm.errors import IntakeError
from mwm.intake import archives, shared_texts
from mwm.intake.reading import FileRows, read_file

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def read(tmp_path: Path):
    def read_content(made: Workbook | bytes, **options) -> FileRows:
        path = tmp_path / "made up.xlsx"
        if isinstance(made, bytes):
            path.write_bytes(made)
        else:
            made.save(path)
        return read_file(path, **options)

    return read_content


@pytest.fixture
def refusal(read):
    def refusal_of(made: Workbook | bytes) -> IntakeError:
        with pytest.raises(IntakeError, match=r"made up\.xlsx") as caught:
            read(made)
        assert caught.value.mend
        return caught.value

    return refusal_of


def sheet_of(rows: list[list], title: str = "Sheet") -> Workbook:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def content_of(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_parts(changed: dict[str, bytes], book: Workbook | None = None) -> bytes:
    """A workbook with some of its parts replaced or added."""
    stream = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(content_of(book or sheet_of([["id", "note"], ["a", "b"]]))))
    with source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in changed:
                target.writestr(name, source.read(name))
        for name, content in changed.items():
            target.writestr(name, content)
    return stream.getvalue()


def with_sheet(body: str, start: str = "") -> bytes:
    """A workbook whose only sheet has this for its rows."""
    xml = f'{start}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'
    return with_parts({"xl/worksheets/sheet1.xml": xml.encode()})


def cells(rows: FileRows) -> list[tuple]:
    return [tuple(row.values()) for row in rows.rows.to_pylist()]


HEADING_ROW = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>n</t></is></c></row>'
)


def test_every_type_of_value_becomes_its_text(read):
    values = [
        (" a ", "a"),
        ("007", "007"),
        (3.0, "3"),
        (3, "3"),
        (-1, "-1"),
        (3.5, "3.5"),
        (0.1 + 0.2, "0.3"),
        (12345678901, "12345678901"),
        (True, "TRUE"),
        (False, "FALSE"),
        (1, "1"),
        (0, "0"),
        (dt.date(2025, 4, 17), "2025-04-17"),
        (dt.datetime(2025, 4, 17), "2025-04-17"),
        (dt.datetime(2025, 4, 17, 9, 30), "2025-04-17 09:30:00"),
        (dt.time(9, 30), "09:30:00"),
        (dt.timedelta(hours=30), "30:00:00"),
        (None, None),
        ("  ", None),
        ("one\ntwo", "one\ntwo"),
        ("Zoë 😀", "Zoë 😀"),
    ]
    rows = read(sheet_of([["id", "value"], *[[f"r{number}", value] for number, (value, _) in enumerate(values)]]))
    assert rows.headings == ("id", "value")
    assert [row[2] for row in cells(rows)] == [text for _, text in values]
    assert [str(field.type) for field in rows.rows.schema] == ["int64", "string", "string"]
    assert rows.notes == ()
    assert rows.problems == ()


def test_dates_of_a_workbook_that_counts_from_1904(read):
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["id", "on"])
    book.active.append(["a", dt.date(2025, 4, 17)])
    assert cells(read(book)) == [(2, "a", "2025-04-17")]


def test_rows_have_the_numbers_that_the_sheet_shows(read):
    book = Workbook()
    for place, value in {"C3": "id", "D3": "note", "C5": "a", "D5": "b", "C9": "c"}.items():
        book.active[place] = value
    assert cells(read(book)) == [(5, "a", "b"), (9, "c", None)]
    assert read(book).headings == ("id", "note")


def test_columns_without_heading(read):
    book = sheet_of([[None, "id", None, "note"], [1, "a", None, "b", "beyond"], [2, "c", None, None]])
    rows = read(book)
    assert rows.headings == ("id", "note")
    assert cells(rows) == [(2, "a", "b"), (3, "c", None)]
    assert [note.split(" has")[0] for note in rows.notes] == ["Column A", "Column E"]


def test_the_sheet_with_rows_is_found(read):
    book = sheet_of([["Read this first"], ["…"]], "Instructions")
    book.create_sheet("Lists").append(["live"])
    hidden = book.create_sheet("Old")
    hidden.append(["hidden"])
    hidden.append(["x"])
    hidden.sheet_state = "veryHidden"
    book.create_sheet("Empty")
    data = book.create_sheet("W0001 Jo Bloggs")
    data.append(["id"])
    data.append(["a"])
    book.create_sheet("Later").append(["other"])
    rows = read(book)
    assert cells(rows) == [(2, "a")]
    # A sheet may be named after a worker.
    assert rows.notes == ("Read from sheet 3 of 4; the others were not read.",)


def test_a_preferred_sheet_is_taken(read):
    book = sheet_of([["other"], ["x"]])
    for row in (["id"], ["a"]):
        if "Looked after" not in book.sheetnames:
            book.create_sheet("Looked after")
        book["Looked after"].append(row)
    rows = read(book, sheets={"looked_after"})
    assert cells(rows) == [(2, "a")]
    assert rows.notes == ("Read from sheet 2 of 2 (“Looked after”); the others were not read.",)


def test_a_workbook_with_only_hidden_or_empty_sheets_is_empty(refusal):
    book = sheet_of([["how to"]], "Instructions")
    book.create_sheet("Empty")
    hidden = book.create_sheet("Old")
    hidden.append(["id"])
    hidden.append(["a"])
    hidden.sheet_state = "hidden"
    assert "empty" in refusal(book).what


def test_only_headings(refusal):
    assert "no rows" in refusal(sheet_of([["id", "note"]])).what


def test_same_headings(refusal):
    assert "Columns A and C" in refusal(sheet_of([["team", "id", "Team"], ["a", "b", "c"]])).what


def with_shared_texts(texts: list[str], references: list[int]) -> bytes:
    """A workbook whose cells A1, A2, … refer to shared texts, as Excel writes them."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Target="worksheets/sheet1.xml" Type="{kind}/worksheet"/>'
        f'<Relationship Id="rId2" Target="sharedStrings.xml" Type="{kind}/sharedStrings"/></Relationships>'
    )
    items = "".join(f"<si>{text}</si>" for text in texts)
    body = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{number}</v></c></row>'
        for row, number in enumerate(references, start=1)
    )
    return with_parts(
        {
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{items}</sst>'.encode(),
            "xl/_rels/workbook.xml.rels": links.encode(),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'.encode(),
        }
    )


def test_shared_texts_are_read(read):
    texts = ["<t>id</t>", '<r><t xml:space="preserve">a </t></r><r><t>b</t></r>']
    assert cells(read(with_shared_texts(texts, [0, 1]))) == [(2, "a b")]


def test_a_text_that_is_repeated_too_often_is_refused(refusal):
    # 100 KB that would ask for 20 GB, and end the program.
    error = refusal(with_shared_texts(["<t>id</t>", f"<t>{'a' * 1_000_000}</t>"], [0] + [1] * 20_000))
    assert "texts in this workbook" in error.what


@pytest.mark.parametrize("piece", [64, 700, 1024 * 1024])
def test_repeated_texts_are_counted_exactly(read, refusal, monkeypatch, piece):
    monkeypatch.setattr(archives, "_PIECE", piece)
    monkeypatch.setattr(shared_texts, "_OVERLAP", 60)
    monkeypatch.setattr(shared_texts, "MAX_TEXT", 20_000)
    long = f"<t>{'x' * 5_000}</t>"
    assert len(read(with_shared_texts(["<t>id</t>", long, "<t>a</t>"], [0, 1, *[2] * 100])).rows) == 101
    assert "texts in this workbook" in refusal(with_shared_texts(["<t>id</t>", long], [0, 1, 1, 1, 1])).what


# Formulas and errors


def test_a_formula_is_a_problem_with_its_row_and_column(read):
    rows = read(sheet_of([["id", "grade", "note"], ["a", 3, "x"], ["b", "=1+2", "y"], ["c", 4, "=B2"]]))
    assert [(p.row_number, p.column, p.code, p.value_shape) for p in rows.problems] == [
        (3, "grade", "formula_cell", "formula"),
        (4, "note", "formula_cell", "formula"),
    ]
    assert all(problem.message and problem.mend for problem in rows.problems)
    assert len(rows.rows) == 3


def test_a_formula_keeps_the_value_that_was_saved_with_it(read):
    rows = read(with_sheet(HEADING_ROW + '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><v>5</v></c></row>'))
    assert cells(rows) == [(2, "2", "5")]
    assert [problem.column for problem in rows.problems] == ["id"]


def test_rows_of_nothing_but_formulas_without_values_are_not_lost(read):
    rows = read(sheet_of([["id", "n"], ["a", 1], ["=A2", "=B2"], [None, None], ["=A3", None]]))
    assert cells(rows) == [(2, "a", "1"), (3, None, None), (5, None, None)]
    assert [(p.row_number, p.column) for p in rows.problems] == [(3, "id"), (3, "n"), (5, "id")]


def test_formulas_in_columns_without_heading_are_left_out(read):
    rows = read(sheet_of([["id", None, "n"], ["a", "=1+1", 3], ["b", 2, 3]]))
    assert rows.problems == ()
    assert rows.headings == ("id", "n")


def test_errors_in_cells_are_problems(read):
    body = '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    rows = read(with_sheet(HEADING_ROW + body))
    assert [(p.row_number, p.column, p.code) for p in rows.problems] == [
        (2, "id", "cell_error"),
        (2, "n", "formula_cell"),
    ]


def test_formulas_are_found_where_elements_have_a_prefix_and_no_references(read):
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
        '<x:row><x:c t="str"><x:v>id</x:v></x:c><x:c t="str"><x:v>n</x:v></x:c></x:row>'
        '<x:row><x:c t="str"><x:v>a</x:v></x:c><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    rows = read(with_parts({"xl/worksheets/sheet1.xml": xml.encode()}))
    assert cells(rows) == [(2, "a", "2")]
    assert [(p.row_number, p.column) for p in rows.problems] == [(2, "n")]


def test_formulas_are_found_across_pieces(read, monkeypatch):
    monkeypatch.setattr(archives, "_PIECE", 700)
    values = [["id", "n"]] + [[f"r{number}", "=1+1" if number % 50 == 0 else number] for number in range(1, 400)]
    rows = read(sheet_of(values))
    assert [p.row_number for p in rows.problems] == [number + 1 for number in range(50, 400, 50)]


def test_texts_that_look_like_formulas_are_no_formulas(read):
    book = sheet_of([["id", "n"], ["a", "x"]])
    book.active["B2"].value = "=1+1"
    book.active["B2"].data_type = "s"
    rows = read(book)
    assert cells(rows) == [(2, "a", "=1+1")]
    assert rows.problems == ()


# Workbooks that could do harm


def test_macros_are_refused(refusal):
    assert "macros" in refusal(with_parts({"xl/vbaProject.bin": b"x"})).what
    types = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert "macros" in refusal(with_parts({"[Content_Types].xml": types})).what


def test_a_million_rows_without_values_are_empty_and_quick(refusal):
    started = time.perf_counter()
    error = refusal(with_sheet("".join(f'<row r="{number}" ht="15"/>' for number in range(1, 1_000_001))))
    assert "empty" in error.what
    assert time.perf_counter() - started < 20


def test_a_million_formatted_rows_below_the_data_are_dropped(read):
    body = '<row r="2"><c r="A2"><v>1</v></c></row>' + "".join(
        f'<row r="{number}"><c r="A{number}" s="0"/><c r="B{number}" s="0"/></row>' for number in range(3, 1_000_001)
    )
    assert cells(read(with_sheet(HEADING_ROW + body))) == [(2, "1", None)]


def test_a_cell_in_the_last_corner_is_refused_and_does_not_end_the_program(refusal):
    error = refusal(with_sheet(HEADING_ROW + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert "1,048,576 rows and 16,384 columns" in error.what
    error = refusal(with_sheet(HEADING_ROW + '<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>'))
    assert "4,000,000,000 rows" in error.what


def test_formats_in_far_columns_do_no_harm(read):
    far = "".join(f'<c r="XFD{number}" s="0"/>' for number in (2, 3))
    body = f'<row r="2"><c r="A2"><v>1</v></c>{far}</row><row r="100000"><c r="A100000"><v>2</v></c></row>'
    assert [row[1] for row in cells(read(with_sheet(HEADING_ROW + body)))] == ["1", "2"]


def test_more_than_26_columns_are_read(read):
    headings = [f"h{number}" for number in range(60)]
    rows = read(sheet_of([headings, list(range(60))]))
    assert rows.headings == tuple(headings)
    assert cells(rows) == [(2, *map(str, range(60)))]


def test_zip_bombs_are_refused_before_they_are_unpacked(refusal, monkeypatch):
    zeros = b"\0" * (32 * 1024**2)
    assert "unpack to" in refusal(with_parts({"xl/media/picture.png": zeros})).what
    monkeypatch.setattr(archives, "MAX_UNPACKED", 1024)
    assert "unpack to" in refusal(sheet_of([["id"], ["a"]])).what
    monkeypatch.undo()
    monkeypatch.setattr(archives, "MAX_PARTS", 3)
    assert "parts" in refusal(sheet_of([["id"], ["a"]])).what


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/worksheets/sheet1.xml", "docProps/app.xml"])
def test_a_part_that_declares_too_small_a_size_is_refused(refusal, part):
    made = bytearray(content_of(sheet_of([["id"], ["a"]])))
    with zipfile.ZipFile(io.BytesIO(bytes(made))) as archive:
        directory = archive.start_dir
    at = made.index(part.encode(), directory) - 46
    assert made[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", made, at + 24, 10)
    assert "damaged" in refusal(bytes(made)).what


def test_entities_are_refused(refusal):
    start = '<!DOCTYPE worksheet [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;&a;">]>'
    body = '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
    assert "damaged" in refusal(with_sheet(body, start)).what
    book = f'{start}<workbook xmlns="{MAIN}"><sheets><sheet name="&b;"/></sheets></workbook>'
    assert "damaged" in refusal(with_parts({"xl/workbook.xml": book.encode()})).what


@pytest.mark.parametrize(
    "changed",
    [
        {"xl/workbook.xml": b"<workbook>"},
        {"xl/_rels/workbook.xml.rels": b""},
        {"xl/worksheets/sheet1.xml": b"no sheet at all"},
        {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row><c r="A1"><v>1'.encode()},
        {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><c t="s"><v>9</v></c>'.encode()},
    ],
)
def test_damaged_workbooks_are_refused(refusal, changed):
    assert refusal(with_parts(changed)).what in (
        "This workbook is damaged or not built as a workbook should be.",
        "This file is empty.",
    )


def test_any_cut_or_flipped_byte_is_refused_or_read_but_never_breaks(tmp_path):
    whole = content_of(sheet_of([["id", "n"], ["a", 1], ["b", 2]]))
    path = tmp_path / "broken.xlsx"
    for at in range(0, len(whole), 41):
        for content in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]):
            path.write_bytes(content)
            with contextlib.suppress(IntakeError):
                read_file(path)


def test_an_encrypted_zip_is_refused(refusal):
    made = bytearray(content_of(sheet_of([["id"], ["a"]])))
    with zipfile.ZipFile(io.BytesIO(bytes(made))) as archive:
        directory = archive.start_dir
    made[made.index(b"PK\x01\x02", directory) + 8] |= 1
    assert "password" in refusal(bytes(made)).what
