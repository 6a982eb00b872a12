"""What did you see? What the form is given and sends: saving, refusing, correcting, a blind second grade, history."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mwm.framework import load_framework
from mwm.intake import take_in
from mwm.intake.kinds import KINDS
from mwm.questions import records
from mwm.store import Store
from mwm.ui import components, drafts, record_fields
from tests.intake.made import file_of, look, observation, send
from tests.pages.conftest import html, run, sound

OBSERVED = {
    "observer_id": "S-1", "worker_id": "W-1", "observed_on": "2026-03-02", "place": "Children in Need\tNorth 1",
    "setting": "home visit", "medium": "", "visit_number": "2", "family_ref": "F-1", "markers": "", "empathy": "4",
    "collaboration": "3", "coached_on": "",
}  # fmt: skip


class Browser:
    """Stands for the form in the browser: what it was given last, and what it sends next."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}
        self.next: dict[str, Any] = {}
        self.presses = 0

    def draw(self, data: dict[str, Any]) -> SimpleNamespace:
        self.given = json.loads(json.dumps(data))  # everything must survive the way to the browser
        sent = {"sent": None, "about": None, "undo": None} | self.next
        self.next = {}
        return SimpleNamespace(**sent)

    def send(self, test: AppTest, reference: str | None = None, **values: str) -> AppTest:
        """Press Save."""
        self.presses += 1
        self.next = {
            "sent": {
                "id": f"press {self.presses}",
                "draft": f"mwm-draft:{self.given['store']}:{self.given['form']}:{self.given['reference']}",
                "form": self.given["form"],
                "reference": reference or self.given["reference"],
                "values": values,
            }
        }
        return sound(test.run())

    def press_undo(self, test: AppTest) -> AppTest:
        self.next = {"undo": self.told["id"]}
        return sound(test.run())

    @property
    def told(self) -> dict[str, Any]:
        return self.given["told"]

    @property
    def fields(self) -> dict[str, dict[str, Any]]:
        return {field["key"]: field for section in self.given["sections"] for field in section["fields"]}


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    made = Browser()
    monkeypatch.setattr(components, "record_form", made.draw)
    return made


@pytest.fixture
def store_file(use_store: Callable[[Path], None], tmp_path: Path) -> Path:
    """A council with one team, which one observation has brought."""
    path = tmp_path / "small.duckdb"
    with Store.open(path, create=True) as store:
        send(store, observation(1))
    use_store(path)
    return path


def key_of(reference: str) -> str:
    return records.key_of("Our authority", reference)


def in_store(sql: str) -> list[tuple[Any, ...]]:
    from mwm.ui.asking import store

    return look(store(), sql)


def words(test: AppTest) -> str:
    return unescape(re.sub("<[^>]+>", " ", html(test)))


def save(test: AppTest, browser: Browser, **changes: str) -> tuple[AppTest, str]:
    """Save an observation. Returns its reference too."""
    reference = browser.given["reference"]
    return browser.send(test, **{**OBSERVED, **changes}), reference


@pytest.mark.usefixtures("store_file")
def test_an_observation_is_saved_said_counted_and_taken_back(browser):
    test, reference = save(run("record"), browser)
    assert browser.told["saved"]
    assert browser.told["words"] == "The observation of 2 Mar 2026 in North 1 was saved (import 2)."
    assert browser.told["see"] == "skills?service_area=Children+in+Need&team=North+1"
    assert browser.told["draft"].endswith(reference)
    assert browser.given["reference"] != reference, "the next one has a reference of its own"
    assert browser.given["start"]["observer_id"] == "S-1", "the same observer goes on"
    rows = "select observation_id, worker_id, visit_number from observation where superseded_by is null order by 1"
    assert in_store(rows)[0] == (reference, "W-1", 2)
    assert ("empathy", 4.0, "S-1") in in_store("select element, grade, grader_id from grade")
    assert in_store("select file_name from import_batch where batch_no = 2") == [("form: observation",)]
    assert "2 observations are recorded so far; the newest of 2 Mar 2026." in html(test)
    browser.press_undo(test)
    assert browser.told["words"].startswith("Batch 2 was undone")
    assert len(in_store(rows)) == 1


