"""The references of a text, ready to render: each article, document, resolution or meeting once, with all reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext as _

from documents.models import Document
from recommendations.models import Basis, Citation
from recommendations.queries.bases import ArticleBasis
from recommendations.queries.citations import CitedItem
from recommendations.reader.article_bases import shown_bases
from recommendations.reader.citation_targets import (
    Target,
    is_unresolved,
    linked_documents,
    target_of,
    unresolved_reason,
)

Key = tuple[object, ...]


@dataclass(slots=True)
class ListedReference:
    """An item that a text cites or relates to, with the reasons in words: where it is cited, or the words that show its
    subject.

    ``problem`` explains why a reference was not identified; its target then has only the citing words.
    ``is_by_meaning`` says that an article was only found by meaning.
    """

    target: Target
    problem: str = ""
    is_by_meaning: bool = False
    reasons: list[str] = field(default_factory=list)

    def add_reason(self, reason: str) -> None:
        if reason not in self.reasons:
            self.reasons.append(reason)


@dataclass(frozen=True, slots=True)
class References:
    """The references of a text. ``articles`` are the articles that it relates to, because it cites them or is on their
    subject; ``others`` include articles cited only in footnotes, which do not show the subject of a text."""

    articles: Sequence[ListedReference] = ()
    others: Sequence[ListedReference] = ()


def read_references(
    items: Sequence[CitedItem],
    language: str,
    user: AbstractBaseUser | AnonymousUser,
    bases: Sequence[ArticleBasis] = (),
) -> References:
    """Return the references of a text in a language, given its citations and the articles that it relates to."""
    articles: dict[Key, ListedReference] = {}
    subjects: list[tuple[ListedReference, str]] = []
    for basis, shown in zip(bases, shown_bases(bases), strict=True):
        provision: Key = (basis.article, basis.paragraph, basis.subparagraph)
        related = articles.setdefault(
            provision, ListedReference(Target(shown.label, shown.title, address=shown.address), is_by_meaning=True)
        )
        related.is_by_meaning &= bool(basis.description)
        if basis.basis == Basis.SUBJECT:
            subjects.append((related, shown.reason))
    documents = linked_documents([item.citation for item in items], user)
    others: dict[Key, ListedReference] = {}
    for item in items:
        key = _key(item.citation)
        reference = articles.get(key) or others.setdefault(key, _reference(item.citation, documents, language))
        reference.add_reason(_where_cited(item))
    for related, reason in subjects:
        related.add_reason(reason)
    return References(list(articles.values()), list(others.values()))


def _reference(citation: Citation, documents: Mapping[str, Document], language: str) -> ListedReference:
    if is_unresolved(citation):
        return ListedReference(Target(citation.text), problem=unresolved_reason(citation))
    return ListedReference(target_of(citation, documents, language))


def _key(citation: Citation) -> Key:
    if citation.article:
        return (str(citation.article), citation.article_paragraph, citation.article_subparagraph)
    if citation.meeting_id:
        return (Citation.Kind.MEETING, citation.meeting_id)
    return (citation.kind, citation.value, *(() if citation.value else (citation.text, citation.reason)))


def _where_cited(item: CitedItem) -> str:
    citation = item.citation
    if citation.is_manual:
        return _("set by an editor")
    values = {"words": citation.text, "marker": citation.footnote.marker if citation.footnote else ""}
    if item.in_heading:
        return _("cited as “%(words)s” in the heading above") % values
    if citation.footnote:
        return _("cited as “%(words)s” in footnote %(marker)s") % values
    return _("cited as “%(words)s” in the text") % values
