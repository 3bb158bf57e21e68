"""What a matter asks of a motion, whatever its proposer calls it: a kind, a majority, a course that statute lays down.

Nobody can read in a motion's words what it is about: its matter is chosen, and then binds. What names no matter and no
drafted rules changes no rules, expels nobody and is filed under no section.

Source: domain 5.3, 5.4, 5.7.
"""

from collections.abc import Collection
from enum import StrEnum

from govern.constitution.parameters.board import OF_A_SOCIETY, ReservedMatter
from govern.constitution.rules import LegalForm
from govern.motions.matter_refusals import (
    AsksForNoMore,
    CourseNotBegun,
    FranchisePutAsSuch,
    KindTooWeak,
    OnlyOfASociety,
    OtherMatterThanRules,
    OtherSectionsMatter,
)
from govern.motions.rules import Kind

Matters = Collection[ReservedMatter]
M = ReservedMatter


class Section(StrEnum):
    """By which section of the Act a society goes."""

    AMALGAMATION = "111"
    CONVERSION = "113"
    INSTRUMENT = "119"
    DORMANT = "120"

    @property
    def has_two_meetings(self) -> bool:
        """Say whether members vote twice; an instrument they sign."""
        return self is not Section.INSTRUMENT


# Carried by the majority that the law of the form, or the rules, name for special business.
SPECIAL = frozenset({Kind.SPECIAL, Kind.EXTRAORDINARY, Kind.RESERVED, Kind.FRANCHISE})
# Only members decide these, and in every form by more than an ordinary resolution, whatever the rules say.
# CCBSA 2014 ss.111, 113, 119-123; CA 2006 s.21; Insolvency Act 1986 s.84; Charities Act 2011 ss.224, 235, 240.
BY_LAW = frozenset({M.CONVERSION, M.DISSOLUTION, M.WINDING_UP, M.AS_STATUTE_REQUIRES})
BY_MORE = BY_LAW | {M.ALTER_RULES, M.FRANCHISE, M.RATIFICATION, M.RELIEF}
# By which majority statute lets a society carry a matter in one vote.
MAJORITIES = {
    M.WINDING_UP: "ccbsa-123",
    M.RATIFICATION: "ccbsa-44",
    M.RELIEF: "ccbsa-44",
    M.AUDIT_EXEMPTION: "ccbsa-84",
}
SECTIONS = {
    M.CONVERSION: (Section.AMALGAMATION, Section.CONVERSION),
    M.DISSOLUTION: (Section.DORMANT, Section.INSTRUMENT),
}
# What may go by a section of the Act: those matters, and what names none.
GO_BY_A_SECTION = frozenset({None, M.AS_STATUTE_REQUIRES, *SECTIONS})
# The majority of one section or matter; whoever names another's would carry it by less.
OF_ONE_MATTER = {
    "ccbsa-44": M.RATIFICATION,
    "ccbsa-84": M.AUDIT_EXEMPTION,
    "ccbsa-111": M.CONVERSION,
    "ccbsa-113": M.CONVERSION,
    "ccbsa-119": M.DISSOLUTION,
    "ccbsa-120": M.DISSOLUTION,
    "ccbsa-123": M.WINDING_UP,
}
OF_A_SECTION = {
    Section.AMALGAMATION: M.CONVERSION,
    Section.CONVERSION: M.CONVERSION,
    Section.DORMANT: M.DISSOLUTION,
    Section.INSTRUMENT: M.DISSOLUTION,
}
# What asks for more than any matter does.
STRICTER = frozenset({"entrenched"})


def matter_of(
    kind: Kind, matter: ReservedMatter | None, *, changes_rules: bool, majority: str | None = None
) -> ReservedMatter | None:
    """Return the matter of a motion, named or not: drafted rules are a change of the rules by themselves.

    :param majority: the one that it names; that of a section of the Act makes it of that section's matter.

    >>> matter_of(Kind.SPECIAL, None, changes_rules=True), matter_of(Kind.FRANCHISE, None, changes_rules=False)
    (<ReservedMatter.ALTER_RULES: 'alter_rules'>, <ReservedMatter.FRANCHISE: 'franchise'>)
    >>> matter_of(Kind.SPECIAL, None, changes_rules=False, majority="ccbsa-113-first")
    <ReservedMatter.CONVERSION: 'conversion'>
    """
    if matter in (None, M.AS_STATUTE_REQUIRES) and (of_section := of_majority(majority)):
        return of_section
    if matter is not None or kind is Kind.CLASS:
        return matter
    if kind is Kind.FRANCHISE:
        return ReservedMatter.FRANCHISE
    return ReservedMatter.ALTER_RULES if changes_rules else None


