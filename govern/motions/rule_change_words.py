"""What the stages of a change of the rules are called, and the words of the motions that bring one.

Source: domain 9.0b.
"""

from collections.abc import Iterable, Mapping, Sequence

from govern.constitution.changes import Changed
from govern.constitution.parameters.kinds import called
from govern.constitution.rulebook import PARAMETERS
from govern.core.languages import LocalText
from govern.core.words import Fact, Sentence, say
from govern.motions.rule_changes import Stage

STAGES: Mapping[Stage, Sentence] = {
    Stage.DRAFT: say("a draft"),
    Stage.DISCARDED: say("discarded"),
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


def line_of(one: Changed, names: Mapping[str, Fact]) -> Sentence:
    """Return one rule as the text of a motion has it: what it is called, what it says now, what it would say."""
    rule, now, then = told(one, names)
    return say("“%(rule)s”: instead of “%(now)s”, “%(then)s”.", rule=rule, now=now, then=then)


def languages_of(sentences: Sequence[Sentence], languages: Sequence[str]) -> Sequence[str]:
    """Return the languages of a mutual that have words for all of some sentences; the first, where none has.

    Nobody votes on a text that is half in one language and half in another.
    """
    return [one for one in languages if all(each.is_said_in(one) for each in sentences)] or languages[:1]


def written_in(languages: Sequence[str], lines: Sequence[Sentence], *, zone: str) -> LocalText:
    """Return lines as the words of a motion, in some languages."""
    return LocalText({one: "\n".join(line.spoken(one, zone) for line in lines) for one in languages})


def names_of(rules: Iterable[str]) -> list[Sentence]:
    """Return the names of some rules."""
    return [PARAMETERS[name].label for name in rules]
