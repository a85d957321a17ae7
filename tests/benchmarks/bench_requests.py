"""Find the requests that cost most without logging in: each public address with long, deep and wide input.

    python -m tests.benchmarks.bench_requests [--top N] [--only WORDS]…

Each request is made against the portal's own database, and again if it takes a quarter of a limit, since the first one
may fill caches. The report has the processor time of the database server and of this process, which hardly depend on
other work of the machine, and the number of queries.
The target is at most one second of database and two seconds of process for each; the exit status is 1 if a request
needs more. Set PORTAL_VAR to a database with 100,000 recommendations, which ``python -m tests.benchmarks.search
100000`` generates.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

import django
import psutil

if TYPE_CHECKING:
    from django.test import Client

MAX_DATABASE_SECONDS = 1.0
MAX_PROCESS_SECONDS = 2.0
REPEATED_SHARE = 0.25
LONG = 7_000  # bytes; the server accepts addresses of up to 8,190
PLACEHOLDER = re.compile(r"<(\w+):(\w+)>")
WORDS = (
    "extradition",
    "confiscation",
    "witness",
    "border",
    "corruption",
    "victims",
    "protocol",
    "authority",
    "request",
    "evidence",
)
SEARCHES = (
    "recommendations/",
    "recommendations/facet/<slug:key>/",
    "matrix/",
    "matrix/table.csv",
    "compile/",
    "documents/",
    "meetings/<slug:slug>/",
    "articles/<slug:instrument>/<str:number>/",
    "api/v1/recommendations",
    "api/v1/documents",
)
"""Pages that read filters of a search or of a list."""
WORDED = (*SEARCHES, "suggestions", "concordance/", "documents/<path:address>/", "api/v1/meetings")
"""Pages that read words, which they search for or mark."""


def _numbered(template: str, count: int, separator: str = " ") -> str:
    return separator.join(template.format(word=WORDS[number % 10], number=number) for number in range(count))


TEXTS = {
    "a long word": "a" * LONG,
    "many words": _numbered("{word}{number}", LONG // 14),
    "frequent words": _numbered("{word}", 180),
    "many alternatives": _numbered("{word}{number}", LONG // 18, " OR "),
    "alternatives of frequent words": _numbered("{word}", 180, " OR "),
    "many quotation marks": '"a ' * (LONG // 3),
    "a long phrase": f'"{_numbered("{word}", 180)}"',
    "many phrases": _numbered('"States parties" "{word}"', 60),
    "many prefixes": " ".join(f"{a}{b}*" for a in "abcdefghij" for b in "abcdefghijklmnopqrst"),
    "short prefixes": "a* b* c* d* e* f* g* h* i* p* s* t*",
    "many exclusions": " ".join(f"-{word}{number}" for number in range(60) for word in WORDS),
    "many articles": _numbered("article {number}", 41),
    "a long question": f"What should States do about {_numbered('{word} {number}', 120)}?",
    "many misspellings": _numbered("ex{number}tradtion conficsation", 60),
    "joint symbols": "A-" * (LONG // 2),
    "many symbols": _numbered("CTOC/COP/{number}/{number}", 200),
    "deep parentheses": "(" * (LONG // 2) + ")" * (LONG // 2),
    "many slashes": "/".join("a" for _ in range(LONG // 2)),
    "no-break spaces and accents": "\u00a0e\u0301" * (LONG // 12),
    "Chinese": "引渡没收" * (LONG // 36),
    "Arabic": "تسليم المجرمين " * (LONG // 90),
}
"""Values for words in searches and for texts in addresses."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request: its name in the report, its address, and the fields of a form if it is sent with POST."""

    name: str
    address: str
    form: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a request. Times are in seconds."""

    name: str
    status: int
    database: float
    queries: int
    process: float

    @property
    def share(self) -> float:
        """The share of a limit that the request uses; more than 1 is too much."""
        return max(self.database / MAX_DATABASE_SECONDS, self.process / MAX_PROCESS_SECONDS)


class Examples:
    """Values of the database for the placeholders of addresses and for filters: those with most content."""

    def placeholder(self, kind: str, name: str, pattern: str) -> str:
        """Return a value for a placeholder of a pattern."""
        from tests.portal.test_permissions import EXAMPLES

        values = {
            "path:address": self.symbol,
            "path:other": self.symbol,
            "str:other_place": "para-2",
            "int:pk": str(self.recommendations[0]),
            "int:number": "1",
            "int:other": str(self.recommendations[1]),
            "int:page": "1",
            "slug:slug": self.first("meeting", "cop-11") if pattern.startswith("meetings/") else "searching",
            "slug:key": self.first("topic", "extradition") if pattern.startswith("topics/") else "topic",
        }
        return values.get(f"{kind}:{name}") or EXAMPLES[f"<{kind}:{name}>"]

    @cached_property
    def recommendations(self) -> list[int]:
        """Keys of recommendations, from the whole database."""
        from recommendations.models import Recommendation

        keys = list(Recommendation.objects.order_by("pk").values_list("pk", flat=True))
        return keys[:: max(1, len(keys) // 1_000)][:1_000]

    @cached_property
    def symbol(self) -> str:
        """The symbol of a document with most recommendations."""
        from django.db.models import Count

        from documents.models import Document

        largest = Document.objects.annotate(size=Count("versions__recommendations")).order_by("-size").first()
        return largest.address if largest else "CTOC/COP/2022/9"

    @cached_property
    def filters(self) -> dict[str, list[str]]:
        """Valid values of each filter, at most fifty, the most frequent first."""
        from recommendations.search.query import SearchQuery
        from recommendations.search.results import search

        counts = search(SearchQuery()).counts
        return {
            facet: sorted(values, key=lambda value: -values[value])[:50] for facet, values in counts.items() if values
        }

    def first(self, facet: str, default: str) -> str:
        """Return the most frequent value of a filter, or a default if no recommendation has one."""
        return next(iter(self.filters.get(facet, ())), default)

    @cached_property
    def shared(self) -> list[tuple[str, str]]:
        """The parameters of a shared list of 300 recommendations, which is not limited to the length of a link."""
        from recommendations.exports.sharing import share_queries

        return [pair for query in share_queries(self.recommendations[:300]) for pair in parse_qsl(query)]


def find_requests() -> Iterator[Request]:
    """Yield all requests."""
    from documents.web.roles import Role
    from tests.portal.test_permissions import ADDRESSES

    examples = Examples()
    for pattern, role in ADDRESSES.items():
        if role is Role.READER and pattern != "api/":
            yield from _in_address(pattern, examples)
            yield from _in_query(pattern, examples)
    for endpoint in ("recommendations", "documents", "meetings", "articles", "topics"):
        yield from _in_query(f"api/v1/{endpoint}", examples)
    yield from _forms(examples)


def _in_address(pattern: str, examples: Examples) -> Iterator[Request]:
    """Yield requests with each input in each placeholder for text."""
    placeholders = PLACEHOLDER.findall(pattern)
    for changed in placeholders:
        if changed[0] == "int":
            yield Request(f"{pattern} with a large number", _fill(pattern, examples, changed, "9" * 18))
            continue
        for name, text in TEXTS.items():
            value = re.sub(r"\W+", "-", text, flags=re.ASCII) if changed[0] == "slug" else text
            value = value.replace("/", "-") if changed[0] == "str" else value
            yield Request(f"{pattern} with {name} in {changed[1]}", _fill(pattern, examples, changed, value[:LONG]))


def _fill(pattern: str, examples: Examples, changed: tuple[str, str] = ("", ""), value: str = "") -> str:
    def replace(match: re.Match[str]) -> str:
        kind, name = match.groups()
        return quote(value if (kind, name) == changed else examples.placeholder(kind, name, pattern))[: LONG + 500]

    return "/" + PLACEHOLDER.sub(replace, pattern)


def _in_query(pattern: str, examples: Examples) -> Iterator[Request]:
    """Yield requests with each input in the query."""
    address = _fill(pattern, examples)
    yield Request(pattern, address)
    for name, text in TEXTS.items() if pattern in WORDED else ():
        yield Request(f"{pattern} ?q with {name}", f"{address}?{urlencode({'q': text})[:LONG]}")
    for name, pairs in _wide(pattern, examples):
        yield Request(f"{pattern} with {name}", f"{address}?{urlencode(pairs)[: LONG + 1000]}")


def _wide(pattern: str, examples: Examples) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield names and parameters: many values, many unknown values, late pages, and lists of recommendations."""
    for page in ("100", "100000"):
        yield f"page {page}", [("page", page), ("cursor", page)]
    yield "a shared list", [("from", "shared"), *examples.shared]
    yield (
        "an unknown shared list",
        [("from", "shared"), *(("of", f"A/{number}:para-1,para-2") for number in range(300))],
    )
    yield "many unknown parameters", [(f"name{number}", "a") for number in range(500)]
    yield "repeated parameters", [("q", word) for word in itertools.islice(itertools.cycle(WORDS), 400)]
    if pattern not in SEARCHES:
        return
    for facet, values in examples.filters.items():
        yield f"the most frequent {facet} and frequent words", [(facet, values[0]), ("q", TEXTS["short prefixes"])]
        yield f"many of {facet}", [(facet, value) for value in values]
        yield f"many of {facet}, in paragraphs", [(facet, value) for value in values] + [("in", "paragraphs")]
        yield f"unknown values of {facet}", [(facet, f"unknown-{number}") for number in range(50)]
        yield f"joint symbols in {facet}", [(facet, "-".join(f"A/{n}/{m}" for m in range(8))) for n in range(50)]
    yield "all filters", [(facet, value) for facet, values in examples.filters.items() for value in values]
    for option in ("fold", "meaning", "thesaurus", "spelling"):
        yield f"{option} off", [(option, "off"), ("q", TEXTS["frequent words"])]
    yield "words by date", [("q", "States parties"), ("sort", "date"), ("page", "100")]


