"""What the page of one motion shows: where it is, its texts and how they differ, who stands behind it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import g, url_for

from govern.access import actor, can
from govern.board import queries as board
from govern.constitution import queries as constitution
from govern.constitution.parameters.board import RESERVED_MATTERS, ReservedMatter
from govern.core import clock, db
from govern.core.errors import Refusal
from govern.core.languages import LocalText
from govern.core.words import Sentence
from govern.motions import (
    amending,
    asked,
    backing,
    courses,
    diffs,
    divisions,
    matters,
    namings,
    queries,
    rule_changes,
    service,
    waiting,
)
from govern.motions.admissible import bears_only_slips, is_statutory
from govern.motions.diffs import Run
from govern.motions.models import (
    Amendment,
    AmendmentOutcome,
    Division,
    DivisionOutcome,
    Motion,
    MotionBacking,
    MotionStep,
    MotionText,
)
from govern.motions.rules import RESOLVED, Backing, Deciders, Kind, Standing, State, Way, binds
from govern.motions.waiting import Next
from govern.motions.words import BACKINGS, CONCERNS, KINDS, NO_MATTER, OUTCOMES, WAYS, words_of
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.deeds import Gate, deed_now
from govern.web.languages import language_of_reader
from govern.web.motion_ways import OVER, Place, Ways, ways
from govern.web.namings import interests_shown
from govern.web.steps import today
from govern.web.whereabouts import SOMEBODY, office_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Difference:
    """How two texts differ, in one language.

    :param runs: empty where the two have no language in common.
    """

    language: str
    runs: Sequence[Run]


@dataclass(frozen=True, kw_only=True)
class Version:
    """One text of a motion, and how it differs from the one before."""

    text: MotionText
    difference: Difference | None


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """An amendment as the page shows it.

    :param outcome: None while it waits.
    :param seconder: None while nobody seconds it.
    :param is_ready: whether it can be put: it has the seconder whom the rules ask for.
    :param is_next: its vote comes before the others'.
    :param may_second: whether the reader can second it now.
    """

    amendment: Amendment
    seconder: UUID | None
    is_ready: bool
    may_second: bool
    difference: Difference
    outcome: AmendmentOutcome | None
    words: Sentence | None
    is_next: bool
    is_overtaken: bool


def gate_of(motion_id: UUID, ensure: Callable[["Session"], object]) -> Gate:
    """Let a deed be asked for only while it can be done with a motion; its page says what can."""
    return Gate(ensure=ensure, back=url_for("motions.show", motion_id=motion_id))


def difference_of(old: LocalText, new: LocalText) -> Difference:
    """Return how two texts differ, in the reader's language if both are written in it."""
    for language in (language_of_reader(), *new):
        if language in old and language in new:
            return Difference(language=language, runs=diffs.compare(old[language], new[language]))
    return Difference(language=language_of_reader(), runs=())


