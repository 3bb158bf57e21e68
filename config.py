"""Settings from the environment."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """What an installation is told by its environment."""

    database_url: str

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read the settings."""
        return cls(database_url=os.environ.get("GOVERN_DATABASE_URL", "sqlite:///instance/govern.sqlite3"))
