"""What a manager declares: bets, campaigns, experiments and targets."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """One row per bet, campaign and experiment; a target's value counts until a later one is set,
    and null takes it back."""
    op.create_table(
        "bets",
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
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("declared_at", sa.DateTime, nullable=False),
        sa.Column("removed_at", sa.DateTime),
    )
    op.create_table(
        "experiments",
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
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("value", sa.Float),
        sa.Column("set_at", sa.DateTime, nullable=False),
    )
