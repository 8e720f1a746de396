-- One row per month, source, channel and topic: how far its rows reach. Things that may move.

with

days as (

    select 'posts' as topic, source, channel, date
    from staging.posts

    union all

    select 'accounts' as topic, source, '' as channel, date
    from staging.accounts

    union all

    select 'email_campaigns' as topic, source, 'email' as channel, date
    from staging.email_campaigns

)

select
    cast(date_trunc('month', date) as date) as month,
    topic,
    source,
    channel,
    count(*) as held,
    count(distinct date) as days,
    min(date) as first_day,
    max(date) as last_day
from days
where date is not null
group by all
