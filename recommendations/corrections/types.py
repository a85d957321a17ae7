"""The values of this room: what a person changed, what could not be applied, and what differs between two readings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from documents.parsing.types import ParsedDocument
from recommendations.extraction.types import Extraction


class EditKind(StrEnum):
    """What an edit does. Its ``value``, and what ``was`` has to be, are plain values:

    =========  =====================================================================================================
    fact       a field of the masthead (:data:`.facts.FACTS`) becomes ``value``; ``was`` is what it was
    field      the ``field`` (:data:`.fields.FIELDS`) of the recommendation at ``anchor`` likewise
    split      its text (``was``) is cut at the offset ``value["at"]``; what follows gets the anchor ``value["anchor"]``
    join       the recommendations at the anchors in ``value`` become part of it, in the order in which they stand;
               ``was`` is the texts of all of them, its own first, then the others' in the order of ``value``
    add        a recommendation of the block at ``anchor`` (``was`` is the block's text); ``value`` holds its ``text``
               and ``anchor``, and any of :data:`.fields.FIELDS` beside
    remove     it is not a recommendation; ``was`` is its text
    move       it comes to stand behind the one at the anchor ``value`` ("" for the first place); ``was``, the anchor
               behind which it stood, is kept for people and not compared: a place is told by what is beside it now
    =========  =====================================================================================================
    """

    FACT = "fact"
    FIELD = "field"
    SPLIT = "split"
    JOIN = "join"
    ADD = "add"
    REMOVE = "remove"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit by a person. ``key`` is that of its row, None before it is stored."""

    kind: str
    anchor: str = ""
    field: str = ""
    was: Any = None
    value: Any = None
    key: int | None = None


class Reason(StrEnum):
    """Why an edit could not be applied."""

    DIFFERS = "differs"  # the reading says something else than what was corrected
    GONE = "gone"  # it has no such recommendation, or no such block
    TAKEN = "taken"  # another recommendation has the anchor that the new one was to get
    UNFIT = "unfit"  # the value fits nothing: an offset outside of the text, a field that there is none of
    STANDING = "standing"  # what was to be joined differs in status, or in the meeting that adopted it


@dataclass(frozen=True, slots=True)
class Clash:
    """An edit that was left out. ``now`` is what the reading has where the edit expects ``was``.

    ``can_stay`` tells whether what the person said can be applied to this reading all the same, once somebody says so.
    """

    edit: Edit
    now: Any
    reason: str
    can_stay: bool = False


@dataclass(frozen=True, slots=True)
class Corrected:
    """A reading with what people corrected. ``clashes`` are the edits that could not be applied, and are left out."""

    parsed: ParsedDocument
    extraction: Extraction
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that two readings say otherwise. Both values are plain; None where there is nothing.

    ``kind`` is "fact", "field", "add" (a recommendation that only the later one has), "remove", "move", "paragraph"
    (a block of the text, ``field`` tells what of it), "note" (a footnote). ``anchor`` is a recommendation's, a block's,
    or a note's marker.
    """

    kind: str
    anchor: str
    field: str
    before: object
    after: object


class EditError(Exception):
    """Raised within this room where an edit cannot be applied; becomes a :class:`Clash`."""

    def __init__(self, reason: Reason, now: Any = None, *, can_stay: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.now = now
        self.can_stay = can_stay
