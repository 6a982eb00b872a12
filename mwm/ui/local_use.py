"""Who is using the dashboard, said at the side: one local user without sign-in, who may have small numbers shown."""

from __future__ import annotations

import streamlit as st

from mwm.ui.asking import SMALL_NUMBERS, small_numbers_shown, viewer
from mwm.ui.presenting import is_presenting

_SWITCH = "choose_small_numbers"  # Streamlit forgets a switch that another page does not draw; SMALL_NUMBERS stays
_WHAT = (
    "Off: numbers about very few people are hidden, and no single worker, grader or family is shown, so that a page "
    "can be shown to anybody. On: every number and the codes of people are shown, for your eyes only. Pages where rows "
    "are entered or mended always show them. A page shown to a room (P) never does."
)


def draw_switch() -> None:
    """The note and the switch, under the menu."""
    with st.sidebar, st.container(key="local_use"):
        st.html('<p class="mwm-local">Local use, no sign-in</p>')
        st.session_state[_SWITCH] = small_numbers_shown()
        st.toggle("Show people and small numbers", key=_SWITCH, on_change=_keep, help=_WHAT)


def may_show_people(what: str) -> bool:
    """Whether single people may be shown to whoever looks. Where not, the local user is told what is left out.

    what: what would stand here, as a plural in words ("Workers").
    """
    if viewer().may_see_names:
        return True
    if not is_presenting():
        st.html(f'<p class="mwm-sub">{what}: switch on “Show people and small numbers” at the side to see them.</p>')
    return False


def _keep() -> None:
    st.session_state[SMALL_NUMBERS] = bool(st.session_state[_SWITCH])
