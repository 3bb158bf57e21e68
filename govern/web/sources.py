"""Where a rule stands, as its readers can look it up: a statute of their own form, model rules, the mutual's rules.

Sources are written for auditors too, and cite the product's own founding pages beside the law. Readers have neither
those pages nor, in a society, an Act of companies.
"""

import re
from collections.abc import Mapping

from govern.constitution.rules import LegalForm

# What the product calls its own founding rules and pages, with what hangs on it.
OURS = re.compile(
    r"\b(?:"
    r"INV-\d+"
    r"|[Dd]omain \d+(?:\.\d+)?[a-z]?(?: [A-Z]\b)?(?:, \d+\.\d+[a-z]?)*(?:,? case \d+| \(\d+\))?"
    r"|[Bb]allots \d+(?:, [A-Z]\w+)?"
    r"|[Dd]ecision \d{4}"
    r"|[Dd]ecisions, [^:;]+"
    r"|[Pp]roduct \d+[^:;]*"
    r"|OWASP ASVS [\d.]+(?:, [\d.]+)?"
    r"|[Tt]he founding brief"
    r")"
)
COMPANIES, CHARITIES = re.compile(r"\bCA ?2006\b|\bCompanies Act"), re.compile(r"\bCharities Act\b")
SOCIETIES = re.compile(r"\bCCBSA\b|\bCo-operative and Community Benefit Societies Act\b")
ACTS = {"CCBSA 2014": "Co-operative and Community Benefit Societies Act 2014", "CA 2006": "Companies Act 2006"}
OF_OTHERS: Mapping[bool | None, tuple[re.Pattern[str], ...]] = {
    True: (COMPANIES, CHARITIES),
    False: (SOCIETIES, CHARITIES),
    None: (COMPANIES, SOCIETIES),
}


def cited(source: str, legal_form: LegalForm | None) -> str:
    """Return where a rule stands, for readers in a mutual of a form; empty where they could look nothing up.

    >>> cited("INV-14, INV-25: the first ballot stands; domain 5.3", LegalForm.CBS)
    'The first ballot stands'
    >>> cited("CA 2006 s.296(3): agreement cannot be revoked; INV-25", LegalForm.CBS)
    'Agreement cannot be revoked'
    >>> cited("CA 2006 s.323; domain 2.6", LegalForm.CLG), cited("CA 2006 s.323; domain 2.6", LegalForm.CBS)
    ('Companies Act 2006 s.323', '')
    """
    parts = [_part(one, legal_form) for one in source.split(";")]
    told = "; ".join(one for one in parts if one)
    for short, name in ACTS.items():
        told = told.replace(short, name)
    return told[:1].upper() + told[1:]


def origin(source: str) -> str:
    """Return where a rule comes from, as the pages of the rules list it: without what only the product knows.

    >>> origin("Our default; INV-32"), origin("Our default; domain 9.0b: an admission lapses without it")
    ('Our default', 'Our default; an admission lapses without it')
    """
    return "; ".join(one for one in (_part(part, None) for part in source.split(";")) if one)


def _part(part: str, legal_form: LegalForm | None) -> str:
    """Return one of the sources: without what is nobody else's, and without what is another form's."""
    head, colon, words = (one.strip() for one in part.partition(":"))
    kept = _tidy(OURS.sub("", head))
    if _is_of_others(kept, legal_form):
        kept = ""
    words = _tidy(OURS.sub("", words))
    if _is_of_others(words, legal_form):
        words = ""
    if not colon or not words:
        return kept
    return f"{kept}: {words}" if kept else words


def _is_of_others(head: str, legal_form: LegalForm | None) -> bool:
    if legal_form is None:
        return False
    is_society = legal_form.is_society or (None if not legal_form.is_company else False)
    return any(law.search(head) for law in OF_OTHERS[is_society])


def _tidy(words: str) -> str:
    """Return words without what is left of a list from which something was taken."""
    words = re.sub(r"\(\s*\)", "", words)
    words = re.sub(r"\s*,(?:\s*,)+", ",", words)
    return re.sub(r"\s+", " ", words).strip(" ,")
