"""Bringing a file in, seen from the page."""

from __future__ import annotations

import pytest

from mwm.store import Store
from tests.pages.conftest import html, run

HEADINGS = "observation_id,observed_on,service_area,team,worker_id,observer_id,empathy,child_focus\n"
GOOD = HEADINGS + "A1,2026-10-02,Youth Justice,Youth Justice Team A,W-9001,G-01,3,4\n"
MIXED = GOOD + "A2,2026-10-03,Youth Justice,Youth Justice Team A,W-9002,G-01,9,4\n"


def upload(test, text, name="observations.csv"):
    test.file_uploader[0].set_value((name, text.encode(), "text/csv"))
    return test.run()


def press(test, label):
    (button,) = [button for button in test.button if button.label == label]
    return button.click().run()


def observations(path):
    with Store.open(path) as store:
        frame = store.read("questions/data/batch", authority=None)
        return len(frame)


@pytest.mark.usefixtures("own_copy")
def test_a_file_is_reported_on_before_anything_is_written(own_copy):
    test = upload(run("import"), GOOD)
    assert not test.exception
    assert "Observations of practice" in html(test)
    assert "would be imported" in html(test)


@pytest.mark.usefixtures("own_copy")
def test_a_good_file_is_imported_and_taken_back():
    test = press(upload(run("import"), GOOD), "Import")
    assert not test.exception
    assert "1 row were imported" in html(test) or "1 row was imported" in html(test)
    test = press(test, "Undo this import")
    assert not test.exception
    assert "imported" not in html(test).split("mwm-product")[0].split("undone.")[-1]


@pytest.mark.usefixtures("own_copy")
def test_faults_are_listed_with_row_column_and_mend_and_stop_the_import():
    test = upload(run("import"), MIXED)
    assert '<th scope="row" class="number">3</th><td>empathy</td>' in html(test)
    (button,) = [button for button in test.button if button.label == "Import"]
    assert button.disabled


@pytest.mark.usefixtures("own_copy")
def test_the_good_rows_can_be_taken_alone():
    test = upload(run("import"), MIXED)
    test.checkbox(key="good_0").check().run()
    test = press(test, "Import")
    assert not test.exception
    assert "1 refused" in html(test)
    assert "Download the refused rows" in [button.label for button in test.get("download_button")]


@pytest.mark.usefixtures("nothing")
def test_the_first_file_brings_its_teams_once_that_is_confirmed():
    test = upload(run("import"), GOOD)
    assert not test.exception
    assert "<b>Youth Justice</b>: Youth Justice Team A" in html(test)
    test.checkbox(key="create_teams_0").check().run()
    test = press(test, "Import")
    assert not test.exception
    assert "Youth Justice" in html(run("overview", **{"from": "all", "to": "all"}))


@pytest.mark.usefixtures("own_copy")
def test_a_file_that_is_no_table_is_refused_calmly():
    test = upload(run("import"), "%PDF-1.7 not a table at all", name="report.csv")
    assert not test.exception
    assert 'role="alert"' in html(test)
    test = press(test, "Put this file aside")
    assert 'role="alert"' not in html(test)


@pytest.mark.usefixtures("own_copy")
def test_no_identifier_of_the_file_is_on_the_page():
    test = upload(run("import"), MIXED)
    assert "W-9002" not in html(test)


@pytest.mark.usefixtures("full")
def test_there_is_an_empty_workbook_for_each_kind_that_is_filled_in_by_hand():
    labels = [button.label for button in run("import").get("download_button")]
    assert labels[0] == "Observations of practice"
    assert "Department" not in " ".join(labels)
