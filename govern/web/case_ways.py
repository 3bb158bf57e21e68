"""What can be done now with an application: the main thing first, then the others, and what it waits for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from govern.admissions.refusals import NotGivenYet
from govern.admissions.rules import State
from govern.core.errors import Refusal
from govern.core.words import Sentence, say
from govern.permissions import Permission

S, P = State, Permission


@dataclass(frozen=True, kw_only=True)
class Way:
    """A page on which something can be done.

    :param is_a_press: it asks nothing but to press its button.
    """

    endpoint: str
    permission: Permission
    words: LazyString
    is_a_press: bool = False


TAKE_UP = Way(
    endpoint="case_deeds.take_up", permission=P.APPLICATION_CHECK, words=_("Begin to check it"), is_a_press=True
)
STATE_FACT = Way(endpoint="case_deeds.state_fact", permission=P.APPLICATION_CHECK, words=_("State a fact"))
REFER_BACK = Way(endpoint="case_deeds.refer_back", permission=P.APPLICATION_CHECK, words=_("Ask for what is missing"))
ANSWER = Way(
    endpoint="case_deeds.answer",
    permission=P.APPLICATION_CHECK,
    words=_("Record that the answer is there"),
    is_a_press=True,
)
RECOMMEND = Way(endpoint="case_deeds.recommend", permission=P.APPLICATION_CHECK, words=_("Recommend what to decide"))
STAND_BACK = Way(
    endpoint="case_deeds.stand_back",
    permission=P.APPLICATION_STAND_BACK,
    words=_("Record that somebody stands back"),
)
RULE = Way(endpoint="rulings.rule", permission=P.APPLICATION_DECIDE, words=_("Enter what was decided"))
GIVE = Way(endpoint="case_deeds.give", permission=P.MEMBERSHIP_ENTER, words=_("Record the share or guarantee"))
ENTER = Way(
    endpoint="case_deeds.enter_member",
    permission=P.MEMBERSHIP_ENTER,
    words=_("Enter them as a member"),
    is_a_press=True,
)
APPEAL = Way(endpoint="case_deeds.appeal", permission=P.APPLICATION_ENTER, words=_("Record their appeal"))
WITHDRAW = Way(endpoint="case_deeds.withdraw", permission=P.APPLICATION_ENTER, words=_("Record that they withdraw it"))


@dataclass(frozen=True, kw_only=True)
class CaseWays:
    """What a case offers.

    :param waiting: what it waits for, where that is not the reader's main action.
    """

    main: Way | None = None
    others: tuple[Way, ...] = ()
    waiting: Sentence | None = None


NEXT: Mapping[State, Sentence] = {
    S.SUBMITTED: say("An officer begins to check it."),
    S.UNDER_CHECK: say("The facts are checked, and the body that the rules name decides."),
    S.REFERRED_BACK: say("The applicant answers."),
    S.ADMITTED: say("They are entered once everything is there."),
    S.APPEALED: say("Others than those who refused it decide on the appeal."),
    S.REFUSED: say("Nothing, unless they appeal. They can also apply again."),
    S.REFUSAL_STANDS: say("Nothing. They can apply again."),
    S.ENTERED: say("Nothing. They are a member."),
    S.LAPSED: say("Nothing. They can apply again."),
    S.WITHDRAWN: say("Nothing. They can apply again."),
}


OPEN_AGAIN = say(
    "Somebody whom the last decision names says that it is not what was decided, so it was taken back. The body that"
    " the rules name decides again, and that decision is entered."
)


def ways(
    state: State, *, has_facts: bool, is_recommended: bool, hindrance: Refusal | None, is_open_again: bool
) -> CaseWays:
    """Return what can be done with an application in a state.

    :param hindrance: what an admitted one waits for before its entry.
    :param is_open_again: a decision on it was taken back, and nothing was done since.
    """
    found = _ways(state, has_facts=has_facts, is_recommended=is_recommended, hindrance=hindrance)
    return replace(found, waiting=OPEN_AGAIN) if is_open_again else found


def _ways(state: State, *, has_facts: bool, is_recommended: bool, hindrance: Refusal | None) -> CaseWays:
    """Return what can be done with an application in a state, whichever way it came there."""
    checking = (STATE_FACT, RECOMMEND, RULE, REFER_BACK, STAND_BACK, WITHDRAW)
    match state:
        case S.SUBMITTED:
            return CaseWays(main=TAKE_UP, others=(STATE_FACT, STAND_BACK, WITHDRAW))
        case S.UNDER_CHECK:
            main = RULE if is_recommended else RECOMMEND if has_facts else STATE_FACT
            return _but(main, checking)
        case S.REFERRED_BACK:
            return CaseWays(main=ANSWER, others=(STATE_FACT, STAND_BACK, WITHDRAW), waiting=NEXT[state])
        case S.ADMITTED:
            return _admitted(hindrance)
        case S.APPEALED:
            return CaseWays(main=RULE, others=(STATE_FACT, RECOMMEND, STAND_BACK, WITHDRAW), waiting=NEXT[state])
        case S.REFUSED:
            return CaseWays(others=(APPEAL,), waiting=NEXT[state])
        case _:
            return CaseWays()


def _but(main: Way, ways: tuple[Way, ...]) -> CaseWays:
    return CaseWays(main=main, others=tuple(one for one in ways if one is not main))


def _admitted(hindrance: Refusal | None) -> CaseWays:
    """Return what can be done before an entry."""
    others = (STAND_BACK, WITHDRAW)
    if hindrance is None:
        return CaseWays(main=ENTER, others=others)
    if isinstance(hindrance, NotGivenYet):
        return CaseWays(main=GIVE, others=others)
    return CaseWays(others=others, waiting=hindrance.sentence())
