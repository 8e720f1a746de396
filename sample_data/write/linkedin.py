"""LinkedIn Page admin › Analytics › Export: genuine .xls workbooks with dates as text."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import xlwt

from sample_data.business import PAGE
from sample_data.channels import Day
from sample_data.dice import Dice
from sample_data.posts import Post

METRICS_NOTE = (
    "Aggregated engagement metrics for your organic and sponsored posts over time."
    " All dates and times are in UTC."
)
POSTS_NOTE = (
    "Engagement metrics for individual posts. Created date indicates when a post was created."
)
MEASURES = ("Clicks", "Reactions", "Comments", "Reposts", "Engagement rate")
KINDS = ("organic", "sponsored", "total")
POSTS_HEAD = (
    "Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date",
    "Campaign start date", "Campaign end date", "Audience", "Impressions", "Views",
    "Offsite Views", "Clicks", "Click through rate (CTR)", "Likes", "Comments", "Reposts",
    "Follows", "Engagement rate", "Content Type",
)  # fmt: skip
SEGMENTS = {
    "Location": {
        "Saltmere, United Kingdom": 31, "Fennholt, United Kingdom": 17,
        "Netherquay, United Kingdom": 12, "Marram, United Kingdom": 9,
    },
    "Job function": {
        "Arts and Design": 24, "Operations": 14, "Business Development": 13, "Sales": 11,
        "Real Estate": 9, "Engineering": 8,
    },
    "Seniority": {"Senior": 34, "Entry": 22, "Owner": 17, "Manager": 13, "Director": 8},
    "Industry": {
        "Architecture and Planning": 22, "Design Services": 17, "Construction": 16,
        "Hospitality": 9, "Furniture and Home Furnishings Manufacturing": 8, "Real Estate": 7,
    },
    "Company size": {"1": 12, "2-10": 33, "11-50": 24, "51-200": 14, "201-500": 8},
}  # fmt: skip
SECTIONS = {"Overview": 0.78, "Life": 0.07, "Jobs": 0.15}

Row = Sequence[object]


@dataclass(frozen=True)
class ContentDay:
    day: date
    impressions: int
    unique_impressions: int
    clicks: int
    reactions: int
    comments: int
    reposts: int


def content_days(posts: Sequence[Post], days: Sequence[Day]) -> list[ContentDay]:
    """What the window's posts brought, two thirds of it on the day they went out."""
    figures = [[0, 0, 0, 0] for _ in days]
    for post in posts:
        on = post.at.day - days[0].day.day
        for at, value in enumerate((post.clicks, post.likes, post.comments, post.shares)):
            at_once = round(value * 2 / 3)
            figures[on][at] += at_once
            figures[min(on + 1, len(days) - 1)][at] += value - at_once
    return [
        ContentDay(day.day, day.reach, round(day.reach * 0.62), *counts)
        for day, counts in zip(days, figures, strict=True)
    ]


def content(posts: Sequence[Post], days: Sequence[Day]) -> bytes:
    heading = [f"Impressions ({kind})" for kind in KINDS] + ["Unique impressions (organic)"]
    heading += [f"{measure} ({kind})" for measure in MEASURES for kind in KINDS]
    metrics = [_metrics_row(day) for day in content_days(posts, days)]
    listed = [_post_row(post) for post in reversed(posts)]
    return _workbook(
        {
            "Metrics": [[METRICS_NOTE], ["Date", *heading], *metrics],
            "All posts": [[POSTS_NOTE], POSTS_HEAD, *listed],
        }
    )


def _metrics_row(day: ContentDay) -> Row:
    engaged = day.clicks + day.reactions + day.comments + day.reposts
    rate = engaged / day.impressions if day.impressions else 0
    counts = (day.clicks, day.reactions, day.comments, day.reposts, rate)
    return [
        f"{day.day:%m/%d/%Y}", day.impressions, 0, day.impressions, day.unique_impressions,
        *(cell for count in counts for cell in (count, 0, count)),
    ]  # fmt: skip


def _post_row(post: Post) -> Row:
    engaged = post.clicks + post.likes + post.comments + post.shares
    return [
        post.text, f"https://www.linkedin.com/feed/update/urn:li:activity:{post.post_id}",
        post.post_type, "", "Joanna Ellery", f"{post.drafted:%m/%d/%Y}", "", "", "All followers",
        post.shown, "", "", post.clicks, round(post.clicks / post.shown, 8), post.likes,
        post.comments, post.shares, post.follows, round(engaged / post.shown, 8), "",
    ]  # fmt: skip


def followers(days: Sequence[Day]) -> bytes:
    heading = [f"{kind} followers" for kind in ("Sponsored", "Organic", "Auto-invited", "Total")]
    rows = [[f"{day.day:%m/%d/%Y}", 0, day.gained, 0, day.gained] for day in days]
    sheets: dict[str, list[Row]] = {"New followers": [["Date", *heading], *rows]}
    dice = Dice("followers", days[0].day)
    return _workbook(sheets | _segments(dice, "Total followers", days[-1].followers * 0.82))


def visitors(days: Sequence[Day]) -> bytes:
    parts = [
        f"{measure} ({device})"
        for measure in ("page views", "unique visitors")
        for device in ("desktop", "mobile", "total")
    ]
    heading = [f"{section} {part}" for section in (*SECTIONS, "Total") for part in parts]
    dice = Dice("visitors", days[0].day)
    rows = [[f"{day.day:%m/%d/%Y}", *_visits(dice, day.visits)] for day in days]
    views = sum(day.visits for day in days) * 1.3
    sheets: dict[str, list[Row]] = {"Visitor metrics": [["Date", *heading], *rows]}
    return _workbook(sheets | _segments(dice, "Total views", views))


def _visits(dice: Dice, visits: int) -> list[int]:
    """Page views and unique visitors of each part of the page, then of all of it."""
    by_section = dice.spread(round(visits * 1.3), list(SECTIONS.values()))
    cells, total = list[int](), [0] * 6
    for views in by_section:
        desktop, mobile = dice.spread(views, [0.6, 0.4])
        visited = [round(desktop * 0.8), round(mobile * 0.8)]
        section = [desktop, mobile, views, *visited, sum(visited)]
        total = [sum(both) for both in zip(total, section, strict=True)]
        cells += section
    return cells + total


def _segments(dice: Dice, heading: str, total: float) -> dict[str, list[Row]]:
    return {
        name: [
            [name, heading],
            *([segment, round(total * share / 100 * dice.between(0.93, 1.07))]
              for segment, share in shares.items()),
        ]
        for name, shares in SEGMENTS.items()
    }  # fmt: skip


def _workbook(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    book, written = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write(at, column, cell)
    book.save(written)
    return written.getvalue()


def name_of(kind: str, downloaded: date) -> str:
    """The name ends in the moment of the download, in milliseconds since 1970."""
    seconds = (downloaded - date(1970, 1, 1)).days * 86_400 + 20 * 3_600
    return f"{PAGE}_{kind}_{seconds * 1_000 + Dice(kind, downloaded).whole(0, 3_600_000)}.xls"
