"""The OpenAPI document is valid and complete, and agrees with the code and the documentation page."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openapi_spec_validator import OpenAPIV31SpecValidator

from documents.models import Document
from recommendations.api import resources, versions, vocabularies
from recommendations.api.endpoints import ENDPOINTS, SUMMARIES
from recommendations.api.openapi import document as openapi_document
from recommendations.api.problems import ProblemDetails
from recommendations.api.schemas import to_json_value, type_schema
from recommendations.models import Recommendation
from recommendations.search.parameters import RecommendationFilters
from recommendations.services.indexing import index_documents
from tests import builders as make


@pytest.mark.django_db
def test_document_is_valid_and_served(client: Client) -> None:
    served = client.get("/api/v1/openapi.json").json()
    assert served == openapi_document()
    assert list(OpenAPIV31SpecValidator(served).iter_errors()) == []


def test_summaries_of_all_endpoints_are_translated() -> None:
    assert {endpoint.summary for endpoint in ENDPOINTS} == set(SUMMARIES)


def operations() -> list[Any]:
    return [operation for path in openapi_document()["paths"].values() for operation in path.values()]


def find_operation(name: str) -> Any:
    return next(operation for operation in operations() if operation["operationId"] == name)


def test_every_endpoint_is_described() -> None:
    names = {operation["operationId"] for operation in operations()}
    assert names == {*(endpoint.name for endpoint in ENDPOINTS), "checks"}
    assert "/api/v1/documents/{address}" in openapi_document()["paths"]


def test_check_needs_a_file_or_a_text_that_is_not_empty() -> None:
    body = find_operation("checks")["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert body["anyOf"] == [{"required": ["file"]}, {"required": ["text"]}]
    assert body["properties"]["text"]["minLength"] == 1


@pytest.mark.parametrize("name", ["recommendations", "paragraphs"])
def test_every_parameter_of_the_search_is_described(name: str) -> None:
    parameters = {row["name"]: row for row in find_operation(name)["parameters"]}
    assert set(parameters) == set(RecommendationFilters.base_filters) - {"page", "in"} | {"limit", "cursor"}


def test_everything_has_a_description() -> None:
    for operation in operations():
        assert operation["summary"]
        assert [row["name"] for row in operation["parameters"] if not row["description"]] == []
    for name, schema in openapi_document()["components"]["schemas"].items():
        assert schema["description"]
        assert f"{name}(" not in schema["description"]  # the default docstring of a dataclass
        assert [name for name, field in schema["properties"].items() if not field.get("description")] == []


def test_every_field_of_every_response_is_described() -> None:
    schemas = openapi_document()["components"]["schemas"]
    for name, resource in (
        vars(resources) | vars(vocabularies) | vars(versions) | {"ProblemDetails": ProblemDetails}
    ).items():
        if dataclasses.is_dataclass(resource) and name not in ("Page", "Search"):  # described as parts of other schemas
            assert list(schemas[name]["properties"]) == [field.name for field in dataclasses.fields(resource)]


def test_replaced_fields_are_marked_as_deprecated() -> None:
    schemas = openapi_document()["components"]["schemas"]
    replaced = {
        (name, field["description"])
        for schema in schemas.values()
        for name, field in schema["properties"].items()
        if field.get("deprecated")
    }
    assert replaced == {
        ("standing", "Use `status_text` instead."),
        ("taken_for", "Use `interpreted_as` instead."),
        ("shifted", "Use `order_changed` instead."),
        ("whole", "Use `is_complete` instead."),
        ("id", "Use `self` or `url` instead: they are the same in every installation."),
    }


def test_values_of_choice_parameters_are_enumerated() -> None:
    parameters = {row["name"]: row["schema"] for row in find_operation("recommendations")["parameters"]}
    assert parameters["status"]["items"]["enum"] == [*Recommendation.Status.values, ""]
    assert parameters["strength"]["items"]["enum"] == [*Recommendation.Strength.values, ""]
    assert parameters["type"]["items"]["enum"] == [*Document.Kind.values, ""]
    assert parameters["thesaurus"] == {"type": "string", "enum": ["off", ""]}, "an empty value is ignored"
    assert parameters["limit"]["maximum"] == 100


@pytest.mark.parametrize(
    ("hint", "schema"),
    [
        (str | None, {"type": ["string", "null"]}),
        (Annotated[int, "A page."], {"type": "integer", "description": "A page."}),
        (tuple[int, ...], {"type": "array", "items": {"type": "integer"}}),
        (dict[str, int], {"type": "object", "additionalProperties": {"type": "integer"}}),
        (resources.Span | None, {"anyOf": [{"$ref": "#/components/schemas/Span"}, {"type": "null"}]}),
    ],
)
def test_types_have_schemas(hint: Any, schema: dict[str, Any]) -> None:
    assert type_schema(hint) == schema


def test_unsupported_type_is_rejected() -> None:
    with pytest.raises(TypeError, match="float"):
        type_schema(float)


def test_values_are_converted_to_json() -> None:
    assert to_json_value({"a": (resources.Span(1, 2),), "b": Recommendation.Status.DRAFT}) == {
        "a": [{"start": 1, "end": 2}],
        "b": "draft",
    }


# --- the documentation page, and queries -------------------------------------------------------------


@pytest.mark.django_db
def test_examples_on_the_page_have_results(client: Client) -> None:
    meeting = make.meeting(make.conference(), 11, slug="cop-11")
    row = make.recommendation(articles=["untoc:18", "untoc:19"], topics=[make.topic()], meeting=meeting, status="draft")
    make.paragraph(row.version, "Central authorities meet.", position=50)
    index_documents([row.version.document_id])
    page = client.get("/api/")
    assert [address.removeprefix("/api/v1/") for _label, address in page.context["examples"]] == [
        "recommendations?topic=extradition&status=draft",
        "recommendations?article=untoc:18",
        "paragraphs?q=%22central+authorities%22",
        "meetings?body=cop",
        "articles?instrument=untoc&limit=100",
        f"documents/{row.version.document.address}",
    ]
    for label, address in page.context["examples"]:
        content = client.get(address).json()
        assert content.get("total", 1) > 0, label
    for kind in page.context["kinds"]:
        assert f'id="{kind.anchor}"' in page.content.decode()
    assert 'href="/en/api/"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_empty_portal_has_no_examples(client: Client) -> None:
    assert client.get("/api/").context["examples"] == []


MAX_QUERIES = {
    "recommendations": 10,
    "recommendations?q=states+act": 10,
    "paragraphs?q=states": 10,
    "documents": 7,
    "meetings": 3,
    "articles": 3,
    "topics": 3,
}


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "max_queries"), MAX_QUERIES.items())
def test_number_of_queries_is_small_and_fixed(client: Client, address: str, max_queries: int) -> None:
    def add(number: int) -> None:
        version = make.version(make.document(f"A/{number}", meeting=make.meeting(ordinal=number)))
        make.file(version)
        row = make.recommendation(
            "States should act.",
            of=version,
            articles=["untoc:18", f"untoc:{number}"],
            topics=[make.topic(), make.topic(f"topic-{number}", make.topic())],
            addressees=[make.addressee()],
            meeting=make.meeting(ordinal=number),
        )
        make.citation(row.paragraph, "act", value=f"A/{number}")

    def count_queries() -> int:
        client.get(f"/api/v1/{address}")  # loads the index
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/v1/{address}").json()["total"] > 0
        return len(captured)

    add(1)
    first = count_queries()
    with make.indexed_together():
        for number in range(2, 9):
            add(number)
    assert count_queries() == first <= max_queries
