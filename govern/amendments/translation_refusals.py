"""Why a translation is not taken, or not ruled on."""

from govern.core.errors import Refusal
from govern.core.words import say


class TranslationWaits(Refusal):
    """One translation is looked at at a time."""

    code = "translation-waits"
    says = say(
        "A translation was given already, and the secretary has not said yet whether it says the same."
        " Another can be given after that."
    )


class NoTranslationWaits(Refusal):
    """A ruling is on the translation that waits."""

    code = "no-translation-waits"
    status = 404
    says = say("This translation does not wait any more. The page of the motion shows its text.")
