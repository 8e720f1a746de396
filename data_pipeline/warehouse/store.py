"""A workspace: what is kept of its uploads, and the snapshot that readers see.

The warehouse is a pure function of the live uploads, the descriptions and the settings. Keeping an
upload, or taking it back, is one ledger transaction; readers see the state before or after.
"""

import secrets
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import local
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection, Engine

from data_pipeline.problems import refused
from data_pipeline.staging import all_subjects
from data_pipeline.warehouse import build as building
from data_pipeline.warehouse import ledger
from data_pipeline.warehouse.channel_rules import channel_of
from data_pipeline.warehouse.current import StagedFile, current_rows
from data_pipeline.warehouse.disk import (
    check_free_space,
    copy_durably,
    digest,
    disk_is_there,
    move_durably,
    sync,
)
from data_pipeline.warehouse.duck import connect
from data_pipeline.warehouse.erasure import Erasure, Person, clean_pages, erase
from data_pipeline.warehouse.marts import Marts, loaded
from data_pipeline.warehouse.records import (
    Upload,
    anchors_in,
    files_in,
    live_by_hash,
    now,
    snapshot_in,
    upload_from,
)
from data_pipeline.warehouse.retention import retire_originals
from data_pipeline.warehouse.tidy import sweep, verify

EDITION = "marts_edition"
STAFF = "staff"
# The settings that change figures, and the subjects whose marts follow.
CHANGED_BY = {
    "channel_rules": ("accounts", "enquiries", "revenue", "calls"),
    STAFF: ("interactions",),
}


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

    def as_file(self, path: Path, upload: str, seq: int) -> StagedFile:
        """The same rows as a file of an upload that arrived as the `seq`-th."""
        return StagedFile(
            path,
            upload,
            seq,
            self.source,
            self.subject,
            self.channel,
            self.rows,
            self.left_out,
            self.first_day,
            self.last_day,
        )


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
class Kept:
    """What became of an incoming file. `already` names the upload that holds the same bytes."""

    file: str
    upload: str
    already: bool = False


