"""Recommendations have a place that is the same in every language; until they are aligned it is the anchor."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0013_endorsements")]

    operations = [
        migrations.AddField("Recommendation", "place", models.CharField(max_length=220, default=""), False),
        migrations.RunSQL(
            ["UPDATE recommendations_recommendation SET place = anchor", "SET CONSTRAINTS ALL IMMEDIATE"],
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            "Recommendation",
            models.UniqueConstraint(
                fields=("version", "place"), name="unique_recommendation_place", deferrable=models.Deferrable.DEFERRED
            ),
        ),
    ]
