"""Meta Business Suite, videos of a Facebook page: the life of each up to the export.

Known by headings documented from real files. There are some two hundred columns of retention and
demography. A video is also a post of the post export, under another id: so that it does not count
twice it is read and added up here, and not kept.
"""

from data_pipeline.contract import (
    Source,
    Table,
    count,
    date,
    identifier,
    known_by,
    required,
    text,
)

SOURCE = Source(
    name="meta_videos",
    label="Facebook videos",
    where="On Meta Business Suite: Insights › Content › Export data › Video.",
    channel="facebook",
    grace=31,
    proof="real files",
    tables=[
        Table(
            subject="posts",
            columns={
                "Video asset ID": required(identifier("post_id")),
                "Universal video ID": known_by(text("")),
                "Page ID": text(""),
                "Page name": text(""),
                "Title": text("title"),
                ("Duration (sec)", "Duration (secs)"): count(),
                "Publish time": date(habit="mdy", such_as="03/31/2025 14:05"),
                "Data comment": text(""),
                "Date": text(""),
            },
            kept=False,
        )
    ],
)
