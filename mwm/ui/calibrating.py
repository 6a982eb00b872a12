"""Both sides of a calibration session: the facilitator's shared screen, and the participants' phones."""

from __future__ import annotations

import json
from html import escape

import streamlit as st

from mwm.answer import Answer
from mwm.calibration import Session, Sessions
from mwm.errors import StoreError
from mwm.framework import Framework, load_framework
from mwm.questions.own_calibration import calibration_answer
from mwm.scope import Scope
from mwm.settings import settings
from mwm.ui import address, components
from mwm.ui.asking import recall, store
from mwm.ui.page import say_first
from mwm.ui.qr_code import qr_html, server_address

_LED, _PLACE = "led_session", "place"
_EVERY = "3s"  # how often counts on the shared screen and a participant's page look again
_NO_EXPERT = "–"


@st.cache_resource(show_spinner=False)
def _sessions() -> Sessions:
    return Sessions()


# --- the facilitator ------------------------------------------------------------------------------------------------


def session_led() -> Session | None:
    """The session that this browser opened, also after a reload; None without one. Stops until the browser has told."""
    kept = _kept(_LED)
    if not kept:
        return None
    try:
        code, secret = json.loads(kept)
    except ValueError:
        return None
    session = _sessions().rejoin(code, secret)
    return session if session and session.is_led_by(secret) else None


def offer_to_open() -> Session | None:
    """The form that opens a session; the session once it is open."""
    say_first(
        "Watch or hear one recording together, let everybody grade it on their own phone, then look at the grades."
    )
    framework = _framework()
    names = {element.key: element.name for element in framework.elements}
    with st.container(key="open_session"), st.form("open_session_form", border=False):
        title = st.text_input("What is graded", placeholder="Recording 3, home visit", max_chars=80)
        chosen = st.multiselect("Elements", list(names), default=list(names), format_func=lambda key: names[key])
        with st.expander("An expert’s grades, to compare with (nobody sees them before you show an element)"):
            grades = [_NO_EXPERT, *(f"{point:g}" for point in framework.scale.points)]
            columns = st.columns(4)
            expert = {
                key: columns[number % 4].selectbox(name, grades, key=f"expert_{key}")
                for number, (key, name) in enumerate(names.items())
            }
        pressed = st.form_submit_button("Open the session", type="primary")
    if not pressed:
        return None
    session = _sessions().open(
        title,
        {key: names[key] for key in names if key in chosen},
        framework.scale.points,
        {key: float(grade) for key, grade in expert.items() if grade != _NO_EXPERT and key in chosen},
    )
    _keep(_LED, json.dumps([session.code, session.secret]))
    st.rerun()


def invite(session: Session) -> None:
    """Code, address and QR code, with how many have joined; the title alone once nobody can join any more."""
    if session.overview().is_closed:
        st.html(f'<h2 class="mwm-picture">{escape(session.title)}</h2>')
        return
    address_of = f"{server_address()}/join?code={session.code}"
    code, picture = st.columns([0.72, 0.28], vertical_alignment="center")
    with code:
        st.html(
            f'<h2 class="mwm-picture">{escape(session.title)}</h2>'
            f'<p class="mwm-sub">Open {escape(server_address())}/join and enter</p>'
            f'<p class="mwm-code">{session.code}</p>'
        )
        _joined(session)
    with picture:
        st.html(qr_html(address_of, "QR code of the address to join"))


@st.fragment(run_every=_EVERY)
def _joined(session: Session) -> None:
    count = session.overview().count
    people = "person has" if count.joined == 1 else "people have"
    st.html(
        f'<p class="mwm-joined" role="status"><b>{count.joined:,}</b> {people} joined, '
        f"<b>{count.finished:,}</b> {'has' if count.finished == 1 else 'have'} graded everything</p>"
    )


