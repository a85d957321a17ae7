"""The values that extraction returns: references and draft recommendations."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from documents.parsing.messages import Message


class ReferenceKind(StrEnum):
    ARTICLE = "article"
    DOCUMENT = "document"
    RESOLUTION = "resolution"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class ArticleTarget:
    """A provision of a treaty: ``untoc:18(4)``, ``uncac:54(1)(c)``; a nested subparagraph is written "a(i)"."""

    instrument: str
    article: str
    paragraph: str = ""
    subparagraph: str = ""

    def __str__(self) -> str:
        suffix = "".join(f"({part})" for part in (self.paragraph, *self.subparagraph.rstrip(")").split("(")) if part)
        return f"{self.instrument}:{self.article}{suffix}"


_TARGET = re.compile(r"(?P<instrument>[a-z][\w-]*):(?P<article>\w+(?: \w+)?)(?P<parts>(?:\([^\s()]+\))*)")
"""Matches "untoc:18", "untoc:18(13)", "uncac:54(1)(c)", "untoc:2(a)"; not "18", "untoc:18(", "untoc:18()"."""


def read_target(text: str) -> ArticleTarget:
    """Parse the string form of an article target. A part that is not a number is a subparagraph, as in "untoc:2(a)".

    Raise ValueError for any other string.
    """
    match = _TARGET.fullmatch(text)
    if match is None:
        raise ValueError(text)
    parts = re.findall(r"\(([^()]+)\)", match["parts"])
    paragraph = parts.pop(0) if parts and parts[0][0].isdigit() else ""
    subparagraph = parts[0] + "".join(f"({part})" for part in parts[1:]) if parts else ""
    return ArticleTarget(match["instrument"], match["article"], paragraph, subparagraph)


@dataclass(frozen=True, slots=True)
class MeetingMention:
    """A meeting named in a text. ``body`` is the key of a body in the vocabulary ("wg-international-cooperation").

    At least one of ``ordinal`` and ``start`` is known. The ``ordinal`` of a session that is named by its year is that
    year. ``series`` is "" for regular sessions, or a constant of :mod:`documents.parsing.session_kinds`.
    """

    body: str
    ordinal: int | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    place: str | None = None
    series: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference found in a block or a footnote, with its offsets in that text (end exclusive).

    Either ``block`` or ``footnote`` is the index of the place; the other is None.
    The reference resolves to ``articles`` (kind article), to a canonical string in ``value`` (a symbol, "COP 5/8",
    "GA 55/25", "ECOSOC 2005/14", "CCPCJ 31/1") or to a ``meeting``. An unresolved reference has a ``reason`` instead.
    A reference without ``text`` was added by hand: a person linked the articles to a recommendation in the block.
    """

    kind: ReferenceKind
    text: str
    start: int
    end: int
    block: int | None = None
    footnote: int | None = None
    articles: tuple[ArticleTarget, ...] = ()
    value: str = ""
    meeting: MeetingMention | None = None
    reason: str = ""

    @property
    def is_resolved(self) -> bool:
        return bool(self.articles or self.value or self.meeting)


class Status(StrEnum):
    """The status of a recommendation according to its document. A draft is never shown as adopted."""

    DRAFT = "draft"  # in a draft report: the meeting has not adopted it
    PROPOSED = "proposed"  # submitted to a body for consideration, by the Secretariat or others
    ADOPTED = "adopted"  # adopted by a known meeting
    FOR_ENDORSEMENT = "for_endorsement"  # adopted by a known meeting, and put forward to a parent body
    ENDORSED = "endorsed"  # endorsed by the parent body


class Strength(StrEnum):
    """The strength of a request, expressed by its action phrase; strongest first."""

    REQUIRED = "required"  # shall, must, decides
    URGED = "urged"  # are urged, are strongly encouraged, are called upon, requests
    SHOULD = "should"
    ENCOURAGED = "encouraged"
    INVITED = "invited"  # are invited, may wish


