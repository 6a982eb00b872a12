"""Files from the pages: which are offered, that each is recorded, and that nothing is worked out anew for them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from html import unescape

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mwm.answer import Answer, Column, Method
from mwm.exports.workbook import workbook_file
from mwm.questions import exports, skill_trend
from mwm.scope import Scope
from mwm.settings import settings
from mwm.ui import handing_over
from mwm.ui.asking import store
from mwm.ui.panel import table_html
from mwm.viewer import CAREFUL_VIEWER, LOCAL_VIEWER
from tests.pages.conftest import html, run, sound


def packs() -> None:
    """A page that hands over what the packs have."""
    from mwm import ui
    from mwm.ui import handing_over

    scope = ui.page("overview", scope=("service_area", "team", "setting", "marker", "period"))
    handing_over.report_pack(scope)
    handing_over.tables_pack(scope)


def labels(test: AppTest) -> set[str]:
    return {button.label for button in test.get("download_button")}


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("page", ["teams", "voice", "looked_after", "coverage"])
def test_every_answer_is_offered_as_csv_and_as_a_workbook(page: str) -> None:
    assert {"Table (CSV)", "Table (XLSX)"} <= labels(run(page))


@pytest.mark.usefixtures("full")
def test_the_packs_are_offered() -> None:
    test = sound(AppTest.from_function(packs, default_timeout=120).run())
    assert {"PDF", "Word (DOCX)", "Web page (HTML)"} <= labels(test)
    assert "measures" in html(test)
    sound(test.button(key="tables_prepare").click().run())
    assert "Tables (XLSX)" in labels(test)


@pytest.mark.usefixtures("own_copy")
def test_a_file_is_recorded_when_it_is_made_and_the_data_page_lists_it() -> None:
    run("data")
    here = store()
    answer, version = skill_trend(here, LOCAL_VIEWER, Scope()), here.version
    make = handing_over.recorded(lambda: workbook_file([answer], date.today()), [answer], "xlsx")
    assert exports(here, CAREFUL_VIEWER, Scope()).status == "empty"
    assert openpyxl.load_workbook(io.BytesIO(make())).sheetnames == ["Table", "Columns", "About"]
    assert here.version == version
    (entry,) = exports(here, CAREFUL_VIEWER, Scope()).records()
    assert (entry["question"], entry["form"], entry["way"]) == ("skill-trend", "xlsx", "screen")
    assert entry["row_count"] == len(answer.rows)
    shown = unescape(html(run("data")))
    assert "What was handed over" in shown
    assert "1 file was handed over" in shown


@pytest.mark.usefixtures("nothing")
def test_without_a_store_a_file_is_made_all_the_same() -> None:
    rows = pd.DataFrame({"n": [1]})
    answer = Answer("own-series", "ok", "Said.", Scope(), rows, (Column("n", "N", "count"),), {}, Method("What"))
    assert handing_over.recorded(lambda: b"made", [answer], "csv")() == b"made"


def test_a_table_on_the_page_says_what_its_symbols_mean() -> None:
    rows = pd.DataFrame({"team": ["A", "B"], "n": [float("nan"), 12]})
    columns = (Column("team", "Team"), Column("n", "N", "count"))
    answer = Answer("q", "ok", "Said.", Scope(), rows, columns, {}, Method("What"), suppressed=(True, False))
    written = table_html(answer, caption="Teams")
    assert '<th scope="col">Status</th>' in written
    assert '<td class="number">c</td><td>c</td>' in written
    assert "<b>c</b> hidden, so that nobody can be singled out." in written
    assert "Status" not in table_html(replace(answer, rows=rows.tail(1), suppressed=()), caption="Teams")


@pytest.mark.usefixtures("full")
def test_reports_are_shown_and_offered_with_disclosure_control_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MWM_SMALL_NUMBERS", "hidden")
    settings.cache_clear()
    try:
        assert "PDF" in labels(run("report"))
        test = sound(AppTest.from_function(packs, default_timeout=120).run())
        assert "PDF" in labels(test)
    finally:
        monkeypatch.undo()
        settings.cache_clear()
