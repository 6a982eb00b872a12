"""Slides: titles are sentences, charts hold the answer’s numbers to the digit, nothing hidden is in a file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation

from mwm.answer import Answer, written_as
from mwm.exports.slides import Card, Show, Wanted, cards_and_wanted, slides_file, standard, wanted_of
from mwm.questions import ask
from mwm.questions.made_up import made_up
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.symbols import HIDDEN_WHY
from mwm.viewer import CAREFUL_VIEWER, LOCAL_VIEWER
from mwm.workshops import EXAMPLES

ON = date(2026, 11, 22)
SCOPE = Scope(period=Period(Month.parse("2024-01"), Month.parse("2026-10")))
SECRET = 3.1415926
ELEMENTS = {"empathy": "Empathy", "collaboration": "Collaboration"}
PICTURES = (
    "overview-matrix",
    "skill-trend",
    "skill-distribution",
    "team-comparison",
    "team-trend",
    "supervision-trend",
    "supervision-distribution",
    "supervision-and-practice",
    "families-voice",
    "families-voice-trend",
    "looked-after-change",
    "looked-after-trend",
    "looked-after-breakdown",
    "looked-after-projection",
    "looked-after-comparison",
    "published-looked-after-change",
    "indicator-trend",
    "coverage",
)
TABLES = ("supervision-coaching", "grading-agreement", "double-grading", "families-agreement", "plans")


def answer_of(demo: Store, name: str, **arguments: Any) -> Answer:
    wanted = Wanted(name, "", arguments)
    return ask(name, demo, LOCAL_VIEWER, wanted.scope_within(SCOPE), **arguments)


def made(parts: Sequence[Answer | Card], **more: Any) -> tuple[Any, bytes]:
    """The presentation as python-pptx reads it, and the file."""
    shows = [part if isinstance(part, Card) else Show(Wanted(part.question, "What is shown"), part) for part in parts]
    file = slides_file(shows, made_on=ON, **more)
    return Presentation(io.BytesIO(file)), file


def charts(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def series(chart: Any) -> dict[str, list[float | None]]:
    return {one.name: list(one.values) for one in chart.plots[0].series}


def words(file: bytes) -> str:
    """Every part of the file as text, the workbooks behind charts opened too."""
    found = []
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        for name in parts.namelist():
            content = parts.read(name)
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(content)) as inner:
                    found += [inner.read(each).decode("utf-8", "ignore") for each in inner.namelist()]
            else:
                found.append(content.decode("utf-8", "ignore"))
    return "\n".join(found)


def numbers(column: Any) -> list[float | None]:
    return [None if value != value else value for value in pd.to_numeric(column).astype(float).tolist()]


@pytest.mark.parametrize("name", [*PICTURES, *TABLES])
def test_the_title_is_the_sentence_and_everything_is_said(demo: Store, name: str) -> None:
    answer = answer_of(demo, name)
    deck, _ = made([answer])
    for slide in deck.slides:
        assert slide.shapes.title.text.startswith(answer.headline)
        notes = slide.notes_slide.notes_text_frame.text
        assert answer.method.definition in notes
        assert all(caveat in notes for caveat in answer.caveats)
        assert all(batch in notes for batch in answer.batches[:12])
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        foot = next(text for text in texts if "made on 22 Nov 2026" in text)
        assert f"data version {answer.version}" in foot
        assert ("Synthetic data" in texts) == answer.is_synthetic
        assert 'type="slidenum"' in slide.shapes._spTree.xml
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert len(shape._element._nvXxPr.cNvPr.get("descr", "")) > 30


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_a_native_chart_or_a_real_table(demo: Store, name: str) -> None:
    deck, _ = made([answer_of(demo, name)])
    kinds = {shape.shape_type for slide in deck.slides for shape in slide.shapes}
    assert ("TABLE (19)" if name == "overview-matrix" else "CHART (3)") in {str(kind) for kind in kinds}
    assert not any("PICTURE" in str(kind) for kind in kinds)


def test_a_line_chart_has_the_answers_numbers_and_so_has_its_workbook(demo: Store) -> None:
    answer = answer_of(demo, "skill-trend", element="empathy")
    deck, _ = made([answer])
    (chart,) = charts(deck)
    drawn = series(chart)
    assert drawn["Average grade"] == numbers(answer.rows["average"])
    assert {"Average of the period", "Process limits"} <= set(drawn)
    signals = {name: values for name, values in drawn.items() if name.startswith("Real ")}
    icons = answer.rows["variation"].tolist()
    for place, icon in enumerate(icons):
        marked = [name for name, values in signals.items() if values[place] is not None]
        kind, _, way = (icon or "").rpartition("_")
        said = f"Real {kind} ({'rise' if way == 'high' else 'fall'})"
        assert marked == ([said] if kind in ("improvement", "concern") else [])
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = list(book.active.iter_rows(values_only=True))
    column = rows[0].index("Average grade")
    assert [row[column] for row in rows[1:]] == pytest.approx(numbers(answer.rows["average"]))
    assert [row[0].date() for row in rows[1:]] == [pd.Timestamp(day).date() for day in answer.rows["month"]]


def test_events_are_named_marks_on_their_months(demo: Store) -> None:
    answer = answer_of(demo, "skill-trend", element="empathy")
    _, file = made([answer])
    told = words(file)
    assert len(answer.events) > 1
    for title in answer.events["title"]:
        assert title in told
    assert told.count('errValType val="fixedVal"') >= 1


def test_shapes_and_colours_are_those_of_the_screen(demo: Store) -> None:
    _, file = made([answer_of(demo, "skill-trend", element="empathy")])
    told = words(file)
    for ink, mark in (("005EB8", "triangle"), ("C2410C", "square")):
        assert ink in told
        assert f'symbol val="{mark}"' in told


def test_a_spread_has_the_answers_shares(demo: Store) -> None:
    answer = answer_of(demo, "skill-distribution")
    deck, _ = made([answer])
    parts = list(dict.fromkeys(answer.rows["part"]))
    for chart, part in zip(charts(deck), parts, strict=True):
        for name, values in series(chart).items():
            grade = float(name.removeprefix("Grade "))
            rows = answer.rows[(answer.rows["part"] == part) & (answer.rows["grade"] == grade)]
            assert values == numbers(rows["share"])


def test_the_matrix_has_value_number_and_sign_in_words(demo: Store) -> None:
    answer = answer_of(demo, "overview-matrix")
    deck, _ = made([answer])
    found = {}
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_table:
                head, *rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
                found |= {(row[0], unit): cell for row in rows for unit, cell in zip(head[1:], row[1:], strict=True)}
    for row in answer.rows[answer.rows["about"] == "practice"].to_dict("records"):
        cell = found[answer.extra["names"][row["element"]], row["unit"]]
        if row["average"] == row["average"]:
            assert cell.startswith(
                f"{written_as(row['average'], 'average')}   n {written_as(row['observations'], 'count')}"
            )
            assert re.search("real improvement|real concern|real change|no real change|too few to say", cell)


def test_a_funnel_has_every_team_and_names_those_outside(demo: Store) -> None:
    answer = answer_of(demo, "team-comparison")
    deck, file = made([answer])
    (chart,) = charts(deck)
    drawn = {name: values for name, values in series(chart).items() if "limits" not in name and "together" not in name}
    known = answer.rows.dropna(subset=["value"])
    assert sorted(value for values in drawn.values() for value in values if value is not None) == sorted(known["value"])
    outside = answer.rows[answer.rows["status"].isin(["above", "below"])]["team"]
    assert all(f"<a:t>{team}</a:t>" in words(file) for team in outside)


@pytest.mark.parametrize(
    "name", [*(name for name in PICTURES if name not in ("looked-after-comparison", "overview-matrix")), *TABLES]
)
def test_a_hidden_number_is_in_no_part_of_the_file(demo: Store, name: str) -> None:
    """Even where an answer still carried it: a chart has a gap, a table c, and the slide says why."""
    answer = answer_of(demo, name)
    rows = answer.rows.copy()
    kinds = ("average", "percent", "count", "number", "coefficient", "rate", "average_change", "change")
    secret = [column.key for column in answer.columns if column.kind in kinds and column.key in rows]
    place = len(rows) // 2
    for key in secret:
        rows[key] = rows[key].astype("Float64")
        rows.loc[rows.index[place], key] = SECRET
    hidden = tuple(number == place for number in range(len(rows)))
    _, file = made([replace(answer, rows=rows, suppressed=hidden)])
    told = words(file)
    assert "3.14159" not in told
    assert HIDDEN_WHY.removesuffix(".") in told


def test_a_hidden_month_is_a_gap(demo: Store) -> None:
    answer = answer_of(demo, "skill-trend", element="empathy")
    hidden = tuple(number == 5 for number in range(len(answer.rows)))
    deck, file = made([replace(answer, suppressed=hidden)])
    (chart,) = charts(deck)
    assert series(chart)["Average grade"][5] is None
    assert 'dispBlanksAs val="gap"' in words(file)
    under = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.name == "To keep in mind"]
    assert Month.of(answer.rows["month"].iloc[5]).short in under[0]


def test_the_matrix_says_c(demo: Store) -> None:
    answer = answer_of(demo, "overview-matrix")
    hidden = tuple(number == 0 for number in range(len(answer.rows)))
    deck, _ = made([replace(answer, suppressed=hidden)])
    table = next(shape.table for shape in deck.slides[0].shapes if shape.has_table)
    assert table.cell(1, 1).text == "c\nhidden"


def test_what_disclosure_control_hides_is_hidden_here(demo: Store) -> None:
    scope = replace(SCOPE, service_areas=("Independent Futures",))
    shown = ask("skill-trend", demo, LOCAL_VIEWER, scope, element="empathy")
    careful = ask("skill-trend", demo, CAREFUL_VIEWER, scope, element="empathy")
    deck, _ = made([careful])
    if careful.status == "empty" or not charts(deck):
        return
    assert series(charts(deck)[0])["Average grade"] == numbers(careful.rows["average"])
    assert numbers(careful.rows["average"]) != numbers(shown.rows["average"]) or not any(careful.suppressed)


def test_small_numbers_are_said_on_the_title_slide(demo: Store) -> None:
    answer = answer_of(demo, "skill-trend", element="empathy")
    deck, _ = made([answer], small_numbers=True)
    assert "Small numbers are shown" in deck.slides[0].placeholders[1].text_frame.text
    assert len(made([answer])[0].slides) == 1


def test_a_pack_begins_with_its_scope_and_ends_with_how_to_read(demo: Store) -> None:
    deck, _ = made([answer_of(demo, "skill-trend"), answer_of(demo, "looked-after-trend")])
    assert "Jan 2024 – Oct 2026" in deck.slides[0].placeholders[1].text_frame.text
    assert deck.slides[-1].shapes.title.text == "How to read these slides"


def test_texts_are_never_markup(demo: Store) -> None:
    nasty = '<b>&"x"</b> =1+1'
    answer = answer_of(demo, "skill-trend")
    names = {key: nasty + key for key in answer.extra["names"]}
    events = answer.events.assign(title=nasty)
    several, _ = made([replace(answer, extra={**answer.extra, "names": names}, headline=nasty)])
    one = answer_of(demo, "skill-trend", element="empathy")
    made([replace(one, extra={**one.extra, "names": {"empathy": nasty}, "threshold_name": nasty}, events=events)])
    assert several.slides[0].shapes.title.text == nasty
    spread = answer_of(demo, "families-voice")
    made([replace(spread, extra={**spread.extra, "names": dict.fromkeys(spread.extra["names"], nasty)})])


def test_nothing_recorded_is_a_slide_that_says_so(demo: Store) -> None:
    answer = ask(
        "skill-trend", demo, LOCAL_VIEWER, Scope(period=Period(Month.parse("1999-01"), Month.parse("1999-02")))
    )
    deck, _ = made([answer])
    assert answer.status == "empty"
    assert not charts(deck)
    assert "nothing is recorded" in " ".join(s.text_frame.text for s in deck.slides[0].shapes if s.has_text_frame)


def test_the_standard_pack_is_the_elements_and_all_else() -> None:
    names = [wanted.question for wanted in standard(ELEMENTS)]
    assert names[0] == "overview-matrix"
    assert names.count("skill-trend") == 1 + len(ELEMENTS)
    assert {"supervision-trend", "families-voice", "looked-after-trend"} <= set(names)


def test_a_scope_is_narrowed_to_what_a_question_knows() -> None:
    scope = Scope("A", ("CIN",), ("T",), ("home",), SCOPE.period, "edge of care")
    assert Wanted("skill-trend", "").scope_within(scope) == scope
    assert Wanted("looked-after-trend", "").scope_within(scope) == Scope("A", period=SCOPE.period)
    assert Wanted("supervision-trend", "").scope_within(scope).settings == ()
    assert Wanted("skill-trend", "", scope=Scope(teams=("B",))).scope_within(scope) == Scope(
        "A", teams=("B",), period=SCOPE.period
    )


@pytest.mark.parametrize(
    ("page", "query", "expected"),
    [
        ("overview", {"columns": ["team"]}, ("overview-matrix", {"by": "team"})),
        (
            "skills",
            {"picture": ["share"], "element": ["empathy"]},
            ("skill-trend", {"element": "empathy", "by": "element", "measure": "share", "chart": "p"}),
        ),
        ("looked_after", {"series": ["year"]}, ("published-looked-after-change", {})),
        ("looked_after", {"divided": ["open"], "divided_by": ["age"]}, ("looked-after-breakdown", {"by": "age"})),
        ("coverage", {}, ("coverage", {})),
        ("own_numbers", {"example": ["a_shift"]}, ("own-numbers", {"example": "a_shift", "has_verdict": True})),
    ],
)
def test_a_link_becomes_the_questions_behind_its_page(
    page: str, query: dict[str, list[str]], expected: tuple[str, dict[str, Any]]
) -> None:
    wanted = wanted_of(page, {**query, "service_area": ["Children in Need"]}, ELEMENTS)[0]
    assert (wanted.question, dict(wanted.arguments)) == expected
    assert wanted.scope is not None
    assert wanted.scope.service_areas == ("Children in Need",)


@pytest.mark.parametrize(
    "link", ["overview", "skills", "teams", "supervision", "voice", "looked_after", "outcomes", "coverage", "grading"]
)
def test_every_page_for_a_room_has_its_slides(demo: Store, link: str) -> None:
    for wanted in wanted_of(link, {}, ELEMENTS):
        answer = ask(wanted.question, demo, LOCAL_VIEWER, wanted.scope_within(SCOPE), **wanted.arguments)
        assert charts(made([answer])[0]) or link in ("overview", "grading")


def test_a_step_of_a_workshop_asks_first_and_answers_after() -> None:
    asked, view, told = cards_and_wanted("skills", {}, ELEMENTS, title="T", question="Q?", answer="A.", note="N")
    assert asked == Card("T", "Q?", "N")
    assert isinstance(view, Wanted)
    assert told == Card("A.")
    assert cards_and_wanted("own_numbers", {}, ELEMENTS, title="T") == (Card("T"),)


def test_a_made_up_series_without_its_verdict_has_no_limits() -> None:
    one = EXAMPLES["one_month"]
    bare = made_up(one.days, one.values, measure=one.measure, better=one.better, has_verdict=False)
    deck, _ = made([bare])
    assert list(series(charts(deck)[0])) == ["Value"]
    judged = made_up(one.days, one.values, measure=one.measure, better=one.better)
    assert "Process limits" in series(charts(made([judged])[0])[0])
