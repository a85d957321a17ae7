"""Publish each language version separately; give each version its meeting."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def copy_to_versions(apps, schema_editor):
    """Copy the publication date and the meeting of each document to all of its versions."""
    document = apps.get_model("documents", "Document").objects.filter(pk=OuterRef("document"))
    apps.get_model("documents", "LanguageVersion").objects.update(
        published_at=Subquery(document.values("published_at")), meeting=Subquery(document.values("meeting"))
    )


def copy_to_documents(apps, schema_editor):
    """Give each document the publication date of the version that was published first."""
    versions = apps.get_model("documents", "LanguageVersion").objects.filter(document=OuterRef("pk"))
    first = versions.filter(published_at__isnull=False).order_by("published_at")
    apps.get_model("documents", "Document").objects.update(published_at=Subquery(first.values("published_at")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0002_former_slugs"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="former_keys",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name="languageversion",
            name="meeting",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="documents.meeting"),
        ),
        migrations.AddField(
            model_name="languageversion",
            name="published_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="languageversion",
            index=models.Index(condition=models.Q(("published_at__isnull", False)), fields=["document", "language"], include=("id",), name="published_versions"),
        ),
        migrations.RunPython(copy_to_versions, copy_to_documents),
        migrations.RemoveField(
            model_name="document",
            name="published_at",
        ),
    ]
