"""Reduce the variants of a word to one form before it is stemmed, using the word list of its language. No database.

- English: British spellings become American ones: "utilise", "behaviour" and "centre" are "utilize", "behavior" and
  "center".
- Arabic: the conjunctions and prepositions that are written together with a noun are removed (و، ف، ب، ل، ك), and the
  article (ال) is added to the noun, because the stemmer removes the article but not every prefix. A prefix looks the
  same as a letter of the noun. The article tells them apart, because it comes after a prefix but before the noun:
  اللجنة is a word, so the ل of لجنة is a letter; اللتسليم is not a word, so the ل of لتسليم is a prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recommendations.index.word_lists import is_listed
from recommendations.text.words import tokens

_ISE = re.compile(r"(?<=..)(i|y)s(e|ed|es|ing|er|ers|ation|ations|able)$")
_ENDINGS = (
    (re.compile(r"(?<=...)our(s|ed|ing|er|ers|able|ably|al|ally|ful|hood|hoods)?$"), r"or\1"),
    (re.compile(r"(?<=..)([bctv])re(s?)$"), r"\1er\2"),
    (re.compile(r"(?<=..)([bctv])red$"), r"\1ered"),
    (re.compile(r"(?<=..)ence(s|less)?$"), r"ense\1"),
    (re.compile(r"(?<=...)gement(s?)$"), r"gment\1"),
    (re.compile(r"(?<=...)ogue(s?)$"), r"og\1"),
    (re.compile(r"(?<=...)amme(s?)$"), r"am\1"),
)
"""Pairs of British and American endings."""
_ARTICLE = "ال"
_PREFIXES = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل")
_PREFIXES_WITH_ARTICLE = ("وال", "فال", "بال", "كال", "لل", "وبال", "وكال", "ولل", "فبال", "فلل")
_MIN_NOUN_LENGTH = 3  # letters
_PLURAL = "ات"


def base_form(word: str, language: str) -> str:
    """Return the form that all variants of a normalized word share, or the word itself. ``language`` is a code."""
    if language == "en":
        return _american(word)
    if language == "ar":
        return _with_article(word)
    return word


def in_american_spelling(text: str) -> str:
    """Return an English text with British spellings replaced. Return a text unchanged if it has words of other
    languages."""
    spelled: list[str] = []
    last = 0
    for token in tokens(text):
        base = base_form(token.word, "en")
        if not token.word.isdigit() and not is_listed(base, "en"):
            return text
        if base != token.word:
            spelled += [text[last : token.start], base]
            last = token.end
    return "".join([*spelled, text[last:]])


def _american(word: str) -> str:
    """Return the American spelling of a word, or the word itself. The word list is American, so a listed word in "-ise"
    ("exercise") is not a British spelling."""
    if _ISE.search(word):
        american = _ISE.sub(r"\1z\2", word)
        return american if is_listed(american, "en") and not is_listed(word, "en") else word
    for british, replacement in _ENDINGS:
        if british.search(word):
            american = british.sub(replacement, word)
            return american if is_listed(american, "en") else word
    return word


def _with_article(word: str) -> str:
    """Return an Arabic noun with its article and without prefixes. Return other words unchanged."""
    if word.startswith(_ARTICLE) and not _is_noun(word):
        return word
    noun = next(filter(_is_noun, _without_prefixes(word)), "")
    if not noun:
        noun = next((word.removeprefix(prefix) for prefix in _PREFIXES_WITH_ARTICLE if _has_prefix(word, prefix)), "")
    if not noun and word.endswith(_PLURAL):
        noun = word
    return _ARTICLE + noun if noun else word


def _without_prefixes(word: str) -> Iterator[str]:
    """Yield an Arabic word, then the words that may be left if prefixes are removed, longest first."""
    yield word
    for prefix in sorted((*_PREFIXES, *_PREFIXES_WITH_ARTICLE), key=len):
        if _has_prefix(word, prefix):
            yield word.removeprefix(prefix)


def _has_prefix(word: str, prefix: str) -> bool:
    return word.startswith(prefix) and len(word) - len(prefix) >= _MIN_NOUN_LENGTH


def _is_noun(word: str) -> bool:
    return is_listed(_ARTICLE + word, "ar")
