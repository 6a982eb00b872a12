"""The team menu in the scope bar: teams, and below them groups, of which one is chosen alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mwm.intake import import_file
from mwm.store import Store
from tests.pages.conftest import html, run, sound
from tests.questions.conftest import as_csv, made_up_rows

PATCH, TRAINED = "North patch", "Trained in October 2025"


def choose(test: AppTest, *names: str) -> AppTest:
    """The page once these names are what is chosen in the team menu."""
    (menu,) = [each for each in (*test.multiselect, *test.pills) if each.key == "scope_team"]
    return sound(menu.set_value(list(names)).run())


@pytest.mark.usefixtures("full")
def test_groups_stand_below_the_teams_with_a_mark() -> None:
    test = run("skills")
    options = test.multiselect(key="scope_team").options
    assert options[-2:] == [f"{PATCH} (group)", f"{TRAINED} (group)"]
    assert not any("(group)" in option for option in options[:-2])


@pytest.mark.usefixtures("full")
def test_choosing_a_group_leaves_the_teams_and_the_other_way_round() -> None:
    test = choose(run("skills"), "CIN Team A", "CIN Team B")
    assert test.query_params["team"] == ["CIN Team A", "CIN Team B"]
    test = choose(test, "CIN Team A", "CIN Team B", PATCH)
    assert test.query_params["team"] == PATCH
    assert "in North patch" in html(test)
    assert "counted twice" not in html(test)
    test = choose(test, PATCH, TRAINED)
    assert test.query_params["team"] == TRAINED
    assert f"in {TRAINED}" in html(test)
    test = choose(test, TRAINED, "CIN Team A")
    assert test.query_params["team"] == "CIN Team A"
    assert "in CIN Team A" in html(test)
    test = choose(test)
    assert test.query_params["team"] == "all"


@pytest.mark.usefixtures("full")
def test_a_link_with_a_group_opens_on_it() -> None:
    test = run("skills", team=PATCH, element="empathy")
    assert "in North patch" in html(test)
    assert list(test.multiselect(key="scope_team").value) == [PATCH]


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("page", ["overview", "teams"])
def test_other_pages_take_a_group_as_they_take_a_team(page: str) -> None:
    told = html(run(page, team=PATCH))
    assert "mwm-headline" in told
    assert "Nothing is recorded" not in told
    assert "Youth Justice" not in told


@pytest.mark.usefixtures("full")
def test_a_link_with_a_group_beside_a_team_says_why_not_and_can_be_mended() -> None:
    test = run("skills", team=[PATCH, "CIN Team A"])
    assert "counted twice" in html(test)
    test = choose(test, PATCH)
    assert "counted twice" not in html(test)
    assert test.query_params["team"] == PATCH


def test_a_short_menu_does_the_same(use_store, tmp_path: Path) -> None:
    members = [
        {"group": "Patch", "team": "CIN Team A", "from": ""},
        {"group": "Patch", "team": "YJ Team A", "from": ""},
    ]
    with Store.open(tmp_path / "small.duckdb", create=True) as store:
        for name, rows in (("rows", made_up_rows(1, 60)), ("groups", members)):
            (tmp_path / name).with_suffix(".csv").write_text(as_csv(rows), encoding="utf-8")
            assert import_file(store, tmp_path / f"{name}.csv", create_teams=True).status == "imported"
    use_store(tmp_path / "small.duckdb")
    test = run("skills")
    assert test.pills(key="scope_team").options[-1] == "Patch (group)"
    test = choose(test, "CIN Team A")
    test = choose(test, "CIN Team A", "Patch")
    assert test.query_params["team"] == "Patch"
    assert choose(test, "Patch", "YJ Team A").query_params["team"] == "YJ Team A"


def test_another_authority_starts_afresh(use_store, tmp_path: Path) -> None:
    with Store.open(tmp_path / "two.duckdb", create=True) as store:
        for number, authority in enumerate(("Eastshire", "Westshire")):
            (tmp_path / f"{number}.csv").write_text(as_csv(made_up_rows(number, 60)), encoding="utf-8")
            import_file(store, tmp_path / f"{number}.csv", create_teams=True, authority=authority)
    use_store(tmp_path / "two.duckdb")
    test = run("skills", authority="Eastshire", team="CIN Team A")
    test = sound(test.selectbox(key="scope_authority").select("Westshire").run())
    assert (test.query_params["authority"], test.query_params["team"]) == ("Westshire", "all")
