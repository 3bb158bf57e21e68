"""A poll goes from draft to opened box by steps that each stand on the one before."""

import json
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.ballots import closing, manifest, polls, queries
from govern.ballots.models import Decides
from govern.ballots.polls import Electorate
from govern.ballots.refusals import (
    BoxAndMarksDiffer,
    CanaryNotOpened,
    ClassCodeTooLong,
    DecidedBeforeTheSeal,
    DirectorsNeedOfficersKeys,
    NothingToSettle,
    PollNotReady,
)
from govern.constitution.rules import Mode
from govern.core.errors import NotFound
from govern.core.keyring import KeyMissing
from govern.rolls.models import RollEntry
from tests import calendar
from tests.make import Make
from tests.makers.ballots import Contest, drafted, members_of


@pytest.fixture
def contest(make: Make, tmp_path: Path) -> Contest:
    """A frozen poll of two that is not armed yet."""
    return make.contest(tmp_path, is_armed=False)


def arm(session: Session, contest: Contest, at: datetime = calendar.AT) -> None:
    """Arm it."""
    polls.arm(session, contest.poll.id, keys=contest.keys, actor=contest.actor, at=at)


def test_the_manifest_promises_the_paper_the_hours_the_keys_and_the_roll(session: Session, contest: Contest) -> None:
    told = json.loads(contest.poll.manifest or "")

    assert [name for _, name in told["candidates"]] == ["Ada", "Ben", "Cai"]
    assert (told["opens"], told["closes"]) == ("2026-08-27T08:00:00.000000Z", "2026-09-17T16:00:00.000000Z")
    assert told["box_keys"] == [contest.keys.box_key(contest.poll.id).public_key().public_bytes_raw().hex()]
    assert told["roll_by_class"] == {"workforce": 2}


def test_the_manifests_hash_can_be_computed_again_with_and_without_the_roll(contest: Contest) -> None:
    told = json.loads(contest.poll.manifest or "")
    without = {name: one for name, one in told.items() if name not in ("roll_root", "roll_by_class")}

    assert manifest.election_id(told) == contest.poll.eid
    assert manifest.election_id(without) == contest.poll.eid0


def test_a_receipt_verifies_with_the_key_of_the_manifest_and_stands_for_this_ballot_only(
    session: Session, make: Make, tmp_path: Path
) -> None:
    contest = make.contest(tmp_path)
    receipt = contest.cast(session, [2, 1])
    told = json.loads(contest.poll.manifest or "")
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["receipt_key"]))
    message = b"receipt-v1\x00" + bytes.fromhex(contest.poll.eid or "") + b"workforce"

    key.verify(bytes.fromhex(receipt.signature), message + bytes.fromhex(receipt.h))

    with pytest.raises(InvalidSignature):
        key.verify(bytes.fromhex(receipt.signature), message + b"\x00" * 32)


def test_a_poll_is_frozen_once(session: Session, make: Make, contest: Contest) -> None:
    electorate = Electorate(description="x", electors=members_of(make.constituency().id))

    with pytest.raises(PollNotReady, match="already frozen, and what it promised cannot be changed"):
        polls.freeze(session, contest.poll.id, electorate, keys=contest.keys, actor=contest.actor, at=calendar.AT)


def test_a_paper_without_names_is_not_frozen(session: Session, make: Make, contest: Contest) -> None:
    poll = drafted(session, [])
    electorate = Electorate(description="x", electors=members_of(make.constituency().id))

    with pytest.raises(PollNotReady, match="The ballot paper has no names on it"):
        polls.freeze(session, poll.id, electorate, keys=contest.keys, actor=contest.actor, at=calendar.AT)

    assert poll.frozen_at is None


