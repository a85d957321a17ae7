from django.db import migrations

OLD, NEW = "terms", "terms.en"


def renamed(values, old, new):
    return {new if path == old else path: value for path, value in (values or {}).items()} or values


def rename_path(apps, old, new):
    """Rename a field of topics in the stored changes, and in the log, by which they are undone."""
    for row in apps.get_model("recommendations", "EditedEntry").objects.filter(vocabulary="topics"):
        if old in row.changes:
            row.changes = renamed(row.changes, old, new)
            row.save(update_fields=["changes"])
    for change in apps.get_model("documents", "Change").objects.filter(object_key__startswith="vocabulary:topics/"):
        if old in (change.old_value or {}) or old in (change.value or {}):
            change.old_value, change.value = (renamed(values, old, new) for values in (change.old_value, change.value))
            change.save(update_fields=["old_value", "value"])


class Migration(migrations.Migration):
    """The terms of a topic, until now English, are stored by language."""

    dependencies = [
        ("documents", "0029_kind_of_meeting_year"),
        ("recommendations", "0030_description_vectors_file"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, _editor: rename_path(apps, OLD, NEW), lambda apps, _editor: rename_path(apps, NEW, OLD)
        ),
    ]
