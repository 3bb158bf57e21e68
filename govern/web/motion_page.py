"""What the page of one motion shows: where it is, its texts and how they differ, who stands behind it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import url_for

from govern.access import actor, can
from govern.agenda import service, waiting, withdrawing
from govern.agenda.waiting import Next
from govern.amendments import amending, rewording, translating
from govern.backing import service as backing
from govern.backing import taking_over
from govern.board import queries as board
from govern.constitution import queries as constitution
from govern.constitution.models import Decision
from govern.constitution.parameters.board import RESERVED_MATTERS, ReservedMatter
from govern.core import clock, db
from govern.core.actors import Role
from govern.core.errors import Refusal
from govern.core.languages import LocalText
from govern.core.words import Sentence
from govern.divisions import asked, second_calls
from govern.divisions import service as divisions
from govern.interests import concerns, electorate, namings, standing_back
from govern.meetings import notices
from govern.motions import matters, overtaking, queries
from govern.motions.admissible import bears_only_slips, is_statutory
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.matters import Section
from govern.motions.models import Motion, MotionBacking, MotionStep
from govern.motions.rules import Ask, Backing, Deciders, Kind, Standing, State, Way, binds
from govern.motions.words import BACKINGS, KINDS, NO_MATTER, WAYS, WHY_APART, words_of
from govern.permissions import Permission
from govern.register import queries as register
from govern.statutory import courses
from govern.statutory.matter_words import TAKES
from govern.statutory.models import StatutoryCourse
from govern.statutory.rules import Stage
from govern.statutory.words import SECTIONS
from govern.web import division_tasks, motion_changes, reach
from govern.web.deeds import Gate, deed_now, may
from govern.web.deputies import who_goes_on
from govern.web.motion_ways import ON_TWO_MEETINGS, ON_UNHEARD, OVER, VOTED_ON, Meeting, Place, Ways, held_until, ways
from govern.web.namings import interests_shown
from govern.web.next_steps import Way as NextWay
from govern.web.steps import today
from govern.web.votes_now import how_they_came, needs_account
from govern.web.whereabouts import SOMEBODY, office_of
from govern.web.wordings import amendments_shown, rulings_on_order, slips_to_rule_on, versions_shown

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# In which a vote that fell for want of a quorum can be held once more.
SECOND_CALLS = frozenset(
    {State.FELL_INQUORATE, State.ADMITTED_TO_AGENDA, State.MOVED, State.AMENDED, State.FIRST_CARRIED}
)


def gate_of(motion_id: UUID, ensure: Callable[["Session"], object]) -> Gate:
    """Let a deed be asked for only while it can be done with a motion; its page says what can."""
    about = queries.find(db.session(), motion_id).title
    return Gate(ensure=ensure, about=about, back=url_for("motions.show", motion_id=motion_id))


def facts_of(motion: Motion) -> dict[str, Any]:
    """Return what the page of a motion shows."""
    session = db.session()
    texts, state = queries.texts(session, motion.id), queries.state(session, motion.id)
    backers, concerned = queries.backers(session, motion.id), queries.concerns(session, motion.id)
    amendments = amendments_shown(session, motion, texts)
    named = {one.person_id for one in backers} | {one.person_id for one in concerned}
    named |= {one.written_by for one in texts}
    named |= {one for each in amendments for one in (each.amendment.proposed_by, each.seconder) if one}
    translation = translating.waiting(session, motion.id)
    named |= {translation.written_by} if translation else set()
    standing = backing.standing(session, motion, at=clock.now())
    put, course = divisions.of_motion(session, motion.id), courses.of_motion(session, motion.id)
    is_consulted = bool(queries.consulted_on(session, [motion.id]))
    return {
        "motion": motion,
        "state": state,
        "state_words": words_of(state, is_consulted=is_consulted),
        "kind_words": KINDS,
        "matter": RESERVED_MATTERS[ReservedMatter(motion.matter)] if motion.matter else None,
        "matter_takes": TAKES.get(ReservedMatter(motion.matter), ()) if motion.matter else (),
        "names_no_matter": matters.is_none(Kind(motion.kind), motion.matter),
        "section": SECTIONS[Section(course.section)] if course else None,
        "no_matter": NO_MATTER,
        "way_words": WAYS,
        "backing_words": BACKINGS,
        "steps": _taken(session, motion, known=named, is_consulted=is_consulted),
        "text": texts[-1],
        "versions": versions_shown(texts),
        "amendments": amendments,
        "backers": sorted(backers, key=lambda one: list(Backing).index(Backing(one.backing))),
        "counted": {standing.proposer, standing.seconder, *standing.supporters},
        "standing": standing,
        "concerns": concerned,
        "divisions": put,
        "to_vote": _to_vote(session, put),
        **_open_now(session, put),
        **how_they_came(),
        "needs_account": needs_account(motion),
        "course": course,
        "notice": (notice := notices.holding(session, motion.id)),
        "is_to_meet": notice is not None and notice.meeting_on >= today() and state in VOTED_ON,
        "unreached": reach.after_notice(motion, notice),
        "to_print": reach.letters_to_print(notice),
        "to_open": {one.id for one, _ in put if clock.now() < one.opens_at},
        "over": {one.id: OVER[step] for one, step in _over(session, put)},
        "task": _task(session, put),
        "going_on": next((one for one, came in put if came is None), None),
        "in_secret": next((one for one, came in put if came is None and _is_in_secret(one)), None),
        "vote_goes_on": queries.vote_goes_on(session, motion.id),
        "translation": translation,
        "may_rule_on_translation": translation is not None and _may_rule_on_translation(session, motion),
        "may_rule_on_slips": slips_to_rule_on(session, amendments),
        "may_refuse_wordings": rulings_on_order(session, amendments),
        "names": register.names_of(session, named),
        "ways": ways_of(session, motion, state, standing, backers, course),
        "is_consulted": is_consulted,
        "is_consultation": is_consultation(session, motion, on=today()),
        "only_slips": _only_slips(session, motion),
        "rules_changed": motion_changes.changes_shown(session, motion),
        "rules_against": motion_changes.compared_with(session, motion),
        "overtaken": overtaking.told(session, motion, state),
        "waits_for_consents": motion_changes.waits_for_consents(session, motion, state),
        "goes_to_registrar": motion_changes.goes_to_registrar(session, motion, state),
        "home": _home(session, motion),
        "second_call_from": _second_call_from(session, motion, state),
        **interests_shown(session, motion, apart=standing.apart),
    }


def _may_rule_on_translation(session: "Session", motion: Motion) -> bool:
    """Say whether the reader can say now whether the translation that waits says the same."""
    return can(Permission.MOTION_ADMIT) and may(lambda: translating.ensure_may_rule_on(session, motion.id, deed_now()))


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One step as the page shows it.

    :ivar name: of whoever entered it; None where the reader may not know, or the clock did.
    :ivar office: in which they did; None for whoever held none, such as a proposer.
    :ivar leave: the decision by which leave was given for it.
    """

    leave: Decision | None
    step: MotionStep
    words: Sentence
    name: str | None
    office: Sentence | None


