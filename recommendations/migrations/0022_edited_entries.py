"""What people changed in the vocabularies, and the titles of articles in six languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0021_lineage_batches")]

    operations = [
        migrations.AddField("Article", "labels", models.JSONField(blank=True, default=dict)),
        migrations.CreateModel(
            name="EditedEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("vocabulary", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=120)),
                ("changes", models.JSONField(blank=True, default=dict)),
                ("is_added", models.BooleanField(default=False)),
                ("is_removed", models.BooleanField(default=False)),
                ("merged_into", models.CharField(blank=True, max_length=120)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ("vocabulary", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("vocabulary", "key"), name="unique_edited_entry"),
                ],
            },
        ),
    ]
