"""Instagram followers, from Meta's “download your information” in JSON.

Known from documentation of a real file: a list of who follows, each with the moment it began. Who
stopped following is not in it, so that a month's count shrinks with time: it is no series of
followers gained. Since 2025 a name may stand in `title` alone. Whom we follow ourselves is read and
counted, and not kept. Names are kept as pseudonyms only.
"""

import polars as pl

from data_pipeline.contract import Source, Table, date, like, person, required, text

_BEGAN = required(like(date(), "1741428300"))
_NAME = "string_list_data.value"
_TITLE = "title"
_DAY = "string_list_data.timestamp"


def _named(people: pl.DataFrame) -> pl.DataFrame:
    names = [pl.col(name) for name in ("name", "title") if name in people.columns]
    return people.with_columns(pl.coalesce(*names, pl.lit(None, pl.String)).alias("person"))


SOURCE = Source(
    name="instagram_followers",
    label="Instagram followers",
    where=(
        "On Meta Accounts Centre: Your information and permissions › Download your information › "
        "Followers and following, format JSON."
    ),
    channel="instagram",
    grace=31,
    proof="real files",
    tables=[
        Table(
            subject="connections",
            name="Followers",
            sheets=("", "relationships_followers"),
            columns={_NAME: person("name"), _TITLE: person("title"), _DAY: _BEGAN},
            finish=_named,
        ),
        Table(
            subject="connections",
            name="Following",
            sheets=("relationships_following",),
            columns={_NAME: text(""), _TITLE: text(""), _DAY: _BEGAN},
            kept=False,
        ),
    ],
)
