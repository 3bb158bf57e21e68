"""What the parts of a mutual are called."""

from collections.abc import Mapping

from govern.constitution.rules import Third
from govern.core.words import Sentence, say

THIRDS: Mapping[Third, Sentence] = {
    Third.WORKFORCE: say("Workforce"),
    Third.SERVICE_USERS: say("Service users"),
    Third.LOCAL_AUTHORITY: say("Local authority"),
}
