"""The report for a board as one file, opened in a real browser: it needs nothing else, and prints on A4."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

from mwm.exports.report import report_file
from mwm.questions import board_report
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import CAREFUL_VIEWER

pytestmark = pytest.mark.browser


def test_the_page_stands_alone_and_prints_on_a4(demo: Store, chromium: Browser, tmp_path: Path) -> None:
    page_file, printed = tmp_path / "board.html", tmp_path / "board.pdf"
    answer = board_report(demo, CAREFUL_VIEWER, Scope(service_areas=("Children in Need",)))
    page_file.write_bytes(report_file(answer, "html", date(2026, 11, 29)))
    context = chromium.new_context(viewport={"width": 794, "height": 1123})
    try:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: asked.append(message.text))
        page.goto(page_file.as_uri())
        assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.pdf(path=printed, prefer_css_page_size=True)
    finally:
        context.close()
    assert [address for address in asked if not address.startswith("data:")] == [page_file.as_uri()]
    with pypdfium2.PdfDocument(printed) as pdf:
        assert len(pdf) <= 4
        assert [round(points) for points in pdf[0].get_size()] == [595, 842]
