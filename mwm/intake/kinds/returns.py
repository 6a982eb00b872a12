"""The kind that returns of looked after children become: counts by month, with no child in them."""

from mwm.intake.kinds.kind import Kind, KindColumn

SSDA903 = Kind(
    key="ssda903",
    name="SSDA903 returns of looked after children",
    about="The return's EPISODES and HEADER files as submitted (CSV, Excel or XML), several years at once. They are "
    "counted by month; no child's row is kept.",
    date_column="month",
    in_templates=False,
    row_word="figure",
    fixed_columns=(
        KindColumn("month", "month", "The month, as its first day.", "2025-04-01", required=True),
        KindColumn("breakdown", "text", "What the children are divided by; all for no division.", "all", required=True),
        KindColumn("category", "text", "Which of the children.", "all", required=True),
        KindColumn("looked_after", "integer", "Looked after on the month's last day.", "285", required=True),
        KindColumn("started", "integer", "Started to be looked after in the month.", "11"),
        KindColumn("ceased", "integer", "Ceased to be looked after in the month.", "9"),
        KindColumn("population_0_17", "integer", "Children aged 0 to 17 who live in the area.", "35624"),
    ),
)
