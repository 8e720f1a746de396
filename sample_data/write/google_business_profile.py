"""Google Business Profile › Performance: a window's totals. Only the file's name has the window."""

from collections.abc import Mapping
from datetime import date

from sample_data.business import NAME, TOWN
from sample_data.dice import Dice
from sample_data.write.csv_text import as_csv

SEEN = "Number of people that viewed your Business Profile on {} using {}"
FOOD = (
    "Number of Food orders placed for pickup or delivery from your Google Business Profile"
    " with an Order with Google Provider"
)
EXPLAINED = {
    "Google Search - Mobile": SEEN.format("Google Search", "Mobile"),
    "Google Search - Desktop": SEEN.format("Google Search", "Desktop"),
    "Google Maps - Mobile": SEEN.format("Google Maps", "Mobile"),
    "Google Maps - Desktop": SEEN.format("Google Maps", "Desktop"),
    "Calls": "Number of interactions with the call button from your Business Profile",
    "Messages": "Number of conversations initiated from your Business Profile",
    "Bookings": "Number of bookings made from your Business Profile",
    "Directions": "Number of requests for directions made from your Business Profile",
    "Website clicks": ("Number of interactions with the website button from your Business Profile"),
    "Food orders": FOOD,
    "Food menu clicks": FOOD,
    "Hotel bookings": "Number of interactions with the hotel supplier's free booking link",
}
PLACE_HEAD = ("Store code", "Business name", "Address", "Labels")


def performance(measured: Mapping[str, int]) -> bytes:
    place = ("", NAME, f"4 Ropewalk, {TOWN} ZZ1 4AB", "")
    rows = [
        (*PLACE_HEAD, *EXPLAINED),
        ("", "", "", "", *EXPLAINED.values()),
        (*place, *(measured.get(measure, 0) for measure in EXPLAINED)),
    ]
    return as_csv(rows).encode()


def name_of(first: date, last: date) -> str:
    return (
        "GMB insights (Performance Report)"
        f" - {_short(first)} - {_short(last)} - {Dice('map file', first).letters(32)}.csv"
    )


def _short(day: date) -> str:
    return f"{day.year}-{day.month}-{day.day}"
