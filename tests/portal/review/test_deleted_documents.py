"""Documents that were deleted before they could be published are reported."""

from __future__ import annotations

import pytest
from django.test import Client

from documents.models import LanguageVersion, Publication
from documents.services import remove_document
from portal.review import publication_views
from tests.portal.review.queue import (
    READY_ADDRESS,
    published_count,
    send,
    store,
    text_of,
    tokens,
)
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(db: None) -> list[LanguageVersion]:
    vocabularies()
    return [store("A/1"), store("A/2")]


def test_deleted_document_is_reported(admin_client: Client, stored: list[LanguageVersion]) -> None:
    seen = tokens(stored[0])
    remove_document(stored[0].document)
    page = text_of(admin_client.post(READY_ADDRESS, {"version": seen}, follow=True))
    assert "1 document was deleted in the meantime." in page
    assert not Publication.objects.exists()


def test_other_documents_are_published(admin_client: Client, stored: list[LanguageVersion]) -> None:
    seen = tokens(*stored)
    remove_document(stored[0].document)
    page = text_of(admin_client.post(READY_ADDRESS, {"version": seen, "confirmed": "yes"}, follow=True))
    assert "1 document was deleted in the meantime." in page
    assert "Published." in page
    assert published_count() == 1


def test_document_deleted_while_it_is_published_is_reported(
    admin_client: Client, stored: list[LanguageVersion], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication_views, "publish_next", lambda _key: remove_document(stored[0].document))
    assert "1 document was deleted in the meantime." in text_of(send(admin_client, stored[0]))
