"""How long before the meeting the Act wants notice of a matter, whatever the rules give.

Source: CCBSA 2014 ss.44, 94; decisions, "Law and procedure, corrected".
"""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from govern.constitution.parameters.board import ReservedMatter
from govern.motions import queries
from govern.motions.matter_refusals import NoticeByLawTooShort
from govern.motions.models import Motion

# Days' notice of the meeting that members have.
TO_MEMBERS = {ReservedMatter.RATIFICATION: 21, ReservedMatter.RELIEF: 21}
# Days before the meeting on which the society has to know of the intention to move it.
TO_SOCIETY = {ReservedMatter.AUDITOR: 28}


def ensure_given(session: Session, motion: Motion, *, noticed_on: date, on: date) -> None:
    """Refuse a vote at a meeting of which notice was shorter than the Act asks for.

    :param noticed_on: when members had notice of it.
    :param on: the day of the meeting.
    :raises NoticeByLawTooShort: it was.
    """
    if motion.matter is None:
        return
    matter, proposed_on = ReservedMatter(motion.matter), queries.proposed_on(session, motion.id)
    for given_on, days_of, is_to_society in ((noticed_on, TO_MEMBERS, False), (proposed_on, TO_SOCIETY, True)):
        days = days_of.get(matter, 0)
        earliest = given_on + timedelta(days=days)
        if days and on < earliest:
            raise NoticeByLawTooShort(days=days, earliest=earliest, is_to_society=is_to_society)
