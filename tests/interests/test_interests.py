"""Interests in a motion: one's own word, what another names by a ground of the rules, and what is said against that."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.consequences import naming
from govern.constitution.parameters.board import InConflict
from govern.core.actors import Actor
from govern.core.errors import Refusal
from govern.divisions import departures, tallying
from govern.interests import queries as interest_queries
from govern.interests import service as interests
from govern.interests.models import MotionInterest, MotionObjection, ObjectionRuling
from govern.interests.refusals import (
    AlreadyCalled,
    GroundNotOfMotion,
    InterestIsOnesOwn,
    InterestOnRecord,
    InterestUnsaid,
    MotionDecided,
    NoObjection,
    NothingToObjectTo,
    NotInElectorate,
    ObjectedAlready,
    ObjectionWaits,
    RulesOnOwnNaming,
)
from govern.jobs.models import OutgoingMail
from govern.motions.models import Motion
from govern.motions.rules import Bar, Ground, Kind
from tests.calendar import A_DAY, AT
from tests.make import Make
from tests.makers.assembly import AFTER, AGAINST, DURING, FOR, ONE_IS_ENOUGH, Assembly
from tests.makers.motions import in_question

WHY = "The new class would take half of our vote."


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """Those who vote, however few they are."""
    return assembled(gm_quorum=ONE_IS_ENOUGH)


@pytest.fixture
def motion(assembly: Assembly) -> Motion:
    """A change of the franchise that was moved."""
    return assembly.chamber.moved(assembly.chamber.proposal(kind=Kind.FRANCHISE))


def declare(assembly: Assembly, motion: Motion, person: UUID, why: str = WHY, **facts: Any) -> MotionInterest:
    """Let somebody declare their own interest."""
    return departures.declare(assembly.session, motion.id, why, assembly.chamber.own(person, **facts))


def named(assembly: Assembly, motion: Motion, person: UUID, ground: Ground = Ground.POWER) -> MotionInterest:
    """Let the secretary name somebody's interest, the day before anything else."""
    return assembly.named_before(motion, person, ground)


def objected(assembly: Assembly, motion: Motion, person: UUID, at: Any = AT) -> MotionObjection:
    """Let somebody object, for themselves."""
    return interests.object_to(assembly.session, motion.id, "That is not so.", assembly.chamber.own(person, at))


def ruled(assembly: Assembly, motion: Motion, person: UUID, actor: Actor, *, has_vote: bool) -> ObjectionRuling:
    """Let an officer rule on an objection."""
    deed = assembly.chamber.deed(actor)
    return interests.rule_on(assembly.session, motion.id, person, deed, has_vote=has_vote, reason="As I see it.")


def reached(make: Make, assembly: Assembly) -> UUID:
    """Return a member who has an e-mail address."""
    person = make.person(email="asha@example.org")
    return make.membership(person_id=person.id, constituency_id=assembly.chamber.home.id).person_id


def stored(session: Session) -> int:
    """Return how many interests are on record."""
    return session.scalar(select(func.count()).select_from(MotionInterest)) or 0


@pytest.mark.invariant("INV-17", "INV-26", "INV-33")
def test_whoever_declares_an_interest_before_the_vote_is_in_no_figure_of_it(
    session: Session, assembly: Assembly, motion: Motion
) -> None:
    one = assembly.members[3]

    made = declare(assembly, motion, one)
    division = assembly.call(motion)

    assert (made.ground, made.named_by) == (Ground.OWN_WORD, one)
    assert assembly.barred(division) == {one: {Bar.DECLARED_INTEREST}}
    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "motion.interest_named")).one()
    assert (told.actor_id, told.facts["ground"]) == (one, "own_word")
    assert WHY not in str(told.facts)
    assert told.content_digest is not None


