"""A corpus of any size: real sentences of the sample session put together anew, with facets as uneven as real ones.

The same size always gives the same corpus. About thirty recommendations stand in a document; those of one document
share sentences, articles and topics more often than others do; words, articles, topics and meetings follow Zipf.
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
"""Words in a recommendation."""

Option = TypeVar("Option")


@dataclass(slots=True)
class Meeting:
    body: str
    slug: str
    ordinal: int
    start: datetime.date


@dataclass(slots=True)
class Document:
    """``first`` is the number of its first recommendation."""

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
    """Draws options by Zipf's law, in an order of its own."""

    def __init__(self, chance: random.Random, options: Sequence[Option], exponent: float = 1.0) -> None:
        self.options = list(options)
        chance.shuffle(self.options)
        self.sums = list(itertools.accumulate(1 / place**exponent for place in range(1, len(options) + 1)))
        self.chance = chance

    def draw(self) -> Option:
        return self.options[bisect.bisect(self.sums, self.chance.random() * self.sums[-1])]


class Corpus:
    """Meetings, documents and, one after the other, recommendations."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.chance = random.Random(42)
        self.sentences = sentences()
        self.articles = _articles()
        self.topics = _topics()
        self.addressees = [entry["key"] for entry in _vocabulary("addressees")]
        bodies = [entry["key"] for entry in _vocabulary("bodies")][:8]
        self.meetings = self._meetings(bodies)
        self.documents = self._documents()

    def _meetings(self, bodies: Sequence[str]) -> list[Meeting]:
        draw = Uneven(self.chance, bodies, 0.8)
        days = sorted(self.chance.randrange(24 * 365) for _ in range(MEETINGS))
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
        meeting = Uneven(self.chance, range(MEETINGS), 0.7)
        kind = Uneven(self.chance, TYPES)
        documents = []
        number = 0
        while number < self.size:
            language = self.chance.choices(LANGUAGES, (70, 10, 8, 6, 3, 3))[0]
            count = min(max(1, round(self.chance.gammavariate(2, 15))), self.size - number)
            documents.append(Document(meeting.draw(), kind.draw(), language, number, count))
            number += count
        return documents

    def rows(self) -> Iterator[Row]:
        """The recommendations in the order of their numbers."""
        article, topic = Uneven(self.chance, self.articles), Uneven(self.chance, self.topics)
        addressee, rare = Uneven(self.chance, self.addressees), Uneven(self.chance, range(RARE_WORDS))
        for number, document in enumerate(self.documents):
            near = self.chance.randrange(len(self.sentences))
            own_article, own_topic = article.draw(), topic.draw()
            for _ in range(document.count):
                facets = self._by_document(document)
                facets["article"] = self._articles(article, own_article)
                facets["topic"] = self._several(topic, own_topic, (40, 40, 20))
                facets["addressee"] = self._several(addressee, addressee.draw(), (70, 30))
                facets["status"] = self.chance.choices(STATUSES, (55, 20, 15, 6, 4))
                facets["strength"] = self.chance.choices(STRENGTHS, (45, 25, 15, 10, 5))
                yield Row(number, self._text(near, rare), facets)

    def _by_document(self, document: Document) -> dict[str, list[str]]:
        meeting = self.meetings[document.meeting]
        return {
            "meeting": [meeting.body, meeting.slug],
            "year": [str(meeting.start.year)],
            "type": [document.kind],
            "language": [document.language],
        }

    def _several(self, draw: Uneven, own: tuple[str, ...] | str, weights: Sequence[int]) -> list[str]:
        """The document's own value more often than not, and some others; each with its parents."""
        number = self.chance.choices(range(1, len(weights) + 1), weights)[0]
        values = [own if self.chance.random() < 0.6 else draw.draw(), *(draw.draw() for _ in range(number - 1))]
        flat = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
        return list(dict.fromkeys(flat))

    def _articles(self, draw: Uneven, own: tuple[str, ...]) -> list[str]:
        """Instruments and articles; half of them to the paragraph."""
        values = self._several(draw, own, (50, 35, 15))
        cited = [value for value in values if ":" in value]
        return values + [f"{value}:{self.chance.randint(1, 3)}" for value in cited if self.chance.random() < 0.5]

    def _text(self, near: int, rare: Uneven) -> str:
        wanted = min(max(self.chance.gauss(USUAL_WORDS, SPREAD), 25), 220)
        parts: list[str] = []
        words = 0
        while words < wanted - 12:
            if self.chance.random() < 0.4:
                place = (near + round(self.chance.gauss(0, 25))) % len(self.sentences)
            else:
                place = self.chance.randrange(len(self.sentences))
            parts.append(self.sentences[place])
            words += self.sentences[place].count(" ") + 1
        parts.insert(self.chance.randint(0, len(parts)), f"{rare_word(rare.draw())} {rare_word(rare.draw())}.")
        return " ".join(parts)


_SYLLABLES = re.findall(r"\w+", "ka ro mi te lu san dor vel pa qui zan or bel ti mor ne fa gu shi ler")


def rare_word(number: int) -> str:
    """A name that nothing else is called."""
    syllables = []
    number += len(_SYLLABLES) + 1
    while number:
        number, place = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[place])
    return "".join(syllables).capitalize()


def sentences() -> list[str]:
    """The running text of the sample session, sentence by sentence."""
    found = []
    for path in sorted((ROOT / "fixtures" / "sessions").glob("*.txt")):
        text = re.sub(r"\(https?:[^)]*\)|https?:\S+", " ", re.sub(r"[*_#\[\]|]+", " ", path.read_text()))
        for paragraph in re.split(r"\n\s*\n", text):
            line = re.sub(r"^(\d+\.|\([a-z]+\)|[IVX]+\.|-)\s+", "", " ".join(paragraph.split()))
            for sentence in re.split(r"(?<=[.;:])\s+(?=[A-Z(“\"])", line):
                letters = sum(char.isalpha() for char in sentence)
                if 6 <= len(sentence.split()) <= 80 and letters > 0.7 * len(sentence.replace(" ", "")):
                    found.append(sentence.strip())
    return found


def _vocabulary(name: str) -> list[dict[str, object]]:
    loaded: list[dict[str, object]] = json.loads((ROOT / "fixtures" / "vocabulary" / f"{name}.json").read_text())
    return loaded


def _articles() -> list[tuple[str, str]]:
    """Instrument and article, of every article of the vocabulary."""
    return [
        (str(entry["key"]), f"{entry['key']}:{article['number']}")
        for entry in _vocabulary("instruments")
        for article in entry.get("articles", ())  # type: ignore[attr-defined]
    ]


def _topics() -> list[tuple[str, ...]]:
    """A topic, and the one that it belongs to."""
    return [tuple(filter(None, (str(entry["key"]), entry["parent"]))) for entry in _vocabulary("topics")]  # type: ignore[arg-type]
