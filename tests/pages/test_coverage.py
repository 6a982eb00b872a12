"""Coverage: the sentence, the pictures, who has waited long, and the draw; and the marker in the scope bar."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import alts, html, run, sound

pytestmark = pytest.mark.usefixtures("full")
WORKER = re.compile(r"\bW-\d{4}\b")


def drawn(test: AppTest) -> list[str]:
    table = re.search(r"<caption>Drawn to be observed next</caption>.*?</table>", html(test), re.S)
    return WORKER.findall(table[0]) if table else []


def test_the_sentence_and_the_pictures_name_no_worker():
    test = run("coverage")
    assert re.search(
        r"\d+% of \d+ workers across the service were observed in the 12 months up to 31 October 2026", html(test)
    )
    assert "80% are expected" in html(test)
    assert [alt.split(".")[0] for alt in alts(test)] == [
        "Dots for each team",
        "Lines with a dot for each team and a bar for all",
    ]
    assert not WORKER.search(html(test))


def test_workers_are_listed_on_demand():
    test = run("coverage", overdue="open", unobserved_for="6")
    assert "Not observed for 6 months" in html(test)
    assert WORKER.search(html(test))
    longer = run("coverage", overdue="open", unobserved_for="24")
    assert len(WORKER.findall(html(longer))) < len(WORKER.findall(html(test)))


def test_the_draw_is_carried_by_the_link_and_another_can_be_drawn():
    test = run("coverage", draw="open", draw_size="5")
    first = drawn(test)
    assert len(first) == 5
    assert test.query_params["seed"] == "20261031"
    assert "with the number 20261031" in html(test)
    assert drawn(run("coverage", draw="open", draw_size="5", seed="20261031")) == first
    (again,) = [button for button in test.button if button.label == "Draw again"]
    other = sound(again.click().run())
    assert other.query_params["seed"] == "20261032"
    assert drawn(other) != first


def test_a_number_that_is_none_falls_back_to_the_first_draw():
    assert run("coverage", draw="open", seed="<b>").query_params["seed"] == "20261031"


def test_an_audience_is_offered_no_list():
    test = run("coverage", present="1", overdue="open", draw="open")
    assert "were observed in the 12 months" in html(test)
    assert not WORKER.search(html(test))
    assert not test.expander


@pytest.mark.parametrize("page", ["overview", "skills", "teams", "voice", "coverage"])
def test_every_page_over_practice_can_be_narrowed_to_a_marker(page):
    test = run(page, marker="edge of care")
    assert "Only work marked “edge of care” counts here" in html(test)
    assert test.query_params["marker"] == "edge of care"
    everything = run(page)
    assert "Only work marked" not in html(everything)
    assert everything.query_params["marker"] == "all"


def test_a_marker_that_is_not_there_is_refused_with_the_nearest():
    test = run("coverage", marker="edge of car")
    assert "There is no marker called “edge of car”." in html(test)
    assert "Did you mean “edge of care”?" in html(test)
