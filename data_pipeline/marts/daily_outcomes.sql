-- One row per day, outcome and currency: what the business got. Only money has a currency.

with

outcomes as (

    select
        date,
        'calls' as metric,
        cast(null as varchar) as currency,
        cast(calls_incoming as decimal(38, 6)) as value
    from marts.daily_calls

    union all

    select
        date,
        'enquiries' as metric,
        cast(null as varchar) as currency,
        cast(sum(copies) as decimal(38, 6)) as value
    from staging.enquiries
    group by all

    union all

    select
        date,
        'new_accounts' as metric,
        cast(null as varchar) as currency,
        cast(sum(copies) filter (where status = 'won') as decimal(38, 6)) as value
    from staging.accounts
    group by all

    union all

    select
        date,
        'revenue' as metric,
        currency,
        cast(
            sum(copies * amount) filter (where kind in ('sale', 'refund')) as decimal(38, 6)
        ) as value
    from staging.revenue
    group by all

)

select
    date,
    cast(date_trunc('month', date) as date) as month,
    metric,
    currency,
    value
from outcomes
where date is not null and value is not null
