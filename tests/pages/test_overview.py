"""Where do we stand?"""

from __future__ import annotations

import pytest

from tests.pages.conftest import html, run

pytestmark = pytest.mark.usefixtures("full")


def test_the_matrix_has_every_element_and_service_area():
    written = html(run("overview"))
    for words in ("Clarity about concerns", "Evocation", "Relationship building", "Children Looked After"):
        assert words in written
    assert written.count("data-go") == 7 * 5


def test_a_cell_leads_to_its_chart_with_the_whole_scope():
    written = html(run("overview", setting="home visit"))
    assert (
        "skills?v=1&amp;authority=Sampleton+%28synthetic%29&amp;service_area=Youth+Justice&amp;team=all"
        "&amp;setting=home+visit&amp;from=2023-11&amp;to=2026-10&amp;element=empathy&amp;by=element"
    ) in written


def test_teams_instead_of_service_areas():
    test = run("overview", service_area="Children in Need")
    test.menu_button[0].click("team")
    test.run()
    assert 'scope="col">CIN Team A</th>' in html(test)
    assert "CLA Team A" not in html(test)
    assert test.query_params["columns"] == "team"


def test_one_service_area_is_one_column():
    assert html(run("overview", service_area="Youth Justice")).count("data-go") == 7
