"""The questions this product answers: SQL, a statistic and a sentence each; the same wherever they are asked."""

from mwm.questions.imports import import_batches, refused_rows
from mwm.questions.looked_after import looked_after_change, looked_after_trend
from mwm.questions.observations import observations
from mwm.questions.overview import overview_matrix
from mwm.questions.published import published_looked_after
from mwm.questions.question import QUESTIONS, Argument, Question, ask, settle
from mwm.questions.scope_choices import Choices, scope_choices
from mwm.questions.skill_signals import skill_signal
from mwm.questions.skills import skill_distribution, skill_trend
from mwm.questions.teams import team_comparison

__all__ = [
    "QUESTIONS",
    "Argument",
    "Choices",
    "Question",
    "ask",
    "import_batches",
    "looked_after_change",
    "looked_after_trend",
    "observations",
    "overview_matrix",
    "published_looked_after",
    "refused_rows",
    "scope_choices",
    "settle",
    "skill_distribution",
    "skill_signal",
    "skill_trend",
    "team_comparison",
]
