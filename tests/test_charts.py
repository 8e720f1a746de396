"""What a chart says and what it must not: read from the picture it becomes."""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import polars as pl
import pytest

from pages.view import charts
from pages.view.colours import ACTIVITY, CHANNELS, GROUNDS, OUTCOMES, colour_of, label_colour_of

THEMES = ("light", "dark")
WIDE, PHONE = 680, 300
YEAR = [date(2025, month, 1) for month in range(1, 13)]
HOSTILE = "'+datum['x']+'\"</text><script>alert(1)</script><a href='https://phish.example'>"


def months(*values: float | None, going_on: bool = False) -> pl.DataFrame:
    rows = [(day, value, True) for day, value in zip(YEAR, values, strict=False)]
    figures = pl.DataFrame(rows, schema=charts.MONTHS, orient="row")
    last = pl.col("month") == pl.col("month").max()
    return figures.with_columns(complete=~(last & pl.lit(going_on)))


def series(**values: tuple[float | None, ...]) -> pl.DataFrame:
    parts = [
        months(*of_series).select(
            pl.lit(name).alias("series"),
            pl.lit(name.capitalize()).alias("label"),
            pl.all(),
        )
        for name, of_series in values.items()
    ]
    return pl.concat(parts)


def note(day: date, label: str, kind: str = "note", until: date | None = None) -> pl.DataFrame:
    return pl.DataFrame([(day, label, kind, until)], schema=charts.NOTES, orient="row")


def shares(*rows: tuple[str, float | None, float | None]) -> pl.DataFrame:
    full = [(*row, row[2] and row[2] / 2, row[2] and min(row[2] * 2, 1)) for row in rows]
    return pl.DataFrame(full, schema=charts.SHARES, orient="row")


def coverage(source: str, *states: str) -> pl.DataFrame:
    rows = [(source, day, state) for day, state in zip(YEAR, states, strict=False)]
    return pl.DataFrame(rows, schema=charts.COVERAGE, orient="row")


