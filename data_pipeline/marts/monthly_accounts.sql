-- One row per month, channel and source: accounts won and lost, by the day that was decided.

select
    cast(date_trunc('month', accounts.date) as date) as month,
    coalesce(rules.channel, 'unknown') as channel,
    accounts.source,
    -- Deals of which none was won tell that it was none.
    coalesce(sum(accounts.copies) filter (where accounts.status = 'won'), 0) as new_accounts,
    sum(accounts.copies) filter (where accounts.status = 'lost') as lost_deals,
    sum(accounts.copies) filter (where accounts.status = 'open') as open_deals
from staging.accounts as accounts
left join ledger.source_channels as rules using (source_text)
where accounts.date is not null
group by all
