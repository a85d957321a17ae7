"""Measure how many pages per second are parsed, compared with pdfminer's own layout of the same PDFs.

    python -m tests.benchmarks.bench_parse [PATH ...]

PATH is a PDF or a folder of PDFs, by default the corpus next to the repository. "bare" is pdfminer
alone, "reading" is the PDF reader, "whole" is everything from bytes to draft recommendations. The ratio compares
"whole" with "bare"; 1.0 means as fast. Finally, all files are read by one process and by two, as the portal does.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams

from documents.parsing.parse import build_document
from documents.parsing.readers.pdf import read_pdf
from documents.parsing.types import UnreadableDocumentError
from portal.reading.limits import Limits
from portal.reading.readers import Readers, map_in_order
from recommendations.extraction.extract import extract
from recommendations.extraction.vocabulary import Vocabulary
from tests.sources import ROOT

Result = TypeVar("Result")
CORPUS = ROOT.parent / "shared" / "corpus"


@dataclass
class Times:
    """Processor time in seconds for a number of pages."""

    pages: int = 0
    bare: float = 0.0
    reading: float = 0.0
    total_time: float = 0.0

    def __add__(self, other: Times) -> Times:
        return Times(
            self.pages + other.pages,
            self.bare + other.bare,
            self.reading + other.reading,
            self.total_time + other.total_time,
        )

    def row(self, name: str) -> str:
        """Return a line of the report."""
        bare, reading, total_time = (self.pages / seconds for seconds in (self.bare, self.reading, self.total_time))
        return (
            f"{name:45}{self.pages:5} pages   bare {bare:6.1f}/s   reading {reading:6.1f}/s   whole {total_time:6.1f}/s"
            f"   ratio {self.bare / self.total_time:.2f}\n"
        )


def main(arguments: list[str]) -> int:
    """Print a line for each file and the total. Return exit status 1 if there is nothing to read."""
    parser = argparse.ArgumentParser(description="Pages per second, compared with bare pdfminer")
    parser.add_argument("paths", type=Path, nargs="*", default=[CORPUS / "real", CORPUS / "typeset"])
    vocabulary = Vocabulary.load(ROOT / "fixtures" / "vocabulary")
    total = Times()
    files: list[Path] = []
    for file in (file for path in parser.parse_args(arguments).paths for file in pdf_files(path)):
        try:
            times = measure(file, vocabulary)
        except UnreadableDocumentError as error:
            sys.stdout.write(f"{file.name}: left out. {error.message}\n")
            continue
        total += times
        files.append(file)
        sys.stdout.write(times.row(file.name))
    if not total.pages:
        sys.stderr.write("No PDF to read.\n")
        return 1
    sys.stdout.write(total.row("all"))
    single, double = (seconds_in_processes(files, jobs) for jobs in (1, 2))
    sys.stdout.write(
        f"one process {total.pages / single:.1f} pages/s, two {total.pages / double:.1f} pages/s by the clock, "
        f"ratio {single / double:.2f}\n"
    )
    return 0


def seconds_in_processes(files: list[Path], jobs: int) -> float:
    """Return the seconds to read files in ``jobs`` processes that are already running, the largest files first."""
    files = sorted(files, key=lambda file: file.stat().st_size, reverse=True)
    with Readers("portal.reading.document:read", Limits(recognition_seconds=0)) as readers:

        def read(file: Path) -> bytes:
            return readers.read(file.read_bytes(), file.name)

        for _, warm_up in map_in_order(read, files[:1] * jobs, jobs):
            warm_up.result()
        start = time.perf_counter()
        for _, future in map_in_order(read, files, jobs):
            future.result()
        return time.perf_counter() - start


def pdf_files(path: Path) -> list[Path]:
    """Return the PDFs at a path, sorted by name."""
    return sorted(path.glob("*.pdf")) if path.is_dir() else [path]


def measure(file: Path, vocabulary: Vocabulary) -> Times:
    """Return the times to read a file once in each way."""
    content = file.read_bytes()
    pages, bare = measure_time(lambda: sum(1 for _ in extract_pages(io.BytesIO(content), laparams=LAParams())))
    source, reading = measure_time(lambda: read_pdf(content))
    _, extracting = measure_time(lambda: extract(build_document(source, file.name), vocabulary))
    return Times(pages, bare, reading, reading + extracting)


def measure_time(run: Callable[[], Result]) -> tuple[Result, float]:
    """Return the result of ``run``, and its processor time in seconds."""
    start = time.process_time()
    result = run()
    return result, max(time.process_time() - start, 1e-6)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
