-- One row per month and source: e-mail campaigns sent.

select
    cast(date_trunc('month', date) as date) as month,
    'email' as channel,
    source,
    count(*) as campaigns,
    sum(recipients) as recipients,
    sum(delivered) as delivered,
    sum(opened) as opened,
    sum(clicked) as clicked,
    sum(unsubscribed) as unsubscribed
from staging.email_campaigns
where date is not null
group by all
