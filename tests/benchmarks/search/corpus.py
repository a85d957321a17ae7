"""Generate a corpus of any size: recombined sentences of the sample session, with realistically skewed facets.

The same size always gives the same corpus. A document has about thirty recommendations, which share sentences,
articles and topics more often than those of different documents; words, articles, topics and meetings follow Zipf.
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
USUAL_WORDS, SPREAD = 88, 28
"""Mean and standard deviation of the number of words in a recommendation."""

Option = TypeVar("Option")


@dataclass(slots=True)
class Meeting:
    body: str
    slug: str
    ordinal: int
    start: datetime.date


@dataclass(slots=True)
class Document:
    """A document; ``first`` is the number of its first recommendation."""

    meeting: int
    kind: str
    language: str
    first: int
    count: int = 0


@dataclass(slots=True)
class Row:
    """A recommendation: its text, and its values by facet."""

    document: int
    text: str
    facets: dict[str, list[str]] = field(default_factory=dict)


class Uneven:
    """Draw options by Zipf's law, in a random order."""

    def __init__(self, rng: random.Random, options: Sequence[Option], exponent: float = 1.0) -> None:
        self.options = list(options)
        rng.shuffle(self.options)
        self.sums = list(itertools.accumulate(1 / rank**exponent for rank in range(1, len(options) + 1)))
        self.rng = rng

    def draw(self) -> Option:
        return self.options[bisect.bisect(self.sums, self.rng.random() * self.sums[-1])]


class Corpus:
    """Meetings and documents, and recommendations generated one by one."""

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
        draw = Uneven(self.rng, bodies, 0.8)
        days = sorted(self.rng.randrange(24 * 365) for _ in range(MEETINGS))
        ordinals: dict[str, int] = {}
        meetings = []
        for day in days:
            body = draw.draw()
            ordinals[body] = ordinals.get(body, 100) + 1
            start = datetime.date(2001, 1, 1) + datetime.timedelta(days=day)
            meetings.append(Meeting(body, f"{body}-{ordinals[body]}", ordinals[body], start))
        days_taken: set[tuple[str, datetime.date]] = set()
        for meeting in meetings:
            while (meeting.body, meeting.start) in days_taken:
                meeting.start += datetime.timedelta(days=1)
            days_taken.add((meeting.body, meeting.start))
        return meetings

    def _documents(self) -> list[Document]:
        meeting = Uneven(self.rng, range(MEETINGS), 0.7)
        kind = Uneven(self.rng, TYPES)
        documents = []
        number = 0
        while number < self.size:
            language = self.rng.choices(LANGUAGES, (70, 10, 8, 6, 3, 3))[0]
            count = min(max(1, round(self.rng.gammavariate(2, 15))), self.size - number)
            documents.append(Document(meeting.draw(), kind.draw(), language, number, count))
            number += count
        return documents

    def rows(self) -> Iterator[Row]:
        """Yield the recommendations in the order of their numbers."""
        article, topic = Uneven(self.rng, self.articles), Uneven(self.rng, self.topics)
        addressee, rare = Uneven(self.rng, self.addressees), Uneven(self.rng, range(RARE_WORDS))
        for number, document in enumerate(self.documents):
            centre = self.rng.randrange(len(self.sentences))
            own_article, own_topic = article.draw(), topic.draw()
            for _ in range(document.count):
                facets = self._by_document(document)
                facets["article"] = self._articles(article, own_article)
                facets["topic"] = self._several(topic, own_topic, (40, 40, 20))
                facets["addressee"] = self._several(addressee, addressee.draw(), (70, 30))
                facets["status"] = self.rng.choices(STATUSES, (55, 20, 15, 6, 4))
                facets["strength"] = self.rng.choices(STRENGTHS, (45, 25, 15, 10, 5))
                yield Row(number, self._text(centre, rare), facets)

    def _by_document(self, document: Document) -> dict[str, list[str]]:
        meeting = self.meetings[document.meeting]
        return {
            "meeting": [meeting.body, meeting.slug],
            "year": [str(meeting.start.year)],
            "type": [document.kind],
            "language": [document.language],
        }

    def _several(self, draw: Uneven, own: tuple[str, ...] | str, weights: Sequence[int]) -> list[str]:
        """Return the document's own value with a probability of 60 %, and some others; each with its parents."""
        number = self.rng.choices(range(1, len(weights) + 1), weights)[0]
        values = [own if self.rng.random() < 0.6 else draw.draw(), *(draw.draw() for _ in range(number - 1))]
        flat = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
        return list(dict.fromkeys(flat))

    def _articles(self, draw: Uneven, own: tuple[str, ...]) -> list[str]:
        """Return instruments and articles, half of them with a paragraph."""
        values = self._several(draw, own, (50, 35, 15))
        cited = [value for value in values if ":" in value]
        return values + [f"{value}:{self.rng.randint(1, 3)}" for value in cited if self.rng.random() < 0.5]

    def _text(self, centre: int, rare: Uneven) -> str:
        length = min(max(self.rng.gauss(USUAL_WORDS, SPREAD), 25), 220)
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
    loaded: list[dict[str, object]] = json.loads((ROOT / "fixtures" / "vocabulary" / f"{name}.json").read_text())
    return loaded


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
