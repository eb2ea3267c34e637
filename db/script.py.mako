"""${message}

A step is append only: once a file of this version may exist in an office, it never changes.
It runs inside one transaction with foreign keys off; it must not lose a row.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
