"""What a page says of those whom nothing reaches that it has to send, before it is sent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeGuard
from uuid import UUID

from flask import request

from govern.access import can
from govern.accounts import queries as accounts
from govern.constitution import queries as constitution
from govern.core import db
from govern.core.words import Sentence, say_many
from govern.divisions import asked
from govern.divisions.service import Terms
from govern.jobs import printing
from govern.meetings import addressees, notices
from govern.meetings.models import MotionNotice
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import Deciders, Kind, State, Way, is_by_own_account
from govern.permissions import Permission
from govern.register import queries as register
from govern.register import reach
from govern.register.rules import Purpose
from govern.statutory import courses
from govern.statutory.callings import Given
from govern.statutory.models import StatutoryNotice
from govern.web.asked import LONGEST_NUMBER
from govern.web.steps import today

MOST_NAMED = 20


@dataclass(frozen=True, kw_only=True)
class Unreached:
    """How many are reached by nothing, and in what words that is told.

    :ivar names: of directors, who are no list of the register, or of so few that they are named.
    :ivar shut_out: who of them has no account either, and cannot sign in before an address is on record.
    :ivar is_by_account: no printed code lets them vote, but an account of their own alone.
    """

    count: int
    words: Sentence
    purpose: Purpose
    names: Mapping[UUID, str] = field(default_factory=dict)
    shut_out: Collection[UUID] = ()
    is_by_account: bool = False


def of_vote(terms: Terms) -> Unreached:
    """Return who of those that would be asked is reached by nothing that is sent when a vote is called.

    A meeting has its notice, which goes to all; a vote outside one is sent to those who are asked.
    """
    if terms.motion.way == Way.MEETING and terms.motion.deciders == Deciders.MEMBERS:
        return of_notice()
    people = asked.unreached(db.session(), terms, _purpose_of(terms.motion), on=today())
    return _of_asked(people, terms.motion)


def of_board(division: Division, motion: Motion) -> Unreached:
    """Return which directors who are asked in a vote that was called are reached by nothing."""
    return _of_asked(asked.unreached_of(db.session(), division, _purpose_of(motion), on=today()), motion)


def _purpose_of(motion: Motion) -> Purpose:
    return Purpose.NOTICES if motion.way == Way.MEETING else Purpose.BALLOTS


def _of_asked(people: Collection[UUID], motion: Motion) -> Unreached:
    words = say_many(
        "%(count)s of those who are asked is reached by nothing that is sent: there is no address for it.",
        "%(count)s of those who are asked are reached by nothing that is sent: there is no address for it.",
        count=len(people),
    )
    session, is_boards = db.session(), motion.deciders == Deciders.BOARD
    return Unreached(
        count=len(people),
        words=words,
        purpose=_purpose_of(motion),
        names=register.names_of(session, people) if is_boards else {},
        shut_out=_shut_out(people) if is_boards else (),
        is_by_account=is_by_own_account(Kind(motion.kind), Deciders(motion.deciders)),
    )


def _shut_out(people: Collection[UUID]) -> frozenset[UUID]:
    """Return who of some people signs in by nothing: by no account, and by no address that they gave for it."""
    without = accounts.without_way_in(db.session(), people)
    known = [register.person_on(db.session(), one, on=today()) for one in without]
    return without - {
        one.person_id for one in known if one is not None and one.email and Purpose.SIGN_IN in one.email_purposes
    }


def of_notice() -> Unreached:
    """Return how many members no notice of a meeting reaches."""
    count = reach.how_many(db.session(), Purpose.NOTICES, on=today())
    words = say_many(
        "%(count)s member is reached by no notice that is sent: there is no address for it.",
        "%(count)s members are reached by no notice that is sent: there is no address for it.",
        count=count,
    )
    return Unreached(count=count, words=words, purpose=Purpose.NOTICES)


def of_meeting(motion: Motion, *, on: date, known_at: datetime | None = None) -> Unreached:
    """Return who, of those who are called to the meeting that votes on a motion, no notice of a day reaches.

    They are named, unless they are so many that the register lists them.
    """
    people = addressees.unreached(db.session(), motion, on=on, known_at=known_at)
    words = say_many(
        "%(count)s of those who are called is reached by no notice that is sent: there is no address for it.",
        "%(count)s of those who are called are reached by no notice that is sent: there is no address for it.",
        count=len(people),
    )
    named = register.names_of(db.session(), people) if len(people) <= MOST_NAMED else {}
    names = dict(sorted(named.items(), key=lambda one: one[1]))
    return Unreached(count=len(people), words=words, purpose=Purpose.NOTICES, names=names)


def after_notice(motion: Motion, notice: MotionNotice | None) -> Unreached | None:
    """Return whom a notice did not reach that was sent from here, until its meeting is held; None where it has passed.

    It is asked of the instant at which it was sent: an address that was entered since has brought nobody the notice.
    """
    if not _is_on_its_way(notice) or not can(Permission.MOTION_ADMIT):
        return None
    sent_at = notice.entered_at
    return of_meeting(motion, on=constitution.today(db.session(), at=sent_at), known_at=sent_at)


def letters_to_print(notice: MotionNotice | None) -> int:
    """Return how many letters of a notice wait for whoever prints them, while it is on its way."""
    if not _is_on_its_way(notice) or not can(Permission.PERSON_ENTER):
        return 0
    return printing.unprinted_of(db.session(), made_at=notice.entered_at)


def not_sent_yet(motion: Motion) -> int:
    """Return how many letters still wait to be printed of the notice of the meeting that votes on a motion."""
    given = _notice_of(motion) if motion.way == Way.MEETING else None
    return 0 if given is None else letters_left(given)


def letters_left(notice: MotionNotice | StatutoryNotice) -> int:
    """Return how many letters of a notice still wait to be printed; of one that was given otherwise, none."""
    return printing.unprinted_of(db.session(), made_at=notice.entered_at) if notice.given == Given.SENT else 0


def _notice_of(motion: Motion) -> MotionNotice | StatutoryNotice | None:
    """Return the notice that holds: of a course of the Act, that of its meeting to come."""
    course = courses.of_motion(db.session(), motion.id)
    if course is None:
        return notices.holding(db.session(), motion.id)
    meeting = 2 if queries.state(db.session(), motion.id) is State.FIRST_CARRIED else 1
    return next(reversed(courses.notices(db.session(), course.id, meeting)), None)


def _is_on_its_way(notice: MotionNotice | None) -> TypeGuard[MotionNotice]:
    """Say whether a notice was sent from here and its meeting is still to be held."""
    return notice is not None and notice.given == Given.SENT and notice.meeting_on >= today()


def told_unreached() -> int:
    """Return how many the page told that was sent back with its form."""
    told = request.form.get("unreached", "")
    return int(told) if told.isdecimal() and told.isascii() and len(told) <= LONGEST_NUMBER else 0
