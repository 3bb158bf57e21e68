"""What a matter of a society takes, said before anybody votes; and what follows once it is carried.

Source: CCBSA 2014 ss.43(6), (7), 44, 84, 85, 94, 123(3), 126.
"""

from collections.abc import Mapping

from govern.constitution.parameters.board import ReservedMatter
from govern.core.words import Sentence, say
from govern.statutory.afterwards import PROPERTY_FIRST

THREE_QUARTERS = say(
    "Section 44: at least three quarters of the members who vote are for it, at a general meeting of which members had"
    " at least 21 days’ notice that said so."
)
APART = say(
    "It relieves nobody of what they are liable for: that takes a special resolution of its own (section 43(6))."
)
CHARITY = say(
    "A charity with its office in England or Wales needs the written consent of the Charity Commission beforehand, or"
    " it has no effect (section 43(7))."
)
COPY = say("A copy of it goes to the registrar, to be registered (section 44).")
TAKES: Mapping[ReservedMatter, tuple[Sentence, ...]] = {
    ReservedMatter.RATIFICATION: (THREE_QUARTERS, APART, CHARITY),
    ReservedMatter.RELIEF: (
        THREE_QUARTERS,
        say("It is voted on apart from the resolution that ratifies the act (section 43(6))."),
    ),
    ReservedMatter.AUDIT_EXEMPTION: (
        say(
            "Section 84: fewer than a fifth of the votes cast are against it, and fewer than a tenth of the members"
            " entitled to vote, at a general meeting."
        ),
        say("Only a society within the limits of that section can do so, and for one year of account at a time."),
    ),
    ReservedMatter.AUDITOR: (
        say(
            "Section 94: it counts only if the society was told of it at least 28 days before the meeting. The day on"
            " which the motion was proposed is that day."
        ),
    ),
}
FOLLOWS: Mapping[ReservedMatter, tuple[Sentence, ...]] = {
    ReservedMatter.WINDING_UP: (
        say(
            "A copy of it goes to the registrar within 15 days after it was passed, and into every copy of the rules"
            " that is given out after that (section 123(3))."
        ),
        PROPERTY_FIRST,
    ),
    ReservedMatter.RATIFICATION: (COPY, APART, CHARITY),
    ReservedMatter.RELIEF: (COPY,),
    ReservedMatter.AUDIT_EXEMPTION: (
        say(
            "It holds for this year of account alone. See whether section 85 asks for an accountant’s report in the"
            " place of the audit."
        ),
    ),
}
