"""What the register refuses about interests, each with its reason."""

from govern.core.errors import Refusal
from govern.core.words import say


class ExtentMissing(Refusal):
    """An interest says in what, and how far."""

    code = "extent-missing"
    source = "CA 2006 s.177(1): nature and extent"
    says = say("Write in what the interest is, and how far it goes, in at most 500 characters.")


class InterestEndsFirst(Refusal):
    """An interest that ends on or before the day it begins, or ends twice."""

    code = "interest-ends-first"
    source = "Domain 1.8: interests are kept with their days"
    says = say("An interest has to end once, and after it begins. Choose a later day, or leave the end open.")


class HadNoPart(Refusal):
    """Only who had a part in a decision declares an interest in it."""

    code = "had-no-part"
    source = "Domain 5.6: an interest is declared by who is to decide"
    says = say("The decision does not name this person. Choose somebody whom it names.")


class AlreadyDeclared(Refusal):
    """One declaration a person in a decision."""

    code = "already-declared"
    source = "Domain 5.6: an interest is declared once in a decision"
    says = say("This person’s interest in the decision is on record, and stays as it is.")


class DeclaredAndTookPart(Refusal):
    """Who declares an interest stands back, as far as the rules ask."""

    code = "declared-and-took-part"
    source = "The rules in force: what a director with an interest may still do; domain 5.6"
    says = say(
        "The decision shows that this person took part, and your rules ask who has an interest to stand back."
        " Take the decision again while they do."
    )