@pytest.mark.usefixtures("store_file")
def test_a_refusal_stands_beside_its_field_in_the_words_of_a_file_and_names_nobody(browser):
    test = run("record")
    browser.send(
        test, **{**OBSERVED, "worker_id": "", "observed_on": "2099-01-01", "visit_number": "SECRET", "empathy": "9"}
    )
    faults = {fault["column"]: fault["what"] for fault in browser.told["faults"]}
    assert faults.keys() == {"worker_id", "observed_on", "visit_number", "empathy"}
    assert faults["worker_id"] == "This cell is blank, but it is needed."
    assert not browser.told["saved"]
    assert "SECRET" not in json.dumps(browser.given)
    assert len(in_store("from observation")) == 1
    browser.send(test, **{**OBSERVED, "place": ""})
    assert {fault["column"] for fault in browser.told["faults"]} == {"place"}
    browser.send(test, **{**OBSERVED, "empathy": "", "collaboration": ""})
    assert [(fault["column"], fault["what"]) for fault in browser.told["faults"]] == [
        ("", "This row has no grade at all.")
    ]


@pytest.mark.usefixtures("store_file")
def test_a_second_press_after_a_lost_answer_counts_once_and_never_overwrites(browser):
    test, reference = save(run("record"), browser)
    browser.send(test, reference, **OBSERVED)
    assert browser.told["saved"]
    assert "There was nothing to save" in browser.told["words"]
    browser.send(test, reference, **{**OBSERVED, "empathy": "1"})
    assert browser.told["faults"][0]["what"] == "This was saved already."
    assert len(in_store("select * from observation")) == 2


@pytest.mark.usefixtures("store_file")
def test_a_reference_that_the_browser_made_up_is_not_taken(browser):
    browser.send(run("record"), "OBS-1", **OBSERVED)
    assert browser.told["saved"]
    assert in_store("select count(*) from observation where observation_id = 'OBS-1'") == [(1,)]


@pytest.mark.usefixtures("store_file")
def test_an_entry_is_corrected_and_its_history_says_who_changed_what(browser):
    test, reference = save(run("record"), browser)
    assert f"Correct: {reference}" in html(test)
    test = run("record", piece=key_of(reference))
    assert browser.given["reference"] == reference
    assert browser.given["fixed"] == [["Observer", "S-1"]]
    assert "observer_id" not in browser.fields
    assert browser.given["start"] == {
        "worker_id": "W-1", "observed_on": "2026-03-02", "place": "Children in Need\tNorth 1", "setting": "home visit",
        "visit_number": "2", "family_ref": "F-1", "empathy": "4", "collaboration": "3",
    }  # fmt: skip
    changed = {**browser.given["start"], "medium": "live", "setting": "school visit", "empathy": "", "markers": ""}
    browser.send(test, **changed)
    assert browser.told["words"] == "The observation of 2 Mar 2026 in North 1 was corrected (import 3)."
    assert browser.given["form"] == "observations:new"
    test = run("record", piece=key_of(reference))
    said = words(test)
    assert "Setting: home visit → school visit" in said
    assert "Medium: blank → live" in said
    assert "Empathy: 4 → blank" in said
    assert "Entered" in said
    assert "Collaboration:" not in said, "that did not change"
    assert len(in_store(f"from observation where observation_id = '{reference}'")) == 2, "nothing is overwritten"


@pytest.mark.usefixtures("store_file")
def test_what_a_file_could_not_empty_cannot_be_emptied_but_markers_and_grades_can(browser):
    test, reference = save(run("record"), browser, markers="domestic abuse; edge of care")
    test = run("record", piece=key_of(reference))
    start = browser.given["start"]
    assert start["markers"] == "domestic abuse; edge of care"
    browser.send(test, **{**start, "family_ref": ""})
    (fault,) = browser.told["faults"]
    assert fault["column"] == "family_ref"
    assert "not emptied" in fault["what"]
    browser.send(test, **{**start, "markers": ""})
    assert browser.told["saved"]
    assert in_store("select count(*) from observation_marker where superseded_by is null") == [(0,)]


@pytest.mark.usefixtures("store_file")
def test_a_second_grade_is_blind_adds_a_row_and_then_shows_both(browser):
    _, reference = save(run("record"), browser)
    test = run("record", record="second")
    assert f"Grade: {reference}" in html(test)
    test = run("record", record="second", piece=key_of(reference))
    assert browser.given["start"] == {}
    assert dict(browser.given["fixed"]).keys() == {"Day", "Team", "Worker", "Setting"}
    assert "History" not in words(test)
    assert browser.fields["grader_id"]["required"]
    assert set(browser.fields) == {"grader_id", *load_framework("msw").element_keys}
    for grader in ("", "s-1"):
        browser.send(test, grader_id=grader, empathy="2")
        assert [fault["column"] for fault in browser.told["faults"]] == ["grader_id"]
    browser.send(test, grader_id="S-2", empathy="2", collaboration="3")
    assert browser.told["saved"]
    assert browser.told["notes"] == [
        "You both gave the same grade in 1 of 2 elements. Different (first and second): Empathy 4 and 2. Talk about "
        "these."
    ]
    graded = (
        f"from grade where element = 'empathy' and observation_key = '{key_of(reference)}' and superseded_by is null"
    )
    assert in_store(f"select grader_id, grade, is_counted {graded} order by grader_order") == [
        ("S-1", 4.0, True), ("S-2", 2.0, False),
    ]  # fmt: skip
    test = run("record", piece=key_of(reference))
    assert "Grades of grader 2 added" in words(test)
    test = run("record", piece=key_of(reference), grades="1")
    assert browser.given["start"]["empathy"] == "2"
    assert ["Graded by", "S-2"] in browser.given["fixed"]
    browser.send(test, **{**browser.given["start"], "empathy": "3"})
    assert in_store(f"select grade {graded} order by grader_order") == [(4.0,), (3.0,)]


