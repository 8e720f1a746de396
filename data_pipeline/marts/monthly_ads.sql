-- One row per month, source, network and currency: what advertisements cost and brought.

with

periods as (

    -- A window of several days counts whole, within its month, unless a longer one meets it, or a
    -- later one that is as long.
    select
        ads.*,
        cast(date_trunc('month', ads.date) as date) as month,
        concat_ws(
            ', ',
            ads.dimension,
            case when ads.account != '' then 'account' end,
            case when ads.first_date = ads.date then 'day' end
        ) as report
    from staging.ad_days as ads
    where
        date_trunc('month', ads.first_date) = date_trunc('month', ads.date)
        and not exists (
            select 1
            from staging.ad_days as other
            where
                other.source = ads.source
                and other.account = ads.account
                and other.campaign = ads.campaign
                and other.dimension = ads.dimension
                and other.segment = ads.segment
                and ads.first_date < ads.date
                and other.first_date < other.date
                and other.first_date <= ads.date
                and other.date >= ads.first_date
                and date_trunc('month', other.first_date) = date_trunc('month', other.date)
                and (
                    other.date - other.first_date > ads.date - ads.first_date
                    or (
                        other.date - other.first_date = ads.date - ads.first_date
                        and other.date > ads.date
                    )
                )
        )

),

reports as (

    select
        month,
        source,
        network,
        currency,
        report,
        sum(spend) as spend,
        sum(impressions) as impressions,
        sum(clicks) as clicks,
        sum(link_clicks) as link_clicks,
        sum(conversions) as conversions
    from periods
    group by all

)

-- The same spend, broken down in several ways, is told by the report that holds most of it.
select
    month,
    source,
    'ads' as channel,
    network,
    currency,
    spend,
    impressions,
    clicks,
    link_clicks,
    conversions
from reports
qualify
    row_number() over (
        partition by month, source, network, currency
        order by spend desc nulls last, impressions desc nulls last, report asc
    ) = 1
