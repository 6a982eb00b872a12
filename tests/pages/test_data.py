"""What is in here, and how fresh is it?"""

from __future__ import annotations

import pytest

from tests.pages.conftest import html, run


@pytest.mark.usefixtures("full")
def test_every_import_is_listed():
    written = html(run("data"))
    assert "Observations of practice" in written
    assert "in use" in written
    assert "No refused row waits to be mended." in written


@pytest.mark.usefixtures("own_copy")
def test_an_import_is_taken_back_after_a_question():
    test = run("data")
    assert "All its rows leave the store" in html(test)
    test.button(key="undo_really").click().run()
    assert not test.exception
    assert '">undone</td>' in html(run("data"))


@pytest.mark.usefixtures("full")
def test_the_data_checks_can_be_run():
    test = run("data")
    test.button(key="run_checks").click().run()
    assert not test.exception
    assert "Every data check passes." in html(test)
