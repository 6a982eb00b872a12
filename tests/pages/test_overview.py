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
    assert written.count('data-go href="skills?') == 7 * 5


def cells_to(page: str, written: str) -> list[dict[str, list[str]]]:
    """The links of cells that lead to a page, as queries."""
    links = re.findall(rf'data-go href="{page}\?([^"]+)"', written)
    return [parse_qs(unescape(link)) for link in links]


def test_below_the_elements_stand_supervision_voice_and_looked_after_children():
    written = html(run("overview"))
    groups = re.findall(r'<th class="group"[^>]*><span>([^<]+)</span>', written)
    assert groups[3:] == ["Supervision", "Families’ voice", "Whole authority"]
    assert len(cells_to("supervision", written)) == 5
    assert len(cells_to("voice", written)) == 5 * 3
    (children,) = cells_to("looked_after", written)
    assert children["series"] == ["month"]
    assert 'colspan="5"><a class="mwm-cell" data-go href="looked_after?' in written


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("supervision", {"method", "rubric", "item"}),
        ("voice", {"form", "respondent"}),
        ("looked_after", {"baseline"}),
    ],
)
def test_a_cell_below_leads_to_its_chart_with_what_it_counts(page, names):
    query = cells_to(page, html(run("overview")))[0]
    assert names <= query.keys()
    kept = run(page, **query).query_params
    assert {name: kept[name] for name in names} == {name: query[name][0] for name in names}


def test_the_forms_of_families_each_lead_to_their_own():
    forms = [one.get("form") for one in cells_to("voice", html(run("overview", service_area="Youth Justice")))]
    assert forms == [["family_feedback"], None]


def test_the_rows_below_are_in_the_table_with_their_names():
    test = run("overview")
    test.pills(key="opened_overview_matrix_table").set_value(["View as a table"]).run()
    table = html(test).partition('<table class="mwm-table">')[2]
    rows = dict.fromkeys(re.findall(r'<th scope="row">([^<]+)</th>', table))
    assert list(rows)[7:] == [
        "Observed supervision",
        "After a visit",
        "Care leavers",
        "Response rate",
        "Looked after children",
    ]
    assert "<td>Whole authority</td>" in table
    assert "Real fall" in table


def test_settings_leave_out_what_has_none():
    written = html(run("overview", setting="home visit"))
    assert not cells_to("supervision", written)
    assert not cells_to("voice", written)
    assert len(cells_to("looked_after", written)) == 1


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
    assert html(run("overview", service_area="Youth Justice")).count('data-go href="skills?') == 7


def test_concerns_first_is_a_click_and_goes_into_the_address():
    test = run("overview")
    assert '<th class="group"' in html(test)
    menu(test, "order").click("concern")
    test.run()
    assert test.query_params["order"] == "concern"
    assert '<th class="group"' not in html(test)  # dimensions are named in their own order only
    order = ["real concern", "real improvement", "real change", "no real change", "too few to say"]
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
