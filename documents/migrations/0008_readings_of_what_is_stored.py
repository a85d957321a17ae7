"""Add the revisions of corrections, and a current reading to versions that were stored before readings were kept."""

from django.db import migrations, models

READINGS = """
INSERT INTO documents_reading (version_id, file_id, state, parsed, extraction, parser_version, read_at)
SELECT version.id, file.id, 'current', version.parsed, NULL, version.parser_version, coalesce(file.received_at, now())
FROM documents_languageversion AS version
LEFT JOIN LATERAL (
    SELECT id, received_at FROM documents_documentfile WHERE version_id = version.id ORDER BY id DESC LIMIT 1
) AS file ON true
WHERE NOT EXISTS (SELECT 1 FROM documents_reading WHERE version_id = version.id AND state = 'current')
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_readings_corrections_changes")]

    operations = [
        migrations.AddField("correction", "revision", models.PositiveIntegerField(default=0)),
        migrations.AddField("correction", "undone_revision", models.PositiveIntegerField(blank=True, null=True)),
        migrations.RunSQL(READINGS, migrations.RunSQL.noop),
    ]
