"""What tellers are refused, who count the hands."""

from govern.core.errors import Refusal
from govern.core.words import Fact, Sentence, say


class TellerInterested(Refusal):
    """Tellers have no part in what they count."""

    code = "teller-interested"
    source = "INV-34: tellers have no interest"
    says = say(
        "You stand behind this motion, or it is about you or somebody you are connected with. Let another teller count."
    )


class MoreHandsThanPeople(Refusal):
    """Nobody raises two hands, and only whoever is in the room raises one."""

    code = "more-hands-than-people"
    source = "INV-14, INV-34: hands are those of the people in the room, each once"

    def __init__(self, name: Fact, *, hands: int, there: int) -> None:
        """Take what the class is called, and how many of it were counted and are there."""
        super().__init__(name, hands, there)
        self.name, self.hands, self.there = name, hands, there

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "%(name)s: you counted %(hands)s, and %(there)s are entered as in the room. Nothing was kept. Look at your"
            " figures; if somebody came in later, the chair or the secretary enters them first.",
            name=self.name,
            hands=self.hands,
            there=self.there,
        )


class OtherTellerFirst(Refusal):
    """One teller counted, and the other has not."""

    code = "other-teller-first"
    source = "Two tellers count, each for themselves"
    says = say("Your count is entered. Now the other teller counts, without looking at yours.")


class CountStands(Refusal):
    """Two tellers have agreed with each other and with the room."""

    code = "count-stands"
    says = say("Both tellers agree with each other and with the number in the room, so the count stands.")
