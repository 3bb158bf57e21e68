"""Why somebody does not rule on order."""

from govern.core.errors import Refusal
from govern.core.words import say


class RulesOnOwnWords(Refusal):
    """Whoever stands behind words does not rule on them."""

    code = "rules-on-own-words"
    source = "Procedure of meetings: the chair stands back from their own motion; domain 2.8 INV-05, INV-38"
    says = say(
        "You stand behind these words, or have an interest in them, so somebody else rules on them:"
        " the chair, whoever takes the chair in their stead, or the secretary."
    )


class ChairRules(Refusal):
    """The chair rules on order."""

    code = "chair-rules"
    source = "Procedure of meetings: the chair rules on order"
    says = say(
        "The chair rules on this. The secretary does so only while everybody who holds the chair stands behind it"
        " or has an interest in it."
    )
