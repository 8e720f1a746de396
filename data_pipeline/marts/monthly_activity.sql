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
        sum(total) filter (where measure in ('comments', 'replies')) as comments,
        sum(total) filter (where measure = 'messages') as messages,
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
        sum(comments) as comments,
        sum(comments) filter (where source in ('instagram_stories', 'facebook_stories'))
            as story_replies,
        sum(impressions) as impressions,
        sum(views) as views
    from marts.monthly_posts
    group by all

),

inboxes as (

    select
        month,
        channel,
        conversations
    from marts.monthly_interactions

),

written as (

    -- Who answers a story writes to the inbox: where it is here, the answer counts there.
    select
        month,
        channel,
        coalesce(
            daily.comments,
            posted.comments - case
                when inboxes.conversations is null then 0
                else coalesce(posted.story_replies, 0)
            end
        ) as comments,
        coalesce(inboxes.conversations, daily.messages) as messages
    from daily
    full outer join posted using (month, channel)
    full outer join inboxes using (month, channel)

)

select
    month,
    channel,
    posted.posts,
    coalesce(daily.engagements, daily.reactions, posted.engagements) as engagements,
    case
        when written.comments is null then written.messages
        else written.comments + coalesce(written.messages, 0)
    end as conversations,
    coalesce(daily.impressions, posted.impressions) as impressions,
    coalesce(daily.views, posted.views) as views
from written
left join daily using (month, channel)
left join posted using (month, channel)
