"""Where is practice strong, and where does it need support?"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import alts, html, run, sound

pytestmark = pytest.mark.usefixtures("full")
THREE_YEARS = {"from": "2023-11", "to": "2026-10"}
TWO = {"team": ["CIN Team A", "CIN Team B"], "element": "empathy", **THREE_YEARS}


def part(test: AppTest):
    return test.selectbox(key="compare_part")


def query(test: AppTest, name: str) -> list[str]:
    return test.query_params.get(name, [])


def test_the_sentence_the_funnel_the_spread_and_every_team_over_time():
    test = run("teams", element="empathy")
    assert len(alts(test)) == 3
    assert alts(test)[0].startswith("Funnel chart. Empathy: each team beside all teams together.")
    assert "Empathy: each team over time" in html(test)
    assert html(test).count("data-go") == 20
    assert '<h2 class="mwm-picture">Compare this view with another</h2>' in html(test)


def test_a_team_leads_to_its_own_chart_with_the_whole_scope():
    written = html(run("teams", element="empathy", setting="home visit"))
    href = written.split('data-go href="')[1].split('"')[0].replace("&amp;", "&")
    link = urlsplit(href)
    assert link.path == "skills"
    asked = parse_qs(link.query)
    assert (asked["team"], asked["setting"], asked["element"]) == (["CLA Team A"], ["home visit"], ["empathy"])


def test_shares_have_a_choice_of_limits_and_averages_have_none():
    def labels(test: AppTest) -> list[str]:
        return [button.label for button in test.menu_button]

    assert "Limits allow for teams’ own spread" not in labels(run("teams"))
    wide = run("teams", measure="share", element="empathy")
    assert "Limits allow for teams’ own spread" in labels(wide)
    narrow = run("teams", measure="share", element="empathy", limits="off")
    assert "Limits for chance alone" in labels(narrow)
    assert query(narrow, "limits") == "off"
    assert "The limits allow for chance alone." in html(narrow)
    assert "The limits allow for chance alone." not in html(wide)


def test_another_part_of_the_service_is_compared_side_by_side_and_the_link_shows_the_same():
    test = run("teams", **TWO)
    assert query(test, "with_service_area") == "nothing"
    assert "Side by side" not in html(test)
    part(test).select("area Youth Justice")
    sound(test.run())
    assert "CIN Team A + CIN Team B and Youth Justice" in html(test)
    assert len(alts(test)) == 4
    again = run("teams", **test.query_params)
    assert alts(again)[-1] == alts(test)[-1]
    part(again).select("")
    sound(again.run())
    assert query(again, "with_service_area") == "nothing"
    assert "Side by side" not in html(again)


def test_the_months_before_are_as_many_and_can_be_changed():
    test = run("teams", service_area="Children in Need", element="empathy", **{"from": "2025-11", "to": "2026-10"})
    part(test).select("before")
    sound(test.run())
    assert (query(test, "with_from"), query(test, "with_to")) == ("2024-11", "2025-10")
    assert "Between Nov 2025 – Oct 2026 and Nov 2024 – Oct 2025" in html(test)
    months = test.selectbox(key="compare_from").options
    test.selectbox(key="compare_from").select_index(months.index("Jan 2025"))
    sound(test.run())
    assert (query(test, "with_from"), query(test, "with_to")) == ("2025-01", "2025-10")
    test.button(key="compare_same").click()
    sound(test.run())
    assert query(test, "with_from") == "same"
    assert "Both are the same: choose another part of the service, or other months." in html(test)


def test_views_are_kept_renamed_compared_shown_and_let_go():
    test = run("teams", team="CIN Team A", element="empathy", **THREE_YEARS)
    test.button(key="keep_view").click()
    sound(test.run())
    assert query(test, "kept") == "CIN Team A Nov 2023 – Oct 2026~team=CIN+Team+A&from=2023-11&to=2026-10"
    assert test.button(key="keep_view").disabled
    test.text_input(key="kept_name_0").input("Our <b>patch</b>~")
    sound(test.run())
    assert query(test, "kept") == "Our b patch /b~team=CIN+Team+A&from=2023-11&to=2026-10"
    # elsewhere, the kept view is there to be compared with
    away = run("teams", team="CIN Team B", element="empathy", kept=query(test, "kept"), **THREE_YEARS)
    part(away).select("kept Our b patch /b")
    sound(away.run())
    assert "CIN Team B and Our b patch /b" in html(away)
    assert query(away, "with_team") == "CIN Team A"
    away.button(key="kept_show_0").click()
    sound(away.run())
    assert query(away, "team") == "CIN Team A"
    away.button(key="kept_remove_0").click()
    sound(away.run())
    assert query(away, "kept") == "nothing"


@pytest.mark.parametrize("kept", ["", "nothing", "x~from=2026-13", "~team=CIN+Team+A", "<script>"])
def test_kept_views_that_cannot_be_read_are_left_out(kept: str):
    test = run("teams", kept=kept)
    assert query(test, "kept") == "nothing"
    assert "<script>" not in html(test)


def test_an_unknown_second_scope_is_a_calm_refusal_below_the_picture():
    test = run("teams", with_service_area="all", with_team="Nowhere")
    assert "There is no team called “Nowhere”." in html(test)
    assert len(alts(test)) == 3
    bad = run("teams", with_service_area="all", with_team="all", with_from="2026-13")
    assert "“2026-13” is not a month." in html(bad)


def test_workers_are_folded_away_and_drawn_only_where_somebody_opens_them():
    test = run("teams", element="empathy", **THREE_YEARS)
    assert "W-0" not in html(test)
    assert query(test, "workers") == "folded"
    opened = run("teams", element="empathy", workers="open", **THREE_YEARS)
    assert "one observation must not rank a worker" in html(opened)
    assert len(alts(opened)) == 4


def test_a_room_has_no_workers_to_open():
    test = run("teams", present="1", element="empathy", workers="open", **THREE_YEARS)
    assert "Workers, with caution" not in [fold.label for fold in test.expander]
    assert "rank a worker" not in html(test)


def test_few_observations_are_said_and_drawn_pale():
    test = run("teams", service_area="Independent Futures", **{"from": "2026-08", "to": "2026-10"})
    assert "Too few observations to compare teams" in html(test)
    assert "no team has enough observations over time" in html(test)


def test_nothing_recorded_says_so_once():
    test = run("teams", team="CLA Team E", **{"from": "2020-11", "to": "2021-02"})
    assert "Nothing is recorded yet in CLA Team E" in html(test)
    assert not alts(test)
    assert "Compare this view" not in html(test)
