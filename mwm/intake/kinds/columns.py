"""Columns that several kinds have."""

from mwm.intake.kinds.kind import KindColumn

SERVICE_AREA = KindColumn(
    "service_area",
    "text",
    "The part of the service that the team belongs to, as it is called in the dashboard.",
    "Children in Need",
    synonyms=("service", "area", "division"),
)
TEAM = KindColumn(
    "team", "text", "The team's name, as it is called in the dashboard.", "North 1", synonyms=("team_name",)
)
WORKER = KindColumn(
    "worker_id",
    "identifier",
    "A code that stands for the worker. Use a staff number or a pseudonym, never a name.",
    "W0123",
    synonyms=("worker", "social_worker", "social_worker_id", "practitioner", "practitioner_id", "staff_id"),
)
