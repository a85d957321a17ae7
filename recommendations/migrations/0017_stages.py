"""Entries of the search know the lowest number of the same recommendation, in any of its stages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0016_subjects")]

    operations = [
        migrations.AddField("SearchEntry", "head", models.BigIntegerField(default=0), False),
        migrations.RunSQL("UPDATE recommendations_searchentry SET head = twin", migrations.RunSQL.noop),
        migrations.AddField("SearchChunk", "heads", models.BinaryField(default=b"")),
        migrations.RunSQL("UPDATE recommendations_searchchunk SET heads = twins", migrations.RunSQL.noop),
        migrations.AddIndex(
            "SearchEntry",
            models.Index(
                fields=["scope", "head"],
                condition=models.Q(("head", models.F("twin")), _negated=True),
                name="search_entry_stage_idx",
            ),
        ),
    ]
