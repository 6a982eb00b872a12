"""What holds for every page: title, menu, what an empty store, a broken link or an odd scope gets."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from mwm.settings import ROOT, settings
from mwm.store import Store
from mwm.ui.navigation import PAGES
from tests.pages.conftest import html, run

EVERY = pytest.mark.parametrize("page", list(PAGES))
ASKING = pytest.mark.parametrize("page", ["overview", "skills", "looked_after"])


def test_every_file_under_pages_is_in_the_menu_under_its_own_name():
    assert {path.stem for path in (ROOT / "pages").glob("*.py")} == set(PAGES)


NEEDS_NO_STORE = {"import", "own_numbers", "calibration", "join", "takeaway"}


@EVERY
@pytest.mark.usefixtures("full")
def test_a_page_runs_by_itself_with_its_question_as_title_and_the_whole_menu(page):
    test = run(page)
    assert not test.exception
    assert f'<h1 class="mwm-title">{PAGES[page].question}</h1>' in html(test)
    listed = [entry.name for entry in PAGES.values() if entry.is_listed]
    menu = listed if PAGES[page].is_listed else []
    assert [link.label for link in test.page_link][-len(listed) :] == menu
    assert 'class="mwm-headline"' in html(test)


@ASKING
@pytest.mark.usefixtures("full")
def test_synthetic_data_are_called_synthetic(page):
    assert "synthetic data</span>" in html(run(page))


LATELY = {"from": "2026-05", "to": "2026-10"}
MUCH_HIDDEN = [
    *({"team": name} | LATELY for name in ("CIN Team A", "Independent Futures Team A")),
    {"team": "North patch"},
    {"team": "Trained in October 2025"},
    {"service_area": "Independent Futures"},
    {"service_area": "Youth Justice", "from": "2024-02", "to": "2025-03"},
]


@EVERY
@pytest.mark.parametrize("chosen", MUCH_HIDDEN, ids=lambda chosen: "-".join(chosen.values()))
@pytest.mark.usefixtures("full")
def test_with_small_numbers_hidden_no_choice_breaks_a_page(page, chosen, monkeypatch):
    monkeypatch.setenv("MWM_SMALL_NUMBERS", "hidden")
    settings.cache_clear()
    test = run(page, **chosen)
    assert not test.exception
    assert "could not be shown" not in html(test)
    assert "nan" not in re.sub(r"<[^>]*>", " ", html(test)).split()


@EVERY
@pytest.mark.usefixtures("nothing")
def test_without_a_store_a_page_says_what_to_do_next(page):
    test = run(page)
    assert not test.exception
    if page not in NEEDS_NO_STORE:
        assert "There is no store here yet." in html(test)
        assert "python -m mwm demo" in html(test)
        assert test.page_link[0].label == "Import a file"


@EVERY
def test_an_empty_store_says_what_to_do_next(page, nothing):
    Store.open(nothing, create=True).close()
    test = run(page)
    assert not test.exception
    if page not in NEEDS_NO_STORE:
        assert "Import a file" in [link.label for link in test.page_link]
        assert 'class="mwm-state"' in html(test)


@pytest.mark.parametrize("page", ["overview", "skills"])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"team": "Nowhere"}, "There is no team called “Nowhere”."),
        ({"from": "2026-13"}, "“2026-13” is not a month."),
        ({"from": "2026-05", "to": "2026-01"}, "The period ends (2026-01) before it begins (2026-05)."),
        ({"v": "99"}, "This link was made by another version of the dashboard."),
        ({"authority": "Elsewhere"}, "There is no authority called “Elsewhere”."),
    ],
)
@pytest.mark.usefixtures("full")
def test_a_link_that_cannot_be_followed_says_why_and_offers_a_way_out(page, query, said):
    test = run(page, **query)
    assert not test.exception
    assert said in html(test)
    (afresh,) = [button for button in test.button if button.label == "Start this page afresh"]
    afresh.click().run()
    assert said not in html(test)
    assert 'class="mwm-headline"' in html(test)


@pytest.mark.parametrize("page", ["overview", "skills"])
@pytest.mark.usefixtures("full")
def test_markup_in_a_link_is_shown_as_text(page):
    assert "<script>" not in html(run(page, team="<script>alert(1)</script>"))


@pytest.mark.usefixtures("full")
def test_app_shows_the_overview():
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert not test.exception
    assert PAGES["overview"].question in html(test)


@pytest.mark.usefixtures("full")
def test_a_fault_of_the_program_is_said_calmly_and_its_words_are_not_logged(monkeypatch, caplog):
    def broken(store, viewer, scope, **arguments):
        raise ValueError("worker W-1234 has no team")

    monkeypatch.setattr("mwm.questions.overview_matrix", broken)
    test = AppTest.from_file(str(ROOT / "pages" / "overview.py"), default_timeout=30).run()
    assert not test.exception
    assert "This could not be shown." in html(test)
    assert "W-1234" not in html(test)
    assert "ValueError in broken line" in caplog.text
    assert "W-1234" not in caplog.text