def facts_of(motion: Motion) -> dict[str, Any]:
    """Return what the page of a motion shows."""
    session = db.session()
    texts, state = queries.texts(session, motion.id), queries.state(session, motion.id)
    backers, concerns = queries.backers(session, motion.id), queries.concerns(session, motion.id)
    amendments = _amendments(session, motion, texts)
    named = {one.person_id for one in backers} | {one.person_id for one in concerns}
    named |= {one for each in amendments for one in (each.amendment.proposed_by, each.seconder) if one}
    standing = backing.standing(session, motion, at=clock.now())
    put = divisions.of_motion(session, motion.id)
    is_consulted = bool(queries.consulted_on(session, [motion.id]))
    return {
        "motion": motion,
        "state": state,
        "state_words": words_of(state, is_consulted=is_consulted),
        "kind_words": KINDS,
        "matter": RESERVED_MATTERS[ReservedMatter(motion.matter)] if motion.matter else None,
        "names_no_matter": matters.is_none(Kind(motion.kind), motion.matter),
        "no_matter": NO_MATTER,
        "way_words": WAYS,
        "backing_words": BACKINGS,
        "concern_words": CONCERNS,
        "steps": _taken(session, motion, known=named, is_consulted=is_consulted),
        "text": texts[-1],
        "versions": _versions(texts),
        "amendments": amendments,
        "backers": sorted(backers, key=lambda one: list(Backing).index(Backing(one.backing))),
        "counted": {standing.proposer, standing.seconder, *standing.supporters},
        "standing": standing,
        "concerns": concerns,
        "divisions": put,
        "to_vote": _to_vote(session, put),
        "course": courses.of_motion(session, motion.id),
        "to_open": {one.id for one, _ in put if clock.now() < one.opens_at},
        "over": {one.id: OVER[step] for one, step in _over(session, put)},
        "vote_goes_on": queries.vote_goes_on(session, motion.id),
        "names": register.names_of(session, named),
        "ways": ways_of(session, motion, state, standing, backers),
        "is_consulted": is_consulted,
        "is_consultation": is_consultation(session, motion, on=today()),
        "only_slips": _only_slips(session, motion),
        "is_rules_overtaken": _is_rules_overtaken(session, motion, state),
        "home": _home(session, motion),
        **interests_shown(session, motion),
    }


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One step as the page shows it.

    :ivar name: of whoever entered it; None where the reader may not know, or the clock did.
    :ivar office: in which they did; None for whoever held none, such as a proposer.
    """

    step: MotionStep
    words: Sentence
    name: str | None
    office: Sentence | None


def _taken(session: "Session", motion: Motion, *, known: Collection[UUID], is_consulted: bool) -> list[Taken]:
    """Return the steps of a motion; officers read who entered each, others only whom the page names anyhow.

    :param known: whom the page names.
    """
    steps = queries.steps(session, motion.id)
    shown = {one.actor_id for one in steps if one.actor_id and (one.actor_id in known or can(Permission.AUDIT_READ))}
    names = register.names_of(session, shown)
    offices = [office_of(one) for one in steps]
    return [
        Taken(
            step=step,
            words=words_of(State(step.to_state), is_consulted=is_consulted),
            name=names.get(step.actor_id) if step.actor_id else None,
            office=None if office is SOMEBODY else office,
        )
        for step, office in zip(steps, offices, strict=True)
    ]


def _to_vote(session: "Session", put: Sequence[tuple[Division, DivisionOutcome | None]]) -> Division | None:
    """Return the vote that the reader is asked for now, if there is one."""
    reader, at = actor().person_id, clock.now()
    return next((one for one, _ in put if asked.waits_for(session, one, reader, at=at)), None)


def _versions(texts: Sequence[MotionText]) -> list[Version]:
    """Return every text with what was changed in it, the newest first."""
    pairs = zip([None, *texts], texts, strict=False)
    found = [
        Version(text=new, difference=difference_of(old.text, new.text) if old is not None else None)
        for old, new in pairs
    ]
    return found[::-1]


def _amendments(session: "Session", motion: Motion, texts: Sequence[MotionText]) -> list[Proposed]:
    """Return the amendments that wait, in the order of voting, and then those that are settled."""
    by_version = {one.version: one.text for one in texts}
    outcomes = queries.amendment_outcomes(session, motion.id)
    waiting, ready = amending.waiting(session, motion.id), amending.ready(session, motion.id, at=clock.now())
    seconders = queries.amendment_seconders(session, motion.id)
    settled = [one for one in queries.amendments(session, motion.id) if one.n in outcomes]
    return [
        _proposed(
            one,
            outcomes.get(one.n),
            old=by_version[one.base_version],
            seconder=seconders.get(one.n),
            is_ready=one in ready,
            is_next=one in ready[:1],
            may_second=_may_second(session, one),
        )
        for one in [*waiting, *settled]
    ]


def _may_second(session: "Session", one: Amendment) -> bool:
    """Say whether the reader can second an amendment now."""
    if not actor().is_known or not can(Permission.AMENDMENT_FILE):
        return False
    try:
        amending.ensure_may_be_seconded(session, one.motion_id, one.n, deed_now())
    except Refusal:
        return False
    return True


def _proposed(one: Amendment, outcome: AmendmentOutcome | None, *, old: LocalText, **facts: Any) -> Proposed:
    return Proposed(
        amendment=one,
        difference=difference_of(old, one.text),
        outcome=outcome,
        words=OUTCOMES[outcome.outcome] if outcome else None,
        **facts,
        is_overtaken=outcome is not None and outcome.note == str(amending.OVERTAKEN),
    )


def _over(
    session: "Session", put: Iterable[tuple[Division, DivisionOutcome | None]]
) -> Iterator[tuple[Division, Next]]:
    """Yield each vote that is over and not declared, and what comes next for it."""
    for division, outcome in put:
        if outcome is None and divisions.is_over(division, at=clock.now()):
            yield division, waiting.next_of(session, division, at=clock.now())


def _next_of(session: "Session", motion: Motion) -> Next | None:
    return next((step for _, step in _over(session, divisions.of_motion(session, motion.id))), None)


def ways_of(
    session: "Session", motion: Motion, state: State, standing: Standing, backers: Sequence[MotionBacking]
) -> Ways:
    """Return what the reader can do with a motion."""
    reader = actor().person_id
    is_proposer = reader == standing.proposer
    has_voice = reader in backing.entitled_among(session, Deciders(motion.deciders), _known(reader), at=clock.now())
    has_stood = reader is not None and queries.backing_of(session, motion.id, reader) is not None
    found = ways(
        Place(
            state=state,
            standing=standing,
            needs_course=courses.is_missing(session, motion),
            over=_next_of(session, motion) if state is State.PUT else None,
            is_at_meeting=motion.way == Way.MEETING,
            is_amendments_turn=state is not State.PUT and queries.vote_goes_on(session, motion.id),
            may_back=has_voice
            and not has_stood
            and reader not in backing.interested(session, motion.id, at=clock.now()),
            is_behind=any(one.person_id == reader for one in backers),
            is_proposer=is_proposer,
            may_withdraw=service.may_withdraw(session, motion.id, actor()),
            may_reword=((is_proposer and state is State.SUBMITTED) or can(Permission.MOTION_ENTER))
            and _bears_rewording(session, motion, state, backers),
            only_translates=service.is_text_backed(session, motion.id),
            may_amend=has_voice or can(Permission.MOTION_ENTER),
            is_about_somebody=bool(namings.possible(motion)),
        )
    )
    others = [way for way in found.others if can(way.permission)]
    return replace(found, main=found.main if found.main and can(found.main.permission) else None, others=others)


def _known(reader: UUID | None) -> list[UUID]:
    return [] if reader is None else [reader]


def _bears_rewording(session: "Session", motion: Motion, state: State, backers: Sequence[MotionBacking]) -> bool:
    """Say whether the text can be changed, or put into a further language, without an amendment."""
    is_translated = queries.text(session, motion.id).text.keys() >= set(g.mutual.languages)
    is_own = state is State.SUBMITTED and len(backers) == 1
    return (is_own or not is_translated) and not amending.waiting(session, motion.id)


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


def _is_rules_overtaken(session: "Session", motion: Motion, state: State) -> bool:
    """Say whether a motion was carried and the rules that it would bring can never come into force."""
    draft = motion.changes_to_id if motion.kind != Kind.CLASS and state in RESOLVED else None
    return draft is not None and rule_changes.is_overtaken(session, draft)


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