def rows_of(spec: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    return spec["datasets"][layer["data"]["name"]]


def every_chart(theme: Any, text: str = "LinkedIn") -> dict[str, alt.LayerChart]:
    colour = OUTCOMES[theme]["calls"]
    calls = months(90, 110, None, 120, 80, going_on=True)
    piles = series(linkedin=(4, 5, 6), unknown=(2, 2, 9)).with_columns(label=pl.lit(text))
    index = series(followers=(100, 140, 300), calls=(100, None, 104)).with_columns(
        label=pl.lit(text)
    )
    expected = calls.with_columns(low=pl.lit(70.0), high=pl.lit(115.0))
    notes = note(date(2025, 2, 14), text)
    return {
        "over_months": charts.over_months(
            calls, unit="count", colour=colour, theme=theme, notes=notes
        ),
        "index_lines": charts.index_lines(index, text, theme=theme, notes=notes),
        "expected_range": charts.expected_range(
            expected, unit="GBP", colour=colour, theme=theme, notes=notes
        ),
        "sparkline": charts.sparkline(calls, colour=colour, theme=theme),
        "stacked_months": charts.stacked_months(piles, "Source", theme=theme),
        "small_multiples": charts.small_multiples(
            piles, {"linkedin": "count", "unknown": "GBP"}, theme=theme
        ),
        "share_gap": charts.share_gap(
            shares((text, 0.5, 0.2)), outcome="new accounts", colour=colour, theme=theme
        ),
        "coverage_calendar": charts.coverage_calendar(
            coverage(text, "here", "partial", "missing", "not_expected"), theme=theme
        ),
    }


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_every_chart_is_as_wide_as_it_is_told(theme, width):
    for name, chart in every_chart(theme).items():
        drawn = float(picture(chart, width).attrib["width"])
        assert drawn == pytest.approx(width, abs=2), name


def test_a_missing_month_breaks_the_line_and_is_no_nought():
    chart = charts.over_months(months(90, 110, None, 120, 125), unit="count", colour="#102030")
    assert sorted(points_of(line) for line in lines(chart, "#102030")) == [2, 2]


def test_a_month_without_a_row_is_a_gap_as_well():
    without_march = months(90, 110, 100, 120, 125).filter(pl.col("month") != date(2025, 3, 1))
    chart = charts.over_months(without_march, unit="count", colour="#102030")
    assert sorted(points_of(line) for line in lines(chart, "#102030")) == [2, 2]


def test_a_month_alone_between_gaps_is_a_dot():
    alone = charts.over_months(
        months(90, 95, None, 120, None, 110, 115), unit="count", colour="#102030"
    )
    joined = charts.over_months(
        months(90, 95, 100, 120, 110, 110, 115), unit="count", colour="#102030"
    )
    assert len(dots(alone, "#102030")) == 2
    assert len(dots(joined, "#102030")) == 1


def test_a_month_that_goes_on_is_dashed_hollow_and_said_to_go_on():
    chart = charts.over_months(
        months(90, 110, 120, 40, going_on=True), unit="count", colour="#102030"
    )
    drawn = {
        bool(line.get("stroke-dasharray")): points_of(line) for line in lines(chart, "#102030")
    }
    assert drawn == {False: 3, True: 2}
    (end,) = dots(chart, "#102030")
    assert end.get("fill") == GROUNDS["light"].card
    assert "40 so far" in texts(chart)


def test_no_line_runs_past_a_month_in_between_that_is_not_complete():
    figures = months(10, 12, 5, 14, 15).with_columns(
        complete=pl.col("month") != pl.lit(date(2025, 3, 1))
    )
    spec = charts.to_spec(charts.over_months(figures, unit="count", colour="#000000"))
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    runs = [
        {row["run"] for row in rows_of(spec, layer) if row["month"] in ends}
        for layer, ends in zip(
            lines, [("2025-02-01", "2025-04-01"), ("2025-02-01", "2025-03-01")], strict=True
        )
    ]
    assert [len(run) for run in runs] == [2, 1]  # the full line parts, the dashes join


def test_small_multiples_have_a_scale_each():
    chart = charts.small_multiples(
        series(followers=(10_000, 20_000), calls=(2, 4)), {"followers": "count", "calls": "count"}
    )
    spec = charts.to_spec(chart)
    rows = rows_of(spec, spec["layer"][-1])
    heights = {row["series"]: row["strip"] + charts.FLOOR - row["value"] for row in rows[1::2]}
    assert heights["followers"] == pytest.approx(heights["calls"])


def test_a_finished_month_ends_in_a_full_dot():
    chart = charts.over_months(months(90, 110, 120), unit="count", colour="#102030")
    (end,) = dots(chart, "#102030")
    assert end.get("fill") == "#102030"
    assert "120" in texts(chart)


def test_a_changed_definition_breaks_the_line_and_a_note_does_not():
    figures, day = months(90, 110, 120, 125), date(2025, 3, 10)
    noted, broken = (
        charts.over_months(
            figures, unit="count", colour="#102030", notes=note(day, "Views count anew", kind)
        )
        for kind in ("note", "break")
    )
    assert [points_of(line) for line in lines(noted, "#102030")] == [4]
    assert [points_of(line) for line in lines(broken, "#102030")] == [2, 2]
    assert "Views count anew" in texts(noted)
    assert "Views count anew" in texts(broken)


def test_a_note_outside_the_months_shown_is_left_out():
    chart = charts.over_months(
        months(90, 110), unit="count", colour="#102030", notes=note(date(2024, 1, 1), "Giveaway")
    )
    assert "Giveaway" not in texts(chart)


def test_a_campaign_is_shaded_behind_the_lines_as_far_as_its_days_are_shown():
    figures = months(90, 110, 120, 125)
    begun_before = note(date(2024, 11, 5), "Giveaway", "campaign", date(2025, 2, 14))
    goes_on = note(date(2025, 3, 10), "Trade show", "campaign", date(2025, 9, 30))
    chart = charts.over_months(
        figures, unit="count", colour="#102030", notes=pl.concat([begun_before, goes_on])
    ).to_dict()
    first = chart["layer"][0]
    assert first["mark"]["type"] == "rect"
    assert [(row["day"], row["until"]) for row in rows_of(chart, first)] == [
        ("2025-01-01", "2025-02-14"),
        ("2025-03-10", "2025-04-01"),
    ]
    over = note(date(2024, 11, 5), "Giveaway", "campaign", date(2024, 12, 14))
    without = charts.over_months(figures, unit="count", colour="#102030", notes=over)
    assert "Giveaway" not in texts(without)


def test_months_are_written_so_that_no_time_zone_moves_them():
    """A date with a time of day is read in the reader's own zone: March would become February."""
    for name, chart in every_chart("light").items():
        days = [row[key] for row in rows(chart) for key in ("month", "day") if key in row]
        assert bool(days) == (name != "share_gap")
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days), name
    drawn = charts.over_months(months(*range(12)), unit="count", colour="#102030")
    assert "Jan 2025" in texts(drawn)


