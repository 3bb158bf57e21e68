"""Rules of general meetings: notice, quorum, proxies, majorities, classes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from govern.constitution.parameters.board import MATTERS_OF_THE_RULES, ReservedMatter
from govern.constitution.parameters.elections import RollDateRule
from govern.constitution.parameters.frame import COMPANIES, SOCIETIES, ByForm, Lock, for_forms, parameter
from govern.constitution.parameters.kinds import ByConstituency, Choice, Flag, Part, Perhaps, Record, Share, Some, Whole
from govern.constitution.parameters.membership import HALF
from govern.constitution.rules import LegalForm
from govern.core.words import say


@dataclass(frozen=True, kw_only=True)
class MeetingQuorum:
    """The smaller of a number and a share of the members; at a first call, some of each constituency too."""

    number: int
    share: Fraction
    per_constituency: int


@dataclass(frozen=True, kw_only=True)
class Proxies:
    """Whether a member may appoint somebody to vote, and how many appointments one person may hold."""

    allowed: bool
    cap: int | None = None


class Comparator(StrEnum):
    """Whether reaching the share exactly carries."""

    MORE_THAN = "more_than"
    AT_LEAST = "at_least"


class Denominator(StrEnum):
    """What a share is a share of. Never a percentage without one.

    Source: domain 5.4.
    """

    CAST = "cast"
    ELIGIBLE = "eligible"
    ALL_MEMBERS = "all_members"


@dataclass(frozen=True, kw_only=True)
class Predicate:
    """When a resolution is carried: for, compared with a share of a denominator."""

    comparator: Comparator
    share: Fraction
    denominator: Denominator


class Statutory(StrEnum):
    """Majorities that a statute fixes. Each is a predicate of its own, which no rule can change.

    Source: domain 5.4; decisions, "Law and procedure".
    """

    CCBSA_44 = "ccbsa-44"
    CCBSA_84 = "ccbsa-84"
    CCBSA_94 = "ccbsa-94"
    CCBSA_111 = "ccbsa-111"
    CCBSA_113 = "ccbsa-113"
    CCBSA_119 = "ccbsa-119"
    CCBSA_120 = "ccbsa-120"
    CCBSA_123 = "ccbsa-123"
    CA2006_168 = "ca2006-168"
    CA2006_282 = "ca2006-282"
    CA2006_283 = "ca2006-283"
    CA2006_630 = "ca2006-630"
    CHA2011_224 = "cha2011-224"


class SilentClass(StrEnum):
    """What a class that casts no vote does to a weighted result."""

    RENORMALISE = "renormalise"
    COUNTS_AS_ZERO = "counts_as_zero"


STATUTORY = {
    Statutory.CCBSA_44: say("Ratifying acts beyond the rules (CCBSA 2014 s.44)"),
    Statutory.CCBSA_84: say("Going without an audit (CCBSA 2014 s.84)"),
    Statutory.CCBSA_94: say("Changing the auditor (CCBSA 2014 s.94)"),
    Statutory.CCBSA_111: say("Amalgamation or transfer to a society (CCBSA 2014 s.111)"),
    Statutory.CCBSA_113: say("Conversion or transfer to a company (CCBSA 2014 s.113)"),
    Statutory.CCBSA_119: say("Dissolution by instrument (CCBSA 2014 s.119)"),
    Statutory.CCBSA_120: say("Dissolution of a dormant society (CCBSA 2014 s.120)"),
    Statutory.CCBSA_123: say("Winding up (CCBSA 2014 s.123)"),
    Statutory.CA2006_168: say("Removing a director (CA 2006 s.168)"),
    Statutory.CA2006_282: say("Ordinary resolution (CA 2006 s.282)"),
    Statutory.CA2006_283: say("Special resolution (CA 2006 s.283)"),
    Statutory.CA2006_630: say("Varying the rights of a class (CA 2006 ss.630-631)"),
    Statutory.CHA2011_224: say("Amending the constitution (Charities Act 2011 s.224)"),
}
OF_A_SOCIETY = tuple(law for law in Statutory if law.value.startswith("ccbsa"))
OF_A_COMPANY = tuple(law for law in Statutory if law.value.startswith("ca2006"))
MAJORITY = Record(
    Predicate,
    {
        "comparator": Part(
            Choice({Comparator.MORE_THAN: say("more than"), Comparator.AT_LEAST: say("at least")}), say("for")
        ),
        "share": Part(Share(), say("share")),
        "denominator": Part(
            Choice(
                {
                    Denominator.CAST: say("votes cast for and against"),
                    Denominator.ELIGIBLE: say("members entitled to vote"),
                    Denominator.ALL_MEMBERS: say("all members"),
                }
            ),
            say("of"),
        ),
    },
)
SIMPLE = Predicate(comparator=Comparator.MORE_THAN, share=HALF, denominator=Denominator.CAST)
THREE_QUARTERS = Predicate(comparator=Comparator.AT_LEAST, share=Fraction(3, 4), denominator=Denominator.CAST)
FOURTEEN_DAYS = Lock[int](
    COMPANIES,
    lambda days: days >= 14,
    say("a general meeting of a company needs at least 14 clear days’ notice. Enter 14 or more."),
    "CA 2006 s.307",
)
PROXIES_STAY = Lock[Proxies](
    COMPANIES,
    lambda proxies: proxies.allowed and proxies.cap is None,
    say(
        "a member of a company may always appoint a proxy, and anybody may hold any number. Allow them, without a cap."
    ),
    "CA 2006 s.324",
)
FIVE_DEMAND_A_POLL = Lock[int](
    COMPANIES,
    lambda members: members <= 5,
    say("five members of a company can always demand a poll. Enter 5 or fewer."),
    "CA 2006 s.321",
)
NO_CASTING_VOTE = Lock[bool](
    COMPANIES,
    lambda has_casting_vote: not has_casting_vote,
    say("a casting vote cannot make a majority at a general meeting of a company. Choose no."),
    "CA 2006 s.282",
)
ORDINARY_IN_LAW = Lock[Predicate](
    COMPANIES,
    lambda predicate: predicate == SIMPLE,
    say(
        "an ordinary resolution of a company is carried by more than half of the votes cast."
        " Enter more than 1/2 of votes cast."
    ),
    "CA 2006 s.282",
)
SPECIAL_IN_LAW = Lock[Predicate](
    COMPANIES,
    lambda predicate: predicate == THREE_QUARTERS,
    say(
        "a special resolution of a company is carried by at least three quarters of the votes cast."
        " Enter at least 3/4 of votes cast."
    ),
    "CA 2006 s.283",
)


@dataclass(frozen=True, kw_only=True)
class MeetingRules:
    """What the rules say of general meetings."""

    meeting_roll_date_rule: Annotated[
        RollDateRule,
        parameter(
            Choice(
                {
                    RollDateRule.NOTICE_APPROVED_AND_MEETING: say(
                        "Both the day the notice was approved and the day of the meeting"
                    ),
                    RollDateRule.FIXED_OFFSET: say("A fixed number of days before the meeting"),
                    RollDateRule.CIRCULATION: say("The day a written resolution is circulated"),
                }
            ),
            standard=RollDateRule.NOTICE_APPROVED_AND_MEETING,
            label=say("Roll date of a general meeting"),
            source="Co-op Group General Meetings Manual 2015",
            touches_franchise=True,
        ),
    ]
    meeting_roll_date_offset_days: Annotated[
        int,
        parameter(
            Whole(1, 180),
            standard=14,
            label=say("Days before the meeting that a fixed roll date is"),
            source="Our default; used only where the roll date is fixed",
            touches_franchise=True,
        ),
    ]
    gm_notice_clear_days_ordinary: Annotated[
        int,
        parameter(
            Whole(1, 120),
            standard=14,
            label=say("Clear days’ notice of a general meeting"),
            source="CA 2006 s.307; Co-operatives UK model",
            locks=(FOURTEEN_DAYS,),
        ),
    ]
    gm_notice_clear_days_special: Annotated[
        int,
        parameter(
            Whole(1, 120),
            standard=21,
            label=say("Clear days’ notice of special business"),
            source="Usual in the rules of societies",
            locks=(FOURTEEN_DAYS,),
        ),
    ]
    gm_quorum: Annotated[
        MeetingQuorum,
        parameter(
            Record(
                MeetingQuorum,
                {
                    "number": Part(Whole(2, 10_000), say("members")),
                    "share": Part(Share(), say("or this share of the members, if fewer")),
                    "per_constituency": Part(
                        Whole(0, 1_000), say("of each constituency of more than one member, at a first call")
                    ),
                },
            ),
            standard=MeetingQuorum(number=25, share=Fraction(1, 10), per_constituency=3),
            label=say("Quorum of a general meeting"),
            source="Our default, between the models’ figures",
            touches_franchise=True,
        ),
    ]
    gm_proxies: Annotated[
        Proxies,
        parameter(
            Record(
                Proxies,
                {
                    "allowed": Part(Flag(), say("allowed")),
                    "cap": Part(Perhaps(Whole(1, 100), say("no cap")), say("for one holder at most")),
                },
            ),
            standard=for_forms(COMPANIES, Proxies(allowed=True), otherwise=Proxies(allowed=False)),
            label=say("Proxies"),
            source="CA 2006 s.324; in a society only where its rules allow them",
            locks=(PROXIES_STAY,),
            touches_franchise=True,
        ),
    ]
    poll_demand_min: Annotated[
        int,
        parameter(
            Whole(1, 100),
            standard=2,
            label=say("Members who can demand a poll"),
            source="Co-operatives UK model; CA 2006 s.321",
            locks=(FIVE_DEMAND_A_POLL,),
        ),
    ]
    gm_casting_vote: Annotated[
        bool,
        parameter(
            Flag(),
            standard=False,
            label=say("The chair of a general meeting has a casting vote"),
            source="Co-operatives UK model: equality is lost",
            locks=(NO_CASTING_VOTE,),
            touches_franchise=True,
        ),
    ]
    ordinary_majority: Annotated[
        Predicate,
        parameter(
            MAJORITY,
            standard=SIMPLE,
            label=say("An ordinary resolution is carried by"),
            source="Co-operatives UK model; CA 2006 s.282",
            locks=(ORDINARY_IN_LAW,),
            touches_franchise=True,
        ),
    ]
    extraordinary_majority: Annotated[
        Predicate,
        parameter(
            MAJORITY,
            standard=THREE_QUARTERS,
            label=say("A special or extraordinary resolution under the rules is carried by"),
            source="Co-operatives UK model; CA 2006 s.283",
            locks=(SPECIAL_IN_LAW,),
            touches_franchise=True,
        ),
    ]
    statutory_majorities: Annotated[
        tuple[Statutory, ...],
        parameter(
            Some(STATUTORY),
            standard=ByForm(
                (),
                dict.fromkeys(SOCIETIES, OF_A_SOCIETY)
                | dict.fromkeys(COMPANIES, OF_A_COMPANY)
                | {LegalForm.CIO: (Statutory.CHA2011_224,)},
            ),
            label=say("Majorities that statute fixes"),
            source="The statutes named",
            is_statutory=True,
        ),
    ]
    class_weights: Annotated[
        Mapping[str, Fraction],
        parameter(
            ByConstituency(Share()),
            standard={},
            label=say("Weight of each class in an electoral college"),
            source="Our default: one member, one vote",
            touches_franchise=True,
        ),
    ]
    silent_class_rule: Annotated[
        SilentClass,
        parameter(
            Choice(
                {
                    SilentClass.RENORMALISE: say("Its weight passes to the others"),
                    SilentClass.COUNTS_AS_ZERO: say("Its weight counts as against"),
                }
            ),
            standard=SilentClass.RENORMALISE,
            label=say("When a class casts no vote"),
            source="Our default",
            touches_franchise=True,
        ),
    ]
    weight_dormant_below: Annotated[
        int,
        parameter(
            Whole(1, 1_000),
            standard=3,
            label=say("Members below which a class’s weight sleeps"),
            source="Our default; INV-31",
            touches_franchise=True,
        ),
    ]
    concurrent_majority_matters: Annotated[
        tuple[ReservedMatter, ...],
        parameter(
            Some(MATTERS_OF_THE_RULES),
            standard=(ReservedMatter.FRANCHISE, ReservedMatter.CONVERSION, ReservedMatter.DISSOLUTION),
            label=say("Matters that each class must carry as well"),
            source="Our default; FairShares rules for special resolutions",
            touches_franchise=True,
        ),
    ]
    class_vote_cap: Annotated[
        Mapping[str, Fraction],
        parameter(
            ByConstituency(Share()),
            standard={},
            label=say("Most of the vote that a class can have"),
            source="None by default; Equal Care Co-op rules cap investors at 1/10",
            touches_franchise=True,
        ),
    ]
