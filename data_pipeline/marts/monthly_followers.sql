-- One row per month, channel and account: the followers at its close, and how they are known.

with

counts as (

    select
        channel,
        account,
        date,
        followers
    from marts.daily_follower_counts

    union all

    select
        anchors.channel,
        anchors.account,
        anchors.day as date,
        anchors.followers
    from ledger.anchors as anchors
    left join marts.daily_follower_counts as counted
        on
            anchors.channel = counted.channel
            and anchors.account = counted.account
            and anchors.day = counted.date
    where counted.date is null

),

days as (

    select
        channel,
        account,
        date,
        net_new_followers,
        followers_gained,
        sum(net_new_followers) over (
            partition by channel, account
            order by date
        ) as running
    from marts.daily_followers

),

months as (

    select
        channel,
        account,
        cast(date_trunc('month', date) as date) as month,
        sum(net_new_followers) as net_new_followers,
        sum(followers_gained) as followers_gained,
        max(running) filter (where is_last) as running,
        max(date) as last_day
    from (
        select
            *,
            date = max(date) over (
                partition by channel, account, date_trunc('month', date)
            ) as is_last
        from days
    ) as marked
    group by all

),

spine as (

    select
        channel,
        account,
        month
    from months

    union distinct

    select
        channel,
        account,
        cast(date_trunc('month', date) as date) as month
    from counts

),

closes as (

    select
        spine.channel,
        spine.account,
        spine.month,
        cast(spine.month + interval 1 month as date) as next_month,
        (extract(year from spine.month) * 12 + extract(month from spine.month)) as month_number,
        months.net_new_followers,
        months.followers_gained,
        months.running,
        coalesce(months.last_day, cast(spine.month + interval 1 month as date) - 1) as last_day,
        months.month is not null as has_changes
    from spine
    left join months using (channel, account, month)

),

counted as (

    -- Each count with the running sum of changes on its own day, so that a total can be carried on.
    select
        counts.channel,
        counts.account,
        counts.date,
        counts.followers,
        (extract(year from counts.date) * 12 + extract(month from counts.date)) as month_number,
        coalesce(arg_max(days.running, days.date), 0) as running
    from counts
    left join days
        on
            counts.channel = days.channel
            and counts.account = days.account
            and counts.date >= days.date
    group by all

),

nearest as (

    -- The last count up to the month's close, else the first one after it.
    select
        closes.*,
        counted.date as counted_date,
        counted.followers as counted_followers,
        counted.running as counted_running,
        counted.month_number as counted_month_number,
        row_number() over (
            partition by closes.channel, closes.account, closes.month
            order by
                counted.date < closes.next_month desc,
                abs(counted.date - closes.last_day)
        ) as nearness
    from closes
    left join counted
        on
            closes.channel = counted.channel
            and closes.account = counted.account

),

chained as (

    -- Months with changes between the count and the close: a hole in them breaks the chain.
    select
        nearest.channel,
        nearest.account,
        nearest.month,
        count(between_them.month) as months_between
    from nearest
    left join closes as between_them
        on
            nearest.channel = between_them.channel
            and nearest.account = between_them.account
            and between_them.has_changes
            and between_them.month_number > least(
                nearest.month_number, nearest.counted_month_number
            )
            and between_them.month_number <= greatest(
                nearest.month_number, nearest.counted_month_number
            )
    where nearest.nearness = 1
    group by all

)

select
    nearest.month,
    nearest.channel,
    nearest.account,
    nearest.net_new_followers,
    nearest.followers_gained,
    nearest.last_day,
    nearest.counted_date,
    case
        when nearest.counted_date is null then null
        when not nearest.has_changes then nearest.counted_followers
        when chained.months_between <> abs(nearest.month_number - nearest.counted_month_number)
            then null
        else nearest.counted_followers + nearest.running - nearest.counted_running
    end as followers,
    case
        when nearest.counted_month_number = nearest.month_number then 'counted'
        when nearest.counted_date is not null then 'carried from a count'
    end as basis
from nearest
inner join chained using (channel, account, month)
where nearest.nearness = 1
