"""An entry rests on an application.

Revision: 0018, after 0017
"""

from migrations.ddl import append_only, changes_only, drop_guards, is_sqlite, kept, refuse, refuse_rows

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

GUARDS = {
    "membership_version": ["entry_rests_on_an_application"],
    "undertaking_given": ["undertaking_given_is_append_only"],
    "application_recommendation": ["application_recommendation_is_append_only"],
    "application_recusal": ["application_recusal_is_append_only"],
    "evidence_verification": ["evidence_verification_is_append_only", "nobody_certifies_themselves"],
    "application_evidence": ["application_evidence_is_append_only"],
    "ruling_part": [
        "appeal_is_heard_by_others",
        "nobody_rules_on_their_own_application",
        "ruling_is_closed",
        "ruling_is_of_the_body",
        "ruling_part_is_append_only",
        "those_who_stand_back_have_no_part",
    ],
    "admission_ruling": ["admission_ruling_is_append_only"],
    "application_step": [
        "admission_is_carried",
        "application_step_is_append_only",
        "decider_does_not_enter_alone",
        "entry_waits_for_the_deciders_word",
        "nobody_enters_themselves",
    ],
    "membership_application": ["application_is_kept", "submitted_application_stays"],
}
ASKED = (
    "id",
    "person_id",
    "constituency_id",
    "sub_constituency_id",
    "channel",
    "undertaking",
    "amount_pence",
    "submitted_at",
    "source_mark",
    "entered_by",
    "entered_at",
)
DECIDING = "'board', 'committee', 'general_meeting', 'secretary_delegated', 'panel'"
BY_NAME = "'board', 'committee', 'secretary_delegated', 'panel'"
HAS_A_PART = "(NEW.vote <> 'none' OR (NEW.is_present AND NOT NEW.is_recused))"


def upgrade() -> None:
    """Make it so."""
    _guard_cases()
    _guard_rulings()
    _guard_steps()
    _guard_entries()


def _guard_cases() -> None:
    """Keep an application as it was submitted, with what was stated and said of it."""
    changes_only(
        "submitted_application_stays", "membership_application", columns=ASKED, when="OLD.submitted_at IS NOT NULL"
    )
    kept("membership_application", "application_is_kept", unless=_disposed("id"))
    _kept_but_for_disposal("application_evidence", "id")
    append_only("evidence_verification")
    refuse(
        "nobody_certifies_themselves",
        "evidence_verification",
        "INSERT",
        when="EXISTS (SELECT 1 FROM application_evidence AS stated JOIN membership_application AS asked"
        " ON asked.id = stated.application_id WHERE stated.id = NEW.evidence_id AND asked.person_id = NEW.verified_by)",
    )
    append_only("application_recusal")
    _kept_but_for_disposal("application_recommendation", "id")
    append_only("undertaking_given")


def _guard_rulings() -> None:
    """Let only those decide who took part in the resolution and are free to."""
    append_only("admission_ruling")
    append_only("ruling_part")
    refuse(
        "ruling_is_closed",
        "ruling_part",
        "INSERT",
        when="EXISTS (SELECT 1 FROM application_step"
        " WHERE application_id = NEW.application_id AND decision_id = NEW.decision_id)",
    )
    refuse(
        "ruling_is_of_the_body",
        "ruling_part",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM decision_participant AS named WHERE named.decision_id = NEW.decision_id"
        " AND named.person_id = NEW.person_id AND (NEW.vote = 'none' OR NEW.vote = named.vote))",
    )
    # INV-01, INV-05.
    refuse(
        "nobody_rules_on_their_own_application",
        "ruling_part",
        "INSERT",
        when=f"{HAS_A_PART} AND EXISTS (SELECT 1 FROM membership_application"
        " WHERE id = NEW.application_id AND person_id = NEW.person_id)",
    )
    # INV-06.
    refuse(
        "those_who_stand_back_have_no_part",
        "ruling_part",
        "INSERT",
        when=f"{HAS_A_PART} AND EXISTS (SELECT 1 FROM application_recusal"
        " WHERE application_id = NEW.application_id AND person_id = NEW.person_id)",
    )
    # INV-41.
    refuse(
        "appeal_is_heard_by_others",
        "ruling_part",
        "INSERT",
        when=f"{HAS_A_PART} AND EXISTS (SELECT 1 FROM ruling_part AS earlier"
        " WHERE earlier.application_id = NEW.application_id AND earlier.person_id = NEW.person_id"
        " AND earlier.decision_id <> NEW.decision_id"
        " AND (earlier.vote <> 'none' OR (earlier.is_present AND NOT earlier.is_recused)))",
    )


