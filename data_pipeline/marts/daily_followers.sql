-- One row per channel, account and day: the followers gained less those lost.

select
    channel,
    account,
    date,
    coalesce(
        max(value) filter (where measure = 'followers_net'),
        sum(value) filter (where measure = 'followers_gained')
        - coalesce(sum(value) filter (where measure = 'followers_lost'), 0)
    ) as net_new_followers,
    sum(value) filter (where measure = 'followers_gained') as followers_gained
from staging.channel_days
where
    measure in ('followers_net', 'followers_gained', 'followers_lost')
    and first_date = date
group by all
