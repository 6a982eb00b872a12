"""The answer panel: the same for every question, so that a reader learns it once.

Sentence, picture with alt text, caveats, the rows as a table, how it is calculated, downloads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from mwm.answer import Answer
from mwm.symbols import CONFIDENTIAL, SYMBOLS
from mwm.ui import address, components, handing_over, navigation, scope_bar, slide_files, staging
from mwm.ui.frame import current
from mwm.ui.page import inks, refusals_said
from mwm.ui.presenting import is_presenting
from mwm.ui.sentences import with_weight

_TABLE, _METHOD = "View as a table", "How is this calculated?"
_NUMBERS = ("average", "coefficient", "count", "percent", "rate", "change", "percent_change", "grade", "year")
_FOLD, _TALLEST = 768, 860  # pixels: the smallest window that a page must fit, and the tallest chart
_MOST_ROWS = 2000  # more than this is for the download, not for a page


def show(
    answer: Answer,
    draw: Callable[..., Any] | None = None,
    *,
    title: str = "",
    about: str = "",
    leads: bool | None = None,
    more: bool = True,
    tall: bool = False,
    pick: str = "",
    go: Callable[[str], str] | None = None,
    says: bool = False,
    **drawing: Any,
) -> None:
    """Draw an answer.

    draw: a function of mwm.charts that takes the answer, inks and **drawing, and returns a Plotly figure or HTML.
    title: heading of the picture. about: what the picture shows, for its alt text. leads: whether this answer's
    sentence is the page's headline; by default the first answer shown is. more: whether table, method and downloads
    follow. tall: whether a chart grows with the window, so that a large screen is used. pick: the choice that a click
    on a point makes, with the point's customdata as its value; the page offers the same choice by keyboard. go: the
    link that a click on a point follows instead, from the point's customdata; the page has the same links as HTML.
    says: whether the sentence stands under the title, where it does not lead.
    """
    with refusals_said():
        _show(answer, draw, title, about, leads, more, tall, pick, go, says, drawing)


def say_also(notes: tuple[str, ...]) -> None:
    """Caveats that took longer than the picture they belong to; nothing where there are none, or for a room."""
    if notes and not is_presenting():
        st.html('<ul class="mwm-caveats">' + "".join(f"<li>{escape(each)}</li>" for each in notes) + "</ul>")


def show_table(answer: Answer, *, title: str) -> None:
    """An answer that is a list: its sentence, its rows as a table, and the download. Never for a room."""
    if is_presenting():
        return
    with refusals_said():
        words = st.container()
        if not answer.is_bare:
            # Before the words, so that whoever reads them finds the buttons of the same answer beneath.
            with st.container(horizontal=True, gap="xsmall"):
                handing_over.offer_tables(answer, answer.question, width="content")
        with words:
            st.html(f'<h2 class="mwm-picture">{escape(title)}</h2><p class="mwm-sub">{escape(answer.headline)}</p>')
            if not answer.is_bare:
                st.html(table_html(answer, caption=title))


def _show(
    answer: Answer,
    draw: Callable[..., Any] | None,
    title: str,
    about: str,
    leads: bool | None,
    more: bool,
    tall: bool,
    pick: str,
    go: Callable[[str], str] | None,
    says: bool,
    drawing: dict[str, Any],
) -> None:
    frame = current()
    is_leading = leads or (leads is None and not frame.led)
    key = draw.__name__ if draw is not None else answer.question.replace("-", "_")
    if is_presenting():
        make = None if draw is None else partial(draw, answer, inks(), **drawing)
        follow = partial(_follow_picked, key, go) if go else None
        staging.show(frame, answer, make, key=key, title=title, about=about, leads=is_leading, go=follow)
        return
    if is_leading:
        _lead(answer)
    elif not title:
        st.html(f'<p class="mwm-sub">{escape(answer.headline)}</p>')
    if title:
        st.html(f'<h2 class="mwm-picture">{escape(title)}</h2>')
    if says and not answer.is_bare:
        st.html(f'<p class="mwm-told">{with_weight(answer.headline)}</p>')
    if answer.is_bare or answer.rows.empty:
        _say_empty(answer)
        return
    is_chart = False
    if draw is not None:
        picture = draw(answer, inks(), **drawing)
        is_chart = not isinstance(picture, str)
        if is_chart:
            _chart(picture, key, alt=f"{about or title}. {answer.headline}", tall=tall, pick=pick, go=go)
        else:
            st.html(picture)
    if more:
        _more(answer, key, title or current().entry.question, is_chart)


def _chart(figure: Any, key: str, *, alt: str, tall: bool, pick: str, go: Callable[[str], str] | None) -> None:
    config = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": "reset"}
    more: dict[str, Any] = {}
    if pick or go:
        picked = partial(_keep_picked, key, pick) if go is None else partial(_follow_picked, key, go)
        more = {"on_select": picked, "selection_mode": "points"}
        for trace in figure.data:  # what is chosen is told in words below; the other points stay as they are
            trace.update(selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}})
    if not tall:
        st.plotly_chart(figure, key=key, alt=alt, config=config, **more)
        return
    least = int(figure.layout.height)
    height = f"min({_TALLEST}px, max({least}px, calc(100vh - {_FOLD - least}px)))"
    st.html(f"<style>.st-key-tall_{key} {{ height: {height} !important; }}</style>")
    with st.container(key=f"tall_{key}"):
        st.plotly_chart(figure, key=key, alt=alt, config=config, height="stretch", **more)


def _keep_picked(key: str, name: str) -> None:
    if picked := _picked(key):
        address.keep(name, [picked])


def _follow_picked(key: str, go: Callable[[str], str]) -> None:
    if picked := _picked(key):
        components.go_to(go(picked))


def _picked(key: str) -> str:
    """The customdata of the point that was clicked, nothing where one was let go."""
    points = st.session_state[key].selection.points
    return str(points[0].get("customdata") or "") if points else ""


def _lead(answer: Answer) -> None:
    frame = current()
    frame.led = True
    with frame.headline:
        st.html(f'<p class="mwm-headline">{with_weight(answer.headline)}</p>')
    scope_bar.finish(frame)
    with frame.facts:
        st.html(f'<p class="mwm-facts">{_facts(answer)}</p>')
    address.write(frame.entry.key, frame.query)


def _facts(answer: Answer) -> str:
    counts, said = answer.counts, []
    observations, workers = counts.get("observations"), counts.get("workers")
    if isinstance(observations, int):
        said.append(f"{observations:,} observations" + (f" of {workers:,} workers" if workers else ""))
        if observations and isinstance(counts.get("double_graded"), int):
            said.append(f"{int(counts['double_graded'] or 0) / observations:.0%} graded by more than one person")
    if counts.get("supervisions"):
        said.append(_supervised(answer))
    if isinstance(asked := counts.get("asked"), int) and asked:
        declined = counts.get("declined")
        said.append(
            f"{asked:,} people asked, {_count(counts.get('answered'))} answered"
            + (f", {declined:,} declined" if declined is not None else "")
        )
    if counts.get("last_import"):
        said.append(f"loaded {_ago(str(counts['last_import']))}")
    facts = " · ".join(escape(str(fact)) for fact in said)
    mark = '<span class="mwm-synthetic">synthetic data</span>' if answer.is_synthetic else ""
    return " · ".join(part for part in (facts, mark) if part)


def _supervised(answer: Answer) -> str:
    counts = answer.counts
    return f"{counts['supervisions']:,} {counts['method']} supervisions of {_count(counts['supervisors'])} supervisors"


def _count(number: Any) -> str:
    """A count of people; c where disclosure control hid it."""
    return CONFIDENTIAL if number is None else f"{number:,}"


def _ago(written: str) -> str:
    days = (datetime.now(UTC).date() - datetime.fromisoformat(written).date()).days
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days:,} days ago"


def _say_empty(answer: Answer) -> None:
    """What to do next, where there is nothing to draw."""
    is_hidden = answer.status == "suppressed"
    if is_hidden:
        words = answer.gate
    elif not answer.batches:
        words = "Import a file of your own, or look around in a synthetic authority first: python -m mwm demo"
    else:
        words = "Choose more months, teams or settings above, or import the figures that are missing."
    st.html(f'<div class="mwm-state"><h2>{escape(answer.headline)}</h2><p>{escape(words)}</p></div>')
    if current().entry.key != "import" and not is_hidden:
        st.page_link(navigation.st_page("import"), label="Import a file")


def _more(answer: Answer, key: str, title: str, is_chart: bool) -> None:
    """The picture's own choices, table, method and downloads; what is opened stands below, in full width."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"more_{key}"):
        frame = current()
        for entry in [entry for entry in frame.beside if entry[0] in ("", key)]:
            entry[1]()
            frame.beside.remove(entry)
        opened = st.pills(
            f"More about: {title}",
            [_TABLE, _METHOD],
            selection_mode="multi",
            key=f"opened_{key}",
            label_visibility="collapsed",
        )
        with st.popover("Download", key=f"download_popover_{key}"):
            handing_over.offer_tables(answer, key)
            slide_files.offer(answer, key, title=title)
            if is_chart:
                handing_over.offer_picture(answer, key, title=title)
    if _TABLE in opened:
        st.html(table_html(answer, caption=title))
    if _METHOD in opened:
        st.html(_method_html(answer))
    elif answer.caveats:
        st.html('<ul class="mwm-caveats">' + "".join(f"<li>{escape(each)}</li>" for each in answer.caveats) + "</ul>")


