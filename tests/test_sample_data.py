"""The sample business: its files are the story's, its truth is what the files say, nobody is real.

The files are read here with the standard library, apart from the product's own readers.
"""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import fastexcel
import numpy as np
import pytest

from sample_data.exports import exports
from sample_data.generate import EXPORTS, README, TRUTH, with_table, written_truth
from sample_data.story import Story, tell
from sample_data.truth import truth
from sample_data.wording import DRAMA_NUMBERS

FACTS: dict[str, Any] = json.loads(TRUTH.read_text(encoding="utf-8"))
MONTHS: list[dict[str, Any]] = FACTS["months"]
COMPLETE = MONTHS[:-1]
MOST_BYTES = 6_000_000


@pytest.fixture(scope="module")
def story() -> Story:
    return tell()


def test_the_files_are_those_the_story_makes(story: Story):
    on_disk = {
        path.relative_to(EXPORTS).as_posix(): path.read_bytes()
        for path in EXPORTS.rglob("*")
        if path.is_file()
    }
    made = exports(story)
    assert sorted(on_disk) == sorted(made)
    changed = [name for name in made if _content(on_disk[name]) != _content(made[name])]
    assert changed == []


def test_the_truth_and_the_table_are_those_of_the_story(story: Story):
    facts = truth(story)
    assert TRUTH.read_text(encoding="utf-8") == written_truth(facts)
    readme = README.read_text(encoding="utf-8")
    assert readme == with_table(readme, facts)


def test_the_files_stay_small():
    assert sum(path.stat().st_size for path in EXPORTS.rglob("*")) < MOST_BYTES


# What the files say, month by month


@pytest.mark.parametrize("month", MONTHS, ids=lambda month: month["month"])
def test_a_month_of_files_says_what_the_truth_says(month: dict[str, Any]):
    folder = EXPORTS / month["month"]
    calls = [line for line in _lines(folder, "CallLog_*.csv") if line["Type"] == "Voice"]
    incoming = [call for call in calls if call["Direction"] == "Incoming"]
    assert len(incoming) == month["calls_incoming"]
    assert len(calls) - len(incoming) == month["calls_outgoing"]
    assert sum(call["Action Result"] == "Accepted" for call in incoming) == month["calls_answered"]

    enquiries = _lines(folder, "Website enquiry*.csv", encoding="cp1252")
    assert len(enquiries) == month["enquiries"]
    heard = Counter(one["How did you hear about us?\N{NO-BREAK SPACE}"] for one in enquiries)
    assert heard == month["enquiries_by_answer"]

    deals = Counter(deal["Deal Stage"] for deal in _lines(folder, "hubspot-*.csv"))
    assert deals == {"Closed Won": month["accounts"], "Closed Lost": month["deals_lost"]}

    assert _joinery_sales(folder) == Decimal(month["revenue"]["joinery"])
    assert _shop_takings(folder) == Decimal(month["revenue"]["shop"])
    assert _written_by_people(folder) == {
        channel: count for channel, count in month["conversations"].items() if channel != "total"
    }


def test_a_known_total_and_the_gains_lead_to_every_later_total():
    gains = {
        "facebook": _meta_days("Follows.csv", "Facebook follows"),
        "instagram": _meta_days("Follows.csv", "Instagram follows"),
        "linkedin": _linkedin_gains(),
        "x": _x_gains(),
    }
    first, last = _counted("2023-11"), _counted("2026-02")
    for channel, by_day in gains.items():
        for month in MONTHS[1:]:
            close = _last_day(month)
            since = sum(gain for day, gain in by_day.items() if date(2023, 11, 30) < day <= close)
            assert first[channel] + since == month["followers"][channel]
        assert last[channel] == _month("2026-02")["followers"][channel]


def test_tiktok_counts_its_followers_itself():
    for month in MONTHS:
        days = _lines(EXPORTS / month["month"], "FollowerHistory.csv")
        assert int(days[-1]["Followers"]) == month["followers"]["tiktok"]
        assert len(days) == month["days"]


# The story can be found in the figures


def test_the_giveaway_tripled_the_followers_within_a_year():
    before, after = _month("2025-02")["followers"], _month("2026-02")["followers"]
    assert 3 <= after["instagram"] / before["instagram"] <= 3.4
    assert 2.8 <= after["total"] / before["total"] <= 3.2


def test_conversations_lead_enquiries_by_one_month_and_by_no_other():
    talk = _beside_the_season(np.log([month["conversations"]["total"] for month in COMPLETE]))
    asked = _beside_the_season(np.log([month["enquiries"] for month in COMPLETE]))
    together = {lag: _together(talk, asked, lag) for lag in range(4)}
    assert together[1] > 0.65
    assert all(abs(together[lag]) < 0.35 for lag in (0, 2, 3))
    elasticity = np.polyfit(talk[:-1], asked[1:], 1)[0]
    assert 0.35 < elasticity < 0.65


