"""A workshop's file: what is written is read again, and what cannot be read is refused with what, where and how."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.errors import IntakeError, UsageError
from mwm.workshops import Step, View, Workshop, read_workshop, ready_workshops, view_of, write_workshop
from mwm.workshops.sequence import MOST_STEPS, line, paragraphs, step_of
from mwm.workshops.views import PAGES

ONE = 'format = "mwm-workshop"\nversion = 1\ntitle = "T"\n'
texts = st.text(max_size=60)


def said(text: str) -> str:
    """A text as a form would keep it; nothing where the form would refuse it."""
    try:
        return paragraphs(text)
    except UsageError:
        return ""


def one_line(text: str) -> str:
    try:
        return line(text, "title", 100)
    except UsageError:
        return ""


names = st.from_regex(r"[a-z_]{1,12}", fullmatch=True).filter(
    lambda name: name not in ("present", "workshop", "step", "hold", "shown", "run", "notes", "names", "takeaway")
)
values = st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
views = st.builds(View, st.sampled_from(PAGES), st.lists(st.tuples(names, values), max_size=4).map(tuple))
steps = st.builds(
    Step,
    title=texts.map(one_line).map(lambda text: text or "T"),
    view=views,
    question=texts.map(one_line),
    answer=texts.map(one_line),
    is_held=st.booleans(),
    note=texts.map(said),
    minutes=st.integers(0, 120),
)
workshops = st.builds(
    Workshop,
    texts.map(one_line).map(lambda text: text or "T"),
    texts.map(one_line),
    st.lists(steps, max_size=5).map(tuple),
)


@settings(deadline=None)
@given(workshops)
def test_what_is_written_is_read_again(workshop):
    text = write_workshop(workshop)
    assert read_workshop(text.encode()) == workshop
    assert read_workshop(text.replace("\n", "\r\n").encode("utf-8-sig")) == workshop


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: (ONE + text).encode("utf-8", "replace")))
def test_whatever_a_file_holds_it_is_read_or_refused_in_words(content):
    try:
        read_workshop(content, name="x.toml")
    except IntakeError as refusal:
        said = refusal
    else:
        return
    assert said.what.endswith(".")
    assert said.where.startswith("x.toml")
    assert said.mend


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("", "not the file of a workshop", "format"),
        ("{}", "not written as", "line 1"),
        ("format = 1", "not the file of a workshop", "format"),
        ('format = "mwm-workshop"\nversion = 2\ntitle = "T"', "newer version", "version"),
        ('format = "mwm-workshop"\nversion = true\ntitle = "T"', "not known", "version"),
        ('format = "mwm-workshop"\nversion = 1', "There is no title", "title"),
        (ONE + "steps = 1", "nothing called “steps”", "f.toml"),
        (ONE + "step = 3", "not a list", "step"),
        (ONE + '[[step]]\ntitle = "A"', "There is no view", "step 1, view"),
        (ONE + '[[step]]\ntitle = "A"\nview = "import"', "does not lead", "step 1, view"),
        (ONE + '[[step]]\ntitle = "A"\nview = "data?x=1"', "does not lead", "step 1, view"),
        (ONE + '[[step]]\ntitle = "A"\nview = "javascript:alert(1)"', "does not lead", "step 1, view"),
        (ONE + '[[step]]\ntitle = "A"\nview = "ftp://h/skills"', "does not lead", "step 1, view"),
        (ONE + '[[step]]\ntitle = 5\nview = "skills"', "not a text in quotation marks", "step 1, title"),
        (ONE + '[[step]]\ntitle = "A"\nview = "skills"\nhold = 1', "not true or false", "step 1, hold"),
        (ONE + '[[step]]\ntitle = "A"\nview = "skills"\nminutes = true', "not a whole number", "step 1, minutes"),
        (ONE + '[[step]]\ntitle = "A"\nview = "skills"\nminutes = 9999', "whole minutes", "step 1, minutes"),
        (ONE + '[[step]]\ntitle = "A"\nview = "skills"\nnotes = "x"', "nothing called “notes”", "step 1"),
        (ONE + '[[step]]\ntitle = "A\\u0007"\nview = "skills"', "signs that cannot be shown", "step 1, title"),
        (ONE + f'[[step]]\ntitle = "{"A" * 121}"\nview = "skills"', "121 characters", "step 1, title"),
        (ONE + '[[step]]\ntitle = "A"\nview = "skills"\n' * 61, "61 steps", "step"),
        (ONE + "about = " + "[" * 5000, "not written as", "f.toml"),
        (ONE + "about = " + "9" * 5000, "cannot be read", "f.toml"),
    ],
)
def test_a_bad_file_is_refused_with_what_where_and_how_to_mend_it(text, what, where):
    with pytest.raises(IntakeError) as refusal:
        read_workshop(text.encode(), name="f.toml")
    assert what in refusal.value.what
    assert where in refusal.value.where
    assert refusal.value.mend


def test_a_file_that_is_too_large_or_no_text_is_refused():
    with pytest.raises(IntakeError, match="larger"):
        read_workshop(b"#" * 500_000)
    with pytest.raises(IntakeError, match="UTF-8"):
        read_workshop(b"\xff\xfe")


@pytest.mark.parametrize(
    ("link", "page", "values"),
    [
        (
            "http://localhost:8501/skills?element=empathy&from=2024-01",
            "skills",
            {"element": ["empathy"], "from": ["2024-01"]},
        ),
        ("https://host/base/teams", "teams", {}),
        ("/", "overview", {}),
        ("skills?team=A&team=B&present=1&workshop=x&step=3&run=y&hold=1", "skills", {"team": ["A", "B"]}),
    ],
)
def test_a_link_is_taken_however_it_was_copied(link, page, values):
    view = view_of(link)
    assert (view.page, view.query()) == (page, values)
    assert view_of(view.link) == view


def test_first_stands_for_whatever_the_store_has_first():
    view = view_of("skills?service_area=%40first&picture=share")
    assert view.query({"service_area": "Children in Need"}) == {
        "service_area": ["Children in Need"],
        "picture": ["share"],
    }
    assert view.query() == {"picture": ["share"]}


def test_steps_are_moved_changed_and_taken_away():
    first, second, third = (step_of(title=title, view="skills") for title in "abc")
    workshop = Workshop("T", steps=(first, second, third))
    assert workshop.moved(0, 1).steps == (second, first, third)
    assert workshop.moved(2, -5).steps == (third, first, second)
    assert workshop.moved(0, 99).steps == (second, third, first)
    assert workshop.without(1).steps == (first, third)
    assert workshop.with_changed(1, first).steps == (first, first, third)
    assert workshop.with_step(third, 0).steps[0] == third
    with pytest.raises(UsageError, match="at most"):
        Workshop("T", steps=(first,) * MOST_STEPS).with_step(first)


def test_three_ready_workshops_ship_and_name_nobody(demo):
    ready = ready_workshops()
    assert [workshop.title for workshop in ready.values()] == [
        "Is practice changing?",
        "Are fewer children looked after?",
        "How to read these charts",
    ]
    known = demo.read("questions/scope/name", authority=None)["name"]
    for workshop in ready.values():
        text = write_workshop(workshop)
        assert read_workshop(text.encode()) == workshop
        assert not [name for name in known if len(name) > 6 and f"={name}" in text]
        assert tomllib.loads(text)["version"] == 1
        assert all(step.note and step.question for step in workshop.steps)
