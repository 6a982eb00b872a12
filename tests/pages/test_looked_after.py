"""Are fewer children looked after?"""

from __future__ import annotations

import pytest

from tests.pages.conftest import alts, html, run

pytestmark = pytest.mark.usefixtures("full")


def test_the_planted_fall_is_the_headline():
    written = html(run("looked_after", baseline="2026-02"))
    assert "27 fewer looked after children (LAC), −7.7%, in the 8 months since February 2026" in written


def test_the_baseline_can_be_chosen_and_goes_into_the_address():
    test = run("looked_after", baseline="2026-02")
    (baseline,) = [button for button in test.menu_button if button.key == "choose_looked_after_baseline"]
    baseline.click("2026-09")
    test.run()
    assert "since September 2026" in html(test)
    assert test.query_params["baseline"] == "2026-09"


def test_count_rate_and_published_series_have_alt_texts():
    assert [alt.split(".")[0] for alt in alts(run("looked_after"))] == ["Line chart", "Small line chart", "Line chart"]


def test_published_figures_name_their_source_and_areas():
    test = run("looked_after")
    test.pills(key="opened_published_chart").set_value(["View as a table"]).run()
    for area in ("Islington", "England", "Inner London", "London"):
        assert f"<td>{area}</td>" in html(test)
    assert "Source:" in html(test)


def test_it_never_says_because():
    assert "A fall does not show why it fell" in html(run("looked_after"))