def of_majority(majority: str | None) -> ReservedMatter | None:
    """Return the matter that alone is carried by a majority; None where that is nobody's in particular.

    >>> of_majority("ccbsa-120-first"), of_majority("ordinary")
    (<ReservedMatter.DISSOLUTION: 'dissolution'>, None)
    """
    return OF_ONE_MATTER.get(majority.removesuffix("-first")) if majority else None


def offered(legal_form: LegalForm) -> list[ReservedMatter]:
    """Return the matters that a motion can be of in a legal form.

    >>> [ReservedMatter.AUDIT_EXEMPTION in offered(one) for one in (LegalForm.CBS, LegalForm.CIC)]
    [True, False]
    """
    return [one for one in ReservedMatter if legal_form.is_society or one not in OF_A_SOCIETY]


def is_none(kind: Kind, matter: str | None) -> bool:
    """Say whether a motion was said to be of none of these matters: it has none of their effects, whatever it says.

    A consent and an admission are never of one.

    >>> is_none(Kind.ORDINARY, None), is_none(Kind.ADMISSION, None), is_none(Kind.SPECIAL, "conversion")
    (True, False, False)
    """
    return matter is None and kind not in (Kind.CLASS, Kind.ADMISSION)


def ensure_kind(kind: Kind, matter: ReservedMatter | None, *, reserved: Matters, changes_rules: bool) -> None:
    """Refuse a motion of the members under a kind by which its matter would be carried by less than it takes.

    :param reserved: the matters that the rules keep to the members.
    :raises KindTooWeak: it takes a special resolution.
    :raises FranchisePutAsSuch: who may be a member, vote or stand is decided by its own electorate.
    :raises AsksForNoMore: a consent or an admission names a matter beside.
    :raises OtherMatterThanRules: drafted rules are put under another matter than a change of the rules.
    """
    if changes_rules and matter not in (None, ReservedMatter.ALTER_RULES, ReservedMatter.FRANCHISE):
        raise OtherMatterThanRules
    if matter is None or (kind is Kind.CLASS and changes_rules):
        return
    if kind in (Kind.CLASS, Kind.ADMISSION):
        raise AsksForNoMore
    of_franchise = (ReservedMatter.FRANCHISE, ReservedMatter.ALTER_RULES)
    if (matter is ReservedMatter.FRANCHISE and kind is not Kind.FRANCHISE) or (
        kind is Kind.FRANCHISE and matter not in of_franchise
    ):
        raise FranchisePutAsSuch
    if kind not in SPECIAL and (matter in BY_MORE or matter in reserved):
        raise KindTooWeak


def ensure_majority(majority: str | None, matter: ReservedMatter | None, *, changes_rules: bool) -> None:
    """Refuse a majority that a motion names and that is another matter's.

    :raises OtherSectionsMatter: it is so.
    """
    if majority is None or majority in STRICTER:
        return
    if changes_rules or matter not in (None, ReservedMatter.AS_STATUTE_REQUIRES, of_majority(majority)):
        raise OtherSectionsMatter


def ensure_section(section: Section, matter: ReservedMatter | None, *, changes_rules: bool) -> None:
    """Refuse to let a motion go by a section that is of another matter.

    :raises OtherSectionsMatter: it is so.

    Source: CCBSA 2014 ss.111, 113, 120.
    """
    ensure_majority(f"ccbsa-{section}-first", matter, changes_rules=changes_rules)


def ensure_of_form(matter: ReservedMatter | None, *, legal_form: LegalForm) -> None:
    """Refuse a matter that the Act gives to societies alone.

    :raises OnlyOfASociety: the mutual is none.

    Source: CCBSA 2014 ss.43, 44, 84, 94.
    """
    if matter in OF_A_SOCIETY and not legal_form.is_society:
        raise OnlyOfASociety


def needs_course(kind: Kind, matter: ReservedMatter | None, *, legal_form: LegalForm) -> bool:
    """Say whether statute lays down a course for a motion: two meetings of a society, and not one vote.

    >>> [needs_course(Kind.SPECIAL, ReservedMatter.CONVERSION, legal_form=one) for one in ("cbs", "cic")]
    [True, False]
    """
    return LegalForm(legal_form).is_society and kind in SPECIAL and matter in SECTIONS


def ensure_course(kind: Kind, matter: ReservedMatter | None, *, legal_form: LegalForm, is_begun: bool) -> None:
    """Refuse what statute puts to two meetings, while its course is not begun.

    :raises CourseNotBegun: it is so.

    Source: CCBSA 2014 ss.111, 113, 119, 120.
    """
    if matter is not None and needs_course(kind, matter, legal_form=legal_form) and not is_begun:
        raise CourseNotBegun(is_dissolution=matter is ReservedMatter.DISSOLUTION)
