"""A council with another model: four elements on 0–3, from its own file, through every question and page."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mwm.framework import load_framework
from mwm.intake import import_file
from mwm.questions import QUESTIONS, ask, skill_distribution, skill_trend
from mwm.scope import Month, Scope
from mwm.settings import ROOT
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER
from tests.pages.conftest import alts, html, run

MORE = {"scope-comparison": {"with_to": Month.parse("2024-12")}}  # what a question cannot do without
FRAMEWORK = load_framework(Path(__file__).parents[1] / "data" / "four.toml")


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("four")
    made = random.Random(4)
    head = "observation_id,observed_on,service_area,team,worker_id,observer_id,warmth,listening,planning,candour"
    rows = [
        f"O{number},{date(2024, 1, 1) + timedelta(days=number)},Early Help,North,W{number % 9},G1,"
        + ",".join(str(made.choice([0, 1, 2, 3])) for _ in range(4))
        for number in range(600)
    ]
    (folder / "own.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    path = folder / "four.duckdb"
    with Store.open(path, create=True) as store:
        report = import_file(store, folder / "own.csv", framework=FRAMEWORK, create_teams=True)
        assert report.status == "imported", report.headline
    return path


def test_every_question_answers_with_its_elements_and_scale(four: Path) -> None:
    with Store.open(four) as store:
        for name in QUESTIONS:
            assert ask(name, store, LOCAL_VIEWER, Scope(), **MORE.get(name, {})).headline, name
        trend = skill_trend(store, LOCAL_VIEWER, Scope())
        assert set(trend.rows["element"]) == {"warmth", "listening", "planning", "candour"}
        assert trend.extra["scale"] == (0, 3)
        assert trend.rows["lower"].min() >= 0
        assert trend.rows["upper"].max() <= 3
        assert set(skill_trend(store, LOCAL_VIEWER, Scope(), by="dimension").rows["element"]) == {
            "with_people",
            "with_purpose",
        }
        spread = skill_distribution(store, LOCAL_VIEWER, Scope(), element="Candour")
        assert sorted(set(spread.rows["grade"])) == [0, 1, 2, 3]
        assert "secure (2 or more)" in spread.headline


def test_every_page_draws_it(four: Path, use_store) -> None:
    use_store(four)
    overview = run("overview")
    assert "Candour" in html(overview)
    assert "0–3" in html(overview)
    skills = run("skills", element="candour")
    assert "Candour" in alts(skills)[0]
    for page in sorted((ROOT / "pages").glob("*.py")):
        assert not AppTest.from_file(str(page), default_timeout=30).run().exception
