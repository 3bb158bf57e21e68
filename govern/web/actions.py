"""What can be done about a person or a membership: one list, from which each reader sees what they may try."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from govern.access import can
from govern.permissions import Permission


class Part(StrEnum):
    """What something is done to; what is done to one thing stands together, in this order."""

    PERSON = "person"
    MEMBERSHIP = "membership"
    OTHERS = "others"


HEADINGS: dict[Part, LazyString] = {
    Part.PERSON: _("The person"),
    Part.MEMBERSHIP: _("The membership"),
    Part.OTHERS: _("Who acts for them, and what binds them"),
}


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whom it is about.

    :param membership_id: the membership that is looked at, while it has not ended.
    :param is_looked_at_as_member: the page is that of a membership, and not that of the person.
    :param is_suspended: its rights are withheld today.
    :param is_represented: somebody acts for it today.
    :param was_expelled: a meeting expelled the person once.
    :param has_died: the register says that the person died.
    :param acted_for_id: the membership that is looked at, where somebody could act for it.
    :param is_apart: they hold no membership together with another member.
    :param can_be_joined: this reader could enter who holds the membership with them.
    :param can_be_seated: the authority has decided to appoint them, and that was not entered yet.
    :param is_seated: they hold a seat that the authority gave.
    :param needs_code: a code on paper is their way to sign in.
    """

    person_id: UUID
    membership_id: UUID | None
    is_member: bool
    is_looked_at_as_member: bool = False
    is_suspended: bool = False
    is_represented: bool = False
    was_expelled: bool = False
    has_died: bool = False
    acted_for_id: UUID | None = None
    is_apart: bool = True
    can_be_joined: bool = False
    can_be_seated: bool = False
    is_seated: bool = False
    needs_code: bool = False

    @property
    def can_join(self) -> bool:
        """Say whether they could become a member: one who is not, nor holds a membership with another, and lives."""
        return not self.is_member and self.is_apart and not self.has_died


@dataclass(frozen=True, kw_only=True)
class Action:
    """A page on which something can be done.

    :param is_of_membership: it is about the membership that is looked at, and so for one that has not ended.
    """

    endpoint: str
    permission: Permission
    words: LazyString
    part: Part
    is_offered: Callable[[Whose], bool] = lambda _whose: True
    is_of_membership: bool = False
    membership: Callable[[Whose], UUID | None] = lambda whose: whose.membership_id

    def is_for(self, whose: Whose) -> bool:
        """Say whether there is anything to be done there."""
        has_whom = self.membership(whose) is not None or not self.is_of_membership
        return has_whom and self.is_offered(whose)

    def address(self, whose: Whose) -> str:
        """Return where it is done."""
        if self.is_of_membership:
            return url_for(self.endpoint, membership_id=self.membership(whose))
        return url_for(self.endpoint, person_id=whose.person_id)


