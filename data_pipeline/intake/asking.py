"""What only the manager can say of a table: its network, its days, how its numbers are written."""

import re

import polars as pl

from data_pipeline import values
from data_pipeline.contract import DAYS, NUMBERS, Kind
from data_pipeline.intake.headings import plain
from data_pipeline.intake.questions import Need
from data_pipeline.intake.staged import Staging

_NETWORKS = {
    "facebook": "Facebook",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "x": "X",
    "youtube": "YouTube",
}
_AMOUNTS = {
    **{"revenue": "amount", "accounts": "amount"},
    **{"channel_costs": "spend", "events": "spend", "ad_days": "spend"},
}
_GROUP_OR_DECIMALS = r"^\D*\d{1,3}[.,]\d{3}\D*$"
_COMMA_IN_DOUBT = r"^\D*[1-9]\d{0,2},\d{3}\D*$"
_GROUPED = r"^\D*[1-9]\d{0,2}([.,])\d{3}\D*$"
DAY_OF_EXPORT = Need("period", "On which day was this file exported? Write it as 2025-03-31.")
_OF_DAYS = Need(
    "period",
    "Which days is this file for? Write the first and last day, such as 2025-03-01 to 2025-03-31.",
)


def settle_channel(staging: Staging) -> None:
    """The network that a title leaves open: answered, or told by the file's name, or asked."""
    if staging.staged.channel != "?":
        return
    found, ask = staging.found, staging.ask
    options = found.constants.get("channels", "facebook instagram").split()
    answer, own, usual = ask.answers.get("network", ""), found.source.channel, _usual_name(staging)
    if answer in options:
        staging.staged.channel = answer
    elif own in options and usual:
        staging.staged.channel = own
    else:
        staging.staged.channel = ""
        names = {option: _NETWORKS.get(option, option.title()) for option in options}
        question = f"Which network is “{found.name}” from: {' or '.join(names.values())}?"
        staging.staged.need(Need("network", question, names))


def _usual_name(staging: Staging) -> bool:
    usual, names = staging.found.source.file_names, (staging.ask.file, staging.found.sheet.name)
    return any(usual and re.search(usual, name, re.IGNORECASE) for name in names)


def ask_for_period(staging: Staging) -> None:
    """Rows without a day need the window they are for, or they cannot be put into a month."""
    table, subject = staging.found.table, staging.subject
    has_day = any(one.column.becomes in {subject.day, "at"} for one in staging.readers)
    is_dated = any(one.column.kind in DAYS for one in staging.readers)
    if has_day or (table.finish is not None and is_dated) or staging.period is not None:
        return
    if table.needed or not table.kept:
        return
    if subject.name == "posts" or _may_stand_beside_days(staging):
        return
    is_of_a_day = subject.name in {"follower_counts", "audience"}
    staging.staged.need(DAY_OF_EXPORT if is_of_a_day else _OF_DAYS)


def ask_for_no_day_of_nothing(staging: Staging) -> None:
    """A snapshot without a row is of no day."""
    staged = staging.staged
    if not staged.rows and not staged.left_out and DAY_OF_EXPORT in staged.needs:
        staged.needs.remove(DAY_OF_EXPORT)


def _may_stand_beside_days(staging: Staging) -> bool:
    """Whether a snapshot's source has days too, of which the last is the snapshot's."""
    tables = staging.found.source.tables
    return staging.subject.name == "audience" and any(
        column.kind in DAYS for table in tables for column in table.columns.values()
    )


def ask_for_columns(staging: Staging) -> None:
    """Some columns a manager may leave out of an export; without these nothing is counted."""
    found = staging.found
    present = {one.key for one in found.columns}
    lacking = [
        " or ".join(f"“{heading}”" for heading in group)
        for group in found.table.needed
        if not {plain(heading) for heading in group} & present
    ]
    if lacking:
        wanted = "them" if len(lacking) > 1 else "that column"
        question = (
            f"It has no column {', nor '.join(lacking)}: its rows can't be counted by month. "
            f"Export it again with {wanted}. {found.source.where}"
        )
        staging.staged.need(Need("columns", question, answerable=False))


