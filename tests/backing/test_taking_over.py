"""Who proposes a motion that admits or changes the franchise, and who takes it over from somebody with an interest."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.backing import service as backing
from govern.backing import taking_over
from govern.backing.refusals import BackerInterested
from govern.divisions import departures
from govern.interests.standing_back_refusals import ProposerInterested, ProposerStands, ProposesOwnMatter
from govern.motions import queries
from govern.motions.rules import Backing, Concern, Kind, State
from govern.register.connection_rules import ConnectionKind
from tests.makers.admitting import about, admission, applied, ensure_nothing_came_of
from tests.makers.assembly import ONE_IS_ENOUGH, Assembly


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """A mutual whose members admit at a meeting."""
    return assembled(admission_decider="general_meeting", gm_quorum=ONE_IS_ENOUGH)


@pytest.mark.invariant("INV-05", "INV-17")
def test_a_motion_to_admit_somebody_is_not_proposed_by_whoever_is_close_to_them(
    session: Session, assembly: Assembly
) -> None:
    asked = applied(assembly, assembly.make.person().id)
    assembly.make.connection(asked.person_id, ConnectionKind.PARTNER, assembly.members[0])
    motions = len(queries.listed(session).items)

    told = assembly.chamber.proposal(kind=Kind.ADMISSION, about=[about(asked)])
    with pytest.raises(ProposesOwnMatter) as refused, session.begin_nested():
        service.submit(session, told, assembly.chamber.deed())

    assert str(refused.value).startswith(
        "The motion is about whoever would propose it, or about somebody close to them."
    )
    assert len(queries.listed(session).items) == motions
    other = replace(told, proposer_id=assembly.members[1])
    assert service.submit(session, other, assembly.chamber.deed()).number == motions + 1


@pytest.mark.invariant("INV-05", "INV-17")
def test_a_motion_waits_whose_proposer_turns_out_to_be_close_until_somebody_else_proposes_it(
    session: Session, assembly: Assembly
) -> None:
    made = admission(assembly)
    first, second, third, *_others = assembly.members
    backing.back(session, made.motion.id, second, Backing.SECONDER, assembly.chamber.own(second))
    assembly.make.connection(made.asked.person_id, ConnectionKind.PARTNER, first)

    said = ensure_nothing_came_of(
        session, ProposerInterested, lambda: service.admit(session, made.motion.id, made.free)
    )
    taking_over.take_over(session, made.motion.id, third, assembly.chamber.own(third), read=1)
    service.admit(session, made.motion.id, made.free)

    assert "They open the motion and choose “Propose it in their stead”." in said
    assert queries.proposer(session, made.motion.id) == third
    assert queries.state(session, made.motion.id) is State.ADMITTED_TO_AGENDA


@pytest.mark.invariant("INV-05", "INV-17")
def test_no_vote_is_called_on_a_motion_whose_proposer_became_close_since_it_is_on_the_agenda(
    session: Session, assembly: Assembly
) -> None:
    made = admission(assembly)
    first, second, third, *_others = assembly.members
    backing.back(session, made.motion.id, second, Backing.SECONDER, assembly.chamber.own(second))
    service.admit(session, made.motion.id, made.free)
    service.move(session, made.motion.id, made.free)
    assembly.make.connection(made.asked.person_id, ConnectionKind.HOUSEHOLD, first)

    ensure_nothing_came_of(session, ProposerInterested, lambda: assembly.call(made.motion))
    taking_over.take_over(session, made.motion.id, third, assembly.chamber.own(third))

    assert assembly.roll(assembly.call(made.motion)) == set(assembly.members) - {first}


@pytest.mark.invariant("INV-17", "INV-26")
def test_nobody_proposes_a_franchise_in_which_they_have_an_interest(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.seconded(assembly.chamber.proposal(kind=Kind.FRANCHISE))
    first, _second, third, *_others = assembly.members

    departures.declare(session, motion.id, "I would have two votes by it.", assembly.chamber.own(first))

    ensure_nothing_came_of(
        session, ProposerInterested, lambda: service.admit(session, motion.id, assembly.chamber.deed())
    )
    taking_over.take_over(session, motion.id, third, assembly.chamber.own(third))
    service.admit(session, motion.id, assembly.chamber.deed())
    assert queries.state(session, motion.id) is State.ADMITTED_TO_AGENDA


def test_whoever_takes_a_motion_over_is_free_and_its_proposer_is_not(session: Session, assembly: Assembly) -> None:
    made = admission(assembly)
    first, second, third, *_others = assembly.members
    own, motion_id = assembly.chamber.own, made.motion.id
    stands = ensure_nothing_came_of(
        session, ProposerStands, lambda: taking_over.take_over(session, motion_id, third, own(third))
    )
    assembly.make.connection(made.asked.person_id, ConnectionKind.PARTNER, first)
    assembly.make.connection(made.asked.person_id, ConnectionKind.SIBLING, second)

    ensure_nothing_came_of(
        session, BackerInterested, lambda: taking_over.take_over(session, motion_id, second, own(second))
    )
    taking_over.take_over(session, motion_id, third, own(third))

    assert stands == "Whoever proposes this motion still counts, so nobody takes it over. You can support it."
    assert [(one.person_id, one.backing) for one in queries.backers(session, motion_id)] == [(third, "proposer")]


def test_an_ordinary_motion_stays_its_proposers_whatever_they_gain_by_it(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.seconded()
    assembly.name(motion, assembly.members[0], Concern.IN_QUESTION)

    service.admit(session, motion.id, assembly.chamber.deed())

    assert queries.state(session, motion.id) is State.ADMITTED_TO_AGENDA
