"""Why a name on paper cannot be denied, or a motion without a proposer goes no further."""

from govern.core.errors import Refusal
from govern.core.words import say


class DeniedAlready(Refusal):
    """It is said once."""

    code = "name-denied-already"
    says = say("It is on record that this name was not given. It counts no longer, and nothing else has to be done.")


class NotTheirName(Refusal):
    """Whose name it is says so themselves, or tells an officer who keeps the agenda."""

    code = "not-their-name"
    source = "Nobody acts in somebody else’s name (INV-40)"
    status = 403
    says = say("This is not your name. Whose name it is says so themselves, or telephones us.")


class ProposerDenies(Refusal):
    """A motion that nobody proposes is not decided."""

    code = "proposer-denies"
    source = "Procedure of meetings: a motion has a proposer; nobody acts in somebody else’s name (INV-40)"
    says = say(
        "Whoever was entered as its proposer says that they do not propose this motion. So it goes no further. Until"
        " it is on the agenda the chair can rule it out of order; after that the chair or the secretary withdraws it."
    )


class TextIsTheProposers(Refusal):
    """What a motion says is its proposer's own."""

    code = "text-is-the-proposers"
    source = "Nobody acts in somebody else’s name (INV-40); procedure of meetings: whose motion it is words it"
    status = 403
    says = say(
        "Only whoever proposes this motion changes its words, for it did not come on paper. You can tell them what you"
        " would change, or propose another wording once it is on the agenda."
    )
