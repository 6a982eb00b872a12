"""Which kind a file is, and which column a heading means."""

import pytest

from mwm.errors import IntakeError, UsageError
from mwm.framework import load_framework
from mwm.intake.kinds import KINDS, kind_of, match_headings, nearest, plain_heading, recognise

MSW = load_framework("msw")
FOUR = load_framework("tests/data/four.toml")
DFE_2025 = [
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "old_la_code",
    "la_name",
    "new_la_code",
    "population_type",
    "population_estimate",
    "children_count",
    "rate_per_10000",
]
DFE_2023 = [
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "region_name",
    "region_code",
    "new_la_code",
    "old_la_code",
    "la_name",
    "population_count",
    "population_estimate",
    "number",
    "rate_per_10000",
]


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("framework", [MSW, FOUR], ids=["msw", "four"])
def test_each_kind_is_recognised_by_its_own_headings(key: str, framework) -> None:
    columns = KINDS[key].columns(framework)
    everything = [column.key for column in columns]
    needed = [column.key for column in columns if column.required or column.type == "grade"]
    shouted = [key.upper().replace("_", " - ") + " *" for key in everything]
    assert recognise(everything, framework).key == key
    assert recognise(needed, framework).key == key
    assert recognise(shouted, framework).key == key


@pytest.mark.parametrize("headings", [DFE_2025, DFE_2023], ids=["2025", "2023"])
def test_both_layouts_of_the_published_file_fit(headings: list[str]) -> None:
    kind = recognise(headings, MSW)
    match = match_headings(headings, kind, MSW)
    assert kind.key == "dfe_looked_after"
    assert not match.missing
    assert headings[match.columns["children_count"]] in ("number", "children_count")
    assert headings[match.columns["population_type"]] in ("population_count", "population_type")


def test_a_file_that_lacks_a_column_is_still_recognised() -> None:
    kind = recognise(["observation_id", "observed_on", "service_area", "team", "worker_id", "empathy"], MSW)
    assert kind.key == "observations"


@pytest.mark.parametrize("headings", [["name", "address", "shoe size"], [], ["Jane Doe", "12", "x"]])
def test_a_file_of_no_kind_is_refused_without_repeating_its_headings(headings: list[str]) -> None:
    with pytest.raises(IntakeError, match="fit no kind") as refused:
        recognise(headings, MSW)
    assert "Jane" not in str(refused.value)
    assert "template" in refused.value.mend


def test_an_unknown_kind_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="looked_after"):
        kind_of("ssda904")


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Observation ID", "observation_id"),
        ("observation-id", "observation_id"),
        ("DATE OF OBSERVATION", "observed_on"),
        ("Social worker", "worker_id"),
        ("Clarity", "clarity_about_concerns"),
        ("Clarity about concerns", "clarity_about_concerns"),
        ("child focus *", "child_focus"),
        ("Observed by", "observer_id"),
    ],
)
def test_case_spaces_hyphens_and_common_synonyms_do_not_matter(heading: str, column: str) -> None:
    assert match_headings([heading], KINDS["observations"], MSW).columns == {column: 0}


def test_a_columns_own_name_wins_over_a_synonym_and_the_caller_wins_over_both() -> None:
    headings = ["date", "observed_on", "Visit"]
    kind = KINDS["observations"]
    assert match_headings(headings, kind, MSW).columns["observed_on"] == 1
    mapped = match_headings(headings, kind, MSW, {"DATE": "observed_on", "visit": "family_ref"})
    assert mapped.columns == {"observed_on": 0, "family_ref": 2}
    assert mapped.left_out == (1,)


def test_two_headings_for_one_column_are_told_apart_from_one() -> None:
    match = match_headings(["Worker", "Staff ID"], KINDS["observations"], MSW)
    assert match.twice == {"worker_id": (0, 1)}


def test_the_frameworks_own_lists_reach_the_columns() -> None:
    columns = {column.key: column for column in KINDS["observations"].columns(FOUR)}
    assert columns["setting"].choices == ("clinic", "home")
    assert columns["medium"].choices == ()
    assert columns["warmth"].choices == ("0", "1", "2", "3")
    assert "evocation" not in columns


def test_nearest_names() -> None:
    assert nearest("Nroth 1", ["South 2", "North 1", "East"])[0] == "North 1"
    assert nearest("zzz", ["North 1"]) == []
    assert plain_heading(" Worker-ID (*) ") == "workerid"
