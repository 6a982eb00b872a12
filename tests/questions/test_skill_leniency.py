"""A trend without graders' leniency: a false rise goes, a true one stays, and where it cannot be told words say why."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date

import pytest

from mwm.errors import UsageError
from mwm.questions import skill_trend
from mwm.scope import Scope
from mwm.stats.leniency_in_trend import leniency_in_trend
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER
from tests.questions.conftest import as_csv, made_up_rows

Fill = Callable[..., Store]
LENIENT, SEVERE = "PERSON-LENIENT", "PERSON-SEVERE"
OTHERS = ("PERSON-A", "PERSON-B", "PERSON-C")


def file(*, rise: float = 0.0, lenient_share: Callable[[int], float], months: int = 24, graders=OTHERS) -> str:
    """Thirty observations a month; lenient_share: of these, by month, graded by somebody 1.2 grades above the rest."""
    made = random.Random(6)
    lines = ["observation_id,observed_on,service_area,team,worker_id,observer_id,empathy"]
    for month in range(months):
        for number in range(30):
            grader = LENIENT if made.random() < lenient_share(month) else made.choice(graders)
            level = 2.6 + rise * (month >= months // 2) + (1.2 if grader == LENIENT else 0.0)
            grade = min(5, max(1, round(made.gauss(level, 0.7))))
            day = date(2024 + month // 12, month % 12 + 1, 1 + number % 28)
            lines.append(f"O{month}-{number},{day},CIN,CIN A,W{number},{grader},{grade}")
    return "\n".join(lines) + "\n"


def asked(store: Store, scope: Scope | None = None, **more):
    return skill_trend(
        store, LOCAL_VIEWER, scope or Scope(), **{"element": "empathy", "without_leniency": True, **more}
    )


def test_a_rise_that_is_only_who_graded_goes(filled: Fill) -> None:
    answer = asked(filled(file(lenient_share=lambda month: 0.1 + 0.5 * (month >= 12))))
    assert answer.headline.startswith("Real improvement: Empathy")
    assert answer.headline.endswith("and the verdict becomes: no real change.")
    assert " Without graders’ leniency the change is " in answer.headline
    assert answer.extra["variation"] == {"empathy": "improvement_high"}
    assert answer.extra["without_leniency"] == {"empathy": "common_cause"}
    rows = answer.records()
    apart = [sum(row[key] for row in rows[12:]) / 12 - sum(row[key] for row in rows[:12]) / 12 for key in
             ("average", "adjusted")]  # fmt: skip
    assert apart[0] > 0.45
    assert abs(apart[1]) < apart[0] / 3
    assert answer.counts["graders"] == 4
    assert answer.caveats[0].startswith("Leniency is estimated from the grades of 4 people")
    assert answer.caveats[1].startswith("With 4 graders")
    assert "PERSON" not in json.dumps(answer.to_dict())


def test_a_rise_in_practice_stays(filled: Fill) -> None:
    answer = asked(filled(file(rise=0.7, lenient_share=lambda month: 0.2)))
    assert answer.extra["without_leniency"] == {"empathy": "improvement_high"}
    assert answer.headline.endswith("and the verdict stays.")


def twin(rows: list[dict[str, str]], parts: tuple[str, ...], starts: Callable[[date], date]) -> dict[date, list[float]]:
    """Each observation's value less the leniency of those whose grades count, by point, reckoned row by row."""
    order: dict[str, list[str]] = {}
    for row in rows:
        order.setdefault(row["observation_id"], []).append(row["grader_id"])
    month_of = {row["observation_id"]: date.fromisoformat(row["observed_on"][:7] + "-01") for row in rows}
    value: dict[str, dict[str, float]] = {}
    for part in parts:
        given: dict[str, list[tuple[int, str, float]]] = {}
        sums: dict[tuple[date, str], list[float]] = {}
        for row in rows:
            if row[part]:
                key, name, grade = row["observation_id"], row["grader_id"] or row["observer_id"], float(row[part])
                place = -1 if not row["grader_id"] else order[key].index(row["grader_id"])
                given.setdefault(key, []).append((place, name, grade))
                sums.setdefault((month_of[key], name), []).append(grade)
        model = leniency_in_trend(
            [month for month, _ in sums],
            [grader for _, grader in sums],
            [len(each) for each in sums.values()],
            [sum(each) for each in sums.values()],
            [sum(grade * grade for grade in each) for each in sums.values()],
        )
        for key, grades in given.items():
            _, name, grade = min(grades)
            value.setdefault(key, {})[part] = grade - model.leniency[name]
    found: dict[date, list[float]] = {}
    for key, by_part in value.items():
        if len(by_part) == len(parts):
            found.setdefault(starts(month_of[key]), []).append(sum(by_part.values()) / len(parts))
    return found