def _taken(session: "Session", motion: Motion, *, known: Collection[UUID], is_consulted: bool) -> list[Taken]:
    """Return the steps of a motion; officers read who entered each, others only whom the page names anyhow.

    :param known: whom the page names.
    """
    # Outside a meeting nobody moves it: the step stands there for the order of the steps alone.
    steps = [
        one for one in queries.steps(session, motion.id) if motion.way == Way.MEETING or one.to_state != State.MOVED
    ]
    shown = {one.actor_id for one in steps if one.actor_id and (one.actor_id in known or can(Permission.AUDIT_READ))}
    names = register.names_of(session, shown)
    offices = [office_of(one) for one in steps]
    leaves = constitution.decisions_among(session, [one.leave_id for one in steps if one.leave_id])
    return [
        Taken(
            step=step,
            words=words_of(State(step.to_state), is_consulted=is_consulted),
            name=names.get(step.actor_id) if step.actor_id else None,
            office=None if office is SOMEBODY else office,
            leave=leaves.get(step.leave_id) if step.leave_id else None,
        )
        for step, office in zip(steps, offices, strict=True)
    ]


def _to_vote(session: "Session", put: Sequence[tuple[Division, DivisionOutcome | None]]) -> Division | None:
    """Return the vote that the reader is asked for now, if there is one."""
    reader, at = actor().person_id, clock.now()
    return next((one for one, _ in put if asked.waits_for(session, one, reader, at=at)), None)


