"""Record former places of recommendations, so that their addresses redirect."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def set_places(apps, schema_editor):
    """Set the places of retired recommendations to their anchors, the places in a document in a single language."""
    apps.get_model("recommendations", "RetiredRecommendation").objects.update(place=F("anchor"))


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0022_content_keys"),
        ("recommendations", "0024_status_labels"),
    ]

    operations = [
        migrations.AddField(
            model_name="retiredrecommendation",
            name="place",
            field=models.CharField(default="", max_length=220),
            preserve_default=False,
        ),
        migrations.RunPython(set_places, migrations.RunPython.noop, elidable=True),
        migrations.CreateModel(
            name="FormerPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=220)),
                ("current_place", models.CharField(max_length=220)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_places",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("document", "place"), name="unique_former_place"),
                ],
            },
        ),
    ]
