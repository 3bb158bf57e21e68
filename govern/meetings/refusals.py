"""Why the notice of a meeting, a vote at one, or the last day of a vote is refused."""

from datetime import date

from govern.core.errors import Refusal
from govern.core.words import Sentence, say, say_many


class MeetingNotNoticed(Refusal):
    """Members are called to a meeting before it votes."""

    code = "meeting-not-noticed"
    source = "The mutual’s rules: clear days’ notice of a general meeting; domain 5.1"
    says = say(
        "No notice of a meeting that votes on this motion is on record. Give notice of it first, and hold the vote on"
        " the day of the meeting."
    )


class NoticeIsGiven(Refusal):
    """What members were called to is decided by them."""

    code = "notice-is-given"
    source = "Procedure of meetings: the chair rules on order before notice; domain 5.1, 5.2"

    def __init__(self, given_on: date) -> None:
        """Take the day on which notice was first given."""
        super().__init__(given_on)
        self.given_on = given_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Members were called to vote on this motion on %(day)s, so it is not ruled out of order any more. Their"
            " meeting decides it, or refers it.",
            day=self.given_on,
        )


class NotOnTheDayOfItsMeeting(Refusal):
    """A vote is held at the meeting to which members were called."""

    code = "not-on-the-day-of-its-meeting"
    source = "The mutual’s rules: clear days’ notice of a general meeting; domain 5.1"

    def __init__(self, meeting_on: date) -> None:
        """Take the day of the meeting."""
        super().__init__(meeting_on)
        self.meeting_on = meeting_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The meeting was called for %(day)s. Hold the vote on that day, or give notice of another.",
            day=self.meeting_on,
        )


class NoNoticeNeeded(Refusal):
    """It is decided without a meeting of the members, or has the notices of its course."""

    code = "no-notice-needed"
    source = "Domain 5.1, 5.3, 5.5: notice is of a general meeting"
    says = say(
        "No meeting of the members votes on this motion by a notice of its own. The page of the motion says what comes"
        " next."
    )


class MeetingTooSoon(Refusal):
    """Members have the clear days of the rules between the notice and the meeting."""

    code = "meeting-too-soon"
    source = "The mutual’s rules: clear days’ notice of a general meeting, and of special business; domain 5.11"

    def __init__(self, *, days: int, needed: int, earliest: date) -> None:
        """Take the clear days there would be, those the rules ask for, and the first day that leaves them."""
        super().__init__(days, needed, earliest)
        self.days, self.needed, self.earliest = days, needed, earliest

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "That leaves %(count)s clear day between notice and meeting, and the rules ask for %(needed)s. Hold the"
            " meeting on %(earliest)s or later.",
            "That leaves %(count)s clear days between notice and meeting, and the rules ask for %(needed)s. Hold the"
            " meeting on %(earliest)s or later.",
            count=max(0, self.days),
            needed=self.needed,
            earliest=self.earliest,
        )


class NoticeBeforeItsMotion(Refusal):
    """Nobody was told of what was not proposed yet."""

    code = "notice-before-its-motion"
    source = "Domain 5.1: notice states the resolutions that are proposed"

    def __init__(self, not_before: date) -> None:
        """Take the day on which the motion was proposed."""
        super().__init__(not_before)
        self.not_before = not_before

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The motion was proposed on %(day)s, and no notice of it was given before. Enter that day or a later one.",
            day=self.not_before,
        )


class EndsWithItsMeeting(Refusal):
    """Who is at a meeting, or follows it, votes while it is held."""

    code = "ends-with-its-meeting"
    status = 422
    source = "Domain 5.2, 5.3: a vote at a meeting is taken at that meeting"

    def __init__(self, meeting_on: date) -> None:
        """Take the day of the meeting."""
        super().__init__(meeting_on)
        self.meeting_on = meeting_on

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "A vote at a meeting ends with the day of the meeting. Enter %(day)s as its last day.", day=self.meeting_on
        )


class ClosesTooEarly(Refusal):
    """Whoever is asked without a meeting has as long as notice of one would give."""

    code = "closes-too-early"
    status = 422
    source = "The mutual’s rules: clear days’ notice; domain 5.1, 5.3"

    def __init__(self, earliest: date, *, days: int) -> None:
        """Take the first day that is possible, and the clear days that the rules give."""
        super().__init__(earliest, days)
        self.earliest, self.days = earliest, days

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "The rules give %(count)s clear day’s notice of such business, and whoever is asked without a meeting has"
            " as long. Enter %(day)s or a later day.",
            "The rules give %(count)s clear days’ notice of such business, and whoever is asked without a meeting has"
            " as long. Enter %(day)s or a later day.",
            count=self.days,
            day=self.earliest,
        )


class ClosesOnDirectors(Refusal):
    """A decision between meetings is put to every director, and each can answer."""

    code = "closes-on-directors"
    status = 422
    source = "The mutual’s rules: clear days to answer; domain 5.5, 5.9: circulated to all directors"

    def __init__(self, earliest: date, *, days: int) -> None:
        """Take the first day that is possible, and the clear days that the rules give."""
        super().__init__(earliest, days)
        self.earliest, self.days = earliest, days

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "The rules give every director %(count)s clear day to answer what is decided between meetings. Enter"
            " %(day)s or a later day, or let a meeting of the board decide.",
            "The rules give every director %(count)s clear days to answer what is decided between meetings. Enter"
            " %(day)s or a later day, or let a meeting of the board decide.",
            count=self.days,
            day=self.earliest,
        )


class ClosesTooLate(Refusal):
    """What is put in writing lapses, to directors as to members."""

    code = "closes-too-late"
    status = 422
    source = "The mutual’s rules: days after which a written resolution lapses; domain 5.5"

    def __init__(self, latest: date, *, days: int) -> None:
        """Take the last day that is possible, and the days after which it lapses."""
        super().__init__(latest, days)
        self.latest, self.days = latest, days

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "What is put in writing lapses after %(count)s day, of which today is the first. Enter %(day)s.",
            "What is put in writing lapses after %(count)s days, of which today is the first. Enter %(day)s or an"
            " earlier day.",
            count=self.days,
            day=self.latest,
        )