def test_a_class_whose_code_leaves_no_room_for_a_ranking_is_refused(
    session: Session, make: Make, contest: Contest
) -> None:
    elects = make.constituency()
    make.membership(constituency_id=elects.id)
    poll = drafted(session, ["Ada"])
    known = members_of(elects.id).subquery()
    columns = [literal("c" * 65).label("class") if one.name == "class" else one for one in known.c]
    electorate = Electorate(description="x", electors=select(*columns))

    with pytest.raises(ClassCodeTooLong, match="Give the constituency a code of 64 letters or fewer"):
        polls.freeze(session, poll.id, electorate, keys=contest.keys, actor=contest.actor, at=calendar.AT)


def test_a_frozen_poll_is_armed_once_and_says_when_it_opens(session: Session, contest: Contest) -> None:
    arm(session, contest)

    with pytest.raises(PollNotReady, match="opens by itself at 9am on Thursday 27 August 2026"):
        arm(session, contest)


def test_a_draft_cannot_be_armed(session: Session, contest: Contest) -> None:
    poll = drafted(session, ["Ada"])

    with pytest.raises(PollNotReady, match="The roll is not frozen yet"):
        polls.arm(session, poll.id, keys=contest.keys, actor=contest.actor, at=calendar.AT)


@pytest.mark.parametrize(
    ("at", "armed"),
    [
        pytest.param(calendar.CLOSES_AT - calendar.A_SECOND, True, id="a second before its close"),
        pytest.param(calendar.CLOSES_AT, False, id="at its close"),
    ],
)
def test_a_poll_is_armed_before_its_close_or_never(
    session: Session, contest: Contest, at: datetime, armed: bool
) -> None:
    if not armed:
        with pytest.raises(PollNotReady, match="which has passed"):
            arm(session, contest, at)
    else:
        arm(session, contest, at)

    assert (contest.poll.armed_at is not None) is armed


def test_directors_of_a_real_mutual_are_not_elected_under_the_installations_key(
    session: Session, make: Make, tmp_path: Path
) -> None:
    make.mutual(mode=Mode.REAL)
    contest = make.contest(tmp_path, is_armed=False)

    with pytest.raises(DirectorsNeedOfficersKeys, match="directors are not elected this way"):
        arm(session, contest)

    assert contest.poll.armed_at is None


def test_a_motion_of_a_real_mutual_may_be_voted_under_it(session: Session, make: Make, tmp_path: Path) -> None:
    make.mutual(mode=Mode.REAL)
    contest = make.contest(tmp_path, is_armed=False, decides=Decides.MOTION)

    arm(session, contest)

    assert contest.poll.armed_at == calendar.AT


def test_a_backup_that_does_not_open_the_canary_keeps_the_poll_unarmed(session: Session, contest: Contest) -> None:
    (contest.keys.backup / f"{contest.poll.id}.key").write_bytes(X25519PrivateKey.generate().private_bytes_raw())

    with pytest.raises(CanaryNotOpened, match="Nothing was armed"):
        arm(session, contest)


def test_a_backup_that_is_not_there_keeps_the_poll_unarmed(session: Session, contest: Contest) -> None:
    (contest.keys.backup / f"{contest.poll.id}.key").unlink()

    with pytest.raises(KeyMissing):
        arm(session, contest)

    assert contest.poll.armed_at is None


def test_a_box_is_sealed_at_its_close_and_not_a_second_before(session: Session, contest: Contest) -> None:
    arm(session, contest)
    too_early = calendar.CLOSES_AT - calendar.A_SECOND

    with pytest.raises(PollNotReady, match="Voting goes on until 5pm on Thursday 17 September 2026"):
        seal_at(session, contest, too_early)

    contest.seal(session)
    with pytest.raises(PollNotReady, match="was sealed at 5pm on Thursday 17 September 2026 and stays so"):
        contest.seal(session)


def seal_at(session: Session, contest: Contest, at: datetime) -> None:
    """Seal the box at another time than its close."""
    closing.seal(session, contest.poll.id, actor=contest.actor, clock_now=lambda: at)


def test_a_poll_that_was_never_armed_has_no_box(session: Session, contest: Contest) -> None:
    with pytest.raises(PollNotReady, match="never armed"):
        contest.seal(session)


