"""Mailchimp campaigns.

Known from a real file with few columns; the full list of columns from memory. One line a campaign;
test sends to a handful of people are in it. Opened and clicked are people, counted once a campaign;
rates are summed as a check only.
"""

from data_pipeline.contract import (
    Source,
    Table,
    count,
    date,
    from_zero,
    identifier,
    known_by,
    money,
    required,
    text,
)

SOURCE = Source(
    name="mailchimp_campaigns",
    label="Mailchimp campaigns",
    where="On Mailchimp: Analytics › Reports › Export reports › campaigns.csv.",
    channel="email",
    grace=31,
    proof="real files",
    tables=[
        Table(
            subject="email_campaigns",
            columns={
                "Title": text("title"),
                "Subject": known_by(text("")),
                ("Audience", "List"): text(""),
                "Send Date": required(date(habit="mdy", such_as="Mar 31, 2025 09:46 pm")),
                "Total Recipients": required(from_zero(count("recipients"))),
                "Successful Deliveries": from_zero(count("delivered")),
                "Total Bounces": from_zero(count("bounced")),
                "Unique Opens": from_zero(count("opened")),
                "Unique Clicks": from_zero(count("clicked")),
                "Unsubscribes": from_zero(count("unsubscribed")),
                "Unique Id": required(identifier("campaign_id")),
                "Total Revenue": money("revenue"),
            },
        )
    ],
)
