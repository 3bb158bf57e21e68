"""Why a division says no: to its call, to a vote, to a count of hands, to a declaration."""

from collections.abc import Sequence
from datetime import date, datetime

from govern.core.errors import Refusal
from govern.core.words import Fact, Sentence, say


class WayNotPossible(Refusal):
    """This motion is not put in that way."""

    code = "way-not-possible"
    status = 422
    source = "Domain 5.3, 5.5: how votes are given hangs on where they are given"
    says = say(
        "Outside a meeting there are no hands to count, and whoever agrees in writing does so by name."
        " Choose another way of voting."
    )


class AdmissionIsByName(Refusal):
    """Nobody is entered on the word of people whom nobody knows."""

    code = "admission-is-by-name"
    status = 422
    source = "INV-02; an entry waits for the word of those who decided on it"
    says = say(
        "An admission is voted on by name: who was for it says so from their own account, and without their word"
        " nobody can be entered. Choose the vote by name."
    )


class OneVoterOfAClass(Refusal):
    """What came of a secret vote would tell how one person voted."""

    code = "one-voter-of-a-class"
    status = 422
    source = "Ballots 2, Publication; CM/Rec(2017)5, standard 26: no link between voter and vote can be worked out"
    says = say(
        "A class that decides on its own has only one voter, and what comes of a secret vote would tell how they"
        " voted. Choose another way of voting."
    )


class HoursNotPossible(Refusal):
    """A division that would close before it opens, or has opened before it is called."""

    code = "division-hours-not-possible"
    status = 422
    says = say("Voting opens now or later, and closes ten minutes after that or later. Enter another day or hour.")


class RollDateNotCome(Refusal):
    """Who votes is read from the register on a day that has come."""

    code = "roll-date-not-come"
    status = 422
    source = "INV-14: entitlement is tested on the roll date"

    def __init__(self, roll_date: date) -> None:
        """Take the day."""
        super().__init__(roll_date)
        self.roll_date = roll_date

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The roll date, %(day)s, has not come. Nobody knows yet who is a member then. Enter a day until today.",
            day=self.roll_date,
        )


class NoFirstCall(Refusal):
    """At a second call nothing is asked of each class, because a first was held and too few came."""

    code = "no-first-call"
    source = "Domain 6.5: what a reconvened meeting does not ask, the first one did"
    says = say(
        "No vote on this motion has been without a quorum, so this is its first call."
        " Take the tick out, and call the vote."
    )


class SecondCallTooEarly(Refusal):
    """Those who stayed away hear that the others can go on without them."""

    code = "second-call-too-early"
    source = "Domain 6.5: a reconvened meeting is called with five clear days’ notice"

    def __init__(self, earliest: date) -> None:
        """Take the first day that is possible."""
        super().__init__(earliest)
        self.earliest = earliest

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "A second call leaves five clear days after the first, so it is possible from %(earliest)s."
            " Wait until then, or call the vote as a first call.",
            earliest=self.earliest,
        )


class NotAsked(Refusal):
    """Somebody who is not on the roll would vote."""

    code = "not-asked"
    status = 403
    source = "INV-14: a vote is accepted only from the frozen roll"
    says = say("You are not among those who are asked in this vote. The secretary can tell you why.")


class VoteNotTaken(Refusal):
    """It came before the opening, or after the close."""

    code = "vote-not-taken"
    source = "Domain 5.11: a vote is in time by the instant the server received it"

    def __init__(self, *, opens_at: datetime, closed_at: datetime, at: datetime) -> None:
        """Take the hours and the instant of receipt."""
        super().__init__(opens_at, closed_at, at)
        self.opens_at, self.closed_at, self.at = opens_at, closed_at, at

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.at < self.opens_at:
            return say("Voting opens at %(opens)s. Come back then.", opens=self.opens_at)
        return say("Voting closed at %(closed)s, so your vote was not taken.", closed=self.closed_at)


class FirstStands(Refusal):
    """Whoever has voted, or was counted in the room, has had their vote."""

    code = "first-vote-stands"
    source = "CA 2006 s.296(3): agreement cannot be revoked; INV-25"
    says = say("You have already voted, or you are counted in the room. Your first vote stands.")


class RightEnded(Refusal):
    """On the roll, and no longer a member or a director."""

    code = "right-ended"
    status = 403
    source = "INV-14: entitled on the roll date and still entitled when the vote is given"
    says = say("You are no longer entitled to vote, so no vote was taken. If that is wrong, tell the secretary.")


class VotedInSecret(Refusal):
    """This vote is in a box, and is reached by a ballot link."""

    code = "voted-in-secret"
    says = say("This vote is secret. Open your own ballot link to vote in it.")


class NotByHands(Refusal):
    """Hands are counted in a division by hands only."""

    code = "not-by-hands"
    says = say("In this vote no hands are counted.")


