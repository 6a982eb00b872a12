"""Kinds about looked after children: a council's own months, published figures, and whom to compare with."""

from mwm.intake.kinds.kind import Kind, KindColumn

LOOKED_AFTER = Kind(
    key="looked_after",
    name="Looked after children by month",
    about="One row is one month.",
    date_column="month",
    row_word="month",
    fixed_columns=(
        KindColumn(
            "month",
            "month",
            "The month, as 2025-04, or its first day.",
            "2025-04",
            required=True,
            synonyms=("month_end", "period", "date"),
        ),
        KindColumn(
            "looked_after",
            "integer",
            "Children looked after on the last day of the month.",
            "285",
            required=True,
            synonyms=("looked_after_children", "lac", "cla", "children_looked_after", "number_looked_after", "count"),
        ),
        KindColumn(
            "started",
            "integer",
            "Children who started to be looked after in the month.",
            "11",
            synonyms=("starts", "starting", "new"),
        ),
        KindColumn(
            "ceased",
            "integer",
            "Children who ceased to be looked after in the month.",
            "9",
            synonyms=("ceases", "ceasing", "ended", "left"),
        ),
        KindColumn(
            "population_0_17",
            "integer",
            "Children aged 0 to 17 who live in the area (mid-year estimate).",
            "35624",
            synonyms=("population", "child_population", "population_0_to_17"),
        ),
    ),
)

DFE_LOOKED_AFTER = Kind(
    key="dfe_looked_after",
    name="Department for Education: looked after children, numbers and rates",
    about="The published file exactly as published. One row is one area, year and measure.",
    written_as="published_figures",
    date_column="time_period",
    needs_authority=False,
    in_templates=False,
    row_word="row",
    fixed_columns=(
        KindColumn("time_period", "integer", "The year that ends on 31 March.", "2025", required=True),
        KindColumn("geographic_level", "text", "National, Regional or Local authority.", "National", required=True),
        KindColumn("country_code", "text", "The country's code.", "E92000001", required=True),
        KindColumn("country_name", "text", "The country's name.", "England", required=True),
        KindColumn("region_code", "text", "The region's code.", "E13000001", required=True, may_be_blank=True),
        KindColumn("region_name", "text", "The region's name.", "Inner London", required=True, may_be_blank=True),
        KindColumn("new_la_code", "text", "The local authority's code.", "E09000019", required=True, may_be_blank=True),
        KindColumn("la_name", "text", "The local authority's name.", "Islington", required=True, may_be_blank=True),
        KindColumn(
            "population_type",
            "text",
            "The measure: looked after on 31 March, starting or ceasing in the year.",
            "Children looked after on 31 March each year",
            required=True,
            synonyms=("population_count",),
        ),
        KindColumn("population_estimate", "number", "Children aged 0 to 17 in the area.", "35624"),
        KindColumn(
            "children_count",
            "number",
            "The number of children.",
            "282",
            required=True,
            may_be_blank=True,
            synonyms=("number",),
        ),
        KindColumn(
            "rate_per_10000", "number", "Children per 10,000 aged 0 to 17.", "79", required=True, may_be_blank=True
        ),
        KindColumn("time_identifier", "text", "Reporting year.", "Reporting year"),
        KindColumn("old_la_code", "text", "The local authority's older code.", "206"),
    ),
)

PUBLISHED_FIGURES = Kind(
    key="published_figures",
    name="Published figures, one to a row",
    about="One row is one published figure with its source.",
    date_column="year",
    needs_authority=False,
    in_templates=False,
    row_word="figure",
    fixed_columns=(
        KindColumn("area_code", "text", "The area's code.", "E09000019", required=True),
        KindColumn("area", "text", "The area's name.", "Islington", required=True),
        KindColumn(
            "area_level",
            "choice",
            "country, region or authority.",
            "authority",
            required=True,
            choices=("country", "region", "authority"),
        ),
        KindColumn("year", "integer", "The year that ends on 31 March.", "2025", required=True),
        KindColumn("measure", "text", "What was counted.", "looked_after", required=True),
        KindColumn("value", "number", "The figure; blank where a symbol stands in its place.", "282"),
        KindColumn("symbol", "text", "The symbol published in place of a figure: c, z, x, k or u.", ""),
        KindColumn("release", "text", "The release that the figure is from.", "2025", required=True),
        KindColumn("source", "text", "Where the figure was published.", "DfE 2025", required=True),
        KindColumn("region_code", "text", "The code of the region that a council lies in.", "E13000001"),
    ),
)

NEIGHBOURS = Kind(
    key="neighbours",
    name="Statistical neighbours",
    about="One row is one council that another one is like. The rows of a council are its whole list: they replace an "
    "earlier one.",
    date_column="area_code",
    needs_authority=False,
    row_word="neighbour",
    fixed_columns=(
        KindColumn("area_code", "text", "The council's own code.", "E09000019", required=True),
        KindColumn("neighbour_code", "text", "The neighbour's code.", "E09000007", required=True),
        KindColumn("neighbour", "text", "The neighbour's name, as published.", "Camden", required=True),
        KindColumn("closeness", "text", "How like it is, in the words of the list.", "close"),
        KindColumn("source", "text", "Where the list is from; blank for your own.", ""),
    ),
)
