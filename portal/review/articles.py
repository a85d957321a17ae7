"""Articles as an editor enters them. A line that is not wholly understood is rejected."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from documents.web.phrases import comma_list
from recommendations.extraction.types import ArticleTarget, read_target
from recommendations.models import Provision
from recommendations.queries.vocabularies import until_edited
from recommendations.search.articles import DEFAULT_INSTRUMENT, fold
from recommendations.search.resources import article_reader, paragraph_counts, typed_words, vocabulary

_LINE_END = re.compile(r"[\n;；]+")
_COMMAS = str.maketrans("،、", ",,")
_KEY = re.compile(r"[a-z][\w-]*:\d{1,3}(?: (?:bis|ter)\b)?(?:\s?\(\w{1,5}\)|:\w{1,5})*")
_TOKENS = re.compile(
    r"""
    (?P<number>\d{1,3}(?:\ (?:bis|ter)\b)?)(?!\w)
  | \(\s*(?P<label>\d{1,3}|[ivx]{1,5}|[a-z])\s*\)
  | (?P<article>arts?\.?(?!\w)|articles?(?!\w))
  | (?P<paragraphs>paras\.?(?!\w)|(?:sub-?)?paragraphs(?!\w))
  | (?P<paragraph>(?:sub-?)?para\.?(?!\w)|(?:sub-?)?paragraph(?!\w))
  | (?P<range>[-–—]|to(?!\w))
  | (?P<separator>(?:[,、&]|(?:and|or)(?!\w))(?:\s*(?:and|or)(?!\w))?)
  | (?P<filler>(?:of|the)(?!\w)|:|\.$)
    """,
    re.VERBOSE,
)
_NEEDS_MORE = ("start", "article", "paragraph", "paragraphs", "range", "separator")
"""Tokens after which a line cannot end."""


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line that is not wholly understood: what was ``understood`` of it, and the ``rest``, which was not. If it is
    understood, ``missing`` are its paragraphs that their article does not have."""

    line: str
    understood: Sequence[str] = ()
    rest: str = ""
    missing: Sequence[str] = ()


class ArticlesError(ValueError):
    """A text with wrong ``lines``."""

    def __init__(self, lines: Sequence[WrongLine]) -> None:
        super().__init__("\n".join(wrong.line for wrong in lines))
        self.lines = lines


