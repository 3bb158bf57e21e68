"""Welsh is complete wherever voters and the public read: no sentence is missing, none stays in English."""

import re
from collections.abc import Iterable, Mapping

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from flask import Flask

from govern.core.words import CATALOGUES
from govern.web.languages import IN_ENGLISH
from tests.web.sentences import Msgid, sentences_of_voters, templates_of_voters

FACT = re.compile(r"%\(\w+\)s|%%")
VOTING = {
    "vote.enter": "vote/enter.html",
    "vote.show_link": "vote/is_this_you.html",
    "vote.mark": "vote/ballot.html",
    "vote.review": "vote/review.html",
    "vote.cast": "vote/cast.html",
}


@pytest.fixture
def welsh() -> Catalog:
    """The Welsh catalogue as it is in git."""
    with (CATALOGUES / "cy" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file)


def faults(sentences: Mapping[Msgid, str], catalogue: Catalog) -> list[str]:
    """Say of each sentence what is wrong with its translation."""
    found = []
    for msgid, place in sentences.items():
        entry = catalogue.get(msgid if isinstance(msgid, str) else msgid[0])
        said = _forms(entry.string) if entry else []
        if not said or not all(said):
            found.append(f"{place}: no Welsh for {msgid!r}")
        elif any(set(FACT.findall(form)) != set(FACT.findall(_forms(msgid)[-1])) for form in said):
            found.append(f"{place}: other facts in the Welsh for {msgid!r}")
    return found


def _forms(text: str | Iterable[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_every_sentence_that_voters_can_meet_is_said_in_welsh(app: Flask, welsh: Catalog) -> None:
    assert faults(sentences_of_voters(app), welsh) == []


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_the_pages_of_voters_are_found_by_who_may_open_them(app: Flask) -> None:
    pages = templates_of_voters(app)

    assert {
        endpoint: template for endpoint, template in VOTING.items() if template in pages.get(endpoint, ())
    } == VOTING
    assert set(app.view_functions) >= IN_ENGLISH
    assert {"refusal.html", "not_found.html", "fault.html", "signed_out.html"} <= set(pages["errors"])
    assert all("base.html" in made_of for made_of in pages.values())


@pytest.mark.parametrize(
    ("english", "said"),
    [
        pytest.param("Cast my vote", "", id="nothing"),
        pytest.param("It opens at %(opens)s.", "Bydd yn agor am %(cau)s.", id="another fact"),
        pytest.param("It opens at %(opens)s.", "Bydd yn agor.", id="no fact"),
        pytest.param(("%(num)s seat", "%(num)s seats"), ("%(num)s sedd", "", "", "", ""), id="one number only"),
    ],
)
def test_a_sentence_without_its_welsh_is_named(english: Msgid, said: str | tuple[str, ...]) -> None:
    catalogue = Catalog(locale="cy")
    catalogue.add(english, said)

    assert [repr(english) in fault for fault in faults({english: "a page"}, catalogue)] == [True]


def test_every_number_has_its_form_in_welsh(welsh: Catalog) -> None:
    counted = [entry for entry in welsh if entry.pluralizable and any(_forms(entry.string))]

    assert counted
    assert [entry.id for entry in counted if len(_forms(entry.string)) != welsh.num_plurals] == []