class Kind(StrEnum):
    """The kind of an entry: a recommendation, or an operative paragraph that asks somebody to act."""

    RECOMMENDATION = "recommendation"
    OPERATIVE = "operative"


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A topic with the words that indicate it, found in the text or in the heading above it."""

    topic: str
    evidence: str
    in_heading: bool = False


@dataclass(frozen=True, slots=True)
class SubjectMatch:
    """A provision on the subject of a recommendation, and the phrase that shows this, with its offsets in the text or
    in the heading above it. If it was found by meaning, the passage that shows it, and the ``description`` of the
    provision that the passage resembles."""

    target: ArticleTarget
    evidence: str
    start: int
    end: int
    in_heading: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A square-bracketed alternative of a draft: offsets in the recommendation's text, brackets included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftRecommendation:
    """A recommendation as worded in one document.

    ``text`` is complete and clean: it omits the label and note markers; sub-items follow in order, each on a line with
    its label. ``blocks`` are the indexes of its blocks in order. ``heading`` is the heading above it. ``addressees``
    are the vocabulary's English names ("States parties"); addressees of operative paragraphs may be printed names that
    the vocabulary does not have. ``verb`` is the action phrase as printed ("are strongly encouraged to", "should"),
    ``action`` the phrase with its main verb. ``adopted_by`` is the meeting that adopted the recommendation; ``meeting``
    is the same meeting, or the meeting whose draft report contains the recommendation or to which it is submitted.
    ``put_to`` is the meeting asked to endorse or consider it. ``references`` are indexes into ``Extraction.references``
    of the references in its own text, ``heading_references`` of the references in the heading above it,
    ``note_references`` of the references in the footnotes to its text. ``articles`` are set by a person and override
    the cited ones; None if nobody has set them.
    """

    label: str
    path: str
    anchor: str
    text: str
    blocks: tuple[int, ...]
    heading: str
    page: int | None
    addressees: tuple[str, ...]
    verb: str
    action: str
    strength: Strength | None
    status: Status
    adopted_by: MeetingMention | None = None
    meeting: MeetingMention | None = None
    put_to: MeetingMention | None = None
    references: tuple[int, ...] = ()
    heading_references: tuple[int, ...] = ()
    note_references: tuple[int, ...] = ()
    topics: tuple[TopicMatch, ...] = ()
    subjects: tuple[SubjectMatch, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    form: str = ""
    articles: tuple[ArticleTarget, ...] | None = None
    kind: Kind = Kind.RECOMMENDATION


@dataclass(frozen=True, slots=True)
class OperativeParagraph:
    """An operative paragraph of a resolution or decision, whether or not it asks somebody to act.

    ``number`` is as printed, or None. ``verb`` is the verb with which it begins; for an item below "The Council
    decides:", the verb of that line. ``block`` is the index of its block, ``anchor`` the anchor of that block.
    """

    number: str | None
    verb: str
    block: int
    anchor: str
    status: Status


@dataclass(frozen=True, slots=True)
class Endorsement:
    """An endorsement, by the document's body, of the recommendations of a meeting of a subsidiary body.

    ``block`` is the index of the paragraph that endorses them. The text names either the ``meeting`` or the ``symbol``
    of its report.
    """

    block: int
    meeting: MeetingMention | None = None
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything extracted from one parsed document. ``meeting`` is the document's meeting or session;
    ``further_meetings`` are the meetings of the further organs in its masthead, each None if it is not known.

    ``recommendations`` holds the entries of both kinds in the document's order; ``operative_paragraphs`` holds all
    operative paragraphs, including those that ask nobody to act. ``endorsements`` are in the document's order too.
    """

    recommendations: tuple[DraftRecommendation, ...]
    references: tuple[Reference, ...]
    meeting: MeetingMention | None = None
    doubts: tuple[Message, ...] = ()
    operative_paragraphs: tuple[OperativeParagraph, ...] = ()
    further_meetings: tuple[MeetingMention | None, ...] = ()
    endorsements: tuple[Endorsement, ...] = ()
