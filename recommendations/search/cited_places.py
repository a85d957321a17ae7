"""Read citations of places in documents, such as "CTOC/COP/2022/L.4, annex I, para. (r)", and find the places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from documents.models import Document, LanguageVersion, Paragraph
from recommendations.labels.status import CAUTIONS
from recommendations.models import FormerPlace
from recommendations.search.syntax import split_query
from recommendations.search.typed_labels import NamedLabel, find_labels
from recommendations.search.typed_symbols import is_symbol
from recommendations.search.typed_text import normalize_query

MAX_LENGTH = 200  # characters of a citation

_MAYBE_SYMBOL = re.compile(r"[A-Za-z][\w.()-]*(?:/[\w.()-]*\w(?:\(\d+\))?)+", re.ASCII)
_COMMAS = str.maketrans(
    {"،": ",", "、": ",", "段": " ", "的": " ", "\N{FIRST STRONG ISOLATE}": "", "\N{POP DIRECTIONAL ISOLATE}": ""}
)
_DOCUMENT = re.compile("号?文件")  # Chinese, without spaces around it
_LETTER_ALONE = re.compile(r"(?<![\w(])([a-z]{1,2}|[ivx]{1,5})\)", re.IGNORECASE)
"""Matches "a)" in French and Spanish, for "(a)"."""
_PAGE = re.compile(
    r"""(?<![\w/.-])(?: (?:pages? | pp?\. | с(?:тр)?\. | p[áa]g(?:ina)?s?\.? | (?:ال)?صفحة)\s*\d+(?:[-–]\d+)?(?![\w/])
      | 第\s*\d+\s*页)""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the page, which the portal adds to the place of a paragraph without a number: "p. 4"."""
_LETTERS = re.compile(r"[a-z]{1,2}|[ivx]{1,5}")
_CONNECTIVES = re.compile(
    r"""(?:^|(?<=[\W\d_]))(?: of | in | to | the | document | operative | op | (?:sub-?)?para(?:graph)?s?
      | d[eu]s? | del? | la | le | [dl]
      | al(?:in[ée]a)? | (?:sous-)?paragraphe | par | dispositif | documento | p[aá]rr(?:afo)? | apartado | inciso
      | документ[а-я]* | (?:под)?пункт[а-я]* | п | постановляющ[а-я]* | из
      | من | في | الوثيقة | (?:ال)?فقرة(?:\s+الفرعية)?
      )(?=[\W\d_]|$) | 第 | 执行 | 分""",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches words of a citation that do not distinguish places."""


class CitationError(Exception):
    """A citation that cannot be read. ``unread`` are the words that were not understood; "" if it names no document, or
    several."""

    def __init__(self, unread: str = "") -> None:
        super().__init__(unread)
        self.unread = unread


@dataclass(frozen=True, slots=True)
class PlaceCitation:
    """A citation of a place in a document. ``places`` are the ways to name the place, () for the whole document."""

    symbol: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypedCitation:
    """A citation typed as a search: its ``symbol`` and ``place`` as typed, and the ways to name the place, as in
    :class:`PlaceCitation`. A page alone names no place, because entries of the search are not found by their page."""

    symbol: str
    place: str
    places: tuple[str, ...]


def read_citation(text: str) -> PlaceCitation:
    """Read a citation: a symbol, and the place before or after it, in the words of any official language. No database.

    Raise :class:`CitationError` if it names no document or several, or if any of its words is not understood.
    """
    citation, page = _read(text)
    if page and not citation.places:
        raise CitationError(page)
    return citation


def typed_citation(words: str) -> TypedCitation | None:
    """Return the citation if the normalized words of a search are one with a place or a page, else None."""
    if "/" not in words:
        return None
    try:
        citation, page = _read(words)
    except CitationError:
        return None
    if not (citation.places or page) or not all(part.is_plain for part in split_query(words)):
        return None
    place = " ".join(_without_caution(words).replace(citation.symbol, " ").split()).strip(" ,;.،，")
    return TypedCitation(citation.symbol, place, citation.places)