def table_html(answer: Answer, *, caption: str) -> str:
    """The rows as a real table, with its headings tied to its cells."""
    names: dict[str, str] = answer.extra.get("names", {})
    shown = replace(answer, rows=answer.rows.head(_MOST_ROWS))
    written = shown.table()
    kinds = [column.kind for column in answer.columns]
    numeric = [' class="number"' if kind in _NUMBERS else "" for kind in kinds]
    statuses = shown.statuses()
    is_element = [column.key == "element" for column in answer.columns]
    if len(written.columns) > len(kinds):  # a last column has the symbols, where there are any
        numeric, is_element = [*numeric, ""], [*is_element, False]
    head = "".join(
        f'<th scope="col"{style}>{escape(str(label))}</th>' for label, style in zip(written, numeric, strict=True)
    )
    body = []
    for row in written.itertuples(index=False, name=None):
        cells = [names.get(cell, cell) if element else cell for cell, element in zip(row, is_element, strict=True)]
        first, *rest = (escape(str(cell)) for cell in cells)
        body.append(
            f'<tr><th scope="row"{numeric[0]}>{first}</th>'
            + "".join(f"<td{style}>{cell}</td>" for cell, style in zip(rest, numeric[1:], strict=True))
            + "</tr>"
        )
    cut = f" (the first {_MOST_ROWS:,} of {len(answer.rows):,} rows)" if len(answer.rows) > _MOST_ROWS else ""
    return (
        f'<div class="mwm-scroll" tabindex="0" role="region" aria-label="Table: {escape(caption)}">'
        f'<table class="mwm-table"><caption>{escape(caption)}{cut}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>{_symbols_html(statuses)}"
    )


def _symbols_html(statuses: list[str]) -> str:
    """What the symbols under a table mean; nothing where it has none."""
    used = [f"<b>{symbol}</b> {escape(words)}" for symbol, words in SYMBOLS.items() if symbol in statuses]
    return f'<p class="mwm-sub">Status: {"; ".join(used)}.</p>' if used else ""


def _method_html(answer: Answer) -> str:
    method = answer.method
    entries = [
        ("What a number is", method.definition),
        ("Formula", method.formula),
        ("Left out", method.exclusions),
        ("To keep in mind", " ".join(answer.caveats)),
        ("What was asked", answer.scope.words),
        ("SQL", ", ".join(f"sql/{name}.sql" for name in method.sql)),
        ("Imports it comes from", ", ".join(answer.batches[:12]) + (" …" if len(answer.batches) > 12 else "")),
    ]
    said = "".join(f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in entries if words)
    return f'<dl class="mwm-method">{said}</dl>'
