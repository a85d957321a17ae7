"""Check the values of a correction against vocabularies and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.labels.places import shown_place
from documents.models import Body, Document, LanguageVersion
from recommendations.corrections import CorrectionResult, Edit, EditKind
from recommendations.extraction.types import DraftRecommendation, Kind, Status, read_target
from recommendations.models import Addressee, Article, Instrument, Recommendation, Topic
from recommendations.services.correcting.errors import CorrectionError

_ADOPTED = {Status.ADOPTED, Status.FOR_ENDORSEMENT, Status.ENDORSED}
_MAX_PARAGRAPH_LENGTH, _MAX_SUBPARAGRAPH_LENGTH, _MAX_PLACE_LENGTH = 10, 10, 120  # characters
_MAX_ORDINAL = 2099  # a session may be named by its year
_ANCHOR = re.compile(r"[\w.-]{1,200}")
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")  # the official languages


def check_edit(edit: Edit, version: LanguageVersion) -> None:
    """Raise ``CorrectionError`` for a value that is not in a vocabulary or does not fit its field."""
    if edit.kind == EditKind.FACT:
        _check_fact(edit, version)
    elif edit.kind == EditKind.FIELD:
        _check_field(edit.field, edit.value)
    elif isinstance(edit.value, dict):
        anchor = edit.value.get("anchor")
        _reject_unknown(anchor is None or (isinstance(anchor, str) and _ANCHOR.fullmatch(anchor) is not None), anchor)
        for field, value in edit.value.items():
            _check_field(field, value)


def check_adoption(corrected: CorrectionResult, anchors: Iterable[str]) -> None:
    """Raise ``CorrectionError`` if one of the recommendations is adopted, but the adopting meeting is missing."""
    checked = set(anchors)
    for draft in corrected.extraction.recommendations:
        if draft.anchor in checked and _lacks_adopting_meeting(draft):
            raise CorrectionError(
                _("%(path)s cannot be shown as adopted without the meeting that adopted it. Choose the meeting.")
                % {"path": capfirst(shown_place(draft.path))}
            )


def _lacks_adopting_meeting(draft: DraftRecommendation) -> bool:
    return draft.status in _ADOPTED and draft.adopted_by is None and draft.kind is not Kind.OPERATIVE


# --- facts -------------------------------------------------------------------------------------------


def _check_fact(edit: Edit, version: LanguageVersion) -> None:
    if isinstance(edit.value, str):
        for model in (Document, LanguageVersion):
            if edit.field in {field.name for field in model._meta.concrete_fields}:
                _check_length(model, edit.field, edit.value)
    if edit.field == "language":
        _check_language(edit.value, version)
    if edit.field in ("original_languages", "languages_concerned"):
        for code in edit.value or ():
            _reject_unknown(code in LANGUAGES, code)
    if edit.field == "meeting" and edit.value:
        _check_dates(edit.value)


def _check_length(model: Any, field: str, value: str) -> None:
    limit = model._meta.get_field(field).max_length
    if limit and len(value) > limit:
        raise CorrectionError(
            _("“%(value)s…” is too long. Use at most %(maximum)d characters.") % {"value": value[:40], "maximum": limit}
        )


def _check_language(code: Any, version: LanguageVersion) -> None:
    _reject_unknown(code in LANGUAGES, code)
    if is_language_taken(version, code):
        raise CorrectionError(_("The document already exists in this language. Choose another language."))


def is_language_taken(version: LanguageVersion, code: str) -> bool:
    """Return whether another version of the document has this language."""
    others = LanguageVersion.objects.filter(document=version.document_id, language=code).exclude(pk=version.pk)
    return others.exists()


def _check_dates(dates: Mapping[str, Any]) -> None:
    start, end = dates.get("start"), dates.get("end")
    place = dates.get("place")
    _reject_unknown(place is None or (isinstance(place, str) and len(place) <= _MAX_PLACE_LENGTH), place)
    if start and end and str(end) < str(start):
        raise CorrectionError(_("The last day must be the same as or after the first day."))


def _reject_unknown(is_known: bool, value: object) -> None:
    if not is_known:
        raise CorrectionError(_("“%(value)s” is not a valid choice. Choose one from the list.") % {"value": value})


# --- fields ------------------------------------------------------------------------------------------


def _check_field(field: str, value: Any) -> None:
    if field in ("verb", "action") and isinstance(value, str):
        _check_length(Recommendation, field, value)
    if field in _CHECKS and value:
        _CHECKS[field](value)


def _check_addressees(names: Iterable[str]) -> None:
    valid_names = set(Addressee.objects.values_list("name", flat=True))
    for name in names:
        _reject_unknown(name in valid_names, name)


def _check_topics(keys: Iterable[str]) -> None:
    valid_keys = set(Topic.objects.values_list("key", flat=True))
    for key in keys:
        _reject_unknown(key in valid_keys, key)


def _check_articles(targets: Iterable[str]) -> None:
    for text in targets:
        try:
            target = read_target(text)
        except (TypeError, ValueError) as error:
            raise CorrectionError(
                _("“%(value)s” is not an article. Write, for example, “article 18 (13) UNTOC”.") % {"value": text}
            ) from error
        instrument = Instrument.objects.filter(key=target.instrument).first()
        _reject_unknown(instrument is not None, text)
        articles = Article.objects.filter(instrument=instrument)
        if articles.exists() and not articles.filter(number=target.article).exists():
            raise CorrectionError(
                _("The %(instrument)s has no article %(article)s.")
                % {"instrument": instrument, "article": target.article}
            )
        has_known_length = (
            len(target.paragraph) <= _MAX_PARAGRAPH_LENGTH and len(target.subparagraph) <= _MAX_SUBPARAGRAPH_LENGTH
        )
        _reject_unknown(has_known_length, text)


def _check_meeting(mention: Mapping[str, Any]) -> None:
    body = mention.get("body") if isinstance(mention, dict) else None
    _reject_unknown(Body.objects.filter(key=body).exists(), body)
    ordinal = mention.get("ordinal")
    _reject_unknown(ordinal is None or (isinstance(ordinal, int) and 0 < ordinal <= _MAX_ORDINAL), ordinal)
    if not (ordinal or mention.get("start")):
        raise CorrectionError(_("Enter the number or the first day of the meeting."))
    _check_dates(mention)


_CHECKS: Mapping[str, Callable[[Any], None]] = {
    "addressees": _check_addressees,
    "topics": _check_topics,
    "articles": _check_articles,
    "meeting": _check_meeting,
    "adopted_by": _check_meeting,
    "put_to": _check_meeting,
}
