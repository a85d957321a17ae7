"""Compare the processor time of pages in each language with that in English.

    python -m tests.benchmarks.bench_languages [--rounds N]

Each page is requested in all languages in turn, many times, against the portal's own database. The report has, for each
page, the median milliseconds of processor time in English and those of the other languages as a share of it. The target
is at most a tenth more, for all pages together; the exit status is 1 if a language needs more.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections import defaultdict
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from django.test import Client

MAX_SHARE = 1.1
CODES = ("en", "ar", "zh", "fr", "ru", "es")


def find_pages() -> list[str]:
    """Return the addresses of one page of each kind, without a language."""
    from documents.models import Meeting
    from documents.web.language_addresses import without_language
    from recommendations.models import Recommendation

    recommendation = Recommendation.objects.select_related("version__document").first()
    meeting = Meeting.objects.filter(recommendations__isnull=False).first()
    found = [row.get_absolute_url() for row in (meeting, recommendation) if row]
    found += [recommendation.version.document.get_absolute_url()] if recommendation else []
    return [
        "/",
        "/recommendations/?q=confiscation",
        "/articles/",
        "/articles/untoc/18/",
        "/matrix/",
        "/meetings/",
        "/documents/",
        "/brief/?article=untoc:18",
        *map(without_language, found),
    ]


def measure(client: Client, page: str, code: str) -> float:
    """Return the milliseconds of processor time of a page in a language."""
    start = time.process_time()
    response = client.get(f"/{code}{page}")
    elapsed = time.process_time() - start
    if response.status_code != 200:
        raise RuntimeError(f"/{code}{page} has the status {response.status_code}")
    return elapsed * 1000


def main() -> int:
    """Measure all pages and print the report. Return 1 if a language is slower than the target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30, help="how often each page is requested in each language")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    totals: dict[str, float] = defaultdict(float)
    sys.stdout.write(f"{'en':>8} " + " ".join(f"{code:>5}" for code in CODES[1:]) + " page\n")
    for page in find_pages():
        times: dict[str, list[float]] = defaultdict(list)
        for number in range(options.rounds + 2):
            for code in CODES:
                elapsed = measure(client, page, code)
                if number > 1:  # the first requests fill caches
                    times[code].append(elapsed)
        medians = {code: statistics.median(times[code]) for code in CODES}
        for code in CODES:
            totals[code] += medians[code]
        _report(medians, page)
        sys.stdout.flush()
    _report(totals, "all pages")
    return 1 if max(totals.values()) > MAX_SHARE * totals["en"] else 0


def _report(milliseconds: dict[str, float], page: str) -> None:
    shares = " ".join(f"{milliseconds[code] / milliseconds['en']:5.2f}" for code in CODES[1:])
    sys.stdout.write(f"{milliseconds['en']:6.1f}ms {shares} {page}\n")


if __name__ == "__main__":
    sys.exit(main())
