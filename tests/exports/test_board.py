"""The report for a board: the numbers of the questions that it collates, to the digit, in every format."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from xml.etree import ElementTree

import pandas as pd
import pypdfium2
import pytest

from mwm.answer import Answer, written_as
from mwm.charts.inks import LIGHT
from mwm.charts.still import drawing_of
from mwm.exports.about import SMALL_NUMBERS_SHOWN
from mwm.exports.report import report_file
from mwm.matrix import Matrix
from mwm.questions import (
    board_report,
    coverage,
    looked_after_change,
    looked_after_trend,
    overview_matrix,
    practice_report,
    skill_signal,
)
from mwm.report import Part, Report
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import CAREFUL_VIEWER, LOCAL_VIEWER, Viewer

ON = date(2026, 11, 29)
WHOLE, AREA = Scope(), Scope(service_areas=("Children in Need",))
EVERYTHING = (
    "improvements",
    "concerns",
    "unchanged",
    "trend",
    "looked_after",
    "voice",
    "supervision",
    "coverage",
    "words",
)


def parts(answer: Answer) -> dict[str, Part]:
    report: Report = answer.extra["report"]
    return {part.key: part for part in report.parts}


@pytest.mark.parametrize("scope", [WHOLE, AREA], ids=["whole", "area"])
@pytest.mark.parametrize("viewer", [CAREFUL_VIEWER, LOCAL_VIEWER], ids=["careful", "local"])
def test_every_sentence_and_number_is_that_of_its_question(demo: Store, scope: Scope, viewer: Viewer) -> None:
    answer = board_report(demo, viewer, scope)
    found = parts(answer)
    assert set(EVERYTHING) <= set(found)
    overview = overview_matrix(demo, viewer, scope)
    pd.testing.assert_frame_equal(answer.rows.drop(columns="since"), overview.rows)
    change, practice = looked_after_change(demo, viewer, scope), practice_report(demo, viewer, scope)
    assert change.headline in answer.headline
    assert change.headline in found["looked_after"].says
    assert found["coverage"].says == coverage(demo, viewer, scope).headline
    of_practice = parts(practice)
    for key in ("trend", "voice", "supervision", "events"):
        assert found[key].says == of_practice[key].says
        pd.testing.assert_frame_equal(found[key].table, of_practice[key].table)
    since = {
        (row["element"], row["unit"]): row["since"]
        for row in skill_signal(demo, viewer, scope).rows.to_dict("records")
        if not pd.isna(row["since"])
    }
    matrix: Matrix = overview.extra["matrix"]
    for key, word in (("improvements", "improvement"), ("concerns", "concern")):
        cells = [(row, cell) for row in matrix.rows for cell in row.cells if (cell.variation or "").startswith(word)]
        table = found[key].table
        assert len(table) == len(cells)
        for written, (row, cell) in zip(table.to_dict("records"), cells, strict=True):
            assert row.name.casefold() in written["What"].casefold()
            if cell.value is not None:
                assert written["Now"] == written_as(cell.value, row.kind)
            if cell.before is not None:
                assert written["Before"] == written_as(cell.before, row.kind)
            if (row.key, cell.unit) in since:
                assert written["Since"] == written_as(since[row.key, cell.unit], "month")


def test_every_measure_stands_in_exactly_one_part(demo: Store) -> None:
    answer = board_report(demo, CAREFUL_VIEWER, WHOLE)
    found = parts(answer)
    changed = sum(len(part.table) for key, part in found.items() if key.startswith(("improve", "concern", "changes_")))
    listed = found["unchanged"].table[["No real change", "Too few to say"]].to_numpy().ravel()
    names = [name for cell in listed if cell != "–" for name in re.split(r", (?=[A-Z])", cell)]
    assert changed + len(names) == len(answer.rows)
    assert answer.counts["real_changes"] == changed


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_the_file_has_every_word_and_number(demo: Store, form: str) -> None:
    answer = board_report(demo, CAREFUL_VIEWER, AREA)
    file = report_file(answer, "pdf" if form == "pdf" else "html", ON)
    if form == "html":
        words = unescape(re.sub(r"<[^>]*>", " ", file.decode().partition("<body>")[2]))
    else:
        with pypdfium2.PdfDocument(file) as pdf:
            words = " ".join(page.get_textpage().get_text_range() for page in pdf)
            assert len(pdf) <= 4
    found = plain(words)
    assert plain("Report for the board: Children in Need") in found
    for part in parts(answer).values():
        assert plain(part.says) in found
        for row in part.table.astype(str).to_numpy().tolist():
            assert plain("".join(row)) in found, part.key
    for told in (answer.headline, *answer.caveats, f"Version {answer.version} of the store."):
        assert plain(told) in found


def plain(words: str) -> str:
    """Without spaces and hyphens: a PDF breaks lines where it wants."""
    return re.sub(r"[\s\u00ad\ufffe-]", "", words)


def test_small_numbers_that_are_shown_are_said_above_everything(demo: Store) -> None:
    answer = board_report(demo, LOCAL_VIEWER, AREA)
    assert SMALL_NUMBERS_SHOWN in report_file(answer, "html", ON, has_small_numbers=True).decode()
    assert SMALL_NUMBERS_SHOWN not in report_file(answer, "html", ON).decode()
    with pypdfium2.PdfDocument(report_file(answer, "pdf", ON, has_small_numbers=True)) as pdf:
        assert plain("Small numbers are shown.") in plain(pdf[0].get_textpage().get_text_range())


def test_looked_after_children_are_drawn_on_round_numbers_around_the_counts(demo: Store) -> None:
    trend = looked_after_trend(demo, CAREFUL_VIEWER, WHOLE)
    drawing = drawing_of(Part("looked_after", "", "", trend), LIGHT)
    assert drawing is not None
    root = ElementTree.fromstring(drawing.svg)
    marks = [
        float(node.text)
        for node in root.iter()
        if node.attrib.get("text-anchor") == "end" and (node.text or "").isdigit()
    ]
    counts = trend.rows["looked_after"].dropna()
    assert 3 <= len(marks) <= 7
    assert min(marks) <= counts.min() <= counts.max() <= max(marks)
    assert written_as(counts.iloc[-1], "count") in drawing.alt


def test_an_empty_store_is_an_ordinary_answer(store: Store) -> None:
    answer = board_report(store, CAREFUL_VIEWER, Scope())
    assert answer.status == "empty"
    assert answer.headline


def test_a_part_of_which_everything_is_hidden_has_no_report(demo: Store) -> None:
    few = Scope(teams=("CIN Team A",), period=Period(Month.parse("2026-10"), Month.parse("2026-10")))
    answer = board_report(demo, CAREFUL_VIEWER, few)
    assert answer.is_bare or parts(answer)
    if answer.is_bare:
        assert "report" not in answer.extra
