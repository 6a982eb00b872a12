"""The SQL files of the intake return what their headers say."""

import pytest

from mwm.intake.kinds import KINDS
from mwm.store import Store, Workspace
from mwm.store.named_sql import all_names, named_sql
from tests.intake.made import observation, send
from tests.questions.supervision_rows import coaching, supervision

ROWS = {
    "observations": observation(2, coached_on="2025-03-12"),
    "organisation": {"service_area": "Children in Need", "team": "North 1", "worker_id": "W", "from": "2024-01-01"},
    "supervision": supervision(2, coached_on="2025-03-12"),
    "coaching": coaching(1, supervision_id=None),
    "looked_after": {"month": "2025-04", "looked_after": "3"},
    "ssda903": {"month": "2025-04", "breakdown": "all", "category": "all", "looked_after": "3"},
    "events": {"date": "2025-01-01", "title": "T", "service_area": "Children in Need", "team": "North 1"},
    "targets": {"measure": "empathy", "team": "North 1", "from": "2025-01", "value": "3"},
    "baselines": {"measure": "empathy", "kind": "rebase", "team": "North 1", "from": "2025-01", "reason": "R"},
    "agreed_grades": {
        "observation_id": "OBS-1",
        "element": "empathy",
        "agreed_grade": "3",
        "agreed_on": "2025-03-20",
        "reason": "R",
    },
    "feedback": {
        "feedback_id": "F-1",
        "asked_on": "2025-03-12",
        "service_area": "Children in Need",
        "team": "North 1",
        "respondent": "parent",
        "outcome": "answered",
        "form": "family_feedback",
        "felt_listened_to": "7",
        "comment": "C",
    },
    "comment_reviews": {"feedback_id": "F-1", "safe_to_show": "yes"},
    "indicators": {"month": "2025-04", "indicator": "placement_moves", "value": "3", "denominator": None},
    "next_steps": {"agreed_on": "2025-03-20", "team": "North 1", "what": "W"},
    "groups": {"group": "North patch", "team": "North 1"},
    "policies": {"policy": "looked_after_better", "value": "lower", "reason": "R"},
    "published_figures": dict.fromkeys(("area_code", "area", "measure", "value", "release", "source"), "1")
    | {"area_level": "region", "year": "2020", "symbol": None},
    "neighbours": {"area_code": "E1", "neighbour_code": "E2", "neighbour": "Beeton"},
    "dfe_looked_after": {
        "time_period": "2025",
        "geographic_level": "National",
        "country_code": "E9",
        "country_name": "England",
        "population_type": "Children looked after on 31 March each year",
        "children_count": "5",
        "rate_per_10000": "1",
    }
    | dict.fromkeys(("region_code", "region_name", "new_la_code", "la_name")),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_query_returns_its_columns(store: Store, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    send(store, observation(1))
    if kind == "agreed_grades":  # two must have graded
        send(store, observation(1, grader_id="OBSERVER-2", empathy="2"))
    if kind == "comment_reviews":  # there must be a comment to read
        send(store, {"policy": "free_text", "value": "kept", "reason": "R"}, kind="policies")
        send(store, ROWS["feedback"], kind="feedback")
    seen: dict[str, tuple[str, ...]] = {}
    original = Workspace.collect

    def read_too(self: Workspace, table: str, name: str, /, **parameters: object) -> None:
        seen[name] = tuple(self.read(name, **parameters).columns)
        original(self, table, name, **parameters)

    monkeypatch.setattr(Workspace, "collect", read_too)
    assert send(store, ROWS[kind], kind=kind).status == "imported"
    bad = {"team": "Nowhere", "evocation": "9", "element": "Nowhere", "safe_to_show": "perhaps"}
    send(store, ROWS[kind] | {key: value for key, value in bad.items() if key in ROWS[kind]}, kind=kind)
    assert set(seen) == set(all_names(f"intake/{kind}/checks"))
    for name, columns in seen.items():
        assert columns == tuple(column for column, _ in named_sql(name).returns), name


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_files(kind: str) -> None:
    names = set(all_names("intake"))
    writes_as = KINDS[kind].writes_as
    assert {f"intake/{kind}/typed", f"intake/{writes_as}/counts"} <= names
    assert all_names(f"intake/{kind}/checks")
    assert all_names(f"intake/{writes_as}/decide")
    assert all_names(f"intake/{writes_as}/write")


def test_nothing_temporary_is_left_in_the_connection(store: Store) -> None:
    send(store, observation(1))
    send(store, observation(2, evocation="9"))
    assert len(store.read("store/temporary_relations")) == 0
