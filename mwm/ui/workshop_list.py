"""The Workshop page at first: workshops of one's own, ready ones, and the ways to begin another."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mwm.errors import MwmError
from mwm.questions import scope_choices
from mwm.scope import Scope
from mwm.settings import settings
from mwm.ui import address, navigation, workshop, workshop_starting
from mwm.ui.asking import recall, store
from mwm.ui.page import say_first, say_refusal
from mwm.workshops import (
    KeptWorkshop,
    Workshop,
    delete,
    kept_workshops,
    read_workshop,
    ready_workshops,
    save,
    undo,
)
from mwm.workshops.sequence import TITLE, line

EDIT = "edit"  # in the address: the workshop that is worked on
_GONE = "mwm_workshop_deleted"


def show() -> None:
    """The page without a workshop chosen. Raises StoreError without a store."""
    store()
    say_first("Line up the views you want to talk about. Ask the room first, then show what the numbers say.")
    st.html(f"<style>{workshop.style()}</style>")
    workshop_starting.say_running()
    _say_nothing_loaded()
    own, new = st.columns([0.64, 0.36], gap="large")
    with own:
        _own_workshops(kept_workshops(store()))
        _ready_made()
    with new:
        _make_one()
        _bring_one()


def open_workshop(name: str) -> None:
    """Work on a workshop, from the next run on: for callbacks."""
    address.keep(EDIT, [name])


def note_deleted(name: str, title: str) -> None:
    """Offer to bring a workshop back that was deleted."""
    st.session_state[_GONE] = (name, title)


def _say_nothing_loaded() -> None:
    if recall(scope_choices, Scope()).authority is not None:
        return
    st.html(
        '<div class="mwm-state"><p>Nothing is loaded yet. Until there is, only “How to read these charts” has '
        "something to show.</p></div>"
    )
    st.page_link(navigation.st_page("import"), label="Import a file")


def _own_workshops(kept: list[KeptWorkshop]) -> None:
    st.html('<h2 class="mwm-picture">Your workshops</h2>')
    _offer_undo()
    if not kept:
        st.html(
            '<div class="mwm-state brief"><p><b>No workshop of your own yet.</b> Start or copy a ready one below, make '
            "one at the side, or press “Add to a workshop” on any page that you want to show.</p></div>"
        )
    for entry in kept:
        steps = f"{entry.steps} {'step' if entry.steps == 1 else 'steps'}"
        with _row(f"own_{entry.id}", entry.title, f"{steps} · changed {entry.saved_at:%d/%m/%Y} by {entry.saved_by}"):
            st.button("Start", key=f"start_{entry.id}", on_click=workshop_starting.ask_how, args=(entry.id,))
            st.button("Open", key=f"open_{entry.id}", on_click=open_workshop, args=(entry.id,))
            st.button("Copy", key=f"copy_{entry.id}", on_click=_copy, args=(entry.id,))
            st.button("Delete", key=f"delete_{entry.id}", on_click=_delete, args=(entry.id, entry.title))
        workshop_starting.offer(entry.id)


def _ready_made() -> None:
    st.html('<h2 class="mwm-picture">Ready to start</h2>')
    for name, ready in ready_workshops().items():
        with _row(name, ready.title, f"{len(ready.steps)} steps. {ready.about}"):
            st.button("Start", key=f"start_{name}", on_click=workshop_starting.ask_how, args=(name,))
            st.button("Copy and change", key=f"copy_{name}", on_click=_copy, args=(name,))
        workshop_starting.offer(name)


def _row(key: str, title: str, about: str) -> DeltaGenerator:
    """One workshop: its words at the left; returns the place of its buttons."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"workshop_row_{key}"):
        st.html(f'<div class="mwm-row"><h3>{escape(title)}</h3><p class="mwm-sub">{escape(about)}</p></div>')
        return st.container(horizontal=True, gap="xsmall", width="content")


def _make_one() -> None:
    st.html('<h2 class="mwm-picture">A new one</h2>')
    with st.form("new_workshop", border=False, clear_on_submit=True):
        title = st.text_input("Title", max_chars=TITLE, placeholder="Practice forum, March")
        pressed = st.form_submit_button("Make it")
    if pressed:
        try:
            made, _ = save(store(), Workshop(line(title, "title", TITLE, needed=True)), user=settings().user)
        except MwmError as refusal:
            say_refusal(refusal)
            return
        open_workshop(made)
        st.rerun()


def _bring_one() -> None:
    st.html('<h2 class="mwm-picture">From a file</h2>')
    given = st.file_uploader("A workshop’s file (.toml)", type=["toml"], key="workshop_file")
    if given is None:
        st.session_state.pop("mwm_workshop_file", None)
        return
    if st.session_state.get("mwm_workshop_file") == given.file_id:
        return  # taken already
    try:
        name, _ = save(store(), read_workshop(given.getvalue(), name=given.name[:80]), user=settings().user)
    except MwmError as refusal:
        say_refusal(refusal)
        return
    st.session_state["mwm_workshop_file"] = given.file_id
    open_workshop(name)
    st.rerun()


def _copy(name: str) -> None:
    original = workshop.workshop_called(name)
    title = original.title if name in ready_workshops() else f"{original.title[: TITLE - 7]} (copy)"
    made, _ = save(store(), original.renamed(title), user=settings().user)
    open_workshop(made)


def _delete(name: str, title: str) -> None:
    delete(store(), name, user=settings().user)
    note_deleted(name, title)


def _offer_undo() -> None:
    gone = st.session_state.get(_GONE)
    if gone:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(f'<p role="status">“{escape(gone[1])}” was deleted.</p>', width="content")
            st.button("Undo", key="undo_delete", on_click=_bring_back, args=(gone[0],))


def _bring_back(name: str) -> None:
    undo(store(), name, user=settings().user)
    st.session_state.pop(_GONE, None)
