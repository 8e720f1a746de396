-- One row per month of publication and channel: the posts, and what they have gathered since.

select
    cast(date_trunc('month', date) as date) as month,
    channel,
    source,
    count(*) as posts,
    sum(impressions) as impressions,
    sum(views) as views,
    sum(likes) as likes,
    sum(comments) as comments,
    sum(shares) as shares,
    sum(saves) as saves,
    sum(clicks) as clicks,
    sum(coalesce(likes, 0) + coalesce(comments, 0) + coalesce(shares, 0) + coalesce(saves, 0))
        as engagements,
    max(date) as last_day
from staging.posts
where date is not null
group by all
