"""What a mutual's own rules make of figures that somebody tries beforehand: by the same choice as of a real vote.

Source: domain 5.4, 5.5, 5.8, 9.0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.rulebook import RuleBook
from govern.constitution.rules import LegalForm
from govern.core.words import Fact, Sentence, say
from govern.deciding.figures import Given
from govern.deciding.rules import EVERY_RULE, Rule
from govern.deciding.votes import Votes
from govern.motions import admissible, choosing
from govern.motions.admissible import Shape
from govern.motions.choosing import Asked, OfClass
from govern.motions.rules import Deciders, Kind, Way, binds

M = ReservedMatter


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What is put, as somebody chooses it.

    :ivar majority: that of a section of the Act, at the first meeting.
    """

    called: Sentence
    kind: Kind
    matter: ReservedMatter | None = None
    majority: str | None = None

    @property
    def deciders(self) -> Deciders:
        """Return who would decide it."""
        return Deciders.BOARD if self.kind is Kind.BOARD else Deciders.MEMBERS

    def asked(self, way: Way, legal_form: LegalForm) -> Asked:
        """Return what would be known of the vote."""
        return Asked(
            kind=self.kind,
            deciders=self.deciders,
            way=way,
            legal_form=legal_form,
            matter=self.matter,
            named=self.majority,
        )


TRIALS: Mapping[str, Trial] = {
    "own-ordinary": Trial(called=say("Ordinary resolution of the members"), kind=Kind.ORDINARY),
    "own-special": Trial(called=say("Special or extraordinary resolution of the members"), kind=Kind.EXTRAORDINARY),
    "own-rules": Trial(called=say("Change of the rules"), kind=Kind.EXTRAORDINARY, matter=M.ALTER_RULES),
    "own-franchise": Trial(
        called=say("Change of who may be a member, vote or stand"), kind=Kind.FRANCHISE, matter=M.FRANCHISE
    ),
    "own-expulsion": Trial(called=say("Expelling a member"), kind=Kind.RESERVED, matter=M.EXPEL_MEMBERS),
    "own-assets": Trial(
        called=say("Disposing of a third or more of the assets"),
        kind=Kind.RESERVED,
        matter=M.DISPOSE_OF_A_THIRD_OF_ASSETS,
    ),
    "own-board": Trial(called=say("Decision of the board"), kind=Kind.BOARD),
    "own-winding-up": Trial(called=say("Winding up by a liquidator"), kind=Kind.EXTRAORDINARY, matter=M.WINDING_UP),
}
OF_A_SOCIETY: Mapping[str, Trial] = {
    "own-84": Trial(
        called=say("Going without an audit this year (section 84)"), kind=Kind.ORDINARY, matter=M.AUDIT_EXEMPTION
    ),
    "own-44": Trial(
        called=say("Ratifying what the board did beyond the rules (section 44)"),
        kind=Kind.SPECIAL,
        matter=M.RATIFICATION,
    ),
    "own-111": Trial(
        called=say("Amalgamation, or transfer to another society: first meeting (section 111)"),
        kind=Kind.SPECIAL,
        matter=M.CONVERSION,
        majority="ccbsa-111-first",
    ),
    "own-113": Trial(
        called=say("Conversion into a company, or transfer to one: first meeting (section 113)"),
        kind=Kind.SPECIAL,
        matter=M.CONVERSION,
        majority="ccbsa-113-first",
    ),
    "own-120": Trial(
        called=say("Dissolution of a dormant society: first meeting (section 120)"),
        kind=Kind.SPECIAL,
        matter=M.DISSOLUTION,
        majority="ccbsa-120-first",
    ),
}
OTHER_FORMS = {
    "ccbsa-": frozenset({LegalForm.COOP_SOCIETY, LegalForm.CBS}),
    "company-": frozenset({LegalForm.CLG, LegalForm.CIC}),
    "class-rights": frozenset({LegalForm.CLG, LegalForm.CIC}),
    "cio-": frozenset({LegalForm.CIO}),
}


