"""Why a roll says no."""

from govern.core.errors import Refusal
from govern.core.words import say


class RollAlreadyFrozen(Refusal):
    """A frozen roll stays as it is."""

    code = "roll-already-frozen"
    source = "Decisions: a frozen roll entry is never updated"
    says = say("This roll is already frozen, and a frozen roll cannot be changed.")


class NobodyOnRoll(Refusal):
    """A roll without electors cannot be voted on."""

    code = "nobody-on-roll"
    says = say(
        "Nobody in the register was entitled on the roll date, so there is no roll to freeze."
        " Check the roll date and the register's entries, then try again."
    )
