-- One row per month, channel and source: phone calls taken, missed and made.

select
    cast(date_trunc('month', calls.date) as date) as month,
    coalesce(rules.channel, 'unknown') as channel,
    calls.source,
    sum(calls.copies) as calls,
    sum(calls.copies) filter (where calls.direction = 'in') as calls_incoming,
    sum(calls.copies) filter (where calls.direction = 'in' and calls.answered) as calls_answered,
    sum(calls.copies) filter (where calls.direction = 'in' and not calls.answered) as calls_missed,
    sum(calls.copies) filter (where calls.direction = 'in' and calls.first_time)
        as first_time_calls,
    sum(calls.copies) filter (where calls.direction = 'in' and calls.first_time is not null)
        as calls_known_first_or_not,
    sum(calls.copies * calls.seconds) as call_seconds
from staging.calls as calls
left join ledger.source_channels as rules using (source_text)
where calls.date is not null
group by all
