"""Why a change of the rules is refused."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from govern.core.errors import Refusal
from govern.core.languages import LocalText
from govern.core.words import Sentence, say


class _OfMotion(Exception):
    """What another motion stands in the way of. Its sentence names that motion by `number`."""

    says: ClassVar[Sentence]

    def __init__(self, number: int) -> None:
        """Take the number of the motion that stands in the way."""
        super().__init__(number)
        self.number = number

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return replace(self.says, facts={"number": str(self.number)})


class FranchiseChangeNotPutAsSuch(Refusal):
    """What changes the franchise is decided as such, and not in passing."""

    code = "franchise-change-not-put-as-such"
    source = "INV-26: the electorate of a franchise-affecting change is fixed by the rules in force at notice"

    def __init__(self, changes: Sentence) -> None:
        """Take the name of the first rule that touches the franchise."""
        super().__init__(str(changes))
        self.changes = changes

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This draft changes who may be a member, vote or stand, or how it counts: “%(changes)s”."
            " Propose it as a change of the franchise.",
            changes=self.changes,
        )


class RulesNeedMore(Refusal):
    """Rules are not changed like other things."""

    code = "rules-need-more"
    source = "CCBSA 2014 s.14; CA 2006 s.21; Co-operatives UK model, list of special resolutions"
    says = say(
        "The members change the rules by a special or extraordinary resolution."
        " Propose it as one of these, or as a change of the franchise."
    )


class EntrenchedClauseTouched(Refusal):
    """An entrenched clause is changed by all the members, and by no fewer."""

    code = "entrenched-clause-touched"
    source = "The mutual’s rules: entrenched clauses; CA 2006 s.22"

    def __init__(self, clause: Sentence) -> None:
        """Take what the clause is about."""
        super().__init__(str(clause))
        self.clause = clause

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This draft changes a clause that the rules entrench: “%(clause)s”. Every member must be for it."
            " Propose it from the page of the draft, or leave that clause as it is.",
            clause=self.clause,
        )


class DraftOvertaken(Refusal):
    """A draft that was written before the rules in force would undo them unseen."""

    code = "draft-overtaken"
    source = "INV-28: what the members decide on is a change of the rules in force"
    says = say(
        "Other rules have been registered since this was drafted, and it would undo them."
        " Draft the change again on the rules in force."
    )


class ChangeOnItsWay(_OfMotion, Refusal):
    """What one motion brings is not brought by another beside it: the members would decide on it twice."""

    code = "change-on-its-way"
    source = "INV-28: a change of the rules goes one way, from its motion to its registration"
    says = say(
        "Motion %(number)s brings this change of the rules already. It can be proposed again only where that"
        " motion is not carried."
    )


class DraftOfMotion(_OfMotion, Refusal):
    """What was put to the members stays on record."""

    code = "draft-of-motion"
    source = "INV-28: what the members decide on is the draft of their motion"
    says = say(
        "Motion %(number)s put this draft to the members, so it stays on record with that motion."
        " Only a draft that nobody has proposed can be discarded."
    )


class ConsentIsAsked(_OfMotion, Refusal):
    """A class is asked once at a time."""

    code = "consent-is-asked"
    source = "Class consent: domain 5.8"
    says = say(
        "Motion %(number)s asks this constituency for its consent already. It can be asked again once that"
        " motion is decided."
    )


class ConsentNotAsked(Refusal):
    """A class is asked only for consent to what is taken from it."""

    code = "consent-not-asked"
    source = "Class consent: domain 5.8"
    says = say(
        "No motion that changes the rules needs the consent of this constituency to that draft."
        " Propose the change to the members first."
    )


class ChangeNotCarried(Refusal):
    """The members have not carried the change."""

    code = "change-not-carried"
    source = "INV-28: only a carried resolution publishes a version of the rules"
    says = say("The members have not carried this change of the rules. It goes to them as a motion first.")


class ConsentMissing(Refusal):
    """A constituency from which the change takes something has not consented."""

    code = "consent-missing"
    source = "INV-29: a change needs the consent of each class from which it takes something"

    def __init__(self, missing: Sequence[LocalText]) -> None:
        """Take the names of the constituencies, of which there is at least one."""
        super().__init__([str(name) for name in missing])
        self.missing = missing

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "“%(name)s” has not consented to what this change takes from it."
            " Put it to those members as a class motion first.",
            name=self.missing[0],
        )


class ChangeNotFiled(Refusal):
    """What was never sent to the registrar cannot have been registered."""

    code = "change-not-filed"
    source = "CCBSA 2014 s.16; CA 2006 s.26"
    says = say("This change has not been sent to the registrar. Enter the day on which it was, then its registration.")
