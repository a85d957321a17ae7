"""Limits on what reading one document may cost."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` of processor time, ``memory_mb`` of address space, ``answer_mb`` of what was read, as JSON.

    ``recognition_seconds`` is how long text recognition of a scan may take; 0 switches it off.
    """

    seconds: int = 300
    memory_mb: int = 2048
    answer_mb: int = 200
    recognition_seconds: int = 1800

    @property
    def patience(self) -> float:
        """Seconds by the clock after which a child is given up. Only one that waits for something needs so many:
        one that calculates is ended by its processor time."""
        return 10.0 + 3 * self.seconds + self.recognition_seconds

    def to_json(self) -> str:
        """As an argument of the child's command line."""
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Limits:
        """The limits that :meth:`to_json` wrote."""
        return cls(**json.loads(text))
