"""The lists of what a council has entered: a table with a way to change each entry, and the earlier versions."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import md5
from html import escape
from typing import Any

import streamlit as st

from mwm.answer import Answer, plain
from mwm.charts.inks import Inks
from mwm.intake.kinds import Kind
from mwm.questions import Choices
from mwm.scope import Scope
from mwm.ui import address
from mwm.ui.entering import BEGIN, ENTRY
from mwm.ui.frame import current
from mwm.ui.panel import show

_NOW = "What holds now"
_SHORT = 16  # letters that stay on one line: a day, or some days of one month


def chosen(answer: Answer, kind: Kind) -> dict[str, str] | None:
    """The cells of the entry that the address names, by column; None where it names none of this list."""
    asked = address.asked().get(ENTRY, [""])[0]
    for row in _cells(answer):
        if _name(row) == asked and _can_change(answer, kind):
            current().query[ENTRY] = asked
            return row
    return None


def suggested_baseline(choices: Choices) -> dict[str, str] | None:
    """New limits from the month that a chart's link names, for its measure and part of the service; else None."""
    asked = address.asked()
    month, measure = (asked.get(name, [""])[0] for name in (BEGIN, "measure"))
    if not month or choices.framework is None or measure not in choices.framework.measures:
        return None
    current().query.update({BEGIN: month, "measure": measure})
    scope = Scope.from_query(asked)
    areas, teams = scope.service_areas, scope.teams
    return {
        "measure": measure,
        "kind": "rebase",
        "from": month,
        "service_area": areas[0] if len(areas) == 1 else "",
        "team": teams[0] if len(teams) == 1 else "",
    }


def show_list(
    answer: Answer, kind: Kind, *, title: str, link: str, what_to_do: str, verb: str = "Change", caption: str = _NOW
) -> None:
    """The entries that hold, newest first. link: the page's address for a change. what_to_do: where there is none.
    verb: what the link is called. caption: of the table.
    """
    if answer.is_bare:
        st.html(f'<div class="mwm-state"><h2>{escape(answer.headline)}</h2><p>{escape(what_to_do)}</p></div>')
        return
    show(
        answer,
        list_of_entries,
        leads=False,
        title=title,
        link=link if _can_change(answer, kind) else "",
        verb=verb,
        caption=caption,
    )


def show_history(answer: Answer) -> None:
    """What was replaced or withdrawn: when, by whom, and in which import."""
    with st.expander("History"):
        if answer.is_bare:
            st.html(
                f'<p class="mwm-sub">{escape(answer.headline)} An import taken back is listed on the Data page.</p>'
            )
            return
        show(answer, earlier_entries, leads=False, title="Earlier versions")


def list_of_entries(answer: Answer, inks: Inks, *, link: str, verb: str = "Change", caption: str = _NOW) -> str:
    """The list in few words, each entry with a link that fills the form with it."""
    names = [_name(row) for row in _cells(answer)] if link else []
    return _table(answer, caption, [f"{link}&{ENTRY}={name}" for name in names], verb)


def earlier_entries(answer: Answer, inks: Inks) -> str:
    """The earlier versions in few words."""
    return _table(answer, "What held before", [])


def _table(answer: Answer, caption: str, links: list[str], verb: str = "Change") -> str:
    shown = answer.extra.get("shown")
    rows = (answer.table() if shown is None else shown).astype(str)
    filled = [str(heading) for heading in rows if rows[heading].ne("").any()]
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in filled)
    head += "<td></td>" if links else ""
    short = ' class="short"' if rows[filled[0]].str.len().max() <= _SHORT else ""
    body = []
    for number, row in enumerate(rows[filled].to_numpy().tolist()):
        first, *rest = (escape(cell) for cell in row)
        cells = f'<th scope="row"{short}>{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest)
        if links:
            about = escape(f"{verb}: {', '.join(row[:2])}")
            cells += f'<td class="short"><a data-go href="{escape(links[number])}" aria-label="{about}">{verb}</a></td>'
        body.append(f"<tr>{cells}</tr>")
    return (
        f'<div class="mwm-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="mwm-table"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _can_change(answer: Answer, kind: Kind) -> bool:
    """Whether a row of the list holds what a row of a file does, so that the form can be filled with it."""
    return {column.key for column in kind.fixed_columns if column.required} <= {column.key for column in answer.columns}


def _cells(answer: Answer) -> list[dict[str, str]]:
    """Each row as the texts that a file would have."""
    return [{key: _text(value) for key, value in record.items()} for record in answer.records()]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(plain(value))


def _name(row: Mapping[str, str]) -> str:
    """A short name for an entry, the same as long as nothing of it changes."""
    return md5(repr(sorted(row.items())).encode(), usedforsecurity=False).hexdigest()[:10]
