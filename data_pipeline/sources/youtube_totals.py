"""YouTube Studio by day: "Totals" of any report, and "Table data" broken down by date.

Known from real files. A day and one metric or several, chosen by the manager, so the file says
neither its channel nor, where the metric is a common one ("Date,Views"), that it is YouTube's: then
its name tells ("Totals.csv"), else the manager is asked. A total may be the first or last line.
Estimated revenue is read and added up only: a day of it has no place for its currency.
"""

from data_pipeline.contract import (
    Column,
    Kind,
    Source,
    Table,
    count,
    date,
    known_by,
    measure,
    number,
    required,
)
from data_pipeline.platform_words.youtube import (
    CLICKED,
    DATE,
    ENGAGED,
    GAINED,
    LOST,
    METRICS,
    REVENUE,
    WATCHED,
    WATCHED_FOR,
    figures,
)

_COMMON: dict[str | tuple[str, ...], Column] = {
    spellings: measure(name) for name, spellings in METRICS.items() if name != "watch_hours"
}
_OWN: dict[str | tuple[str, ...], Column] = {
    METRICS["watch_hours"]: measure("watch_hours", Kind.NUMBER),
    WATCHED: measure("watch_percent", Kind.NUMBER),
    WATCHED_FOR: measure("watch_seconds", Kind.DURATION),
    CLICKED: measure("click_through_rate", Kind.NUMBER),
    GAINED: measure("followers_gained"),
    LOST: measure("followers_lost"),
    ENGAGED: count(),
    REVENUE: number(),
}
# A day and one of these may be of any network; so may a day, its views and its subscribers.
_ANYBODYS = (
    *(((spellings, name),) for name, spellings in METRICS.items() if name != "watch_hours"),
    tuple((METRICS[name], name) for name in ("views", "followers_net")),
)
_DAY: dict[str | tuple[str, ...], Column] = {
    DATE: required(date(habit="ymd", such_as="2025-03-31"))
}

SOURCE = Source(
    name="youtube_totals",
    label="YouTube Studio by day",
    where="On YouTube: Studio › Analytics › Advanced mode › Export; it is “Totals”.",
    channel="youtube",
    family="YouTube Studio",
    proof="real files",
    file_names=(
        r"^(totals|gesamtwerte|summen|totais|totaux|totales|totali|totalen"
        r"|table[ _]data|tabellendaten|dados[ _]da[ _]tabela"
        r"|datos[ _]de[ _]la[ _]tabla|données[ _]d|dati[ _]della[ _]tabella|tabelgegevens)"
    ),
    tables=[
        *(
            Table(
                subject="channel_days",
                name="Totals",
                columns={**figures(), **_DAY, **_COMMON, **_OWN, own: known_by(column)},
                exactly=True,
            )
            for own, column in _OWN.items()
        ),
        *(
            Table(
                subject="channel_days",
                name="Totals",
                columns={**_DAY, **{spellings: known_by(measure(name)) for spellings, name in few}},
                exactly=True,
                constants={"channel": "?", "channels": "youtube tiktok x facebook instagram"},
            )
            for few in _ANYBODYS
        ),
    ],
)
