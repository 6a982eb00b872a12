"""The practice report on its page: parts, files, one worker, and agreeing a next step."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest

from tests.pages.conftest import html, run, sound


@pytest.mark.usefixtures("full")
def test_the_report_shows_every_part_and_offers_every_format():
    test = run("report", team="CIN Team A")
    shown = unescape(html(test))
    for title in (
        "How is practice, element by element?",
        "Is it changing?",
        "How are grades spread?",
        "What do families tell us?",
        "Coaching",
        "What happened",
        "Agreed next steps",
    ):
        assert f'<h2 class="mwm-picture">{title}</h2>' in shown
    assert shown.count('<img alt="') >= 4
    assert 'class="mwm-headline"' in shown
    assert {"PDF", "Word (DOCX)", "Web page (HTML)"} <= {button.label for button in test.get("download_button")}
    assert "Practise open questions in group supervision" in shown


@pytest.mark.usefixtures("full")
def test_one_worker_is_asked_for_by_code_and_never_stands_in_the_address():
    test = run("report", team="CIN Team A")
    (field,) = [field for field in test.text_input if field.key == "report_worker"]
    sound(field.set_value("W-nobody-7").run())
    assert "There is no observation of this worker (text of 10 characters)" in html(test)
    assert "W-nobody-7" not in html(test) + repr(dict(test.query_params))


@pytest.mark.usefixtures("own_copy")
def test_a_next_step_is_agreed_in_the_form_and_stands_in_the_list():
    test = run("report", team="CIN Team A")
    widgets = {widget.key: widget for widget in (*test.text_input, *test.selectbox, *test.date_input)}
    assert widgets["enter_next_steps_team"].value == "CIN Team A"
    assert "enter_next_steps_worker_id" not in widgets
    widgets["enter_next_steps_what"].set_value("Invite families to the next team meeting")
    widgets["enter_next_steps_agreed_on"].set_value(date(2026, 10, 20))
    (save,) = [button for button in test.button if button.label == "Save"]
    sound(save.click().run())
    assert "The next step was saved" in html(test)
    assert "Invite families to the next team meeting" in html(test)


@pytest.mark.usefixtures("full")
def test_other_outcomes_show_one_indicator():
    test = run("outcomes", indicator="placement_moves")
    assert "Placement moves: " in html(test)
    assert "did not" not in html(test)
    assert len(test.get("plotly_chart")) == 1
