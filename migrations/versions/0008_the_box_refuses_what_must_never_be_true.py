"""The box refuses what must never be true.

Revision: 0008, after 0007
"""

from migrations.ddl import append_only, changes_only, drop_guards, kept, refuse, refuse_rows

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FROZEN = "EXISTS (SELECT 1 FROM poll WHERE id = {row}.poll_id AND frozen_at IS NOT NULL)"
SEALED_AND_SHUT = "EXISTS (SELECT 1 FROM poll WHERE id = NEW.poll_id AND sealed_at IS NOT NULL AND opened_at IS NULL)"
SAME_MARK = "{a}.poll_id = {b}.poll_id AND {a}.elector_id = {b}.elector_id AND {a}.kind = {b}.kind"
SAME_BALLOT = (
    "{a}.h = {b}.h AND {a}.c = {b}.c AND {a}.poll_id = {b}.poll_id"
    " AND {a}.class = {b}.class AND {a}.scheme = {b}.scheme"
)
PROMISED = (
    "roll_id",
    "decides",
    "title",
    "question",
    "seats",
    "rule",
    "lot_source",
    "opens_at",
    "publication_mode",
    "custody",
    "frozen_at",
    "manifest",
    "eid0",
    "eid",
    "pad_len",
    "box_key",
    "canary",
)

GUARDS = {
    "doubt": ["doubt_is_append_only"],
    "poll": [
        "box_is_opened_whole",
        "directors_are_not_elected_under_an_installation_key",
        "discrepancy_keeps_the_box_shut",
        "frozen_poll_is_kept",
        "frozen_poll_stays",
        "poll_closes_later_only",
        "poll_is_armed_on_a_frozen_roll",
        "poll_is_not_born_armed",
        "poll_moves_forward_only",
    ],
    "poll_option": ["frozen_paper_loses_no_option", "frozen_paper_stays", "frozen_paper_takes_no_option"],
    "credential": ["credential_is_kept", "credential_is_only_revoked"],
    "mark": ["mark_goes_only_to_the_closed_marks", "mark_stays", "marks_are_made_while_armed"],
    "ballot_box": ["ballot_goes_only_to_the_sealed_box", "ballot_stays", "ballots_are_cast_while_armed"],
    "sealed_box": ["sealed_box_is_append_only", "sealed_box_takes_only_what_was_cast"],
    "closed_mark": ["closed_mark_is_append_only", "closed_mark_takes_only_what_was_marked"],
    "opened_ballot": ["opened_ballot_comes_from_a_sealed_box", "opened_ballot_is_append_only"],
    "tendered_ballot": ["tendered_ballot_has_its_mark", "tendered_ballot_is_decided_once", "tendered_ballot_is_kept"],
    "option_withdrawal": ["option_withdrawal_is_append_only"],
}


def upgrade() -> None:
    """Refuse what must never be true."""
    _guard_polls()
    _guard_papers_and_credentials()
    _guard_marks_and_ballots()


def _guard_polls() -> None:
    """A poll keeps what it promised, and goes forward only."""
    changes_only("frozen_poll_stays", "poll", columns=PROMISED, when="OLD.frozen_at IS NOT NULL")
    refuse(
        "poll_moves_forward_only",
        "poll",
        "UPDATE",
        when=" OR ".join(
            f"(OLD.{step} IS NOT NULL AND NEW.{step} IS DISTINCT FROM OLD.{step})"
            for step in ("armed_at", "sealed_at", "sealed_ballots", "sealed_marks", "opened_at", "unreadable")
        ),
    )
    refuse(
        "poll_closes_later_only",
        "poll",
        "UPDATE",
        when="OLD.frozen_at IS NOT NULL AND NEW.closes_at IS DISTINCT FROM OLD.closes_at"
        " AND (NEW.closes_at < OLD.closes_at OR OLD.sealed_at IS NOT NULL)",
    )
    refuse(
        "poll_is_armed_on_a_frozen_roll",
        "poll",
        "UPDATE",
        when="NEW.armed_at IS NOT NULL AND (SELECT frozen_at FROM roll WHERE id = NEW.roll_id) IS NULL",
    )
    refuse("poll_is_not_born_armed", "poll", "INSERT", when="NEW.frozen_at IS NOT NULL OR NEW.armed_at IS NOT NULL")
    refuse(
        "directors_are_not_elected_under_an_installation_key",
        "poll",
        "UPDATE",
        when="NEW.armed_at IS NOT NULL AND OLD.armed_at IS NULL AND NEW.decides = 'directors'"
        " AND NEW.custody = 'installation' AND NOT EXISTS (SELECT 1 FROM mutual WHERE mode IN ('demo', 'rehearsal'))",
    )
    refuse(
        "discrepancy_keeps_the_box_shut",
        "poll",
        "UPDATE",
        when="NEW.opened_at IS NOT NULL AND NEW.sealed_ballots <> NEW.sealed_marks"
        " AND NEW.discrepancy_decision_id IS NULL",
    )
    refuse(
        "box_is_opened_whole",
        "poll",
        "UPDATE",
        when="NEW.opened_at IS NOT NULL AND OLD.opened_at IS NULL AND (NEW.unreadable IS NULL OR"
        " (SELECT count(*) FROM opened_ballot WHERE poll_id = NEW.id) + NEW.unreadable"
        " <> (SELECT count(*) FROM sealed_box WHERE poll_id = NEW.id))",
    )
    kept("poll", "frozen_poll_is_kept", unless="OLD.frozen_at IS NULL")


