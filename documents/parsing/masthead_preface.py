"""Set apart the sentences that a program puts above the masthead on its line: a note from the foot of the page, or the
notice of a web site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.parsing import masthead_words as words
from documents.parsing import organ_names
from documents.parsing.masthead_end import text_after
from documents.parsing.masthead_fields import JOB_NUMBER
from documents.parsing.symbols import SYMBOL
from documents.parsing.types import Fragment, Span

_MAX_PREFACE, _MAX_MASTHEAD = 800, 300  # characters
_MASTHEAD = re.compile(
    rf"(?:[.!?]|{JOB_NUMBER.pattern})\s+(?P<masthead>{words.ORGANIZATION_NAMES}\s+"
    rf"(?:{organ_names.PRINCIPAL_ORGANS}(?!\w)|(?-i:{SYMBOL.pattern})))",
    re.VERBOSE | re.IGNORECASE,
)
"""Matches the end of a sentence, or a job number, with the beginning of a masthead behind it."""
_FIELD = re.compile(r"\bDistr\b|\bOriginal\s?:|Рас(?:пр|сылка)|分发|التوزيع", re.IGNORECASE)


def without_preface(body: Sequence[Fragment]) -> tuple[tuple[Fragment, ...], tuple[Fragment, ...]]:
    """Return a body that begins with its masthead, and separately what is printed above that on the same line."""
    text = body[0].text if body else ""
    match = _MASTHEAD.search(text, 0, _MAX_PREFACE)
    start = match.start("masthead") if match else 0
    if not start or not _FIELD.search(text, start, start + _MAX_MASTHEAD):
        return tuple(body), ()
    preface = replace(body[0], spans=(Span(text[:start].strip()),))
    return (text_after(body[0], start), *body[1:]), (preface,)
