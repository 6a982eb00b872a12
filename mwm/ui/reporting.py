"""The practice report on its page: its parts side by side, and the choice of one worker."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from mwm.answer import Answer
from mwm.charts.inks import Inks
from mwm.charts.still import ON_SCREEN
from mwm.exports.report.contents import contents_of
from mwm.exports.report.html import part_picture, part_table
from mwm.scope import Scope
from mwm.ui.asking import viewer
from mwm.ui.frame import current

_WORKER = "report_worker"


def choose_worker() -> str | None:
    """Ask in the scope bar for one person's code, of those who may see names; None for the whole scope.

    It is kept in the session and never in the address, because a link travels.
    """
    if not viewer().may_see_names:
        return None
    with current().bar, st.popover("One worker" + (": chosen" if st.session_state.get(_WORKER) else "")):
        code = st.text_input(
            "Worker’s code",
            key=_WORKER,
            autocomplete="off",
            help="A report on one person is for that person, their supervisor and their coach. Clear the code for "
            "everybody.",
        )
    return code.strip() or None


def subject(worker: str | None) -> dict[str, str]:
    """Whom a next step is for: the one worker whose report is open, else nobody by name. The form does not ask."""
    return {"worker_id": worker or ""}


def place_of(scope: Scope) -> dict[str, str]:
    """The part of the service that a new next step begins with: the one that is looked at."""
    areas, teams = scope.service_areas, scope.teams
    return {"service_area": areas[0] if len(areas) == 1 else "", "team": teams[0] if len(teams) == 1 else ""}


def report_parts(answer: Answer, inks: Inks, *, leave_out: tuple[str, ...] = ()) -> str:
    """All parts as HTML, in two columns where there is room. leave_out: keys of parts that the page shows itself."""
    contents = contents_of(answer, date.today(), inks, ON_SCREEN)
    sections = []
    for block in contents.blocks:
        part = block.part
        if part.key in leave_out:
            continue
        picture = part_picture(block.drawing) if block.drawing else ""
        table = part_table(part, style="mwm-table")
        scroll = f'<div class="mwm-scroll" tabindex="0" role="region" aria-label="{escape(part.title)}">{table}</div>'
        notes = "".join(f'<p class="mwm-sub">{escape(note)}</p>' for note in part.notes)
        sections.append(
            f'<section><h2 class="mwm-picture">{escape(part.title)}</h2><p class="mwm-told">{escape(part.says)}</p>'
            f"{picture}{scroll if table else ''}{notes}</section>"
        )
    return f'<p class="mwm-sub">{escape(contents.title)}</p><div class="mwm-report">{"".join(sections)}</div>'
