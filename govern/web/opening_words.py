"""What the columns of an opening register hold, as its page says it."""

from dataclasses import dataclass

from govern.core.words import Sentence, say
from govern.register.opening_values import HEADINGS, REQUIRED

HOLDS: dict[str, Sentence] = {
    "name": say("the whole name, as the member writes it"),
    "constituency": say("the code or the name of a constituency"),
    "member_since": say("the day they joined: 2019-05-31 or 31/05/2019"),
    "member_no": say("a whole number; left empty, the next free one is given"),
    "part": say("the code or the name of a part, where the constituency is divided"),
    "postal_address": say("the address that they chose; in quotation marks if it has a comma"),
    "email": say("an address such as name@example.org"),
    "birth_on": say("their birth date, written like the day they joined"),
    "is_adult": say("yes, if it is confirmed that they are an adult"),
    "sorted_as": say("how they are listed, if not by the last word of the name"),
    "kind": say("body for a council or a company; person or nothing for a human"),
}


@dataclass(frozen=True)
class Column:
    """One column, as a file's first line names it."""

    heading: str
    holds: Sentence
    is_needed: bool


def columns() -> list[Column]:
    """Return every column that is read, the needed ones first."""
    return [Column(names[0], HOLDS[column], column in REQUIRED) for column, names in HEADINGS.items()]
