import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0009_permissions'),
        ('recommendations', '0009_former_recommendations'),
    ]

    operations = [
        migrations.AlterModelTable(name='FormerRecommendation', table='recommendations_formerrecommendation'),
        migrations.RenameModel(old_name='FormerRecommendation', new_name='RetiredRecommendation'),
        migrations.AlterField(
            model_name='retiredrecommendation',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='retired_recommendations', to='documents.languageversion'),
        ),
    ]
