"""The page about supervision: what leads it, what can be chosen, and that observed and self-reported stay apart."""

from __future__ import annotations

import pytest

from mwm.questions.supervision_reading import CAVEAT_REPORTED
from tests.pages.conftest import alts, html, run

CHARTS = 5


@pytest.mark.usefixtures("full")
def test_sentence_trend_spread_items_practice_and_coaching() -> None:
    test = run("supervision")
    page = html(test)
    assert len(alts(test)) == CHARTS
    assert "All items in observed supervision across the service averaged" in page
    for heading in ("All items: average, observed", "How the grades are spread", "Each item"):
        assert f">{heading}<" in page
    assert "Supervision beside practice: same team and quarter" in page
    assert "coaching sessions for" in page
    assert "observed supervisions of" in page
    assert "synthetic data</span>" in page
    assert CAVEAT_REPORTED not in page


@pytest.mark.usefixtures("full")
def test_a_link_carries_every_choice() -> None:
    test = run(
        "supervision",
        item="child_focus",
        measure="share",
        paired="family",
        element="empathy",
        service_area=["Children in Need"],
    )
    page = html(test)
    assert "Child focus: high grades, observed" in page
    assert "Supervision beside practice: same family" in page
    assert "child focus in observed supervision and empathy in Children in Need" in page
    assert ">The other items<" in page
    assert test.query_params["method"] == "observed"


@pytest.mark.usefixtures("full")
def test_self_reported_is_a_choice_and_says_so_everywhere() -> None:
    page = html(run("supervision", method="self-reported"))
    assert "All items: average, self-reported" in page
    assert "in self-reported supervision across the service" in page
    assert CAVEAT_REPORTED in page
    facts = page[page.index('class="mwm-facts"') :]
    assert "self-reported supervisions of" in facts[:120]
    assert "in observed supervision" not in page


@pytest.mark.usefixtures("full")
def test_a_rubric_of_one_item_has_no_others() -> None:
    test = run("supervision", rubric="systemic_group_supervision", item="child_focus")
    assert "Overall quality: average, observed" in html(test)
    assert len(alts(test)) == CHARTS - 1


@pytest.mark.usefixtures("full")
def test_where_nothing_is_recorded_it_says_so() -> None:
    test = run("supervision", **{"from": "2010-01", "to": "2010-12"})
    assert "No observed supervision is recorded yet" in html(test)
    assert not alts(test)


@pytest.mark.usefixtures("full")
def test_an_old_link_falls_back() -> None:
    page = html(run("supervision", method="guessed", rubric="gone", item="gone", paired="gone"))
    assert "All items: average, observed" in page
