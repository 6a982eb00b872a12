"""The first call of every page: who is looking, the menu, the title, the scope bar."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from html import escape
from pathlib import Path
from traceback import extract_tb

import streamlit as st

from mwm.charts.inks import DARK, LIGHT, Inks
from mwm.errors import MwmError, StoreError
from mwm.scope import Scope
from mwm.ui import address, components, navigation, scope_bar
from mwm.ui.asking import store, viewer
from mwm.ui.frame import Frame, begin, current

_log = logging.getLogger(__name__)
_MENU_WIDTH = 216  # pixels
_ASSETS = Path(__file__).parent / "assets"


def page(key: str, *, scope: tuple[str, ...] = (), unless: Mapping[str, tuple[str, str]] | None = None) -> Scope:
    """Set up a page and return what it was asked about.

    key: one of navigation.PAGES. scope: the controls that the page's questions use (service_area, team, setting,
    marker, period); the others stay as they are for other pages. unless: a control that is left out where a choice of
    the page's own (its name, its key) makes it mean nothing. Stops the page, saying why and what to do, where there is
    no store, the link cannot be read, or the viewer may not see it.
    """
    entry = navigation.PAGES[key]
    st.set_page_config(
        page_title=f"{entry.question} · Measuring What Matters", layout="wide", initial_sidebar_state=_MENU_WIDTH
    )
    navigation.register()
    st.html(f"<style>:root {{ --mwm-paper: {inks().paper}; --mwm-text: {inks().text}; }}\n{_style()}</style>")
    address.take_link()
    navigation.draw_links(key, address.for_links())
    components.follow_links()
    st.html(f'<h1 class="mwm-title">{escape(entry.question)}</h1>')
    headline = st.container(key="headline")
    bar = st.container(key="scope_bar", horizontal=True, vertical_alignment="center", gap="xsmall")
    facts = st.container(key="facts")
    begin(Frame(entry, headline, bar, facts))
    viewer()
    with refusals_said():
        if not scope:
            return Scope()
        for notice in store().notices:
            if st.session_state.setdefault(f"mwm_said {notice}", key) == key:
                st.warning(notice)  # on the page that was opened first; it would be in the way on every other
        idle = {control for control, (name, value) in (unless or {}).items() if address.asked().get(name) == [value]}
        return scope_bar.draw(current(), tuple(control for control in scope if control not in idle))
    raise AssertionError("a refusal stops the page")


def inks() -> Inks:
    """The colours for the theme that the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def say_first(sentence: str) -> None:
    """Fill the headline of a page that no answer leads."""
    frame = current()
    frame.led = True
    with frame.headline:
        st.html(f'<p class="mwm-headline">{escape(sentence)}</p>')


@contextmanager
def refusals_said() -> Iterator[None]:
    """Turn a refusal into a calm message with what, where and how to mend it, and stop the page there.

    A fault of the program is said calmly too. Its kind and place go to the log, never its words, which may hold
    somebody's identifier.
    """
    try:
        yield
    except MwmError as refusal:
        say_refusal(refusal)
        st.stop()
    except Exception as fault:
        places = " < ".join(f"{place.name} line {place.lineno}" for place in reversed(extract_tb(fault.__traceback__)))
        _log.error("%s in %s", type(fault).__name__, places)
        st.html(
            '<div class="mwm-state mwm-fault" role="alert"><h2>This could not be shown.</h2><p>That is a fault of the '
            "program, not of your data. Try another choice, and please tell whoever looks after this dashboard.</p>"
            "</div>"
        )
        st.button("Start this page afresh", on_click=_afresh)
        st.stop()


def say_refusal(refusal: MwmError) -> None:
    """What is wrong, where, and what to do next."""
    where = f'<p class="mwm-where">{escape(refusal.where)}</p>' if refusal.where else ""
    mend = f"<p>{escape(refusal.mend)}</p>" if refusal.mend else ""
    st.html(f'<div class="mwm-state" role="status"><h2>{escape(refusal.what)}</h2>{where}{mend}</div>')
    with st.container(horizontal=True):
        if isinstance(refusal, StoreError) and current().entry.key != "import":
            st.page_link(navigation.st_page("import"), label="Import a file")
        if st.query_params:
            st.button("Start this page afresh", on_click=_afresh)


def _afresh() -> None:
    address.forget_all()
    st.query_params.clear()


@cache
def _style() -> str:
    return (_ASSETS / "style.css").read_text(encoding="utf-8")
