"""export slides: a pack as a file, its scope as a link or as options, and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pptx import Presentation

from mwm.cli import main
from mwm.settings import ROOT


@pytest.fixture
def store(demo_authority: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(demo_authority, tmp_path / "store.duckdb"))


def test_a_question_with_arguments_and_a_link_for_a_scope(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "one.pptx"
    link = "service_area=Children+in+Need&from=2024-01"
    command = ["export", "slides", "--store", str(store), "--scope", link, "--to", "2026-06", "--out", str(out)]
    assert main([*command, "--pack", "question", "skill-trend", "--with", "element=empathy"]) == 0
    said = capsys.readouterr()
    assert "Written:" in said.out
    assert "Asking 1 of 1" in said.err
    (slide,) = Presentation(str(out)).slides
    assert "Empathy" in slide.shapes.title.text
    assert "Children in Need" in " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert main(["exports", "--store", str(store), "--format", "csv"]) == 0
    recorded = capsys.readouterr().out
    assert "pptx" in recorded
    assert "hidden" in recorded


def test_small_numbers_only_where_the_command_says_so(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "one.pptx"
    command = ["export", "slides", "--store", str(store), "--pack", "question", "skill-trend", "--out", str(out)]
    assert main([*command, "--small-numbers", "shown"]) == 0
    assert "Small numbers are shown" in Presentation(str(out)).slides[0].placeholders[1].text_frame.text


def test_a_workshop_that_ships(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "workshop.pptx"
    file = ROOT / "data" / "workshops" / "charts.toml"
    assert main(["export", "slides", "--store", str(store), "--pack", "workshop", str(file), "--out", str(out)]) == 0
    titles = [slide.shapes.title.text for slide in Presentation(str(out)).slides]
    assert titles[0] == "How to read these charts"
    assert len(titles) > 12


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--pack", "everything"], "is not a pack"),
        (["--pack", "question", "nothing"], "no question called"),
        (["--pack", "question", "skill-trend", "--with", "colour=red"], "is no argument"),
        (["--pack", "question", "skill-trend", "--with", "grain=day"], "Give one of"),
        (["--pack", "workshop", "nowhere.toml"], "could not be read"),
    ],
)
def test_what_is_refused(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    assert main(["export", "slides", "--store", str(store), "--out", str(tmp_path / "x.pptx"), *more]) == 2
    assert said in capsys.readouterr().err


def test_the_ending_is_checked_before_anything_is_asked(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "slides", "--store", str(store), "--out", str(tmp_path / "x.ppt")]) == 2
    assert ".pptx" in capsys.readouterr().err
