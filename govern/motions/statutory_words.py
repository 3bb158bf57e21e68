"""What the stages of a statutory resolution are called, what each section asks, and what is sent.

Source: CCBSA 2014 ss.111, 113, 119-121; domain 5.4.
"""

from collections.abc import Mapping

from govern.core.words import Sentence, say
from govern.motions.windows import Section, Stage

SECTIONS: Mapping[Section, Sentence] = {
    Section.AMALGAMATION: say("Amalgamation, or transfer to another society (s.111)"),
    Section.CONVERSION: say("Conversion into a company, or transfer to one (s.113)"),
    Section.INSTRUMENT: say("Dissolution by an instrument that members sign (s.119)"),
    Section.DORMANT: say("Dissolution of a dormant society (s.120)"),
}
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
MORE_THAN_HALF = say("More than half of the members who vote are for it.")
TWO_THIRDS = say("At least two thirds of the members who vote are for it.")
NEEDED: Mapping[tuple[Section, Stage], Sentence] = {
    (Section.AMALGAMATION, Stage.FIRST_MEETING): TWO_THIRDS,
    (Section.AMALGAMATION, Stage.SECOND_MEETING): MORE_THAN_HALF,
    (Section.CONVERSION, Stage.FIRST_MEETING): say(
        "At least three quarters of the members who vote are for it, and at least half of those entitled vote."
    ),
    (Section.CONVERSION, Stage.SECOND_MEETING): MORE_THAN_HALF,
    (Section.DORMANT, Stage.FIRST_MEETING): TWO_THIRDS,
    (Section.DORMANT, Stage.SECOND_MEETING): MORE_THAN_HALF,
    (Section.INSTRUMENT, Stage.SIGNATURES): say("At least three quarters of all the members sign."),
    (Section.INSTRUMENT, Stage.DECLARATION): say(
        "The secretary and three members declare that the Act was complied with."
    ),
}
# Source: CCBSA 2014 s.119(3)(b), (6).
DORMANT = say(
    "Two meetings can dissolve only a dormant society. It has told the registrar that it is dormant. Its books show"
    " only fees to its regulators, dividends and interest, for this year and the two before. In any other the members"
    " sign."
)
COPY = say("A copy of the resolution, signed by the chair of the second meeting and countersigned by the secretary")
DECLARED = say("The statutory declaration of the secretary and three members")
PAPERS: Mapping[Section, tuple[Sentence, ...]] = {
    Section.AMALGAMATION: (COPY,),
    Section.CONVERSION: (
        COPY,
        say("The declaration of the chair that reasonable steps were taken to find how many members could vote"),
        say("The company’s memorandum and articles, where the society becomes one"),
    ),
    Section.INSTRUMENT: (
        say("The instrument of dissolution with its signatures"),
        DECLARED,
        say("The annual return for the last year of account"),
    ),
    Section.DORMANT: (COPY, say("The instrument of dissolution"), DECLARED),
}
DEADLINES: Mapping[Stage, Sentence] = {
    Stage.SECOND_NOTICE: say("notice of the second meeting"),
    Stage.SECOND_MEETING: say("vote at the second meeting"),
    Stage.FILING: say("papers to the registrar"),
}
