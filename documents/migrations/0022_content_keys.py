"""Identify documents by their first file."""

import django.db.models.functions.text
from django.db import migrations, models

# The same keys as documents.services.files.content_key() and its variant for the parts of a common file.
SET_CONTENT_KEYS = """
UPDATE documents_document AS document SET content_key = left(first.digest, 16)
FROM (
    SELECT DISTINCT ON (version.document_id) version.document_id,
        CASE WHEN whole.id IS NULL THEN file.sha256
        ELSE encode(sha256(convert_to(whole.sha256 || ':' || file.first_page || '-' || file.last_page, 'UTF8')), 'hex')
        END AS digest
    FROM documents_documentfile AS file
        JOIN documents_languageversion AS version ON version.id = file.version_id
        LEFT JOIN documents_commonfile AS whole ON whole.id = file.common_file_id
    ORDER BY version.document_id, file.id
) AS first
WHERE first.document_id = document.id
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0021_withdrawals_of_publications")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="content_key",
            field=models.CharField(blank=True, db_index=True, default="", max_length=16),
        ),
        migrations.RunSQL(SET_CONTENT_KEYS, migrations.RunSQL.noop, elidable=True),
        migrations.AddIndex(
            model_name="documentfile",
            index=models.Index(django.db.models.functions.text.Left("sha256", 16), name="file_content_key_idx"),
        ),
    ]
