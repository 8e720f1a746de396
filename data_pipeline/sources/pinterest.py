"""Pinterest Analytics: a series for each figure, or one table of all of them, and the top Pins.

Known from memory only, so that it is read tolerantly: lines about the report may stand above, and
several small tables below each other. Pin clicks are known nowhere else, nor are outbound clicks
beside saves; a day and a figure that others have too are Pinterest's where the lines above say so.
Audiences are unique people and not kept. The top Pins have figures of the chosen window, not of
their life, and they are only some: they are read and added up, and not kept.
"""

from collections.abc import Mapping

import polars as pl

from data_pipeline.contract import (
    Column,
    Headings,
    Source,
    Table,
    count,
    date,
    known_by,
    measure,
    required,
    text,
)

_DATE = ("Date", "Datum", "Fecha", "Data", "Day", "Tag")
_IMPRESSIONS = ("Impressions", "Impressionen", "Impresiones", "Impressões", "Impression",
                "Impressies", "Weergaven", "Visualizzazioni")  # fmt: skip
_PIN_CLICKS = ("Pin clicks", "Pin click", "Pin-Klicks", "Clics sur les Épingles", "Clics en el Pin",
               "Clics en Pines", "Cliques no Pin", "Clic sui Pin", "Pin-kliks",
               "Closeups")  # fmt: skip
_OUTBOUND = ("Outbound clicks", "Outbound click", "Ausgehende Klicks", "Clics sortants",
             "Clics salientes", "Cliques de saída", "Clic in uscita",
             "Uitgaande kliks")  # fmt: skip
_LINK_CLICKS = (*_OUTBOUND, "Link clicks")  # the latter are everybody's
_ENGAGEMENTS = ("Engagements", "Engagement", "Interaktionen", "Interacciones", "Engajamentos",
                "Interazioni")  # fmt: skip
_SAVES = ("Saves", "Save", "Gemerkt", "Enregistrements", "Guardados", "Salvamentos", "Salvataggi",
          "Repins")  # fmt: skip
_FIGURES: Mapping[Headings, str] = {
    _IMPRESSIONS: "impressions",
    _ENGAGEMENTS: "engagements",
    _PIN_CLICKS: "clicks",
    _LINK_CLICKS: "link_clicks",
    _SAVES: "saves",
    ("Video views", "Videoaufrufe"): "video_views",
}
_PIN = ("Pin link", "Pin URL", "Pin", "Pin ID", "Link", "URL", "Pin-Link")
_DAY = required(date(habit="ymd", such_as="2025-03-31"))
_OF_A_DAY: Mapping[Headings, Column] = {
    _DATE: _DAY,
    **{headings: measure(name) for headings, name in _FIGURES.items()},
}
# A lone word in the place of a day is the title of the next table.
_HAS_A_FIGURE = pl.any_horizontal(pl.exclude("row", r"^c\d+$", "date").is_not_null())
_SAID_ABOVE = r"(?i)pinterest"

SOURCE = Source(
    name="pinterest",
    label="Pinterest Analytics",
    where="On Pinterest: Business hub › Analytics › Overview › Export.",
    channel="pinterest",
    file_names=r"pinterest",
    proof="memory",
    tables=[
        Table(
            subject="channel_days",
            name="Performance over time",
            columns={**_OF_A_DAY, _PIN_CLICKS: known_by(measure("clicks"))},
            records=_HAS_A_FIGURE,
        ),
        Table(
            subject="channel_days",
            name="Performance over time",
            columns={
                **{one: column for one, column in _OF_A_DAY.items() if one != _LINK_CLICKS},
                _OUTBOUND: known_by(measure("link_clicks")),
                _SAVES: known_by(measure("saves")),
            },
            records=_HAS_A_FIGURE,
        ),
        *(
            Table(
                subject="channel_days",
                name="Performance over time",
                columns={**_OF_A_DAY, headings: known_by(measure(name))},
                records=_HAS_A_FIGURE,
                preamble=_SAID_ABOVE,
            )
            for headings, name in _FIGURES.items()
        ),
        Table(
            subject="posts",
            name="Top Pins",
            columns={
                _PIN: required(text("")),
                **{headings: count() for headings in _FIGURES},
                _PIN_CLICKS: known_by(count()),
            },
            without=_DATE,
            kept=False,
        ),
    ],
)
