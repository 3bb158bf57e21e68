"""What each office is called."""

from govern.core.actors import Role
from govern.core.words import Sentence, say

OFFICE_WORDS: dict[Role, Sentence] = {
    Role.SECRETARY: say("secretary"),
    Role.RETURNING_OFFICER: say("returning officer"),
    Role.CHAIR: say("chair"),
    Role.SCRUTINEER: say("scrutineer"),
    Role.COUNCIL_OFFICER: say("council officer"),
    Role.ADMINISTRATOR: say("administrator"),
}
