"""SSDA903 returns on the Import page: the files that wait, what is chosen about counting, and the counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from mwm.intake.returns import (
    Choices,
    Counted,
    ReturnFile,
    ReturnsReport,
    count_returns,
    is_return,
    read_return,
    told,
    write_counts,
)
from mwm.intake.returns.layout import table_of
from mwm.ui.asking import store

_FILES, _COUNTED, _TRIED = "import_returns", "import_returns_counted", "import_returns_tried"


def waiting() -> list[ReturnFile]:
    """The files of returns that wait to be imported, all of them together."""
    files: list[ReturnFile] = st.session_state.setdefault(_FILES, [])
    return files


def takes(data: bytes, headings: Sequence[str] = ()) -> bool:
    """Whether a file is a part of a return. headings: where it was read already."""
    return is_return(data) or (bool(headings) and table_of(headings) is not None)


def add(data: bytes, name: str) -> None:
    """Read a file and let it wait with the others. Raises IntakeError."""
    waiting().extend(read_return(data, name))


def put_aside() -> None:
    """Forget the files and everything that was counted from them."""
    for key in (_FILES, _COUNTED, _TRIED):
        st.session_state.pop(key, None)


def choose() -> Choices:
    """The switches."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        short = st.checkbox(
            "Count short breaks too",
            key="returns_short_breaks",
            help="Short breaks are legal status V3 and V4. Published figures leave them out.",
        )
        close = st.checkbox(
            "End what an old return left open",
            key="returns_close_lost",
            help="A child left open in one year's return, and in no later one, has most likely left. "
            "Tick to end the episode on 31 March of that return's year.",
        )
        population = st.number_input(
            "Children aged 0 to 17 in the area",
            min_value=1,
            value=None,
            step=1,
            placeholder="for the rate per 10,000",
            key="returns_population",
            width=240,
        )
    return Choices(short, close, population)


def counted(choices: Choices, *, accept_good_rows: bool) -> Counted:
    """The counts, worked out once for each set of files and choices. Raises IntakeError."""
    files = waiting()
    kept: dict[str, Counted] = st.session_state.setdefault(_COUNTED, {})
    key = repr(([(file.sha256, file.table) for file in files], choices, accept_good_rows))
    if key not in kept:
        with st.spinner("Counting"):
            kept[key] = count_returns(files, choices, accept_good_rows=accept_good_rows)
    return kept[key]


def tried(numbers: Counted, options: Mapping[str, Any]) -> ReturnsReport:
    """What would come of importing, worked out once for each count and version of the store. Raises IntakeError."""
    here = store(create=True)
    key = (id(numbers), repr(dict(options)), here.version)
    kept = st.session_state.get(_TRIED)
    if kept is None or kept[0] != key:
        kept = (key, write_counts(here, waiting(), numbers, dry_run=True, **options))
        st.session_state[_TRIED] = kept
    report: ReturnsReport = kept[1]
    return report


def year_ends_html(numbers: Counted) -> str:
    """A table of the year ends, for comparing with what was published."""
    months = numbers.months
    if not len(months):
        return ""
    whole = months[months["breakdown"] == "all"].set_index("month").sort_index()
    rows = ""
    for month in [month for month in whole.index if month.month == 3]:
        year = whole.loc[:month].tail(12)
        cells = (year["looked_after"].iloc[-1], year["started"].sum(), year["ceased"].sum())
        rows += f'<tr><th scope="row">31 March {month.year}</th>'
        rows += "".join(f'<td class="number">{int(cell):,}</td>' for cell in cells) + "</tr>"
    if not rows:
        return ""
    headings = "".join(
        f'<th scope="col" class="number">{words}</th>'
        for words in ("Looked after", "Started in the year", "Ceased in the year")
    )
    return (
        '<div class="mwm-scroll" tabindex="0" role="region" aria-label="Counts at each year\'s end">'
        '<table class="mwm-table"><caption>Counts at each year\'s end</caption>'
        f'<thead><tr><th scope="col">Day</th>{headings}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def files_html() -> str:
    """The names of the files that wait."""
    names = dict.fromkeys(file.name for file in waiting())
    return f'<p class="mwm-sub">{escape(", ".join(names))}</p>'


def say_notes(numbers: Counted) -> None:
    """What was read and chosen and does not fit; folded away what is odd in single rows."""
    if not numbers.is_stopped:
        st.html(_listed(told(numbers)))
    if warnings := numbers.findings.warnings():
        with st.expander(f"Checks: {len(warnings)} {'thing' if len(warnings) == 1 else 'things'} to look at"):
            st.html(_listed(warnings))


def _listed(notes: Sequence[str]) -> str:
    return '<ul class="mwm-caveats">' + "".join(f"<li>{escape(note)}</li>" for note in notes) + "</ul>"
