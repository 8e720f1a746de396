"""RingCentral call log.

Known from a real file; other languages from memory. Several lines a call: a call is a line whose
type is “Voice”; the lines without a type below it are the phones it rang, and fax and SMS lines are
no calls. Answered means that someone took it: voicemail, missed and hung up are not. Day and time
stand in two columns, as the account's clock showed them.
"""

import polars as pl

from data_pipeline.contract import (
    Column,
    Headings,
    Source,
    Table,
    choice,
    date,
    duration,
    identifier,
    known_by,
    person,
    required,
    text,
    time_of_day,
)

_VOICE = ["voice", "sprache", "sprachanruf", "voix", "voz", "voce", "spraak"]
_TAKEN = [
    *("accepted", "call connected", "connected", "answered", "angenommen", "anruf verbunden"),
    *("verbunden", "accepté", "appel connecté", "connecté", "aceptada", "llamada conectada"),
    *("conectada", "aceita", "chamada conectada", "accettata", "chiamata connessa"),
    *("geaccepteerd", "gesprek verbonden"),
]


def _calls(lines: pl.DataFrame) -> pl.DataFrame:
    is_incoming = pl.col("direction") == "in"
    calls = lines.filter(pl.col("type").str.to_lowercase().is_in(_VOICE))
    clock = pl.col("time") if "time" in lines.columns else pl.lit(None, pl.Time)
    moment = pl.col("date").dt.combine(clock.fill_null(pl.time(0)))
    other = [name for name in ("from", "to") if name in lines.columns]
    return calls.with_columns(
        pl.col("result").str.to_lowercase().is_in(_TAKEN).fill_null(value=False).alias("answered"),
        moment.alias("at"),
        *([_caller(is_incoming)] if len(other) == 2 else []),
    )


def _caller(is_incoming: pl.Expr) -> pl.Expr:
    return pl.when(is_incoming).then(pl.col("from")).otherwise(pl.col("to")).alias("caller")


_DIRECTIONS = {
    "in": ("incoming", "inbound", "eingehend", "entrant", "entrante", "entrada", "recibida",
           "in entrata", "inkomend"),
    "out": ("outgoing", "outbound", "ausgehend", "sortant", "saliente", "saída", "realizada",
            "in uscita", "uitgaand"),
}  # fmt: skip


def _log(day: Column, result: Headings, description: Headings) -> Table:
    return Table(
        subject="calls",
        columns={
            ("Type", "Typ", "Tipo"): known_by(text("type")),
            (
                "Direction",
                "Richtung",
                "Sens",
                "Dirección",
                "Direção",
                "Direzione",
                "Richting",
            ): required(choice("direction", _DIRECTIONS)),
            ("From", "Von", "De", "Da", "Van"): person("from"),
            ("To", "An", "À", "Para", "A", "Naar"): person("to"),
            ("Date", "Datum", "Fecha", "Data"): required(day),
            ("Time", "Zeit", "Uhrzeit", "Heure", "Hora", "Ora", "Tijd"): time_of_day("time"),
            result: known_by(text("result")),
            description: known_by(text("")),
            ("Duration", "Dauer", "Durée", "Duración", "Duração", "Durata", "Duur"): duration(
                "seconds"
            ),
            ("Session Id", "Call Id"): identifier("call_id"),
        },
        finish=_calls,
    )


SOURCE = Source(
    name="ringcentral_calls",
    label="RingCentral call log",
    where="On RingCentral: Admin Portal › Reports › Call Log › Download.",
    grace=3,
    proof="real files",
    tables=[
        _log(
            date(habit="mdy", such_as="Tue 07/01/2025"),
            ("Action Result",),
            ("Result Description",),
        ),
        _log(
            date(such_as="01.07.2025"),
            ("Aktionsergebnis", "Résultat de l'action", "Resultado de la acción",
             "Resultado da ação", "Risultato azione", "Actieresultaat"),
            ("Ergebnisbeschreibung", "Beschreibung des Ergebnisses", "Description du résultat",
             "Descripción del resultado", "Descrição do resultado", "Descrizione risultato",
             "Beschrijving van resultaat"),
        ),
    ],
)  # fmt: skip
