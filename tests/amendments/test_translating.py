"""A text that others stand behind is given in another language, and somebody else says whether it says the same."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from govern.amendments import amending, rewording, translating
from govern.amendments.amending import Settled
from govern.amendments.refusals import AmendmentsWait
from govern.amendments.ruling_refusals import RulesOnOwnWords
from govern.amendments.translation_refusals import NoTranslationWaits, TranslationWaits
from govern.core.actors import Actor, Role
from govern.core.languages import LocalText
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.refusals import MotionReasonNeeded
from tests.make import Make
from tests.makers.motions import TEXT, Chamber
from tests.raw import ensure_refused

OTHERWISE = LocalText(en=TEXT, cy="Mae’r gydfuddiannol yn cau’r ganolfan ddydd.")


@pytest.fixture
def chamber(make: Make) -> Chamber:
    """A mutual that works in English and in Welsh."""
    return make.chamber(languages=["en", "cy"])


@pytest.fixture
def motion(session: Session, chamber: Chamber) -> Motion:
    """A motion that is seconded, and then given in Welsh by its proposer."""
    motion = chamber.seconded()
    rewording.rewrite(session, motion.id, OTHERWISE, chamber.own(chamber.members[0]))
    return motion


def rule(chamber: Chamber, motion: Motion, actor: Actor | None = None, **facts: Any) -> None:
    """Let the secretary, or somebody else, say of the first translation that it is right."""
    usual: dict[str, Any] = {"n": 1, "is_right": True}
    translating.rule_on(chamber.session, motion.id, chamber.deed(actor), **usual | facts)


def test_what_others_stand_behind_stays_the_text_until_the_translation_is_found_right(
    session: Session, chamber: Chamber, motion: Motion
) -> None:
    assert queries.text(session, motion.id).text == {"en": TEXT}

    rule(chamber, motion)

    assert queries.text(session, motion.id).text == OTHERWISE
    assert translating.waiting(session, motion.id) is None
    with pytest.raises(NoTranslationWaits, match="This translation does not wait any more"):
        rule(chamber, motion)


def test_a_translation_that_says_something_else_is_turned_down_with_the_reason_and_another_can_be_given(
    session: Session, chamber: Chamber, motion: Motion
) -> None:
    with pytest.raises(TranslationWaits, match="A translation was given already"):
        rewording.rewrite(session, motion.id, OTHERWISE, chamber.own(chamber.members[0]))
    with pytest.raises(MotionReasonNeeded):
        rule(chamber, motion, is_right=False)

    deed = chamber.deed(note="It closes what is to be opened.")
    translating.rule_on(session, motion.id, deed, n=1, is_right=False)

    assert queries.text(session, motion.id).text == {"en": TEXT}
    rewording.rewrite(session, motion.id, LocalText(en=TEXT, cy="Ar agor."), chamber.own(chamber.members[0]))
    rule(chamber, motion, n=2)
    assert queries.text(session, motion.id).text == {"en": TEXT, "cy": "Ar agor."}


def test_its_author_and_the_motions_proposer_do_not_find_it_right(
    session: Session, chamber: Chamber, motion: Motion
) -> None:
    secretarys = chamber.on_the_agenda()
    rewording.rewrite(session, secretarys.id, OTHERWISE, chamber.deed())
    as_secretary = Actor(person_id=chamber.members[0], roles=frozenset({Role.SECRETARY}))

    for of, actor in ((motion, as_secretary), (secretarys, chamber.secretary), (motion, chamber.own(motion.id).actor)):
        with pytest.raises(RulesOnOwnWords):
            rule(chamber, of, actor)
    rule(chamber, secretarys, chamber.chair)

    assert queries.text(session, motion.id).text == {"en": TEXT}
    assert queries.text(session, secretarys.id).text == OTHERWISE


def test_a_translation_of_a_text_that_was_amended_since_is_nothing_any_more(session: Session, chamber: Chamber) -> None:
    motion = chamber.moved()
    rewording.rewrite(session, motion.id, OTHERWISE, chamber.deed())
    chamber.filed(motion, text="Another.")

    with pytest.raises(AmendmentsWait):
        rule(chamber, motion, chamber.chair)
    amending.settle_amendment(session, motion.id, 1, Settled.ACCEPTED, chamber.own(chamber.members[0]))
    with pytest.raises(NoTranslationWaits):
        rule(chamber, motion, chamber.chair)

    assert queries.text(session, motion.id).text == {"en": "Another."}


def test_the_database_keeps_the_words_that_others_stand_behind(
    session: Session, chamber: Chamber, motion: Motion
) -> None:
    ensure_refused(
        session,
        "text_that_others_stand_behind_stays",
        "INSERT INTO motion_text (motion_id, version, text, written_by, written_at)"
        " SELECT motion_id, 2, text, written_by, written_at FROM motion_text",
    )
    ensure_refused(
        session,
        "translation_is_confirmed_by_another",
        "INSERT INTO translation_ruling (motion_id, n, is_right, reason, ruled_by, ruled_at)"
        " SELECT motion_id, n, :yes, '', written_by, written_at FROM motion_translation",
        {"yes": True},
    )
