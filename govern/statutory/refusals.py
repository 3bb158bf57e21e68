"""Why a step of a statutory resolution is refused."""

from datetime import date

from govern.core.errors import Refusal
from govern.core.words import Sentence, say, say_many


class NotASociety(Refusal):
    """These sections are of societies."""

    code = "not-a-society"
    source = "CCBSA 2014 ss.111, 113, 119, 120: what a registered society can do by special resolution"
    says = say("Only a society goes by these sections. A company or a charity resolves once, at one meeting.")


class NotUnderThatSection(Refusal):
    """The motion is of another kind, is decided elsewhere, or goes by another section already."""

    code = "not-under-that-section"
    source = "CCBSA 2014 ss.111(2), 113(2), 120(2): a resolution passed at a general meeting"
    says = say(
        "This motion cannot go by that section. It has to be a special resolution that the members decide at a"
        " meeting, on a conversion, an amalgamation or a dissolution, and no vote on it may have been called."
    )


class NotSaidToBeDormant(Refusal):
    """That section is of dormant societies alone."""

    code = "not-said-to-be-dormant"
    source = "CCBSA 2014 s.119(3)(b), (6): a society that is dormant, and is not a credit union"
    says = say(
        "Section 120 is for a dormant society alone. Say that it is one, or let the members sign an instrument under"
        " section 119."
    )


class CourseBegun(Refusal):
    """One motion, one course."""

    code = "course-begun"
    source = "CCBSA 2014 ss.111, 113, 120"
    says = say("This motion goes by a section of the Act already. Open its page to see what comes next.")


class ClearDaysMissing(Refusal):
    """Members need the days that the rules give them, from when somebody can have seen the notice."""

    code = "clear-days-missing"
    source = "The mutual’s rules: clear days’ notice of special business"

    def __init__(self, *, days: int, needed: int, earliest: date) -> None:
        """Take the clear days there would be, those the rules ask for, and the first day that leaves them."""
        super().__init__(days, needed, earliest)
        self.days, self.needed, self.earliest = days, needed, earliest

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "That leaves %(count)s clear day between notice and meeting, and the rules ask for %(needed)s. What is sent"
            " from here counts two days later, and what was given before counts from its entry. Hold the"
            " meeting on %(earliest)s or later.",
            "That leaves %(count)s clear days between notice and meeting, and the rules ask for %(needed)s. What is"
            " sent from here counts two days later, and what was given before counts from its entry. Hold the"
            " meeting on %(earliest)s or later.",
            count=max(0, self.days),
            needed=self.needed,
            earliest=self.earliest,
        )


class NoticeTooEarly(Refusal):
    """Nobody can be told of what was not proposed, or not carried, yet."""

    code = "notice-too-early"
    source = "CCBSA 2014 ss.111(2), 113(2), 120(2): notice that the resolution will be proposed"

    def __init__(self, not_before: date, *, meeting: int) -> None:
        """Take the first day that the notice can name, and of which meeting it is."""
        super().__init__(not_before, meeting)
        self.not_before, self.meeting = not_before, meeting

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.meeting == 1:
            return say(
                "The motion was proposed on %(day)s, and no notice of it was given before. Enter that day or a later"
                " one.",
                day=self.not_before,
            )
        return say(
            "The first meeting carried it on %(day)s, and notice of a second is given after that. Enter that day or a"
            " later one.",
            day=self.not_before,
        )


class NoticeTooLate(Refusal):
    """The month for the second meeting ends before the clear days do."""

    code = "notice-too-late"
    source = "The mutual’s rules: clear days’ notice of special business; CCBSA 2014 ss.111(2), 113(2), 120(2)(e)"

    def __init__(self, *, latest: date, given_by: date) -> None:
        """Take the last day for the second meeting, and the last day for its notice."""
        super().__init__(latest, given_by)
        self.latest, self.given_by = latest, given_by

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The second meeting can be held until %(latest)s, and notice of it had to be given by %(given_by)s."
            " With this notice no day is left. It lapses unless notice was given in time.",
            latest=self.latest,
            given_by=self.given_by,
        )


class OutsideTheWindow(Refusal):
    """The second meeting has its days."""

    code = "outside-the-window"
    source = "CCBSA 2014 ss.111(2), 113(2), 120(2)(e): at least 14 days, and no more than one month, from the first"

    def __init__(self, *, earliest: date, latest: date) -> None:
        """Take the first and the last day that would do."""
        super().__init__(earliest, latest)
        self.earliest, self.latest = earliest, latest

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The second meeting can be held from %(earliest)s to %(latest)s. Choose one of these days.",
            earliest=self.earliest,
            latest=self.latest,
        )


class NoticeMissing(Refusal):
    """Notice of the second meeting comes before its vote."""

    code = "second-notice-missing"
    source = "CCBSA 2014 ss.111(2), 113(2), 120(2)(d)"
    says = say("No notice of a second meeting is on record. Give it first, and hold the vote on its day.")


class FirstNoticeMissing(Refusal):
    """Notice of the first meeting comes before its vote too."""

    code = "first-notice-missing"
    source = "CCBSA 2014 ss.111(2), 113(2), 120(2): notice that the resolution will be proposed"
    says = say("No notice of the first meeting is on record. Give it first, and hold the vote on its day.")


class WindowStillOpen(Refusal):
    """Until its last day has passed, the second meeting can be held."""

    code = "window-still-open"
    source = "CCBSA 2014 ss.111(2), 113(2), 120(2)(e): no more than one month from the first meeting"

    def __init__(self, latest: date) -> None:
        """Take the last day."""
        super().__init__(latest)
        self.latest = latest

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("The second meeting can still be held until %(day)s. It lapses after that day.", day=self.latest)


