"""A rule that refused is told in a sentence, and not by its number alone."""

from collections.abc import Iterator

import pytest
from flask import Flask

from govern.constitution.rules import LegalForm
from govern.core.errors import Refusal
from govern.web.rules_in_words import rule_in_words
from govern.web.sources import OURS, cited


def refusals(of: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Give every refusal that there is."""
    for one in of.__subclasses__():
        yield one
        yield from refusals(one)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_every_refusal_by_the_founding_rule_says_it_in_a_sentence(app: Flask) -> None:
    sources = {one.source for one in refusals() if isinstance(one.source, str) and "INV-" in one.source}

    assert {source for source in sources if "INV-42" in source}
    assert {source for source in sources if not rule_in_words(source)} == set()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_every_refusal_says_where_its_rule_stands_in_words_that_a_member_can_look_up(app: Flask) -> None:
    """Only auditors have the product's own pages, and only companies an Act of companies."""
    of_others = {
        LegalForm.CBS: "Companies Act",
        LegalForm.CIC: "Co-operative and Community",
        LegalForm.CIO: "Companies Act",
    }
    sources = {one.source for one in refusals() if isinstance(one.source, str)}

    for form, law in of_others.items():
        told = {source: cited(source, form) for source in sources}
        assert {source for source, words in told.items() if OURS.search(words) or law in words} == set()
    assert {source for source in sources if not cited(source, LegalForm.CBS) and not rule_in_words(source)} == set()
