"""Icons and the offer of new limits."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from mwm.charts.inks import DARK, LIGHT
from mwm.charts.signals import ASSURANCE, assurance_icon, icon, legend, rebase_offer
from mwm.scope import Month
from tests.charts.made import trend


def drawn(image: str) -> str:
    return unquote(image.partition('src="')[2])


def test_no_two_icons_differ_by_colour_alone():
    variations = ["improvement_high", "improvement_low", "concern_high", "common_cause", None]
    images = [icon(each, LIGHT) for each in variations] + [assurance_icon(each) for each in ASSURANCE]
    shapes = {"".join(part for part in drawn(image).split("'") if not part.startswith("#")) for image in images}
    assert len(shapes) == len(images) - 1  # an improvement and a concern that both point up, told apart by their words
    assert all('alt="' in image and 'alt=""' not in image for image in images)


@pytest.mark.parametrize("inks", [LIGHT, DARK])
def test_the_legend_names_targets_only_where_there_are_some(inks):
    assert not any(words in legend(inks) for words in ASSURANCE.values())
    with_targets = legend(inks, with_targets=True)
    assert all(words in with_targets for words in ASSURANCE.values())
    assert with_targets.count('alt=""') == 7  # the words stand beside them


def test_new_limits_are_offered_calmly_and_only_after_a_lasting_shift():
    assert rebase_offer(trend([2.0]), link=str) == ""
    offer = rebase_offer(
        trend([2.0], suggested_rebase=Month.parse("2025-11")), link=lambda month: f"events?show=x&begin={month}"
    )
    assert "The change since Nov 2025 has lasted." in offer
    assert 'href="events?show=x&amp;begin=2025-11">' in offer
    assert "nothing changes by itself" in offer
