-- One row per day: the calls that came in.

select
    calls.date,
    sum(calls.copies) filter (where calls.direction = 'in') as calls_incoming
from staging.calls as calls
where calls.date is not null
group by all
