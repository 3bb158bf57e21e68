"""The files of the repository, as the checks read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
MADE = {"__pycache__", "out"}  # what running the code leaves behind: compiled files, and what the bench builds
FOLDERS = ("govern", "tests", "migrations", "templates", "bench", "docs", ".ci")
BAD_EXAMPLES = "tests/tidy/examples.py"
KINDS = {".py", ".html", ".txt", ".css", ".js", ".md", ".toml", ".mako", ".typ", ".lock", ""}


@dataclass(frozen=True)
class File:
    """One text file.

    :param path: from the repository's root, with slashes.
    """

    path: str
    text: str

    @property
    def is_python(self) -> bool:
        """Say whether this is Python."""
        return self.path.endswith(".py")

    @property
    def is_ours(self) -> bool:
        """Say whether this is the product rather than its tests."""
        return self.path.startswith("govern/")

    @cached_property
    def tree(self) -> ast.Module:
        """The file as Python reads it."""
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines."""
        return self.text.splitlines()


def all_files() -> list[File]:
    """Return every text file that people wrote, and the lock files."""
    found = [File(path.relative_to(ROOT).as_posix(), path.read_text()) for path in sorted(_paths())]
    return [file for file in found if file.path != BAD_EXAMPLES]


def _paths() -> Iterator[Path]:
    """Give the paths, at the top and in the folders that are ours."""
    yield from (path for path in ROOT.iterdir() if path.is_file() and path.suffix in KINDS and path.name != ".git")
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in KINDS and MADE.isdisjoint(path.relative_to(ROOT).parts):
                yield path