class Warehouse:
    """One workspace's folder: originals, staged rows, marts and the ledger beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._moment = local()
        for name in ("originals", "staged", "marts", "incoming"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.engine: Engine = ledger.engine_for(folder / "ledger.sqlite")
        with disk_is_there(folder):
            ledger.migrate(self.engine)
        if self.snapshot() and self.setting(EDITION) != building.edition():
            self._build_anew()

    def _build_anew(self) -> None:
        """The marts were made by another edition of the product than this one."""
        with self._changing() as connection:
            self._rebuild(connection, "another edition", None, set(all_subjects()))

    # -- reading ------------------------------------------------------------------------------

    def snapshot(self) -> int:
        """The number of the snapshot readers see now; 0 before the first upload."""
        held: Marts | None = getattr(self._moment, "marts", None)
        if held is not None:
            return held.snapshot
        with ledger.reading(self.engine) as connection:
            return snapshot_in(connection)[0]

    def marts(self) -> Marts:
        """The current snapshot's tables, in memory and shared by everybody who reads it."""
        held: Marts | None = getattr(self._moment, "marts", None)
        if held is not None:
            return held
        with ledger.reading(self.engine) as connection:
            number, files = snapshot_in(connection)
        current = loaded(self.folder, number, {name: self.folder / path for name, path in files})
        if getattr(self._moment, "lasts", False):
            self._moment.marts = current
        return current

    @contextmanager
    def one_moment(self) -> Generator[None]:
        """Until it ends this thread reads one snapshot, whatever others import meanwhile.

        All figures of a page are then of one state, and the ledger is asked once for it.
        """
        self._moment.lasts, self._moment.marts = True, None
        try:
            yield
        finally:
            self._moment.lasts, self._moment.marts = False, None

    def uploads(self, *, undone: bool = False) -> list[Upload]:
        """Live uploads, newest first; with `undone` those taken back too."""
        query = sa.select(ledger.uploads).order_by(ledger.uploads.c.seq.desc())
        if not undone:
            query = query.where(ledger.uploads.c.undone_at.is_(None))
        with ledger.reading(self.engine) as connection:
            return [upload_from(row) for row in connection.execute(query).mappings()]

    def files(self) -> list[StagedFile]:
        """The staged files of the live uploads, in order of arrival."""
        with ledger.reading(self.engine) as connection:
            return files_in(connection, self.folder)

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
                    insert(ledger.settings)
                    .values(name=name, value=default)
                    .on_conflict_do_nothing()
                )
            value = self.setting(name)
        return value

    def setting(self, name: str) -> Any:
        """A setting's value, or None."""
        with ledger.reading(self.engine) as connection:
            return _setting(connection, name)

    # -- writing ------------------------------------------------------------------------------

    def keep_setting(self, name: str, value: Any) -> None:
        """Keep a setting. Where it changes figures, the marts follow in the same write."""
        with self._changing() as connection:
            _keep_setting(connection, name, value)
            if subjects := CHANGED_BY.get(name):
                self._rebuild(connection, f"setting {name}", None, set(subjects))

    def anchor(self, channel: str, day: date, followers: int, account: str = "") -> None:
        """Keep one known follower total; the series follows at once."""
        values = {"followers": followers, "entered_at": now()}
        with self._changing() as connection:
            connection.execute(
                insert(ledger.anchors)
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
            return anchors_in(connection)

    def keep(self, incoming: Sequence[Incoming], by: str = "owner") -> list[Kept]:
        """Keep staged files in one transaction: all of them become visible, or none."""
        check_free_space(self.folder, sum(one.size for one in incoming))
        with self._changing() as connection:
            live = live_by_hash(connection)
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
            row = (
                connection.execute(
                    sa.select(ledger.uploads).where(
                        ledger.uploads.c.id.startswith(upload, autoescape=True),
                        ledger.uploads.c.undone_at.is_(None),
                    )
                )
                .mappings()
                .all()
            )
            if len(row) != 1:
                raise refused(
                    f"There is no upload “{upload}” to undo"
                    if not row
                    else f"“{upload}” is the beginning of several uploads' names",
                    "",
                    "`sowhat uploads` lists them.",
                )
            found = upload_from(row[0])
            own = [one for one in files_in(connection, self.folder) if one.upload == found.id]
            connection.execute(
                sa.update(ledger.uploads)
                .where(ledger.uploads.c.id == found.id)
                .values(undone_at=now())
            )
            self._rebuild(connection, f"undo {found.id}", _span(own), {one.subject for one in own})
        return found

    def erase(self, person: Person) -> Erasure:
        """Forget a person in everything that is kept; what is left is as if they had never been."""
        with self._changing() as connection:
            erasure = erase(connection, self.folder, person)
            connection.execute(sa.delete(ledger.snapshots))
            self._rebuild(connection, "erasure", None, set(all_subjects()))
        self.tidy(date.today())
        clean_pages(self.engine)
        return erasure

    def tidy(self, today: date) -> int:
        """Remove what need not be kept any longer; how many originals were retired."""
        with ledger.writing(self.engine) as connection:
            retired = retire_originals(connection, today)
        with self._changing():
            return retired

    def absent_originals(self) -> dict[str, str]:
        """The originals that are kept no longer, by hash: “erased” or “retired”."""
        query = sa.select(ledger.absent_originals.c.sha256, ledger.absent_originals.c.why)
        with ledger.reading(self.engine) as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    @contextmanager
    def _changing(self) -> Generator[Connection]:
        """A ledger write. Files written for it are registered only if it commits."""
        with disk_is_there(self.folder), ledger.writing(self.engine) as connection:
            sweep(connection, self.folder)
            retire_originals(connection, date.today())
            yield connection
        self._moment.marts = None  # what this thread has just written, it reads

    def _register(
        self, connection: Connection, one: Incoming, by: str
    ) -> tuple[str, list[StagedFile]]:
        upload = one.upload
        original = self.folder / "originals" / one.sha256
        if not original.exists():
            copy_durably(one.original, original)
        for table in (ledger.refused_files, ledger.absent_originals):
            connection.execute(sa.delete(table).where(table.c.sha256 == one.sha256))
        result = connection.execute(
            sa.insert(ledger.uploads).values(
                id=upload,
                file=one.file,
                sha256=one.sha256,
                bytes=one.size,
                received_at=now(),
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
            move_durably(table.path, self.folder / path)
            connection.execute(
                sa.insert(ledger.staged_files).values(
                    path=path,
                    upload_id=upload,
                    sha256=digest(self.folder / path),
                    source=table.source,
                    subject=table.subject,
                    channel=table.channel,
                    rows=table.rows,
                    left_out=table.left_out,
                    first_day=table.first_day,
                    last_day=table.last_day,
                )
            )
            files.append(table.as_file(self.folder / path, upload, seq))
        return upload, files

    def _rebuild(
        self,
        connection: Connection,
        cause: str,
        touched: tuple[date, date] | None,
        subjects: set[str],
    ) -> None:
        files = files_in(connection, self.folder)
        _, before = snapshot_in(connection)
        if _setting(connection, EDITION) != building.edition():
            touched, before = None, []
        made = building.build(
            self.folder,
            files,
            dict(before),
            touched,
            subjects,
            building.LedgerTables(
                anchors_in(connection),
                self._source_channels(connection, files),
                _pseudonyms_of_staff(connection),
            ),
        )
        for path in (*made.values(), "originals", "staged", "marts"):
            sync(self.folder / path)
        connection.execute(
            sa.insert(ledger.snapshots).values(made_at=now(), cause=cause, marts=made)
        )
        _keep_setting(connection, EDITION, building.edition())

    def _source_channels(
        self, connection: Connection, files: Sequence[StagedFile]
    ) -> dict[str, str]:
        rules = _setting(connection, "channel_rules")
        return {text: channel_of(text, rules) for text in building.source_texts(self.folder, files)}

    def verify(self) -> list[str]:
        """A sentence for each registered file that is missing or has changed."""
        return verify(self.engine, self.folder)


def _setting(connection: Connection, name: str) -> Any:
    query = sa.select(ledger.settings.c.value).where(ledger.settings.c.name == name)
    return connection.execute(query).scalar()


def _pseudonyms_of_staff(connection: Connection) -> list[str]:
    members: list[dict[str, Any]] = _setting(connection, STAFF) or []
    return sorted({word for member in members for word in member["pseudonyms"]})


def _keep_setting(connection: Connection, name: str, value: Any) -> None:
    connection.execute(
        insert(ledger.settings)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=["name"], set_={"value": value})
    )


def open_warehouse(folder: Path) -> Warehouse:
    """A workspace, made when it is not there yet."""
    return Warehouse(folder)


def _span(files: Sequence[StagedFile]) -> tuple[date, date] | None:
    firsts = [one.first_day for one in files if one.first_day]
    lasts = [one.last_day for one in files if one.last_day]
    return (min(firsts), max(lasts)) if firsts and lasts else None
