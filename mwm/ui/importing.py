"""The Import page's parts: files received, what is wrong with each, the import itself, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from mwm.errors import IntakeError, MwmError
from mwm.framework import Framework, load_framework
from mwm.intake import FileRows, Report, take_in, undo
from mwm.intake.kinds import KINDS
from mwm.intake.reading import read_bytes
from mwm.intake.returns import KIND, write_counts
from mwm.questions import scope_choices
from mwm.scope import Month, Scope
from mwm.settings import settings
from mwm.ui import refused, returns
from mwm.ui.asking import recall, store

_WAITING, _DONE, _ROUND = "import_waiting", "import_done", "import_round"
_MOST_SHOWN = 200
_RECOGNISE = ""


@dataclass
class Waiting:
    """A file that was read and waits to be imported. reports: trial imports by what they depend on."""

    name: str
    rows: FileRows | None
    fault: MwmError | None = None
    reports: dict[str, Report] = field(default_factory=dict)


def receive() -> list[Waiting]:
    """The uploader. A file is read once; then the upload is let go."""
    waiting: list[Waiting] = st.session_state.setdefault(_WAITING, [])
    number = st.session_state.setdefault(_ROUND, 0)
    uploads = st.file_uploader(
        "CSV or Excel files, or the XML of a return",
        accept_multiple_files=True,
        key=f"import_upload_{number}",
        help="What a file holds is told from its columns. Nothing is written until you say so.",
    )
    if uploads:
        st.session_state[_DONE] = []
        for upload in uploads:
            with st.spinner(f"Reading {upload.name}"):
                waiting += _read(upload)
        st.session_state[_ROUND] = number + 1
        st.rerun()
    return waiting


def _read(upload: Any) -> list[Waiting]:
    """The file on its own; none where it is part of an SSDA903 return, which waits with its other parts."""
    data, name = upload.getvalue(), upload.name
    try:
        rows = None if returns.takes(data) else read_bytes(data, name=name)
        if rows is None or returns.takes(data, rows.headings):
            returns.add(data, name)
            return []
        return [Waiting(name, rows)]
    except IntakeError as fault:
        return [Waiting(name, None, fault)]


def draw_returns() -> None:
    """All files of SSDA903 returns as one import: what is in them, what would come of it, and the button."""
    if not returns.waiting():
        return
    with st.container(border=True):
        st.html(f'<h2 class="mwm-picture">SSDA903 returns</h2>{returns.files_html()}')
        choices = returns.choose()
        options = _owner("returns")
        try:
            counted = returns.counted(choices, accept_good_rows=False)
            words = "Leave out the rows that cannot be right and count the others"
            some_good = counted.is_stopped and counted.rows_left_out < counted.rows_read
            if some_good and st.checkbox(words, key="returns_good"):
                counted = returns.counted(choices, accept_good_rows=True)
            report = returns.tried(counted, options)
        except IntakeError as fault:
            st.html(_fault_html(fault))
            st.button("Put these files aside", key="returns_aside", on_click=returns.put_aside)
            return
        st.html(_words(report, notes=()))
        st.html(problems_html(report) if report.problems else returns.year_ends_html(counted))
        with st.container(horizontal=True, gap="small"):
            if st.button("Import", key="returns_import", type="primary", disabled=report.status != "dry run"):
                bar = st.progress(0.0, text="Importing")
                done = write_counts(
                    store(create=True),
                    returns.waiting(),
                    counted,
                    progress=lambda words, share: _show(bar, words, share),
                    **options,
                )
                st.session_state[_DONE] = [*st.session_state.get(_DONE, []), done]
                returns.put_aside()
                st.rerun()
            st.button("Put these files aside", key="returns_aside", on_click=returns.put_aside)
        returns.say_notes(counted)


def draw(number: int, file: Waiting) -> None:
    """One file: what it is, what would come of importing it, and the button that does it."""
    with st.container(border=True):
        st.html(f'<h2 class="mwm-picture">{escape(file.name)}</h2>')
        if file.fault is not None or file.rows is None:
            st.html(_fault_html(file.fault or IntakeError("This file could not be read.")))
            st.button("Put this file aside", key=f"aside_{number}", on_click=_put_aside, args=(file,))
            return
        options = _options(number, file)
        report = _tried(file, options)
        st.html(_words(report))
        if report.needs_teams:
            st.html(_teams_html(report))
            if st.checkbox(f"Create these {len(report.needs_teams)} teams", key=f"create_teams_{number}"):
                options["create_teams"] = True
                report = _tried(file, options)
                st.html(_words(report))
        if report.problems:
            st.html(problems_html(report))
            if report.rows_refused < report.rows_read and not report.needs_teams:
                good = report.rows_read - report.rows_refused
                rows = "the one good row" if good == 1 else f"the {good:,} good rows"
                if st.checkbox(f"Take {rows} and keep the others to be mended", key=f"good_{number}"):
                    options["accept_good_rows"] = True
                    report = _tried(file, options)
        with st.container(horizontal=True, gap="small"):
            if st.button("Import", key=f"import_{number}", type="primary", disabled=report.status != "dry run"):
                _write(file, options)
            if report.problems:
                refused.download(file.rows, report.problems, key=f"refused_{number}")
            st.button("Put this file aside", key=f"aside_{number}", on_click=_put_aside, args=(file,))


def say_done() -> None:
    """What came of the imports just made, each with a way back."""
    for report in list(st.session_state.get(_DONE, [])):
        with st.container(border=True):
            notes = () if report.kind == KIND else report.notes
            words = _words(report, notes=notes)
            st.html(f'<div role="status"><h2 class="mwm-picture">{escape(report.file_name)}</h2>{words}</div>')
            with st.container(horizontal=True, gap="small"):
                key = f"{report.batch_id}"
                st.button("Undo this import", key=f"undo_{key}", on_click=_undo, args=(report,))
                if report.rows_refused:
                    refused.download_kept(str(report.batch_id), key=f"kept_{key}")


def say_what_fits() -> None:
    """What can be sent, for somebody who comes here for the first time."""
    listed = "".join(f"<dt>{escape(kind.name)}</dt><dd>{escape(kind.about)}</dd>" for kind in KINDS.values())
    st.html(f'<h2 class="mwm-picture">What a file can hold</h2><dl class="mwm-method">{listed}</dl>')


def templates() -> None:
    """An empty workbook for each kind that people fill in by hand."""
    framework = _framework()
    for kind in KINDS.values():
        if kind.in_templates:
            st.download_button(
                kind.name,
                data=_template(kind.key, framework),
                file_name=f"{kind.key}.xlsx",
                key=f"template_{kind.key}",
                help=kind.about,
                on_click="ignore",
                width="stretch",
                icon=":material/download:",
            )


def _template(kind: str, framework: Framework) -> Any:
    def write() -> bytes:
        from mwm.intake.templates import template

        return template(KINDS[kind], framework)

    return write


def _framework() -> Framework:
    """What this store's council grades with; the one that the settings name where there is no store yet."""
    try:
        found = recall(scope_choices, Scope()).framework
    except MwmError:
        found = None
    return found or load_framework(settings().framework)


