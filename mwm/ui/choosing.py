"""One choice of a page's own (which element, how fine …), kept over pages and in the address like the scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from mwm.ui import address
from mwm.ui.frame import current


def choose(
    name: str, about: str, options: Mapping[str, str], default: str, *, at: Literal["bar", "picture"] = "bar"
) -> str:
    """A menu of one choice. Returns the key chosen.

    name: as in the address. about: what is chosen, for screen readers. options: key → words. at: in the scope bar, or
    beside the buttons of the next picture. A key that the page does not have (an old link) falls back to the default.
    """
    kept = address.asked().get(name, [default])[0]
    chosen = kept if kept in options else default
    frame = current()
    frame.query[name] = chosen
    key = f"choose_{frame.entry.key}_{name}"

    def draw() -> None:
        st.menu_button(
            options.get(chosen, "–"),
            list(options),
            format_func=lambda option: options[option],
            key=key,
            help=about,
            on_click=_keep,
            args=(name, key),
        )

    if at == "picture":
        frame.beside.append(draw)
    else:
        with frame.bar:
            draw()
    return chosen


def _keep(name: str, key: str) -> None:
    picked = st.session_state.get(key)
    if picked is not None:
        address.keep(name, [str(picked)])
