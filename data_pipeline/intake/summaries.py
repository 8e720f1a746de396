"""What the product will count from a table's rows, by our own names: a receipt's figures."""

from collections import Counter
from decimal import Decimal

import polars as pl

from data_pipeline.staging.subject import Subject


def summary_of(subject: Subject, rows: pl.DataFrame) -> Counter[str]:
    """Figures of some rows; figures of several pieces add up."""
    figures: Counter[str] = Counter()
    if not rows.height:
        return figures
    match subject.name:
        case "channel_days" | "post_days" | "web_days":
            for name, value in rows.group_by("measure").agg(pl.col("value").sum()).iter_rows():
                figures[name] = value
        case "calls":
            incoming = rows["direction"] == "in"
            figures["calls"] = rows.height
            figures["calls_incoming"] = int(incoming.sum())
            figures["calls_outgoing"] = int((rows["direction"] == "out").sum())
            if rows["answered"].drop_nulls().len():
                figures["calls_answered"] = int((incoming & rows["answered"]).sum())
            if rows["seconds"].drop_nulls().len():
                figures["call_seconds"] = int(rows["seconds"].sum())
        case "revenue":
            by = rows.group_by("kind", "currency").agg(pl.col("amount").sum())
            for kind, code, amount in by.iter_rows():
                figures[f"{kind}_{code or 'unknown'}"] = amount
            figures["orders"] = int((rows["kind"] != "refund").sum())
        case "accounts":
            for status, number in rows.group_by("status").len().iter_rows():
                figures[f"accounts_{status or 'unknown'}"] = number
        case "posts":
            figures["posts"] = rows.height
            for name in ("impressions", "views", "likes", "comments", "shares"):
                if rows[name].drop_nulls().len():
                    figures[name] = int(rows[name].sum())
        case "interactions":
            figures["messages_received"] = int((rows["direction"] == "in").sum())
            figures["messages_sent"] = int((rows["direction"] == "out").sum())
        case "events":
            figures["events"] = rows.height
            for name in ("contacts", "leads"):
                if rows[name].drop_nulls().len():
                    figures[f"event_{name}"] = int(rows[name].sum())
        case "email_campaigns":
            figures["campaigns"] = rows.height
            figures["recipients"] = int(rows["recipients"].sum())
        case "ad_days":
            for code, spend in rows.group_by("currency").agg(pl.col("spend").sum()).iter_rows():
                figures[f"ad_spend_{code or 'unknown'}"] = spend
            for name in ("impressions", "clicks"):
                if rows[name].drop_nulls().len():
                    figures[f"ad_{name}"] = int(rows[name].sum())
        case _:
            figures[subject.name] = rows.height
    return figures


def as_written(figures: Counter[str]) -> dict[str, str]:
    """Exact decimals as text, without trailing zeros."""
    return {name: plain_decimal(Decimal(value)) for name, value in sorted(figures.items())}


def plain_decimal(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
