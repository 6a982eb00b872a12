"""Starting a workshop: in this window or with the notes here, with teams' own names or letters; and coming back."""

from __future__ import annotations

import json
from html import escape

import streamlit as st

from mwm.ui import address, components, running, workshop, workshop_notes
from mwm.ui.page import refusals_said

_ASKING, _LED, _WRITE = "mwm_workshop_asking", "led_workshop", "mwm_write_led_workshop"


def ask_how(name: str) -> None:
    """Ask how to start a workshop, below it: for callbacks. Again takes the question back."""
    st.session_state[_ASKING] = None if st.session_state.get(_ASKING) == name else name


def offer(name: str) -> None:
    """The ways to start, where it was asked for."""
    if st.session_state.get(_ASKING) != name:
        return
    with st.container(border=True, key="start_how"):
        letters = st.toggle(
            "Call teams by letters, drawn anew each time (Team P, Team Q …)", key=f"letters_{name}", value=False
        )
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.button("Show it here", key="start_here", type="primary", on_click=_start, args=(name, letters, False))
            st.button(
                "My notes here, the room in a new window",
                key="start_notes",
                on_click=_start,
                args=(name, letters, True),
            )
        st.html(
            '<p class="mwm-sub">Arrow keys step, the space bar shows what is held back, Escape leaves. '
            "Small numbers and people are always hidden from the room.</p>"
        )


def _start(name: str, letters: bool, notes_here: bool) -> None:
    with refusals_said():
        run, notes_code = running.runs().open(name, workshop.workshop_called(name), has_neutral_names=letters)
        st.session_state[_WRITE] = json.dumps([notes_code, workshop_notes.link_to_notes(run, notes_code)])
        st.session_state.pop(_ASKING, None)
        if notes_here:
            address.forget_all()
            components.go_to(workshop_notes.link_to_notes(run, notes_code))
        else:
            workshop.begin(run)


def say_running() -> None:
    """The workshop that this browser has started, or this window has left, and that still goes on: ways back to it."""
    kept = components.browser_memory(_LED, st.session_state.pop(_WRITE, None))
    try:
        code, link = json.loads(kept or "[]")
    except ValueError:
        code, link = "", ""
    led = running.runs().of_notes(str(code))
    run = led or running.runs().of_room(st.session_state.get(workshop.LEFT, ""))
    if run is None or run.place.is_over:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="workshop_running"):
        st.html(f'<p role="status">“{escape(run.workshop.title)}” is being shown.</p>', width="content")
        st.button("Back to the room’s screen", key="back_to_room", on_click=workshop.begin, args=(run,))
        if led:
            st.button("My notes", key="back_to_notes", on_click=components.go_to, args=(str(link),))
        st.button("End it", key="end_running", type="tertiary", on_click=running.runs().end, args=(run,))