def test_where_the_rules_let_a_director_with_an_interest_vote_they_declare_it_and_vote(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(conflict_effect=[InConflict.VOTE, InConflict.STAY, InConflict.COUNT_IN_QUORUM])
    motion = assembly.chamber.on_the_agenda(assembly.chamber.for_the_board())
    one, two, _ = assembly.chamber.directors

    declare(assembly, motion, one)
    division = assembly.call(motion)
    declare(assembly, motion, two, at=DURING)
    assembly.votes(division, {one: FOR, two: FOR})

    assert assembly.barred(division) == {}
    assert tallying.received(session, division, at=DURING).electors == 3


@pytest.mark.invariant("INV-17")
def test_another_names_an_interest_by_a_ground_of_the_rules_and_the_person_is_written_to(
    session: Session, make: Make, assembly: Assembly, motion: Motion
) -> None:
    about = reached(make, assembly)

    naming.name(session, motion.id, about, Ground.POWER, WHY, assembly.chamber.deed())

    assert assembly.barred(assembly.call(motion, at=AT + A_DAY)) == {about: {Bar.DECLARED_INTEREST}}
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.body is not None
    assert letter.subject == f"You have no vote on motion {motion.number}"
    assert "whether they may be a member, vote or stand depends on it" in letter.body
    assert "object before the vote is called" in letter.body


@pytest.mark.parametrize(
    ("why", "refusal", "words"),
    [
        ("its ground is another's", GroundNotOfMotion, "The rules do not know this ground for such a motion"),
        ("it is the officer's own", GroundNotOfMotion, "an interest of your own is declared on a page of its own"),
        ("the vote is called", InterestIsOnesOwn, "From now on only the person themselves can declare an interest"),
        ("they have no vote", NotInElectorate, "Only somebody who has a vote on this motion stands back"),
        ("it is on record", InterestOnRecord, "This interest is on record already"),
        ("it says nothing", InterestUnsaid, "Write why, in at most 500 characters"),
    ],
)
def test_nobody_is_named_where_it_is_not_theirs_to_be_named(
    session: Session, make: Make, assembly: Assembly, motion: Motion, why: str, refusal: type[Refusal], words: str
) -> None:
    person, ground, said, deed = assembly.members[3], Ground.POWER, WHY, assembly.chamber.deed()
    if why == "its ground is another's":
        ground = Ground.SPONSOR
    elif why == "it is the officer's own":
        deed = assembly.chamber.own(person)
    elif why == "the vote is called":
        assembly.call(motion)
    elif why == "they have no vote":
        person = make.person().id
    elif why == "it is on record":
        declare(assembly, motion, person)
    else:
        said = "   "
    before = stored(session)

    with pytest.raises(refusal, match=words):
        interests.name(session, motion.id, person, ground, said, deed)

    assert stored(session) == before


def test_nobody_declares_twice_without_a_vote_or_once_it_is_decided(
    session: Session, make: Make, assembly: Assembly, motion: Motion
) -> None:
    one, stranger = assembly.members[3], make.person().id
    declare(assembly, motion, one)

    with pytest.raises(InterestOnRecord):
        declare(assembly, motion, one)
    with pytest.raises(NotInElectorate):
        declare(assembly, motion, stranger)
    with pytest.raises(InterestUnsaid):
        declare(assembly, motion, assembly.members[1], "x" * 501)
    division = assembly.call(motion)
    assembly.votes(division, dict.fromkeys(set(assembly.members) - {one}, FOR))
    assembly.declare(division)
    with pytest.raises(MotionDecided, match="This motion is decided or at an end"):
        declare(assembly, motion, assembly.members[1], at=AFTER)
    assert stored(session) == 1


def test_an_objection_waits_for_somebody_else_and_gives_the_vote_back(
    session: Session, assembly: Assembly, motion: Motion
) -> None:
    about, chamber = assembly.members[3], assembly.chamber
    named(assembly, motion, about)
    objected(assembly, motion, about)

    with pytest.raises(ObjectionWaits, match="Somebody objects to having no vote on this motion"):
        assembly.call(motion)
    with pytest.raises(RulesOnOwnNaming, match="You named this person"):
        ruled(assembly, motion, about, chamber.secretary, has_vote=False)
    with pytest.raises(RulesOnOwnNaming):
        ruled(assembly, motion, about, Actor(person_id=about), has_vote=True)
    ruled(assembly, motion, about, chamber.chair, has_vote=True)
    with pytest.raises(NoObjection, match="There is no objection of this person"):
        ruled(assembly, motion, about, chamber.chair, has_vote=False)

    division = assembly.call(motion)
    assert assembly.barred(division) == {}
    assert about in assembly.roll(division)
    with pytest.raises(AlreadyCalled, match="The vote is called, and its roll stays as it is"):
        ruled(assembly, motion, about, chamber.chair, has_vote=False)


def test_where_the_ground_stands_so_does_the_bar(
    session: Session, make: Make, assembly: Assembly, motion: Motion
) -> None:
    about = reached(make, assembly)
    named(assembly, motion, about)
    objected(assembly, motion, about)

    naming.rule_on(
        session,
        motion.id,
        about,
        assembly.chamber.deed(assembly.chamber.chair),
        has_vote=False,
        reason="It is in the minutes.",
    )

    assert assembly.barred(assembly.call(motion)) == {about: {Bar.DECLARED_INTEREST}}
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.body is not None
    assert "You have no vote on it: the ground stands." in letter.body
    assert "It is in the minutes." in letter.body


def test_whoever_is_said_to_be_in_question_can_object_and_have_their_vote(
    session: Session, make: Make, assembly: Assembly
) -> None:
    about, chamber = reached(make, assembly), assembly.chamber
    motion = chamber.moved()
    naming.name_concern(session, motion.id, in_question(about), chamber.deed())
    assert "it gives them a contract" in (session.scalars(select(OutgoingMail)).one().body or "")

    objected(assembly, motion, about)
    ruled(assembly, motion, about, chamber.chair, has_vote=True)

    assert about in assembly.roll(assembly.call(motion))


def test_an_objection_is_ones_own_to_what_another_named_and_made_once(
    session: Session, assembly: Assembly, motion: Motion
) -> None:
    one, about = assembly.members[0], assembly.members[3]
    declare(assembly, motion, one)
    named(assembly, motion, about)

    with pytest.raises(NothingToObjectTo, match="Nobody has named you in this motion"):
        objected(assembly, motion, one)
    objected(assembly, motion, about)
    with pytest.raises(ObjectedAlready, match="Your objection is on record"):
        objected(assembly, motion, about)

    assert len(interest_queries.objections(session, motion.id)) == 1


def test_an_objection_after_the_call_is_counted_with_what_it_could_turn(
    session: Session, assembly: Assembly, motion: Motion
) -> None:
    about = assembly.members[3]
    named(assembly, motion, about)
    division = assembly.call(motion)
    one, two, three, _, *users = assembly.members
    assembly.votes(division, {one: FOR, two: FOR, three: AGAINST} | dict.fromkeys(users, FOR))

    objected(assembly, motion, about, at=DURING)
    with pytest.raises(AlreadyCalled, match="The vote is called, and its roll stays as it is"):
        ruled(assembly, motion, about, assembly.chamber.chair, has_vote=True)

    outcome = assembly.declare(division)
    assert outcome.is_carried
    assert outcome.sums["doubts"] == {
        "ended": 0, "interested": 0, "objected": 1, "missing": 0, "beyond": 0, "could_differ": True,
    }  # fmt: skip


def test_whoever_keeps_their_vote_under_the_rules_is_not_told_that_they_have_none(
    session: Session, make: Make, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(member_in_question_may_vote=True)
    about, motion = reached(make, assembly), assembly.chamber.moved()

    naming.name_concern(session, motion.id, in_question(about), assembly.chamber.deed())

    assert session.scalars(select(OutgoingMail)).all() == []
    assert about in assembly.roll(assembly.call(motion))
