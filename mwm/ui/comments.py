"""What families say in their own words: comments that are safe to show, and the lists in which they are read."""

from __future__ import annotations

import uuid
from html import escape
from typing import Any

import streamlit as st

from mwm.answer import Answer, written_as
from mwm.charts.inks import Inks
from mwm.errors import MwmError
from mwm.intake import FileRows, take_in, undo
from mwm.questions import families_comments
from mwm.questions.feedback_comments import STATES
from mwm.scope import Scope
from mwm.settings import settings
from mwm.ui.asking import ask, store, viewer
from mwm.ui.panel import show
from mwm.ui.presenting import is_presenting

_KIND = "comment_reviews"
_AT_ONCE = 6
_SAID = "comments_said"  # what came of the last press: words, and the import to undo
_WHAT_IS_SAFE = (
    "A comment is safe when nobody could be recognised by it: no name, no place, nothing that happened once."
)
_LISTS = {"safe": "Safe to show", "waiting": "Waiting to be read", "read": "Read so far"}


def may_be_shown() -> bool:
    """Whether there is a place for comments at all: never in front of an audience."""
    return not is_presenting()


def draw(scope: Scope) -> None:
    """The comments that are safe; for those who may see names also the lists in which they are read and judged."""
    chosen = "safe"
    if viewer().may_see_names:
        chosen = st.segmented_control(
            "Which comments",
            list(_LISTS),
            format_func=_LISTS.__getitem__,
            default=chosen,
            key="comments_list",
            label_visibility="collapsed",
            required=True,
        )
    answer = ask(families_comments, scope, show=chosen)
    if chosen == "safe":
        show(answer, quotes, leads=False, about="Comments")
        return
    _say()
    st.html(f'<p class="mwm-sub">{escape(answer.headline)} {_WHAT_IS_SAFE}</p>')
    for row in answer.rows.head(_AT_ONCE).to_dict("records"):
        _review(row, scope.authority)
    if answer.rows.empty:
        st.html('<p class="mwm-sub">There is none.</p>')
    elif len(answer.rows) > _AT_ONCE:
        rest = f"The newest {_AT_ONCE} of {len(answer.rows):,}; choose months or teams to see others."
        st.html(f'<p class="mwm-sub">{rest}</p>')


def quotes(answer: Answer, inks: Inks) -> str:
    """Each comment with who said it and when, as HTML. Takes families-comments of safe ones."""
    listed = "".join(
        f'<li>{escape(row["comment"])}<p class="mwm-sub">{_about(row)}</p></li>'
        for row in answer.rows.head(_AT_ONCE * 2).to_dict("records")
    )
    return f'<ul class="mwm-quotes">{listed}</ul>'


def _about(row: dict[Any, Any]) -> str:
    parts = (row["respondent"], row["service_area"], row.get("team"), row["time_point"])
    named = [str(part) for part in parts if isinstance(part, str)]
    return escape(" · ".join([*named, written_as(row["month"], "month")]))


def _review(row: dict[Any, Any], authority: str | None) -> None:
    """One comment with what can be decided about it."""
    read = f" · {STATES[row['state']]}, {row['marked_by']}, {row['marked_at']}" if row["state"] != "waiting" else ""
    with st.container(border=True):
        st.html(f'<p class="mwm-told">{escape(row["comment"])}</p><p class="mwm-sub">{_about(row)}{escape(read)}</p>')
        with st.container(horizontal=True, gap="small"):
            for safe, words, state in (("yes", "Mark as safe to show", "safe"), ("no", "Hold back", "held_back")):
                if row["state"] != state:
                    asked = (row["feedback_id"], safe, authority)
                    st.button(words, key=f"comment_{row['feedback_id']}_{safe}", on_click=_decide, args=asked)


def _decide(feedback_id: str, safe: str, authority: str | None) -> None:
    """Take the decision in as a file of one row, so that it has history and can be undone."""
    import pyarrow as pa

    rows = pa.table({"row_number": [2], "c0": [feedback_id], "c1": [safe]})
    headings, size = ("feedback_id", "safe_to_show"), len(feedback_id) + len(safe)
    file = FileRows("form: comment", uuid.uuid4().hex, size, headings, rows)
    report = take_in(store(), file, kind=_KIND, authority=authority, user=settings().user)
    done = "The comment was marked as safe to show." if safe == "yes" else "The comment is held back."
    ok = report.status == "imported"
    st.session_state[_SAID] = (done if ok else report.headline, report.batch_id if ok else "")


def _say() -> None:
    """What came of the last press, with the way back."""
    words, batch_id = st.session_state.get(_SAID, ("", ""))
    if words:
        st.html(f'<p role="status" class="mwm-told">{escape(words)}</p>')
    if batch_id:
        st.button("Undo", key="comment_undo", on_click=_undo, args=(batch_id,))


def _undo(batch_id: str) -> None:
    try:
        words = undo(store(), batch_id, user=settings().user).headline
    except MwmError as refusal:  # somebody else was quicker
        words = refusal.what
    st.session_state[_SAID] = (words, "")