@pytest.mark.usefixtures("own_copy")
def test_the_team_follows_from_worker_and_day(browser):
    test = run("record")
    browser.next = {"about": {"worker": "W-0001", "day": "2024-06-01"}}
    test.run()
    assert browser.given["found"] == {
        "worker": "W-0001", "day": "2024-06-01", "place": "Children in Need\tCIN Team A",
    }  # fmt: skip
    browser.next = {"about": {"worker": "nobody", "day": "2024-06-01"}}
    test.run()
    assert browser.given["found"]["place"] == ""


@pytest.mark.usefixtures("store_file")
def test_an_entry_of_a_file_is_opened_by_its_reference(browser):
    test = run("record")
    test.text_input(key="record_reference_typed").set_value("OBS-1")
    (opens,) = [button for button in test.button if button.label == "Open"]
    test = sound(opens.click().run())
    assert browser.given["reference"] == "OBS-1"
    assert "OBS-1" not in str(test.query_params), "an address stays in the browser's history"
    test.text_input(key="record_reference_typed").set_value("OBS-77")
    (opens,) = [button for button in test.button if button.label == "Open"]
    test = sound(opens.click().run())
    assert "There is no observation with this reference." in words(test)
    assert browser.given["form"] == "observations:new"


@pytest.mark.usefixtures("own_copy")
def test_a_supervision_is_saved_on_the_rubric_that_was_chosen_and_corrected(browser):
    test = run("record", record="supervision")
    reference = browser.given["reference"]
    assert browser.given["start"]["rubric"] == "msw_supervision"
    group = [field for section in browser.given["sections"] for field in section["fields"] if field["key"] == "overall"]
    assert group[0]["when"] == [{"column": "rubric", "values": ["systemic_group_supervision"]}]
    assert group[0]["points"] == ["1", "2", "3"]
    sent = {
        "observer_id": "G-98", "supervisor_id": "W-0301", "supervised_on": "2026-03-02",
        "place": "Children in Need\tCIN Team A", "method": "observed", "format": "group",
        "supervisee_ids": "W-0001; W-0002", "family_ref": "",
        "rubric": "msw_supervision", "clarity_about_risk_and_need": "4", "child_focus": "",
        "support_for_practice": "2", "coached_on": "",
    }  # fmt: skip
    browser.send(test, **{**sent, "observer_id": "W-0301"})
    assert [fault["column"] for fault in browser.told["faults"]] == ["observer_id"]
    browser.send(test, **sent)
    assert browser.told["words"].startswith("The supervision of 2 Mar 2026 in CIN Team A was saved")
    key = records.key_of("Sampleton (synthetic)", reference)
    test = run("record", record="supervision", piece=key)
    assert {**sent, **browser.given["start"]} == {**sent, "place": sent["place"], "observer_id": "G-98"}
    browser.send(test, **{**browser.given["start"], "support_for_practice": "3"})
    assert browser.told["saved"]
    assert "Support for practice: 2 → 3" in words(run("record", record="supervision", piece=key))


