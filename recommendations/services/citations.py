"""Store references as citations; keep the reason if one cannot be resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from documents.models import LanguageVersion
from documents.services import ResolvedMeeting
from recommendations.extraction.types import ArticleTarget, MeetingMention, Reference
from recommendations.models import Article, Citation

Resolve = Callable[[MeetingMention], ResolvedMeeting]


def write_citations(
    version: LanguageVersion, references: tuple[Reference, ...], resolve: Resolve
) -> dict[int, list[Citation]]:
    """Replace the citations of a version. Return the rows of each reference by its index."""
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
    """Return the articles by instrument and number."""
    articles: dict[str, dict[str, Article]] = {}
    for article in Article.objects.select_related("instrument"):
        articles.setdefault(article.instrument.key, {})[article.number] = article
    return articles


def _targets(
    reference: Reference, articles: Mapping[str, Mapping[str, Article]], resolve: Resolve
) -> Iterator[dict[str, Any]]:
    """Yield the fields that hold what is cited, once per target; without a target, one with a reason."""
    if reference.meeting is not None:
        resolved = resolve(reference.meeting)
        yield {"meeting": resolved.meeting, "reason": "" if resolved.meeting else " ".join(resolved.doubts)}
    elif reference.articles:
        for target in reference.articles:
            yield _article(target, articles.get(target.instrument, {}))
    elif reference.value:
        yield {"value": reference.value}
    else:
        yield {"reason": reference.reason or _("The reference could not be identified.")}


def _article(target: ArticleTarget, known: Mapping[str, Article]) -> dict[str, Any]:
    """Return an article of the vocabulary, or the plain reference ("charter:51") if its instrument lists no articles.

    An unknown number of a known instrument is a misprint or a misreading: it gets a reason and no target.
    """
    if not known:
        return {"value": str(target)}
    article = known.get(target.article)
    if article is None:
        return {"reason": _("%(instrument)s has no article %(article)s.") % _reason_values(target, known)}
    return {
        "article": article,
        "article_paragraph": target.paragraph,
        "article_subparagraph": target.subparagraph,
    }


def _reason_values(target: ArticleTarget, known: Mapping[str, Article]) -> dict[str, str]:
    instrument = next(iter(known.values())).instrument
    return {"instrument": instrument.short_title, "article": target.article}
