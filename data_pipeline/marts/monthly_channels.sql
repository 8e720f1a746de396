-- One row per month, channel, account and measure: what a platform gave for its days.

with

windows as (

    -- A window of several days counts whole, within its month, unless a longer one meets it, or a
    -- later one that is as long.
    select
        whole.channel,
        whole.account,
        whole.measure,
        whole.first_date,
        whole.date,
        whole.value
    from staging.channel_days as whole
    where
        date_trunc('month', whole.first_date) = date_trunc('month', whole.date)
        and not exists (
            select 1
            from staging.channel_days as other
            where
                other.channel = whole.channel
                and other.account = whole.account
                and other.measure = whole.measure
                and other.first_date <= whole.date
                and other.date >= whole.first_date
                and other.first_date < other.date
                and (
                    other.date - other.first_date > whole.date - whole.first_date
                    or (
                        other.date - other.first_date = whole.date - whole.first_date
                        and other.date > whole.date
                    )
                )
                and date_trunc('month', other.first_date) = date_trunc('month', other.date)
        )

)

select
    cast(date_trunc('month', windows.date) as date) as month,
    windows.channel,
    windows.account,
    windows.measure,
    sum(windows.value) filter (where measures.addition = 'flow') as total,
    avg(windows.value) filter (where windows.first_date = windows.date) as daily_average,
    max(windows.value) as highest,
    count(distinct windows.date) as days,
    max(windows.date) as last_day
from windows
inner join ledger.measures as measures using (measure)
group by all
