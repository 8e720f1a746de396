-- One row per month and channel: engagement, and the part of it that is people writing to us.

with

daily as (

    select
        month,
        channel,
        sum(total) filter (where measure = 'engagements') as engagements,
        -- A reaction the platform does not offer adds nothing.
        sum(total) filter (
            where measure in ('likes', 'comments', 'replies', 'shares', 'reposts', 'saves')
        ) as reactions,
        sum(total) filter (where measure in ('comments', 'replies', 'messages'))
            as conversations,
        sum(total) filter (where measure = 'impressions') as impressions,
        sum(total) filter (where measure in ('views', 'video_views')) as views
    from marts.monthly_channels
    group by all

),

posted as (

    select
        month,
        channel,
        sum(posts) as posts,
        sum(engagements) as engagements,
        sum(comments) as conversations,
        sum(impressions) as impressions,
        sum(views) as views
    from marts.monthly_posts
    group by all

)

select
    month,
    channel,
    posted.posts,
    coalesce(daily.engagements, daily.reactions, posted.engagements) as engagements,
    coalesce(daily.conversations, posted.conversations) as conversations,
    coalesce(daily.impressions, posted.impressions) as impressions,
    coalesce(daily.views, posted.views) as views
from daily
full outer join posted using (month, channel)
