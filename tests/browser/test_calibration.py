"""A calibration session with real browsers: one facilitator, two participants, one of whom drops out and comes back."""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SECONDS, charts_drawn, settled
from tests.browser.phone import Phone

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def pseudonym(phone: Page, timeout: float = SECONDS * 1000) -> str:
    """What the session calls this participant, once the phone has its place. ("You are given…" stands there before.)"""
    called = phone.locator("p.mwm-sub:has-text('You are') b")
    expect(called).to_have_count(1, timeout=timeout)
    return called.inner_text()


def grade(page: Page, element: str, point: int, told: str) -> None:
    group = page.get_by_role("radiogroup", name=element)
    group.get_by_role("radio", name=str(point), exact=True).click()
    expect(page.get_by_text(told).first).to_be_visible()  # the server has it


def test_two_grade_blind_and_all_see_it_once_it_is_shown(serve, chromium: Browser, received):
    server = serve()
    desk = chromium.new_context(viewport={"width": 1920, "height": 1080})
    phones = [chromium.new_context(viewport=PHONE) for _ in range(2)]
    try:
        lead = desk.new_page()
        sent = received(lead)
        lead.goto(f"{server.address}/calibration")
        settled(lead)
        lead.get_by_label("What is graded").fill("Recording 3")
        lead.get_by_role("button", name="Open the session").click()
        code = lead.locator(".mwm-code").inner_text(timeout=20_000).strip()
        assert re.fullmatch(r"[2-9A-HJKMNP-Z]{6}", code)
        expect(lead.get_by_alt_text("QR code of the address to join").first).to_be_visible()

        first, second = (context.new_page() for context in phones)
        first.goto(f"{server.address}/join?code={code}")  # as the QR code leads there
        first.get_by_role("button", name="Join").click()
        pseudonym(first)
        assert first.get_by_role("link", name="Skills").count() == 0  # no way into the dashboard from here
        second.goto(f"{server.address}/join")
        second.get_by_label("Code on the screen").fill(f" {code[:3].lower()} {code[3:].lower()} ")
        second.get_by_role("button", name="Join").click()
        called = pseudonym(second)
        expect(lead.locator(".mwm-joined")).to_contain_text(["2 people have joined"])

        grade(first, "Empathy", 2, "1 of 7 graded")
        grade(second, "Empathy", 5, "1 of 7 graded")
        grade(second, "Autonomy", 1, "2 of 7 graded")
        second.close()  # the phone falls asleep
        expect(lead.locator(".mwm-joined")).to_contain_text(["2 people have joined"])
        assert not any(b"How the room graded" in frame for frame in sent)  # nothing of the grades before they are shown

        again = phones[1].new_page()
        again.goto(f"{server.address}/join")
        expect(again.get_by_text(called).first).to_be_visible()  # the same place, with what was graded
        expect(again.get_by_text("2 of 7 graded").first).to_be_visible()
        grade(again, "Collaboration", 4, "3 of 7 graded")

        lead.reload()  # the facilitator comes back too
        expect(lead.locator(".mwm-code")).to_have_text([code])
        settled(lead)  # or the buttons may still move
        lead.get_by_role("button", name="Show empathy").click()
        expect(lead.get_by_role("button", name="Show empathy")).to_have_count(0)
        expect(lead.locator("p.mwm-headline")).to_contain_text(["Empathy: 0% of pairs gave the same grade"])
        charts_drawn(lead, 1)
        assert "Autonomy" not in json.dumps(lead.locator(".js-plotly-plot").first.evaluate("chart => chart.layout"))
        expect(first.get_by_role("radiogroup", name="Empathy").get_by_role("radio").first).to_be_disabled()

        lead.get_by_role("button", name="Show all and end the grading").click()
        expect(lead.get_by_role("button", name="Leave this session and open another").first).to_be_visible()
        expect(first.get_by_text("The grading has ended").first).to_be_visible()
        settled(lead)
        lead.get_by_role("button", name="Download").click()
        with lead.expect_download() as saved:
            lead.get_by_role("button", name="Table (CSV)").click()
        table = saved.value.path().read_text(encoding="utf-8-sig")
        assert "Empathy" in table
        assert called not in table
    finally:
        for context in (desk, *phones):
            context.close()


def test_a_wrong_code_is_said_calmly(shared, page):
    page.goto(f"{shared.address}/join?code=ABCDEF")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("There is no session with this code.").first).to_be_visible()


