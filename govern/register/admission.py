"""Who can decide that somebody becomes a member, and who can write it down.

Pure: it is given the decision's facts. Nobody votes themselves in, and nobody both decides alone
and enters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from govern.constitution.parameters.membership import AdmissionDecider, AppealBody
from govern.constitution.rules import Body, Participant, Vote
from govern.core.words import Sentence, say
from govern.register.connection_refusals import EnteredByConnected
from govern.register.refusals import DecidedAlone, OwnEntry, TookPartInOwnCase, WrongDecider

MEETING = say("a general meeting of the members")
DECIDERS: dict[AdmissionDecider, Sentence] = {
    AdmissionDecider.BOARD: say("the board, or a general meeting"),
    AdmissionDecider.COMMITTEE: say("the membership committee, or a general meeting"),
    AdmissionDecider.SECRETARY_DELEGATED: say("the secretary under delegation, or a general meeting"),
    AdmissionDecider.GENERAL_MEETING: MEETING,
}
HEARING = {AppealBody.PANEL: say("a panel of members who did not decide, or a general meeting")}


@dataclass(frozen=True, kw_only=True)
class Admission:
    """A decision that somebody becomes a member.

    :param decider: whom the rules in force on the day let decide.
    :param appeal_to: who hears an appeal, where the applicant brought one.
    :param is_after_expulsion: the person was expelled before.
    :param was_member: the person has been a member before.
    :param is_at_the_founding: the entry is of the instant of the founders' own decision.
    :param connected: who is interested in it, because they are connected with the person.
    """

    person_id: UUID
    body: Body
    participants: Sequence[Participant]
    decider: AdmissionDecider
    appeal_to: AppealBody | None = None
    is_after_expulsion: bool = False
    was_member: bool = False
    is_at_the_founding: bool = False
    connected: frozenset[UUID] = frozenset()


def ensure_may_be_entered(admission: Admission, *, entered_by: UUID) -> None:
    """Refuse an entry on a decision that cannot bear it.

    :raises TookPartInOwnCase: the person was there and did not stand back.
    :raises OwnEntry: the person enters themselves.
    :raises EnteredByConnected: somebody connected with the person enters them.
    :raises WrongDecider: the rules give the decision to another body.
    :raises DecidedAlone: nobody but the one who enters was for it.

    Source: domain 2.8 INV-01, INV-02, INV-03, INV-05, INV-23; CA 2006 s.112(1) for founders.
    """
    if admission.body is Body.FOUNDERS:
        _ensure_founder(admission)
        return
    if any(one.took_part for one in admission.participants if one.person_id == admission.person_id):
        raise TookPartInOwnCase
    if entered_by == admission.person_id:
        raise OwnEntry
    if entered_by in admission.connected:
        raise EnteredByConnected
    ensure_right_body(admission)
    if admission.body.votes_by_name and not _others_for(admission.participants, than=entered_by):
        raise DecidedAlone


def _ensure_founder(admission: Admission) -> None:
    """Refuse to enter on the founders' decision anybody who is not one of them, and one of them later or again.

    Source: domain 2.8 INV-11: the founding closes for ever.
    """
    if (
        admission.was_member
        or not admission.is_at_the_founding
        or admission.person_id not in {one.person_id for one in admission.participants}
    ):
        raise WrongDecider(DECIDERS[admission.decider])


def ensure_right_body(admission: Admission) -> None:
    """Refuse a body that the rules do not name. A general meeting may always decide; of an appeal, others do.

    :raises WrongDecider: it is another's to decide.
    """
    if admission.body is Body.GENERAL_MEETING:
        return
    if admission.is_after_expulsion:
        raise WrongDecider(MEETING)
    if admission.appeal_to is not None:
        if admission.body.value != admission.appeal_to.value:
            raise WrongDecider(HEARING.get(admission.appeal_to, MEETING))
        return
    if admission.body.value != admission.decider.value:
        raise WrongDecider(DECIDERS[admission.decider])


def _others_for(participants: Sequence[Participant], *, than: UUID) -> bool:
    """Say whether somebody else was for it."""
    return any(one.vote is Vote.FOR and one.person_id != than for one in participants)
