"""``manage.py train_article_model``: train the model of articles after its texts were changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from tqdm import tqdm

from recommendations.extraction.descriptions import read_descriptions, read_examples
from recommendations.index.article_model import write_model


class Command(BaseCommand):
    """Progress only; :mod:`recommendations.index.article_model` does the work."""

    help = (
        "Train the model that finds the articles a text is about. To be run after descriptions.json or examples.jsonl "
        "in fixtures/vocabulary/ was changed; it takes some minutes."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(total=len(read_descriptions()) + len(read_examples()), desc=_("Encoding"), unit=_("text")) as bar:
            write_model(bar.update)
