"""Limits on statements: the number of parameters, and the execution time."""

from __future__ import annotations

import pytest
from django.db import connection, reset_queries

from documents.models import Paragraph
from portal.postgres.base import MAX_PARAMETERS
from portal.postgres.limits import MAX_STATEMENT_SECONDS, limit_statements
from tests import builders as make

pytestmark = pytest.mark.django_db


def store_paragraphs(count: int) -> list[Paragraph]:
    version = make.version(make.document("A/1"))
    return Paragraph.objects.bulk_create(
        Paragraph(version=version, position=n, anchor=f"para-{n}", place=f"para-{n}", text="x") for n in range(count)
    )


def test_rows_with_more_values_than_a_statement_takes_are_written_in_batches() -> None:
    columns = len(Paragraph._meta.concrete_fields)
    rows = store_paragraphs(MAX_PARAMETERS // columns + 500)
    assert Paragraph.objects.count() == len(rows)


@pytest.mark.long
def test_rows_with_more_values_than_a_statement_takes_are_updated_and_deleted_in_batches() -> None:
    names = ["text", "label", "path"]
    rows = store_paragraphs(MAX_PARAMETERS // (2 * len(names) + 1) + 500)  # a value and a key per field, and the key
    for row in rows:
        row.text = "y"
    Paragraph.objects.bulk_update(rows, names)
    assert Paragraph.objects.filter(text="y").count() == len(rows)
    Paragraph.objects.all().delete()
    assert not Paragraph.objects.exists()


def test_requests_have_a_time_limit() -> None:
    reset_queries()
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        limit_statements(connection)
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == (f"{MAX_STATEMENT_SECONDS}s",)
        cursor.execute("ROLLBACK TO SAVEPOINT before")
