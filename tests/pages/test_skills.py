"""Is practice changing?"""

from __future__ import annotations

import re

import pytest

from mwm.intake import import_file
from mwm.settings import settings
from mwm.store import Store
from tests.pages.conftest import alts, html, run

pytestmark = pytest.mark.usefixtures("full")


def menu(test, key):
    return next(button for button in test.menu_button if button.key == f"choose_skills_{key}")


def test_the_sentence_leads_and_the_chart_carries_it_as_its_alt_text():
    test = run("skills", service_area="Children in Need", element="empathy")
    assert "Empathy in Children in Need averaged" in html(test)
    assert len(alts(test)) == 3
    assert alts(test)[0].startswith("Line chart. Empathy: average grade with its 95% range.")
    assert "Empathy in Children in Need averaged" in alts(test)[0]


def test_the_address_carries_every_value_defaults_too():
    test = run("skills")
    assert test.query_params == {
        "v": "1",
        "authority": "Sampleton (synthetic)",
        "service_area": "all",
        "team": "all",
        "setting": "all",
        "marker": "all",
        "from": "2023-11",
        "to": "2026-10",
        "element": "collaboration",
        "picture": "average",
        "grain": "auto",
        "events": "all",
        "point": "none",
    }


def test_the_observations_behind_a_point_are_listed():
    test = run("skills", service_area="Children in Need", element="empathy", point="2026-09-01")
    assert "Behind the point: Sep 2026" in html(test)
    listed = html(test).split("Behind the point")[-1]
    behind = int(alts_n(test))
    assert listed.count("<tr>") - 1 == behind


