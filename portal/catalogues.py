"""Compile the translations when a process starts, so that they need no program but the portal."""

from __future__ import annotations

import os
from pathlib import Path

import polib


def compile_catalogues(sources: Path, target: Path) -> Path:
    """Compile the catalogues in ``sources`` (ar/LC_MESSAGES/django.po) that are newer than those in ``target``.

    Return ``target``. Entries that are fuzzy are left out, as by gettext's own ``msgfmt``. Processes may do this at the
    same time.
    """
    for source in sources.glob("*/LC_MESSAGES/*.po"):
        compiled = target / source.relative_to(sources).with_suffix(".mo")
        changed_at = source.stat().st_mtime_ns
        if compiled.exists() and compiled.stat().st_mtime_ns == changed_at:
            continue
        compiled.parent.mkdir(parents=True, exist_ok=True)
        temporary = compiled.with_suffix(f".{os.getpid()}")
        temporary.write_bytes(polib.pofile(str(source)).to_binary())
        os.utime(temporary, ns=(changed_at, changed_at))
        temporary.replace(compiled)
    return target
