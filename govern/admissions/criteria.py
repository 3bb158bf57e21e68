"""Whether somebody belongs to a constituency: the rules in force held against what an application states.

Each criterion gives a finding with its sum worked out, so that whoever reads it can check it. It says
nothing of why somebody needs support.

Source: domain 2.1, 2.5, 2.7; the rules in force: constituencies and who belongs to them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from govern.admissions.rules import FactKind
from govern.constitution.parameters.membership import Criteria
from govern.constitution.rules import Third
from govern.core.languages import LocalText
from govern.core.words import Sentence, say, say_many
from govern.register.rules import age_on

LAW_OF_CRITERIA = "The rules in force: constituencies and who belongs to them"
LAW_OF_AGE = "The rules in force: youngest age of a member"
ONE_HOME = "One person in one constituency, by precedence: domain 2.7"
# By which facts somebody shows that they belong to a constituency that fills a third.
SHOWN_BY: Mapping[Third | None, tuple[FactKind, ...]] = {
    Third.WORKFORCE: (FactKind.EMPLOYED_SINCE,),
    Third.SERVICE_USERS: (FactKind.SUPPORTED_SINCE, FactKind.CARES_SINCE),
}
OTHERWISE = (FactKind.QUALIFIES_SINCE,)
PROOF = "proof"


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A fact that an application states, and whether somebody without an interest has seen the proof."""

    kind: FactKind
    day: date | None = None
    number: int | None = None
    is_verified: bool = False