def test_a_box_is_opened_after_it_is_sealed_and_once(session: Session, contest: Contest) -> None:
    arm(session, contest)
    with pytest.raises(PollNotReady, match="not sealed yet"):
        contest.open(session)
    contest.seal(session)
    contest.open(session)

    with pytest.raises(PollNotReady, match="This box was opened at"):
        contest.open(session)


def test_a_box_that_holds_more_than_was_marked_is_sealed_and_stays_shut(session: Session, contest: Contest) -> None:
    arm(session, contest)
    contest.cast(session, [1])
    contest.stuff(session)

    poll = contest.seal(session)

    assert (poll.sealed_ballots, poll.sealed_marks) == (2, 1)
    with pytest.raises(BoxAndMarksDiffer, match="The box holds 2 ballots and the marked roll shows 1"):
        contest.open(session)


def test_by_a_recorded_decision_the_count_goes_on_and_tells_what_could_not_be_read(
    session: Session, make: Make, contest: Contest
) -> None:
    arm(session, contest)
    contest.cast(session, [2, 1])
    contest.stuff(session)
    poll = contest.seal(session)

    settle(session, contest, make.decision(entered_at=calendar.CLOSES_AT).id)
    contest.open(session)

    assert poll.unreadable == 1
    assert queries.rankings(session, poll.id) == {(2, 1): 1}


def test_a_decision_from_before_the_seal_settles_no_difference(session: Session, make: Make, contest: Contest) -> None:
    arm(session, contest)
    contest.stuff(session)
    poll = contest.seal(session)
    decision = make.decision(entered_at=calendar.CLOSES_AT - calendar.A_SECOND)

    with pytest.raises(DecidedBeforeTheSeal, match="when nobody knew of the difference"):
        settle(session, contest, decision.id)

    assert poll.discrepancy_decision_id is None


def settle(session: Session, contest: Contest, decision_id: UUID) -> None:
    """Let the count go on by a decision."""
    closing.settle_difference(session, contest.poll.id, decision_id=decision_id, actor=contest.actor, at=calendar.AFTER)


def test_a_difference_is_settled_once_and_only_where_there_is_one(
    session: Session, make: Make, contest: Contest
) -> None:
    arm(session, contest)
    decision_id = make.decision(entered_at=calendar.AFTER).id
    with pytest.raises(NothingToSettle, match="No difference between this box and the marks waits"):
        settle(session, contest, decision_id)
    contest.stuff(session)
    contest.seal(session)
    settle(session, contest, decision_id)

    with pytest.raises(NothingToSettle):
        settle(session, contest, decision_id)


def test_each_step_is_on_record(session: Session, contest: Contest) -> None:
    arm(session, contest)
    contest.seal(session)
    contest.open(session)

    events = session.scalars(
        select(JournalEntry.event).where(JournalEntry.subject_id == contest.poll.id).order_by(JournalEntry.seq)
    ).all()

    assert events == ["poll.frozen", "poll.armed", "poll.sealed", "box.opened"]


def test_ballots_may_come_from_the_arming_to_the_seal(session: Session, contest: Contest) -> None:
    before = queries.has_open_poll(session)
    arm(session, contest)
    meanwhile = queries.has_open_poll(session)
    contest.seal(session)

    assert (before, meanwhile, queries.has_open_poll(session)) == (False, True, False)


def test_a_poll_that_is_not_there_is_not_found(session: Session) -> None:
    for find in (queries.find, queries.locked):
        with pytest.raises(NotFound):
            find(session, uuid4())


def test_everybody_on_the_roll_has_a_class_that_the_manifest_counts(session: Session, contest: Contest) -> None:
    classes = session.scalars(select(RollEntry.elector_class).where(RollEntry.roll_id == contest.poll.roll_id)).all()

    assert set(classes) == set(json.loads(contest.poll.manifest or "")["roll_by_class"])