class NotOnItsDay(Refusal):
    """A vote is held at the meeting that notice was given of."""

    code = "not-on-its-day"
    source = "CCBSA 2014 ss.111(2), 113(2), 120(2)"

    def __init__(self, meeting_on: date, *, meeting: int) -> None:
        """Take the day of the meeting, and which of the two it is."""
        super().__init__(meeting_on, meeting)
        self.meeting_on, self.meeting = meeting_on, meeting

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.meeting == 1:
            return say(
                "The first meeting was called for %(day)s. Hold the vote on that day, or give notice of another.",
                day=self.meeting_on,
            )
        return say(
            "The second meeting was called for %(day)s. Hold the vote on that day, or give notice of another.",
            day=self.meeting_on,
        )


class NotThatFar(Refusal):
    """What statute lists has its order."""

    code = "not-that-far"
    source = "CCBSA 2014 ss.111, 113, 119-121"

    def __init__(self, comes_next: Sentence | None, *, has_failed: bool = False, dissolves: bool = False) -> None:
        """Take what has to be done first, or None where nothing comes any more.

        :param has_failed: whether it was not carried.
        :param dissolves: whether it dissolves the society, which it does only once notice of it is published.
        """
        super().__init__(str(comes_next), has_failed, dissolves)
        self.comes_next, self.has_failed, self.dissolves = comes_next, has_failed, dissolves

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.comes_next is not None:
            return say("This is not its turn. What comes next: %(stage)s.", stage=self.comes_next)
        if self.has_failed:
            return say("It was not carried, so nothing comes next. It can be proposed again as a new motion.")
        if self.dissolves:
            return say("It is registered, so nothing comes next here: the registrar publishes notice of it.")
        return say("It is registered and has effect, so nothing comes next.")


class NotAMemberThen(Refusal):
    """Only a member signs, and only a member declares as one."""

    code = "not-a-member-then"
    source = "CCBSA 2014 ss.119(1), 121(3)"

    def __init__(self, day: date) -> None:
        """Take the day."""
        super().__init__(day)
        self.day = day

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "They were no member on %(day)s, and only a member can do this. Look at the day again.", day=self.day
        )


class NotOnThatDay(Refusal):
    """What bears a hand bears it on a day that has come, of a paper that there was."""

    code = "not-on-that-day"
    source = "CCBSA 2014 ss.119(3), 121(2): signed, and declared, before it is sent"

    def __init__(self, *, not_before: date, today: date) -> None:
        """Take the days that it must lie between: from when the instrument was begun, until today."""
        super().__init__(not_before, today)
        self.not_before, self.today = not_before, today

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The instrument was begun on %(begun)s, and today is %(today)s. Enter a day from the one to the other.",
            begun=self.not_before,
            today=self.today,
        )


class SignedAlready(Refusal):
    """One member, one signature."""

    code = "signed-already"
    source = "CCBSA 2014 s.119(1): of all the members"
    says = say("Their signature is on record, and counts once.")


class DeclaredAlready(Refusal):
    """Whoever declares does so once: the secretary is not one of the three as well."""

    code = "declared-already"
    source = "CCBSA 2014 s.121(3): the secretary and three members"
    says = say("Their declaration is on record. The secretary and three others have to make it.")


class NotTheSecretary(Refusal):
    """Statute wants the secretary's own hand."""

    code = "not-the-secretary"
    source = "CCBSA 2014 ss.111(5), 113(5), 121(3), (4)"

    def __init__(self, day: date) -> None:
        """Take the day."""
        super().__init__(day)
        self.day = day

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("They did not hold the office of secretary on %(day)s. Name who did.", day=self.day)


class OneHandForTwo(Refusal):
    """The chair signs and the secretary countersigns."""

    code = "one-hand-for-two"
    source = "CCBSA 2014 ss.111(5), 113(5), 121(4): signed by the chair and countersigned by the secretary"
    says = say("The chair of the second meeting signs, and the secretary countersigns. Name two people.")


class NotItsChair(Refusal):
    """The copy bears the hand of whoever was in the chair when it was confirmed."""

    code = "not-its-chair"
    source = "CCBSA 2014 ss.111(5), 113(5), 121(4): signed by the chair of the meeting at which it was passed"
    says = say(
        "The copy is signed by whoever was in the chair of the second meeting, and by nobody in their stead. The page"
        " of its vote says who that was."
    )


class SentTooEarly(Refusal):
    """A copy of what was not resolved yet."""

    code = "sent-too-early"
    source = "CCBSA 2014 ss.111(5), 113(5), 121(4): after the second meeting"

    def __init__(self, *, not_before: date, today: date) -> None:
        """Take the days that it must lie between."""
        super().__init__(not_before, today)
        self.not_before, self.today = not_before, today

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.not_before == self.today:
            return say("What comes before it was done today, %(today)s. Enter today’s date.", today=self.today)
        return say(
            "Enter a day from %(earliest)s to %(today)s, which is today.", earliest=self.not_before, today=self.today
        )


class SignaturesMissing(Refusal):
    """Three quarters of all the members have to sign first."""

    code = "signatures-missing"
    source = "CCBSA 2014 s.119(1)"

    def __init__(self, *, needed: int) -> None:
        """Take how many are missing."""
        super().__init__(needed)
        self.needed = needed

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "%(count)s signature is missing to three quarters of all the members. Enter it first.",
            "%(count)s signatures are missing to three quarters of all the members. Enter them first.",
            count=self.needed,
        )
