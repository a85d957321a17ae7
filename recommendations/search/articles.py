"""Pure: recognise articles of treaties in the words of a search, in six languages.

They are read by the grammars that read documents (:mod:`recommendations.extraction.references`). A person types less
carefully than a document is printed, so that the words are first set as documents print them, sign for sign: in any
case, without full stops ("art 18 para 3") and accents ("articulo 18"), the instrument in front ("UNCAC art. 46").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from recommendations.extraction.places import TextPlace
from recommendations.extraction.prose import names_pattern
from recommendations.extraction.references.articles import find_article_references
from recommendations.extraction.references.grammars import GRAMMARS
from recommendations.extraction.references.provisions import find_provisions
from recommendations.extraction.references.provisions_chinese import find_chinese_provisions
from recommendations.extraction.types import ArticleTarget
from recommendations.extraction.vocabulary import Vocabulary
from recommendations.search.syntax import quoted_spans
from recommendations.text.words import is_han

UNNAMED = "untoc"  # instrument of an article named without one

_ABBREVIATION = re.compile(
    r"(?<![\w-])(?P<word>sub-?paras?|paras?|arts?|p[aá]rrs?|pars?|ст|пп?)[.\s](?=\s*\d)", re.IGNORECASE
)
"""Takes "art 18", "Para. 3"; refuses "art. of"."""
_WORD = re.compile(
    r"""(?<!\w)(?:articles?|art[ií]culos?|стат(?:ья|ьи|ье|ью|ьёй|ьей|ей|ьях|ьям|ьями)|(?:sub-?)?paragraph(?:s|es|e)?
    |p[aá]rrafos?|пункт\w{0,3})(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_KIND = re.compile(
    r"(?<!\w)(?:convention|convenci[oó]n|protocol[eo]?|конвенци\w{1,3}|протокол\w{0,3})(?!\w)", re.IGNORECASE
)
_ACCENTED = {
    "articulo": "artículo", "articulos": "artículos", "parrafo": "párrafo", "parrafos": "párrafos",
    "parr": "párr", "parrs": "párrs", "convencion": "convención",
}  # fmt: skip
_OR = r"(?:(?<!\S)OR(?!\S)|\|)"
_OR_BETWEEN = re.compile(rf"\s*{_OR}\s*")
_OR_BEFORE = re.compile(rf"{_OR}\s*$|(?<!\S)[-−–]$")
_UP_TO_NAME = re.compile(r"[\s,:;(（]*")
_CLOSING = re.compile(r"\s?[)）]")
_OTHER_LAW = re.compile(
    r"""(?<!\w)(?:conven[ct]i\w+|proto[ck]ol\w*|treat(?:y|ies)|covenant|statute|charter|codes?|constitution
      |laws?(?![\s-]+enforcement)|traité|pacte|statut|charte|loi|tratado|pacto|estatuto|carta|código|codigo|ley
      |конвенци\w+|протокол\w*|договор\w*|пакт\w*|статут\w*|кодекс\w*|закон\w{0,2}|конституци\w+)(?!\w)
      |اتفاقي|بروتوكول|معاهد|قانون|دستور|公约|议定书|条约|宪法|刑法""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words beside an article that say that it may be of something else than the instrument that is meant by itself."""


@dataclass(frozen=True, slots=True)
class NamedArticles:
    """Articles that a text names at these offsets, as values of the facet: "untoc:18", "untoc:18:13".

    ``is_named`` says that the text names the instrument too.
    """

    start: int
    end: int
    values: tuple[str, ...]
    is_named: bool


@dataclass(frozen=True, slots=True)
class _Name:
    """An instrument's name at these offsets."""

    start: int
    end: int
    key: str


class ArticleReader:
    """Finds articles by the names of the instruments in a vocabulary, whatever language a name is in."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        everywhere = tuple(
            replace(
                one,
                names=(*one.names, *chain.from_iterable(one.names_by_language.values())),
                names_by_language={},
            )
            for one in vocabulary.instruments
        )
        self.vocabulary = replace(vocabulary, instruments=everywhere)
        self._names = {fold(name): (name, one.key) for one in everywhere for name in one.names}
        chinese = [name for name in self._names if is_han(name[-1])]
        latin = [name for name in self._names if not is_han(name[-1])]
        self._pattern = re.compile(f"{names_pattern(latin)}|{names_pattern(chinese, language='zh')}")
        keys = "|".join(re.escape(one.key) for one in everywhere)
        self._by_key = re.compile(
            rf"(?<![\w:/.-])(?P<key>{keys}):(?P<article>\d{{1,3}})(?::(?P<paragraph>\d{{1,2}}))?(?![\w:/])",
            re.IGNORECASE,
        )

    def read(self, text: str) -> list[NamedArticles]:
        """The articles that a text names outside quotation marks, in their order.

        Not those that an instrument does not have, or of instruments that the vocabulary does not know, nor those
        beside an operator that no choice can express: they stay words.
        """
        if not any(char.isdigit() or char == "条" for char in text):
            return []
        masked = text
        for start, end in quoted_spans(text):
            masked = masked[:start] + "\0" * (end - start) + masked[end:]
        names = [_Name(m.start(), m.end(), self._names[m.group()][1]) for m in self._found_names(masked)]
        found = [*self._keyed(masked), *self._cited(self._as_printed(masked), names)]
        if _OTHER_LAW.search(blank_out(text, [*found, *names])):
            found = [one for one in found if one.is_named]
        return list(_expressible(text, sorted(found, key=lambda one: one.start)))

    def provisions(self, text: str) -> list[ArticleTarget]:
        """The provisions that a line names as documents cite them, down to the sub-paragraph: "art. 18 (3) (g) UNTOC".

        The instrument may stand before or behind; where none is named :data:`UNNAMED` is meant.
        """
        keys = {self._names[match.group()][1] for match in self._found_names(text)}
        own = keys.pop() if len(keys) == 1 else UNNAMED
        printed = self._as_printed(text)
        cited = find_article_references([TextPlace(printed, block=0)], self.vocabulary, own, _language(printed))
        return list(dict.fromkeys(target for one in cited for target in one.articles))

    def _keyed(self, text: str) -> Iterator[NamedArticles]:
        """ "untoc:18:13", as addresses have it."""
        for match in self._by_key.finditer(text):
            target = ArticleTarget(match["key"].lower(), match["article"], match["paragraph"] or "")
            if self.vocabulary.instruments_by_key[target.instrument].has_article(target.article):
                yield NamedArticles(match.start(), match.end(), (_value(target),), is_named=True)

    def _cited(self, printed: str, names: Sequence[_Name]) -> Iterator[NamedArticles]:
        """As documents cite them. The instrument may stand in front, and the only one that is named is meant."""
        keys = {name.key for name in names}
        own = keys.pop() if len(keys) == 1 else UNNAMED
        for cited in find_article_references([TextPlace(printed, block=0)], self.vocabulary, own, _language(printed)):
            meant = {target.instrument for target in cited.articles}
            own_names = [name for name in names if name.key in meant]
            is_named = bool(own_names)
            if not meant or (keys and not any(name.start < cited.end for name in own_names)):
                continue
            start, end = cited.start, cited.end
            for name in own_names:
                if _UP_TO_NAME.fullmatch(printed, name.end, start):
                    start = name.start
                elif behind := _UP_TO_NAME.fullmatch(printed, end, name.start):
                    closing = _CLOSING.match(printed, name.end) if behind.group().strip() else None
                    end = closing.end() if closing else name.end
            yield NamedArticles(start, end, tuple(dict.fromkeys(map(_value, cited.articles))), is_named)

    # --- as documents print it -------------------------------------------------------------------------

    def _found_names(self, text: str) -> Iterator[re.Match[str]]:
        return (match for match in self._pattern.finditer(fold(text)) if match.group() in self._names)

    def _as_printed(self, text: str) -> str:
        """The text as a document would have it, each sign in its place."""
        text = _ABBREVIATION.sub(lambda match: _accented(match["word"]) + ".", text)
        text = _WORD.sub(lambda match: _accented(match.group()), text)
        text = _KIND.sub(lambda match: _accented(match.group()).capitalize(), text)
        for match in self._found_names(text):
            text = text[: match.start()] + self._names[match.group()][0] + text[match.end() :]
        return text


def blank_out(text: str, spans: Iterable[NamedArticles | _Name]) -> str:
    """The text with blanks where the spans are."""
    for one in spans:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def fold(text: str) -> str:
    """A text without case and accents, and "organised" as the United Nations spell it; each sign in its place."""
    return "".join(map(_plain_sign, text)).replace("organis", "organiz").replace("’", "'")


def _plain_sign(sign: str) -> str:
    bare = unicodedata.normalize("NFD", sign)[:1].lower()
    return bare if len(bare) == 1 else sign


def _accented(word: str) -> str:
    return _ACCENTED.get(word.lower(), word.lower())


def _value(target: ArticleTarget) -> str:
    """An article's value; a sub-paragraph is found under its paragraph."""
    return ":".join(part for part in (target.instrument, target.article, target.paragraph) if part)


def _language(printed: str) -> str:
    """The language whose grammar reads most of the text; English where several do alike."""

    def read_by(language: str) -> int:
        grammar = GRAMMARS[language]
        mentions = find_chinese_provisions(printed) if language == "zh" else find_provisions(printed, grammar)
        behind = [(mention, grammar.of.match(printed, mention.end)) for mention in mentions]
        return sum(mention.end - mention.start + (len(of.group()) if of else 0) for mention, of in behind)

    return max(["en", *(language for language in GRAMMARS if language != "en")], key=read_by)


def _expressible(text: str, found: Iterable[NamedArticles]) -> Iterator[NamedArticles]:
    """Articles joined by "OR" as one; without those joined to anything else, or that must not be there."""
    joined: list[NamedArticles] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and one.start < last.end:
            continue
        if last and _OR_BETWEEN.fullmatch(text, last.end, one.start):
            values = tuple(dict.fromkeys((*last.values, *one.values)))
            joined[-1] = NamedArticles(last.start, one.end, values, last.is_named and one.is_named)
        else:
            joined.append(one)
    for one in joined:
        if not _OR_BEFORE.search(text[: one.start]) and not _OR_BETWEEN.match(text, one.end):
            yield one
