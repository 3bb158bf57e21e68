"""Names that the secretary enters from paper: whoever bears one can say that they did not give it."""

from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from govern.agenda import service, withdrawing
from govern.amendments import amending, rewording
from govern.amendments.amending import Settled
from govern.amendments.ruling_refusals import ChairRules, RulesOnOwnWords
from govern.audit.models import JournalEntry
from govern.backing import papers
from govern.backing import service as backing
from govern.backing.models import PaperName
from govern.backing.paper_refusals import DeniedAlready, NotTheirName, ProposerDenies, TextIsTheProposers
from govern.core.actors import Actor, Role
from govern.core.languages import LocalText
from govern.motions import queries
from govern.motions.models import Motion, MotionBacking
from govern.motions.refusals import NotTheirsToWithdraw
from govern.motions.rules import Backing, State, Way
from tests.calendar import AT
from tests.make import Make
from tests.makers import kept
from tests.makers.assembly import Assembly
from tests.makers.motions import TEXT, Chamber
from tests.raw import emptied, ensure_refused, of_any

MIGRATION = import_module("migrations.versions.0063_whoever_is_entered_on_paper_can_say_no")
DENIES = (
    "Whoever was entered as its proposer says that they do not propose this motion. So it goes no further. Until it is"
    " on the agenda the chair can rule it out of order; after that the chair or the secretary withdraws it."
)
THEIRS = (
    "Only whoever proposes this motion changes its words, for it did not come on paper. You can tell them what you"
    " would change, or propose another wording once it is on the agenda."
)


@pytest.fixture
def chamber(make: Make) -> Chamber:
    """A mutual with one in the chair, who holds it on record."""
    made = make.chamber()
    make.office(Role.CHAIR, person_id=made.chair.person_id)
    return made


def on_paper(chamber: Chamber, *, supported_by: int = 0) -> Motion:
    """Return a motion that the secretary entered from paper with its proposer, its seconder and supporters."""
    motion = service.submit(chamber.session, chamber.proposal(), chamber.deed())
    parts = [Backing.SECONDER] + [Backing.SUPPORTER] * supported_by
    for person, part in zip(chamber.members[1:], parts, strict=False):
        backing.back(chamber.session, motion.id, person, part, chamber.deed())
    return motion


def name_of(chamber: Chamber, motion: Motion, member: int, *, n: int | None = None) -> PaperName:
    """Return the name of a member that was entered from paper."""
    names = [one.name for one in papers.of_motion(chamber.session, motion.id)]
    return next(one for one in names if one.person_id == chamber.members[member] and one.amendment_n == n)


def test_what_the_secretary_enters_for_another_is_kept_as_a_name_on_paper(chamber: Chamber) -> None:
    motion, own = on_paper(chamber, supported_by=1), chamber.seconded()

    parts = [(one.name.person_id, one.name.part) for one in papers.of_motion(chamber.session, motion.id)]

    assert sorted(parts) == sorted(zip(chamber.members, ("proposer", "seconder", "supporter"), strict=False))
    assert papers.of_motion(chamber.session, own.id) == []


@pytest.mark.invariant("INV-40")
def test_a_name_that_was_not_given_counts_no_longer_and_another_can_take_its_place(chamber: Chamber) -> None:
    motion, session = on_paper(chamber, supported_by=1), chamber.session

    for member in (1, 2):
        papers.deny(session, name_of(chamber, motion, member).id, chamber.own(chamber.members[member]))

    standing = backing.standing(session, motion, at=AT)
    assert (standing.seconder, list(standing.supporters), standing.is_enough) == (None, [], False)
    backing.back(session, motion.id, chamber.members[3], Backing.SECONDER, chamber.own(chamber.members[3]))
    assert backing.standing(session, motion, at=AT).seconder == chamber.members[3]
    events = session.scalars(select(JournalEntry.event).where(JournalEntry.event == "motion.name_denied")).all()
    assert len(events) == 2


@pytest.mark.invariant("INV-40")
def test_a_motion_whose_proposer_did_not_propose_it_goes_no_further(chamber: Chamber) -> None:
    motion, session = on_paper(chamber, supported_by=2), chamber.session
    papers.deny(session, name_of(chamber, motion, 0).id, chamber.own(chamber.members[0]))

    with pytest.raises(ProposerDenies) as refused:
        service.admit(session, motion.id, chamber.deed())

    assert str(refused.value) == DENIES
    assert queries.state(session, motion.id) is State.SUBMITTED
    assert papers.disputed(session).count == 1
    service.refuse(session, motion.id, chamber.deed(chamber.chair, note="Nobody proposes it."))
    assert papers.disputed(session).count == 0


