"""On which day a voter has to have the age that the rules ask for.

Source: domain 2.5, 9.0: the roll date, or the day of the meeting.
"""

from datetime import date

from govern.constitution.parameters.membership import AgeTestedAt
from govern.constitution.rulebook import RuleBook


def tested_on(book: RuleBook, *, roll_date: date, opens_on: date) -> date:
    """Return the day on which a voter's age is tested.

    Voting opens on the day of the meeting. An election has none, and whoever votes in it has the age by the first day
    on which they could.

    :param opens_on: the day on which voting opens.
    """
    return opens_on if book.age_tested_at is AgeTestedAt.MEETING_DATE else roll_date
