"""Mailchimp › Campaigns › Export: one line a campaign, tests to colleagues among them."""

from collections.abc import Sequence

from sample_data.business import NAME
from sample_data.web import Campaign
from sample_data.write.csv_text import as_csv

HEAD = (
    "Title", "Subject", "Audience", "Send Date", "Send Weekday", "Total Recipients",
    "Successful Deliveries", "Soft Bounces", "Hard Bounces", "Total Bounces", "Times Forwarded",
    "Forwarded Opens", "Unique Opens", "Open Rate", "Total Opens", "Unique Clicks", "Click Rate",
    "Total Clicks", "Unsubscribes", "Abuse Complaints", "Times Liked on Facebook", "Folder Id",
    "Unique Id", "Total Orders", "Total Gross Sales", "Total Revenue",
)  # fmt: skip


def campaigns(sent: Sequence[Campaign]) -> bytes:
    return as_csv([HEAD, *(_row(campaign) for campaign in sent)]).encode()


def _row(sent: Campaign) -> tuple[object, ...]:
    return (
        sent.title, sent.subject, NAME, f"{sent.at:%b %d, %Y %I:%M} {_half(sent)}",
        f"{sent.at:%A}", sent.recipients, sent.delivered, sent.soft_bounces, sent.hard_bounces,
        sent.soft_bounces + sent.hard_bounces, 0, 0, sent.unique_opens,
        f"{sent.unique_opens / sent.delivered:.2%}", sent.total_opens, sent.unique_clicks,
        f"{sent.unique_clicks / sent.delivered:.2%}", sent.total_clicks, sent.unsubscribes, 0, 0,
        "", sent.campaign_id, 0, 0, 0,
    )  # fmt: skip


def _half(sent: Campaign) -> str:
    return "am" if sent.at.hour < 12 else "pm"
