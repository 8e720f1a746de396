"""Posts: what each was about, and what it brought in likes and in conversation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sample_data.business import GIVEAWAY_LAST_MONTH, GIVEAWAY_STARTS, Month
from sample_data.channels import Day
from sample_data.dice import Dice
from sample_data.months import MONTHS, days_in, month_of

FIRST_MONTH_OF_VIEWS = date(2025, 1, 1)


@dataclass(frozen=True)
class Theme:
    """A kind of post: how much people like it, how much they talk, how often it is made."""

    likes: float
    talk: float
    share: float
    texts: tuple[str, ...]


THEMES = {
    "question": Theme(0.6, 5.0, 0.17, (
        "Painted or oiled? Tell us what your kitchen looks like after five years.",
        "Which handle would you live with: brass, oak or none at all?\n\nSay why, we read it all.",
        "What is the one drawer in your house that never closes?",
        "You ask, the workshop answers. Send us your question about wood.",
    )),
    "at the bench": Theme(1.0, 2.0, 0.25, (
        "Forty dovetails, one chest. Rhiannon is on number 31.",
        "From plank to tabletop in a week: ash, wedges, and a lot of sweeping.",
        "Steam, clamps and twelve minutes. That's how a chair back gets its curve.",
        "Sharpening day. Everything stops, \"even the radio\".",
    )),
    "finished work": Theme(1.7, 0.8, 0.28, (
        "Finished in Fennholt: a Shaker kitchen in off-white, oak inside.",
        "Two alcoves, one afternoon of fitting, years of books.",
        "A table for eight that has to come through a very narrow door.",
        "Boot room, Netherquay. Mud allowed.",
    )),
    "advice": Theme(0.9, 1.7, 0.16, (
        "Oil or lacquer? Three things to know before you choose.",
        "A ring mark on an oiled table, in four steps:\n1. Wait.\n2. Sand.\n3. Oil.\n4. Coaster.",
        "What to measure before you ask any joiner for a price.",
    )),
    "people": Theme(1.3, 1.3, 0.14, (
        "Ten years with us today: thank you, Maurice.",
        "Meet our new apprentice, Tilly. Her first mallet is already better than ours.",
        "Open workshop on Saturday, 10 till 2. Coffee's on.",
    )),
    "giveaway": Theme(3.2, 0.3, 0.0, (
        "WIN an oak table. Follow us and like this post; we draw on the 28th. 🌲",
        "Another month, another prize: follow, like and share to be in the draw.",
    )),
}  # fmt: skip
POST_TYPES = {
    "instagram": {"IG image": 0.4, "IG carousel": 0.3, "IG reel": 0.3},
    "facebook": {"Photos": 0.6, "Reels": 0.2, "Links": 0.12, "Text": 0.08},
    "linkedin": {"Organic": 1.0},
}
POSTS_A_MONTH = {"instagram": (9, 14), "facebook": (8, 12), "linkedin": (5, 8)}
LIKES_PER_REACH = {"instagram": 0.045, "facebook": 0.022, "linkedin": 0.031}


@dataclass(frozen=True)
class Post:
    """One post with the figures of its life. `shown` counts impressions or, from 2025, views."""

    post_id: str
    at: datetime
    drafted: date
    theme: str
    text: str
    post_type: str
    seconds: int
    shown: int
    reach: int
    likes: int
    comments: int
    shares: int
    saves: int
    follows: int
    clicks: int


def posts_by_month(
    months: list[Month], days: Mapping[str, list[Day]]
) -> dict[str, dict[date, list[Post]]]:
    told = [month for month in months if month.month in MONTHS]
    return {
        channel: {month.month: _posts(channel, month, days[channel]) for month in told}
        for channel in POST_TYPES
    }


def _posts(channel: str, month: Month, days: list[Day]) -> list[Post]:
    dice = Dice("posts", channel, month.month)
    reach_of = {day.day: day.reach for day in days}
    moments = _moments(dice, channel, month.month)
    themes = [_theme(dice, channel, at.date()) for at in moments]
    weights = [THEMES[theme].talk * dice.between(0.5, 1.6) for theme in themes]
    comments = dice.spread(month.conversations[channel], weights)
    return [
        _post(dice, channel, at, theme, comments=talk, day_reach=reach_of[at.date()])
        for at, theme, talk in zip(moments, themes, comments, strict=True)
    ]


def _moments(dice: Dice, channel: str, month: date) -> list[datetime]:
    days = days_in(month)[:-1]  # nothing goes out on the day of the export
    chosen = sorted(dice.shuffled(days)[: dice.whole(*POSTS_A_MONTH[channel])])
    return [
        datetime.combine(day, time(dice.pick((7, 8, 12, 12, 17, 18, 19)), dice.whole(0, 59)))
        for day in chosen
    ]


def _theme(dice: Dice, channel: str, day: date) -> str:
    giving_away = day >= GIVEAWAY_STARTS and month_of(day) <= GIVEAWAY_LAST_MONTH
    if giving_away and channel != "linkedin" and dice.chance(0.22):
        return "giveaway"
    return dice.pick_by({name: theme.share for name, theme in THEMES.items() if theme.share})


def _post(
    dice: Dice, channel: str, at: datetime, theme: str, *, comments: int, day_reach: int
) -> Post:
    post_type = dice.pick_by(POST_TYPES[channel])
    is_video = post_type in ("IG reel", "Reels")
    reach = round(day_reach * dice.between(0.6, 1.5) * (1.4 if is_video else 1)) + comments
    likes = dice.count(reach * LIKES_PER_REACH[channel] * THEMES[theme].likes)
    counts_views = at.date() >= FIRST_MONTH_OF_VIEWS
    return Post(
        post_id=_post_id(dice, channel, at),
        at=at,
        drafted=_drafted(dice, at),
        theme=theme,
        text=dice.pick(THEMES[theme].texts),
        post_type=post_type,
        seconds=dice.whole(12, 75) if is_video else 0,
        shown=round(reach * dice.between(1.7, 2.2) if counts_views else reach * 1.2),
        reach=reach,
        likes=likes,
        comments=comments,
        shares=dice.count(likes * 0.06),
        saves=dice.count(likes * 0.09),
        follows=dice.count(0.6),
        clicks=dice.count(reach * 0.018),
    )


def _drafted(dice: Dice, at: datetime) -> date:
    """Some posts wait a day or three for their turn, though never into another month."""
    drafted = at.date() - timedelta(days=dice.pick((0, 0, 0, 1, 3)))
    return max(drafted, month_of(at.date()))


def _post_id(dice: Dice, channel: str, at: datetime) -> str:
    if channel == "instagram":
        return "180" + dice.digits(14)
    if channel == "facebook":
        return "1221" + dice.digits(13)
    milliseconds = int((at - datetime(1970, 1, 1)).total_seconds() * 1000)
    return str((milliseconds << 22) + dice.whole(0, 2**22 - 1))