def test_behind_a_point_of_shares_stands_how_many_were_at_the_threshold():
    scope = {"service_area": "Children in Need", "element": "empathy"}
    test = run("skills", picture="share", point="2026-09-01", **scope)
    listed = html(test).split("Behind the point: Sep 2026, ")[-1]
    part, n = (int(word) for word in listed.partition(" at 3.5 or more")[0].split(" of "))
    grades = [float(cell) for cell in re.findall(r'<td class="number">([1-5])</td>', listed.partition("</table>")[0])]
    assert n == listed.partition("</table>")[0].count("<tr>") - 1
    assert part == sum(grade >= 3.5 for grade in grades[:: len(grades) // n])
    assert "Behind the point: Sep 2026</h2>" in html(run("skills", point="2026-09-01", **scope))


def alts_n(test) -> str:
    """The number of observations that the sentence above the list gives."""
    sub = html(test).split('class="mwm-sub">')[-1]
    return sub.split(" observations")[0]


def test_another_element_is_a_click_and_goes_into_the_address():
    test = run("skills")
    menu(test, "element").click("empathy")
    test.run()
    assert "Empathy across the service" in html(test)
    assert test.query_params["element"] == "empathy"


def test_a_service_area_chosen_narrows_the_answer_and_lets_go_of_teams_elsewhere():
    test = run("skills", team="CIN Team A")
    before = html(test)
    test.pills(key="scope_service_area").set_value(["Youth Justice"]).run()
    assert test.query_params["service_area"] == "Youth Justice"
    assert test.query_params["team"] == "all"
    assert html(test) != before
    assert "in Youth Justice" in html(test)


def test_reset_goes_back_to_everything():
    test = run("skills", service_area="Youth Justice", element="empathy", **{"from": "2026-01", "to": "2026-10"})
    test.button(key="scope_reset").click().run()
    assert test.query_params["service_area"] == "all"
    assert (test.query_params["from"], test.query_params["to"]) == ("2023-11", "2026-10")


def test_dimensions_instead_of_elements_and_back():
    test = run("skills")
    menu(test, "element").click("relationship_building")
    test.run()
    assert "The other dimensions" in html(test)
    assert "Relationship building across the service" in html(test)
    menu(test, "element").click("empathy")
    test.run()
    assert "The other elements" in html(test)


def test_the_picture_can_be_switched_and_everything_follows():
    test = run("skills", service_area="Children in Need", element="empathy")
    for picture, heading, sentence, drawn in (
        ("share", "Empathy: share of grades at 3.5 or more with its 95% range", "of grades for empathy in", "share"),
        (
            "without",
            "Empathy: average grade, as graded and without graders’ leniency",
            "Without graders’ leniency the change is",
            "average",
        ),
        ("run", "Empathy: average grade around its median", "the median of", "average"),
        ("average", "Empathy: average grade with its 95% range", "averaged", "average"),
    ):
        menu(test, "picture").click(picture)
        test.run()
        assert test.query_params["picture"] == picture
        assert heading in html(test)
        assert sentence in lead(test)
        main, spread, others = (chart.proto.spec for chart in test.get("plotly_chart"))
        for spec in (main, others):
            assert f'"name":"{drawn}"' in spec.replace(" ", "")
        assert ("skilled" in spread) == (picture == "share")
        assert ('"name":"without leniency"' in main.replace(", ", ",").replace('": ', '":')) == (picture == "without")


def lead(test) -> str:
    """The sentence under the title."""
    return html(test).partition('class="mwm-headline">')[2].partition("</p>")[0]


def test_the_table_of_shares_has_counts_limits_and_the_words_of_rules():
    test = run("skills", service_area="Children in Need", element="empathy", picture="share")
    test.pills(key="opened_skill_trend_chart").set_value(["View as a table"]).run()
    table = html(test)
    for heading in ("Share at the threshold", "At the threshold", "Target", "Phase"):
        assert f">{heading}</th>" in table
    assert "seven or more on one side of the average" in table


def test_what_the_council_set_shows_under_the_chart_and_in_the_method(own_copy):
    rebase = "measure,kind,service_area,from,to,reason\nempathy,rebase,Children in Need,2025-10,,New way of working\n"
    path = own_copy.with_name("baselines.csv")
    path.write_text(rebase, encoding="utf-8")
    with Store.open(own_copy) as store:
        assert import_file(store, path, kind="baselines").status == "imported"
    test = run("skills", service_area="Children in Need", element="empathy")
    said = "Limits worked out anew from Oct 2025 on (New way of working; set by"
    assert said in html(test).partition('class="mwm-caveats"')[2]
    assert "(limits from Oct 2025 on)" in lead(test)
    test.pills(key="opened_skill_trend_chart").set_value(["How is this calculated?"]).run()
    assert said in html(test).partition('class="mwm-method"')[2]


def test_new_limits_are_offered_after_a_lasting_shift_for_one_place_only():
    scope = {"element": "collaboration", "service_area": "Children in Need"}
    offer = html(run("skills", **scope)).partition("has lasted.")[2].partition("</p>")[0]
    assert "events?v=1" in offer
    assert "show=baselines&amp;measure=collaboration&amp;begin=2025-" in offer
    assert "has lasted." not in html(run("skills", setting="home visit", **scope))


def test_the_grain_can_be_chosen():
    test = run("skills", service_area="Children in Need", grain="year")
    test.pills(key="opened_skill_trend_chart").set_value(["View as a table"]).run()
    assert html(test).count("<tr>") < 6


def test_the_rows_can_be_read_as_a_table_with_headings():
    test = run("skills", element="empathy")
    assert "<table" not in html(test)
    test.pills(key="opened_skill_trend_chart").set_value(["View as a table"]).run()
    table = html(test)
    assert "<caption>Empathy: average grade with its 95% range</caption>" in table
    assert '<th scope="row">Oct 2026</th><td>Empathy</td>' in table
    assert '<th scope="col" class="number">Observations</th>' in table


def test_how_it_is_calculated_names_definition_sql_and_imports():
    test = run("skills")
    test.pills(key="opened_skill_trend_chart").set_value(["How is this calculated?"]).run()
    for words in ("95% interval", "sql/questions/skills/element_by_month.sql", "Imports it comes from"):
        assert words in html(test)


def test_one_team_with_few_observations_says_how_many_are_needed():
    test = run("skills", team="Independent Futures Team A", **{"from": "2026-07", "to": "2026-10"})
    assert not test.exception
    assert "Too few observations to say" in html(test)
    assert "needed" in html(test)


def test_months_without_anything_say_so():
    test = run("skills", team="CLA Team E", **{"from": "2020-11", "to": "2021-02"})
    assert not test.exception
    assert "Nothing is recorded yet in CLA Team E" in html(test)
    assert not alts(test)


def test_period_buttons_set_both_months():
    test = run("skills")
    test.button(key="scope_last_12 months").click().run()
    assert (test.query_params["from"], test.query_params["to"]) == ("2025-11", "2026-10")


def test_months_chosen_the_wrong_way_round_are_put_right():
    test = run("skills")
    months = test.selectbox(key="scope_from").options
    test.selectbox(key="scope_from").select_index(len(months) - 1)
    test.selectbox(key="scope_to").select_index(len(months) - 6)
    test.run()
    assert test.query_params["from"] < test.query_params["to"]


def test_what_is_hidden_is_said_to_be_hidden_and_nobody_is_asked_to_import_it(monkeypatch):
    monkeypatch.setenv("MWM_SMALL_NUMBERS", "hidden")
    settings.cache_clear()
    test = run("skills", team="Trained in October 2025")
    settings.cache_clear()
    assert "Hidden: this group has people of teams that are shown by themselves" in html(test)
    assert "Shown only with at least" in html(test)
    assert "Nothing is recorded" not in html(test)
    assert "Import a file" not in [link.proto.label for link in test.main.get("page_link")]
