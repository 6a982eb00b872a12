"""The command series with an interruption: published results, other forms, and refusals."""

import csv
import io
import json
from pathlib import Path

import pytest

from mwm.cli import main
from tests.stats.published_series import CALIFORNIA, CALIFORNIA_DAYS, SICILY, SICILY_DAYS, SICILY_POPULATION


@pytest.fixture
def california(tmp_path: Path) -> Path:
    rows = "".join(f"{day.year},{value}\n" for day, value in zip(CALIFORNIA_DAYS, CALIFORNIA, strict=True))
    return written(tmp_path, f"year,cigsale\n{rows}")


@pytest.fixture
def sicily(tmp_path: Path) -> Path:
    triples = zip(SICILY_DAYS, SICILY, SICILY_POPULATION, strict=True)
    return written(tmp_path, "month,aces,stdpop\n" + "".join(f"{day:%Y-%m},{n},{size}\n" for day, n, size in triples))


def written(folder: Path, text: str) -> Path:
    path = folder / "series.csv"
    path.write_text(text, encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main(["series", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def asked(capsys: pytest.CaptureFixture[str], *words: object) -> dict:
    code, out, err = run(capsys, *words, "--format", "json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_proposition_99_as_published(california: Path, capsys) -> None:
    words = (california, "--date", "year", "--value", "cigsale", "--interruption", "1989", "--lags", 1)
    told = asked(capsys, *words)
    assert {"mean", "variation", "phases", "notes"} <= set(told)  # what series always says
    found = told["interruption"]
    assert round(found["level_change"]["estimate"], 4) == -20.0581
    assert round(found["level_change"]["standard_error"], 2) == 4.72
    assert round(found["slope_change"]["estimate"], 6) == -1.494652
    assert round(found["post_trend"]["estimate"], 6) == -3.274126
    assert found["at"] == "1989-01-01"


def test_the_smoking_ban_as_published(sicily: Path, capsys) -> None:
    words = (sicily, "--date", "month", "--value", "aces", "--interruption", "2005-01", "--population", "stdpop")
    more = ("--model", "level", "--errors", "overdispersed", "--seasonal")
    found = asked(capsys, *words, "--family", "poisson", *more)["interruption"]
    change = found["level_change"]
    assert [round(change[key], 3) for key in ("ratio", "ratio_lower", "ratio_upper")] == [0.885, 0.839, 0.933]
    assert asked(capsys, *words, *more)["interruption"] == found  # a population makes it a count


def test_every_option_reaches_the_statistic(sicily: Path, capsys) -> None:
    words = (sicily, "--date", "month", "--value", "aces", "--interruption", "2005-01-01")
    found = asked(
        capsys, *words, "--model", "slope", "--harmonics", 3, "--lags", 5, "--since", 1, "--no-small-sample",
        "--reference", "normal",
    )["interruption"]  # fmt: skip
    keys = ("family", "model", "harmonics", "lags", "since", "small_sample", "reference", "errors")
    assert [found[key] for key in keys] == ["linear", "slope", 3, 5, 1, False, "normal", "newey_west"]


def test_table_and_csv_carry_the_sentence_and_the_lines(california: Path, capsys) -> None:
    words = (california, "--date", "year", "--value", "cigsale", "--interruption", "1989")
    _, out, _ = run(capsys, *words)
    assert "From 1989 on, the level changed by −20.1" in out.splitlines()[1]
    assert "Earlier trend carried on" in out
    _, out, _ = run(capsys, *words, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (rows[0]["counterfactual"], round(float(rows[-1]["counterfactual"]), 3)) == ("", 78.842)


def test_without_an_interruption_nothing_is_added(california: Path, capsys) -> None:
    assert "interruption" not in asked(capsys, california, "--date", "year", "--value", "cigsale")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--interruption", "2009"], "after the last value"),
        (["--interruption", "1999"], "Only 2 values lie from 01/01/1999 on"),
        (["--interruption", "soon"], "is not a day"),
        (["--interruption", "1989", "--seasonal"], "no seasons"),
        (["--interruption", "1989", "--lags", "40"], "between 0 and 30"),
        (["--interruption", "1989", "--family", "linear", "--population", "cigsale"], "goes with a poisson model"),
        (["--lags", "1"], "--lags goes with --interruption"),
        (["--no-small-sample"], "--no-small-sample goes with --interruption"),
        (["--population", "cigsale"], "--population goes with --interruption"),
    ],
)
def test_refusals_are_of_usage_and_say_what_to_do(california: Path, capsys, words: list[str], said: str) -> None:
    code, out, err = run(capsys, california, "--date", "year", "--value", "cigsale", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("rows", "more", "said"),
    [
        ("2020-01,4,100\n2020-01,5,100\n", [], "same date"),
        ("2020-01,4,100\n2020-02,5,\n", ["--population", "size"], "not a number above zero"),
        ("2020-01,4,100\n2020-02,-5,100\n" + "".join(f"2020-{n:02},4,100\n" for n in range(3, 9)),
         ["--family", "poisson"], "below zero"),
        ("".join(f"2020-{n:02},4,100\n" for n in range(1, 9)), [], "All values are the same"),
    ],
)  # fmt: skip
def test_bad_files_are_refused_in_words(tmp_path: Path, capsys, rows: str, more: list[str], said: str) -> None:
    file = written(tmp_path, f"month,children,size\n{rows}")
    words = ("--date", "month", "--value", "children", "--interruption", "2020-04", *more)
    code, _, err = run(capsys, file, *words)
    assert code in (1, 2)
    assert said in err
