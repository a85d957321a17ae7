from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0014_places")]

    operations = [
        migrations.AddField("Compilation", "all_languages", models.BooleanField(default=False, db_default=False)),
    ]
