"""The API for language models: a server of the Model Context Protocol (MCP) at ``/mcp/``.

Each endpoint of the API is a tool with the same parameters and results. The server is stateless and read-only: a
message is a POST request, and its response is JSON. It follows the specification of 2026-07-28, and the earlier ones
that begin with ``initialize`` ("Streamable HTTP" without sessions or streams).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from documents.web.languages import accepted_language
from recommendations.api.addresses import MovedError
from recommendations.api.endpoints import ENDPOINTS, Endpoint
from recommendations.api.openapi import ABOUT, VERSION
from recommendations.api.problems import ProblemError, ProblemType
from recommendations.api.schemas import Schema, to_json_value

CURRENT_VERSION = "2026-07-28"
VERSIONS = (CURRENT_VERSION, "2025-11-25", "2025-06-18", "2025-03-26")
"""Versions of the protocol, newest first. Those before the first begin with ``initialize``."""

_VERSION_KEY = "io.modelcontextprotocol/protocolVersion"
_MAX_BYTES = 100_000  # of a message
_LIST_MILLISECONDS = 3_600_000  # for which a client may keep the list of tools

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
UNSUPPORTED_VERSION = -32022

_INSTRUCTIONS = (
    f"{ABOUT} Quote texts word for word, and name the symbol and paragraph. Always give the status of a text: a "
    "meeting adopted it only if the status is “adopted”, “for_endorsement” or “endorsed”."
)


class MessageError(Exception):
    """A message that is answered with an error. ``code`` is that of JSON-RPC 2.0 or of the protocol."""

    def __init__(self, code: int, message: str, status: HTTPStatus = HTTPStatus.OK, data: Any = None) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.data = data


@csrf_exempt  # read-only, without cookies
def mcp(request: HttpRequest) -> HttpResponse:
    """Answer one message of the protocol. Any origin may read the answers, because everything is public."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Access-Control-Allow-Methods"] = "POST, OPTIONS"
        response["Access-Control-Allow-Headers"] = "Content-Type, MCP-Protocol-Version, Mcp-Method, Mcp-Name"
    elif request.method == "POST":
        with translation.override(accepted_language(request)):
            response = _answer(request)
    else:
        response = HttpResponseNotAllowed(["POST", "OPTIONS"])  # there are no streams and no sessions
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    identity = None
    try:
        message = _read_message(request)
        identity = message.get("id")
        if identity is None:
            return HttpResponse(status=HTTPStatus.ACCEPTED)  # a notification
        result = _result(request, message)
    except MessageError as error:
        details = {"code": error.code, "message": str(error), **({} if error.data is None else {"data": error.data})}
        return JsonResponse({"jsonrpc": "2.0", "id": identity, "error": details}, status=error.status)
    return JsonResponse(
        {"jsonrpc": "2.0", "id": identity, "result": {"resultType": "complete", **result}},
        json_dumps_params={"ensure_ascii": False},
    )


def _read_message(request: HttpRequest) -> dict[str, Any]:
    """Return the message in a request. Raise :class:`MessageError` if there is none."""
    if int(request.headers.get("Content-Length") or 0) > _MAX_BYTES:
        raise MessageError(INVALID_REQUEST, f"A message has at most {_MAX_BYTES} bytes.", HTTPStatus.BAD_REQUEST)
    try:
        message = json.loads(request.body)
    except (ValueError, RecursionError):
        raise MessageError(PARSE_ERROR, "The message is not JSON.", HTTPStatus.BAD_REQUEST) from None
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0" or not isinstance(message.get("method"), str):
        raise MessageError(INVALID_REQUEST, "The message is not a JSON-RPC 2.0 request.", HTTPStatus.BAD_REQUEST)
    if not isinstance(message.get("id"), str | int | None):
        raise MessageError(INVALID_REQUEST, "“id” must be a string or a number.", HTTPStatus.BAD_REQUEST)
    return message


