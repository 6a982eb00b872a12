"""Coverage in a real browser: narrow it to a case marker, draw whom to observe next, and draw again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, charts_drawn, headline, settled

pytestmark = pytest.mark.browser


def test_from_all_work_to_a_draw_in_edge_of_care(shared: Server, page: Page) -> None:
    page.goto(f"{shared.address}/coverage")
    settled(page)
    charts_drawn(page, 2)
    assert "80% are expected" in headline(page)
    page.get_by_role("button", name="All work").click()
    page.get_by_text("Edge of care", exact=True).click()
    expect(page.locator("p.mwm-headline")).to_contain_text(["(only edge of care)"])
    expect(page).to_have_url(re.compile("marker=edge.of.care"))
    page.get_by_text("Whom to observe next: a fair draw").click()
    drawn = page.locator("p.mwm-sub", has_text="Drawn: 10 of")
    expect(drawn).to_contain_text(["with the number 20261031"])
    page.get_by_role("button", name="Draw again").click()
    expect(drawn).to_contain_text(["with the number 20261032"])
    expect(page).to_have_url(re.compile("seed=20261032"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Table (CSV)").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("place,service_area,team,worker_id,role,")
    assert text.splitlines()[1].endswith(",yes"), "made-up rows say so"
    page.get_by_role("button", name="Reset").click()
    expect(page.locator("p.mwm-headline", has_text="edge of care")).to_have_count(0)