def _forms(examples: Examples) -> Iterator[Request]:
    """Yield requests with POST: compilations of at most three hundred recommendations, baskets, logins."""
    for file_format in ("word", "excel", "csv", "pdf", "json"):
        for grouping in ("", "article", "meeting", "topic"):
            fields = [("from", "shared"), *examples.shared, ("by", grouping), ("format", file_format), ("texts", "all")]
            address = f"/compile/?{urlencode(fields)}"
            yield Request(f"compile/ 300 recommendations as {file_format} by {grouping or 'nothing'}", address)
    for name, text in TEXTS.items():
        yield Request(f"compile/ form with {name}", "/compile/", (("q", text), ("title", text), ("format", "csv")))
        yield Request(f"basket/ form with {name}", "/basket/", (("add", text),))
        yield Request(f"login/ form with {name}", "/login/", (("username", text), ("password", text)))
        yield Request(f"password/new/ form with {name}", "/password/new/", (("email", text),))


def measure(client: Client, request: Request) -> Cost:
    """Return the cost of a request."""
    cost = _measure_once(client, request)
    return _measure_once(client, request) if cost.share > REPEATED_SHARE else cost


def _measure_once(client: Client, request: Request) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    connection.ensure_connection()
    server = psutil.Process(connection.connection.info.backend_pid)  # on the same machine
    before, start = sum(server.cpu_times()[:2]), time.process_time()
    with CaptureQueriesContext(connection) as queries:
        status = _send(client, request)
    process = time.process_time() - start
    return Cost(request.name, status, sum(server.cpu_times()[:2]) - before, len(queries), process)


