"""Present mode in a real browser at 1920 × 1080: letters, picture, keys, and everything that the browser received."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mwm.ui.navigation import PAGES
from tests.browser.conftest import Receive, Server, charts_drawn, headline, press, settled
from tests.identifiers import found_in, identifiers_of

pytestmark = pytest.mark.browser

ROOMS = [key for key, entry in PAGES.items() if entry.is_for_rooms and entry.is_listed and key != "own_numbers"]
NOT_FOR_ROOMS = [key for key, entry in PAGES.items() if not entry.is_for_rooms]
LEADING_TO_PEOPLE = {  # choices that show single people or pieces of work outside present mode
    "skills": "&point=2026-10-01",
    "teams": "&workers=open",
    "supervision": "&paired=family",
    "coverage": "&overdue=open&draw=open",
    "grading": "&talk=open&picture=use",
    "voice": "&words=open&alike=open",
    "overview": "&columns=team",
}
SMALLEST = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.textContent.trim() || ["STYLE", "SCRIPT", "NOSCRIPT", "TITLE"].includes(element.tagName)) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width < 1 || box.height < 1 || box.bottom < 0 || box.right < 0) continue;
    const drawn = element.closest("text");
    const matrix = drawn && drawn.getScreenCTM();
    const times = matrix ? Math.hypot(matrix.a, matrix.b) : 1;
    found.push([parseFloat(getComputedStyle(element).fontSize) * times, node.textContent.trim().slice(0, 60)]);
  }
  return found.filter(([size]) => size < 23.99);
}"""
SIDEWAYS = """() => Math.max(...[document.documentElement, document.querySelector(".stMain"),
  ...document.querySelectorAll(".mwm-matrix-scroll")].map((part) => part.scrollWidth - part.clientWidth))"""
LINES = ".st-key-present h1, .st-key-present p.mwm-headline, .st-key-present .mwm-foot"


@pytest.fixture(scope="module")
def identifiers(demo_authority: Path, tmp_path_factory: pytest.TempPathFactory) -> frozenset[bytes]:
    return identifiers_of(demo_authority, tmp_path_factory.mktemp("identifiers"))


@pytest.fixture
def room(page: Page) -> Page:
    """A projector: 1920 × 1080."""
    page.set_viewport_size({"width": 1920, "height": 1080})
    return page


def place(page: Page) -> tuple[int, int]:
    """Which picture this is, and of how many."""
    told = page.locator(".mwm-keys span")
    number, count = re.findall(r"\d+", told.inner_text()) if told.count() else ("1", "1")
    return int(number), int(count)


def check_the_screen(page: Page) -> None:
    if page.locator(".mwm-stage").count() == 0:
        charts_drawn(page, 1)
    check_it_fits(page, 1080)
    assert page.evaluate(SMALLEST) == []


def check_it_fits(page: Page, height: float) -> None:
    """The picture fills most of a window of so many pixels, and nothing lies outside of it."""
    picture = page.locator(".st-key-present .js-plotly-plot, .st-key-present .mwm-stage").bounding_box()
    assert picture is not None
    assert picture["height"] >= 0.65 * height
    assert picture["y"] + picture["height"] <= height
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.locator(".stMain").evaluate("part => part.scrollHeight - part.clientHeight") <= 0
    for line in page.locator(LINES).all():
        box = line.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height


@pytest.mark.parametrize("address", ROOMS)
def test_every_picture_can_be_read_from_the_last_row_and_names_nobody(
    address: str, shared: Server, room: Page, identifiers: frozenset[bytes], received: Receive
) -> None:
    frames = received(room)
    room.goto(f"{shared.address}/{address}?present=1&worker=W-0001{LEADING_TO_PEOPLE.get(address, '')}")
    settled(room)
    expect(room.locator(".mwm-foot").first).to_be_visible()
    while True:
        settled(room)
        check_the_screen(room)
        assert found_in(room.content().encode(), identifiers) == set()
        assert "worker=" not in room.url
        number, count = place(room)
        if number == count:
            break
        press(room, "ArrowRight")
        expect(room.locator(".mwm-keys span")).to_have_text([f"{number + 1} of {count}"])
    assert sum(map(len, frames)) > 10_000
    assert found_in(b"".join(frames), identifiers) == set()


@pytest.mark.parametrize("address", ["overview", "skills?element=empathy", "supervision", "grading"])
def test_a_screen_of_any_size_shows_the_same(address: str, shared: Server, room: Page) -> None:
    """The window changes while it is open, as when a laptop is put on a projector."""
    room.goto(f"{shared.address}/{address}{'&' if '?' in address else '?'}present=1")
    settled(room)
    if address != "overview":
        charts_drawn(room, 1)
    title = room.locator("h1.mwm-title")
    for width, height in ((1920, 1080), (1366, 768), (1024, 768), (2560, 1440)):
        room.set_viewport_size({"width": width, "height": height})
        scale = min(width / 1920, height / 1080)
        expect(room.locator("html")).to_have_attribute("style", re.compile(f"--mwm-scale: {scale:.4f}"))
        if address != "overview":
            drawn = room.locator(".js-plotly-plot .main-svg").first
            wanted = width - 2 * 3.2 * 16 * scale
            expect(drawn).to_have_js_property("clientWidth", round(wanted / scale))
            box = drawn.bounding_box()
            assert box is not None
            assert box["width"] == pytest.approx(wanted, abs=2)
        check_it_fits(room, height)
        lines = title.bounding_box()
        assert lines is not None
        assert lines["height"] == pytest.approx(44 * 1.15 * scale, rel=0.03)


