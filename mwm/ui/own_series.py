"""What a person brings along for one look: pasted or uploaded, read, chosen from, and never stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from mwm.answer import Answer
from mwm.charts.interruption import interruption_chart
from mwm.intake import FileRows
from mwm.intake.reading import read_bytes
from mwm.intake.series import Series, read_series
from mwm.questions.interruption import BETWEEN_EVENTS, own_interruption, possible_dates
from mwm.questions.own_numbers import own_numbers
from mwm.ui.page import refusals_said, say_aside
from mwm.ui.panel import show
from mwm.ui.presenting import is_presenting

_EXAMPLE = "month,children\n2025-01,31\n2025-02,28\n2025-03,33\n…"
_CHARTS = {
    "xmr": "One number each time",
    "p": "So many out of so many",
    "u": "Events for so many",
    "c": "A count of events",
    "run": "Run chart",
    "g": "Cases or days between rare events",
    "t": "Time between rare events",
}
_BETTER = {"neutral": "Neither is better", "higher": "Higher is better", "lower": "Lower is better"}


_JUDGED = "mwm_own_judged"
_BOXES = tuple(f"own_{box}" for box in ("pasted", "dates", "values", "chart", "better", "target", "sizes", "rebase"))


@dataclass(frozen=True)
class Judged:
    """The answer, what was noticed while reading, and what to ask where a date of change is chosen."""

    answer: Answer
    notes: tuple[str, ...]
    interruption: Callable[[], Answer] | None


def judged() -> Judged | None:
    """What is brought and chosen, drawn as boxes and menus; its answer, or None while there is none. Raises MwmError.

    For a room nothing is drawn, and what was judged last stays; it is in this session only.
    """
    if is_presenting():
        st.session_state.setdefault(_JUDGED, None)
        for key in _BOXES:  # Streamlit forgets what is not drawn
            if key in st.session_state:
                st.session_state[key] = st.session_state[key]
    else:
        st.session_state[_JUDGED] = None
        rows = bring()
        st.session_state[_JUDGED] = choose_and_judge(rows) if rows is not None else None
    kept: Judged | None = st.session_state[_JUDGED]
    return kept


def bring() -> FileRows | None:
    """A box to paste into and an uploader; the rows, or None while there are none. Raises IntakeError."""
    pasted = st.text_area(
        "Paste two columns with their headings, straight from a spreadsheet",
        key="own_pasted",
        placeholder=_EXAMPLE,
        height=150,
    )
    upload = st.file_uploader("Or choose a CSV or Excel file", key="own_upload")
    if upload is not None:
        return read_bytes(upload.getvalue(), name=upload.name)
    return read_bytes(pasted.encode(), name="what you pasted") if pasted.strip() else None


def choose_and_judge(rows: FileRows) -> Judged:
    """Which columns, which chart, which direction is better, a target, a date after which it may have changed; and the
    answer. Raises MwmError.
    """
    headings = list(rows.headings)
    left, right = st.columns(2)
    with left:
        date_column = st.selectbox("Dates", headings, key="own_dates")
        value_column = st.selectbox("Numbers", headings, index=min(1, len(headings) - 1), key="own_values")
        chart: Any = st.selectbox("Kind of number", list(_CHARTS), format_func=_CHARTS.__getitem__, key="own_chart")
    with right:
        better: Any = st.selectbox("Direction", list(_BETTER), format_func=_BETTER.__getitem__, key="own_better")
        target = st.number_input("Target (may stay empty)", value=None, key="own_target")
        denominator = None
        if chart in ("p", "u"):
            denominator = st.selectbox("Out of", headings, index=len(headings) - 1, key="own_sizes")
    series = read_series(
        rows, date_column=date_column, value_column=value_column, denominator_column=denominator, chart=chart
    )
    days = [day.isoformat() for day in series.days]
    anew = st.multiselect("New limits from (only where you know why)", days[1:], key="own_rebase")
    answer = own_numbers(
        series.days,
        series.values,
        denominators=series.denominators,
        chart=chart,
        better=better,
        target=target,
        rebase_at=[series.days[days.index(day)] for day in anew],
        name=value_column,
    )
    return Judged(answer, series.notes, _choose_date(series, chart))


def _choose_date(series: Series, chart: Any) -> Callable[[], Answer] | None:
    """What to ask once the series itself is shown; None where no date is chosen."""
    if chart in BETWEEN_EVENTS:
        return None
    with st.expander("Did it change after a date?"):
        at = st.selectbox(
            "First day of the time after",
            [day.isoformat() for day in possible_dates(series.days, series.values)],
            index=None,
            placeholder="No date",
            key="own_interruption",
        )
        seasonal = st.toggle("Allow for the seasons of the year", key="own_seasonal") if at else False
    if at is None:
        return None
    return partial(
        own_interruption,
        series.days,
        series.values,
        date.fromisoformat(at),
        chart=chart,
        denominators=series.denominators,
        seasonal=seasonal,
    )


def show_interruption(asked: Callable[[], Answer]) -> None:
    """The sentence, the lines before and after the date, and the earlier trend carried on."""
    with refusals_said(), st.spinner("Fitting the lines …"):
        answer = asked()
    say_aside(f'<h2 class="mwm-picture">Did it change from {answer.extra["first_after"]:%d/%m/%Y} on?</h2>')
    show(
        answer,
        interruption_chart,
        title="Before and after" if is_presenting() else "",
        about="Points, the lines before and after the date, and the earlier trend carried on",
    )
