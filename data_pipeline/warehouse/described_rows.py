"""What is done to the rows of a file that a workspace described: the same for each of a subject."""

from collections.abc import Mapping

import polars as pl

from data_pipeline.contract import Frames
from data_pipeline.staging.measures import FLOWS

# The subjects that can be described, and of which columns one has to be told besides the day.
DESCRIBABLE: Mapping[str, tuple[str, ...]] = {
    "revenue": ("amount",),
    "enquiries": (),
    "accounts": (),
    "calls": (),
    "channel_days": (),
    "follower_counts": ("followers",),
    "posts": (),
    "email_campaigns": ("recipients", "delivered"),
    "channel_costs": ("spend", "hours"),
}
ADDING_UP = frozenset({"channel_days", "channel_costs"})  # lines of one day or month, wherever
# Columns that hold one of a few words of ours; the first stands where a file tells none.
WORDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("revenue", "kind"): ("sale", "refund", "failed", "pending"),
    ("accounts", "status"): ("won", "lost", "open"),
    ("calls", "direction"): ("in", "out"),
}


def finishing(subject: str, currency: str) -> Frames:
    """The last step of a described file's rows."""

    def finish(rows: pl.DataFrame) -> pl.DataFrame:
        if currency and "currency" in rows.columns:
            rows = rows.with_columns(pl.col("currency").fill_null(currency))
        shape = _SHAPES.get(subject)
        return shape(rows) if shape else rows

    return finish


def _revenue(movements: pl.DataFrame) -> pl.DataFrame:
    """Money that went back is a refund, whichever way the file writes it."""
    kind = pl.col("kind").fill_null("sale")
    back = (kind == "refund") | ((kind == "sale") & (pl.col("amount") < 0))
    return movements.with_columns(
        pl.when(back).then(pl.lit("refund")).otherwise(kind).alias("kind"),
        pl.when(back).then(-pl.col("amount").abs()).otherwise(pl.col("amount")).alias("amount"),
    )


def _accounts(accounts: pl.DataFrame) -> pl.DataFrame:
    is_open = pl.col("status") == "open"
    decided = pl.col("date")
    names = accounts.columns
    days = {"created_date": pl.when(is_open), "closed_date": pl.when(~is_open)}
    return accounts.with_columns(
        when.then(decided).alias(name) for name, when in days.items() if name not in names
    )


def _days(figures: pl.DataFrame) -> pl.DataFrame:
    """Several lines of one day add up, where such a figure may be added."""
    keys = [name for name in ("channel", "account", "date", "measure") if name in figures.columns]
    flows = figures.filter(pl.col("measure").is_in(list(FLOWS)))
    others = figures.filter(~pl.col("measure").is_in(list(FLOWS)))
    added = flows.group_by(keys, maintain_order=True).agg(
        pl.col("row").first(), pl.col("value").sum()
    )
    return pl.concat([added.select(figures.columns), others])


def _costs(costs: pl.DataFrame) -> pl.DataFrame:
    """What stands in several lines of one month was spent in it."""
    costs = costs.with_columns(pl.col("date").dt.month_start())
    amounts = [name for name in ("spend", "hours") if name in costs.columns]
    keys = [name for name in costs.columns if name not in {"row", *amounts}]
    return costs.group_by(keys, maintain_order=True).agg(
        pl.col("row").first(),
        pl.when(pl.col(amounts).is_not_null().any()).then(pl.col(amounts).sum()),
    )


def _known_by(becomes: str) -> Frames:
    """What has no id is known by its link, else by its day and title: figures of it may change."""

    def named(things: pl.DataFrame) -> pl.DataFrame:
        ways = [pl.col(name) for name in (becomes, "link") if name in things.columns]
        title = pl.col("title") if "title" in things.columns else pl.lit("", pl.String)
        ways.append(pl.concat_str(pl.col("date").cast(pl.String), title, separator=" "))
        return things.with_columns(pl.coalesce(ways).alias(becomes))

    return named


_SHAPES: Mapping[str, Frames] = {
    "revenue": _revenue,
    "accounts": _accounts,
    "channel_days": _days,
    "channel_costs": _costs,
    "posts": _known_by("post_id"),
    "email_campaigns": _known_by("campaign_id"),
}
