"""Nobody becomes a member by the hands of non-members, or of whoever writes the minutes."""

from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from govern.admissions import service, steps
from govern.admissions.models import MembershipApplication
from govern.admissions.rules import Part, State, own_words
from govern.admissions.ruling import Bench
from govern.admissions.ruling_refusals import OwnWordsMissing, WordAgainst
from govern.constitution.rules import Body, Participant, Vote
from tests.admissions.house import House, admits, all_for
from tests.admissions.test_entry import memberships
from tests.admissions.test_guards import step
from tests.calendar import A_DAY, A_SECOND, AT
from tests.make import Make
from tests.makers import kept

A, B, C, D = (UUID(int=number) for number in range(1, 5))


def voted(*people: UUID, vote: Vote = Vote.FOR) -> list[Part]:
    return [Part(participant=Participant(person_id=one, vote=vote)) for one in people]


@pytest.mark.parametrize(
    ("said", "members", "expected"),
    [
        pytest.param({A, B, D}, {A}, True, id="more than half, a member who was for it among them"),
        pytest.param({A, B, C, D}, {C}, True, id="all of them, a member among them"),
        pytest.param({A, B}, {A}, False, id="exactly half"),
        pytest.param({A, B, D}, {C}, False, id="more than half, and the only member silent"),
        pytest.param({A, B, C, D}, set(), False, id="all of them, and none a member"),
        pytest.param(set(), {A, B, C, D}, False, id="nobody"),
        pytest.param({A, B, D}, {D}, False, id="the only member was against it"),
    ],
)
@pytest.mark.invariant("INV-42")
def test_an_entry_rests_on_the_own_words_of_those_who_were_for_it(
    said: set[UUID], members: set[UUID], *, expected: bool
) -> None:
    parts = voted(A, B, C) + voted(D, vote=Vote.AGAINST)

    found = own_words(parts, votes_by_name=True, words=dict.fromkeys(said, True), of_the_mutual=members)

    assert found.bear_it is expected


@pytest.mark.parametrize(("said", "expected"), [({A, B}, True), ({A}, False)], ids=["two of three", "one of three"])
def test_of_a_meeting_those_who_were_there_speak(said: set[UUID], *, expected: bool) -> None:
    parts = voted(A, B, C, vote=Vote.NONE)

    found = own_words(parts, votes_by_name=False, words=dict.fromkeys(said, True), of_the_mutual={A})

    assert found.bear_it is expected


@pytest.mark.parametrize(("vote", "expected"), [(Vote.FOR, True), (Vote.NONE, True), (Vote.AGAINST, False)])
def test_of_a_meeting_whoever_is_known_to_be_against_speaks_for_nobody(vote: Vote, *, expected: bool) -> None:
    parts = voted(A, vote=vote) + voted(B, C)

    found = own_words(parts, votes_by_name=False, words={A: True, B: True}, of_the_mutual={A})

    assert found.bear_it is expected


@pytest.mark.invariant("INV-02", "INV-42")
def test_minutes_alone_make_nobody_a_member(house: House) -> None:
    application = house.checked()
    house.rule(house.decided(confirmed_by=[]), admits(application))

    with pytest.raises(OwnWordsMissing, match="2 must say themselves that it is so, and 0 have"):
        service.enter(house.session, application.id, actor=house.secretary, at=AT)

    assert memberships(house.session) == 0


@pytest.mark.invariant("INV-42")
def test_the_words_of_non_members_alone_make_nobody_a_member(house: House, make: Make) -> None:
    application = house.checked()
    outsiders = [make.person().id for _ in range(3)]
    decided = house.decided(all_for([*outsiders, house.directors[1]]), confirmed_by=outsiders)
    house.rule(decided, admits(application))

    with pytest.raises(OwnWordsMissing, match="No member of the mutual who was for this admission"):
        service.enter(house.session, application.id, actor=house.secretary, at=AT)
    house.confirmed(decided, house.directors[1])

    assert service.enter(house.session, application.id, actor=house.secretary, at=AT)


@pytest.mark.invariant("INV-42")
@pytest.mark.invariant("INV-42", by="database")
def test_a_founder_who_is_no_member_speaks_only_until_the_board_that_members_elected_can_act(
    house: House, make: Make
) -> None:
    founder, others = house.directors[0], [make.person().id, make.person().id]
    house.decided(all_for([founder]), body=Body.FOUNDERS, about=[])
    early, late = (_admitted_by(house, [founder, *others], is_first=is_first) for is_first in (True, False))
    entered = {"actor_id": house.secretary.person_id, "membership_id": make.membership().id}

    assert service.enter(house.session, early.id, actor=house.secretary, at=AT)
    with pytest.raises(OwnWordsMissing, match="No member of the mutual who was for this admission"):
        service.enter(house.session, late.id, actor=house.secretary, at=AT)
    with pytest.raises(IntegrityError, match="a_member_said_that_it_is_so"), house.session.begin_nested():
        kept(house.session, step(late, 4, State.ENTERED, State.ADMITTED, **entered))

    assert steps.state(house.session, late.id) is State.ADMITTED


def _admitted_by(house: House, people: list[UUID], *, is_first: bool) -> MembershipApplication:
    """Have some people admit somebody, whether or not the founders still act for the board, and all say so."""
    application = house.checked()
    decision = house.decided(all_for(people))
    house.rule(decision, admits(application), bench=Bench(is_first=is_first))
    return application


@pytest.mark.invariant("INV-42")
def test_a_decision_that_one_of_those_named_denies_makes_nobody_a_member(house: House) -> None:
    application = house.checked()
    decided = house.decided(confirmed_by=house.directors[:2])
    house.rule(decided, admits(application))
    house.confirmed(decided, house.directors[2], is_so=False)

    with pytest.raises(WordAgainst, match="says that it is not what was decided"):
        service.enter(house.session, application.id, actor=house.secretary, at=AT)

    assert memberships(house.session) == 0


@pytest.mark.invariant("INV-42")
def test_a_meeting_of_which_nobody_is_named_makes_nobody_a_member(house: House) -> None:
    application = house.checked()
    house.rule(house.decided([], body=Body.GENERAL_MEETING), admits(application))

    with pytest.raises(OwnWordsMissing, match="1 must say themselves"):
        service.enter(house.session, application.id, actor=house.secretary, at=AT)

    assert memberships(house.session) == 0


@pytest.mark.invariant("INV-42", by="database")
def test_the_database_enters_nobody_without_a_member_s_word(house: House, make: Make) -> None:
    application = house.checked()
    outsiders = [make.person().id for _ in range(3)]
    decided = house.decided(all_for([*outsiders, house.directors[1]]), confirmed_by=outsiders)
    house.rule(decided, admits(application))
    entered = {"actor_id": house.secretary.person_id, "membership_id": make.membership().id}

    with pytest.raises(IntegrityError, match="a_member_said_that_it_is_so"), house.session.begin_nested():
        kept(house.session, step(application, 4, State.ENTERED, State.ADMITTED, **entered))
    house.confirmed(decided, house.directors[1])

    assert kept(house.session, step(application, 4, State.ENTERED, State.ADMITTED, **entered)) is not None


@pytest.mark.invariant("INV-42")
def test_an_officer_from_outside_applies_a_decision_after_it_was_confirmed(house: House) -> None:
    application = house.checked()
    decided = house.decided()

    house.rule(decided, admits(application), at=AT + A_SECOND)
    service.enter(house.session, application.id, actor=house.secretary, at=AT + A_DAY)

    assert house.state(application) is State.ENTERED
