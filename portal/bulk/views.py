"""The page about the files with all public data, and the files."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from portal.bulk.files import CHECKSUMS, DESCRIPTION, FORMATS, MEDIA_TYPES, NOTE, SQLITE, citation
from portal.bulk.generations import LATEST, Generation, find_file, list_generations
from portal.bulk.tables import TABLES

_FORMAT_NAMES = dict(zip(FORMATS, ("CSV", "JSON Lines", "Parquet"), strict=True))


@dataclass(frozen=True, slots=True)
class _TableFiles:
    """A table on the page: its number of rows, and the name, label and size in bytes of each file."""

    title: str | Promise
    rows: int
    files: list[tuple[str, str, int]]


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show the latest files with their sizes, how to use and cite them, and the earlier generations."""
    generations = list_generations()
    context = {
        "generations": generations,
        "tables": _tables(generations[0]) if generations else [],
        "database": SQLITE,
        "database_size": (generations[0].folder / SQLITE).stat().st_size if generations else 0,
        "citation": citation(generations[0].made_at) if generations else "",
        "description": DESCRIPTION,
        "checksums": CHECKSUMS,
        "note": NOTE,
        "latest": LATEST,
    }
    return render(request, "data/index.html", context)


def _tables(generation: Generation) -> list[_TableFiles]:
    resources = {row["path"]: row for row in generation.description()["resources"]}
    found = []
    for table in TABLES:
        names = [f"{table.name}.{suffix}" for suffix in FORMATS if f"{table.name}.{suffix}" in resources]
        files = [(name, _FORMAT_NAMES[name.rpartition(".")[2]], resources[name]["bytes"]) for name in names]
        if files:
            found.append(_TableFiles(table.title, resources[names[0]]["rows"], files))
    return found


@require_safe
def data_file(request: HttpRequest, generation: str, name: str) -> HttpResponseBase:
    """Send a file, or redirect to that of the latest generation. Respond with 404 if it does not exist."""
    generations = list_generations()
    if generation == LATEST and generations and name in MEDIA_TYPES:
        return redirect("data-file", generations[0].name, name)
    path = find_file(generation, name)
    if path is None:
        raise Http404
    etag = quote_etag(f"{generation}-{name}")  # a generation never changes
    headers = {"ETag": etag, "Cache-Control": "public, no-cache", "Access-Control-Allow-Origin": "*"}
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers=headers)
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=MEDIA_TYPES[name], headers=headers
    )
