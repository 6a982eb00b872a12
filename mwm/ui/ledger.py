"""The Data page's parts: the list of imports, taking one back, refused rows, and the data checks."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from mwm.answer import Answer
from mwm.charts.inks import Inks
from mwm.intake import run_checks, undo
from mwm.intake.kinds import KINDS
from mwm.ui import refused
from mwm.ui.asking import store
from mwm.ui.page import refusals_said

_SAID = "ledger_said"


def table(answer: Answer, inks: Inks) -> str:
    """The imports, newest first, as a real table; the few columns that people look for."""
    synthetic = answer.extra.get("synthetic", {})
    body = []
    for row in answer.rows.to_dict("records"):
        mark = ' <span class="mwm-synthetic">synthetic</span>' if synthetic.get(row["batch_id"]) else ""
        counts = "".join(
            f'<td class="number">{row[key]:,}</td>'
            for key in ("rows_new", "rows_replaced", "rows_unchanged", "rows_refused")
        )
        gone = "" if row["state"] == "in use" else ' class="mwm-gone"'
        about = f"<td>{escape(row['file_name'])}</td>" + "".join(
            f'<td class="short">{escape(row[key])}</td>' for key in ("imported_at", "imported_by")
        )
        body.append(
            f'<tr{gone}><th scope="row" class="number">{row["batch_no"]}</th>'
            f'<td>{escape(_kind(row["kind"]))}{mark}</td>{about}{counts}<td class="short">{row["state"]}</td></tr>'
        )
    headings = ["No.", "What", "File", "When (UTC)", "Who", "New", "Replaced", "Unchanged", "Refused", "State"]
    numeric = {"No.", "New", "Replaced", "Unchanged", "Refused"}
    head = "".join(
        f'<th scope="col"{" class=number" if heading in numeric else ""}>{heading}</th>' for heading in headings
    )
    return (
        '<div class="mwm-scroll" tabindex="0" role="region" aria-label="Imports">'
        f'<table class="mwm-table"><caption>Imports, newest first</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def offer_undo(answer: Answer) -> None:
    """Choose an import and take it back, after a question."""
    st.html('<h2 class="mwm-picture">Take an import back</h2>')
    if said := st.session_state.pop(_SAID, None):
        st.html(f'<p role="status">{escape(said)}</p>')
    in_use = answer.rows[answer.rows["state"] == "in use"]
    if in_use.empty:
        st.html('<p class="mwm-sub">Every import has been undone.</p>')
        return
    names = {row["batch_id"]: _name(row) for row in in_use.to_dict("records")}
    chosen = st.selectbox("Import", list(names), format_func=lambda batch: names[batch])
    with st.popover("Undo …"), refusals_said():
        st.html(
            f"<p>Take back <b>{escape(names[chosen])}</b>? All its rows leave the store, and the versions that it had "
            "replaced return. The list of imports keeps the entry.</p>"
        )
        if st.button("Take it back", type="primary", key="undo_really"):
            with st.spinner("Taking the import back"):
                st.session_state[_SAID] = undo(store(), chosen).headline
            st.rerun()


def offer_refused_rows(answer: Answer) -> None:
    """The rows that an import kept to be mended, as a workbook."""
    st.html('<h2 class="mwm-picture">Refused rows</h2>')
    kept = answer.rows[(answer.rows["state"] == "in use") & (answer.rows["rows_refused"] > 0)]
    if kept.empty:
        st.html('<p class="mwm-sub">No refused row waits to be mended.</p>')
        return
    names = {row["batch_id"]: f"{_name(row)}: {row['rows_refused']:,} refused" for row in kept.to_dict("records")}
    chosen = st.selectbox("Import", list(names), format_func=lambda batch: names[batch])
    refused.download_kept(chosen, key="refused_download")


def offer_checks() -> None:
    """Run the data checks when asked, and say what they found."""
    st.html('<h2 class="mwm-picture">Data checks</h2>')
    if not st.button("Check the data", key="run_checks"):
        st.html('<p class="mwm-sub">Looks for rows that break the store’s own rules.</p>')
        return
    with st.spinner("Checking"), refusals_said():
        found = [check for check in run_checks(store()) if check.faults]
    if not found:
        st.html('<p role="status">Every data check passes.</p>')
        return
    listed = "".join(
        f"<li><b>{escape(check.name.replace('_', ' '))}</b>: {check.faults:,} rows, for example "
        f"{escape(check.examples[0][1])}</li>"
        for check in found
    )
    st.html(f'<p role="status">Please tell whoever looks after this store:</p><ul class="mwm-caveats">{listed}</ul>')


def _kind(key: str) -> str:
    return KINDS[key].name if key in KINDS else key.replace("_", " ")


def _name(row: dict[Any, Any]) -> str:
    return f"No. {row['batch_no']}: {row['file_name']}"
