"""A decision of the board is its directors'; until the board that members elect can act, the founders' too."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import subjects
from govern.admissions.rules import State
from govern.board import queries as board
from govern.board.refusals import NotFounders, NotOnTheBoard
from govern.constitution import decisions, queries
from govern.constitution.decisions import Minute
from govern.constitution.models import Decision
from govern.constitution.refusals import EntersOwnMatter, SubjectAmiss
from govern.constitution.rules import Body, Matter, Participant, Subject
from govern.core.actors import Actor
from govern.interests import standing_back
from govern.motions.rules import Concern
from govern.register import queries as register
from govern.register.service import ensure_home


def enter(
    session: Session,
    minute: Minute,
    *,
    participants: Sequence[Participant] = (),
    actor: Actor,
    at: datetime,
) -> Decision:
    """Enter a decision with whom it is about, and let nobody have a part in one of the board who does not act for it.

    Whom the minute is about is fixed from now on; applications as `admissions.subjects.of_application` has them.

    :raises EntersOwnMatter: it is about the actor, or about somebody close to them.
    :raises NotOnTheBoard: somebody named in it was not a director on its day.
    :raises NotFounders: the board that members elect cannot act yet, and somebody named in it is neither a
        founder nor a director.
    :raises NotFromThere: an application that it names is neither under check nor under appeal.
    :raises SubjectAmiss: what it says of an application is not what that asks for.
    :raises NotInThatConstituency, PartNeeded: it sends somebody where nobody can be entered.
    :raises Refusal: as `constitution.decisions.enter` raises.

    Source: domain 2.8 INV-01, INV-05: the body that admits is the board, not whoever is named as it; domain 6.5.
    """
    _ensure_of_others(session, minute, actor, on=queries.today(session, at=at))
    for one in minute.about:
        _ensure_can_be(session, one, on=queries.today(session, at=at))
    if minute.body is not Body.BOARD:
        return decisions.enter(session, minute, participants=participants, actor=actor, at=at)
    acting = acting_for_the_board(session, on=minute.decided_on)
    _ensure_theirs(session, {one.person_id for one in participants}, acting, on=minute.decided_on)
    return decisions.enter(session, minute, participants=participants, in_office=len(acting), actor=actor, at=at)


def _ensure_of_others(session: Session, minute: Minute, actor: Actor, *, on: date) -> None:
    """Refuse a decision to whoever would enter it about themselves, or about somebody close to them.

    Source: domain 2.8 INV-01, INV-02: neither who decides nor who enters it is interested.
    """
    for one in minute.about:
        close = standing_back.close_to(session, one.person_id, Concern.APPLICANT, on=on)
        if actor.person_id is not None and actor.person_id in close | {one.person_id}:
            raise EntersOwnMatter


def _ensure_can_be(session: Session, one: Subject, *, on: date) -> None:
    """Refuse a subject that could never be carried out: of an application decided on, or with no such constituency."""
    if one.application_id is not None:
        outcome = State.REFUSED if one.matter is Matter.REFUSAL else State.ADMITTED
        if subjects.of_application(session, one.application_id, outcome) != one:
            raise SubjectAmiss
    elif one.constituency_id is not None:
        ensure_home(session, one.constituency_id, one.sub_constituency_id, on=on)


def acting_for_the_board(session: Session, *, on: date) -> frozenset[UUID]:
    """Return who decides for the board on a day: its directors, and at first the founders beside them."""
    directors = frozenset(board.directors_on(session, on))
    return directors | _founders(session) if founders_act(session, on=on) else directors


def founders_act(session: Session, *, on: date) -> bool:
    """Say whether the founders, as first directors, still act for the board on a day.

    They do until the first day on which somebody whom members elected sits, and there are directors enough
    for a quorum; from then on never again. A seat that the authority fills does not end it.

    Source: domain 2.7: the first directors act until the first annual meeting; no continuing privilege.
    """
    return not any(_can_act(session, day) for day in board.first_days(session, by=on))


def _can_act(session: Session, day: date) -> bool:
    """Say whether the board has somebody elected on a day, and as many directors as its quorum asks for at least."""
    needed = queries.rule_book_on(session, on=day).board_quorum.number
    return board.has_elected(session, day) and len(board.directors_on(session, day)) >= needed


def _ensure_theirs(session: Session, people: Collection[UUID], acting: Collection[UUID], *, on: date) -> None:
    """Refuse people who do not act for the board on a day, by name."""
    others = set(people) - set(acting)
    if not others:
        return
    names = sorted(register.names_of(session, others).values())
    raise NotFounders(names, on=on) if founders_act(session, on=on) else NotOnTheBoard(names, on=on)


def _founders(session: Session) -> frozenset[UUID]:
    """Return who decided the founding."""
    founding = queries.founders_decision(session)
    return frozenset(one.person_id for one in queries.participants(session, founding.id))
