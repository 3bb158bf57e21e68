"""What the stages of a change of the rules are called, and the words of the motions that bring one.

Source: domain 9.0b.
"""

from collections.abc import Iterable, Mapping

from govern.constitution.changes import Changed
from govern.constitution.parameters.kinds import called
from govern.constitution.rulebook import PARAMETERS
from govern.core.words import Fact, Sentence, say
from govern.motions.rule_changes import Stage

STAGES: Mapping[Stage, Sentence] = {
    Stage.DRAFT: say("a draft"),
    Stage.PROPOSED: say("proposed to the members"),
    Stage.CLASS_CONSENTS: say("carried, and waiting for a consent"),
    Stage.CARRIED: say("carried"),
    Stage.FILED: say("sent to the registrar"),
    Stage.REGISTERED: say("in force"),
    Stage.SUPERSEDED: say("was in force"),
}
OVERTAKEN = say("overtaken by later rules")


def told(one: Changed, names: Mapping[str, Fact]) -> tuple[Sentence, Sentence, Sentence]:
    """Return the name of a rule that changes, what it says now, and what it would say.

    :param names: of the constituencies, by their codes.
    """
    kind = one.parameter.kind
    return one.parameter.label, called(kind.spoken(one.before), names), called(kind.spoken(one.after), names)


def names_of(rules: Iterable[str]) -> list[Sentence]:
    """Return the names of some rules."""
    return [PARAMETERS[name].label for name in rules]