def _send(client: Client, request: Request) -> int:
    if request.form:
        response = client.post(request.address, dict(request.form), HTTP_ORIGIN="http://testserver")
    else:
        response = client.get(request.address)
    if response.streaming:
        b"".join(response.streaming_content)
    response.close()
    return response.status_code


def main() -> int:
    """Measure all requests and print the costliest. Return 1 if one is over a limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--top", type=int, default=25, help="the number of requests to print")
    parser.add_argument("--only", action="append", default=[], help="only requests whose name contains these words")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection

    from tests.clients import EnglishClient

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.AXES_ENABLED = False
    client = EnglishClient(raise_request_exception=False)
    connection.settings_dict["CONN_MAX_AGE"] = None  # one process of the server, so that its time can be measured
    with connection.cursor() as cursor:  # so that one process of the server does all the work
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    costs = []
    for request in find_requests():
        if not options.only or any(words in request.name for words in options.only):
            costs.append(measure(client, request))
            if costs[-1].share > 1:
                sys.stderr.write(f"{costs[-1]}\n")
    costs.sort(key=lambda cost: cost.share, reverse=True)
    sys.stdout.write(f"{len(costs)} requests\n{'database':>9} {'queries':>8} {'process':>8} status request\n")
    for cost in costs[: options.top]:
        sys.stdout.write(f"{cost.database:8.2f}s {cost.queries:8} {cost.process:7.2f}s {cost.status:6} {cost.name}\n")
    failed = [cost.name for cost in costs if cost.status >= 500]
    sys.stdout.write("".join(f"failed: {name}\n" for name in failed))
    return 1 if failed or any(cost.share > 1 for cost in costs) else 0


if __name__ == "__main__":
    sys.exit(main())