@pytest.mark.parametrize(
    ("element", "parts"),
    [("empathy", ("empathy",)), ("relationship_building", ("collaboration", "autonomy", "empathy"))],
)
@pytest.mark.parametrize("grain", ["month", "quarter"])
def test_the_adjusted_average_is_the_average_less_the_mean_leniency_of_who_graded(
    filled: Fill, element: str, parts: tuple[str, ...], grain: str
) -> None:
    rows = made_up_rows(seed=12, count=220)
    for row in rows:  # so that somebody differs
        if row["observer_id"] == "G1" and not row["grader_id"] and row["empathy"]:
            row["empathy"] = "5"
    length = {"month": 1, "quarter": 3}[grain]
    expected = twin(rows, parts, lambda day: day.replace(month=(day.month - 1) // length * length + 1))
    told = asked(filled(as_csv(rows)), element=element, grain=grain).records()
    for row in told:
        here = expected[date.fromisoformat(f"{row['month'][:7]}-01")]
        assert row["observations"] == len(here)
        assert row["adjusted"] == pytest.approx(sum(here) / len(here), abs=1e-6)
    assert max(abs(row["adjusted"] - row["average"]) for row in told) > 0.1


def test_many_elements_say_whose_verdict_changes(filled: Fill) -> None:
    text = file(lenient_share=lambda month: 0.1 + 0.5 * (month >= 12))
    answer = asked(filled(text), element=None)
    assert "Without graders’ leniency the verdict changes for empathy (no real change)." in answer.headline
    assert "It cannot be taken out for collaboration, autonomy, " in answer.headline


def test_where_it_cannot_be_told_words_say_so_and_there_is_no_line(filled: Fill) -> None:
    alone = asked(filled(file(lenient_share=lambda month: 0.0, graders=OTHERS[:1])))
    assert alone.headline.endswith(
        "Graders’ leniency cannot be taken out: all grades are from one person, so there is nobody to compare with."
    )
    assert alone.rows["adjusted"].isna().all()
    assert alone.extra["without_leniency"] == {}
    two = asked(filled(file(lenient_share=lambda month: 0.5, graders=OTHERS[:1])))
    assert two.headline.endswith("too few to tell who of them is lenient.")
    assert not any("Leniency is estimated" in caveat for caveat in two.caveats)


def test_new_graders_from_one_month_on_are_said(filled: Fill) -> None:
    sooner = file(lenient_share=lambda month: 0.0).splitlines()
    later = file(lenient_share=lambda month: 0.0, graders=("PERSON-X", "PERSON-Y", "PERSON-Z")).splitlines()
    text = "\n".join(
        [sooner[0]]
        + [line for line in sooner[1:] if ",2024-" in line]
        + [line for line in later[1:] if ",2025-" in line]
    )
    answer = asked(filled(text + "\n"))
    assert "the people who graded in some months never graded in the others" in answer.headline
    bridge = "B0,2024-02-01,CIN,CIN A,W1,PERSON-X,3\nB1,2024-03-01,CIN,CIN A,W1,PERSON-X,3\n"
    answer = asked(filled(f"{text}\n{bridge}"))
    assert (
        "nearly all who graded before Jan 2025 are others than those who graded since (1% in common" in answer.headline
    )


def test_shares_are_refused_and_nothing_recorded_is_an_ordinary_answer(store: Store, filled: Fill) -> None:
    with pytest.raises(UsageError, match="averages, not of shares"):
        asked(store, measure="share")
    assert asked(store).status == "empty"
    thin = asked(filled("\n".join(file(lenient_share=lambda month: 0.1).splitlines()[:5]) + "\n"))
    assert (thin.status, "leniency" in thin.headline) == ("thin", False)
