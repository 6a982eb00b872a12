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
from mwm.ui import address, components, local_use, navigation, presenting, scope_bar, staging, workshop
from mwm.ui.asking import store, viewer
from mwm.ui.frame import Frame, begin, current

_log = logging.getLogger(__name__)
_MENU_WIDTH = 216  # pixels
_NOT_FOR_A_ROOM = (
    "Figures are entered, mended or written down here, and people’s codes may be among them. Press Escape to leave "
    "present mode and go on by yourself."
)
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
    st.html(f"<style>:root {{ --mwm-paper: {inks().paper}; --mwm-text: {inks().text}; }}\n{_style('style')}</style>")
    presenting.listen(can_present=entry.is_for_rooms and entry.is_listed)
    address.take_link()
    components.follow_links()
    components.follow_theme()
    workshop.follow(key)
    begin(_for_a_room(entry) if presenting.is_presenting() else _for_one(entry))
    viewer()
    with refusals_said():
        workshop.stage(current())
        if not scope:
            return Scope()
        for notice in () if presenting.is_presenting() else store().notices:
            if st.session_state.setdefault(f"mwm_said {notice}", key) == key:
                st.warning(notice)  # on the page that was opened first; it would be in the way on every other
        idle = {control for control, (name, value) in (unless or {}).items() if address.asked().get(name) == [value]}
        return scope_bar.draw(current(), tuple(control for control in scope if control not in idle))
    raise AssertionError("a refusal stops the page")


def _for_one(entry: navigation.PageEntry) -> Frame:
    """The menu, the title with the way into present mode, and the places that are filled later."""
    navigation.draw_links(entry.key, address.for_links())
    if entry.is_listed:
        local_use.draw_switch()
    with st.container(key="top", horizontal=True, vertical_alignment="center"):
        st.html(f'<h1 class="mwm-title">{escape(entry.question)}</h1>')
        if entry.is_for_rooms and entry.is_listed:
            words = "For a shared screen: one picture, large letters, nobody's codes. Escape leaves it."
            st.button("Present (P)", key="present_enter", on_click=presenting.enter, help=words)
    headline = st.container(key="headline")
    bar = st.container(key="scope_bar", horizontal=True, vertical_alignment="center", gap="xsmall")
    facts = st.container(key="facts", horizontal=True, vertical_alignment="center", gap="small")
    return Frame(entry, headline, bar, facts)


def _for_a_room(entry: navigation.PageEntry) -> Frame:
    """The places of a shared screen. Stops here, with a way out, where a page is not for one."""
    st.html(f"<style>{_style('present')}</style>")
    frame = staging.set_up(entry)
    if not entry.is_for_rooms:
        staging.say(frame, "This page is not for a shared screen.", _NOT_FOR_A_ROOM)
        address.write(entry.key, frame.query)
        st.stop()
    return frame


def inks() -> Inks:
    """The colours for the theme that the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def say_first(sentence: str) -> None:
    """Fill the headline of a page that no answer leads."""
    frame = current()
    frame.led = True
    if presenting.is_presenting():
        staging.say(frame, sentence, "Press Escape to leave present mode, and bring something to show first.")
        return
    with frame.headline:
        st.html(f'<p class="mwm-headline">{escape(sentence)}</p>')


def say_aside(html: str) -> None:
    """A line of HTML beside the pictures, which a room does not need."""
    if not presenting.is_presenting():
        st.html(html)


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
        if presenting.is_presenting():
            staging.say(current(), "This could not be shown.", "Leave present mode, and try another choice.")
            st.stop()
        st.html(
            '<div class="mwm-state mwm-fault" role="alert"><h2>This could not be shown.</h2><p>That is a fault of the '
            "program, not of your data. Try another choice, and please tell whoever looks after this dashboard.</p>"
            "</div>"
        )
        st.button("Start this page afresh", on_click=_afresh)
        st.stop()


def say_refusal(refusal: MwmError) -> None:
    """What is wrong, where, and what to do next."""
    if presenting.is_presenting():
        staging.say(current(), refusal.what, refusal.mend)
        address.write(current().entry.key, current().query)  # without what the link carried besides
        return
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
def _style(name: str) -> str:
    return (_ASSETS / f"{name}.css").read_text(encoding="utf-8")
