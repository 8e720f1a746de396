-- One row per month and pair of currencies: what one unit was worth, as the business stated it.

with

stated as (

    select
        cast(date_trunc('month', date) as date) as month,
        currency,
        reporting_currency,
        cast(rate as double) as rate
    from staging.exchange_rates
    where date is not null and rate > 0 and currency != reporting_currency

),

-- A rate tells its opposite too.
opposite as (

    select
        month,
        reporting_currency as currency,
        currency as reporting_currency,
        1 / rate as rate
    from stated

)

select
    month,
    currency,
    reporting_currency,
    rate
from stated

union all

select
    month,
    currency,
    reporting_currency,
    rate
from opposite
where not exists (
    select 1
    from stated
    where
        stated.month = opposite.month
        and stated.currency = opposite.currency
        and stated.reporting_currency = opposite.reporting_currency
)
