-- One row per month, channel and currency: events that began, what they cost and whom we met there.

select
    cast(date_trunc('month', date) as date) as month,
    channel,
    currency,
    count(*) as events_held,
    cast(sum(contacts) as bigint) as contacts,
    cast(sum(leads) as bigint) as leads,
    sum(spend) as spend,
    sum(hours) as staff_hours
from staging.events
where date is not null
group by all