def _result(request: HttpRequest, message: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result of a request. Raise :class:`MessageError` if it is not possible."""
    params = message.get("params") or {}
    if not isinstance(params, dict):
        raise MessageError(INVALID_PARAMS, "“params” must be an object.")
    method = message["method"]
    if method == "initialize":
        asked = params.get("protocolVersion")
        return {"protocolVersion": asked if asked in VERSIONS[1:] else VERSIONS[1], **_about(), "serverInfo": _SERVER}
    _check_version(request, params)
    if method == "server/discover":
        return {"supportedVersions": list(VERSIONS), **_about(), **_CACHING, "_meta": {_SERVER_KEY: _SERVER}}
    if method == "ping":
        return {}
    if method == "tools/list":
        return {"tools": [_describe(name, endpoint) for name, endpoint in tools().items()], **_CACHING}
    if method == "tools/call":
        return _call(request, params)
    raise MessageError(METHOD_NOT_FOUND, f"There is no method “{method}”.", _status(params, HTTPStatus.NOT_FOUND))


_SERVER = {"name": "untoc-portal", "title": "UNTOC Portal", "version": VERSION}
_SERVER_KEY = "io.modelcontextprotocol/serverInfo"
_CACHING = {"ttlMs": _LIST_MILLISECONDS, "cacheScope": "public"}


def _about() -> dict[str, Any]:
    return {"capabilities": {"tools": {}}, "instructions": _INSTRUCTIONS}


def _check_version(request: HttpRequest, params: Mapping[str, Any]) -> None:
    """Raise :class:`MessageError` if the request names a version of the protocol that is not known."""
    meta = params.get("_meta")
    asked = (meta.get(_VERSION_KEY) if isinstance(meta, dict) else None) or request.headers.get("MCP-Protocol-Version")
    if asked and asked not in VERSIONS:
        data = {"supported": list(VERSIONS), "requested": str(asked)}
        raise MessageError(UNSUPPORTED_VERSION, "Unsupported protocol version", HTTPStatus.BAD_REQUEST, data)


def _status(params: Mapping[str, Any], status: HTTPStatus) -> HTTPStatus:
    """Return the HTTP status of an error. Versions of the protocol with ``initialize`` send errors with status 200."""
    meta = params.get("_meta")
    return status if isinstance(meta, dict) and _VERSION_KEY in meta else HTTPStatus.OK


# --- tools -------------------------------------------------------------------------------------------


@cache
def tools() -> dict[str, Endpoint]:
    """Return the endpoints of the API by the name of their tool: "search_recommendations", "get_meeting"."""
    return {_tool_name(endpoint): endpoint for endpoint in ENDPOINTS}


def _tool_name(endpoint: Endpoint) -> str:
    if endpoint.identifiers:
        return f"get_{endpoint.name}"
    is_search = any(parameter.name == "q" for parameter in endpoint.parameters)
    return f"search_{endpoint.name}" if is_search else f"list_{endpoint.name}"


def _describe(name: str, endpoint: Endpoint) -> Schema:
    parameters = (*endpoint.identifiers, *endpoint.parameters)
    return {
        "name": name,
        "description": endpoint.summary,
        "inputSchema": {
            "type": "object",
            "properties": {entry.name: {**entry.schema, "description": entry.description} for entry in parameters},
            "required": [entry.name for entry in endpoint.identifiers],
            "additionalProperties": False,
        },
        "annotations": {"readOnlyHint": True, "openWorldHint": False},
    }


def _call(request: HttpRequest, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result of a tool. A wrong argument is a result that explains the error, as the protocol asks."""
    endpoint = tools().get(str(params.get("name")))
    arguments = params.get("arguments") or {}
    if endpoint is None:
        message = f"There is no tool “{params.get('name')}”. Use one of: {', '.join(tools())}."
        raise MessageError(INVALID_PARAMS, message, _status(params, HTTPStatus.BAD_REQUEST))
    if not isinstance(arguments, dict):
        message = "“arguments” must be an object."
        raise MessageError(INVALID_PARAMS, message, _status(params, HTTPStatus.BAD_REQUEST))
    try:
        content = to_json_value(_resource(request, endpoint, arguments))
    except ProblemError as problem:
        return {"content": [{"type": "text", "text": problem.detail}], "isError": True}
    text = json.dumps(content, ensure_ascii=False)
    return {"content": [{"type": "text", "text": text}], "structuredContent": content, "isError": False}


def _resource(request: HttpRequest, endpoint: Endpoint, arguments: Mapping[str, Any]) -> Any:
    """Return what the endpoint returns for the arguments. Raise :class:`ProblemError` if one of them is wrong."""
    identifiers = [entry.name for entry in endpoint.identifiers]
    missing = [name for name in identifiers if name not in arguments]
    if missing:
        raise _wrong_argument(f"“{missing[0]}” is missing.")
    values = {name: _identifier(name, arguments[name]) for name in identifiers}
    parameters = {name: value for name, value in arguments.items() if name not in identifiers}
    try:
        address = reverse(f"api-{endpoint.name}", kwargs=values)
    except NoReverseMatch:
        raise ProblemError(ProblemType.NOT_FOUND, ProblemType.NOT_FOUND.description) from None
    inner = _get_request(request, address, parameters)
    try:
        return endpoint.view(inner, **values)
    except MovedError as moved:
        target = next(entry for entry in ENDPOINTS if entry.name == moved.name)
        names = (entry.name for entry in target.identifiers)
        return target.view(
            _get_request(request, address, moved.parameters), **dict(zip(names, moved.identifiers, strict=True))
        )


def _identifier(name: str, value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise _wrong_argument(f"“{name}” must be text.")
    return value


def _get_request(request: HttpRequest, address: str, arguments: Mapping[str, Any]) -> HttpRequest:
    """Return a GET request for an address of the API on the same host, with the arguments as its parameters."""
    query = QueryDict(mutable=True)
    for name, value in arguments.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(entry, str | int) for entry in values):
            raise _wrong_argument(f"“{name}” must be text, a number or a list of these.")
        query.setlist(name, [str(entry) for entry in values])
    inner = HttpRequest()
    inner.method = "GET"
    inner.META = {**request.META, "QUERY_STRING": query.urlencode()}
    inner.GET = query  # type: ignore[assignment]  # a mutable QueryDict works as well
    inner.path = inner.path_info = address
    return inner


def _wrong_argument(detail: str) -> ProblemError:
    return ProblemError(ProblemType.WRONG_PARAMETERS, detail)
