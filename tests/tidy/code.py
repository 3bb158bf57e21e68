"""Checks of the code. Each returns what is wrong, one line a finding that says what to do."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.tidy.files import File

LONGEST_FILE = 400
LONGEST_FUNCTION = 15
LONG_FUNCTIONS_ALLOWED = 0.1
ONLY_COMMIT = "govern/core/db.py"
ONLY_WAY_TO_DECIDE = "govern/consequences/deciding.py"
ABOVE_THE_ROOMS = tuple(f"govern/{name}/" for name in ("web", "api", "cli", "demo", "rehearsal", "consequences"))
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base"}
# One letter of each in brackets, so that this file does not find itself.
LEFT_FOR_LATER = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b")
PLACE_OF_A_MACHINE = re.compile(r"(?<![\w.])/(?:wor[k]|hom[e]|roo[t]|User[s])/\w")
LEAVING_OUT = re.compile(r"\b(?:pytest|mark)\.(?:ski[p]|skipi[f]|xfai[l]|importorski[p])\b|\bunittest\.moc[k]\b")
WITHOUT_REASON = re.compile(r"#\s*noq[a](?!: [A-Z0-9, ]+ - \w)|#\s*type: ignor[e](?!\[[\w, -]+\]  # \w)")
PRESSES = "tests/browser.py"
UNKIND = re.compile(r"\b(?:please|invalid|illegal|error|oops|failed|sorry)\b", re.IGNORECASE)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def too_long(files: Iterable[File]) -> list[str]:
    """Find files over the ceiling; the lock files are nobody's to read."""
    return [
        f"{file.path}: {len(file.lines)} lines; split it by what it does"
        for file in files
        if len(file.lines) > LONGEST_FILE and not file.path.endswith(".lock")
    ]


def share_of_long_functions(files: Iterable[File]) -> float:
    """Return what share of the product's functions has more lines than a function should, docstrings aside."""
    lengths = [_length(function) for file in files if file.is_python and file.is_ours for function in _functions(file)]
    return sum(length > LONGEST_FUNCTION for length in lengths) / len(lengths)


def commits(files: Iterable[File]) -> list[str]:
    """Find commits and rollbacks outside the one place for them."""
    return [
        f"{file.path}:{call.lineno}: services take a session, doors open db.transaction()"
        for file in files
        if file.is_python and file.is_ours and file.path != ONLY_COMMIT
        for call in _calls(file.tree)
        if _name(call) in ("commit", "rollback")
    ]


def presses_that_do_not_wait(files: Iterable[File]) -> list[str]:
    """Find clicks in a browser that do not say whether another page comes; a test of one passes by luck."""
    return [
        f"{file.path}:{call.lineno}: use follow where another page comes, press where none does"
        for file in files
        if file.is_python and file.path != PRESSES
        for call in _calls(file.tree)
        if _name(call) == "click"
    ]


def decisions_past_the_board(files: Iterable[File]) -> list[str]:
    """Find decisions entered from above the rooms without asking who acts for the board on their day."""
    return [
        f"{file.path}:{call.lineno}: enter it by consequences.deciding, which knows the board"
        for file in files
        if file.is_python and file.path.startswith(ABOVE_THE_ROOMS) and file.path != ONLY_WAY_TO_DECIDE
        for call in _calls(file.tree)
        if ast.unparse(call.func) in ("decisions.enter", "decisions.write")
    ]


def left_for_later(files: Iterable[File]) -> list[str]:
    """Find what somebody meant to do."""
    return _lines(files, LEFT_FOR_LATER, "open an issue")


def places_of_a_machine(files: Iterable[File]) -> list[str]:
    """Find paths that exist on one machine only."""
    return _lines(files, PLACE_OF_A_MACHINE, "name it from the repository's root")


def tests_left_out(files: Iterable[File]) -> list[str]:
    """Find tests that may not run, and stand-ins for what is ours."""
    return _lines((file for file in files if file.is_python), LEAVING_OUT, "let it run, on the real thing")


