"""Which rows stand: for each thing the newest upload wins, and nothing is updated in place.

Undoing an upload is leaving its files out; what it had replaced stands again by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data_pipeline.staging.subject import Subject
from data_pipeline.warehouse.duck import parquet


@dataclass(frozen=True)
class StagedFile:
    """One upload's rows of one subject. `seq` is the upload's place in the order of arrival."""

    path: Path
    upload: str
    seq: int
    source: str
    subject: str
    channel: str
    rows: int
    left_out: int
    first_day: date | None
    last_day: date | None

    def touches(self, first: date, last: date) -> bool:
        """Whether it may hold rows of these days. Rows without a day are always of interest."""
        if self.first_day is None or self.last_day is None:
            return True
        return self.first_day <= last and self.last_day >= first


def current_rows(
    subject: Subject, files: Sequence[StagedFile], span: tuple[date, date] | None = None
) -> str:
    """The SQL of the rows that stand, with `copies`: how many identical events a row stands for.

    Files whose days no other file of the same origin covers need no comparison; for a year of call
    logs that spares nearly all the work.
    """
    if span is not None and not subject.moves:
        files = [one for one in files if one.touches(*span)]
    if not files:
        return _no_rows(subject)
    alone, rivals = _apart(subject, files)
    parts = [_plain_rows(subject, alone)] if alone else []
    if rivals:
        parts += [_keyed_rows(subject, rivals), _content_rows(subject, rivals)]
    rows = "\nunion all by name\n".join(parts)
    if span is None or subject.moves:
        return rows
    first, last = span
    return f"select * from ({rows}) where {subject.day} between date '{first}' and date '{last}'"


def _apart(
    subject: Subject, files: Sequence[StagedFile]
) -> tuple[list[StagedFile], list[StagedFile]]:
    if subject.moves:
        return [], list(files)
    alone: list[StagedFile] = []
    rivals: list[StagedFile] = []
    for one in files:
        same = [
            other
            for other in files
            if other is not one and _same_origin(subject, one, other) and _overlap(one, other)
        ]
        (rivals if same else alone).append(one)
    return alone, rivals


def _same_origin(subject: Subject, one: StagedFile, other: StagedFile) -> bool:
    if "source" in subject.key:
        return one.source == other.source
    return not one.channel or not other.channel or one.channel == other.channel


def _overlap(one: StagedFile, other: StagedFile) -> bool:
    if one.first_day is None or one.last_day is None:
        return True
    return other.touches(one.first_day, one.last_day)


def _columns(subject: Subject) -> str:
    return _named("source", *subject.columns)


def _named(*columns: str) -> str:
    """Columns as SQL names them: `at` would be a word of its own."""
    return ", ".join(f'"{column}"' for column in columns)


def _files(files: Sequence[StagedFile]) -> str:
    """The files' rows, each with its upload's place in the order of arrival."""
    orders = ", ".join(f"('{one.upload}', {one.seq})" for one in _one_per_upload(files))
    return (
        f"{parquet([one.path for one in files])} as staged"
        f" join (values {orders}) as arrival (upload, seq) using (upload)"
    )


def _one_per_upload(files: Sequence[StagedFile]) -> list[StagedFile]:
    return list({one.upload: one for one in files}.values())


def _no_rows(subject: Subject) -> str:
    columns = [f'cast(null as {kind}) as "{name}"' for name, kind in subject.sql_types().items()]
    return (
        f"select cast(null as varchar) as source, {', '.join(columns)}, "
        "cast(null as bigint) as copies where false"
    )


def _plain_rows(subject: Subject, files: Sequence[StagedFile]) -> str:
    paths = parquet([one.path for one in files])
    return f"select {_columns(subject)}, cast(1 as bigint) as copies from {paths}"


def _keyed_rows(subject: Subject, files: Sequence[StagedFile]) -> str:
    known = " and ".join(f'"{column}" is not null' for column in subject.key)
    key = _named(*subject.key)
    if subject.merge == "newest row":
        return f"""select {_columns(subject)}, cast(1 as bigint) as copies from (
            select staged.*, row_number() over (
                partition by {key} order by seq desc, staged."row" desc
            ) as newness
            from {_files(files)}
            where {known}
        ) where newness = 1"""
    newest = [
        f'arg_max("{name}", seq * 1000000000000 + staged."row")'
        f' filter (where "{name}" is not null) as "{name}"'
        for name in ["source", *subject.columns]
        if name not in subject.key
    ]
    return f"""select {key}, {", ".join(newest)}, cast(1 as bigint) as copies
        from {_files(files)} where {known} group by {key}"""


def _content_rows(subject: Subject, files: Sequence[StagedFile]) -> str:
    """Things without an id: as many as the file that holds most of them."""
    unknown = " or ".join(f'"{column}" is null' for column in subject.key)
    columns = _columns(subject)
    return f"""select {columns}, cast(max(held) as bigint) as copies from (
            select {columns}, upload, count(*) as held
            from {parquet([one.path for one in files])}
            where {unknown}
            group by {columns}, upload
        ) group by {columns}"""
