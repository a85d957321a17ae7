"""The view of OAI-PMH: one address that answers the six verbs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.harvesting import records
from portal.harvesting.arguments import Arguments, HarvestError, read_arguments, read_selection, write_token
from portal.harvesting.formats import FORMATS
from portal.harvesting.xml import element, text_element
from recommendations.models import HarvestRecord
from recommendations.queries.harvesting import HarvestFacts

REPOSITORY_NAME = "UNTOC Portal"
UNKNOWN_EMAIL = "unknown@example.invalid"  # the protocol requires an address
_NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
_IDENTIFIER_NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_EMAIL = re.compile(r"\S+@(\S+\.)+\S+")  # as in the schema
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")  # as in the schema of identifiers
_SAMPLE = "documents/CTOC/COP/2022/9"


class _Repository:
    """The portal as a repository, at the address of one request."""

    def __init__(self, request: HttpRequest) -> None:
        self.base = request.build_absolute_uri(reverse("oai"))
        self.root = request.build_absolute_uri("/").rstrip("/")
        self.host = urlsplit(settings.PORTAL_URL or self.root).hostname or "localhost"

    def identifier(self, record: HarvestRecord) -> str:
        """Return the identifier of a record: that of the page, which lasts, below the portal's name."""
        return f"oai:{self.host}:{record.address.strip('/')}"

    def find(self, identifier: str) -> HarvestRecord:
        """Return the record with an identifier. Raise :class:`HarvestError` ("idDoesNotExist")."""
        start = f"oai:{self.host}:"
        path = identifier.removeprefix(start)
        record = records.find_record(f"/{path}/") if identifier.startswith(start) and "\0" not in path else None
        if record is None:
            raise HarvestError("idDoesNotExist", f"No record has the identifier “{identifier}”.")
        return record


