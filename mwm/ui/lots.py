"""The number that makes a draw: kept in the address, so that a link shows the same draw to somebody else."""

from __future__ import annotations

import streamlit as st

from mwm.ui import address
from mwm.ui.frame import current

_SEED = "seed"


def choose_seed(usual: int) -> str:
    """Offer another draw, and return the number of this one. usual: the number of the first draw."""
    given = address.asked().get(_SEED, [""])[0]
    seed = int(given) if given.isascii() and given.isdigit() and len(given) <= 12 else usual
    current().query[_SEED] = str(seed)
    st.button(
        "Draw again",
        key="draw_again",
        on_click=address.keep,
        args=(_SEED, [str(seed + 1)]),
        help="With the next number. Note the number that counts: it draws the same names whenever it is asked for.",
    )
    return str(seed)
