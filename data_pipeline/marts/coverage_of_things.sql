-- One row per month, source, channel and topic: how far its rows reach. Things that may move.

with

days as (

    select
        'posts' as topic,
        source,
        channel,
        date,
        copies
    from staging.posts

    union all

    select
        'accounts' as topic,
        source,
        '' as channel,
        date,
        copies
    from staging.accounts

    union all

    select
        'enquiries' as topic,
        source,
        '' as channel,
        date,
        copies
    from staging.enquiries

    union all

    select
        'revenue' as topic,
        source,
        '' as channel,
        date,
        copies
    from staging.revenue

    union all

    select
        'email_campaigns' as topic,
        source,
        'email' as channel,
        date,
        copies
    from staging.email_campaigns

)

select
    cast(date_trunc('month', date) as date) as month,
    topic,
    source,
    channel,
    cast(sum(copies) as bigint) as held,
    count(distinct date) as days,
    min(date) as first_day,
    max(date) as last_day
from days
where date is not null
group by all
