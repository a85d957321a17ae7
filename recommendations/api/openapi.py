"""The OpenAPI 3.1 description of the API, generated from the definitions that the API itself uses."""

from __future__ import annotations

from functools import cache

from recommendations.api.checks import DraftCheck
from recommendations.api.endpoints import BASE, ENDPOINTS, Endpoint
from recommendations.api.parameters import Parameter
from recommendations.api.problems import ProblemDetails, ProblemType
from recommendations.api.schemas import REFERENCE, Schema, nested_dataclasses, object_schema

VERSION = "1.0.0"

ABOUT = (
    "The recommendations in session documents of the Conference of the Parties to the United Nations Convention "
    "against Transnational Organized Crime and of related bodies, and the documents, meetings, articles and topics "
    "related to them. It returns what the pages of the portal show, found by the same search. It is read-only, open "
    "to everyone and limited to published records. This is not an official United Nations service; the documents as "
    "issued by the United Nations prevail."
)
_ERRORS = {
    "400": ("WrongParameters", ProblemType.WRONG_PARAMETERS),
    "404": ("NotFound", ProblemType.NOT_FOUND),
    "405": ("MethodNotAllowed", ProblemType.METHOD_NOT_ALLOWED),
    "410": ("Gone", ProblemType.GONE),
    "429": ("TooManyRequests", ProblemType.TOO_MANY),
    "503": ("TooSlow", ProblemType.TOO_SLOW),
}


@cache
def document() -> Schema:
    """Return the OpenAPI document. The only server in it is the server that received the request."""
    roots = [endpoint.resource for endpoint in ENDPOINTS] + [DraftCheck, ProblemDetails]
    schemas = {resource.__name__: resource for root in roots for resource in nested_dataclasses(root)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "UNTOC Portal", "version": VERSION, "description": ABOUT},
        "servers": [{"url": "/"}],
        "paths": {
            **{endpoint.path: {"get": _operation(endpoint)} for endpoint in ENDPOINTS},
            f"{BASE}checks": {"post": _check_operation()},
        },
        "components": {
            "schemas": {name: object_schema(schemas[name]) for name in sorted(schemas)},
            "responses": {name: _problem(kind) for name, kind in _ERRORS.values()},
        },
    }


def _operation(endpoint: Endpoint) -> Schema:
    content = {"application/json": {"schema": {"$ref": REFERENCE + endpoint.resource.__name__}}}
    error_responses = {status: {"$ref": f"#/components/responses/{name}"} for status, (name, _kind) in _ERRORS.items()}
    return {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": [_parameter(parameter) for parameter in (*endpoint.identifiers, *endpoint.parameters)],
        "responses": {
            "200": {"description": "The response.", "headers": {"ETag": _ETAG}, "content": content},
            "304": {"description": "Not modified: the ETag matches If-None-Match."},
            **error_responses,
            "414": {"description": "The address is too long. The web server says so, not as JSON."},
        },
    }


def _check_operation() -> Schema:
    """Return the description of the check of a draft, the only operation that takes a body. It stores nothing."""
    draft = {
        "type": "object",
        "properties": {
            "file": {"type": "string", "format": "binary", "description": "The draft: PDF, DOCX, HTML or text."},
            "text": {"type": "string", "minLength": 1, "description": "Or its text."},
        },
        "anyOf": [{"required": ["file"]}, {"required": ["text"]}],
    }
    content = {"application/json": {"schema": {"$ref": REFERENCE + DraftCheck.__name__}}}
    errors = (ProblemType.WRONG_REQUEST, ProblemType.UNREADABLE, ProblemType.TOO_MANY, ProblemType.BUSY)
    return {
        "operationId": "checks",
        "summary": "Check the references and clauses of a draft. Nothing is stored.",
        "parameters": [],
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": draft}}},
        "responses": {
            "200": {"description": "The response.", "content": content},
            **{str(kind.status): _problem(kind) for kind in errors},
        },
    }


_ETAG: Schema = {"description": "Digest of the response.", "schema": {"type": "string"}}


def _parameter(parameter: Parameter) -> Schema:
    return {
        "name": parameter.name,
        "in": parameter.location,
        "description": parameter.description,
        "schema": parameter.schema,
        **({"required": True} if parameter.location == "path" else {}),
    }


def _problem(kind: ProblemType) -> Schema:
    schema = {"$ref": REFERENCE + ProblemDetails.__name__}
    return {"description": kind.description, "content": {"application/problem+json": {"schema": schema}}}
