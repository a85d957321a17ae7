from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0028_messages_of_symbol_hints"),
    ]

    operations = [
        migrations.AlterField(
            model_name="body",
            name="kind_of_meeting",
            field=models.CharField(
                choices=[("session", "session"), ("meeting", "meeting"), ("congress", "Congress"), ("year", "year")],
                default="session",
                max_length=10,
            ),
        ),
    ]
