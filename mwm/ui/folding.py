"""A part of a page that is folded away at first, and drawn only where somebody opens it."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mwm.ui import address
from mwm.ui.frame import current
from mwm.ui.presenting import is_presenting

_OPEN, _FOLDED = "open", "folded"


def unfold(name: str, label: str) -> DeltaGenerator | None:
    """Draw the fold. Returns its inside where it is open, else None.

    name: as in the address, which keeps whether it is open. For a room what is open is among the page's pictures.
    """
    frame = current()
    key = f"unfold_{frame.entry.key}_{name}"
    is_open = address.asked().get(name) == [_OPEN]
    frame.query[name] = _OPEN if is_open else _FOLDED
    if is_presenting():
        return st.container() if is_open else None
    st.session_state[key] = is_open
    box = st.expander(label, key=key, on_change=_keep, args=(name, key))
    return box if is_open else None


def _keep(name: str, key: str) -> None:
    address.keep(name, [_OPEN if st.session_state[key] else _FOLDED])
