"""Google Search Console performance by day ("Chart.csv"; "Dates.csv" in older archives).

Known from real files, inside a zip whose other tables (queries, pages, countries …) are cut off at
1,000 lines and do not add up to the days: they are left out. Position is a rank and the
click-through rate a ratio: neither is kept. What was filtered stands only in "Filters.csv".
"""

from data_pipeline.contract import (
    Source,
    Table,
    date,
    known_by,
    measure,
    number,
    percent,
    required,
)

SOURCE = Source(
    name="search_console_chart",
    label="Google Search Console by day",
    where="On Google: Search Console › Performance › Search results › Export.",
    channel="search",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            columns={
                ("Date", "Datum", "Data", "Fecha"): required(
                    date(habit="ymd", such_as="2025-03-31")
                ),
                ("Clicks", "Klicks", "Clics", "Cliques", "Clic", "Klikken"): known_by(
                    measure("clicks")
                ),
                (
                    "Impressions",
                    "Impressionen",
                    "Impresiones",
                    "Impressões",
                    "Impressioni",
                    "Vertoningen",
                ): known_by(measure("impressions")),
                ("CTR",): known_by(percent()),
                ("Position", "Posición", "Posição", "Posizione", "Positie"): known_by(number()),
            },
        )
    ],
)
