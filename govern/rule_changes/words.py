"""What the stages of a change of the rules are called, and the words of the motions that bring one.

Source: domain 9.0b.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from govern.constitution.changes import Changed
from govern.constitution.parameters.kinds import called
from govern.constitution.parameters.leaves import Leaf
from govern.constitution.rulebook import PARAMETERS
from govern.core.languages import LocalText
from govern.core.words import Fact, Sentence, say, say_many
from govern.motions import plain_differences
from govern.motions.diffs import Change, compare
from govern.motions.wording import MOST_TITLE
from govern.rule_changes.service import Stage

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


@dataclass(frozen=True, kw_only=True)
class ToldChange:
    """A rule that changes: what it is called, and each part of it that becomes another, in a line of its own."""

    rule: Sentence
    lines: Sequence[Sentence]


def told(one: Changed, names: Mapping[str, Fact]) -> ToldChange:
    """Return what a change does to a rule, without the parts that stay as they are.

    :param names: of the constituencies, by their codes.
    """
    return ToldChange(rule=one.parameter.label, lines=[called(_line(leaf), names) for leaf in one.leaves])


def lines_of(one: Changed, names: Mapping[str, Fact]) -> list[Sentence]:
    """Return what a change does to a rule as the text of a motion has it, each line with the name of the rule."""
    change = told(one, names)
    return [say("“%(rule)s”: %(change)s.", rule=change.rule, change=line) for line in change.lines]


def _line(leaf: Leaf) -> Sentence:
    """Return what becomes of one part, and which part it is."""
    if leaf.before is None or leaf.after is None:
        there = leaf.after if leaf.before is None else leaf.before
        assert there is not None
        whole = _at(leaf.path, there if leaf.path else say("“%(choice)s”", choice=there))
        return say("added: %(what)s", what=whole) if leaf.before is None else say("taken out: %(what)s", what=whole)
    return _at(leaf.path, _becomes(leaf, leaf.before, leaf.after))


def _at(path: Sequence[Sentence], what: Sentence) -> Sentence:
    for label in reversed(path):
        what = say("%(label)s: %(value)s", label=label, value=what)
    return what


def _becomes(leaf: Leaf, before: Sentence, after: Sentence) -> Sentence:
    if leaf.texts is not None:
        runs = compare(*leaf.texts)
        kept = sum(len(run.text) for run in runs if run.change is Change.KEPT)
        if 2 * kept >= max(map(len, leaf.texts)):
            return say("in the words of the rules, “%(difference)s”", difference=plain_differences.told(runs))
    if leaf.is_short:
        return say("%(now)s becomes %(then)s", now=before, then=after)
    if leaf.is_of_words:
        return say("instead of %(now)s, %(then)s", now=before, then=after)
    return say("instead of “%(now)s”, “%(then)s”", now=before, then=after)


def title_of(changes: Sequence[Changed], language: str) -> str:
    """Return how a motion is called that makes some changes: by what changes, the franchise before all else.

    :return: no longer than a title may be; what does not go into it is counted.
    """
    ordered = sorted(changes, key=lambda one: not one.parameter.touches_franchise)
    labels = [one.parameter.label.spoken(language) for one in ordered]
    titles = (_title(labels, named).spoken(language) for named in range(len(labels), 0, -1))
    return next((one for one in titles if len(one) <= MOST_TITLE), _title(labels, 0).spoken(language))


def _title(labels: Sequence[str], named: int) -> Sentence:
    what, left = "; ".join(labels[:named]), len(labels) - named
    if not named:
        return say_many("Change the rules: %(count)s rule", "Change the rules: %(count)s rules", count=left)
    if not left:
        return say("Change the rules: %(what)s", what=what)
    return say_many(
        "Change the rules: %(what)s; and %(count)s other",
        "Change the rules: %(what)s; and %(count)s others",
        count=left,
        what=what,
    )


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