def _guard_papers_and_credentials() -> None:
    """A frozen paper stays; a credential is only revoked."""
    either = f"{FROZEN.format(row='OLD')} OR {FROZEN.format(row='NEW')}"
    refuse("frozen_paper_stays", "poll_option", "UPDATE", when=either)
    refuse("frozen_paper_takes_no_option", "poll_option", "INSERT", when=FROZEN.format(row="NEW"))
    kept("poll_option", "frozen_paper_loses_no_option", unless=f"NOT {FROZEN.format(row='OLD')}")
    append_only("option_withdrawal")
    refuse(
        "credential_is_only_revoked",
        "credential",
        "UPDATE",
        when="OLD.revoked_at IS NOT NULL OR NEW.revoked_at IS NULL OR NEW.token_hash <> OLD.token_hash"
        " OR NEW.poll_id <> OLD.poll_id OR NEW.elector_id <> OLD.elector_id",
    )
    kept("credential", "credential_is_kept")


def _guard_marks_and_ballots() -> None:
    """Marks and ballots are made while the poll is armed, and go from there only to the sealed tables."""
    refuse("mark_stays", "mark", "UPDATE")
    kept(
        "mark",
        "mark_goes_only_to_the_closed_marks",
        unless=f"EXISTS (SELECT 1 FROM closed_mark AS kept WHERE {SAME_MARK.format(a='kept', b='OLD')})",
    )
    # A strike may come before the poll is armed; a ballot may not.
    refuse(
        "marks_are_made_while_armed",
        "mark",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM poll WHERE id = NEW.poll_id AND sealed_at IS NULL"
        " AND (armed_at IS NOT NULL OR NEW.kind = 'struck'))",
    )
    refuse("ballot_stays", "ballot_box", "UPDATE")
    kept(
        "ballot_box",
        "ballot_goes_only_to_the_sealed_box",
        unless=f"EXISTS (SELECT 1 FROM sealed_box AS kept WHERE {SAME_BALLOT.format(a='kept', b='OLD')})",
    )
    refuse(
        "ballots_are_cast_while_armed",
        "ballot_box",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM poll WHERE id = NEW.poll_id AND armed_at IS NOT NULL AND sealed_at IS NULL)",
    )
    append_only("sealed_box")
    refuse(
        "sealed_box_takes_only_what_was_cast",
        "sealed_box",
        "INSERT",
        when=f"NOT {SEALED_AND_SHUT} OR ("
        f"NOT EXISTS (SELECT 1 FROM ballot_box AS given WHERE {SAME_BALLOT.format(a='given', b='NEW')})"
        " AND NOT EXISTS (SELECT 1 FROM tendered_ballot AS given"
        f" WHERE {SAME_BALLOT.format(a='given', b='NEW')} AND given.is_accepted))",
    )
    append_only("closed_mark")
    refuse(
        "closed_mark_takes_only_what_was_marked",
        "closed_mark",
        "INSERT",
        when=f"NOT {SEALED_AND_SHUT} OR NOT EXISTS (SELECT 1 FROM mark WHERE {SAME_MARK.format(a='mark', b='NEW')})",
    )
    append_only("opened_ballot")
    refuse_rows(
        "opened_ballot_comes_from_a_sealed_box",
        "opened_ballot",
        when=f"NOT {SEALED_AND_SHUT}",
    )
    append_only("doubt")
    # Marks are made while the poll is armed, so a tendered ballot is too.
    refuse(
        "tendered_ballot_has_its_mark",
        "tendered_ballot",
        "INSERT",
        when="NEW.is_accepted IS NOT NULL OR NOT EXISTS (SELECT 1 FROM mark WHERE mark.poll_id = NEW.poll_id"
        " AND mark.elector_id = NEW.elector_id AND mark.kind = 'tendered')",
    )
    refuse(
        "tendered_ballot_is_decided_once",
        "tendered_ballot",
        "UPDATE",
        when="OLD.is_accepted IS NOT NULL OR NEW.is_accepted IS NULL OR NEW.elector_id <> OLD.elector_id"
        f" OR NEW.roll_id <> OLD.roll_id OR NOT ({SAME_BALLOT.format(a='NEW', b='OLD')})",
    )
    kept("tendered_ballot", "tendered_ballot_is_kept")


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
