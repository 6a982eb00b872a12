"""Every page, opened first of all on a server just started, works as if somebody had come in at the front door.

Streamlit then runs the page's file without app.py; nothing a page needs may live only there.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from mwm.ui.navigation import PAGES
from tests.browser.conftest import settled

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", ["", *PAGES])
def test_a_deep_link_comes_first_on_a_fresh_server(address, serve, page):
    entry = PAGES[address or "overview"]
    page.goto(f"{serve().address}/{address}")
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text([entry.question])
    expect(page).to_have_title(f"{entry.question} · Measuring What Matters")
    menu = page.get_by_test_id("stSidebar").get_by_role("link")
    expect(menu).to_have_text([each.name for each in PAGES.values() if each.is_listed] if entry.is_listed else [])
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_menu_leads_from_page_to_page_and_keeps_what_was_chosen(shared, page):
    page.goto(f"{shared.address}/skills?service_area=Youth+Justice")
    settled(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(["Where do we stand?"])
    expect(page.get_by_role("columnheader", name="Youth Justice").first).to_be_visible()
    expect(page.get_by_role("columnheader", name="Children in Need")).to_have_count(0)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Skills").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(["Is practice changing?"])
    settled(page)
    expect(page.locator("p.mwm-headline")).to_contain_text(["in Youth Justice"])
