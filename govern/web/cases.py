"""One application as a case: what was asked and found, who must stand back, what was decided, and what is next."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from govern.access import actor, can, requires
from govern.accounts import queries as accounts
from govern.admissions import denials, queries, steps
from govern.admissions import service as admissions
from govern.admissions.appealing import appeal_against
from govern.admissions.evidence import BEFORE_THE_DECISION, spoke_for
from govern.admissions.models import AdmissionRuling, ApplicationStep, MembershipApplication
from govern.admissions.rules import Channel, Interest, OwnWords, ReasonCode, State, Undertaking, undoes
from govern.admissions.waiting import last_day
from govern.admissions.words import FACT_WORDS, REASON_WORDS, STATE_WORDS, UNDERTAKING_WORDS
from govern.board import queries as board
from govern.constitution import confirmations
from govern.constitution import queries as constitution
from govern.constitution.models import Decision
from govern.core import db
from govern.core.actors import Role
from govern.core.errors import NotFound
from govern.core.words import Sentence, say
from govern.motions import queries as motions
from govern.motions.words import words_of
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.case_ways import CaseWays, ways
from govern.web.decisions_to_confirm import waiting_among
from govern.web.deputies import GoesOn, who_goes_on
from govern.web.findings import found
from govern.web.steps import today
from govern.web.worked import worked

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

pages = Blueprint("cases", __name__)
S = State
STRAIGHT = (S.SUBMITTED, S.UNDER_CHECK, S.ADMITTED, S.ENTERED)
CHANNELS: dict[Channel, Sentence] = {
    Channel.ONLINE: say("online"),
    Channel.PAPER: say("on paper"),
    Channel.IMPORT: say("in a file"),
}
INTERESTS: dict[Interest, Sentence] = {
    Interest.APPLICANT: say("they applied"),
    Interest.CONNECTED: say("they are connected with the applicant"),
    Interest.DECLARED: say("they stood back themselves"),
    Interest.SAME_BODY: say("they are of the body that sent the applicant"),
    Interest.ORIGINAL_DECIDER: say("they decided on it before, so they have no part in the appeal"),
}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One moment of a case; without a day it lies ahead."""

    name: Sentence
    on: date | None = None
    by: str = ""
    words: str = ""
    reason: Sentence | None = None
    is_now: bool = False


@dataclass(frozen=True, kw_only=True)
class Ruled:
    """What a body decided, in names.

    :param stood_back: who had no part in it for an interest, or stood back, each with the reason if it is on record.
    :param confirmed: who has said that it is so; `silent` have said nothing yet.
    :param unheard: who of the silent has no account from which to say it.
    :param division_id: the vote here from which it came; None for what was entered from minutes.
    :param worked: the sum of that vote, which decided.
    """

    ruling: AdmissionRuling
    decision: Decision
    stood_back: list[tuple[str, Sentence | None]]
    words: OwnWords
    confirmed: list[str]
    silent: list[str]
    unheard: list[str]
    denied: list[str]
    division_id: UUID | None
    worked: str


def find_case(application_id: UUID) -> MembershipApplication:
    """Return an application that has been submitted; a draft is the applicant's alone.

    :raises NotFound: there is none of this id, or it is a draft.
    """
    application = queries.find(db.session(), application_id)
    if application.submitted_at is None:
        raise NotFound
    return application


