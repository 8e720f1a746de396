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

),

whole as (

    select distinct
        month,
        channel
    from told

),

held as (

    select
        cast(date_trunc('month', date) as date) as month,
        channel,
        currency,
        sum(spend) as spend,
        sum(hours) as staff_hours
    from staging.events
    where date is not null and (spend is not null or hours is not null)
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
    held.month,
    held.channel,
    held.currency,
    held.spend,
    held.staff_hours
from held
left join whole using (month, channel)
where whole.month is null
