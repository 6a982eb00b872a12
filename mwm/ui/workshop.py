"""A workshop in front of a room: every page calls stage() in present mode where its address names a workshop.

The address says where the room is, and so does the showing on the server, which the notes window moves too. A window
that comes back follows the showing; a showing that the server has forgotten goes on from the address.
"""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from mwm.errors import MwmError
from mwm.questions import scope_choices
from mwm.scope import LINK_VERSION, Scope
from mwm.ui import address, components, navigation, presenting, running
from mwm.ui.asking import neutral_names, recall, store, team_names
from mwm.ui.frame import Frame
from mwm.ui.qr_code import qr_html, server_address
from mwm.workshops import Place, Run, Step, Workshop, is_ready_made, load, ready_workshops

END = "takeaway"  # the page that a showing ends on: what was looked at, to take away
_AT, _OPENED = "mwm_workshop_at", "mwm_workshop_opened"
LEFT = "mwm_workshop_left"  # in the session: the room's code of the showing that this window has left
TO_TAKE_AWAY = "To take away: the pictures, without names"
_EVERY = "1s"  # how often a shared screen looks whether the notes window has moved
_ASSETS = Path(__file__).parent / "assets"


# --- beginning and ending -------------------------------------------------------------------------------------------


def workshop_called(name: str) -> Workshop:
    """A workshop of the store, or one that ships. Raises StoreError."""
    if is_ready_made(name) and name in ready_workshops():
        return ready_workshops()[name]
    return load(store(), name)[0]


def begin(run: Run) -> None:
    """Show a showing's step in this window, from the next run on: for callbacks."""
    _be_at(_view(run)[1])  # follow() changes the page


def link_to_room(run: Run) -> str:
    """The address of a new window that shows this showing: where the room is, it finds out."""
    names = f"&{running.NAMES}={running.NEUTRAL}" if run.has_neutral_names else ""
    return (
        f"{END}?{presenting.PRESENT}=1&{presenting.WORKSHOP}={run.name}&{presenting.STEP}={run.place.step + 1}"
        f"&{running.RUN}={run.room_code}{names}"
    )


def link_to_takeaway(run: Run) -> str:
    """The whole address of what a phone may see of a showing."""
    names = f"&{running.NAMES}={running.NEUTRAL}" if run.has_neutral_names else ""
    return f"{server_address()}/{END}?{running.TAKEAWAY}={run.takeaway_code}{names}"


# --- every page -----------------------------------------------------------------------------------------------------


def follow(page: str) -> None:
    """Once for every run of a page, before anything is drawn: be where the showing is.

    Does nothing outside a showing. Changes the page where the showing is on another one, and after the way out.
    """
    if presenting.keys() == "leave" and (opened := st.session_state.pop(_OPENED, None)):
        name, st.session_state[LEFT] = opened
        st.session_state.pop(_AT, None)
        address.forget_all()
        if not is_ready_made(name):
            address.keep("edit", [name])
        st.switch_page(navigation.st_page("workshop"))
    if not presenting.is_presenting() and page != "workshop":
        for name in (presenting.WORKSHOP, presenting.STEP, running.RUN, running.SHOWN, "notes"):
            address.asked().pop(name, None)  # whoever goes on from there by the menu is in no showing
    try:
        run = _run()
    except MwmError:
        return  # stage() says it, once there is a place for words
    if run is None:
        return
    if presenting.keys() == "reveal":
        run.reveal()
    _go_back(run, page)
    st.session_state[_OPENED] = (run.name, run.room_code)
    place = run.place
    marker = (run.room_code, place.step, place.is_revealed)
    if st.session_state.get(_AT) == marker and _page_of(run, place) == page:
        return
    target, values = _view(run)
    _be_at(values)
    st.session_state[_AT] = marker
    if target != page:  # with the whole address at once, so that the browser's way back finds no half one
        whole = {**values, presenting.SCREEN: ["1"], "v": [LINK_VERSION]}
        st.switch_page(navigation.st_page(target), query_params={**whole, **values})


def heading() -> str:
    """What stands over the picture in place of the page's own question; "" outside a showing."""
    try:
        run = _run()
    except MwmError:
        run = None
    if run is None:
        return ""
    step, place, count = run.step, run.place, len(run.workshop.steps)
    where = f"{place.step + 1} of {count}" if step else "The end"
    title = step.title if step else run.workshop.title
    said = ""
    if step and not _is_held(step, place):
        answer = f" <strong>{_told(step.answer)}</strong>" if place.is_revealed and step.answer else ""
        said = f'<p class="mwm-asked">{_told(step.question)}{answer}</p>' if step.question or answer else ""
        if step.answer and not place.is_revealed:
            said += _key("reveal", "Space bar: the answer", "Show the answer (space bar)")
    clock = clock_html(run) if step and not _is_held(step, place) else ""
    return (
        f'<style>{style()}</style><div class="mwm-step"><p class="mwm-place">{where}</p>'
        f'<h1 class="mwm-title">{_told(title)}</h1>{clock}</div><div class="mwm-question">{said}</div>'
    )


