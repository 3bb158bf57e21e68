"""Filling a place that falls vacant between elections, from the papers and the record of the last one."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from govern.counting import av, ers97
from govern.counting.ballots import grouped
from govern.counting.errors import InputNotCountable
from govern.counting.inputs import CountInput
from govern.counting.journey import journey
from govern.counting.limits import Category, limits_of
from govern.counting.stages import EXCLUDE, Record, Stage
from govern.counting.ties import break_backwards, break_forwards

SITTING = "sitting members"
FORWARDS = ("ers97", "ft2014")


class Filling(NamedTuple):
    """Who takes the vacant place, if anybody, and the record that shows how."""

    who: int | None
    record: Record


def recount(given: CountInput, *, vacating: int, sitting: Collection[int], unwilling: Collection[int] = ()) -> Filling:
    """Count all papers again by ERS97 without who left and who does not want the place; nobody sitting can lose.

    The first to be elected who does not sit already takes the place; nobody does where that is re-open nominations.

    :param sitting: the members elected then who still sit.
    :raises InputNotCountable: the one who vacates is said to sit, or somebody sitting to be unwilling.
    :raises LotNeeded: a tie that only a lot can break, and no lot order.

    Source: ERS97 7.1.
    """
    _ensure_apart(given, {vacating}, set(sitting), set(unwilling))
    gone = {vacating, *unwilling}
    people = tuple(c._replace(withdrawn=c.withdrawn or n in gone) for n, c in enumerate(given.candidates, 1))
    again = given._replace(candidates=people, rule="ers97").within((*given.categories, *_kept(sitting)))
    record = ers97.count(again)
    who = next((number for number in record.elected if number not in set(sitting)), None)
    if who is None:
        return Filling(None, record)
    return Filling(None if given.candidates[who - 1].ron else who, _up_to(record, who))


def _kept(sitting: Collection[int]) -> tuple[Category, ...]:
    """Return the category of those who sit, all of whom are needed: so none of them may be excluded."""
    return (Category(SITTING, tuple(sitting), at_least=len(sitting)),) if sitting else ()


def _ensure_apart(given: CountInput, *groups: set[int]) -> None:
    """Refuse a candidate who does not exist or is in two groups."""
    named = [number for group in groups for number in group]
    if len(named) != len(set(named)) or not set(named) <= set(range(1, len(given.candidates) + 1)):
        raise InputNotCountable("Whoever leaves, sits or is unwilling is a candidate, and only one of these.")


def _up_to(record: Record, who: int) -> Record:
    """Return a record that ends where a candidate is elected."""
    stop = next(place for place, stage in enumerate(record.stages) if who in stage.elected)
    kept = record.elected[: record.elected.index(who) + 1]
    last = record.stages[stop]
    last = last._replace(
        elected=tuple(number for number in last.elected if number in kept),
        filled=tuple(number for number in last.filled if number in kept),
    )
    return record._replace(elected=kept, stages=(*record.stages[:stop], last))


def countback(given: CountInput, record: Record, *, vacating: int, consenting: Collection[int]) -> Filling:
    """Count again only the papers that elected who left, each at the value it had for them, by alternative vote.

    Votes of the record returned are in the smallest unit of the first record.

    :param record: the record of the election, by a rule that moves papers.
    :param consenting: candidates not elected who want the place.
    :raises InputNotCountable: the one who vacates was not elected, somebody elected is said to consent, or nobody
        who consents would keep the constraints of the election.
    :raises LotNeeded: a tie that only a lot can break, and no lot order.

    Source: Hare-Clark countback, as in Tasmania's Electoral Act 2004, part 9: what a paper gave to elect the
    member is its value when they received it, less what went on with their surplus.
    """
    if vacating not in record.elected or set(consenting) & set(record.elected):
        raise InputNotCountable("Only an elected member leaves a place, and only who was not elected can take it.")
    values: dict[tuple[int, ...], int] = {}
    for ranking, papers in given.ballots:
        value = given_to(vacating, ranking, record)
        if value:
            values[ranking] = value * papers
    able = _able(given, record, vacating=vacating, consenting=consenting)
    people = tuple(c._replace(withdrawn=n not in able) for n, c in enumerate(given.candidates, 1))
    ballots = grouped(values, len(people))
    again = given._replace(rule="av", seats=1, candidates=people, ballots=ballots, categories=())
    counted = av.count(again)._replace(places=record.places, quota_places=record.places)
    return Filling(next(iter(counted.elected), None), counted)


def _able(given: CountInput, record: Record, *, vacating: int, consenting: Collection[int]) -> set[int]:
    """Return those who consent and, beside the members who still sit, keep the constraints of the election."""
    sitting = [number for number in record.elected if number != vacating]
    limits = limits_of(given._replace(seats=len(sitting) + 1))
    return {*consenting} - limits.standing(sitting, consenting).doomed


def given_to(member: int, ranking: tuple[int, ...], record: Record) -> int:
    """Return what a paper with this ranking gave to elect a member, in the record's smallest unit."""
    steps = journey(ranking, record)
    for place, step in enumerate(steps):
        if step.holder == member:
            return steps[place + 1].stayed if place + 1 < len(steps) else step.value
    return 0


def next_highest(record: Record, *, consenting: Collection[int]) -> int | None:
    """Return who came next of those who want the place: last to be left, then last to be excluded.

    Of equals, the one ahead at an earlier stage, as the rule of the record looks back at them; then by its lot order.

    :raises LotNeeded: a tie that only a lot can break, and no lot order.

    Source: NHS foundation trust model core constitution, vacancies: the next highest polling candidate.
    """
    able = {*consenting}.difference(record.elected, record.withdrawn)
    left = able.difference(*(stage.who for stage in record.stages if stage.action == EXCLUDE))
    if left:
        return _ahead(left, record, record.stages)
    for stage in reversed(record.stages):
        if stage.action == EXCLUDE and able.intersection(stage.who):
            return _ahead(able.intersection(stage.who), record, record.stages[: stage.n - 1])
    return None


def _ahead(among: Collection[int], record: Record, stages: Sequence[Stage]) -> int:
    """Return the one with the most votes at the last of some stages."""
    votes = stages[-1].votes
    most = max(votes[number - 1] for number in among)
    tied = sorted(number for number in among if votes[number - 1] == most)
    if len(tied) == 1:
        return tied[0]
    if record.rule in FORWARDS:
        points = [(stage.n, stage.votes) for stage in stages]
        return break_forwards(tied, points, extreme=max, lots=record.lots).chosen
    return break_backwards(tied, [stage.votes for stage in stages], extreme=max, lots=record.lots).chosen
