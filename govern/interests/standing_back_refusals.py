"""Why somebody takes no part in a motion."""

from govern.core.errors import Refusal
from govern.core.words import say

SOURCE = "Domain 2.8 INV-02, INV-05, INV-17, INV-38: who is interested takes no part"


class OfficerStandsBack(Refusal):
    """Whom a motion is about, who is close to them, and who has an interest in it, does nothing with it as an officer.

    What they say for themselves stays open to them.
    """

    code = "officer-stands-back"
    source = SOURCE
    says = say(
        "This motion is about you or somebody close to you, or you have an interest in it. So you do nothing with it"
        " in your office. Ask another officer who is free to do this, or have a deputy appointed."
    )


class HandStandsBack(Refusal):
    """Whoever takes no part in a motion signs nothing of it as an officer either."""

    code = "hand-stands-back"
    source = SOURCE
    says = say(
        "Whoever would countersign takes no part in this motion: it is about them or somebody close to them, or they"
        " have an interest in it. Have a deputy secretary countersign who is free."
    )


class CodeOfTheInterested(Refusal):
    """Whoever prints a code can come by it, so that in a matter of their own it speaks for nobody."""

    code = "code-of-the-interested"
    source = "INV-40; decision 0039: whoever prints a code can come by it"
    says = say(
        "The letter with your code was printed by somebody whom this motion concerns. So nothing is taken by it here."
        " Call us: another officer prints you a new one, and then you can do this at once."
    )


class ApplicantEntersAdmissions(Refusal):
    """Whoever has asked to be admitted enters no motion on an admission for somebody else."""

    code = "applicant-enters-admissions"
    source = SOURCE
    says = say(
        "You have asked to be admitted yourself, and that is not decided. So another officer enters motions on"
        " admissions."
    )


class ProposerInterested(Refusal):
    """Nobody proposes their own admission, or that of somebody close to them, or a franchise by which they gain."""

    code = "proposer-interested"
    source = SOURCE
    says = say(
        "Whoever proposes this motion does not count: it is about them or somebody close to them, they have an interest"
        " in it, or an officer who has one entered their name. It goes on once somebody else"
        " proposes it: anybody who may vote on it, is free, and whose name is not under it. They open the motion and"
        " choose “Propose it in their stead”."
    )


class ProposesOwnMatter(Refusal):
    """A motion that admits, or changes the franchise, is proposed by somebody who is free."""

    code = "proposes-own-matter"
    source = SOURCE
    says = say(
        "The motion is about whoever would propose it, or about somebody close to them. So it is not taken from them."
        " Somebody else who may vote on it and is free can propose it."
    )


class SeconderStandsBack(Refusal):
    """A motion whose seconder has an interest in it is seconded by somebody else before it is voted on."""

    code = "seconder-stands-back"
    source = "The mutual’s rules: a motion needs a seconder; domain 5.6"
    says = say(
        "Whoever seconds this motion stands back from it, so their name does not count. The vote is called once"
        " somebody else seconds it: they open the motion and choose “Support this motion”."
    )


class ProposerStands(Refusal):
    """A motion stays its proposer's as long as they count."""

    code = "proposer-stands"
    source = "Procedure of meetings: a motion is its proposer’s"
    says = say("Whoever proposes this motion still counts, so nobody takes it over. You can support it.")


class ChairStandsBack(Refusal):
    """Whoever has an interest in a motion is not in the chair of a vote on it."""

    code = "chair-stands-back"
    source = SOURCE
    says = say(
        "The motion is about whoever would be in the chair, or somebody close to them, or they have an interest in it."
        " Somebody else who holds the office of chair takes the chair. If nobody does, have a deputy appointed."
    )