def test_no_vote_is_called_on_a_motion_that_nobody_proposes_and_an_officer_withdraws_it(
    assembly: Assembly, make: Make
) -> None:
    chamber, session = assembly.chamber, assembly.session
    motion = service.submit(session, chamber.proposal(way=Way.BALLOT), chamber.deed())
    make.account(person_id=chamber.members[0])
    backing.back(session, motion.id, chamber.members[1], Backing.SECONDER, chamber.own(chamber.members[1]))
    service.admit(session, motion.id, chamber.deed())
    deed = chamber.deed(chamber.chair, note="Nobody proposes it.")
    with pytest.raises(NotTheirsToWithdraw):
        withdrawing.withdraw(session, motion.id, deed)
    papers.deny(session, name_of(chamber, motion, 0).id, chamber.deed())

    with pytest.raises(ProposerDenies):
        assembly.call(motion)

    withdrawing.withdraw(session, motion.id, deed)
    assert queries.state(session, motion.id) is State.WITHDRAWN


def test_a_vote_that_was_called_before_goes_on_and_the_denial_stands_beside_it(assembly: Assembly) -> None:
    chamber, session = assembly.chamber, assembly.session
    motion = service.submit(session, chamber.proposal(way=Way.BALLOT), chamber.deed())
    backing.back(session, motion.id, chamber.members[1], Backing.SECONDER, chamber.deed())
    service.admit(session, motion.id, chamber.deed())
    assembly.call(motion)

    papers.deny(session, name_of(chamber, motion, 1).id, chamber.own(chamber.members[1]))

    given = queries.backing_of(session, motion.id, chamber.members[1])
    assert given is not None
    assert given.withdrawn_at is None
    assert papers.denied(session, motion.id) == {chamber.members[1]}


def test_a_name_is_denied_once_by_its_bearer_or_by_an_officer_who_heard_it(chamber: Chamber) -> None:
    motion, session = on_paper(chamber, supported_by=1), chamber.session
    name = name_of(chamber, motion, 1)

    with pytest.raises(NotTheirName, match="This is not your name"):
        papers.deny(session, name.id, chamber.own(chamber.members[2]))
    assert papers.denied(session, motion.id) == frozenset()
    papers.deny(session, name.id, chamber.deed(chamber.chair))
    with pytest.raises(DeniedAlready, match="It is on record that this name was not given"):
        papers.deny(session, name.id, chamber.own(chamber.members[1]))

    assert papers.denied(session, motion.id) == {chamber.members[1]}


def test_a_wording_that_nobody_proposes_is_not_put_and_one_without_its_seconder_waits(chamber: Chamber) -> None:
    motion, session = chamber.moved(), chamber.session
    for words in ("The mutual closes on Sundays.", "The mutual closes on Mondays."):
        amending.file_amendment(session, motion.id, chamber.change(words), chamber.deed())
    proposer, seconder = name_of(chamber, motion, 2, n=1), name_of(chamber, motion, 3, n=2)

    papers.deny(session, proposer.id, chamber.own(chamber.members[2]))
    papers.deny(session, seconder.id, chamber.own(chamber.members[3]))

    assert queries.amendment_outcomes(session, motion.id)[1].note == str(papers.UNPROPOSED)
    assert [one.n for one in amending.waiting(session, motion.id)] == [2]
    assert amending.ready(session, motion.id, at=AT) == []


@pytest.mark.invariant("INV-40")
def test_the_secretary_rewrites_no_motion_but_one_that_came_on_paper(chamber: Chamber) -> None:
    session, other = chamber.session, LocalText(en="The mutual pays 90,000 pounds.")
    own, paper = chamber.submitted(), service.submit(session, chamber.proposal(), chamber.deed())

    with pytest.raises(TextIsTheProposers) as refused:
        rewording.rewrite(session, own.id, other, chamber.deed())
    rewording.rewrite(session, paper.id, other, chamber.deed())

    assert str(refused.value) == THEIRS
    assert [str(one.text) for one in queries.texts(session, own.id)] == [TEXT]
    newest = queries.text(session, paper.id)
    assert (newest.text, newest.written_by) == (other, chamber.secretary.person_id)
    papers.deny(session, name_of(chamber, paper, 0).id, chamber.own(chamber.members[0]))
    with pytest.raises(TextIsTheProposers):
        rewording.rewrite(session, paper.id, LocalText(en="Again."), chamber.deed())


