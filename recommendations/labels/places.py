"""The name of a recommendation in its document, and its content in a few words."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from documents.labels.places import shown_place
from documents.models.titles import shown_title
from documents.web.languages import isolated
from documents.web.phrases import shorten, shorten_to_characters
from recommendations.models import Recommendation

_NAMES = ("recommendation", "recommandation", "recomendación", "рекомендация", "التوصية", "توصية", "建议")
MAX_TITLE_LENGTH = 40  # characters of a title in place of a symbol
MIN_OPENING_WORDS = 3  # after the action phrase; with fewer, the opening begins with the text


def recommendation_label(recommendation: Recommendation) -> str:
    """Return "para. 12 (a)" for a recommendation, "Operative paragraph 4" for an operative paragraph."""
    if recommendation.kind != Recommendation.Kind.OPERATIVE:
        return shown_place(recommendation.path)
    if not recommendation.label:
        return _("Operative paragraph")
    return _("Operative paragraph %(number)s") % {"number": recommendation.label}


def name_in_document(recommendation: Recommendation) -> str:
    """Return "CTOC/COP/2022/L.4, annex I (b)"; without a symbol, "2020 draft, II (a)",
    "2015 document, para. 63 (a)" for a proposal, or the title of the document."""
    document, place = recommendation.version.document, recommendation_label(recommendation)
    if document.symbol:
        name = document.symbol
    elif document.date and recommendation.status == Recommendation.Status.DRAFT:
        name = _("%(year)s draft") % {"year": document.date.year}
    elif document.date and recommendation.status == Recommendation.Status.PROPOSED:
        name = _("%(year)s document") % {"year": document.date.year}
    else:
        name = isolated(
            shorten_to_characters(shown_title(recommendation.version)[0] or _("Untitled document"), MAX_TITLE_LENGTH)
        )
    return _("%(document)s, %(place)s") % {"document": name, "place": place}


def page_title(recommendation: Recommendation) -> str:
    """Return the title of a recommendation's page: "Recommendation para. 12 (a)", "Recommendation 1", "Operative
    paragraph 4"."""
    if recommendation.kind == Recommendation.Kind.OPERATIVE:
        return recommendation_label(recommendation)
    if is_called_recommendation(recommendation):
        return recommendation.path
    return _("Recommendation %(path)s") % {"path": shown_place(recommendation.path)}


def is_called_recommendation(recommendation: Recommendation) -> bool:
    """Return whether the document itself calls it a recommendation, as in "Recommendation 1"."""
    return recommendation.path.casefold().startswith(_NAMES)


def opening_words(recommendation: Recommendation, max_words: int) -> str:
    """Return the first words of a text that show its content: "…train judges and prosecutors in the law of…".

    The addressee and the action phrase before them, which are the same in many recommendations, are left out. A text
    that begins with its action phrase ("Requests the Secretariat to report") is shown from its beginning.
    """
    text = " ".join(recommendation.text.split())
    rest = text[_start_of_request(text, recommendation.verb, recommendation.action) :].lstrip(" ,;:،؛，；：")
    return ("…" if len(rest) < len(text) else "") + shorten(rest, max_words)


def _start_of_request(text: str, phrase: str, action: str) -> int:
    """Return the offset of the words after the action phrase or, if other words divide the phrase, of the main verb
    ("are encouraged, where appropriate, to use"); 0 if the text begins with the phrase or does not contain it."""
    if text.casefold().startswith(phrase.casefold()):
        return 0
    if whole := _find(text, action):
        start = whole.start() + len(phrase)
    else:
        main_verb, found = _find(text, action.removeprefix(phrase).strip()), _find(text, phrase)
        start = min([*([main_verb.start()] if main_verb else []), *([found.end()] if found else [])], default=0)
    return start if len(text[start:].split()) >= MIN_OPENING_WORDS else 0


def _find(text: str, words: str) -> re.Match[str] | None:
    return re.search(rf"\b{re.escape(words)}\b", text, re.IGNORECASE) if words else None


_CONTINUED = re.compile(r"\s*[(（](?:continued|suite|continuación|продолжение|تابع|续)[)）]\s*$", re.IGNORECASE)


def shown_heading(heading: str) -> str:
    """Return a heading without "(continued)", which only shows that it is repeated on another page."""
    return _CONTINUED.sub("", heading)
