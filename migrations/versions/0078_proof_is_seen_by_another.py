"""Who stated a fact of an application, or entered that on paper, does not say that they have seen its proof.

Revision: 0078, after 0077
"""

from migrations.ddl import drop_guards, refuse

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so. What was seen before stays as it is."""
    refuse(
        "proof_is_seen_by_another",
        "evidence_verification",
        "INSERT",
        when="EXISTS (SELECT 1 FROM application_evidence AS stated JOIN membership_application AS asked"
        " ON asked.id = stated.application_id WHERE stated.id = NEW.evidence_id"
        " AND NEW.verified_by IN (stated.stated_by, asked.entered_by))",
    )


def downgrade() -> None:
    """Undo it."""
    drop_guards("evidence_verification", ["proof_is_seen_by_another"])
