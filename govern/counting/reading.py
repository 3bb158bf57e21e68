"""A stored record read back: the figures of its stages, for drawings, pages and journeys.

The reasons of a stage come back as one English text; everything else is as it was.
"""

import json
from collections.abc import Mapping
from typing import Any

from govern.counting.limits import Category
from govern.counting.lots import LotOrder
from govern.counting.piles import Parcel
from govern.counting.stages import Reason, Record, Stage, Tie


def record_of(written: str) -> Record:
    """Return the record that `Record.to_json` wrote."""
    told = json.loads(written)
    lots = told["lots"]
    return Record(
        **{
            name: told[name] for name in ("rule", "version", "title", "seats", "valid", "blank", "emptied", "cut_short")
        },
        candidates=tuple(told["candidates"]),
        withdrawn=tuple(told["withdrawn"]),
        places=_places(told["stages"][0]["non_transferable"]),
        quota_places=_places(told["quota"]),
        quota=_scaled(told["quota"]),
        elected=tuple(told["elected"]),
        stages=tuple(_stage(stage) for stage in told["stages"]),
        lots=lots and LotOrder(tuple(lots["order"]), lots["how"], lots["seed"]),
        input_sha256=told["input_sha256"],
        overmarked=told.get("overmarked", 0),
        vacant=told.get("vacant", 0),
        constraints=tuple(_category(one) for one in told.get("constraints", ())),
    )


def _places(text: str) -> int:
    """Return how many decimals a figure is written with."""
    return len(text.partition(".")[2])


def _scaled(text: str) -> int:
    """Return a figure as a whole number of its smallest unit."""
    return int(text.replace(".", ""))


def _stage(told: Mapping[str, Any]) -> Stage:
    return Stage(
        n=told["n"],
        action=told["action"],
        who=tuple(told["who"]),
        votes=tuple(map(_scaled, told["votes"])),
        non_transferable=_scaled(told["non_transferable"]),
        lost_by_rounding=_scaled(told["lost_by_rounding"]),
        quota=_scaled(told["quota"]),
        elected=tuple(told["elected"]),
        filled=tuple(told["filled"]),
        tie=told["tie"] and Tie(**{**told["tie"], "tied": tuple(told["tie"]["tied"])}),
        transfers=tuple(map(_scaled, told["transfers"])),
        from_parcels=tuple(_parcel(parcel) for parcel in told["from_parcels"]),
        reasons=tuple(_reason(told, place) for place in range(len(told["reasons"]))),
        keep=tuple(map(_scaled, told.get("keep", ()))),
        guarded=tuple(told.get("guarded", ())),
        doomed=tuple(told.get("doomed", ())),
    )


def _reason(told: Mapping[str, Any], place: int) -> Reason:
    """Return a reason of a stage; the first has the English of them all."""
    one = told["reasons"][place]
    return Reason(one["code"], one["source"], one["facts"], told["reason"] if place == 0 else "")


def _parcel(told: Mapping[str, Any]) -> Parcel:
    return Parcel(
        value_before=_scaled(told["value_before"]),
        value_after=_scaled(told["value_after"]),
        papers=told["papers"],
        to={int(number): papers for number, papers in told["to"].items()},
        non_transferable=told["non_transferable_papers"],
        elected=tuple(told.get("elected", ())),
    )


def _category(told: Mapping[str, Any]) -> Category:
    return Category(**{**told, "candidates": tuple(told["candidates"])})
