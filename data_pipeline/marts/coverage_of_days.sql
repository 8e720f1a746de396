-- One row per month, source, channel and topic: how far its rows reach. Rows that keep their day.

with

days as (

    select
        case
            when measure in ('followers_net', 'followers_gained', 'followers_lost')
                then 'followers'
            when
                measure in (
                    'engagements', 'likes', 'comments', 'replies', 'shares', 'reposts', 'saves',
                    'messages'
                )
                then 'activity'
            else 'reach'
        end as topic,
        source,
        channel,
        date,
        count(*) as held,
        sum(value) as amount
    from staging.channel_days
    group by all

    union all

    select
        'follower_counts' as topic,
        source,
        channel,
        date,
        count(*) as held,
        cast(null as decimal(28, 6)) as amount
    from staging.follower_counts
    group by all

    union all

    select
        'calls' as topic,
        source,
        '' as channel,
        date,
        sum(copies) as held,
        cast(null as decimal(28, 6)) as amount
    from staging.calls
    group by all

    union all

    select
        'web_days' as topic,
        source,
        '' as channel,
        date,
        count(*) as held,
        cast(null as decimal(28, 6)) as amount
    from staging.web_days
    group by all

    union all

    select
        'ad_days' as topic,
        source,
        channel,
        date,
        count(*) as held,
        cast(null as decimal(28, 6)) as amount
    from staging.ad_days
    group by all

    union all

    select
        'connections' as topic,
        source,
        channel,
        date,
        sum(copies) as held,
        cast(null as decimal(28, 6)) as amount
    from staging.connections
    group by all

    union all

    select
        'interactions' as topic,
        source,
        channel,
        date,
        sum(copies) as held,
        cast(null as decimal(28, 6)) as amount
    from staging.interactions
    group by all

    union all

    select
        'channel_costs' as topic,
        source,
        '' as channel,
        date,
        count(*) as held,
        cast(null as decimal(28, 6)) as amount
    from staging.channel_costs
    group by all

    union all

    select
        'events' as topic,
        source,
        channel,
        date,
        count(*) as held,
        cast(null as decimal(28, 6)) as amount
    from staging.events
    group by all

)

select
    cast(date_trunc('month', date) as date) as month,
    topic,
    source,
    channel,
    cast(sum(held) as bigint) as held,
    count(distinct date) as days,
    min(date) as first_day,
    max(date) as last_day,
    -- Only of what a platform gives day by day.
    cast(sum(amount) as double) as amount,
    cast(sum(case when amount = 0 then 1 else 0 end) as bigint) as days_of_nothing,
    min(case when amount = 0 then date end) as first_day_of_nothing
from days
where date is not null
group by all