def _guard_steps() -> None:
    """Keep every step, and let none admit, refuse or enter that its ruling does not bear."""
    _kept_but_for_disposal("application_step", "application_id")
    counted = "(SELECT COUNT(*) FROM ruling_part WHERE application_id = NEW.application_id"
    counted += " AND decision_id = NEW.decision_id AND vote = '{}')"
    refuse(
        "admission_is_carried",
        "application_step",
        "INSERT",
        when="NEW.to_state IN ('admitted', 'refused', 'refusal_stands') AND NOT EXISTS"
        " (SELECT 1 FROM admission_ruling AS ruled JOIN decision AS taken ON taken.id = ruled.decision_id"
        " WHERE ruled.application_id = NEW.application_id AND ruled.decision_id = NEW.decision_id"
        " AND (ruled.outcome = 'admitted') = (NEW.to_state = 'admitted')"
        f" AND taken.decided_on <= NEW.dated_on AND taken.body IN ({DECIDING})"
        f" AND (taken.body NOT IN ({BY_NAME}) OR {counted.format('for')} > {counted.format('against')}))",
    )
    refuse(
        "nobody_enters_themselves",
        "application_step",
        "INSERT",
        when="NEW.to_state = 'entered' AND EXISTS (SELECT 1 FROM membership_application"
        " WHERE id = NEW.application_id AND person_id = NEW.actor_id)",
    )
    # INV-02: whoever enters, somebody else was for it.
    refuse(
        "decider_does_not_enter_alone",
        "application_step",
        "INSERT",
        when="NEW.to_state = 'entered' AND NOT EXISTS (SELECT 1 FROM application_step AS admitted"
        " JOIN decision AS taken ON taken.id = admitted.decision_id"
        " WHERE admitted.application_id = NEW.application_id AND admitted.n = NEW.previous_n"
        f" AND (taken.body NOT IN ({BY_NAME}) OR EXISTS (SELECT 1 FROM ruling_part AS part"
        " WHERE part.application_id = NEW.application_id AND part.decision_id = admitted.decision_id"
        " AND part.vote = 'for' AND part.person_id <> NEW.actor_id)))",
    )
    # INV-42: more than half of those who decided have said themselves that it is so.
    free = "part.application_id = NEW.application_id AND part.decision_id = admitted.decision_id"
    free += " AND part.is_present AND NOT part.is_recused"
    refuse(
        "entry_waits_for_the_deciders_word",
        "application_step",
        "INSERT",
        when="NEW.to_state = 'entered' AND EXISTS (SELECT 1 FROM application_step AS admitted"
        " JOIN decision AS taken ON taken.id = admitted.decision_id"
        " WHERE admitted.application_id = NEW.application_id AND admitted.n = NEW.previous_n"
        f" AND taken.body IN ({BY_NAME})"
        " AND 2 * (SELECT COUNT(*) FROM ruling_part AS part JOIN decision_confirmation AS said"
        " ON said.decision_id = part.decision_id AND said.person_id = part.person_id AND said.is_so"
        f" WHERE {free}) <= (SELECT COUNT(*) FROM ruling_part AS part WHERE {free}))",
    )


def _guard_entries() -> None:
    """Let nobody into the register but on an application, as a founder, or with an approved opening register.

    A later version of a membership goes on from one before it, in the same constituency; one that came in
    with the same statement is not before it.
    """
    earlier = "" if is_sqlite() else " AND NOT EXISTS (SELECT 1 FROM added AS along WHERE along.id = before.id)"
    refuse_rows(
        "entry_rests_on_an_application",
        "membership_version",
        when="NEW.standing <> 'ceased' AND NEW.batch_id IS NULL AND NEW.decision_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM membership_version AS before WHERE before.membership_id = NEW.membership_id"
        " AND before.id <> NEW.id AND before.standing <> 'ceased'"
        f" AND before.constituency_id = NEW.constituency_id{earlier})"
        f" AND NOT {_is_founder()} AND NOT {_is_admitted()}",
    )


def _is_founder() -> str:
    """Return the condition that the entry is a founder's first, on the founders' own decision."""
    return (
        "(EXISTS (SELECT 1 FROM decision AS founding JOIN decision_participant AS named"
        " ON named.decision_id = founding.id WHERE founding.id = NEW.decision_id AND founding.body = 'founders'"
        " AND named.person_id = NEW.person_id) AND NOT EXISTS (SELECT 1 FROM membership AS other"
        " WHERE other.person_id = NEW.person_id AND other.id <> NEW.membership_id))"
    )


def _is_admitted() -> str:
    """Return the condition that the person's application there was admitted by the decision cited, and nothing since.

    INV-01: they do not write it themselves. INV-09: what the admission waited for has come.
    """
    return (
        "EXISTS (SELECT 1 FROM membership_application AS asked JOIN application_step AS admitted"
        " ON admitted.application_id = asked.id JOIN admission_ruling AS ruled"
        " ON ruled.application_id = asked.id AND ruled.decision_id = admitted.decision_id"
        " WHERE asked.person_id = NEW.person_id AND asked.constituency_id = NEW.constituency_id"
        " AND admitted.to_state = 'admitted' AND admitted.decision_id = NEW.decision_id"
        " AND (ruled.condition_on IS NULL OR ruled.condition_on <= NEW.valid_from)"
        " AND NEW.recorded_by <> NEW.person_id AND NOT EXISTS (SELECT 1 FROM application_step AS since"
        " WHERE since.application_id = asked.id AND since.n > admitted.n))"
    )


def _disposed(key: str) -> str:
    """Return the condition that two people disposed of a record, so that its rows may go."""
    return f"EXISTS (SELECT 1 FROM disposal WHERE record_id = OLD.{key})"


def _kept_but_for_disposal(table: str, key: str) -> None:
    """Refuse to change what a table holds, and to remove it but by a disposal."""
    guard = f"{table}_is_append_only"
    refuse(guard, table, "UPDATE")
    kept(table, guard, unless=_disposed(key))


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
