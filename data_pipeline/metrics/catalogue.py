"""One entry per figure. Two pages can never show two values under one name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from data_pipeline.problems import refused

Unit = Literal["count", "money", "share", "seconds", "hours"]
Group = Literal["outcomes", "conversations", "audience", "e-mail", "website", "costs"]


@dataclass(frozen=True)
class Total:
    """A flow: adds up over months, channels and sources. `where` fixes dimensions of the mart."""

    column: str
    where: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Ratio:
    """Total of one column over total of another, over the rows that report both."""

    top: str
    bottom: str


@dataclass(frozen=True)
class Stock:
    """A level at the month's close: adds up over channels, never over months."""

    column: str


@dataclass(frozen=True)
class Unique:
    """Different people, counted a day at a time: an average day. It never adds up at all."""

    measure: str


@dataclass(frozen=True)
class Rate:
    """One metric over another, both measured over the same months."""

    top: str
    bottom: str


@dataclass(frozen=True)
class Metric:
    """A figure with a meaning.

    topics: which exports feed it, as coverage names them; a month is complete for this metric when
        each of them that is expected reaches its end.
    formula: how it comes about, in words.
    """

    name: str
    label: str
    group: Group
    mart: str
    value: Total | Ratio | Stock | Unique | Rate
    meaning: str
    formula: str
    topics: tuple[str, ...]
    unit: Unit = "count"
    dimensions: tuple[str, ...] = ("channel",)
    short: str = ""

    @property
    def adds_up_over_channels(self) -> bool:
        """Whether a figure over all channels may be given."""
        return not isinstance(self.value, Unique)


