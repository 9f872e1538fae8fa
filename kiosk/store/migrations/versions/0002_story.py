"""The story: papers, their prints, codes and deliveries, and what the hub has been told."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.schema import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_LIVE = sa.text("state IN ('reserved', 'stored', 'out', 'held')")


def upgrade() -> None:
    """Forward only: a controller is never put back to an older database."""
    _make_papers()
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("application", sa.String(), nullable=False),
        sa.Column("volunteer", sa.String(), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "hub_cursor",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kiosk", sa.String(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("known_event", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    _let_staff_go()
    with op.batch_alter_table("parcels") as parcels:
        parcels.add_column(sa.Column("paper", sa.String(), sa.ForeignKey("papers.number", name="paper"), nullable=True))
        parcels.add_column(sa.Column("birth_hash", sa.String(), nullable=True))
        parcels.add_column(sa.Column("wrong_birth_dates", sa.Integer(), nullable=False, server_default="0"))
        # Whatever lies in the locker until now was put in for a household, and told by whoever put it in.
        parcels.add_column(sa.Column("told_by", _enum("toldby", *_TOLD_BY), nullable=False, server_default="staff"))
    with op.batch_alter_table("parcels") as parcels:
        parcels.alter_column("told_by", server_default=None)
        parcels.alter_column("wrong_birth_dates", server_default=None)
    op.create_index("one_live_parcel_per_paper", "parcels", ["paper"], unique=True, sqlite_where=_LIVE)
    with op.batch_alter_table("intents") as intents:
        delivery = sa.ForeignKey("deliveries.id", name="delivery")
        intents.add_column(sa.Column("delivery", sa.String(), delivery, nullable=True))
    with op.batch_alter_table("staff_tasks") as tasks:
        tasks.alter_column("compartment", nullable=True)
        tasks.add_column(sa.Column("paper", sa.String(), sa.ForeignKey("papers.number", name="paper"), nullable=True))


def _let_staff_go() -> None:
    # The constraint has no name in the database; alembic finds it by the one that it would have.
    with op.batch_alter_table("staff", naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"}) as staff:
        staff.drop_constraint("uq_staff_name", type_="unique")
        staff.add_column(sa.Column("removed_at", UtcTime(), nullable=True))
    active = sa.text("removed_at IS NULL")
    op.create_index("one_member_per_name", "staff", ["name"], unique=True, sqlite_where=active)


def _make_papers() -> None:
    op.create_table(
        "papers",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("application", sa.String(), nullable=False),
        sa.Column("way", _enum("way", "kiosk", "locker", "door"), nullable=False),
        sa.Column("state", _enum("paperstate", *_PAPER_STATES), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recalled", sa.Boolean(), nullable=False),
        sa.Column("fetched_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "codes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("spent_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["paper"], ["papers.number"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "prints",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visit", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("note", sa.JSON(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("concluded_at", UtcTime(), nullable=True),
        sa.Column("taken_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["code"], ["codes.id"]),
        sa.ForeignKeyConstraint(["paper"], ["papers.number"]),
        sa.PrimaryKeyConstraint("id"),
    )


_TOLD_BY = ("staff", "hub", "slip", "volunteer")
_PAPER_STATES = ("ready", "printing", "printed", "uncertain", "void", "released")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)
