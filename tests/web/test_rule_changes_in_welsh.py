"""A change of the rules is put in each language of the mutual, below a title that its proposer gives."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.motions.models import Motion, MotionText
from govern.motions.rule_change_models import AffectedClass
from govern.register.models import Membership
from tests.web.secretariat import Secretariat
from tests.web.test_constitution import id_at

PUT = select(Motion.title, MotionText.text).join(MotionText).order_by(Motion.number)
HOME = {"en": "Service users and carers", "cy": "Defnyddwyr gwasanaeth a gofalwyr"}
RULE = {
    "en": f"“Most of the vote that a class can have”: added: {HOME['en']}: 1/10.",
    "cy": f"“Y mwyaf o’r bleidlais y gall dosbarth ei gael”: i’w ychwanegu: {HOME['cy']}: 1/10.",
}
TITLES = (
    {
        "en": "Change the rules: Most of the vote that a class can have",
        "cy": "Newid y rheolau: Y mwyaf o’r bleidlais y gall dosbarth ei gael",
    },
    {"en": f"Consent of {HOME['en']} to version 2", "cy": f"Cydsyniad {HOME['cy']} i fersiwn 2"},
)


def speaks(session: Session, *, languages: list[str]) -> None:
    """Let the mutual work in some languages."""
    constitution.mutual(session).languages = languages


@pytest.mark.parametrize("languages", [["en"], ["en", "cy"]])
def test_the_change_and_the_question_to_a_class_are_in_each_language(
    secretariat: Secretariat, languages: list[str]
) -> None:
    secretariat.write(speaks, languages=languages)
    clerk = secretariat.sit()
    number = str(secretariat.ask(lambda session: session.scalars(select(Membership.member_no)).first()))
    draft = f"/rules/{id_at(clerk.send('/rules/new', class_vote_cap__service_user='1/10'))}"

    clerk.send(f"{draft}/motion", member_no=number, reasons="To be fair.")
    home = secretariat.ask(lambda session: session.scalars(select(AffectedClass.constituency_id)).one())
    clerk.send(f"{draft}/consents/{home}", member_no=number)

    put = secretariat.ask(lambda session: [(dict(one.title), dict(one.text)) for one in session.execute(PUT)])
    titles, texts = zip(*put, strict=True)
    assert titles == tuple({one: told[one] for one in languages} for told in TITLES)
    assert [list(text) for text in texts] == [languages, languages]
    assert texts[0] == {one: RULE[one] for one in languages}
    assert all(texts[1][one].endswith("\n" + RULE[one]) for one in languages)


def test_whoever_proposes_it_gives_its_title_and_what_it_changes_stands_below(secretariat: Secretariat) -> None:
    secretariat.write(speaks, languages=["en", "cy"])
    clerk = secretariat.sit()
    number = str(secretariat.ask(lambda session: session.scalars(select(Membership.member_no)).first()))
    draft = f"/rules/{id_at(clerk.send('/rules/new', class_vote_cap__service_user='1/10'))}"
    asked = clerk.look(f"{draft}/motion").text

    clerk.send(f"{draft}/motion", member_no=number, title_en="No class outvotes the others", title_cy="")

    assert all(f'value="{title}"' in asked for title in TITLES[0].values())
    title, text = secretariat.ask(lambda session: session.execute(PUT).one())
    assert title == {"en": "No class outvotes the others", "cy": TITLES[0]["cy"]}
    assert text == RULE
