"""Meta Business Suite › Content › Export: the posts of a window, with the figures of their life."""

from collections.abc import Sequence
from datetime import date

from sample_data.business import HANDLE, NAME
from sample_data.posts import FIRST_MONTH_OF_VIEWS, Post
from sample_data.write.csv_text import quoted_where_blank

INSTAGRAM_ACCOUNT = "17841490000002310"
FACEBOOK_PAGE = "109900000271828"

INSTAGRAM_HEAD = (
    "Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)",
    "Publish time", "Permalink", "Post type", "Data comment", "Date",
)  # fmt: skip
FACEBOOK_HEAD = (
    "Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time",
    "Caption type", "Permalink", "Is crosspost", "Is share", "Post type", "Languages",
    "Custom labels", "Funded content status", "Data comment", "Date",
)  # fmt: skip
FACEBOOK_2023 = (
    "Impressions", "Reach", "Reactions, Comments and Shares", "Reactions", "Comments", "Shares",
    "Total clicks", "Other Clicks", "Link Clicks",
)  # fmt: skip
FACEBOOK_2025 = (  # the export names `Views` twice
    "Views", "Reach", "Reactions, comments and shares", "Reactions", "Comments", "Shares",
    "Total clicks", "Views", "Link clicks", "Other clicks",
)  # fmt: skip


def instagram_posts(posts: Sequence[Post], month: date, *, views_computed: bool = True) -> bytes:
    shown = "Views" if month >= FIRST_MONTH_OF_VIEWS else "Impressions"
    measures = (shown, "Reach", "Likes", "Shares", "Follows", "Comments", "Saves")
    rows = [_instagram_row(post, post.shown if views_computed else 0) for post in posts]
    return _text([(*INSTAGRAM_HEAD, *measures), *rows])


def _instagram_row(post: Post, shown: int) -> tuple[object, ...]:
    link = f"https://www.instagram.com/p/{_short_code(post.post_id)}/"
    return (
        post.post_id, INSTAGRAM_ACCOUNT, HANDLE, NAME, post.text, post.seconds,
        f"{post.at:%m/%d/%Y %H:%M}", link, post.post_type, "", "Lifetime", shown, post.reach,
        post.likes, post.shares, post.follows, post.comments, post.saves,
    )  # fmt: skip


def facebook_posts(posts: Sequence[Post], month: date) -> bytes:
    measures = FACEBOOK_2025 if month >= FIRST_MONTH_OF_VIEWS else FACEBOOK_2023
    return _text([(*FACEBOOK_HEAD, *measures), *(_facebook_row(post, measures) for post in posts)])


def _facebook_row(post: Post, measures: Sequence[str]) -> tuple[object, ...]:
    link_clicks = round(post.clicks * 0.3) if post.post_type == "Links" else 0
    figures = {
        "impressions": post.shown,
        "views": post.shown,
        "reach": post.reach,
        "reactions, comments and shares": post.likes + post.comments + post.shares,
        "reactions": post.likes,
        "comments": post.comments,
        "shares": post.shares,
        "total clicks": post.clicks,
        "link clicks": link_clicks,
        "other clicks": post.clicks - link_clicks,
    }
    link = f"https://www.facebook.com/{HANDLE}/posts/{post.post_id}"
    return (
        post.post_id, FACEBOOK_PAGE, NAME, "", post.text, post.seconds,
        f"{post.at:%m/%d/%Y %H:%M}", "", link, 0, 0, post.post_type, "", "", "", "", "Lifetime",
        *(figures[measure.lower()] for measure in measures),
    )  # fmt: skip


def _short_code(post_id: str) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    number, code = int(post_id), ""
    while number:
        number, at = divmod(number, 64)
        code = alphabet[at] + code
    return code


def _text(rows: Sequence[Sequence[object]]) -> bytes:
    return b"\xef\xbb\xbf" + quoted_where_blank(rows).encode()
