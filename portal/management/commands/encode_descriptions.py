"""``manage.py encode_descriptions``: write the vectors of the descriptions of provisions after these were changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from tqdm import tqdm

from recommendations.extraction.descriptions import read_descriptions
from recommendations.index.descriptions import write_vectors


class Command(BaseCommand):
    """Progress only; :mod:`recommendations.index.descriptions` does the work."""

    help = "Encode the descriptions of provisions. To be run after fixtures/vocabulary/descriptions.json was changed."

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(total=len(read_descriptions()), desc=_("Encoding"), unit=_("description")) as bar:
            write_vectors(bar.update)
