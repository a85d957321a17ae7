"""Pages per second of our reading of PDFs beside pdfminer's own layout of the same files.

    python -m tests.benchmarks.bench_parse [PATH ...]

PATH is a PDF or a folder of them; without one, the corpus beside the repository is taken. Each file is run both
ways in turn; the ratio is ours to bare pdfminer's, 1.0 meaning as fast.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams

from documents.parsing.readers.pdf import read_pdf
from documents.parsing.types import UnreadableDocument

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def main(arguments: list[str]) -> int:
    """Print one line a file and the total. Exit status 1 where there is nothing to read."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("paths", type=Path, nargs="*", default=[CORPUS / "real", CORPUS / "typeset"])
    files = [file for path in options.parse_args(arguments).paths for file in pdf_files(path)]
    pages, bare, ours = 0, 0.0, 0.0
    for file in files:
        content = file.read_bytes()
        count, seconds_bare = timed(lambda content=content: bare_layout(content))  # type: ignore[misc]
        try:
            _, seconds_ours = timed(lambda content=content: read(content))  # type: ignore[misc]
        except UnreadableDocument as error:
            sys.stdout.write(f"{file.name}: left out, {error.message}\n")
            continue
        pages, bare, ours = pages + count, bare + seconds_bare, ours + seconds_ours
        sys.stdout.write(
            f"{file.name:50} {count:4} pages  bare {count / seconds_bare:6.1f}/s  ours {count / seconds_ours:6.1f}/s"
            f"  ratio {seconds_bare / seconds_ours:.2f}\n"
        )
    if not pages:
        sys.stderr.write("No PDF to read.\n")
        return 1
    sys.stdout.write(
        f"{'all':50} {pages:4} pages  bare {pages / bare:6.1f}/s  ours {pages / ours:6.1f}/s  ratio {bare / ours:.2f}\n"
    )
    return 0


def pdf_files(path: Path) -> list[Path]:
    """The PDFs at a path, in order."""
    return sorted(path.glob("*.pdf")) if path.is_dir() else [path]


def timed(run: Callable[[], int]) -> tuple[int, float]:
    """What ``run`` returns and the processor seconds it took."""
    start = time.process_time()
    result = run()
    return result, max(time.process_time() - start, 1e-6)


def bare_layout(content: bytes) -> int:
    """pdfminer's layout analysis with its own settings; the number of pages."""
    return sum(1 for _ in extract_pages(io.BytesIO(content), laparams=LAParams()))


def read(content: bytes) -> int:
    """Our reading; the number of pages."""
    return read_pdf(content).pages or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
