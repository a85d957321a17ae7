"""``manage.py reextract``: run the extraction again for every stored document, without its files."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from documents.models import LanguageVersion
from documents.services import Outcome
from portal.ingestion.rereading import extract_again
from recommendations.services import load_vocabularies


class Command(BaseCommand):
    """Each version is written in a separate transaction. Addresses and people's decisions are kept. Changes to
    corrected documents are only proposed."""

    help = "Extract recommendations and citations again from the stored structure of every document."

    def handle(self, *args: Any, **options: Any) -> None:
        load_vocabularies()
        versions = LanguageVersion.objects.select_related("document").order_by("pk")
        documents: set[int] = set()
        recommendations = citations = proposed = 0
        for version in tqdm(
            versions.iterator(chunk_size=20), total=versions.count(), unit=_("document"), file=sys.stderr
        ):
            report = extract_again(version)
            documents.add(version.document_id)
            recommendations += report.recommendation_count
            citations += report.citation_count
            proposed += report.outcome is Outcome.PROPOSED
        self.stdout.write(
            _("Found %(recommendations)d recommendations and %(citations)d citations in %(documents)d documents.")
            % {"recommendations": recommendations, "citations": citations, "documents": len(documents)}
        )
        if proposed:
            self.stdout.write(
                ngettext(
                    "%(count)d corrected document would change and needs a decision.",
                    "%(count)d corrected documents would change and need decisions.",
                    proposed,
                )
                % {"count": proposed}
            )
