"""Documents, down to the paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.models.meetings import Body, Meeting
from documents.web.url_cache import cached_reverse

MAIN_LANGUAGE = "en"
UNNUMBERED = "unnumbered/"
"""The first part of the address of a document without a symbol."""
CONTENT_KEY_LENGTH = 16  # hexadecimal digits of the SHA-256 hash of a file: 64 bits


def leading_first(language: str = "language") -> tuple[Case, str]:
    """Return an ordering that puts the leading version of a document first: English, or else the first language by
    code. ``language`` is the lookup of its language."""
    return Case(When(**{language: MAIN_LANGUAGE}, then=Value(0)), default=Value(1)), language


LEADING_FIRST = leading_first()
"""The ordering of versions."""


def document_address(symbol: str, content_key: str, pk: int) -> str:
    """Return the address of a document, given its first symbol or ""."""
    return symbol or f"{UNNUMBERED}{content_key or pk}"


class Document(models.Model):
    """A document of a body under one symbol (or several joint ones), in one or more languages.

    Its metadata comes from the leading version (:mod:`documents.services.metadata`); each version keeps its own
    masthead. The document is public if any of its versions is. ``former_keys`` are the keys of rows merged into this
    one; their URLs redirect here. ``content_key`` identifies it by its first file
    (:func:`documents.services.files.content_key`): the URL of a document without a symbol contains it, so that it is
    the same in every installation that was given the same file.
    """

    class Kind(models.TextChoices):
        """The kind of a document; the values are used in URLs."""

        AGENDA = "agenda", _("agenda")
        BACKGROUND_PAPER = "background-paper", _("background paper")
        CONFERENCE_ROOM_PAPER = "conference-room-paper", _("conference room paper")
        DRAFT_RESOLUTION = "draft-resolution", _("draft resolution or decision")
        RESOLUTION = "resolution", _("resolution or decision")
        DRAFT_REPORT = "draft-report", _("draft report")
        REPORT = "report", _("report")
        LETTER = "letter", _("letter")
        CORRIGENDUM = "corrigendum", _("corrigendum")
        OTHER = "other", _("other document")

    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="documents")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="documents")
    kind = models.CharField(max_length=24, choices=Kind, blank=True)
    title = models.TextField(blank=True)
    subtitle = models.TextField(blank=True)
    date = models.DateField(null=True, blank=True)
    distribution = models.CharField(max_length=20, blank=True)
    session = models.CharField(max_length=120, blank=True)
    agenda_item = models.CharField(max_length=60, blank=True)
    agenda_title = models.TextField(blank=True)
    original_languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    symbol_hints = models.JSONField(default=list, blank=True)
    former_keys = ArrayField(models.BigIntegerField(), default=list, blank=True)
    content_key = models.CharField(max_length=CONTENT_KEY_LENGTH, blank=True, default="", db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-date", "-pk")
        permissions = (
            ("publish_document", "Can publish, unpublish and withdraw documents"),
            ("see_records", "Can see every record as it is stored"),
        )

    def __str__(self) -> str:
        return self.symbol or self.title or gettext("untitled document")

    prefetched_symbols: Sequence[str] | None = None
    """The symbols, if they were loaded along with this object."""

    reader_versions: Sequence[LanguageVersion]
    """The public version in the reader's language, if it was loaded along with this object."""

    @property
    def printed_symbols(self) -> Sequence[str]:
        """Return all symbols in the order in which they are printed."""
        if self.prefetched_symbols is not None:
            return self.prefetched_symbols
        return [row.symbol for row in self.symbols.all()]

    @property
    def symbol(self) -> str:
        """Return all symbols as printed ("A/1-B/2" for joint ones), or "" if there are none."""
        return "-".join(self.printed_symbols)

    @property
    def address(self) -> str:
        """Return the part of the URL after ``/documents/``: the first symbol or, without one, "unnumbered/" and the
        content key."""
        return document_address(next(iter(self.printed_symbols), ""), self.content_key, self.pk)

    @property
    def organs(self) -> tuple[DocumentOrgan, ...]:
        """Return all known organs to which the document is submitted: the first, which has no ``DocumentOrgan``, then
        the others."""
        body = self.body or (self.meeting.body if self.meeting else None)
        first = DocumentOrgan(
            body=body,
            meeting=self.meeting,
            session=self.session,
            agenda_item=self.agenda_item,
            agenda_title=self.agenda_title,
        )
        return (*([first] if body else []), *self.further_organs.all())

    def get_absolute_url(self) -> str:
        return cached_reverse("document", self.address)