@pytest.mark.parametrize("outcome", ["enquiries", "calls_incoming", "accounts"])
def test_outcomes_do_not_follow_followers(outcome: str):
    gained = _beside_the_season(np.arcsinh([month["followers_net"]["total"] for month in COMPLETE]))
    happened = _beside_the_season(np.log([month[outcome] for month in COMPLETE]))
    assert all(abs(_together(gained, happened, lag)) < 0.35 for lag in range(4))


def test_outcomes_stayed_where_they_were_while_followers_tripled():
    before = [month for month in MONTHS if "2024-03" <= month["month"] <= "2025-02"]
    after = [month for month in MONTHS if "2025-03" <= month["month"] <= "2026-02"]
    for outcome in ("enquiries", "calls_incoming", "accounts"):
        sums = [sum(month[outcome] for month in year) for year in (before, after)]
        assert 0.85 < sums[1] / sums[0] < 1.15


def test_about_18_percent_of_enquiries_become_an_account():
    accounts = sum(month["accounts"] for month in COMPLETE)
    assert 0.165 < accounts / sum(month["enquiries"] for month in COMPLETE) < 0.195


def test_the_trade_show_brought_thirty_enquiries_in_each_of_two_months(story: Story):
    for name in ("2026-05", "2026-06"):
        month = date.fromisoformat(f"{name}-01")
        told = story.months[month]
        assert len(story.enquiries[month]) == told.enquiries + 30
        assert _month(name)["enquiries_by_answer"]["Trade show"] >= 20


# What went wrong with the exports


def test_only_tiktoks_overview_of_july_2026_is_missing():
    monthly = ("Follows.csv", "Overview.csv", "FollowerHistory.csv", "orders_export_1.csv")
    missing = [
        f"{month['month']}/{name}"
        for month in MONTHS
        for name in monthly
        if not (EXPORTS / month["month"] / name).exists()
    ]
    assert missing == ["2026-07/Overview.csv"]
    assert _month("2026-07")["conversations"]["tiktok"] is None


def test_instagrams_february_was_exported_again_with_its_views():
    wrong, right = (
        _instagram_posts(EXPORTS / folder, "Feb-01-2026_*.csv") for folder in ("2026-02", "2026-03")
    )
    assert {post.pop("Views") for post in wrong} == {"0"}
    assert all(int(post.pop("Views")) > 0 for post in right)
    assert wrong == right


def test_impressions_became_views_in_january_2025():
    for month in MONTHS:
        [post, *_] = _instagram_posts(EXPORTS / month["month"])
        assert ("Views" in post) == (month["month"] >= "2025-01")
        assert ("Impressions" in post) == (month["month"] < "2025-01")


def test_nothing_happened_after_the_exports_were_made():
    exported_on = FACTS["exported_on"]
    assert exported_on == "2026-10-27"
    folder = EXPORTS / "2026-10"
    assert max(_meta_days("Follows.csv", "Facebook follows")).isoformat() == exported_on
    assert max(deal["Close Date"] for deal in _lines(folder, "hubspot-*.csv"))[:10] <= exported_on
    orders = _lines(folder, "orders_export_1.csv")
    assert max(order["Fulfilled at"] for order in orders)[:10] <= exported_on


# Nobody is real


def test_every_e_mail_address_and_telephone_number_is_invented():
    drama = tuple(form.format(0)[:-3] for form in DRAMA_NUMBERS)
    for path in EXPORTS.rglob("*.csv"):
        text = path.read_bytes().decode("cp1252", errors="replace")
        addresses = re.findall(r"[\w.+-]+@[\w.-]+", text)
        assert {address.rpartition("@")[2] for address in addresses} <= {"example.com"}
        numbers = re.findall(r"(?<![\d-])0\d{3,4} \d{3} ?\d{3,4}(?!\d)", text)
        assert [number for number in numbers if not number.startswith(drama)] == []


# Reading


