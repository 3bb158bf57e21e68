"""Rules of motions: who has to stand behind one, and how members decide outside a meeting."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from govern.constitution.parameters.frame import COMPANIES, Lock, parameter
from govern.constitution.parameters.kinds import Flag, Home, Perhaps, Share, Some, Whole
from govern.core.words import say

NO_BALLOT_OF_A_COMPANY = Lock[bool](
    COMPANIES,
    lambda decides: not decides,
    say("the members of a company decide at a meeting or by a written resolution, and not by a ballot. Choose no."),
    "CA 2006 s.281",
)


class Clause(StrEnum):
    """What rules can entrench: a part of them that only all the members together change."""

    ONE_MEMBER_ONE_VOTE = "one_member_one_vote"
    WHO_MAY_BE_A_MEMBER = "who_may_be_a_member"
    HOW_MEMBERS_ARE_ADMITTED = "how_members_are_admitted"
    EQUAL_THIRDS = "equal_thirds"
    HOW_RULES_ARE_CHANGED = "how_rules_are_changed"


CLAUSES = {
    Clause.ONE_MEMBER_ONE_VOTE: say("What each member’s vote weighs"),
    Clause.WHO_MAY_BE_A_MEMBER: say("Who may be a member, and where"),
    Clause.HOW_MEMBERS_ARE_ADMITTED: say("Who admits members, and who hears an appeal"),
    Clause.EQUAL_THIRDS: say("The equal thirds of the board"),
    Clause.HOW_RULES_ARE_CHANGED: say("How the rules are changed, and what is kept to the members"),
}


@dataclass(frozen=True, kw_only=True)
class MotionRules:
    """What the rules say of motions."""

    motion_needs_seconder: Annotated[
        bool,
        parameter(
            Flag(),
            standard=True,
            label=say("A motion needs a seconder"),
            source="Usual in the rules of societies",
            is_later=True,
        ),
    ]
    motion_supporters_min: Annotated[
        int,
        parameter(
            Whole(0, 10_000),
            standard=0,
            label=say("Members who must support a member’s motion, beside proposer and seconder"),
            source="Our default: none",
            is_later=True,
        ),
    ]
    objection_clear_days: Annotated[
        int,
        parameter(
            Whole(1, 28),
            standard=3,
            label=say(
                "Working days in which whoever is named in a motion can object before the vote, outside a meeting"
            ),
            source="Our default: nobody loses a vote unheard, nor over a weekend",
            is_later=True,
        ),
    ]
    written_resolution_days: Annotated[
        int,
        parameter(
            Whole(1, 180),
            standard=28,
            label=say("Days after which a written resolution lapses"),
            source="CA 2006 s.297; Co-operatives UK model",
            is_later=True,
        ),
    ]
    board_answer_clear_days: Annotated[
        int,
        parameter(
            Whole(1, 28),
            standard=2,
            label=say("Clear days that directors have to answer what the board decides between meetings"),
            source="Our default, as long as post takes (CA 2006 s.1147); Co-operatives UK model: circulated to all",
            is_later=True,
        ),
    ]
    member_ballot_decides: Annotated[
        bool,
        parameter(
            Flag(),
            standard=False,
            label=say("A ballot of the members outside a meeting can carry a resolution"),
            source="Our default: only a meeting decides; Co-op Group rules allow a resolution on the website",
            locks=(NO_BALLOT_OF_A_COMPANY,),
            is_later=True,
            touches_franchise=True,
        ),
    ]
    member_ballot_min_turnout: Annotated[
        Fraction | None,
        parameter(
            Perhaps(Share(), say("no minimum")),
            standard=None,
            label=say("Share of the electors who must vote for a ballot of the members to count"),
            source="Our default: none",
            is_later=True,
            touches_franchise=True,
        ),
    ]
    admission_moratorium: Annotated[
        bool,
        parameter(
            Flag(),
            standard=True,
            label=say("Who is admitted after the first notice has no vote on a conversion or dissolution"),
            source="Our default, against packing; INV-21",
            is_later=True,
            touches_franchise=True,
        ),
    ]
    dormant_weight_to: Annotated[
        str | None,
        parameter(
            Perhaps(Home(), say("nobody: it drops out")),
            standard=None,
            label=say("To whom the weight of a class that sleeps passes"),
            source="Our default: to nobody, so that the others weigh more; INV-31",
            is_later=True,
            touches_franchise=True,
        ),
    ]
    entrenched_clauses: Annotated[
        tuple[Clause, ...],
        parameter(
            Some(CLAUSES),
            standard=(),
            label=say("Entrenched clauses: every member must be for a change of them, and of this list"),
            source="Our default: none; Co-operatives UK model entrenches one member, one vote; CA 2006 s.22",
            is_later=True,
            touches_franchise=True,
        ),
    ]
