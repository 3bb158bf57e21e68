"""When a resolution is carried: every majority by its name, and the sum in words.

Each rule is a row of domain 5.4 or 5.8. Periods of notice, windows and filing are not majorities, and are not here.

Source: domain 5.4, 5.8; decisions, "Law and procedure, corrected".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from govern.core.words import Sentence, say
from govern.deciding import sums, veiled
from govern.deciding.classes import EachClass, Silence
from govern.deciding.college import College, Score
from govern.deciding.figures import ensure_possible
from govern.deciding.majorities import Base, Comparator, Limb, Measure
from govern.deciding.refusals import ClassesNeeded, Figure, FigureNeeded, WeightsNeeded
from govern.deciding.sums import LimbOutcome
from govern.deciding.veiled import Veil
from govern.deciding.votes import Votes

HALF, TWO_THIRDS, THREE_QUARTERS = Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)
FIFTH, TENTH, QUARTER, WHOLE = Fraction(1, 5), Fraction(1, 10), Fraction(1, 4), Fraction(1)


class Casting(StrEnum):
    """The chair's second vote."""

    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When a resolution is carried: every limb holds, and whatever the rule asks of the classes.

    :ivar one_of_each: where at least one vote for is needed from each class, what that is called.
    :ivar takes_casting_vote: whether the chair may decide between equal votes, where the rules give that.
    """

    called: Sentence
    source: str
    limbs: tuple[Limb, ...] = ()
    each_class: EachClass | None = None
    college: College | None = None
    one_of_each: Sentence | None = None
    takes_casting_vote: bool = False

    @property
    def asks_classes(self) -> bool:
        """Say whether the votes of each class have to be known."""
        return bool(self.each_class or self.college or self.one_of_each)

    @property
    def is_signed(self) -> bool:
        """Say whether members sign an instrument, and do not vote."""
        return any(limb.measure is Measure.SIGNED for limb in self.limbs)

    @property
    def needs_eligible(self) -> bool:
        """Say whether it has to be known how many could have voted."""
        return any(limb.base in (Base.ELIGIBLE, Base.DIRECTORS) for limb in self.limbs)

    @property
    def needs_members(self) -> bool:
        """Say whether it has to be known how many members there are."""
        return any(limb.base is Base.ALL_MEMBERS for limb in self.limbs)

    @property
    def asked_for(self) -> Sentence:
        """Return what has to be reached, in words and without a number."""
        of_classes = [sums.asked_of_each(self.each_class)] if self.each_class else []
        if self.college:
            of_classes.append(say("more than half of the weight of the classes"))
        return sums.asked_for(self.limbs, [*of_classes, *([self.one_of_each] if self.one_of_each else [])])

    def with_turnout(self, share: Fraction) -> "Rule":
        """Return the rule for a vote that counts only where this share of those entitled take part."""
        return replace(self, limbs=(*self.limbs, Limb(Measure.TOOK_PART, Comparator.AT_LEAST, share, Base.ELIGIBLE)))

    def with_one_of_each(self, called: Sentence) -> "Rule":
        """Return the rule for a decision that somebody of each class must be for.

        :param called: what that is called, such as "at least one director of each third".
        """
        return replace(self, one_of_each=called)

    def with_each_class(self, each_class: EachClass) -> "Rule":
        """Return the rule for a matter that each class has to carry as well."""
        return replace(self, each_class=each_class)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a division.

    :ivar working: the worked sum in words, which begins with what came of it.
    :ivar limbs: each condition with its figures, in the order of the sum.
    :ivar score: of an electoral college.
    """

    carried: bool
    working: Sentence
    limbs: tuple[LimbOutcome, ...] = ()
    score: Score | None = None


def decide(rule: Rule, votes: Votes, *, casting: Casting | None = None, veil: Veil | None = None) -> Outcome:
    """Return whether a resolution is carried under a rule, and the sum in words.

    All figures are of one roll: who votes, who took part, and of how many (INV-33).

    :param casting: how the chair used a casting vote, where the mutual's rules give one.
    :param veil: what of the sum is not told; it changes nothing of what comes of it.
    :raises FigureNotPossible: the figures contradict each other.
    :raises FigureNeeded: the rule asks for a figure that is not there.
    :raises ClassesNeeded: it asks for the votes of each class.
    :raises WeightsNeeded: it asks for the weight of each class.
    """
    ensure_possible(votes)
    _ensure_enough(rule, votes)
    decides = _decides(rule, votes, casting)
    limbs = _limbs(rule, votes, is_broken_for=decides and casting is Casting.FOR)
    score = rule.college.score(votes.classes) if rule.college else None
    carried = all(limb.is_met for limb in limbs) and (score is None or score.is_met)
    notes = [*_on_casting(rule, casting, decides=decides), *(veiled.notes(score) if veil else _left_out(rule, votes))]
    if veil is not None:
        limbs, score = veil.limbs(limbs, votes, rule.each_class, score), None
    said = votes if veil is None else veil.whole
    counted = None if said is None else sums.counted(said, signed=rule.is_signed)
    working = sums.working(counted, carried=carried, limbs=limbs, score=score, notes=notes)
    return Outcome(carried=carried, limbs=limbs, score=score, working=working)


