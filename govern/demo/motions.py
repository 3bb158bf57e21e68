"""Two motions of the demonstration: one that waits for supporters, and one on the agenda with another wording filed."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from govern.core.actors import Actor, Deed, Role
from govern.core.clock import local_date
from govern.core.languages import LocalText
from govern.core.words import DEFAULT_ZONE
from govern.demo.stage import Stage
from govern.motions import service
from govern.motions.amending import Change
from govern.motions.models import Motion
from govern.motions.rules import Backing, Deciders, Kind, Way
from govern.motions.service import Proposal
from govern.register import queries as register

SUPPORTERS_MIN = 3
PROPOSED, ADMITTED, FILED, WAITS = 30, 21, 6, 5  # days ago
SATURDAYS = (
    LocalText(en="Open the day centre on Saturdays", cy="Agor y ganolfan ddydd ar ddydd Sadwrn"),
    LocalText(
        en="The mutual opens the day centre on Saturdays from ten to four, beginning in spring.",
        cy="Bydd y cwmni cydfuddiannol yn agor y ganolfan ddydd ar ddydd Sadwrn o ddeg tan bedwar, o’r gwanwyn ymlaen.",
    ),
    LocalText(en="Carers who work in the week have no day on which they can come with somebody."),
)
MENUS = (
    LocalText(en="Publish the menus", cy="Cyhoeddi’r bwydlenni"),
    LocalText(
        en="The mutual publishes the menus of every day centre a week before, and says where the food comes from."
    ),
    LocalText(en="People with allergies want to know in good time."),
)
OTHER_MENUS = LocalText(
    en="The mutual publishes the menus of every day centre two weeks before, and says what is in each meal."
)


def propose(stage: Stage, staff: Mapping[Role, Actor]) -> None:
    """Let members propose two motions on paper, and carry each to where it waits."""
    with stage.transaction() as session:
        first, second, third, fourth, fifth, *_others = _members(session, stage)
        agenda = _proposed(session, stage, staff, (fourth, fifth), MENUS, days_ago=PROPOSED)
        for person in (first, second, third):
            service.back(session, agenda.id, person, Backing.SUPPORTER, _deed(stage, staff, PROPOSED - 1))
        service.admit(session, agenda.id, _deed(stage, staff, ADMITTED))
        _file(session, stage, staff, agenda.id, (second, third))
        waits = _proposed(session, stage, staff, (first, second), SATURDAYS, days_ago=WAITS)
        service.back(session, waits.id, third, Backing.SUPPORTER, _deed(stage, staff, WAITS - 1))


def _members(session: Session, stage: Stage) -> list[UUID]:
    """Return members who were entitled when the first motion was proposed, the longest entered first."""
    at = stage.days_ago(PROPOSED)
    entitled = register.entitled(roll_date=local_date(at, DEFAULT_ZONE), known_at=stage.at).subquery()
    return [row.person_id for row in session.execute(entitled.select().order_by(entitled.c.member_no).limit(12))][6:]


def _proposed(
    session: Session,
    stage: Stage,
    staff: Mapping[Role, Actor],
    people: tuple[UUID, UUID],
    words: tuple[LocalText, LocalText, LocalText],
    *,
    days_ago: int,
) -> Motion:
    """Enter an ordinary motion of the members with its proposer and its seconder."""
    title, text, reasons = words
    proposer, seconder = people
    proposal = Proposal(
        proposer_id=proposer,
        kind=Kind.ORDINARY,
        deciders=Deciders.MEMBERS,
        way=Way.MEETING,
        title=title,
        text=text,
        reasons=reasons,
    )
    motion = service.submit(session, proposal, _deed(stage, staff, days_ago))
    service.back(session, motion.id, seconder, Backing.SECONDER, _deed(stage, staff, days_ago))
    return motion


def _file(
    session: Session, stage: Stage, staff: Mapping[Role, Actor], motion_id: UUID, people: tuple[UUID, UUID]
) -> None:
    """File another wording that came on paper."""
    change = Change(
        base_version=1,
        text=OTHER_MENUS,
        reasons=LocalText(en="A week is too short, and what is in a meal matters more than where it comes from."),
        proposed_by=people[0],
        seconded_by=people[1],
    )
    service.file_amendment(session, motion_id, change, _deed(stage, staff, FILED))


def _deed(stage: Stage, staff: Mapping[Role, Actor], days_ago: int) -> Deed:
    return Deed(actor=staff[Role.SECRETARY], at=stage.days_ago(days_ago))
