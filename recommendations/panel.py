"""The facets as a page prints them: each value with its label, count, state and the address that toggles it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Body, Document, Meeting
from documents.naming import date_range, meeting_title
from recommendations.labels import article_in_instrument, article_label, topic_label, vocabulary_label
from recommendations.models import Addressee, Article, Instrument, Recommendation, Topic
from recommendations.search.query import SearchQuery

FACET_LABELS: dict[str, str | Promise] = {
    "article": gettext_lazy("Article"),
    "meeting": gettext_lazy("Meeting"),
    "status": gettext_lazy("Status"),
    "topic": gettext_lazy("Topic"),
    "addressee": gettext_lazy("Addressee"),
    "year": gettext_lazy("Year"),
    "document": gettext_lazy("Document"),
}

LONG_LIST = 12
"""After so many lines of a facet the rest stand behind "more"."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, ready to print. ``name`` says it whole, for a chip that stands alone."""

    value: str
    label: str
    name: str
    count: int
    selected: bool
    address: str
    detail: str = ""
    children: tuple[FacetValue, ...] = ()

    @property
    def chosen(self) -> list[FacetValue]:
        """Itself and its children, as far as they are chosen."""
        return [value for value in (self, *self.children) if value.selected]


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet with its values."""

    key: str
    label: str | Promise
    values: tuple[FacetValue, ...]

    @property
    def chosen(self) -> list[FacetValue]:
        return [chosen for value in self.values for chosen in value.chosen]

    @property
    def first(self) -> tuple[FacetValue, ...]:
        """What is shown at once: the first values with what is below them, and any further one that is chosen."""
        return tuple(value for value, early in self._early() if early or value.chosen)

    @property
    def more(self) -> tuple[FacetValue, ...]:
        return tuple(value for value, early in self._early() if not early and not value.chosen)

    def _early(self) -> Iterator[tuple[FacetValue, bool]]:
        """Each value, and whether it begins within the first lines."""
        lines = 0
        for value in self.values:
            yield value, lines < LONG_LIST
            lines += 1 + len(value.children)


class _Maker:
    """Makes the values of one facet from its counts and what is chosen."""

    def __init__(self, query: SearchQuery, facet: str, counts: Mapping[str, int]) -> None:
        self.query = query
        self.facet = facet
        self.counts = counts
        self.chosen = query.chosen(facet)

    def values(self) -> list[str]:
        """The values to show: those that would bring something, and the chosen ones even if they bring nothing."""
        return [*self.counts, *(value for value in self.chosen if value not in self.counts)]

    def make(
        self, value: str, label: str, *, name: str = "", detail: str = "", children: Iterable[FacetValue] = ()
    ) -> FacetValue:
        return FacetValue(
            value=value,
            label=label,
            name=name or label,
            count=self.counts.get(value, 0),
            selected=value in self.chosen,
            address=self.query.toggled(self.facet, value).address,
            detail=detail,
            children=tuple(children),
        )


def facet_panel(query: SearchQuery, counts: Mapping[str, Mapping[str, int]]) -> list[FacetGroup]:
    """The facets in the order in which they are shown. Facets without any value are left out."""
    groups = []
    for facet, label in FACET_LABELS.items():
        values = _VALUES[facet](_Maker(query, facet, counts.get(facet, {})))
        if values:
            groups.append(FacetGroup(facet, label, tuple(values)))
    return groups


def _articles(maker: _Maker) -> list[FacetValue]:
    """Instruments in the order of the vocabulary, with their articles in the order of the treaty."""
    wanted = set(maker.values())
    instruments = {value.partition(":")[0] for value in wanted}
    below: dict[Instrument, list[FacetValue]] = {}
    for instrument in Instrument.objects.filter(key__in=instruments):
        below[instrument] = []
    for article in Article.objects.filter(instrument__key__in=instruments).select_related("instrument"):
        if str(article) in wanted:
            name = article_in_instrument(article)
            child = maker.make(str(article), article_label(article), name=name, detail=article.title)
            below[article.instrument].append(child)
    return [
        maker.make(instrument.key, instrument.short_title, children=children) for instrument, children in below.items()
    ]


def _meetings(maker: _Maker) -> list[FacetValue]:
    """Bodies in the order of the vocabulary, with their meetings, the newest first."""
    wanted = maker.values()
    below: dict[Body, list[FacetValue]] = {}
    bodies = Body.objects.filter(Q(key__in=wanted) | Q(meetings__slug__in=wanted)).distinct()
    for body in bodies.order_by("position", "key"):
        below[body] = []
    for meeting in Meeting.objects.filter(slug__in=wanted).select_related("body"):
        title = meeting_title(meeting)
        detail = date_range(meeting.start, meeting.end) if meeting.ordinal is not None else ""
        name = f"{meeting.body.short_name}, {title[:1].lower()}{title[1:]}"
        below[meeting.body].append(maker.make(meeting.slug, title, name=name, detail=detail))
    return [maker.make(body.key, body.short_name, children=children) for body, children in below.items()]


def _topics(maker: _Maker) -> list[FacetValue]:
    """Topics with their sub-topics, each list by count: a reader looks for what there is most of."""
    wanted = maker.values()
    below: dict[Topic, list[FacetValue]] = {}
    topics = list(Topic.objects.filter(key__in=wanted).select_related("parent"))
    for topic in topics:
        below.setdefault(topic.parent or topic, [])
    for topic in topics:
        if topic.parent:
            below[topic.parent].append(maker.make(topic.key, topic_label(topic)))
    values = [
        maker.make(topic.key, topic_label(topic), children=_most_first(children)) for topic, children in below.items()
    ]
    return _most_first(values)


def _addressees(maker: _Maker) -> list[FacetValue]:
    rows = Addressee.objects.filter(key__in=maker.values())
    return _most_first(maker.make(row.key, vocabulary_label(row.labels, row.name)) for row in rows)


def _statuses(maker: _Maker) -> list[FacetValue]:
    """In the order of a recommendation's life."""
    wanted = maker.values()
    return [maker.make(status, capfirst(str(status.label))) for status in Recommendation.Status if status in wanted]


def _years(maker: _Maker) -> list[FacetValue]:
    return [maker.make(year, year) for year in sorted(maker.values(), reverse=True)]


def _documents(maker: _Maker) -> list[FacetValue]:
    """By count; a document without a symbol goes by its title."""
    wanted = maker.values()
    unnumbered = [int(value.removeprefix("unnumbered/")) for value in wanted if value.startswith("unnumbered/")]
    chosen = Q(symbols__symbol__in=wanted) | Q(pk__in=unnumbered)
    documents = Document.objects.filter(chosen).distinct().prefetch_related("symbols")
    return _most_first(_document_value(maker, document) for document in documents)


def _document_value(maker: _Maker, document: Document) -> FacetValue:
    if document.symbol:
        return maker.make(document.address, document.symbol, detail=document.title)
    return maker.make(document.address, document.title or _("Document without symbol"), detail=_("symbol missing"))


def _most_first(values: Iterable[FacetValue]) -> list[FacetValue]:
    return sorted(values, key=lambda value: (-value.count, value.label))


_VALUES: dict[str, Callable[[_Maker], list[FacetValue]]] = {
    "article": _articles,
    "meeting": _meetings,
    "topic": _topics,
    "addressee": _addressees,
    "status": _statuses,
    "year": _years,
    "document": _documents,
}
