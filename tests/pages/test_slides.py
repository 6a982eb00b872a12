"""What do you want to hand over? Slides are made when they are asked for: the standard pack, or a workshop."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import html, run, sound


def offered(test: AppTest) -> list[str]:
    return [button.proto.label for button in test.get("download_button")]


@pytest.mark.usefixtures("full")
def test_a_workshop_becomes_slides_and_the_report_and_tables_stand_beside_it() -> None:
    test = sound(run("slides"))
    assert "Slides (PPTX)" not in offered(test)
    test.selectbox(key="slides_pack").select("ready-charts").run()
    assert test.checkbox(key="slides_notes").value is False
    test.button(key="slides_prepare").click().run()
    assert "Slides (PPTX)" in offered(sound(test))
    assert "Report for a board" in html(test)
    assert "Tables" in html(test)


@pytest.mark.usefixtures("full")
def test_every_answer_is_offered_as_a_slide() -> None:
    assert "Slide (PPTX)" in offered(sound(run("skills")))
