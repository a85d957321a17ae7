"""Create documents, meetings and recommendations directly, for tests that only read them. Versions are published.

Import this module as ``make``: ``make.document("A/1")``. Builders have defaults for all fields that a test does not
set. Tests of the services do not use them.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from documents.models import (
    Body,
    Document,
    DocumentFile,
    DocumentSymbol,
    FileContent,
    Footnote,
    LanguageVersion,
    Meeting,
    Paragraph,
)
from documents.services.accounts import assign_role
from documents.web.roles import Role
from recommendations.models import (
    Addressee,
    Article,
    Citation,
    Endorsement,
    Instrument,
    Recommendation,
    RecommendationCitation,
    RecommendationSubject,
    RecommendationTopic,
    SearchScope,
    SearchState,
    Topic,
)
from recommendations.services.endorsements import apply_endorsements
from recommendations.services.indexing import index_documents
from recommendations.services.indexing.documents import mark_complete

_numbers = itertools.count(1)
DAY = datetime.date(2021, 3, 25)


def person(role: Role, name: str = "") -> User:
    """Create an account with a role, by default named after it ("the editor"). A reader's account has no role."""
    user = User.objects.create_user(name or f"the {role.value}")
    if role is not Role.READER:
        assign_role(user, role)
    return user


def body(key: str = "wg-international-cooperation", **fields: Any) -> Body:
    defaults = {
        "name": "Working Group on International Cooperation",
        "short_name": "Working Group on International Cooperation",
        "kind_of_meeting": Body.KindOfMeeting.MEETING,
        **fields,
    }
    return Body.objects.get_or_create(key=key, defaults=defaults)[0]


def conference() -> Body:
    name = "Conference of the Parties to the United Nations Convention against Transnational Organized Crime"
    return body("cop", name=name, short_name="Conference of the Parties", kind_of_meeting=Body.KindOfMeeting.SESSION)


def meeting(of: Body | None = None, ordinal: int | None = 12, **fields: Any) -> Meeting:
    of = of or body()
    if ordinal is not None and "start" not in fields:
        fields.update(start=DAY.replace(year=2009 + ordinal), end=DAY.replace(year=2009 + ordinal, day=26))
    fields.setdefault("slug", f"{of.key}-{ordinal}" if ordinal is not None else f"{of.key}-{fields['start']}")
    slug = fields.pop("slug")
    return Meeting.objects.get_or_create(slug=slug, defaults={"body": of, "ordinal": ordinal, **fields})[0]


def document(*symbols: str, **fields: Any) -> Document:
    """Create a document. The public sees it once it has a published version."""
    fields.setdefault("title", "Report on the meeting")
    fields.setdefault("date", DAY)
    document = Document.objects.create(**fields)
    for position, symbol in enumerate(symbols):
        DocumentSymbol.objects.create(document=document, symbol=symbol, position=position)
    return document


def version(
    of: Document | None = None, language: str = "en", *, published: bool = True, **fields: Any
) -> LanguageVersion:
    of = of or document(f"CTOC/COP/WG.3/2021/{next(_numbers)}")
    fields.setdefault("title", of.title)
    fields.setdefault("published_at", timezone.now() if published else None)
    return LanguageVersion.objects.create(document=of, language=language, parsed={}, parser_version="1", **fields)


def file(of: LanguageVersion, content: bytes = b"text", **fields: Any) -> DocumentFile:
    fields.setdefault("name", "document.txt")
    fields.setdefault("media_type", "text/plain")
    stored = DocumentFile.objects.create(version=of, sha256=f"{next(_numbers):064x}", size=len(content), **fields)
    FileContent.objects.create(file=stored, content=content)
    return stored


def paragraph(of: LanguageVersion, text: str = "States parties are encouraged to act.", **fields: Any) -> Paragraph:
    number = next(_numbers)
    fields.setdefault("kind", "paragraph")
    fields.setdefault("position", number)
    fields.setdefault("anchor", f"block-{number}")
    fields.setdefault("place", fields["anchor"])
    return Paragraph.objects.create(version=of, text=text, **fields)


def footnote(of: LanguageVersion, text: str = "See the report.", **fields: Any) -> Footnote:
    fields.setdefault("position", next(_numbers))
    fields.setdefault("marker", "1")
    return Footnote.objects.create(version=of, text=text, **fields)


def instrument(key: str = "untoc", **fields: Any) -> Instrument:
    titles = {"untoc": "Organized Crime Convention", "uncac": "Convention against Corruption"}
    title = titles.get(key, key)
    defaults = {
        "title": f"United Nations {title}",
        "short_title": title,
        "position": [*titles, key].index(key),
        **fields,
    }
    return Instrument.objects.get_or_create(key=key, defaults=defaults)[0]


def article(token: str = "untoc:18", **fields: Any) -> Article:
    """Return the article with this token, such as "untoc:18". Its position is its number."""
    key, number = token.split(":")
    defaults = {"title": f"Title of {number}", "position": int(number), **fields}
    return Article.objects.get_or_create(instrument=instrument(key), number=number, defaults=defaults)[0]


def topic(key: str = "extradition", parent: Topic | None = None) -> Topic:
    labels = {"en": key.replace("-", " ").capitalize()}
    return Topic.objects.get_or_create(key=key, defaults={"parent": parent, "labels": labels})[0]


def addressee(key: str = "states-parties") -> Addressee:
    return Addressee.objects.get_or_create(key=key, defaults={"name": key.replace("-", " ").capitalize()})[0]


