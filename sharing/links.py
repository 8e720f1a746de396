"""Links to frozen pages: made, opened, listed, revoked.

The page a link opens is written once and never made again, so an import or an undo afterwards
cannot change what was sent. A token is shown once; the store knows only its SHA-256.
"""

import hashlib
import logging
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from data_pipeline.warehouse.ledger import reading, writing
from sharing import control as store
from sharing.control import Control

LOG = logging.getLogger("so_what")
EXPIRES_IN_DAYS = 30
LONGEST_DAYS = 365
State = Literal["open", "expired", "revoked"]


@dataclass(frozen=True)
class Link:
    """One link of a workspace, without what would open it."""

    id: str
    workspace: str
    title: str
    months: tuple[date, date]
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    opens: int
    last_opened: datetime | None

    def state(self, now: datetime | None = None) -> State:
        """Whether it opens, and if not, why."""
        if self.revoked_at is not None:
            return "revoked"
        return "open" if (now or _now()) < self.expires_at else "expired"


def make_link(
    control: Control,
    workspace: str,
    title: str,
    months: tuple[date, date],
    html: str,
    *,
    expires_in_days: int = EXPIRES_IN_DAYS,
    by: str = "owner",
) -> str:
    """Keep a page behind a new link. Returns the token, which nobody can ask for again."""
    assert 0 < expires_in_days <= LONGEST_DAYS, f"{expires_in_days} days"
    token = secrets.token_urlsafe(32)
    token_sha256, page = _sha256(token.encode()), html.encode()
    path = _page_path(control, workspace, token_sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_durably(path, page)
    made_at = _now()
    with writing(control.engine) as connection:
        connection.execute(
            sa.insert(store.links).values(
                id=secrets.token_hex(6),
                token_sha256=token_sha256,
                page_sha256=_sha256(page),
                workspace=workspace,
                title=title,
                first_month=months[0],
                last_month=months[1],
                made_at=made_at,
                made_by=by,
                expires_at=made_at + timedelta(days=expires_in_days),
            )
        )
    return token


def page_behind(control: Control, token: str, *, count: bool = True) -> bytes | None:
    """What a token opens; None alike for a wrong, an expired and a revoked one."""
    token_sha256 = _sha256(token.encode())
    table = store.links.c
    query = sa.select(table.id, table.workspace, table.page_sha256).where(
        table.token_sha256 == token_sha256, table.revoked_at.is_(None), table.expires_at > _now()
    )
    with reading(control.engine) as connection:
        link = connection.execute(query).first()
    if link is None:
        return None
    page = _page_as_kept(_page_path(control, link.workspace, token_sha256), link.page_sha256)
    if page is not None and count:
        _count_open(control, link.id)
    return page


def _page_as_kept(path: Path, sha256: str) -> bytes | None:
    """A page that is gone or no longer what was sent opens for nobody."""
    page = path.read_bytes() if path.is_file() else b""
    if _sha256(page) == sha256:
        return page
    LOG.error("a frozen page is missing or has changed on disk: %s", path.parent)
    return None


def _count_open(control: Control, link: str) -> None:
    try:
        with writing(control.engine) as connection:
            connection.execute(sa.insert(store.opens).values(link_id=link, opened_at=_now()))
    except OperationalError:  # a full disk is no reason to keep the page back
        LOG.warning("an open of link %s could not be counted", link)


def links_of(control: Control, workspace: str) -> list[Link]:
    """Every link of a workspace, newest first."""
    table, opened = store.links.c, store.opens.c
    query = (
        sa.select(
            table.id,
            table.workspace,
            table.title,
            table.first_month,
            table.last_month,
            table.made_at,
            table.expires_at,
            table.revoked_at,
            sa.func.count(opened.id),
            sa.func.max(opened.opened_at),
        )
        .join_from(store.links, store.opens, isouter=True)
        .where(table.workspace == workspace)
        .group_by(table.id)
        .order_by(table.made_at.desc(), table.id)
    )
    with reading(control.engine) as connection:
        rows = connection.execute(query).all()
    return [Link(*row[:3], (row[3], row[4]), *row[5:]) for row in rows]


def revoke(control: Control, workspace: str, link: str) -> None:
    """From now on the link opens nothing. Its page is deleted; the list remembers it."""
    table = store.links.c
    of_workspace = (table.id == link) & (table.workspace == workspace)
    with writing(control.engine) as connection:
        token_sha256 = connection.execute(
            sa.select(table.token_sha256).where(of_workspace)
        ).scalar()
        connection.execute(
            sa.update(store.links)
            .where(of_workspace, table.revoked_at.is_(None))
            .values(revoked_at=_now())
        )
    if token_sha256 is not None:
        _page_path(control, workspace, token_sha256).unlink(missing_ok=True)


def _write_durably(path: Path, page: bytes) -> None:
    with path.open("wb") as file:
        file.write(page)
        file.flush()
        os.fsync(file.fileno())


def _page_path(control: Control, workspace: str, token_sha256: str) -> Path:
    return control.folder / "workspaces" / workspace / "links" / f"{token_sha256}.html"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
