"""The targets of citations: a page of the portal, or a document on the website of the United Nations.

A resolution without a symbol of its own links to the report of the session that adopted it or, if that is not known, to
the paragraphs that mention it. No address is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.labels.citing import official_address
from documents.labels.naming import full_meeting_name
from documents.models import Body, Document
from documents.models.titles import shown_title
from recommendations.labels.resolutions import resolution_label, resolution_number, resolution_symbol, session_report
from recommendations.labels.vocabulary import article_number, provision_in_instrument
from recommendations.models import Citation, Instrument, SearchScope
from recommendations.queries.citations import documents_by_symbol
from recommendations.search.query import SearchQuery


@dataclass(frozen=True, slots=True)
class Target:
    """The target of a citation: its name and title, and a note on where it can be found. ``address`` is "" if it cannot
    be opened; ``is_outside`` is true if the address is on the website of the United Nations."""

    name: str
    title: str = ""
    note: str = ""
    address: str = ""
    is_outside: bool = False


def symbol_of(citation: Citation) -> str:
    """Return the symbol of the cited document: "A/RES/55/25" for "GA 55/25". For a resolution without a symbol of its
    own, return the symbol of the report of the session. Return "" if it is not known."""
    if citation.kind == Citation.Kind.DOCUMENT:
        return citation.value
    if citation.kind == Citation.Kind.RESOLUTION:
        return resolution_symbol(citation.value) or session_report(citation.value)
    return ""


def linked_documents(citations: Iterable[Citation], user: AbstractBaseUser | AnonymousUser) -> dict[str, Document]:
    """Return a map from upper-case symbols to the cited documents that the user may open."""
    return documents_by_symbol(map(symbol_of, citations), user)


_REASONS = {
    "the body is not known: %(words)s": gettext_lazy("the body is not known: “%(words)s…”"),
    "the body is not known": gettext_lazy("the body is not known"),
    "a plenary meeting within a session": gettext_lazy("a plenary meeting within a session"),
    "a meeting within a session of: %(body)s": gettext_lazy("a meeting within a session of: %(body)s"),
    "instrument not in the vocabulary: %(words)s": gettext_lazy("instrument not in the vocabulary: “%(words)s”"),
    "national law: %(words)s": gettext_lazy("national law: “%(words)s”"),
    "no suitable instrument is named": gettext_lazy("no suitable instrument is named"),
    "“%(words)s” may be any of those named: %(titles)s": gettext_lazy(
        "“%(words)s” may be any of those named: %(titles)s"
    ),
    "the text does not say of which instrument": gettext_lazy("the text does not say of which instrument"),
    "no article is named before it": gettext_lazy("no article is named before it"),
    "not an article number of a convention": gettext_lazy("not an article number of a convention"),
    "“respectively” needs as many articles as instruments": gettext_lazy(
        "“respectively” needs as many articles as instruments"
    ),
    "“%(words)s” is named later in the sentence, and the article may belong to it": gettext_lazy(
        "“%(words)s” is named later in the sentence, and the article may belong to it"
    ),
    "the article may belong to any of those named: %(words)s": gettext_lazy(
        "the article may belong to any of those named: %(words)s"
    ),
    "“%(words)s” may be another one, because the %(instrument)s has no article %(article)s": gettext_lazy(
        "“%(words)s” may be another one, because the %(instrument)s has no article %(article)s"
    ),
    "the %(instrument)s has no article %(article)s": gettext_lazy("The %(instrument)s has no article %(article)s."),
    "The %(instrument)s has no article %(article)s.": gettext_lazy("The %(instrument)s has no article %(article)s."),
    "unknown organ: %(words)s": gettext_lazy("the body is not known: “%(words)s”"),
    "no suitable organ is named": gettext_lazy("no suitable organ is named"),
    "the previous note cites several documents": gettext_lazy("the previous note cites several documents"),
    "the previous note gives no document symbol": gettext_lazy("the previous note gives no document symbol"),
    "The reference could not be identified.": gettext_lazy("The reference could not be identified."),
}
"""The reasons that the extraction stores, in English, and what is shown instead."""
_PATTERNS = [
    (re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", re.escape(stored))), shown)
    for stored, shown in _REASONS.items()
]


def unresolved_reason(citation: Citation) -> str:
    """Return why an unresolved citation was not identified, in the reader's language."""
    for pattern, shown in _PATTERNS:
        if match := pattern.fullmatch(citation.reason):
            values = {group: _shown_name(group, words) for group, words in match.groupdict().items()}
            return str(shown) % values if values else str(shown)
    return _(citation.reason) if citation.reason else ""  # a sentence without values, or stored before


def _shown_name(group: str, words: str) -> str:
    """Return a body or an instrument in the reader's language, other words as stored."""
    row: Body | Instrument | None = None
    if group == "body":
        row = Body.objects.filter(short_name=words).first()
    elif group == "instrument":
        row = Instrument.objects.filter(short_title=words).first()
    return row.short_label if row else words


def is_unresolved(citation: Citation) -> bool:
    return not (citation.article or citation.meeting or citation.value)


def target_of(citation: Citation, documents: Mapping[str, Document], language: str) -> Target:
    """Return the target of a resolved citation. ``documents`` maps upper-case symbols to the documents that can be
    opened; others are linked in ``language``, the language of the citing text.
    """
    if article := citation.article:
        name = provision_in_instrument(article, citation.article_paragraph, citation.article_subparagraph)
        return Target(name, article.label, address=article.get_absolute_url())
    if citation.meeting:
        return Target(full_meeting_name(citation.meeting), address=citation.meeting.get_absolute_url())
    symbol, name = symbol_of(citation), _name(citation)
    contained = _("in %(symbol)s, the report of the session") % {"symbol": symbol} if _is_in_report(citation) else ""
    if document := documents.get(symbol.upper()):
        return Target(name, shown_title(document)[0], contained, document.get_absolute_url())
    absent = _("not in this collection")
    if symbol:
        notes = filter(None, (contained, absent, _("open on the United Nations website")))
        return Target(name, note=" · ".join(notes), address=official_address(symbol, language), is_outside=True)
    if citation.kind == Citation.Kind.RESOLUTION:
        return Target(name, note=" · ".join((absent, _("find mentions"))), address=_mentions_address(citation))
    return Target(name, note=absent)


def _name(citation: Citation) -> str:
    if citation.kind == Citation.Kind.RESOLUTION:
        return resolution_label(citation.value)
    if citation.kind == Citation.Kind.ARTICLE:  # of an instrument whose articles are not in the vocabulary
        _instrument, _colon, number = citation.value.partition(":")
        return _("Article %(number)s") % {"number": article_number(number)} if number.isdecimal() else citation.text
    return citation.value


def _is_in_report(citation: Citation) -> bool:
    return citation.kind == Citation.Kind.RESOLUTION and bool(session_report(citation.value))


def _mentions_address(citation: Citation) -> str:
    number = resolution_number(citation.value)
    words = f'"resolution {number}" OR "decision {number}"'
    return SearchQuery(words=words, scope=SearchScope.PARAGRAPHS.value).address
