"""Notice of the meeting that votes on a motion: one page, on which it is sent, or entered where it was given before."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import requires
from govern.consequences import calling_meetings
from govern.consequences.writing import Written
from govern.core import clock, db
from govern.core.words import Sentence, say
from govern.meetings import addressees, noticing
from govern.motions import queries
from govern.permissions import Permission
from govern.web.deeds import ask_or_do, deed_now
from govern.web.filters import in_reader_language, spoken
from govern.web.forms.notices import MeetingNoticeForm
from govern.web.motion_page import gate_of
from govern.web.reach import of_meeting, told_unreached
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("meeting_notices", __name__)


@pages.route("/motions/<uuid:motion_id>/notices/new", methods=["GET", "POST"])
@requires(Permission.MOTION_ADMIT)
def give(motion_id: UUID) -> ResponseReturnValue:
    motion = queries.find(db.session(), motion_id)
    days = noticing.meeting_days(db.session(), motion, delivered_on=None, at=clock.now())
    form = MeetingNoticeForm(meeting_on=days.earliest).offer(days)
    written: list[Written | None] = []

    def keep(session: "Session") -> str:
        base_url = g.settings.base_url
        notice, shown = form.notice(), told_unreached()
        written.append(
            calling_meetings.give(session, motion_id, notice, deed_now(), base_url=base_url, unreached=shown)
        )
        return url_for("motions.show", motion_id=motion_id)

    return ask_or_do(
        form,
        keep,
        template="motion_deeds/notice.html",
        said=lambda: in_reader_language(said_of(written[-1])),
        gate=gate_of(motion_id, lambda session: noticing.ensure_may_be_given(session, motion, deed_now())),
        who=spoken(motion.title),
        back=url_for("motions.show", motion_id=motion_id),
        text=queries.text(db.session(), motion_id),
        unreached=of_meeting(motion, on=today()),
        called=len(addressees.of_meeting(db.session(), motion, on=today())),
        title=gettext("Notice of a meeting"),
    )


def said_of(written: Written | None) -> Sentence:
    """Say what became of a notice."""
    if written is None:
        return say("The notice is on record, and the day of the meeting is fixed.")
    if written.unreached:
        return say(
            "Notice is given, and the day of the meeting is fixed. By e-mail: %(mailed)s. On paper, to be printed:"
            " %(letters)s. Reached by neither: %(unreached)s. Who they are, and what to do, stands on this page.",
            **vars(written),
        )
    return say(
        "Notice is given, and the day of the meeting is fixed. By e-mail: %(mailed)s. On paper, to be printed:"
        " %(letters)s. It reaches everybody who is called.",
        mailed=written.mailed,
        letters=written.letters,
    )