@pages.get("/applications/<uuid:application_id>")
@requires(Permission.APPLICATION_READ)
def show(application_id: UUID) -> ResponseReturnValue:
    session, on, application = db.session(), today(), find_case(application_id)
    taken = queries.steps_of(session, application_id)
    state = State(taken[-1].to_state)
    interests = queries.interests_of_officers(session, application, on=on)
    offered = _ways(session, application, state, on=on)
    rulings = queries.rulings_of(session, application_id)
    return render_template(
        "cases/show.html",
        application=application,
        name=register.name_of(session, application.person_id),
        state=state,
        state_words=STATE_WORDS[state],
        ways=offered,
        goes_on=_goes_on(session, offered, interests),
        stands_back=actor().person_id in interests,
        findings=found(session, application, state, on=on),
        needs_proof=constitution.rule_book_on(session, on=on).admission_needs_proof,
        facts=queries.evidence_of(session, application_id),
        fact_words=FACT_WORDS,
        checkable=BEFORE_THE_DECISION,
        others_see=_others_see(session, application, interests),
        recommendations=queries.recommendations_of(session, application_id),
        rulings=[_ruled(session, one) for one in rulings],
        to_confirm=waiting_among([one.decision_id for one in rulings]),
        undone=denials.undone(session, application_id),
        moments=_moments(session, taken),
        interests=_interests(session, application, interests, state, on=on),
        **_asked(session, application, taken[-1], on=on),
        names=_names(session, application_id),
        motions=[
            (one, words_of(motions.state(session, one.id), is_consulted=False))
            for one in motions.on_application(session, application_id)
        ],
    )


def _names(session: "Session", application_id: UUID) -> dict[UUID, str]:
    """Return the names of those who stated, certified or recommended something."""
    people = {one.recommended_by for one in queries.recommendations_of(session, application_id)}
    for one in queries.evidence_of(session, application_id):
        people |= {one.evidence.stated_by} | ({one.verified_by} if one.verified_by else set())
    return register.names_of(session, people)


def _ways(session: "Session", application: MembershipApplication, state: State, *, on: date) -> CaseWays:
    """Return what can be done with it now; an appeal is offered only while somebody hears it."""
    offered = ways(
        state,
        has_facts=bool(queries.evidence_of(session, application.id)),
        is_recommended=bool(queries.recommendations_of(session, application.id)),
        hindrance=admissions.hindrance(session, application.id, on=on) if state is S.ADMITTED else None,
        is_open_again=_takes_back(steps.last(session, application.id)),
    )
    if state is S.REFUSED:
        appeal = appeal_against(session, steps.last(session, application.id))
        if appeal is None:
            return CaseWays(waiting=say("Nothing. The rules name nobody who hears an appeal; they can apply again."))
        if on > appeal.by:
            late = say("Nothing. The last day to appeal was %(day)s; they can apply again.", day=appeal.by)
            return CaseWays(waiting=late)
        return replace(
            offered, waiting=say("Nothing, unless they appeal by %(day)s. They can also apply again.", day=appeal.by)
        )
    return offered


def _goes_on(session: "Session", offered: CaseWays, interests: "Collection[UUID]") -> GoesOn | None:
    """Return who goes on with a case that waits for an officer, where the reader does not; None where they can."""
    if offered.main is None or (can(offered.main.permission) and actor().person_id not in interests):
        return None
    return who_goes_on(session, interests, Role.SECRETARY)


def _others_see(
    session: "Session", application: MembershipApplication, interests: "Collection[UUID]"
) -> dict[UUID, GoesOn]:
    """Return who can look at the proof of each fact for which the reader has spoken."""
    spoken_for = {
        one.evidence.id: spoke_for(application, one.evidence)
        for one in queries.evidence_of(session, application.id)
        if one.verified_by is None
    }
    return {
        fact: who_goes_on(session, {*interests, *people}, Role.SECRETARY, Role.CHAIR)
        for fact, people in spoken_for.items()
        if actor().person_id in people
    }


def _ruled(session: "Session", ruling: AdmissionRuling) -> Ruled:
    """Return a ruling with the names of those who stood back, and of those who gave their word."""
    parts = [one.participant for one in admissions.parts_now(session, ruling)]
    said = confirmations.given(session, ruling.decision_id)
    names = register.names_of(session, {one.person_id for one in parts} | set(said))
    free = [one.person_id for one in parts if one.is_present and not one.is_recused]
    silent = [one for one in free if one not in said]
    heard = accounts.people_with_accounts(session)
    division_id = motions.division_of_decision(session, ruling.decision_id)
    interests = queries.interests_recorded(session, ruling.application_id, ruling.decision_id)
    return Ruled(
        ruling=ruling,
        decision=constitution.decision(session, ruling.decision_id),
        stood_back=[
            (names[one.person_id], _why(interests.get(one.person_id)))
            for one in sorted(parts, key=lambda part: names[part.person_id])
            if one.is_recused or one.person_id in interests
        ],
        words=admissions.own_words_of(session, ruling),
        confirmed=sorted(names[one] for one in free if said.get(one)),
        silent=sorted(names[one] for one in silent),
        unheard=sorted(names[one] for one in silent if one not in heard),
        denied=sorted(names[one] for one, is_so in said.items() if not is_so),
        division_id=division_id,
        worked=worked(division_id),
    )


