"""HubSpot › Deals › Export view: the deals of the view “closed last month”."""

from collections.abc import Sequence
from datetime import date

from sample_data.customers import Deal
from sample_data.dice import Dice
from sample_data.write.csv_text import as_csv

HEAD = (
    "Record ID", "Deal Name", "Deal Stage", "Close Date", "Create Date", "Amount", "Pipeline",
    "Deal owner", "Original Traffic Source", "How did you hear about us?",
)  # fmt: skip
TRAFFIC = {  # the CRM's own guess, kept beside what the customer said
    "Google": "Organic Search",
    "Google search": "Organic Search",
    "Instagram": "Organic Social",
    "insta": "Organic Social",
    "Facebook": "Organic Social",
    "LinkedIn": "Organic Social",
    "TikTok": "Organic Social",
    "E-mail newsletter": "Email Marketing",
    "Recommendation": "Direct Traffic",
    "Trade show": "Offline Sources",
    "Met you at the show": "Offline Sources",
}


def deals(closed: Sequence[Deal]) -> bytes:
    rows = [_row(deal) for deal in reversed(closed)]
    return as_csv([HEAD, *rows], quote_all=True).encode()


def _row(deal: Deal) -> tuple[object, ...]:
    dice = Dice("deal", deal.name, deal.created)
    return (
        "31" + dice.digits(10),
        deal.name,
        "Closed Won" if deal.is_won else "Closed Lost",
        f"{deal.closed:%Y-%m-%d %H:%M}",
        f"{deal.created:%Y-%m-%d %H:%M}",
        f"{deal.amount:.1f}",
        "Joinery",
        dice.pick(("Joanna Ellery", "Tom Varley")),
        TRAFFIC.get(deal.heard, "Direct Traffic"),
        deal.heard,
    )


def name_of(downloaded: date) -> str:
    return f"hubspot-crm-exports-all-deals-{downloaded:%Y-%m-%d}.csv"
