"""The table on the terminal and in docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version

from tests.benchmarks.measuring import HEADINGS, Line

LIBRARIES = (
    "duckdb",
    "duckdb-sqlalchemy",
    "SQLAlchemy",
    "pandas",
    "pyarrow",
    "python-calamine",
    "streamlit",
    "plotly",
    "playwright",
)
ABOUT = {
    "Import": "Each piece of work has a process and files of its own; ours and the bare one take turns. A small file "
    "goes first as a warm-up. The bare load checks nothing and writes one table; the import reads, checks row by row, "
    "compares with what is stored, writes observations and grades, and keeps up the monthly tables.",
    "Screen": "A real browser in front of a real server with the made-up authority at its usual size, at the Skills "
    "page, which draws three charts. The dashboard is started by `python -m mwm serve` and the bare page by "
    "`streamlit run`, with the same settings; they take turns. The browser's cache is empty at each cold start. A "
    "change of filter is a choice that was not made before, so that nothing is remembered; it ends with the first "
    "frame in which the first chart has another alt text and other lines.",
    "Questions": "Each question is asked of the whole authority and, where it does not say otherwise, all six years, "
    "with nothing filtered. It is asked again and again on one open store, so that what is remembered until the store "
    "changes (months that were read, series that were judged) is remembered; where it says so, over a period that was "
    "not asked for before. The bare aggregate is the average by month, element and service area over the raw grades, "
    "on a connection of the same store; pandas is given those rows as a frame in memory, ready joined and with its "
    "texts as categories; the others take turns.",
}

Sections = dict[str, list[Line]]


def as_text(sections: Sections) -> str:
    """One table for the terminal."""
    rows = [HEADINGS, *(line.cells() for lines in sections.values() for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    numbers = {1, 3, 4}

    def row_text(cells: tuple[str, ...]) -> str:
        parts = [
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return "  ".join(parts).rstrip()

    out = [row_text(HEADINGS)]
    for name, lines in sections.items():
        out += ["", name.upper(), *(row_text(line.cells()) for line in lines)]
    return "\n".join([*out, "", verdict(sections)])


def verdict(sections: Sections) -> str:
    """How many goals there are and which are not met."""
    lines = [line for part in sections.values() for line in part]
    judged = [line for line in lines if line.met is not None]
    missed = [line.what.strip() for line in judged if not line.met]
    said = f"{len(judged) - len(missed)} of {len(judged)} goals are met."
    return f"{said} Not met: {'; '.join(missed)}." if missed else said


def as_markdown(sections: Sections, *, command: str, browser: str, loads: Sequence[float], minutes: float) -> str:
    """The whole of docs/benchmarks.md. loads: of the machine, before the run and at points during it."""
    versions = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in LIBRARIES)]
    versions += [f"Chromium {browser}"] if browser else []
    busy = ""
    if loads:
        busy = f" Load of the machine before the run: {loads[0]:.1f}; highest after a part of it: {max(loads):.1f} "
        busy += f"(the run by itself makes up to about {os.cpu_count()})."
    out = [
        "# How fast it is",
        "",
        f"Written by `{command}` on {date.today():%Y-%m-%d} in {minutes:.0f} minutes, on {_machine()}.{busy}",
        "",
        f"{', '.join(versions)}.",
        "",
        "Every value is the median of several repeats after a warm-up, unless it says once. Times of another machine "
        "differ; what counts are the ratios to the work beside it, measured in the same run.",
        "",
        f"**{verdict(sections)}**",
    ]
    for name, lines in sections.items():
        out += ["", f"## {name}", "", ABOUT[name], ""]
        out += [f"| {' | '.join(HEADINGS)} |", "|---|--:|---|--:|--:|---|---|"]
        out += [f"| {' | '.join(cell.strip() for cell in _indented(line))} |" for line in lines]
    return "\n".join(out) + "\n"


def _indented(line: Line) -> tuple[str, ...]:
    first, *rest = line.cells()
    return (f"… {first.strip()}" if first.startswith(" ") else first, *rest)


def _machine() -> str:
    cores = os.cpu_count() or 1
    memory = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = f" and {os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1024**3:.0f} GiB of memory"
    return f"{platform.system()} with {cores} core{'s' if cores > 1 else ''}{memory}"
