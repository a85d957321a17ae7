"""Number the issues of stored files, and name the question of waiting uploads."""

from django.db import migrations

NUMBER_ISSUES = """
    UPDATE documents_documentfile AS file SET issue = numbered.issue
      FROM (SELECT id, row_number() OVER (PARTITION BY version_id ORDER BY id) AS issue FROM documents_documentfile)
           AS numbered
     WHERE numbered.id = file.id AND numbered.issue > 1
"""
NAME_QUESTIONS = "UPDATE documents_upload SET question = 'same_document' WHERE state = 'question'"


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0019_formats_parts_symbols"),
    ]

    operations = [
        migrations.RunSQL(NUMBER_ISSUES, migrations.RunSQL.noop),
        migrations.RunSQL(NAME_QUESTIONS, migrations.RunSQL.noop),
    ]
