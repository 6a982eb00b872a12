"""The record of what left the dashboard as a file."""

from __future__ import annotations

from typing import Literal

from mwm.scope import Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.store.store import utc_now

Way = Literal["screen", "command line"]


def record_export(
    store: Store,
    *,
    question: str,
    scope: Scope,
    form: str,
    version: int,
    has_small_numbers: bool,
    rows: int,
    way: Way,
) -> None:
    """Enter one file that is handed over. Its name is not kept, nor anything that is in it.

    question: the question's name, or the pack's. form: csv, xlsx, png, svg, pptx, html, pdf or docx. version: the
    store's, from which the numbers came. has_small_numbers: whether numbers of few people were shown. rows: how many
    rows of numbers it has. The store's version stays as it is.
    """
    store.note(
        "intake/exports/add_export",
        exported_at=utc_now(),
        exported_by=settings().user,
        authority=scope.authority,
        question=question,
        scope_words=scope.words,
        scope_link=scope.to_link(),
        form=form,
        way=way,
        store_version=version,
        has_small_numbers=has_small_numbers,
        row_count=rows,
    )
