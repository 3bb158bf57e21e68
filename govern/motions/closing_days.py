"""On which day a vote is proposed to end, and why: members who do not meet have as long to answer as to come.

Source: domain 5.1, 5.3, 5.5.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from govern.constitution.rulebook import RuleBook
from govern.core.words import Sentence, say, say_many
from govern.motions.choosing import Asked
from govern.motions.matters import SPECIAL
from govern.motions.rules import Deciders, Way
from govern.motions.windows import first_day_after_notice

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """The last day of a vote as it is proposed."""

    last_on: date
    why: Sentence


def proposed(asked: Asked, book: RuleBook, *, today: date) -> Proposed:
    """Return the last day that is proposed for a vote which is called on a day.

    At a meeting that is the day itself. For a ballot no rule gives days of its own, and the notice of a meeting is the
    measure: whoever is asked has so many clear days. Of a board that is asked in writing no rule says anything.
    """
    if asked.way is Way.MEETING:
        return Proposed(last_on=today, why=say("A vote at a meeting ends with the day of the meeting."))
    if asked.deciders is Deciders.BOARD:
        why = say("No rule fixes this day. We propose a week, so that every director can answer.")
        return Proposed(last_on=today + A_WEEK, why=why)
    is_special = asked.kind in SPECIAL and not asked.is_amendment
    days = book.gm_notice_clear_days_special if is_special else book.gm_notice_clear_days_ordinary
    return Proposed(
        last_on=first_day_after_notice(today, days=days),
        why=say_many(
            "We propose %(day)s: the rules give %(count)s clear day’s notice of such business at a meeting, and whoever"
            " is asked without one has as long.",
            "We propose %(day)s: the rules give %(count)s clear days’ notice of such business at a meeting, and whoever"
            " is asked without one has as long.",
            count=days,
            day=first_day_after_notice(today, days=days),
        ),
    )
