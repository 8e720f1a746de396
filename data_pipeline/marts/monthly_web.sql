-- One row per month and measure: the website's days, unbroken by page or event.

select
    cast(date_trunc('month', web.date) as date) as month,
    'website' as channel,
    web.measure,
    sum(web.value) filter (where measures.addition = 'flow') as total,
    avg(web.value) as daily_average,
    count(distinct web.date) as days
from staging.web_days as web
inner join ledger.measures as measures using (measure)
where web.first_date = web.date and web.dimension = ''
group by all
