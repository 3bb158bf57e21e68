"""States, reasons and facts of an application in words: to officers, and to the applicant."""

from collections.abc import Mapping

from govern.admissions.models import ApplicationStep
from govern.admissions.rules import FactKind, ReasonCode, State, Undertaking, undoes
from govern.core.words import Sentence, say

STATE_WORDS: Mapping[State, Sentence] = {
    State.DRAFT: say("a draft"),
    State.SUBMITTED: say("submitted"),
    State.UNDER_CHECK: say("under check"),
    State.REFERRED_BACK: say("waiting for the applicant"),
    State.ADMITTED: say("admitted, and waiting for the entry"),
    State.REFUSED: say("refused"),
    State.APPEALED: say("under appeal"),
    State.REFUSAL_STANDS: say("refused after an appeal"),
    State.ENTERED: say("entered in the register"),
    State.LAPSED: say("lapsed"),
    State.WITHDRAWN: say("withdrawn"),
}
REASON_WORDS: Mapping[ReasonCode, Sentence] = {
    ReasonCode.TOO_YOUNG: say("Younger than the rules ask for"),
    ReasonCode.DOES_NOT_QUALIFY: say("Does not meet the rules of the constituency"),
    ReasonCode.NOT_SHOWN: say("What the rules ask for was not shown"),
    ReasonCode.OTHER_CONSTITUENCY: say("Belongs to another constituency"),
    ReasonCode.EXPELLED_BEFORE: say("Was expelled before"),
    ReasonCode.AGAINST_THE_AIMS: say("Does not support the aims of the mutual"),
    ReasonCode.OTHER: say("Another reason"),
}
FACT_WORDS: Mapping[FactKind, Sentence] = {
    FactKind.EMPLOYED_SINCE: say("Employed since"),
    FactKind.SUPPORTED_SINCE: say("Supported since"),
    FactKind.CARES_SINCE: say("Carer since"),
    FactKind.QUALIFIES_SINCE: say("Qualifies since"),
    FactKind.HOURS_A_WEEK: say("Hours a week"),
    FactKind.IDENTITY: say("Is who they say they are"),
    FactKind.OLD_ENOUGH: say("Is old enough to be a member"),
}
UNDERTAKING_WORDS: Mapping[Undertaking, Sentence] = {
    Undertaking.SHARE: say("A share"),
    Undertaking.GUARANTEE: say("A guarantee"),
    Undertaking.NONE: say("Nothing"),
}
# What was done about an application, to whoever made it.
STEP_WORDS: Mapping[State, Sentence] = {
    State.DRAFT: say("You began to write."),
    State.SUBMITTED: say("We have your request to join."),
    State.UNDER_CHECK: say("We check it."),
    State.REFERRED_BACK: say("We asked you for something more."),
    State.ADMITTED: say("You may join."),
    State.REFUSED: say("The answer was no."),
    State.APPEALED: say("You appealed."),
    State.REFUSAL_STANDS: say("Your appeal was heard. The answer is still no."),
    State.ENTERED: say("You are a member."),
    State.LAPSED: say("You did not give what you said you would in time."),
    State.WITHDRAWN: say("It was taken back."),
}
# Instead of the above, where the step takes back an admission whose decision is denied.
OPEN_AGAIN = say("That answer does not stand. It will be decided again.")
WHY_WORDS: Mapping[ReasonCode, Sentence] = {
    ReasonCode.TOO_YOUNG: say("You are younger than the rules ask for."),
    ReasonCode.DOES_NOT_QUALIFY: say("You do not meet the rules of the group."),
    ReasonCode.NOT_SHOWN: say("What the rules ask for was not shown."),
    ReasonCode.OTHER_CONSTITUENCY: say("You belong to another group."),
    ReasonCode.EXPELLED_BEFORE: say("You were a member before, and had to leave."),
    ReasonCode.AGAINST_THE_AIMS: say("You do not share our aims."),
    ReasonCode.OTHER: say("There is another reason."),
}


def done(step: ApplicationStep) -> Sentence:
    """Return what a step did, to whoever applied."""
    return OPEN_AGAIN if undoes(step.from_state, step.to_state) else STEP_WORDS[State(step.to_state)]
