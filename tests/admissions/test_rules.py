"""The steps of an application, and whose part counts in the decision on it."""

from uuid import UUID

import pytest

from govern.admissions.rules import ARROWS, OPEN, UNDOING, Interest, State, circle, may_go, parts_in, tally
from govern.constitution.rules import Participant, Vote

S = State
A, B, C, D = (UUID(int=number) for number in range(1, 5))


@pytest.mark.invariant("INV-07")
def test_only_a_decision_leads_to_admission() -> None:
    assert {begin for begin, end in ARROWS if end is S.ADMITTED} == {S.UNDER_CHECK, S.APPEALED}
    assert {begin for begin, end in ARROWS if end is S.ENTERED} == {S.ADMITTED}


@pytest.mark.parametrize(
    ("begin", "end", "may"),
    [
        (S.DRAFT, S.SUBMITTED, True),
        (S.DRAFT, S.ADMITTED, False),
        (S.SUBMITTED, S.ADMITTED, False),
        (S.REFERRED_BACK, S.ADMITTED, False),
        (S.REFUSED, S.ADMITTED, False),
        (S.REFUSED, S.ENTERED, False),
        (S.REFUSED, S.APPEALED, True),
        (S.REFUSAL_STANDS, S.UNDER_CHECK, False),
        (S.ENTERED, S.UNDER_CHECK, False),
        (S.LAPSED, S.UNDER_CHECK, False),
        (S.ENTERED, S.ADMITTED, False),
        (S.LAPSED, S.ENTERED, False),
        (S.WITHDRAWN, S.SUBMITTED, False),
    ],
)
def test_an_application_goes_only_along_its_arrows(begin: State, end: State, may: bool) -> None:
    assert may_go(begin, end) is may


def test_what_is_closed_leads_nowhere_but_from_a_refusal_to_an_appeal() -> None:
    closed = set(S) - OPEN

    assert {(begin, end) for begin, end in ARROWS if begin in closed} == {(S.REFUSED, S.APPEALED)}
    assert {begin for begin, _end in UNDOING} == {S.ADMITTED}


FOR = Vote.FOR


@pytest.mark.parametrize(
    ("interests", "outcome"),
    [
        pytest.param({}, (3, 1, 4, True, True), id="nobody is interested"),
        pytest.param({A: Interest.APPLICANT}, (2, 1, 3, True, True), id="INV-05 one stands back"),
        pytest.param(
            {A: Interest.APPLICANT, B: Interest.CONNECTED}, (1, 1, 2, False, False), id="INV-05 no longer carried"
        ),
        pytest.param({D: Interest.DECLARED}, (3, 0, 3, True, True), id="the one against is interested"),
    ],
)
@pytest.mark.invariant("INV-05", "INV-06")
def test_quorum_and_votes_are_counted_again_for_each_application(
    interests: dict[UUID, Interest], outcome: tuple[int, int, int, bool, bool]
) -> None:
    present = [
        *(Participant(person_id=one, vote=FOR) for one in (A, B, C)),
        Participant(person_id=D, vote=Vote.AGAINST),
    ]

    counted = tally(parts_in(present, interests=interests), needed=3)

    told = (counted.votes_for, counted.votes_against, counted.present, counted.is_quorate, counted.is_carried)
    assert told == outcome


@pytest.mark.parametrize(
    ("approvers", "approvals", "way"),
    [
        pytest.param({B}, {}, [], id="nobody approved anybody"),
        pytest.param({B}, {A: {B}}, [A, B], id="two approve each other"),
        pytest.param({C}, {A: {B}, B: {C}}, [A, B, C], id="three in a circle"),
        pytest.param({D}, {A: {B}, B: {C}, C: {D}}, [A, B, C, D], id="four in a circle"),
        pytest.param({D}, {A: {B}, B: {C}}, [], id="a way that ends elsewhere"),
        pytest.param({B}, {B: {A}}, [], id="only the other way"),
        pytest.param({C}, {A: {B}, B: {A}}, [], id="a circle that the approver is not in"),
    ],
)
@pytest.mark.invariant("INV-04")
def test_no_approvals_run_in_a_circle(approvers: set[UUID], approvals: dict[UUID, set[UUID]], way: list[UUID]) -> None:
    assert circle(A, approvers=approvers, approvals=approvals) == way
