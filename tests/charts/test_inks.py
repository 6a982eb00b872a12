"""Every ink can be told from the paper behind it (WCAG 2.2: 3 to 1 for marks, 4.5 to 1 for words)."""

from __future__ import annotations

import pytest

from mwm.charts.inks import DARK, LIGHT, Inks, blend, readable_on

THEMES = pytest.mark.parametrize("inks", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@THEMES
@pytest.mark.parametrize("mark", ["common", "improvement", "concern", "change", "threshold", "below", "above", "rule"])
def test_marks_stand_out(inks: Inks, mark: str):
    assert contrast(getattr(inks, mark), inks.paper) >= 3


@THEMES
@pytest.mark.parametrize("words", ["text", "quiet", "threshold"])
def test_words_can_be_read(inks: Inks, words: str):
    assert contrast(getattr(inks, words), inks.paper) >= 4.5


@THEMES
def test_words_on_a_bar_can_be_read_wherever_the_grade_lies(inks: Inks):
    for end in (inks.below, inks.above):
        for share in range(0, 11):
            colour = blend(inks.middle, end, share / 10)
            assert contrast(readable_on(colour), colour) >= 4.5
