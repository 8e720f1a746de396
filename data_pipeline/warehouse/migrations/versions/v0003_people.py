"""What was erased at a person's wish, and originals that are kept no longer."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """One row per erasure, without a name; one per original that is gone, and why."""
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("erased_at", sa.DateTime, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("uploads", sa.JSON, nullable=False),
    )
    op.create_table(
        "absent_originals",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
    )
