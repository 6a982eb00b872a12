"""What is said about the measurements is true, whatever they are."""

from __future__ import annotations

import pytest

from mwm.settings import ROOT
from tests.benchmarks.measuring import Line
from tests.benchmarks.report import ABOUT, as_markdown, as_text, verdict

QUICK = Line("a question", 60, "ms", "bare work", 300, at_most=80, at_most_times=0.3)
SLOW = Line("a slow question", 100, "ms", "bare work", 300, at_most=80, at_most_times=0.5)
LARGE = Line("its peak memory", 3000, "MiB", at_most=2048)
TOLD = Line("something told", 5, "s")


@pytest.mark.parametrize(
    ("line", "met"),
    [
        (QUICK, True),
        (SLOW, False),  # the ratio is well, the time is not
        (Line("", 70, "ms", "bare work", 100, at_most=80, at_most_times=0.3), False),  # and the other way round
        (Line("", 80, "ms", at_most=80), True),  # at most
        (LARGE, False),
        (TOLD, None),
        (Line("", 5, "s", "bare work", 1), None),
    ],
)
def test_a_goal_is_met_when_every_part_of_it_is(line: Line, met: bool | None) -> None:
    assert line.met is met


def test_a_line_in_words() -> None:
    assert QUICK.cells() == ("a question", "60 ms", "bare work", "300 ms", "0.20×", "≤ 0.3× and ≤ 80 ms", "yes")
    assert LARGE.cells() == ("its peak memory", "3,000 MiB", "", "", "", "≤ 2,048 MiB", "NO")
    assert TOLD.cells() == ("something told", "5 s", "", "", "", "", "")


def test_what_is_not_met_is_named_everywhere() -> None:
    sections = {"Import": [QUICK, LARGE], "Screen": [SLOW, TOLD]}
    assert verdict(sections) == "1 of 3 goals are met. Not met: its peak memory; a slow question."
    written = as_markdown(sections, command="make bench", browser="1.0", loads=[0.5, 3.0, 2.0], minutes=9.6)
    for text in (as_text(sections), written):
        assert verdict(sections) in text
    assert "| a slow question | 100 ms | bare work | 300 ms | 0.33× | ≤ 0.5× and ≤ 80 ms | NO |" in written
    assert "before the run: 0.5; highest after a part of it: 3.0" in written
    assert str(ROOT) not in written
    assert all(ABOUT[name] in written for name in sections)
