"""Why a signature under an instrument of dissolution, or a declaration on it, is not entered or not denied."""

from collections.abc import Sequence
from datetime import date

from govern.core.errors import Refusal
from govern.core.words import Sentence, say, say_many
from govern.deciding.phrases import paragraph

# Said once of all the numbers that are nobody's.
NO_SUCH_MEMBER = say("No member has such a number.")


class NoneEntered(Refusal):
    """Of many signatures in one form either all are entered or none is."""

    code = "no-signature-entered"
    source = "CCBSA 2014 s.119(3)(a): at least 75% of the members, testified by their signatures"

    def __init__(self, faults: Sequence[tuple[int, Sentence]]) -> None:
        """Take the member numbers that cannot be entered, each with why."""
        super().__init__([(number, str(why)) for number, why in faults])
        self.faults = faults

    def sentence(self) -> Sentence:
        """Return the sentence."""
        numbers: dict[str, list[int]] = {}
        reasons = {str(why): why for _number, why in self.faults}
        for number, why in self.faults:
            numbers.setdefault(str(why), []).append(number)
        return paragraph(
            [
                say("Nothing was entered, because of these numbers."),
                *(_told(sorted(set(found)), reasons[why]) for why, found in numbers.items()),
            ]
        )


def _told(numbers: Sequence[int], why: Sentence) -> Sentence:
    """Say once why some numbers cannot be entered."""
    listed = ", ".join(str(number) for number in numbers)
    return say_many(
        "Member %(numbers)s: %(why)s", "Members %(numbers)s: %(why)s", count=len(numbers), numbers=listed, why=why
    )


class NumberedTwice(Refusal):
    """One member, one signature."""

    code = "numbered-twice"
    source = "CCBSA 2014 s.119(3)(a)"
    says = say("The number is in the list twice. Enter it once.")


class SignatureWasDenied(Refusal):
    """Whoever said that they had not signed an instrument is not said to have signed it a second time."""

    code = "signature-was-denied"
    source = "Nobody acts in somebody else’s name (INV-40); CCBSA 2014 s.119(3)(a)"

    def __init__(self, day: date) -> None:
        """Take the day on which they said so."""
        super().__init__(day)
        self.day = day

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "They said on %(day)s that they had not signed this instrument, so nobody enters a signature of theirs"
            " under it again. If an officer only entered that, and they did sign, let them say so in their own history."
            " If they want to sign now, begin another instrument, and let them sign that.",
            day=self.day,
        )


class DeclaredTooEarly(Refusal):
    """That the Act was complied with is declared once the instrument is approved, and not before."""

    code = "declared-too-early"
    source = "CCBSA 2014 s.121(2): that all relevant provisions of this Act have been complied with"

    def __init__(self, approved_on: date) -> None:
        """Take the day on which it was approved."""
        super().__init__(approved_on)
        self.approved_on = approved_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The instrument was approved on %(day)s, and that the Act was complied with is declared on that day or"
            " later. Let them declare it again, and enter the day on which they do.",
            day=self.approved_on,
        )


class SignatureDeniedAlready(Refusal):
    """It is struck once."""

    code = "signature-denied-already"
    says = say("This signature counts no longer, and nothing else has to be done.")


class NotTheirSignature(Refusal):
    """Whoever is said to have signed says so themselves, or tells an officer who keeps the agenda."""

    code = "not-their-signature"
    source = "Nobody acts in somebody else’s name (INV-40)"
    status = 403
    says = say("This is not your signature. Whoever is said to have signed says so themselves, or telephones us.")


class SignatureWasSent(Refusal):
    """What is with the registrar bears the signatures that it bears."""

    code = "signature-was-sent"
    source = "CCBSA 2014 s.121: the instrument is sent with its signatures"
    says = say(
        "The instrument was sent to the registrar with this signature. Write to the registrar. Whoever did not sign can"
        " still say so here."
    )


class SignatureWrongUnsaid(Refusal):
    """An entry is taken back with what was wrong with it."""

    code = "signature-wrong-unsaid"
    source = "Nobody acts in somebody else’s name (INV-40)"
    says = say("Say what was wrong with the entry.")


class DeclarationWasDenied(Refusal):
    """Whoever said that they had not declared is not said to have declared a second time."""

    code = "declaration-was-denied"
    source = "Nobody acts in somebody else’s name (INV-40); CCBSA 2014 s.121(3)"
    says = say(
        "They said that they had not declared this. Let somebody else declare it, and enter that. If an officer only"
        " entered that, and they did declare, let them say so in their own history."
    )


class DeclarationDeniedAlready(Refusal):
    """It is denied once."""

    code = "declaration-denied-already"
    says = say("This declaration counts no longer, and nothing else has to be done.")


class NotTheirDeclaration(Refusal):
    """Whoever is said to have declared says so themselves, or tells an officer who keeps the agenda."""

    code = "not-their-declaration"
    source = "Nobody acts in somebody else’s name (INV-40)"
    status = 403
    says = say("This is not your declaration. Whoever is said to have declared says so themselves, or telephones us.")


class OwnWordStands(Refusal):
    """What somebody entered themselves, nobody denies or takes back for them."""

    code = "own-word-stands"
    source = "Nobody acts in somebody else’s name (INV-40)"
    status = 403
    says = say(
        "They entered this themselves, or said themselves that it is so. Only they can say that it is not, once they"
        " have signed in."
    )


class NothingToUphold(Refusal):
    """Nobody but an officer has to have said that it is not so."""

    code = "nothing-to-uphold"
    source = "Nobody acts in somebody else’s name (INV-40)"
    says = say("No officer entered that this is not so. Either it counts, or you said yourself that it is not so.")
