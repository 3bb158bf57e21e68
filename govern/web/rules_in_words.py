"""The rules by which something is refused, each in a sentence, for readers who do not know its number."""

from govern.core.words import Sentence, say

# By what stands in a refusal's source. Two that say the same share a sentence.
OWN_CASE = say("Nobody decides on their own case.")
ONE_MEMBERSHIP = say("One person has one membership.")
OWN_VOTE = say("Nobody votes on what is decided about them.")
BY_NAME: dict[str, Sentence] = {
    "INV-01": OWN_CASE,
    "INV-02": say("One person decides, and another person enters it."),
    "INV-03": OWN_CASE,
    "INV-04": OWN_CASE,
    "INV-05": OWN_CASE,
    "INV-06": say("Each person who asks to join is decided on by themselves."),
    "INV-08": say("Nobody checks their own proof, or that of people close to them."),
    "INV-09": say("The register shows the true dates, and nothing is dated back."),
    "INV-10": say("An older register needs two people: one brings it in, another checks it."),
    "INV-11": say("The founders found the mutual once, and nobody can do it again."),
    "INV-12": say("Whoever runs the machine has no power over members or votes."),
    "INV-13": ONE_MEMBERSHIP,
    "INV-14": say("You can vote only if you are on the roll, and still a member when you vote."),
    "INV-15": say("Only those on the roll are counted."),
    "INV-17": OWN_VOTE,
    "INV-19": say("Whoever acts for a body has its word in writing first."),
    "INV-23": say("Nobody who was expelled comes back by a smaller vote than the one that expelled them."),
    "INV-24": say("Where a right to vote is in doubt, that is settled before the box is opened."),
    "INV-25": say("Each person has one vote, and the first one counts."),
    "INV-26": say("Those who may vote today decide who may vote from then on."),
    "INV-27": say("New rules hold for what is begun after they are registered."),
    "INV-28": say("Only a decision of those whom the rules name can change the rules."),
    "INV-29": say("A group of members that would lose by new rules has to agree to them."),
    "INV-30": say("Nobody moves from one group of members to another to win a vote."),
    "INV-32": say("Where our rules ask for it, a director from the same group of members takes part."),
    "INV-34": say("Whoever runs an election has no part in it, and candidates are members who may stand."),
    "INV-35": say("Candidates are checked even where nobody stands against them."),
    "INV-36": say("Nobody signs their own appointment."),
    "INV-38": OWN_VOTE,
    "INV-39": say("A ballot is opened only with the link or the code of the voter."),
    "INV-40": say("Nobody acts in another person’s name."),
    "INV-41": say("Whoever is turned down is told why, and the reason is kept."),
    "INV-42": say("Only members and those whom they chose can make somebody a member."),
    "CCBSA 2014 s.30": say("The law says what the register of a society holds."),
    "CCBSA 2014 s.16": say("The law says that new rules hold from their registration on."),
    "CCBSA 2014 s.2": say("The law says how many people found a society."),
    "CA 2006 s.175": say("The law says that whoever has an interest of their own stands back."),
    "Separation of powers": say("Different people admit members, run ballots, check them and run the machine."),
}


def rule_in_words(source: str) -> list[Sentence]:
    """Return the rules that a source names, in sentences; none where it is in plain words already.

    >>> [str(sentence) for sentence in rule_in_words("INV-01, INV-05: nobody votes themselves in")]
    ['Nobody decides on their own case.']
    """
    return list({sentence.msgid: sentence for name, sentence in BY_NAME.items() if name in source}.values())
