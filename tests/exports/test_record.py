"""The record of what was handed over: added to without a word in it of anybody, and without emptying any cache."""

from __future__ import annotations

from typing import Any

import pytest

from mwm.intake.handed_over import record_export
from mwm.questions import exports
from mwm.scope import Month, Period, Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.viewer import CAREFUL_VIEWER

AREA = Scope("Our authority", ("Children in Need",), period=Period(Month.parse("2025-01"), Month.parse("2025-12")))
ONE: dict[str, Any] = {
    "question": "skill-trend",
    "scope": AREA,
    "form": "csv",
    "version": 7,
    "has_small_numbers": False,
    "rows": 84,
    "way": "screen",
}


def test_an_export_is_listed_with_what_it_was_about(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MWM_USER", "A. Person")
    settings.cache_clear()
    try:
        record_export(store, **ONE | {"scope": Scope()})
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    answer = exports(store, CAREFUL_VIEWER, Scope())
    (row,) = answer.records()
    assert row["exported_by"] == "A. Person"
    assert (row["question"], row["form"], row["way"]) == ("skill-trend", "csv", "screen")
    assert (row["store_version"], row["row_count"], row["small_numbers"]) == (7, 84, "hidden")
    assert row["scope_words"] == Scope().words
    assert row["scope_link"] == Scope().to_link()
    assert answer.headline.startswith("1 file was handed over")
    assert answer.headline.endswith("none of them with small numbers.")


def test_the_newest_comes_first_and_small_numbers_are_said(store: Store) -> None:
    for form, small in (("csv", False), ("xlsx", True), ("pdf", False)):
        record_export(store, **ONE | {"scope": Scope(), "form": form, "has_small_numbers": small})
    answer = exports(store, CAREFUL_VIEWER, Scope())
    assert list(answer.rows["form"]) == ["pdf", "xlsx", "csv"]
    assert "3 files were handed over" in answer.headline
    assert answer.headline.endswith("1 of them with small numbers shown.")


def test_recording_leaves_the_version_and_with_it_every_cache(store: Store) -> None:
    before = store.version
    record_export(store, **ONE)
    assert store.version == before
    with Store.open(store.path.with_name("other.duckdb"), create=True) as other:
        record_export(other, **ONE)
    with Store.open(store.path.with_name("other.duckdb")) as again:
        assert again.version == 0
        assert again.read("questions/data/export_entry", authority="Our authority")["row_count"].tolist() == [84]


def test_nothing_handed_over_is_an_ordinary_answer(store: Store) -> None:
    answer = exports(store, CAREFUL_VIEWER, Scope())
    assert answer.status == "empty"
    assert answer.headline == "No file was handed over yet."
