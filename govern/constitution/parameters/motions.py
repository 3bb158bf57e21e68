"""Rules of motions: who has to stand behind one, and how members decide outside a meeting."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from govern.constitution.parameters.frame import COMPANIES, Lock, parameter
from govern.constitution.parameters.kinds import Flag, Home, Perhaps, Share, Whole
from govern.core.words import say

NO_BALLOT_OF_A_COMPANY = Lock[bool](
    COMPANIES,
    lambda decides: not decides,
    say("the members of a company decide at a meeting or by a written resolution, and not by a ballot. Choose no."),
    "CA 2006 s.281",
)


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
