"""What a person adds to a compilation: a title and remarks, notes on recommendations and, for staff, the follow-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

MAX_TITLE_LENGTH = 150
MAX_REMARKS_LENGTH = 500  # characters, because they are part of the address of a file


@dataclass(frozen=True, slots=True)
class Additions:
    """Additions to a compilation. ``title`` replaces the usual one. ``notes`` are on recommendations, by their keys."""

    title: str = ""
    remarks: str = ""
    with_follow_up: bool = False
    notes: Mapping[int, str] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """Return the additions as plain values, for a compilation that a worker creates."""
        notes = {str(key): note for key, note in self.notes.items()}
        return {"title": self.title, "remarks": self.remarks, "with_follow_up": self.with_follow_up, "notes": notes}

    @classmethod
    def from_stored(cls, values: Mapping[str, Any]) -> Self:
        """Return the additions from plain values, which an older release may have stored without some of them."""
        notes = {int(key): note for key, note in values.get("notes", {}).items()}
        return cls(**{name: value for name, value in values.items() if name != "notes"}, notes=notes)


NO_ADDITIONS = Additions()
