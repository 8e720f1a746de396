"""Meta Business Suite Audience: how many follow, and who they are by age, gender and place.

Known from real files in both layouts. Until 2024 each network has its follower total, under a line
of its own code words, and tables of shares; since 2025 there is one network in a file, which it
does not name, and no total. No day is written: it is asked, unless a daily section stands in
between, whose days are the same as in the network's own file and count once. Spreadsheet programs
cut “Kyiv, Ukraine” in two and turn shares into dates: the first is put together again, the second
is told and left open.
"""

from collections.abc import Mapping

import polars as pl

from data_pipeline.contract import (
    ANY_OTHER,
    Column,
    Frames,
    Headings,
    Source,
    Table,
    Titled,
    count,
    date,
    known_by,
    measure,
    percent,
    required,
    second,
    text,
    tolerant,
)

_KEPT = ("row", "channel", "first_date", "date", "dimension")
_DATE = ("Date", "Datum", "Fecha", "Data", "Дата")
_AGE = ("Age", "", "Alter", "Edad", "Âge", "Idade", "Età", "Leeftijd", "Вік", "Възраст")
_WOMEN = ("Women", "Frauen", "Mujeres", "Femmes", "Mulheres", "Donne", "Vrouwen", "Жени", "Жінки")
_MEN = ("Men", "Männer", "Hombres", "Hommes", "Homens", "Uomini", "Mannen", "Мъже", "Чоловіки")
_VALUE = ("Value", "Wert", "Valor", "Valeur", "Valore", "Waarde")
_CITIES = (
    "Top cities", "Top towns/cities", "Principales ciudades", "Wichtigste Städte", "Top-Städte",
    "Principales villes", "Principais cidades", "Principali città", "Città principali",
    "Populairste plaatsen", "Topsteden",
)  # fmt: skip
_COUNTRIES = (
    "Top countries", "Principales países", "Wichtigste Länder", "Top-Länder", "Principaux pays",
    "Principais países", "Principali Paesi", "Paesi principali", "Populairste landen", "Toplanden",
)  # fmt: skip


def _network_in(titles: tuple[str, ...], about: str) -> dict[str, dict[str, str]]:
    """Each title that may stand above a table, with the network it names."""
    named = {
        f"{network.title()} {followers} {title}": {"channel": network}
        for network in ("facebook", "instagram")
        for followers in ("followers", "Page followers")
        for title in titles
    }
    unnamed = {title.removeprefix("by "): {"channel": "?"} for title in titles}
    known = named | unnamed | {"": {"channel": "?"}}
    return {title: constants | {"dimension": about} for title, constants in known.items()}


def _shares(rows: pl.DataFrame) -> pl.DataFrame:
    """Shares as parts of one, from rows with the columns segment and share."""
    share = pl.col("share").cast(pl.Float64)
    in_percent = (share.max() > 1).fill_null(value=False)
    kept = [name for name in _KEPT if name in rows.columns]
    part = pl.when(in_percent).then(share / 100).otherwise(share).round(6)
    return rows.select(*kept, "segment", part.alias("share"))


def _one_row_a_segment(rows: pl.DataFrame, segments: list[str]) -> pl.DataFrame:
    index = [name for name in rows.columns if name not in segments]
    return rows.unpivot(segments, index=index, variable_name="segment", value_name="share")


def _by_age_and_gender(rows: pl.DataFrame) -> pl.DataFrame:
    long = _one_row_a_segment(rows, [name for name in ("women", "men") if name in rows.columns])
    return _shares(
        long.with_columns(pl.concat_str("age", "segment", separator=", ").alias("segment"))
    )


def _by_place_in_one_line(rows: pl.DataFrame) -> pl.DataFrame:
    places = [name for name in rows.columns if name not in _KEPT]
    return _shares(_one_row_a_segment(rows.head(1), places))


def _by_place_cut_up(rows: pl.DataFrame) -> pl.DataFrame:
    """The last filled cell is the share; those before it are one name that held commas."""
    written = ("segment", "part_2", "part_3", "part_4")
    parts = pl.concat_list([name for name in written if name in rows.columns]).list.drop_nulls()
    written_share = parts.list.last().str.extract(r"^\s*(\d+(?:[.,]\d+)?)\s*%?\s*$")
    share = written_share.str.replace(",", ".", literal=True).cast(pl.Float64)
    name = parts.list.head(parts.list.len() - 1).list.join(", ")
    return _shares(rows.with_columns(name.alias("segment"), share.alias("share")))


def _table(
    about: str,
    titles: tuple[str, ...],
    columns: Mapping[Headings, Column],
    finish: Frames,
    *,
    looks: Mapping[str, str] | None = None,
    alone: bool = False,
) -> Table:
    return Table(
        subject="audience",
        name=about.capitalize(),
        titled=Titled(_network_in(titles, about)),
        columns=columns,
        looks=looks or {},
        finish=finish,
        whole=True,
        alone=alone,
    )


def _places(about: str, headings: tuple[str, ...]) -> list[Table]:
    """A table of places: as written, as cut up by a spreadsheet program, and in two wide lines."""
    titles = tuple(f"by {heading[0].lower()}{heading[1:]}" for heading in headings)
    cut_up: Mapping[Headings, Column] = {
        headings: required(text("segment")),
        _VALUE: known_by(text("part_2")),
        "": known_by(text("part_3")),
    }
    cut_up_more: Mapping[Headings, Column] = {("", " "): second(text("part_4"))}
    wide = {heading: {"channel": "?", "dimension": about} for heading in headings}
    return [
        _table(
            about,
            titles,
            {headings: required(text("segment")), _VALUE: known_by(tolerant(percent("share")))},
            _shares,
        ),
        _table(
            about,
            titles,
            cut_up | cut_up_more,
            _by_place_cut_up,
            looks={"without heading": r"\S"},
        ),
        Table(
            subject="audience",
            titled=Titled(wide),
            columns={ANY_OTHER: tolerant(percent("heading?"))},
            records=pl.lit(value=True),
            finish=_by_place_in_one_line,
            whole=True,
            alone=False,
        ),
    ]


def _total(network: str, first_word: str) -> Table:
    """The follower total under its code words, which are one cell, or three after a re-save."""
    return Table(
        subject="follower_counts",
        titled=Titled({"": {"channel": network}}),
        columns={(f"{first_word},FOLLOW,UNIQUE_USERS", first_word): required(count("followers"))},
    )


SOURCE = Source(
    name="meta_audience",
    label="Meta Business Suite Audience",
    where="On Meta Business Suite: Insights › Audience › Export › CSV.",
    proof="real files",
    tables=[
        _total("facebook", "FB_PAGE"),
        _total("instagram", "IG_ACCOUNT"),
        _table(
            "age and gender",
            ("by gender and age", "Age & gender", "by age and gender"),
            {
                _AGE: known_by(text("age")),
                _WOMEN: known_by(tolerant(percent("women"))),
                _MEN: known_by(tolerant(percent("men"))),
            },
            _by_age_and_gender,
            alone=True,
        ),
        *_places("city", _CITIES),
        *_places("country", _COUNTRIES),
        Table(
            subject="channel_days",
            titled=Titled(
                {
                    "Follows": {"channel": "?", "measure": "followers_gained"},
                    "Facebook follows": {"channel": "facebook", "measure": "followers_gained"},
                    "Instagram follows": {"channel": "instagram", "measure": "followers_gained"},
                }
            ),
            columns={
                _DATE: required(date(such_as="2025-03-31T00:00:00")),
                "Primary": required(measure("measure?")),
            },
            alone=False,
        ),
    ],
)
