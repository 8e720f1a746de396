"""The window a file is for, where it does not stand in the rows."""

import re
from datetime import date, timedelta

import polars as pl

from data_pipeline import values
from data_pipeline.contract import DateHabit, Source

Window = tuple[date, date]


def window_of(source: Source, above: str, name: str, answer: str | None) -> Window | None:
    """From the lines above the headings, else the file's name, else the manager's answer."""
    for pattern, text in ((source.period_above, above), (source.period_in_name, name)):
        if pattern and (match := re.search(pattern, text, re.IGNORECASE | re.DOTALL)):
            first, last = _days_of(match["first"], match["last"], habit=source.period_habit)
            if first and last and first <= last:
                return first, last
    return answered(answer)


def answered(answer: str | None) -> Window | None:
    """“2025-03-01 to 2025-03-31”, one day, or a month: “2025-03”."""
    days = re.findall(r"(?<!\d)(?:19|20)\d\d-\d{1,2}(?:-\d{1,2})?(?!\d)", answer or "")
    match days:
        case [first, last]:
            from_day, to_day = day_of(first), day_of(last)
        case [month] if month.count("-") == 1:
            from_day = day_of(f"{month}-01")
            to_day = from_day and _last_of(from_day)
        case [day]:
            from_day = to_day = day_of(day)
        case _:
            return None
    return (from_day, to_day) if from_day and to_day and from_day <= to_day else None


def _last_of(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _days_of(*texts: str, habit: DateHabit | None) -> list[date | None]:
    """Each day; where one could be read two ways, the other or the source's habit settles it."""
    days = [day_of(text) for text in texts]
    if all(days):
        return days
    cells = pl.Series([text.strip() for text in texts])
    style = values.date_style_of(cells, habit)
    return days if style.order == "undecided" else values.read_dates(cells, style).values.to_list()


def day_of(text: str) -> date | None:
    """One day, in any of the forms in which platforms head their reports."""
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text.strip()):
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            return None
    cells = pl.Series([text.strip()])
    style = values.date_style_of(cells)
    if style.order == "undecided":
        return None
    day = values.read_dates(cells, style).values[0]
    return day if isinstance(day, date) else None
