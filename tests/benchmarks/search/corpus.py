"""Generate a corpus of any size: recombined sentences of the sample session, with realistically skewed facets.

The same size always gives the same corpus. A document has about thirty recommendations, which share sentences, articles
and topics more often than recommendations in different documents; words, articles, topics and meetings follow Zipf's
law. Four in ten recommendations relate to an article by subject. About a fifth are stages of recommendations that
several documents have.
"""

from __future__ import annotations

import bisect
import datetime
import itertools
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tests.sources import ROOT

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
STATUSES = ("adopted", "draft", "proposed", "for_endorsement", "endorsed")
STRENGTHS = ("encouraged", "should", "urged", "invited", "required")
TYPES = ("report", "background-paper", "draft-report", "draft-resolution", "resolution", "agenda")
MEETINGS = 400
RARE_WORDS = 200_000
MEAN_WORDS, WORDS_DEVIATION = 88, 28
"""Mean and standard deviation of the number of words in a recommendation."""

SUBJECT_RATIO = 0.4
"""Share of recommendations related to an article by subject, in addition to those that cite one."""
LATER_RATIO = 0.12
"""Share of documents that contain later stages of an earlier document's recommendations."""
MAX_DISTANCE = 200  # documents between two stages

Option = TypeVar("Option")


@dataclass(slots=True)
class Meeting:
    body: str
    slug: str
    ordinal: int
    start: datetime.date


@dataclass(slots=True)
class Document:
    """A document; ``first`` is the number of its first recommendation. If ``earlier`` is set, its recommendations are
    later stages of the recommendations in the document with this index."""

    meeting: int
    kind: str
    language: str
    first: int
    count: int = 0
    earlier: int | None = None


@dataclass(slots=True)
class Row:
    """A recommendation: its text, and its values by facet. The facet "article" combines "cited" and "subject".

    ``head`` is the number of the first stage of the recommendation, its own if there is no earlier one.
    """

    document: int
    text: str
    head: int
    facets: dict[str, list[str]] = field(default_factory=dict)


class ZipfSampler:
    """Draw options by Zipf's law, ranked in a random order."""

    def __init__(self, rng: random.Random, options: Sequence[Option], exponent: float = 1.0) -> None:
        self.options = list(options)
        rng.shuffle(self.options)
        self.sums = list(itertools.accumulate(1 / rank**exponent for rank in range(1, len(options) + 1)))
        self.rng = rng

    def draw(self) -> Option:
        return self.options[bisect.bisect(self.sums, self.rng.random() * self.sums[-1])]


