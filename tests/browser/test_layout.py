"""The answer and its main picture can be seen without scrolling; with --screenshots the pictures in docs are taken."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from mwm.settings import ROOT
from tests.browser.conftest import charts_drawn, settled

pytestmark = pytest.mark.browser

VIEWS = {  # name of the picture → address, theme, how many charts
    "overview": ("", "light", 0),
    "overview-dark": ("", "dark", 0),
    "skills": ("skills?service_area=Children+in+Need&element=empathy&from=2023-11&to=2026-10", "light", 3),
    "skills-dark": ("skills?service_area=Children+in+Need&element=empathy&from=2023-11&to=2026-10", "dark", 3),
    "looked-after": ("looked_after?from=2023-11&to=2026-10&baseline=2026-02", "light", 3),
    "teams": ("teams?element=empathy&from=2023-11&to=2026-10", "light", 3),
    "supervision": (
        "supervision?service_area=Children+in+Need&item=support_for_practice&from=2023-11&to=2026-10",
        "light",
        5,
    ),
    "coverage": ("coverage?from=2023-11&to=2026-10", "light", 2),
    "grading": ("grading?from=2023-11&to=2026-10", "light", 4),
    "events": ("events", "light", 0),
    "voice": ("voice?form=care_leavers&from=2023-11&to=2026-10", "light", 4),
    "data": ("data", "light", 0),
    "import": ("import", "light", 0),
}


@pytest.mark.parametrize("name", list(VIEWS))
def test_the_answer_and_the_main_picture_are_above_the_fold(name, shared, page: Page, request):
    address, theme, charts = VIEWS[name]
    page.emulate_media(color_scheme=theme)
    page.goto(f"{shared.address}/{address}")
    settled(page)
    charts_drawn(page, charts)
    picture = page.locator(".js-plotly-plot, table.mwm-matrix, table.mwm-table, [data-testid=stFileUploader]").first
    box = picture.bounding_box()
    assert box is not None
    assert box["y"] + min(box["height"], 300) <= 768
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    if request.config.getoption("--screenshots"):
        page.mouse.move(0, 0)
        page.screenshot(path=ROOT / "docs" / "screenshots" / f"{name}.png")
