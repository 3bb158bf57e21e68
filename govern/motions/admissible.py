"""Which kinds of motion go to whom, and in which way.

Source: domain 5.3, 5.5, 5.7.
"""

from collections.abc import Collection
from dataclasses import dataclass

from govern.constitution.parameters.board import OF_A_SOCIETY, ReservedMatter
from govern.constitution.rules import LegalForm
from govern.motions import matters
from govern.motions.refusals import BoardNotBalloted, ClassNotNamed, KeptToMembers, KindOfAnotherBody, OnlyAtMeeting
from govern.motions.rules import Deciders, Kind, Way

# An admission goes to whom the rules name for it; the rest goes to the members.
OF_THE_BOARD = frozenset({Kind.BOARD, Kind.ADMISSION})
IN_THE_WORDS_OF_THE_NOTICE = frozenset({Kind.SPECIAL, Kind.EXTRAORDINARY})


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a motion is, apart from its words.

    :param matter: the reserved matter that it is, if it is one.
    :param majority: name of the rule by which it would be carried, where it is not the kind's own.
    :param is_of_class: whether it names a constituency whose consent it asks for.
    :param changes_rules: whether it would bring drafted rules into force.
    """

    kind: Kind
    deciders: Deciders
    way: Way
    matter: ReservedMatter | None = None
    majority: str | None = None
    is_of_class: bool = False
    changes_rules: bool = False


def is_statutory(shape: Shape, *, legal_form: LegalForm) -> bool:
    """Say whether statute gives a motion to a general meeting.

    Source: CCBSA 2014 ss.44, 84, 94, 111, 113, 120; domain 5.3.

    >>> dissolution = Shape(
    ...     kind=Kind.RESERVED, deciders=Deciders.MEMBERS, way=Way.BALLOT, matter=ReservedMatter.DISSOLUTION)
    >>> is_statutory(dissolution, legal_form=LegalForm.CBS), is_statutory(dissolution, legal_form=LegalForm.CIC)
    (True, False)
    """
    if not legal_form.is_society or shape.deciders is Deciders.BOARD:
        return False
    of_the_act = shape.majority is not None and shape.majority.startswith("ccbsa-")
    return shape.kind is Kind.SPECIAL or shape.matter in matters.BY_LAW | OF_A_SOCIETY or of_the_act


def bears_only_slips(shape: Shape, *, legal_form: LegalForm) -> bool:
    """Say whether a motion is passed in the words of its notice, slips apart.

    So are those that would bring drafted rules into force: other words would not change the draft.

    Source: Re Moorgate Mercantile Holdings [1980] 1 WLR 227; domain 5.3.
    """
    by_kind = shape.kind in IN_THE_WORDS_OF_THE_NOTICE
    return by_kind or shape.changes_rules or is_statutory(shape, legal_form=legal_form)


def ensure_admissible(shape: Shape, *, legal_form: LegalForm, reserved: Collection[ReservedMatter]) -> None:
    """Refuse a motion that its deciders cannot decide, or not in this way.

    A ballot or a paper by which members cannot resolve is not refused: it is a consultation (`rules.binds`).

    :param reserved: the matters that the rules keep to the members.
    :raises OnlyOfASociety: the Act gives its matter to societies alone.
    :raises KeptToMembers: the board is asked for what the members decide.
    :raises KindOfAnotherBody: the body does not take such resolutions.
    :raises BoardNotBalloted: the board is asked by a ballot.
    :raises OnlyAtMeeting: statute gives it to a general meeting.
    :raises ClassNotNamed: a consent names no constituency, or something else names one.
    :raises Refusal: as `matters.ensure_kind` and `matters.ensure_majority` raise.
    """
    matters.ensure_of_form(shape.matter, legal_form=legal_form)
    is_boards = shape.deciders is Deciders.BOARD
    if is_boards and (shape.kind is Kind.RESERVED or shape.matter in matters.BY_LAW.union(OF_A_SOCIETY, reserved)):
        raise KeptToMembers
    if is_boards != (shape.kind in OF_THE_BOARD) and shape.kind is not Kind.ADMISSION:
        raise KindOfAnotherBody
    if is_boards and shape.way is Way.BALLOT:
        raise BoardNotBalloted
    if shape.way is not Way.MEETING and is_statutory(shape, legal_form=legal_form):
        raise OnlyAtMeeting
    if shape.is_of_class != (shape.kind is Kind.CLASS):
        raise ClassNotNamed
    if not is_boards:
        matters.ensure_kind(shape.kind, shape.matter, reserved=reserved, changes_rules=shape.changes_rules)
    matters.ensure_majority(shape.majority, shape.matter, changes_rules=shape.changes_rules)
