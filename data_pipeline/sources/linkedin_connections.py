"""LinkedIn connections: the people a profile is connected to, by the day they were connected.

Known from a real file (2021); the newer column `URL` from memory. A note of three lines may stand
above the headings. Members who left have a day and nothing else. Newest first, days as
“28 Nov 2021”. People who were connected and went are not in it, so that a month's count shrinks
with time. Names are kept as a pseudonym only; employers, positions and addresses not at all.
"""

import polars as pl

from data_pipeline.contract import Source, Table, date, known_by, person, required


def _one_name(people: pl.DataFrame) -> pl.DataFrame:
    return people.with_columns(
        person=pl.concat_str("first_name", "last_name", separator=" ", ignore_nulls=True).replace(
            "", None
        )
    )


SOURCE = Source(
    name="linkedin_connections",
    label="LinkedIn connections",
    where="On LinkedIn: Me › Settings & Privacy › Data privacy › Get a copy of your data.",
    channel="linkedin",
    file_names=r"connections",
    grace=31,
    proof="real files",
    tables=[
        Table(
            subject="connections",
            columns={
                ("First Name", "Vorname", "Prénom", "Nombre", "Nome", "Voornaam"): known_by(
                    person("first_name")
                ),
                (
                    "Last Name",
                    "Nachname",
                    "Nom de famille",
                    "Nom",
                    "Apellidos",
                    "Sobrenome",
                    "Cognome",
                    "Achternaam",
                ): known_by(person("last_name")),
                (
                    "Connected On",
                    "Verbunden am",
                    "Vernetzt am",
                    "Connecté le",
                    "Conectado el",
                    "Conectado em",
                    "Collegato il",
                    "Verbonden op",
                ): required(date(such_as="28 Nov 2021")),
            },
            finish=_one_name,
        )
    ],
)
