"""Documents found by the address of their page."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from documents.queries.documents import find_document, published_documents
from tests import builders as make

pytestmark = pytest.mark.django_db

JOINT = ("CTOC/COP/WG.2/2022/4", "CTOC/COP/WG.3/2022/4")


@pytest.mark.parametrize("address", ["-".join(JOINT), JOINT[1], JOINT[1].lower()])
def test_document_with_joint_symbols_is_found_by_each_and_by_all(address: str) -> None:
    document = make.document(*JOINT)
    make.version(document)
    make.version(make.document("A/1"))
    found = find_document(published_documents(), address)
    assert found is not None
    assert found.document == document
    assert found.has_moved == (address != document.address)


@pytest.mark.parametrize("address", [f"{JOINT[0]}-A/1", f"A/1-{JOINT[1]}", "A-" * 1500 + "A", "A/1\0", "A" * 5000])
def test_other_addresses_find_nothing_with_few_queries(
    address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make.version(make.document(*JOINT))
    make.version(make.document("A/1"))
    with django_assert_max_num_queries(4):
        assert find_document(published_documents(), address) is None
