"""The story as the files a manager would have downloaded, month by month."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sample_data.channels import Day
from sample_data.costs import costs_in
from sample_data.dice import Dice
from sample_data.months import (
    MONTHS,
    QUARTERS,
    days_in,
    exported_on,
    month_after,
    month_of,
)
from sample_data.story import Story
from sample_data.web import campaigns, map_month, web_days
from sample_data.write import (
    ga4,
    google_business_profile,
    hubspot,
    linkedin,
    mailchimp,
    meta_insights,
    meta_posts,
    microsoft_forms,
    quickbooks,
    ringcentral,
    shopify,
    templates,
    tiktok,
    x,
)

NOT_EXPORTED = date(2026, 7, 1)  # nobody fetched TikTok's overview that month
EXPORTED_TWICE = date(2026, 2, 1)  # Instagram's posts: the first time without their views
COUNTED = {  # the days somebody looked up the follower totals
    date(2023, 11, 1): date(2023, 11, 30),
    date(2026, 2, 1): date(2026, 2, 28),
}
COUNTED_BY_HAND = {
    "instagram": "Instagram",
    "facebook": "Facebook",
    "linkedin": "LinkedIn",
    "x": "X",
}

Files = Iterator[tuple[str, bytes]]


def exports(story: Story) -> dict[str, bytes]:
    """Each file's path below `exports/`, and its bytes. The order is the order of upload."""
    files = dict[str, bytes]()
    responses, sales = 1, 1001
    for month in MONTHS:
        folder = f"{month:%Y-%m}"
        told = [*_channels(story, month), *_business(story, month, responses, sales)]
        told += [
            file
            for quarter in QUARTERS
            if quarter[-1] == month
            for file in _quarter(story, quarter)
        ]
        files |= {f"{folder}/{name}": content for name, content in sorted(told)}
        responses += len(story.enquiries[month])
        sales += len(story.invoices[month])
    return files


def _channels(story: Story, month: date) -> Files:
    days = {channel: _within(days, [month]) for channel, days in story.days.items()}
    follows = [{day.day: day.gained for day in days[at]} for at in ("facebook", "instagram")]
    yield "Follows.csv", meta_insights.follows(*follows)
    yield from _posts(story, month)
    content = linkedin.content(story.posts["linkedin"][month], days["linkedin"])
    yield linkedin.name_of("content", exported_on(month)), content
    yield "account_overview_analytics.csv", x.overview(days["x"], story.replies["x"])
    yield "FollowerHistory.csv", tiktok.follower_history(days["tiktok"])
    if month != NOT_EXPORTED:
        yield "Overview.csv", tiktok.overview(days["tiktok"], story.replies["tiktok"])
    if month in COUNTED:
        yield "follower_counts.csv", _counted(story, COUNTED[month])


def _posts(story: Story, month: date) -> Files:
    instagram = story.posts["instagram"]
    first = meta_posts.instagram_posts(
        instagram[month], month, views_computed=month != EXPORTED_TWICE
    )
    yield _posts_name("instagram", month), first
    facebook = meta_posts.facebook_posts(story.posts["facebook"][month], month)
    yield _posts_name("facebook", month), facebook
    if month == month_after(EXPORTED_TWICE):
        again = meta_posts.instagram_posts(instagram[EXPORTED_TWICE], EXPORTED_TWICE)
        yield _posts_name("instagram again", EXPORTED_TWICE), again


def _posts_name(kind: str, month: date) -> str:
    first, last = month, days_in(month)[-1]
    return f"{first:%b-%d-%Y}_{last:%b-%d-%Y}_{Dice('posts file', kind, month).digits(16)}.csv"


def _counted(story: Story, day: date) -> bytes:
    followers = {
        written: next(one.followers for one in story.days[channel] if one.day == day)
        for channel, written in COUNTED_BY_HAND.items()
    }
    return templates.follower_counts(day, followers)


def _business(story: Story, month: date, responses: int, sales: int) -> Files:
    downloaded, days = exported_on(month), days_in(month)
    yield ringcentral.name_of(downloaded), ringcentral.call_log(story.calls[month])
    enquiries = story.enquiries[month]
    name = microsoft_forms.name_of(responses, responses + len(enquiries) - 1)
    yield name, microsoft_forms.responses(enquiries, responses)
    yield hubspot.name_of(downloaded), hubspot.deals(story.deals[month])
    sold = quickbooks.sales_by_customer(story.invoices[month], month, sales)
    yield quickbooks.name_of(), sold
    yield "orders_export_1.csv", shopify.orders(story.orders[month])
    name = google_business_profile.name_of(days[0], days[-1])
    yield name, google_business_profile.performance(map_month(month))


def _quarter(story: Story, quarter: list[date]) -> Files:
    """What the manager fetches only every third month, in one window of three."""
    days = {channel: _within(days, quarter) for channel, days in story.days.items()}
    downloaded = exported_on(quarter[-1])
    yield (
        "Reach.csv",
        meta_insights.insights(
            {
                "Facebook reach": _reach(days["facebook"]),
                "Instagram reach": _reach(days["instagram"]),
            }
        ),
    )
    yield (
        "Visits.csv",
        meta_insights.insights(
            {
                "Facebook visits": _visits(days["facebook"]),
                "Instagram profile visits": _visits(days["instagram"]),
            }
        ),
    )
    yield linkedin.name_of("followers", downloaded), linkedin.followers(days["linkedin"])
    yield linkedin.name_of("visitors", downloaded), linkedin.visitors(days["linkedin"])
    yield "campaigns.csv", mailchimp.campaigns(campaigns(quarter))
    yield "data-export.csv", ga4.daily_report(web_days(quarter))
    costs = [cost for month in quarter for cost in costs_in(month)]
    yield "channel_costs.csv", templates.channel_costs(costs)


def _within(days: Sequence[Day], months: list[date]) -> list[Day]:
    return [day for day in days if month_of(day.day) in months]


def _reach(days: Sequence[Day]) -> Mapping[date, int]:
    return {day.day: day.reach for day in days}


def _visits(days: Sequence[Day]) -> Mapping[date, int]:
    return {day.day: day.visits for day in days}
