"""Which majority a motion needs: chosen by its kind, its way, who decides, the legal form and the rules.

Source: domain 5.4, 5.5, 5.8, 6.4.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from govern.constitution.parameters.board import OF_A_SOCIETY, Parity, ReservedMatter, WrittenMode
from govern.constitution.parameters.meetings import Comparator as Compared
from govern.constitution.parameters.meetings import Denominator, Predicate, SilentClass
from govern.constitution.rulebook import RuleBook
from govern.constitution.rules import LegalForm, Third
from govern.core.words import say
from govern.deciding.classes import capped
from govern.deciding.college import College
from govern.deciding.majorities import Base, Comparator, Limb, Measure
from govern.deciding.rules import CONSENT_OF_EACH, MAJORITY_OF_EACH, Rule
from govern.deciding.rules import EVERY_RULE as EVERY_RULE
from govern.deciding.votes import ClassVotes, Name, Votes
from govern.motions import matters
from govern.motions.rules import Deciders, Kind, Way

FIRST, SECOND = "-first", "-second"
EACH_THIRD = say("at least one director of each third")
BASES = {
    Denominator.CAST: Base.CAST,
    Denominator.ELIGIBLE: Base.ELIGIBLE,
    Denominator.ALL_MEMBERS: Base.ALL_MEMBERS,
}
COMPARATORS = {Compared.MORE_THAN: Comparator.MORE_THAN, Compared.AT_LEAST: Comparator.AT_LEAST}
WRITTEN = {
    WrittenMode.UNANIMOUS: "board-written-unanimous",
    WrittenMode.MAJORITY: "board-written-majority",
    WrittenMode.MAJORITY_AND_EACH_THIRD: "board-written-majority",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is known of a division before anybody votes.

    :param named: the rule of motions.deciding that the motion itself names, such as that of a statute.
    :param is_readmission: whether somebody would be taken back who was expelled.
    :param changes_rules: whether it would bring drafted rules into force, or consents to them.
    """

    kind: Kind
    deciders: Deciders
    way: Way
    legal_form: LegalForm
    matter: ReservedMatter | None = None
    named: str | None = None
    is_amendment: bool = False
    is_confirming: bool = False
    is_readmission: bool = False
    changes_rules: bool = False

    @property
    def is_written(self) -> bool:
        """Say whether it is decided in writing."""
        return self.way is Way.WRITTEN

    @property
    def expels(self) -> bool:
        """Say whether somebody would be expelled, or taken back who was."""
        return self.is_readmission or self.matter is ReservedMatter.EXPEL_MEMBERS


def name_of(asked: Asked, book: RuleBook) -> str:
    """Return the name of the majority that a division needs, by which it is kept with the division."""
    if asked.deciders is Deciders.BOARD:
        return _of_the_board(asked, book)
    if asked.is_amendment:
        return "company-ordinary-meeting" if asked.legal_form.is_company else "ordinary"
    if asked.named is not None:
        return _named(asked.named, is_confirming=asked.is_confirming)
    if asked.expels:
        return _special(asked) if asked.legal_form.is_company else "expulsion-three-quarters"
    if asked.kind is Kind.CLASS:
        return "class-rights" if asked.legal_form.is_company else "ordinary"
    if asked.legal_form.is_society and asked.matter in matters.MAJORITIES:
        return matters.MAJORITIES[asked.matter]
    takes_more = asked.matter in matters.BY_MORE or asked.matter in book.reserved_matters
    return _special(asked) if asked.kind in matters.SPECIAL or takes_more else _ordinary(asked, book)


def _of_the_board(asked: Asked, book: RuleBook) -> str:
    if asked.is_written:
        return WRITTEN[book.board_written_mode]
    return "electoral-college" if parity(asked, book) is Parity.P3 else "board-meeting"


def parity(asked: Asked, book: RuleBook) -> Parity:
    """Return how the rules keep the thirds equal in a decision of the board."""
    is_reserved = asked.kind is Kind.RESERVED or (asked.matter is not None and asked.matter in book.reserved_matters)
    return book.board_parity_reserved if is_reserved else book.board_parity


def _named(name: str, *, is_confirming: bool) -> str:
    """Return the rule of the first or the second meeting, whichever this is.

    >>> _named("ccbsa-113-first", is_confirming=True), _named("ccbsa-113", is_confirming=False)
    ('ccbsa-113-second', 'ccbsa-113-first')
    """
    stem = name.removesuffix(FIRST)
    if is_confirming and stem + SECOND in EVERY_RULE:
        return stem + SECOND
    return name if name in EVERY_RULE else stem + FIRST


def _special(asked: Asked) -> str:
    if asked.legal_form.is_company:
        return "company-special-written" if asked.is_written else "company-special-meeting"
    if asked.legal_form is LegalForm.CIO:
        return "cio-amendment-meeting" if asked.way is Way.MEETING else "cio-amendment-unanimous"
    return "extraordinary"


def _ordinary(asked: Asked, book: RuleBook) -> str:
    if asked.legal_form.is_company:
        return "company-ordinary-written" if asked.is_written else "company-ordinary-meeting"
    return "electoral-college" if book.class_weights else "ordinary"