@csrf_exempt  # read-only; the protocol allows POST
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a request of OAI-PMH. Errors of the protocol have the status 200, as it requires."""
    date = records.complete_until()
    repository = _Repository(request)
    query = request.POST if request.method == "POST" else request.GET
    repeated: Mapping[str, str] = {}
    try:
        arguments = read_arguments(query)
        repeated = {"verb": arguments.verb, **arguments.values}
        content = element(arguments.verb, _VERBS[arguments.verb](arguments, repository))
    except HarvestError as error:
        content = text_element("error", str(error), {"code": error.code})
        if error.code in ("badVerb", "badArgument"):
            repeated = {}
    return _response(date, text_element("request", repository.base, repeated), content)


def _response(date: datetime.datetime, request: str, content: str) -> HttpResponse:
    attributes = {
        "xmlns": _NAMESPACE,
        "xmlns:xsi": _XSI,
        "xsi:schemaLocation": f"{_NAMESPACE} {_NAMESPACE}OAI-PMH.xsd",
    }
    answer = element("OAI-PMH", f"{text_element('responseDate', _utc(date))}{request}{content}", attributes)
    response = HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{answer}\n', content_type="text/xml; charset=utf-8"
    )
    response["Cache-Control"] = "no-store"  # a withdrawn text disappears at once
    return response


def _utc(date: datetime.datetime) -> str:
    return f"{date:%Y-%m-%dT%H:%M:%SZ}"


# --- the verbs ---------------------------------------------------------------------------------------


def _identify(_arguments: Arguments, repository: _Repository) -> str:
    addresses = (settings.CONTACT_EMAIL, parseaddr(settings.DEFAULT_FROM_EMAIL)[1], UNKNOWN_EMAIL)
    fields = (
        ("repositoryName", REPOSITORY_NAME),
        ("baseURL", repository.base),
        ("protocolVersion", "2.0"),
        ("adminEmail", next(address for address in addresses if _EMAIL.fullmatch(address))),
        ("earliestDatestamp", _utc(records.earliest_change())),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        ("compression", "gzip"),
    )
    return "".join(text_element(name, text) for name, text in fields) + _identifier_scheme(repository)


def _identifier_scheme(repository: _Repository) -> str:
    """Return the description of identifiers, or "" if the portal has no domain."""
    if not _DOMAIN.fullmatch(repository.host):
        return ""
    fields = (
        ("scheme", "oai"),
        ("repositoryIdentifier", repository.host),
        ("delimiter", ":"),
        ("sampleIdentifier", f"oai:{repository.host}:{_SAMPLE}"),
    )
    attributes = {
        "xmlns": _IDENTIFIER_NAMESPACE,
        "xsi:schemaLocation": f"{_IDENTIFIER_NAMESPACE} {_IDENTIFIER_NAMESPACE}.xsd",
    }
    scheme = element("oai-identifier", "".join(text_element(name, text) for name, text in fields), attributes)
    return element("description", scheme)


def _list_metadata_formats(arguments: Arguments, repository: _Repository) -> str:
    """Return the formats, which are the same for all records."""
    if arguments.identifier:
        repository.find(arguments.identifier)
    return "".join(
        element(
            "metadataFormat",
            text_element("metadataPrefix", row.prefix)
            + text_element("schema", row.schema)
            + text_element("metadataNamespace", row.namespace),
        )
        for row in FORMATS.values()
    )


def _list_sets(arguments: Arguments, _repository: _Repository) -> str:
    if "resumptionToken" in arguments.values:
        read_selection(arguments)
    sets = records.list_sets()
    if not sets:
        raise HarvestError("noSetHierarchy", "There are no sets yet, because no document is public.")
    return "".join(element("set", text_element("setSpec", key) + text_element("setName", name)) for key, name in sets)


def _get_record(arguments: Arguments, repository: _Repository) -> str:
    record = repository.find(arguments.identifier)
    facts = records.facts_of([record]).get(record.pk)
    return _record(record, facts, arguments.values["metadataPrefix"], repository)


def _list_records(arguments: Arguments, repository: _Repository) -> str:
    def write(rows: Iterable[HarvestRecord], prefix: str) -> str:
        facts = records.facts_of(rows)
        return "".join(_record(row, facts.get(row.pk), prefix, repository) for row in rows)

    return _list(arguments, write)


def _list_identifiers(arguments: Arguments, repository: _Repository) -> str:
    return _list(arguments, lambda rows, _prefix: "".join(_header(row, repository) for row in rows))


def _list(arguments: Arguments, write: Callable[[Iterable[HarvestRecord], str], str]) -> str:
    """Return a page of a list, and the token of the next one."""
    selection = read_selection(arguments)
    page = records.read_page(selection)
    if not page.records:
        if selection.after:
            raise HarvestError("badResumptionToken", "The rest of the list has changed. Begin the list again.")
        raise HarvestError("noRecordsMatch", "No record matches these arguments.")
    content = write(page.records, selection.prefix)
    if page.following is None and not selection.after:
        return content
    token = write_token(page.following, arguments.verb) if page.following else ""
    size = {"completeListSize": str(page.selection.total), "cursor": str(selection.cursor)}
    return content + text_element("resumptionToken", token, size)


_VERBS: Mapping[str, Callable[[Arguments, _Repository], str]] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_metadata_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_identifiers,
    "ListRecords": _list_records,
}


def _record(record: HarvestRecord, facts: HarvestFacts | None, prefix: str, repository: _Repository) -> str:
    """Return a record. One that was withdrawn while the page was read has no content any more: it is deleted."""
    header = _header(record, repository, is_deleted=facts is None)
    if facts is None:
        return element("record", header)
    return element(
        "record", header + element("metadata", FORMATS[prefix].write(facts, record.changed_at, repository.root))
    )


def _header(record: HarvestRecord, repository: _Repository, *, is_deleted: bool = False) -> str:
    content = text_element("identifier", repository.identifier(record))
    content += text_element("datestamp", _utc(record.changed_at))
    content += "".join(text_element("setSpec", key) for key in record.sets)
    return element("header", content, {"status": "deleted"} if is_deleted or record.is_deleted else {})
