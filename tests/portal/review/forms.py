"""The forms of the review, as a browser sends them."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

from documents.models import Correction, LanguageVersion
from documents.parsing.serialize import to_plain
from documents.services import store_document
from recommendations.services import sync_recommendations
from tests.parsed import extraction, parsed
from tests.row_cache import vocabularies

REVIEW = "/en/documents/A/1/review/"
A, B = f"{REVIEW}recommendations/para-1-a/", f"{REVIEW}recommendations/para-1-b/"
SHAPE = f"{A}shape/"


def make_version() -> LanguageVersion:
    vocabularies()
    source, extracted = parsed("A/1"), extraction()
    version = store_document(source, b"bytes", "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    return version


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


def form_data(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """Return the data that a browser would send for a form, with changes."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def corrections() -> list[tuple[str, str, Any]]:
    return list(Correction.objects.values_list("anchor", "field", "value").order_by("pk"))
