"""“Add to a workshop”: from any page that can be shown to a room, its view becomes a step."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

import streamlit as st

from mwm.errors import MwmError
from mwm.settings import settings
from mwm.ui.asking import store
from mwm.ui.navigation import PageEntry
from mwm.workshops import Workshop, kept_workshops, load, save, step_of
from mwm.workshops.sequence import QUESTION, TITLE
from mwm.workshops.views import PAGES

_NEW = ""
_SAID = "mwm_added"
_STYLE = (
    ".st-key-facts > :has([data-testid=stPopover]) { order: 1; } .st-key-facts > .stHtml { flex: 1; } "
    ".st-key-facts [data-testid=stPopover] button { min-height: 1.7rem; padding: 0 0.6rem; border-radius: 1.2rem; } "
    ".st-key-facts [data-testid=stPopover] button p { font-size: 0.86rem; }"
)  # small, at the right of the line of facts


def offer(entry: PageEntry, query: Mapping[str, str | list[str]]) -> None:
    """The button and what it opens. Nothing on a page that is not for a room, or without a store.

    query: every value of the view, as its link carries it.
    """
    if entry.key not in PAGES:
        return
    st.html(f"<style>{_STYLE}</style>")
    with st.popover("Add to a workshop", key=f"add_to_workshop_{entry.key}"):
        try:
            known = {kept.id: kept.title for kept in kept_workshops(store())}
        except MwmError:
            st.html('<p class="mwm-sub">Workshops are kept in the store, and there is none yet.</p>')
            return
        into = st.selectbox(
            "Workshop",
            [*known, _NEW],
            format_func=lambda name: known.get(name, "A new workshop"),
            key=f"add_into_{entry.key}",
        )
        title = st.text_input("Title for the room", value=entry.question, max_chars=TITLE, key=f"add_title_{entry.key}")
        question = st.text_input("Question to the room", max_chars=QUESTION, key=f"add_question_{entry.key}")
        is_held = st.toggle("Hold the view back until it is answered", key=f"add_held_{entry.key}")
        link = f"{entry.key}?{urlencode(dict(query), doseq=True)}"
        st.button(
            "Add this view",
            type="primary",
            key=f"add_{entry.key}",
            on_click=_add,
            args=(into, link, title, question, is_held),
        )
        if said := st.session_state.pop(_SAID, ""):
            st.html(f'<p class="mwm-sub" role="status">{escape(said)}</p>')


def _add(into: str, link: str, title: str, question: str, is_held: bool) -> None:
    try:
        step = step_of(title=title, view=link, question=question, is_held=is_held)
        opened, version = load(store(), into) if into else (Workshop("My workshop"), None)
        save(store(), opened.with_step(step), user=settings().user, of=into, version=version)
    except MwmError as refusal:
        st.session_state[_SAID] = f"{refusal.what} {refusal.mend}"
    else:
        st.session_state[_SAID] = f"Added as step {len(opened.steps) + 1}."
