-- One row per month, channel and currency: what a channel cost in money and staff hours.

with

told as (

    select
        cast(date_trunc('month', date) as date) as month,
        channel,
        currency,
        sum(spend) as spend,
        sum(hours) as staff_hours
    from staging.channel_costs
    where date is not null
    group by all

)

select
    month,
    channel,
    currency,
    spend,
    staff_hours
from told

union all

-- What events cost, in months for which nobody told the channel's costs as a whole.
select
    events.month,
    events.channel,
    events.currency,
    events.spend,
    events.staff_hours
from marts.monthly_events as events
left join (select distinct told.month, told.channel from told) as whole using (month, channel)
where
    whole.month is null
    and (events.spend is not null or events.staff_hours is not null)
