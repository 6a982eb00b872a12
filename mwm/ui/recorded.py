"""Beside the form of the Record page: what was entered last, what waits for a second grade, and an entry's history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import streamlit as st

from mwm.framework import Framework
from mwm.intake.kinds import Kind
from mwm.questions import records
from mwm.questions.plans import days_in_words
from mwm.questions.records import Entry, Version
from mwm.scope import Scope
from mwm.ui import address, navigation
from mwm.ui.asking import recall
from mwm.ui.choosing import choose
from mwm.ui.recording import NONE, PIECE, SECOND

_TYPED, _SOUGHT = "record_reference_typed", "record_sought"


def find(kind: Kind, scope: Scope, found: Entry | None) -> None:
    """A field for the reference of an entry, which is then opened."""
    asked = address.asked().get(PIECE, [NONE])[0]
    with st.form(f"record_find_{kind.key}", border=False):
        st.text_input(f"Open an {kind.row_word} by its reference" if kind.row_word[0] in "aeiou" else
                      f"Open a {kind.row_word} by its reference", key=_TYPED, autocomplete="off")  # fmt: skip
        st.form_submit_button("Open", on_click=_open, args=(kind.key, str(scope.authority)))
    if found is None and st.session_state.get(_SOUGHT) == (kind.key, asked):
        st.html(f'<p class="mwm-sub" role="status">There is no {escape(kind.row_word)} with this reference.</p>')


def latest(kind: Kind, scope: Scope) -> None:
    """What was entered last with this form, each with a link that corrects it."""
    rows = recall(records.recent_entries, scope, kind=kind.key, source=f"form: {kind.row_word}")
    if rows.empty:
        words = f"No {kind.row_word} was entered here yet. Those of a file are opened by their reference."
        st.html(f'<p class="mwm-sub">{escape(words)}</p>')
        return
    _entries("Entered here last", rows.to_dict("records"), kind.key, "Correct")


def waiting(kind: Kind, scope: Scope) -> None:
    """The newest observations, or supervisions, that one person has graded so far."""
    rows = recall(records.single_graded, scope, kind=kind.key)
    if rows.empty:
        st.html(f'<p class="mwm-sub">No {escape(kind.row_word)} waits for a second grade.</p>')
        return
    _entries("Graded by one person so far", rows.to_dict("records"), SECOND[kind.key], "Grade")


def graders(entry: Entry) -> dict[str, str]:
    """Grader → in words, the observer first. One nameless grader for what nobody grades."""
    observer = entry.cells.get("observer_id", "")
    others = sorted(name for name in entry.grades if name != observer)
    named = {observer: "Grades of the observer"} if observer in entry.grades else {}
    named |= {name: f"Grades of grader {number}" for number, name in enumerate(others, len(named) + 1)}
    return named or {"": ""}


def choose_grader(entry: Entry) -> str:
    """Whose grades are corrected, where several people have graded."""
    names = list(graders(entry).items())
    if len(names) < 2:
        return names[0][0]
    places = {str(place): words for place, (_, words) in enumerate(names)}
    return names[int(choose("grades", "Whose grades to correct", places, "0"))][0]


def explain_blind(kind: Kind) -> None:
    """Why the first grades are not shown."""
    what, more = "visit", " Every fifth observation should be graded twice."
    if not kind.has_elements:
        what, more = "supervision", " Only supervisions that somebody observed can be graded twice."
    st.html(
        f'<p class="mwm-sub">Two people who grade the same {what} on their own show how far grades can be trusted. The '
        "first grades stay hidden, and are not even sent to this browser, until yours are saved. Then you see both "
        f"side by side.{more}</p>"
    )


def say_no_team() -> None:
    """What to do first in a council without teams."""
    st.html(
        '<div class="mwm-state"><h2>There is no team yet.</h2><p>Each entry belongs to a team: import the teams, or a '
        "file of observations, first.</p></div>"
    )
    st.page_link(navigation.st_page("import"), label="Import a file")


def history(kind: Kind, scope: Scope, framework: Framework, entry: Entry) -> None:
    """Who entered what when, and who changed what after that; the latest first."""
    versions = recall(records.history, scope, kind=kind.key, key=entry.key)
    titles = {column.key: column.title for column in kind.columns(framework)}
    titles |= {element.key: element.name for element in framework.elements if kind.has_elements}
    rows = [(_when(version), _what(version, titles, entry)) for version in versions]
    _table("History", ("When and who", "What"), rows)
    st.html('<p class="mwm-sub">Nothing is overwritten. Times are UTC.</p>')


def _open(kind: str, authority: str) -> None:
    typed = str(st.session_state.get(_TYPED, "")).strip()
    if typed:
        key = records.key_of(authority, typed)
        address.keep(PIECE, [key])
        st.session_state[_SOUGHT] = (kind, key)
        st.session_state[_TYPED] = ""


def _entries(caption: str, rows: Iterable[dict[Any, Any]], tab: str, verb: str) -> None:
    body = []
    for row in rows:
        day = days_in_words(row["day"], None)
        about = row["about"] if isinstance(row["about"], str) else ""
        link = f"record?record={tab}&{PIECE}={row['entry']}"
        name = escape(f"{verb}: {row['reference']}")
        go = f'<a data-go href="{escape(link)}" aria-label="{name}">{verb}</a>'
        body.append((escape(day), f"{escape(row['team'])}<br>{escape(about)}", go))
    _table(caption, ("Day", "Team and who", ""), body)


def _table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table of cells that are HTML already."""
    head = "".join(f'<th scope="col">{name}</th>' if name else "<td></td>" for name in headings)
    body = "".join(
        f'<tr><th scope="row" class="short">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>"
        for first, *rest in rows
    )
    st.html(
        f'<div class="mwm-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        '<table class="mwm-table mwm-slim">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _when(version: Version) -> str:
    moment = f"{days_in_words(version.at, None)} {version.at:%H:%M}"
    return f"{escape(moment)}<br>{escape(version.by)}<br>import {version.batch_no}"


def _what(version: Version, titles: dict[str, str], entry: Entry) -> str:
    names = graders(entry)
    told = []
    added = [grader for grader in version.new_graders if not version.is_first]
    told += [f"{names.get(grader, 'Grades of another grader')} added" for grader in added]
    for grader, column, before, after in version.changes:
        if not version.is_first and grader not in version.new_graders:
            of = f" ({names.get(grader, 'another grader').lower()})" if grader and len(names) > 1 else ""
            told.append(f"{titles.get(column, column)}{of}: {before or 'blank'} → {after or 'blank'}")
    return "<br>".join(escape(words) for words in told or ["Entered"])