def test_an_axis_of_money_has_the_currency():
    chart = charts.over_months(months(52_000, 61_240), unit="GBP", colour="#102030")
    assert {"£20k", "£61,240"} <= set(texts(chart))


def test_labels_at_the_lines_ends_do_not_lie_on_each_other():
    level = series(**dict.fromkeys(("followers", "calls", "revenue"), (100, 104, 104)))
    chart = charts.index_lines(level, "100 = Jan 2025")
    heights = sorted(
        height for text, height in placed_texts(chart) if re.fullmatch(r"[A-Z]\w+ 104", text)
    )
    assert len(heights) == 3
    assert heights[0] >= 0
    assert heights[-1] <= charts.HEIGHT + 6
    assert all(lower - upper >= 14 for upper, lower in pairwise(heights))


def test_a_line_that_ends_early_says_when():
    chart = charts.index_lines(
        series(followers=(100, 120, 130), calls=(100, 110, None)), "100 = Jan 2025"
    )
    assert {"Followers 130", "Calls 110 (Feb 2025)"} <= set(texts(chart))


def test_on_a_phone_the_labels_leave_the_lines_their_room():
    chart = charts.index_lines(series(followers=(100, 120), calls=(100, 110)), "100 = Jan 2025")
    for width in (WIDE, PHONE):
        assert texts(chart, width).count("Followers 120") == 1
    plot = max(points_width(line) for line in lines(chart, colour_of("followers", "light"), PHONE))
    assert plot > PHONE * 0.75


def test_the_source_of_most_outcomes_comes_first():
    chart = charts.share_gap(
        shares(("Instagram", 0.6, 0.1), ("E-mail", None, 0.3), ("YouTube", 0.1, None)),
        outcome="calls",
        colour="#102030",
    )
    names = [text for text in texts(chart) if text in {"Instagram", "E-mail", "YouTube"}]
    assert names == ["E-mail", "Instagram", "YouTube"]


def test_the_unknown_pile_lies_on_top_without_a_colour():
    chart = charts.stacked_months(series(unknown=(9,), linkedin=(4,), email=(5,)), "Source")
    fills = [bar.get("fill") for bar in marks(chart, "rect")]
    linkedin, email = CHANNELS["light"]["linkedin"], CHANNELS["light"]["email"]
    assert fills == [email, linkedin, GROUNDS["light"].unknown]
    dashed = [
        bar.get("fill") for bar in marks(chart, "rect") if bar.get("stroke-dasharray") == "3,2"
    ]
    assert dashed == [GROUNDS["light"].unknown]


