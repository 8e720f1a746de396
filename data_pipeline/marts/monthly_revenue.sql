-- One row per month, channel, source and currency: sales less refunds. Failed payments are apart.

select
    cast(date_trunc('month', revenue.date) as date) as month,
    coalesce(rules.channel, 'unknown') as channel,
    revenue.source,
    revenue.currency,
    sum(revenue.copies * revenue.amount) filter (where revenue.kind in ('sale', 'refund'))
        as revenue,
    sum(revenue.copies * revenue.amount) filter (where revenue.kind = 'sale') as sales,
    sum(revenue.copies * revenue.amount) filter (where revenue.kind = 'refund') as refunds,
    sum(revenue.copies) filter (where revenue.kind = 'sale') as orders,
    sum(revenue.copies * revenue.amount) filter (where revenue.kind = 'failed') as failed_payments
from staging.revenue as revenue
left join ledger.source_channels as rules using (source_text)
where revenue.date is not null
group by all