def _options(number: int, file: Waiting) -> dict[str, Any]:
    names = {_RECOGNISE: "Recognise it from its columns"} | {
        key: kind.name for key, kind in KINDS.items() if key != KIND
    }
    kind = st.selectbox(
        "What this file holds", list(names), format_func=names.__getitem__, key=f"kind_{number}", width=420
    )
    return {"kind": kind or None, **_owner(str(number))}


def _owner(key: str) -> dict[str, Any]:
    """Who imports, and for which council where there are several."""
    options: dict[str, Any] = {"user": settings().user}
    authorities = _authorities()
    if len(authorities) > 1:
        options["authority"] = st.selectbox("Whose data it is", authorities, key=f"authority_{key}", width=420)
    return options


def _authorities() -> tuple[str, ...]:
    return recall(scope_choices, Scope()).authorities if settings().store.exists() else ()


def _tried(file: Waiting, options: dict[str, Any]) -> Report:
    """A trial import, done once for each set of options and version of the store."""
    here = store(create=True)
    key = repr((options, here.version))
    if key not in file.reports:
        assert file.rows is not None
        with st.spinner(f"Checking {len(file.rows.rows):,} rows"):
            file.reports[key] = take_in(here, file.rows, dry_run=True, **options)
    return file.reports[key]


