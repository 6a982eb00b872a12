-- The lengths of time that disclosure control may take together: the month itself, two neighbouring months of a quarter,
-- the quarter, the half-year and the year, each by its first month.
create or replace macro lengths_of_time(month) as list_filter(
    [
        {'length': 'month', 'first_month': cast(month as date)},
        {
            'length': if(month(month) % 3 = 0, 'none', 'early'),
            'first_month': cast(date_trunc('quarter', month) as date)
        },
        {
            'length': if(month(month) % 3 = 1, 'none', 'late'),
            'first_month': cast(date_trunc('quarter', month) + interval 1 month as date)
        },
        {'length': 'quarter', 'first_month': cast(date_trunc('quarter', month) as date)},
        {'length': 'half', 'first_month': make_date(year(month), if(month(month) < 7, 1, 7), 1)},
        {'length': 'year', 'first_month': make_date(year(month), 1, 1)}
    ],
    span -> span.length <> 'none'
)
