"""Slides from the dashboard: one answer, the standard pack, or a workshop, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from mwm.answer import Answer
from mwm.exports.slides import Card, Show, Wanted, cards_and_wanted, slides_file, standard
from mwm.questions import QUESTIONS, scope_choices
from mwm.questions.made_up import made_up
from mwm.scope import Scope
from mwm.ui import handing_over
from mwm.ui.asking import ask, recall, store, viewer
from mwm.ui.workshop import first_names
from mwm.workshops import EXAMPLES, Workshop, kept_workshops, load, ready_workshops

MEDIA = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_STANDARD = "standard"
_ABOUT = (
    "A presentation that PowerPoint and LibreOffice open. The title of each slide is its answer, every "
    "chart can be edited, and the notes say how each number is worked out."
)


def offer(answer: Answer, key: str, *, title: str) -> None:
    """One answer as a slide. key: of the button, one for each answer of a page."""
    shows = [Show(Wanted(answer.question, title), answer)]
    make = partial(slides_file, shows, small_numbers=viewer().sees_small_numbers)
    st.download_button(
        "Slide (PPTX)",
        data=handing_over.recorded(make, [answer], "pptx"),
        file_name=handing_over.file_name(answer, "pptx"),
        mime=MEDIA,
        on_click="ignore",
        key=f"pptx_{key}",
        width="stretch",
    )


def slides_pack(scope: Scope) -> None:
    """The choice of a pack, and its file; the questions are asked when the slides are prepared."""
    st.html(f'<h2 class="mwm-picture">Slides</h2><p class="mwm-sub">{_ABOUT}</p>')
    names = {_STANDARD: "Standard pack"}
    names |= {name: f"Workshop: {workshop.title}" for name, workshop in ready_workshops().items()}
    names |= {kept.id: f"Workshop: {kept.title}" for kept in kept_workshops(store())}
    chosen = st.selectbox("What is in them", list(names), format_func=lambda name: names[name], key="slides_pack")
    is_workshop = chosen != _STANDARD
    if not is_workshop:
        st.caption("Overview, each element of practice, supervision, families’ voice, looked after children.")
    with_notes = is_workshop and st.checkbox("With the facilitator’s notes", key="slides_notes")
    if not st.button("Prepare the slides", key="slides_prepare", type="primary"):
        return
    title, asked = _workshop(chosen, with_notes=with_notes) if is_workshop else ("", _standard(scope))
    parts = _answered(asked, scope)
    answers = [part.answer for part in parts if isinstance(part, Show)]
    small = viewer().sees_small_numbers
    make = partial(slides_file, parts, title=title, small_numbers=small)
    marks = ("-synthetic" if any(each.is_synthetic for each in answers) else "") + ("-small-numbers" if small else "")
    st.download_button(
        "Slides (PPTX)",
        data=handing_over.recorded(make, answers, "pptx", f"slides, {'workshop' if is_workshop else 'standard'}"),
        file_name=f"slides{marks}.pptx",
        mime=MEDIA,
        on_click="ignore",
        key="slides_pptx",
        disabled=not answers,
    )


def _standard(scope: Scope) -> tuple[Wanted | Card, ...]:
    return standard(recall(scope_choices, Scope(scope.authority)).names("element"))


def _workshop(name: str, *, with_notes: bool) -> tuple[str, tuple[Wanted | Card, ...]]:
    ready = ready_workshops()
    workshop: Workshop = ready[name] if name in ready else load(store(), name)[0]
    elements, first = recall(scope_choices, Scope()).names("element"), first_names()
    found: list[Wanted | Card] = []
    for step in workshop.steps:
        found += cards_and_wanted(
            step.view.page,
            step.view.query(first),
            elements,
            title=step.title,
            question=step.question,
            answer=step.answer,
            note=step.note if with_notes else "",
        )
    return workshop.title, tuple(found)


def _answered(asked: Sequence[Wanted | Card], scope: Scope) -> list[Show | Card]:
    """Each question asked, with a line that says which."""
    whole = sum(isinstance(one, Wanted) for one in asked)
    parts: list[Show | Card] = []
    with st.status("Asking …") as said:
        for one in asked:
            if isinstance(one, Card):
                parts.append(one)
                continue
            number = sum(isinstance(part, Show) for part in parts) + 1
            said.update(label=f"Asking {number} of {whole}: {one.title or QUESTIONS[one.question].about}")
            parts.append(Show(one, _answer(one, scope)))
        said.update(label="Ready", state="complete")
    return parts


def _answer(wanted: Wanted, scope: Scope) -> Answer:
    if wanted.question == "own-numbers":
        one = EXAMPLES[wanted.arguments["example"]]
        verdict = wanted.arguments["has_verdict"]
        return made_up(one.days, one.values, measure=one.measure, better=one.better, has_verdict=verdict)
    return ask(QUESTIONS[wanted.question].function, wanted.scope_within(scope), **wanted.arguments)
