"""The sum of an electoral college in words, class by class."""

from govern.core.words import Sentence, say
from govern.deciding.college import Part, Score
from govern.deciding.phrases import about, figure
from govern.deciding.votes import ClassVotes


def needed(score: Score) -> Sentence:
    """Return what the score has to pass."""
    if not score.in_play:
        return say("more than half of the weight in play")
    return say(
        "more than half of the weight in play (more than %(half)s of %(in_play)s)",
        half=figure(score.in_play / 2),
        in_play=figure(score.in_play),
    )


def failing(score: Score) -> Sentence:
    """Return that it did not pass it."""
    if not score.in_play:
        return say("No class that has a weight voted for or against.")
    return say("It fails on the weight: %(reached)s is too little.", reached=figure(score.reached))


def parts(score: Score) -> list[Sentence]:
    """Return what each class brings, the whole of it, and what became of the other weights."""
    told = [_part(part) for part in score.parts if part.of.cast]
    if told:
        told.append(_whole(score))
    return told + [_silent(part, score) for part in score.silent] + asleep(score)


def asleep(score: Score) -> list[Sentence]:
    """Return which classes are too small to have a weight."""
    return [_dormant(one, score) for one in score.dormant]


def _part(part: Part) -> Sentence:
    return say(
        "%(class_name)s: %(in_favour)s of %(cast)s for, times %(weight)s, is %(brings)s.",
        class_name=part.of.name,
        in_favour=figure(part.of.in_favour),
        cast=figure(part.of.cast),
        weight=figure(part.weight),
        brings=figure(part.brings),
    )


def _whole(score: Score) -> Sentence:
    """Return the score, exactly; rounded alone it could look like a half where it is more."""
    facts = {"reached": figure(score.reached), "in_play": figure(score.in_play)}
    if (score.reached * 100).denominator == 1:
        return say("Together that is %(reached)s of %(in_play)s.", **facts)
    return say("Together that is %(reached)s of %(in_play)s, about %(about)s.", about=about(score.reached), **facts)


def _silent(part: Part, score: Score) -> Sentence:
    facts = {"class_name": part.of.name, "weight": figure(part.weight)}
    if score.silence_counts:
        return say("%(class_name)s: nobody voted, and the weight of %(weight)s counts as against.", **facts)
    return say("%(class_name)s: nobody voted, and the weight of %(weight)s drops out.", **facts)


def _dormant(one: ClassVotes, score: Score) -> Sentence:
    """Return that a class is too small to have a weight, and where the weight is."""
    facts = {"class_name": one.name, "members": one.members or 0, "weight": figure(one.weight or 0)}
    if score.heir is None:
        return say(
            "%(class_name)s: the weight of %(weight)s sleeps and drops out, because the class has too few members:"
            " %(members)s.",
            **facts,
        )
    return say(
        "%(class_name)s: the weight of %(weight)s sleeps and passes to %(heir)s, because the class has too few members:"
        " %(members)s.",
        heir=score.heir.name,
        **facts,
    )
