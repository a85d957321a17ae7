"""Store with each recommendation when an editor last corrected its text."""

import itertools

from django.db import migrations, models


def mark_corrected_texts(apps, schema_editor):
    """Mark the recommendations whose text differs from the text before the first correction, or was also split."""
    corrections = apps.get_model("documents", "Correction").objects.filter(undone_at=None).order_by("version_id", "pk")
    rows = apps.get_model("recommendations", "Recommendation").objects
    for version, group in itertools.groupby(corrections, key=lambda correction: correction.version_id):
        texts = {}
        for correction in group:
            anchor, value = correction.anchor, correction.value
            if correction.kind == "field" and correction.field == "text":
                texts[anchor] = (texts[anchor][0] if anchor in texts else correction.old_value, correction.made_at)
            elif correction.kind in ("split", "join"):
                affected = [anchor, *(value if correction.kind == "join" else [value["anchor"]])]
                dates = [texts[other][1] for other in affected if other in texts]
                texts |= {other: (None, max(dates)) for other in affected if dates}
        for anchor, (before, date) in texts.items():
            corrected = rows.filter(version_id=version, anchor=anchor)
            corrected = corrected.exclude(text=before) if before is not None else corrected
            corrected.update(corrected_at=date)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0018_drafts_and_publications"),
        ("recommendations", "0022_edited_entries"),
    ]

    operations = [
        migrations.AddField(
            model_name="recommendation",
            name="corrected_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(mark_corrected_texts, migrations.RunPython.noop, elidable=True),
    ]
