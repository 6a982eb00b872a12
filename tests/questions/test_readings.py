"""What questions read alike."""

from datetime import date, datetime

import pytest

from mwm.questions.periods import Grain
from mwm.questions.readings import Total
from mwm.scope import Month


@pytest.mark.parametrize(
    ("newest_import", "grain", "since"),
    [
        (datetime(2026, 10, 31, 9), "month", date(2026, 10, 1)),
        (datetime(2026, 11, 1, 9), "month", None),
        (datetime(2026, 11, 21, 9), "quarter", date(2026, 10, 1)),  # November and December are still to come
        (datetime(2027, 1, 1, 9), "quarter", None),
        (datetime(2026, 12, 31, 9), "year", date(2026, 1, 1)),
        (None, "quarter", None),
    ],
)
def test_a_point_is_still_arriving_until_its_last_month_has_ended(
    newest_import: datetime | None, grain: Grain, since: date | None
) -> None:
    total = Total(100, 20, 10, Month(date(2025, 1, 1)), Month(date(2026, 10, 1)), newest_import)
    assert total.arriving_since(grain) == since
