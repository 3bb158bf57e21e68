"""Whoever is concerned takes no part: they stand behind no motion of theirs, and do nothing with it as officers."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from govern.agenda import service, withdrawing
from govern.amendments import amending, rewording
from govern.amendments.amending import Settled
from govern.backing import service as backing
from govern.core.actors import Actor, Deed, Role
from govern.core.languages import LocalText
from govern.divisions import chairing, declaring, departures, hands, voting
from govern.divisions import service as divisions
from govern.divisions.service import Call
from govern.divisions.teller_refusals import TellerInterested
from govern.interests import concerns, namings, standing_back
from govern.interests import service as interests
from govern.interests.concerns import About
from govern.interests.refusals import RulesOnOwnNaming
from govern.interests.standing_back_refusals import ApplicantEntersAdmissions, ChairStandsBack, OfficerStandsBack
from govern.meetings import notices, noticing
from govern.motions import queries
from govern.motions.matters import Section
from govern.motions.refusals import RulesOnOwnMatter
from govern.motions.rules import AboutWhat, Ask, Backing, Concern, Ground, Kind, Part
from govern.register.connection_rules import ConnectionKind
from govern.statutory import service as statutory
from govern.statutory.callings import Notice
from govern.statutory.models import StatutoryCourse
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.admitting import NEWCOMER, Admission, about, admission, applied, ensure_nothing_came_of, officer
from tests.makers.assembly import AFTER, CLOSES_AT, DURING, ONE_IS_ENOUGH, Assembly


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """A mutual whose members admit at a meeting."""
    return assembled(admission_decider="general_meeting", gm_quorum=ONE_IS_ENOUGH)


@pytest.mark.invariant("INV-02", "INV-17")
def test_an_applicant_enters_no_motion_on_an_admission_for_others(session: Session, assembly: Assembly) -> None:
    secretary = assembly.chamber.secretary.person_id
    assert secretary is not None
    applied(assembly, secretary)

    said = ensure_nothing_came_of(
        session,
        ApplicantEntersAdmissions,
        lambda: service.submit(session, assembly.chamber.proposal(kind=Kind.ADMISSION), assembly.chamber.deed()),
    )

    assert said.startswith("You have asked to be admitted yourself")
    assert service.submit(session, assembly.chamber.proposal(), assembly.chamber.deed()).kind == Kind.ORDINARY


@pytest.mark.invariant("INV-02", "INV-17")
def test_names_that_an_officer_entered_who_turns_out_to_be_close_do_not_count(
    session: Session, assembly: Assembly
) -> None:
    chamber, secretary = assembly.chamber, assembly.chamber.secretary.person_id
    assert secretary is not None
    motion = service.submit(session, chamber.proposal(kind=Kind.ADMISSION), chamber.deed())
    asked = applied(assembly, assembly.make.person().id)
    concerns.name_concern(session, motion.id, about(asked), chamber.deed(chamber.chair))
    backing.back(session, motion.id, assembly.members[1], Backing.SECONDER, chamber.deed())
    assert backing.standing(session, motion, at=AT).is_enough

    assembly.make.connection(asked.person_id, ConnectionKind.PARENT, secretary)

    stands = backing.standing(session, motion, at=AT)
    assert (stands.is_proposer_free, stands.seconder, stands.is_enough) == (False, None, False)


def deeds_before_the_vote(made: Admission, actor: Actor) -> dict[str, Callable[[], object]]:
    """Return what an officer does with a motion on the agenda, by what it is."""
    assembly, motion_id = made.assembly, made.motion.id
    session, members, deed = assembly.session, assembly.members, Deed(actor=actor, at=AT, note="So.")
    someone = About(person_id=members[4], concern=Concern.APPLICANT)
    return {
        "names somebody": lambda: concerns.name_concern(session, motion_id, someone, deed),
        "asks whom it is about": lambda: concerns.ensure_may_name(session, motion_id, deed),
        "names an interest": lambda: interests.name(session, motion_id, members[4], Ground.SAID, "So.", deed),
        "refers it": lambda: service.refer(session, motion_id, deed),
        "moves it": lambda: service.move(session, motion_id, deed),
        "does not put a wording": lambda: amending.settle_amendment(session, motion_id, 1, Settled.FELL, deed),
        "translates it": lambda: rewording.rewrite(
            session, motion_id, LocalText(NEWCOMER | {"cy": "Derbynnir."}), deed
        ),
    }


@pytest.mark.invariant("INV-02", "INV-17")
@pytest.mark.parametrize("is_close", [False, True], ids=["an applicant", "close to the applicant"])
def test_an_officer_who_is_concerned_does_nothing_with_the_motion_before_its_vote(
    session: Session, assembled: Callable[..., Assembly], *, is_close: bool
) -> None:
    assembly = assembled(admission_decider="general_meeting", gm_quorum=ONE_IS_ENOUGH, languages=["en", "cy"])
    one = officer(assembly, Role.SECRETARY, Role.CHAIR)
    assert one.person_id is not None
    made = admission(assembly, None if is_close else one.person_id)
    if is_close:
        assembly.make.connection(made.asked.person_id, ConnectionKind.PARTNER, one.person_id)
    second, own = assembly.members[1], Deed(actor=one, at=AT, note="So.")
    told = [
        ensure_nothing_came_of(session, refusal, deed)
        for refusal, deed in (
            (OfficerStandsBack, lambda: backing.back(session, made.motion.id, second, Backing.SECONDER, own)),
            (RulesOnOwnMatter, lambda: service.admit(session, made.motion.id, own)),
            (RulesOnOwnMatter, lambda: service.refuse(session, made.motion.id, own)),
            (OfficerStandsBack, lambda: withdrawing.withdraw(session, made.motion.id, own)),
        )
    ]
    backing.back(session, made.motion.id, second, Backing.SECONDER, assembly.chamber.own(second))
    ensure_nothing_came_of(
        session, OfficerStandsBack, lambda: backing.withdraw_backing(session, made.motion.id, second, own)
    )
    service.admit(session, made.motion.id, made.free)
    assembly.chamber.filed(made.motion)

    for what, deed in deeds_before_the_vote(made, one).items():
        assert ensure_nothing_came_of(session, OfficerStandsBack, deed) == told[0], what
    assert told[0].startswith("This motion is about you or somebody close to you, or you have an interest in it.")


@pytest.mark.invariant("INV-02", "INV-17")
def test_an_officer_who_is_concerned_neither_calls_nor_keeps_nor_ends_nor_declares_the_vote(
    session: Session, assembly: Assembly
) -> None:
    one = officer(assembly, Role.SECRETARY, Role.CHAIR, Role.SCRUTINEER)
    assert one.person_id is not None
    made = admission(assembly, one.person_id)
    second = assembly.members[1]
    backing.back(session, made.motion.id, second, Backing.SECONDER, assembly.chamber.own(second))
    service.admit(session, made.motion.id, made.free)
    service.move(session, made.motion.id, made.free)
    wanted = Call(ask=Ask.RECORDED, closes_at=CLOSES_AT)

    def called() -> object:
        return divisions.call(session, made.motion.id, wanted, Deed(actor=one, at=AT), keys=assembly.keys)

    ensure_nothing_came_of(session, OfficerStandsBack, called)
    division = assembly.call(made.motion)
    for member in assembly.members:
        assembly.vote(division, member)

    ended, over = Deed(actor=one, at=DURING), Deed(actor=one, at=AFTER)
    ensure_nothing_came_of(session, OfficerStandsBack, lambda: declaring.close(session, division.id, ended))
    ensure_nothing_came_of(session, OfficerStandsBack, lambda: declaring.declare(session, division.id, over))
    assert assembly.declare(division).is_carried


@pytest.mark.invariant("INV-26")
def test_an_officer_with_an_interest_keeps_no_room_and_counts_no_hands(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.moved(assembly.chamber.proposal(kind=Kind.FRANCHISE))
    division = assembly.call(motion, Ask.HANDS, interested=[assembly.members[5]])
    one = Actor(person_id=assembly.members[5], roles=frozenset({Role.SECRETARY, Role.SCRUTINEER}))
    numbers = assembly.numbers(division, assembly.members[1])

    def enter(actor: Actor) -> object:
        return voting.be_in_room(session, division.id, numbers, actor=actor, at=DURING)

    ensure_nothing_came_of(session, OfficerStandsBack, lambda: enter(one))
    enter(assembly.chamber.secretary)
    ensure_nothing_came_of(
        session,
        OfficerStandsBack,
        lambda: voting.leave_room(session, division.id, numbers, actor=one, at=DURING),
    )
    with pytest.raises(TellerInterested):
        hands.count(session, division.id, {}, actor=one, at=DURING)


@pytest.mark.invariant("INV-38")
def test_a_chair_who_asks_to_be_admitted_is_not_in_the_chair_and_another_is(
    session: Session, make: Make, assembly: Assembly
) -> None:
    applicant, deputy = make.person().id, make.person().id
    for person in (applicant, deputy):
        make.office(Role.CHAIR, person_id=person)
    made = admission(assembly, applicant)
    second = assembly.members[1]
    backing.back(session, made.motion.id, second, Backing.SECONDER, assembly.chamber.own(second))
    service.admit(session, made.motion.id, made.free)
    service.move(session, made.motion.id, made.free)

    with pytest.raises(ChairStandsBack) as refused, session.begin_nested():
        assembly.call(made.motion, chair_id=applicant)
    division = assembly.call(made.motion)

    assert str(refused.value).startswith("The motion is about whoever would be in the chair")
    assert chairing.could_preside(session, made.motion.id, at=AT) == [deputy]
    assert chairing.chair_of(session, division.id) == deputy


@pytest.mark.invariant("INV-17")
def test_what_people_say_for_themselves_stays_open_to_them(session: Session, assembly: Assembly) -> None:
    made = admission(assembly)
    second = assembly.members[1]
    backing.back(session, made.motion.id, second, Backing.SECONDER, assembly.chamber.own(second))
    assembly.make.connection(made.asked.person_id, ConnectionKind.PARTNER, second)

    departures.declare(session, made.motion.id, "She is my wife.", assembly.chamber.own(second))
    backing.withdraw_backing(session, made.motion.id, second, assembly.chamber.own(second))

    assert [one.person_id for one in queries.backers(session, made.motion.id)] == [assembly.members[0]]


@pytest.mark.invariant("INV-38")
def test_whoever_is_in_question_can_say_so_themselves_and_whoever_has_their_vote_back_is_free(
    session: Session, assembly: Assembly
) -> None:
    motion, chamber = assembly.chamber.submitted(), assembly.chamber
    chair, secretary = chamber.chair.person_id, chamber.secretary.person_id
    assert chair is not None
    assert secretary is not None
    said = About(person_id=secretary, concern=Concern.IN_QUESTION, what=AboutWhat.CONTRACT, extent="My firm.")
    concerns.name_concern(session, motion.id, said, chamber.deed())
    assert not standing_back.is_free(session, motion.id, chamber.secretary, at=AT)

    assembly.name_unheard(chamber.submitted(), assembly.members[3])
    other = queries.listed(session).items[0].motion
    assert not standing_back.is_free(session, other.id, Actor(person_id=assembly.members[3]), at=AT)
    interests.object_to(session, other.id, "I have no firm.", chamber.own(assembly.members[3]))
    chair_deed = chamber.deed(chamber.chair)
    with pytest.raises(RulesOnOwnNaming):
        interests.rule_on(session, other.id, assembly.members[3], chamber.deed(), has_vote=True, reason="So.")
    interests.rule_on(session, other.id, assembly.members[3], chair_deed, has_vote=True, reason="She has none.")
    assert standing_back.is_free(session, other.id, Actor(person_id=assembly.members[3]), at=AT + A_DAY)


@pytest.mark.invariant("INV-38")
def test_whoever_is_concerned_takes_back_no_naming(session: Session, assembly: Assembly) -> None:
    motion, chair = assembly.chamber.submitted(), assembly.chamber.chair
    assembly.name_unheard(motion, assembly.members[3])
    assert chair.person_id is not None
    assembly.make.connection(chair.person_id, ConnectionKind.PARTNER, assembly.members[3])

    deed = assembly.chamber.deed(chair)
    ensure_nothing_came_of(
        session,
        OfficerStandsBack,
        lambda: namings.take_back(session, motion.id, assembly.members[3], Part.CONCERN, deed),
    )
    namings.take_back(session, motion.id, assembly.members[3], Part.CONCERN, assembly.chamber.deed())

    assert queries.concerns(session, motion.id) == []


@pytest.mark.invariant("INV-02", "INV-17")
def test_an_officer_who_is_concerned_gives_no_notice_of_the_meeting_that_votes_on_it(
    session: Session, assembly: Assembly
) -> None:
    one = officer(assembly, Role.SECRETARY, Role.CHAIR)
    made = admission(assembly, one.person_id)
    second = assembly.members[1]
    backing.back(session, made.motion.id, second, Backing.SECONDER, assembly.chamber.own(second))
    service.admit(session, made.motion.id, made.free)
    notice = Notice(meeting_on=TODAY + 30 * A_DAY, place="In the town hall, at seven.")

    ensure_nothing_came_of(
        session, OfficerStandsBack, lambda: noticing.give(session, made.motion.id, notice, Deed(actor=one, at=AT))
    )
    noticing.give(session, made.motion.id, notice, made.free)

    given = notices.of_motion(session, made.motion.id)
    assert [each.entered_by for each in given] == [assembly.chamber.secretary.person_id]


@pytest.mark.invariant("INV-38")
def test_an_officer_who_is_concerned_neither_begins_the_two_meetings_nor_calls_them(
    session: Session, assembly: Assembly
) -> None:
    chamber, chair = assembly.chamber, assembly.chamber.deed(assembly.chamber.chair)
    motion = chamber.seconded(chamber.proposal(kind=Kind.EXTRAORDINARY))
    assert chamber.secretary.person_id is not None
    said = About(
        person_id=chamber.secretary.person_id, concern=Concern.IN_QUESTION, what=AboutWhat.CONTRACT, extent="My firm."
    )
    concerns.name_concern(session, motion.id, said, chamber.deed())
    service.admit(session, motion.id, chair)
    notice = Notice(meeting_on=TODAY + 30 * A_DAY, place="In the town hall, at seven.")

    def begin(deed: Deed) -> StatutoryCourse:
        return statutory.begin(session, Section.AMALGAMATION, deed, motion_id=motion.id)

    ensure_nothing_came_of(session, OfficerStandsBack, lambda: begin(chamber.deed()))
    course = begin(chair)
    ensure_nothing_came_of(
        session, OfficerStandsBack, lambda: statutory.give_notice(session, course.id, 1, notice, chamber.deed())
    )

    assert statutory.give_notice(session, course.id, 1, notice, chair).entered_by == chamber.chair.person_id
