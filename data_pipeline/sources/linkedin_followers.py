"""LinkedIn page followers: who began to follow each day, and who follows by job and place.

Known from real files (to 2025); Spanish headings from documentation, other languages from memory.
On the daily sheet “Total followers” is what that day brought (sponsored, organic and invited), not
an audience; corrections can make it negative. On the other sheets the same words head the standing
audience, of which small groups are cut off, so that no sheet adds up to all followers. They have no
day of their own and are as of the last one of the daily sheet.
"""

from data_pipeline.contract import (
    Headings,
    Pattern,
    Source,
    Table,
    count,
    date,
    known_by,
    measure,
    required,
    text,
)

_TOTAL = (
    "Total followers", "Total de seguidores", "Follower insgesamt", "Follower:innen insgesamt",
    "Anzahl Follower", "Nombre total d’abonnés", "Total des abonnés", "Total d’abonnés",
    "Totale follower", "Follower totali", "Totaal aantal volgers", "Gesamtzahl Follower",
    "Gesamtzahl der Follower", "Gesamtzahl der Follower:innen", "Nombre total de followers",
    "Total de followers", "Totaal volgers",
    Pattern(r"(?=.*(follower|abonnés|seguidores|volgers)).*\b(total|totale|totali|totaux|totais|totales|gesamt"
            r"|insgesamt|gesamtzahl|totaal)\b.*"),
)  # fmt: skip
_DIMENSIONS: dict[str, Headings] = {
    "location": ("Location", "Ubicación", "Standort", "Lieu", "Localidade", "Località", "Locatie",
                 "Ort", "Localisation", "Emplacement", "Localização", "Posizione"),
    "job function": ("Job function", "Función laboral", "Tätigkeitsbereich", "Fonction", "Função",
                     "Funzione lavorativa", "Functie", "Tätigkeitsfeld", "Cargo", "Función",
                     "Funzione"),
    "seniority": ("Seniority", "Nivel de responsabilidad", "Karrierestufe", "Niveau hiérarchique",
                  "Nível de experiência", "Anzianità", "Senioriteit", "Senioridade",
                  "Niveau d’expérience", "Antigüedad", "Ervaringsniveau"),
    "industry": ("Industry", "Sector", "Branche", "Secteur", "Setor", "Settore", "Bedrijfstak"),
    "company size": ("Company size", "Tamaño de la empresa", "Unternehmensgröße",
                     "Taille de l’entreprise", "Tamanho da empresa", "Dimensioni dell’azienda",
                     "Bedrijfsgrootte"),
}  # fmt: skip

SOURCE = Source(
    name="linkedin_followers",
    label="LinkedIn followers",
    where="On LinkedIn: Page admin › Analytics › Followers › Export.",
    channel="linkedin",
    file_names=r"_followers_\d{13}",
    proof="real files",
    tables=[
        Table(
            subject="channel_days",
            name="New followers",
            columns={
                ("Date", "Fecha", "Datum", "Data"): required(
                    date(habit="mdy", such_as="03/31/2025")
                ),
                ("Sponsored followers", "Seguidores patrocinados", "Gesponserte Follower",
                 "Gesponserte Follower:innen", "Abonnés sponsorisés", "Follower sponsorizzati",
                 "Gesponsorde volgers",
                 Pattern(r".*\b(followers|abonnés|seguidores|follower) "
                         r"(sponsorisés|patrocinados|sponsorizzati)")): known_by(count()),
                ("Organic followers", "Seguidores generales", "Seguidores orgánicos",
                 "Organische Follower", "Organische Follower:innen", "Abonnés organiques",
                 "Seguidores orgânicos", "Follower organici", "Organische volgers",
                 Pattern(r".*\b(followers|abonnés|seguidores|follower) "
                         r"(organiques|orgánicos|orgânicos|organici)")): known_by(
                    count()
                ),
                ("Auto-invited followers", "Seguidores invitados automáticamente",
                 "Automatisch eingeladene Follower", "Automatisch eingeladene Follower:innen",
                 "Abonnés invités automatiquement", "Seguidores convidados automaticamente",
                 "Follower invitati automaticamente", "Automatisch uitgenodigde volgers"): count(),
                _TOTAL: required(measure("followers_gained")),
            },
        ),
        *(
            Table(
                subject="audience",
                name=dimension.capitalize(),
                columns={headings: required(text("segment")), _TOTAL: required(count("people"))},
                constants={"dimension": dimension},
                alone=False,
            )
            for dimension, headings in _DIMENSIONS.items()
        ),
    ],
)  # fmt: skip
