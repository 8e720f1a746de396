"""3CX call report.

Known from documentation (version 20). A call has a line for each desk it rang at, all with one call
id: it counts once, was answered if one of them was, and is as long as they talked. Lines without a
time, or with nothing but one, are footers. Calls between desks are neither incoming nor outgoing.
The Arabic headings are a reader's, those of other languages from memory. So is the report of older
versions: it tells neither directions nor ids, so that each line is a call, and a number too long
for a desk is outside.
"""

import polars as pl

from data_pipeline.contract import (
    Source,
    Table,
    duration,
    identifier,
    known_by,
    moment,
    person,
    required,
    text,
)

_IN = "inbound|incoming|eingehend|entrant|entrada|recebida|in entrata|in arrivo|inkomend|وارد"
_OUT = "outbound|outgoing|ausgehend|sortant|saliente|saída|realizada|in uscita|uitgaand|صادر"
_TAKEN = [
    *("answered", "angenommen", "beantwortet", "répondu", "répondue", "contestada", "respondida"),
    *("atendida", "risposto", "risposta", "beantwoord", "aangenomen", "تم الرد"),
]
_RINGING = (
    *("Ringing", "Klingeln", "Klingelzeit", "Sonnerie", "Timbrando", "Timbre", "Tocando", "Toque"),
    *("Squillo", "Overgaan", "Rinkelen", "الرنين"),
)
_TALKING = (
    *("Talking", "Sprechen", "Sprechzeit", "Gesprächszeit", "Conversation", "Hablando"),
    *("Conversación", "Falando", "Conversando", "Conversação", "Conversazione", "Gesprekstijd"),
    *("In gesprek", "المحادثة"),
)
_ID_USED_AGAIN = 12  # hours: the count begins anew when the system does
_LONG = r"\d{6,}"


def _filled(heading: str) -> pl.Expr:
    return pl.col(heading).str.strip_chars().fill_null("") != ""


def _calls(lines: pl.DataFrame) -> pl.DataFrame:
    way = pl.col("way").str.to_lowercase()
    legs = lines.with_columns(
        pl.when(way.str.contains(_IN))
        .then(pl.lit("in"))
        .when(way.str.contains(_OUT))
        .then(pl.lit("out"))
        .otherwise(pl.lit("internal"))
        .alias("direction"),
        pl.col("status").str.to_lowercase().is_in(_TAKEN).alias("answered"),
    )
    hours = (pl.col("at") - pl.col("at").min().over("call_id")).dt.total_hours()
    time = (hours // _ID_USED_AGAIN).alias("time")
    calls = legs.group_by("call_id", time, maintain_order=True).agg(
        pl.col("row", "direction", "caller").first(),
        pl.col("at").min(),
        pl.col("answered").any(),
        pl.col("seconds").sum(),
    )
    outside = pl.when(pl.col("direction") == "in").then(pl.col("caller"))
    return calls.with_columns(outside.alias("caller"))


def _older(lines: pl.DataFrame) -> pl.DataFrame:
    """Without a direction: whoever has a number longer than a desk's is outside."""
    outside, to_outside = (
        pl.col(name).str.replace_all(r"[\s().-]", "").str.contains(_LONG).fill_null(value=False)
        for name in ("from", "to")
    )
    return lines.with_columns(
        pl.when(outside)
        .then(pl.lit("in"))
        .when(to_outside)
        .then(pl.lit("out"))
        .otherwise(pl.lit("internal"))
        .alias("direction"),
        pl.col("status").str.to_lowercase().is_in(_TAKEN).alias("answered"),
    )


SOURCE = Source(
    name="three_cx_calls",
    label="3CX call report",
    where="On 3CX: Admin › Reports › Call Logs › Export CSV.",
    grace=3,
    proof="documentation",
    tables=[
        Table(
            subject="calls",
            columns={
                ("Call Time", "Anrufzeit", "Heure de l'appel", "Heure d'appel", "Hora de llamada",
                 "Hora de la llamada", "Hora da chamada", "Ora chiamata", "Ora della chiamata",
                 "Tijd van oproep", "Beltijd", "وقت المكالمة"): required(
                    moment("at", such_as="2025-03-31 14:05:09")
                ),
                ("Call ID", "Anruf-ID", "ID de l'appel", "ID d'appel", "ID de llamada",
                 "ID de la llamada", "ID da chamada", "ID chiamata", "Oproep-ID", "Gespreks-ID",
                 "معرف المكالمة"): required(identifier("call_id")),
                ("From", "Von", "De", "Desde", "Da", "Van", "من"): known_by(person("caller")),
                ("Direction", "Richtung", "Sens", "Dirección", "Direção", "Direzione", "Richting",
                 "الاتجاه"): known_by(text("way")),
                ("Status", "Statut", "État", "Estado", "Stato", "الحالة"): known_by(
                    text("status")
                ),
                _RINGING: duration(""),
                _TALKING: known_by(duration("seconds")),
            },
            records=_filled("call time") & (_filled("call id") | _filled("direction")),
            finish=_calls,
            whole=True,
        ),
        Table(
            subject="calls",
            columns={
                "Call Time": required(moment("at", such_as="31/03/2025 14:05:09")),
                "Caller ID": known_by(text("from")),
                "Destination": known_by(text("to")),
                "Status": known_by(text("status")),
                "Ringing": duration(""),
                "Talking": known_by(duration("seconds")),
            },
            records=pl.col("call time").str.contains(r"\d").fill_null(value=False),
            finish=_older,
            grouped=True,
        ),
    ],
)  # fmt: skip
