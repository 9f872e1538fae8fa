"""${message}"""

import sqlalchemy as sa
from alembic import op

import hub.store.schema

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward only: a hub is never put back to an older database."""
    ${upgrades if upgrades else "pass"}
