"""Small made-up stores, filled through the real intake."""

import csv
import io
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from mwm.intake import import_file
from mwm.store import Store

ELEMENTS = (
    "evocation",
    "collaboration",
    "autonomy",
    "empathy",
    "purposefulness",
    "clarity_about_concerns",
    "child_focus",
)
TEAMS = {"CIN Team A": "Children in Need", "CIN Team B": "Children in Need", "YJ Team A": "Youth Justice"}
SETTINGS = ("home visit", "school visit", "")


def made_up_rows(seed: int, count: int, *, months: int = 8) -> list[dict[str, str]]:
    """Rows of an observations file: some with blank grades, blank settings, and second graders."""
    made = random.Random(seed)
    rows = []
    for number in range(count):
        team = made.choice(list(TEAMS))
        day = date(2024, 1, 1) + timedelta(days=made.randrange(months * 30))
        first = {
            "observation_id": f"O{number}",
            "observed_on": f"{day}",
            "service_area": TEAMS[team],
            "team": team,
            "worker_id": f"W{made.randrange(5)}-{team}",
            "observer_id": f"G{made.randrange(3)}",
            "setting": made.choice(SETTINGS),
            "grader_id": "",
        }
        graders = ["", "X1", "X2"][: made.choice([1, 1, 1, 2, 3])]
        for grader in graders:
            grades = {element: "" if made.random() < 0.08 else str(made.randint(1, 5)) for element in ELEMENTS}
            if not any(grades.values()):
                grades["empathy"] = "3"
            rows.append({**first, "grader_id": grader, **grades})
    made.shuffle(rows)
    return rows


def as_csv(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def filling(folder: Path) -> Iterator[Callable[[str], Store]]:
    """A function that makes a store and takes a file's text into it; the stores are closed at the end."""
    stores = []

    def fill(text: str, store: Store | None = None, **options: object) -> Store:
        path = folder / f"file-{len(stores)}-{len(text)}.csv"
        path.write_text(text, encoding="utf-8")
        if store is None:
            store = Store.open(folder / f"store-{len(stores)}.duckdb", create=True)
            stores.append(store)
        report = import_file(store, path, create_teams=True, **options)
        assert report.status == "imported", (report.headline, report.problems[:3])
        return store

    yield fill
    for store in stores:
        store.close()


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """A store of one test's own."""
    yield from filling(tmp_path)


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Store]]:
    """A store for all tests of a module, which only ask."""
    yield from filling(tmp_path_factory.mktemp("once"))
