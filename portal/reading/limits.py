"""Limits on the resources used to read one document."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits in ``seconds`` of processor time, ``memory_mb`` of address space, and ``result_mb`` of JSON as the result.

    ``recognition_seconds`` is the time allowed for text recognition of a scan; 0 turns it off. ``niceness`` (0 to 19)
    lets other processes go first, as with nice(1).
    """

    seconds: int = 300
    memory_mb: int = 2048
    result_mb: int = 200
    recognition_seconds: int = 1800
    niceness: int = 0

    @property
    def timeout(self) -> float:
        """Return the wall-clock seconds after which a child is killed. Only a child that waits can reach this limit; a
        child that computes exceeds its processor time first."""
        return 10.0 + 3 * self.seconds + self.recognition_seconds

    def to_json(self) -> str:
        """Return the limits as an argument of the child's command line."""
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Limits:
        """Return the limits that :meth:`to_json` wrote."""
        return cls(**json.loads(text))
