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


class NoCountersignature(Refusal):
    """Only the copy that goes to the registrar is countersigned."""

    code = "no-countersignature"
    source = "CCBSA 2014 ss.111(5), 113(5), 121(4): a copy of the resolution, signed and countersigned"
    says = say(
        "This is no copy for the registrar, so it is not countersigned. That copy is signed by whoever was in the chair"
        " of the second meeting, once it confirmed the resolution."
    )


class CountersignedAlready(Refusal):
    """One copy, one countersignature."""

    code = "countersigned-already"
    source = "CCBSA 2014 ss.111(5), 113(5), 121(4)"
    says = say("This copy is countersigned. It can be saved and sent.")


class CopyNotGenuine(Refusal):
    """Nobody puts their hand to what is not what was signed."""

    code = "copy-not-genuine"
    source = "Decision 0028, *extracts are signed with the journal’s key*"
    says = say("What is kept here is not what the chair signed, so it cannot be countersigned. Let it be signed again.")


class CopyNotSigned(Refusal):
    """What goes to the registrar bears the hands that statute asks for."""

    code = "copy-not-signed"
    source = "CCBSA 2014 ss.111(5), 113(5), 121(4): a copy of the resolution, signed and countersigned"
    says = say(
        "The copy for the registrar is not signed by both yet. Whoever was in the chair of the second meeting signs"
        " it on the page of this resolution, and the secretary countersigns it. Then enter that it was sent."
    )
