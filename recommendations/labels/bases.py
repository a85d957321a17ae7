"""The reasons why a recommendation relates to an article, in words."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.web.phrases import shorten_to_characters
from recommendations.models import Basis

MAX_EVIDENCE_LENGTH = 80  # characters quoted


def basis_label(basis: str, evidence: str, *, in_heading: bool, description: str = "") -> str:
    """Return the reason: "cited", or "related by subject: “electronic transmission”".

    If it was found by meaning, the reason is the ``description`` that the text resembles.
    """
    return _basis_label(get_language(), basis, evidence, in_heading, description)


@lru_cache(maxsize=5_000)
def _basis_label(_language: str | None, basis: str, evidence: str, in_heading: bool, description: str) -> str:
    if basis != Basis.SUBJECT:
        return str(Basis(basis).label)
    if description:
        return _("related by subject, by meaning: “%(description)s”") % {"description": description}
    words = shorten_to_characters(" ".join(evidence.split()), MAX_EVIDENCE_LENGTH)
    if in_heading:
        return _("related by subject: “%(words)s” in the heading above") % {"words": words}
    return _("related by subject: “%(words)s”") % {"words": words}
