"""The end of a membership, its suspension and its move, with all that each does elsewhere.

Doors call these deeds, and never the register's own: a membership that ends takes the seats and candidacies with
it that depend on it, and its unused place in every poll. A ballot that was cast stands.

Source: domain 2.2, 2.4; domain 10, cases 2 and 16; decisions, "Roll, mark, cast".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import offices
from govern.accounts import queries as accounts
from govern.accounts import service as account_service
from govern.ballots import late_ends
from govern.board import vacating
from govern.board.models import Vacancy
from govern.consequences import admitting
from govern.constitution import queries as constitution
from govern.core.actors import Actor, Deed, Role
from govern.elections import losing
from govern.elections.losing import Loss
from govern.register import cases, expulsions, moving, queries, service, stand_ins
from govern.register.ending_rules import CaseOutcome
from govern.register.expulsions import MeetingVote
from govern.register.models import Membership
from govern.register.moving import Move
from govern.register.rules import Cessation, Ground


@dataclass(frozen=True, kw_only=True)
class Effects:
    """What an end did beside the register, by id.

    :param seats: seats of the board that are empty now.
    :param losses: elections that lost a candidate, and how each goes on.
    :param struck: polls in which she can no longer vote.
    :param stands: polls in which her ballot stands, though her right had ended, or may have, at the cast.
    :param offices: offices that she still holds, for they depend on no membership.
    """

    seats: Sequence[UUID] = ()
    losses: Sequence[Loss] = ()
    struck: Sequence[UUID] = ()
    stands: Sequence[UUID] = ()
    offices: frozenset[Role] = frozenset()


def end(session: Session, membership_id: UUID, cessation: Cessation, *, actor: Actor, at: datetime) -> Effects:
    """End a membership from its true day on, with its seats, its candidacies and its unused places.

    :raises Refusal: as `register.service.cease` raises.

    Source: domain 2.2; domain 10, case 2; INV-24.
    """
    member = queries.membership(session, membership_id)
    home = _home(session, membership_id, on=cessation.on)
    service.cease(session, membership_id, cessation, actor=actor, at=at)
    return _carry_on(session, member, cessation, home=home, actor=actor, at=at)


def expel(session: Session, case_id: UUID, vote: MeetingVote, *, actor: Actor, at: datetime) -> Effects | None:
    """Enter the vote on an expulsion, and what follows if it carried; None if the member stays.

    :raises Refusal: as `register.expulsions.resolve` raises.
    """
    decided_on = constitution.decision(session, vote.decision_id).decided_on
    membership_id = cases.find(session, case_id).membership_id
    home = _home(session, membership_id, on=decided_on)
    case = expulsions.resolve(session, case_id, vote, actor=actor, at=at)
    if case.outcome != CaseOutcome.EXPELLED:
        return None
    cessation = Cessation(on=decided_on, ground=Ground.EXPELLED, decision_id=vote.decision_id)
    member = queries.membership(session, membership_id)
    return _carry_on(session, member, cessation, home=home, actor=actor, at=at)


def move(session: Session, wanted: Move, *, actor: Actor, at: datetime) -> tuple[Membership, Effects]:
    """Move a member to another constituency today. Seats and candidacies of the old one go; a place on a roll stays.

    Who holds the membership with them or acts for it follows.

    :raises Refusal: as `register.moving.leave` and `admitting.enter_from_paper` raise.

    Source: INV-30: who moved after the roll date votes in the old constituency.
    """
    member = queries.membership(session, wanted.membership_id)
    today = constitution.today(session, at=at)
    home = _home(session, member.id, on=today)
    entry = moving.leave(session, wanted, actor=actor, at=at)
    moved = admitting.enter_from_paper(session, entry, actor=actor, at=at)
    stand_ins.carry_over(session, old=member.id, new=moved.id, on=today, actor=actor, at=at)
    end_of_old = Cessation(on=today, ground=Ground.CHANGED_CONSTITUENCY, decision_id=wanted.decision_id)
    return moved, _carry_on(session, member, end_of_old, home=home, actor=actor, at=at)


def suspend(  # noqa: PLR0913 - which, from when to when, by what decision, and the two that only the door knows
    session: Session,
    membership_id: UUID,
    *,
    from_on: date,
    until_on: date | None = None,
    decision_id: UUID,
    actor: Actor,
    at: datetime,
) -> None:
    """Withhold the rights of a membership. It takes effect in open polls too, where she has not voted.

    Nothing else is taken: a seat is left only with the membership, and the cast asks the register each time.

    :raises Refusal: as `register.service.suspend` raises.

    Source: domain 2.4: a vote already cast stands; one not yet cast is blocked.
    """
    service.suspend(
        session, membership_id, from_on=from_on, until_on=until_on, decision_id=decision_id, actor=actor, at=at
    )


def restore(session: Session, membership_id: UUID, *, on: date, decision_id: UUID, actor: Actor, at: datetime) -> None:
    """Give a suspended membership its rights again; in a poll that is still open she can vote then.

    :raises Refusal: as `register.service.lift` raises.

    Source: domain 2.4; INV-23.
    """
    service.lift(session, membership_id, on=on, decision_id=decision_id, actor=actor, at=at)


def _home(session: Session, membership_id: UUID, *, on: date) -> UUID | None:
    """Return the constituency of a membership on a day, or None where it was none then."""
    versions = queries.membership_history(session, membership_id)
    found = [one for one in versions if one.superseded_at is None and one.valid_from <= on]
    return found[-1].constituency_id if found else None


def _carry_on(
    session: Session, member: Membership, cessation: Cessation, *, home: UUID | None, actor: Actor, at: datetime
) -> Effects:
    """Do elsewhere what the end of a membership means there."""
    person_id, ground = member.person_id, cessation.ground
    reason = Vacancy.DIED if ground is Ground.DIED else Vacancy.MEMBERSHIP_ENDED
    seats = vacating.vacate_with_membership(session, person_id, on=cessation.on, reason=reason, actor=actor, at=at)
    losses: Sequence[Loss] = ()
    if home is not None:
        deed = Deed(actor=actor, at=at, note=ground.value)
        losses = losing.withdraw_by_event(session, person_id, deed, on=cessation.on, constituency_id=home)
    ended = late_ends.Ended(struck=(), stands=())
    if ground is not Ground.CHANGED_CONSTITUENCY:
        ended = late_ends.end(session, member, on=cessation.on, reason=ground.value, actor=actor, at=at)
    if ground is Ground.DIED:
        _close_all(session, person_id, on=constitution.today(session, at=at), actor=actor, at=at)
    return Effects(
        seats=[one.seat_id for one in seats],
        losses=losses,
        struck=ended.struck,
        stands=ended.stands,
        offices=accounts.offices_of(session, person_id, on=constitution.today(session, at=at)),
    )


def _close_all(session: Session, person_id: UUID, *, on: date, actor: Actor, at: datetime) -> None:
    """End the offices of somebody who died, and their account, unless nobody else could administer then."""
    account = accounts.open_account_of(session, person_id)
    if not accounts.can_be_administered_without(session, person_id, on=on):
        return
    for holding in accounts.held_without_end(session, person_id):
        offices.end_office(session, holding, until_on=max(on, holding.from_on), actor=actor, at=at)
    if account is not None:
        account_service.close_account(session, account, on=on, actor=actor, at=at)
