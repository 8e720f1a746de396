"""Microsoft Clarity dashboard: what visitors did on the website, for a window as a whole.

Known from real files. Two lines name the project and the window; then come a dozen blocks, each
begun by "Metric" and its name: sessions, insights, pages, referrers … There is no day in it, its
sessions are counted otherwise than Google Analytics counts them, and its insights are no outcome of
the business: it is read and added up, and nothing of it is kept.
"""

import polars as pl

from data_pipeline.contract import Pattern, Source, Table, count, known_by, percent, required, text

_A_DAY = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}"
_METRIC = "Metric"

SOURCE = Source(
    name="clarity_dashboard",
    label="Microsoft Clarity dashboard",
    where="On Microsoft Clarity: Dashboard › Download › CSV.",
    channel="website",
    proof="real files",
    period_above=rf"Date range\W+(?P<first>{_A_DAY})[^\n]*?\s[-–]\s*(?P<last>{_A_DAY})",
    period_habit="mdy",
    tables=[
        Table(
            subject="web_days",
            name="Dashboard",
            columns={
                (_METRIC,): known_by(text("")),
                (Pattern(r"(?!no\. of |% of ).+"),): required(text("")),
                ("No. of sessions",): count(),
                ("% of sessions",): percent(),
            },
            preamble=r"(?is)\bProject name\b.*\bDate range\b",
            begins=True,
            records=pl.col(_METRIC.lower()).fill_null("") != _METRIC,
            kept=False,
            grouped=True,
        )
    ],
)
