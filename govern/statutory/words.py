"""What the stages of a statutory resolution are called, what each section asks, and what is sent.

Source: CCBSA 2014 ss.111-114, 119-122, 126; domain 5.4.
"""

from collections.abc import Mapping

from govern.core.words import Sentence, say
from govern.motions.matters import Section
from govern.statutory.rules import Stage

SECTIONS: Mapping[Section, Sentence] = {
    Section.AMALGAMATION: say("Amalgamation, or transfer to another society (s.111)"),
    Section.CONVERSION: say("Conversion into a company, or transfer to one (s.113)"),
    Section.INSTRUMENT: say("Dissolution by an instrument that members sign (s.119)"),
    Section.DORMANT: say("Dissolution of a dormant society (s.120)"),
}
DISSOLVE = frozenset({Section.INSTRUMENT, Section.DORMANT})
STAGES: Mapping[Stage, Sentence] = {
    Stage.FIRST_NOTICE: say("Notice of the first meeting"),
    Stage.FIRST_MEETING: say("Vote at the first meeting"),
    Stage.SECOND_NOTICE: say("Notice of the second meeting"),
    Stage.SECOND_MEETING: say("Vote at the second meeting"),
    Stage.SIGNATURES: say("Signatures of the members"),
    Stage.DECLARATION: say("Statutory declaration"),
    Stage.FILING: say("Papers to the registrar"),
    Stage.REGISTRATION: say("Registration, from which it has effect"),
}
# What dissolves a society is registered, and then published: it has its effect from that.
DISSOLVING = {**STAGES, Stage.REGISTRATION: say("Registration, after which notice of it is published")}


def stages(section: Section) -> Mapping[Stage, Sentence]:
    """Return what the stages of a section are called.

    >>> str(stages(Section.AMALGAMATION)[Stage.REGISTRATION])
    'Registration, from which it has effect'
    """
    return DISSOLVING if section in DISSOLVE else STAGES


MORE_THAN_HALF = say("More than half of the members who vote are for it.")
TWO_THIRDS = say("At least two thirds of the members who vote are for it.")
NEEDED: Mapping[tuple[Section, Stage], Sentence] = {
    (Section.AMALGAMATION, Stage.FIRST_MEETING): TWO_THIRDS,
    (Section.AMALGAMATION, Stage.SECOND_MEETING): MORE_THAN_HALF,
    (Section.AMALGAMATION, Stage.FILING): say(
        "Within 14 days from the second meeting (section 111(5)). Sent later, it can still be registered (section"
        " 111(8))."
    ),
    (Section.CONVERSION, Stage.FIRST_MEETING): say(
        "At least three quarters of the members who vote are for it, and at least half of those entitled vote. At the"
        " meeting the chair says that they took steps to find how many can vote (section 113)."
    ),
    (Section.CONVERSION, Stage.FILING): say("Within 14 days from the second meeting (section 113(5))."),
    (Section.CONVERSION, Stage.SECOND_MEETING): MORE_THAN_HALF,
    (Section.DORMANT, Stage.FIRST_MEETING): TWO_THIRDS,
    (Section.DORMANT, Stage.SECOND_MEETING): MORE_THAN_HALF,
    (Section.DORMANT, Stage.DECLARATION): say(
        "The secretary and three members declare that the Act was kept (section 121(3)). It goes with the copy."
    ),
    (Section.DORMANT, Stage.FILING): say(
        "Within 14 days. The day of the second meeting is the first (section 121(4))."
    ),
    (Section.INSTRUMENT, Stage.SIGNATURES): say("At least three quarters of all the members sign."),
    (Section.INSTRUMENT, Stage.DECLARATION): say(
        "The secretary and three members declare that the Act was complied with."
    ),
}
# Source: CCBSA 2014 s.119(3)(b), (c), (6).
DORMANT = say(
    "Two meetings can dissolve only a dormant society that is not a credit union (section 119(3)(b)). It has told"
    " the registrar that it is dormant. Its books show only fees to its regulators, dividends and interest, for"
    " this year and the two before (section 119(6)). In any other the members sign."
)
# Source: CCBSA 2014 s.119(2), (4).
INSTRUMENT_SETS_OUT = (
    say("what the society owns and owes, in detail"),
    say("how many members there are, and of what sort their interests in it are"),
    say("what creditors claim, and how they are paid"),
    say("to whom its funds and property go, unless it leaves that to the registrar"),
)
ALTERED = say("If it is changed later, three quarters of all the members sign the change too (section 119(4)).")
FALLS_SHORT = say(
    "The papers are with the registrar, but too few hands are left on them: somebody said since that theirs was not"
    " so. Tell the registrar now, before it is registered. Here they stay on record as they were sent."
)
COPY = say("A copy of the resolution, signed by the chair of the second meeting and countersigned by the secretary")
DECLARED = say("The statutory declaration of the secretary and three members")
# Source: CCBSA 2014 s.121(5).
RETURN = say("The annual return for the last year of account. It is not registered without it")
PAPERS: Mapping[Section, tuple[Sentence, ...]] = {
    Section.AMALGAMATION: (COPY,),
    Section.CONVERSION: (
        COPY,
        say("The company’s memorandum and articles, where the society becomes one"),
    ),
    Section.INSTRUMENT: (
        say("The instrument of dissolution with its signatures"),
        DECLARED,
        RETURN,
    ),
    Section.DORMANT: (COPY, say("The instrument of dissolution"), DECLARED, RETURN),
}
DEADLINES: Mapping[Stage, Sentence] = {
    Stage.SECOND_NOTICE: say("notice of the second meeting"),
    Stage.SECOND_MEETING: say("vote at the second meeting"),
    Stage.DECLARATION: say("statutory declaration, which goes with the papers to the registrar"),
    Stage.FILING: say("papers to the registrar"),
}
