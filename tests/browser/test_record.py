"""The Record page by keyboard alone: an observation entered while the connection is lost, and graded again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SECONDS, settled

pytestmark = pytest.mark.browser

GRADES = {
    "collaboration": 4, "autonomy": 3, "empathy": 5, "purposefulness": 2, "clarity_about_concerns": 4, "child_focus": 5,
}  # fmt: skip
SEEN = "skills?team=CIN+Team+A&element=empathy&from=2024-10&to=2024-10"


DAY = "10102024"  # day and month first in some browsers, month and day in others


def observations(page) -> int:
    """How many the page of Skills counts."""
    return int(re.search(r"([\d,]+) observations", page.locator("p.mwm-facts").inner_text())[1].replace(",", ""))


def tab_to(page, selector: str) -> None:
    """Press Tab until what matches has the focus."""
    for _ in range(120):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not lead to {selector}")


def type_into(page, column: str, text: str) -> None:
    tab_to(page, f"[name={column}]")
    page.keyboard.type(text)


def grade(page, element: str, point: int) -> None:
    tab_to(page, f"[name=mwm-rec-{element}]")
    page.keyboard.press(str(point))


def press(page, selector: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")


def kept(page) -> list[str]:
    """The drafts in this browser."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('mwm-draft:'))")


def value(page, column: str) -> str:
    return page.locator(f"[name={column}]").input_value()


def test_an_observation_is_entered_through_a_lost_connection_counted_and_graded_blind(serve, page, received):
    server = serve()
    page.goto(f"{server.address}/{SEEN}")
    settled(page)
    before = observations(page)
    page.goto(f"{server.address}/record")
    settled(page)
    type_into(page, "observer_id", "G-98")
    type_into(page, "worker_id", "W-0001")
    type_into(page, "observed_on", DAY)
    tab_to(page, "[name=place]")
    expect(page.locator("[name=place]")).to_have_value("Children in Need\tCIN Team A")  # the worker's team on that day
    server.stop()
    lost = page.get_by_text("The connection is lost. Go on")
    expect(lost).to_be_visible()
    type_into(page, "setting", "home")
    type_into(page, "visit_number", "2")
    type_into(page, "family_ref", "F-KEYBOARD")
    for element, point in list(GRADES.items())[:4]:
        grade(page, element, point)
    press(page, ".mwm-rec-save")
    expect(page.get_by_text("There is no connection. What you typed is kept").first).to_be_visible()
    reference = page.locator("dd").first.inner_text()
    server.start()
    expect(page.get_by_text("The connection is back").first).to_be_visible(timeout=SECONDS * 1000)
    assert len(kept(page)) == 1
    page.reload()
    settled(page)
    expect(page.get_by_text("Draft restored").first).to_be_visible()
    assert page.locator("dd").first.inner_text() == reference
    assert [value(page, column) for column in ("observer_id", "observed_on", "setting", "family_ref")] == [
        "G-98", "2024-10-10", "home visit", "F-KEYBOARD",
    ]  # fmt: skip
    for element, point in list(GRADES.items())[4:]:
        grade(page, element, point)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("The observation of 10 Oct 2024 in CIN Team A was saved").first).to_be_visible()
    assert kept(page) == []
    assert value(page, "worker_id") == ""
    press(page, "a[href^='skills?']")
    expect(page.get_by_role("heading", level=1)).to_have_text(["Is practice changing?"])
    expect(page.get_by_role("button", name="CIN Team A").first).to_be_visible()
    page.goto(f"{server.address}/{SEEN}")
    settled(page)
    assert observations(page) == before + 1

    frames = received(page)
    page.goto(f"{server.address}/record?record=second")
    settled(page)
    page.get_by_label("Open an observation by its reference").focus()
    page.keyboard.type(reference)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Who grades").first).to_be_visible()
    assert page.locator(".mwm-rec input[type=radio]:checked:not([value=''])").count() == 0
    assert frames
    assert not [frame for frame in frames if re.search(rb'"(collaboration|empathy)": *"\d"', frame)], "blind"
    type_into(page, "grader_id", "g-98")
    grade(page, "collaboration", 4)
    grade(page, "empathy", 3)
    press(page, ".mwm-rec-save")
    expect(page.get_by_text("This person has observed or graded this visit already.").first).to_be_visible()
    assert page.locator(":focus").get_attribute("role") == "alert"
    tab_to(page, "[name=grader_id]")
    page.keyboard.press("Control+A")
    page.keyboard.type("G-99")
    press(page, ".mwm-rec-save")
    expect(page.get_by_text("You both gave the same grade in 1 of 2 elements.").first).to_be_visible()
    expect(page.get_by_text("Empathy 5 and 3").first).to_be_visible()
    assert kept(page) == []


def test_a_draft_is_kept_for_a_week_and_can_be_discarded(shared, page):
    page.goto(f"{shared.address}/record")
    settled(page)
    page.locator("[name=worker_id]").fill("W-DRAFT")
    (key,) = kept(page)
    age = """(key) => localStorage.setItem(
        key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), at: Date.now() - %d }))"""
    day = 24 * 3600 * 1000
    page.evaluate(age % (6.9 * day), key)
    page.reload()
    settled(page)
    expect(page.get_by_text("Draft restored").first).to_be_visible()
    assert value(page, "worker_id") == "W-DRAFT"
    page.evaluate(age % (7.1 * day), key)
    page.reload()
    settled(page)
    assert value(page, "worker_id") == ""
    assert kept(page) == []
    page.locator("[name=worker_id]").fill("W-DRAFT")
    page.get_by_role("button", name="Discard the draft").click()
    assert len(kept(page)) == 1, "one press is not enough"
    page.get_by_role("button", name="Really discard it?").click()
    assert kept(page) == []
    assert value(page, "worker_id") == ""


def test_numbers_of_two_digits_arrows_and_delete_choose_a_point(shared, page):
    page.goto(f"{shared.address}/record?record=feedback")
    settled(page)
    chosen = page.locator("fieldset:has-text('I was listened to') input:checked")
    page.locator("fieldset:has-text('I was listened to') input:checked").focus()
    for keys, point in ((("1", "0"), "10"), (("ArrowLeft",), "9"), (("Delete",), "")):
        for key in keys:
            page.keyboard.press(key)
        expect(chosen).to_have_value(point)
    page.locator("[name=outcome]").select_option("declined")
    expect(page.get_by_role("heading", name="What they said")).to_be_hidden()
