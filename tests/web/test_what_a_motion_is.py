"""What a motion is, as its proposer says it: of which matter, and in which words while others stand behind them."""

from sqlalchemy import select

from govern.amendments import translating
from govern.constitution.models import Mutual
from govern.motions import queries
from tests.makers.motions import TEXT
from tests.web.halls import Hall
from tests.web.officers import words_of
from tests.web.test_motions import PROPOSED


def test_every_proposer_answers_whether_it_is_a_matter_that_takes_more(hall: Hall) -> None:
    """A conversion under no matter would be voted on like a bench in the park, and change nothing."""
    member, secretary = hall.sit(hall.chamber.members[0]), hall.sit(hall.chamber.secretary.person_id)
    unsaid = member.send("/new", **PROPOSED | {"matter": ""})
    weak = member.send("/new", **PROPOSED | {"matter": "conversion"})
    taken = member.send("/new", **PROPOSED)

    where = str(taken.location).removeprefix("/motions")
    for one, part in zip(hall.chamber.members[1:], ("seconder", "supporter"), strict=False):
        hall.sit(one).send(f"{where}/support", part=part)
    page, admitting = words_of(member.look(where)), words_of(secretary.look(f"{where}/admission"))

    assert "Choose which of these it is, or none of them." in words_of(unsaid)
    assert "This matter takes more than an ordinary resolution." in words_of(weak)
    for shown in (page, admitting):
        assert "Whatever its words say, it changes no rules, converts or dissolves nothing" in shown
    assert "it is out of order, and comes back under its matter" in admitting
    named = member.send("/new", **PROPOSED | {"matter": "conversion", "kind": "special"})
    shown = words_of(member.look(str(named.location).removeprefix("/motions")))
    assert "Matter Conversion, amalgamation or transfer" in shown
    assert "Whatever its words say" not in shown
    unaudited = member.send("/new", **PROPOSED | {"matter": "audit_exemption"})
    shown = words_of(member.look(str(unaudited.location).removeprefix("/motions")))
    assert "Section 84: fewer than a fifth of the votes cast are against it" in shown


def test_a_text_that_others_stand_behind_bears_another_language_and_no_other_words(hall: Hall) -> None:
    first, second = hall.chamber.members[:2]
    with hall.database.writing() as session:
        session.scalars(select(Mutual)).one().languages = ["en", "cy"]
        session.commit()
    proposer, typed = hall.sit(first), PROPOSED | {"title_cy": "Sadyrnau", "text_cy": "", "reasons_cy": ""}
    proposer.send("/new", **typed)
    text = f"/{hall.motion()}/text"
    alone = words_of(proposer.look(f"/{hall.motion()}"))
    hall.sit(second).send(f"/{hall.motion()}/support", part="seconder")
    backed, page = words_of(proposer.look(f"/{hall.motion()}")), proposer.look(text)

    proposer.send(text, text_cy="Mae’r ganolfan ar agor.", text_en="Something else.")

    assert "Change or translate the text" in alone
    assert "Change or translate the text" not in backed
    assert "Add it in another language" in backed
    assert 'name="text_en"' not in page.text
    assert "Others stand behind this text, so it stays as it is" in words_of(page)
    with hall.database.reading() as session:
        waiting = translating.waiting(session, hall.motion())
        assert queries.text(session, hall.motion()).text == {"en": TEXT}
        assert waiting is not None
        assert waiting.text == {"cy": "Mae’r ganolfan ar agor."}
