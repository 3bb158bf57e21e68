"""No module needs itself to be read first: in which order modules are read then makes no difference."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_no_module_imports_itself_in_a_circle() -> None:
    paths = {named(path): path for path in (ROOT / "govern").rglob("*.py")}
    needed = {name: {one for one in imported(path) if one in paths and one != name} for name, path in paths.items()}

    TopologicalSorter(needed).prepare()


def test_a_circle_is_found() -> None:
    with pytest.raises(CycleError):
        TopologicalSorter({"a": {"b"}, "b": {"c"}, "c": {"a"}}).prepare()


def named(path: Path) -> str:
    """Return the name of a module; of a package, that of the package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[str]:
    """Yield what a module imports when it is read: not what is for types alone, nor what a function imports."""
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or is_for_types(node):
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
        waiting += ast.iter_child_nodes(node)


def is_for_types(node: ast.AST) -> bool:
    """Say whether something is read by the checker of types alone."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
