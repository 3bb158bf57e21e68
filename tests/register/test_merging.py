"""Two records of one person become one, by two officers, and for fourteen days back again."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.consequences import merging as merges
from govern.constitution.models import Decision
from govern.core.actors import Actor
from govern.core.errors import NotFound, Refusal
from govern.core.waiting import Heap
from govern.register import merging, service
from govern.register.merging_refusals import (
    MergedAway,
    MergeDecided,
    MergedIsMember,
    MergeProposed,
    OneRecord,
    OnFrozenRoll,
    OwnMerge,
    OwnRecord,
    UndoTooLate,
)
from govern.register.models import MembershipVersion, PersonMerge
from govern.register.rules import Entry
from tests.calendar import A_DAY, A_SECOND, AT
from tests.make import Make

LATER = AT + A_DAY


@pytest.fixture
def chair(make: Make) -> Actor:
    """Somebody who decides on what the secretary proposes."""
    return Actor(person_id=make.person().id)


@pytest.fixture
def pair(make: Make) -> tuple[UUID, UUID]:
    """Two records of one person: the same name and birth date."""
    alike: dict[str, Any] = {"name": "Una Bell", "match_birth": "ab" * 32}
    return make.person(**alike).id, make.person(**alike, recorded_at=LATER).id


def proposed(session: Session, pair: tuple[UUID, UUID], actor: Actor) -> PersonMerge:
    """Propose that the first record is kept, and the second goes."""
    return merging.propose(session, kept_id=pair[0], merged_id=pair[1], actor=actor, at=AT)


def decided(session: Session, merge: PersonMerge, actor: Actor, *, is_one_person: bool = True) -> PersonMerge:
    """Decide on it, a day later."""
    return merges.decide(session, merge.id, is_one_person=is_one_person, actor=actor, at=LATER)


def events(session: Session) -> list[str]:
    """Return what the journal has been told of merges."""
    told = select(JournalEntry.event).where(JournalEntry.event.startswith("merge.")).order_by(JournalEntry.seq)
    return list(session.scalars(told))


def test_records_of_one_name_with_one_birth_date_or_address_are_alike(session: Session, make: Make) -> None:
    una = make.person(name="Una Bell", match_birth="ab" * 32)
    again = make.person(name="Una Bell", match_birth="ab" * 32, recorded_at=LATER)
    ben = make.person(name="Ben Old", match_email="cd" * 32)
    twice = make.person(name="Ben Old", match_email="cd" * 32, recorded_at=LATER)
    make.person(name="Bea Old", match_email="cd" * 32)  # who shares an address with Ben

    found = merging.pairs(session)

    assert [(one.first.person_id, one.second.person_id) for one in found] == [(una.id, again.id), (ben.id, twice.id)]


@pytest.mark.invariant("INV-13")
def test_one_proposes_another_decides_and_it_can_be_undone(
    session: Session, pair: tuple[UUID, UUID], secretary: Actor, chair: Actor
) -> None:
    merge = proposed(session, pair, secretary)
    assert (merging.pairs(session), merging.waiting(session)) == ([], Heap(1, AT))

    decided(session, merge, chair)
    assert merging.is_merged_away(session, pair[1])
    assert merge.undo_until == LATER + timedelta(days=14)

    merging.undo(session, merge.id, actor=secretary, at=LATER + A_DAY)
    assert not merging.is_merged_away(session, pair[1])
    assert events(session) == ["merge.proposed", "merge.decided", "merge.undone"]
    assert len(merging.pairs(session)) == 1


def test_two_people_are_not_proposed_again(
    session: Session, pair: tuple[UUID, UUID], secretary: Actor, chair: Actor
) -> None:
    decided(session, proposed(session, pair, secretary), chair, is_one_person=False)

    assert merging.pairs(session) == []
    assert not merging.is_merged_away(session, pair[1])
    assert events(session)[-1] == "merge.refused"


@pytest.mark.parametrize(
    ("after", "refused"),
    [
        pytest.param(-A_SECOND, False, id="just before the end"),
        pytest.param(timedelta(0), False, id="on the last instant"),
        pytest.param(A_SECOND, True, id="just after it"),
    ],
)
def test_a_merge_is_undone_within_fourteen_days(
    session: Session, pair: tuple[UUID, UUID], secretary: Actor, chair: Actor, after: timedelta, refused: bool
) -> None:
    merge = decided(session, proposed(session, pair, secretary), chair)
    at = LATER + timedelta(days=14) + after

    if refused:
        with pytest.raises(UndoTooLate, match="This could be undone until 10am on Tuesday 16 June 2026"):
            merging.undo(session, merge.id, actor=secretary, at=at)
    else:
        merging.undo(session, merge.id, actor=secretary, at=at)

    assert (merge.undone_at is None) == refused


Attempt = Callable[[Session, tuple[UUID, UUID], Actor, Actor], object]
REFUSED: dict[str, tuple[type[Refusal], str, Attempt]] = {
    "one record": (
        OneRecord,
        "These are one record already",
        lambda session, pair, secretary, chair: proposed(session, (pair[0], pair[0]), secretary),
    ),
    "nobody": (
        NotFound,
        "There is nothing at this address",
        lambda session, pair, secretary, chair: proposed(session, (pair[0], uuid4()), secretary),
    ),
    "one's own record": (
        OwnRecord,
        "One of these records is your own",
        lambda session, pair, secretary, chair: proposed(session, pair, Actor(person_id=pair[1])),
    ),
    "a decision on one's own record": (
        OwnRecord,
        "One of these records is your own",
        lambda session, pair, secretary, chair: decided(
            session, proposed(session, pair, secretary), Actor(person_id=pair[0])
        ),
    ),
    "the one who proposed": (
        OwnMerge,
        "You proposed this, so somebody else has to decide",
        lambda session, pair, secretary, chair: decided(session, proposed(session, pair, secretary), secretary),
    ),
    "decided before": (
        MergeDecided,
        "Somebody has decided on this already",
        lambda session, pair, secretary, chair: decided(
            session, decided(session, proposed(session, pair, secretary), chair), chair
        ),
    ),
    "proposed before": (
        MergeProposed,
        "merged already, or waits to be",
        lambda session, pair, secretary, chair: [
            proposed(session, pair, secretary),
            proposed(session, pair[::-1], secretary),
        ],
    ),
    "no merge to undo": (
        UndoTooLate,
        "There is no merge to undo",
        lambda session, pair, secretary, chair: merging.undo(
            session, proposed(session, pair, secretary).id, actor=secretary, at=AT
        ),
    ),
    "unknown": (
        NotFound,
        "There is nothing at this address",
        lambda session, pair, secretary, chair: merging.undo(session, uuid4(), actor=secretary, at=AT),
    ),
}


@pytest.mark.invariant("INV-13")
@pytest.mark.parametrize("name", REFUSED)
def test_what_the_rules_refuse_merges_nothing(
    session: Session, pair: tuple[UUID, UUID], secretary: Actor, chair: Actor, name: str
) -> None:
    refusal, sentence, attempt = REFUSED[name]

    with pytest.raises(refusal, match=sentence):
        attempt(session, pair, secretary, chair)

    merged = select(func.count()).where(PersonMerge.undo_until.is_not(None))
    assert session.scalar(merged) == (1 if name == "decided before" else 0)


def test_a_record_with_a_membership_does_not_go(
    session: Session, make: Make, pair: tuple[UUID, UUID], secretary: Actor, chair: Actor
) -> None:
    make.membership(person_id=pair[1], member_no=77)
    merge = proposed(session, pair, secretary)

    with pytest.raises(MergedIsMember, match="The record that is to go has a membership, number 77"):
        decided(session, merge, chair)

    assert merge.decided_at is None


@pytest.mark.invariant("INV-13")
def test_nobody_is_entered_under_a_record_that_was_merged(
    session: Session, pair: tuple[UUID, UUID], secretary: Actor, chair: Actor, board: Decision, make: Make
) -> None:
    decided(session, proposed(session, pair, secretary), chair)
    entry = Entry(
        person_id=pair[1], constituency_id=make.constituency().id, sub_constituency_id=None, decision_id=board.id
    )

    with pytest.raises(MergedAway, match="This record was merged with another of the same person"):
        service.enter(session, entry, actor=secretary, at=LATER)

    assert session.scalar(select(func.count()).select_from(MembershipVersion)) == 0


def on_a_roll(session: Session, make: Make, folder: Path, pair: tuple[UUID, UUID]) -> Any:
    """Put the record that is kept on the roll of an open poll."""
    contest = make.contest(folder, electors=2)
    voter = session.scalars(
        select(MembershipVersion.person_id).where(MembershipVersion.membership_id == contest.memberships[0])
    ).one()
    return contest, (voter, pair[1])


@pytest.mark.invariant("INV-13")
def test_nobody_on_a_frozen_roll_is_merged_until_the_box_is_opened(
    session: Session, make: Make, pair: tuple[UUID, UUID], chair: Actor, tmp_path: Path
) -> None:
    contest, records = on_a_roll(session, make, tmp_path, pair)
    merge = proposed(session, records, Actor(person_id=make.person().id))

    with pytest.raises(OnFrozenRoll, match="on the frozen roll of a vote"):
        decided(session, merge, chair)

    contest.seal(session)
    contest.open(session)
    assert decided(session, merge, chair).undo_until is not None


def refused(session: Session, guard: str, merge: PersonMerge, **values: Any) -> None:
    """Change a proposal past the services, and expect the database to refuse it by name."""
    with pytest.raises(IntegrityError, match=guard), session.begin_nested():
        session.execute(update(PersonMerge).where(PersonMerge.id == merge.id).values(**values))


@pytest.mark.invariant("INV-13", by="database")
def test_the_database_keeps_two_hands_and_fourteen_days(
    session: Session, pair: tuple[UUID, UUID], secretary: Actor, chair: Actor
) -> None:
    merge = proposed(session, pair, secretary)
    until, by = LATER + timedelta(days=14), chair.person_id

    refused(session, "decided_by_somebody_else", merge, decided_by=secretary.person_id, decided_at=LATER)
    refused(session, "decision_has_an_instant", merge, decided_by=by)
    refused(session, "merge_can_be_undone", merge, decided_by=by, decided_at=LATER, undo_until=LATER)
    refused(session, "undoing_has_an_instant", merge, undone_at=LATER)
    refused(session, "undone_in_time", merge, undone_at=LATER, undone_by=by)
    refused(session, "merge_stays", merge, kept_id=chair.person_id)
    decided(session, merge, chair)
    refused(session, "undone_in_time", merge, undone_at=until + A_SECOND, undone_by=by)
    refused(session, "merge_stays", merge, undo_until=until + A_DAY)
    merging.undo(session, merge.id, actor=secretary, at=LATER)
    refused(session, "merge_stays", merge, undone_at=LATER + A_SECOND)
    with pytest.raises(IntegrityError, match="merge_is_kept"), session.begin_nested():
        session.execute(delete(PersonMerge))


def row(pair: tuple[UUID, UUID], by: UUID | None, **facts: Any) -> dict[str, Any]:
    """Return a proposal as somebody could write it past the services."""
    return {"kept_id": pair[0], "merged_id": pair[1], "proposed_by": by, "proposed_at": AT} | facts


@pytest.mark.invariant("INV-13", by="database")
def test_the_database_takes_no_merge_that_nobody_decided(
    session: Session, pair: tuple[UUID, UUID], secretary: Actor, chair: Actor
) -> None:
    by = secretary.person_id
    whole: dict[str, Any] = {"decided_by": chair.person_id, "decided_at": AT, "undo_until": LATER}

    for guard, made in (
        ("merge_begins_undecided", row(pair, by, **whole)),
        ("two_records", row((pair[0], pair[0]), by)),
    ):
        with pytest.raises(IntegrityError, match=guard), session.begin_nested():
            session.execute(insert(PersonMerge).values(**made))


@pytest.mark.invariant("INV-13", by="database")
def test_the_database_merges_no_member_away_and_enters_nobody_merged(
    session: Session, make: Make, pair: tuple[UUID, UUID], secretary: Actor, chair: Actor, tmp_path: Path
) -> None:
    merge = proposed(session, pair, secretary)
    values: dict[str, Any] = {"decided_by": chair.person_id, "decided_at": LATER, "undo_until": LATER + A_DAY}
    with session.begin_nested() as undone:
        make.membership(person_id=pair[1])
        refused(session, "merged_record_is_no_member", merge, **values)
        undone.rollback()
    decided(session, merge, chair)

    with pytest.raises(IntegrityError, match="merged_record_is_not_entered"), session.begin_nested():
        make.membership(person_id=pair[1])

    _contest, records = on_a_roll(session, make, tmp_path, pair)
    voting = proposed(session, (records[0], make.person().id), secretary)
    refused(session, "merge_waits_for_the_roll", voting, **values)


@pytest.mark.invariant("INV-13", by="database")
def test_the_database_merges_a_record_once(
    session: Session, make: Make, pair: tuple[UUID, UUID], secretary: Actor, chair: Actor
) -> None:
    by = secretary.person_id
    first, other = PersonMerge(**row(pair, by)), PersonMerge(**row((make.person().id, pair[1]), by))
    session.add_all([first, other])
    session.flush()
    decided(session, first, chair)

    values = {"decided_by": chair.person_id, "decided_at": LATER, "undo_until": LATER + timedelta(days=14)}
    with pytest.raises(IntegrityError, match="merged_id"), session.begin_nested():
        session.execute(update(PersonMerge).where(PersonMerge.id == other.id).values(**values))
