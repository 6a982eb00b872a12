"""The practice report in a real browser: choose an area, agree a next step, save the report as PDF, look at it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SECONDS, headline, settled

pytestmark = pytest.mark.browser
WAIT = SECONDS * 1000
STEP = "Invite families to the next team meeting"


def saved_as_pdf(page: Page) -> tuple[list[str], list[float]]:
    """The text of each side of the report, and how much of each side has ink, 0 to 1."""
    with page.expect_download() as download:
        page.get_by_role("button", name="PDF", exact=True).click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert "synthetic" in download.value.suggested_filename
    return looked_at(download.value.path())


def looked_at(file: Path) -> tuple[list[str], list[float]]:
    with pypdfium2.PdfDocument(file) as pdf:
        texts = [side.get_textpage().get_text_range().replace("\r\n", "\n") for side in pdf]
        pictures = [side.render(scale=0.5, grayscale=True).to_numpy() for side in pdf]
        width, height = pdf[0].get_size()
    assert (round(width), round(height)) == (595, 842), "A4"
    return texts, [float((picture < 200).mean()) for picture in pictures]


def test_from_all_areas_to_a_page_with_what_was_agreed(serve, page: Page) -> None:
    page.goto(f"{serve().address}/report")
    settled(page)
    page.get_by_role("button", name="All service areas").click()
    page.get_by_role("button", name="Youth Justice", exact=True).click()
    expect(page.locator("p.mwm-headline")).to_contain_text(["in Youth Justice"], timeout=WAIT)
    page.keyboard.press("Escape")  # the menu is closed before the page is left to itself
    settled(page)
    said = headline(page)

    texts, inked = saved_as_pdf(page)
    whole = " ".join(" ".join(texts).split())
    assert 2 <= len(texts) <= 3
    assert "Youth Justice" in texts[0]
    assert all("SYNTHETIC DATA" in text.upper() for text in texts)
    assert " ".join(said.split()) in whole
    for part in ("How is practice, element by element?", "Is supervision helping?", "What do families tell us?"):
        assert part in whole
    assert STEP not in whole
    assert all(share > 0.01 for share in inked), "no side is empty"
    assert max(inked) < 0.5, "nothing is a block of ink"

    page.get_by_role("spinbutton", name="day, Agreed on *").click()
    page.keyboard.type("20102026")
    page.get_by_role("textbox", name="What will be done *", exact=True).fill(STEP)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("table").get_by_text(STEP).first).to_be_visible(timeout=WAIT)
    settled(page)
    texts, _ = saved_as_pdf(page)
    assert STEP in " ".join(" ".join(texts).split())
