"""Rules of membership: who may join, who decides, how a membership ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from govern.constitution.parameters.frame import (
    COMPANIES,
    EVERY_FORM,
    SOCIETIES,
    ByForm,
    Lock,
    for_forms,
    parameter,
)
from govern.constitution.parameters.kinds import ByConstituency, Choice, Flag, Part, Record, Share, Whole, Words
from govern.constitution.rules import LegalForm
from govern.core.words import Sentence, say

HALF = Fraction(1, 2)


class AgeTestedAt(StrEnum):
    """The day on which a voter must be old enough."""

    ROLL_DATE = "roll_date"
    MEETING_DATE = "meeting_date"


class AdmissionDecider(StrEnum):
    """Who decides on an application."""

    BOARD = "board"
    COMMITTEE = "committee"
    SECRETARY_DELEGATED = "secretary_delegated"
    GENERAL_MEETING = "general_meeting"


class AppealBody(StrEnum):
    """Who hears somebody who was refused."""

    NONE = "none"
    PANEL = "panel"
    GENERAL_MEETING = "general_meeting"


class SpanUnit(StrEnum):
    """What a span of time is counted in."""

    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True, kw_only=True)
class Span:
    """A number of days or of calendar months."""

    number: int
    unit: SpanUnit


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """Who belongs to a constituency, and what shows it.

    :param min_hours: hours a week, of work or of support; 0 where hours do not matter.
    """

    criteria: str
    evidence: str
    probation_days: int
    min_hours: int
    precedence: int


LEGAL_FORMS: Mapping[LegalForm, Sentence] = {
    LegalForm.COOP_SOCIETY: say("Co-operative society"),
    LegalForm.CBS: say("Community benefit society"),
    LegalForm.CLG: say("Company limited by guarantee"),
    LegalForm.CIC: say("Community interest company"),
    LegalForm.CIO: say("Charitable incorporated organisation"),
    LegalForm.FT: say("NHS foundation trust"),
}
SPAN = Record(
    Span,
    {
        "number": Part(Whole(1, 366), say("number")),
        "unit": Part(Choice({SpanUnit.DAYS: say("clear days"), SpanUnit.MONTHS: say("calendar months")}), say("unit")),
    },
)
SPAN_OR_NONE = Record(Span, {**SPAN.parts, "number": Part(Whole(0, 366), say("number, 0 for none"))})
CRITERIA = Record(
    Criteria,
    {
        "criteria": Part(Words(), say("who belongs")),
        "evidence": Part(Words(), say("what shows it")),
        "probation_days": Part(Whole(0, 1_096), say("days before they can join")),
        "min_hours": Part(Whole(0, 168), say("hours a week at least")),
        "precedence": Part(Whole(1, 99), say("precedence")),
    },
)
EMPLOYED = Criteria(
    criteria="Employed by the mutual", evidence="Contract of employment", probation_days=60, min_hours=8, precedence=1
)
SUPPORTED = Criteria(
    criteria="Supported by the mutual’s services, or a carer of somebody who is",
    evidence="Confirmation by an officer who has no interest in the application",
    probation_days=60,
    min_hours=2,
    precedence=2,
)
SIXTEEN_IN_LAW = Lock[int](
    EVERY_FORM,
    lambda age: age >= 16,
    say("the law lets nobody under 16 be a director, committee member or trustee. Enter 16 or more."),
    "CCBSA 2014 s.31(3); CA 2006 s.157; Charities Act 2011 s.180",
)
A_SHARE = Lock[int](
    SOCIETIES,
    lambda pence: pence >= 1,
    say("every member of a society holds a share. Enter at least 1."),
    "CCBSA 2014 s.30(2)(c)",
)
NO_SHARE = Lock[int](
    EVERY_FORM - SOCIETIES,
    lambda pence: pence == 0,
    say("only members of a society hold shares. Enter 0."),
    "Domain 2.1: a company’s member gives a guarantee",
)
TEN_YEARS = Lock[int](
    COMPANIES | {LegalForm.CIO},
    lambda years: years >= 10,
    say("the law keeps the entry of a former member for ten years. Enter 10 or more."),
    "CA 2006 s.121; CIO (General) Regulations 2012 Sch. 1 para 3",
)


@dataclass(frozen=True, kw_only=True)
class MembershipRules:
    """What the rules say of members."""

    legal_form: Annotated[
        LegalForm,
        parameter(
            Choice(LEGAL_FORMS),
            standard=ByForm(LegalForm.CBS, {form: form for form in LegalForm}),
            label=say("Legal form"),
            source="The registration of the mutual",
            is_statutory=True,
        ),
    ]
    min_member_age: Annotated[
        int,
        parameter(
            Whole(0, 30),
            standard=16,
            label=say("Youngest age of a member"),
            source="Co-operatives UK model; CCBSA 2014 s.31(1) sets no floor",
            touches_franchise=True,
        ),
    ]
    min_voting_age: Annotated[
        int,
        parameter(
            Whole(0, 30),
            standard=16,
            label=say("Youngest age of a voter"),
            source="Co-operatives UK model; CCBSA 2014 s.31(1) sets no floor",
            touches_franchise=True,
        ),
    ]
    age_tested_at: Annotated[
        AgeTestedAt,
        parameter(
            Choice(
                {
                    AgeTestedAt.ROLL_DATE: say("The roll date"),
                    AgeTestedAt.MEETING_DATE: say("The day of the meeting, or on which voting opens"),
                }
            ),
            standard=AgeTestedAt.ROLL_DATE,
            label=say("Day on which a voter’s age is tested"),
            source="Our default; Co-op Group tests it on the day of the meeting",
            touches_franchise=True,
        ),
    ]
    constituencies: Annotated[
        Mapping[str, Criteria],
        parameter(
            ByConstituency(CRITERIA),
            standard={"workforce": EMPLOYED, "service_user": SUPPORTED},
            label=say("Constituencies and who belongs to them"),
            source="Co-operatives UK model (8 hours a week); Equal Care Co-op rules (2 months, 2 hours a week)",
            touches_franchise=True,
        ),
    ]
    admission_decider: Annotated[
        AdmissionDecider,
        parameter(
            Choice(
                {
                    AdmissionDecider.BOARD: say("The board"),
                    AdmissionDecider.COMMITTEE: say("A membership committee"),
                    AdmissionDecider.SECRETARY_DELEGATED: say("The secretary, under delegation"),
                    AdmissionDecider.GENERAL_MEETING: say("A general meeting"),
                }
            ),
            standard=AdmissionDecider.BOARD,
            label=say("Who decides on admissions"),
            source="Co-operatives UK model: the directors approve the application",
            touches_franchise=True,
        ),
    ]
    admission_requires_constituency_director: Annotated[
        bool,
        parameter(
            Flag(),
            standard=False,
            label=say("Admission needs a director of the applicant’s constituency to be present"),
            source="Our default; INV-32",
            touches_franchise=True,
        ),
    ]
    admission_needs_proof: Annotated[
        bool,
        parameter(
            Flag(),
            standard=False,
            label=say("Admission needs all that the rules ask for to be shown, and its proof to be seen"),
            source="Our default: the body that decides finds it; INV-08",
            touches_franchise=True,
            is_later=True,
        ),
    ]
    admission_appeal_body: Annotated[
        AppealBody,
        parameter(
            Choice(
                {
                    AppealBody.NONE: say("Nobody"),
                    AppealBody.PANEL: say("A panel of members who did not decide"),
                    AppealBody.GENERAL_MEETING: say("A general meeting"),
                }
            ),
            standard=AppealBody.PANEL,
            label=say("Who hears an appeal against refusal"),
            source="Our default; no right of appeal in statute",
        ),
    ]
    admission_appeal_days: Annotated[
        int,
        parameter(
            Whole(7, 366),
            standard=28,
            label=say("Days to appeal against refusal, from the day the applicant is told"),
            source="Our default: four weeks; no right of appeal in statute",
            is_later=True,
        ),
    ]
    minimum_share_pence: Annotated[
        int,
        parameter(
            Whole(0, 10_000_000),
            standard=for_forms(SOCIETIES, 100, otherwise=0),
            label=say("What a member’s share costs at least, in pence; 0 where members hold none"),
            source="Our default: one share of £1; CCBSA 2014 s.24(2) lets one person hold at most £100,000",
            locks=(A_SHARE, NO_SHARE),
            is_later=True,
            touches_franchise=True,
        ),
    ]
    admission_lapse_days: Annotated[
        int,
        parameter(
            Whole(7, 366),
            standard=90,
            label=say("Days to give the share or guarantee after admission"),
            source="Our default; domain 9.0b: an admission lapses without it",
            is_later=True,
        ),
    ]
    constituency_change_min_months: Annotated[
        int,
        parameter(
            Whole(0, 24),
            standard=3,
            label=say("Months in a constituency before moving to another"),
            source="Our default; INV-30",
            touches_franchise=True,
        ),
    ]
    expulsion_majority: Annotated[
        Fraction,
        parameter(
            Share(above=HALF),
            standard=Fraction(3, 4),
            label=say("Share of votes cast that expels a member, at least"),
            source="Co-operatives UK model (3/4); supporters’ trust rules (2/3 on a poll)",
            touches_franchise=True,
        ),
    ]
    expulsion_notice: Annotated[
        Span,
        parameter(
            SPAN,
            standard=Span(number=21, unit=SpanUnit.DAYS),
            label=say("Notice to a member who may be expelled"),
            source="Co-operatives UK model (21 days); supporters’ trust rules (one calendar month)",
        ),
    ]
    readmission_majority: Annotated[
        Fraction,
        parameter(
            Share(above=HALF),
            standard=Fraction(3, 4),
            label=say("Share of votes cast that takes an expelled member back, at least"),
            source="The majority that expels; supporters’ trust rules; INV-23",
            touches_franchise=True,
        ),
    ]
    member_in_question_may_vote: Annotated[
        bool,
        parameter(
            Flag(),
            standard=False,
            label=say("A member may vote on their own expulsion"),
            source="Our default",
            touches_franchise=True,
        ),
    ]
    resignation_notice: Annotated[
        Span,
        parameter(
            SPAN_OR_NONE,
            standard=Span(number=0, unit=SpanUnit.DAYS),
            label=say("Notice that a member gives who resigns"),
            source="Co-operatives UK model (none); supporters’ trust rules (one calendar month)",
            is_later=True,
        ),
    ]
    suspension_max_months: Annotated[
        int,
        parameter(
            Whole(0, 24),
            standard=3,
            label=say("Months for which a membership can be suspended, at most; 0 where it cannot"),
            source="Our default: until a hearing, or the next general meeting; domain 2.4",
            is_later=True,
            touches_franchise=True,
        ),
    ]
    untraceable_attempts: Annotated[
        int,
        parameter(
            Whole(1, 12),
            standard=2,
            label=say("Letters that bring no answer before a member counts as untraceable"),
            source="Our default; Community Shares Handbook 3.2.11",
            is_later=True,
            touches_franchise=True,
        ),
    ]
    untraceable_months: Annotated[
        int,
        parameter(
            Whole(1, 120),
            standard=24,
            label=say("Months without an answer before a member counts as untraceable"),
            source="Community Shares Handbook 3.2.11: two years",
            is_later=True,
            touches_franchise=True,
        ),
    ]
    former_member_retention_years: Annotated[
        int,
        parameter(
            Whole(0, 100),
            standard=10,
            label=say("Years for which the entry of a former member is kept"),
            source="CA 2006 s.121; CIO (General) Regulations 2012 Sch. 1 para 3; Co-operatives UK model",
            locks=(TEN_YEARS,),
        ),
    ]
