"""The office: kiosks, staff, sign-ins, applications, papers, deliveries, codes, trail and notices."""

import sqlalchemy as sa
from alembic import op

from hub.store.schema import UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward only: a hub is never put back to an older database."""
    op.create_table(
        "kiosks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code_digest", sa.String(), nullable=True),
        sa.Column("code_not_after", UtcTime(), nullable=True),
        sa.Column("code_used_at", UtcTime(), nullable=True),
        sa.Column("enrolled_at", UtcTime(), nullable=True),
        sa.Column("signing_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealing_key", sa.LargeBinary(), nullable=True),
        sa.Column("last_cursor", sa.Integer(), nullable=False),
        sa.Column("last_heard_at", UtcTime(), nullable=True),
        sa.Column("last_event", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_digest"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("officer", "coordinator", "volunteer", name="role", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("kiosk_name", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("name"),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index(
            "one_person_per_kiosk_name",
            ["kiosk_name"],
            unique=True,
            sqlite_where=sa.text("is_active"),
            postgresql_where=sa.text("is_active"),
        )

    op.create_table(
        "applications",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("submit_to", sa.String(), nullable=False),
        sa.Column("way", sa.Enum("kiosk", "locker", "door", name="way", native_enum=False, length=32), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("once", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "rejected",
                "approved",
                "fetched",
                "released",
                "printed",
                "uncertain",
                "void",
                "in_locker",
                "collected",
                "removed",
                "offered",
                "accepted",
                "taken",
                "handed_over",
                "unconfirmed",
                "lost",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("kiosk", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("compartment", sa.Integer(), nullable=True),
        sa.Column("submitted_at", UtcTime(), nullable=False),
        sa.Column("issued_at", UtcTime(), nullable=True),
        sa.Column("recalled_at", UtcTime(), nullable=True),
        sa.Column("changed_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kiosk"],
            ["kiosks.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("by", "once"),
        sa.UniqueConstraint("number"),
    )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_applications_person"), ["person"], unique=False)
        batch_op.create_index(batch_op.f("ix_applications_state"), ["state"], unique=False)

    op.create_table(
        "kiosk_events",
        sa.Column("kiosk", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("received_at", UtcTime(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["kiosk"],
            ["kiosks.id"],
        ),
        sa.PrimaryKeyConstraint("kiosk", "id"),
    )
    op.create_table(
        "sessions",
        sa.Column("secret_digest", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("staff", sa.String(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("not_after", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("secret_digest"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("address_digest", sa.String(), nullable=False),
        sa.Column("browser_digest", sa.String(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("staff", sa.String(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_address_digest"), ["address_digest"], unique=False)

    op.create_table(
        "given_codes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("not_after", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audience"],
            ["kiosks.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("given_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_given_codes_subject"), ["subject"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("application", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kiosk", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("released_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application"],
            ["applications.id"],
        ),
        sa.ForeignKeyConstraint(
            ["kiosk"],
            ["kiosks.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_application"), ["application"], unique=False)
        batch_op.create_index(
            "one_outlet_per_number",
            ["number"],
            unique=True,
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )

    op.create_table(
        "deliveries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("application", sa.String(), nullable=False),
        sa.Column("volunteer", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "accepted",
                "taken",
                "unconfirmed",
                "handed_over",
                "ended",
                name="deliverystate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("accepted_at", UtcTime(), nullable=False),
        sa.Column("taken_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application"],
            ["applications.id"],
        ),
        sa.ForeignKeyConstraint(
            ["volunteer"],
            ["staff.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_application"), ["application"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliveries_volunteer"), ["volunteer"], unique=False)
        batch_op.create_index(
            "one_volunteer_per_application",
            ["application"],
            unique=True,
            sqlite_where=sa.text("state IN ('accepted', 'taken', 'unconfirmed')"),
            postgresql_where=sa.text("state IN ('accepted', 'taken', 'unconfirmed')"),
        )

    op.create_table(
        "notices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column(
            "tell",
            sa.Enum(
                "sign_in_code",
                "approved",
                "in_locker",
                "rejected",
                "void",
                "removed",
                "offer",
                "offer_gone",
                "delivery_yours",
                "delivery_over",
                "volunteer_comes",
                "unconfirmed",
                name="tell",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("staff", sa.String(), nullable=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("application", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "call",
                "called",
                "dropped",
                name="noticestate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("next_at", UtcTime(), nullable=False),
        sa.Column("done_at", UtcTime(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application"],
            ["applications.id"],
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
        ),
        sa.ForeignKeyConstraint(
            ["code"],
            ["given_codes.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_application"), ["application"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_state"), ["state"], unique=False)

    op.create_table(
        "trail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application", sa.String(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "submitted",
                "rejected",
                "approved",
                "fetched",
                "recall_asked",
                "released",
                "not_printed",
                "printed",
                "uncertain",
                "void",
                "in_locker",
                "collected",
                "removed",
                "offered",
                "accepted",
                "given_back",
                "taken",
                "wrong_code",
                "handed_over",
                "unconfirmed",
                "lost",
                name="what",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("kiosk", sa.String(), nullable=True),
        sa.Column("compartment", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application"],
            ["applications.id"],
        ),
        sa.ForeignKeyConstraint(
            ["kiosk"],
            ["kiosks.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("trail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trail_application"), ["application"], unique=False)

    op.create_table(
        "changes",
        sa.Column("kiosk", sa.String(), nullable=False),
        sa.Column("cursor", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("assignment", sa.String(), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("served_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment"],
            ["assignments.id"],
        ),
        sa.ForeignKeyConstraint(
            ["kiosk"],
            ["kiosks.id"],
        ),
        sa.PrimaryKeyConstraint("kiosk", "cursor"),
    )
