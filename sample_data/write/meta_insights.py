"""Meta Business Suite › Insights › Export: days, in titled sections, for Facebook and Instagram."""

from collections.abc import Mapping
from datetime import date

from sample_data.write.csv_text import as_csv

Section = Mapping[date, int]


def insights(sections: Mapping[str, Section]) -> bytes:
    text = "sep=,\n" + "\n".join(_section(title, sections[title]) for title in sections)
    return b"\xff\xfe" + text.encode("utf-16-le")


def _section(title: str, values: Section) -> str:
    rows = [[title], ["Date", "Primary"]]
    rows += [[f"{day:%Y-%m-%d}T00:00:00", str(value)] for day, value in values.items()]
    return as_csv(rows, quote_all=True)


def follows(facebook: Section, instagram: Section) -> bytes:
    """Facebook writes its days without a follow; Instagram leaves them out."""
    some = {day: value for day, value in instagram.items() if value}
    return insights({"Facebook follows": facebook, "Instagram follows": some})
