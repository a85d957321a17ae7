"""The content of a card, and the program that draws it."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.utils import translation
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from documents.web.language_addresses import address_code
from documents.web.languages import RIGHT_TO_LEFT
from documents.web.phrases import MAX_WORD_LENGTH, shorten_to_characters
from recommendations.exports.card.drawing import MISSING_SIGNS
from recommendations.exports.cells import printable_text
from recommendations.exports.pdf.typesetting import FONTS
from recommendations.labels.places import name_in_document
from recommendations.models import Recommendation

logger = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("drawing.py")
SYSTEM_FONTS = True
MAX_SECONDS = 20
MAX_WORDS = 34
MAX_CHARACTERS = 210  # fit on the card; of a text without spaces between words, half as many
MAX_CACHED = 100  # cards of about 100 kB in each process

_COLOURS = {Recommendation.Status.DRAFT: "#fbe3d6", Recommendation.Status.PROPOSED: "#fbe3d6"}
"""Colours of the statuses of texts that were not adopted."""
_ADOPTED_COLOUR = "#e0eeec"

_one_at_a_time = Lock()


def draw_card(row: Recommendation) -> bytes | None:
    """Return the card of a text of a recommendation as a PNG file, in the language of the text. Return None if a font
    is missing, or if drawing takes too long.
    """
    language = row.version.language
    interface = {address_code(code): code for code, _name in settings.LANGUAGES}
    with translation.override(interface.get(language, settings.LANGUAGE_CODE)):
        content = {
            "name": printable_text(capfirst(name_in_document(row))),
            "status": capfirst(str(row.get_status_display())),
            "colour": _COLOURS.get(Recommendation.Status(row.status), _ADOPTED_COLOUR),
            "text": printable_text(_first_words(row.text)),
            "portal": _("UNTOC Portal"),
            "language": language if language.isalpha() and len(language) in (2, 3) else "en",
            "rtl": language in RIGHT_TO_LEFT,
        }
    return _draw(json.dumps({"content": content, "families": FONTS, "system_fonts": SYSTEM_FONTS}))


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    has_spaces = len(words) <= len(words.split()) * MAX_WORD_LENGTH
    shortened = Truncator(words).words(MAX_WORDS, truncate="…") if has_spaces else words
    return shorten_to_characters(shortened, MAX_CHARACTERS if has_spaces else MAX_CHARACTERS // 2)


@lru_cache(maxsize=MAX_CACHED)
def _draw(request: str) -> bytes | None:
    """Return the card for a request of the program. One is drawn at a time, so that crawlers do not take all cores."""
    command = [sys.executable, "-I", str(PROGRAM)]
    try:
        with _one_at_a_time:
            done = subprocess.run(command, input=request.encode(), capture_output=True, timeout=MAX_SECONDS)
    except subprocess.TimeoutExpired:
        logger.error("drawing a card took more than %s seconds", MAX_SECONDS)
        return None
    if done.returncode not in (0, MISSING_SIGNS):
        logger.error("a card could not be drawn: %s", done.stderr.decode(errors="replace")[-500:])
    return done.stdout if done.returncode == 0 else None
