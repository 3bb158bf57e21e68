"""Re-open nominations: a line on the paper that is counted like a candidate and leaves places empty.

Source: the practice of students' unions: once re-open nominations is elected, that place and all places not yet
filled stay vacant and are voted on again; whoever has fewer votes than it then is not elected. Whoever is elected
with it by as many votes is: no lot takes a place from somebody who needed none.
"""

from govern.counting.errors import InputNotCountable
from govern.counting.inputs import CountInput
from govern.counting.sentences import plural
from govern.counting.stages import Reason, Record, Stage

WITHOUT = ("ft2014", "yes-no", "yes-no-two-thirds", "yes-no-three-quarters")


def ensure_known(given: CountInput) -> None:
    """Refuse re-open nominations twice, or under a rule whose text does not know it.

    :raises InputNotCountable: so it is.
    """
    lines = [candidate for candidate in given.candidates if candidate.ron]
    if len(lines) > 1:
        raise InputNotCountable("Re-open nominations stands on the paper once.")
    if lines and given.rule in WITHOUT:
        raise InputNotCountable(f"The rule {given.rule} does not know re-open nominations.")


def left_vacant(given: CountInput, record: Record) -> Record:
    """Return the record up to the election of re-open nominations, with the places it leaves vacant."""
    line = next((number for number, candidate in enumerate(given.candidates, 1) if candidate.ron), None)
    if line is None or line not in record.elected:
        return record
    stop = next(place for place, stage in enumerate(record.stages) if line in stage.elected)
    last = record.stages[stop]
    elected = (
        *record.elected[: record.elected.index(line)],
        *(number for number in last.elected if _is_level_behind(number, line, last)),
    )
    vacant = given.seats - len(elected)
    text = (
        f"{given.candidates[line - 1].name} took a place, so nominations open again "
        f"for the {plural(vacant, 'place')} not filled before it."
    )
    reason = Reason("nominations-reopened", "re-open nominations", {"who": line, "vacant": vacant}, text)
    ended = last._replace(
        elected=tuple(number for number in last.elected if number in elected),
        filled=tuple(number for number in last.filled if number in elected),
        reasons=(*last.reasons, reason),
    )
    return record._replace(elected=elected, stages=(*record.stages[:stop], ended), vacant=vacant)


def _is_level_behind(number: int, line: int, stage: Stage) -> bool:
    """Say whether a candidate is listed behind the line only by lot, having as many votes."""
    behind = stage.elected.index(number) > stage.elected.index(line)
    return behind and stage.votes[number - 1] == stage.votes[line - 1]
