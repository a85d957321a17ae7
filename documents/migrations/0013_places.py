"""Paragraphs have a place that is the same in every language; until they are aligned it is the anchor."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0012_further_organs")]

    operations = [
        migrations.AddField("Paragraph", "place", models.CharField(max_length=220, default=""), False),
        migrations.RunSQL(
            ["UPDATE documents_paragraph SET place = anchor", "SET CONSTRAINTS ALL IMMEDIATE"],
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            "Paragraph",
            models.UniqueConstraint(
                fields=("version", "place"), name="unique_paragraph_place", deferrable=models.Deferrable.DEFERRED
            ),
        ),
    ]
