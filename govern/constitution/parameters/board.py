"""Rules of the board: its thirds, its terms, how it decides."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from govern.constitution.parameters.frame import EVERY_FORM, SOCIETIES, Lock, for_forms, parameter
from govern.constitution.parameters.kinds import Choice, Flag, Part, Perhaps, Record, Share, Some, Whole
from govern.constitution.parameters.membership import HALF, SIXTEEN_IN_LAW
from govern.constitution.rules import LegalForm
from govern.core.words import say


class Rotation(StrEnum):
    """Who retires when."""

    THIRDS_PER_CONSTITUENCY = "thirds_per_constituency"
    ALL_OUT = "all_out"


class Vacancy(StrEnum):
    """How a seat that falls vacant within its term is filled."""

    NEXT_HIGHEST = "next_highest"
    COUNTBACK = "countback"
    BY_ELECTION = "by_election"
    COOPT_TO_AGM = "coopt_to_agm"
    LEAVE = "leave"


@dataclass(frozen=True, kw_only=True)
class VacancyMethod:
    """A method, and the months it is bound to where it has any."""

    method: Vacancy
    months: int | None = None


@dataclass(frozen=True, kw_only=True)
class BoardQuorum:
    """The larger of a share of the seats in office and a number."""

    share: Fraction
    number: int


class Parity(StrEnum):
    """How the thirds are kept equal while a seat is vacant.

    Source: domain 6.4, P1 to P3.
    """

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class WrittenMode(StrEnum):
    """When a decision of the board outside a meeting is carried."""

    UNANIMOUS = "unanimous"
    MAJORITY = "majority"
    MAJORITY_AND_EACH_THIRD = "majority_and_each_third"


class InConflict(StrEnum):
    """What a director with an interest may still do on that item."""

    SPEAK_IF_ASKED = "speak_if_asked"
    STAY = "stay"
    VOTE = "vote"
    COUNT_IN_QUORUM = "count_in_quorum"


class ReservedMatter(StrEnum):
    """Matters that rules keep to the members, or put to each class."""

    ALTER_RULES = "alter_rules"
    FRANCHISE = "franchise"
    EXPEL_MEMBERS = "expel_members"
    DISPOSE_OF_A_THIRD_OF_ASSETS = "dispose_of_a_third_of_assets"
    CONVERSION = "conversion"
    DISSOLUTION = "dissolution"
    WINDING_UP = "winding_up"
    RATIFICATION = "ratification"
    RELIEF = "relief"
    AUDIT_EXEMPTION = "audit_exemption"
    AUDITOR = "auditor"
    AS_STATUTE_REQUIRES = "as_statute_requires"


RESERVED_MATTERS = {
    ReservedMatter.ALTER_RULES: say("Altering the rules"),
    ReservedMatter.FRANCHISE: say("Who may be a member, vote or stand, with what weight and majority"),
    ReservedMatter.EXPEL_MEMBERS: say("Expelling a member"),
    ReservedMatter.DISPOSE_OF_A_THIRD_OF_ASSETS: say("Disposing of a third or more of the assets"),
    ReservedMatter.CONVERSION: say("Conversion, amalgamation or transfer"),
    ReservedMatter.DISSOLUTION: say("Dissolution"),
    ReservedMatter.WINDING_UP: say("Winding up by a liquidator"),
    ReservedMatter.RATIFICATION: say("Ratifying what the board did beyond the rules (section 44)"),
    ReservedMatter.RELIEF: say("Relieving somebody of liability for an act beyond the rules (section 43)"),
    ReservedMatter.AUDIT_EXEMPTION: say("Going without an audit this year (section 84)"),
    ReservedMatter.AUDITOR: say("Another auditor, or not the same one again (section 94)"),
    ReservedMatter.AS_STATUTE_REQUIRES: say("What statute keeps to the members"),
}
# Statute gives these to the general meeting of a society, each with terms of its own, whatever the rules say.
# Source: CCBSA 2014 ss.43, 44, 84, 94.
OF_A_SOCIETY = frozenset(
    {
        ReservedMatter.RATIFICATION,
        ReservedMatter.RELIEF,
        ReservedMatter.AUDIT_EXEMPTION,
        ReservedMatter.AUDITOR,
    }
)
MATTERS_OF_THE_RULES = {one: called for one, called in RESERVED_MATTERS.items() if one not in OF_A_SOCIETY}
PARITIES = {
    Parity.P1: say("A vacancy lowers that third’s votes"),
    Parity.P2: say("No decision unless each third has somebody in office"),
    Parity.P3: say("Each third’s votes weigh one third"),
}
VACANCY_METHODS = {
    Vacancy.NEXT_HIGHEST: say("Next candidate of the last election"),
    Vacancy.COUNTBACK: say("Recount of the original ballots"),
    Vacancy.BY_ELECTION: say("By-election"),
    Vacancy.COOPT_TO_AGM: say("Co-option until the next annual meeting"),
    Vacancy.LEAVE: say("Left vacant"),
}
THREE_YEARS = Lock[int](
    frozenset({LegalForm.FT}),
    lambda years: years <= 3,
    say("a governor of a foundation trust serves for at most three years. Enter 3 or fewer."),
    "NHS Act 2006 Sch. 7 para 10",
)
WHO_LEAVES_HAS_NO_VOTE = Lock[tuple[InConflict, ...]](
    EVERY_FORM,
    lambda allowed: InConflict.VOTE not in allowed or InConflict.STAY in allowed,
    say("somebody who leaves cannot vote. Let them stay, or let them not vote."),
    "Co-operatives UK model: withdraw during the vote and have no vote",
)


@dataclass(frozen=True, kw_only=True)
class BoardRules:
    """What the rules say of the board."""

    min_director_age: Annotated[
        int,
        parameter(
            Whole(0, 40),
            standard=18,
            label=say("Youngest age of a director"),
            source="Equal Care Co-op rules",
            locks=(SIXTEEN_IN_LAW,),
            touches_franchise=True,
        ),
    ]
    seats_per_third: Annotated[
        int,
        parameter(
            Whole(1, 20),
            standard=3,
            label=say("Seats in each third of the board"),
            source="The founding brief: a third each; boards of 9 or 12 are usual",
            touches_franchise=True,
        ),
    ]
    coopted_max: Annotated[
        int,
        parameter(
            Whole(0, 20),
            standard=2,
            label=say("Co-opted people on the board, at most"),
            source="Co-operatives UK model",
            touches_franchise=True,
        ),
    ]
    coopted_vote: Annotated[
        bool,
        parameter(
            Flag(),
            standard=False,
            label=say("Co-opted people vote"),
            source="Our default: a vote outside the thirds breaks parity",
            touches_franchise=True,
        ),
    ]
    term_years: Annotated[
        int,
        parameter(
            Whole(1, 10),
            standard=3,
            label=say("Years in a term of office"),
            source="NHS foundation trust practice",
            locks=(THREE_YEARS,),
        ),
    ]
    max_consecutive_years: Annotated[
        int,
        parameter(
            Whole(1, 40),
            standard=9,
            label=say("Years in office without a break, at most"),
            source="Good-practice cap of three terms of three years",
            touches_franchise=True,
        ),
    ]
    rotation: Annotated[
        Rotation,
        parameter(
            Choice(
                {
                    Rotation.THIRDS_PER_CONSTITUENCY: say("A third of each constituency’s seats each year"),
                    Rotation.ALL_OUT: say("All at once"),
                }
            ),
            standard=Rotation.THIRDS_PER_CONSTITUENCY,
            label=say("Who retires when"),
            source="Co-operatives UK model, applied within each constituency so that none is emptied at once",
        ),
    ]
    vacancy_method: Annotated[
        VacancyMethod,
        parameter(
            Record(
                VacancyMethod,
                {
                    "method": Part(Choice(VACANCY_METHODS), say("method")),
                    "months": Part(Perhaps(Whole(1, 60), say("no limit")), say("within months")),
                },
            ),
            standard=VacancyMethod(method=Vacancy.NEXT_HIGHEST, months=12),
            label=say("How a seat that falls vacant is filled"),
            source="NHS foundation trust practice; ERS97 7.1 for a recount",
        ),
    ]
    board_quorum: Annotated[
        BoardQuorum,
        parameter(
            Record(
                BoardQuorum,
                {
                    "share": Part(Share(), say("share of the seats in office")),
                    "number": Part(Whole(2, 60), say("and at least")),
                },
            ),
            standard=BoardQuorum(share=HALF, number=2),
            label=say("Quorum of the board"),
            source="Co-operatives UK model",
            touches_franchise=True,
        ),
    ]
    constituency_quorum_k: Annotated[
        int,
        parameter(
            Whole(0, 20),
            standard=1,
            label=say("Directors of each third who must be present"),
            source="Our default; at a second call the limb is dropped",
            touches_franchise=True,
        ),
    ]
    recusal_exception: Annotated[
        bool,
        parameter(
            Flag(),
            standard=True,
            label=say("A third that has stood back whole is left out of the quorum"),
            source="Our default: on the authority’s contract its whole third leaves",
            touches_franchise=True,
        ),
    ]
    board_parity: Annotated[
        Parity,
        parameter(
            Choice(PARITIES),
            standard=Parity.P1,
            label=say("Parity of the thirds in ordinary decisions"),
            source="Our default",
            touches_franchise=True,
        ),
    ]
    board_parity_reserved: Annotated[
        Parity,
        parameter(
            Choice(PARITIES),
            standard=Parity.P2,
            label=say("Parity of the thirds in reserved matters"),
            source="Our default",
            touches_franchise=True,
        ),
    ]
    board_written_mode: Annotated[
        WrittenMode,
        parameter(
            Choice(
                {
                    WrittenMode.UNANIMOUS: say("All directors who may vote agree"),
                    WrittenMode.MAJORITY: say("A majority of the directors agree"),
                    WrittenMode.MAJORITY_AND_EACH_THIRD: say("A majority agrees, with somebody of each third"),
                }
            ),
            standard=for_forms(SOCIETIES, WrittenMode.MAJORITY_AND_EACH_THIRD, otherwise=WrittenMode.UNANIMOUS),
            label=say("Decisions of the board in writing"),
            source="Co-operatives UK model (majority); model articles for companies (unanimous)",
            touches_franchise=True,
        ),
    ]
    conflict_effect: Annotated[
        tuple[InConflict, ...],
        parameter(
            Some(
                {
                    InConflict.SPEAK_IF_ASKED: say("Speak if the chair asks"),
                    InConflict.STAY: say("Stay in the room"),
                    InConflict.VOTE: say("Vote"),
                    InConflict.COUNT_IN_QUORUM: say("Count in the quorum"),
                }
            ),
            standard=(InConflict.SPEAK_IF_ASKED,),
            label=say("What a director with an interest may still do"),
            source="Co-operatives UK model",
            locks=(WHO_LEAVES_HAS_NO_VOTE,),
            touches_franchise=True,
        ),
    ]
    employee_pay_proviso: Annotated[
        bool,
        parameter(
            Flag(),
            standard=True,
            label=say("Employee directors may vote on pay that all employees share"),
            source="Co-operatives UK model",
            touches_franchise=True,
        ),
    ]
    board_casting_vote: Annotated[
        bool,
        parameter(
            Flag(),
            standard=False,
            label=say("The chair of the board has a casting vote"),
            source="Co-operatives UK model: equality keeps things as they are",
            touches_franchise=True,
        ),
    ]
    reserved_matters: Annotated[
        tuple[ReservedMatter, ...],
        parameter(
            Some(MATTERS_OF_THE_RULES),
            standard=(
                ReservedMatter.ALTER_RULES,
                ReservedMatter.EXPEL_MEMBERS,
                ReservedMatter.DISPOSE_OF_A_THIRD_OF_ASSETS,
                ReservedMatter.DISSOLUTION,
                ReservedMatter.WINDING_UP,
                ReservedMatter.AS_STATUTE_REQUIRES,
            ),
            label=say("Matters kept to the members"),
            source="Co-operatives UK model, list of special resolutions",
            touches_franchise=True,
        ),
    ]
