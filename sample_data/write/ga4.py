"""Google Analytics 4 › Reports › Share › Download file: remarks first, days in no order."""

from collections.abc import Sequence

from sample_data.business import NAME
from sample_data.dice import Dice
from sample_data.web import WebDay
from sample_data.write.csv_text import as_csv

RULE = "# ----------------------------------------"
HEAD = (
    "Date", "Event count", "Total users", "Event count per user", "Average session duration",
    "New users", "Returning users",
)  # fmt: skip


def daily_report(days: Sequence[WebDay]) -> bytes:
    remarks = [
        RULE,
        "# Report CSV Export",
        f"# Account: {NAME}",
        "# Property: harbourandpine.example - GA4",
        RULE,
        "# ",
        "# All Users",
        f"# Start date: {days[0].day:%Y%m%d}",
        f"# End date: {days[-1].day:%Y%m%d}",
    ]
    listed = Dice("ga4", days[0].day).shuffled(days)
    table = as_csv([HEAD, *(_row(day) for day in listed)], line_end="\r\n")
    return ("\r\n".join(remarks) + "\r\n" + table).removesuffix("\r\n").encode()


def _row(day: WebDay) -> tuple[object, ...]:
    return (
        f"{day.day:%Y%m%d}",
        day.events,
        day.users,
        round(day.events / day.users, 12),
        round(day.session_seconds, 12),
        day.new_users,
        day.users - day.new_users,
    )
