"""A report as a file: HTML, PDF or Word, all from the same answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from mwm.answer import Answer
from mwm.exports.report.contents import contents_of

Form = Literal["html", "pdf", "docx"]
FORMS: dict[Form, tuple[str, str]] = {
    "html": ("Web page (HTML)", "text/html"),
    "pdf": ("PDF", "application/pdf"),
    "docx": ("Word (DOCX)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
"""Name on screen and media type of each format."""


def report_file(answer: Answer, form: Form, on: date, *, has_small_numbers: bool = False) -> bytes:
    """The file of an answer that is a report.

    on: the day that it says it was made. has_small_numbers: whether it may hold numbers of few people; it then says so.
    """
    contents = contents_of(answer, on, has_small_numbers=has_small_numbers)
    if form == "html":
        from mwm.exports.report.html import html_report

        return html_report(contents).encode()
    if form == "pdf":
        from mwm.exports.report.pdf import pdf_report

        return pdf_report(contents)
    from mwm.exports.report.docx import docx_report

    return docx_report(contents)


def form_of(path: Path) -> Form | None:
    """The format that a file's name asks for; None for another."""
    return next((form for form in FORMS if path.suffix.lower() == f".{form}"), None)
