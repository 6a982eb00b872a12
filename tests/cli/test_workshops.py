"""The command workshops: what goes out as a file comes in again."""

from __future__ import annotations

import pytest

from mwm.cli import main
from mwm.store import Store
from mwm.workshops import Workshop, kept_workshops, load, save, step_of


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "store.duckdb"
    with Store.open(file, create=True) as store:
        save(store, Workshop("Forum", steps=(step_of(title="A", view="skills", note="Mine"),)), user="me")
    return file


def test_a_workshop_goes_out_and_comes_in_again(path, tmp_path, capsys):
    out = tmp_path / "forum.toml"
    assert main(["workshops", "--store", str(path)]) == 0
    assert "Forum" in capsys.readouterr().out
    assert main(["workshops", "export", "Forum", "--out", str(out), "--store", str(path)]) == 0
    assert "notes are in it" in capsys.readouterr().err
    assert main(["workshops", "import", str(out), "--store", str(path)]) == 0
    with Store.open(path) as store:
        kept = kept_workshops(store)
        assert [each.title for each in kept] == ["Forum", "Forum"]
        assert load(store, kept[0].id)[0] == load(store, kept[1].id)[0]
    assert main(["workshops", "export", "Forum", "--store", str(path)]) == 2
    assert "Several workshops have this title" in capsys.readouterr().err


def test_a_ready_one_is_printed(path, capsys):
    assert main(["workshops", "export", "How to read these charts", "--store", str(path)]) == 0
    assert 'format = "mwm-workshop"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["export"], 2, "No workshop was named"),
        (["export", "Nothing"], 2, "There is no workshop called"),
        (["import", "nowhere.toml"], 1, "There is no file of this name"),
    ],
)
def test_refusals_are_in_words(path, capsys, words, code, said):
    assert main(["workshops", *words, "--store", str(path)]) == code
    assert said in capsys.readouterr().err


def test_a_file_is_never_overwritten(path, tmp_path, capsys):
    out = tmp_path / "there.toml"
    out.write_text("mine")
    assert main(["workshops", "export", "Forum", "--out", str(out), "--store", str(path)]) == 2
    assert out.read_text() == "mine"
