from django.db import migrations

NOT_ADOPTED = ("draft", "proposed")


def is_later(row, other):
    """The rule of recommendations.queries.chronology."""
    meetings = [text.adopted_by or text.meeting for text in (row, other)]
    days = [[meeting.start if meeting else None for meeting in meetings]]
    days.append([text.version.document.date for text in (row, other)])
    for day, other_day in days:
        if day and other_day and day != other_day:
            return day > other_day
    return other.status in NOT_ADOPTED and row.status not in NOT_ADOPTED


def turn_links(apps, schema_editor):
    """Turn the links that lead from a later to an earlier text: until now, only documents were put in order."""
    Lineage = apps.get_model("recommendations", "Lineage")
    sides, related = ("earlier", "later"), ("version__document", "meeting", "adopted_by")
    links = Lineage.objects.defer(*(f"{side}__version__{name}" for side in sides for name in ("parsed", "doubts")))
    existing = set(Lineage.objects.values_list("earlier", "later"))
    for link in links.select_related(*(f"{side}__{name}" for side in sides for name in related)).iterator():
        opposite = (link.later_id, link.earlier_id)
        if opposite not in existing and is_later(link.earlier, link.later):
            Lineage.objects.filter(pk=link.pk).update(earlier=link.later_id, later=link.earlier_id)


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0028_subjects_by_meaning"),
    ]

    operations = [
        migrations.RunPython(turn_links, migrations.RunPython.noop),
    ]
