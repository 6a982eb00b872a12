"""The questions this product answers: SQL, a statistic and a sentence each; the same wherever they are asked."""

from mwm.questions.areas import Areas, area_choices
from mwm.questions.board_report import board_report
from mwm.questions.comparison import scope_comparison
from mwm.questions.coverage import coverage
from mwm.questions.coverage_lists import coverage_overdue, next_to_observe
from mwm.questions.feedback import families_voice
from mwm.questions.feedback_agreement import families_agreement
from mwm.questions.feedback_comments import families_comments
from mwm.questions.feedback_trend import families_voice_trend
from mwm.questions.grading.agreement import grading_agreement
from mwm.questions.grading.graders import grader_drift, grader_leniency
from mwm.questions.grading.how_often import double_grading
from mwm.questions.grading.moderation import grades_to_discuss
from mwm.questions.groups import groups
from mwm.questions.handed_over import exports
from mwm.questions.imports import import_batches, refused_rows
from mwm.questions.indicators import indicator_trend
from mwm.questions.indicators import recorded as recorded_indicators
from mwm.questions.looked_after import looked_after_change, looked_after_trend
from mwm.questions.looked_after_beside_practice import looked_after_beside_practice
from mwm.questions.looked_after_breakdown import looked_after_breakdown
from mwm.questions.looked_after_comparison import looked_after_comparison
from mwm.questions.looked_after_interruption import looked_after_interruption
from mwm.questions.looked_after_projection import looked_after_projection
from mwm.questions.next_steps import next_steps
from mwm.questions.observations import observations
from mwm.questions.overview import overview_matrix
from mwm.questions.plans import baselines, events, plans, policies, targets
from mwm.questions.practice_report import practice_report
from mwm.questions.published import published_looked_after
from mwm.questions.published_change import programme_note, published_looked_after_change
from mwm.questions.question import QUESTIONS, Argument, Question, ask, settle
from mwm.questions.records import recorded_work
from mwm.questions.scope_choices import Choices, scope_choices
from mwm.questions.skill_signals import skill_signal
from mwm.questions.skill_spread import skill_distribution
from mwm.questions.skills import skill_trend
from mwm.questions.supervision import supervision_trend
from mwm.questions.supervision_coaching import supervision_coaching
from mwm.questions.supervision_practice import supervision_and_practice
from mwm.questions.supervision_spread import supervision_distribution
from mwm.questions.teams import team_comparison, team_trend
from mwm.questions.workers import worker_comparison

__all__ = [
    "QUESTIONS",
    "Areas",
    "Argument",
    "Choices",
    "Question",
    "area_choices",
    "ask",
    "baselines",
    "board_report",
    "coverage",
    "coverage_overdue",
    "double_grading",
    "events",
    "exports",
    "families_agreement",
    "families_comments",
    "families_voice",
    "families_voice_trend",
    "grader_drift",
    "grader_leniency",
    "grades_to_discuss",
    "grading_agreement",
    "groups",
    "import_batches",
    "indicator_trend",
    "looked_after_beside_practice",
    "looked_after_breakdown",
    "looked_after_change",
    "looked_after_comparison",
    "looked_after_interruption",
    "looked_after_projection",
    "looked_after_trend",
    "next_steps",
    "next_to_observe",
    "observations",
    "overview_matrix",
    "plans",
    "policies",
    "practice_report",
    "programme_note",
    "published_looked_after",
    "published_looked_after_change",
    "recorded_indicators",
    "recorded_work",
    "refused_rows",
    "scope_choices",
    "scope_comparison",
    "settle",
    "skill_distribution",
    "skill_signal",
    "skill_trend",
    "supervision_and_practice",
    "supervision_coaching",
    "supervision_distribution",
    "supervision_trend",
    "targets",
    "team_comparison",
    "team_trend",
    "worker_comparison",
]