def test_states_of_a_source_are_told_without_colour():
    chart = charts.coverage_calendar(
        coverage("Call log", "here", "partial", "missing", "not_expected")
    )
    signs = {(height_of(cell), bool(cell.get("stroke"))) for cell in marks(chart, "rect")}
    assert len(signs) == 4


def test_a_month_outside_its_range_stands_out_unless_it_goes_on():
    band = {"low": pl.lit(80.0), "high": pl.lit(120.0)}
    sizes = [
        max(points_width(dot) for dot in dots(chart, "#102030"))
        for figures in (months(100, 150), months(100, 150, going_on=True), months(100, 110))
        for chart in [
            charts.expected_range(figures.with_columns(**band), unit="count", colour="#102030")
        ]
    ]
    assert sizes[0] > sizes[1] == sizes[2]


@pytest.mark.parametrize("theme", THEMES)
def test_text_from_a_file_is_a_text_in_the_picture_and_nothing_else(theme):
    tame, hostile = every_chart(theme), every_chart(theme, HOSTILE)
    for name in tame:
        assert expressions(hostile[name]) == expressions(tame[name]), name
        svg = ElementTree.fromstring(charts.to_svg(hostile[name], alt_text=HOSTILE))
        tags = {element.tag.split("}")[-1] for element in svg.iter()}
        assert not tags & {"script", "a", "image", "foreignObject"}, name
        attributes = {key.split("}")[-1] for element in svg.iter() for key in element.attrib}
        assert not {key for key in attributes if key == "href" or key.startswith("on")}, name


def test_a_picture_fetches_nothing():
    chart = alt.LayerChart(
        layer=[alt.Chart("https://elsewhere.example/a.csv").mark_point().encode(x="a:Q")]
    )
    with pytest.raises(ValueError, match=r"elsewhere\.example"):
        charts.to_svg(chart)


def test_a_picture_tells_its_sentence_to_those_who_do_not_see_it():
    figures = months(90, 110)
    said = charts.over_months_alt(figures, title="Calls & more", unit="count")
    chart = charts.over_months(figures, unit="count", colour="#102030")
    svg = ElementTree.fromstring(charts.to_svg(chart, alt_text=said))
    assert (svg.attrib["role"], svg.attrib["aria-label"]) == ("img", said)


def test_a_picture_for_slides():
    png = charts.to_png(every_chart("light")["share_gap"], width=400, scale=2)
    assert png.startswith(b"\x89PNG\r\n")
    assert int.from_bytes(png[16:20]) == pytest.approx(800, abs=4)


@pytest.mark.parametrize("theme", THEMES)
def test_a_workspace_without_a_month_yet_has_charts_too(theme):
    colour = OUTCOMES[theme]["calls"]
    empty = {
        kind: pl.DataFrame(schema=getattr(charts, kind))
        for kind in ("MONTHS", "SERIES", "EXPECTED", "SHARES", "COVERAGE")
    }
    for chart in (
        charts.over_months(empty["MONTHS"], unit="count", colour=colour, theme=theme),
        charts.index_lines(empty["SERIES"], "100 = Jan 2025", theme=theme),
        charts.expected_range(empty["EXPECTED"], unit="count", colour=colour, theme=theme),
        charts.sparkline(empty["MONTHS"], colour=colour, theme=theme),
        charts.stacked_months(empty["SERIES"], "Source", theme=theme),
        charts.share_gap(empty["SHARES"], outcome="calls", colour=colour, theme=theme),
        charts.coverage_calendar(empty["COVERAGE"], theme=theme),
    ):
        assert not marks_with(chart, colour)


def test_a_chart_refuses_what_should_have_been_an_aggregate():
    many = pl.concat([months(*range(12))] * 500)
    with pytest.raises(AssertionError, match="6000 rows"):
        charts.over_months(many, unit="count", colour="#102030")


