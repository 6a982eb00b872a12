"""Small made-up stores, filled through the real intake."""

import csv
import io
import random
import shutil
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


@pytest.fixture(scope="session")
def one_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A function that takes one file's text into a new store, once however often it is asked to: copy what it gives."""
    folder = tmp_path_factory.mktemp("one-file")
    made: dict[str, Path] = {}

    def stored(text: str, **options: object) -> Path:
        key = repr((text, sorted(options.items())))
        if key not in made:
            path = folder / f"store-{len(made)}.duckdb"
            with Store.open(path, create=True) as store:
                taken(store, folder / f"file-{len(made)}-{len(text)}.csv", text, **options)
            made[key] = path
        return made[key]

    return stored


def taken(store: Store, path: Path, text: str, **options: object) -> None:
    path.write_text(text, encoding="utf-8")
    report = import_file(store, path, create_teams=True, **options)
    assert report.status == "imported", (report.headline, report.problems[:3])


def filling(folder: Path, one_file: Callable[..., Path]) -> Iterator[Callable[..., Store]]:
    """A function that takes a file's text into a new store or one that is given; the stores are closed at the end."""
    stores: list[Store] = []

    def fill(text: str, store: Store | None = None, **options: object) -> Store:
        if store is not None:
            taken(store, folder / f"file-{len(stores)}-{len(text)}.csv", text, **options)
            return store
        stores.append(Store.open(shutil.copyfile(one_file(text, **options), folder / f"store-{len(stores)}.duckdb")))
        return stores[-1]

    yield fill
    for store in stores:
        store.close()


@pytest.fixture
def filled(tmp_path: Path, one_file: Callable[..., Path]) -> Iterator[Callable[..., Store]]:
    """A store of one test's own."""
    yield from filling(tmp_path, one_file)


@pytest.fixture(scope="module")
def filled_once(
    tmp_path_factory: pytest.TempPathFactory, one_file: Callable[..., Path]
) -> Iterator[Callable[..., Store]]:
    """A store for all tests of a module, which only ask."""
    yield from filling(tmp_path_factory.mktemp("once"), one_file)
