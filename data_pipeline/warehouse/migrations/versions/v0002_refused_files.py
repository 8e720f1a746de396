"""Files of a watched folder that did not come in."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """One row per version of a file, with the reasons it was refused for."""
    op.create_table(
        "refused_files",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.Column("receipt", sa.JSON, nullable=False),
        sa.Column("dismissed_at", sa.DateTime),
    )