_ENTRIES = (
    Metric(
        "calls",
        "Calls received",
        "outcomes",
        "monthly_calls",
        Total("calls_incoming"),
        "Phone calls that came in, answered or not. A call that rang at several desks is one call.",
        "incoming calls, added up",
        ("calls",),
        dimensions=("channel", "source"),
        short="Calls",
    ),
    Metric(
        "calls_answered",
        "Calls answered",
        "outcomes",
        "monthly_calls",
        Total("calls_answered"),
        "Incoming calls that somebody of the business took. Voicemail is not an answer.",
        "answered incoming calls, added up",
        ("calls",),
        dimensions=("channel", "source"),
    ),
    Metric(
        "calls_missed",
        "Calls missed",
        "outcomes",
        "monthly_calls",
        Total("calls_missed"),
        "Incoming calls that nobody took.",
        "incoming calls that were not answered, added up",
        ("calls",),
        dimensions=("channel", "source"),
    ),
    Metric(
        "answered_call_rate",
        "Share of calls answered",
        "outcomes",
        "monthly_calls",
        Ratio("calls_answered", "calls_incoming"),
        "Of the calls that came in, the share somebody took.",
        "calls answered ÷ calls received",
        ("calls",),
        unit="share",
        dimensions=("channel", "source"),
    ),
    Metric(
        "first_time_call_rate",
        "Share of first-time callers",
        "outcomes",
        "monthly_calls",
        Ratio("first_time_calls", "calls_known_first_or_not"),
        "Of the calls whose system tells, the share from somebody who had not called before.",
        "first-time calls ÷ calls of which it is known",
        ("calls",),
        unit="share",
        dimensions=("channel", "source"),
    ),
    Metric(
        "enquiries",
        "Web enquiries",
        "outcomes",
        "monthly_enquiries",
        Total("enquiries"),
        "Forms sent through the website. Each submission counts once, by the day it was begun.",
        "submissions, added up",
        ("enquiries",),
        dimensions=("channel", "source"),
        short="Enquiries",
    ),
    Metric(
        "new_accounts",
        "New accounts",
        "outcomes",
        "monthly_accounts",
        Total("new_accounts"),
        "Deals won or customers who opened an account, in the month that was decided.",
        "accounts won, added up by closing day",
        ("accounts",),
        dimensions=("channel", "source"),
        short="New accounts",
    ),
    Metric(
        "revenue",
        "Revenue",
        "outcomes",
        "monthly_revenue",
        Total("revenue"),
        "Sales less refunds, in the reporting currency. Failed and pending payments are not in it.",
        "sales + refunds (which are negative), added up",
        ("revenue",),
        unit="money",
        dimensions=("channel", "source"),
        short="Revenue",
    ),
    Metric(
        "refunds",
        "Refunds",
        "outcomes",
        "monthly_revenue",
        Total("refunds"),
        "Money given back, as a negative amount, in the month the export books it to.",
        "refunds, added up",
        ("revenue",),
        unit="money",
        dimensions=("channel", "source"),
    ),
    Metric(
        "enquiry_to_account_rate",
        "Enquiries that became accounts",
        "outcomes",
        "",
        Rate("new_accounts", "enquiries"),
        "New accounts of a month over its enquiries. The accounts may stem from earlier enquiries.",
        "new accounts ÷ web enquiries",
        ("accounts", "enquiries"),
        unit="share",
        dimensions=(),
    ),
    Metric(
        "conversations",
        "Conversations",
        "conversations",
        "monthly_activity",
        Total("conversations"),
        "Comments, replies and messages that people wrote to us: the part of engagement that takes "
        "words. An inbox counts each conversation once in a month in which somebody wrote to us in "
        "it. Where a platform gives no daily figure, comments count by the post's month.",
        "comments + replies + conversations by message, added up",
        ("activity", "posts", "interactions"),
        short="Conversations",
    ),
    Metric(
        "messages_received",
        "Messages received",
        "conversations",
        "monthly_interactions",
        Total("messages_received"),
        "Messages that people wrote to an inbox whose download is here. One conversation may hold "
        "many.",
        "messages to us, added up",
        ("interactions",),
    ),
    Metric(
        "messages_sent",
        "Messages sent",
        "conversations",
        "monthly_interactions",
        Total("messages_sent"),
        "Messages that we wrote from an inbox whose download is here.",
        "messages from us, added up",
        ("interactions",),
    ),
    Metric(
        "engagements",
        "Engagement",
        "conversations",
        "monthly_activity",
        Total("engagements"),
        "Likes, comments, shares and saves. A reaction a platform does not offer adds nothing. "
        "Where a platform gives no daily figure, reactions count in the month a post appeared.",
        "the platform's daily engagements, else likes + comments + shares + saves of posts",
        ("activity", "posts"),
        short="Engagement",
    ),
    Metric(
        "posts",
        "Posts published",
        "conversations",
        "monthly_posts",
        Total("posts"),
        "Posts by the month in which they came out.",
        "posts, added up",
        ("posts",),
    ),
    Metric(
        "impressions",
        "Impressions",
        "conversations",
        "monthly_activity",
        Total("impressions"),
        "Times something was shown, on platforms that count impressions. Views are counted apart: "
        "the two do not compare.",
        "impressions, added up",
        ("reach", "posts"),
    ),
    Metric(
        "views",
        "Views",
        "conversations",
        "monthly_activity",
        Total("views"),
        "Times something was viewed, on platforms that count views. Not comparable to impressions.",
        "views, added up",
        ("reach", "posts"),
    ),
    Metric(
        "engagement_rate_by_impressions",
        "Engagement rate by impressions",
        "conversations",
        "monthly_activity",
        Ratio("engagements", "impressions"),
        "Engagements per time shown, on platforms that report both.",
        "engagement ÷ impressions, over the channels that report both",
        ("activity", "reach", "posts"),
        unit="share",
    ),
    Metric(
        "daily_reach",
        "Reach on an average day",
        "audience",
        "monthly_channels",
        Unique("reach"),
        "Different accounts reached on an average day. It is given by channel only: the same "
        "people come back, so reach never adds up over days or channels.",
        "reach of each day, averaged over the month's days",
        ("reach",),
    ),
    Metric(
        "followers",
        "Followers",
        "audience",
        "monthly_followers",
        Stock("followers"),
        "Followers at the month's close: the last count, carried on by the changes since. Shown "
        "always, and always last: on its own it says the least.",
        "last known total + followers gained − followers lost since, added up over channels",
        ("followers", "follower_counts"),
        short="Followers",
    ),
    Metric(
        "net_new_followers",
        "Net new followers",
        "audience",
        "monthly_followers",
        Total("net_new_followers"),
        "Followers gained less those lost, where the platform says so.",
        "followers gained − followers lost, added up",
        ("followers",),
    ),
    Metric(
        "profile_call_taps",
        "Taps on the call button",
        "outcomes",
        "monthly_channels",
        Total("total", {"measure": "call_taps"}),
        "Taps on the call button of the Google Business Profile. A tap is not yet a call.",
        "taps, added up",
        ("reach",),
    ),
    Metric(
        "profile_website_clicks",
        "Clicks to the website",
        "outcomes",
        "monthly_channels",
        Total("total", {"measure": "website_clicks"}),
        "Clicks from the Google Business Profile to the website.",
        "clicks, added up",
        ("reach",),
    ),
    Metric(
        "email_recipients",
        "E-mails sent",
        "e-mail",
        "monthly_email",
        Total("recipients"),
        "E-mails sent by campaigns, one per recipient and campaign.",
        "recipients of the month's campaigns, added up",
        ("email_campaigns",),
        dimensions=("source",),
    ),
    Metric(
        "email_click_rate",
        "E-mail click rate",
        "e-mail",
        "monthly_email",
        Ratio("clicked", "delivered"),
        "Of the e-mails delivered, the share in which somebody clicked.",
        "people who clicked ÷ e-mails delivered",
        ("email_campaigns",),
        unit="share",
        dimensions=("source",),
    ),
    Metric(
        "email_open_rate",
        "E-mail open rate",
        "e-mail",
        "monthly_email",
        Ratio("opened", "delivered"),
        "Of the e-mails delivered, the share that was opened. Mail programs open many unasked.",
        "people who opened ÷ e-mails delivered",
        ("email_campaigns",),
        unit="share",
        dimensions=("source",),
    ),
    Metric(
        "new_website_users",
        "New website users",
        "website",
        "monthly_web",
        Total("total", {"measure": "new_users"}),
        "First visits, as the website's analytics counts them.",
        "new users of each day, added up",
        ("web_days",),
        dimensions=(),
    ),
    Metric(
        "website_events",
        "Website events",
        "website",
        "monthly_web",
        Total("total", {"measure": "events"}),
        "Events the website's analytics recorded. An event is not an enquiry.",
        "events, added up",
        ("web_days",),
        dimensions=(),
    ),
    Metric(
        "channel_spend",
        "Spend",
        "costs",
        "monthly_costs",
        Total("spend"),
        "Money spent on a channel, in the reporting currency. Of events, where no costs of the "
        "channel are told for the month, what each event is said to have cost.",
        "spend, added up",
        ("channel_costs",),
        unit="money",
    ),
    Metric(
        "staff_hours",
        "Staff hours",
        "costs",
        "monthly_costs",
        Total("staff_hours"),
        "Hours the team put into a channel.",
        "hours, added up",
        ("channel_costs",),
        unit="hours",
    ),
    Metric(
        "events_held",
        "Events held",
        "conversations",
        "monthly_events",
        Total("events_held"),
        "Trade shows, webinars and other events that began in the month.",
        "events, counted by their first day",
        ("events",),
    ),
    Metric(
        "event_contacts",
        "Contacts made at events",
        "conversations",
        "monthly_events",
        Total("contacts"),
        "People spoken to at events, as counted there. It is not known how many came back.",
        "contacts, added up by an event's first day",
        ("events",),
    ),
    Metric(
        "event_leads",
        "Leads made at events",
        "conversations",
        "monthly_events",
        Total("leads"),
        "Contacts made at events who may buy, in the judgement of whoever was there.",
        "leads, added up by an event's first day",
        ("events",),
    ),
    Metric(
        "ad_spend",
        "Spend on advertisements",
        "costs",
        "monthly_ads",
        Total("spend"),
        "Money the advertising platforms charged, in the reporting currency. A window that reaches "
        "over a month's end is in no month.",
        "spend of the platforms' reports, added up",
        ("ad_days",),
        unit="money",
        dimensions=("source",),
    ),
    Metric(
        "ad_impressions",
        "Impressions of advertisements",
        "costs",
        "monthly_ads",
        Total("impressions"),
        "How often advertisements were on screen. The same person counts each time.",
        "impressions of the platforms' reports, added up",
        ("ad_days",),
        dimensions=("source",),
    ),
    Metric(
        "ad_clicks",
        "Clicks on advertisements",
        "costs",
        "monthly_ads",
        Total("clicks"),
        "Clicks on advertisements, as each platform counts them.",
        "clicks of the platforms' reports, added up",
        ("ad_days",),
        dimensions=("source",),
    ),
)
METRICS = {metric.name: metric for metric in _ENTRIES}
OUTCOMES = ("calls", "enquiries", "new_accounts", "revenue")


def metric_named(name: str) -> Metric:
    """A metric; what exists is offered when the name does not."""
    if name in METRICS:
        return METRICS[name]
    raise refused(f"There is no metric called “{name}”", "", f"There are: {', '.join(METRICS)}.")
