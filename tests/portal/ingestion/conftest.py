"""Somebody who uploads and reviews documents, and a stored document without a symbol."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from documents.models import Document
from documents.parsing.types import SymbolHint
from documents.services import store_document
from tests.parsed import parsed


@pytest.fixture
def staff(client: Client) -> Client:
    """A client logged in as a user who may upload and review documents."""
    user = User.objects.create_user("lawyer", is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=("add_upload", "change_document", "publish_document"))
    )
    client.force_login(user)
    return client


@pytest.fixture
def document(db: None) -> Document:
    hints = (SymbolHint("CTOC/COP/WG.3/2021/3", "It is printed on page 2."), SymbolHint("CTOC/COP/2021/?", "The year."))
    return store_document(parsed(symbol_hints=hints), b"x", "x.pdf").version.document
