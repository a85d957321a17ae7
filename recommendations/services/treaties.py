"""Load, replace and remove the texts of treaties."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.services import acquire_write_lock
from documents.services.audit_log import record_change
from documents.web.phrases import comma_list
from recommendations.labels.vocabulary import article_number
from recommendations.models import Article, Instrument, Provision, TreatyText
from recommendations.treaties.parse import parse_treaty
from recommendations.treaties.types import Treaty, TreatyFormatError


class TreatyError(Exception):
    """Raised if a treaty cannot be loaded or removed. Nothing was changed; the message gives the reason."""


@dataclass(frozen=True, slots=True)
class LoadedTreaty:
    """The result of loading a treaty. ``remarks`` are sentences about parts that may be missing from the file."""

    instrument: Instrument
    articles: int
    paragraphs: int
    subparagraphs: int
    replaced: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedTreaty:
    """The text of an instrument, read from a file and found to have exactly the articles of the instrument."""

    instrument: Instrument
    treaty: Treaty


def check_treaty_text(content: bytes, key: str = "") -> CheckedTreaty:
    """Read the text of an instrument from a file, without loading it.

    The instrument is identified by its ``key`` or, if that is empty, by the title at the top of the file. Raise
    :class:`TreatyError` if there is no such instrument, or the file does not contain its text.
    """
    treaty = _parse(content)
    instrument = _find_by_key(key) if key else _find_by_title(treaty.titles)
    _check_articles(treaty, instrument, instrument.articles.all())
    return CheckedTreaty(instrument, treaty)


@transaction.atomic
def load_treaty_text(content: bytes, file_name: str, key: str = "", by: User | None = None) -> LoadedTreaty:
    """Load the text of an instrument, replacing an earlier one. The file is checked as in :func:`check_treaty_text`."""
    acquire_write_lock()
    checked = check_treaty_text(content, key)
    instrument, treaty = checked.instrument, checked.treaty
    articles = {article.number: article for article in instrument.articles.all()}
    replaced = bool(TreatyText.objects.filter(instrument=instrument).delete()[0])
    record_change("treaty.loaded", by=by, subject=instrument.title, value=file_name[:255])
    text = TreatyText.objects.create(
        instrument=instrument,
        file_name=file_name[:255],
        sha256=hashlib.sha256(content).hexdigest(),
        loaded_at=timezone.now(),
    )
    Provision.objects.bulk_create(
        Provision(
            treaty_text=text,
            position=position,
            kind=block.kind,
            article=articles[block.article] if block.article else None,
            label=block.label,
            paragraph=block.paragraph,
            subparagraph=block.subparagraph,
            level=block.level,
            text=block.text,
        )
        for position, block in enumerate(treaty.blocks)
    )
    counts = (len(treaty.articles), treaty.paragraph_count, treaty.subparagraph_count)
    return LoadedTreaty(instrument, *counts, replaced, treaty.remarks)


@transaction.atomic
def remove_treaty_text(key: str, by: User | None = None) -> Instrument:
    """Remove the text of an instrument, and return the instrument. Raise :class:`TreatyError` if it has no text."""
    acquire_write_lock()
    instrument = _find_by_key(key)
    if not TreatyText.objects.filter(instrument=instrument).delete()[0]:
        raise TreatyError(_("No text of the %(title)s is loaded.") % {"title": instrument.title})
    record_change("treaty.removed", by=by, subject=instrument.title)
    return instrument


def _parse(content: bytes) -> Treaty:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TreatyError(_("The file is not UTF-8 text. Save it as plain text or Markdown in UTF-8.")) from None
    if "\0" in text:
        raise TreatyError(
            _("The file is not text: it contains binary characters. Save it as plain text or Markdown in UTF-8.")
        )
    try:
        return parse_treaty(text)
    except TreatyFormatError as error:
        raise TreatyError(str(error)) from error


# --- identifying the instrument ----------------------------------------------------------------------


def _find_by_key(key: str) -> Instrument:
    instrument = Instrument.objects.filter(key=key).first() if "\0" not in key else None
    if instrument is None:
        keys = comma_list(Instrument.objects.values_list("key", flat=True))
        message = _("There is no instrument called “%(key)s”. Choose one of: %(keys)s.")
        raise TreatyError(message % {"key": key, "keys": keys or _("none, because the vocabularies are not loaded")})
    return instrument


def _find_by_title(titles: Iterable[str]) -> Instrument:
    normalized = {_letters(title) for title in titles}
    for instrument in Instrument.objects.all():
        if normalized & {_letters(instrument.title), *map(_letters, instrument.labels.values())}:
            return instrument
    title = " / ".join(filter(None, titles))
    if not title:
        raise TreatyError(
            _(
                "The file does not begin with the title of an instrument. Add the title as the first line, or name the "
                "instrument with --instrument."
            )
        )
    message = _(
        "The title at the top of the file, “%(title)s”, does not match a known instrument. If the file "
        "contains the text of a known instrument, name the instrument with --instrument."
    )
    raise TreatyError(message % {"title": title})


def _check_articles(treaty: Treaty, instrument: Instrument, articles: Iterable[Article]) -> None:
    """Raise ``TreatyError`` if the articles of a text, their order or their titles differ from the vocabulary, or if an
    article has no text.
    """
    expected = {article.number: article.title for article in articles}
    actual = {article.number: article.title for article in treaty.articles}
    title = instrument.title
    if not expected:
        raise TreatyError(
            _("The vocabulary lists no articles of the %(title)s. Add the articles to the vocabulary first.")
            % {"title": title}
        )
    for message, numbers in (
        (
            _("The %(title)s has no article %(numbers)s, but the file contains it."),
            [number for number in actual if number not in expected],
        ),
        (
            _("The file lacks article %(numbers)s of the %(title)s."),
            [number for number in expected if number not in actual],
        ),
    ):
        if numbers:
            raise TreatyError(message % {"title": title, "numbers": comma_list(numbers)})
    if list(actual) != sorted(actual, key=list(expected).index):
        raise TreatyError(_("The articles in the file are not in the order of the %(title)s.") % {"title": title})
    for number, heading in actual.items():
        if expected[number] and _letters(heading) != _letters(expected[number]):
            message = _("The file calls article %(number)s “%(own)s”, but in the %(title)s it is “%(known)s”.")
            values = {"number": article_number(number), "own": heading, "title": title, "known": expected[number]}
            raise TreatyError(message % values)
    empty = [number for number in actual if not any(block.article == number for block in treaty.blocks)]
    if empty:
        raise TreatyError(_("The file has no text for article %(numbers)s.") % {"numbers": comma_list(empty)})


def _letters(text: str) -> str:
    """Return the letters and digits of a title, for comparison regardless of case, hyphens and full stops."""
    return re.sub(r"[\W_]", "", text.casefold())