def citation(of: Paragraph | Footnote, words: str, **fields: Any) -> Citation:
    """Create a citation of these words, which must occur in the paragraph or footnote."""
    start = of.text.index(words)
    target = {"paragraph": of} if isinstance(of, Paragraph) else {"footnote": of}
    fields.setdefault("kind", Citation.Kind.ARTICLE if "article" in fields else Citation.Kind.DOCUMENT)
    fields.setdefault("position", next(_numbers))
    return Citation.objects.create(
        version=of.version, text=words, start=start, end=start + len(words), **target, **fields
    )


def cite(by: Recommendation, token: str, *, in_heading: bool = False) -> Citation:
    """Cite an article ("untoc:18") or a paragraph of one ("untoc:18:13") at the beginning of a recommendation."""
    instrument_key, number, *paragraph_number = token.split(":")
    new_citation = citation(
        by.paragraph,
        by.text[:5],
        article=article(f"{instrument_key}:{number}"),
        article_paragraph="".join(paragraph_number),
    )
    RecommendationCitation.objects.create(recommendation=by, citation=new_citation, in_heading=in_heading)
    return new_citation


def add_subject(
    to: Recommendation, token: str, *, in_heading: bool = False, description: str = ""
) -> RecommendationSubject:
    """Record that a recommendation is on the subject of an article or a paragraph ("untoc:18:13"), found by meaning if
    there is a description of it."""
    instrument_key, number, *paragraph_number = token.split(":")
    return RecommendationSubject.objects.create(
        recommendation=to,
        article=article(f"{instrument_key}:{number}"),
        article_paragraph="".join(paragraph_number),
        evidence=(to.heading if in_heading else to.text)[:5],
        start=0,
        end=5,
        in_heading=in_heading,
        description=description,
    )


def recommendation(
    text: str = "States parties are encouraged to act.",
    *,
    of: LanguageVersion | None = None,
    articles: Iterable[str] = (),
    heading_articles: Iterable[str] = (),
    subjects: Iterable[str] = (),
    topics: Iterable[Topic] = (),
    addressees: Iterable[Addressee] = (),
    indexed: bool = True,
    **fields: Any,
) -> Recommendation:
    """Create a recommendation and its paragraph. By default, the twelfth meeting adopted it, and it is indexed."""
    of = of or version()
    number = next(_numbers)
    label = fields.setdefault("label", "(a)")
    fields.setdefault("path", f"para. {number} {label}")
    fields.setdefault("anchor", f"para-{number}")
    fields.setdefault("place", fields["anchor"])
    fields.setdefault("position", number)
    fields.setdefault("status", Recommendation.Status.ADOPTED)
    fields.setdefault("stated_status", fields["status"])
    if "meeting" not in fields:
        fields["meeting"] = meeting()
    if fields["status"] in (Recommendation.Status.ADOPTED, Recommendation.Status.FOR_ENDORSEMENT, "endorsed"):
        fields.setdefault("adopted_by", fields["meeting"] or meeting())
    item = paragraph(
        of, text, kind="item", label=label, level=1, path=fields["path"], anchor=fields["anchor"], place=fields["place"]
    )
    created = Recommendation.objects.create(version=of, paragraph=item, text=text, **fields)
    for in_heading, tokens in ((False, articles), (True, heading_articles)):
        for token in tokens:
            cite(created, token, in_heading=in_heading)
    for token in subjects:
        add_subject(created, token)
    for topic_row in topics:
        RecommendationTopic.objects.create(recommendation=created, topic=topic_row, evidence=text[:5])
    created.addressees.set(addressees)
    if indexed:
        _unindexed.add(of.document_id)
        if not _may_wait():
            index_waiting()
    return created


def endorsement(
    by: LanguageVersion, of: Meeting | None = None, text: str = "Endorses the recommendations."
) -> Endorsement:
    """Create a paragraph that endorses the recommendations of a meeting, and apply it."""
    number = next(_numbers)
    place = paragraph(by, text, path=f"para. {number}", anchor=f"para-{number}")
    created = Endorsement.objects.create(version=by, paragraph=place, position=number, meeting=of or meeting())
    apply_endorsements([by.document_id])
    return created


_unindexed: set[int] = set()
"""The keys of documents with recommendations that are not indexed yet."""

_open_blocks = 0
"""The number of open :func:`indexed_together` blocks."""


def _may_wait() -> bool:
    """Return whether new recommendations may be indexed later: nobody else can read the rows of a test that ends with a
    rollback."""
    blocks = connection.atomic_blocks
    return bool(_open_blocks or (blocks and blocks[0]._from_testcase))


def index_waiting() -> None:
    """Index the documents that wait for it, together. The first ones make the index complete, as if each had been
    indexed when it was created."""
    documents = _unindexed.copy()
    _unindexed.clear()
    if not documents:
        return
    is_first = not SearchState.objects.exists()
    if index_documents(documents) and is_first:
        for scope in SearchScope.values:
            mark_complete(scope)


@contextmanager
def indexing_when_read() -> Iterator[None]:
    """Index recommendations together when a statement first reads the index, and forget the rest at the end."""

    def index_before(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if _unindexed and "recommendations_search" in sql:
            index_waiting()
        return execute(sql, *args)

    with connection.execute_wrapper(index_before):
        yield
    _unindexed.clear()


def indexed_first(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a function that counts queries, so that those of the indexing are not counted."""

    @wraps(function)
    def index_and_call(*args: Any) -> Any:
        index_waiting()
        return function(*args)

    return index_and_call


@contextmanager
def indexed_together() -> Iterator[None]:
    """Index all recommendations created in the block together, at its end.

    Tests whose rows are rolled back need no block: see :func:`indexing_when_read`.
    """
    global _open_blocks
    _open_blocks += 1
    try:
        yield
    finally:
        _open_blocks -= 1
    index_waiting()
