"""Edits, clashes, and differences between two readings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from documents.parsing.types import ParsedDocument
from recommendations.extraction.types import Extraction


class EditKind(StrEnum):
    """The kind of an edit, with its ``value`` and the expected ``old_value``, both plain values:

    =========  =====================================================================================================
    fact       set a field of the masthead (:data:`.facts.FACTS`) to ``value``; ``old_value`` is its old value
    field      set the ``field`` (:data:`.fields.FIELDS`) of the recommendation at ``anchor`` likewise
    split      split the recommendation's text (``old_value``) at the offset ``value["at"]``; the second half gets the
               anchor ``value["anchor"]``
    join       merge the recommendations at the anchors in ``value`` into the one at ``anchor``, in document order;
               ``old_value`` is the list of all texts: first its own, then the others in the order of ``value``
    add        add a recommendation from the block at ``anchor`` (``old_value`` is the block's text); ``value`` holds
               its ``text`` and ``anchor``, and optionally any of :data:`.fields.FIELDS`
    remove     remove the recommendation; ``old_value`` is its text
    move       move the recommendation after the one at the anchor ``value`` ("" for the beginning); ``old_value`` is
               the anchor of the one before, which is shown to people but not compared, as neighbours may have changed
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
    """An edit by a person. ``key`` is the primary key of its correction, or None before it is stored."""

    kind: str
    anchor: str = ""
    field: str = ""
    old_value: Any = None
    value: Any = None
    key: int | None = None


class Reason(StrEnum):
    """The reason why an edit could not be applied."""

    DIFFERS = "differs"  # the reading's value differs from the one that was corrected
    GONE = "gone"  # the reading does not have this recommendation or block
    TAKEN = "taken"  # another recommendation has the anchor of the new one
    INVALID = "invalid"  # the value is invalid: an offset outside the text, an unknown field
    STATUS_DIFFERS = "status_differs"  # the recommendations to join differ in status or in the adopting meeting


@dataclass(frozen=True, slots=True)
class Clash:
    """An edit that was skipped. ``current_value`` is the reading's value where the edit expects ``old_value``.

    ``can_stay`` is True if the edit can still be applied to this reading once a person confirms it.
    """

    edit: Edit
    current_value: Any
    reason: str
    can_stay: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionResult:
    """The result of applying corrections to a reading. ``clashes`` are the edits that could not be applied."""

    parsed: ParsedDocument
    extraction: Extraction
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between two readings. Both values are plain, or None if missing.

    ``kind`` is "fact", "field", "add" (only the later reading has the recommendation), "remove", "move", "paragraph" (a
    block of the text, with its ``field``) or "note" (a footnote). ``anchor`` is the anchor of a recommendation or a
    block, or the marker of a note.
    """

    kind: str
    anchor: str
    field: str
    before: object
    after: object


class EditError(Exception):
    """Raised if an edit cannot be applied. It does not leave this package, which reports it as a :class:`Clash`."""

    def __init__(self, reason: Reason, current_value: Any = None, *, can_stay: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.current_value = current_value
        self.can_stay = can_stay
