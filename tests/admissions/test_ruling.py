"""A decision is applied to applications: each is decided alone, by those who are free to decide on it."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from govern.admissions import applications, evidence, queries
from govern.admissions.evidence import Fact
from govern.admissions.refusals import NotFromThere, WordsMissing
from govern.admissions.rules import FactKind, Interest, State
from govern.admissions.ruling import Bench
from govern.admissions.ruling_refusals import (
    AuthorityTooNew,
    CircleOfApprovals,
    DecidedBeforeItCame,
    DoesNotQualify,
    InquorateHere,
    NobodyOfTheirConstituency,
    NotCarriedHere,
    ProofNotSeen,
    ReasonMissing,
    RecommenderDecidedAlone,
    RuledBefore,
)
from govern.constitution.parameters.membership import AdmissionDecider
from govern.constitution.rules import Body, Participant, Vote
from govern.core.actors import Actor
from govern.core.errors import Refusal
from govern.register.connection_rules import ConnectionKind
from govern.register.refusals import TookPartInOwnCase, WrongDecider
from govern.register.rules import PersonKind
from tests.admissions.house import WHY, House, admits, all_for, ensure_not_ruled, refuses
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.constitution import refusal_of

FOR, AGAINST = Vote.FOR, Vote.AGAINST
DELEGATED = AdmissionDecider.SECRETARY_DELEGATED


def test_the_board_admits_and_everybodys_part_is_kept(house: House) -> None:
    application = house.checked()

    (ruled,) = house.rule(house.decided(), admits(application))

    assert (ruled.votes_for, ruled.votes_against, ruled.present) == (3, 0, 3)
    assert house.state(application) is State.ADMITTED
    assert len(queries.parts_of(house.session, application.id, ruled.decision_id)) == 3


@pytest.mark.invariant("INV-01", "INV-05")
def test_nobody_has_a_part_in_the_decision_on_their_own_application(house: House) -> None:
    application = house.checked(house.directors[0])

    ensure_not_ruled(
        house, TookPartInOwnCase, "while they stand back", lambda: house.rule(house.decided(), admits(application))
    )
    assert house.state(application) is State.UNDER_CHECK


@pytest.mark.invariant("INV-05")
def test_the_applicant_as_the_last_of_the_quorum_leaves_it_inquorate(session: Session, make: Make) -> None:
    house = House(session, make, board_quorum={"share": "1/2", "number": 3})
    own, other = house.checked(house.directors[0]), house.checked()

    ensure_not_ruled(
        house,
        InquorateHere,
        "Of those there, 2 were free to decide on this application, and 3 are needed",
        lambda: house.rule(house.decided(), admits(other), admits(own)),
    )


@pytest.mark.invariant("INV-06")
def test_an_interest_in_one_of_ten_counts_for_that_one_alone(house: House, make: Make) -> None:
    ten = [house.checked() for _ in range(10)]
    make.connection(house.directors[0], ConnectionKind.PARENT, ten[3].person_id)

    ruled = house.rule(house.decided(), *(admits(one) for one in ten))

    assert [one.votes_for for one in ruled] == [3, 3, 3, 2, 3, 3, 3, 3, 3, 3]
    assert [one.present for one in ruled] == [3, 3, 3, 2, 3, 3, 3, 3, 3, 3]


@pytest.mark.invariant("INV-06")
def test_who_stands_back_from_one_application_has_no_part_in_it(house: House) -> None:
    application, other = house.checked(), house.checked()
    applications.stand_back(house.session, application.id, house.directors[1], deed=house.deed())
    split = [
        Participant(person_id=one, vote=vote) for one, vote in zip(house.directors, (AGAINST, FOR, FOR), strict=True)
    ]

    ensure_not_ruled(
        house,
        NotCarriedHere,
        "Of those free to decide on this application, 1 were for and 1 against",
        lambda: house.rule(house.decided(split), admits(other), admits(application)),
    )


@pytest.mark.invariant("INV-05")
def test_those_of_the_body_that_appointed_a_director_stand_back_from_the_directors_application(
    house: House, make: Make
) -> None:
    council, applicant = make.person(kind=PersonKind.BODY).id, make.person().id
    make.connection(council, ConnectionKind.APPOINTER, applicant)
    make.connection(house.directors[0], ConnectionKind.SITS_ON, council)
    make.connection(council, ConnectionKind.EMPLOYER, house.directors[1])
    application = house.checked(applicant)

    interests = queries.interests_in(house.session, application, on=TODAY)

    assert {house.directors[0], house.directors[1], applicant} <= set(interests)
    assert interests[applicant] is Interest.APPLICANT
    assert house.directors[2] not in interests


@pytest.mark.invariant("INV-04")
def test_two_directors_do_not_approve_each_other(house: House) -> None:
    ada, ben, cai = house.directors
    first, second = house.checked(ada), house.checked(ben)
    house.rule(house.decided(all_for([ben, cai])), admits(first))

    ensure_not_ruled(
        house,
        CircleOfApprovals,
        "the last approves the first: Director B, Director A",
        lambda: house.rule(house.decided(all_for([ada, cai])), admits(second)),
    )


@pytest.mark.invariant("INV-04")
def test_three_directors_do_not_approve_each_other_in_a_circle(house: House, make: Make) -> None:
    ada, ben, cai = house.directors
    first, second, third = (house.checked(one) for one in house.directors)
    free = make.person().id
    house.rule(house.decided(all_for([free, cai])), admits(first))
    house.rule(house.decided(all_for([free, ada])), admits(second))

    with pytest.raises(CircleOfApprovals, match="Director C, Director A, Director B"):
        house.rule(house.decided(all_for([free, ben])), admits(third))


@pytest.mark.invariant("INV-04")
def test_directors_who_apply_together_stand_back_from_all_of_it(house: House) -> None:
    ada, ben, cai = house.directors
    pair = house.checked(ada), house.checked(ben)
    back = [
        *(Participant(person_id=one, is_recused=True) for one in (ada, ben)),
        *all_for([cai, house.make.person().id]),
    ]

    house.rule(house.decided(back), *map(admits, pair))

    assert [house.state(one) for one in pair] == [State.ADMITTED] * 2


@pytest.mark.invariant("INV-04")
@pytest.mark.parametrize(("given_on", "is_refused"), [(TODAY - A_DAY, False), (TODAY, True)])
def test_who_was_coopted_since_the_application_came_in_does_not_approve_it(
    house: House, given_on: Any, is_refused: bool
) -> None:
    application = house.checked()
    bench = Bench(directors=house.directors, given_on={house.directors[0]: given_on})

    if is_refused:
        with pytest.raises(AuthorityTooNew, match="before these people could decide on it: Director A"):
            house.rule(house.decided(), admits(application), bench=bench)
        return
    assert house.rule(house.decided(), admits(application), bench=bench)


@pytest.mark.invariant("INV-04")
def test_an_applicant_is_not_approved_by_whom_they_coopted(house: House) -> None:
    ada, ben, _cai = house.directors
    application = house.checked(ada)
    bench = Bench(directors=house.directors, approvals={ada: {ben}})

    with pytest.raises(CircleOfApprovals):
        house.rule(house.decided(all_for(house.directors[1:])), admits(application), bench=bench)


@pytest.mark.invariant("INV-02")
def test_who_recommends_does_not_decide_alone(house: House) -> None:
    application = house.checked()
    ada = Actor(person_id=house.directors[0])
    applications.recommend(house.session, application.id, "Seen.", is_for=True, deed=house.deed(ada))
    only = [*all_for(house.directors[:1]), Participant(person_id=house.directors[1], vote=Vote.ABSTAINED)]

    ensure_not_ruled(
        house,
        RecommenderDecidedAlone,
        "Only those who recommended this were for it",
        lambda: house.rule(house.decided(only), admits(application)),
    )
    assert house.rule(house.decided(), admits(application))


def test_the_rules_say_which_body_decides(house: House, make: Make) -> None:
    application = house.checked()
    [member] = house.of_body(Body.COMMITTEE, make.membership().person_id)

    ensure_not_ruled(
        house,
        WrongDecider,
        "the board, or a general meeting",
        lambda: house.rule(house.decided(all_for([member]), body=Body.COMMITTEE), admits(application)),
    )


@pytest.mark.invariant("INV-09")
def test_nothing_is_decided_before_it_came_in(house: House) -> None:
    application = house.checked(at=AT)

    ensure_not_ruled(
        house,
        DecidedBeforeItCame,
        "decided on Sunday 31 May 2026, before this application came in",
        lambda: house.rule(house.decided(on=TODAY - A_DAY), admits(application)),
    )


@pytest.mark.invariant("INV-07")
def test_time_alone_admits_nobody(house: House) -> None:
    application = house.applied()
    years_later = AT + A_DAY * 1000

    with pytest.raises(NotFromThere, match="This application is submitted, so it cannot become"):
        house.rule(house.decided(on=years_later.date()), admits(application), at=years_later)

    assert house.state(application) is State.SUBMITTED


@pytest.mark.parametrize(
    ("facts", "refusal", "sentence"),
    [
        ({"reason": None}, ReasonMissing, "Without a reason it is not refused"),
        ({"words": " "}, WordsMissing, "Say why, in words that the person concerned can follow"),
        ({"words": "x" * 2001}, WordsMissing, "at most 2,000 characters"),
    ],
)
@pytest.mark.invariant("INV-41")
def test_a_refusal_without_its_reason_is_not_recorded(
    house: House, facts: dict[str, Any], refusal: type[Refusal], sentence: str
) -> None:
    application = house.checked()

    with pytest.raises(refusal, match=sentence):
        house.rule(house.decided(about=[refusal_of(application)]), refuses(application, **facts))

    assert house.state(application) is State.UNDER_CHECK


def test_a_decision_is_applied_once(house: House) -> None:
    application = house.checked()
    decision = house.decided(about=[refusal_of(application)])
    house.rule(decision, refuses(application))
    applications.appeal(house.session, application.id, deed=house.deed())

    with pytest.raises(RuledBefore, match="An appeal needs a decision of its own"):
        house.rule(decision, admits(application))


@pytest.mark.invariant("INV-41")
def test_an_appeal_is_heard_by_others_and_can_succeed(house: House, make: Make) -> None:
    application = house.refused()
    applications.appeal(house.session, application.id, "I still work there.", deed=house.deed())
    panel = house.of_body(Body.PANEL, *(make.membership().person_id for _ in range(2)))

    the_same = house.decided(all_for(house.directors), body=Body.PANEL)
    with pytest.raises(NotCarriedHere):
        house.rule(the_same, admits(application), bench=Bench(directors=house.directors))
    with pytest.raises(WrongDecider, match="a panel of members who did not decide, or a general meeting"):
        house.rule(house.decided(all_for([make.person().id])), admits(application))
    house.rule(house.decided(all_for(panel), body=Body.PANEL), admits(application))

    assert house.state(application) is State.ADMITTED


@pytest.mark.invariant("INV-41")
def test_after_an_appeal_a_refusal_stands_with_its_reason(house: House, make: Make) -> None:
    application = house.refused()
    applications.appeal(house.session, application.id, deed=house.deed())
    panel = all_for(house.of_body(Body.PANEL, make.membership().person_id))

    house.rule(house.decided(panel, body=Body.PANEL, about=[refusal_of(application)]), refuses(application))

    last = queries.steps_of(house.session, application.id)[-1]
    assert (last.to_state, last.words) == (State.REFUSAL_STANDS, WHY)


@pytest.mark.invariant("INV-32")
def test_a_director_of_theirs_is_there_where_the_rules_want_one(session: Session, make: Make) -> None:
    house = House(session, make, admission_requires_constituency_director=True)
    application = house.checked()
    theirs, others = (Bench(homes={house.directors[0]: one.id}) for one in (house.workforce, house.users))

    ensure_not_ruled(
        house,
        NobodyOfTheirConstituency,
        "a director of the applicant’s constituency there",
        lambda: house.rule(house.decided(), admits(application), bench=others),
    )
    assert house.rule(house.decided(), admits(application), bench=theirs)[0].is_home_represented


@pytest.mark.invariant("INV-32")
def test_elsewhere_it_is_only_marked_that_none_of_theirs_was_there(house: House) -> None:
    application = house.checked()

    (ruled,) = house.rule(house.decided(), admits(application))

    assert not ruled.is_home_represented


def test_who_does_not_meet_the_rules_is_not_admitted(house: House) -> None:
    application = house.checked()
    few = Fact(kind=FactKind.HOURS_A_WEEK, number=7, kept_at="personnel file 114")
    evidence.state(house.session, application.id, few, deed=house.deed())

    ensure_not_ruled(
        house,
        DoesNotQualify,
        "7 hours a week; the rules ask for 8",
        lambda: house.rule(house.decided(), admits(application)),
    )
    assert house.rule(house.decided(about=[refusal_of(application)]), refuses(application))


@pytest.mark.invariant("INV-08")
def test_nobody_is_admitted_on_what_they_say_of_themselves(house: House) -> None:
    application = house.checked()
    facts = (
        Fact(kind=FactKind.HOURS_A_WEEK, number=8, kept_at="personnel file 114"),
        Fact(kind=FactKind.EMPLOYED_SINCE, day=TODAY - 60 * A_DAY, kept_at="personnel file 114"),
    )
    hours, employed = (evidence.state(house.session, application.id, one, deed=house.deed()) for one in facts)
    decided = house.decided()

    ensure_not_ruled(house, ProofNotSeen, "Employed since", lambda: house.rule(decided, admits(application)))
    house.seen(employed)
    ensure_not_ruled(house, ProofNotSeen, "8 hours a week", lambda: house.rule(decided, admits(application)))
    house.seen(hours)

    assert house.rule(decided, admits(application))[0].condition_on is None


@pytest.mark.invariant("INV-08", "INV-09")
def test_an_earlier_day_that_nobody_saw_the_proof_of_makes_no_member_sooner(house: House) -> None:
    application = house.checked()
    days = (TODAY - 400 * A_DAY, TODAY - 50 * A_DAY)
    facts = [Fact(kind=FactKind.EMPLOYED_SINCE, day=day, kept_at="personnel file 114") for day in days]
    _long_ago, lately = [evidence.state(house.session, application.id, one, deed=house.deed()) for one in facts]
    house.seen(lately)

    ensure_not_ruled(house, ProofNotSeen, "which is 400 days", lambda: house.rule(house.decided(), admits(application)))


def test_a_general_meeting_may_always_decide(house: House) -> None:
    application = house.checked()

    house.rule(house.decided([], body=Body.GENERAL_MEETING), admits(application))

    assert house.state(application) is State.ADMITTED