@pytest.mark.timeout(900)
def test_a_room_of_six_joins_grades_and_sees_it_at_once(serve, chromium: Browser):
    """Six phones beside the screen of the room, on one server; how long each step took is printed (pytest -s)."""
    server, started = serve(), time.monotonic()
    wait = 120_000

    def took(what: str) -> None:
        nonlocal started
        print(f"{what}: {time.monotonic() - started:.1f} s")
        started = time.monotonic()

    contexts = [chromium.new_context(viewport=PHONE) for _ in range(6)]
    desk = chromium.new_context(viewport={"width": 1920, "height": 1080})
    try:
        for context in (desk, *contexts):
            context.set_default_timeout(wait)
        lead = desk.new_page()
        lead.goto(f"{server.address}/calibration")
        settled(lead)
        lead.get_by_label("What is graded").fill("Recording 3")
        lead.get_by_role("button", name="Open the session").click()
        code = lead.locator(".mwm-code").inner_text(timeout=wait).strip()
        took("open the session")
        phones = [context.new_page() for context in contexts]
        for phone in phones:
            phone.goto(f"{server.address}/join?code={code}", wait_until="commit")
        for phone in phones:
            phone.get_by_role("button", name="Join").click()
        names = {pseudonym(phone, wait) for phone in phones}
        expect(lead.locator(".mwm-joined")).to_contain_text(["6 people have joined"], timeout=wait)
        took("six join")
        assert len(names) == 6
        for number, phone in enumerate(phones):
            group = phone.get_by_role("radiogroup", name="Empathy")
            group.get_by_role("radio", name=str(1 + number % 5), exact=True).click()
        for phone in phones:
            expect(phone.get_by_text("1 of 7 graded").first).to_be_visible(timeout=wait)
        took("six grade")
        lead.get_by_role("button", name="Show empathy").click()
        expect(lead.locator("p.mwm-headline")).to_contain_text(["Empathy: "], timeout=wait)
        charts_drawn(lead, 1)
        took("the room sees the grades")
        for phone in phones:
            radio = phone.get_by_role("radiogroup", name="Empathy").get_by_role("radio").first
            expect(radio).to_be_disabled(timeout=wait)
        took("every phone has closed the element")
        # the sixth gave the first one's grade: 1 of 15 pairs
        expect(lead.locator("p.mwm-headline")).to_contain_text(["7% of pairs gave the same grade"])
    finally:
        for context in (desk, *contexts):
            context.close()


@pytest.mark.timeout(900)
def test_sixty_people_join_and_grade_at_once(serve, page: Page) -> None:
    """All in the same moment, which is worse than any room; how long each step took is printed (pytest -s)."""
    server, people = serve(), 60
    page.goto(f"{server.address}/calibration")
    settled(page)
    page.get_by_label("What is graded").fill("Recording 3")
    page.get_by_role("button", name="Open the session").click()
    code = page.locator(".mwm-code").inner_text(timeout=20_000).strip()
    phones = [Phone(server.port, code) for _ in range(people)]

    async def join_and_grade() -> None:
        started = time.monotonic()
        called = await asyncio.gather(*(phone.join() for phone in phones))
        print(f"all have joined: {time.monotonic() - started:.1f} s")
        assert len(set(called)) == people
        for done, element in enumerate(("Collaboration", "Empathy"), start=1):
            started = time.monotonic()
            points = (1 + number % 5 for number in range(people))
            told = f"{done} of 7 graded"
            await asyncio.gather(*(each.grade(element, next(points), told) for each in phones))
            print(f"all have graded {element.lower()}: {time.monotonic() - started:.1f} s")

    async def see_it_closed() -> None:
        await asyncio.gather(*(phone.sees_closed("Empathy") for phone in phones))
        await asyncio.gather(*(phone.leave() for phone in phones))

    loop = asyncio.new_event_loop()  # in a thread of its own: Playwright has the one of this thread
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(join_and_grade(), loop).result(600)
        expect(page.locator(".mwm-joined")).to_contain_text([f"{people} people have joined"])
        page.get_by_role("button", name="Show empathy").click()
        expect(page.locator("p.mwm-headline")).to_contain_text([f"({people} graders)"])
        charts_drawn(page, 1)
        asyncio.run_coroutine_threadsafe(see_it_closed(), loop).result(600)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        loop.close()