def offered(legal_form: LegalForm) -> Mapping[str, Trial]:
    """Return what can be put in a mutual of a legal form."""
    return {**TRIALS, **OF_A_SOCIETY} if legal_form.is_society else TRIALS


def fitting(legal_form: LegalForm) -> list[str]:
    """Return the rules that belong to no mutual: those of the form first, those of other forms last.

    >>> [fitting(one)[0] for one in (LegalForm.CBS, LegalForm.CIC)]
    ['ccbsa-44', 'company-ordinary-meeting']
    """
    places = {name: _place(name, legal_form) for name in EVERY_RULE}
    return sorted(EVERY_RULE, key=lambda name: places[name])


def _place(name: str, legal_form: LegalForm) -> int:
    of = next((forms for stem, forms in OTHER_FORMS.items() if name.startswith(stem)), None)
    return 1 if of is None else 0 if legal_form in of else 2


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A rule as a mutual has it, for a vote in one way.

    :ivar codes: the codes of the mutual's classes, by their names as somebody types them, folded.
    :ivar is_binding: whether it would be a resolution, and not a consultation.
    """

    name: str
    rule: Rule
    asked: Asked
    book: RuleBook
    codes: Mapping[str, str]
    is_binding: bool

    @property
    def source(self) -> Fact:
        """Return where the majority comes from: a statute, or the rules of the mutual itself."""
        by_law = any(self.name.startswith(stem) for stem in OTHER_FORMS)
        return self.rule.source if by_law else say("the mutual’s own rules")

    def votes(self, given: Given) -> Votes:
        """Return the votes as the rules weigh them: with their weights and their caps.

        :raises FigureNeeded: no vote was typed at all.
        :raises FigureNotPossible: the classes together are more than what was typed for all.
        """
        typed = given.votes()
        classes = (
            OfClass(
                code=self.codes.get(one.code.casefold(), one.code),
                called=one.code,
                in_favour=int(one.in_favour),
                against=int(one.against),
                abstained=0,
                eligible=one.members,
            )
            for one in given.classes
        )
        weighed = tuple(choosing.class_votes(one, self.name, self.asked, self.book) for one in classes)
        return choosing.as_capped(replace(typed, classes=weighed), self.name, self.asked, self.book)


def by_the_rules(trial: Trial, way: Way, book: RuleBook, *, codes: Mapping[str, str], legal_form: LegalForm) -> Tried:
    """Return the rule by which a vote in one way would be decided in a mutual.

    :raises Refusal: of `admissible.ensure_admissible`: it is not put to them, or not in this way.

    Source: domain 5.3.
    """
    asked = trial.asked(way, legal_form)
    shape = Shape(kind=trial.kind, deciders=trial.deciders, way=way, matter=trial.matter, majority=trial.majority)
    admissible.ensure_admissible(shape, legal_form=legal_form, reserved=book.reserved_matters)
    name = choosing.name_of(asked, book)
    return Tried(
        name=name,
        rule=choosing.rule_of(name, asked, book),
        asked=asked,
        book=book,
        codes=codes,
        is_binding=binds(
            legal_form,
            way,
            deciders=trial.deciders,
            ballots_decide=book.member_ballot_decides,
            is_statutory=admissible.is_statutory(shape, legal_form=legal_form),
        ),
    )


def not_looked_at(rule: Rule, given: Given, *, is_own: bool) -> Sequence[Sentence]:
    """Return which figures were typed that the rule does not look at: they are said, and not passed over."""
    told = []
    if given.eligible is not None and not rule.needs_eligible:
        told.append(say("How many were entitled to vote makes no difference under this rule."))
    if given.members is not None and not rule.needs_members:
        told.append(say("How many members there are makes no difference under this rule."))
    if given.classes and not rule.asks_classes:
        told.append(say("How each class voted makes no difference under this rule."))
    if any(one.weight is not None for one in given.classes) and (is_own or not rule.college):
        told.append(
            say("The weights of the classes are those that the rules give.")
            if is_own and rule.college
            else say("Weights make no difference under this rule.")
        )
    return told
