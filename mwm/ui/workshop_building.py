"""The Workshop page with one workshop open: its steps at the left, the chosen step's form at the right.

Every change is saved at once as a version, and the last one can be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from mwm.errors import MwmError, StoreError
from mwm.settings import settings
from mwm.ui import address, navigation, workshop, workshop_list, workshop_starting
from mwm.ui.asking import store
from mwm.ui.page import say_first, say_refusal
from mwm.workshops import Step, Workshop, delete, load, save, step_of, undo, write_workshop
from mwm.workshops.sequence import ANSWER, LONGEST_MINUTES, NOTE, QUESTION, TITLE

_STEP, _SAID, _REFUSED = "mwm_workshop_step", "mwm_workshop_said", "mwm_workshop_refused"
_NEW = -1  # stands for the step that is to be added


def chosen() -> str:
    """The workshop that the address names, to work on; "" for none."""
    return (address.asked().get(workshop_list.EDIT) or [""])[0]


def show(name: str) -> None:
    """The page. Raises StoreError where there is no such workshop."""
    try:
        opened, version = load(store(), name)
    except StoreError:
        address.keep(workshop_list.EDIT, None)
        raise
    address.write("workshop", {workshop_list.EDIT: name})
    st.html(f"<style>{workshop.style()}</style>")
    count, minutes = len(opened.steps), sum(step.minutes for step in opened.steps)
    steps = f"{count or 'no'} {'step' if count == 1 else 'steps'}"
    say_first(f"“{opened.title}” has {steps}" + (f" and {minutes} minutes to talk." if minutes else "."))
    workshop_starting.say_running()
    _bar(name, opened, version)
    if refused := st.session_state.pop(_REFUSED, None):
        say_refusal(refused)
    workshop_starting.offer(name)
    if st.session_state.setdefault(_STEP, 0) >= count or not count:
        st.session_state[_STEP] = count - 1 if count else _NEW
    left, right = st.columns([0.4, 0.6], gap="large")
    with left:
        _list(name, opened, version)
    with right:
        _form(name, opened, version, st.session_state[_STEP])


def _bar(name: str, opened: Workshop, version: int) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="workshop_bar"):
        st.button("All workshops", key="workshop_all", type="tertiary", on_click=_close)
        no_step = not opened.steps
        st.button(
            "Start",
            key="workshop_start",
            type="primary",
            disabled=no_step,
            on_click=workshop_starting.ask_how,
            args=(name,),
        )
        with st.popover("Rename"):
            title = st.text_input("Title", value=opened.title, max_chars=TITLE, key=f"rename_{name}_{version}")
            st.button("Save the title", key="rename", on_click=_rename, args=(name, opened, version, title))
        st.download_button(
            "Download",
            data=write_workshop(opened),
            file_name=f"{_file_name(opened.title)}.toml",
            mime="application/toml",
            on_click="ignore",
            key="workshop_download",
            help="A file that another dashboard takes in; your notes are in it",
        )
        st.button("Delete", key="workshop_delete", on_click=_delete, args=(name, opened.title))
        _say(name)


def _list(name: str, opened: Workshop, version: int) -> None:
    """The steps as a list to choose from by arrow keys, and what can be done with the chosen one."""
    st.html('<h2 class="mwm-picture">Steps</h2>')
    places = list(range(len(opened.steps)))
    if places:
        at = st.session_state[_STEP]
        key = f"steps_{name}_{version}_{at == _NEW}"
        st.session_state.setdefault(key, None if at == _NEW else at)
        st.radio(
            "Steps",
            places,
            format_func=lambda place: f"{place + 1}. {_plain(opened.steps[place].title)}",
            captions=[_about(step) for step in opened.steps],
            key=key,
            label_visibility="collapsed",
            on_change=_choose,
            args=(key,),
        )
    else:
        st.html(
            '<div class="mwm-state brief"><p><b>No step yet.</b> Go to a page that you want to show, choose what it '
            "shows, and press “Add to a workshop” there; or paste its link here.</p></div>"
        )
    at = st.session_state[_STEP]
    last = len(opened.steps) - 1
    changes = {  # words → what it does, the step that is chosen then, what is said, whether it can be done
        "Up": (lambda: opened.moved(at, at - 1), at - 1, "Moved up.", at > 0),
        "Down": (lambda: opened.moved(at, at + 1), at + 1, "Moved down.", 0 <= at < last),
        "Copy": (lambda: opened.with_step(opened.steps[at], at + 1), at + 1, "Copied.", at >= 0),
        "Delete": (lambda: opened.without(at), max(at - 1, 0), "Deleted.", at >= 0),
    }
    with st.container(horizontal=True, gap="xsmall"):
        for words, (made, to, said, can) in changes.items():
            st.button(
                words,
                key=f"step_{words.lower()}",
                help=f"{words}: step {at + 1}" if can else None,
                disabled=not can,
                on_click=_change,
                args=(name, version, made, to, said),
            )
        st.button("Add a step", key="step_new", disabled=at == _NEW, on_click=_begin_new)


def _form(name: str, opened: Workshop, version: int, at: int) -> None:
    """What one step says, to be changed; or a new one."""
    step = None if at == _NEW else opened.steps[at]
    st.html(f'<h2 class="mwm-picture">{f"Step {at + 1}" if step else "A new step"}</h2>')
    with st.form(f"step_{name}_{version}_{at}", border=False):
        title = st.text_input("Title for the room", value=step.title if step else "", max_chars=TITLE)
        view = st.text_input(
            "View: what “Copy link to this view” copied",
            value=step.view.link if step else "",
            placeholder="http://…/skills?element=empathy&…",
        )
        question = st.text_input("Question to the room", value=step.question if step else "", max_chars=QUESTION)
        answer = st.text_input(
            "Answer in your own words, shown when you press the space bar",
            value=step.answer if step else "",
            max_chars=ANSWER,
        )
        held, clock = st.columns([0.66, 0.34], vertical_alignment="bottom")
        is_held = held.toggle("Hold the view back until then", value=bool(step and step.is_held))
        minutes = clock.number_input(
            "Minutes to talk",
            min_value=0,
            max_value=LONGEST_MINUTES,
            value=step.minutes if step else 0,
            help="0: no clock",
        )
        note = st.text_area("Note that only you see", value=step.note if step else "", max_chars=NOTE, height=110)
        pressed = st.form_submit_button("Save this step" if step else "Add this step", type="primary")
    if step:
        words = f"See this view on {navigation.PAGES[step.view.page].name} in a new window"
        link = f'<a href="{escape(step.view.link)}" target="_blank" rel="noopener">{escape(words)}</a>'
        st.html(f'<p class="mwm-links">{link}</p>')
    if pressed:
        try:
            made = step_of(
                title=title,
                view=view,
                question=question,
                answer=answer,
                is_held=is_held,
                note=note,
                minutes=int(minutes),
            )
            changed = opened.with_changed(at, made) if step else opened.with_step(made)
            _save(name, changed, version, "Saved.")
        except MwmError as refusal:
            say_refusal(refusal)
            return
        st.session_state[_STEP] = at if step else len(opened.steps)
        st.rerun()


def _say(name: str) -> None:
    """What the last change was, with the way to take it back."""
    of, words = st.session_state.get(_SAID, ("", ""))
    if of == name:
        st.space("stretch")
        st.html(f'<p class="mwm-sub" role="status">{escape(words)}</p>', width="content")
        label = "Do it again" if words == "Undone." else "Undo"
        st.button(label, key="workshop_undo", on_click=_undo, args=(name,))


def _about(step: Step) -> str:
    parts = [navigation.PAGES[step.view.page].name]
    if step.is_held:
        parts.append("held back")
    elif step.answer:
        parts.append("answer held back")
    if step.minutes:
        parts.append(f"{step.minutes} min")
    return " · ".join(parts)


def _plain(text: str) -> str:
    """A text in a place that reads Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#+-.!|~:$<>" else sign for sign in text)


