"""Add the endorsements of the recommendations of meetings, and the status that a recommendation's own document states."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

STATUSES = [
    ("draft", "draft, not adopted"),
    ("proposed", "submitted for consideration"),
    ("adopted", "adopted"),
    ("for_endorsement", "adopted, submitted for endorsement"),
    ("endorsed", "endorsed"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0012_further_organs"),
        ("recommendations", "0012_rename_fields_and_constraints"),
    ]

    operations = [
        migrations.CreateModel(
            name="Endorsement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("symbol", models.CharField(blank=True, max_length=200)),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="endorsements",
                        to="documents.meeting",
                    ),
                ),
                (
                    "paragraph",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endorsements",
                        to="documents.paragraph",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endorsements",
                        to="documents.languageversion",
                    ),
                ),
            ],
            options={"ordering": ("version", "position")},
        ),
        migrations.AddConstraint(
            "endorsement",
            models.UniqueConstraint(fields=("version", "position"), name="unique_endorsement_position"),
        ),
        migrations.AddConstraint(
            "endorsement",
            models.CheckConstraint(
                condition=Q(meeting__isnull=False) | ~Q(symbol=""), name="endorsement_has_meeting_or_symbol"
            ),
        ),
        migrations.AddField(
            "recommendation",
            "endorsement",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="recommendations",
                to="recommendations.endorsement",
            ),
        ),
        migrations.AddField(
            "recommendation",
            "stated_status",
            models.CharField(choices=STATUSES, default="", max_length=16),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE recommendations_recommendation SET stated_status = status",
            "UPDATE recommendations_recommendation SET status = stated_status",
        ),
        migrations.AddIndex(
            "recommendation",
            models.Index(
                fields=["adopted_by"], condition=~Q(status=F("stated_status")), name="endorsed_elsewhere_idx"
            ),
        ),
        migrations.AddConstraint(
            "recommendation",
            models.CheckConstraint(
                condition=Q(status=F("stated_status"))
                | Q(status="endorsed", stated_status__in=("adopted", "for_endorsement")),
                name="recommendation_has_stated_status_or_is_endorsed",
            ),
        ),
    ]