def _content(file: bytes) -> object:
    """A workbook's parts, not their zip: how hard it packs differs between machines."""
    if not file.startswith(b"PK"):
        return file
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def _lines(folder: Path, pattern: str, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    [path] = folder.glob(pattern)
    with path.open(encoding=encoding, newline="") as lines:
        return list(csv.DictReader(lines))


def _instagram_posts(folder: Path, pattern: str = "???-01-*.csv") -> list[dict[str, str]]:
    """The posts of the folder's own month, unless the pattern asks for another's."""
    return _posts(folder, "Account username", pattern)


def _posts(folder: Path, heading: str, pattern: str) -> list[dict[str, str]]:
    month = date.fromisoformat(f"{folder.name}-01")
    own = f"{month:%b-%d-%Y}_" if pattern.startswith("???") else ""
    for path in sorted(folder.glob(pattern)):
        posts = _lines(folder, path.name)
        if heading in posts[0] and path.name.startswith(own):
            return posts
    raise AssertionError(f"{folder} has no posts with {heading}")


def _sheet(path: Path, name: str) -> list[tuple[Any, ...]]:
    book = fastexcel.read_excel(path)
    return book.load_sheet(name, header_row=None, dtypes="string").to_polars().rows()


def _joinery_sales(folder: Path) -> Decimal:
    """Lines with a date are sales; group and total lines have none."""
    [path] = folder.glob("*_Sales by Customer Detail.xlsx")
    rows = _sheet(path, "Sales by Customer Detail")
    amount = next(row for row in rows if row[1] == "Date").index("Amount")
    sold = [row for row in rows if row[1] and "/" in row[1]]
    total = sum((Decimal(row[amount]) for row in sold), Decimal(0))
    [stated] = [row[amount] for row in rows if row[0] == "TOTAL"]
    assert total == Decimal(stated)
    return total


def _shop_takings(folder: Path) -> Decimal:
    paid = [
        order
        for order in _lines(folder, "orders_export_1.csv")
        if order["Total"] and order["Financial Status"] != "voided"
    ]
    return sum(
        (Decimal(order["Total"]) - Decimal(order["Refunded Amount"]) for order in paid), Decimal(0)
    )


def _written_by_people(folder: Path) -> dict[str, int | None]:
    [content] = folder.glob("*_content_*.xls")
    posts = _sheet(content, "All posts")[1:]
    at = posts[0].index("Comments")
    overview = "Overview.csv"
    tiktok = _lines(folder, overview) if (folder / overview).exists() else None
    return {
        "instagram": _added(_instagram_posts(folder), "Comments"),
        "facebook": _added(_posts(folder, "Page ID", "???-01-*.csv"), "Comments"),
        "linkedin": sum(int(post[at]) for post in posts[1:]),
        "x": _added(_lines(folder, "account_overview_analytics.csv"), "Replies"),
        "tiktok": None if tiktok is None else _added(tiktok, "Comments"),
    }


def _added(lines: list[dict[str, str]], column: str) -> int:
    return sum(int(line[column]) for line in lines)


def _meta_days(name: str, title: str) -> dict[date, int]:
    days = dict[date, int]()
    for path in sorted(EXPORTS.rglob(name)):
        sections = path.read_bytes().decode("utf-16").removeprefix("sep=,\n").split("\n\n")
        [section] = [one for one in sections if one.startswith(f'"{title}"')]
        rows = list(csv.reader(io.StringIO(section)))[2:]
        days |= {datetime.fromisoformat(day).date(): int(value) for day, value in rows}
    return days


def _linkedin_gains() -> dict[date, int]:
    return {
        datetime.strptime(row[0], "%m/%d/%Y").date(): int(row[4])
        for path in EXPORTS.rglob("*_followers_*.xls")
        for row in _sheet(path, "New followers")[1:]
    }


def _x_gains() -> dict[date, int]:
    return {
        datetime.strptime(day["Date"], "%a, %b %d, %Y").date(): int(day["New follows"])
        - int(day["Unfollows"])
        for month in MONTHS
        for day in _lines(EXPORTS / month["month"], "account_overview_analytics.csv")
    }


def _counted(month: str) -> dict[str, int]:
    lines = _lines(EXPORTS / month, "follower_counts.csv")
    return {line["Channel"].lower(): int(line["Followers"]) for line in lines}


def _month(name: str) -> dict[str, Any]:
    return next(month for month in MONTHS if month["month"] == name)


def _last_day(month: dict[str, Any]) -> date:
    return date.fromisoformat(f"{month['month']}-01") + timedelta(days=month["days"] - 1)


def _beside_the_season(series: Any) -> Any:
    """What a straight line and a yearly wave leave over."""
    at = np.arange(len(series))
    year = 2 * np.pi * at / 12
    shape = np.column_stack([np.ones(len(at)), at, np.sin(year), np.cos(year)])
    return series - shape @ np.linalg.lstsq(shape, series, rcond=None)[0]


def _together(leading: Any, following: Any, lag: int) -> float:
    return float(np.corrcoef(leading[: len(leading) - lag], following[lag:])[0, 1])
