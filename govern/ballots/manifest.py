"""The manifest: everything that a poll promises its electors, written down once and hashed.

eid0 is the hash without the roll's root, so that the roll can be bound to it; eid is the hash of all.

Source: ballots 2, "Manifest"; decisions, "Roll, mark, cast".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from govern.ballots.models import Poll, PollOption
from govern.ballots.sealing import pad_length
from govern.core.canonical import canonical

DOMAIN = b"manifest-v1\x00"


@dataclass(frozen=True, kw_only=True)
class PublicKeys:
    """The public halves of what a poll is sealed to (X25519) and receipts are signed with (Ed25519)."""

    box: bytes
    receipts: bytes


def promise(
    poll: Poll, options: Sequence[PollOption], *, mutual: str, electorate: str, keys: PublicKeys
) -> dict[str, Any]:
    """Return the manifest without the roll's root.

    :param electorate: the constituency, or the part of one, that votes.
    """
    return {
        "v": 1,
        "mutual": mutual,
        "poll": poll.id,
        "decides": poll.decides,
        "title": dict(poll.title),
        "question": dict(poll.question),
        "electorate": electorate,
        "candidates": [[option.number, option.name] for option in sorted(options, key=lambda one: one.position)],
        "seats": poll.seats,
        "rule": poll.rule,
        "tie_rule": "as the counting rule; then the lot order from the lot source",
        "lot_source": poll.lot_source,
        "opens": poll.opens_at,
        "closes": poll.closes_at,
        "publication": poll.publication_mode,
        "revoting": False,
        **({"constraints": poll.constraints} if poll.constraints else {}),
        "pad_len": pad_length([option.number for option in options]),
        "custody": poll.custody,
        "box_keys": [keys.box.hex()],
        "keys_needed": 1,
        "receipt_key": keys.receipts.hex(),
        "software": f"govern {version('govern')}",
    }


def with_roll(promised: Mapping[str, Any], *, root: str, by_class: Mapping[str, int]) -> dict[str, Any]:
    """Return the whole manifest, once the roll is frozen."""
    return {**promised, "roll_root": root, "roll_by_class": dict(by_class)}


def election_id(manifest: Mapping[str, Any]) -> str:
    """Return the hash that stands for a manifest, as 64 hexadecimal digits."""
    return sha256(DOMAIN + canonical(manifest)).hexdigest()
