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
        from mwm.intake.refused_workbook import refused_workbook_of

        return refused_workbook_of(file, problems)

    _button(write, key)


def download_kept(batch_id: str, *, key: str) -> None:
    """A button for the refused rows that an import kept."""

    def write() -> bytes:
        from mwm.intake.refused_workbook import refused_workbook_kept

        return refused_workbook_kept(refused_rows(store(), viewer(), batch_id))

    _button(write, key)


def _button(write: object, key: str) -> None:
    st.download_button(_LABEL, data=write, file_name="refused-rows.xlsx", key=key, on_click="ignore")  # type: ignore[arg-type]
