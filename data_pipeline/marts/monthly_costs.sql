-- One row per month, channel and currency: what a channel cost in money and staff hours.

select
    cast(date_trunc('month', date) as date) as month,
    channel,
    currency,
    sum(spend) as spend,
    sum(hours) as staff_hours
from staging.channel_costs
where date is not null
group by all
