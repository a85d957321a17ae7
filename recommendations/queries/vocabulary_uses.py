"""The uses of an entry of a vocabulary: everything that refers to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Body, Correction, Document, DocumentOrgan, Meeting
from recommendations.labels.vocabulary_fields import VOCABULARIES, Vocabulary
from recommendations.models import (
    Addressee,
    Article,
    Citation,
    Instrument,
    Provision,
    Recommendation,
    RecommendationSubject,
    RecommendationTopic,
    Topic,
    TreatyText,
)
from recommendations.queries.vocabularies import current, entry_name, referring_entries

MODELS: Mapping[str, type[models.Model]] = {
    "topics": Topic,
    "addressees": Addressee,
    "bodies": Body,
    "instruments": Instrument,
    "articles": Article,
}
"""The vocabularies that have rows."""

_LABELS: Mapping[type[models.Model], Promise] = {
    Recommendation: gettext_lazy("recommendations, counting every version and language"),
    RecommendationTopic: gettext_lazy("recommendations, counting every version and language"),
    RecommendationSubject: gettext_lazy("recommendations on its subject, counting every version and language"),
    Citation: gettext_lazy("references in documents"),
    Meeting: gettext_lazy("meetings"),
    Document: gettext_lazy("documents"),
    DocumentOrgan: gettext_lazy("documents submitted to it"),
    TreatyText: gettext_lazy("texts of treaties"),
    Provision: gettext_lazy("paragraphs of treaties"),
}
_FOUND_AGAIN = (Recommendation, RecommendationTopic)
"""Rows that an update of the documents replaces with what the vocabulary then finds."""
_ENTRIES = (Topic, Body, Instrument, Article)
"""Rows of entries, which are listed as entries."""


@dataclass(frozen=True, slots=True)
class Use:
    """Something that refers to an entry, ``count`` times. A use that ``is_blocking`` prevents its removal. If it is
    another entry, its ``vocabulary`` and ``key`` are given."""

    text: str
    count: int = 0
    is_blocking: bool = True
    vocabulary: str = ""
    key: str = ""


def uses_of(vocabulary: Vocabulary, key: str) -> list[Use]:
    """Return what refers to an entry, beginning with what prevents its removal."""
    uses = [*_entry_uses(vocabulary, key), *_correction_uses(vocabulary, key), *_row_uses(vocabulary, key)]
    if vocabulary.is_kept and key in current().shipped[vocabulary.key]:
        uses.append(Use(_("the search, under other names too")))
    return sorted(uses, key=lambda use: not use.is_blocking)


def _entry_uses(vocabulary: Vocabulary, key: str) -> Iterator[Use]:
    for name, other in referring_entries(vocabulary.key, key):
        entry = current().in_use[name][other]
        text = _("%(kind)s “%(name)s”") % {"kind": VOCABULARIES[name].one, "name": entry_name(name, entry)}
        yield Use(text, vocabulary=name, key=other)


def _correction_uses(vocabulary: Vocabulary, key: str) -> Iterator[Use]:
    entry = current().in_use[vocabulary.key].get(key, {})
    value = entry.get(vocabulary.fixed_name) or key
    corrections = Correction.objects.filter(undone_at=None, field=vocabulary.key, value__contains=[value])
    if count := corrections.count():
        yield Use(_("corrections by editors"), count)


def _row_uses(vocabulary: Vocabulary, key: str) -> Iterator[Use]:
    row = find_row(vocabulary.key, key)
    counts = references_to(row) if row else {}
    if RecommendationTopic in counts:
        counts.pop(Recommendation, None)  # the same recommendations
    for model, count in counts.items():
        if model not in _ENTRIES:
            yield Use(str(_LABELS.get(model, model._meta.verbose_name_plural)), count, model not in _FOUND_AGAIN)


def find_row(vocabulary: str, key: str) -> models.Model | None:
    """Return the row of an entry, or None if it has none."""
    model = MODELS.get(vocabulary)
    if model is None:
        return None
    instrument, _colon, number = key.partition(":")
    identity = {"instrument__key": instrument, "number": number} if model is Article else {"key": key}
    return model._default_manager.filter(**identity).first()


def references_to(row: models.Model) -> dict[type[models.Model], int]:
    """Return how many rows of each model refer to a row."""
    return {
        relation.related_model: count
        for relation in row._meta.related_objects
        if (count := relation.related_model._base_manager.filter(**{relation.field.name: row}).count())
    }
