"""A workshop in front of a room, with real browsers: built, started, stepped, reloaded, revealed, followed, left."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SECONDS, settled

pytestmark = pytest.mark.browser
WAIT = 3 * SECONDS * 1000  # a window that follows looks every second, and tests of many kinds share a machine
NOTE, ANSWER = "Only for the facilitator", "Hidden until the space bar"


@pytest.fixture
def desk(chromium: Browser):
    """A facilitator with a window for notes and a large screen for the room."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    context.set_default_timeout(WAIT)
    yield context
    context.close()


def text_of(frames: list[bytes]) -> str:
    return b"".join(frames).decode("utf-8", "replace")


def at_step(page: Page, where: str) -> None:
    expect(page.locator(".mwm-place, .mwm-notes > .mwm-sub").first).to_contain_text(where, timeout=WAIT)


def press(page: Page, key: str) -> None:
    """Press a key as somebody does who has seen the page come to rest."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=WAIT)
    page.keyboard.press(key)


def go(page: Page, key: str, where: str) -> None:
    """Press a key, and once more where nothing came of it, as a facilitator would; then the step is there."""
    for patience in (WAIT // 4, WAIT // 4, WAIT):
        press(page, key)
        try:
            expect(page.locator(".mwm-place, .mwm-notes > .mwm-sub").first).to_contain_text(where, timeout=patience)
            return
        except AssertionError:
            if patience == WAIT:
                raise


def add_step(page: Page, title: str, view: str, *, question: str, answer: str = "", held: bool = False) -> None:
    expect(page.get_by_label("Title for the room")).to_have_count(1, timeout=WAIT)  # the form before it is gone
    page.get_by_label("Title for the room").fill(title)
    page.get_by_label("View: what").fill(view)
    page.get_by_label("Question to the room").fill(question)
    page.get_by_label("Answer in your own words").fill(answer)
    page.get_by_label("Note that only you see").fill(f"{NOTE}: {title}")
    if held:
        page.get_by_text("Hold the view back until then").click()
    page.keyboard.press("Tab")
    settled(page)  # what was typed last has arrived
    page.get_by_role("button", name="Add this step").click()
    expect(page.get_by_text(title).first).to_be_visible(timeout=WAIT)
    settled(page)


def build(page: Page, address: str) -> None:
    page.goto(f"{address}/workshop")
    page.get_by_label("Title").fill("Forum")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_text("No step yet.").first).to_be_visible(timeout=WAIT)
    add_step(page, "Beside each other", "teams?element=empathy", question="How far apart?", held=True)
    page.get_by_role("button", name="Add a step").click()
    expect(page.get_by_role("heading", name="A new step").first).to_be_visible(timeout=WAIT)
    link = f"{address}/own_numbers?example=a_shift&shown_as=limits"
    add_step(page, "A made-up series", link, question="A change?", answer=ANSWER)
    expect(page.get_by_text("“Forum” has 2 steps.").first).to_be_visible(timeout=WAIT)


def test_a_workshop_from_an_empty_page_to_the_way_out(serve, desk, received):
    server = serve()
    page = desk.new_page()
    build(page, server.address)
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_text("Call teams by letters").click()
    page.get_by_role("button", name="My notes here").click()
    expect(page.get_by_text(f"{NOTE}: Beside each other").first).to_be_visible(timeout=WAIT)
    link = page.get_by_role("link", name="Open the room’s screen").get_attribute("href")

    room = desk.new_page()
    room.set_viewport_size({"width": 1920, "height": 1080})
    sent = received(room)
    room.goto(f"{server.address}/{link}")
    at_step(room, "1 of 2")
    expect(room.locator(".mwm-ask")).to_have_text(["How far apart?"])
    expect(room).to_have_url(re.compile(r"/teams\?.*hold=1"))
    before = text_of(sent)
    assert "average grade" not in before.lower()  # neither the picture nor the sentence
    assert "chance explains" not in before

    page.bring_to_front()
    page.get_by_role("button", name="Show the answer").click()
    expect(room.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=WAIT)  # it follows the notes
    expect(room.locator("p.mwm-headline")).to_contain_text(["Empathy"], timeout=WAIT)
    room.bring_to_front()
    room.reload()  # in the middle
    expect(room.locator("p.mwm-headline")).to_contain_text(["Empathy"], timeout=WAIT)

    go(room, "ArrowRight", "2 of 2")
    at_step(page, "2 of 2")  # the notes follow the room
    expect(room.locator(".mwm-asked")).to_have_text(["A change?"])
    assert ANSWER not in text_of(sent)
    press(room, "Space")
    expect(room.locator(".mwm-asked")).to_contain_text(ANSWER, timeout=WAIT)
    assert room.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    sizes = room.evaluate(
        "[...document.querySelectorAll('.st-key-present *')].filter(e => e.childNodes.length && "
        "[...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.getClientRects().length)"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 23.9

    press(room, "ArrowRight")
    expect(room.get_by_alt_text("QR code of the address with what we looked at").first).to_be_visible(timeout=WAIT)
    press(room, "ArrowLeft")
    at_step(room, "2 of 2")
    press(room, "Escape")
    expect(room.get_by_text("“Forum” has 2 steps").first).to_be_visible(timeout=WAIT)
    everything = text_of(sent)
    while_shown = everything.split("“Forum” has 2 steps")[0]
    assert NOTE not in while_shown
    for team in ("CIN Team", "CIN+Team", "CLA Team", "Youth Justice Team"):
        assert team not in while_shown


def test_a_server_started_anew_goes_on_where_the_room_was_and_the_end_lists_what_was_seen(serve, desk):
    server = serve()
    page = desk.new_page()
    page.goto(f"{server.address}/workshop")
    page.get_by_role("button", name="Start", exact=True).last.click()  # How to read these charts
    page.get_by_role("button", name="Show it here").click()
    at_step(page, "1 of 8")
    press(page, "ArrowRight")
    at_step(page, "2 of 8")
    expect(page.locator("p.mwm-headline")).to_contain_text(["no real change"], timeout=WAIT)
    server.stop()
    server.start()
    page.reload()
    at_step(page, "2 of 8")
    for step in range(3, 9):
        go(page, "ArrowRight", f"{step} of 8")
    press(page, "ArrowRight")
    code = page.locator(".mwm-end")
    expect(code).to_be_visible(timeout=WAIT)
    expect(code.get_by_role("listitem")).to_have_text(
        [
            "Two years of home visits",
            "The same months with the range of chance",
            "Complaints",
            "Were families listened to?",
        ]
    )
    page.go_back()
    at_step(page, "8 of 8")
    press(page, "Escape")
    expect(page.get_by_text("“How to read these charts” is being shown.").first).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Back to the room’s screen").click()
    at_step(page, "8 of 8")
