"""A workspace: what is kept of its uploads, and the snapshot that readers see.

The warehouse is a pure function of the live uploads, the descriptions and the settings. Keeping an
upload, or taking it back, is one ledger transaction; readers see the state before or after.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from data_pipeline.problems import Refused, refused
from data_pipeline.staging import all_subjects
from data_pipeline.warehouse import build as building
from data_pipeline.warehouse import ledger
from data_pipeline.warehouse.channel_rules import channel_of
from data_pipeline.warehouse.current import StagedFile, current_rows
from data_pipeline.warehouse.duck import connect
from data_pipeline.warehouse.marts import Marts, loaded

SNAPSHOTS_KEPT = 20
FREE_BYTES = int(os.environ.get("SOWHAT_FREE_BYTES", 50_000_000))


@dataclass(frozen=True)
class StagedTable:
    """One table of a file on its way in: its rows lie in `path`, outside the store."""

    path: Path
    source: str
    subject: str
    channel: str
    rows: int
    left_out: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True)
class Incoming:
    """One file on its way in, staged under the name its upload will have."""

    upload: str
    file: str
    original: Path
    sha256: str
    size: int
    tables: tuple[StagedTable, ...]
    answers: Mapping[str, str]
    receipt: Mapping[str, Any]


@dataclass(frozen=True)
class Upload:
    """One upload of the ledger."""

    id: str
    seq: int
    file: str
    sha256: str
    bytes: int
    received_at: datetime
    received_by: str
    undone_at: datetime | None
    answers: Mapping[str, str]
    receipt: Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """What became of an incoming file. `already` names the upload that holds the same bytes."""

    file: str
    upload: str
    already: bool = False


class Warehouse:
    """One workspace's folder: originals, staged rows, marts and the ledger beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("originals", "staged", "marts", "incoming"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.engine: Engine = ledger.engine_for(folder / "ledger.sqlite")
        with _disk_is_there(folder):
            ledger.migrate(self.engine)

    # -- reading ------------------------------------------------------------------------------

    def snapshot(self) -> int:
        """The number of the snapshot readers see now; 0 before the first upload."""
        with ledger.reading(self.engine) as connection:
            return _snapshot(connection)[0]

    def marts(self) -> Marts:
        """The current snapshot's tables, in memory and shared by everybody who reads it."""
        with ledger.reading(self.engine) as connection:
            number, files = _snapshot(connection)
        return loaded(self.folder, number, {name: self.folder / path for name, path in files})

    def uploads(self, *, undone: bool = False) -> list[Upload]:
        """Live uploads, newest first; with `undone` those taken back too."""
        query = sa.select(ledger.uploads).order_by(ledger.uploads.c.seq.desc())
        if not undone:
            query = query.where(ledger.uploads.c.undone_at.is_(None))
        with ledger.reading(self.engine) as connection:
            return [_upload(row) for row in connection.execute(query).mappings()]

    def files(self) -> list[StagedFile]:
        """The staged files of the live uploads, in order of arrival."""
        with ledger.reading(self.engine) as connection:
            return _files(connection, self.folder)

    def current(
        self,
        subject: str,
        *,
        span: tuple[date, date] | None = None,
        source: str | None = None,
        without: str | None = None,
        beside: Sequence[StagedFile] = (),
    ) -> pl.DataFrame:
        """The rows that stand; `without` an upload, or as they would stand `beside` new files."""
        files = [one for one in [*self.files(), *beside] if one.subject == subject]
        files = [one for one in files if one.upload != without]
        if source is not None:
            files = [one for one in files if one.source == source]
        connection = connect(self.folder / "incoming")
        try:
            return connection.sql(current_rows(all_subjects()[subject], files, span)).pl()
        finally:
            connection.close()

    def secret(self) -> bytes:
        """The key of this workspace's pseudonyms. It never leaves the workspace."""
        return bytes.fromhex(self._kept_setting("pseudonym_key", secrets.token_hex(32)))

    def _kept_setting(self, name: str, default: Any) -> Any:
        value = self.setting(name)
        if value is None:
            with ledger.writing(self.engine) as connection:
                connection.execute(
                    sa.dialects.sqlite.insert(ledger.settings)
                    .values(name=name, value=default)
                    .on_conflict_do_nothing()
                )
            value = self.setting(name)
        return value

    def setting(self, name: str) -> Any:
        """A setting's value, or None."""
        query = sa.select(ledger.settings.c.value).where(ledger.settings.c.name == name)
        with ledger.reading(self.engine) as connection:
            return connection.execute(query).scalar()

    # -- writing ------------------------------------------------------------------------------

    def keep_setting(self, name: str, value: Any) -> None:
        """Keep a setting. Channel rules change figures, so the marts follow in the same write."""
        with self._changing() as connection:
            connection.execute(
                sa.dialects.sqlite.insert(ledger.settings)
                .values(name=name, value=value)
                .on_conflict_do_update(index_elements=["name"], set_={"value": value})
            )
            if name == "channel_rules":
                self._rebuild(connection, f"setting {name}", None, set(all_subjects()))

    def anchor(self, channel: str, day: date, followers: int, account: str = "") -> None:
        """Keep one known follower total; the series follows at once."""
        values = {"followers": followers, "entered_at": _now()}
        with self._changing() as connection:
            connection.execute(
                sa.dialects.sqlite.insert(ledger.anchors)
                .values(channel=channel, account=account, day=day, **values)
                .on_conflict_do_update(index_elements=["channel", "account", "day"], set_=values)
            )
            self._rebuild(connection, "anchor", None, {"anchors"})

    def remove_anchor(self, channel: str, day: date, account: str = "") -> None:
        """Take a known total back."""
        table = ledger.anchors.c
        with self._changing() as connection:
            connection.execute(
                sa.delete(ledger.anchors).where(
                    table.channel == channel, table.account == account, table.day == day
                )
            )
            self._rebuild(connection, "anchor", None, {"anchors"})

    def anchors(self) -> list[tuple[str, str, date, int]]:
        """Every known total entered by hand: channel, account, day, followers."""
        with ledger.reading(self.engine) as connection:
            return _anchors(connection)

    def keep(self, incoming: Sequence[Incoming], by: str = "owner") -> list[Kept]:
        """Keep staged files in one transaction: all of them become visible, or none."""
        self._check_free_space(sum(one.size for one in incoming))
        with self._changing() as connection:
            live = _live_by_hash(connection)
            kept: list[Kept] = []
            new_files: list[StagedFile] = []
            for one in incoming:
                if one.sha256 in live:
                    kept.append(Kept(one.file, live[one.sha256], already=True))
                    continue
                upload, files = self._register(connection, one, by)
                live[one.sha256] = upload
                new_files += files
                kept.append(Kept(one.file, upload))
            if new_files:
                self._rebuild(
                    connection,
                    f"{len(incoming)} uploads",
                    _span(new_files),
                    {one.subject for one in new_files},
                )
        return kept

    def undo(self, upload: str) -> Upload:
        """Take an upload back; what it had replaced stands again."""
        with self._changing() as connection:
            row = connection.execute(
                sa.select(ledger.uploads).where(
                    ledger.uploads.c.id.startswith(upload, autoescape=True),
                    ledger.uploads.c.undone_at.is_(None),
                )
            ).mappings().all()
            if len(row) != 1:
                raise refused(
                    f"There is no upload “{upload}” to undo"
                    if not row
                    else f"“{upload}” is the beginning of several uploads' names",
                    "",
                    "`sowhat uploads` lists them.",
                )
            found = _upload(row[0])
            own = [one for one in _files(connection, self.folder) if one.upload == found.id]
            connection.execute(
                sa.update(ledger.uploads)
                .where(ledger.uploads.c.id == found.id)
                .values(undone_at=_now())
            )
            self._rebuild(
                connection, f"undo {found.id}", _span(own), {one.subject for one in own}
            )
        return found

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        """A ledger write. Files written for it are registered only if it commits."""
        with _disk_is_there(self.folder), ledger.writing(self.engine) as connection:
            _sweep(connection, self.folder)
            yield connection

    def _check_free_space(self, size: int) -> None:
        free = shutil.disk_usage(self.folder).free
        if free < 2 * size + FREE_BYTES:
            raise _disk_full(self.folder)

    def _register(
        self, connection: Connection, one: Incoming, by: str
    ) -> tuple[str, list[StagedFile]]:
        upload = one.upload
        original = self.folder / "originals" / one.sha256
        if not original.exists():
            _copy_durably(one.original, original)
        result = connection.execute(
            sa.insert(ledger.uploads).values(
                id=upload,
                file=one.file,
                sha256=one.sha256,
                bytes=one.size,
                received_at=_now(),
                received_by=by,
                answers=dict(one.answers),
                receipt=dict(one.receipt),
            )
        )
        assert result.inserted_primary_key is not None
        seq = int(result.inserted_primary_key[0])
        files: list[StagedFile] = []
        for number, table in enumerate(one.tables):
            path = f"staged/{upload}-{number}.parquet"
            _move_durably(table.path, self.folder / path)
            values = {
                "source": table.source,
                "subject": table.subject,
                "channel": table.channel,
                "rows": table.rows,
                "left_out": table.left_out,
                "first_day": table.first_day,
                "last_day": table.last_day,
            }
            connection.execute(
                sa.insert(ledger.staged_files).values(
                    path=path, upload_id=upload, sha256=digest(self.folder / path), **values
                )
            )
            files.append(StagedFile(self.folder / path, upload, seq, **values))
        return upload, files

    def _rebuild(
        self,
        connection: Connection,
        cause: str,
        touched: tuple[date, date] | None,
        subjects: set[str],
    ) -> None:
        files = _files(connection, self.folder)
        _, before = _snapshot(connection)
        made = building.build(
            self.folder,
            files,
            dict(before),
            touched,
            subjects,
            building.LedgerTables(_anchors(connection), self._source_channels(connection, files)),
        )
        for path in made.values():
            _sync(self.folder / path)
        connection.execute(
            sa.insert(ledger.snapshots).values(made_at=_now(), cause=cause, marts=made)
        )

    def _source_channels(
        self, connection: Connection, files: Sequence[StagedFile]
    ) -> dict[str, str]:
        rules = connection.execute(
            sa.select(ledger.settings.c.value).where(ledger.settings.c.name == "channel_rules")
        ).scalar()
        return {
            text: channel_of(text, rules) for text in building.source_texts(self.folder, files)
        }

    # -- looking after ------------------------------------------------------------------------

    def verify(self) -> list[str]:
        """Every registered file present and unchanged; otherwise a sentence for each that is not."""
        faults: list[str] = []
        with ledger.reading(self.engine) as connection:
            ok = connection.exec_driver_sql("pragma integrity_check").scalar()
            if ok != "ok":
                faults.append(f"The ledger is damaged: {ok}")
            uploads = connection.execute(sa.select(ledger.uploads)).mappings().all()
            staged = connection.execute(sa.select(ledger.staged_files)).mappings().all()
            _, marts = _snapshot(connection)
        expected = {f"originals/{row['sha256']}": row["sha256"] for row in uploads}
        expected |= {row["path"]: row["sha256"] for row in staged}
        for path, sha256 in expected.items():
            faults += _fault(self.folder / path, sha256)
        for name, path in marts:
            try:
                duckdb.read_parquet(str(self.folder / path)).fetchall()
            except duckdb.Error:
                faults.append(f"The table {name} of the current snapshot cannot be read.")
        return faults


