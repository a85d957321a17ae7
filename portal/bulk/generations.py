"""The generations of the files: folders named after their time, of which the latest are kept."""

from __future__ import annotations

import datetime
import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from portal.bulk.files import DESCRIPTION, MEDIA_TYPES, write_files

KEPT = 3
LATEST = "latest"  # in addresses
_NAME_FORMAT = "%Y-%m-%d-%H%M%S"
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-\d{6}", re.ASCII)
_LOCK = "lock"
_TEMPORARY = ".new-"  # before the name of a folder that is not complete


class BulkDataError(Exception):
    """The files cannot be written now."""


@dataclass(frozen=True, slots=True)
class Generation:
    """A complete set of files, with the time of its data in UTC."""

    name: str
    folder: Path

    @property
    def made_at(self) -> datetime.datetime:
        """The time of the data."""
        return datetime.datetime.strptime(self.name, _NAME_FORMAT).replace(tzinfo=datetime.UTC)

    def description(self) -> dict[str, Any]:
        """Return the description of the files (a Data Package)."""
        description: dict[str, Any] = json.loads((self.folder / DESCRIPTION).read_text(encoding="utf-8"))
        return description


def list_generations() -> list[Generation]:
    """Return the generations, the latest first."""
    root = settings.DATA_DIR
    names = sorted((path.name for path in root.glob("*") if _NAME.fullmatch(path.name)), reverse=True)
    return [Generation(name, root / name) for name in names]


def find_file(generation: str, name: str) -> Path | None:
    """Return the path of a file of a generation, or None."""
    if not _NAME.fullmatch(generation) or name not in MEDIA_TYPES:
        return None
    path: Path = settings.DATA_DIR / generation / name
    return path if path.is_file() else None


def make_generation(*, remove_earlier: bool = False) -> Generation:
    """Write a new generation, and delete all but the latest :data:`KEPT`, or all earlier ones.

    Readers see it once it is complete. Raise :class:`BulkDataError` if another process is writing one.
    """
    with _locked():
        for unfinished in settings.DATA_DIR.glob(f"{_TEMPORARY}*"):
            shutil.rmtree(unfinished)
        now = timezone.now().replace(microsecond=0)
        name = now.strftime(_NAME_FORMAT)
        folder, temporary = settings.DATA_DIR / name, settings.DATA_DIR / f"{_TEMPORARY}{name}"
        temporary.mkdir()
        write_files(temporary, now)
        shutil.rmtree(temporary / "temporary", ignore_errors=True)
        os.rename(temporary, folder)  # noqa: PTH104  fails if the folder exists
        for old in list_generations()[1 if remove_earlier else KEPT :]:
            shutil.rmtree(old.folder)
        return Generation(name, folder)


@contextmanager
def _locked() -> Iterator[None]:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.DATA_DIR / _LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BulkDataError("Another process is writing the files. Try again when it has finished.") from None
        yield
