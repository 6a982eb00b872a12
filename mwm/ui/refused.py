"""Refused rows as a workbook in which they can be mended and which can be sent again."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mwm.intake import FileRows, Problem
from mwm.questions import refused_rows
from mwm.ui.asking import store, viewer

_LABEL = "Download the refused rows"


def download(file: FileRows, problems: Sequence[Problem], *, key: str) -> None:
    """A button for the rows of a file that has not been imported."""

    def write() -> bytes:
        import pyarrow as pa
        import pyarrow.compute as pc

        from mwm.intake.refused_workbook import refused_workbook

        wanted = pa.array(sorted({problem.row_number for problem in problems}), pa.int64())
        kept = file.rows.filter(pc.is_in(file.rows["row_number"], value_set=wanted))
        columns = [kept[f"c{place}"].to_pylist() for place in range(len(file.headings))]
        rows = {
            number: {heading: columns[place][line] for place, heading in enumerate(file.headings)}
            for line, number in enumerate(kept["row_number"].to_pylist())
        }
        return refused_workbook(file.headings, rows, problems)

    _button(write, key)


def download_kept(batch_id: str, *, key: str) -> None:
    """A button for the refused rows that an import kept."""

    def write() -> bytes:
        from mwm.intake.refused_workbook import refused_workbook

        found = refused_rows(store(), viewer(), batch_id)
        rows = {int(row["row_number"]): row["row_values"] for row in found.to_dict("records")}
        names = ["row_number", "column_name", "problem", "value_shape", "message", "mend"]
        problems = [Problem(*(row[name] for name in names)) for row in found.to_dict("records")]
        headings = list(next(iter(rows.values()), {}))
        return refused_workbook(headings, rows, problems)

    _button(write, key)


def _button(write: object, key: str) -> None:
    st.download_button(_LABEL, data=write, file_name="refused-rows.xlsx", key=key, on_click="ignore")  # type: ignore[arg-type]