def rule_of(name: str, asked: Asked, book: RuleBook) -> Rule:
    """Return the majority of a division, as the mutual's own rules set it where the law leaves it to them."""
    rule = _as_set(name, asked, book)
    if asked.deciders is Deciders.BOARD or asked.is_amendment:
        return rule
    if asked.way is Way.BALLOT and book.member_ballot_min_turnout is not None:
        rule = rule.with_turnout(book.member_ballot_min_turnout)
    return _with_each_class(rule, asked, book)


def _as_set(name: str, asked: Asked, book: RuleBook) -> Rule:
    """Return a majority with the figures, the weights and the casting vote of the rules."""
    rule = EVERY_RULE[name]
    match name:
        case "board-meeting":
            return replace(rule, takes_casting_vote=book.board_casting_vote)
        case "board-written-majority":
            is_of_each = book.board_written_mode is WrittenMode.MAJORITY_AND_EACH_THIRD
            return rule.with_one_of_each(EACH_THIRD) if is_of_each else rule
        case "ordinary":
            limb = _limb(book.ordinary_majority, asked)
            return replace(rule, limbs=(limb,), takes_casting_vote=book.gm_casting_vote and asked.way is Way.MEETING)
        case "extraordinary":
            return replace(rule, limbs=(_limb(book.extraordinary_majority, asked),))
        case "expulsion-three-quarters":
            share = book.readmission_majority if asked.is_readmission else book.expulsion_majority
            base = Base.ELIGIBLE if asked.is_written else Base.CAST
            return replace(rule, limbs=(Limb(Measure.FOR, Comparator.AT_LEAST, share, base),))
        case "electoral-college":
            return replace(rule, college=_college(asked, book))
    return rule


def _limb(predicate: Predicate, asked: Asked) -> Limb:
    """Return what the rules ask for; in writing it is a share of all who are entitled, for nobody is there.

    Source: domain 5.5; CA 2006 s.282(2), s.283(2).
    """
    base = BASES[predicate.denominator]
    if asked.is_written and base is Base.CAST:
        base = Base.ELIGIBLE
    return Limb(Measure.FOR, COMPARATORS[predicate.comparator], predicate.share, base)


def _college(asked: Asked, book: RuleBook) -> College:
    """Return the college of the thirds, whom nobody makes sleep, or that of the classes, as the rules have it.

    Source: domain 5.8; domain 2.8 INV-31.
    """
    if asked.deciders is Deciders.BOARD:
        return College(dormant_below=0)
    return College(
        silence_counts=book.silent_class_rule is SilentClass.COUNTS_AS_ZERO,
        dormant_below=book.weight_dormant_below,
        dormant_weight_to=book.dormant_weight_to,
    )


def _with_each_class(rule: Rule, asked: Asked, book: RuleBook) -> Rule:
    """Ask each class as well, where the rules put the matter to each.

    A class whose own rights are changed has to consent; of others, one that is silent is left out. What goes by a
    section of the Act is of its matter, whatever its proposer said.
    """
    of_it = {asked.matter, matters.of_majority(asked.named)}
    if asked.matter in OF_A_SOCIETY:
        of_it |= {ReservedMatter.AS_STATUTE_REQUIRES}
    if asked.kind is Kind.FRANCHISE:  # which is a change of the rules as well
        of_it |= {ReservedMatter.FRANCHISE, ReservedMatter.ALTER_RULES}
    put_to_each = of_it.intersection(book.concurrent_majority_matters)
    if asked.is_confirming or asked.kind is Kind.CLASS or not put_to_each:
        return rule
    return rule.with_each_class(CONSENT_OF_EACH if ReservedMatter.FRANCHISE in put_to_each else MAJORITY_OF_EACH)


@dataclass(frozen=True, kw_only=True)
class OfClass:
    """The votes of one class or third, counted.

    :param eligible: how many of it can vote on this; None where nobody said.
    """

    code: str
    called: Name
    in_favour: int
    against: int
    abstained: int
    eligible: int | None


def votes_of(name: str, asked: Asked, book: RuleBook, *, classes: tuple[OfClass, ...], members: int) -> Votes:
    """Return the votes as a majority weighs them: with the weights and the caps of the rules, where they apply.

    What statute gives to the members counts one each.

    Source: domain 5.8.
    """
    votes = Votes(
        in_favour=sum(one.in_favour for one in classes),
        against=sum(one.against for one in classes),
        abstained=sum(one.abstained for one in classes),
        eligible=sum(one.eligible or 0 for one in classes),
        members=members,
        classes=tuple(class_votes(one, name, asked, book) for one in classes),
    )
    return as_capped(votes, name, asked, book)


def as_capped(votes: Votes, name: str, asked: Asked, book: RuleBook) -> Votes:
    """Return votes with the caps of the rules, where they apply."""
    is_capped = asked.deciders is Deciders.MEMBERS and name in ("ordinary", "extraordinary") and book.class_vote_cap
    return capped(votes, book.class_vote_cap) if is_capped else votes


def class_votes(one: OfClass, name: str, asked: Asked, book: RuleBook) -> ClassVotes:
    """Return the votes of one class with its weight, where the majority has weights."""
    weight: Fraction | None = None
    if name == "electoral-college":
        is_boards = asked.deciders is Deciders.BOARD
        weight = Fraction(1, len(Third)) if is_boards else book.class_weights.get(one.code, Fraction(0))
    return ClassVotes(
        code=one.code,
        called=one.called,
        in_favour=one.in_favour,
        against=one.against,
        weight=weight,
        members=one.eligible,
    )