@dataclass(frozen=True, kw_only=True)
class Home:
    """A constituency with its criteria in the rules in force."""

    code: str
    name: LocalText
    third: Third | None
    criteria: Criteria

    @property
    def shown_by(self) -> tuple[FactKind, ...]:
        """Return the facts that show when somebody began to belong here."""
        return SHOWN_BY.get(self.third, OTHERWISE)


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """What is known of who applies.

    :param birth_on: None where it is not kept.
    """

    is_body: bool = False
    birth_on: date | None = None
    is_known_adult: bool = False
    facts: Sequence[Stated] = ()


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one criterion comes to.

    :param code: of the criterion: age, probation, hours, precedence, proof.
    :param holds: None where nothing stated shows it either way.
    :param holds_from: the day on which it will, where only time is missing.
    :param figures: what is so and what the rules ask for, where both are one kind of number: days, or hours.
    """

    code: str
    holds: bool | None
    sentence: Sentence
    source: str
    holds_from: date | None = None
    figures: tuple[int, int] | None = None

    @property
    def bars(self) -> bool:
        """Say whether it keeps the applicant out for good as things stand."""
        return self.holds is False and self.holds_from is None


@dataclass(frozen=True, kw_only=True)
class AgeAsked:
    """What the rules ask for of an applicant's age.

    :param is_to_be_shown: by a fact, for what somebody says of their own age is their word.
    """

    youngest: int
    is_to_be_shown: bool = False


def findings(applicant: Applicant, *, home: Home, others: Iterable[Home], age: AgeAsked, on: date) -> list[Finding]:
    """Return what every criterion comes to on a day.

    :param home: the constituency applied to.
    :param others: the mutual's other constituencies, for precedence.
    """
    found = [] if applicant.is_body else [_age(applicant, age, on=on)]
    if home.criteria.probation_days:
        found.append(_probation(applicant, home, on=on))
    if home.criteria.min_hours:
        found.append(_hours(applicant, home))
    found += [finding for other in others if (finding := _precedence(applicant, home, other, on=on)) is not None]
    if applicant.facts:
        found.append(_proof(applicant))
    return found


def resting_on_word(
    applicant: Applicant, *, home: Home, others: Collection[Home], age: AgeAsked, on: date
) -> list[Finding]:
    """Return what would be found otherwise if only those facts counted of which somebody has seen the proof.

    Source: domain 2.8 INV-08.
    """
    seen = replace(applicant, facts=[one for one in applicant.facts if one.is_verified])
    stated, proved = (findings(one, home=home, others=others, age=age, on=on) for one in (applicant, seen))
    return [one for one in stated if one.code != PROOF and one not in proved]


def not_shown(found: Iterable[Finding]) -> list[Finding]:
    """Return what the rules ask for and nothing shows either way. That a proof was not seen is another matter."""
    return [one for one in found if one.holds is None and one.code != PROOF]


def bearing_on(home: Home, others: Iterable[Home], *, is_age_shown: bool = False) -> dict[FactKind, Home]:
    """Return the facts that bear on an application to a constituency, each with the constituency that it is asked for.

    They are those that show that somebody belongs there, or to one that goes before it. What they would show of any
    other is nobody's business here.

    :param others: the mutual's other constituencies, of which those that go before it count.
    :param is_age_shown: the rules want the applicant's age to be shown.

    Source: UK GDPR Art. 5(1)(c); domain 2.7.
    """
    before = [one for one in others if one.criteria.precedence < home.criteria.precedence and one.third is not None]
    homes = [home, *sorted(before, key=lambda one: one.criteria.precedence)]
    found: dict[FactKind, Home] = {}
    for one in homes:
        for kind in one.shown_by:
            found.setdefault(kind, one)
    if any(one.criteria.min_hours for one in homes):
        found[FactKind.HOURS_A_WEEK] = home
    if is_age_shown:
        found[FactKind.OLD_ENOUGH] = home
    return found | {FactKind.IDENTITY: home}


def condition_on(found: Iterable[Finding]) -> date | None:
    """Return the day from which every criterion holds, where time alone is missing; None where nothing waits.

    Source: domain 2.8 INV-09: nobody is a member from before the condition was met.
    """
    return max((one.holds_from for one in found if one.holds_from is not None), default=None)


def not_in_the_rules() -> list[Finding]:
    """Return what is found of whoever applies to a constituency that the rules in force do not name: nobody belongs."""
    worked = say("The rules in force do not name the constituency that they applied to, so nobody belongs to it.")
    return [Finding(code="constituency", holds=False, sentence=worked, source=LAW_OF_CRITERIA)]


def _age(applicant: Applicant, asked: AgeAsked, *, on: date) -> Finding:
    """Hold the applicant's age against the youngest age of a member."""
    age = None if applicant.birth_on is None else age_on(applicant.birth_on, on)
    is_stated = any(one.kind is FactKind.OLD_ENOUGH for one in applicant.facts)
    if age is not None and (age < asked.youngest or is_stated or not asked.is_to_be_shown):
        worked = say("%(age)s years old; the rules ask for %(needed)s.", age=age, needed=asked.youngest)
        return Finding(code="age", holds=age >= asked.youngest, sentence=worked, source=LAW_OF_AGE)
    if applicant.is_known_adult and not asked.is_to_be_shown:
        return Finding(code="age", holds=True, sentence=say("Confirmed to be an adult."), source=LAW_OF_AGE)
    if is_stated:
        stated = say("Stated to be old enough; the rules ask for %(needed)s.", needed=asked.youngest)
        return Finding(code="age", holds=True, sentence=stated, source=LAW_OF_AGE)
    missing = say("Nothing shows their age. The rules ask for %(needed)s.", needed=asked.youngest)
    return Finding(code="age", holds=None, sentence=missing, source=LAW_OF_AGE)


def _probation(applicant: Applicant, home: Home, *, on: date) -> Finding:
    """Hold the time since they began to belong against what the rules ask for."""
    needed = home.criteria.probation_days
    since = began_on(applicant.facts, home)
    if since is None:
        missing = say_many(
            "Nothing shows since when. The rules ask for %(count)s day.",
            "Nothing shows since when. The rules ask for %(count)s days.",
            count=needed,
        )
        return Finding(code="probation", holds=None, sentence=missing, source=LAW_OF_CRITERIA)
    met_on, belonged = since + timedelta(days=needed), max(0, (on - since).days)
    worked = say(
        "%(fact)s since %(since)s, which is %(days)s; the rules ask for %(needed)s, reached on %(met_on)s.",
        fact=_WORDS[_kind_of(applicant.facts, home)],
        since=since,
        days=_days(belonged),
        needed=_days(needed),
        met_on=met_on,
    )
    is_met = met_on <= on
    return Finding(
        code="probation",
        holds=is_met,
        sentence=worked,
        source=LAW_OF_CRITERIA,
        holds_from=None if is_met else met_on,
        figures=(belonged, needed),
    )


