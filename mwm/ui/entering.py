"""A form for one row of any kind of file. What is saved goes the way of a file of one row, with checks and ledger."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from mwm.errors import MwmError, UsageError
from mwm.intake import FileRows, Report, take_in, undo
from mwm.intake.kinds import Kind, KindColumn
from mwm.questions import Choices
from mwm.scope import Month
from mwm.settings import settings
from mwm.ui import address
from mwm.ui.asking import store

Values = Mapping[str, str]  # column key → text of the cell
ENTRY, BEGIN = "entry", "begin"
"""Names in the address: the entry that is being changed, and the month that another page's link leads here with."""

_EARLIEST = date(1990, 1, 1)
_YEARS_AHEAD = 5
_MONTHS_AHEAD, _MONTHS_BEFORE = 24, 60
_ALL = {"service_area": "All service areas", "team": "All teams"}


@dataclass(frozen=True)
class _Said:
    """What came of the last press. faults: the column's title, what is wrong, how to mend it. batch_id: to undo."""

    words: str
    faults: tuple[tuple[str, str, str], ...] = ()
    batch_id: str = ""
    notes: tuple[str, ...] = ()


def form(
    kind: Kind,
    choices: Choices,
    *,
    values: Values | None = None,
    start: Values | None = None,
    fixed: Values | None = None,
    options: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """Ask for one row of a kind and take it in.

    choices: the council with its framework, service areas and teams. values: an entry to change, whose columns that
    the form does not ask for (its reference) go along; None for a new one. start: what a new one begins with. fixed:
    columns that are not asked for but given. options: column → choice → words, where fewer choices are offered than
    the kind has. What was typed stays after a refusal and is cleared once it is saved.
    """
    assert choices.framework is not None, "a form needs a council"
    fixed = fixed or {}
    columns = [column for column in kind.columns(choices.framework) if column.key not in fixed]
    asked = [column for column in columns if column.in_forms]
    _fill(kind, asked, {**(values or start or {}), **fixed})
    st.html(f'<h2 class="mwm-picture">{"Change this" if values else "Enter a new"} {escape(kind.row_word)}</h2>')
    _say(kind)
    with st.form(_own(kind, "form"), border=False):
        for side_by_side in _rows(asked):
            places = st.columns(len(side_by_side), gap="small")
            for place, column in zip(places, side_by_side, strict=True):
                with place:
                    _widget(kind, column, choices, (options or {}).get(column.key) or column.named_choices)
        st.html('<p class="mwm-sub">* must be filled in</p>')
        with st.container(horizontal=True, gap="small"):
            save = st.form_submit_button("Save", type="primary", key=_own(kind, "save"))
            withdraw = cancel = False
            if values:
                if any(column.key == "withdrawn" for column in columns):
                    withdraw = st.form_submit_button("Withdraw", key=_own(kind, "withdraw"))
                cancel = st.form_submit_button("Leave it as it is", type="tertiary", key=_own(kind, "cancel"))
    if cancel:
        _clear(kind)
        st.rerun()
    if save or withdraw:
        row = {column.key: (values or {}).get(column.key, "") for column in columns if not column.in_forms}
        row |= {column.key: _text(st.session_state.get(_key(kind, column.key))) for column in asked}
        _take(kind, choices, {**row, **fixed, **({"withdrawn": "yes"} if withdraw else {})})
        st.rerun()


def _take(kind: Kind, choices: Choices, row: Values) -> None:
    """Take one row in, and keep what is to be said about it for the next run of the page."""
    report = take_in(store(), file_of(kind, row), kind=kind.key, authority=choices.authority, user=settings().user)
    if report.status == "imported":
        done = "withdrawn" if row.get("withdrawn") == "yes" else "saved"
        notes = tuple(note.partition(": ")[2] for note in report.notes)
        _clear(kind)
        words = f"The {kind.row_word} was {done} (import {report.batch_no})."
        _keep_said(kind, _Said(words, batch_id=str(report.batch_id), notes=notes))
    elif report.status == "unchanged":
        _keep_said(kind, _Said(f"There was nothing to save: this {kind.row_word} is there already."))
    else:
        faults = tuple(_faults(kind, choices, report))
        _keep_said(kind, _Said("This could not be saved yet." if faults else report.headline, faults))


def _faults(kind: Kind, choices: Choices, report: Report) -> Iterator[tuple[str, str, str]]:
    assert choices.framework is not None
    titles = {column.key: column.title for column in kind.columns(choices.framework)}
    for problem in report.problems:
        yield titles.get(problem.column or "", ""), problem.message, problem.mend


def file_of(kind: Kind, row: Values) -> FileRows:
    """One row as if it had been read from a file, whose headings are the columns' keys.

    Its digest is new each time: entering again what a later entry replaced is a change, not the same file once more.
    """
    import pyarrow as pa

    cells = {f"c{place}": pa.array([text.strip() or None], pa.string()) for place, text in enumerate(row.values())}
    size = sum(len(text.encode()) for text in row.values())
    rows = pa.table({"row_number": pa.array([2], pa.int64()), **cells})
    return FileRows(f"form: {kind.row_word}", uuid.uuid4().hex, size, tuple(row), rows)


def _say(kind: Kind) -> None:
    """What came of the last press, with the way back."""
    said: _Said | None = st.session_state.get(_own(kind, "said"))
    if said is None:
        return
    listed = "".join(
        f"<li>{f'<b>{escape(title)}</b>: ' if title else ''}{escape(what)} {escape(mend)}</li>"
        for title, what, mend in said.faults
    ) + "".join(f"<li>{escape(note)}</li>" for note in said.notes)
    role = "alert" if said.faults else "status"
    more = f'<ul class="mwm-caveats">{listed}</ul>' if listed else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div class="mwm-state brief" role="{role}"><p class="mwm-told">{escape(said.words)}</p>{more}</div>')
        undoes = bool(said.batch_id) and st.button("Undo", key=_own(kind, "undo"))
    if undoes:
        try:
            words = undo(store(), said.batch_id, user=settings().user).headline
        except MwmError as refusal:  # somebody else was quicker
            words = refusal.what
        _keep_said(kind, _Said(words))
        st.rerun()


def _keep_said(kind: Kind, said: _Said) -> None:
    st.session_state[_own(kind, "said")] = said


def _clear(kind: Kind) -> None:
    """Empty the form on the next run."""
    st.session_state.pop(_own(kind, "filled"), None)
    st.session_state.pop(_own(kind, "said"), None)
    for name in (ENTRY, BEGIN):
        address.keep(name, None)


def _fill(kind: Kind, asked: list[KindColumn], values: Values) -> None:
    """Put an entry's texts into the form, or empty it, where it shows another one.

    Streamlit forgets what is typed into a form that is not drawn; then it is filled again, too.
    """
    state, filled = st.session_state, repr(sorted(values.items()))
    if state.get(_own(kind, "filled")) == filled and _key(kind, asked[0].key) in state:
        return
    if values and _own(kind, "filled") in state:
        state.pop(_own(kind, "said"), None)  # it was about another entry
    state[_own(kind, "filled")] = filled
    for column in asked:
        state[_key(kind, column.key)] = _given(column, values.get(column.key, ""))


def _given(column: KindColumn, text: str) -> str | date | None:
    """A cell's text as the column's widget holds it."""
    if column.type == "date":
        return date.fromisoformat(text) if text else None
    if column.type == "month" or (column.type == "choice" and column.required):
        return text or None
    return text


def _text(given: Any) -> str:
    """What a widget holds, as the text of a cell."""
    return "" if given is None else str(given)


def _widget(kind: Kind, column: KindColumn, choices: Choices, named: Mapping[str, str]) -> None:
    key = _key(kind, column.key)
    asked: dict[str, Any] = {
        "label": f"{column.title} *" if column.required else column.title,
        "help": column.description,
        "key": key,
    }
    held = st.session_state.get(key)
    if column.type == "date":
        today = date.today()
        latest = max(today.replace(year=today.year + _YEARS_AHEAD, day=1), held or today)
        earliest = min(_EARLIEST, held or today)
        st.date_input(value=None, min_value=earliest, max_value=latest, format="DD/MM/YYYY", **asked)
    elif column.type == "month":
        months = _months(choices)
        st.selectbox(
            options=months if held in (None, *months) else [str(held), *months],
            index=None,
            format_func=_month_words,
            placeholder="Choose or type",
            accept_new_options=True,
            **asked,
        )
    elif column.key in _ALL or named:
        offered = dict(named) or {name: name for name in _names(column.key, choices)}
        all_of_them = _ALL.get(column.key, "–") if kind.has_places else "–"
        none = {} if column.required else {"": all_of_them}
        if column.required and held == "":
            st.session_state[key] = held = None
        elif held:
            offered.setdefault(str(held), str(held))
        words = none | offered
        st.selectbox(
            options=list(words), index=None if column.required else 0, format_func=lambda each: words.get(each, each),
            placeholder="Choose", **asked,
        )  # fmt: skip
    else:
        st.text_input(autocomplete="off", **asked)


def _names(key: str, choices: Choices) -> tuple[str, ...]:
    return choices.service_areas if key == "service_area" else choices.teams


def _months(choices: Choices) -> list[str]:
    """Months to choose from, the latest first."""
    now = Month.of(date.today())
    first = min(choices.first_month or now, now.plus(-_MONTHS_BEFORE))
    last = now.plus(_MONTHS_AHEAD)
    return [str(last.plus(-step)) for step in range(last.minus(first) + 1)]


def _month_words(text: str) -> str:
    """Apr 2025 for 2025-04; what somebody typed stays as it is."""
    try:
        return Month.parse(text).short
    except UsageError:
        return text


def _rows(columns: list[KindColumn]) -> Iterator[list[KindColumn]]:
    """The columns by the lines of the form: a sentence has a line of its own, two short ones share one."""
    waiting: list[KindColumn] = []
    for column in columns:
        if column.is_long:
            yield from ([waiting] if waiting else [])
            yield [column]
            waiting = []
        else:
            waiting.append(column)
            if len(waiting) == 2:
                yield waiting
                waiting = []
    if waiting:
        yield waiting


def _key(kind: Kind, column: str) -> str:
    """Of a column's widget."""
    return f"enter_{kind.key}_{column}"


def _own(kind: Kind, part: str) -> str:
    """Of the form's own parts; a kind may well have a column of the same name."""
    return f"entering_{kind.key}_{part}"
