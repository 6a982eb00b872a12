"""Choices of a page's own (which element, how fine …), kept over pages and in the address like the scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from mwm.questions.plans import event_categories
from mwm.questions.question import ALL_EVENTS, NO_EVENTS
from mwm.scope import Scope
from mwm.ui import address
from mwm.ui.asking import recall
from mwm.ui.frame import current
from mwm.ui.presenting import is_presenting


def choose(
    name: str,
    about: str,
    options: Mapping[str, str],
    default: str,
    *,
    at: Literal["bar", "tabs", "picture", "slider", "here"] = "bar",
    of: str = "",
) -> str:
    """One choice. Returns the key chosen.

    name: as in the address. about: what is chosen, for screen readers. options: key → words. at: a menu in the scope
    bar, all the words side by side in the scope bar, a menu beside the buttons of the next picture, or a slider or a
    menu right here. of: name of the picture's drawing function, where it is a later one. A key that the page does not
    have (an old link) falls back to the default. A room sees what was chosen, and no menu; nor is there one
    beside a picture where there is nothing to choose.
    """
    kept = address.asked().get(name, [default])[0]
    chosen = kept if kept in options else default
    frame = current()
    frame.query[name] = chosen
    if is_presenting() or (at == "picture" and len(options) < 2):
        return chosen
    key = f"choose_{frame.entry.key}_{name}"

    def tabs() -> None:
        st.session_state[key] = chosen
        st.segmented_control(
            about,
            list(options),
            format_func=lambda option: options[option],
            key=key,
            label_visibility="collapsed",
            required=True,
            on_change=_keep,
            args=(name, key),
        )

    def menu() -> None:
        st.menu_button(
            options.get(chosen, "–"),
            list(options),
            format_func=lambda option: options[option],
            key=key,
            help=about,
            on_click=_keep,
            args=(name, key),
        )

    if at == "slider":
        st.session_state[key] = chosen
        st.select_slider(
            about, list(options), format_func=lambda option: options[option], key=key, on_change=_keep, args=(name, key)
        )
    elif at == "here":
        menu()
    elif at == "picture":
        frame.beside.append((of, menu))
    else:
        with frame.bar:
            (tabs if at == "tabs" else menu)()
    return chosen


def choose_events(scope: Scope, *, of: str = "") -> str:
    """Which dated events are marked on the next picture (or that of `of`): the argument `events` of its questions."""
    options = {ALL_EVENTS: "All events"}
    options |= {category: f"Events: {category}" for category in recall(event_categories, Scope(scope.authority))}
    return choose(
        "events", "Which events are marked", options | {NO_EVENTS: "No events"}, ALL_EVENTS, at="picture", of=of
    )


def _keep(name: str, key: str) -> None:
    picked = st.session_state.get(key)
    if picked is not None:
        address.keep(name, [str(picked)])
