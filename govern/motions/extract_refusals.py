"""Why an extract of the register of resolutions is not given out."""

from govern.core.errors import Refusal
from govern.core.words import say


class ExtractWithheld(Refusal):
    """An extract that was signed before small classes were hidden, and prints how a few voted in secret."""

    code = "extract-withheld"
    status = 403
    source = "CM/Rec(2017)5 standard 26: no link between a voter and a vote can be worked out"
    says = say(
        "This extract prints how a few people voted in secret, so we do not show it any more."
        " Ask the chair to sign a new one: it tells what came of the vote."
    )
