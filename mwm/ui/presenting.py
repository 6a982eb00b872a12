"""Present mode: one page fills a shared screen, and nothing that could single out a person reaches the browser.

It is asked for with present=1 in the address, and then holds for the session until somebody leaves it: a click that
comes with an older address, or a page that is changed, never ends it. Everything about it is in the address:

present    1 while a page is shown to a room
screen     which of the page's pictures is shown, from 1
hold       1 while the answer is held back until somebody reveals it
workshop   a sequence of views: the arrow keys then belong to it, see steps_with()
step       the place in that sequence
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from mwm.ui import address, components

PRESENT, SCREEN, HOLD, WORKSHOP, STEP = address.OF_A_ROOM
EXPECT = "What do you expect?"
_ON, _OFF = ["1"], ["0"]
_PRESSED, _SCREENS, _QUESTION = "mwm_pressed", "mwm_screens", "mwm_room_question"
_KEYS = ("enter", "next", "previous", "leave", "reveal")
_steppers: list[Callable[[str], None]] = []


def is_presenting() -> bool:
    """Whether this page is shown to a room."""
    return address.asked().get(PRESENT, st.query_params.get_all(PRESENT)) == _ON


def enter() -> None:
    """Show this page to a room, beginning with its main picture."""
    address.keep(PRESENT, _ON)
    address.keep(SCREEN, None)


def leave() -> None:
    """Back to the page with its controls, and out of any sequence of views."""
    address.keep(PRESENT, _OFF)
    for name in (SCREEN, HOLD, WORKSHOP, STEP):
        address.keep(name, None)


def keys() -> str | None:
    """The key that was pressed for this run, in present mode: next, previous, leave or reveal; else None."""
    pressed = st.session_state.get(_PRESSED)
    return pressed if pressed != "enter" else None


def holds_back() -> bool:
    """Whether the answer waits until somebody reveals it."""
    return is_presenting() and address.asked().get(HOLD) == _ON


def hold_back(*, question: str = EXPECT) -> None:
    """Hold the next answer back, and ask the room this meanwhile."""
    address.keep(HOLD, _ON)
    st.session_state[_QUESTION] = question


def question() -> str:
    """What the room is asked while an answer is held back."""
    return str(st.session_state.get(_QUESTION) or EXPECT)


def steps_with(stepper: Callable[[str], None]) -> None:
    """Give the arrow keys to sequences of views, wherever workshop=… is in the address. Said once, on import.

    stepper: is called with next or previous at the beginning of a run of any page, before anything is drawn. It may
    keep() values in the address and change the page.
    """
    _steppers[:] = [stepper]


def listen(*, can_present: bool) -> None:
    """Hear the keys, and do what they ask for. Called by every page before the address is read.

    can_present: whether P leads from this page into present mode.
    """
    told = components.present_keys(can_present=can_present)
    pressed = told if told in _KEYS else None
    if pressed == "enter" and (is_presenting() or not can_present):
        pressed = None
    if pressed not in (None, "enter") and not is_presenting():
        pressed = None
    st.session_state[_PRESSED] = pressed
    if pressed == "enter":
        enter()
    elif pressed == "leave":
        leave()
    elif pressed == "reveal" and holds_back():
        address.keep(HOLD, None)
    elif pressed in ("next", "previous"):
        _step(pressed)


def _step(way: str) -> None:
    if _steppers and WORKSHOP in address.asked():
        _steppers[0](way)
        return
    known = max(st.session_state.get(_SCREENS, ("", 1))[1], 1)
    here = screen() if screen() <= known else 1
    to = min(max(here + (1 if way == "next" else -1), 1), known)
    if to != here:
        address.keep(SCREEN, [str(to)])


def screen() -> int:
    """Which of the page's pictures is asked for, from 1."""
    asked = address.asked().get(SCREEN, ["1"])[0]
    return int(asked) if asked.isascii() and asked.isdigit() and 1 <= len(asked) <= 3 and int(asked) else 1


def screens_known(page: str) -> int:
    """How many pictures this page had the last time with the same choices; 0 where it was not shown yet."""
    what, count = st.session_state.get(_SCREENS, ("", 0))
    return int(count) if what == _what(page) else 0


def note_screens(page: str, count: int) -> None:
    """Remember that the page has at least so many pictures."""
    if count > screens_known(page):
        st.session_state[_SCREENS] = (_what(page), count)


def _what(page: str) -> str:
    chosen = {name: values for name, values in address.asked().items() if name not in address.OF_A_ROOM}
    return repr((page, sorted(chosen.items())))
