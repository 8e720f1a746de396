"""Read, recognise and stage one file. Nothing is kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from data_pipeline.intake.asking import DAY_OF_EXPORT
from data_pipeline.intake.changed_headings import moved_headings
from data_pipeline.intake.copies import without_copies
from data_pipeline.intake.order_beside import (
    order_beside,
    order_of_running_days,
    order_within_window,
)
from data_pipeline.intake.period import Window, window_of
from data_pipeline.intake.questions import Need
from data_pipeline.intake.read_file import Limits, read_file
from data_pipeline.intake.receipt import Receipt
from data_pipeline.intake.recognise import Found, Recognised, recognise
from data_pipeline.intake.stage import Ask, Staged, stage
from data_pipeline.intake.unread import (
    told_of_the_unread,
    told_of_titles_again,
    without_title,
)
from data_pipeline.intake.warned import told_of_no_revenue, told_of_what_is_not_kept
from data_pipeline.intake.year_beside import year_beside, year_in_name
from data_pipeline.problems import Refused
from data_pipeline.sources import all_sources
from data_pipeline.warehouse.own_sources import sources_from

_AS_OF_A_DAY = {"audience", "follower_counts"}
_SERIES = {"channel_days", "follower_counts"}


def inspect(path: Path, ask: Ask, limits: Limits | None = None) -> Receipt:
    """What a file is and holds. Every way in which it can be wrong is in the receipt."""
    try:
        sheets = read_file(path, ask.file, limits or Limits())
    except Refused as refusal:
        return Receipt(ask.file, "rejected", problems=list(refusal.problems))
    try:
        known = [*all_sources().values(), *sources_from(ask.own)]
        members = recognise(ask.file, sheets, known, ask.answers)
    except Refused as refusal:
        return Receipt(ask.file, "rejected", problems=list(refusal.problems), unknown=True)
    receipt = _receipt_of(members, ask)
    if order := _order_not_told(receipt, members):
        ask = replace(ask, answers={**ask.answers, "date_order": order})
        receipt = _receipt_of(members, ask)
    named, beside = year_in_name(ask.file, receipt.tables), year_beside(receipt.tables)
    if (year := named or beside) and "year" not in ask.answers:
        told = replace(ask, answers={**ask.answers, "year": str(year)})
        receipt = _receipt_of(members, told)
        receipt.warnings.append(
            f"Its days are written without a year: that the last one is of {year} follows from "
            f"{'its name' if named else 'the posts beside it'}."
        )
    if any(need.key == "year" for need in receipt.needs):  # what a snapshot's day may follow from
        receipt.needs = [need for need in receipt.needs if need != DAY_OF_EXPORT]
    receipt.warnings += [*told_of_the_unread(sheets, members), *told_of_titles_again(members)]
    _judge(receipt)
    return receipt


def _order_not_told(receipt: Receipt, members: Sequence[Recognised]) -> str | None:
    """The order of day and month that would be asked for, though the file itself settles it."""
    is_asked = any(need.key == "date_order" for need in receipt.needs)
    if not is_asked or len(members) != 1:
        return None
    found = members[0].found
    within = order_within_window(found, receipt.file)
    return order_beside(found) or within or order_of_running_days(found)


def _receipt_of(members: Sequence[Recognised], ask: Ask) -> Receipt:
    members, copies = without_copies(members)
    receipt = Receipt(ask.file, "accepted", warnings=copies)
    for member in sorted(members, key=lambda member: all(map(_has_no_day, member.found))):
        _add_member(receipt, member, ask)
    return receipt


def _add_member(receipt: Receipt, member: Recognised, ask: Ask) -> None:
    if member.unknown is not None:
        left_out = member.member.rsplit("/", 1)[-1]
        receipt.warnings.append(f"“{left_out}” is left out: it is not an export we know.")
        return
    if member.need is not None:
        receipt.needs.append(member.need)
        return
    name = member.member.rsplit("/", 1)[-1] or ask.file
    others = len(receipt.tables)
    receipt.problems += without_title(name, member.found)
    for found in sorted(member.found, key=_has_no_day):
        staged = _stage(found, name, ask, receipt.tables[others:], receipt.tables)
        receipt.tables.append(staged)
        receipt.warnings += moved_headings(found)
        told = receipt.problems if staged.again else []
        receipt.problems += [problem for problem in staged.problems if problem not in told]
        receipt.problems_in_all += 0 if staged.again else staged.problems_in_all
        known = receipt.warnings if staged.again else []
        receipt.warnings += [warning for warning in staged.warnings if warning not in known]
        receipt.needs += [need for need in staged.needs if not _is_asked(need, receipt.needs)]


def _is_asked(need: Need, before: Sequence[Need]) -> bool:
    """One choice serves every section of a file, whatever its question names."""
    return need in before or any(
        need.options and (one.key, one.options) == (need.key, need.options) for one in before
    )


def _has_no_day(found: Found) -> bool:
    return not any(column.column.becomes in {"date", "at"} for column in found.columns)


def _stage(
    found: Found, name: str, ask: Ask, before: Sequence[Staged], archive: Sequence[Staged]
) -> Staged:
    names = f"{name}\n{found.sheet.name}"
    window = window_of(found.source, found.above, names, ask.answers.get("period"))
    if window is None and found.table.subject in _AS_OF_A_DAY:
        days = [table.last_day for table in before if table.last_day]
        if day := max(days, default=None) or _last_day_of_series(archive, found.source.channel):
            window = (day, day)  # a snapshot is as old as the series beside it
    if window is None and found.table.beside and before:
        window = _days_of(before)
    return stage(found, replace(ask, file=name), window)


def _last_day_of_series(tables: Sequence[Staged], channel: str) -> date | None:
    """The day with which an archive's series of one channel end, where all end with the same."""
    days = {
        table.last_day
        for table in tables
        if table.channel == channel and table.subject in _SERIES and table.last_day
    }
    return days.pop() if len(days) == 1 else None


def _days_of(tables: Sequence[Staged]) -> Window | None:
    firsts = [table.first_day for table in tables if table.first_day]
    lasts = [table.last_day for table in tables if table.last_day]
    return (min(firsts), max(lasts)) if firsts and lasts else None


def _judge(receipt: Receipt) -> None:
    receipt.warnings += told_of_what_is_not_kept(receipt.tables)
    receipt.warnings += told_of_no_revenue(receipt.tables)
    if receipt.problems:
        left_out = sum(table.left_out for table in receipt.tables)
        if left_out and receipt.rows():
            receipt.warnings.append(
                f"{left_out:,} of {left_out + receipt.rows():,} rows are left out because they "
                "can't be read; their months are marked incomplete."
            )
        else:
            receipt.status = "rejected"
    elif receipt.tables and not receipt.rows() and not receipt.needs:
        if any(_is_template(table.source) for table in receipt.tables):
            told = "The template is still empty: fill in a row and upload it again."
        else:
            told = "There is no row in it: it counts as an export without activity."
        receipt.warnings.append(told)


def _is_template(source: str) -> bool:
    known = all_sources().get(source)
    return known is not None and known.template
