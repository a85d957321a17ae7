"""The corrigenda of a document, with the languages and paragraphs that they correct."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import F, QuerySet

from documents.labels.citing import paragraph_place
from documents.models import LEADING_FIRST, Document, LanguageVersion, Paragraph
from documents.parsing.corrigenda import NamedParagraph, corrected_symbol, named_paragraphs
from documents.queries.documents import visible_versions
from documents.queries.related import RelatedDocument, document_series
from recommendations.alignment.passages import Ordinals, label_ordinals
from recommendations.models import Recommendation

User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class CorrectionLink:
    """A link from a paragraph to the corrigendum that corrects it (``name`` is its symbol), or from a corrigendum to a
    paragraph that it corrects (``name`` is the place)."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Corrigendum:
    """A corrigendum of the document shown, or a document that it corrects if it is a corrigendum itself.

    ``languages`` are the languages that the corrigendum applies to, empty for all; ``applies`` is true if it applies to
    the language shown.
    """

    document: Document
    languages: Sequence[str]
    applies: bool
    address: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrigenda of a document (``corrigenda``), and the documents that it corrects if it is a corrigendum itself
    (``corrected``). ``by_anchor`` maps the anchors of its paragraphs to their links.
    """

    corrigenda: Sequence[Corrigendum] = ()
    corrected: Sequence[Corrigendum] = ()
    by_anchor: Mapping[str, Sequence[CorrectionLink]] = field(default_factory=dict)


def read_corrections(
    document: Document,
    version: LanguageVersion,
    paragraphs: Sequence[Paragraph],
    series: Iterable[RelatedDocument],
    user: User,
) -> Corrections:
    """Return the corrections between a version of a document, which has these paragraphs, and the other documents of
    its ``series``."""
    own = {symbol.upper() for symbol in document.printed_symbols}
    own_corrected = set(map(corrected_symbol, own))
    links: dict[str, list[CorrectionLink]] = defaultdict(list)
    corrigenda, corrected = [], []
    for other in (row.document for row in series):
        symbols = {symbol.upper() for symbol in other.printed_symbols}
        if own & set(map(corrected_symbol, symbols)):
            corrigenda.append(_corrigendum(other, version, paragraphs, links, user))
        elif symbols & own_corrected:
            corrected.append(_corrected(other, version, paragraphs, links, user))
    return Corrections(corrigenda, corrected, links)


@dataclass(frozen=True, slots=True)
class RecommendationCorrections:
    """The corrigenda that correct the text of a recommendation (``own``), or the paragraph that contains it
    (``around``)."""

    own: Sequence[CorrectionLink] = ()
    around: Sequence[CorrectionLink] = ()


def corrections_of(recommendation: Recommendation, user: User) -> RecommendationCorrections:
    """Return the corrigenda that apply to the language of a recommendation and name one of its paragraphs, or one that
    contains it."""
    version = recommendation.version
    symbols = {symbol.upper() for symbol in version.document.printed_symbols}
    series = [
        row
        for row in document_series(version.document, user)
        if symbols & {corrected_symbol(symbol.upper()) for symbol in row.document.printed_symbols}
    ]
    if not series:
        return RecommendationCorrections()
    paragraphs = list(version.paragraphs.order_by("position"))
    links = read_corrections(version.document, version, paragraphs, series, user).by_anchor
    parents = {row.pk: row.parent_id for row in paragraphs}
    ancestors = set(_with_ancestors(recommendation.paragraph_id, parents)) - {recommendation.paragraph_id}
    own = [row for row in paragraphs if recommendation.paragraph_id in _with_ancestors(row.pk, parents)]
    return RecommendationCorrections(
        own=_unique(links.get(row.anchor, ()) for row in own),
        around=_unique(links.get(row.anchor, ()) for row in paragraphs if row.pk in ancestors),
    )


def _with_ancestors(paragraph: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    """Yield the key of a paragraph and the keys of the paragraphs that contain it."""
    while paragraph is not None:
        yield paragraph
        paragraph = parents.get(paragraph)


def _unique(links: Iterable[Iterable[CorrectionLink]]) -> list[CorrectionLink]:
    return list(dict.fromkeys(link for group in links for link in group))


def _corrigendum(
    corrigendum: Document,
    version: LanguageVersion,
    paragraphs: Sequence[Paragraph],
    links: dict[str, list[CorrectionLink]],
    user: User,
) -> Corrigendum:
    """Return a corrigendum of a version, and add links to it from the paragraphs that it corrects."""
    versions = list(_versions(corrigendum, user))
    languages = _languages(versions)
    applies = not languages or version.language in languages
    text = _in_language(versions, version.language)
    address = _address(corrigendum, text.language) if text else corrigendum.get_absolute_url()
    for line in text.paragraphs.order_by("position") if text and applies else ():
        for named in named_paragraphs(line.text):
            if paragraph := find_named(named, paragraphs):
                links[paragraph.anchor].append(CorrectionLink(corrigendum.symbol, f"{address}#{line.anchor}"))
    return Corrigendum(corrigendum, languages, applies, address)


def _corrected(
    document: Document,
    version: LanguageVersion,
    lines: Sequence[Paragraph],
    links: dict[str, list[CorrectionLink]],
    user: User,
) -> Corrigendum:
    """Return the document that a corrigendum corrects, and add links from the lines of the corrigendum to its
    paragraphs."""
    languages = _languages(_versions(version.document, user))
    versions = list(_versions(document, user))
    text = _in_language(versions, version.language)
    address = _address(document, text.language) if text else document.get_absolute_url()
    paragraphs = list(text.paragraphs.order_by("position")) if text else []
    for line in lines:
        for named in named_paragraphs(line.text):
            if paragraph := find_named(named, paragraphs):
                name = paragraph_place(paragraph) or paragraph.label
                links[line.anchor].append(CorrectionLink(name, f"{address}#{paragraph.anchor}"))
    return Corrigendum(document, languages, not languages or version.language in languages, address)


def _versions(document: Document, user: User) -> QuerySet[LanguageVersion]:
    rows = visible_versions(user).filter(document=document).defer("parsed", "doubts").order_by(*LEADING_FIRST)
    return rows.annotate(applies_to=F("parsed__masthead__languages_concerned"))


def _languages(versions: Iterable[LanguageVersion]) -> list[str]:
    """Return the languages that any version of a corrigendum says it applies to."""
    return sorted({code for row in versions for code in row.applies_to or ()})  # type: ignore[attr-defined]


def _in_language(versions: Sequence[LanguageVersion], language: str) -> LanguageVersion | None:
    return next((row for row in versions if row.language == language), versions[0] if versions else None)


def _address(document: Document, language: str) -> str:
    return f"{document.get_absolute_url()}?{urlencode({'language': language})}"


# --- the paragraph named ------------------------------------------------------------------------------


def find_named(named: NamedParagraph, paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    """Return the paragraph that a corrigendum names, or None if it is not found or is ambiguous.

    If the named item is not found, return the paragraph or item that should contain it.
    """
    numbered = [
        row
        for row in paragraphs
        if row.kind in ("paragraph", "operative") and label_ordinals(row.label) == {named.number}
    ]
    found = [row for row in numbered if _annex_of(row) == _annex_named(named)]
    if named.annex is None and not found:
        found = numbered
    if len(found) != 1:
        return None
    place = found[0]
    for item in named.items:
        ordinals = label_ordinals(f"({item})")
        within = [row for row in paragraphs if row.parent_id == place.pk and label_ordinals(row.label) & ordinals]
        if len(within) != 1:
            break
        place = within[0]
    return place


def _annex_of(row: Paragraph) -> Ordinals | None:
    """Return the ordinals of the annex that a paragraph is in: empty for an unnumbered annex, None outside annexes."""
    section, _comma, number = row.path.rpartition(", ")
    if not number or not section:
        return None
    name = section.partition(",")[0].partition(".")[0]
    return label_ordinals(name.split()[-1]) if " " in name else frozenset()


def _annex_named(named: NamedParagraph) -> Ordinals | None:
    if named.annex is None:
        return None
    return label_ordinals(named.annex) if named.annex else frozenset()