class NotCountedInTheRoom(Refusal):
    """Somebody who is not on the roll, has left since, or voted online, was entered as in the room."""

    code = "not-counted-in-the-room"
    source = "INV-14, INV-15, INV-25: the room counts whoever is on the roll and still entitled, and nobody twice"

    def __init__(self, numbers: Sequence[str]) -> None:
        """Take their numbers on the roll, as they were typed."""
        super().__init__(numbers)
        self.numbers = tuple(numbers)

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Nobody was entered. These are not on the roll, are no longer members or directors, have voted already, or"
            " are in the room twice: %(numbers)s. Take them out.",
            numbers=", ".join(self.numbers),
        )


class NotInTheRoom(Refusal):
    """Somebody who is not counted as in the room was to be taken out of it."""

    code = "not-in-the-room"
    source = "INV-25: everybody has one place in a vote"

    def __init__(self, numbers: Sequence[str]) -> None:
        """Take their numbers on the roll."""
        super().__init__(numbers)
        self.numbers = tuple(numbers)

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Nobody was taken out. These are not counted as in the room: %(numbers)s. Leave those numbers out.",
            numbers=", ".join(self.numbers),
        )


class RoomIsCounted(Refusal):
    """The hands of a room were counted, and are compared with who is in it."""

    code = "room-is-counted"
    source = "INV-14, INV-34: a place taken stays, once hands are counted"

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("A teller has counted the hands, so who is in the room stays as it is.")


class VotingGoesOn(Refusal):
    """Nothing is declared, opened or ended before the close."""

    code = "voting-goes-on"

    def __init__(self, closes_at: datetime) -> None:
        """Take the close."""
        super().__init__(closes_at)
        self.closes_at = closes_at

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("Voting goes on until %(closes)s. Wait for the close.", closes=self.closes_at)


class NotEndedEarly(Refusal):
    """Outside a meeting voting ends at its hour, unless nothing can change any more."""

    code = "not-ended-early"
    source = "CA 2006 s.296(4), s.297: voting outside a meeting ends at its hour, or once it is agreed"
    says = say(
        "Outside a meeting, voting is ended before its hour only when everybody has voted. What is agreed in writing"
        " ends by itself once it is carried, whatever the others say. Wait for the close."
    )


class EndedTooSoon(Refusal):
    """Who was called to vote at a meeting was told for how long, and somebody among them has not voted."""

    code = "ended-too-soon"
    source = "Domain 5.3: who is not in the room takes part too, and votes by the hour that the call told"

    def __init__(self, may_end_at: datetime) -> None:
        """Take when it can be ended first."""
        super().__init__(may_end_at)
        self.may_end_at = may_end_at

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Somebody has not voted, and the call said that this vote stays open until %(time)s. End it then, or as"
            " soon as everybody has voted.",
            time=self.may_end_at,
        )


class DoesNotAddUp(Refusal):
    """The tally does not add up, so nothing is declared."""

    code = "does-not-add-up"
    source = "Nothing is declared before the tally adds up"

    def __init__(self, why: Sentence) -> None:
        """Take the first thing that does not."""
        super().__init__(why)
        self.why = why

    def sentence(self) -> Sentence:
        """Return the sentence."""
        facts: dict[str, Fact] = {"why": self.why}
        return say("Nothing is declared before the tally adds up. %(why)s", **facts)


class NoCastingVote(Refusal):
    """It is of whoever was in the chair of the vote, if they have a first vote."""

    code = "no-casting-vote"
    status = 403
    source = "INV-14, INV-16, INV-38: the casting vote is of the chair of that vote, who has a vote of their own"

    def __init__(self, why: Sentence) -> None:
        """Take why it is not theirs."""
        super().__init__(str(why))
        self.why = why

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return self.why


class NotInTheChair(Refusal):
    """A vote is called with somebody in the chair who holds the office."""

    code = "not-in-the-chair"
    source = "Domain 5.2: the chair is fixed before the vote, and not after it"
    says = say(
        "They do not hold the office of chair today. Choose somebody who does, or have the office granted first."
    )


class NotLapsed(Refusal):
    """Only a resolution in writing lapses, at its hour, and only if it was not agreed in time."""

    code = "not-lapsed"
    source = "CA 2006 s.297: a written resolution lapses if it is not passed before its days are over"

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This has not lapsed: its hour has not come, or it was agreed in time, or it is not voted on in writing."
            " Once voting is over, the chair declares what came of it."
        )


class AlreadyDeclared(Refusal):
    """What came of it is on record."""

    code = "division-already-declared"
    says = say("This vote is declared, and stays as it was declared.")


class VotedByName(Refusal):
    """A vote without a box has no links."""

    code = "voted-by-name"
    says = say("This vote is not secret, so it has no ballot links. Whoever is asked finds it on their own page.")


class VotingIsOver(Refusal):
    """After the close nobody is let into the room, no link opens anything, and there is nothing to end."""

    code = "voting-is-over"
    says = say("Voting on this is over, so this cannot be done any more.")


class EverybodyHasALink(Refusal):
    """Links are made once: whoever has one is sent no other with them."""

    code = "everybody-has-a-link"
    source = "Domain 2.8 INV-39: links are made once, for those on the roll"
    says = say("Everybody on the roll has a ballot link. None is made twice, so there is nothing to send.")
