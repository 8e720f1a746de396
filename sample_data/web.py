"""The website, the entry on the map, and the newsletter."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sample_data.business import ENQUIRY_SEASON
from sample_data.dice import Dice
from sample_data.months import days_in, days_of

SUBJECTS = (
    "What's on the bench this month",
    "Before you choose a worktop",
    "An oak tree, eleven tables",
    "Open workshop: come and see",
    "How to look after an oiled table",
    "A kitchen, from sketch to Sunday lunch",
)


@dataclass(frozen=True)
class WebDay:
    day: date
    users: int
    new_users: int
    events: int
    session_seconds: float


@dataclass(frozen=True)
class Campaign:
    title: str
    subject: str
    at: datetime
    recipients: int
    soft_bounces: int
    hard_bounces: int
    unique_opens: int
    total_opens: int
    unique_clicks: int
    total_clicks: int
    unsubscribes: int
    campaign_id: str

    @property
    def delivered(self) -> int:
        return self.recipients - self.soft_bounces - self.hard_bounces


def web_days(months: list[date]) -> list[WebDay]:
    return [_web_day(Dice("web", day), day) for day in days_of(months)]


def _web_day(dice: Dice, day: date) -> WebDay:
    weekday = 0.8 if day.weekday() >= 5 else 1
    users = dice.count(74 * weekday * (1 + ENQUIRY_SEASON[day.month]))
    return WebDay(
        day=day,
        users=users,
        new_users=round(users * dice.between(0.7, 0.82)),
        events=round(users * dice.between(4.1, 6.2)),
        session_seconds=dice.between(48, 110),
    )


def map_month(month: date) -> dict[str, int]:
    dice, days = Dice("map", month), len(days_in(month))
    season = 1 + ENQUIRY_SEASON[month.month]
    usual = {
        "Google Search - Mobile": 21.0,
        "Google Search - Desktop": 12.5,
        "Google Maps - Mobile": 7.4,
        "Google Maps - Desktop": 3.1,
        "Calls": 0.9,
        "Messages": 0.1,
        "Bookings": 0.0,
        "Directions": 1.4,
        "Website clicks": 2.6,
    }
    return {measure: dice.count(a_day * days * season) for measure, a_day in usual.items()}


def campaigns(months: list[date]) -> list[Campaign]:
    """Two newsletters a month, and now and then a test that goes to three colleagues."""
    sent = list[Campaign]()
    for month in months:
        dice, days = Dice("newsletter", month), days_in(month)
        for title, day in (("Workshop letter", days[3]), ("Shop news", days[17])):
            sent.append(_campaign(dice, f"{title} {month:%b %Y}", day, _list_size(month)))
        if month.month % 4 == 0:
            sent.append(_campaign(dice, f"Test {month:%b %Y}", days[2], 3))
    return sorted(sent, key=lambda campaign: campaign.at)


def _list_size(month: date) -> int:
    return 1_840 + 19 * ((month.year - 2023) * 12 + month.month - 11)


def _campaign(dice: Dice, title: str, day: date, recipients: int) -> Campaign:
    soft, hard = dice.count(recipients * 0.004), dice.count(recipients * 0.001)
    opens, clicks = round(recipients * dice.between(0.33, 0.44)), dice.count(recipients * 0.028)
    return Campaign(
        title=title,
        subject=dice.pick(SUBJECTS),
        at=datetime.combine(day, time(dice.pick((7, 9, 18)), dice.pick((0, 15, 30)))),
        recipients=recipients,
        soft_bounces=soft,
        hard_bounces=hard,
        unique_opens=opens,
        total_opens=opens + round(opens * dice.between(0.3, 0.6)),
        unique_clicks=clicks,
        total_clicks=clicks + dice.count(clicks * 0.3),
        unsubscribes=dice.count(recipients * 0.0015),
        campaign_id=dice.letters(10),
    )
