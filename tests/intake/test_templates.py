"""Templates: what is in them, and that a filled one is read as it was filled."""

from __future__ import annotations

import datetime as dt
import tempfile

import pytest
from openpyxl import load_workbook

from mwm.errors import IntakeError, UsageError
from mwm.framework import load_framework
from mwm.intake.kinds import KINDS, match_headings, recognise
from mwm.intake.problems import EXAMPLE_MARK
from mwm.intake.reading import read_file
from mwm.intake.templates import PREPARED_ROWS, write_template

FRAMEWORK = load_framework("msw")
FILLED_IN = [kind for kind in KINDS.values() if kind.in_templates]


@pytest.fixture(params=FILLED_IN, ids=lambda kind: kind.key)
def kind(request):
    return request.param


@pytest.fixture
def path(kind, tmp_path):
    return write_template(kind, FRAMEWORK, tmp_path / "template.xlsx")


def test_headings_are_the_columns_and_required_ones_are_marked(kind, path):
    columns = kind.columns(FRAMEWORK)
    sheet = load_workbook(path).worksheets[0]
    assert sheet.title == kind.key
    assert [cell.value for cell in sheet[1]] == [column.key for column in columns]
    assert [bool(cell.font.bold) for cell in sheet[1]] == [column.required for column in columns]
    assert [cell.comment.text.startswith("Required") for cell in sheet[1]] == [column.required for column in columns]


def test_untouched_it_holds_no_rows(path):
    with pytest.raises(IntakeError, match="no rows"):
        read_file(path)


def test_filled_in_it_is_read_as_it_was_filled(kind, path):
    """The example itself, written again as somebody's own row, comes back as the texts of the columns' examples."""
    columns = kind.columns(FRAMEWORK)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for position, column in enumerate(columns, start=1):
        sheet.cell(3, position).value = sheet.cell(2, position).value if position > 1 else column.example
    book.save(path)
    rows = read_file(path)
    assert recognise(rows.headings, FRAMEWORK) == kind
    assert not match_headings(rows.headings, kind, FRAMEWORK).left_out
    assert rows.notes == ("Row 2 is the template's example and was left out.",)
    assert rows.problems == ()
    expected = {
        f"c{position}": f"{column.example}-01" if column.type == "month" and position else column.example or None
        for position, column in enumerate(columns)
    }
    assert rows.rows.to_pylist() == [{"row_number": 3, **expected}]


def test_the_example_is_marked_in_its_first_cell(path):
    cell = load_workbook(path).worksheets[0]["A2"]
    assert cell.value.startswith(EXAMPLE_MARK)
    assert cell.comment


def test_columns_with_a_list_have_a_drop_down_over_the_prepared_rows(kind, path):
    columns = kind.columns(FRAMEWORK)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    found = {}
    for check in sheet.data_validations.dataValidation:
        if check.type == "list":
            place = str(check.sqref)
            cells = book["Lists"][check.formula1.split("!")[1].replace("$", "")]
            found[sheet[place.split(":")[0][:-1] + "1"].value] = [cell.value for row in cells for cell in row]
            assert place.endswith(str(PREPARED_ROWS + 1))
    wanted = {
        column.key: [float(choice) if column.type == "grade" else choice for choice in column.choices]
        for column in columns
        if column.choices
    }
    assert found == wanted


def test_choices_come_from_the_framework(tmp_path):
    sheet = load_workbook(write_template(KINDS["observations"], FRAMEWORK, tmp_path / "t.xlsx"))["Lists"]
    columns = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in sheet.columns}
    assert columns["setting"] == list(FRAMEWORK.settings)
    assert columns["medium"] == list(FRAMEWORK.media)
    assert columns[FRAMEWORK.element_keys[0]] == list(FRAMEWORK.scale.points)


def test_instructions_explain_every_column(kind, path):
    texts = [str(cell.value) for row in load_workbook(path)["Instructions"].iter_rows() for cell in row if cell.value]
    said = "\n".join(texts)
    assert kind.about in texts
    for column in kind.columns(FRAMEWORK):
        assert column.key in texts
        assert column.description in texts
    assert "2025-04-17 or 17/04/2025" in said
    assert EXAMPLE_MARK in said


def test_dates_are_dates(tmp_path):
    sheet = load_workbook(write_template(KINDS["observations"], FRAMEWORK, tmp_path / "t.xlsx")).worksheets[0]
    assert sheet["B2"].value == dt.datetime(2025, 4, 17)
    assert [sheet.column_dimensions[letter].number_format for letter in "AB"] == ["@", "yyyy-mm-dd"]
    assert [sheet[place].number_format for place in ("A2", "B2")] == ["@", "yyyy-mm-dd"]


def test_published_files_have_no_template(tmp_path):
    for kind in KINDS.values():
        if not kind.in_templates:
            with pytest.raises(UsageError, match="no template"):
                write_template(kind, FRAMEWORK, tmp_path / "t.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_named_without_its_path(tmp_path):
    with pytest.raises(UsageError) as caught:
        write_template(KINDS["events"], FRAMEWORK, tmp_path / "nowhere" / "t.xlsx")
    assert str(tmp_path) not in str(caught.value)


def test_no_temporary_file_stays(tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    write_template(KINDS["events"], FRAMEWORK, tmp_path / "t.xlsx")
    assert list((tmp_path / "temporary").iterdir()) == []
