-- One row per month and channel: messages that came and went, and the conversations they make.

with

others as (

    -- What the workspace's own people write to it is no engagement.
    select interactions.*
    from staging.interactions as interactions
    left join ledger.staff as staff using (person)
    where staff.person is null and interactions.date is not null

)

select
    cast(date_trunc('month', date) as date) as month,
    channel,
    -- A conversation counts once in each month in which somebody wrote to us in it.
    count(distinct thread) filter (where direction = 'in') as conversations,
    coalesce(sum(copies) filter (where direction = 'in'), 0) as messages_received,
    coalesce(sum(copies) filter (where direction = 'out'), 0) as messages_sent
from others
group by all
