"""What people do: look, narrow, share, follow a cell, bring a file in and take it back. By role and label."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SECONDS, charts_drawn, headline, settled

pytestmark = pytest.mark.browser

FILE = (
    "observation_id,observed_on,service_area,team,worker_id,observer_id,empathy\n"
    + "\n".join(f"NEW-{n},2026-10-{n:02},Youth Justice,Youth Justice Team A,W-9{n:03},G-01,5" for n in range(1, 29))
).encode()


def test_a_filter_changes_the_answer_and_its_link_shows_the_same_view(shared, page):
    page.goto(f"{shared.address}/skills")
    settled(page)
    before = headline(page)
    page.get_by_role("button", name="All service areas").click()
    page.get_by_role("button", name="Youth Justice").click()
    expect(page.locator("p.mwm-headline")).to_contain_text(["in Youth Justice"])
    assert headline(page) != before
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Collaboration").click()
    page.get_by_role("menuitem", name="Empathy").or_(page.get_by_role("option", name="Empathy")).click()
    expect(page.locator("p.mwm-headline")).to_contain_text(["Empathy"])
    expect(page).to_have_url(re.compile("element=empathy"))
    page.get_by_role("button", name="Copy link to this view").click()
    expect(page.get_by_text("Link copied").first).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    for value in ("v=1", "service_area=Youth+Justice", "team=all", "setting=all", "from=", "to=", "element=empathy"):
        assert value in link
    other = page.context.new_page()
    other.goto(link)
    settled(other)
    expect(other.locator("p.mwm-headline")).to_have_text([headline(page)])
    charts_drawn(other, 3)
    other.reload()
    settled(other)
    expect(other.locator("p.mwm-headline")).to_have_text([headline(page)])
    other.close()


def test_many_quick_changes_end_where_the_last_one_led(shared, page):
    page.goto(f"{shared.address}/skills")
    settled(page)
    page.get_by_role("button", name="All service areas").click()
    for area in ("Youth Justice", "Children in Need", "Independent Futures"):
        page.get_by_role("button", name=area).click()
    expect(page.get_by_role("button", name="3 service areas").first).to_be_visible()
    expect(page).to_have_url(re.compile("Youth.Justice.*Children.in.Need.*Independent.Futures"))


def test_the_way_back_leads_to_the_view_before_and_out_again(shared, page):
    page.goto(f"{shared.address}/_stcore/health")
    page.goto(f"{shared.address}/skills")
    settled(page)
    expect(page).to_have_url(re.compile("service_area=all"))
    page.get_by_role("button", name="All service areas").click()
    page.get_by_role("button", name="Youth Justice").click()
    expect(page).to_have_url(re.compile("service_area=Youth"))
    page.wait_for_timeout(700)  # somebody who goes back has looked at the page first
    page.go_back()
    expect(page.locator("p.mwm-headline")).to_contain_text(["across the service"])
    expect(page).to_have_url(re.compile("service_area=all"))
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile("health"))


def test_reset_is_one_click(shared, page):
    page.goto(f"{shared.address}/skills?service_area=Youth+Justice&from=2026-01&to=2026-03")
    settled(page)
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_role("button", name="All service areas").first).to_be_visible()
    expect(page.get_by_role("button", name="Nov 2023 – Oct 2026").first).to_be_visible()


def test_a_cell_of_the_overview_leads_to_its_chart_by_keyboard_too(shared, page):
    page.goto(f"{shared.address}/")
    settled(page)
    page.get_by_role("link", name="Empathy, Children in Need").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(["Is practice changing?"])
    expect(page.locator("p.mwm-headline")).to_contain_text(["Empathy in Children in Need"])
    expect(page).to_have_url(re.compile("service_area=Children"))
    page.get_by_test_id("stSidebar").get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(["Where do we stand?"])


def test_the_table_holds_what_the_chart_shows(shared, page):
    page.goto(f"{shared.address}/skills?element=empathy")
    settled(page)
    page.get_by_role("button", name="View as a table").click()
    table = page.get_by_role("table", name="Empathy")
    expect(table.get_by_role("rowheader", name="Oct 2026").first).to_be_visible()
    page.get_by_role("button", name="How is this calculated?").click()
    expect(page.get_by_text("sql/questions/skills/element_by_month.sql").first).to_be_visible()


def test_a_chart_is_saved_as_a_picture_and_its_rows_as_csv(shared, page):
    page.goto(f"{shared.address}/skills?element=empathy")
    settled(page)
    charts_drawn(page, 3)
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as table:
        page.get_by_role("button", name="Table (CSV)").click()
    assert table.value.path().read_text(encoding="utf-8-sig").startswith("month,element,average")
    with page.expect_download() as picture:
        page.get_by_role("button", name="Picture (PNG)").click()
    content = picture.value.path().read_bytes()
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20]) > 1200  # pixels wide: twice the chart, for slides
    assert picture.value.suggested_filename == "skill-trend-synthetic-small-numbers.png"
    with page.expect_download() as drawing:
        page.get_by_role("button", name="Picture (SVG)").click()
    written = drawing.value.path().read_text(encoding="utf-8")
    assert "Empathy across the service" in written
    assert "SYNTHETIC DATA" in written


def test_a_file_is_imported_seen_and_taken_back(serve, page):
    address = serve().address
    seen = f"{address}/skills?service_area=Youth+Justice&element=empathy&from=2026-10&to=2026-10"
    page.goto(seen)
    settled(page)
    before = headline(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Import").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(["Which figures do you want to add?"])
    page.locator("input[type=file]").set_input_files({"name": "october.csv", "mimeType": "text/csv", "buffer": FILE})
    expect(page.get_by_text("28 rows would be imported").first).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("28 rows were imported").first).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Skills").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(["Is practice changing?"])
    settled(page)
    assert headline(page) != before
    page.get_by_test_id("stSidebar").get_by_role("link", name="Data").click()
    expect(page.get_by_role("cell", name="october.csv").first).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_role("link", name="Import").click()
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_role("button", name="Undo this import")).to_have_count(0)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Skills").click()
    expect(page.locator("p.mwm-headline")).to_have_text([before])


def reach(page, name: str, *, back: bool = False) -> None:
    """Press Tab (or Shift and Tab) until what has this name, or begins with it, has the focus."""
    words = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText ?? ''"
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if str(page.evaluate(words)).startswith(name):
            return
    pytest.fail(f"Tab does not lead to {name}")


def test_an_event_is_entered_seen_on_a_chart_and_taken_back_by_keyboard_alone(serve, page):
    page.goto(f"{serve().address}/events")
    settled(page)
    reach(page, "day, Day, or first day")
    page.keyboard.type("02032026")
    reach(page, "Title")
    page.keyboard.type("Move to the town hall")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The event was saved").first).to_be_visible()
    expect(page.get_by_role("rowheader", name="2 Mar 2026").first).to_be_visible()
    expect(page.locator("p.mwm-headline")).to_contain_text(["5 events are marked on charts"])
    reach(page, "Skills", back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(["Is practice changing?"])
    label = page.locator(".js-plotly-plot .annotation").filter(has_text="Move to the town hall")
    expect(label.first).to_be_visible(timeout=SECONDS * 1000)
    reach(page, "Events and targets")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(["What happened, and what are we aiming for?"])
    reach(page, "Undo")
    page.keyboard.press("Enter")
    expect(page.get_by_text("was undone").first).to_be_visible()
    expect(page.get_by_role("rowheader", name="2 Mar 2026")).to_have_count(0)
