"""The control store: what is known beside the workspaces. Links, their opens, a few settings."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError

from data_pipeline.warehouse.ledger import engine_for, reading, writing

METADATA = sa.MetaData()

links = sa.Table(
    "links",
    METADATA,
    sa.Column("id", sa.String(12), primary_key=True),
    sa.Column("token_sha256", sa.String(64), nullable=False, unique=True),
    sa.Column("page_sha256", sa.String(64), nullable=False),
    sa.Column("workspace", sa.Text, nullable=False, index=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("first_month", sa.Date, nullable=False),
    sa.Column("last_month", sa.Date, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("expires_at", sa.DateTime, nullable=False),
    sa.Column("revoked_at", sa.DateTime),
)

opens = sa.Table(
    "opens",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("link_id", sa.String(12), sa.ForeignKey("links.id"), nullable=False, index=True),
    sa.Column("opened_at", sa.DateTime, nullable=False),
)

settings = sa.Table(
    "settings",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
)


class Control:
    """One SQLite file for all workspaces, written like a ledger."""

    def __init__(self, path: Path) -> None:
        self.folder = path.parent
        self.engine = engine_for(path)
        with writing(self.engine) as connection:
            METADATA.create_all(connection)

    def answers(self) -> bool:
        """Whether the store can be read."""
        try:
            with reading(self.engine) as connection:
                return connection.execute(sa.select(sa.func.count()).select_from(links)) is not None
        except SQLAlchemyError:
            return False

    def setting(self, name: str) -> Any:
        """A setting's value, or None."""
        with reading(self.engine) as connection:
            return connection.execute(
                sa.select(settings.c.value).where(settings.c.name == name)
            ).scalar()

    def keep_setting(self, name: str, value: Any) -> None:
        """Keep a setting."""
        with writing(self.engine) as connection:
            connection.execute(
                insert(settings)
                .values(name=name, value=value)
                .on_conflict_do_update(index_elements=["name"], set_={"value": value})
            )
