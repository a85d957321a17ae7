"""The admin site shows every record and changes none."""

from __future__ import annotations

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from documents.models import Document, Upload
from documents.services import store_document
from recommendations.services import sync_recommendations
from tests.parsed import extraction, parsed
from tests.row_cache import create_once, vocabularies

MODELS = [model for model in admin.site._registry if model._meta.app_label in ("documents", "recommendations")]


@pytest.fixture
def administrator(client: Client, db: None) -> Client:
    create_once(make_document)
    client.force_login(User.objects.create_superuser("admin"))
    return client


def make_document() -> None:
    vocabularies()
    version = store_document(parsed("CTOC/COP/2022/L.4"), b"x", "x.pdf").version
    sync_recommendations(version, parsed("CTOC/COP/2022/L.4"), extraction())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_record_can_be_viewed_but_not_changed(administrator: Client, model: type[Document]) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert administrator.get(reverse(f"{name}_changelist")).status_code == 200
    assert administrator.get(reverse(f"{name}_add")).status_code == 403
    if row := model._default_manager.first():
        address = reverse(f"{name}_change", args=[row.pk])
        assert administrator.get(address).status_code == 200
        assert administrator.post(address, {}).status_code == 403
        delete_address = reverse(f"{name}_delete", args=[row.pk])
        assert administrator.post(delete_address, {"post": "yes"}).status_code == 403


def test_admin_site_uses_the_names_and_date_format_of_the_portal(administrator: Client) -> None:
    page = administrator.get(reverse("admin:index")).content.decode()
    for words in ("UNTOC Portal administration", "Background jobs"):
        assert words in page
    for words in ("Django", "Procrastinate"):
        assert words not in page
    assert str(Upload._meta.get_field("state").verbose_name) == "status"
    morning = datetime.datetime(2026, 11, 29, 8, 21, tzinfo=datetime.UTC)
    assert date_format(morning, "DATETIME_FORMAT") == "29 November 2026, 08:21"