def _open_now(session: "Session", put: Iterable[tuple[Division, DivisionOutcome | None]]) -> dict[str, Any]:
    """Return the vote by name that goes on now, if one does, and whether the reader's place in it is taken."""
    reader, at = actor().person_id, clock.now()
    by_name = (one for one, came in put if came is None and one.ask != Ask.SECRET)
    found = next((one for one in by_name if one.is_open(at=at)), None)
    has_voted = found is not None and asked.seat_of(session, found, reader, at=at).is_taken
    return {"open_now": found, "has_voted": has_voted}


def _is_in_secret(division: Division) -> bool:
    return division.ask == Ask.SECRET and not division.is_over(at=clock.now())


def _over(
    session: "Session", put: Iterable[tuple[Division, DivisionOutcome | None]]
) -> Iterator[tuple[Division, Next]]:
    """Yield each vote that is over and not declared, and what comes next for it."""
    for division, outcome in put:
        if outcome is None and division.is_over(at=clock.now()):
            yield division, waiting.next_of(session, division, at=clock.now())


def _task(
    session: "Session", put: Iterable[tuple[Division, DivisionOutcome | None]]
) -> tuple[Division, NextWay] | None:
    """Return the vote that waits for the reader's deed, with the deed."""
    steps = ((one, division_tasks.way_of(session, one, step, at=clock.now())) for one, step in _over(session, put))
    return next(((one, way) for one, way in steps if way), None)


def _next_of(session: "Session", motion: Motion) -> Next | None:
    return next((step for _, step in _over(session, divisions.of_motion(session, motion.id))), None)


def ways_of(
    session: "Session",
    motion: Motion,
    state: State,
    standing: Standing,
    backers: Sequence[MotionBacking],
    course: StatutoryCourse | None,
) -> Ways:
    """Return what the reader can do with a motion."""
    reader = actor().person_id
    is_proposer = reader == standing.proposer
    has_voice = reader in electorate.entitled_among(session, Deciders(motion.deciders), _known(reader), at=clock.now())
    has_stood = reader is not None and queries.backing_of(session, motion.id, reader) is not None
    takes_no_part, on_its_course = reader in standing.apart, _hold_of_course(session, motion, state, course)
    found = ways(
        Place(
            state=state,
            standing=standing,
            needs_course=courses.is_missing(session, motion),
            says_whom=concerns.says_whom(session, motion),
            is_overtaken=overtaking.told(session, motion, state) is not None,
            hold=_unheard(session, motion) or on_its_course,
            is_held_by_its_course=on_its_course is not None,
            only_slips=_only_slips(session, motion),
            meeting=_meeting(session, motion),
            over=_next_of(session, motion) if state is State.PUT else None,
            is_at_meeting=motion.way == Way.MEETING,
            is_amendments_turn=state is not State.PUT and queries.vote_goes_on(session, motion.id),
            may_back=has_voice and not has_stood and not takes_no_part,
            takes_no_part=takes_no_part,
            may_take_over=reader is not None
            and may(lambda: taking_over.ensure_may_take_over(session, motion.id, reader, deed_now())),
            is_behind=any(one.person_id == reader for one in backers),
            is_proposer=is_proposer,
            may_enter_names=may(
                lambda: backing.ensure_names_are_left(
                    session, motion, directors_now(session), deed_now(), behind=standing
                )
            ),
            may_refuse=may(lambda: service.ensure_may_be_refused(session, motion.id, deed_now())),
            may_withdraw=may(lambda: withdrawing.ensure_may_be_withdrawn(session, motion.id, deed_now())),
            may_reword=may(lambda: rewording.ensure_may_be_rewritten(session, motion.id, deed_now())),
            only_translates=rewording.is_text_backed(session, motion.id),
            may_amend=motion.changes_to_id is None
            and (has_voice or can(Permission.MOTION_ENTER))
            and not (takes_no_part and electorate.is_at_notice(motion)),
            is_about_somebody=bool(namings.possible(motion))
            and may(lambda: concerns.ensure_may_name(session, motion.id, deed_now())),
        )
    )
    others = [way for way in found.others if can(way.permission)]
    # What statute puts to two meetings the secretary leads.
    offices = (Role.SECRETARY,) if found.waiting is ON_TWO_MEETINGS else (Role.SECRETARY, Role.CHAIR)
    return replace(
        found,
        main=found.main if found.main and can(found.main.permission) else None,
        others=others,
        aside=found.aside if can(Permission.MOTION_ADMIT) else None,
        goes_on=who_goes_on(session, standing.apart, *offices)
        if found.aside and can(Permission.MOTION_ADMIT)
        else None,
        unsupported=_why_unsupported(session, motion, state) if has_voice and not has_stood else None,
    )


