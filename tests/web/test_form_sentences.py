"""What a form finds wrong is said in our words, which name the field: never in the words of its library."""

import ast
from pathlib import Path

import pytest

FORMS = Path(__file__).parents[2] / "govern" / "web"
# Each with the place at which it takes what it says, where that is not told by name.
SAYING = {"NumberRange": 2, "Length": 2, "AnyOf": 1, "InputRequired": 0, "DataRequired": 0, "Regexp": 2, "EqualTo": 1}


def silent_ones(source: str) -> list[str]:
    """Return the validators in a module that would speak in the words of the library."""
    calls = (one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name))
    return [
        f"{one.func.id} on line {one.lineno}"
        for one in calls
        if isinstance(one.func, ast.Name)
        and one.func.id in SAYING
        and len(one.args) <= SAYING[one.func.id]
        and "message" not in {keyword.arg for keyword in one.keywords}
    ]


@pytest.mark.parametrize("path", sorted(FORMS.rglob("*.py")), ids=lambda path: path.stem)
def test_no_form_speaks_in_the_words_of_its_library(path: Path) -> None:
    assert silent_ones(path.read_text(encoding="utf-8")) == []


def test_a_form_that_would_is_found() -> None:
    bad = "field = Number('x', [NumberRange(10, 1440), Length(max=9), InputRequired(), AnyOf(('a', 'b'))])"

    assert silent_ones(bad) == [f"{one} on line 1" for one in ("NumberRange", "Length", "InputRequired", "AnyOf")]
    assert silent_ones("field = [NumberRange(0, 9, words), Length(max=9, message=words)]") == []