def _read(text: str) -> tuple[PlaceCitation, str]:
    """Return a citation, and the page in it or "". Raise :class:`CitationError` as :func:`read_citation` does."""
    text = _LETTER_ALONE.sub(r"(\1)", _DOCUMENT.sub(" ", _without_caution(_plain(text))))
    page, text = _PAGE.search(text), _PAGE.sub(" ", text)
    symbols = [match for match in _MAYBE_SYMBOL.finditer(text) if is_symbol(match[0])]
    if len(symbols) != 1:
        raise CitationError
    [symbol] = symbols
    before, after = text[: symbol.start()], text[symbol.end() :]
    labels = [*_labels_in(after), *_labels_in(before)]
    return PlaceCitation(symbol[0], tuple(_join(labels))), page[0].strip() if page else ""


def _plain(text: str) -> str:
    """Return a text with the punctuation of Latin scripts, and without the Chinese words that end a citation."""
    return unicodedata.normalize("NFKC", normalize_query(text)).translate(_COMMAS)


def _without_caution(text: str) -> str:
    """Return a citation without the words in brackets that the portal adds to texts that were not adopted."""
    return _cautions().sub("", text)


@cache
def _cautions() -> re.Pattern[str]:
    cautions = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            cautions += [shown for caution in CAUTIONS.values() for shown in (str(caution), _plain(str(caution)))]
    return re.compile(rf"\s*[(（](?:{'|'.join(map(re.escape, cautions))})[)）]")


def _labels_in(text: str) -> list[NamedLabel]:
    """Return the labels in a text. Raise :class:`CitationError` if it has other words that may name a place."""
    labels = find_labels(text)
    rest = text
    for label in reversed(labels):
        rest = f"{rest[: label.start]} {rest[label.end :]}"
    if re.search(r"\w", _CONNECTIVES.sub(" ", rest)):
        raise CitationError(" ".join(rest.strip(" ,;.").split()))
    return labels


def _join(labels: Sequence[NamedLabel]) -> Iterable[str]:
    """Return the ways to name the place with all these labels, the outermost first: "annex-i-r" for "(r)", "annex I".

    Raise :class:`CitationError` if two labels are of the same kind: the citation names several places.
    """
    ranked = sorted(labels, key=_rank)
    if len({_rank(label) for label in ranked}) < len(ranked):
        raise CitationError
    return dict.fromkeys("-".join(parts) for parts in product(*(label.places for label in ranked)) if parts)


def _rank(label: NamedLabel) -> int:
    """Return 0 for an annex, 1 for a section, 2 for a numbered paragraph, 3 for an item, also of a list in a paragraph,
    4 for a letter."""
    if label.places[0].startswith("annex-"):
        return 0
    if label.is_section:
        return 1
    if label.places[0].startswith("item-"):
        return 3
    return 4 if all(_LETTERS.fullmatch(part) for part in label.labels[0].split("-")) else 2


def find_places(document: Document, version: LanguageVersion, names: Sequence[str]) -> list[str]:
    """Return the places of a document that any of ``names`` names, in the order of a version.

    If no place has such a name, return those printed with it in this version, else those that end with it: "(r)" may
    be in any annex. Former places lead to the current ones.
    """
    if not names:
        return []
    current = FormerPlace.objects.filter(document=document, place__in=names).values_list("current_place", flat=True)
    paragraphs = Paragraph.objects.filter(version=version).order_by("position")
    recommendations = version.recommendations.order_by("position")
    endings = Q()
    for name in names:
        endings |= Q(place__endswith=f"-{name}")
    for condition in (Q(place__in=names), Q(place__in=current), Q(anchor__in=names), endings):
        rows = (rows.filter(condition).values_list("place", flat=True) for rows in (recommendations, paragraphs))
        if places := list(dict.fromkeys(place for part in rows for place in part)):
            return places
    return []
