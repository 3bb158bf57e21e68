"""What the register has said of somebody, as a line that reads as a life: what is so first, then what was replaced.

Each record says for which days it is so, and from when to when it was what we knew.

Source: Companies Act 2006 s.113(6A); decisions, "Two time axes".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from typing import Any
from uuid import UUID

from govern.constitution.models import Decision
from govern.core.clock import A_DAY, local_date
from govern.core.languages import LocalText
from govern.core.words import Fact, Sentence, say, say_many
from govern.register.models import MembershipVersion, OpeningBatch, PersonVersion
from govern.register.rules import Ground, Span, Standing
from govern.web.forms.register import GROUNDS

PARTICULARS: dict[str, Sentence] = {
    "name": say("Name"),
    "postal_address": say("Postal address"),
    "email": say("E-mail address"),
    "birth_on": say("Birth date"),
    "adult_confirmed_on": say("Confirmed as an adult on"),
}
# What a record says of a membership, from which day on.
TELLING = ("standing", "ground", "constituency_id", "sub_constituency_id", "valid_from")


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record of the register.

    :param is_now: it is what we know now, of today.
    :param is_known: it is what we know now, of whichever days.
    :param is_ahead: its first day is still to come.
    :param standing: of the membership, where it is about one.
    :param told: particulars, each with its name.
    """

    what: Sentence
    valid_from: date
    valid_to: date | None
    recorded_at: datetime
    recorded_by: str
    replaced_at: datetime | None
    late: Sentence | None
    is_now: bool
    is_ahead: bool = False
    standing: Standing | None = None
    decision: Decision | None = None
    batch: OpeningBatch | None = None
    told: list[tuple[Sentence, Fact]] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        """Say whether no later record has taken its place."""
        return self.replaced_at is None

    @property
    def holds(self) -> Sentence:
        """Return for which days it is so."""
        if self.valid_to is None:
            return say("From %(first)s on.", first=self.valid_from)
        return say("From %(first)s to %(last)s.", first=self.valid_from, last=self.valid_to - A_DAY)

    @property
    def known(self) -> Sentence:
        """Return from when to when it was what we knew, and by whom."""
        if self.replaced_at is None:
            return say("Recorded at %(at)s by %(name)s.", at=self.recorded_at, name=self.recorded_by)
        return say(
            "Recorded at %(at)s by %(name)s, and replaced at %(replaced)s.",
            at=self.recorded_at,
            name=self.recorded_by,
            replaced=self.replaced_at,
        )


@dataclass(frozen=True, kw_only=True)
class Context:
    """What records point to, and the day on which they are read.

    :param homes: names of constituencies and of their parts, by id.
    """

    today: date
    zone: str
    recorders: Mapping[UUID, str]
    homes: Mapping[UUID, LocalText] = field(default_factory=dict)
    decisions: Mapping[UUID, Decision] = field(default_factory=dict)
    batches: Mapping[UUID, OpeningBatch] = field(default_factory=dict)


def history(
    memberships: Iterable[MembershipVersion], persons: Sequence[PersonVersion], context: Context
) -> list[Record]:
    """Return all records of somebody: first what we know now, the latest days first; then what was replaced."""
    standings = sorted(memberships, key=lambda one: one.recorded_at, reverse=True)
    records = [_of_membership(version, standings, context) for version in standings]
    ordered = sorted(persons, key=lambda one: (one.recorded_at, one.valid_from))
    known = sorted((one for one in persons if one.superseded_at is None), key=lambda one: one.valid_from)
    told = [
        _of_person(version, ordered[:place], [one for one in known if one.valid_from < version.valid_from], context)
        for place, version in enumerate(ordered)
    ]
    records += reversed(told)
    life = sorted((one for one in records if one.is_known), key=lambda one: one.valid_from, reverse=True)
    replaced = (one for one in records if not one.is_known)
    return life + sorted(replaced, key=lambda one: (one.recorded_at, one.valid_from), reverse=True)


