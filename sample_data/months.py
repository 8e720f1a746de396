"""The 36 months the sample business has exports for. The last one isn't over."""

from datetime import date, timedelta

EXPORTED_ON = date(2026, 10, 27)


def month_after(month: date, by: int = 1) -> date:
    years, at = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(years, at + 1, 1)


FIRST_MONTH = date(2023, 11, 1)
MONTHS = [month_after(FIRST_MONTH, by) for by in range(36)]
EARLIER_MONTHS = [month_after(FIRST_MONTH, by) for by in range(-5, 0)]
UNFINISHED = MONTHS[-1]
QUARTERS = [MONTHS[at : at + 3] for at in range(0, len(MONTHS), 3)]


def month_of(day: date) -> date:
    return date(day.year, day.month, 1)


def days_in(month: date) -> list[date]:
    """The month's days that had happened when the exports were made."""
    length = (month_after(month) - month).days
    days = [month + timedelta(days=at) for at in range(length)]
    return [day for day in days if day <= EXPORTED_ON]


def share_over(month: date) -> float:
    """How much of the month had happened when the exports were made."""
    return len(days_in(month)) / (month_after(month) - month).days


def days_of(months: list[date]) -> list[date]:
    return [day for month in months for day in days_in(month)]


def exported_on(month: date) -> date:
    """The day the manager downloaded the month: early in the next, on a working day."""
    if month == UNFINISHED:
        return EXPORTED_ON
    return working_day(month_after(month) + timedelta(days=1))


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= 5 else day
