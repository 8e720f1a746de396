"""LinkedIn competitor analytics: the followers of a page and of those it compares itself with.

Known by headings documented from real files; in other languages from memory. The window stands in
two cells above the headings. The page's own line is among the others' and nothing tells which it
is: the file is read and added up, and nothing of it is kept, so that no competitor's followers are
taken for ours.
"""

from data_pipeline.contract import Source, Table, count, known_by, required, text

SOURCE = Source(
    name="linkedin_competitors",
    label="LinkedIn competitor analytics",
    where="On LinkedIn: Page admin › Analytics › Competitors › Export.",
    channel="linkedin",
    file_names=r"competitor_analytics_\d{13}",
    period_above=r"(?P<first>\d{1,2}/\d{1,2}/\d{4})\W+(?P<last>\d{1,2}/\d{1,2}/\d{4})",
    proof="real files",
    tables=[
        Table(
            subject="follower_counts",
            name="COMPETITORS",
            columns={
                ("Page", "Página", "Seite", "Pagina"): required(text("")),
                (
                    "Total Followers",
                    "Total de seguidores",
                    "Follower insgesamt",
                    "Nombre total d’abonnés",
                    "Total d’abonnés",
                    "Follower totali",
                    "Totaal aantal volgers",
                ): known_by(count()),
                (
                    "New Followers",
                    "Nuevos seguidores",
                    "Neue Follower",
                    "Nouveaux abonnés",
                    "Novos seguidores",
                    "Nuovi follower",
                    "Nieuwe volgers",
                ): known_by(count()),
                "Total post engagements": count(),
                "Total posts": count(),
            },
            kept=False,
        )
    ],
)