def _hours(applicant: Applicant, home: Home) -> Finding:
    """Hold the hours a week against what the rules ask for."""
    needed = home.criteria.min_hours
    stated = [one.number for one in applicant.facts if one.kind is FactKind.HOURS_A_WEEK and one.number is not None]
    if not stated:
        missing = say("Nothing shows the hours a week. The rules ask for %(needed)s.", needed=needed)
        return Finding(code="hours", holds=None, sentence=missing, source=LAW_OF_CRITERIA)
    worked = say("%(hours)s hours a week; the rules ask for %(needed)s.", hours=stated[-1], needed=needed)
    is_met, figures = stated[-1] >= needed, (stated[-1], needed)
    return Finding(code="hours", holds=is_met, sentence=worked, source=LAW_OF_CRITERIA, figures=figures)


def _precedence(applicant: Applicant, home: Home, other: Home, *, on: date) -> Finding | None:
    """Find that somebody who belongs to a constituency that goes first applies to one that goes after it."""
    if other.criteria.precedence >= home.criteria.precedence or not _belongs(applicant, other, on=on):
        return None
    worked = say(
        "What is stated shows that they belong to “%(other)s”, which goes before “%(home)s”.",
        other=other.name,
        home=home.name,
    )
    return Finding(code="precedence", holds=False, sentence=worked, source=ONE_HOME)


def _belongs(applicant: Applicant, home: Home, *, on: date) -> bool:
    """Say whether what is stated meets every criterion of a constituency."""
    if began_on(applicant.facts, home) is None or home.third is None:
        return False
    is_long_enough = _probation(applicant, home, on=on).holds
    return bool(is_long_enough and (not home.criteria.min_hours or _hours(applicant, home).holds))


def _proof(applicant: Applicant) -> Finding:
    """Find whether somebody without an interest has seen the proof of everything stated."""
    unseen = sum(not one.is_verified for one in applicant.facts)
    if not unseen:
        seen = say("Somebody without an interest has seen the proof of everything stated.")
        return Finding(code=PROOF, holds=True, sentence=seen, source="INV-08: nobody certifies themselves")
    waiting = say_many(
        "The proof of %(count)s fact has not been seen yet. Nobody is admitted by a fact until then.",
        "The proof of %(count)s facts has not been seen yet. Nobody is admitted by a fact until then.",
        count=unseen,
    )
    return Finding(code=PROOF, holds=None, sentence=waiting, source="INV-08: nobody certifies themselves")


def began_on(facts: Sequence[Stated], home: Home) -> date | None:
    """Return the earliest day since when somebody belongs to a constituency, as stated."""
    return min((one.day for one in facts if one.kind in home.shown_by and one.day is not None), default=None)


def _kind_of(facts: Sequence[Stated], home: Home) -> FactKind:
    """Return the fact by which they belong."""
    since = began_on(facts, home)
    return next(one.kind for one in facts if one.kind in home.shown_by and one.day == since)


def _days(count: int) -> Sentence:
    return say_many("%(count)s day", "%(count)s days", count=count)


_WORDS: Mapping[FactKind, Sentence] = {
    FactKind.EMPLOYED_SINCE: say("Employed"),
    FactKind.SUPPORTED_SINCE: say("Supported"),
    FactKind.CARES_SINCE: say("A carer"),
    FactKind.QUALIFIES_SINCE: say("Qualifies"),
}
