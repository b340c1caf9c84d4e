"""The month of payment: what was paid to whom is kept apart from the records, and no longer follows them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TEXTS = ("number", "confidentiality", "full_name")
_SAID = (
    *(
        "birth_date",
        "personal_id",
        "hamlet",
        "decision_no",
        "decision_date",
        "clause",
        "coefficient",
        "article",
    ),
    *("payment_method", "account", "payee", "span", "outcome", "outcome_on", "outcome_note"),
)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _tracked() -> tuple[sa.Column[int], sa.Column[object]]:
    return sa.Column("seq", sa.Integer(), nullable=False), sa.Column(
        "changed_at", sa.DateTime(), nullable=False
    )


def _reference(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_payment_row_{column}")
    return sa.ForeignKeyConstraint([column], [other], name=name, deferrable=True, initially="DEFERRED")


def upgrade() -> None:
    """Make the two tables; no month was closed before."""
    op.create_table(
        "payment_month",
        *(_text(each) for each in ("id", "unit", "benefit", "month", "state", "steps", "kept")),
        *(_text(each, nullable=True) for each in ("digest", "frozen")),
        *_tracked(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_month")),
        sa.UniqueConstraint("unit", "benefit", "month", name=op.f("uq_payment_month_unit_benefit_month")),
    )
    op.create_table(
        "payment_row",
        *(_text(each) for each in ("id", "month_id", "unit", "benefit", "month")),
        sa.Column("position", sa.Integer(), nullable=False),
        *(_text(each) for each in ("person_id", "record_id", *_TEXTS)),
        *(_text(each, nullable=True) for each in _SAID),
        sa.Column("base", sa.BigInteger(), nullable=True),
        *(_text(each) for each in ("parts", "carried")),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        *_tracked(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_row")),
        sa.UniqueConstraint(
            "person_id", "benefit", "month", name=op.f("uq_payment_row_person_id_benefit_month")
        ),
        sa.UniqueConstraint(
            "personal_id", "benefit", "month", name=op.f("uq_payment_row_personal_id_benefit_month")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_row_amount_positive")),
        _reference("month_id", "payment_month.id"),
        _reference("person_id", "person.id"),
        _reference("record_id", "record.id"),
    )
    op.create_index("ix_payment_row_month_id", "payment_row", ["month_id", "position"], unique=False)
    op.create_index("ix_payment_row_record_id", "payment_row", ["record_id"], unique=False)
