"""What the end of a membership did elsewhere, told to whoever recorded it."""

from flask import flash
from flask_babel import gettext, ngettext

from govern.accounts.words import OFFICE_WORDS
from govern.consequences.cessation import Effects
from govern.core.words import Sentence, say
from govern.elections.rules import Course
from govern.web.filters import in_reader_language

COURSES: dict[Course | None, Sentence] = {
    Course.OFF_THE_PAPER: say("A candidacy ended with it. The name will not be on the ballot paper."),
    Course.PASSED_OVER: say("A candidacy ended with it. The count passes over that name."),
    Course.GOES_ON: say("A candidacy ended with it. The poll goes on with the others."),
    Course.RUN_AGAIN: say(
        "A candidacy ended with it, and too few are left. Tell the returning officer that the election has to be run"
        " again."
    ),
    None: say(
        "A candidacy was lost after the count had begun. The count stands; if they are elected, the declaration says so"
        " and their place is empty."
    ),
}


def tell(effects: Effects | None) -> None:
    """Say on the next page what followed, so that nobody has to look for it."""
    if effects is None:
        return
    if effects.seats:
        seats = len(effects.seats)
        flash(ngettext("%(num)s seat of the board is empty now.", "%(num)s seats of the board are empty now.", seats))
    for loss in effects.losses:
        flash(in_reader_language(COURSES[loss.course]))
    if effects.struck:
        flash(gettext("They had not voted in an open poll, and can no longer."))
    if effects.stands:
        flash(
            gettext(
                "They have voted in a poll, and the ballot stands. The declaration states the number of such ballots."
            )
        )
    for office in sorted(effects.offices):
        flash(gettext("They still hold an office: %(office)s.", office=in_reader_language(OFFICE_WORDS[office])))
