"""The English source sentences of `scottish-2011`, each with its code, facts and rule.

Rule numbers are those of the Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1.
Doors that speak other languages translate by code and facts, never by the sentence.
"""

from collections.abc import Sequence

from govern.counting.stages import EARLIER_STAGE, Reason, Tie, decimal_text

ORDER = "SSI 2011/399, Schedule 1, "
PLACES = 5


def first_preferences(*, valid: int, seats: int, quota: int) -> tuple[Reason, Reason]:
    """Say how the papers were first sorted, and what the quota is.

    Source: rules 46 and 47.
    """
    sorting = Reason(
        "first-preferences",
        ORDER + "rule 46",
        {"valid": valid},
        f"The {valid} valid {_papers(valid)} went to their first preferences, each at a value of 1.00000.",
    )
    facts: dict[str, object] = {"valid": valid, "seats": seats, "quota": quota}
    setting = Reason(
        "quota",
        ORDER + "rule 47",
        facts,
        f"The quota is {quota}: {valid} divided by one more than the {seats} to be elected, "
        "ignoring any fraction, plus 1.",
    )
    return sorting, setting


def reached_quota(who: int, name: str, *, votes: int, quota: int) -> Reason:
    """Say that a candidate is deemed elected.

    Source: rule 48.
    """
    shown = decimal_text(votes, PLACES)
    text = f"{name} has {shown} votes, which is at least the quota of {quota}, and is deemed elected."
    return Reason("reached-quota", ORDER + "rule 48", {"who": who, "votes": shown, "quota": quota}, text)


def surplus_moved(who: int, name: str, *, surplus: int, votes: int, papers: int) -> Reason:
    """Say whose surplus moved, and at what value.

    Source: rules 49 and 50(1).
    """
    shown, held = decimal_text(surplus, PLACES), decimal_text(votes, PLACES)
    text = (
        f"{name}’s surplus of {shown} was transferred: each of the {papers} {_papers(papers)} went to its next "
        f"available preference at its value times {shown} divided by {held}, ignoring what follows the fifth decimal."
    )
    facts: dict[str, object] = {"who": who, "surplus": shown, "votes": held, "papers": papers}
    return Reason("surplus-transferred", ORDER + "rules 49 and 50(1)", facts, text)


def excluded(who: int, name: str, *, votes: int, papers: int) -> Reason:
    """Say who was excluded, and what became of the papers.

    Source: rule 51.
    """
    shown = decimal_text(votes, PLACES)
    text = f"No surplus remained, so the candidate with the fewest votes, {name} with {shown}, was excluded"
    if papers:
        text += f", and the {papers} {_papers(papers)} went to the next available preference at unchanged value"
    return Reason("excluded", ORDER + "rule 51", {"who": who, "votes": shown, "papers": papers}, text + ".")


def tie_broken(tie: Tie, names: Sequence[str], *, surplus: bool) -> Reason:
    """Say how a tie for the largest surplus, or for the fewest votes, was broken.

    Source: rules 50(2)-(3) and 52(2).
    """
    facts: dict[str, object] = {"tied": list(tie.tied), "chosen": tie.chosen, "stage": tie.compared_stage}
    tied = listed([names[number - 1] for number in tie.tied])
    chosen = names[tie.chosen - 1]
    goes = f"{chosen}’s surplus was taken first" if surplus else f"{chosen} was the one to go"
    rule = ORDER + ("rule 50(2)-(3)" if surplus else "rule 52(2)")
    if tie.by == EARLIER_STAGE:
        more = "most" if surplus else "fewest"
        text = (
            f"{tied} had equal votes; looking back to stage {tie.compared_stage}, {chosen} had the {more}, so {goes}."
        )
        return Reason("tie-earlier-stage", rule, facts, text)
    text = f"{tied} had equal votes, and looking back did not separate them all; by the lot order, {goes}."
    return Reason("tie-lot", rule, facts, text)


def last_vacancies(who: Sequence[int], names: Sequence[str], *, vacancies: int) -> Reason:
    """Say that those who remained took the places that remained.

    Source: rule 53.
    """
    people = listed([names[number - 1] for number in who])
    deemed = "is" if len(who) == 1 else "are"
    text = (
        f"No more candidates continued than the {vacancies} {'place' if vacancies == 1 else 'places'} still vacant, "
        f"so {people} {deemed} deemed elected and nothing more is transferred."
    )
    return Reason("last-vacancies", ORDER + "rule 53", {"who": list(who), "vacancies": vacancies}, text)


def _papers(number: int) -> str:
    return "paper" if number == 1 else "papers"


def plural(number: int, what: str) -> str:
    """Return a number and what it is of: 1 paper, 2 papers."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def listed(names: Sequence[str]) -> str:
    """Return names as people list them: A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
