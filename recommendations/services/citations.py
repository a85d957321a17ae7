"""Store references as citations; those that cannot be resolved are stored with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from documents.models import LanguageVersion
from documents.services import ResolvedMeeting
from recommendations.extraction.types import ArticleTarget, MeetingMention, Reference
from recommendations.models import Article, Citation

MAX_VALUE_LENGTH = 200  # of Citation.value; no symbol or resolution number is as long

MeetingResolver = Callable[[MeetingMention], ResolvedMeeting]


def write_citations(
    version: LanguageVersion, references: tuple[Reference, ...], resolve: MeetingResolver
) -> dict[int, list[Citation]]:
    """Replace the citations of a version. Return a map from the index of a reference to its citations."""
    version.citations.all().delete()
    paragraphs = dict(version.paragraphs.values_list("position", "pk"))
    footnotes = dict(version.footnotes.values_list("position", "pk"))
    articles = _articles()
    rows: list[Citation] = []
    by_reference: dict[int, list[Citation]] = {}
    for index, reference in enumerate(references):
        for target in _targets(reference, articles, resolve):
            row = Citation(
                version=version,
                position=len(rows),
                kind=reference.kind.value,
                paragraph_id=None if reference.block is None else paragraphs[reference.block],
                footnote_id=None if reference.footnote is None else footnotes[reference.footnote],
                text=reference.text,
                start=reference.start,
                end=reference.end,
                **target,
            )
            rows.append(row)
            by_reference.setdefault(index, []).append(row)
    Citation.objects.bulk_create(rows)
    return by_reference


def _articles() -> dict[str, dict[str, Article]]:
    """Return a map from instrument key to a map from number to article."""
    articles: dict[str, dict[str, Article]] = {}
    for article in Article.objects.select_related("instrument"):
        articles.setdefault(article.instrument.key, {})[article.number] = article
    return articles


def _targets(
    reference: Reference, articles: Mapping[str, Mapping[str, Article]], resolve: MeetingResolver
) -> Iterator[dict[str, Any]]:
    """Yield the target fields of a citation for each target of a reference, or the reason why it has no target."""
    if reference.meeting is not None:
        resolved = resolve(reference.meeting)
        yield {"meeting": resolved.meeting, "reason": "" if resolved.meeting else " ".join(resolved.doubts)}
    elif reference.articles:
        for target in reference.articles:
            yield _article_fields(target, articles.get(target.instrument, {}))
    elif reference.value and len(reference.value) <= MAX_VALUE_LENGTH:
        yield {"value": reference.value}
    else:
        yield {"reason": reference.reason or "The reference could not be identified."}


def _article_fields(target: ArticleTarget, instrument_articles: Mapping[str, Article]) -> dict[str, Any]:
    """Return the target fields for an article, or a plain value ("charter:51") if the articles of its instrument are
    not known.

    If they are known but none has this number, the number was misprinted or misread: return a reason instead of a
    target.
    """
    if not instrument_articles:
        return {"value": str(target)}
    article = instrument_articles.get(target.article)
    if article is None:
        instrument = next(iter(instrument_articles.values())).instrument
        return {"reason": f"The {instrument.short_title} has no article {target.article}."}
    return {
        "article": article,
        "article_paragraph": target.paragraph,
        "article_subparagraph": target.subparagraph,
    }
