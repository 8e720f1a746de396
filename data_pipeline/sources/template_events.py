"""Our own template for trade shows, webinars and other events. One row an event.

An event that begins on one day and names no last one lasts that day. What it cost is the channel's
spend in the month it begins, unless the template for channel costs tells that month's.
"""

import polars as pl

from data_pipeline import values
from data_pipeline.contract import (
    Source,
    Table,
    choice,
    count,
    currency,
    date,
    from_zero,
    known_by,
    like,
    money,
    number,
    required,
    text,
)


def _events(events: pl.DataFrame) -> pl.DataFrame:
    last = pl.col("last_date") if "last_date" in events.columns else pl.lit(None, pl.Date)
    return events.with_columns(last_date=pl.max_horizontal("date", last))


def _told(lines: pl.DataFrame) -> list[str]:
    """The events that end before they begin."""
    if "last day" not in lines.columns:
        return []
    style = values.date_style_of(pl.concat([lines["first day"], lines["last day"]]))
    first, last = (
        values.read_dates(lines[heading], style).values for heading in ("first day", "last day")
    )
    return [
        f"The event in row {row:,} ends before it begins: it counts as one of a single day. "
        "Correct the day that is wrong and upload the file again."
        for row in lines["row"].filter((last < first).fill_null(value=False))
    ]


SOURCE = Source(
    name="template_events",
    label="Trade shows and events (template)",
    where="On the Uploads page: Templates › Trade shows and events.",
    channel="events",
    template=True,
    grace=31,
    tables=[
        Table(
            subject="events",
            columns={
                ("Event", "Event name"): required(like(text("name"), "Example Fair 2025")),
                ("First day", "Start date"): required(date(such_as="2025-03-11")),
                ("Last day", "End date"): date("last_date", such_as="2025-03-13"),
                ("Kind", "Type"): choice(
                    "kind",
                    {
                        "trade show": ("fair", "exhibition", "expo", "tradeshow", "messe"),
                        "webinar": ("online", "online event", "virtual"),
                        "other": ("event", "conference", "open day", "talk", "workshop"),
                    },
                ),
                ("Cost", "Spend", "Cost ({currency})", "Spend ({currency})"): from_zero(
                    like(money("spend"), "1850.00")
                ),
                "Currency": like(currency(), "GBP"),
                ("Hours", "Staff hours"): from_zero(like(number("hours"), "36.5")),
                ("Contacts", "Contacts made"): known_by(from_zero(like(count("contacts"), "64"))),
                ("Leads", "Leads made"): from_zero(like(count("leads"), "9")),
                ("Notes", "Note"): text(""),
            },
            finish=_events,
            exactly=True,
            tells=_told,
        )
    ],
)
