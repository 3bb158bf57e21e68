"""On which day a vote ends, and why: members who do not meet have as long to answer as to come.

Source: domain 5.1, 5.3, 5.5.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from govern.constitution.rulebook import RuleBook
from govern.core.words import Sentence, say, say_many
from govern.meetings.refusals import ClosesOnDirectors, ClosesTooEarly, ClosesTooLate, EndsWithItsMeeting
from govern.motions import matters
from govern.motions.choosing import Asked
from govern.motions.rules import Deciders, Way
from govern.statutory.rules import first_day_after_notice

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """The last day of a vote as it is proposed."""

    last_on: date
    why: Sentence


def is_special(asked: Asked, book: RuleBook) -> bool:
    """Say whether what is put is special business, of which the rules give longer notice.

    Whoever changes the rules, expels somebody, or decides what takes more than an ordinary resolution puts such.

    Source: domain 5.1, 2.3.
    """
    if asked.is_amendment:
        return False
    takes_more = asked.matter in matters.BY_MORE or asked.matter in book.reserved_matters
    return asked.kind in matters.SPECIAL or asked.changes_rules or asked.expels or takes_more


def notice_days(asked: Asked, book: RuleBook) -> int:
    """Return how many clear days' notice the rules give of what is put.

    Source: domain 5.1; CA 2006 s.307.
    """
    return book.gm_notice_clear_days_special if is_special(asked, book) else book.gm_notice_clear_days_ordinary


def least_day(asked: Asked, book: RuleBook, *, today: date) -> date:
    """Return the first day on which a ballot that is called on a day can end."""
    return first_day_after_notice(today, days=notice_days(asked, book))


def least_day_of_the_board(book: RuleBook, *, today: date) -> date:
    """Return the first day on which a vote of the board between meetings can end that is called on a day.

    What is decided so is put to every director, and each has clear days to answer. It never lapses before that.

    Source: domain 5.5, 5.9; decision 0046.
    """
    least = first_day_after_notice(today, days=book.board_answer_clear_days)
    return min(least, latest_day(book, today=today))


def latest_day(book: RuleBook, *, today: date) -> date:
    """Return the last day of what is put in writing on a day: it lapses by the rules, and that day is the first.

    Source: domain 5.5; CA 2006 s.297.
    """
    return today + timedelta(days=book.written_resolution_days - 1)


def ensure_possible(asked: Asked, book: RuleBook, *, today: date, opens_on: date, last_on: date) -> None:
    """Refuse a last day of voting that the rules do not leave.

    :param today: the day of the call, by which those who do not meet are told of it.
    :raises EndsWithItsMeeting: a vote at a meeting would outlast its day.
    :raises ClosesTooLate: the board would be asked in writing for longer than a written resolution is open.
    :raises ClosesOnDirectors: the board would be asked for less than its directors have to answer.
    :raises ClosesTooEarly: a ballot would be open for less than notice of its business takes.
    """
    if asked.way is Way.MEETING:
        if last_on != opens_on:
            raise EndsWithItsMeeting(opens_on)
    elif asked.deciders is Deciders.BOARD:
        if last_on > latest_day(book, today=today):
            raise ClosesTooLate(latest_day(book, today=today), days=book.written_resolution_days)
        if last_on < least_day_of_the_board(book, today=today):
            raise ClosesOnDirectors(least_day_of_the_board(book, today=today), days=book.board_answer_clear_days)
    elif asked.way is Way.BALLOT and last_on < least_day(asked, book, today=today):
        raise ClosesTooEarly(least_day(asked, book, today=today), days=notice_days(asked, book))


def proposed(asked: Asked, book: RuleBook, *, today: date) -> Proposed:
    """Return the last day that is proposed for a vote which is called on a day.

    At a meeting that is the day itself, and of a ballot the first that is possible. A board has a week, or longer by
    its rules, and in any case until what is put in writing lapses.
    """
    if asked.way is Way.MEETING:
        return Proposed(last_on=today, why=say("A vote at a meeting ends with the day of the meeting."))
    if asked.deciders is Deciders.BOARD:
        least, latest = least_day_of_the_board(book, today=today), latest_day(book, today=today)
        why = say_many(
            "The rules give directors %(count)s clear day to answer, so it is %(least)s or later, and %(day)s at the"
            " latest. We propose a week.",
            "The rules give directors %(count)s clear days to answer, so it is %(least)s or later, and %(day)s at the"
            " latest. We propose a week.",
            count=book.board_answer_clear_days,
            least=least,
            day=latest,
        )
        return Proposed(last_on=min(max(today + A_WEEK, least), latest), why=why)
    return Proposed(
        last_on=least_day(asked, book, today=today),
        why=say_many(
            "It is %(day)s or later: the rules give %(count)s clear day’s notice of such business at a meeting, and"
            " whoever is asked without one has as long.",
            "It is %(day)s or later: the rules give %(count)s clear days’ notice of such business at a meeting, and"
            " whoever is asked without one has as long.",
            count=notice_days(asked, book),
            day=least_day(asked, book, today=today),
        ),
    )