def settle_marks(staging: Staging, records: pl.DataFrame) -> None:
    """Columns that cannot tell their decimal mark follow those of the same file that can."""
    marks = {
        values.decimal_mark_of(records[reader.described.key])
        for reader in staging.readers
        if reader.column.kind in NUMBERS - {Kind.DURATION}
    }
    decided = sorted(marks & {".", ","})
    mark = staging.ask.answers.get("decimal_mark") or (decided[0] if len(decided) == 1 else "")
    mark = mark or _mark_beside_groups(staging, records)
    if not mark and "either" in marks:
        _ask_for_mark(staging, records)
    for reader in staging.readers:
        reader.mark = mark or "."


def _mark_beside_groups(staging: Staging, records: pl.DataFrame) -> str:
    """Whole numbers and amounts have no three decimals: what groups their thousands is no mark."""
    groups: set[str] = set()
    for reader in staging.readers:
        if reader.column.kind in {Kind.COUNT, Kind.MONEY}:
            cells = records[reader.described.key]
            if values.plainly_written(cells):
                continue
            groups |= set(cells.str.extract(_GROUPED).drop_nulls().unique().to_list())
    return {",": ".", ".": ","}[groups.pop()] if len(groups) == 1 else ""


def _form_in_doubt(staging: Staging) -> str:
    """Between commas and in cells a lone point marks decimals, as programs write them."""
    return _GROUP_OR_DECIMALS if staging.found.sheet.delimiter == ";" else _COMMA_IN_DOUBT


def _ask_for_mark(staging: Staging, records: pl.DataFrame) -> None:
    for reader in staging.readers:
        if reader.column.kind not in {Kind.NUMBER, Kind.PERCENT}:
            continue
        unclear = records[reader.described.key].drop_nulls()
        unclear = unclear.filter(unclear.str.contains(_form_in_doubt(staging)))
        if unclear.len():
            question = (
                f"In the column “{reader.described.heading}”, is “{unclear[0]}” more than a "
                "thousand?"
            )
            options = {".": "The comma groups thousands", ",": "The comma marks decimals"}
            staging.staged.need(Need("decimal_mark", question, options))
            return


def settle_days(staging: Staging, records: pl.DataFrame) -> None:
    """A column that cannot tell its order of day and month follows those of the same file."""
    dated = [one for one in staging.readers if one.column.kind in DAYS]
    for reader in dated:
        others = [records[one.described.key] for one in dated if one is not reader]
        reader.other_days = pl.concat(others) if others else None


def with_currency_answered(staging: Staging, rows: pl.DataFrame) -> pl.DataFrame:
    """An amount that names no currency is in the one answered, or the manager is asked."""
    subject = staging.subject
    amount = _AMOUNTS.get(subject.name, "")
    if amount not in rows.columns or "currency" not in rows.columns:
        return rows
    is_amount = pl.col(amount).is_not_null() | pl.lit("currency" in subject.key)
    nameless = pl.col("currency").is_null() & is_amount
    if staging.staged.needs or not rows.select(nameless.any()).item():
        return rows
    if answer := _code_of(staging.ask.answers.get("currency", "").strip()):
        answered = pl.when(nameless).then(pl.lit(answer)).otherwise(pl.col("currency"))
        return rows.with_columns(answered.alias("currency"))
    staging.staged.need(Need("currency", "Which currency are the amounts in, such as GBP?"))
    return rows


def _code_of(answer: str) -> str:
    """“GBP” or “£” as a code; nothing for a word, or a sign that several currencies share."""
    named = values.currencies_of(pl.Series([f"{answer} 1"]))[0]
    code = answer.upper()
    return named or (code if re.fullmatch("[A-Z]{3}", code) else "")
