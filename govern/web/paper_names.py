"""Names that an officer entered from paper: what a motion's page shows of them, and saying that one is not so."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, signed_in
from govern.backing import papers
from govern.backing.papers import OnPaper
from govern.consequences import on_paper
from govern.core import db
from govern.core.languages import LocalText
from govern.core.words import Sentence, say
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.rules import Backing
from govern.register import queries as register
from govern.web import told
from govern.web.deeds import ask_or_do, deed_now, may
from govern.web.filters import spoken
from govern.web.forms.motions import ButtonForm
from govern.web.motion_page import gate_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("paper_names", __name__)
NOT_SO = say("It is on record that it is not so.")
PARTS: dict[Backing, Sentence] = {
    Backing.PROPOSER: say("You propose this motion."),
    Backing.SECONDER: say("You second this motion."),
    Backing.SUPPORTER: say("You support this motion."),
}
PARTS_OF_A_WORDING: dict[Backing, Sentence] = {
    Backing.PROPOSER: say("You propose another wording of this motion."),
    Backing.SECONDER: say("You second another wording of this motion."),
}


def part_of(one: OnPaper) -> Sentence:
    """Return as what somebody was entered, as they are told it."""
    return (PARTS if one.name.amendment_n is None else PARTS_OF_A_WORDING)[Backing(one.name.part)]


@dataclass(frozen=True, kw_only=True)
class InTheirName:
    """Something that was entered in the reader's name.

    :ivar struck: why it counts no longer; None while it does.
    :ivar denial: the address at which they can still say that it is not so.
    :ivar upholding: the address at which they can say that it is so, against what an officer entered.
    """

    entered_at: datetime
    title: LocalText
    part: Sentence
    struck: Sentence | None
    denial: str | None
    upholding: str | None = None


def of_reader(session: "Session", person_id: UUID) -> list[InTheirName]:
    """Return what an officer entered from paper in somebody's name, as it was entered."""
    return [
        InTheirName(
            entered_at=one.name.entered_at,
            struck=NOT_SO if one.denied_at else None,
            title=queries.find(session, one.name.motion_id).title,
            part=part_of(one),
            denial=_denial(one) if _may_deny(session, one) else None,
        )
        for one in papers.of_person(session, person_id)
    ]


def _denial(one: OnPaper) -> str:
    return url_for("paper_names.deny", motion_id=one.name.motion_id, name_id=one.name.id)


def shown(session: "Session", motion: Motion) -> dict[str, Any]:
    """Return which names on the page of a motion an officer entered from paper, and of which somebody can say no."""
    found = papers.of_motion(session, motion.id)
    return {
        "paper_people": register.names_of(session, {one.name.person_id for one in found}),
        "on_paper": {(one.name.person_id, one.name.amendment_n): one for one in found},
        "may_deny": {one.name.id for one in found if _may_deny(session, one)},
        "own_on_paper": [one for one in found if one.name.person_id == actor().person_id],
        "part_of": part_of,
    }


def _may_deny(session: "Session", one: OnPaper) -> bool:
    return may(lambda: papers.ensure_may_deny(session, one.name.id, actor()))


@pages.route("/motions/<uuid:motion_id>/paper-names/<uuid:name_id>/denial", methods=["GET", "POST"])
@signed_in
def deny(motion_id: UUID, name_id: UUID) -> ResponseReturnValue:
    name = papers.find(db.session(), name_id)
    motion = queries.find(db.session(), name.motion_id)
    amendment = queries.amendment(db.session(), motion.id, name.amendment_n) if name.amendment_n else None
    is_own = name.person_id == actor().person_id

    def keep(session: "Session") -> str:
        on_paper.deny(session, name_id, deed_now())
        return url_for("my_history.show") if is_own else url_for("motions.show", motion_id=motion.id)

    return ask_or_do(
        ButtonForm(),
        keep,
        template="paper_names/deny.html",
        gate=gate_of(motion.id, lambda session: papers.ensure_may_deny(session, name_id, actor())),
        said=gettext("It is on record that this name was not given. It no longer counts."),
        motion=motion,
        is_own=is_own,
        name=register.name_of(db.session(), name.person_id),
        part=spoken(part_of(OnPaper(name=name, denied_at=None))),
        entered_at=name.entered_at,
        how_told=told.how(name.person_id),
        text=amendment.text if amendment else queries.text(db.session(), motion.id).text,
    )
