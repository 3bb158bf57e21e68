"""The words of motions: in the languages of the mutual, and no longer than people read."""

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.core.languages import LocalText
from govern.motions.refusals import LanguageNotSpoken, MotionUnwritten, WordsTooLong

MOST_TITLE = 120
MOST_TEXT = 10_000
MOST_REASONS = 3_000


def written(session: Session, words: LocalText, *, most: int) -> LocalText:
    """Return words as they are kept: each language that has any, trimmed, with plain line ends.

    :param most: characters that each may have.
    :raises LanguageNotSpoken: the mutual does not work in one of the languages.
    :raises WordsTooLong: one is longer.
    """
    spoken = constitution.mutual(session).languages
    kept = LocalText()
    for language, said in words.items():
        if language not in spoken:
            raise LanguageNotSpoken(language)
        plain = said.replace("\r\n", "\n").strip()
        if len(plain) > most:
            raise WordsTooLong(most=most)
        if plain:
            kept[language] = plain
    return kept


def title_and_text(session: Session, title: LocalText, text: LocalText) -> tuple[LocalText, LocalText]:
    """Return the title and the text of a motion as they are kept.

    :raises MotionUnwritten: there is no language in which both are written.
    :raises Refusal: as `written` raises.
    """
    titled = written(session, title, most=MOST_TITLE)
    worded = written(session, text, most=MOST_TEXT)
    if not titled.keys() & worded.keys():
        raise MotionUnwritten
    return titled, worded