def _ensure_enough(rule: Rule, votes: Votes) -> None:
    """Refuse to guess a figure."""
    if rule.needs_eligible and votes.eligible is None:
        raise FigureNeeded(Figure.ELIGIBLE)
    if rule.needs_members and votes.members is None:
        raise FigureNeeded(Figure.MEMBERS)
    if rule.asks_classes and not votes.classes:
        raise ClassesNeeded
    if rule.college and (
        any(one.weight is None for one in votes.classes) or not any(one.weight for one in votes.classes)
    ):
        raise WeightsNeeded


def _decides(rule: Rule, votes: Votes, casting: Casting | None) -> bool:
    """Say whether a casting vote comes to bear: between equal votes, of which there are some, where it may."""
    return casting is not None and rule.takes_casting_vote and votes.cast > 0 and votes.in_favour == votes.against


def _limbs(rule: Rule, votes: Votes, *, is_broken_for: bool) -> tuple[LimbOutcome, ...]:
    limbs = [sums.of_all(limb.weigh(votes), is_broken_for=is_broken_for) for limb in rule.limbs]
    if rule.each_class:
        limbs += sums.of_each_class(rule.each_class, votes.classes)
    if rule.one_of_each:
        limbs.append(sums.one_of_each(rule.one_of_each, votes.classes))
    return tuple(limbs)


def _on_casting(rule: Rule, casting: Casting | None, *, decides: bool) -> list[Sentence]:
    if casting is None:
        return []
    return [sums.casting_vote(may=rule.takes_casting_vote, decides=decides, is_for=casting is Casting.FOR)]


def _left_out(rule: Rule, votes: Votes) -> list[Sentence]:
    if rule.each_class is None:
        return []
    return [sums.left_out(name) for name in rule.each_class.left_out(votes.classes)]


def _more_than_half(base: Base) -> Limb:
    return Limb(Measure.FOR, Comparator.MORE_THAN, HALF, base)


def _at_least(share: Fraction, base: Base) -> Limb:
    return Limb(Measure.FOR, Comparator.AT_LEAST, share, base)


def _turnout(measure: Measure, share: Fraction, base: Base) -> Limb:
    return Limb(measure, Comparator.AT_LEAST, share, base)


def _against(share: Fraction, base: Base) -> Limb:
    return Limb(Measure.AGAINST, Comparator.FEWER_THAN, share, base)


# A class that says nothing is left out, but where its own rights are changed it has to consent.
MAJORITY_OF_EACH = EachClass(comparator=Comparator.MORE_THAN, share=HALF, silence=Silence.IS_LEFT_OUT)
CONSENT_OF_EACH = EachClass(comparator=Comparator.MORE_THAN, share=HALF, silence=Silence.IS_NO_CONSENT)
CLASS_RIGHTS_OF_EACH = EachClass(comparator=Comparator.AT_LEAST, share=THREE_QUARTERS, silence=Silence.IS_NO_CONSENT)

