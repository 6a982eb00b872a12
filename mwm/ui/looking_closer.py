"""What the page on looked after children shows only where somebody asks: each part folded under its question."""

from __future__ import annotations

from functools import partial

from mwm.charts.interruption import interruption_chart
from mwm.charts.looked_after_closer import beside_practice_chart, breakdown_chart, projection_chart
from mwm.charts.published import comparison_dots_chart
from mwm.errors import MwmError
from mwm.questions import (
    looked_after_beside_practice,
    looked_after_breakdown,
    looked_after_comparison,
    looked_after_interruption,
    looked_after_projection,
    scope_choices,
)
from mwm.questions.looked_after_beside_practice import LONGEST_LAG
from mwm.questions.looked_after_breakdown import BREAKDOWNS
from mwm.questions.looked_after_interruption import OF_WORDS
from mwm.scope import Month, Scope
from mwm.ui.asking import ask, recall
from mwm.ui.choosing import choose
from mwm.ui.folding import unfold
from mwm.ui.page import say_aside, say_refusal
from mwm.ui.panel import show


def look_closer(scope: Scope, area: str | None, *, months: bool) -> None:
    """Draw the folds, before the page's headline, so that what is chosen in them is in its link.

    area: code of the area whose published figures are shown. months: whether own months are.
    """
    parts = {"compare": ("How does that compare in one year?", partial(_compare, scope, area))} if area else {}
    if months:
        parts |= {
            "after": ("Did it change after a month?", partial(_after, scope)),
            "divided": ("Who are the children, where do they live, and where did they go?", partial(_divided, scope)),
            "ahead": ("Where could it go?", partial(_ahead, scope)),
            "practice": ("Practice, supervision and looked after children on one time axis", partial(_practice, scope)),
        }
    for name, (label, draw) in parts.items():
        if inside := unfold(name, label):
            with inside:
                try:
                    draw()
                except MwmError as refusal:
                    say_refusal(refusal)


def _compare(scope: Scope, area: str) -> None:
    whole = Scope(scope.authority)
    latest = ask(looked_after_comparison, whole, area=area)
    years = {str(year): f"31 March {year}" for year in reversed(latest.extra.get("years", []))}
    if not years:
        return
    drawn = comparison_dots_chart.__name__
    year = choose("year", "Which year is compared", years, next(iter(years)), at="picture", of=drawn)
    answer = ask(looked_after_comparison, whole, area=area, year=year)
    title = f"Looked after children (LAC) per 10,000 on 31 March {year}"
    show(answer, comparison_dots_chart, title=title, about=f"Dot plot. {title}", says=True, leads=False)
    if not latest.extra["has_neighbours"]:
        say_aside(
            '<p class="mwm-sub">No statistical neighbours are stored for this area. Import a list of your own '
            "(python -m mwm template neighbours).</p>"
        )


def _after(scope: Scope) -> None:
    drawn = interruption_chart.__name__
    of = choose("of", "Which series", OF_WORDS, "looked_after", at="picture", of=drawn)
    usual = ask(looked_after_interruption, scope, of=of)
    choices = {str(month): f"From {month.short}" for month in reversed(usual.extra.get("choices", []))}
    if choices:
        month = choose("at", "First month after the change", choices, str(usual.extra["at"]), at="picture", of=drawn)
        usual = ask(looked_after_interruption, scope, of=of, at=Month.parse(month))
    title = f"{OF_WORDS[of]}, before and after"
    show(usual, interruption_chart, title=title, about=f"Line chart. {title}", says=True, leads=False)


def _divided(scope: Scope) -> None:
    ways = {key: breakdown.name for key, breakdown in BREAKDOWNS.items()}
    drawn = breakdown_chart.__name__
    way = choose("divided_by", "What divides the children", ways, next(iter(ways)), at="picture", of=drawn)
    answer = ask(looked_after_breakdown, scope, by=way)
    title = f"{ways[way]}, {'by month' if BREAKDOWNS[way].counts == 'looked_after' else 'twelve months at a time'}"
    show(answer, breakdown_chart, title=title, about=f"Small line charts. {title}", says=True, leads=False)


def _ahead(scope: Scope) -> None:
    answer = ask(looked_after_projection, scope)
    title = "A range for the next twelve months"
    show(answer, projection_chart, title=title, about=f"Line with two bands. {title}", says=True, leads=False)


def _practice(scope: Scope) -> None:
    graded = {**recall(scope_choices, Scope(scope.authority)).names("element"), "supervision": "Supervision"}
    drawn = beside_practice_chart.__name__
    element = choose("practice_of", "What is graded", graded, next(iter(graded)), at="picture", of=drawn)
    lags = {str(lag): "no delay" if not lag else f"{lag} months" for lag in range(0, LONGEST_LAG + 1, 3)}
    lag = choose("lag", "Practice is moved later by", lags, "0", at="slider")
    answer = ask(looked_after_beside_practice, Scope(scope.authority), element=element, lag=lag)
    title = f"{graded[element]} and looked after children (LAC): association, not cause"
    show(
        answer,
        beside_practice_chart,
        title=title,
        about=f"Two line charts above each other. {title}",
        says=True,
        leads=False,
    )
