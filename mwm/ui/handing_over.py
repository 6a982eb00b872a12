"""What leaves the dashboard as a file: tables and pictures of an answer, packs of tables, the report for a board.

Each is made when it is asked for, and entered into the record of what was handed over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from html import escape
from typing import Literal

import streamlit as st

from mwm.answer import Answer
from mwm.charts.inks import Inks
from mwm.errors import MwmError, StoreError
from mwm.exports.about import source_line
from mwm.exports.csv_table import csv_text
from mwm.exports.report import FORMS, Form, report_file
from mwm.exports.workbook import STANDARD, workbook_file
from mwm.intake.handed_over import record_export
from mwm.questions import QUESTIONS, board_report, exports
from mwm.scope import Scope
from mwm.store import Store
from mwm.ui import components
from mwm.ui.asking import ask, store, viewer

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PACK = "tables"


def offer_tables(answer: Answer, key: str, *, width: Literal["stretch", "content"] = "stretch") -> None:
    """The rows of an answer as CSV and as an Excel workbook. key: of the buttons, one for each answer of a page."""
    small = viewer().sees_small_numbers
    kinds: tuple[tuple[str, str, str, Callable[[], bytes]], ...] = (
        ("Table (CSV)", "csv", "text/csv", partial(_csv, answer)),
        ("Table (XLSX)", "xlsx", EXCEL, partial(_workbook, [answer], small)),
    )
    for label, form, media, make in kinds:
        st.download_button(
            label,
            data=recorded(make, [answer], form),
            file_name=file_name(answer, form),
            mime=media,
            on_click="ignore",
            key=f"{form}_{key}",
            width=width,
        )


def offer_picture(answer: Answer, key: str, *, title: str) -> None:
    """The chart drawn under this key as PNG and SVG, with its title, its sentence, its count and its source on it."""
    saved = components.picture_buttons(
        key,
        title=title,
        headline=answer.headline,
        footer=source_line(answer, date.today(), has_small_numbers=viewer().sees_small_numbers),
        file_name=file_name(answer, ""),
    )
    if saved in ("png", "svg"):
        _entering([answer], saved)()


def recorded(make: Callable[[], bytes], answers: Sequence[Answer], form: str, pack: str = "") -> Callable[[], bytes]:
    """The same file, made when it is asked for and then entered into the record.

    pack: the name of several answers together; else the question's stands in the record.
    """
    enter = _entering(answers, form, pack)

    def made() -> bytes:
        content = make()
        enter()
        return content

    return made


def offer_report(answer: Answer, *, key: str = "report") -> None:
    """A report as a file in each format."""
    small = viewer().sees_small_numbers
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}_files"):
        st.html('<span class="mwm-showing">Save as</span>', width="content")
        for form, (name, media) in FORMS.items():
            make = partial(_report, answer, form, small)
            st.download_button(
                name,
                data=recorded(make, [answer], form),
                file_name=file_name(answer, form),
                mime=media,
                on_click="ignore",
                key=f"{key}_{form}",
                disabled=answer.is_bare,
            )


def report_pack(scope: Scope) -> None:
    """The report for a board on what is looked at: its sentence, and one click for each format."""
    st.html('<h2 class="mwm-picture">Report for a board</h2>')
    with st.spinner("Putting the report together …", show_time=True):
        answer = ask(board_report, scope)
    st.html(
        f'<p class="mwm-told">{escape(answer.headline)}</p><p class="mwm-sub">Improvements, concerns, no real change, '
        "looked after children, families’ voice, supervision, coverage, caveats and the words explained, on about "
        "three sides of A4.</p>"
    )
    offer_report(answer, key="board")


def tables_pack(scope: Scope) -> None:
    """The tables of the standard set as one workbook; they are asked for when the file is."""
    st.html(
        '<h2 class="mwm-picture">Tables</h2><p class="mwm-sub">One workbook: a sheet for each of '
        f"{len(STANDARD)} questions, what every column means, and scope, method and sources.</p>"
    )
    if not st.button("Prepare the tables", key="tables_prepare"):
        return
    answers, left_out = [], []
    with st.status("Asking …") as said:
        for number, name in enumerate(STANDARD, 1):
            said.update(label=f"Asking {number} of {len(STANDARD)}: {QUESTIONS[name].about}")
            try:
                answers.append(ask(QUESTIONS[name].function, scope))
            except MwmError as refusal:
                left_out.append(f"{name}: {refusal.what}")
        said.update(label="Ready", state="complete")
    if left_out:
        st.html(f'<p class="mwm-sub">Left out. {escape(" ".join(left_out))}</p>')
    if answers:
        st.download_button(
            "Tables (XLSX)",
            data=recorded(partial(_workbook, answers, viewer().sees_small_numbers), answers, "xlsx", _PACK),
            file_name=f"tables{'-synthetic' if any(each.is_synthetic for each in answers) else ''}.xlsx",
            mime=EXCEL,
            on_click="ignore",
            key="tables_xlsx",
        )


def file_name(answer: Answer, form: str) -> str:
    """The question, and in the name already whether figures are made up and small numbers are shown."""
    marks = ("-synthetic" if answer.is_synthetic else "") + ("-small-numbers" if viewer().sees_small_numbers else "")
    return f"{answer.question}{marks}" + (f".{form}" if form else "")


def handed_over(scope: Scope) -> Answer:
    """The record, newest first. It grows without a new version of the store, so it is never recalled."""
    return exports(store(), viewer(), scope)


def _entering(answers: Sequence[Answer], form: str, pack: str = "") -> Callable[[], None]:
    """Enters these answers into the record when it is called, also outside a page's run: what it needs is taken now.

    Without a store (a series of one's own) there is no record.
    """
    if (here := _store()) is None:
        return lambda: None
    return partial(
        record_export,
        here,
        question=pack or answers[0].question,
        scope=answers[0].scope,
        form=form,
        version=answers[0].version,
        has_small_numbers=viewer().sees_small_numbers,
        rows=sum(len(answer.rows) for answer in answers),
        way="screen",
    )


def record_table(answer: Answer, inks: Inks) -> str:
    """The record as a real table, each entry with a link to what it was about."""
    headings = ("When (UTC)", "Who", "What", "Kind", "About", "Small numbers", "Rows", "Store version", "From")
    numeric = {"Rows", "Store version"}
    head = "".join(
        f'<th scope="col"{" class=number" if heading in numeric else ""}>{heading}</th>' for heading in headings
    )
    body = []
    for row in answer.rows.to_dict("records"):
        link = f'<a href="overview?{escape(row["scope_link"])}" data-go>{escape(row["scope_words"])}</a>'
        body.append(
            f'<tr><th scope="row" class="short">{escape(row["exported_at"])}</th><td>{escape(row["exported_by"])}</td>'
            f"<td>{escape(row['question'])}</td><td>{escape(row['form'].upper())}</td><td>{link}</td>"
            f'<td>{row["small_numbers"]}</td><td class="number">{row["row_count"]:,}</td>'
            f'<td class="number">{row["store_version"]}</td><td class="short">{row["way"]}</td></tr>'
        )
    return (
        '<div class="mwm-scroll" tabindex="0" role="region" aria-label="What was handed over">'
        '<table class="mwm-table"><caption>Files that were handed over, newest first</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _csv(answer: Answer) -> bytes:
    """With a byte-order mark, so that a spreadsheet reads – and ’ as they are."""
    return csv_text(answer).encode("utf-8-sig")


def _workbook(answers: Sequence[Answer], has_small_numbers: bool) -> bytes:
    return workbook_file(answers, date.today(), has_small_numbers=has_small_numbers)


def _report(answer: Answer, form: Form, has_small_numbers: bool) -> bytes:
    return report_file(answer, form, date.today(), has_small_numbers=has_small_numbers)


def _store() -> Store | None:
    try:
        return store()
    except StoreError:
        return None
