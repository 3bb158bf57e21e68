"""Each check of the code, with what it must find. No check reads this file."""

from collections.abc import Callable, Iterable

from tests.tidy import code
from tests.tidy.files import File

Check = Callable[[Iterable[File]], list[str]]

CHECKS: list[tuple[Check, File]] = [
    (code.too_long, File("govern/rolls/service.py", "x = 1\n" * 401)),
    (code.commits, File("govern/rolls/service.py", "session.commit()")),
    (code.commits, File("govern/web/vote.py", "db.session().rollback()")),
    (code.decisions_past_the_board, File("govern/web/decisions.py", "decisions.enter(session, minute)")),
    (code.presses_that_do_not_wait, File("tests/web/test_vote.py", 'page.get_by_role("button").click()')),
    (code.left_for_later, File("templates/base.html", "<!-- TODO: a menu -->")),
    (code.places_of_a_machine, File("docs/style.md", "see /home/somebody/notes")),
    (code.tests_left_out, File("tests/test_rolls.py", "@pytest.mark.skip\ndef test_a_roll(): ...")),
    (code.tests_left_out, File("tests/test_rolls.py", "pytest.xfail('later')")),
    (code.ignored_without_reason, File("govern/app.py", "x = 1  # noqa")),
    (code.ignored_without_reason, File("govern/app.py", "x = 1  # noqa: E501")),
    (code.ignored_without_reason, File("govern/app.py", "x = 1  # type: ignore[misc]")),
    (code.vague_names, File("govern/core/utils.py", "")),
    (code.vague_names, File("govern/helpers/names.py", "")),
    (code.modules_without_docstring, File("govern/rolls/service.py", "x = 1")),
    (code.deeds_without_docstring, File("govern/rolls/service.py", "def freeze(): return 1")),
    (code.tests_that_assert_nothing, File("tests/test_rolls.py", "def test_a_roll(): freeze()")),
    (code.unkind_sentences, File("govern/rolls/refusals.py", 'say("Invalid roll.")')),
    (code.unkind_sentences, File("govern/rolls/refusals.py", 'say("Please freeze the roll.")')),
    (code.migrations_that_import_ours, File("migrations/versions/0011_x.py", "from govern.core import db")),
]
