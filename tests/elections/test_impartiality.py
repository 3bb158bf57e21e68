"""Whoever runs an election is nobody's relation in it."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from govern.core.actors import Actor, Deed, Role
from govern.elections import candidates, counts, polling, queries
from govern.elections.refusals import OwnElection, RunWhileConnected
from govern.elections.rules import State
from govern.register.connection_rules import ConnectionKind
from tests import calendar
from tests.make import Make
from tests.makers import elections as made_elections

K = ConnectionKind
SOON = calendar.AT + calendar.AN_HOUR


@pytest.mark.parametrize("kind", [K.PARTNER, K.EMPLOYEE, K.EMPLOYER, K.SPONSOR])
@pytest.mark.invariant("INV-34")
def test_the_returning_officer_takes_no_nomination_of_somebody_close(
    session: Session, make: Make, tmp_path: Path, kind: ConnectionKind
) -> None:
    made = make.election(tmp_path)
    made_elections.nominate(session, made, names=())
    assert made.officer.person_id is not None
    make.connection(made.officer.person_id, kind, made.members[0])
    nomination = made_elections.nomination_of(made.members[0], "Ada Ash", calendar.AT)

    with pytest.raises(RunWhileConnected, match="Ask the administrator for another returning officer"):
        candidates.enter(session, made.election.id, nomination, made.deed(SOON))

    assert queries.candidates(session, made.election.id) == []


@pytest.mark.invariant("INV-34")
def test_a_candidate_whom_the_officer_does_not_know_is_entered(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path)
    made_elections.nominate(session, made, names=())
    officer = made.officer.person_id
    assert officer is not None
    make.connection(officer, K.PARTNER, made.members[0], valid_to=calendar.TODAY)
    make.connection(officer, K.SPONSORED, made.members[0])
    make.connection(officer, K.PARTNER, made.members[1])
    nomination = made_elections.nomination_of(made.members[0], "Ada Ash", calendar.AT)

    assert candidates.enter(session, made.election.id, nomination, made.deed(SOON))


@pytest.mark.invariant("INV-34")
def test_an_officer_found_to_be_close_to_a_candidate_after_the_close_hands_over_to_another(
    session: Session, make: Make, tmp_path: Path
) -> None:
    made = make.election(tmp_path)
    made_elections.nominate(session, made)
    made_elections.close_nominations(session, made)
    made_elections.arm(session, made)
    after, election_id = calendar.AFTER, made.election.id
    polling.seal(session, election_id, made.deed(after), keys=made.keys, clock_now=lambda: after)
    assert made.officer.person_id is not None
    make.connection(made.officer.person_id, K.PARTNER, made.members[0])

    with pytest.raises(RunWhileConnected):
        counts.count(session, election_id, made.deed(after), keys=made.keys)
    assert queries.state(session, election_id) == State.SEALED
    other = Actor(person_id=make.person().id, roles=frozenset({Role.RETURNING_OFFICER}))
    counts.count(session, election_id, Deed(actor=other, at=after), keys=made.keys)

    assert queries.state(session, election_id) == State.COUNTING


@pytest.mark.invariant("INV-34")
def test_nobody_who_stands_takes_a_step_or_takes_another_candidate_out(
    session: Session, make: Make, tmp_path: Path
) -> None:
    made = make.election(tmp_path)
    made_elections.nominate(session, made)
    candidate = Actor(person_id=made.members[0], roles=frozenset({Role.RETURNING_OFFICER}))
    deed = Deed(actor=candidate, at=SOON, note="Withdrawn.")

    with pytest.raises(OwnElection):
        candidates.withdraw(session, made.election.id, 2, deed, withdrawn_on=calendar.TODAY)

    assert len(queries.standing(session, made.election.id)) == 3


def test_who_has_withdrawn_ties_nobodys_hands(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path)
    made_elections.nominate(session, made)
    deed = made.deed(SOON, note="Withdrawn.")
    candidates.withdraw(session, made.election.id, 1, deed, withdrawn_on=calendar.TODAY)
    assert made.officer.person_id is not None
    make.connection(made.officer.person_id, K.PARTNER, made.members[0])

    made_elections.close_nominations(session, made)

    assert queries.state(session, made.election.id) == State.WITHDRAWALS_CLOSED