def _of_membership(version: MembershipVersion, standings: Sequence[MembershipVersion], context: Context) -> Record:
    told_at = min(one.recorded_at for one in standings if says_as_much(one, version))
    return Record(
        what=_standing(version, context),
        standing=Standing(version.standing),
        **_times(version, context, told_at=told_at),
        decision=context.decisions.get(version.decision_id) if version.decision_id else None,
        batch=context.batches.get(version.batch_id) if version.batch_id else None,
    )


def says_as_much(one: MembershipVersion, version: MembershipVersion) -> bool:
    """Say whether a record told what another tells, from the same day on: that one only says for fewer days now."""
    return all(getattr(one, name) == getattr(version, name) for name in TELLING)


def _standing(version: MembershipVersion, context: Context) -> Sentence:
    """Return what the register says of a membership."""
    home: Fact = context.homes[version.constituency_id]
    if version.sub_constituency_id is not None:
        home = say("%(name)s: %(part)s", name=home, part=context.homes[version.sub_constituency_id])
    match Standing(version.standing):
        case Standing.ENTERED:
            return say("A member, in %(home)s", home=home)
        case Standing.SUSPENDED:
            return say("Suspended, in %(home)s", home=home)
        case Standing.CEASED:
            assert version.ground is not None
            return say("No longer a member. %(ground)s", ground=GROUNDS[Ground(version.ground)])


def _of_person(
    version: PersonVersion, before: Sequence[PersonVersion], known_before: Sequence[PersonVersion], context: Context
) -> Record:
    """Return what a version says. What is so is held against the days before its own, what was replaced against what
    was recorded before it.
    """
    told: list[tuple[Sentence, Fact]] = [
        (words, getattr(version, name)) for name, words in PARTICULARS.items() if getattr(version, name)
    ]
    told_at = min(one.recorded_at for one in [*before, version] if _begins_alike(one, version))
    earlier = before if version.superseded_at else known_before
    return Record(what=_changed(version, earlier), **_times(version, context, told_at=told_at), told=told)


def _changed(version: PersonVersion, before: Sequence[PersonVersion]) -> Sentence:
    """Return what is new in a record of particulars, compared with the one before it."""
    if not before:
        return say("Known to the mutual as %(name)s", name=version.name)
    earlier = [one for one in before if one.recorded_at < version.recorded_at] or before
    if any(_same(version, one) for one in earlier):
        return say("Particulars as they were recorded before")
    changed = [words for name, words in PARTICULARS.items() if getattr(version, name) != getattr(earlier[-1], name)]
    if not changed:
        return say("Particulars recorded again")
    return say("Changed: %(what)s", what=reduce(_and_also, changed))


def _same(one: PersonVersion, other: PersonVersion) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in PARTICULARS)


def _begins_alike(one: PersonVersion, other: PersonVersion) -> bool:
    return one.valid_from == other.valid_from and _same(one, other)


def _and_also(some: Sentence, other: Sentence) -> Sentence:
    return say("%(some)s, %(other)s", some=some, other=other)


def _times(version: MembershipVersion | PersonVersion, context: Context, *, told_at: datetime) -> dict[str, Any]:
    """Return what both kinds of version say of their times.

    :param told_at: when the same was first recorded from the same day on.
    """
    span = Span(valid_from=version.valid_from, valid_to=version.valid_to)
    late = (local_date(told_at, context.zone) - version.valid_from).days
    return {
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
        "recorded_at": version.recorded_at,
        "recorded_by": context.recorders.get(version.recorded_by, ""),
        "replaced_at": version.superseded_at,
        "late": _late(late) if late > 0 else None,
        "is_ahead": version.valid_from > context.today,
        "is_now": version.superseded_at is None and span.holds(context.today),
    }


def _late(days: int) -> Sentence:
    return say_many("It became known %(count)s day later.", "It became known %(count)s days later.", count=days)
