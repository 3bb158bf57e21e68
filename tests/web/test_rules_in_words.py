"""A rule that refused is told in a sentence, and not by its number alone."""

from collections.abc import Iterator

import pytest
from flask import Flask

from govern.core.errors import Refusal
from govern.web.rules_in_words import rule_in_words


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
