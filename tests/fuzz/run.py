"""Damage documents and read them in the processes that the portal uses for reading.

    python -m tests.fuzz.run [--count 1000] [--seed 1] [--jobs 2] [--keep DIR]

Each must be read or rejected with a reason. An internal error, a crash or exceeding a limit is a failure; ``--keep``
writes such documents to a folder.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import django

from documents.parsing.types import UnreadableDocumentError
from portal.reading.document import from_bytes
from portal.reading.limits import Limits
from portal.reading.process import ReadingError
from portal.reading.readers import Readers, map_in_order
from tests.fuzz.mutations import mutate
from tests.fuzz.originals import load_originals

LIMITS = Limits(seconds=60, memory_mb=1024, recognition_seconds=0)
FAILURES = ("fault", "too_slow", "too_costly", "crashed")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A damaged document: its number in the run, the original and the kind of damage."""

    number: int
    original: str
    damage: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result: ``code`` is "read", the code of a rejection, or "fault" with the traceback as ``reason``."""

    code: str
    reason: str
    seconds: float


def make_mutants(count: int, seed: int) -> Iterator[Mutant]:
    """Yield damaged documents: always the same for one seed and the same originals."""
    sources = list(load_originals().items())
    for index in range(count):
        name, content = sources[index % len(sources)]
        yield Mutant(index, name, *mutate(name, content, Random(f"{seed}-{index}")))


def read_mutant(readers: Readers, mutant: Mutant) -> Outcome:
    """Read a document and return the result. ``seconds`` is the elapsed time; the processor time is unknown here."""
    start = time.monotonic()
    code, reason = "read", ""
    try:
        from_bytes(readers.read(mutant.content, mutant.original))
    except UnreadableDocumentError as error:
        code, reason = error.code, error.message
    except ReadingError as error:
        code, reason = "fault", str(error)
    return Outcome(code, reason, time.monotonic() - start)


def main(arguments: list[str]) -> int:
    """Print the results; return exit status 1 if any failed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()  # messages of rejections are translated by Django
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, help="write what failed to this folder")
    options = parser.parse_args(arguments)
    codes: Counter[tuple[str, str]] = Counter()
    slowest = 0.0
    with Readers("portal.reading.document:read", LIMITS) as readers:
        run = map_in_order(
            lambda mutant: read_mutant(readers, mutant), make_mutants(options.count, options.seed), options.jobs
        )
        for mutant, future in run:
            result = future.result()
            codes[mutant.original.rpartition(".")[2], result.code] += 1
            slowest = max(slowest, result.seconds)
            if result.code in FAILURES:
                _report(mutant, result, options.keep)
    for (kind, code), count in sorted(codes.items()):
        sys.stdout.write(f"{kind:6}{code:16}{count:6}\n")
    failure_count = sum(count for (_, code), count in codes.items() if code in FAILURES)
    sys.stdout.write(f"{codes.total()} documents, {failure_count} failures, slowest {slowest:.1f} s\n")
    return 1 if failure_count else 0


def _report(mutant: Mutant, result: Outcome, keep: Path | None) -> None:
    sys.stdout.write(f"{mutant}: {result.code} after {result.seconds:.1f} s\n{result.reason}\n")
    sys.stdout.flush()
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{mutant.number}-{mutant.original}").write_bytes(mutant.content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
