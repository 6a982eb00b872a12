"""The framework is data; a broken file names its key."""

import pytest

from mwm.errors import FrameworkError
from mwm.framework import load_framework, parse_framework

SMALL = """
key = "small"
version = "1"
name = "Small"
[scale]
lowest = 0
highest = 3
threshold = 2
[[dimensions]]
key = "both"
name = "Both"
[[elements]]
key = "one"
name = "One"
dimension = "both"
description = "First."
"""


def test_motivational_social_work_has_seven_elements_in_three_dimensions() -> None:
    framework = load_framework("msw")
    dimensions = {d.name: {e.key for e in framework.of_dimension(d.key)} for d in framework.dimensions}
    assert dimensions == {
        "Relationship building": {"collaboration", "autonomy", "empathy"},
        "Good authority": {"purposefulness", "clarity_about_concerns", "child_focus"},
        "Evocation": {"evocation"},
    }
    assert framework.scale.points == (1, 2, 3, 4, 5)
    assert framework.threshold == 3.5
    assert framework.composites[0].elements == ("evocation", "collaboration", "autonomy")
    assert {rubric.items[0].scale.highest for rubric in framework.rubrics} == {5, 3}
    assert all(rubric.illustrative for rubric in framework.rubrics)


def test_another_scale_is_read_from_the_file() -> None:
    scale = parse_framework(SMALL, where="small.toml").scale
    assert scale.points == (0, 1, 2, 3)
    assert scale.holds(3)
    assert not scale.holds(0.5)
    half = parse_framework(SMALL.replace("threshold = 2", "threshold = 2\nstep = 0.5"), where="x").scale
    assert half.holds(0.5)
    assert not half.holds(0.25)
    assert not half.holds(3.5)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('key = "small"', "", "key key"),
        ('name = "Small"', "name = 3", "key name"),
        ("lowest = 0", "", "scale.lowest"),
        ("highest = 3", "highest = -1", "scale.highest"),
        ("highest = 3", 'highest = "3"', "scale.highest"),
        ("highest = 3", "highest = true", "scale.highest"),
        ("highest = 3", "highest = nan", "scale.highest"),
        ("threshold = 2", "threshold = 4", "scale.threshold"),
        ("threshold = 2", "threshold = 2\nstep = 0.7", "scale.step"),
        ("threshold = 2", "threshold = 2\nstep = 0.001", "scale.step"),
        ('dimension = "both"', 'dimension = "neither"', "elements[1].dimension"),
        ('description = "First."', "", "elements[1].description"),
        ('key = "one"', 'key = "One thing"', "elements[1].key"),
        ('key = "one"', 'key = "both"', "both"),
        ("[[elements]]", "[elements]", "elements"),
        ('description = "First."', 'description = "x"\n[[elements]]\nkey = "one"', "elements[2].key"),
        ('name = "Both"', 'name = "Both"\ncolour = "blue"', "dimensions[1].colour"),
        ('name = "Both"', 'name = "Both"\n[[dimensions]]\nkey = "none"\nname = "None"', "dimensions"),
        ("[scale]", "[scale", "not valid TOML"),
    ],
)
def test_a_broken_file_gives_one_error_that_names_the_key(old: str, new: str, key: str) -> None:
    with pytest.raises(FrameworkError) as caught:
        parse_framework(SMALL.replace(old, new, 1), where="small.toml")
    assert key in str(caught.value)
    assert "small.toml" in str(caught.value)
    assert caught.value.mend


def test_a_file_that_is_not_there_is_refused(tmp_path) -> None:
    with pytest.raises(FrameworkError, match="no framework file"):
        load_framework("nowhere")
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe\x00key")
    with pytest.raises(FrameworkError, match="UTF-8"):
        load_framework(tmp_path / "x.toml")


FORM = """
[[forms]]
key = "talk"
version = "1"
name = "After a talk"
respondents = ["parent"]
[[forms.items]]
key = "kind"
name = "They were kind"
lowest = 0
highest = 10
"""


def test_forms_may_have_several_versions_and_items_their_threshold_and_element() -> None:
    newer = FORM.replace('version = "1"', 'version = "2"') + 'threshold = 5\nelement = "one"\n'
    first, second = parse_framework(SMALL + FORM + newer, where="x").forms
    assert (first.key, first.version, second.key, second.version) == ("talk", "1", "talk", "2")
    assert (first.short_name, first.time_points) == ("After a talk", ())
    assert (first.items[0].threshold, first.items[0].element) == (8, "")
    assert (second.items[0].threshold, second.items[0].element) == (5, "one")


@pytest.mark.parametrize(
    ("lowest", "highest", "high"), [(0, 10, 8), (1, 5, 4), (1, 3, 3), (0, 1, 1), (1, 7, 6), (-2, 2, 1)]
)
def test_an_answer_is_high_in_the_upper_quarter_of_its_scale(lowest: int, highest: int, high: int) -> None:
    text = FORM.replace("lowest = 0", f"lowest = {lowest}").replace("highest = 10", f"highest = {highest}")
    assert parse_framework(SMALL + text, where="x").forms[0].items[0].threshold == high


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (FORM + FORM, "forms[2].version"),
        (FORM + "threshold = 11", "forms[1].items[1].threshold"),
        (FORM + 'element = "two"', "forms[1].items[1].element"),
    ],
)
def test_a_broken_form_names_its_key(text: str, key: str) -> None:
    with pytest.raises(FrameworkError) as refusal:
        parse_framework(SMALL + text, where="small.toml")
    assert key in refusal.value.where


def test_the_shipped_forms_ask_families_care_leavers_and_workers_apart() -> None:
    forms = {form.key: form for form in load_framework("msw").forms}
    assert "care leaver" in forms["care_leavers"].respondents
    assert "peer researcher" in forms["care_leavers"].modes
    assert forms["worker_view"].respondents == ("worker",)
    elements = {item.element for item in forms["family_feedback"].items}
    assert elements == {item.element for item in forms["worker_view"].items}
