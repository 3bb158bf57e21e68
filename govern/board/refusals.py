"""Why the board says no."""

from collections.abc import Sequence
from datetime import date

from govern.core.errors import Refusal
from govern.core.words import Sentence, say, say_many


class TooFewVacantSeats(Refusal):
    """There are not as many empty seats as there are people to fill them."""

    code = "too-few-vacant-seats"
    source = "Board plan: one holder a seat"

    def __init__(self, *, wanted: int, vacant: int) -> None:
        """Take both numbers."""
        super().__init__(wanted, vacant)
        self.wanted, self.vacant = wanted, vacant

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "%(wanted)s, and %(vacant)s on the day the term starts. Look at the board plan, then enter that number.",
            wanted=say_many("%(count)s seat was asked for", "%(count)s seats were asked for", count=self.wanted),
            vacant=say_many("%(count)s is empty", "%(count)s are empty", count=self.vacant),
        )


class AppointedByThemselves(Refusal):
    """Nobody puts themselves on the board."""

    code = "appointed-by-themselves"
    source = "INV-36: the instrument is signed by somebody else"
    says = say(
        "Who is appointed cannot sign the appointment or enter it. Ask another officer of the authority to sign."
    )


class SignedByNoOfficer(Refusal):
    """An instrument is the authority's own only if an officer of it signed."""

    code = "signed-by-no-officer"
    source = "INV-36: the instrument is signed by an authorised signatory of the authority"
    says = say(
        "Who signed does not hold the office of council officer today. Ask the administrator to grant it, or ask"
        " an officer of the authority to sign."
    )


class TermOfNoDays(Refusal):
    """A term has at least one day, and never begins before the instrument is received."""

    code = "term-of-no-days"
    source = "Domain 6.2: an appointment takes effect on receipt or later, and is not backdated"

    def __init__(self, *, starts_on: date) -> None:
        """Take the first day of the term."""
        super().__init__(starts_on)
        self.starts_on = starts_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The term begins on %(starts)s, and its last day comes before that. Choose a later last day.",
            starts=self.starts_on,
        )


class SeatIsHeld(Refusal):
    """A seat has one holder at a time."""

    code = "seat-is-held"
    source = "Board plan: one holder a seat"
    says = say("Somebody holds this seat on a day of that term. Choose an empty seat, or a first day after their term.")


class TooYoungForBoard(Refusal):
    """Nobody comes onto the board who is younger than law and rules let a director be."""

    code = "too-young-for-board"
    source = "CCBSA 2014 s.31(3); CA 2006 s.157; the mutual’s rules: youngest age of a director"

    def __init__(self, *, age: int, on: date) -> None:
        """Take the age, and the day on which the term begins."""
        super().__init__(age, on)
        self.age, self.on = age, on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This person will be younger than %(age)s on %(day)s, when the term begins, so they cannot be a director"
            " yet. Choose a later first day, or somebody else.",
            age=self.age,
            day=self.on,
        )


class SitsAlready(Refusal):
    """Nobody holds two seats at a time."""

    code = "sits-already"
    source = "Board plan: one seat a person"
    says = say("This person holds a seat of the board on a day of that term, and nobody holds two. Choose another.")


class SeatNotTheirs(Refusal):
    """The authority fills its own third and no other."""

    code = "seat-not-theirs"
    source = "Domain 6.2: the authority appoints to the authority’s third"
    says = say("The members elect this seat; the authority cannot fill it. Choose a seat of the authority’s third.")


class NotInTheSeat(Refusal):
    """The term had ended by that day, or the seat was vacated before."""

    code = "not-in-the-seat"
    source = "Domain 6.4: a seat is vacated once, within its term"

    def __init__(self, on: date) -> None:
        """Take the day."""
        super().__init__(on)
        self.on = on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("This term in the seat has ended by %(day)s. There is nothing to vacate then.", day=self.on)


class NotTheirAppointment(Refusal):
    """The authority ends only what it gave."""

    code = "not-their-appointment"
    source = "Domain 6.2: the authority removes whom it appointed"
    says = say("The authority did not appoint this director, so it cannot end the term. Look at how they came in.")


class NotConditioned(Refusal):
    """The instrument names no office on which the appointment depends."""

    code = "not-conditioned"
    source = "Domain 10, case 10: only the instrument matters"
    says = say(
        "The instrument does not make this appointment depend on an office, so it stands."
        " It ends when the authority says so, or with its term."
    )


class VacatedBeforeReceipt(Refusal):
    """A notice takes effect on receipt or later."""

    code = "vacated-before-receipt"
    source = "Domain 6.2: on receipt or a stated later date"

    def __init__(self, received_on: date) -> None:
        """Take the day of receipt."""
        super().__init__(received_on)
        self.received_on = received_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("The notice was received on %(day)s. Choose that day or a later one.", day=self.received_on)


class NotOnTheBoard(Refusal):
    """A decision of the board names people who were not directors on its day."""

    code = "not-on-the-board"
    source = "INV-05: the board is its directors on the day; domain 6.5"

    def __init__(self, names: Sequence[str], *, on: date) -> None:
        """Take who they are, and the day."""
        super().__init__(names, on)
        self.names = names
        self.on = on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Not a director on %(day)s: %(names)s. Only directors take part in a decision of the board."
            " Check the day and who took part.",
            day=self.on,
            names=", ".join(self.names),
        )


class NotFounders(Refusal):
    """The board that members elect cannot act yet, and somebody else is to have decided for it."""

    code = "not-founders"
    source = "Domain 2.7: the first directors, who are the founders, act until the members have elected a board"

    def __init__(self, names: Sequence[str], *, on: date) -> None:
        """Take who they are, and the day."""
        super().__init__(names, on)
        self.names = names
        self.on = on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Neither a founder nor a director on %(day)s: %(names)s. Until the board that members elect can act,"
            " the founders decide for it, with the directors there are. Check who took part.",
            day=self.on,
            names=", ".join(self.names),
        )
