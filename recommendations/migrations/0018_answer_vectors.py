"""Passages of recommendations have a vector of the second encoder."""

from django.db import migrations, models
from pgvector.django import HalfVectorField, HnswIndex


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0017_stages")]

    operations = [
        migrations.AddField("SearchPassage", "answer_vector", HalfVectorField(dimensions=384, null=True)),
        migrations.AddIndex(
            "SearchPassage",
            HnswIndex(
                name="answer_vector_idx",
                fields=["answer_vector"],
                opclasses=["halfvec_cosine_ops"],
                condition=models.Q(("recommendation__isnull", False)),
            ),
        ),
    ]