def _why_unsupported(session: "Session", motion: Motion, state: State) -> Sentence | None:
    """Return why the reader, and nobody else, is not offered to stand behind a motion that others can back now."""
    reader = actor().person_id
    if state is not State.SUBMITTED or reader is None:
        return None
    why = standing_back.why_apart(session, motion.id, reader, at=clock.now())
    return None if why is None else WHY_APART[why]


def _hold_of_course(
    session: "Session", motion: Motion, state: State, course: StatutoryCourse | None
) -> Sentence | None:
    """Return why a motion with a course is not voted on today: there is no notice of its meeting, or another day."""
    if course is None or amending.ready(session, motion.id, at=clock.now()):
        return None
    is_confirming = state is State.FIRST_CARRIED
    try:
        second_calls.ensure_can_meet(session, motion, is_confirming=is_confirming, on=today())
    except Refusal:
        stage = Stage.SECOND_MEETING if is_confirming else Stage.FIRST_MEETING
        return held_until(courses.called_on(session, course, stage), on=today(), is_confirming=is_confirming)
    return None


def _meeting(session: "Session", motion: Motion) -> Meeting | None:
    """Return how far the meeting is called that votes on a motion; None where none does by a notice of its own."""
    if not notices.needs_one(session, motion):
        return None
    notice = notices.holding(session, motion.id)
    day = notice.meeting_on if notice and notice.meeting_on >= today() else None
    is_now = may(lambda: second_calls.ensure_can_meet(session, motion, is_confirming=False, on=today()))
    return Meeting(day=day, is_now=is_now)


def _second_call_from(session: "Session", motion: Motion, state: State) -> date | None:
    """Return from when a vote for which too few came can be called again; None where none fell, or it is put anew."""
    if state not in SECOND_CALLS:
        return None
    return second_calls.earliest(session, motion.id, is_confirming=state is State.FIRST_CARRIED)


def _unheard(session: "Session", motion: Motion) -> Sentence | None:
    """Return what is waited for where somebody was named in a motion on the word of another alone."""
    try:
        namings.ensure_heard(session, motion, at=clock.now())
    except tuple(ON_UNHEARD) as refused:
        return ON_UNHEARD[type(refused)]
    return None


def _known(reader: UUID | None) -> list[UUID]:
    return [] if reader is None else [reader]


def is_consultation(session: "Session", motion: Motion, *, on: date) -> bool:
    """Say whether what comes of a motion decided in this way would be no resolution.

    Source: domain 5.3.
    """
    shape = amending.shape_of(motion)
    return not binds(
        constitution.legal_form(session),
        Way(motion.way),
        deciders=Deciders(motion.deciders),
        ballots_decide=constitution.rule_book_on(session, on=on).member_ballot_decides,
        is_statutory=is_statutory(shape, legal_form=constitution.legal_form(session)),
    )


def _only_slips(session: "Session", motion: Motion) -> bool:
    return bears_only_slips(amending.shape_of(motion), legal_form=constitution.legal_form(session))


def _home(session: "Session", motion: Motion) -> LocalText | None:
    """Return the constituency whose consent a motion asks for, if it asks for one."""
    homes = {one.id: one.name for one in constitution.constituencies(session)}
    return homes[motion.constituency_id] if motion.constituency_id else None


def directors_now(session: "Session") -> Mapping[UUID, str]:
    """Return the directors of today by name."""
    names = register.names_of(session, board.directors_on(session, today()))
    return dict(sorted(names.items(), key=lambda named: named[1]))
