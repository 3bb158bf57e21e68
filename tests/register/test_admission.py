"""Who can decide that somebody becomes a member, and who can write it down."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from govern.constitution.parameters.membership import AdmissionDecider
from govern.constitution.rules import Body, Participant, Vote
from govern.core.errors import Refusal
from govern.register.admission import Admission, ensure_may_be_entered
from govern.register.refusals import DecidedAlone, OwnEntry, TookPartInOwnCase, WrongDecider

APPLICANT, SECRETARY, CHAIR, OTHER = (UUID(int=number) for number in range(1, 5))
BOTH_FOR = (Participant(person_id=SECRETARY, vote=Vote.FOR), Participant(person_id=CHAIR, vote=Vote.FOR))


def admission(**facts: Any) -> Admission:
    """Return an admission by the board."""
    usual: dict[str, Any] = {
        "person_id": APPLICANT,
        "body": Body.BOARD,
        "participants": BOTH_FOR,
        "decider": AdmissionDecider.BOARD,
    }
    return Admission(**usual | facts)


def refusal_of(own: Admission, *, entered_by: UUID) -> Refusal | None:
    """Return why an entry is refused, or None if it is not."""
    try:
        ensure_may_be_entered(own, entered_by=entered_by)
    except Refusal as refusal:
        return refusal
    return None


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({}, id="the board, as the rules say"),
        pytest.param({"body": Body.GENERAL_MEETING, "participants": ()}, id="a general meeting, always"),
        pytest.param(
            {"participants": (*BOTH_FOR, Participant(person_id=APPLICANT, is_recused=True))}, id="stood back meanwhile"
        ),
        pytest.param(
            {"participants": (*BOTH_FOR, Participant(person_id=APPLICANT, is_present=False))}, id="not there at all"
        ),
        pytest.param({"body": Body.COMMITTEE, "decider": AdmissionDecider.COMMITTEE}, id="the committee, as told"),
        pytest.param(
            {"body": Body.GENERAL_MEETING, "participants": (), "is_after_expulsion": True}, id="taken back by a meeting"
        ),
    ],
)
def test_a_decision_of_those_whom_the_rules_name_admits(facts: dict[str, Any]) -> None:
    assert refusal_of(admission(**facts), entered_by=SECRETARY) is None


OWN_FOUNDING = (Participant(person_id=APPLICANT, vote=Vote.FOR), *BOTH_FOR)
ALONE = (Participant(person_id=SECRETARY, vote=Vote.FOR), Participant(person_id=CHAIR, vote=Vote.ABSTAINED))


@pytest.mark.parametrize(
    ("facts", "entered_by", "refusal", "sentence"),
    [
        pytest.param(
            {"participants": (*BOTH_FOR, Participant(person_id=APPLICANT, vote=Vote.FOR))},
            SECRETARY,
            TookPartInOwnCase,
            "Take the decision again while they stand back",
            id="INV-01 voted on their own admission",
        ),
        pytest.param(
            {"participants": (*BOTH_FOR, Participant(person_id=APPLICANT))},
            SECRETARY,
            TookPartInOwnCase,
            "took part in the decision on their own membership",
            id="INV-05 sat in the quorum of their own admission",
        ),
        pytest.param(
            {}, APPLICANT, OwnEntry, "You cannot enter yourself as a member", id="INV-01 entered by themselves"
        ),
        pytest.param(
            {"participants": ALONE},
            SECRETARY,
            DecidedAlone,
            "You decided this alone, so you cannot enter it too",
            id="INV-02 decided and entered by one",
        ),
        pytest.param(
            {"body": Body.SECRETARY_DELEGATED, "decider": AdmissionDecider.SECRETARY_DELEGATED, "participants": ALONE},
            SECRETARY,
            DecidedAlone,
            "Ask another officer to enter it",
            id="INV-02 a delegate enters what they decided",
        ),
        pytest.param(
            {"body": Body.COMMITTEE},
            SECRETARY,
            WrongDecider,
            "The rules give this decision to: the board, or a general meeting",
            id="a committee, where the rules say the board",
        ),
        pytest.param(
            {"is_after_expulsion": True},
            SECRETARY,
            WrongDecider,
            "a general meeting of the members",
            id="INV-23 the board takes back the expelled",
        ),
        pytest.param(
            {"body": Body.FOUNDERS}, SECRETARY, WrongDecider, "the board", id="INV-11 the founders admit somebody else"
        ),
    ],
)
@pytest.mark.invariant("INV-02")
def test_nobody_gets_in_on_a_decision_that_cannot_bear_it(
    facts: dict[str, Any], entered_by: UUID, refusal: type[Refusal], sentence: str
) -> None:
    with pytest.raises(refusal, match=sentence):
        ensure_may_be_entered(admission(**facts), entered_by=entered_by)


@pytest.mark.invariant("INV-03")
def test_a_delegate_cannot_admit_themselves() -> None:
    delegated: Sequence[Participant] = (Participant(person_id=APPLICANT, vote=Vote.FOR),)
    own = admission(body=Body.SECRETARY_DELEGATED, decider=AdmissionDecider.SECRETARY_DELEGATED, participants=delegated)

    with pytest.raises(TookPartInOwnCase):
        ensure_may_be_entered(own, entered_by=OTHER)


def test_founders_become_members_by_their_own_decision() -> None:
    own = admission(body=Body.FOUNDERS, participants=OWN_FOUNDING, is_at_the_founding=True)

    assert refusal_of(own, entered_by=APPLICANT) is None


@pytest.mark.invariant("INV-11", "INV-42")
def test_a_founder_who_became_no_member_at_the_founding_becomes_none_by_it_later() -> None:
    own = admission(body=Body.FOUNDERS, participants=OWN_FOUNDING)

    assert isinstance(refusal_of(own, entered_by=APPLICANT), WrongDecider)