def test_the_secretary_rules_no_wording_out_of_order_while_somebody_is_in_the_chair(chamber: Chamber) -> None:
    motion, session = chamber.moved(), chamber.session
    chamber.filed(motion)

    with pytest.raises(ChairRules):
        amending.settle_amendment(session, motion.id, 1, Settled.FELL, chamber.deed(note="I do not like it."))
    assert queries.amendment_outcomes(session, motion.id) == {}
    mover = Actor(person_id=chamber.members[2], roles=frozenset({Role.CHAIR}))
    with pytest.raises(RulesOnOwnWords):
        amending.settle_amendment(session, motion.id, 1, Settled.FELL, chamber.deed(mover, note="No."))
    amending.settle_amendment(
        session, motion.id, 1, Settled.FELL, chamber.deed(chamber.chair, note="Beyond the notice.")
    )

    assert queries.amendment_outcomes(session, motion.id)[1].note == "Beyond the notice."


NAME = (
    "INSERT INTO paper_name (id, motion_id, amendment_n, person_id, part, entered_by, entered_at)"
    " VALUES (:id, :motion, NULL, {person}, '{part}', {by}, :at)"
)
WORDS = (
    "INSERT INTO motion_text (motion_id, version, text, written_by, written_at)"
    ' VALUES (:own, 2, \'{"en": "Other."}\', :secretary, :at)'
)
ATTEMPTS = [
    ("paper_name_is_of_another", NAME.format(person=":second", part="seconder", by=":second")),
    ("paper_name_stands_there", NAME.format(person=":third", part="supporter", by=":secretary")),
    ("paper_name_stands_there", NAME.format(person=":second", part="supporter", by=":secretary")),
    ("paper_name_is_append_only", "UPDATE paper_name SET part = 'supporter'"),
    ("paper_name_is_append_only", "DELETE FROM paper_name"),
    ("paper_name_denial_is_append_only", "UPDATE paper_name_denial SET denied_at = denied_at"),
    ("paper_name_denial_is_append_only", "DELETE FROM paper_name_denial"),
    ("text_is_written_by_its_proposer", WORDS),
]


@pytest.mark.invariant("INV-40", by="database")
@pytest.mark.parametrize(("guard", "tried"), ATTEMPTS)
def test_the_database_keeps_who_was_entered_and_whose_words_they_are(chamber: Chamber, guard: str, tried: str) -> None:
    session, motion, own = chamber.session, on_paper(chamber), chamber.submitted()
    papers.deny(session, name_of(chamber, motion, 1).id, chamber.deed())
    ids = {
        "id": uuid4(),
        "motion": motion.id,
        "own": own.id,
        "secretary": chamber.secretary.person_id,
        "second": chamber.members[1],
        "third": chamber.members[2],
    }
    is_hex = session.get_bind().dialect.name == "sqlite"
    facts: dict[str, Any] = {"at": AT} | {name: of.hex if of and is_hex else of for name, of in ids.items()}

    ensure_refused(session, guard, tried, _used(facts, tried))


def _used(facts: dict[str, Any], tried: str) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if f":{name}" in tried}


@pytest.mark.invariant("INV-40", by="database")
def test_no_motion_comes_on_the_agenda_by_a_name_that_another_entered_and_told_nobody_of(chamber: Chamber) -> None:
    session, motion, second = chamber.session, chamber.submitted(), chamber.members[1]
    facts = {"motion_id": motion.id, "person_id": second, "text_version": 1, "given_at": AT}
    kept(session, MotionBacking(backing=Backing.SECONDER, entered_by=chamber.secretary.person_id, **facts))

    with pytest.raises(IntegrityError, match="name_entered_for_another_is_on_paper"), session.begin_nested():
        service.admit(session, motion.id, chamber.deed())
    assert queries.state(session, motion.id) is State.SUBMITTED

    papers.enter(session, motion.id, second, Backing.SECONDER, chamber.deed())
    service.admit(session, motion.id, chamber.deed())
    assert queries.state(session, motion.id) is State.ADMITTED_TO_AGENDA


@pytest.mark.parametrize("table", ["paper_name", "paper_name_denial"])
def test_what_was_entered_from_paper_is_not_emptied(chamber: Chamber, table: str) -> None:
    motion = on_paper(chamber)
    papers.deny(chamber.session, name_of(chamber, motion, 1).id, chamber.deed())

    ensure_refused(chamber.session, of_any(MIGRATION.GUARDS), emptied(chamber.session, table))
    assert chamber.session.execute(text(f"SELECT count(*) FROM {table}")).scalar() in (1, 2)