def _write(file: Waiting, options: dict[str, Any]) -> None:
    assert file.rows is not None
    bar = st.progress(0.0, text="Importing")
    report = take_in(store(create=True), file.rows, progress=lambda words, share: _show(bar, words, share), **options)
    st.session_state[_DONE] = [*st.session_state.get(_DONE, []), report]
    _put_aside(file)
    st.rerun()


def _fault_html(fault: MwmError) -> str:
    where = f"<p>{escape(fault.where)}</p>" if fault.where else ""
    words = f"<p><b>{escape(fault.what)}</b></p>{where}<p>{escape(fault.mend)}</p>"
    return f'<div class="mwm-state" role="alert">{words}</div>'


def _show(bar: Any, words: str, share: float) -> None:
    bar.progress(min(max(share, 0.0), 1.0), text=words)


def _put_aside(file: Waiting) -> None:
    st.session_state[_WAITING] = [each for each in st.session_state[_WAITING] if each is not file]


def _undo(report: Report) -> None:
    undone = undo(store(), str(report.batch_id))
    st.session_state[_DONE] = [each for each in st.session_state[_DONE] if each.batch_id != report.batch_id]
    st.toast(undone.headline)


def _words(report: Report, *, notes: Sequence[str] | None = None) -> str:
    kind = KINDS[report.kind].name if report.kind in KINDS else "Not recognised"
    months = ""
    if report.first_date and report.last_date:
        months = f" · {_day(report.first_date)} to {_day(report.last_date)}"
    rows = "rows" if report.kind != KIND else "episodes" if report.status == "refused" else "monthly figures"
    listed = "".join(f"<li>{escape(note)}</li>" for note in (report.notes if notes is None else notes))
    return (
        f'<p class="mwm-told">{escape(report.headline)}</p><p class="mwm-sub">{escape(kind)} · '
        f"{report.rows_read:,} {rows}{months}</p>" + (f'<ul class="mwm-caveats">{listed}</ul>' if listed else "")
    )


def _day(day: date) -> str:
    return f"{day.day} {Month.of(day).short}"


def _teams_html(report: Report) -> str:
    areas: dict[str, list[str]] = {}
    for area, team in report.needs_teams:
        areas.setdefault(area, []).append(team)
    listed = "".join(
        f"<li><b>{escape(area)}</b>: {escape(', '.join(sorted(teams)))}</li>" for area, teams in areas.items()
    )
    return f'<ul class="mwm-caveats">{listed}</ul>'


def problems_html(report: Report) -> str:
    """The faults, row by row, each with its mend, as a real table."""
    rows = "".join(
        f'<tr><th scope="row" class="number">{problem.row_number:,}</th><td>{escape(problem.column or "–")}</td>'
        f"<td>{escape(problem.message)}</td><td>{escape(problem.mend)}</td></tr>"
        for problem in report.problems[:_MOST_SHOWN]
    )
    faults = sum(report.problem_counts.values()) or len(report.problems)
    cut = f", the first {_MOST_SHOWN} of {faults:,}" if faults > _MOST_SHOWN else ""
    headings = '<th scope="col" class="number">Row</th>' + "".join(
        f'<th scope="col">{words}</th>' for words in ("Column", "What is wrong", "How to mend it")
    )
    return (
        '<div class="mwm-scroll" tabindex="0" role="region" aria-label="Faults found">'
        f'<table class="mwm-table"><caption>Faults found{cut}</caption><thead><tr>{headings}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
