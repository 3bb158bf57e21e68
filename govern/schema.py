"""Every table of every room, for migrations and for starting up."""

from importlib import import_module

ROOMS = (
    "audit",
    "constitution",
    "register",
    "accounts",
    "admissions",
    "rolls",
    "ballots",
    "board",
    "elections",
    "motions",
    "interests",
    "backing",
    "statutory",
    "meetings",
    "divisions",
    "rule_changes",
    "resolutions",
    "registrar",
    "jobs",
)


def load_models() -> None:
    """Import the tables of every room, so that keys between rooms can be resolved."""
    for room in ROOMS:
        import_module(f"govern.{room}.models")
