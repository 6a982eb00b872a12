"""A report as a Word document, for those who want to write in it."""

from __future__ import annotations

import io
from typing import Any

from mwm.charts.still import Drawing
from mwm.exports.report.contents import Contents
from mwm.exports.report.pdf import png_of
from mwm.report import Part

_TEXT_WIDTH = 180  # millimetres between the margins of A4
_PICTURE_WIDTH = 174  # a little less, because Word processors cut what is as wide as the text
_LETTER, _PADDING = 1.5, 4.2  # millimetres for a letter in a table, and for the room at both sides of a cell
_WIDEST = 45  # letters of a column before its text wraps


def docx_report(contents: Contents) -> bytes:
    """The whole document, with Word's own headings and tables, and alt texts on its pictures."""
    from docx import Document
    from docx.shared import Mm, Pt, RGBColor

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm((210 - _TEXT_WIDTH) / 2)
    page.top_margin = page.bottom_margin = Mm(16)
    document.core_properties.title = contents.title
    document.core_properties.author = "Measuring What Matters"
    document.core_properties.language = "en-GB"
    _dress(document)
    if contents.marks:
        run = page.header.paragraphs[0].add_run(" ".join(contents.marks))
        run.bold, run.font.color.rgb = True, RGBColor(0x80, 0x16, 0x50)
    page.footer.paragraphs[0].add_run(f"{contents.title} · {contents.made}").font.size = Pt(8)

    document.add_heading(contents.title, level=1)
    document.add_paragraph(contents.scope)
    lead = document.add_paragraph().add_run(contents.headline)
    lead.bold, lead.font.size = True, Pt(11.5)
    for block in contents.blocks:
        document.add_heading(block.part.title, level=2)
        says = document.add_paragraph(block.part.says)
        says.paragraph_format.keep_with_next = block.drawing is not None or len(block.part.table) > 0
        if block.drawing:
            _picture(document, block.drawing, keep=len(block.part.table) > 0)
        if len(block.part.table):
            _table(document, block.part)
        for note in block.part.notes:
            document.add_paragraph().add_run(note).font.size = Pt(8)
    document.add_heading("What these numbers cannot say", level=2)
    for caveat in contents.caveats:
        document.add_paragraph(caveat, style="List Bullet")
    document.add_heading("How this was worked out", level=2)
    for name, words in contents.foot:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}. ").bold = True
        paragraph.add_run(words)
        for run in paragraph.runs:
            run.font.size = Pt(8)
    document.add_paragraph(f"{contents.made} with Measuring What Matters.")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _dress(document: Any) -> None:
    """Plain letters, close lines, dark headings; the language is British English."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name, size in (("Normal", 9.5), ("Heading 1", 16), ("Heading 2", 11), ("List Bullet", 9)):
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.space_after = Pt(4)
        if name.startswith("Heading"):
            style.font.color.rgb = RGBColor(0x0B, 0x0C, 0x0C)
            style.paragraph_format.space_before = Pt(9)
    language = document.styles.element.find(".//" + qn("w:lang"))
    if language is not None:
        language.set(qn("w:val"), "en-GB")


def _picture(document: Any, drawing: Drawing, *, keep: bool) -> None:
    from docx.shared import Mm

    shape = document.add_picture(io.BytesIO(png_of(drawing)), width=Mm(_PICTURE_WIDTH))
    shape._inline.docPr.set("descr", drawing.alt)
    document.paragraphs[-1].paragraph_format.keep_with_next = keep


def _table(document: Any, part: Part) -> None:
    """Fine lines between rows; each column as wide as its longest word needs."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    headings = [str(heading) for heading in part.table.columns]
    rows = [headings, *part.table.astype(str).to_numpy().tolist()]
    table = document.add_table(rows=len(rows), cols=len(headings))
    table.autofit = False
    longest = [min(max(len(row[place]) for row in rows), _WIDEST) for place in range(len(headings))]
    needed = [_LETTER * letters + _PADDING for letters in longest]
    for column, width in zip(table.columns, needed, strict=True):
        column.width = Mm(width * min(1.0, _TEXT_WIDTH / sum(needed)))
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, column, heading, text in zip(row.cells, table.columns, headings, texts, strict=True):
            cell.width = column.width
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(8 if number else 7.5), number == 0
            if heading in part.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", "C9CED2")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)
    repeated = OxmlElement("w:tblHeader")  # the headings come again on the next page, and readers hear them
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