def _file_name(title: str) -> str:
    words = "".join(sign if sign.isalnum() else " " for sign in title).split()
    return "-".join(words)[:60].lower() or "workshop"


# --- changes --------------------------------------------------------------------------------------------------------


def _save(name: str, changed: Workshop, version: int, words: str) -> None:
    save(store(), changed, user=settings().user, of=name, version=version)
    st.session_state[_SAID] = (name, words)


def _change(name: str, version: int, made: Callable[[], Workshop], to: int, words: str) -> None:
    try:
        _save(name, made(), version, words)
        st.session_state[_STEP] = to
    except MwmError as refusal:
        st.session_state[_REFUSED] = refusal


def _rename(name: str, opened: Workshop, version: int, title: str) -> None:
    try:
        _save(name, opened.renamed(title), version, "Renamed.")
    except MwmError as refusal:
        st.session_state[_REFUSED] = refusal


def _undo(name: str) -> None:
    try:
        undo(store(), name, user=settings().user)
        was = st.session_state.get(_SAID, ("", ""))[1]
        st.session_state[_SAID] = (name, "Undone." if was != "Undone." else "Done again.")
    except MwmError as refusal:
        st.session_state[_REFUSED] = refusal


def _choose(key: str) -> None:
    st.session_state[_STEP] = st.session_state[key]


def _begin_new() -> None:
    st.session_state[_STEP] = _NEW


def _close() -> None:
    address.keep(workshop_list.EDIT, None)
    st.session_state.pop(_SAID, None)
    st.session_state.pop(_STEP, None)
    st.query_params.clear()


def _delete(name: str, title: str) -> None:
    delete(store(), name, user=settings().user)
    workshop_list.note_deleted(name, title)
    _close()