RULES: Mapping[str, Rule] = {
    "company-ordinary-meeting": Rule(
        called=say("Company: ordinary resolution at a meeting"),
        source="CA 2006 s.282(3), (4)",
        limbs=(_more_than_half(Base.CAST),),
    ),
    "company-ordinary-written": Rule(
        called=say("Company: ordinary resolution in writing"),
        source="CA 2006 s.282(2)",
        limbs=(_more_than_half(Base.ELIGIBLE),),
    ),
    "company-special-meeting": Rule(
        called=say("Company: special resolution at a meeting"),
        source="CA 2006 s.283(4), (5)",
        limbs=(_at_least(THREE_QUARTERS, Base.CAST),),
    ),
    "company-special-written": Rule(
        called=say("Company: special resolution in writing"),
        source="CA 2006 s.283(2)",
        limbs=(_at_least(THREE_QUARTERS, Base.ELIGIBLE),),
    ),
    "ccbsa-44": Rule(
        called=say("Society: ratifying acts beyond the rules"),
        source="CCBSA 2014 s.44",
        limbs=(_at_least(THREE_QUARTERS, Base.VOTED),),
    ),
    "ccbsa-84": Rule(
        called=say("Society: going without an audit this year"),
        source="CCBSA 2014 s.84",
        limbs=(_against(FIFTH, Base.CAST), _against(TENTH, Base.ELIGIBLE)),
    ),
    "ccbsa-111-first": Rule(
        called=say("Society: amalgamation or transfer to a society, first meeting"),
        source="CCBSA 2014 s.111",
        limbs=(_at_least(TWO_THIRDS, Base.VOTED),),
    ),
    "ccbsa-111-second": Rule(
        called=say("Society: amalgamation or transfer to a society, second meeting"),
        source="CCBSA 2014 s.111",
        limbs=(_more_than_half(Base.VOTED),),
    ),
    "ccbsa-113-first": Rule(
        called=say("Society: conversion or transfer to a company, first meeting"),
        source="CCBSA 2014 s.113",
        limbs=(_at_least(THREE_QUARTERS, Base.VOTED), _turnout(Measure.VOTED, HALF, Base.ELIGIBLE)),
    ),
    "ccbsa-113-second": Rule(
        called=say("Society: conversion or transfer to a company, second meeting"),
        source="CCBSA 2014 s.113",
        limbs=(_more_than_half(Base.VOTED),),
    ),
    "ccbsa-119": Rule(
        called=say("Society: dissolution by instrument"),
        source="CCBSA 2014 s.119",
        limbs=(Limb(Measure.SIGNED, Comparator.AT_LEAST, THREE_QUARTERS, Base.ALL_MEMBERS),),
    ),
    "ccbsa-120-first": Rule(
        called=say("Dormant society: dissolution, first meeting"),
        source="CCBSA 2014 s.120",
        limbs=(_at_least(TWO_THIRDS, Base.VOTED),),
    ),
    "extraordinary": Rule(
        called=say("Extraordinary or special resolution under the rules"),
        source="Co-operatives UK model",
        limbs=(_at_least(THREE_QUARTERS, Base.CAST),),
    ),
    "entrenched": Rule(
        called=say("Change of an entrenched clause"),
        source="Co-operatives UK model",
        limbs=(_at_least(WHOLE, Base.ALL_MEMBERS),),
    ),
    "expulsion-two-thirds": Rule(
        called=say("Expulsion of a member, by two thirds"),
        source="Supporters’ trust rules, 20-25",
        limbs=(_at_least(TWO_THIRDS, Base.CAST),),
    ),
    "members-direction": Rule(
        called=say("Direction of the members to the board"),
        source="Supporters’ trust rules, 20-25",
        limbs=(_at_least(TWO_THIRDS, Base.CAST), _turnout(Measure.TOOK_PART, QUARTER, Base.ALL_MEMBERS)),
    ),
    "fairshares-special": Rule(
        called=say("FairShares: special resolution"),
        source="FairShares rules: special resolution",
        limbs=(_at_least(THREE_QUARTERS, Base.ALL_MEMBERS),),
        each_class=CONSENT_OF_EACH,
    ),
    "electoral-college": Rule(
        called=say("Electoral college of weighted classes"),
        source="Somerset Rules; the mutual’s own weights",
        college=College(),
    ),
    "concurrent-majority": Rule(
        called=say("Majority of all, and of each class"),
        source="The mutual’s own rules on matters that each class must carry",
        limbs=(_more_than_half(Base.CAST),),
        each_class=MAJORITY_OF_EACH,
    ),
}

OTHER_RULES: Mapping[str, Rule] = {
    "ordinary": Rule(
        called=say("Ordinary resolution under the rules"),
        source="Co-operatives UK model; FairShares rules",
        limbs=(_more_than_half(Base.CAST),),
        takes_casting_vote=True,
    ),
    "ccbsa-120-second": Rule(
        called=say("Dormant society: dissolution, second meeting"),
        source="CCBSA 2014 s.120",
        limbs=(_more_than_half(Base.VOTED),),
    ),
    "ccbsa-123": Rule(
        called=say("Society: winding up"),
        source="CCBSA 2014 s.123",
        limbs=(_at_least(THREE_QUARTERS, Base.CAST),),
    ),
    "expulsion-three-quarters": Rule(
        called=say("Expulsion of a member, by three quarters"),
        source="Co-operatives UK model",
        limbs=(_at_least(THREE_QUARTERS, Base.CAST),),
    ),
    "rule-change-two-thirds": Rule(
        called=say("Change of the rules, by two thirds"),
        source="Rochdale Boroughwide Housing, 2023",
        limbs=(_at_least(TWO_THIRDS, Base.VOTED),),
    ),
    "cio-amendment-meeting": Rule(
        called=say("Charity: change of the constitution at a meeting"),
        source="Charities Act 2011 s.224",
        limbs=(_at_least(THREE_QUARTERS, Base.CAST),),
    ),
    "cio-amendment-unanimous": Rule(
        called=say("Charity: change of the constitution outside a meeting"),
        source="Charities Act 2011 s.224",
        limbs=(_at_least(WHOLE, Base.ALL_MEMBERS),),
    ),
    "class-rights": Rule(
        called=say("Consent of each class to a change of its rights"),
        source="CA 2006 s.631",
        each_class=CLASS_RIGHTS_OF_EACH,
    ),
    "board-meeting": Rule(
        called=say("Decision of the board at a meeting"),
        source="Co-operatives UK model",
        limbs=(_more_than_half(Base.CAST),),
        takes_casting_vote=True,
    ),
    "board-written-majority": Rule(
        called=say("Decision of the board in writing, by a majority"),
        source="Co-operatives UK model",
        limbs=(_more_than_half(Base.DIRECTORS),),
    ),
    "board-written-unanimous": Rule(
        called=say("Decision of the board in writing, by all"),
        source="Model articles for companies",
        limbs=(_at_least(WHOLE, Base.DIRECTORS),),
    ),
}

EVERY_RULE: Mapping[str, Rule] = {**RULES, **OTHER_RULES}
