"""List articles and topics, with the number of recommendations for each.

The counts come from :func:`recommendations.search.results.count_facets`, so lists agree with the search.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from documents.web.sorting import sort_key
from recommendations.models import Article, Instrument, Topic

MAX_NEIGHBOURS = 6  # number of articles suggested for an article without recommendations

MAX_MOST_CITED = 8  # articles

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ArticleCount:
    """The number of recommendations that concern an article, and how many of them were adopted."""

    article: Article
    count: int
    adopted: int = 0


@dataclass(frozen=True, slots=True)
class Chapter:
    """A group of articles of an instrument; ``title`` is "" if the instrument has no chapters."""

    title: str
    articles: tuple[ArticleCount, ...]


@dataclass(frozen=True, slots=True)
class InstrumentCount:
    instrument: Instrument
    count: int
    adopted: int
    chapters: tuple[Chapter, ...]

    @property
    def article_count(self) -> int:
        return sum(len(chapter.articles) for chapter in self.chapters)

    @property
    def in_order(self) -> list[ArticleCount]:
        """All its articles in treaty order."""
        articles = [row for chapter in self.chapters for row in chapter.articles]
        return sorted(articles, key=lambda row: row.article.position)

    @property
    def most_cited(self) -> list[ArticleCount]:
        """The articles cited by the most recommendations."""
        cited = [row for row in self.in_order if row.count]
        return sorted(cited, key=lambda row: -row.count)[:MAX_MOST_CITED]


@dataclass(frozen=True, slots=True)
class TopicCount:
    topic: Topic
    label: str
    count: int
    adopted: int = 0
    children: tuple[TopicCount, ...] = ()


def instruments_with_articles(counts: Counts, adopted: Counts, key: str = "") -> list[InstrumentCount]:
    """Return instruments with their articles by chapter, in treaty order. If a key is given, return only that
    instrument. Otherwise, instruments without recorded articles are omitted.

    ``adopted`` counts only the recommendations that were adopted.
    """
    condition = Q(key=key) if key else Exists(Article.objects.filter(instrument=OuterRef("pk")))
    instruments = Instrument.objects.filter(condition).prefetch_related("articles")
    return [
        InstrumentCount(row, counts.get(row.key, 0), adopted.get(row.key, 0), _chapters(row, counts, adopted))
        for row in instruments
    ]


def _chapters(instrument: Instrument, counts: Counts, adopted: Counts) -> tuple[Chapter, ...]:
    """Group articles by chapter. Chapters are in order of their first articles and need not be consecutive."""
    chapters: dict[str, list[ArticleCount]] = {}
    for article in instrument.articles.all():
        key = f"{instrument.key}:{article.number}"
        entry = ArticleCount(article, counts.get(key, 0), adopted.get(key, 0))
        chapters.setdefault(article.chapter, []).append(entry)
    return tuple(Chapter(entries[0].article.chapter_label, tuple(entries)) for entries in chapters.values())


def articles_by_count(counts: Counts) -> list[ArticleCount]:
    """Return the counted articles, most cited first."""
    articles = {str(row): row for row in Article.objects.select_related("instrument") if str(row) in counts}
    entries = [ArticleCount(row, counts[key]) for key, row in articles.items()]
    return sorted(entries, key=lambda entry: -entry.count)


def articles_of(instrument: Instrument, counts: Counts) -> list[ArticleCount]:
    """Return the articles of an instrument with their counts, in treaty order."""
    rows = Article.objects.filter(instrument=instrument).select_related("instrument")
    return [ArticleCount(row, counts.get(str(row), 0)) for row in rows.order_by("position")]


def nearest_cited(article: Article, articles: Iterable[ArticleCount]) -> list[ArticleCount]:
    """Return the cited articles nearest in number to an article, in treaty order."""
    cited = [entry for entry in articles if entry.count and entry.article != article]
    nearest = sorted(cited, key=lambda entry: abs(entry.article.position - article.position))[:MAX_NEIGHBOURS]
    return sorted(nearest, key=lambda entry: entry.article.position)


def article_before(article: Article, articles: Sequence[ArticleCount]) -> Article | None:
    """Return the previous article of the treaty, or None."""
    before = [entry.article for entry in articles if entry.article.position < article.position]
    return before[-1] if before else None


def article_after(article: Article, articles: Sequence[ArticleCount]) -> Article | None:
    """Return the next article of the treaty, or None."""
    return next((entry.article for entry in articles if entry.article.position > article.position), None)


def topics_with_children(counts: Counts, adopted: Counts) -> list[TopicCount]:
    """Return the tree of topics, in vocabulary order."""
    children: dict[int | None, list[Topic]] = {}
    for topic in Topic.objects.all():
        children.setdefault(topic.parent_id, []).append(topic)
    return [
        _topic_count(
            topic, counts, adopted, tuple(_topic_count(child, counts, adopted) for child in children.get(topic.pk, ()))
        )
        for topic in children.get(None, ())
    ]


def topics_below(parent: Topic, counts: Counts, adopted: Counts, without: Topic | None = None) -> list[TopicCount]:
    """Return the subtopics of a topic, except one."""
    children = Topic.objects.filter(parent=parent)
    return [_topic_count(child, counts, adopted) for child in children if child != without]


def topics_by_count(counts: Counts, adopted: Counts) -> list[TopicCount]:
    """Return the counted topics without subtopics, most frequent first."""
    topics = Topic.objects.filter(key__in=counts, children=None)
    entries = (_topic_count(topic, counts, adopted) for topic in topics)
    return sorted(entries, key=lambda entry: (-entry.count, sort_key(entry.label)))


def _topic_count(topic: Topic, counts: Counts, adopted: Counts, children: tuple[TopicCount, ...] = ()) -> TopicCount:
    return TopicCount(topic, topic.label, counts.get(topic.key, 0), adopted.get(topic.key, 0), children)