def ignored_without_reason(files: Iterable[File]) -> list[str]:
    """Find exceptions to the linter and the types that do not say why."""
    return _lines((file for file in files if file.is_python), WITHOUT_REASON, "name the rule, and the reason behind it")


def vague_names(files: Iterable[File]) -> list[str]:
    """Find modules named after nothing."""
    return [
        f"{file.path}: name it after the thing that is in it"
        for file in files
        if VAGUE & set(file.path.removesuffix(".py").split("/")) and file.is_python
    ]


def modules_without_docstring(files: Iterable[File]) -> list[str]:
    """Find modules that do not say what they are."""
    return [
        f"{file.path}: say in one sentence what is here"
        for file in files
        if file.is_python and ast.get_docstring(file.tree) is None
    ]


def deeds_without_docstring(files: Iterable[File]) -> list[str]:
    """Find public functions below the doors that do not say what they do."""
    doors = ("govern/web/", "govern/api/", "govern/cli/")
    return [
        f"{file.path}:{function.lineno}: say what {function.name} does"
        for file in files
        if file.is_python and file.is_ours and not file.path.startswith(doors)
        for function in file.tree.body
        if isinstance(function, Function) and not function.name.startswith("_") and not ast.get_docstring(function)
    ]


def tests_that_assert_nothing(files: Iterable[File]) -> list[str]:
    """Find tests that cannot fail: no assert, no expected refusal, no call of a function that asserts."""
    known = [file for file in files if file.is_python and file.path.startswith("tests/")]
    asserting = {"raises", "warns", "expect"}
    functions = [(file, function) for file in known for function in _functions(file)]
    while more := {f.name for _, f in functions if f.name not in asserting and _asserts(f, asserting)}:
        asserting |= more
    return [
        f"{file.path}:{function.lineno}: {function.name} asserts nothing"
        for file, function in functions
        if function.name.startswith("test_") and not _asserts(function, asserting)
    ]


def unkind_sentences(files: Iterable[File]) -> list[str]:
    """Find sentences to people that blame, beg or talk like a machine."""
    return [
        f"{file.path}:{call.lineno}: {word.group()!r}: say what happened, then what to do"
        for file in files
        if file.is_python and file.is_ours
        for call in _calls(file.tree)
        if _name(call) == "say" and call.args and isinstance(call.args[0], ast.Constant)
        if (word := UNKIND.search(str(call.args[0].value)))
    ]


def migrations_that_import_ours(files: Iterable[File]) -> list[str]:
    """Find steps that would change their meaning when the product changes."""
    return [
        f"{file.path}: write the tables out, a step imports nothing of govern"
        for file in files
        if file.path.startswith("migrations/versions/")
        and re.search(r"^(?:from|import) govern", file.text, re.MULTILINE)
    ]


def untyped_places(files: Iterable[File], checked: Iterable[str]) -> list[str]:
    """Find folders and top files of code that mypy is not told to check."""
    places = {file.path.split("/")[0] for file in files if file.is_python}
    return [f"{place}: add it to tool.mypy.files" for place in sorted(places - set(checked))]


def _lines(files: Iterable[File], pattern: re.Pattern[str], advice: str) -> list[str]:
    """Find the lines that hold a pattern."""
    return [
        f"{file.path}:{number}: {advice}: {line.strip()}"
        for file in files
        if not file.path.endswith(".lock")
        for number, line in enumerate(file.lines, start=1)
        if pattern.search(line)
    ]


def _functions(file: File) -> Iterator[Function]:
    """Give every function of a file, methods and inner ones too."""
    yield from (node for node in ast.walk(file.tree) if isinstance(node, Function))


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Give every call."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    """Return the last word of what is called."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _length(function: Function) -> int:
    """Return the lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _asserts(function: Function, asserting: set[str]) -> bool:
    """Say whether a function asserts, itself or through one that is known to."""
    nodes = list(ast.walk(function))
    return any(isinstance(node, ast.Assert) for node in nodes) or any(
        _name(node) in asserting for node in nodes if isinstance(node, ast.Call)
    )
