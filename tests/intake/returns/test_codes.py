"""Code sets are dated, and group as the issue's figures need them."""

from __future__ import annotations

import csv

import pandas as pd

from mwm.intake.returns.codes import BLANK, UNKNOWN, codes, grouped, groups, place_of, places_of, used_in
from mwm.settings import REFERENCE_FOLDER


def group(field: str, code: str) -> str:
    return groups(field)[grouped(field, places_of(field, pd.Series([code], dtype="str")))[0]]


def is_used(field: str, code: str, year: int) -> bool:
    return bool(used_in(field, [year])[place_of(field, code)])


def test_placements_group_as_published() -> None:
    wanted = {"fostering": ["U1", "U2", "U3", "U4", "U5", "U6"], "residential": ["K2", "R1"]}
    wanted["supported"] = ["H5", "K3", "P2"]
    for name, members in wanted.items():
        assert sorted(code for code, entry in codes("PLACE").items() if entry.group == name) == members
    assert group("PLACE", "K1") == "other"
    assert group("PLACE", "u4 ") == "fostering"


def test_short_breaks_and_ends() -> None:
    assert [code for code, entry in codes("LS").items() if entry.group == "short breaks"] == ["V3", "V4"]
    assert [code for code, entry in codes("REC").items() if entry.group == "continues"] == ["X1"]
    assert group("REC", "E4B") == "home"
    assert group("REC", "E12") == "adoption"
    assert group("REC", "E43") == group("REC", "E47") == "special guardianship"
    assert group("REC", "E6") == "independence"


def test_codes_change_by_year() -> None:
    assert not is_used("PLACE", "K3", 2023)
    assert is_used("PLACE", "K3", 2024)
    assert is_used("PLACE", "H5", 2023)
    assert not is_used("PLACE", "H5", 2025)
    assert not is_used("PLACE", "Z11", 2024)
    assert is_used("PLACE", "Z11", 2025)
    assert is_used("REC", "E43", 2017)
    assert not is_used("REC", "E43", 2018)
    assert not is_used("REC", "E45", 2017)
    assert is_used("REC", "E45", 2018)


def test_unknown_and_blank_are_told_apart() -> None:
    cells = pd.Series(["S", "q", None], dtype="str")
    assert places_of("RNE", cells).tolist() == [place_of("RNE", "S"), UNKNOWN, BLANK]
    assert group("PLACE", "??") == "not known"


def test_every_code_has_a_label_a_group_and_a_source() -> None:
    with (REFERENCE_FOLDER / "ssda903_codes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({(row["field"], row["code"]) for row in rows}) == len(rows)
    assert all(row["label"] and row["group"] and row["source"] for row in rows)
