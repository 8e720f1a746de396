-- One row per channel, account and day on which the total was counted.

select
    channel,
    account,
    date,
    max(followers) as followers
from staging.follower_counts
where followers is not null
group by all
