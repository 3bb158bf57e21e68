"""How facts are written in pages."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask, g, render_template_string
from jinja2.exceptions import UndefinedError

from govern.core.languages import LocalText
from govern.core.words import say


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{{ on | day }}", "Friday 4 December 2026"),
        ("{{ at | instant }}", "1pm on Wednesday 1 July 2026"),
        ("{{ at | local_day }}", "1 Jul 2026"),
        ("{{ 1234567 | number }}", "1,234,567"),
        ("{{ sentence | spoken }}", "1,200 electors"),
        ("{{ on | spoken }}", "Friday 4 December 2026"),
        ("{{ words | said }}", "Workforce"),
        ("{{ welsh | said }}", '<span lang="cy">&lt;Gweithlu&gt;</span>'),
    ],
)
def test_facts_are_written_as_their_reader_says_them(app: Flask, written: str, expected: str) -> None:
    facts = {
        "on": date(2026, 12, 4),
        "at": datetime(2026, 7, 1, 12, 0, tzinfo=UTC),
        "sentence": say("%(count)s electors", count=1200),
        "words": LocalText(en="Workforce", cy="Gweithlu"),
        "welsh": LocalText(cy="<Gweithlu>"),
    }

    with app.test_request_context():
        g.zone, g.mutual = "Europe/London", None
        assert render_template_string(written, **facts) == expected


def test_a_page_that_misspells_a_fact_fails_rather_than_leaves_it_out(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ nothing }}")

    with pytest.raises(UndefinedError, match="'nothing' is undefined"):
        template.render()
