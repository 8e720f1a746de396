"""TikTok Studio followers by gender and by territory, as shares.

Known by their headings, which are documented from real files. A share is written as a part of one.
No day is written: the manager is asked on which day it was exported.
"""

from data_pipeline.contract import Source, Table, known_by, percent, required, text

SOURCE = Source(
    name="tiktok_audience",
    label="TikTok Studio follower shares",
    where="On TikTok: TikTok Studio › Analytics › Followers › Download data.",
    channel="tiktok",
    family="TikTok Studio",
    proof="real files",
    tables=[
        Table(
            subject="audience",
            columns={
                headings: required(text("segment")),
                ("Distribution", "Distribución", "Verteilung"): known_by(percent("share")),
            },
            constants={"dimension": dimension},
            exactly=True,
        )
        for dimension, headings in (
            ("gender", ("Gender", "Género", "Geschlecht")),
            ("territory", ("Top territories", "Territorios principales")),
        )
    ],
)
