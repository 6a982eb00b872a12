"""What happened, and what are we aiming for? Entering, refusing, mending, changing, withdrawing and taking back."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mwm.framework import load_framework
from mwm.intake.kinds import KINDS
from mwm.policies import POLICIES
from mwm.store import Store
from tests.intake.made import observation, send
from tests.pages.conftest import html, run, sound

pytestmark = pytest.mark.usefixtures("own_copy")


def press(test: AppTest, label: str) -> AppTest:
    (button,) = [button for button in test.button if button.label == label]
    return sound(button.click().run())


def fill(test: AppTest, which: str, /, **given: object) -> AppTest:
    """Type into the form, without saving."""
    widgets = {widget.key: widget for widget in (*test.text_input, *test.selectbox, *test.date_input)}
    for column, value in given.items():
        widgets[f"enter_{which}_{column}"].set_value(value)
    return test


def typed(test: AppTest, kind: str) -> dict[str, object]:
    widgets = (*test.text_input, *test.selectbox, *test.date_input)
    start = f"enter_{kind}_"
    return {widget.key.removeprefix(start): widget.value for widget in widgets if widget.key.startswith(start)}


def listed(test: AppTest) -> list[list[str]]:
    """The rows of the list, without the history."""
    table = re.search(r"<caption>What holds now</caption>.*?</table>", html(test), re.S)
    rows = re.findall(r"<tr>(<th scope=\"row\".*?)</tr>", table[0], re.S) if table else []
    return [[unescape(re.sub("<.*?>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def link_of(test: AppTest, words: str) -> str:
    """The entry named in the link that changes it."""
    found = re.search(rf'entry=(\w+)" aria-label="Change: [^"]*{re.escape(words)}', html(test))
    assert found
    return found[1]


def test_the_headline_counts_and_the_newest_event_comes_first():
    test = run("events")
    assert "4 events are marked on charts; 3 targets are set; 1 baseline is set; 2 decisions are" in html(test)
    assert listed(test)[0][1] == "Training, second group"
    assert "CSV" in " ".join(button.label for button in test.get("download_button"))


def test_an_event_is_refused_mended_saved_and_taken_back():
    test = press(fill(run("events"), "events", title="New building", team="CIN Team A"), "Save")
    assert "<b>Day, or first day</b>: This cell is blank, but it is needed. Fill it in." in html(test)
    assert typed(test, "events")["title"] == "New building", "what was typed stays"
    test = press(fill(test, "events", date=date(2026, 3, 2), to=date(2026, 3, 1)), "Save")
    assert "<b>Last day</b>: The last day is before the first day." in html(test)
    assert len(listed(test)) == 4
    test = press(fill(test, "events", to=date(2026, 3, 6)), "Save")
    assert "The event was saved" in html(test)
    assert listed(test)[0][:2] == ["2–6 Mar 2026", "New building"]
    assert "5 events are marked on charts" in html(test)
    assert set(typed(test, "events").values()) <= {"", None}, "the form is empty again"
    test = press(test, "Undo")
    assert "was undone" in html(test)
    assert len(listed(test)) == 4
    assert not [button for button in test.button if button.label == "Undo"]


def test_the_same_once_more_is_said_to_be_there_and_again_after_a_change_is_saved():
    entry = {"date": date(2026, 3, 2), "title": "New building"}
    test = press(fill(run("events"), "events", **entry), "Save")
    test = press(fill(test, "events", **entry), "Save")
    assert "There was nothing to save: this event is there already." in html(test)
    test = press(fill(test, "events", **entry, note="Anew"), "Save")
    test = press(fill(test, "events", **entry, note=""), "Save")
    assert "The event was saved" in html(test)
    assert "Anew" not in str(listed(test))


def test_an_entry_is_changed_where_the_list_leads():
    test = run("events")
    entry = link_of(test, "Inspection")
    test = run("events", entry=entry)
    assert "Change this event" in html(test)
    assert typed(test, "events")["title"] == "Inspection"
    assert test.query_params["entry"] == entry
    test = press(fill(test, "events", title="Inspection, planned", date=date(2025, 2, 18)), "Save")
    assert ["18–21 Feb 2025", "Inspection, planned"] in [row[:2] for row in listed(test)]
    assert len(listed(test)) == 4, "a new version, not a new event"
    assert "Enter a new event" in html(test)
    assert "entry" not in test.query_params
    assert re.search(r"17–21 Feb 2025</th><td>Inspection</td>.*replaced by", html(test)), "the history has it"


def test_an_entry_can_be_left_as_it_is_or_withdrawn():
    entry = link_of(run("events"), "Inspection")
    test = press(fill(run("events", entry=entry), "events", title="Else"), "Leave it as it is")
    assert "Enter a new event" in html(test)
    assert typed(test, "events")["title"] == ""
    test = press(run("events", entry=entry), "Withdraw")
    assert "The event was withdrawn" in html(test)
    assert "Inspection" not in str(listed(test))
    assert re.search(r"Inspection</td>.*withdrawn by", html(test))
    test = press(test, "Undo")
    assert "Inspection" in str(listed(test))


def test_an_entry_that_is_not_there_any_more_is_a_new_one():
    assert "Enter a new event" in html(run("events", entry="0123456789"))


def test_a_target_off_the_scale_is_refused_in_the_words_of_a_file():
    test = fill(run("events", show="targets"), "targets", measure="autonomy", value="7")
    test.selectbox(key="enter_targets_from").set_value("2026-01")
    test = press(test, "Save")
    assert "<b>Target</b>: A target for this measure lies between 1 and 5 (number 7)." in html(test)
    test = press(fill(test, "targets", value="3"), "Save")
    assert listed(test)[1][:4] == ["Autonomy: average grade", "whole council", "since Jan 2026", "3"]
    assert "4 targets are set" in html(test)


def test_a_short_baseline_is_saved_with_a_note_and_needs_a_reason():
    test = fill(run("events", show="baselines"), "baselines", measure="autonomy", kind="fixed")
    test.selectbox(key="enter_baselines_from").set_value("2025-01")
    test.selectbox(key="enter_baselines_to").set_value("2025-06")
    test = press(test, "Save")
    assert "<b>Reason</b>: This cell is blank" in html(test)
    test = press(fill(test, "baselines", reason="Before the move"), "Save")
    assert "this baseline has 6. It is kept, and not used until it is longer." in html(test)
    assert "Limits from Jan 2025 – Jun 2025" in str(listed(test))


def test_a_charts_link_begins_a_baseline():
    link = {"show": "baselines", "measure": "collaboration", "begin": "2025-10", "service_area": "Children in Need"}
    test = run("events", **link)
    assert "Enter a new baseline" in html(test)
    assert test.query_params["begin"] == "2025-10"
    test = press(fill(test, "baselines", reason="The training"), "Save")
    assert listed(test)[1][:4] == [
        "Collaboration: average grade", "Children in Need", "New limits from Oct 2025", "The training",
    ]  # fmt: skip
    assert "begin" not in test.query_params
    assert not any(typed(test, "baselines").values())


def test_a_decision_is_replaced_with_its_reason_and_the_earlier_one_is_kept():
    test = run("events", show="policies", policy="looked_after_better")
    assert test.selectbox(key="enter_policies_value").options == list(POLICIES["looked_after_better"].choices.values())
    test = press(fill(test, "policies", value="lower", reason="Council plan 2026"), "Save")
    (row,) = [row for row in listed(test) if row[0].startswith("Looked after children")]
    assert row[1:3] == ["Fewer is what the council aims for", "Council plan 2026"]
    assert "Neither: a change is a change" in html(test)
    assert "Council plan 2026" in html(run("looked_after"))


def test_each_tab_is_in_the_address_and_a_change_of_tab_empties_the_form():
    test = fill(run("events"), "events", title="Half written")
    test.segmented_control(key="choose_events_show").set_value("targets").run()
    assert test.query_params["show"] == "targets"
    assert "Enter a new target" in html(test)
    test.segmented_control(key="choose_events_show").set_value("events").run()
    assert typed(sound(test), "events")["title"] == ""


def test_markup_in_an_entry_is_shown_as_text():
    test = fill(run("events"), "events", title="<b>bold</b>", note="<script>", date=date(2026, 3, 2))
    test = press(test, "Save")
    assert "<td>&lt;b&gt;bold&lt;/b&gt;</td>" in html(test)
    assert "<script>" not in html(test)


def test_a_council_without_plans_is_told_what_to_do(use_store, tmp_path: Path):
    path = tmp_path / "bare.duckdb"
    with Store.open(path, create=True) as store:
        send(store, observation(1))
    use_store(path)
    assert "There is no event, no target, no baseline and no decision yet." in html(run("events"))
    for tab, words in (("events", "There is no event yet."), ("targets", "There is no target yet.")):
        test = run("events", show=tab)
        assert words in html(test)
        assert "Fill in the form and save" in html(test)
    test = press(fill(run("events"), "events", title="First", date=date(2026, 3, 2)), "Save")
    assert listed(test)[0][:2] == ["2 Mar 2026", "First"]


def form_alone(key: str) -> None:
    from mwm import ui
    from mwm.intake.kinds import KINDS
    from mwm.questions import scope_choices
    from mwm.scope import Scope
    from mwm.ui import entering

    ui.page("events")
    entering.form(KINDS[key], ui.recall(scope_choices, Scope()))


@pytest.mark.parametrize("key", [key for key, kind in KINDS.items() if kind.in_templates])
def test_the_form_serves_every_kind_that_people_fill_in_and_says_what_is_missing(key):
    test = sound(AppTest.from_function(form_alone, args=(key,), default_timeout=30).run())
    columns = [column for column in KINDS[key].columns(load_framework("msw")) if column.in_forms]
    assert typed(test, key).keys() == {column.key for column in columns}
    test = press(test, "Save")
    required = [column.title for column in columns if column.required]
    assert all(f"<b>{title}</b>: This cell is blank" in html(test) for title in required)
    assert "This could not be saved yet." in html(test)
