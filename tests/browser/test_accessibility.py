"""axe-core on every page, in both themes, with everything opened: nothing serious or critical that is ours to mend."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mwm.ui.navigation import PAGES
from tests.browser.conftest import settled

pytestmark = pytest.mark.browser

# Rule → why it is not ours to mend. Serious and critical ones only; each is also in the accessibility statement.
NOT_OURS: dict[str, str] = {}
PAPER = "app => getComputedStyle(app).backgroundColor"


def faults(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n  "
        + "\n  ".join(node["html"][:200] for node in fault["nodes"][:5])
        for fault in found
        if fault["impact"] in ("serious", "critical") and fault["id"] not in NOT_OURS
    ]


@pytest.mark.parametrize("address", list(PAGES))
def test_a_page_has_no_serious_fault_in_either_theme(address, shared, page):
    page.goto(f"{shared.address}/{address}")
    settled(page)
    for name, opened in (
        ("View as a table", "table.mwm-table caption"),
        ("How is this calculated?", "dl.mwm-method dt"),
    ):
        for button in page.get_by_role("button", name=name).all():
            button.click()
            expect(button).to_have_attribute("aria-pressed", "true")
            expect(page.locator(opened).first).to_be_visible()
    settled(page)
    assert faults(page) == []
    paper = page.get_by_test_id("stApp").evaluate(PAPER)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"before => ({PAPER})(document.querySelector('[data-testid=stApp]')) !== before", arg=paper)
    page.wait_for_timeout(300)  # the server draws its pictures once more, in the other theme's inks
    settled(page)
    assert faults(page) == []


@pytest.mark.parametrize(
    "label", ["All service areas", "All teams", "Nov 2023 – Oct 2026", "Collaboration", "Download"]
)
def test_what_a_button_opens_has_no_serious_fault(label, shared, page):
    page.goto(f"{shared.address}/skills")
    settled(page)
    page.get_by_role("button", name=label).click()
    expect(page.get_by_role("button", name=label)).to_have_attribute("aria-expanded", "true")
    settled(page)
    assert faults(page) == []


def test_a_refusal_has_no_serious_fault(shared, page):
    page.goto(f"{shared.address}/skills?team=Nowhere")
    settled(page)
    assert faults(page) == []


def test_the_menu_is_as_high_while_its_links_are_fetched_and_never_scrolls_without_one(shared, chromium):
    page = chromium.new_page()  # one that has not seen the links yet
    held = []
    page.route("**/PageLink.*.js", lambda route: held.append(route))
    page.goto(f"{shared.address}/import")
    menu = page.get_by_test_id("stSidebarUserContent")
    expect(menu.locator("[class*=st-key-nav] [data-testid=stSkeleton]")).to_have_count(
        sum(entry.is_listed for entry in PAGES.values())
    )
    expect(page.locator("h1.mwm-title").first).to_be_visible()
    before = menu.bounding_box()["height"]
    for request in held:
        request.continue_()
    settled(page)
    expect(menu.get_by_test_id("stSkeleton")).to_have_count(0)
    assert menu.bounding_box()["height"] == pytest.approx(before, abs=12)  # half a link; without a rule it is 200
    page.close()


@pytest.mark.parametrize("address", ["", "skills", "looked_after"])
def test_at_four_hundred_percent_the_page_does_not_scroll_sideways(address, shared, page):
    page.set_viewport_size({"width": 1280 // 4, "height": 1024 // 4})
    page.goto(f"{shared.address}/{address}")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("address", ["skills", "looked_after"])
def test_every_chart_has_a_role_and_its_sentence_as_its_name(address, shared, page):
    page.goto(f"{shared.address}/{address}")
    settled(page)
    charts = page.get_by_role("figure")
    expect(charts).to_have_count(3)
    for chart in charts.all():
        assert len(chart.get_attribute("aria-label") or "") > 60