class Corpus:
    """Meetings, documents, and recommendations that are generated one by one."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.rng = random.Random(42)
        self.sentences = sentences()
        self.articles = _articles()
        self.topics = _topics()
        self.addressees = [entry["key"] for entry in _vocabulary("addressees")]
        bodies = [entry["key"] for entry in _vocabulary("bodies")][:8]
        self.meetings = self._meetings(bodies)
        self.documents = self._documents()

    def _meetings(self, bodies: Sequence[str]) -> list[Meeting]:
        body_sampler = ZipfSampler(self.rng, bodies, 0.8)
        days = sorted(self.rng.randrange(24 * 365) for _ in range(MEETINGS))
        ordinals: dict[str, int] = {}
        meetings = []
        for day in days:
            body = body_sampler.draw()
            ordinals[body] = ordinals.get(body, 100) + 1
            start = datetime.date(2001, 1, 1) + datetime.timedelta(days=day)
            meetings.append(Meeting(body, f"{body}-{ordinals[body]}", ordinals[body], start))
        used_dates: set[tuple[str, datetime.date]] = set()
        for meeting in meetings:
            while (meeting.body, meeting.start) in used_dates:
                meeting.start += datetime.timedelta(days=1)
            used_dates.add((meeting.body, meeting.start))
        return meetings

    def _documents(self) -> list[Document]:
        meeting_sampler = ZipfSampler(self.rng, range(MEETINGS), 0.7)
        kind_sampler = ZipfSampler(self.rng, TYPES)
        documents: list[Document] = []
        latest: list[int] = []  # documents without a later stage
        number = 0
        while number < self.size:
            language = self.rng.choices(LANGUAGES, (70, 10, 8, 6, 3, 3))[0]
            count = max(1, round(self.rng.gammavariate(2, 15)))
            document = Document(meeting_sampler.draw(), kind_sampler.draw(), language, number, count)
            if latest and self.rng.random() < LATER_RATIO:
                document.earlier = latest.pop(-self.rng.randint(1, min(MAX_DISTANCE, len(latest))))
                document.language, document.count = (
                    documents[document.earlier].language,
                    documents[document.earlier].count,
                )
            document.count = min(document.count, self.size - number)
            latest.append(len(documents))
            documents.append(document)
            number += document.count
        return documents

    def rows(self) -> Iterator[Row]:
        """Yield the recommendations in the order of their numbers."""
        new_rows = self._new_rows()
        continued = {document.earlier for document in self.documents}
        kept: dict[int, list[Row]] = {}
        for index, document in enumerate(self.documents):
            if document.earlier is None:
                rows = [next(new_rows) for _ in range(document.count)]
            else:
                rows = [self._later(row, index) for row in kept.pop(document.earlier)[: document.count]]
            if index in continued:
                kept[index] = rows
            yield from rows

    def _new_rows(self) -> Iterator[Row]:
        """Yield the recommendations that are not stages of earlier ones."""
        article, topic = ZipfSampler(self.rng, self.articles), ZipfSampler(self.rng, self.topics)
        addressee, rare = ZipfSampler(self.rng, self.addressees), ZipfSampler(self.rng, range(RARE_WORDS))
        for index, document in enumerate(self.documents):
            if document.earlier is not None:
                continue
            centre = self.rng.randrange(len(self.sentences))
            main_article, main_topic = article.draw(), topic.draw()
            for number in range(document.first, document.first + document.count):
                facets = self._document_facets(document)
                facets["cited"] = self._articles(article, main_article)
                facets["subject"] = list(article.draw()) if self.rng.random() < SUBJECT_RATIO else []
                facets["article"] = list(dict.fromkeys((*facets["cited"], *facets["subject"])))
                facets["topic"] = self._several(topic, main_topic, (40, 40, 20))
                facets["addressee"] = self._several(addressee, addressee.draw(), (70, 30))
                facets["status"] = self.rng.choices(STATUSES, (55, 20, 15, 6, 4))
                facets["strength"] = self.rng.choices(STRENGTHS, (45, 25, 15, 10, 5))
                yield Row(index, self._text(centre, rare), number, facets)

    def _later(self, row: Row, index: int) -> Row:
        """Return a later stage of a recommendation, in the document with this index."""
        facets = row.facets | self._document_facets(self.documents[index])
        return Row(index, row.text, row.head, facets | {"status": self.rng.choices(STATUSES, (55, 20, 15, 6, 4))})

    def _document_facets(self, document: Document) -> dict[str, list[str]]:
        meeting = self.meetings[document.meeting]
        return {
            "meeting": [meeting.body, meeting.slug],
            "year": [str(meeting.start.year)],
            "type": [document.kind],
            "language": [document.language],
        }

    def _several(self, sampler: ZipfSampler, main: tuple[str, ...] | str, weights: Sequence[int]) -> list[str]:
        """Return the document's main value with a probability of 60 %, and other values, each with its parents."""
        count = self.rng.choices(range(1, len(weights) + 1), weights)[0]
        values = [main if self.rng.random() < 0.6 else sampler.draw(), *(sampler.draw() for _ in range(count - 1))]
        flat = [key for value in values for key in (value if isinstance(value, tuple) else (value,))]
        return list(dict.fromkeys(flat))

    def _articles(self, sampler: ZipfSampler, main: tuple[str, ...]) -> list[str]:
        """Return instruments and articles, and a paragraph of half of the articles."""
        values = self._several(sampler, main, (50, 35, 15))
        cited = [value for value in values if ":" in value]
        return values + [f"{value}:{self.rng.randint(1, 3)}" for value in cited if self.rng.random() < 0.5]

    def _text(self, centre: int, rare: ZipfSampler) -> str:
        length = min(max(self.rng.gauss(MEAN_WORDS, WORDS_DEVIATION), 25), 220)
        parts: list[str] = []
        words = 0
        while words < length - 12:
            if self.rng.random() < 0.4:
                index = (centre + round(self.rng.gauss(0, 25))) % len(self.sentences)
            else:
                index = self.rng.randrange(len(self.sentences))
            parts.append(self.sentences[index])
            words += self.sentences[index].count(" ") + 1
        parts.insert(self.rng.randint(0, len(parts)), f"{rare_word(rare.draw())} {rare_word(rare.draw())}.")
        return " ".join(parts)


_SYLLABLES = re.findall(r"\w+", "ka ro mi te lu san dor vel pa qui zan or bel ti mor ne fa gu shi ler")


def rare_word(number: int) -> str:
    """Return a unique made-up name."""
    syllables = []
    number += len(_SYLLABLES) + 1
    while number:
        number, index = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[index])
    return "".join(syllables).capitalize()


def sentences() -> list[str]:
    """Return the sentences of the running text of the sample session."""
    matches = []
    for path in sorted((ROOT / "fixtures" / "sessions").glob("*.txt")):
        text = re.sub(r"\(https?:[^)]*\)|https?:\S+", " ", re.sub(r"[*_#\[\]|]+", " ", path.read_text()))
        for paragraph in re.split(r"\n\s*\n", text):
            line = re.sub(r"^(\d+\.|\([a-z]+\)|[IVX]+\.|-)\s+", "", " ".join(paragraph.split()))
            for sentence in re.split(r"(?<=[.;:])\s+(?=[A-Z(“\"])", line):
                letters = sum(char.isalpha() for char in sentence)
                if 6 <= len(sentence.split()) <= 80 and letters > 0.7 * len(sentence.replace(" ", "")):
                    matches.append(sentence.strip())
    return matches


def _vocabulary(name: str) -> list[dict[str, object]]:
    entries: list[dict[str, object]] = json.loads((ROOT / "fixtures" / "vocabulary" / f"{name}.json").read_text())
    return entries


def _articles() -> list[tuple[str, str]]:
    """Return instrument and article for every article of the vocabulary."""
    return [
        (str(entry["key"]), f"{entry['key']}:{article['number']}")
        for entry in _vocabulary("instruments")
        for article in entry.get("articles", ())  # type: ignore[attr-defined]
    ]


def _topics() -> list[tuple[str, ...]]:
    """Return each topic with its parent, if any."""
    return [tuple(filter(None, (str(entry["key"]), entry["parent"]))) for entry in _vocabulary("topics")]  # type: ignore[arg-type]