class DocumentSymbol(models.Model):
    """A symbol of one document, printed in its masthead or assigned by a person (``assigned_by``)."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="symbols")
    symbol = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "symbol")
        constraints: ClassVar = [
            models.UniqueConstraint(Upper("symbol"), name="unique_document_symbol"),
            models.CheckConstraint(condition=~Q(symbol=""), name="document_symbol_not_empty"),
        ]

    def __str__(self) -> str:
        return self.symbol


class LanguageVersion(models.Model):
    """A document in one language.

    ``parsed`` is the parsed structure (:mod:`documents.parsing.serialize`) with corrections applied; the uncorrected
    structure is in :class:`~documents.models.Reading`. ``doubts`` are points for a person to check. ``published_at`` is
    None if only staff may see the version; ``withdrawn_at`` and ``withdrawn_reason`` are public. Every correction
    increments ``revision``. ``reviewed_revision`` is the revision that an editor marked as ready to publish; it is
    cleared when another reading changes the version.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    language = models.CharField(max_length=8)
    title = models.TextField(blank=True)
    job_number = models.CharField(max_length=40, blank=True)
    reissued = models.DateField(null=True, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    text_quality = models.CharField(max_length=10, default="good")
    doubts = models.JSONField(default=list, blank=True)
    parsed = models.JSONField()
    parser_version = models.CharField(max_length=20)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="versions")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    reviewed_revision = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("language",)
        indexes: ClassVar = [
            models.Index(  # covers queries for the public versions and the leading one
                fields=("document", "language"),
                include=("id",),
                condition=Q(published_at__isnull=False),
                name="published_version_idx",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("document", "language"), name="unique_version_language"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(published_at__isnull=True) & ~Q(withdrawn_reason=""),
                name="withdrawn_version_unpublished_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.language}"


class DocumentOrgan(models.Model):
    """A further organ named by a version of a joint document, with its meeting and agenda item.

    The first organ is described by the fields of the document. ``body`` and ``meeting`` are None if not known; the
    other fields are as printed. ``document`` is set only for the leading version, because the document takes its organs
    from that version.
    """

    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="further_organs")
    document = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="further_organs")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.TextField()
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="further_organs")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="further_organs")
    session = models.TextField(blank=True)
    agenda_item = models.TextField(blank=True)
    agenda_title = models.TextField(blank=True)

    class Meta:
        ordering = ("version", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("version", "position"), name="unique_organ_position"),
        ]

    def __str__(self) -> str:
        return self.body.label if self.body else self.name


class FormerSymbol(models.Model):
    """A symbol that a document had until an editor corrected it; its address redirects to the document."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="former_symbols")
    symbol = models.CharField(max_length=120)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ("-replaced_at", "-pk")
        indexes: ClassVar = [models.Index(Upper("symbol"), name="former_symbol_idx")]

    def __str__(self) -> str:
        return self.symbol


class Paragraph(models.Model):
    """A block of a version's text; fields as in :class:`documents.parsing.types.Block`.

    ``place`` is the same for a paragraph in every language of its document: its anchor in the leading version or, if
    the paragraph is missing there, a name that no other paragraph has.
    """

    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="paragraphs")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    label = models.CharField(max_length=60, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    part = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    path = models.CharField(max_length=200, blank=True)
    anchor = models.CharField(max_length=200)
    place = models.CharField(max_length=220)
    page = models.PositiveIntegerField(null=True, blank=True)
    box = ArrayField(models.FloatField(), size=4, null=True, blank=True)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    headings = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    marks = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    cells = models.JSONField(default=list, blank=True)
    breaks = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("version", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("version", "position"), name="unique_paragraph_position"),
            models.UniqueConstraint(fields=("version", "anchor"), name="unique_paragraph_anchor"),
            models.UniqueConstraint(
                fields=("version", "place"), name="unique_paragraph_place", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.path or self.anchor


class Footnote(models.Model):
    """A footnote of a version, with the paragraph that contains its marker, if found."""

    version = models.ForeignKey(LanguageVersion, models.CASCADE, related_name="footnotes")
    position = models.PositiveIntegerField()
    marker = models.CharField(max_length=12)
    text = models.TextField()
    page = models.PositiveIntegerField(null=True, blank=True)
    paragraph = models.ForeignKey(Paragraph, models.CASCADE, null=True, blank=True, related_name="footnotes")

    class Meta:
        ordering = ("version", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("version", "position"), name="unique_footnote_position"),
        ]

    def __str__(self) -> str:
        return self.marker
