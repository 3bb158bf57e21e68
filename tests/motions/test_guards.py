"""What the database refuses of motions, by name, whoever writes to it."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.amendments import amending, rewording, seconding, slips, translating
from govern.amendments.amending import Settled
from govern.backing import service as backing
from govern.core.languages import LocalText
from govern.interests import concerns
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.models import GUARDS, Motion, MotionBacking, MotionConcern, MotionStep, MotionText
from govern.motions.refusals import ConcernAfterCall
from govern.motions.rules import Backing, State
from govern.motions.steps import REASONED
from govern.rolls.models import Roll
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers import kept
from tests.makers.motions import TEXT, Chamber, in_question
from tests.raw import emptied, ensure_refused, rewritten, unguard

FIXED = {
    "motion_text": ("motion_id, version", "written_at = written_at"),
    "motion_concern": ("motion_id, person_id", "concern = 'applicant'"),
    "motion_step": ("motion_id, n", "note = 'x'"),
    "amendment": ("motion_id, n", "is_clerical = true"),
    "amendment_seconding": ("motion_id, n, person_id", "given_at = given_at"),
    "amendment_outcome": ("motion_id, n", "note = 'x'"),
    "motion_translation": ("motion_id, n", "base_version = base_version"),
    "translation_ruling": ("motion_id, n", "is_right = is_right"),
    "seconding_withdrawal": ("motion_id, n, person_id", "withdrawn_at = withdrawn_at"),
    "slip_ruling": ("motion_id, n", "reason = 'x'"),
}


@pytest.fixture
def chamber(make: Make) -> Chamber:
    """A mutual whose motions need a seconder."""
    return make.chamber(languages=["en", "cy"])


@pytest.fixture
def full(chamber: Chamber) -> Motion:
    """A motion with a row in every table of the room that is there before a vote."""
    about = in_question(chamber.members[5])
    motion = chamber.moved(chamber.proposal(about=[about]))
    rewording.rewrite(chamber.session, motion.id, LocalText(en=TEXT, cy="Ar agor."), chamber.deed())
    translating.rule_on(chamber.session, motion.id, chamber.deed(chamber.chair), n=1, is_right=True)
    chamber.filed(motion, is_clerical=True, base_version=2)
    seconding.withdraw(chamber.session, motion.id, 1, chamber.own(chamber.members[3]))
    seconding.second_amendment(chamber.session, motion.id, 1, chamber.own(chamber.members[4]))
    slips.rule_on(chamber.session, motion.id, 1, chamber.deed(chamber.chair, note="A slip."), is_slip=True)
    amending.settle_amendment(chamber.session, motion.id, 1, Settled.ACCEPTED, chamber.own(chamber.members[0]))
    return motion


@pytest.mark.parametrize("table", FIXED)
def test_what_is_on_record_of_a_motion_stays(session: Session, full: Motion, table: str) -> None:
    key, change = FIXED[table]
    guard = f"{table}_is_append_only"
    assert guard in GUARDS

    ensure_refused(session, guard, f"UPDATE {table} SET {change}")
    ensure_refused(session, "|".join(GUARDS), f"DELETE FROM {table}")
    ensure_refused(session, "|".join(GUARDS), emptied(session, table))
    ensure_refused(session, "|".join(GUARDS), rewritten(session, table, key))


def test_a_motion_and_who_stands_behind_it_are_kept(session: Session, full: Motion) -> None:
    ensure_refused(session, "motion_is_kept", "DELETE FROM motion")
    ensure_refused(session, "motion_backing_is_kept", "DELETE FROM motion_backing")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("backing = 'supporter'", id="another part"),
        pytest.param("given_at = :later, withdrawn_at = :later", id="at another time"),
        pytest.param("withdrawn_at = NULL", id="not at all"),
    ],
)
def test_who_stands_behind_a_motion_can_only_withdraw(session: Session, full: Motion, change: str) -> None:
    statement = f"UPDATE motion_backing SET {change} WHERE backing = 'seconder'"
    facts = {"later": "2026-06-02 09:00:00+00:00"} if ":later" in change else {}

    ensure_refused(session, "motion_backing_is_only_withdrawn", statement, facts)


def test_who_withdrew_from_a_motion_does_not_come_back(session: Session, chamber: Chamber) -> None:
    motion, second = chamber.seconded(), chamber.members[1]
    backing.withdraw_backing(session, motion.id, second, chamber.own(second))

    ensure_refused(
        session,
        "motion_backing_is_only_withdrawn",
        "UPDATE motion_backing SET withdrawn_at = NULL WHERE backing = 'seconder'",
    )


@pytest.mark.parametrize("part", [Backing.PROPOSER, Backing.SECONDER])
def test_the_database_takes_one_proposer_and_one_seconder(
    session: Session, chamber: Chamber, full: Motion, part: Backing
) -> None:
    stands = queries.text(session, full.id).version
    facts = {"person_id": chamber.members[4], "backing": part.value, "text_version": stands}
    another = MotionBacking(motion_id=full.id, given_at=AT, **facts)

    with pytest.raises(IntegrityError, match=rf"uq_motion_backing_{part.value}|motion_backing.motion_id"):
        kept(session, another)


@pytest.mark.parametrize(
    ("step", "constraint"),
    [
        pytest.param({"to_state": "carried"}, "every_step_is_an_arrow", id="past the vote"),
        pytest.param({"n": 6, "to_state": "put"}, "steps_follow_each_other", id="a gap"),
        pytest.param({"from_state": "moved", "to_state": "put"}, "begins_where|FOREIGN KEY", id="from elsewhere"),
        pytest.param({"to_state": "withdrawn"}, "reason_is_told", id="withdrawn without a word"),
        pytest.param({"to_state": "referred"}, "reason_is_told", id="referred without a word"),
    ],
)
def test_the_database_takes_no_path_that_the_rules_do_not_have(
    session: Session, full: Motion, step: dict[str, Any], constraint: str
) -> None:
    if step["to_state"] == "withdrawn":
        unguard(session, "motion_step", "moved_motion_is_withdrawn_with_leave")
    usual: dict[str, Any] = {"n": 5, "previous_n": 4, "from_state": "amended", "dated_on": TODAY, "at": AT, "note": ""}

    with pytest.raises(IntegrityError, match=constraint):
        kept(session, MotionStep(motion_id=full.id, **usual | step))


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        pytest.param("kind = 'class'", "class_motion_has_its_class", id="a consent of nobody"),
        pytest.param("kind = 'board'", "board_motion_is_the_boards", id="the board's, put to the members"),
        pytest.param("kind = 'special', deciders = 'board'", "members_alone_decide_it", id="special, at the board"),
        pytest.param("deciders = 'board', way = 'ballot'", "board_is_not_balloted", id="a ballot of the board"),
        pytest.param("number = 0", "numbers_count_from_one", id="number nought"),
    ],
)
def test_the_database_takes_no_motion_that_cannot_be(
    session: Session, full: Motion, change: str, constraint: str
) -> None:
    ensure_refused(session, rf"\w*{constraint}", f"UPDATE motion SET {change}")


@pytest.mark.invariant("INV-17", "INV-23", "INV-27", by="database")
def test_once_a_vote_is_called_motion_text_and_people_stay(session: Session, chamber: Chamber, make: Make) -> None:
    motion = chamber.moved()
    roll = kept(session, Roll(roll_date=TODAY, salt="00" * 32))
    division = Division(
        motion_id=motion.id, n=1, text_version=1, ask="recorded", call=1, is_confirming=False, is_binding=True,
        majority="company-ordinary-meeting", rule_set_id=make.rules().id, roll_id=roll.id, members=6,
        called_by=chamber.members[0], called_at=AT, opens_at=AT, closes_at=AT + A_DAY,
    )  # fmt: skip
    kept(session, division)
    concern = MotionConcern(
        motion_id=motion.id, person_id=chamber.members[5], concern="in_question", named_by=chamber.members[0],
        named_at=AT, about_what="contract", extent="So.",
    )  # fmt: skip
    another = MotionText(
        motion_id=motion.id, version=2, text=LocalText(en="Another."), written_by=chamber.members[0], written_at=AT
    )

    unguard(session, "motion_text", "text_that_others_stand_behind_stays")
    ensure_refused(session, "motion_before_a_vote_stays", "UPDATE motion SET majority = 'entrenched'")
    with pytest.raises(IntegrityError, match="text_before_a_vote_stays"), session.begin_nested():
        kept(session, another)
    with pytest.raises(IntegrityError, match="concern_is_named_before_the_vote"), session.begin_nested():
        kept(session, concern)
    about = in_question(chamber.members[5])
    with pytest.raises(ConcernAfterCall) as refused:
        concerns.name_concern(session, motion.id, about, chamber.deed())
    assert str(refused.value).startswith("A vote on this motion was called, so nobody can be named in it now.")


@pytest.mark.parametrize(
    ("outcome", "version", "constraint"),
    [
        pytest.param("accepted", None, "agreed_makes_a_text", id="agreed, and no text"),
        pytest.param("fell", 1, "agreed_makes_a_text", id="fallen, and a text"),
        pytest.param("lost", None, "voted_in_a_division", id="lost in no vote"),
        pytest.param("forgotten", None, "outcome_is_known", id="something else"),
    ],
)
def test_the_database_takes_no_outcome_of_an_amendment_that_cannot_be(
    session: Session, chamber: Chamber, outcome: str, version: int | None, constraint: str
) -> None:
    motion = chamber.moved()
    chamber.filed(motion)
    statement = (
        "INSERT INTO amendment_outcome (motion_id, n, outcome, made_version, note, settled_by, settled_at)"
        " SELECT motion_id, n, :outcome, :version, '', proposed_by, filed_at FROM amendment"
    )

    with pytest.raises(IntegrityError, match=constraint), session.begin_nested():
        session.execute(text(statement), {"outcome": outcome, "version": version})


def test_every_state_that_tells_its_reason_is_one_that_the_steps_ask_it_for() -> None:
    assert {State.INADMISSIBLE, State.REFERRED, State.WITHDRAWN} == REASONED
