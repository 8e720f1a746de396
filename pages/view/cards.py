"""Cards and tiles: a chart with its numbers, its downloads and its passport; an outcome at a
glance."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl
import polars.selectors as cs
import streamlit as st

from pages.view import wording
from pages.view.charts import Drawing, to_png, to_spec, to_svg
from pages.view.colours import GROUNDS, Theme
from pages.view.wording import md

NOTHING = "–"  # in an empty cell: narrow columns have room for it


@dataclass(frozen=True)
class Passport:
    """Where a figure comes from: its meaning, its formula with the inputs as they stood, and the
    files (file, rows, uploaded, by whom) behind it."""

    meaning: str
    formula: str = ""
    inputs: Sequence[tuple[str, str]] = ()
    files: pl.DataFrame = field(default_factory=pl.DataFrame)


@dataclass(frozen=True)
class Tile:
    """An outcome at a glance. A muted one, as followers are, is to be seen and never leads."""

    label: str
    value: str
    verdict: str
    detail: str
    also: str = ""
    sparkline: Drawing | None = None
    alt_text: str = ""
    stands_out: bool = False
    muted: bool = False


def dress(theme: Theme) -> None:
    """Once a page, before its cards: white cards on the quiet ground, which no theme option gives.

    The classes are those of our own keys, which Streamlit promises to keep."""
    ground = GROUNDS[theme]
    st.html(f"""<style>
[class*="st-key-card_"], [class*="st-key-tile_"] {{ background: {ground.card}; }}
[class*="st-key-tile_muted_"] {{ background: {ground.page}; }}
[class*="st-key-tile_muted_"] [data-testid="stMetricValue"] {{ color: {ground.muted}; }}
[class*="st-key-go_"] button:enabled {{ color: {ground.page}; }}
</style>""")


def chart_card(
    title: str,
    subtitle: str,
    chart: Drawing,
    numbers: pl.DataFrame,
    *,
    name: str,
    alt_text: str,
    theme: Theme,
    passport: Passport | Callable[[], Passport] | None = None,
) -> None:
    """A picture with the numbers in it. `numbers` is a small aggregate with headings for people;
    `name` is our own, and becomes the names of the files. A passport given as a function is asked
    for when somebody opens it: to find every file behind a picture takes longer than to draw it."""
    with st.container(border=True, gap="xsmall", key=f"card_{name}", height="stretch"):
        st.header(md(title), anchor=False)
        if subtitle:
            _quietly(subtitle)
        st.vega_lite_chart(to_spec(chart), theme=None, alt=alt_text, key=f"chart_{name}")
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            with st.popover("Show the numbers", type="tertiary"):
                show_numbers(numbers, alt_text)
            _downloads(chart, numbers, name, alt_text, theme)
            if passport:
                about = st.popover(
                    "About these figures", type="tertiary", key=f"about_{name}", on_change="rerun"
                )
                if about.open:
                    with about:
                        show_passport(passport() if callable(passport) else passport)


def quiet_card(name: str, said: str, *, beside: bool = False) -> None:
    """What a page has to say instead of a picture, before one, or `beside` one and as high. `said`
    is of our own words."""
    with st.container(border=True, key=f"card_{name}", height="stretch" if beside else "content"):
        st.markdown(said)


def tile_row(tiles: Sequence[Tile], *, name: str = "") -> None:
    """Side by side and of one height; two to a row on a phone. `name` is our own, where a page has
    several rows of them."""
    grid = st.grid(len(tiles), min_column_width=140)
    for number, tile in enumerate(tiles):
        kind = "muted_" if tile.muted else ""
        with (
            grid,
            st.container(
                border=True, height="stretch", gap="xxsmall", key=f"tile_{kind}{name}{number}"
            ),
        ):
            _draw(tile, f"{name}{number}")


def show_numbers(numbers: pl.DataFrame, alt_text: str, *, whole: bool = False) -> None:
    """Months and amounts written as on the chart; in the CSV they stay what a computer reads. A
    table shown `whole` is as high as its rows."""
    dates = {
        name: st.column_config.DateColumn(format=_as_written(numbers[name]))
        for name in numbers.select(cs.date()).columns
    }
    amounts = {
        name: st.column_config.NumberColumn(format="localized")
        for name in numbers.select(cs.numeric()).columns
    }
    st.dataframe(
        numbers,
        hide_index=True,
        alt=alt_text,
        placeholder=NOTHING,
        column_config={**dates, **amounts},
        height="content" if whole else "auto",
    )


def _as_written(days: pl.Series) -> str:
    whole_months = days.drop_nulls().dt.day().eq(1).all()
    return "MMM YYYY" if whole_months else "D MMM YYYY"


def show_passport(passport: Passport) -> None:
    st.markdown(md(passport.meaning, longest=600))
    if passport.formula:
        st.markdown(f"**How it is worked out:** {md(passport.formula, longest=600)}")
    for label, value in passport.inputs:
        st.markdown(f"- {md(label)}: {md(value)}")
    if not passport.files.is_empty():
        st.dataframe(passport.files, hide_index=True, alt="The files behind these figures")


def to_csv(numbers: pl.DataFrame) -> bytes:
    """For a spreadsheet: with the mark that tells Excel the letters, and no cell it would run."""
    guarded = numbers.with_columns(
        pl.col(pl.String).map_elements(wording.safe_cell, return_dtype=pl.String)
    ).rename(wording.safe_cell)
    return guarded.write_csv(include_bom=True).encode()


def _downloads(
    chart: Drawing, numbers: pl.DataFrame, name: str, alt_text: str, theme: Theme
) -> None:
    # Streamlit tells large files apart by part of their bytes and their name: two readers' files
    # of one name could be taken for each other. Their name tells what is in them.
    digest = hashlib.sha256(to_csv(numbers) + theme.encode()).hexdigest()[:8]
    kinds = [
        ("PNG", "image/png", lambda: to_png(chart)),
        ("SVG", "image/svg+xml", lambda: to_svg(chart, alt_text=alt_text).encode()),
        ("CSV", "text/csv", lambda: to_csv(numbers)),
    ]
    for kind, mime, make in kinds:
        st.download_button(
            kind,
            make,
            file_name=f"{name}-{digest}.{kind.lower()}",
            mime=mime,
            key=f"{name}_{kind}",
            type="tertiary",
            on_click="ignore",
        )


def _draw(tile: Tile, place: str) -> None:
    st.metric(md(tile.label), tile.value)
    if tile.sparkline:
        spec = to_spec(tile.sparkline)
        st.vega_lite_chart(spec, theme=None, alt=tile.alt_text, key=f"sparkline_{place}")
    verdict = md(tile.verdict)
    st.markdown(f"**{verdict}**" if tile.stands_out else verdict)
    for line in filter(None, (tile.detail, tile.also)):
        _quietly(line)


def _quietly(text: str) -> None:
    # A caption's grey is too faint on our cards (WCAG asks 4.5 to 1); the theme's grey is not.
    st.markdown(f":small[:gray[{md(text, longest=600)}]]")