def stage(frame: Frame) -> None:
    """What only a showing has: its end, and a view that is held back, whose question stands alone.

    There the page stops, so that nothing of its view is worked out or sent. Raises MwmError where there is no such
    workshop.
    """
    run = _run()
    if run is None:
        return
    step, place = run.step, run.place
    _watch(run, place)
    components.clocks()
    if step and not _is_held(step, place):
        return
    kept = {name: given for name, given in _view(run)[1].items() if name not in (*address.OF_A_ROOM, *address.OF_A_RUN)}
    address.write(frame.entry.key, {**kept})
    if step is None:
        frame.stage.picture.html(end_html(run))
    else:
        asked = f'<p class="mwm-ask">{_told(step.question or presenting.EXPECT)}</p>'
        reveal = _key("reveal", "Space bar: show the answer", "Show the answer (space bar)")
        frame.stage.picture.html(f'<div class="mwm-stage mwm-held">{asked}{clock_html(run)}{reveal}</div>')
    back, on = _key("previous", "←", "The one before (left arrow)"), _key("next", "→", "The next one (right arrow)")
    keys = f"{back}{on if step else ''}{_key('leave', 'Esc leaves', 'Leave the workshop (Escape)')}"
    frame.stage.foot.html(f'<div class="mwm-foot"><p></p><p class="mwm-keys">{keys}</p></div>')
    st.stop()


def end_html(run: Run) -> str:
    """The last screen: what was looked at, and the code to take it away."""
    steps = "".join(f"<li>{_told(step.title)}</li>" for step in run.seen)
    code = qr_html(link_to_takeaway(run), "QR code of the address with what we looked at")
    return (
        f'<div class="mwm-stage mwm-end"><div><h2>What we looked at</h2><ol>{steps}</ol></div>'
        f"<figure>{code}<figcaption>{TO_TAKE_AWAY}{only_here()}</figcaption></figure></div>"
    )


def only_here() -> str:
    """A warning where no phone can follow the code, because the dashboard is served to this machine alone."""
    host = urlsplit(server_address()).hostname or ""
    return "<br>Only this machine can open it." if host in ("localhost", "127.0.0.1", "::1", "") else ""


def clock_html(run: Run) -> str:
    """Minutes and seconds to talk, counted down in the browser; "" without a clock."""
    ends = run.talk_ends()
    if ends is None:
        return ""
    return f'<p class="mwm-clock" role="timer" aria-live="off" data-ends="{ends:.0f}"></p>'


@cache
def style() -> str:
    """The style of everything about workshops."""
    return (_ASSETS / "workshop.css").read_text(encoding="utf-8")


# --- inside ---------------------------------------------------------------------------------------------------------


def _step_with(way: str) -> None:
    """The arrow keys: called by present mode before the address is read."""
    run = _run()
    if run is not None:
        place = run.next() if way == "next" else run.previous()
        address.keep(presenting.STEP, [str(place.step + 1)])


presenting.steps_with(_step_with)


def _run() -> Run | None:
    """The showing that the address names, taken up again where this server has forgotten it. None outside one.

    Raises UsageError for a code that is none, StoreError where the workshop is gone.
    """
    name, code = running.value(presenting.WORKSHOP), running.value(running.RUN)
    if not presenting.is_presenting() or not name or not code:
        return None
    found = running.runs().of_room(code)
    if found is None:
        has_neutral = running.has_neutral_names()
        found = running.runs().again(
            code, name, workshop_called(name), step=_step_asked_for(), has_neutral_names=has_neutral
        )
    return found


def _be_at(values: dict[str, list[str]]) -> None:
    """Ask for exactly this, and for nothing that an earlier view asked for."""
    address.forget_all()
    for name, given in values.items():
        address.keep(name, given)


def _step_asked_for() -> int:
    text = running.value(presenting.STEP)
    return int(text) - 1 if text.isascii() and text.isdigit() and len(text) <= 3 else 0


def _go_back(run: Run, page: str) -> None:
    """Follow the browser's way back, where it has led this window elsewhere while the showing stood still.

    On the way to another page the browser also remembers the page before it under the new step's address.
    """
    place = run.place
    if st.session_state.get(_AT) != (run.room_code, place.step, place.is_revealed):
        return
    if _step_asked_for() != place.step:
        run.go(_step_asked_for())
    elif page != _page_of(run, place) and not address.just_kept():
        run.previous()


def _is_held(step: Step, place: Place) -> bool:
    return step.is_held and not place.is_revealed


def _page_of(run: Run, place: Place) -> str:
    step = run.step_at(place.step)
    return step.view.page if step else END


def _view(run: Run) -> tuple[str, dict[str, list[str]]]:
    """Page and address of where a showing is."""
    place = run.place
    step = run.step_at(place.step)
    values = {presenting.PRESENT: ["1"], presenting.WORKSHOP: [run.name], presenting.STEP: [str(place.step + 1)]}
    values[running.RUN] = [run.room_code]
    if run.has_neutral_names:
        values[running.NAMES] = [running.NEUTRAL]
    if step is None:
        return END, values
    if _is_held(step, place):
        values[presenting.HOLD] = ["1"]
    elif place.is_revealed:
        values[running.SHOWN] = ["1"]
    query = step.view.query(first_names())
    if run.has_neutral_names:
        query = running.names_of(run, team_names()).hidden(query)
    return step.view.page, {**query, **values}


def first_names() -> dict[str, str]:
    """What “@first” stands for in this store."""
    try:
        choices = recall(scope_choices, Scope())
    except MwmError:
        return {}
    names = {"service_area": choices.service_areas, "team": choices.teams, "element": tuple(choices.names("element"))}
    return {name: known[0] for name, known in names.items() if known and known[0]}


def _key(press: str, words: str, name: str) -> str:
    return f'<button type="button" class="mwm-key" data-press="{press}" aria-label="{name}">{words}</button>'


def _told(text: str) -> str:
    """A text of the workshop for the room."""
    names = neutral_names()
    return escape(names.hidden(text) if names else text)


@st.fragment(run_every=_EVERY)
def _watch(run: Run, drawn: Place) -> None:
    """Draw this window anew once the showing has moved or ended. Draws nothing itself."""
    now = run.place
    if (now.step, now.is_revealed, now.is_over) != (drawn.step, drawn.is_revealed, drawn.is_over):
        st.rerun()
    if now.extra != drawn.extra:
        st.rerun()