def open_warehouse(folder: Path) -> Warehouse:
    """A workspace, made when it is not there yet."""
    return Warehouse(folder)


def digest(path: Path) -> str:
    """A file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fault(path: Path, sha256: str) -> list[str]:
    if not path.exists():
        return [f"{path.name} is missing."]
    return [] if digest(path) == sha256 else [f"{path.name} is not what was kept: it has changed."]


def _snapshot(connection: Connection) -> tuple[int, list[tuple[str, str]]]:
    table = ledger.snapshots
    row = connection.execute(
        sa.select(table.c.id, table.c.marts).order_by(table.c.id.desc()).limit(1)
    ).first()
    return (0, []) if row is None else (int(row[0]), list(row[1].items()))


def _live_by_hash(connection: Connection) -> dict[str, str]:
    query = sa.select(ledger.uploads.c.sha256, ledger.uploads.c.id).where(
        ledger.uploads.c.undone_at.is_(None)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _files(connection: Connection, folder: Path) -> list[StagedFile]:
    staged, uploads = ledger.staged_files.c, ledger.uploads.c
    query = (
        sa.select(
            staged.path,
            staged.upload_id,
            uploads.seq,
            staged.source,
            staged.subject,
            staged.channel,
            staged.rows,
            staged.left_out,
            staged.first_day,
            staged.last_day,
        )
        .join_from(ledger.staged_files, ledger.uploads)
        .where(uploads.undone_at.is_(None))
        .order_by(uploads.seq, staged.path)
    )
    return [StagedFile(folder / row[0], *row[1:]) for row in connection.execute(query)]


def _anchors(connection: Connection) -> list[tuple[str, str, date, int]]:
    table = ledger.anchors.c
    query = sa.select(table.channel, table.account, table.day, table.followers)
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


def _upload(row: sa.RowMapping) -> Upload:
    return Upload(**dict(row))


def _span(files: Sequence[StagedFile]) -> tuple[date, date] | None:
    firsts = [one.first_day for one in files if one.first_day]
    lasts = [one.last_day for one in files if one.last_day]
    return (min(firsts), max(lasts)) if firsts and lasts else None


def _move_durably(source: Path, target: Path) -> None:
    _sync(source)
    source.replace(target)


def _copy_durably(source: Path, target: Path) -> None:
    partial = target.with_suffix(".part")
    shutil.copyfile(source, partial)
    _sync(partial)
    partial.replace(target)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(connection: Connection, folder: Path) -> None:
    """Remove what a killed import left, and snapshots nobody reads any more.

    Called under the write lock: no other import can be between writing a file and registering it.
    """
    table = ledger.snapshots
    recent = connection.execute(
        sa.select(table.c.id, table.c.marts).order_by(table.c.id.desc()).limit(SNAPSHOTS_KEPT)
    ).all()
    if len(recent) == SNAPSHOTS_KEPT:
        connection.execute(sa.delete(table).where(table.c.id < recent[-1][0]))
    registered = {path for row in recent for path in row[1].values()}
    registered |= set(connection.execute(sa.select(ledger.staged_files.c.path)).scalars())
    for place in ("marts", "staged"):
        for path in (folder / place).iterdir():
            if f"{place}/{path.name}" not in registered:
                path.unlink(missing_ok=True)
    for path in (folder / "originals").glob("*.part"):
        path.unlink(missing_ok=True)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _disk_full(folder: Path) -> Refused:
    free = shutil.disk_usage(folder).free // 1_000_000
    return refused(
        f"There is not enough room on the disk ({free:,} MB free)",
        "",
        "Nothing was changed. Make room, then upload again.",
    )


@contextmanager
def _disk_is_there(folder: Path) -> Iterator[None]:
    """A full disk is the manager's to mend: say so, and change nothing."""
    try:
        yield
    except (OSError, duckdb.Error, sa.exc.OperationalError, pl.exceptions.ComputeError) as error:
        said = str(error).lower()
        if any(sign in said for sign in ("no space left", "disk is full", "database or disk")):
            raise _disk_full(folder) from error
        raise
