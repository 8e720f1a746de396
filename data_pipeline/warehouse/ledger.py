"""The ledger: which uploads stand, which files are theirs, and which snapshot readers see.

One SQLite file a workspace. A write takes the write lock at its start, so imports of several
processes follow one another; readers are never held up.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from data_pipeline.problems import refused

SCHEMA_VERSION = "0004"
LOCK_SECONDS = 600

METADATA = sa.MetaData()

uploads = sa.Table(
    "uploads",
    METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String(32), nullable=False, unique=True),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False, index=True),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("received_at", sa.DateTime, nullable=False),
    sa.Column("received_by", sa.Text, nullable=False),
    sa.Column("undone_at", sa.DateTime),
    sa.Column("answers", sa.JSON, nullable=False),
    sa.Column("receipt", sa.JSON, nullable=False),
    sqlite_autoincrement=True,
)

staged_files = sa.Table(
    "staged_files",
    METADATA,
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("upload_id", sa.String(32), sa.ForeignKey("uploads.id"), nullable=False, index=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("left_out", sa.BigInteger, nullable=False),
    sa.Column("first_day", sa.Date),
    sa.Column("last_day", sa.Date),
    sa.Column("sha256", sa.String(64), nullable=False),
)

snapshots = sa.Table(
    "snapshots",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.Column("marts", sa.JSON, nullable=False),
    sqlite_autoincrement=True,
)

anchors = sa.Table(
    "anchors",
    METADATA,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("followers", sa.BigInteger, nullable=False),
    sa.Column("entered_at", sa.DateTime, nullable=False),
)

settings = sa.Table(
    "settings",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
)

notes = sa.Table(
    "notes",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
)

refused_files = sa.Table(
    "refused_files",
    METADATA,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("seen_at", sa.DateTime, nullable=False),
    sa.Column("receipt", sa.JSON, nullable=False),
    sa.Column("dismissed_at", sa.DateTime),
)

erasures = sa.Table(
    "erasures",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("erased_at", sa.DateTime, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("uploads", sa.JSON, nullable=False),
)

absent_originals = sa.Table(
    "absent_originals",
    METADATA,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("since", sa.DateTime, nullable=False),
)

bets = sa.Table(
    "bets",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("declared_at", sa.DateTime, nullable=False),
    sa.Column("metric", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("direction", sa.Text, nullable=False),
    sa.Column("delay", sa.Integer, nullable=False),
    sa.Column("smallest_effect", sa.Float, nullable=False),
    sa.Column("review_month", sa.Date, nullable=False),
    sa.Column("judged_at", sa.DateTime),
    sa.Column("result", sa.Text),
    sa.Column("judgement", sa.JSON),
    sa.Column("withdrawn_at", sa.DateTime),
)

campaigns = sa.Table(
    "campaigns",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("declared_at", sa.DateTime, nullable=False),
    sa.Column("removed_at", sa.DateTime),
)

experiments = sa.Table(
    "experiments",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("declared_at", sa.DateTime, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("seed", sa.BigInteger, nullable=False),
    sa.Column("plan", sa.JSON, nullable=False),
    sa.Column("judged_at", sa.DateTime),
    sa.Column("judgement", sa.JSON),
    sa.Column("withdrawn_at", sa.DateTime),
)

targets = sa.Table(
    "targets",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("metric", sa.Text, nullable=False),
    sa.Column("month", sa.Date, nullable=False),
    sa.Column("value", sa.Float),
    sa.Column("set_at", sa.DateTime, nullable=False),
)


def engine_for(path: Path) -> Engine:
    """An engine on one SQLite file, durable on every commit and patient with other writers."""
    engine = sa.create_engine(
        f"sqlite:///{path}",
        poolclass=sa.NullPool,
        connect_args={"timeout": LOCK_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _durable(connection: Any, _record: object) -> None:  # pyright: ignore[reportUnusedFunction]
        # pysqlite must not begin transactions by itself: ours begin with the lock they need.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("pragma journal_mode=wal")
        cursor.execute("pragma synchronous=full")
        cursor.execute("pragma foreign_keys=on")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        begin = connection.get_execution_options().get("begin", "begin")
        connection.exec_driver_sql(str(begin))

    return engine


@contextmanager
def reading(engine: Engine) -> Generator[Connection]:
    """One consistent view of the ledger."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Generator[Connection]:
    """A write that holds the lock from its start and is seen whole or not at all."""
    with (
        engine.connect().execution_options(begin="begin immediate") as connection,
        connection.begin(),
    ):
        yield connection


def migrate(engine: Engine) -> None:
    """Bring the ledger to this version's schema; a newer ledger is refused."""
    with engine.connect() as connection:
        present = sa.inspect(connection).has_table("alembic_version")
        version = (
            connection.exec_driver_sql("select version_num from alembic_version").scalar()
            if present
            else None
        )
    if version == SCHEMA_VERSION:
        return
    if version is not None and version > SCHEMA_VERSION:
        raise refused(
            "What is kept here was written by a newer version of So What",
            "",
            "Nothing was changed. Install that version, or a newer one.",
        )
    # Imported here: only a new or an old ledger needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