@pytest.mark.usefixtures("own_copy")
def test_a_supervision_is_graded_blind_on_its_own_rubric_and_then_shows_both(browser):
    test = run("record", record="supervision")
    reference = browser.given["reference"]
    first = {
        "observer_id": "G-98", "supervisor_id": "W-0301", "supervised_on": "2026-10-30",
        "place": "Children in Need\tCIN Team A", "method": "observed", "format": "group",
        "rubric": "msw_supervision", "clarity_about_risk_and_need": "4", "child_focus": "2",
    }  # fmt: skip
    browser.send(test, **first)
    assert browser.told["saved"]
    assert f"Grade: {reference}" in html(run("record", record="second_supervision"))
    key = records.key_of("Sampleton (synthetic)", reference)
    test = run("record", record="second_supervision", piece=key)
    assert browser.given["start"] == {}
    assert dict(browser.given["fixed"]).keys() == {"Day", "Team", "Supervisor", "Format"}
    assert "History" not in words(test)
    assert set(browser.fields) == {"grader_id", "clarity_about_risk_and_need", "child_focus", "support_for_practice"}
    assert not any("when" in field for field in browser.fields.values())
    for grader in ("", "g-98", "W-0301"):
        browser.send(test, grader_id=grader, child_focus="2")
        assert [fault["column"] for fault in browser.told["faults"]] == ["grader_id"]
    browser.send(test, grader_id="G-99", clarity_about_risk_and_need="3", child_focus="2")
    assert browser.told["saved"], browser.told
    assert browser.told["notes"] == [
        "You both gave the same grade in 1 of 2 items. Different (first and second): Clarity about risk and need 4 and "
        "3. Talk about these."
    ]
    graded = (
        f"from supervision_grade where item = 'child_focus' and supervision_key = '{key}' and superseded_by is null"
    )
    assert in_store(f"select grader_id, grade, is_counted {graded} order by grader_order") == [
        ("G-98", 2.0, True), ("G-99", 2.0, False),
    ]  # fmt: skip
    assert f"Grade: {reference}" not in html(run("record", record="second_supervision"))


@pytest.mark.usefixtures("own_copy")
def test_feedback_is_saved_with_the_answers_of_its_form_and_corrected(browser):
    test = run("record", record="feedback")
    reference = browser.given["reference"]
    form = next(form for form in load_framework("msw").forms if form.key == "family_feedback")
    assert browser.given["start"]["form"] == form.key
    assert browser.fields[form.items[0].key]["when"][1] == {"column": "outcome", "values": ["answered"]}
    carer = next(option for option in browser.fields["respondent"]["options"] if option["value"] == "carer")
    assert carer["of"] == {"column": "form", "values": ["family_feedback"]}
    sent = {
        "form": form.key, "respondent": "parent", "asked_on": "2026-03-02", "place": "Children in Need\tCIN Team A",
        "worker_id": "W-0001", "mode": "interview", "time_point": "after the visit", "outcome": "answered",
        "observation_id": "", "family_ref": "F-1", **{item.key: "7" for item in form.items},
    }  # fmt: skip
    browser.send(test, **{**sent, form.items[0].key: "11"})
    assert [fault["column"] for fault in browser.told["faults"]] == [form.items[0].key]
    browser.send(test, **sent)
    assert browser.told["saved"], browser.told
    key = records.key_of("Sampleton (synthetic)", reference)
    test = run("record", record="feedback", piece=key)
    assert browser.given["start"][form.items[0].key] == "7"
    asked = {name: text for name, text in browser.given["start"].items() if name not in {i.key for i in form.items}}
    browser.send(test, **{**asked, "outcome": "declined"})
    assert browser.told["saved"], browser.told
    assert "Outcome: answered → declined" in words(run("record", record="feedback", piece=key))


@pytest.mark.usefixtures("own_copy")
def test_an_own_comment_is_asked_for_only_where_the_council_keeps_comments(browser):
    from mwm.ui.asking import store

    run("record", record="feedback")
    kept = "comment" in browser.fields
    value = "not_kept" if kept else "kept"
    rows = [{"policy": "free_text", "value": value, "reason": "A test"}]
    take_in(store(), file_of(rows), kind="policies", user="tester")
    run("record", record="feedback")
    assert ("comment" in browser.fields) is not kept


def test_a_council_without_teams_is_told_what_to_do_first(use_store, tmp_path, browser):
    path = tmp_path / "bare.duckdb"
    with Store.open(path, create=True) as store:
        take_in(store, file_of([{"date": "2026-03-02", "title": "Opening"}]), kind="events", user="tester")
    use_store(path)
    assert "There is no team yet." in html(run("record"))
    assert browser.given == {}


def test_a_reference_is_readable_and_its_own():
    made = {drafts.new_reference(date(2026, 10, 14)) for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch("2026-10-14-[B-DF-HJ-NP-TV-XZ]{6}", each) for each in made)


@pytest.mark.parametrize("key", ["observations", "supervision", "feedback"])
def test_the_form_asks_for_every_column_of_the_kind_but_what_it_knows_itself(key):
    framework, kind = load_framework("msw"), KINDS[key]
    asked = record_fields.sections(kind, framework, [("Children in Need", "North 1")])
    fields = {field["key"] for section in asked for field in section["fields"]}
    columns = {column.key for column in kind.columns(framework) if column.in_forms}
    known = {records.REFERENCES[key], "grader_id", "service_area", "team"}
    assert fields == columns - known | {"place"}
