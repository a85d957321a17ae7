from django.db import migrations

import documents.models.messages


class Migration(migrations.Migration):
    """Keep the messages of uploads as JSON, so that each reader gets them in their language."""

    dependencies = [("documents", "0025_error_reports")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE documents_upload ALTER COLUMN message TYPE jsonb USING to_jsonb(message)",
            "ALTER TABLE documents_upload ALTER COLUMN message TYPE text USING coalesce(message #>> '{template}', message #>> '{}')",
            state_operations=[
                migrations.AlterField("upload", "message", documents.models.messages.MessageField(blank=True, default=str)),
            ],
        ),
    ]
