"""Voting links and codes: one for each elector, from the frozen roll, kept as keyed hashes only."""

from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.ballots import credentials
from govern.ballots.casting import Elector
from govern.ballots.credentials import Minted
from govern.ballots.models import Credential
from govern.ballots.refusals import CredentialNotKnown, NoOtherLink, NotOnRoll, PollNotReady
from govern.core.codes import ALPHABET
from govern.core.db import table_of
from tests import calendar
from tests.make import Make
from tests.makers.ballots import Contest, drafted

SECRET = "the key of the codes"


@pytest.fixture
def contest(make: Make, tmp_path: Path) -> Contest:
    """An open poll of three."""
    return make.contest(tmp_path, electors=3)


def mint(session: Session, contest: Contest) -> list[Minted]:
    """Make everybody's code."""
    return credentials.mint(session, contest.poll.id, secret=SECRET, actor=contest.actor, at=calendar.AT)


def opened_by(session: Session, code: str, secret: str = SECRET) -> Elector:
    """Return the elector whom a code opens a ballot for."""
    return credentials.elector_of(session, credentials.digest_of(code, secret=secret))


def reissue(session: Session, contest: Contest, place: int = 0) -> Minted:
    """Make an elector another code."""
    return credentials.reissue(session, contest.elector(place), secret=SECRET, actor=contest.actor, at=calendar.DURING)


@pytest.mark.invariant("INV-39")
def test_there_are_as_many_credentials_as_electors_and_each_is_one_electors(session: Session, contest: Contest) -> None:
    minted = mint(session, contest)

    assert sorted(one.elector_id for one in minted) == sorted(contest.electors)
    assert session.scalar(select(func.count()).select_from(Credential)) == 3
    assert [opened_by(session, one.code).elector_id for one in minted] == [one.elector_id for one in minted]


@pytest.mark.invariant("INV-39")
def test_minting_again_mints_nothing(session: Session, contest: Contest) -> None:
    mint(session, contest)

    assert mint(session, contest) == []


@pytest.mark.invariant("INV-39", by="database")
def test_nothing_can_be_minted_for_somebody_off_the_roll(session: Session, make: Make, contest: Contest) -> None:
    stranger = make.membership().id
    row = {"token_hash": "x", "poll_id": contest.poll.id, "roll_id": contest.poll.roll_id, "elector_id": stranger}

    with (
        pytest.raises(IntegrityError, match=r"fk_credential_roll_id_elector_id|FOREIGN KEY"),
        session.begin_nested(),
    ):
        session.execute(insert(table_of(Credential)), row)
    with pytest.raises(NotOnRoll):
        credentials.reissue(
            session,
            Elector(poll_id=contest.poll.id, elector_id=stranger),
            secret=SECRET,
            actor=contest.actor,
            at=calendar.AT,
        )


@pytest.mark.invariant("INV-39")
def test_a_new_code_revokes_the_old_one(session: Session, contest: Contest) -> None:
    old = {one.elector_id: one.code for one in mint(session, contest)}[contest.electors[0]]

    new = reissue(session, contest)

    assert opened_by(session, new.code).elector_id == contest.electors[0]
    with pytest.raises(CredentialNotKnown, match="does not open a ballot"):
        opened_by(session, old)


@pytest.mark.invariant("INV-39", by="database")
def test_one_elector_never_has_two_live_codes(session: Session, contest: Contest) -> None:
    mint(session, contest)
    row = {"token_hash": "x", "poll_id": contest.poll.id, "roll_id": contest.poll.roll_id}

    with (
        pytest.raises(IntegrityError, match=r"uq_credential_live|credential\.poll_id, credential\.elector_id"),
        session.begin_nested(),
    ):
        session.execute(insert(table_of(Credential)), row | {"elector_id": contest.electors[0]})


@pytest.mark.parametrize("is_sealed", [False, True], ids=["while the poll is open", "after the close"])
def test_who_has_voted_gets_no_new_code(session: Session, contest: Contest, is_sealed: bool) -> None:
    mint(session, contest)
    contest.cast(session, [1])
    if is_sealed:
        contest.seal(session)

    with pytest.raises(NoOtherLink, match=r"No other link was made. This elector has voted"):
        reissue(session, contest)

    assert session.scalar(select(func.count()).where(Credential.revoked_at.is_not(None))) == 0


def test_a_code_can_be_used_again_until_she_has_voted_and_after(session: Session, contest: Contest) -> None:
    code = {one.elector_id: one.code for one in mint(session, contest)}[contest.electors[0]]
    opened_by(session, code)
    contest.cast(session, [1])

    assert opened_by(session, code).elector_id == contest.electors[0]


def test_no_codes_are_made_before_the_roll_is_frozen(session: Session, make: Make, contest: Contest) -> None:
    poll = drafted(session, ["Ada"])

    with pytest.raises(PollNotReady, match="Freeze it, then make the voting links"):
        credentials.mint(session, poll.id, secret=SECRET, actor=contest.actor, at=calendar.AT)


@pytest.mark.parametrize(
    "spelled",
    [
        pytest.param(str.lower, id="in small letters"),
        pytest.param(lambda code: code.replace("-", ""), id="without dashes"),
        pytest.param(lambda code: f"  {code.replace('-', ' ')} ", id="with spaces"),
    ],
)
def test_a_code_may_be_typed_as_people_type(session: Session, contest: Contest, spelled: object) -> None:
    assert callable(spelled)
    one = mint(session, contest)[0]

    assert opened_by(session, str(spelled(one.code))).elector_id == one.elector_id


@pytest.mark.parametrize("code", ["", "AAAA", "2345-6789-ABCD", "ŵ" * 50])
def test_a_code_that_was_never_made_opens_nothing(session: Session, contest: Contest, code: str) -> None:
    mint(session, contest)

    with pytest.raises(CredentialNotKnown):
        opened_by(session, code)


def test_what_is_stored_opens_nothing_and_cannot_be_tried_without_the_key(session: Session, contest: Contest) -> None:
    one = mint(session, contest)[0]
    stored = session.scalars(select(Credential.token_hash)).all()

    assert one.code not in str(stored)
    assert credentials.digest_of(one.code, secret="another key") not in stored
    for token in stored:
        with pytest.raises(CredentialNotKnown):
            opened_by(session, token)


def test_codes_have_no_letters_that_are_taken_for_others(session: Session, contest: Contest) -> None:
    for one in mint(session, contest):
        assert set(one.code) <= {*ALPHABET, "-"}
        assert len(one.code) == 14
    assert not set(ALPHABET) & set("01ILOU")