def test_pages_with_rows_or_forms_say_so_and_name_nobody(
    shared: Server, room: Page, identifiers: frozenset[bytes], received: Receive
) -> None:
    frames = received(room)
    for address in NOT_FOR_ROOMS:
        room.goto(f"{shared.address}/{address}?present=1&piece=OBS-0000001&code=ABCDEF")
        settled(room)
        expect(room.get_by_text("This page is not for a shared screen.").first).to_be_visible()
        assert room.evaluate(SMALLEST) == []
        assert found_in(room.content().encode(), identifiers) == set()
        assert "OBS-" not in room.url
    assert found_in(b"".join(frames), identifiers) == set()


def test_outside_present_mode_the_same_search_finds_people(
    shared: Server, page: Page, identifiers: frozenset[bytes], received: Receive
) -> None:
    frames = received(page)
    page.goto(f"{shared.address}/coverage?overdue=open")
    settled(page)
    expect(page.get_by_role("rowheader").first).to_be_visible()
    assert found_in(b"".join(frames), identifiers)


def test_p_enters_arrows_step_a_reload_stays_and_escape_leaves(shared: Server, room: Page) -> None:
    room.goto(f"{shared.address}/skills?element=empathy&service_area=Children+in+Need")
    settled(room)
    expect(room.get_by_role("button", name="Present (P)").first).to_be_visible()
    before = headline(room)
    press(room, "p")
    foot = room.locator(".mwm-keys span")
    expect(foot).to_have_text(["1 of 3"])
    settled(room)  # until then the page before may still be there too
    expect(room.locator("p.mwm-headline")).to_have_text([before])
    expect(room).to_have_url(re.compile("present=1"))
    expect(room.get_by_role("link", name="Skills")).to_have_count(0)
    expect(room.get_by_role("switch")).to_have_count(0)
    expect(room.get_by_role("button", name="Copy link")).to_have_count(0)
    press(room, "ArrowLeft")
    press(room, "ArrowRight")
    expect(foot).to_have_text(["2 of 3"])
    expect(room).to_have_url(re.compile("screen=2"))
    room.reload()
    settled(room)
    expect(foot).to_have_text(["2 of 3"])
    press(room, "PageUp")
    expect(foot).to_have_text(["1 of 3"])
    press(room, "Escape")
    expect(room.get_by_role("button", name="Present (P)").first).to_be_visible()
    expect(room).not_to_have_url(re.compile("present"))
    expect(room.get_by_role("button", name="Empathy").first).to_be_visible()
    expect(room.get_by_test_id("stSidebar").get_by_role("link", name="Skills").first).to_be_visible()
    settled(room)
    expect(room.locator("p.mwm-headline")).to_have_text([before])


def test_buttons_do_what_the_keys_do_and_a_cell_stays_in_present_mode(shared: Server, room: Page) -> None:
    room.goto(f"{shared.address}/overview")
    settled(room)
    room.get_by_role("button", name="Present (P)").click()
    expect(room.locator(".mwm-foot").first).to_be_visible()
    room.get_by_role("link", name="Empathy, Children in Need").click()
    expect(room.get_by_role("heading", level=1)).to_have_text(["Is practice changing?"])
    expect(room).to_have_url(re.compile("skills.*present=1"))
    charts_drawn(room, 1)
    room.get_by_role("button", name="The next one").click()
    expect(room.locator(".mwm-keys span")).to_have_text(["2 of 3"])
    room.get_by_role("button", name="Leave present mode").click()
    expect(room.get_by_role("button", name="Present (P)").first).to_be_visible()


def test_p_is_a_letter_in_a_field(shared: Server, room: Page) -> None:
    room.goto(f"{shared.address}/own_numbers")
    settled(room)
    field = room.get_by_label("Paste two columns")
    field.press_sequentially("p")
    expect(field).to_have_value("p")
    expect(room).not_to_have_url(re.compile("present"))


def test_the_browsers_way_back_leaves_present_mode(shared: Server, room: Page) -> None:
    room.goto(f"{shared.address}/outcomes")
    settled(room)
    expect(room).to_have_url(re.compile("indicator="))
    room.wait_for_timeout(700)  # somebody who goes back has looked at the page first
    press(room, "p")
    expect(room).to_have_url(re.compile("present=1"))
    room.wait_for_timeout(700)
    room.go_back()
    expect(room.get_by_role("button", name="Present (P)").first).to_be_visible()


def test_an_answer_that_is_held_back_comes_with_the_space_bar(shared: Server, room: Page, received: Receive) -> None:
    frames = received(room)
    room.goto(f"{shared.address}/looked_after?present=1&hold=1")
    settled(room)
    expect(room.locator("p.mwm-headline")).to_have_text(["What do you expect?"])
    check_the_screen(room)
    assert b"fewer looked after children" not in b"".join(frames)
    press(room, "Space")
    charts_drawn(room, 1)
    expect(room.locator("p.mwm-headline", has_text="What do you expect?")).to_have_count(0)
    expect(room).not_to_have_url(re.compile("hold"))