def reveal(session: Session) -> Answer | None:
    """The buttons that show elements and close the session; an answer of what is shown, None while nothing is."""
    now = session.overview()
    if not now.is_closed:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            for key, name in session.elements.items():
                if key not in now.grades:
                    st.button(f"Show {name.lower()}", key=f"reveal_{key}", on_click=session.reveal, args=(key,))
            st.space("stretch")
            st.button("Show all and end the grading", key="close", type="primary", on_click=session.close)
    else:
        st.button("Leave this session and open another", key="leave", on_click=_leave, args=(session,))
    if not now.grades:
        return None
    return calibration_answer(
        session.title,
        session.elements,
        session.points,
        now.grades,
        now.expert,
        session.table() if now.is_closed else (),
    )


def _leave(session: Session) -> None:
    _sessions().end(session)
    _keep(_LED, "")


# --- participants ---------------------------------------------------------------------------------------------------


def place_taken() -> tuple[Session, str] | None:
    """The session and token of the place that this browser has; None without one."""
    kept = _kept(_PLACE)
    if not kept:
        return None
    try:
        code, token = json.loads(kept)
    except ValueError:
        return None
    asked = (address.asked().get("code") or [code])[0]
    if asked.upper() != code:
        return None  # a new session's code was scanned
    session = _sessions().rejoin(code, token)
    return (session, token) if session and session.place(token) else None


def offer_a_place() -> tuple[Session, str] | None:
    """The field for the code, and the button that takes a place."""
    given = (address.asked().get("code") or [""])[0]
    code = st.text_input("Code on the screen", value=given[:12], max_chars=12, autocomplete="off", key="join_code")
    if st.button("Join", type="primary", key="join", width="stretch"):
        session = _sessions().find(code)
        token = session.join()
        address.keep("code", [session.code])
        _keep(_PLACE, json.dumps([session.code, token]))
        st.rerun()
    st.caption("No name is asked for and none is kept. You are given a made-up one, so that you can come back.")
    return None


@st.fragment(run_every=_EVERY)
def grade_blind(taken: tuple[Session, str]) -> None:
    """The participant's grades. Shown elements cannot be changed any more."""
    session, token = taken
    place = session.place(token)
    if place is None:
        st.rerun()
    now = session.overview()
    done = len(place.grades)
    st.html(
        f'<p class="mwm-sub">{escape(session.title)}. You are <b>{escape(place.pseudonym)}</b>. '
        f'<span role="status">{_progress(done, len(session.elements), is_closed=now.is_closed)}</span></p>'
    )
    for key, name in session.elements.items():
        widget = f"grade_{session.code}_{key}"
        st.session_state.setdefault(widget, place.grades.get(key))
        st.segmented_control(
            name,
            list(session.points),
            format_func=lambda point: f"{point:g}",
            key=widget,
            width="stretch",
            disabled=now.is_closed or key in now.grades,
            on_change=_grade,
            args=(session, token, key, widget),
        )


def _progress(done: int, of: int, *, is_closed: bool) -> str:
    if is_closed:
        return "The grading has ended. Thank you: look at the screen."
    return "Everything is graded; you can still change it." if done == of else f"{done} of {of} graded."


def _grade(session: Session, token: str, element: str, widget: str) -> None:
    session.grade(token, element, st.session_state[widget])


# --- what this browser keeps ----------------------------------------------------------------------------------------


def _kept(name: str) -> str:
    """What this browser keeps under a name. Waits for the browser on the first run of a page."""
    write = st.session_state.pop(f"mwm_write_{name}", None)
    if write is not None:
        st.session_state[f"mwm_kept_{name}"] = write
    told = components.browser_memory(name, write)
    if f"mwm_kept_{name}" in st.session_state:
        return str(st.session_state[f"mwm_kept_{name}"])
    if told is None:
        say_first("Looking whether this browser has a place …")
        st.stop()
    return told


def _keep(name: str, text: str) -> None:
    st.session_state[f"mwm_write_{name}"] = text


def _framework() -> Framework:
    """The framework of the store's authority; the one that the settings name where there is no store."""
    try:
        return recall(_framework_of, Scope())
    except StoreError:
        return load_framework(settings().framework)


def _framework_of(*asked: object) -> Framework:
    here = store()
    authorities = here.read("questions/scope/authority")["authority"]
    return here.framework(str(authorities.iloc[0])) if len(authorities) else load_framework(settings().framework)