def test_what_a_chart_shows_in_one_sentence():
    calls = months(90, None, 110, 40, going_on=True)
    assert charts.over_months_alt(calls, title="Calls", unit="count") == (
        "Calls, Jan–Apr 2025: 90 in January 2025, 40 in April 2025, a month that still goes on;"
        " 1 month missing."
    )
    index = series(followers=(100, 130), calls=(100, 104))
    assert charts.index_lines_alt(index, "January 2025 is 100") == (
        "An index where January 2025 is 100, Jan–Feb 2025. At the end: Followers 130 and Calls 104."
    )
    piles = series(linkedin=(4, 5), unknown=(2, 9))
    assert charts.stacked_months_alt(piles, "Source", title="Enquiries") == (
        "Enquiries by source, Jan–Feb 2025: most from Unknown 11 and Linkedin 9."
    )
    gap = shares(("Instagram", 0.6, 0.1), ("E-mail", None, 0.3))
    assert charts.share_gap_alt(gap, outcome="calls") == (
        "Share of calls by channel, beside the share of followers: most from"
        " E-mail 30% (of followers not known) and Instagram 10% (of followers 60%)."
    )
    calendar = coverage("Call log", "here", "here", "missing")
    assert charts.coverage_calendar_alt(calendar) == (
        "1 source, Jan–Mar 2025, month by month: 2 here and 1 missing."
    )


def test_sentences_before_the_first_month():
    none = pl.DataFrame(schema=charts.SERIES)
    assert charts.over_months_alt(none, title="Calls", unit="count").endswith("known yet.")
    assert charts.index_lines_alt(none, "January 2025 is 100").endswith("known yet.")
    assert charts.stacked_months_alt(none, "Source", title="Calls").endswith("known yet.")
    assert charts.share_gap_alt(shares(), outcome="calls").endswith("known yet.")
    assert charts.coverage_calendar_alt(coverage("Call log")).endswith("here yet.")


# Colours


@pytest.mark.parametrize("theme", THEMES)
def test_words_stand_out_from_their_ground_and_marks_do(theme):
    ground = GROUNDS[theme]
    for ink in (ground.ink, ground.muted, ground.accent, ground.note):
        assert contrast(ink, ground.card) >= 4.5
        assert contrast(ink, ground.page) >= 4.5
    labelled = ["followers", *OUTCOMES[theme], *ACTIVITY[theme]]
    assert all(contrast(label_colour_of(name, theme), ground.card) >= 4.5 for name in labelled)
    drawn = [*labelled, *CHANNELS[theme]]
    assert all(contrast(colour_of(name, theme), ground.card) >= 3 for name in drawn)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", ["all cones", "no red", "no green", "no blue"])
def test_colours_stay_apart_for_every_kind_of_eye(theme, eyes):
    lines_drawn = [GROUNDS[theme].followers, *OUTCOMES[theme].values(), *ACTIVITY[theme].values()]
    assert nearest(lines_drawn, eyes) >= 14
    assert nearest([*CHANNELS[theme].values()], eyes) >= 9


@pytest.mark.parametrize("theme", THEMES)
def test_the_screen_has_the_colours_of_the_charts(theme):
    config = Path(__file__).parent.parent / ".streamlit" / "config.toml"
    screen = tomllib.loads(config.read_text())["theme"][theme]
    ground = GROUNDS[theme]
    assert screen["backgroundColor"] == ground.page
    assert screen["secondaryBackgroundColor"] == ground.card
    assert screen["textColor"] == ground.ink
    assert screen["primaryColor"] == screen["linkColor"] == ground.accent
    assert screen["grayTextColor"] == ground.muted
    assert screen["chartCategoricalColors"] == [
        *OUTCOMES[theme].values(),
        *ACTIVITY[theme].values(),
        ground.followers,
    ]


# Reading a picture


