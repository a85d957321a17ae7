"""Damage documents and have them read, in the processes that read for the portal.

    python -m tests.fuzz.run [--count 1000] [--seed 1] [--jobs 2] [--keep DIR]

Every one has to be read or refused with a reason. One that ends in a fault of ours, takes longer or more memory than
any damage may cost, or kills its process is a failure; ``--keep`` writes it to a folder.
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
from portal.reading.readers import Readers, in_order
from tests.fuzz.mutations import mutate
from tests.fuzz.originals import originals

LIMITS = Limits(seconds=60, memory_mb=1024, recognition_seconds=0)
FAILURES = ("fault", "too_slow", "too_costly", "crashed")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A damaged document: which one of a run it is, of what it was made and how."""

    number: int
    original: str
    damage: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """``code`` is "read", that of a refusal, or "fault" with its traceback as ``reason``."""

    code: str
    reason: str
    seconds: float


def mutants(count: int, seed: int) -> Iterator[Mutant]:
    """The same ones for the same seed, on the same originals."""
    sources = list(originals().items())
    for number in range(count):
        name, content = sources[number % len(sources)]
        yield Mutant(number, name, *mutate(name, content, Random(f"{seed}-{number}")))


def outcome(readers: Readers, mutant: Mutant) -> Outcome:
    """What becomes of it. Its processor time is not known here; seconds are by the clock."""
    start = time.monotonic()
    code, reason = "read", ""
    try:
        from_bytes(readers.read(mutant.content, mutant.original))
    except UnreadableDocumentError as refusal:
        code, reason = refusal.code, refusal.message
    except ReadingError as fault:
        code, reason = "fault", str(fault)
    return Outcome(code, reason, time.monotonic() - start)


def main(arguments: list[str]) -> int:
    """Print what became of them; exit status 1 where one failed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()  # refusals are sentences of the portal
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, help="write what failed to this folder")
    options = parser.parse_args(arguments)
    codes: Counter[tuple[str, str]] = Counter()
    slowest = 0.0
    with Readers("portal.reading.document:read", LIMITS) as readers:
        run = in_order(lambda one: outcome(readers, one), mutants(options.count, options.seed), options.jobs)
        for mutant, future in run:
            result = future.result()
            codes[mutant.original.rpartition(".")[2], result.code] += 1
            slowest = max(slowest, result.seconds)
            if result.code in FAILURES:
                _tell(mutant, result, options.keep)
    for (kind, code), count in sorted(codes.items()):
        sys.stdout.write(f"{kind:6}{code:16}{count:6}\n")
    failed = sum(count for (_, code), count in codes.items() if code in FAILURES)
    sys.stdout.write(f"{codes.total()} documents, {failed} failures, slowest {slowest:.1f} s\n")
    return 1 if failed else 0


def _tell(mutant: Mutant, result: Outcome, keep: Path | None) -> None:
    sys.stdout.write(f"{mutant}: {result.code} after {result.seconds:.1f} s\n{result.reason}\n")
    sys.stdout.flush()
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{mutant.number}-{mutant.original}").write_bytes(mutant.content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
