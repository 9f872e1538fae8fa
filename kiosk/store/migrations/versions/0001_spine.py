"""The spine: compartments, parcels, tickets, staff, journal, audit log, outbox, tasks and watches."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.schema import UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward only: a controller is never put back to an older database."""
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "compartments",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contents_known", sa.Boolean(), nullable=False),
        sa.Column("door_works", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "outbox",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("sent_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("officer", "coordinator", "volunteer", "technician", name="role", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("wrong_pins", sa.Integer(), nullable=False),
        sa.Column("wait_until", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "parcels",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("compartment", sa.Integer(), nullable=False),
        sa.Column("visit", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "reserved",
                "stored",
                "out",
                "held",
                "collected",
                "withdrawn",
                name="parcelstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("deposited_by", sa.String(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("stored_at", UtcTime(), nullable=True),
        sa.Column("gone_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["compartment"],
            ["compartments.number"],
        ),
        sa.ForeignKeyConstraint(
            ["deposited_by"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("parcels", schema=None) as batch_op:
        batch_op.create_index(
            "one_live_parcel_per_compartment",
            ["compartment"],
            unique=True,
            sqlite_where=sa.text("state IN ('reserved', 'stored', 'out', 'held')"),
        )

    op.create_table(
        "intents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("visit", sa.String(), nullable=False),
        sa.Column("compartment", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("parcel", sa.String(), nullable=True),
        sa.Column("ticket", sa.String(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("outcome_at", UtcTime(), nullable=True),
        sa.Column("concluded_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["compartment"],
            ["compartments.number"],
        ),
        sa.ForeignKeyConstraint(
            ["parcel"],
            ["parcels.id"],
        ),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], use_alter=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "staff_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "uncleared",
                "door_stayed_shut",
                "code_locked",
                "door_forced_open",
                "door_left_open",
                name="taskkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("compartment", sa.Integer(), nullable=False),
        sa.Column("parcel", sa.String(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("settled_at", UtcTime(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_as", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["compartment"],
            ["compartments.number"],
        ),
        sa.ForeignKeyConstraint(
            ["parcel"],
            ["parcels.id"],
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intent"],
            ["intents.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("parcel", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("spent_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parcel"],
            ["parcels.id"],
        ),
        sa.ForeignKeyConstraint(
            ["spent_by"],
            ["intents.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("parcel"),
    )
    op.create_table(
        "watches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compartment", sa.Integer(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("task", sa.Integer(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["compartment"],
            ["compartments.number"],
        ),
        sa.ForeignKeyConstraint(
            ["task"],
            ["staff_tasks.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