def picture(chart: alt.LayerChart, width: int = WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(charts.to_svg(chart, width=width))


def marks(chart: alt.LayerChart, kind: str, width: int = WIDE) -> list[ElementTree.Element]:
    """The shapes of one kind, without those of axes and legends."""
    groups = picture(chart, width).iter("{http://www.w3.org/2000/svg}g")
    ours = (group for group in groups if "role-mark" in group.get("class", "").split())
    return [
        shape
        for group in ours
        if f"mark-{kind}" in group.get("class", "").split()
        and "legend" not in group.get("class", "")
        for shape in group
        if shape.tag.endswith("path")
    ]


def marks_with(chart: alt.LayerChart, colour: str) -> list[ElementTree.Element]:
    return [
        shape
        for kind in ("line", "symbol", "rect", "area")
        for shape in marks(chart, kind)
        if colour in {shape.get("fill"), shape.get("stroke")}
        and "legend" not in shape.get("class", "")
        and shape.get("d")
    ]


def lines(chart: alt.LayerChart, colour: str, width: int = WIDE) -> list[ElementTree.Element]:
    return [line for line in marks(chart, "line", width) if line.get("stroke") == colour]


def dots(chart: alt.LayerChart, colour: str) -> list[ElementTree.Element]:
    return [dot for dot in marks(chart, "symbol") if dot.get("stroke") == colour]


def points_of(line: ElementTree.Element) -> int:
    return len(re.findall(r"[ML]", line.attrib["d"]))


def points_width(shape: ElementTree.Element) -> float:
    across = [float(x) for x in re.findall(r"[ML]([-\d.]+),", shape.attrib["d"])]
    radii = [float(r) for r in re.findall(r"A([-\d.]+),", shape.attrib["d"])]
    return max(across) - min(across) if len(across) > 1 else 2 * max(radii)


def height_of(cell: ElementTree.Element) -> float:
    return abs(float(re.findall(r"v([-\d.]+)", cell.attrib["d"])[0]))


def placed_texts(chart: alt.LayerChart, width: int = WIDE) -> Iterator[tuple[str, float]]:
    for text in picture(chart, width).iter("{http://www.w3.org/2000/svg}text"):
        place = re.search(r"translate\([-\d.]+,([-\d.]+)\)", text.get("transform", ""))
        yield text.text or "", float(place[1]) if place else 0.0


def texts(chart: alt.LayerChart, width: int = WIDE) -> list[str]:
    return [text for text, _ in placed_texts(chart, width)]


def rows(chart: alt.LayerChart) -> list[dict[str, Any]]:
    return [row for rows in charts.to_spec(chart)["datasets"].values() for row in rows]


def expressions(chart: alt.LayerChart) -> list[str]:
    """Everything in a chart that is run and not shown, and every address it could follow."""
    run = {"expr", "calculate", "filter", "test", "labelExpr", "href", "url"}
    found: list[str] = []

    def look(part: Any) -> None:
        for key, value in part.items() if isinstance(part, dict) else ():
            found.extend([str(value)] if key in run else [])
            look(value)
        for value in part if isinstance(part, list) else ():
            look(value)

    look(json.loads(chart.to_json()))
    return found


def contrast(ink: str, ground: str) -> float:
    """As WCAG 2 measures it."""
    darker, lighter = sorted(
        0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(light, (ink, ground))
    )
    return (lighter + 0.05) / (darker + 0.05)


def light(colour: str) -> list[float]:
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


# Machado, Oliveira and Fernandes 2009, at full strength.
EYES = {
    "all cones": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "no red": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no green": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no blue": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def nearest(colours: list[str], eyes: str) -> float:
    """The least distance between two of them in CIELAB; about 2 is just seen side by side."""
    seen = [lab(colour, eyes) for colour in colours]
    return min(
        sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        for one, other in combinations(seen, 2)
    )


def lab(colour: str, eyes: str) -> tuple[float, float, float]:
    parts = light(colour)
    red, green, blue = (
        min(1, max(0, sum(a * b for a, b in zip(row, parts, strict=True)))) for row in EYES[eyes]
    )
    xyz = (
        (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047,
        0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
        (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
