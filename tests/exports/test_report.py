"""The same report as HTML, PDF and Word: the same numbers to the digit, safe to open, and readable by everyone."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pypdfium2
import pytest
from docx import Document
from PIL import Image

from mwm.answer import Answer, written_as
from mwm.charts.inks import DARK, LIGHT
from mwm.charts.still import ON_SCREEN, PRINTED, drawing_of
from mwm.exports.report import FORMS, form_of, report_file
from mwm.exports.report.contents import SYNTHETIC
from mwm.questions import practice_report
from mwm.report import Part, Report
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER

ON = date(2026, 11, 22)
NASTY = "#image *bold* $x$ <script>alert(1)</script> \\ & @ref _under_ `code`"


@pytest.fixture(scope="module")
def answer(demo: Store) -> Answer:
    return practice_report(demo, LOCAL_VIEWER, Scope(service_areas=("Children in Need",)))


def parts(answer: Answer) -> tuple[Part, ...]:
    report: Report = answer.extra["report"]
    return report.parts


def texts(file: bytes, form: str) -> str:
    """All words of a file in their order, with single spaces."""
    if form == "html":
        body = file.decode().partition("<body>")[2]
        found = unescape(re.sub(r"<[^>]*>", " ", body))
    elif form == "pdf":
        with pypdfium2.PdfDocument(file) as pdf:
            found = " ".join(page.get_textpage().get_text_range() for page in pdf)
    else:
        document = Document(io.BytesIO(file))
        found = " ".join(
            "".join(node.text or "" for node in block.iter() if node.tag.endswith("}t"))
            if block.tag.endswith("}p")
            else " ".join(
                "".join(n.text or "" for n in cell.iter() if n.tag.endswith("}t"))
                for cell in block.iter()
                if cell.tag.endswith("}tc")
            )
            for block in document.element.body
        )
        found += " " + " ".join(
            p.text for p in document.sections[0].header.paragraphs + document.sections[0].footer.paragraphs
        )
    return re.sub(r"\s+", " ", found.replace("\ufffe", "-"))


def plain(words: str) -> str:
    """Without spaces: a PDF breaks lines, and with them words, where it wants."""
    return re.sub(r"[\s\u00ad-]", "", words)


@pytest.mark.parametrize("form", list(FORMS))
def test_every_format_has_every_sentence_and_every_number(answer: Answer, form: str) -> None:
    found = plain(texts(report_file(answer, form, ON), form))
    assert plain(answer.headline) in found
    assert plain("Made on 22 November 2026") in found
    assert plain(SYNTHETIC) in found
    for part in parts(answer):
        assert plain(part.title) in found
        assert plain(part.says) in found
        for row in part.table.astype(str).to_numpy().tolist():
            assert plain("".join(row)) in found, part.key
    for words in (*answer.caveats, answer.method.formula, answer.scope.words):
        assert plain(words) in found


def test_the_table_has_the_numbers_of_the_answer(answer: Answer) -> None:
    table = parts(answer)[0].table
    assert list(table["Average"]) == [written_as(value, "average") for value in answer.rows["average"]]
    assert list(table["Observations"]) == [written_as(value, "count") for value in answer.rows["observations"]]


def test_pictures_are_whole_drawings_that_say_what_they_show(answer: Answer) -> None:
    drawn = {part.key: drawing_of(part, LIGHT) for part in parts(answer)}
    assert {key for key, drawing in drawn.items() if drawing} >= {"profile", "trend", "spread", "voice"}
    for part in parts(answer):
        for inks, width in ((LIGHT, PRINTED), (DARK, ON_SCREEN)):
            drawing = drawing_of(part, inks, width)
            if drawing is None:
                continue
            root = ElementTree.fromstring(drawing.svg)
            assert root.attrib["viewBox"] == f"0 0 {width} {drawing.height}"
            for node in root.iter():
                for name in ("x", "x1", "x2", "cx"):
                    assert -0.5 <= float(node.attrib.get(name, 0)) <= width + 0.5, (part.key, node.attrib)
                for name in ("y", "y1", "y2", "cy"):
                    assert -0.5 <= float(node.attrib.get(name, 0)) <= drawing.height + 0.5, (part.key, node.attrib)
            assert len(drawing.alt) > 30
    profile = drawn["profile"]
    assert profile is not None
    for value in answer.rows["average"]:
        assert written_as(value, "average") in profile.alt


def test_a_dot_of_the_profile_lies_where_its_average_is(answer: Answer) -> None:
    drawing = drawing_of(parts(answer)[0], LIGHT)
    assert drawing is not None
    root = ElementTree.fromstring(drawing.svg)
    dots = [float(node.attrib["cx"]) for node in root.iter() if node.tag.endswith("circle")][
        :-1
    ]  # the last is the key's
    ticks = [float(node.attrib["x"]) for node in root.iter() if node.tag.endswith("text") and node.text in ("1", "5")]
    expected = [ticks[0] + (value - 1) / 4 * (ticks[1] - ticks[0]) for value in answer.rows["average"]]
    assert dots == pytest.approx(expected, abs=0.06)


def nasty(answer: Answer) -> Answer:
    table = pd.DataFrame({"Agreed": [NASTY], "What": ["second"]})
    part = Part("next_steps", NASTY, NASTY, None, table, notes=(NASTY,))
    return replace(answer, headline=NASTY, extra={**answer.extra, "report": Report(NASTY, "all", NASTY, (part,))})


@pytest.mark.parametrize("form", list(FORMS))
def test_words_are_never_read_as_markup(answer: Answer, form: str) -> None:
    file = report_file(nasty(answer), form, ON)
    if form == "html":
        assert b"<script" not in file
    assert texts(file, form).replace(" ", "").count(NASTY.replace(" ", "")) >= 4


def test_html_needs_nothing_from_elsewhere_and_pdf_is_tagged(answer: Answer) -> None:
    html = report_file(answer, "html", ON).decode()
    assert not re.search(r"(?:src|href)=\"(?!data:image/svg)", html)
    assert "@import" not in html
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")
    assert html.count("<img") == html.count('<img alt="') > 3
    pdf = report_file(answer, "pdf", ON)
    assert b"/StructTreeRoot" in pdf or b"/MarkInfo" in pdf
    with pypdfium2.PdfDocument(pdf) as opened:
        assert opened.get_metadata_value("Title") == "Practice report: Children in Need"
        assert 2 <= len(opened) <= 3
        assert [round(points) for points in opened[0].get_size()] == [595, 842]
        page: Image.Image = opened[0].render(scale=1).to_pil().convert("L")
    dark = sum(count for level, count in enumerate(page.histogram()) if level < 128)
    assert 0.01 < dark / (page.width * page.height) < 0.3  # neither blank nor a black sheet


def test_word_pictures_have_alt_text_and_headings_are_headings(answer: Answer) -> None:
    document = Document(io.BytesIO(report_file(answer, "docx", ON)))
    shapes = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert shapes
    assert all(shapes)
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 2"]
    assert headings[: len(parts(answer))] == [part.title for part in parts(answer)]


@pytest.mark.parametrize(("name", "form"), [("a.PDF", "pdf"), ("a.docx", "docx"), ("b.html", "html"), ("c.txt", None)])
def test_the_name_says_the_format(name: str, form: str | None) -> None:
    assert form_of(Path(name)) == form
