"""Every part of the pages in every state, for whoever works on them. Only on a machine of development."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from govern.access import public
from govern.ballots.papers import PaperLine
from govern.constitution.words import THIRDS
from govern.core import clock
from govern.core.errors import NotFound
from govern.core.languages import LocalText
from govern.web import specimens
from govern.web.board import Drawing
from govern.web.forms.register import SearchForm
from govern.web.forms.style import EveryFieldForm
from govern.web.forms.vote import OneChoiceForm, RankingForm
from govern.web.hemicycle import hemicycle
from govern.web.refusals import FormTooOld
from govern.web.specimens import NAMES
from govern.web.steps import today

pages = Blueprint("style", __name__)
WRONG = "Say what to do instead, in a sentence."


@pages.get("/style")
@public
def show() -> ResponseReturnValue:
    if not g.settings.is_development:
        raise NotFound
    return render_template(
        "style/show.html",
        calm=EveryFieldForm(None, prefix="calm-"),
        wrong=_wrong(),
        paper=_paper(),
        choice=OneChoiceForm([]).read({}),
        drawing=_drawing(),
        counts=specimens.counts(),
        conditions=specimens.conditions(),
        pages=specimens.pages(),
        tiles=specimens.desk(today()),
        records=specimens.records(clock.now()),
        form=SearchForm(None),
        refusal=FormTooOld(),
        limits=[specimens.LIMIT],
    )


def _wrong() -> EveryFieldForm:
    """Return the form with something wrong in every field."""
    form = EveryFieldForm(None, prefix="wrong-")
    for field in form:
        field.errors = [WRONG]
    return form


def _drawing() -> Drawing:
    """Return the picture of a board in which a seat is vacant."""
    held = [[True, True, False], [True, True, True], [True, True, True]]
    return Drawing(hemicycle=hemicycle(held), words=list(THIRDS.values()), filled=8, seats=9)


def _paper() -> RankingForm:
    """Return a paper on which two have the same number."""
    lines = [
        PaperLine(number=number, name=name, statement=LocalText(en="A few words."), is_withdrawn=number == len(NAMES))
        for number, name in enumerate(NAMES, start=1)
    ]
    return RankingForm(lines).read({"p-1": "1", "p-2": "1"})