def read_articles(text: str, stored: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """Return the articles in a text as strings of ``recommendations.extraction.types.ArticleTarget``.

    A line names articles in any of these forms: "18", "18 (3)", "articles 18 and 19", "articles 16–18 UNTOC",
    "Organized Crime Convention, article 18, paragraph 13 (a)", "untoc:18", or as a document in any of the six languages
    cites them. Without an instrument, :data:`DEFAULT_INSTRUMENT` is assumed. Raise :class:`ArticlesError` with all
    lines that are not wholly understood, or that name an article that its instrument does not have, or a paragraph that
    its article does not have. ``stored`` maps articles that a document cites to the lines that show them. They are
    never refused.
    """
    articles: list[str] = []
    wrong: list[WrongLine] = []
    shown = {line: read_target(article) for article, line in stored.items()}
    for line in filter(None, (line.strip() for line in _LINE_END.split(text))):
        read = [shown[line]] if line in shown else _read_line(line, stored)
        if isinstance(read, WrongLine):
            wrong.append(read)
        else:
            articles.extend(map(str, read))
    if wrong:
        raise ArticlesError(wrong)
    return list(dict.fromkeys(articles))


def _read_line(line: str, stored: Collection[str]) -> Sequence[ArticleTarget] | WrongLine:
    reader = _LineReader(line.translate(_COMMAS))
    rest = reader.read()
    targets = reader.targets
    if rest and _is_citation(line) and (cited := article_reader().provisions(line)):
        targets, rest = cited, ""
    unknown = dict.fromkeys(target.article for target in targets if not _is_known(target))
    if rest or unknown or not targets:
        understood = [str(target) for target in targets if _is_known(target)]
        return WrongLine(line, understood, rest or comma_list(unknown) or line)
    missing = [str(target) for target in targets if str(target) not in stored and not _has_paragraph(target)]
    return WrongLine(line, missing=missing) if missing else targets


def _is_citation(line: str) -> bool:
    """Return whether the grammars of documents read a line from its beginning to its end."""
    found = article_reader().read(line)
    return len(found) == 1 and found[0].start == 0 and found[0].end >= len(line.rstrip(" ."))


def _is_known(target: ArticleTarget) -> bool:
    instrument = vocabulary().instruments_by_key.get(target.instrument)
    return instrument is not None and instrument.has_article(target.article)


def _has_paragraph(target: ArticleTarget) -> bool:
    """Return whether an article has a paragraph; True if its paragraphs are not known.

    The text of an article without numbered paragraphs is its paragraph 1.
    """
    if not target.paragraph:
        return True
    number = paragraph_counts().get(target.instrument, {}).get(target.article)
    if number is not None:
        return not target.paragraph.isdecimal() or 1 <= int(target.paragraph) <= max(1, number)
    texts = Provision.objects.filter(article__instrument__key=target.instrument, article__number=target.article)
    paragraphs = set(texts.values_list("paragraph", flat=True))
    return not paragraphs or target.paragraph in paragraphs


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or sign of a line. ``kind`` is a group of :data:`_TOKENS`, "key", "name" (of an instrument), "start",
    "end" or "unknown"."""

    kind: str
    value: str = ""
    start: int = 0


@dataclass
class _LineReader:
    """Reads a line token by token, and stops at the first that it does not understand.

    ``instrument`` is the one named before the articles; if it is "", the last ``open_count`` of the ``targets`` belong
    to the instrument named after them. ``list_of`` is the meaning of the next number in a list: "article", "paragraph"
    or, after "paragraph 3", "" because it is unclear.
    """

    line: str
    targets: list[ArticleTarget] = field(default_factory=list)
    instrument: str = ""
    open_count: int = 0
    list_of: str = "article"

    def read(self) -> str:
        """Read the line into ``targets``. Return the text that was not understood, or ""."""
        tokens = [token for token in _tokens(self.line) if token.kind != "filler"]
        previous = _Token("start")
        for token, following in zip(tokens, [*tokens[1:], _Token("end")], strict=True):
            understood = list(self.targets)
            if not self._read(token, previous.kind, following.kind):
                self.targets = understood
                return self.line[token.start :]
            previous = token
        return self.line[previous.start :] if previous.kind in _NEEDS_MORE else ""

    def _read(self, token: _Token, previous: str, following: str) -> bool:
        """Read a token. Return False if it is not understood after the ``previous`` kind of token."""
        match token.kind:
            case "separator":
                return previous in ("number", "label", "name", "key")
            case "article":
                self.list_of = "article"
                return previous in ("start", "separator", "name")
            case "paragraph" | "paragraphs":
                self.list_of = "paragraph" if token.kind == "paragraphs" else ""
                return previous in ("number", "label", "separator") and bool(self.targets)
            case "range":
                return previous == following == "number" and self.list_of == "article"
            case "name":
                return self._read_name(token.value, previous, following)
            case "key":
                return self._read_key(token.value, previous)
            case "number":
                return self._read_number(token.value, previous)
            case "label":
                return self._read_label(token.value, previous)
        return False

    def _read_name(self, key: str, previous: str, following: str) -> bool:
        """Read the name of an instrument, before or after its articles."""
        if not self.open_count:
            self.instrument = key
            return previous in ("start", "separator")
        if previous == "separator" and following in ("article", "number"):
            return False  # "article 18, UNCAC, article 46"
        self.targets[-self.open_count :] = [
            replace(target, instrument=key) for target in self.targets[-self.open_count :]
        ]
        self.open_count = 0
        return True

    def _read_key(self, text: str, previous: str) -> bool:
        key, article, *parts = (part.strip() for part in text.replace("(", ":").replace(")", "").split(":"))
        self.targets.append(read_target(f"{key}:{article}" + "".join(f"({part})" for part in parts)))
        return previous in ("start", "separator") and key in vocabulary().instruments_by_key

    def _read_number(self, number: str, previous: str) -> bool:
        if previous in ("paragraph", "paragraphs"):
            return self._read_label(number, previous)
        if previous == "range":
            return self._read_range(self.targets[-1], number)
        if previous == "separator" and self.list_of == "paragraph":
            self._add(replace(self.targets[-1], paragraph=number, subparagraph=""))
            return True
        self._add(ArticleTarget(self.instrument or DEFAULT_INSTRUMENT, number))
        is_article = previous == "separator" and (self.list_of == "article" or not self.targets[:-1])
        return is_article or previous in ("start", "name", "article")

    def _read_range(self, first: ArticleTarget, last: str) -> bool:
        numbers = list(vocabulary().instruments_by_key[first.instrument].articles)
        if first.article not in numbers or last not in numbers or first.paragraph or first.subparagraph:
            return False
        between = numbers[numbers.index(first.article) + 1 : numbers.index(last) + 1]
        for number in between:
            self._add(replace(first, article=number))
        return bool(between)

    def _read_label(self, label: str, previous: str) -> bool:
        """Read a paragraph "(3)" or subparagraph "(a)" of the last article, or the second of "18 (3) and (4)"."""
        if not self.targets or previous in ("start", "name", "article", "range"):
            return False
        last = self.targets[-1]
        if previous == "separator":
            return self._read_next_label(last, label)
        if label.isdigit():
            self.targets[-1] = replace(last, paragraph=label)
            return not last.paragraph and not last.subparagraph
        subparagraph = f"{last.subparagraph}({label})" if last.subparagraph else label
        self.targets[-1] = replace(last, subparagraph=subparagraph)
        return True

    def _read_next_label(self, last: ArticleTarget, label: str) -> bool:
        if label.isdigit():
            self._add(replace(last, paragraph=label, subparagraph=""))
            return bool(last.paragraph)
        self._add(replace(last, subparagraph=label))
        return bool(last.subparagraph) and "(" not in last.subparagraph

    def _add(self, target: ArticleTarget) -> None:
        self.targets.append(target)
        self.open_count += not self.instrument


def _tokens(line: str) -> Iterator[_Token]:
    """Yield the tokens of a line. The first unknown word and all after it are one token."""
    folded = fold(line)
    position = 0
    while position < len(line):
        if line[position].isspace():
            position += 1
        elif match := _KEY.match(folded, position):
            yield _Token("key", match.group(), position)
            position = match.end()
        elif match := _names_pattern().match(folded, position):
            yield _Token("name", _names()[" ".join(match.group().split())], position)
            position = match.end()
        elif match := _TOKENS.match(folded, position):
            kind = match.lastgroup or ""
            yield _Token(kind, match[kind], position)
            position = match.end()
        else:
            yield _Token("unknown", line[position:], position)
            return


@until_edited
def _names() -> Mapping[str, str]:
    """Return a map from the names of instruments in any language, folded, to their keys."""
    names = {}
    for instrument in vocabulary().instruments:
        in_languages = (name for language in instrument.names_by_language.values() for name in language)
        typed = typed_words()["instruments"].get(instrument.key, ())
        for name in (instrument.short_title, *instrument.names, *in_languages, *typed):
            names[" ".join(fold(name).split())] = instrument.key
    return names


@until_edited
def _names_pattern() -> re.Pattern[str]:
    longest_first = sorted(_names(), key=len, reverse=True)
    alternatives = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return re.compile(rf"(?:{alternatives})(?!\w)")
