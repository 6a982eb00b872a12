"""Grades to talk about: the queue, and the form in which an agreed grade is recorded."""

from __future__ import annotations

import streamlit as st

from mwm.intake.kinds import kind_of
from mwm.questions import Choices, grades_to_discuss
from mwm.scope import Scope
from mwm.ui import entering, entries
from mwm.ui.asking import ask
from mwm.ui.choosing import choose
from mwm.ui.page import refusals_said

_LISTS = {"open": "To discuss", "agreed": "Agreed"}


def draw(scope: Scope, choices: Choices) -> None:
    """The list, each entry with a link that fills the form with it, and the form beside it."""
    assert choices.framework is not None, "there is a council where there are grades"
    kind = kind_of("agreed_grades")
    of = entries.list_of_entries.__name__
    show = choose("discuss", "Which grades", _LISTS, "open", at="picture", of=of)
    answer = ask(grades_to_discuss, scope, show=show)
    row = entries.chosen(answer, kind)
    listed, asked = st.columns([0.62, 0.38], gap="large")
    with listed:
        entries.show_list(
            answer,
            kind,
            title=answer.headline,
            link=f"grading?{scope.to_link(discuss=show)}",
            what_to_do="Choose more months or teams above to look further.",
            verb="Agree a grade" if show == "open" else "Change",
            caption=_LISTS[show],
        )
    with asked, refusals_said():
        points = {f"{point:g}": f"{point:g}" for point in choices.framework.scale.points}
        start = {key: row[key] for key in ("observation_id", "element")} if row and show == "open" else None
        entering.form(
            kind, choices, values=row if show == "agreed" else None, start=start, options={"agreed_grade": points}
        )
