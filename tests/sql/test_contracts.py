"""Every query keeps to its header, on an empty store and on a generated one."""

import re
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from mwm.demo import PLANTED
from mwm.store import Store
from mwm.store.named_sql import all_names, named_sql

NAMES = all_names("questions")
GIVEN = {
    "authority": PLANTED.authority,
    "admitted": None,
    "other_admitted": None,
    "service_areas": [],
    "teams": [],
    "settings": [],
    "marker": None,
    "first_month": date(2024, 1, 1),
    "last_month": date(2025, 12, 1),
    "earlier_first": date(2024, 1, 1),
    "earlier_last": date(2024, 12, 1),
    "later_first": date(2025, 1, 1),
    "later_last": date(2025, 12, 1),
    "elements": ["empathy", "relationship_building"],
    "element": "empathy",
    "at_most": 5,
    "grain": "month",
    "unit": "team",
    "threshold": 3.5,
    "units": ["CIN Team A", "CIN Team B"],
    "parts": ["empathy", "autonomy"],
    "part": "team",
    "other_service_areas": [],
    "other_teams": [],
    "other_settings": [],
    "other_marker": None,
    "other_first_month": date(2024, 7, 1),
    "other_last_month": None,
    "areas": [],
    "first_year": None,
    "last_year": None,
    "kinds": ["observations"],
    "batch_id": "none",
    "breakdown": "placement",
    "rubric": "msw_supervision",
    "area_code": "E09000019",
    "entry": None,
    "source": None,
    "worker_id": "W-0001",
    "day": date(2024, 6, 1),
    "last_day": date(2025, 12, 31),
    "category": None,
    "form": "family_feedback",
    "respondents": [],
    "time_points": [],
    "slice": "respondent",
    "measures": ["felt_listened_to"],
    "forms": ["family_feedback"],
    "versions": ["1"],
    "items": ["felt_listened_to"],
    "thresholds": [8.0],
    "lowests": [0.0],
    "highests": [10.0],
    "first_times": ["after the visit"],
    "lowest": 1.0,
    "highest": 5.0,
    "indicators": ["re_referral_12"],
    "policy": "which_grade",
    "is_settled": False,
    "apart": 2.0,
}
OF_NEXT_STEPS = {"worker_id": None, "last_month": None}  # the made-up ones are for nobody by name, and recent
OF_SUPERVISION = {
    "method": "observed",
    "measures": ["child_focus"],
    "items": ["child_focus"],
    "needed": [1],
    "thresholds": [4.0],
    "elements": ["empathy"],
    "fewest": 1,
    "days": 60,
}
FAMILIES = {
    "varchar": "str",
    "date": "datetime",
    "timestamp": "datetime",
    "boolean": "bool",
    "integer": "number",
    "bigint": "number",
    "double": "number",
}


@pytest.fixture(scope="module")
def stores(demo: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Store]]:
    with Store.open(tmp_path_factory.mktemp("stores") / "empty.duckdb", create=True) as empty:
        yield {"full": demo, "empty": empty}


def ask(store: Store, name: str) -> pd.DataFrame:
    is_of_supervision = name.startswith("questions/supervision/") or name == "questions/disclosure/supervision_size"
    given = GIVEN | OF_SUPERVISION if is_of_supervision else GIVEN
    given = given | OF_NEXT_STEPS if name == "questions/report/next_step_version" else given
    return store.read(name, **{key: given[key] for key in named_sql(name).parameters})


@pytest.mark.parametrize("which", ["empty", "full"])
@pytest.mark.parametrize("name", NAMES)
def test_columns_are_those_of_the_header(stores: dict[str, Store], name: str, which: str) -> None:
    rows = ask(stores[which], name)
    declared = dict(named_sql(name).returns)
    assert list(rows.columns) == list(declared)
    for column, kind in declared.items():
        values = rows[column].dropna()
        if len(values):
            assert family(values) == FAMILIES[kind], f"{column} is {values.dtype}, declared {kind}"


def family(values: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(values):
        return "bool"
    if pd.api.types.is_datetime64_any_dtype(values):
        return "datetime"
    if pd.api.types.is_numeric_dtype(values):
        return "number"
    return "str"


def test_the_generated_store_answers_most_queries(stores: dict[str, Store]) -> None:
    empty = [name for name in NAMES if ask(stores["full"], name).empty]
    assert empty == ["questions/data/export_entry", "questions/data/refused_row", "questions/plans/baseline_in_scope"]


def test_every_check_passes_on_both_and_keeps_to_its_header(stores: dict[str, Store]) -> None:
    from mwm.intake import run_checks

    for store in stores.values():
        assert {check.name for check in run_checks(store)} == {name.split("/")[-1] for name in all_names("checks")}
        assert not [check for check in run_checks(store) if check.faults]


# --- disclosure control ----------------------------------------------------------------------------------------------

OF_PEOPLE = {  # rows about single people or entries, which only viewers who see small numbers ever reach
    "coverage/worker",
    "feedback/comment",
    "grading/grader",
    "grading/to_discuss",
    "report/worker_feedback",
    "report/worker_grade",
    "skills/observation",
}
_FACTS = r"\b(?:from|join)\s+(?:scoped_\w+|element_month|observation|supervision|feedback_request|counted_grade)\b"


@pytest.mark.parametrize(
    "name", [name for name in NAMES if not name.startswith(("questions/record/", "questions/disclosure/"))]
)
def test_a_query_counts_only_what_disclosure_control_admits(name: str) -> None:
    query = named_sql(name)
    readings = len(re.findall(_FACTS, query.body))
    if name.removeprefix("questions/") in OF_PEOPLE:
        assert "admitted" not in query.parameters
    elif readings:
        assert query.shows
        assert query.body.count("is_admitted(") >= 1
        by, over = query.shows[1:]
        assert by in ("scope", "team", "service_area", "row") or by in query.parameters
        assert over in ("period", "month", "quarter", "year") or over in query.parameters
