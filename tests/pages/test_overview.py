"""Where do we stand?"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs

import pytest

from tests.pages.conftest import html, run

pytestmark = pytest.mark.usefixtures("full")


def menu(test, key):
    return next(button for button in test.menu_button if button.key == f"choose_overview_{key}")


def test_the_matrix_has_every_element_and_service_area():
    written = html(run("overview"))
    for words in ("Clarity about concerns", "Evocation", "Relationship building", "Children Looked After"):
        assert words in written
    assert written.count("data-go") == 7 * 5


def test_a_cell_leads_to_its_chart_with_the_whole_scope():
    links = re.findall(r'data-go href="skills\?([^"]+)"', html(run("overview", setting="home visit")))
    queries = [parse_qs(unescape(link)) for link in links]
    asked = {"service_area": ["Youth Justice"], "element": ["empathy"]}
    (query,) = [query for query in queries if asked.items() <= query.items()]
    assert query["authority"] == ["Sampleton (synthetic)"]
    assert (query["team"], query["setting"]) == (["all"], ["home visit"])
    assert (query["from"], query["to"]) == (["2023-11"], ["2026-10"])


def test_teams_instead_of_service_areas():
    test = run("overview", service_area="Children in Need")
    menu(test, "columns").click("team")
    test.run()
    assert 'scope="col">CIN Team A</th>' in html(test)
    assert "CLA Team A" not in html(test)
    assert test.query_params["columns"] == "team"


def test_one_service_area_is_one_column():
    assert html(run("overview", service_area="Youth Justice")).count("data-go") == 7


def test_concerns_first_is_a_click_and_goes_into_the_address():
    test = run("overview")
    assert '<th class="group"' in html(test)
    menu(test, "order").click("concern")
    test.run()
    assert test.query_params["order"] == "concern"
    assert '<th class="group"' not in html(test)  # dimensions are named in their own order only
    order = ["real concern", "real improvement", "no real change", "too few to say"]
    found = [
        min(order.index(words) for words in re.findall(r'class="mwm-icon" alt="([^"]+)"', row) if words in order)
        for row in html(test).split('<tr class="element">')[1:]
    ]
    assert found == sorted(found)
    assert len(set(found)) > 1


def test_a_target_has_its_icon_and_its_words_in_the_matrix():
    written = html(run("overview"))
    assert 'class="mwm-legend"' in written
    assert "target will be hit" in written.partition('class="mwm-legend"')[2]
    cell = written.partition('aria-label="Empathy, Children in Need: ')[2].partition('"')[0]
    assert "; target " in cell