# What can be done joins both records by one line here.
ACTIONS: tuple[Action, ...] = (
    Action(
        endpoint="people.show",
        permission=Permission.REGISTER_READ,
        words=_("See the person’s record, and who is connected with them"),
        part=Part.PERSON,
        is_offered=lambda whose: whose.is_looked_at_as_member,
    ),
    Action(
        endpoint="people.correct",
        permission=Permission.PERSON_ENTER,
        words=_("Record a change of name, address or other particulars"),
        part=Part.PERSON,
    ),
    Action(
        endpoint="letters.print_code",
        permission=Permission.PERSON_ENTER,
        words=_("Print a code with which they can sign in without e-mail"),
        part=Part.PERSON,
        is_offered=lambda whose: whose.needs_code,
    ),
    Action(
        endpoint="applications.enter",
        permission=Permission.APPLICATION_ENTER,
        words=_("Enter an application on paper"),
        part=Part.MEMBERSHIP,
        is_offered=lambda whose: whose.can_join,
    ),
    Action(
        endpoint="people.admit",
        permission=Permission.MEMBERSHIP_ENTER,
        words=_("Enter as a member"),
        part=Part.MEMBERSHIP,
        is_offered=lambda whose: whose.can_join,
    ),
    Action(
        endpoint="members.cease",
        permission=Permission.MEMBERSHIP_END,
        words=_("Record that it ended"),
        part=Part.MEMBERSHIP,
        is_of_membership=True,
    ),
    Action(
        endpoint="standings.suspend",
        permission=Permission.MEMBERSHIP_SUSPEND,
        words=_("Suspend the membership"),
        part=Part.MEMBERSHIP,
        is_offered=lambda whose: not whose.is_suspended,
        is_of_membership=True,
    ),
    Action(
        endpoint="standings.restore",
        permission=Permission.MEMBERSHIP_SUSPEND,
        words=_("End the suspension"),
        part=Part.MEMBERSHIP,
        is_offered=lambda whose: whose.is_suspended,
        is_of_membership=True,
    ),
    Action(
        endpoint="standings.move",
        permission=Permission.MEMBERSHIP_MOVE,
        words=_("Change the constituency"),
        part=Part.MEMBERSHIP,
        is_of_membership=True,
    ),
    Action(
        endpoint="expulsions.case",
        permission=Permission.EXPULSION_ENTER,
        words=_("Case of expulsion"),
        part=Part.MEMBERSHIP,
        is_of_membership=True,
    ),
    Action(
        endpoint="standings.write",
        permission=Permission.MEMBERSHIP_END,
        words=_("Record a letter"),
        part=Part.PERSON,
        is_of_membership=True,
    ),
    Action(
        endpoint="standings.name_stand_in",
        permission=Permission.STAND_IN_NAME,
        words=_("Name who acts for this member"),
        part=Part.OTHERS,
        is_offered=lambda whose: not whose.has_died,
        is_of_membership=True,
        membership=lambda whose: whose.acted_for_id,
    ),
    Action(
        endpoint="standings.name_stand_in",
        permission=Permission.STAND_IN_NAME,
        words=_("Name the personal representative"),
        part=Part.OTHERS,
        is_offered=lambda whose: whose.has_died,
        is_of_membership=True,
        membership=lambda whose: whose.acted_for_id,
    ),
    Action(
        endpoint="standings.end_stand_in",
        permission=Permission.STAND_IN_NAME,
        words=_("Record that nobody acts for this member"),
        part=Part.OTHERS,
        is_offered=lambda whose: whose.is_represented,
        is_of_membership=True,
        membership=lambda whose: whose.acted_for_id or whose.membership_id,
    ),
    Action(
        endpoint="standings.add_joint_holder",
        permission=Permission.STAND_IN_NAME,
        words=_("Enter a joint holder"),
        part=Part.OTHERS,
        is_offered=lambda whose: whose.can_be_joined,
        is_of_membership=True,
    ),
    Action(
        endpoint="expulsions.take_back",
        permission=Permission.EXPULSION_ENTER,
        words=_("Take back somebody who was expelled"),
        part=Part.MEMBERSHIP,
        is_offered=lambda whose: whose.was_expelled and whose.can_join,
    ),
    Action(
        endpoint="appointments.enter",
        permission=Permission.INSTRUMENT_ENTER,
        words=_("Enter an appointment by the authority"),
        part=Part.OTHERS,
        is_offered=lambda whose: whose.can_be_seated,
    ),
    Action(
        endpoint="appointments.end",
        permission=Permission.INSTRUMENT_ENTER,
        words=_("Record that the appointment ended"),
        part=Part.OTHERS,
        is_offered=lambda whose: whose.is_seated,
    ),
    Action(
        endpoint="interests.declare",
        permission=Permission.INTEREST_RECORD,
        words=_("Enter an interest"),
        part=Part.OTHERS,
        is_offered=lambda whose: not whose.has_died,
    ),
)


def offered(whose: Whose) -> list[tuple[LazyString, list[tuple[LazyString, str]]]]:
    """Return what this reader may try, in words and with its address, by what it is done to."""
    free = [one for one in ACTIONS if can(one.permission) and one.is_for(whose)]
    groups = [(HEADINGS[part], [(one.words, one.address(whose)) for one in free if one.part is part]) for part in Part]
    return [(heading, links) for heading, links in groups if links]
