"""Recognize articles of treaties in the words of a search, in six languages.

The grammars for documents (:mod:`recommendations.extraction.references`) do the parsing. People type less carefully
than documents are printed, so the text is first normalized without changing its length. It may be in any case, lack
full stops ("art 18 para 3") or accents ("articulo 18"), or name the instrument first ("UNCAC art. 46"). Pure functions,
no database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol

from recommendations.extraction.places import TextPlace
from recommendations.extraction.prose import names_pattern
from recommendations.extraction.references.articles import find_article_references
from recommendations.extraction.references.grammars import GRAMMARS
from recommendations.extraction.references.provisions import find_provisions
from recommendations.extraction.references.provisions_chinese import find_chinese_provisions
from recommendations.extraction.types import ArticleTarget
from recommendations.extraction.vocabulary import Vocabulary
from recommendations.search.article_forms import ArticleForms
from recommendations.search.syntax import quoted_spans
from recommendations.text.words import is_han

DEFAULT_INSTRUMENT = "untoc"  # of an article typed without an instrument

_ABBREVIATION = re.compile(
    r"(?<![\w-])(?P<word>sub-?paras?|paras?|arts?|p[aá]rrs?|pars?|ст|пп?)[.\s](?=\s*\d)", re.IGNORECASE
)
"""Matches "art 18", "Para. 3"; not "art. of"."""
_PROVISION_WORD = re.compile(
    r"""(?<!\w)(?:articles?|art[ií]culos?|стат(?:ья|ьи|ье|ью|ьёй|ьей|ей|ьях|ьям|ьями)|(?:sub-?)?paragraph(?:s|es|e)?
    |p[aá]rrafos?|пункт\w{0,3})(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_INSTRUMENT_WORD = re.compile(
    r"(?<!\w)(?:convention|convenci[oó]n|protocol[eo]?|конвенци\w{1,3}|протокол\w{0,3})(?!\w)", re.IGNORECASE
)
_ACCENTED = {
    "articulo": "artículo", "articulos": "artículos", "parrafo": "párrafo", "parrafos": "párrafos",
    "parr": "párr", "parrs": "párrs", "convencion": "convención",
}  # fmt: skip
_OR = r"(?:(?<!\S)OR(?!\S)|\|)"
_OR_BETWEEN = re.compile(rf"\s*{_OR}\s*")
_OPERATOR_BEFORE = re.compile(rf"{_OR}\s*$|(?<!\S)[-−–]$|(?<!\S)NOT\s+$")
_GAP_BEFORE_NAME = re.compile(r"[\s,،，:;(（》]*")
_CLOSING_BRACKET = re.compile(r"\s?[)）]")
_OTHER_LAW = re.compile(
    r"""(?<!\w)(?:conven[ct]i\w+|proto[ck]ol\w*|treat(?:y|ies)|covenant|statute|charter|codes?|constitution
      |laws?(?![\s-]+enforcement)|traité|pacte|statut|charte|loi|tratado|pacto|estatuto|carta|código|codigo|ley
      |конвенци\w+|протокол\w*|договор\w*|пакт\w*|статут\w*|кодекс\w*|закон\w{0,2}|конституци\w+)(?!\w)
      |اتفاقي|بروتوكول|معاهد|قانون|دستور|公约|议定书|条约|宪法|刑法""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches words that suggest that an article belongs to a law or instrument other than the default one."""


@dataclass(frozen=True, slots=True)
class NamedArticles:
    """Articles named at these offsets of a text, as facet values: "untoc:18", "untoc:18:13".

    ``names_instrument`` is true if the text also names the instrument.
    """

    start: int
    end: int
    values: tuple[str, ...]
    names_instrument: bool


@dataclass(frozen=True, slots=True)
class SearchWording:
    """Words that people use when they type articles: names of instruments by key, and number words in each language."""

    names: Mapping[str, Sequence[str]]
    numbers: Sequence[Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class _InstrumentName:
    """The name of an instrument at these offsets of a text, and the key of the instrument."""

    start: int
    end: int
    key: str


class ArticleReader:
    """Finds articles by the names of instruments in any language: names in a vocabulary, and names that people type."""

    def __init__(self, vocabulary: Vocabulary, typed: SearchWording) -> None:
        instruments = tuple(
            replace(
                instrument,
                names=(
                    *instrument.names,
                    *typed.names.get(instrument.key, ()),
                    *chain.from_iterable(instrument.names_by_language.values()),
                ),
                names_by_language={},
            )
            for instrument in vocabulary.instruments
        )
        self.vocabulary = replace(vocabulary, instruments=instruments)
        self._names = {fold(name): (name, instrument.key) for instrument in instruments for name in instrument.names}
        self._forms = ArticleForms(chain(self._names, (name for name, _key in self._names.values())), typed.numbers)
        chinese = [name for name in self._names if is_han(name[-1])]
        latin = [name for name in self._names if not is_han(name[-1])]
        self._pattern = re.compile(f"{names_pattern(latin)}|{names_pattern(chinese, language='zh')}")
        keys = "|".join(re.escape(instrument.key) for instrument in instruments)
        self._by_key = re.compile(
            rf"(?<![\w:/.-])(?P<key>{keys}):(?P<article>\d{{1,3}})(?::(?P<paragraph>\d{{1,2}}))?(?![\w:/])",
            re.IGNORECASE,
        )

    def read(self, text: str) -> list[NamedArticles]:
        """Return the articles that a text names outside quotation marks, in order.

        Articles of unknown instruments, articles that an instrument does not have, and articles next to an operator
        that filters cannot express are omitted; they are searched as words.
        """
        rewritten = self._forms.rewrite(text)
        return [
            replace(article, start=rewritten.offsets[article.start], end=rewritten.offsets[article.end])
            for article in self._read(rewritten.text)
        ]

    def _read(self, text: str) -> list[NamedArticles]:
        if not any(char.isdigit() or char == "条" for char in text):
            return []
        masked = text
        for start, end in quoted_spans(text):
            masked = masked[:start] + "\0" * (end - start) + masked[end:]
        names = [_InstrumentName(m.start(), m.end(), self._names[m.group()][1]) for m in self._name_matches(masked)]
        articles = [*self._articles_by_key(masked), *self._cited_articles(self._as_printed(masked), names)]
        if _OTHER_LAW.search(blank_out(text, [*articles, *names])):
            articles = [article for article in articles if article.names_instrument]
        return list(_expressible_articles(text, sorted(articles, key=lambda article: article.start)))

    def provisions(self, text: str) -> list[ArticleTarget]:
        """Return the provisions cited in a line, down to the subparagraph: "art. 18 (3) (g) UNTOC".

        The instrument may come first or last; without one, :data:`DEFAULT_INSTRUMENT` is assumed.
        """
        text = self._forms.rewrite(text).text
        keys = {self._names[match.group()][1] for match in self._name_matches(text)}
        key = keys.pop() if len(keys) == 1 else DEFAULT_INSTRUMENT
        printed = self._as_printed(text)
        cited = find_article_references([TextPlace(printed, block=0)], self.vocabulary, key, _language(printed))
        return list(dict.fromkeys(target for reference in cited for target in reference.articles))

    def _articles_by_key(self, text: str) -> Iterator[NamedArticles]:
        """Yield articles written as in addresses: "untoc:18:13"."""
        for match in self._by_key.finditer(text):
            target = ArticleTarget(match["key"].lower(), match["article"], match["paragraph"] or "")
            if self.vocabulary.instruments_by_key[target.instrument].has_article(target.article):
                yield NamedArticles(match.start(), match.end(), (_facet_value(target),), names_instrument=True)

    def _cited_articles(self, printed: str, names: Sequence[_InstrumentName]) -> Iterator[NamedArticles]:
        """Yield articles cited as in documents. The instrument may come first; if only one is named, it is assumed
        for all."""
        keys = {name.key for name in names}
        key = keys.pop() if len(keys) == 1 else DEFAULT_INSTRUMENT
        for cited in find_article_references([TextPlace(printed, block=0)], self.vocabulary, key, _language(printed)):
            instruments = {target.instrument for target in cited.articles}
            names_used = [name for name in names if name.key in instruments]
            if not instruments or (keys and not any(name.start < cited.end for name in names_used)):
                continue
            start, end = cited.start, cited.end
            for name in names_used:
                if _GAP_BEFORE_NAME.fullmatch(printed, name.end, start):
                    start = name.start
                elif gap := _GAP_BEFORE_NAME.fullmatch(printed, end, name.start):
                    closing = _CLOSING_BRACKET.match(printed, name.end) if gap.group().strip() else None
                    end = closing.end() if closing else name.end
            start -= printed.startswith("《", start - 1)
            yield NamedArticles(start, end, tuple(dict.fromkeys(map(_facet_value, cited.articles))), bool(names_used))

    # --- normalization ---------------------------------------------------------------------------------

    def _name_matches(self, text: str) -> Iterator[re.Match[str]]:
        return (match for match in self._pattern.finditer(fold(text)) if match.group() in self._names)

    def _as_printed(self, text: str) -> str:
        """Return the text as a document would print it, with every character at the same offset."""
        text = _ABBREVIATION.sub(lambda match: _with_accents(match["word"]) + ".", text)
        text = _PROVISION_WORD.sub(lambda match: _with_accents(match.group()), text)
        text = _INSTRUMENT_WORD.sub(lambda match: _with_accents(match.group()).capitalize(), text)
        for match in self._name_matches(text):
            text = text[: match.start()] + self._names[match.group()][0] + text[match.end() :]
        return text


class Span(Protocol):
    """Anything with offsets."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def blank_out(text: str, spans: Iterable[Span]) -> str:
    """Return the text with the spans replaced by spaces."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def fold(text: str) -> str:
    """Return the text in lower case and without accents, with the UN spelling "organiz"; offsets stay the same."""
    return "".join(map(_plain_char, text)).replace("organis", "organiz").replace("’", "'")


def _plain_char(char: str) -> str:
    bare = unicodedata.normalize("NFD", char)[:1].lower()
    return bare if len(bare) == 1 else char


def _with_accents(word: str) -> str:
    return _ACCENTED.get(word.lower(), word.lower())


def _facet_value(target: ArticleTarget) -> str:
    """Return the facet value of an article. A subparagraph has the value of its paragraph."""
    return ":".join(part for part in (target.instrument, target.article, target.paragraph) if part)


def _language(printed: str) -> str:
    """Return the language whose grammar matches most of the text, English if tied."""

    def matched_length(language: str) -> int:
        grammar = GRAMMARS[language]
        mentions = find_chinese_provisions(printed) if language == "zh" else find_provisions(printed, grammar)
        mentions_with_name = [(mention, grammar.of.match(printed, mention.end)) for mention in mentions]
        return sum(mention.end - mention.start + (len(of.group()) if of else 0) for mention, of in mentions_with_name)

    return max(["en", *(language for language in GRAMMARS if language != "en")], key=matched_length)


def _expressible_articles(text: str, articles: Iterable[NamedArticles]) -> Iterator[NamedArticles]:
    """Yield the articles, with those joined by "OR" as one. Omit excluded articles and those joined by "OR" to other
    words.
    """
    joined: list[NamedArticles] = []
    for article in articles:
        last = joined[-1] if joined else None
        if last and article.start < last.end:
            continue
        if last and _OR_BETWEEN.fullmatch(text, last.end, article.start):
            values = tuple(dict.fromkeys((*last.values, *article.values)))
            names_instrument = last.names_instrument and article.names_instrument
            joined[-1] = NamedArticles(last.start, article.end, values, names_instrument)
        else:
            joined.append(article)
    for article in joined:
        if not _OPERATOR_BEFORE.search(text[: article.start]) and not _OR_BETWEEN.match(text, article.end):
            yield article
