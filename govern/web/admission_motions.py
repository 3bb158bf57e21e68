"""On whose admission the reader can bring a motion, in their own name or from paper; and where on nobody's, why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from govern.access import actor
from govern.admissions import queries as admissions
from govern.admissions.queries import Line
from govern.admissions.rules import State as Step
from govern.backing import paper_hands
from govern.constitution import queries as constitution
from govern.constitution.parameters.membership import AdmissionDecider
from govern.core import clock
from govern.core.actors import Role
from govern.core.words import Sentence, say
from govern.interests import standing_back
from govern.interests.concerns import About
from govern.motions.rules import Concern, Deciders, Kind
from govern.register import queries as register
from govern.web.deputies import GoesOn, who_goes_on
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

OPEN = (Step.SUBMITTED, Step.UNDER_CHECK, Step.REFERRED_BACK, Step.APPEALED)
NOBODY_ASKS = say("A motion to admit somebody is not offered: nobody’s application is open.")
ASKS_THEMSELVES = say(
    "A motion to admit somebody is not offered: you have asked to be admitted yourself, so another brings it."
)
CLOSE_TO_ALL = say(
    "A motion to admit somebody is not offered: you have an interest in each application that is open, so another"
    " brings it."
)
SOME_LEFT_OUT = say("Applications in which you have an interest are not in the list. Another brings a motion on them.")
FOR_DIRECTORS = say("The board decides on admissions here. So a director proposes the motion to admit somebody.")
OF_THE_CHAIR = say(
    "The secretary enters what came on paper. You do so here for the admissions in which everybody who is secretary"
    " takes no part."
)


@dataclass(frozen=True, kw_only=True)
class Admissions:
    """What the reader can bring a motion on.

    :ivar names: who applied, by application; empty where the reader may not know.
    :ivar is_offered: whether the kind is offered at all.
    :ivar why_not: why an application or all are not there.
    :ivar goes_on: who enters what the reader does not.
    """

    is_offered: bool
    names: Mapping[UUID, str] = field(default_factory=dict)
    people: Mapping[UUID, UUID] = field(default_factory=dict)
    why_not: Sentence | None = None
    goes_on: GoesOn | None = None

    def about(self, application_id: UUID | None) -> Sequence[About]:
        """Return whom a motion on an application is about."""
        if application_id is None:
            return ()
        person_id = self.people[application_id]
        return [About(person_id=person_id, concern=Concern.APPLICANT, application_id=application_id)]


def on_paper(session: "Session") -> Admissions:
    """Return the applications on which the reader can enter a motion that came on paper."""
    lines = admissions.queue(session, *OPEN)
    asking = paper_hands.applicants_in_office(session, at=clock.now())
    found = _brought(session, lines, [one for one in lines if _enters(session, one, asking)])
    if found.why_not is None or not lines:
        return found
    apart = asking.union(*(_apart(session, one) for one in lines))
    return Admissions(**vars(found) | {"goes_on": who_goes_on(session, apart, Role.SECRETARY, Role.CHAIR)})


def own(session: "Session") -> Admissions:
    """Return on what admissions the reader can propose a motion themselves: as a director, or where members decide.

    Members are not told who applied: the chair or the secretary says whom their motion is about.
    """
    decider = constitution.rule_book_on(session, on=today()).admission_decider
    if decider is AdmissionDecider.BOARD and Role.DIRECTOR in actor().roles:
        lines = admissions.queue(session, *OPEN)
        return _brought(session, lines, [one for one in lines if actor().person_id not in _apart(session, one)])
    if decider is not AdmissionDecider.GENERAL_MEETING or Role.MEMBER not in actor().roles:
        return Admissions(is_offered=False)
    if _asks_themselves(session):
        return Admissions(is_offered=False, why_not=ASKS_THEMSELVES)
    return Admissions(is_offered=bool(admissions.queue(session, *OPEN)))


def deciders(session: "Session", kind: str) -> dict[str, Deciders]:
    """Return who decides on an admission by the rules of today; for other kinds, what their form says."""
    if kind != Kind.ADMISSION:
        return {}
    decider = constitution.rule_book_on(session, on=today()).admission_decider
    is_meetings = decider is AdmissionDecider.GENERAL_MEETING
    return {"deciders": Deciders.MEMBERS if is_meetings else Deciders.BOARD}


def told_of_directors(session: "Session") -> Sentence | None:
    """Return that directors propose admissions, where the board decides on them."""
    return FOR_DIRECTORS if deciders(session, Kind.ADMISSION)["deciders"] is Deciders.BOARD else None


def _brought(session: "Session", lines: Sequence[Line], free: Sequence[Line]) -> Admissions:
    """Return the applications on which the reader can bring a motion, and why not on the others."""
    if not lines or _asks_themselves(session):
        return Admissions(is_offered=False, why_not=ASKS_THEMSELVES if lines else NOBODY_ASKS)
    if not free:
        return Admissions(is_offered=False, why_not=CLOSE_TO_ALL)
    names = register.names_of(session, {one.person_id for one in free})
    return Admissions(
        is_offered=True,
        names={one.application_id: names[one.person_id] for one in free},
        people={one.application_id: one.person_id for one in free},
        why_not=SOME_LEFT_OUT if any(actor().person_id in _apart(session, one) for one in lines) else None,
    )


def _asks_themselves(session: "Session") -> bool:
    reader = actor().person_id
    return reader is not None and admissions.open_of(session, reader) is not None


def _enters(session: "Session", line: Line, asking: frozenset[UUID]) -> bool:
    """Say whether the reader enters a paper on an application: free of it, and in office for it."""
    apart = _apart(session, line)
    return actor().person_id not in apart and paper_hands.enters(session, actor(), apart=apart | asking, at=clock.now())


def _apart(session: "Session", line: Line) -> frozenset[UUID]:
    return standing_back.apart_from(session, line.person_id, Concern.APPLICANT, line.application_id, on=today())
