-- One row per month, channel and source: enquiries through the website's forms.

select
    cast(date_trunc('month', enquiries.date) as date) as month,
    coalesce(rules.channel, 'unknown') as channel,
    enquiries.source,
    sum(enquiries.copies) as enquiries
from staging.enquiries as enquiries
left join ledger.source_channels as rules using (source_text)
where enquiries.date is not null
group by all
