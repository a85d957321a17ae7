"""How often the program was right on texts that it had not been adapted to: the first reading of each collection."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FirstReading:
    """The first reading of a collection of texts on a day.

    A text is right if everything that was checked in it is right. A doubted text has a mistake, but a point to check
    names it.
    """

    day: datetime.date
    texts: int
    right: int
    doubted: int

    @property
    def wrong(self) -> int:
        """The number of texts with a mistake that no point to check names."""
        return self.texts - self.right - self.doubted


def read_first_readings(path: Path) -> list[FirstReading]:
    """Return the first readings in a file, the latest first. Raise OSError, ValueError, KeyError or TypeError if it
    cannot be read."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    readings = [FirstReading(datetime.date.fromisoformat(row.pop("day")), **row) for row in rows]
    return sorted(readings, key=lambda reading: reading.day, reverse=True)