def _why(interest: Interest | None) -> Sentence | None:
    """Return why somebody had no part, to those who may know whose relation is whose."""
    if interest is Interest.CONNECTED and not can(Permission.CONNECTION_READ):
        return None
    return INTERESTS[interest] if interest else None


def _moments(session: "Session", taken: "Sequence[ApplicationStep]") -> list[Moment]:
    """Return the steps on record and, while all goes straight, those ahead."""
    names = register.names_of(session, {one.actor_id for one in taken if one.actor_id})
    last = State(taken[-1].to_state)
    told = [
        Moment(
            name=OPEN_AGAIN if _takes_back(one) else STATE_WORDS[State(one.to_state)],
            on=one.dated_on,
            by=names[one.actor_id] if one.actor_id else "",
            words=one.words,
            reason=REASON_WORDS[ReasonCode(one.reason)] if one.reason else None,
            is_now=one is taken[-1],
        )
        for one in taken
    ]
    ahead = STRAIGHT[STRAIGHT.index(last) + 1 :] if last in STRAIGHT else ()
    return told + [Moment(name=AHEAD[one]) for one in ahead]


def _takes_back(step: ApplicationStep) -> bool:
    """Say whether a step took back a decision that somebody whom it names denies."""
    return undoes(step.from_state, step.to_state)


OPEN_AGAIN = say("open again: they deny the decision")
AHEAD: dict[State, Sentence] = {
    S.UNDER_CHECK: say("checked"),
    S.ADMITTED: say("decided by the body that the rules name"),
    S.ENTERED: STATE_WORDS[S.ENTERED],
}


def _interests(
    session: "Session", application: MembershipApplication, found: dict[UUID, Interest], state: State, *, on: date
) -> list[tuple[str, Sentence]]:
    """Return who of those who could act on it must stand back, as far as the reader may know.

    Source: domain 2.8 INV-05, INV-06, INV-41; UK GDPR Art. 5(1)(c): relations are not everybody's business.
    """
    if state in (S.REFUSED, S.APPEALED):
        found = queries.interests_in(session, application, on=on)
    acting = {*board.directors_on(session, on), *(held.person_id for held in accounts.holdings(session, on=on))}
    shown = {
        one: interest
        for one, interest in found.items()
        if interest in (Interest.DECLARED, Interest.ORIGINAL_DECIDER)
        or (one in acting and (interest is Interest.APPLICANT or can(Permission.CONNECTION_READ)))
    }
    names = register.names_of(session, shown)
    return [(names[one], INTERESTS[shown[one]]) for one in sorted(shown, key=lambda person: names[person])]


def _asked(
    session: "Session", application: MembershipApplication, last: ApplicationStep, *, on: date
) -> dict[str, Any]:
    """Return what was asked for, in words."""
    homes = {one.id: one.name for one in constitution.constituencies(session)}
    parts = {one.id: one.name for one in constitution.parts(session)}
    ids = (application.constituency_id, application.sub_constituency_id)
    given = queries.undertaking_given(session, application.id)
    waits = application.undertaking != Undertaking.NONE and given is None and last.to_state == S.ADMITTED
    days = constitution.rule_book_on(session, on=on).admission_lapse_days
    return {
        "home": homes[application.constituency_id],
        "part": parts[application.sub_constituency_id] if application.sub_constituency_id else None,
        "entry_home": "/".join(str(one) for one in ids if one),
        "today": on,
        "channel": CHANNELS[Channel(application.channel)],
        "undertaking": UNDERTAKING_WORDS[Undertaking(application.undertaking)],
        "given": given,
        "last_day": last_day(last.dated_on, days=days) if waits else None,
        "membership_id": last.membership_id,
    }
